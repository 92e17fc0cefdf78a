"""What a depth camera sees of a grid, what stays unknown, and where to look next."""

from __future__ import annotations

import numpy as np
import pytest

from core.methods.completion import Completion, next_best_view
from core.rendering.visibility import Seen, candidate_poses, seen_from
from core.types import Pose, VoxelGrid

SIDE = 32
FRONT, BACK = Pose(0.0, 0.0, 0.0, 2.4), Pose(180.0, 0.0, 0.0, 2.4)


def cube() -> np.ndarray:
    """A cube of 16^3 voxels in the middle of 32^3."""
    solid = np.zeros((SIDE, SIDE, SIDE), np.float32)
    solid[8:24, 8:24, 8:24] = 1
    return solid


def look(pose: Pose, solid: np.ndarray | None = None) -> Seen:
    return seen_from(VoxelGrid.canonical(cube() if solid is None else solid), pose)


@pytest.mark.parametrize(
    ("pose", "face"),
    [
        (FRONT, np.s_[8:24, 8:24, 23]),
        (BACK, np.s_[8:24, 8:24, 8]),
        (Pose(90.0, 0.0, 0.0, 2.4), np.s_[23, 8:24, 8:24]),  # the object's own left is +X
        (Pose(0.0, 90.0, 0.0, 2.4), np.s_[8:24, 23, 8:24]),
    ],
    ids=["front", "back", "left", "top"],
)
def test_face_on_a_cube_shows_exactly_one_face(pose: Pose, face: tuple[slice, ...]) -> None:
    expected = np.zeros((SIDE, SIDE, SIDE), bool)
    expected[face] = True
    assert np.array_equal(look(pose).occupied, expected)


def test_from_a_corner_it_shows_three_faces() -> None:
    seen = look(Pose(45.0, 30.0, 0.0, 2.4)).occupied
    assert seen.sum() == 16**3 - 15**3  # three faces of 16 x 16, whose edges are shared
    assert seen[23, 8:24, 8:24].all() and seen[8:24, 23, 8:24].all() and seen[8:24, 8:24, 23].all()


def test_what_is_before_is_known_and_what_is_behind_is_not() -> None:
    seen = look(FRONT)
    assert seen.known[:, :, 24:].all()  # nothing stands between the camera and these
    assert not seen.known[8:24, 8:24, :23].any()  # the inside, and the shadow of the face
    assert seen.known[0].all()  # past its side one sees through
    assert not (seen.occupied & ~seen.known).any()


def test_two_views_join() -> None:
    front, back = look(FRONT), look(BACK)
    both = front.joined(back)
    assert both.occupied.sum() == 2 * 16**2
    assert np.array_equal(both.known, front.known | back.known)
    assert not both.known[12:20, 12:20, 12:20].any()  # nobody saw the inside


def test_of_an_empty_grid_everything_is_known() -> None:
    seen = look(FRONT, np.zeros((SIDE, SIDE, SIDE), np.float32))
    assert seen.known.all() and not seen.occupied.any()


def test_a_thin_wall_hides_what_is_behind_it() -> None:
    wall = np.zeros((SIDE, SIDE, SIDE), np.float32)
    wall[:, :, 20] = 1
    seen = look(FRONT, wall)
    assert seen.occupied[:, :, 20].all() and not seen.known[:, :, :20].any()


def test_a_turned_camera_sees_the_same() -> None:
    pose = Pose(30.0, 20.0, 0.0, 2.4)
    turned = Pose(30.0, 20.0, 90.0, 2.4)
    assert np.array_equal(look(pose).occupied, look(turned).occupied)


def completions(seen: Seen, shapes: list[np.ndarray]) -> Completion:
    grids = tuple(VoxelGrid.canonical(shape) for shape in shapes)
    return Completion(seen, grids, np.zeros((len(shapes), 1)), np.ones((len(shapes), 1)))


@pytest.mark.parametrize(("first", "away"), [(FRONT, 180.0), (Pose(90.0, 0.0, 0.0, 2.4), -90.0)])
def test_the_next_best_view_is_of_the_side_in_doubt(first: Pose, away: float) -> None:
    """Two shapes agree on what was seen; on the other side one has a knob and one has not."""
    plain, knob = cube(), cube()
    side = np.s_[12:20, 12:20, 4:8] if first is FRONT else np.s_[4:8, 12:20, 12:20]
    knob[side] = 1
    found = completions(look(first), [plain, knob])
    assert not found.seen.known[side].any()
    pose, gains = next_best_view(found)
    assert abs((pose.azimuth - away + 180) % 360 - 180) <= 45
    level = {at.azimuth: gain for at, gain in zip(candidate_poses(), gains, strict=True)
             if at.elevation == 0}  # fmt: skip
    assert gains.max() > 50  # bits: most of the knob's voxels
    assert level[first.azimuth] < 0.1 * gains.max()  # the same side again tells little


def test_where_completions_agree_no_view_promises_anything() -> None:
    _, gains = next_best_view(completions(look(FRONT), [cube(), cube()]))
    assert len(gains) == len(candidate_poses())
    assert gains.max() < 1  # bits: less than one voxel in doubt
