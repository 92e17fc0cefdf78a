"""The checks see what is there: known holes, pieces, windings and walls."""

import numpy as np
import pytest
import trimesh
from test_repair import BALL, BOX, inside_out, placed, together

from core.geometry.mesh import from_trimesh
from core.geometry.mesh_checks import health, thickness
from core.geometry.postprocess import Finished, finish_mesh
from core.types import Finish, Mesh


def ran(steps):
    """What a generator of Progress returns; its steps must be going forward."""
    before = 0.0
    while True:
        try:
            step = next(steps)
        except StopIteration as ended:
            return ended.value
        assert before <= step.fraction <= 1
        before = step.fraction


def checked(mesh: Mesh):
    return ran(health(Finished(mesh, full=len(mesh.faces))))


def test_a_ball_is_in_good_health():
    found = checked(BALL)
    assert found.watertight and found.oriented and found.solid
    assert (found.holes, found.pieces, found.hollows) == (0, 1, 0)
    assert found.faces == found.full == len(BALL.faces)
    assert found.sides == pytest.approx((1, 1, 1))
    assert found.thinnest == pytest.approx(1, abs=0.01)


def test_a_ball_with_a_hole_is_open():
    found = checked(Mesh(BALL.vertices, BALL.faces[1:]))
    assert not found.watertight and not found.solid and found.holes == 1
    assert found.oriented


def test_two_cubes_are_two_pieces_and_a_hollow_is_none():
    assert checked(together(BOX, placed(BOX, 1, 5, 0, 0))).pieces == 2
    found = checked(together(BOX, inside_out(placed(BOX, 0.5, 0, 0, 0))))
    assert (found.pieces, found.hollows) == (1, 1)
    assert found.solid
    assert found.thinnest * 3 == pytest.approx(0.25, abs=0.01)  # of a box 1 x 2 x 3


def test_a_flipped_cube_and_one_flipped_face_are_seen():
    assert not checked(inside_out(BOX)).oriented and not checked(inside_out(BOX)).solid
    assert not checked(together(BOX, placed(inside_out(BOX), 0.5, 5, 0, 0))).oriented
    faces = BOX.faces.copy()
    faces[0] = faces[0, ::-1]
    found = checked(Mesh(BOX.vertices, faces))
    assert not found.oriented and not found.solid


@pytest.mark.parametrize("wall", [0.2, 1.0, 7.0])
def test_the_wall_of_a_plate_is_measured(wall):
    plate = from_trimesh(trimesh.creation.box((100, wall, 80)))
    assert checked(plate).thinnest * 100 == pytest.approx(wall, rel=0.01)


def test_a_table_is_as_thin_as_its_legs():
    top = from_trimesh(trimesh.creation.box((50, 8, 50)))
    leg = from_trimesh(trimesh.creation.box((3, 40, 3)))
    legs = [placed(leg, 1, x, -24, z) for x in (-20, 20) for z in (-20, 20)]
    assert ran(thickness(together(top, *legs))) == pytest.approx(3, rel=0.01)


def test_an_open_sheet_and_nothing_have_no_wall():
    sheet = Mesh(
        np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]], np.float32),
        np.array([[0, 1, 2], [0, 2, 3]], np.int32),
    )
    assert checked(sheet).thinnest is None and checked(sheet).holes == 1
    nothing = checked(Mesh(np.zeros((0, 3), np.float32), np.zeros((0, 3), np.int32)))
    assert nothing.faces == 0 and not nothing.solid


def test_what_finishing_did_is_passed_on():
    found = ran(health(finish_mesh(together(BOX, placed(BALL, 0.1, 3, 0, 0)), Finish(repair=True))))
    assert found.repairs.pieces == 1 and found.pieces == 1
