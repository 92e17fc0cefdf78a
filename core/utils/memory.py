"""Doing with less where memory runs out: the same work at a coarser resolution."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator
from typing import TypeVar

from core.errors import is_out_of_memory
from core.types import Progress

log = logging.getLogger(__name__)

ENOUGH = 64  # voxels a side; coarser ones are no answer to the wish for finer ones
Result = TypeVar("Result")


def within_memory(
    work: Callable[[int], Generator[Progress, None, Result]], resolution: int
) -> Generator[Progress, None, tuple[Result, str]]:
    """Work at a resolution, at half of it each time memory runs out.

    What it gives, and a sentence if it is coarser than was asked for.
    """
    wanted = resolution
    while True:
        try:
            done = yield from work(resolution)
            return done, "" if resolution == wanted else coarser(wanted, resolution)
        except (MemoryError, RuntimeError) as error:
            if resolution <= ENOUGH or not is_out_of_memory(error):
                raise
        # Out here the error no longer holds on to the arrays of what has failed.
        resolution = max(ENOUGH, resolution // 2)
        log.warning(coarser(wanted, resolution))
        yield Progress("Memory ran out: trying coarser", 0.0, f"{resolution}³ voxels")


def coarser(wanted: int, made: int) -> str:
    """The sentence that says so."""
    return f"There was not enough memory for {wanted}³ voxels, so the shape was made with {made}³."
