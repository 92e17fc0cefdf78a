"""The parts of a scene one by one: what is drawn of a shape, shadows, cameras."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from forms import ball, block, sphere_mesh

from core.types import Pose
from viewer.scene.orbit_camera import Orbit, between, from_pose
from viewer.scene.shape_arrays import (
    FIELD,
    FIELD_HALF,
    baked_shade,
    contact_shadow,
    exposed_quads,
    occupancy_field,
    scatter_points,
    vertex_normals,
)
from viewer.system.opengl import choose_window

choose_window()
from viewer.scene.tiles import halved  # noqa: E402

WIDTH, HEIGHT = 240, 180


def test_halving_takes_the_mean_of_four_pixels():
    picture = np.random.default_rng(1).integers(0, 256, (8, 6, 4), np.uint8)
    exact = picture.reshape(4, 2, 3, 2, 4).astype(float).mean(axis=(1, 3))
    assert np.abs(halved(picture) - exact).max() <= 1.5


def test_exposed_quads_of_a_block_are_its_faces_seen_from_outside():
    quads = exposed_quads(block((2, 3, 4), (6, 6, 6)))
    assert len(quads.points) == 4 * 2 * (4 * 3 + 4 * 2 + 3 * 2)
    corners = quads.points.reshape(-1, 4, 3)
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 1]) * 16**2
    assert across == pytest.approx(quads.normals.reshape(-1, 4, 3)[:, 0])
    # Divergence theorem: the faces enclose the volume of the block.
    volume = (across * corners.mean(axis=1)).sum() / 3 / 16**2
    assert volume == pytest.approx(4 * 3 * 2 / 16**3, rel=1e-5)


def test_normals_of_a_sphere_point_away_from_its_centre():
    mesh = sphere_mesh(32)
    outward = mesh.vertices / 0.4
    inner = np.abs(outward[:, 1]) < 0.99  # the poles are many vertices in one place
    normals = vertex_normals(mesh.vertices, mesh.faces, rounds=0)
    assert (normals * outward).sum(axis=1)[inner] == pytest.approx(1.0, abs=1e-4)


def test_scattered_points_lie_on_the_surface_everywhere():
    cloud = scatter_points(sphere_mesh(48), 3000)
    radius = np.linalg.norm(cloud.points, axis=1)
    assert 2000 < len(cloud.points) < 6000
    assert radius.min() > 0.398 and radius.max() < 0.4001
    assert np.abs(cloud.points.mean(axis=0)).max() < 0.01
    assert ((cloud.normals * cloud.points).sum(axis=1) > 0.39).all()


def test_shade_is_deep_in_corners_and_absent_on_open_faces():
    grid = block((0, 0, 0), (16, 4, 16))
    grid.occupancy[:4, 4:12] = 1  # a floor and a wall
    field = occupancy_field(grid, None, None)
    places = np.array([[-0.22, -0.25, 0.0], [0.3, -0.25, 0.0]], np.float32)
    corner, open_floor = baked_shade(field, -0.5, places, np.tile(np.float32([0, 1, 0]), (2, 1)))
    assert open_floor > 225 and corner < 180


def test_the_contact_shadow_is_where_the_shape_stands():
    field = occupancy_field(block((0, 0, 8), (4, 16, 12)), None, None)
    shadow = contact_shadow(field, -0.5)
    x, z = np.unravel_index(shadow.argmax(), shadow.shape)
    place = (np.array([x, z]) + 0.5) / len(shadow) * 2 - 1
    assert place == pytest.approx([-0.375, 0.125], abs=0.1)
    assert shadow[-1, 0] < 0.02


def test_the_turntable_keeps_up_up_and_zooms_to_the_pointer():
    orbit = Orbit(azimuth=10, elevation=20, roll=15).turned(400, 500)
    assert (orbit.azimuth, orbit.elevation, orbit.roll) == (50, 90, 0)
    orbit = Orbit(azimuth=30, elevation=20, distance=3.0)
    right, up, _ = orbit.axes()
    held = orbit.half_height * (0.5 * right - 0.25 * up)
    nearer = orbit.zoomed(2.0, 0.5, -0.25)
    offset = held - np.asarray(nearer.target)
    assert nearer.distance == 1.5
    assert [offset @ right, offset @ up] == pytest.approx(
        [0.5 * nearer.half_height, -0.25 * nearer.half_height]
    )


def test_the_trackball_turns_about_the_axes_of_the_picture():
    flat = Orbit(azimuth=10, elevation=20)
    start = replace(flat, roll=35)
    assert flat.tumbled(0, 15).axes() == pytest.approx(flat.turned(0, 15).axes())
    for x, y in ((25, 0), (0, 100), (40, -70)):
        turned = start.tumbled(x, y)
        moved = start.axes() @ turned.axes().T  # the new axes in the old
        sin_x, cos_x = np.sin(np.radians(x)), np.cos(np.radians(x))
        sin_y, cos_y = np.sin(np.radians(y)), np.cos(np.radians(y))
        yaw = np.array([[cos_x, 0, sin_x], [0, 1, 0], [-sin_x, 0, cos_x]])
        pitch = np.array([[1, 0, 0], [0, cos_y, sin_y], [0, -sin_y, cos_y]])
        assert moved == pytest.approx(yaw @ pitch)
    over = Orbit(elevation=80).tumbled(0, 30)
    assert over.axes()[1] @ [0, 1, 0] < 0, "over the top, where up is down"
    assert over.tumbled(0, -30).axes() == pytest.approx(Orbit(elevation=80).axes())


def test_a_glide_takes_the_short_way_round():
    start, end = Orbit(azimuth=170, distance=2), Orbit(azimuth=-170, distance=8)
    middle = between(start, end, 0.5)
    assert abs(middle.azimuth) == pytest.approx(180)
    assert middle.distance == pytest.approx(4)
    assert between(start, end, 1.0) == end


def test_a_pose_is_the_position_the_conventions_say():
    assert from_pose(Pose(0, 0, 0, 2)).position == pytest.approx([0, 0, 2])
    assert from_pose(Pose(90, 0, 0, 2)).position == pytest.approx([2, 0, 0], abs=1e-9)
    assert from_pose(Pose(0, 90, 0, 2)).position == pytest.approx([0, 2, 0], abs=1e-9)


@pytest.mark.parametrize("side", [128, 32, 8])
def test_every_voxel_fills_the_cells_it_lies_in(side):
    """However fine the voxels are, all that they hold is in the cells around their places."""
    grid = ball(side)
    field = occupancy_field(grid, None, None)
    volume = (grid.occupancy > 0.5).sum() * grid.voxel_size**3
    cell = 2 * FIELD_HALF / FIELD
    assert field.sum() * cell**3 == pytest.approx(volume, rel=0.05)
    middles = (np.argwhere(field > 0.5) + 0.5) * cell - FIELD_HALF
    assert np.linalg.norm(middles, axis=1).max() < 0.4 + cell + grid.voxel_size
    assert np.abs(middles.mean(axis=0)).max() < 0.01
