"""Work as generators that tell how far they are: here, to do without being told."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

T = TypeVar("T")


def finished(steps: Generator[object, None, T]) -> T:
    """What a generator returns, after all of its work is done."""
    while True:
        try:
            next(steps)
        except StopIteration as done:
            found: T = done.value
            return found
