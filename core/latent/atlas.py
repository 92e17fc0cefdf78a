"""The map of a latent space: known codes and their places, drawn once after training.

Reads what `core.training.latent_map` writes, with numpy alone, since the window shows it. It
answers where a code lies on the map, which code lies at a place, and how far a code is from all
known ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from core.errors import UserError
from core.methods import METHODS
from core.types import Bytes, Floats, kind_of
from core.utils.containers import read_arrays, reading
from core.utils.files import RESOURCES, is_file

NEAREST = 4  # known codes that a code between them is placed by, or made of
TYPICAL = 128  # codes whose distance to their neighbours says what is typical
ON_TOP = 1e-6  # a distance below which two are one


@dataclass(frozen=True, eq=False)
class Atlas:
    """Known codes (N, D), their places (N, 2) in [-1, 1], y up, and what they are.

    ``classes`` are names, ``labels`` (N,) index them; ``thumbnails`` are uint8 (N, S, S), 0 where
    nothing is. ``binary`` codes hold zeros and ones only.
    """

    codes: Floats
    places: Floats
    classes: tuple[str, ...]
    labels: Bytes
    thumbnails: Bytes
    binary: bool = False

    def __len__(self) -> int:
        return len(self.codes)

    def class_of(self, index: int) -> str:
        """The class of a known code."""
        return self.classes[int(self.labels[index])]

    @cached_property
    def _weights(self) -> Floats:
        """How much each number of a code counts in distances: as much as known shapes use it.

        A variational code has numbers that it leaves at nothing but noise; in them, every drawn
        code would be far from all known ones.
        """
        spread = self.codes.std(0)
        return np.asarray(spread / max(float(spread.max()), 1e-12), np.float32)

    @cached_property
    def _scaled(self) -> Floats:
        return self.codes if self.binary else self.codes * self._weights

    @cached_property
    def _norms(self) -> Floats:
        return np.asarray(np.square(self._scaled).sum(1), np.float32)

    @cached_property
    def spacing(self) -> float:
        """The typical (median) distance from a known code to the nearest other one."""
        some = np.linspace(0, len(self) - 1, min(TYPICAL, len(self))).astype(int)
        distances = self._distances(self._scaled[some])
        distances[np.arange(len(some)), some] = np.inf
        return max(float(np.median(distances.min(1))), 1e-12)

    def _distances(self, scaled: Floats) -> Floats:
        """Of scaled codes (M, D) to all known ones, (M, N)."""
        squared = np.square(scaled).sum(1)[:, None] + self._norms - 2 * scaled @ self._scaled.T
        return np.asarray(np.sqrt(np.maximum(squared, 0)), np.float32)

    def nearest(self, code: Floats, count: int) -> tuple[npt.NDArray[np.int64], Floats]:
        """The known codes nearest to one (D,), nearest first, and how far they are.

        1 is the typical distance between neighbours.
        """
        chosen, distances = self._nearest(code, count)
        return chosen, distances / np.float32(self.spacing)

    def _nearest(self, code: Floats, count: int) -> tuple[npt.NDArray[np.int64], Floats]:
        scaled = np.asarray(code, np.float32) * self._weights
        # Differences and not dot products, which would blur what is exactly the same.
        return _first(np.linalg.norm(self._scaled - scaled, axis=1), count)

    def strangeness(self, code: Floats) -> float:
        """How far a code (D,) is from the nearest known one; 1 is typical between neighbours."""
        return float(self.nearest(code, 1)[1][0])

    def place(self, code: Floats) -> Floats:
        """Where a code (D,) lies on the map (2,): between its nearest known codes."""
        chosen, distances = self._nearest(code, NEAREST)
        return np.asarray(_shares(distances) @ self.places[chosen], np.float32)

    def at(self, place: npt.ArrayLike) -> Floats:
        """A code (D,) for a place on the map (2,): a blend of those nearest by.

        Binary codes vote, each with its share.
        """
        gaps = np.linalg.norm(self.places - np.asarray(place, np.float32), axis=1)
        chosen, near = _first(gaps, NEAREST)
        blend = _shares(near) @ self.codes[chosen]
        return np.asarray(blend > 0.5 if self.binary else blend, np.float32)


def _first(distances: Floats, count: int) -> tuple[npt.NDArray[np.int64], Floats]:
    """The indices of the smallest of distances (N,), in order, and these."""
    count = min(count, len(distances))
    some = np.argpartition(distances, count - 1)[:count]
    order = some[np.argsort(distances[some], kind="stable")]
    return order, distances[order]


def _shares(distances: Floats) -> Floats:
    """Weights that sum to 1: inverse squares; all of it for what is exactly there."""
    if distances[0] < ON_TOP:
        return np.asarray(np.eye(len(distances))[0], np.float32)
    weights = (distances[0] / distances) ** 2
    return np.asarray(weights / weights.sum(), np.float32)


def atlas_path(key: str, folder: Path | None = None) -> Path:
    """Where the map of a method is kept."""
    return (folder or RESOURCES / "weights") / f"{METHODS[key].space or key}.atlas.npz"


def has_atlas(key: str) -> bool:
    """Whether a method has a map, without looking into it."""
    return atlas_path(key).is_file()


def read_atlas(key: str, folder: Path | None = None) -> Atlas:
    """The map of a method. UserError when it is missing, damaged or of other codes."""
    path = atlas_path(key, folder)
    damaged = (
        f"The map of the codes of '{key}' ({path}) is missing or damaged. "
        f"Install the program again, or train with: python main.py train {key}."
    )
    size = sum(count for name, count in METHODS[key].latent.items() if kind_of(name) == "shape")
    if not is_file(path):
        raise UserError(damaged)
    with reading(damaged):
        return _assembled(read_arrays(path, damaged), size)


def _assembled(parts: dict[str, npt.NDArray[np.generic]], size: int) -> Atlas:
    """An atlas of a file's arrays. ValueError or KeyError where they do not fit together."""
    binary = parts["codes"].dtype == np.uint8
    raw = parts["codes"]
    codes = np.unpackbits(np.asarray(raw, np.uint8), axis=1, count=size) if binary else raw
    atlas = Atlas(
        codes=np.asarray(codes, np.float32),
        places=np.asarray(parts["places"], np.float32),
        classes=tuple(str(name) for name in parts["classes"]),
        labels=np.asarray(parts["labels"], np.uint8),
        thumbnails=np.asarray(parts["thumbnails"], np.uint8),
        binary=bool(binary),
    )
    count = len(atlas)
    fits = (
        count > 1
        and atlas.codes.shape == (count, size)
        and atlas.places.shape == (count, 2)
        and atlas.labels.shape == (count,)
        and atlas.thumbnails.ndim == 3
        and len(atlas.thumbnails) == count
        and int(atlas.labels.max()) < len(atlas.classes)
        and bool(np.isfinite(atlas.codes).all() and np.isfinite(atlas.places).all())
    )
    if not fits:
        raise ValueError("the arrays of the map do not fit together")
    return atlas
