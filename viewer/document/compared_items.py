"""What can be compared with the live shape: snapshots and the other images of the document.

Both take their ids from the same counter, so an id alone names one of them.
"""

from __future__ import annotations

from collections.abc import Iterable

from core.types import LatentCode
from viewer.document.item_edits import Document, Item, Snapshot, compose


def find(document: Document, id: int) -> Snapshot | Item | None:
    """The snapshot or the image with an id."""
    return find_snapshot(document, id) or document.find(id)


def find_snapshot(document: Document, id: int | None) -> Snapshot | None:
    """The snapshot with an id."""
    return next((one for one in document.snapshots if one.id == id), None)


def code_of(document: Document, id: int) -> LatentCode | None:
    """The code behind an id; None when there is none (any more)."""
    one = find(document, id)
    return compose(document, one) if isinstance(one, Item) else one and one.code


def candidates(document: Document) -> tuple[int, ...]:
    """All that can be compared with: the newest snapshots first, then the other images."""
    items = (one.id for one in document.items if one.id != document.selected)
    ids = (*(one.id for one in reversed(document.snapshots)), *items)
    return tuple(id for id in ids if code_of(document, id) is not None)


def compared(document: Document, chosen: Iterable[int]) -> tuple[int, ...]:
    """The candidates, those chosen by hand first and in their order."""
    there = candidates(document)
    first = [id for id in chosen if id in there]
    return (*first, *(id for id in there if id not in first))


def choose(document: Document, chosen: Iterable[int], place: int, id: int) -> tuple[int, ...]:
    """The choice with ``id`` at a place; what stood there takes the place that ``id`` had."""
    order = list(compared(document, chosen))
    old = order.index(id)
    order[place], order[old] = id, order[place]
    return tuple(order)
