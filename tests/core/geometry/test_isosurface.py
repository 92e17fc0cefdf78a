"""Surfaces of grids are closed, turned outward and lie where the object is."""

import numpy as np
import pytest

from core.geometry.isosurface import isosurface, upsample
from core.geometry.mesh import as_trimesh, is_watertight, volume
from core.geometry.points import sample_points
from core.geometry.repair import close
from core.types import Mesh, VoxelGrid

RADIUS = 0.35
CENTRE = np.array([0.1, -0.05, 0.02])


def ball(resolution: int) -> VoxelGrid:
    """A ball with soft edges."""
    axis = (np.arange(resolution) + 0.5) / resolution - 0.5
    centres = np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), axis=-1)
    inside = RADIUS - np.linalg.norm(centres - CENTRE, axis=-1)
    return VoxelGrid.canonical(1 / (1 + np.exp(-inside * resolution * 2)))


def test_the_surface_of_a_ball_is_where_the_ball_is():
    mesh = isosurface(ball(64))
    assert np.allclose(np.linalg.norm(mesh.vertices - CENTRE, axis=1), RADIUS, atol=1e-3)
    assert is_watertight(mesh)
    assert volume(mesh) == pytest.approx(4 / 3 * np.pi * RADIUS**3, rel=0.01)


def test_a_shape_cut_by_the_border_is_closed_there():
    mesh = isosurface(VoxelGrid.canonical(np.ones((16, 16, 16))))
    assert is_watertight(mesh)
    assert volume(mesh) == pytest.approx(1.0, rel=0.02)


@pytest.mark.parametrize("values", ["binary", "at the level"])
def test_even_noise_gives_a_surface_that_other_programs_call_closed(values):
    noise = np.random.default_rng(0).random((20, 20, 20))
    noise = noise > 0.5 if values == "binary" else noise.round(1)
    mesh = isosurface(VoxelGrid.canonical(noise))
    assert is_watertight(mesh)
    assert as_trimesh(close(mesh)[0]).is_volume  # after merging vertices by place


def test_frame_of_the_grid_is_kept():
    occupancy = np.zeros((8, 8, 8), np.float32)
    occupancy[1, 2, 6] = 1
    grid = VoxelGrid(occupancy, np.array([10, 20, 30], np.float32), 2.0)
    assert np.allclose(isosurface(grid).vertices.mean(axis=0), (12, 24, 42))


def test_nothing_has_no_surface():
    mesh = isosurface(VoxelGrid.canonical(np.zeros((8, 8, 8))))
    assert mesh.faces.shape == (0, 3)


@pytest.mark.parametrize("resolution", [48, 64, 128])
def test_upsampling_keeps_the_surface_in_place(resolution):
    fine = upsample(ball(32), resolution)
    assert fine.occupancy.shape == (resolution,) * 3
    assert np.allclose(fine.origin, VoxelGrid.canonical(fine.occupancy).origin)
    distance = np.linalg.norm(isosurface(fine).vertices - CENTRE, axis=1)
    assert np.allclose(distance, RADIUS, atol=0.003)


def test_points_are_spread_evenly_over_the_surface_with_outward_normals():
    mesh = isosurface(ball(32))
    cloud = sample_points(mesh, 4000, seed=3)
    outward = (cloud.points - CENTRE) / RADIUS
    assert np.allclose(np.linalg.norm(outward, axis=1), 1, atol=0.02)
    assert ((cloud.normals * outward).sum(axis=1) > 0.95).all()
    for axis in range(3):  # an even spread has half of the points on each side
        assert (outward[:, axis] > 0).mean() == pytest.approx(0.5, abs=0.03)


def test_the_same_seed_gives_the_same_points_and_colours_are_blended():
    vertices = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]], np.float32)
    colors = np.array([[0, 0, 0], [200, 0, 0], [0, 200, 0]], np.uint8)
    mesh = Mesh(vertices, np.array([[0, 1, 2]], np.int32), colors)
    first, second = sample_points(mesh, 100, seed=1), sample_points(mesh, 100, seed=1)
    assert np.array_equal(first.points, second.points)
    assert np.allclose(first.colors[:, :2], first.points[:, :2] * 200, atol=1)
