"""A depth map made as fine as its normals."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from core.geometry.normal_integration import refined_depth
from core.types import Floats

SIZE = 64


def waves(amplitude: float = 0.01, count: int = 8) -> tuple[Floats, Floats]:
    """A slope with ripples: depth (S, S) in sides of the picture, and its normals."""
    y, x = np.mgrid[:SIZE, :SIZE] / SIZE
    depth = 0.3 * x + amplitude * np.sin(2 * np.pi * count * x) + 0.1 * y
    down, right = np.gradient(depth, 1 / SIZE)
    normals = np.stack([right, -down, np.ones_like(depth)], -1)
    normals /= np.linalg.norm(normals, axis=-1, keepdims=True)
    return depth.astype(np.float32), normals.astype(np.float32)


def test_ripples_that_only_the_normals_have_come_into_the_depth() -> None:
    true, normals = waves()
    smooth = ndimage.gaussian_filter(true, 6, mode="nearest")
    inside = np.zeros((SIZE, SIZE), np.bool_)
    inside[12:52, 12:52] = True
    found = refined_depth(smooth, normals, inside)
    before, after = (np.abs((one - true)[inside]).mean() for one in (smooth, found))
    assert after < 0.3 * before
    assert (found[~inside] == smooth[~inside]).all()


def test_a_break_stays_a_break() -> None:
    depth = np.zeros((SIZE, SIZE), np.float32)
    depth[:, SIZE // 2 :] = 0.4
    facing = np.zeros((SIZE, SIZE, 3), np.float32)
    facing[..., 2] = 1
    found = refined_depth(depth, facing, np.ones(depth.shape, np.bool_))
    jump = found[:, SIZE // 2] - found[:, SIZE // 2 - 1]
    assert jump == pytest.approx(np.full(SIZE, 0.4), abs=0.02)


def test_nothing_inside_changes_nothing() -> None:
    depth, normals = waves()
    assert refined_depth(depth, normals, np.zeros(depth.shape, np.bool_)) is depth
