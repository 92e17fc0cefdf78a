"""Cameras are found in photographs alone, in a world that stands upright."""

from __future__ import annotations

import importlib.util
from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from core.cameras import sfm
from core.cameras.vertical import looked_at, upright
from core.errors import UserError
from core.types import Camera, View
from core.utils.progress import finished
from tests.helpers.pictures import box_seen

K = np.array([[300.0, 0, 160], [0, 300, 120], [0, 0, 1]])


def looking(position, target=(0.0, 0.0, 0.0), up=(0.0, 1.0, 0.0)) -> Camera:
    """A level camera at a position that looks at a target."""
    position = np.asarray(position, np.float64)
    forward = np.asarray(target) - position
    forward /= np.linalg.norm(forward)
    right = np.cross(forward, up)
    right /= np.linalg.norm(right)
    R = np.array([right, np.cross(forward, right), forward])
    return Camera(320, 240, K, R, -R @ position)


def ring(count=8, height=1.0, radius=3.0) -> list[Camera]:
    angles = np.arange(count) * 2 * np.pi / count
    return [looking((radius * np.sin(a), height, radius * np.cos(a))) for a in angles]


def tilted(cameras, turn: Rotation, shift) -> list[Camera]:
    """The same cameras in a world that lies somehow."""
    from core.types import Similarity

    frame = Similarity(1.7, turn.as_matrix(), np.asarray(shift))
    return [frame.camera(camera) for camera in cameras]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("height", [-1.5, 0.0, 4.0])
def test_level_cameras_tell_which_way_is_up(seed, height):
    turn = Rotation.random(random_state=seed)
    turned = tilted(ring(height=height), turn, (1, -2, 3))
    frame = upright(turned)
    assert np.allclose(frame.rotation @ turn.apply((0, 1, 0)), (0, 1, 0), atol=1e-6)
    assert np.isclose(np.linalg.det(frame.rotation), 1)
    first = frame.camera(turned[0]).centre
    assert np.allclose(first, 1.7 * np.array((0, height, 3.0)), atol=1e-6)  # the first is in front


def test_one_row_of_cameras_is_upright_as_they_hold_it():
    turn = Rotation.from_euler("zx", (70, 20), degrees=True)
    row = [looking((x, 0.5, 4.0), target=(x, 0.5, 0)) for x in (-0.1, 0, 0.1)]
    frame = upright(tilted(row, turn, (0, 0, 0)))
    assert np.allclose(frame.rotation @ turn.apply((0, 1, 0)), (0, 1, 0), atol=1e-6)


def test_cameras_look_at_a_point():
    target = (0.3, -0.2, 0.5)
    cameras = [looking(place, target) for place in ((3, 0, 0), (0, 1, 3), (-2, 2, 1))]
    assert np.allclose(looked_at(cameras), target, atol=1e-6)


def test_without_the_package_a_sentence_says_how_to_bring_it(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(UserError, match=r"pip install 'shapewright\[sfm\]'"):
        next(sfm.find_cameras([View(np.zeros((8, 8, 3), np.uint8))] * 9))


def test_cameras_around_a_box_are_found(capfd):
    pytest.importorskip("pycolmap")
    angles = np.radians(np.arange(-45, 46, 15))
    known = [looking((3 * np.sin(a), 1.2 + 0.3 * np.cos(5 * a), 3 * np.cos(a))) for a in angles]
    views = [replace(box_seen(camera), name=f"{k}.png") for k, camera in enumerate(known)]
    blank = View(np.full((240, 320, 3), 128, np.uint8), name="blank.png")
    placed = finished(sfm.find_cameras([*views, blank]))
    assert [view.name for view in placed.views] == [view.name for view in views]
    assert set(placed.left_out) == {"blank.png"}
    assert capfd.readouterr() == ("", "")
    found = [view.camera for view in placed.views]
    turns = [a.R.T @ b.R for a, b in zip(known, found, strict=True)]
    errors = [np.degrees(Rotation.from_matrix(turns[0].T @ turn).magnitude()) for turn in turns]
    assert max(errors) < 1.0
    # Upright, as well as level cameras can tell.
    up = turns[0].T @ (0.0, 1.0, 0.0)
    assert np.degrees(np.arccos(up[1])) < 3
    # The points lie on the box, once both are of one size.
    size = np.linalg.norm(known[0].centre - known[-1].centre)
    scale = size / np.linalg.norm(found[0].centre - found[-1].centre)
    shift = known[0].centre - scale * turns[0] @ found[0].centre
    points = scale * placed.points.points @ turns[0].T + shift
    beyond = np.abs(np.abs(points) / (0.6, 0.5, 0.4)).max(axis=1)
    assert len(points) > 50 and np.median(np.abs(beyond - 1)) < 0.03


@pytest.fixture
def noise() -> list[View]:
    """Photographs that have nothing in common."""
    pytest.importorskip("pycolmap")
    random = np.random.default_rng(3)
    views = []
    for index in range(4):
        coarse = random.integers(0, 255, (24, 32, 3), np.uint8)
        views.append(View(np.kron(coarse, np.ones((5, 5, 1), np.uint8)), name=f"{index}.png"))
    return views


def test_photographs_that_share_nothing_are_too_few(noise, capfd):
    with pytest.raises(sfm.TooFewPlaced, match="Only 0 of 4 photographs"):
        finished(sfm.find_cameras(noise))
    with pytest.raises(sfm.TooFewPlaced, match="One photograph"):
        finished(sfm.find_cameras(noise[:1]))
    assert capfd.readouterr() == ("", "")


def test_closing_the_generator_ends_the_work(noise):
    steps = sfm.find_cameras([replace(view, mask=np.ones((120, 160))) for view in noise])
    for _ in range(6):
        next(steps)
    steps.close()
    with pytest.raises(StopIteration):
        next(steps)
