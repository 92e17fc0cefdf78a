"""The IoU to expect follows from the probabilities themselves."""

from __future__ import annotations

import numpy as np
import pytest

from core.geometry.expected_iou import expected_iou
from core.types import VoxelGrid


def grid(inside: float, outside: float) -> VoxelGrid:
    values = np.full((8, 8, 8), outside, np.float32)
    values[2:6, 2:6, 2:6] = inside
    return VoxelGrid.canonical(values)


def test_a_decided_grid_expects_to_be_right() -> None:
    assert expected_iou(grid(1.0, 0.0)) == pytest.approx(1.0)


def test_doubt_inside_and_outside_both_lower_it() -> None:
    assert expected_iou(grid(0.8, 0.0)) == pytest.approx(0.8)
    assert expected_iou(grid(1.0, 0.1)) == pytest.approx(64 / (64 + 0.1 * 448), rel=1e-4)


def test_an_empty_grid_expects_nothing() -> None:
    assert expected_iou(grid(0.2, 0.0)) == 0.0


def test_it_is_borne_out_where_the_probabilities_are_true() -> None:
    random = np.random.default_rng(0)
    stated = VoxelGrid.canonical(random.random((32, 32, 32)) ** 3)
    truth = random.random((32, 32, 32)) < stated.occupancy
    solid = stated.occupancy > 0.5
    measured = (truth & solid).sum() / (truth | solid).sum()
    assert expected_iou(stated) == pytest.approx(measured, abs=0.02)
