"""The edits of the document: every one is a function that makes a new document from the old."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from core.document.model import GROUPS, Document, Item, Mix, Snapshot, compose, mixed, shape_key
from core.latent.detail import SHARE
from core.types import Directions, Floats, LatentCode, Reconstruction, View
from viewer.i18n.translate import mark, tr

__all__ = [
    "GROUPS",
    "Document",
    "Edit",
    "Item",
    "Mix",
    "Snapshot",
    "add",
    "compose",
    "finish",
    "hold",
    "is_moved",
    "keep_result",
    "lock",
    "mixed",
    "move",
    "random_shape",
    "remove",
    "rename",
    "reorder",
    "reset_shape",
    "select",
    "shape_key",
    "show_detail",
    "started_from",
    "swap",
    "without",
]

SWAPS = {
    "shape": mark("Swap shape"),
    "pose": mark("Swap pose"),
    "lighting": mark("Swap lighting"),
}


@dataclass(frozen=True)
class Edit:
    """A named change. Edits with the same ``merge`` number become one undo step, as in a drag."""

    name: str
    apply: Callable[[Document], Document]
    merge: int | None = None


def select(document: Document, id: int | None) -> Document:
    """Show another image. Not an edit: there is nothing to undo about looking."""
    return document if id == document.selected else replace(document, selected=id)


def add(view: View, original: bytes | None = None) -> Edit:
    """Put a photograph at the end and select it; ``original`` are the bytes of its file."""

    def apply(document: Document) -> Document:
        id = document.next_id
        item = Item(id, view, Mix(id, id, id), original=original)
        return replace(document, items=(*document.items, item), selected=id, next_id=id + 1)

    return Edit(tr("Add {name}", name=view.name), apply)


def remove(item: Item) -> Edit:
    """Take a photograph away. Mixes that used it fall back to their own groups."""

    def apply(document: Document) -> Document:
        place = [other.id for other in document.items].index(item.id)
        rest = tuple(without(other, item.id) for other in document.items if other.id != item.id)
        selected = document.selected
        if selected == item.id:
            selected = rest[min(place, len(rest) - 1)].id if rest else None
        return replace(document, items=rest, selected=selected)

    return Edit(tr("Remove {name}", name=item.name), apply)


def without(item: Item, gone: int) -> Item:
    """The item after another one has gone: what its mix took from there is its own again."""
    used = [group for group in GROUPS if getattr(item.mix, group) == gone]
    if not used:
        return item
    mix = replace(item.mix, **dict.fromkeys(used, item.id))
    return _own_shape(replace(item, mix=mix)) if "shape" in used else replace(item, mix=mix)


def _own_shape(item: Item) -> Item:
    """The item with its shape as the source has it."""
    return replace(item, offset=None, detail=None)


def rename(item: Item, title: str) -> Edit:
    """Give an item another name."""
    fresh = replace(item, title=title)
    return Edit(tr("Rename {name}", name=item.name), lambda document: _put(document, fresh))


def reorder(item: Item, place: int) -> Edit:
    """Put an item at another place in the list, counted without it."""

    def apply(document: Document) -> Document:
        items = [other for other in document.items if other.id != item.id]
        items.insert(place, item)
        same = [other.id for other in items] == [other.id for other in document.items]
        return document if same else replace(document, items=tuple(items))

    return Edit(tr("Move {name}", name=item.name), apply)


def keep_result(item: Item, result: Reconstruction, stale: bool = False) -> Edit:
    """Give a photograph what a run found in it, and show just that.

    ``stale``: the mask was edited while it ran.
    """
    fresh = replace(started_from(item, result.code), result=result, restored=None, stale=stale)
    given = item.view.solid is not None
    name = tr("Encode {name}", name=item.name) if given else None
    name = name or tr("Reconstruct {name}", name=item.name)
    return Edit(name, lambda document: _put(document, fresh))


def started_from(item: Item, code: LatentCode) -> Item:
    """The item showing just its own code, which is to be this one; locks stay in their space."""
    before = item.own_code
    kept = item.locked if before is not None and before.method == code.method else ()
    return replace(_own_shape(item), mix=Mix(item.id, item.id, item.id), locked=kept)


def swap(item: Item, group: str, source: Item) -> Edit:
    """Take one group of the code from another image. A new shape starts unmoved."""
    fresh = replace(item, mix=replace(item.mix, **{group: source.id}))
    if group == "shape":
        fresh = _own_shape(fresh)
    return Edit(tr(SWAPS[group]), lambda document: _put(document, fresh))


def move(
    document: Document,
    item: Item,
    axis: int,
    to: float,
    directions: Directions,
    drag: int,
    called: str = "",
) -> Edit:
    """Set one coordinate of the shape code, in sigma. One ``drag`` is one undo step.

    ``called`` is what the axis is called in the name of the step, if it is not its number.
    """
    code = compose(document, item)
    base = mixed(document, item)
    if code is None or base is None:
        raise ValueError(f"{item.name} has no code to move")
    offset = directions.moved(code.shape, axis, to) - base.shape
    fresh = replace(item, offset=offset)
    name = tr("Move shape {number}", number=called or axis + 1)
    return Edit(name, lambda document: _put(document, fresh), merge=drag)


def show_detail(document: Document, item: Item, share: float, drag: int) -> Edit:
    """Show a share, 0 to 1, of the photograph's detail. One ``drag`` is one undo step."""
    base = mixed(document, item)
    if base is None or SHARE not in base:
        raise ValueError(f"{item.name} has no detail")
    detail = item.detail or LatentCode({}, base.method)
    detail = detail.replace(**{SHARE: np.array([share], np.float32)})
    same = set(detail) == {SHARE} and detail[SHARE] == base[SHARE]
    fresh = replace(item, detail=None if same else detail)
    return Edit(tr("Change the detail"), lambda document: _put(document, fresh), merge=drag)


def lock(item: Item, axis: int, called: str = "") -> Edit:
    """Lock an axis of the shape code, so that only its own slider moves it, or set it free."""
    fresh = replace(item, locked=tuple(sorted({*item.locked} ^ {axis})))
    if axis in fresh.locked:
        name = tr("Lock shape {number}", number=called or axis + 1)
    else:
        name = tr("Unlock shape {number}", number=called or axis + 1)
    return Edit(name, lambda document: _put(document, fresh))


def hold(kept: Floats, wanted: Floats, directions: Directions, locked: Sequence[int]) -> Floats:
    """The shape code ``wanted`` (D,), but on the locked axes where ``kept`` (D,) stands."""
    axes = directions.axes[[axis for axis in locked if axis < len(directions.axes)]]
    return np.asarray(wanted + ((kept - wanted) @ axes.T) @ axes, np.float32)


def is_moved(item: Item) -> bool:
    """Whether its shape is not as its source has it."""
    return item.offset is not None or item.detail is not None


def reset_shape(item: Item) -> Edit:
    """Back to where the sliders started, that of the detail too."""
    fresh = _own_shape(item)
    return Edit(tr("Reset shape"), lambda document: _put(document, fresh))


def finish(item: Item, name: str, drag: int | None = None, **changes: Any) -> Edit:
    """Work the item's shape over in another way; ``name`` is that of the undo step."""
    fresh = replace(item, finish=replace(item.finish, **changes))
    same = fresh.finish == item.finish
    return Edit(name, lambda document: document if same else _put(document, fresh), merge=drag)


def random_shape(
    document: Document, item: Item, directions: Directions, rng: np.random.Generator
) -> Edit:
    """A shape drawn from the normal distribution that the directions describe; locks stay."""
    base, code = mixed(document, item), compose(document, item)
    if base is None or code is None:
        raise ValueError(f"{item.name} has no code to move")
    steps = rng.standard_normal(len(directions.sigma)).astype(np.float32)
    drawn = directions.mean + (steps * directions.sigma) @ directions.axes
    held = hold(code.shape, drawn, directions, item.locked)
    fresh = replace(item, offset=np.asarray(held - base.shape, np.float32))
    return Edit(tr("Random shape"), lambda document: _put(document, fresh))


def _put(document: Document, fresh: Item) -> Document:
    items = tuple(fresh if item.id == fresh.id else item for item in document.items)
    return replace(document, items=items)
