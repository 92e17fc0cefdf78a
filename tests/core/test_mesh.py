"""What meshes are asked, and how they are mended."""

import numpy as np
import pytest
import trimesh

from core.geometry.mesh import (
    from_trimesh,
    is_watertight,
    repair,
    volume,
)
from core.types import Mesh

BOX = from_trimesh(trimesh.creation.box((1, 2, 3)))
BALL = from_trimesh(trimesh.creation.icosphere(4, 0.5))


def soup(mesh: Mesh) -> Mesh:
    """The same triangles with vertices of their own, every other one turned over."""
    corners = mesh.vertices[mesh.faces].reshape(-1, 3)
    faces = np.arange(len(corners), dtype=np.int32).reshape(-1, 3)
    faces[::2] = faces[::2, ::-1]
    return Mesh(corners, faces)


def test_volume_is_signed_by_the_side_that_faces_out():
    assert volume(BOX) == pytest.approx(6)
    assert volume(Mesh(BOX.vertices, BOX.faces[:, ::-1])) == pytest.approx(-6)


def test_watertight_means_closed_and_wound_one_way():
    assert is_watertight(BOX)
    assert not is_watertight(Mesh(BOX.vertices, BOX.faces[1:]))
    turned = BOX.faces.copy()
    turned[0] = turned[0, ::-1]
    assert not is_watertight(Mesh(BOX.vertices, turned))


def test_repair_makes_a_solid_of_loose_triangles():
    loose = soup(BALL)
    assert not is_watertight(loose)
    mended = repair(loose)
    assert is_watertight(mended)
    assert volume(mended) == pytest.approx(volume(BALL), rel=1e-5)


def test_repair_fills_a_small_hole_and_drops_useless_triangles():
    faces = np.concatenate([BALL.faces[1:], BALL.faces[1:2], [[5, 5, 7]]]).astype(np.int32)
    mended = repair(Mesh(BALL.vertices, faces))
    assert is_watertight(mended)
    assert len(mended.faces) == len(BALL.faces)


def test_repair_turns_an_inverted_solid_outward():
    assert volume(repair(Mesh(BOX.vertices, BOX.faces[:, ::-1].copy()))) == pytest.approx(6)
