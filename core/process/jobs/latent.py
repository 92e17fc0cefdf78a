"""Jobs about walking in a latent space: paths, draws, and how a code stands among known ones."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast

import numpy as np

from core.errors import UserError
from core.latent.detail import on_the_way
from core.methods import METHODS
from core.process.jobs.shapes import decode
from core.process.jobs.state import Memory, Shape
from core.types import Bytes, Floats, LatentCode, Progress, Reconstruction, View, VoxelGrid

if TYPE_CHECKING:
    from core.methods.base import Method

COARSE = 32  # voxels a side: enough to judge a shape by
FRAMES = 13  # shapes along a path that are judged; every second one is shown
NEIGHBOURS = 6
STEP = 0.1  # sigma: what is called a small step


@dataclass(frozen=True)
class Standing:
    """How a code stands in its latent space.

    ``strangeness`` is its distance from the nearest known shape, 1 being typical between
    neighbours; ``neighbours`` are the classes of the nearest ones. Both are None where a method
    has no map. ``step`` is what a small step changes, as 1 - IoU.
    """

    strangeness: float | None
    neighbours: tuple[str, ...] | None
    step: float


@dataclass(frozen=True, eq=False)
class Path:
    """Shapes along the line between two codes: ``pictures`` uint8 (K, S, S), 0 outside.

    Of ``count`` shapes, ``broken`` are in more than one piece and ``hollow`` have a void that is
    shut in. ``largest`` is the largest change between two that follow, as 1 - IoU, ``mean`` the
    mean; ``undecided`` the share of its voxels that are neither in nor out between the ends
    (`core.evaluation.properties.undecided_share`): more than ``at_ends`` in a blend of two ghosts.
    """

    pictures: Bytes
    count: int
    broken: int
    hollow: int
    largest: float
    mean: float
    undecided: float
    at_ends: float


class Sampler(Protocol):
    """What methods offer that have a prior."""

    def sample(self, count: int, seed: int = 0) -> list[LatentCode]: ...


class Guesser(Protocol):
    """What methods offer to which a photograph leaves several shapes possible."""

    def hypotheses(self, views: Sequence[View], count: int, seed: int = 0) -> list[LatentCode]: ...


class Reader(Guesser, Protocol):
    """One that can say what is other in each of them."""

    def alternatives(self, views: Sequence[View], count: int) -> list[tuple[str, LatentCode]]: ...


def standing(memory: Memory, code: LatentCode) -> Generator[Progress, None, Standing]:
    """How a code stands among known ones, and what a small step from it changes."""
    yield from memory.prepare()
    yield Progress("Looking around", 0.0)
    method = memory.method(code.method)
    atlas = memory.atlas(code.method)
    strangeness, classes = None, None
    if atlas is not None:
        chosen, distances = atlas.nearest(code.shape, NEIGHBOURS)
        strangeness = float(distances[0])
        classes = tuple(atlas.class_of(int(index)) for index in chosen)
    yield Progress("Looking around", 0.4)
    here = _solid(method, code)
    yield Progress("Looking around", 0.7)
    directions = method.directions()
    axis = int(np.argmax(directions.effect))
    at = float(directions.coordinates(code.shape)[axis])
    there = _solid(method, code.with_shape(directions.moved(code.shape, axis, at + STEP)))
    changed = float((here != there).sum() / max(int((here | there).sum()), 1))
    return Standing(strangeness, classes, changed)


def path(memory: Memory, start: LatentCode, end: LatentCode) -> Generator[Progress, None, Path]:
    """The shapes on the line between two codes of a method, as pictures and in numbers."""
    if start.method != end.method:
        raise UserError("These two are codes of different methods. Choose two of the same.")
    yield from memory.prepare()
    from core.evaluation.properties import (
        path_validity,
        sealed_void,
        step_changes,
        undecided_share,
    )
    from core.rendering.thumbnails import sketch_grids

    method = memory.method(start.method)
    grids: list[Floats] = []
    for index, share in enumerate(np.linspace(0, 1, FRAMES)):
        yield Progress("Walking along the path", 0.8 * index / FRAMES)
        grids.append(_grid(method, on_the_way(start, end, float(share))).occupancy)
    values = np.stack(grids)
    yield Progress("Judging the path", 0.8)
    validity = path_validity(values)
    hollow = sum(sealed_void(grid > 0.5) > 0.01 for grid in values)
    yield Progress("Judging the path", 0.9)
    steps = step_changes(values)
    return Path(
        pictures=sketch_grids(values[::2]),
        count=FRAMES,
        broken=round((1 - validity.one_piece) * FRAMES),
        hollow=int(hollow),
        largest=float(steps.max()),
        mean=float(steps.mean()),
        undecided=undecided_share(values[1:-1]),
        at_ends=undecided_share(values[[0, -1]]),
    )


def sample(memory: Memory, method: str, seed: int) -> Generator[Progress, None, LatentCode]:
    """A code drawn from a method's prior."""
    yield from memory.prepare()
    yield Progress("Drawing a shape", 0.0)
    if not METHODS[method].samples:
        raise _no_prior(method)
    return cast(Sampler, memory.method(method)).sample(1, seed)[0]


def hypotheses(
    memory: Memory, views: Sequence[View], method: str, count: int, seed: int
) -> Generator[Progress, None, tuple[tuple[str, LatentCode], ...]]:
    """Several codes that the photographs leave possible, each with what is other in it, if a
    method can say that."""
    yield from memory.prepare()
    yield Progress("Looking at the photographs", 0.0)
    if not METHODS[method].hypotheses:
        raise _no_prior(method)
    loaded = memory.method(method)
    if hasattr(loaded, "alternatives"):
        return tuple(cast(Reader, loaded).alternatives(views, count))
    codes = cast(Guesser, loaded).hypotheses(views, count, seed)
    return tuple(("", code) for code in codes)


def _no_prior(method: str) -> UserError:
    return UserError(f"'{method}' has no prior to draw from. Choose another method.")


def portray(
    memory: Memory, method: str, shape: Floats, name: str
) -> Generator[Progress, None, tuple[Reconstruction, Shape]]:
    """An image of a code's shape (D,), and the code as what was found in it."""
    yield from memory.prepare()
    from core.geometry.expected_iou import expected_iou
    from core.rendering.shape_image import POSE, portrait

    blank = {group: np.zeros(size) for group, size in METHODS[method].latent.items()}
    code = LatentCode(blank, method).with_shape(shape)
    made = yield from decode(memory, code)
    yield Progress("Drawing the shape", 0.8, name)
    loaded = memory.method(method)
    found = Reconstruction(
        method=method,
        code=code,
        shape=made.grid,
        views=(portrait(made.grid, name),),
        pose=loaded.pose(code) or POSE,
        lighting=loaded.lighting(code),
        rendering=loaded.render(code),
        confidence=expected_iou(made.grid),
    )
    return found, made


def _grid(method: Method, code: LatentCode) -> VoxelGrid:
    decoded = method.decode(code, COARSE)
    if not isinstance(decoded, VoxelGrid):
        raise TypeError(f"paths are made of grids, not {type(decoded).__name__}")
    return decoded


def _solid(method: Method, code: LatentCode) -> np.ndarray:
    return _grid(method, code).occupancy > 0.5
