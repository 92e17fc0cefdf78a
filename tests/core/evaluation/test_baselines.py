"""Baselines on training sets of boxes, where the right answers are known."""

import numpy as np
import pytest

from core.evaluation import baselines


def boxes(widths: list[int], size: int = 16) -> np.ndarray:
    """Packed grids of boxes that fill x up to a width."""
    grids = np.zeros((len(widths), size, size, size), bool)
    for grid, width in zip(grids, widths, strict=True):
        grid[:width] = True
    return baselines.pack_grids(grids)


def test_packing_loses_nothing() -> None:
    grids = np.random.default_rng(0).random((5, 8, 8, 8)) > 0.6
    packed = baselines.pack_grids(grids)
    assert packed.shape == (5, 64) and baselines.resolution_of(packed) == 8
    assert np.array_equal(baselines.unpack_grids(packed), grids)


def test_coarse_grids_of_more_than_one_block() -> None:
    widths = [1 + index % 16 for index in range(baselines.BLOCK + 3)]
    coarse = baselines.coarse(boxes(widths), 8)
    expected = boxes([(width + 1) // 2 for width in widths], 8)
    assert np.array_equal(coarse, expected)


def test_the_mean_shape_is_how_often_a_voxel_is_occupied() -> None:
    mean = baselines.mean_shape(boxes([4, 8, 8, 16]))
    assert mean.shape == (16, 16, 16)
    assert mean[:, 0, 0] == pytest.approx([1] * 4 + [0.75] * 4 + [0.25] * 8)


def test_the_oracle_finds_the_highest_iou() -> None:
    gallery = boxes([2, 7, 12, 16])
    index, score = baselines.oracle_nearest(boxes([3, 8, 12]), gallery)
    assert index.tolist() == [0, 1, 2]
    assert score == pytest.approx([2 / 3, 7 / 8, 1])


def test_the_oracle_agrees_with_comparing_one_by_one() -> None:
    random = np.random.default_rng(1)
    queries = random.random((9, 8, 8, 8)) < random.random((9, 1, 1, 1))
    gallery = random.random((700, 8, 8, 8)) < random.random((700, 1, 1, 1))
    index, score = baselines.oracle_nearest(
        baselines.pack_grids(queries), baselines.pack_grids(gallery)
    )
    for query, place, value in zip(queries, index, score, strict=True):
        every = (query & gallery).sum((1, 2, 3)) / (query | gallery).sum((1, 2, 3))
        assert value == pytest.approx(every.max())
        assert every[place] == pytest.approx(every.max())


def test_clusters_are_the_kinds_of_shape_there_are() -> None:
    widths = [2, 3, 2, 3, 9, 10, 9, 16, 16]
    clusters = baselines.cluster(boxes(widths), 3, seed=0)
    labels = clusters.labels
    assert len({*labels[:4]}) == len({*labels[4:7]}) == len({*labels[7:]}) == 1
    assert len({labels[0], labels[4], labels[7]}) == 3
    narrow = clusters.shapes[labels[0]][:, 5, 5]
    assert narrow == pytest.approx([1, 1, 0.5] + [0] * 13)


def test_more_clusters_than_shapes_are_not_made() -> None:
    clusters = baselines.cluster(boxes([2, 9]), 10)
    assert clusters.shapes.shape[0] == 2 and sorted(clusters.labels) == [0, 1]


def test_the_classifier_learns_what_is_linear_and_generalises() -> None:
    random = np.random.default_rng(2)
    centres = random.normal(size=(4, 12)) * 3
    labels = random.integers(4, size=600)
    features = centres[labels] + random.normal(size=(600, 12)) + 100
    classifier = baselines.fit_classifier(features[:400], labels[:400])
    assert (classifier.predict(features[400:]) == labels[400:]).mean() > 0.95
    shuffled = baselines.fit_classifier(features[:400], random.permutation(labels[:400]))
    assert (shuffled.predict(features[400:]) == labels[400:]).mean() < 0.5


def test_retrieval_finds_the_nearest_by_distance_or_by_angle() -> None:
    gallery = np.array([[1, 0], [0, 1], [10, 10]])
    queries = np.array([[0.9, 0.6], [0.1, 4], [8, 9]])
    assert baselines.nearest(queries, gallery).tolist() == [0, 1, 2]
    assert baselines.nearest(queries, gallery, cosine=True).tolist() == [2, 1, 2]
