"""What meshes are asked."""

import pytest
import trimesh

from core.geometry.mesh import (
    from_trimesh,
    is_watertight,
    volume,
)
from core.types import Mesh

BOX = from_trimesh(trimesh.creation.box((1, 2, 3)))
BALL = from_trimesh(trimesh.creation.icosphere(4, 0.5))


def test_volume_is_signed_by_the_side_that_faces_out():
    assert volume(BOX) == pytest.approx(6)
    assert volume(Mesh(BOX.vertices, BOX.faces[:, ::-1])) == pytest.approx(-6)


def test_watertight_means_closed_and_wound_one_way():
    assert is_watertight(BOX)
    assert not is_watertight(Mesh(BOX.vertices, BOX.faces[1:]))
    turned = BOX.faces.copy()
    turned[0] = turned[0, ::-1]
    assert not is_watertight(Mesh(BOX.vertices, turned))
