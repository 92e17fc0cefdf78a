"""Meshes become solids of the right size, also when they are thin or full of holes."""

import numpy as np
import pytest
import trimesh

from core.errors import UserError
from core.geometry.mesh import from_trimesh
from core.geometry.voxelize import normalize, solidify, voxelize
from core.types import Mesh

TURNED = trimesh.transformations.rotation_matrix(0.5, [1, 2, 3])
SOLIDS = {
    "sphere": trimesh.creation.icosphere(4, 0.4),
    "cylinder": trimesh.creation.cylinder(0.3, 0.8),
    "torus": trimesh.creation.torus(0.35, 0.1),
    "box": trimesh.creation.box((0.75, 0.5, 0.875)),
    "turned box": trimesh.creation.box((0.6, 0.3, 0.4), transform=TURNED),
}


def mesh_of(body: trimesh.Trimesh) -> Mesh:
    return from_trimesh(body)


@pytest.mark.parametrize("name", SOLIDS)
def test_volume_is_that_of_the_solid(name):
    body = SOLIDS[name]
    grid = voxelize(mesh_of(body), 64)
    assert grid.occupancy.sum() / 64**3 == pytest.approx(body.volume, rel=0.025)


def test_a_voxel_is_solid_exactly_when_its_centre_is_inside_a_sphere():
    solid, leaked = solidify(mesh_of(trimesh.creation.icosphere(5, 0.4)), 64)
    axis = (np.arange(64) + 0.5) / 64 - 0.5
    radius = np.linalg.norm(np.stack(np.meshgrid(axis, axis, axis, indexing="ij")), axis=0)
    clear = np.abs(radius - 0.4) > 0.002  # the triangles lie a little inside the sphere
    assert (solid == (radius < 0.4))[clear].all()
    assert not leaked


def test_grid_is_indexed_x_y_z_and_covers_the_object_frame():
    body = trimesh.creation.box((0.25, 0.25, 0.25))
    body.apply_translation((0.375, -0.375, 0.125))
    grid = voxelize(mesh_of(body), 8)
    assert np.argwhere(grid.occupancy > 0.5).tolist() == [
        [x, y, z] for x in (6, 7) for y in (0, 1) for z in (4, 5)
    ]
    assert np.allclose(grid.origin, -0.4375) and grid.voxel_size == 0.125


@pytest.mark.parametrize("turn", [np.eye(4), TURNED])
@pytest.mark.parametrize("thickness", [0.0005, 0.004, 0.01])
def test_thin_sheets_stay_whole(thickness, turn):
    sheet = trimesh.creation.box((0.6, thickness, 0.6), transform=turn)
    solid, _ = solidify(mesh_of(sheet), 64)
    area = (0.6 * 64) ** 2
    assert 0.95 * area < solid.sum() < 2.2 * area


def test_thin_legs_reach_the_ground():
    leg = trimesh.creation.cylinder(0.002, 0.9)  # along z
    solid, _ = solidify(mesh_of(leg), 64)
    assert solid.any(axis=(0, 1)).sum() == pytest.approx(0.9 * 64, abs=2)


def test_how_triangles_are_wound_does_not_matter_to_a_closed_surface():
    body = SOLIDS["sphere"].copy()
    body.faces[::2] = body.faces[::2, ::-1]
    expected = voxelize(mesh_of(SOLIDS["sphere"])).occupancy
    found = voxelize(mesh_of(body)).occupancy
    assert (expected != found).sum() < 0.01 * expected.sum()


def test_overlapping_parts_are_united():
    left, right = (
        trimesh.creation.box((0.5, 0.5, 0.5)).apply_translation((x, 0, 0)) for x in (-0.125, 0.125)
    )
    both = mesh_of(trimesh.util.concatenate([left, right]))
    assert voxelize(both, 32).occupancy.sum() / 32**3 == pytest.approx(0.75 * 0.5 * 0.5)


def without(body: trimesh.Trimesh, direction) -> trimesh.Trimesh:
    """The body without its faces toward a direction."""
    body = body.copy()
    body.update_faces(body.face_normals @ direction < 0.9)
    return body


def test_a_model_without_its_bottom_is_filled_and_flagged():
    box = SOLIDS["box"]
    solid, leaked = solidify(mesh_of(without(box, (0, -1, 0))), 64)
    assert leaked
    assert solid.sum() / 64**3 == pytest.approx(box.volume, rel=0.03)


def test_a_cup_stays_open_at_the_top():
    cup = mesh_of(without(SOLIDS["box"], (0, 1, 0)))
    solid, leaked = solidify(cup, 64)
    assert not leaked
    assert not solid[32, 20:60, 32].any()


def test_normalize_centres_and_scales_by_the_longest_side():
    body = trimesh.creation.box((2, 8, 4)).apply_translation((100, 50, -3))
    vertices = normalize(mesh_of(body)).vertices
    assert np.allclose(vertices.max(axis=0), (0.125, 0.5, 0.25))
    assert np.allclose(vertices.min(axis=0), (-0.125, -0.5, -0.25))


def test_a_mesh_without_triangles_cannot_be_normalised():
    empty = Mesh(np.zeros((3, 3), np.float32), np.zeros((0, 3), np.int32))
    with pytest.raises(UserError, match="empty"):
        normalize(empty)
