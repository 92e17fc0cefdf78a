"""Quarter turns: the 24 ways a box can lie, each with a name of few letters."""

from __future__ import annotations

import itertools
from functools import lru_cache

import numpy as np
import numpy.typing as npt

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
