"""The edits of walking in a latent space: another shape for an image, an image for a shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from core.types import Directions, Floats, LatentCode, Reconstruction
from viewer.document.item_edits import Document, Edit, Item, Mix, Snapshot, compose, hold, mixed
from viewer.i18n.translate import tr


def take_shape(
    document: Document,
    item: Item,
    shape: Floats,
    name: str,
    directions: Directions | None = None,
    drag: int | None = None,
    detail: LatentCode | None = None,
) -> Edit:
    """Let an item show a shape (D,) of its method; ``name`` is that of the undo step.

    ``detail`` comes with it; without, the item keeps what it has. Axes that are locked stay where
    they are, as far as the ``directions`` of the method are known.
    """
    base, code = mixed(document, item), compose(document, item)
    if base is None or code is None:
        raise ValueError(f"{item.name} has no code to move")
    if directions is not None and len(directions.mean) == len(shape) and item.locked:
        shape = hold(code.shape, shape, directions, item.locked)
    same = np.array_equal(base.shape, shape)
    fresh = replace(item, offset=None if same else np.asarray(shape - base.shape, np.float32))
    if detail is not None:
        other = {k: values for k, values in detail.items() if not np.array_equal(base[k], values)}
        fresh = replace(fresh, detail=LatentCode(other, detail.method) if other else None)

    def apply(document: Document) -> Document:
        items = tuple(fresh if one.id == item.id else one for one in document.items)
        return replace(document, items=items)

    return Edit(name, apply, merge=drag)


def add_shape(result: Reconstruction, name: str) -> Edit:
    """Put a shape that nobody photographed at the end, with its code, and select it."""

    def apply(document: Document) -> Document:
        id = document.next_id
        item = Item(id, result.views[0], Mix(id, id, id), result=result)
        return replace(document, items=(*document.items, item), selected=id, next_id=id + 1)

    return Edit(tr("Add {name}", name=name), apply)


def keep_codes(
    item: Item, codes: Sequence[LatentCode], names: Sequence[str], made: str, step: str
) -> Edit:
    """Keep several codes as snapshots, in one ``step``; ``made`` says how they came about."""

    def apply(document: Document) -> Document:
        first = document.next_id
        fresh = tuple(
            Snapshot(first + index, name, code, item.name, made)
            for index, (name, code) in enumerate(zip(names, codes, strict=True))
        )
        snapshots = (*document.snapshots, *fresh)
        return replace(document, snapshots=snapshots, next_id=first + len(fresh))

    return Edit(step, apply)
