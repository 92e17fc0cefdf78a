"""What codes say about classes: a linear machine, and asking for neighbours."""

from __future__ import annotations

import numpy as np
import pytest

from core.evaluation.retrieval import mean_average_precision, svm_accuracy

CLASSES, DIMENSIONS = 4, 8


def clusters(count: int, seed: int, apart: float = 6.0) -> tuple[np.ndarray, np.ndarray]:
    """Codes about one centre a class, and their classes by name."""
    rng = np.random.default_rng(seed)
    labels = np.arange(count) % CLASSES
    centres = apart * np.eye(CLASSES, DIMENSIONS)
    names = np.array(["bed", "chair", "desk", "sofa"])
    return centres[labels] + rng.normal(size=(count, DIMENSIONS)), names[labels]


def test_classes_that_a_plane_can_part_are_told_apart() -> None:
    assert svm_accuracy(*clusters(200, 0), *clusters(100, 1)) > 0.98


def test_how_long_the_numbers_of_a_code_are_does_not_matter() -> None:
    scale = 10.0 ** np.arange(-4, DIMENSIONS - 4)
    known, labels = clusters(200, 0)
    queries, truth = clusters(100, 1)
    plain = svm_accuracy(known, labels, queries, truth)
    assert svm_accuracy(1 + scale * known, labels, 1 + scale * queries, truth) == pytest.approx(
        plain, abs=0.02
    )


def test_where_codes_say_nothing_classes_are_guessed_by_chance() -> None:
    found = svm_accuracy(*clusters(200, 0, apart=0), *clusters(400, 1, apart=0))
    assert found == pytest.approx(1 / CLASSES, abs=0.07)


def test_a_dimension_that_never_changes_does_no_harm() -> None:
    known, labels = clusters(100, 0)
    queries, truth = clusters(40, 1)
    known[:, -1], queries[:, -1] = 3, 3
    assert svm_accuracy(known, labels, queries, truth) > 0.95


def test_precision_of_a_known_ranking() -> None:
    """On a line at 0, 1, 3, 7 with classes a, b, a, b; every other code is a right or wrong hit.

    From 0 the order is b a b: the only other a comes second, 1/2. From 1: a a b, 1/3. From 3:
    b (at 1), a, b: 1/2. From 7: a, b, a: 1/2.
    """
    codes = np.array([[0.0], [1.0], [3.0], [7.0]])
    found = mean_average_precision(codes, np.array(["a", "b", "a", "b"]))
    assert found == pytest.approx((1 / 2 + 1 / 3 + 1 / 2 + 1 / 2) / 4)


def test_neighbours_of_one_class_rank_perfectly() -> None:
    assert mean_average_precision(*clusters(80, 0, apart=40)) == pytest.approx(1)


def test_retrieval_among_codes_that_say_nothing_is_chance() -> None:
    codes = np.random.default_rng(0).normal(size=(400, DIMENSIONS))
    assert mean_average_precision(codes, np.arange(400) % CLASSES) == pytest.approx(0.25, abs=0.03)


def test_a_class_of_one_asks_for_nothing_and_does_not_count() -> None:
    codes = np.array([[0.0], [0.1], [5.0]])
    assert mean_average_precision(codes, np.array(["a", "a", "alone"])) == pytest.approx(1)
