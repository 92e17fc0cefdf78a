"""The document: one frozen value. Every edit is a function that makes a new one from the old.

Each image has its own mix: whose shape, whose pose, whose lighting it shows, and how far the
shape has been moved from there with the sliders.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from core.types import Directions, Floats, LatentCode, Reconstruction, View

GROUPS = ("shape", "pose", "lighting")


@dataclass(frozen=True)
class Mix:
    """The ids of the images that the three groups of a code come from."""

    shape: int
    pose: int
    lighting: int


@dataclass(frozen=True, eq=False)
class Item:
    """A photograph in the document, what was found in it, and its mix.

    ``offset`` (D,) is added to the shape code: where the sliders have moved it.
    """

    id: int
    view: View = field(repr=False)
    mix: Mix
    result: Reconstruction | None = field(default=None, repr=False)
    offset: Floats | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        return self.view.name


@dataclass(frozen=True, eq=False)
class Document:
    """All that can be undone and that a project file would keep."""

    items: tuple[Item, ...] = ()
    selected: int | None = None
    method: str = "tl"
    next_id: int = 1

    def find(self, id: int | None) -> Item | None:
        """The item with an id, or None."""
        return next((item for item in self.items if item.id == id), None)

    @property
    def current(self) -> Item | None:
        """The selected item."""
        return self.find(self.selected)

    @property
    def code(self) -> LatentCode | None:
        """The selected item's mixed and moved code; None until its sources have been run."""
        return None if self.current is None else compose(self, self.current)


@dataclass(frozen=True)
class Edit:
    """A named change. Edits with the same ``merge`` number become one undo step, as in a drag."""

    name: str
    apply: Callable[[Document], Document]
    merge: int | None = None


def compose(document: Document, item: Item) -> LatentCode | None:
    """The code an item shows: groups from its sources, plus its offset on the shape.

    An untouched item gives the very code of its result.
    """
    code = mixed(document, item)
    if code is None or item.offset is None:
        return code
    return code.replace(shape=code["shape"] + item.offset)


def mixed(document: Document, item: Item) -> LatentCode | None:
    """The code of an item before the sliders: each group from its source."""
    if item.mix == Mix(item.id, item.id, item.id):
        return None if item.result is None else item.result.code
    groups = {}
    for group in GROUPS:
        source = document.find(getattr(item.mix, group))
        if source is None or source.result is None:
            return None
        groups[group] = source.result.code[group]
    return LatentCode(groups, document.method)


def select(document: Document, id: int | None) -> Document:
    """Show another image. Not an edit: there is nothing to undo about looking."""
    return document if id == document.selected else replace(document, selected=id)


def add(view: View) -> Edit:
    """Put a photograph at the end and select it."""

    def apply(document: Document) -> Document:
        id = document.next_id
        item = Item(id, view, Mix(id, id, id))
        return replace(document, items=(*document.items, item), selected=id, next_id=id + 1)

    return Edit(f"Add {view.name}", apply)


def remove(item: Item) -> Edit:
    """Take a photograph away. Mixes that used it fall back to their own groups."""

    def apply(document: Document) -> Document:
        place = [other.id for other in document.items].index(item.id)
        rest = tuple(_without(other, item.id) for other in document.items if other.id != item.id)
        selected = document.selected
        if selected == item.id:
            selected = rest[min(place, len(rest) - 1)].id if rest else None
        return replace(document, items=rest, selected=selected)

    return Edit(f"Remove {item.name}", apply)


def _without(item: Item, gone: int) -> Item:
    used = [group for group in GROUPS if getattr(item.mix, group) == gone]
    if not used:
        return item
    mix = replace(item.mix, **dict.fromkeys(used, item.id))
    return replace(item, mix=mix, offset=None if "shape" in used else item.offset)


def keep_result(item: Item, result: Reconstruction) -> Edit:
    """Give a photograph what a run found in it, and show just that."""
    fresh = replace(item, result=result, mix=Mix(item.id, item.id, item.id), offset=None)
    return Edit(f"Reconstruct {item.name}", lambda document: _put(document, fresh))


def swap(item: Item, group: str, source: Item) -> Edit:
    """Take one group of the code from another image. A new shape starts unmoved."""
    mix = replace(item.mix, **{group: source.id})
    offset = None if group == "shape" else item.offset
    fresh = replace(item, mix=mix, offset=offset)
    return Edit(f"Swap {group}", lambda document: _put(document, fresh))


def move(
    document: Document, item: Item, axis: int, to: float, directions: Directions, drag: int
) -> Edit:
    """Set one coordinate of the shape code, in sigma. One ``drag`` is one undo step."""
    code = compose(document, item)
    base = mixed(document, item)
    if code is None or base is None:
        raise ValueError(f"{item.name} has no code to move")
    offset = directions.moved(code["shape"], axis, to) - base["shape"]
    fresh = replace(item, offset=offset)
    return Edit(f"Move shape {axis + 1}", lambda document: _put(document, fresh), merge=drag)


def reset_shape(item: Item) -> Edit:
    """Back to where the sliders started."""
    fresh = replace(item, offset=None)
    return Edit("Reset shape", lambda document: _put(document, fresh))


def random_shape(
    document: Document, item: Item, directions: Directions, rng: np.random.Generator
) -> Edit:
    """A shape drawn from the normal distribution that the directions describe."""
    base = mixed(document, item)
    if base is None:
        raise ValueError(f"{item.name} has no code to move")
    steps = rng.standard_normal(len(directions.sigma)).astype(np.float32)
    drawn = directions.mean + (steps * directions.sigma) @ directions.axes
    fresh = replace(item, offset=np.asarray(drawn - base["shape"], np.float32))
    return Edit("Random shape", lambda document: _put(document, fresh))


def _put(document: Document, fresh: Item) -> Document:
    items = tuple(fresh if item.id == fresh.id else item for item in document.items)
    return replace(document, items=items)
