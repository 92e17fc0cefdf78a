"""Silhouettes in the crop: the same camera as that of the training pictures."""

from __future__ import annotations

import numpy as np
import pytest

from core.geometry.isosurface import isosurface
from core.rendering.silhouette import (
    camera_by_crop,
    cut_square,
    outline_iou,
    projected,
    silhouette,
    silhouette_iou,
    window_of,
)
from core.rendering.splat import render, sample_surface
from core.types import Camera, Mesh, Pose, VoxelGrid


def chair() -> Mesh:
    """A seat with a back to one side, so that no two poses look alike."""
    occupancy = np.zeros((32, 32, 32), np.float32)
    occupancy[4:28, 10:16, 2:30] = 1
    occupancy[4:28, 16:30, 2:7] = 1
    occupancy[4:8, 2:10, 2:30] = 1
    return isosurface(VoxelGrid.canonical(occupancy))


@pytest.mark.parametrize(
    "pose",
    [Pose(0, 0, 0, 2), Pose(35, 20, 0, 1.4), Pose(-120, 40, 12, 3.0), Pose(80, -10, -25, 2)],
)
def test_it_is_what_the_renderer_of_the_training_pictures_draws(pose: Pose):
    mesh = chair()
    drawn = silhouette(mesh, pose, 128)
    grey = np.full((len(mesh.faces), 3), 128, np.uint8)
    surface = sample_surface(mesh, grey, 200_000, np.random.default_rng(0))
    trained_on = render(surface, pose, 128)
    assert silhouette_iou(trained_on.mask.numpy() > 0.5, drawn) > 0.96


def test_a_square_of_known_size_is_seen_where_geometry_says():
    half, pose = 0.25, Pose(0, 0, 0, 2)
    corners = np.array([[-1, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]], np.float32) * half
    corners[:, 0] += 0.1
    seen = projected(corners, pose)
    assert seen.min(axis=0) == pytest.approx([(-half + 0.1) / 2, -half / 2])
    left, top, side = window_of(seen)
    assert side == pytest.approx(1.15 * half)
    assert (left, top) == pytest.approx((0.05 - side / 2, -side / 2))
    square = Mesh(corners, np.array([[0, 1, 2], [0, 2, 3]], np.int32))
    assert silhouette(square, pose, 92).mean() == pytest.approx(1 / 1.15**2, rel=0.03)


def test_masks_are_cut_out_also_beyond_the_border_of_the_photograph():
    mask = np.zeros((60, 80), np.float32)
    mask[:30, 40:] = 1
    cut = cut_square(mask, (-20.0, -10.0, 120.0), 120)
    assert cut[10:40, 60:100].all() and cut.sum() == 30 * 40


def test_agreement_is_the_share_of_what_either_covers():
    mask = np.zeros((10, 10), bool)
    mask[:, :6] = True
    drawn = np.zeros((10, 10), np.float32)
    drawn[:, 4:8] = 1
    assert silhouette_iou(mask, drawn) == pytest.approx(20 / 80)
    assert silhouette_iou(np.zeros((4, 4), bool), np.zeros((4, 4), np.float32)) == 0.0


def square_before(camera_at: float) -> tuple[Mesh, Camera]:
    """A square of side 1, and a camera to which it is 40 pixels wide, around (80, 50)."""
    corners = np.array([[-1, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]], np.float32) / 2
    focal = 40.0 * camera_at
    K = np.array([[focal, 0, 80], [0, focal, 50], [0, 0, 1]])
    R = np.diag([1.0, -1.0, -1.0])
    square = Mesh(corners, np.array([[0, 1, 2], [0, 2, 3]], np.int32))
    return square, Camera(160, 100, K, R, np.array([0, 0, camera_at]))


def test_an_outline_is_compared_through_the_camera_of_the_photograph():
    square, camera = square_before(3.0)
    mask = np.zeros((100, 160), np.float32)
    mask[30:70, 60:100] = 1
    assert outline_iou(square, camera, mask) == pytest.approx(1, abs=0.02)
    mask[30:70, 100:120] = 1  # half as much again
    assert outline_iou(square, camera, mask) == pytest.approx(2 / 3, abs=0.02)
    mask[:] = 0
    assert outline_iou(square, camera, mask) == 0
    mask[:20, :20] = 1
    assert outline_iou(square, camera, mask) == 0
    # What sticks out of the picture counts as well.
    aside = Mesh(square.vertices + np.float32([2, 0, 0]), square.faces)
    mask[:] = 0
    mask[30:70, 140:160] = 1
    assert outline_iou(aside, camera, mask) == pytest.approx(0.5, abs=0.02)
    assert outline_iou(Mesh(square.vertices, square.faces[:0]), camera, mask) == 0


def test_the_camera_by_the_crop_sees_the_outline_that_fills_it():
    mesh, pose = chair(), Pose(35, 20, 5, 1.8)
    drawn = silhouette(mesh, pose, 128)
    mask = np.zeros((200, 300), np.float32)
    mask[40:168, 100:228] = drawn
    camera = camera_by_crop(mesh.vertices, pose, (100.0, 40.0, 128.0), mask.shape)
    assert outline_iou(mesh, camera, mask) > 0.95
