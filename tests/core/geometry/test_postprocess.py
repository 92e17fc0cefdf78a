"""Finishing keeps what it promises: volume, face count, closedness, and where things are."""

import numpy as np
import pytest
import trimesh
from scipy import ndimage

from core.geometry.isosurface import isosurface
from core.geometry.mesh import from_trimesh, is_watertight, volume
from core.geometry.orientation import rotation, turned, turned_pose
from core.geometry.points import sample_points
from core.geometry.postprocess import (
    finish_grid,
    finish_mesh,
    finish_points,
)
from core.geometry.repair import is_solid
from core.rendering.silhouette import projected
from core.types import Finish, Mesh, Pose, VoxelGrid

BALL = from_trimesh(trimesh.creation.icosphere(5, 0.5))


@pytest.fixture(scope="module")
def grid() -> VoxelGrid:
    """Two parts: a lying block toward +X and a small cube toward -Z."""
    occupancy = np.zeros((24, 24, 24))
    occupancy[4:22, 8:12, 10:14] = 0.9
    occupancy[10:13, 9:12, 2:5] = 0.8
    return VoxelGrid.canonical(occupancy)


def rough(strength: float = 0.01) -> Mesh:
    noise = np.random.default_rng(0).normal(0, strength, BALL.vertices.shape)
    return Mesh((BALL.vertices + noise).astype(np.float32), BALL.faces)


def test_neutral_leaves_the_very_same_mesh():
    done = finish_mesh(BALL, Finish())
    assert done.mesh is BALL and done.full == len(BALL.faces) and not done.repairs


def test_smoothing_takes_the_noise_and_keeps_volume_and_size():
    mesh = rough()
    radii = []
    for strength in (0.0, 0.3, 1.0):
        smooth = finish_mesh(mesh, Finish(smooth=strength)).mesh
        assert volume(smooth) == pytest.approx(volume(mesh), rel=1e-3)
        assert is_solid(smooth)
        radii.append(np.linalg.norm(smooth.vertices, axis=1).std())
    assert radii[0] > 2 * radii[1] > 2.2 * radii[2]
    assert np.ptp(smooth.vertices, axis=0) == pytest.approx([1, 1, 1], abs=0.02)


@pytest.mark.parametrize("faces", [200, 1500, 8000])
def test_the_face_budget_is_kept_and_the_solid_stays_one(faces):
    done = finish_mesh(BALL, Finish(faces=faces))
    assert 0.9 * faces <= len(done.mesh.faces) <= faces
    assert done.full == len(BALL.faces)
    assert is_solid(done.mesh)
    assert volume(done.mesh) == pytest.approx(volume(BALL), rel=0.04)


@pytest.mark.parametrize("faces", [1500, 3000])
def test_a_knotty_solid_keeps_its_budget_and_stays_closed(faces):
    noise = ndimage.gaussian_filter(np.random.default_rng(3).normal(size=(40, 40, 40)), 3)
    knots = isosurface(VoxelGrid.canonical(1 / (1 + np.exp(-40 * noise))))
    assert len(knots.faces) > 10_000
    few = finish_mesh(knots, Finish(faces=faces)).mesh
    assert 0 < len(few.faces) <= faces
    assert is_watertight(few) and volume(few) > 0


def test_a_budget_that_is_not_reached_changes_nothing():
    assert finish_mesh(BALL, Finish(faces=1_000_000)).mesh is BALL


def test_colours_survive_the_budget():
    red = np.where(BALL.vertices[:, :1] > 0, 255, 0) * np.array([[1, 0, 0]])
    mesh = Mesh(BALL.vertices, BALL.faces, red.astype(np.uint8))
    fewer = finish_mesh(mesh, Finish(faces=2000)).mesh
    right = fewer.vertices[:, 0] > 0.1
    assert (fewer.vertex_colors[right, 0] == 255).all()
    assert (fewer.vertex_colors[fewer.vertices[:, 0] < -0.1, 0] == 0).all()


def test_quarter_turns_have_24_names_and_four_make_none():
    names = {""}
    for _ in range(5):
        names |= {turned(name, axis) for name in names for axis in "xyz"}
    assert len(names) == 24
    for axis in "xyz":
        turn = ""
        for _ in range(4):
            turn = turned(turn, axis)
        assert turn == ""
    assert (rotation("x") @ [0, 1, 0]).tolist() == [0, 0, 1]  # right-handed
    assert (rotation("xy") == rotation("y") @ rotation("x")).all()
    assert (rotation(turned("xyz", "x")) == rotation("xyzx")).all()


@pytest.mark.parametrize("turn", ["", "x", "y", "zz", "xyz", "zx"])
def test_the_camera_turns_with_the_shape(turn):
    pose = Pose(35.0, 20.0, 8.0, 2.0)
    points = np.random.default_rng(0).uniform(-0.5, 0.5, (50, 3)).astype(np.float32)
    moved = np.asarray(points @ rotation(turn).T, np.float32)
    assert projected(moved, turned_pose(pose, turn)) == pytest.approx(
        projected(points, pose), abs=1e-6
    )


@pytest.mark.parametrize("turn", ["x", "y", "zz", "xy", "xxz"])
def test_mesh_grid_and_points_turn_together(grid, turn):
    finish = Finish(turn=turn)
    of_grid = isosurface(finish_grid(grid, finish))
    of_mesh = finish_mesh(isosurface(grid), finish).mesh
    for pick in (np.min, np.max):
        assert pick(of_grid.vertices, axis=0) == pytest.approx(
            pick(of_mesh.vertices, axis=0), abs=1e-6
        )
    assert volume(of_grid) == pytest.approx(volume(of_mesh), rel=1e-5)
    cloud = sample_points(isosurface(grid), 500)
    moved = finish_points(cloud, finish)
    assert np.allclose(moved.points, cloud.points @ rotation(turn).T)
    assert np.allclose(moved.normals, cloud.normals @ rotation(turn).T)


def test_a_grid_beside_the_origin_turns_about_the_origin():
    aside = VoxelGrid(np.ones((1, 2, 3), np.float32), np.array([5, 0, 0], np.float32), 1.0)
    moved = finish_grid(aside, Finish(turn="y"))  # x goes to -z
    assert moved.occupancy.shape == (3, 2, 1)
    assert moved.origin.tolist() == [0, 0, -5]


def test_the_largest_piece_is_the_same_in_mesh_and_grid(grid):
    finish = Finish(largest=True)
    mesh = finish_mesh(isosurface(grid), finish)
    assert mesh.left_out == 1
    alone = isosurface(finish_grid(grid, finish))
    assert np.array_equal(alone.vertices, mesh.mesh.vertices)
    assert (finish_grid(grid, finish).occupancy > 0.5).sum() == 18 * 4 * 4


def test_repair_leaves_a_part_that_is_no_speck(grid):
    assert finish_grid(grid, Finish(repair=True)).occupancy.max(axis=(0, 1))[3] > 0.5
    dirty = grid.occupancy.copy()
    dirty[0, 0, 0] = 1
    clean = finish_grid(VoxelGrid.canonical(dirty), Finish(repair=True))
    assert np.array_equal(clean.occupancy, grid.occupancy)
    assert finish_mesh(isosurface(VoxelGrid.canonical(dirty)), Finish(repair=True)).repairs.pieces


@pytest.mark.parametrize(
    "wrong",
    [{"smooth": 1.5}, {"smooth": float("nan")}, {"faces": 3}, {"turn": "a"}, {"up": "x"},
     {"size_mm": 0.0}],
)  # fmt: skip
def test_what_is_not_possible_is_no_finish(wrong):
    with pytest.raises(ValueError, match="not possible"):
        Finish(**wrong)
