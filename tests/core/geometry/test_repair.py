"""Mending does what is needed, says what it did, and leaves alone what is sound."""

import numpy as np
import pytest
import trimesh

from core.geometry.mesh import from_trimesh, is_watertight, volume
from core.geometry.repair import close, is_solid, largest, open_loops, repair
from core.geometry.shells import shells, winding
from core.types import Mesh, Repairs

BOX = from_trimesh(trimesh.creation.box((1, 2, 3)))
BALL = from_trimesh(trimesh.creation.icosphere(4, 0.5))


def soup(mesh: Mesh) -> Mesh:
    """The same triangles with vertices of their own, every other one turned over."""
    corners = mesh.vertices[mesh.faces].reshape(-1, 3)
    faces = np.arange(len(corners), dtype=np.int32).reshape(-1, 3)
    faces[::2] = faces[::2, ::-1]
    return Mesh(corners, faces)


def together(*meshes: Mesh) -> Mesh:
    ends = np.cumsum([0, *(len(mesh.vertices) for mesh in meshes)])
    faces = [mesh.faces + start for mesh, start in zip(meshes, ends, strict=False)]
    vertices = np.concatenate([mesh.vertices for mesh in meshes])
    return Mesh(vertices, np.concatenate(faces).astype(np.int32))


def placed(mesh: Mesh, scale: float, *to: float) -> Mesh:
    return Mesh((mesh.vertices * scale + np.array(to)).astype(np.float32), mesh.faces)


def inside_out(mesh: Mesh) -> Mesh:
    return Mesh(mesh.vertices, mesh.faces[:, ::-1].copy())


def test_what_is_sound_is_left_as_it_is():
    mended, done = repair(BALL)
    assert mended is BALL and not done


def test_loose_triangles_become_a_solid():
    mended, done = close(soup(BALL))
    assert is_solid(mended)
    assert volume(mended) == pytest.approx(volume(BALL), rel=1e-5)
    assert done.merged == len(BALL.faces) * 3 - len(BALL.vertices)
    assert done.flipped == len(BALL.faces) // 2 and done.holes == 0


@pytest.mark.parametrize("gone", [1, 2, 40])
def test_holes_are_closed_and_counted(gone):
    mended, done = close(Mesh(BALL.vertices, BALL.faces[gone:]))
    assert is_solid(mended)
    assert volume(mended) == pytest.approx(volume(BALL), rel=0.01)
    assert done == Repairs(holes=len(open_loops(Mesh(BALL.vertices, BALL.faces[gone:]))))
    assert done.holes >= 1


def test_two_holes_that_touch_are_both_closed():
    fan = np.flatnonzero((BALL.faces == 0).any(axis=1))  # the triangles around one corner
    gone = [fan[0], fan[len(fan) // 2]]
    mended, _ = close(Mesh(BALL.vertices, np.delete(BALL.faces, gone, axis=0)))
    assert is_solid(mended)


def test_useless_triangles_are_dropped():
    faces = np.concatenate([BALL.faces, BALL.faces[1:2], [[5, 5, 7]]]).astype(np.int32)
    mended, done = close(Mesh(BALL.vertices, faces))
    assert is_solid(mended) and len(mended.faces) == len(BALL.faces)
    assert done == Repairs(dropped=2)


def test_a_flipped_cube_is_turned_outward():
    assert not is_solid(inside_out(BOX)) and is_watertight(inside_out(BOX))
    mended, done = repair(inside_out(BOX))
    assert volume(mended) == pytest.approx(6)
    assert done == Repairs(flipped=12)


def test_a_triangle_across_a_hollow_is_no_part_of_the_surface():
    # A fin: its edge is one of three triangles.
    corner = np.array([[0.0, 0.0, 3.0]], np.float32)
    fin = np.array([[BALL.faces[0, 0], BALL.faces[0, 1], len(BALL.vertices)]], np.int32)
    finned = Mesh(np.concatenate([BALL.vertices, corner]), np.concatenate([BALL.faces, fin]))
    mended, done = close(finned)
    assert is_solid(mended) and done.dropped >= 1
    assert volume(mended) == pytest.approx(volume(BALL), rel=0.01)


def test_a_hollow_stays_one_and_is_turned_inward():
    hollow = together(BALL, placed(BALL, 0.5, 0, 0, 0))  # both wound outward: matter twice
    mended, done = close(inside_out(hollow))
    assert done.flipped == len(BALL.faces)
    assert volume(mended) == pytest.approx(volume(BALL) * 7 / 8, rel=1e-4)
    assert [shell.is_hollow for shell in shells(mended)] == [False, True]


def test_specks_are_removed_and_parts_kept():
    parts = together(placed(BALL, 0.1, 1, 0, 0), BOX, placed(BALL, 1, 0, 4, 0))
    mended, done = repair(parts)
    assert done == Repairs(pieces=1)
    assert len(shells(mended)) == 2
    assert volume(mended) == pytest.approx(6 + volume(BALL), rel=1e-4)


def test_the_largest_piece_keeps_its_hollow():
    body = together(placed(BALL, 4, 0, 0, 0), inside_out(placed(BALL, 1, 0, 0, 0)))
    kept, left_out = largest(together(placed(BOX, 1, -9, 0, 0), placed(BOX, 1, 9, 0, 0), body))
    assert left_out == 2
    assert volume(kept) == pytest.approx(63 * volume(BALL), rel=1e-4)
    assert largest(BOX) == (BOX, 0)


def test_what_is_open_too_wide_is_made_anew(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("core.geometry.repair.REBUILT_RESOLUTION", 48)
    bowl = Mesh(BALL.vertices * 60, BALL.faces[BALL.vertices[BALL.faces].mean(axis=1)[:, 1] < 0])
    mended, done = close(bowl)
    assert done == Repairs(rebuilt=True)
    assert is_solid(mended)
    assert np.allclose(np.ptp(mended.vertices, axis=0), (60, 30, 60), atol=4)  # in its own frame


def test_winding_tells_inside_from_outside():
    assert winding(BOX, np.zeros(3, np.float32)) == pytest.approx(1)
    assert winding(BOX, np.array([0, 0, 2], np.float32)) == pytest.approx(0, abs=1e-6)
    assert winding(inside_out(BOX), np.zeros(3, np.float32)) == pytest.approx(-1)
