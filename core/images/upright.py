"""Which way is up, judged from cameras alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from core.types import Camera, Similarity

Reals = npt.NDArray[np.float64]

SIDES = 1e-3  # cameras whose horizontal axes vary less than this all look from one side
UPRIGHT = 0.3  # the least length of the mean of the cameras' up directions to be believed


def upright(cameras: Sequence[Camera]) -> Similarity:
    """The turn into a world whose +Y is up, with the point that the cameras look at as its origin.

    People hold cameras level: the direction that is most nearly at a right angle to every
    picture's horizontal axis is vertical. Where that leaves a choice, or none, the plane of the
    camera centres (a turntable's circle) decides. Of the two ways along it, up is up in pictures.
    """
    if not cameras:
        return Similarity(1.0, np.eye(3), np.zeros(3))
    rights = np.array([camera.R[0] for camera in cameras])
    ups = np.array([-camera.R[1] for camera in cameras])
    mean = ups.mean(axis=0)
    spread, axes = np.linalg.eigh(rights.T @ rights / len(rights))
    level = spread[1] > SIDES and spread[0] < 0.5 * spread[1]
    up = axes[:, 0] if level else mean if np.linalg.norm(mean) > UPRIGHT else _normal(cameras)
    up = up * (np.sign(up @ mean) or 1.0) / np.linalg.norm(up)
    front = _front(cameras, up)
    right = np.cross(up, front)
    rotation = np.array([right, up, front])
    return Similarity(1.0, rotation, -rotation @ looked_at(cameras))


def looked_at(cameras: Sequence[Camera]) -> Reals:
    """The point (3,) that is nearest to the axes of all cameras."""
    matrix, vector = 1e-9 * np.eye(3), np.zeros(3)
    for camera in cameras:
        across = np.eye(3) - np.outer(camera.R[2], camera.R[2])
        matrix += across
        vector += across @ centre(camera)
    return np.asarray(np.linalg.solve(matrix, vector))


def centre(camera: Camera) -> Reals:
    """Where a camera stands (3,)."""
    return np.asarray(-camera.R.T @ camera.t)


def _normal(cameras: Sequence[Camera]) -> Reals:
    centres = np.array([centre(camera) for camera in cameras])
    _, axes = np.linalg.eigh(np.cov(centres.T))
    return np.asarray(axes[:, 0])


def _front(cameras: Sequence[Camera], up: Reals) -> Reals:
    """Toward the first camera, level: what people photograph first is mostly the front."""
    for direction in (-cameras[0].R[2], *np.eye(3)):
        level = direction - (direction @ up) * up
        if np.linalg.norm(level) > 0.1:
            return np.asarray(level / np.linalg.norm(level))
    raise AssertionError("one of four directions is level")
