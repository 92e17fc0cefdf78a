"""Quarter turns: the 24 ways a box can lie, each with a name of few letters."""

from __future__ import annotations

import itertools
import math
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from core.types import Pose

AXES = "xyz"
Turn = npt.NDArray[np.int64]


def rotation(turn: str) -> Turn:
    """The matrix (3, 3) of quarter turns about the axes, the first letter first."""
    matrix = np.eye(3, dtype=np.int64)
    for letter in turn:
        matrix = _quarter(letter) @ matrix
    return matrix


def turned(turn: str, letter: str) -> str:
    """The shortest words for a turn and one more quarter about an axis; "" for none at all."""
    return _shortest()[rotation(turn + letter).tobytes()]


def turned_pose(pose: Pose, turn: str) -> Pose:
    """The camera that sees a turned shape as ``pose`` sees it unturned."""
    if not turn:
        return pose
    a, e, r = (math.radians(angle) for angle in (pose.azimuth, pose.elevation, pose.roll))
    right, up, backward = _camera(a, e)
    side = rotation(turn) @ (math.cos(r) * right - math.sin(r) * up)
    backward = rotation(turn) @ backward
    elevation = math.asin(min(max(float(backward[1]), -1.0), 1.0))
    azimuth = math.atan2(backward[0], backward[2])
    right, up, _ = _camera(azimuth, elevation)
    roll = math.atan2(-float(side @ up), float(side @ right))
    return Pose(math.degrees(azimuth), math.degrees(elevation), math.degrees(roll), pose.distance)


def _camera(azimuth: float, elevation: float) -> npt.NDArray[np.float64]:
    """Rows right, up and backward of a camera without roll, angles in radians."""
    sin_a, cos_a = math.sin(azimuth), math.cos(azimuth)
    sin_e, cos_e = math.sin(elevation), math.cos(elevation)
    right, up = [cos_a, 0, -sin_a], [-sin_e * sin_a, cos_e, -sin_e * cos_a]
    return np.array([right, up, [cos_e * sin_a, sin_e, cos_e * cos_a]])


def _quarter(letter: str) -> Turn:
    axis = AXES.index(letter)
    u, v = (axis + 1) % 3, (axis + 2) % 3
    matrix = np.zeros((3, 3), np.int64)
    matrix[axis, axis] = matrix[v, u] = 1
    matrix[u, v] = -1
    return matrix


@lru_cache(maxsize=1)
def _shortest() -> dict[bytes, str]:
    """The 24 ways a cube can lie, by their matrices."""
    words: dict[bytes, str] = {}
    for length in range(5):
        for letters in itertools.product(AXES, repeat=length):
            words.setdefault(rotation("".join(letters)).tobytes(), "".join(letters))
    return words
