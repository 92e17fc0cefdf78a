"""Shapes compared in the view of one photograph, against what geometry says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.evaluation.input_view import (
    SIDE,
    InView,
    compare,
    in_view,
    outline_iou,
    solid_iou,
    turned_camera,
)
from core.geometry.isosurface import isosurface
from core.rendering.silhouette import camera_by_crop
from core.types import Camera, Mesh, Pose, VoxelGrid

CROP = (30.0, 10.0, 100.0)
SIZE = (160, 120)


def ball(radius: float, size: int = 48) -> VoxelGrid:
    line = (np.arange(size) + 0.5) / size - 0.5
    x, y, z = np.meshgrid(line, line, line, indexing="ij")
    away = np.sqrt(x**2 + y**2 + z**2)
    return VoxelGrid.canonical(np.clip((radius - away) * size + 0.5, 0, 1))


def block(x: float, y: float, z: float) -> Mesh:
    corners = np.array([[i, j, k] for i in (-1, 1) for j in (-1, 1) for k in (-1, 1)]) / 2
    quads = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    faces = [half for a, b, c, d in quads for half in ((a, b, c), (a, c, d))]
    return Mesh((corners * [x, y, z]).astype(np.float32), np.array(faces, np.int32))


def camera() -> Camera:
    """One before the object's front that looks at its middle through that of CROP."""
    K = np.array([[400, 0, 80], [0, 400, 60], [0, 0, 1.0]])
    return Camera(*SIZE, K, np.diag([1.0, -1, -1]), np.array([0, 0, 4.0]))


def seen(shape: VoxelGrid | Mesh, of: Camera | None = None) -> InView:
    return in_view(shape, camera() if of is None else of, CROP)


def mask_of(shape: InView) -> np.ndarray:
    return shape.silhouette(shape.camera)


def test_a_shape_agrees_with_itself() -> None:
    shape = seen(ball(0.4))
    scores = compare(shape, shape, mask_of(shape))
    assert scores.iou == 1 and scores.f_score == 1 and scores.closed
    assert scores.silhouettes == (1, 1, 1, 1, 1)
    assert scores.chamfer_l1 == 0


def test_concentric_balls_overlap_by_the_cube_of_their_radii() -> None:
    small, large = seen(ball(0.36)), seen(ball(0.4))
    scores = compare(small, large, mask_of(large))
    assert scores.iou == pytest.approx(0.9**3, abs=0.01)
    assert scores.silhouettes == pytest.approx(5 * (0.9**2,), abs=0.015)
    # Crop sides: 100 pixels at focal length 400 from a distance of 4 are one object side.
    assert scores.chamfer_l1 == pytest.approx(0.04, abs=0.003)
    assert scores.f_score == 0


def test_solids_and_surfaces_of_the_same_shape_agree() -> None:
    grid = ball(0.4)
    assert solid_iou(seen(isosurface(grid)), seen(grid)) > 0.97
    assert solid_iou(seen(block(0.5, 0.6, 0.7)), seen(block(0.5, 0.6, 0.7))) == 1


def test_distance_and_size_along_the_axis_do_not_count() -> None:
    truth = seen(ball(0.4))
    farther = replace(camera(), t=np.array([0, 0, 8.0]))
    grid = ball(0.4)
    twice = seen(VoxelGrid(grid.occupancy, grid.origin * 2, grid.voxel_size * 2), farther)
    assert compare(twice, truth, mask_of(truth)) == compare(truth, truth, mask_of(truth))
    longer = np.array([[800, 0, 80], [0, 800, 60], [0, 0, 1.0]])
    assert solid_iou(seen(grid, replace(farther, K=longer)), truth) > 0.98  # another lens


def test_a_shift_across_the_axis_counts() -> None:
    truth = seen(block(0.5, 0.5, 0.5))
    beside = replace(camera(), t=np.array([0.25, 0, 4.0]))
    shifted = seen(block(0.5, 0.5, 0.5), beside)
    assert solid_iou(shifted, truth) == pytest.approx(1 / 3, abs=0.03)
    assert outline_iou(shifted, mask_of(truth)) < 0.45


def test_a_shape_that_is_turned_shows_its_other_side() -> None:
    plate = seen(block(0.6, 0.4, 0.1))
    far = 1000.0  # as good as parallel rays
    front, right, back = (plate.silhouette(turned_camera(d, far)) for d in (0, 90, 180))
    pixels = (SIDE / 2) ** 2
    assert front.sum() == pytest.approx(0.6 * 0.4 * pixels, abs=SIDE / 2)
    assert right.sum() == pytest.approx(0.1 * 0.4 * pixels, abs=SIDE / 2)  # a pixel around
    assert (front == back).mean() > 0.995


def test_depth_counts_from_the_side_but_not_from_the_front() -> None:
    truth, deep = seen(block(0.5, 0.5, 0.4)), seen(block(0.5, 0.5, 0.2))
    scores = compare(deep, truth, mask_of(truth))
    assert scores.iou == pytest.approx(0.5, abs=0.03)
    assert scores.silhouettes[0] > 0.9
    assert scores.silhouettes[3] == pytest.approx(0.5, abs=0.05)


def test_the_camera_of_a_pose_sees_the_shape_in_the_crop() -> None:
    shape, pose = block(0.9, 0.5, 0.7), Pose(35, 20, 5, 2.2)
    found = seen(shape, camera_by_crop(shape.vertices, pose, CROP, SIZE[::-1]))
    rows, columns = np.nonzero(mask_of(found))
    box = np.array([columns.min(), columns.max() + 1, rows.min(), rows.max() + 1])
    longest = max(np.ptp(box[:2]), np.ptp(box[2:]))
    assert longest == pytest.approx(100 / 1.15, abs=1.5)
    assert box.reshape(2, 2).mean(1) == pytest.approx([80, 60], abs=1)


def test_nothing_found_scores_nothing() -> None:
    truth = seen(ball(0.4))
    empty = seen(VoxelGrid.canonical(np.zeros((8, 8, 8), np.float32)))
    scores = compare(empty, truth, mask_of(truth))
    assert scores.iou == 0 and scores.f_score == 0 and not scores.closed
    assert scores.silhouettes == (0, 0, 0, 0, 0)
