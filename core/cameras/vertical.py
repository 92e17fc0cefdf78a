"""Which way is up and what is looked at, judged from cameras alone."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from core.types import Camera, Similarity

Reals = npt.NDArray[np.float64]

SIDES = 1e-3  # cameras whose horizontal axes vary less than this all look from one side
UPRIGHT = 0.3  # the least length of the mean of the cameras' up directions to be believed
STRAIGHT = 25.0  # degrees from up, within which an axis of a world is taken to be it
ROUNDS = 20


def vertical(cameras: Sequence[Camera]) -> Reals | None:
    """The unit vector (3,) that points up in the world of cameras, as far as they tell.

    People hold cameras level: the direction that is most nearly at a right angle to every
    picture's horizontal axis is vertical, and of the two ways along it, up is up in pictures.
    Where that leaves a choice, it is what most pictures have on top; None where they disagree.
    """
    rights = np.array([camera.R[0] for camera in cameras])
    mean = np.mean([-camera.R[1] for camera in cameras], axis=0)
    spread, axes = np.linalg.eigh(rights.T @ rights / len(rights))
    if spread[1] > SIDES and spread[0] < 0.5 * spread[1]:
        return np.asarray(axes[:, 0] * (np.sign(axes[:, 0] @ mean) or 1.0))
    length = float(np.linalg.norm(mean))
    return mean / length if length > UPRIGHT else None


def upright(cameras: Sequence[Camera]) -> Similarity:
    """The turn into a world whose +Y is up, with the point that the cameras look at as its origin.

    Where the cameras do not tell, the plane of their places (a turntable's circle) is level.
    """
    if not cameras:
        return Similarity(1.0, np.eye(3), np.zeros(3))
    up = vertical(cameras)
    if up is None:
        up = _normal(cameras)
    front = _front(cameras, up)
    rotation = np.array([np.cross(up, front), up, front])
    return Similarity(1.0, rotation, -rotation @ looked_at(cameras))


def levelled(cameras: Sequence[Camera]) -> Reals:
    """The turn (3, 3) that brings what is up to +Y and changes a given world as little as can be.

    Its own axes stay where +Y is up already; where another axis is, quarter turns; and where the
    cameras do not tell, nothing is turned.
    """
    up = vertical(cameras)
    if up is None:
        return np.eye(3)
    axis = int(np.abs(up).argmax())
    if abs(up[axis]) > math.cos(math.radians(STRAIGHT)):
        up = np.sign(up[axis]) * np.eye(3)[axis]
    return _turn_to_y(up)


def looked_at(cameras: Sequence[Camera]) -> Reals:
    """The point (3,) that is nearest to the axes of all cameras."""
    return meeting([camera.centre for camera in cameras], [camera.R[2] for camera in cameras])


def meeting(places: Sequence[Reals] | Reals, rays: Sequence[Reals] | Reals) -> Reals:
    """The point (3,) nearest to rays (V, 3) of length 1 from places (V, 3).

    Rays that miss it by much lose their say, in rounds.
    """
    stands, ways = np.asarray(places), np.asarray(rays)
    across = np.eye(3) - ways[:, :, None] * ways[:, None]
    weight = np.ones(len(ways))
    point = stands.mean(axis=0)
    for _ in range(ROUNDS):
        matrix = np.einsum("k,kij->ij", weight, across)
        vector = np.einsum("k,kij,kj->i", weight, across, stands)
        point = np.linalg.lstsq(matrix, vector, rcond=1e-12)[0]
        missed = np.linalg.norm(np.einsum("kij,kj->ki", across, point - stands), axis=1)
        weight = 1 / (missed + 1e-3 * np.median(np.linalg.norm(stands - point, axis=1)) + 1e-12)
    return np.asarray(point)


def _turn_to_y(up: Reals) -> Reals:
    """The smallest rotation (3, 3) from a unit vector to +Y."""
    cosine = float(up[1])
    if cosine < -1 + 1e-9:
        return np.diag([1.0, -1.0, -1.0])
    x, y, z = np.cross(up, (0.0, 1.0, 0.0))
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    turn: Reals = np.eye(3) + cross + cross @ cross / (1 + cosine)
    return turn


def _normal(cameras: Sequence[Camera]) -> Reals:
    _, axes = np.linalg.eigh(np.cov(np.array([camera.centre for camera in cameras]).T))
    mean = np.mean([-camera.R[1] for camera in cameras], axis=0)
    return np.asarray(axes[:, 0] * (np.sign(axes[:, 0] @ mean) or 1.0))


def _front(cameras: Sequence[Camera], up: Reals) -> Reals:
    """Toward the first camera, level: what people photograph first is mostly the front."""
    for direction in (-cameras[0].R[2], *np.eye(3)):
        level = direction - (direction @ up) * up
        if np.linalg.norm(level) > 0.1:
            return np.asarray(level / np.linalg.norm(level))
    raise AssertionError("one of four directions is level")
