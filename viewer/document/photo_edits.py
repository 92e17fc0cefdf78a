"""The photographs of an object: one by one as they are worked on, and the edits of the group."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from pathlib import Path

from core.document.model import Document, Item, Mix
from core.errors import UserError
from core.methods import DEFAULT, METHODS
from core.types import Camera, Reconstruction, View
from viewer.document.item_edits import Edit, without
from viewer.i18n.translate import tr


@dataclass(frozen=True, eq=False)
class Photograph:
    """A view, the bytes of its file where they are known, and the view before its mask was edited,
    if it was."""

    view: View
    original: bytes | None = field(default=None, repr=False)
    found: View | None = None


def photographs(item: Item) -> list[Photograph]:
    """All photographs of an item, in their order."""
    originals = (item.original, *(data or None for data in item.more_originals))
    found = (item.found, *item.more_found)
    every = zip_longest(item.views, originals, found)
    return [Photograph(view, original, before) for view, original, before in every if view]


def holding(item: Item, shown: Sequence[Photograph]) -> Item:
    """The item with these photographs. A result that is there stays, and is marked as stale."""
    first, *more = shown
    return replace(
        item,
        view=first.view,
        original=first.original,
        found=first.found,
        more=tuple(one.view for one in more),
        more_originals=tuple(one.original or b"" for one in more),
        more_found=tuple(one.found for one in more),
        stale=item.result is not None,
    )


def facing(item: Item, place: int) -> Item:
    """The item as if one of its photographs were the only one: what is done to masks is done so."""
    if not item.more:
        return item
    shown = photographs(item)
    one = shown[min(place, len(shown) - 1)]
    return replace(
        item, view=one.view, original=one.original, found=one.found,
        more=(), more_originals=(), more_found=(),
    )  # fmt: skip


def found_again(document: Document, face: Item) -> Item | None:
    """The same photograph of the same item as it is now, its mask changed or not; None if gone."""
    item = document.find(face.id)
    if item is None:
        return None
    images = [view.image for view in item.views]
    place = next((k for k, image in enumerate(images) if image is face.view.image), None)
    return None if place is None else facing(item, place)


def same_images(one: Item, other: Item) -> bool:
    """Whether two items have the same photographs, their masks and cameras aside."""
    return len(one.views) == len(other.views) and all(
        a.image is b.image for a, b in zip(one.views, other.views, strict=True)
    )


def sharing(result: Reconstruction, item: Item) -> Reconstruction:
    """The result with the item's own pictures in place of the copies that the core worked on."""
    own = {view.name: view for view in reversed(item.views)}
    views = tuple(
        replace(view, image=own[view.name].image)
        if view.name in own and own[view.name].image.shape == view.image.shape
        else view
        for view in result.views
    )
    return replace(result, views=views)


def put_photograph(document: Document, face: Item, view: View, found: View | None) -> Document:
    """The document with another view in place of the one that an item faces."""
    item = document.find(face.id)
    if item is None:
        return document
    shown = [
        replace(one, view=view, found=found) if one.view is face.view else one
        for one in photographs(item)
    ]
    return _put(document, holding(item, shown))


def learned(method: str) -> str:
    """The method for a single photograph: itself, but for one that needs several."""
    return DEFAULT if METHODS[method].cameras else method


def method_for(document: Document, item: Item) -> str:
    """The method for an item's shape."""
    return document.method if item.more else learned(document.method)


def group_name(shown: Sequence[Photograph]) -> str:
    """What photographs of one object are called together: what their names begin with."""
    stems = [Path(one.view.name).stem for one in shown]
    same = os.path.commonprefix(stems)  # noqa: RUF071 -- character by character is what is meant
    common = same.rstrip("0123456789 _-.(")
    return common if len(common) > 1 else tr("One object")


# Edits


def add_object(shown: Sequence[Photograph], title: str = "") -> Edit:
    """Put an object with several photographs at the end and select it."""

    def apply(document: Document) -> Document:
        id = document.next_id
        item = holding(Item(id, shown[0].view, Mix(id, id, id), title=title), shown)
        return replace(document, items=(*document.items, item), selected=id, next_id=id + 1)

    name = title or shown[0].view.name
    return Edit(tr("Add {name}: {count} photographs", name=name, count=len(shown)), apply)


def extend(item: Item, further: Sequence[Photograph]) -> Edit:
    """Further photographs of an object."""
    fresh = holding(item, [*photographs(item), *further])
    name = tr("Add {count} photographs to {name}", name=item.name, count=len(further))
    return Edit(name, lambda document: _put(document, fresh))


def put_together(first: Item, others: Sequence[Item]) -> Edit:
    """Make the photographs of other items further ones of the first, which takes their place."""

    def apply(document: Document) -> Document:
        gone = {item.id for item in others}
        shown = [one for item in (first, *others) for one in photographs(item)]
        rest = [item for item in document.items if item.id not in gone]
        for id in gone:
            rest = [without(item, id) for item in rest]
        whole = replace(holding(first, shown), title=first.title or group_name(shown))
        items = tuple(whole if item.id == first.id else item for item in rest)
        return replace(document, items=items, selected=first.id)

    return Edit(tr("Put together with {name}", name=first.name), apply)


def take_out(item: Item, place: int) -> Edit:
    """Make one photograph an item of its own, behind the one that it was part of."""

    def apply(document: Document) -> Document:
        return _split(document, item, [place])

    return Edit(tr("Take out {name}", name=item.views[place].name), apply)


def split(item: Item) -> Edit:
    """Make every photograph an item of its own."""

    def apply(document: Document) -> Document:
        return _split(document, item, range(1, len(item.views)))

    return Edit(tr("Take {name} apart", name=item.name), apply)


def _split(document: Document, item: Item, places: Sequence[int]) -> Document:
    shown, id = photographs(item), document.next_id
    stay = [one for place, one in enumerate(shown) if place not in places]
    alone = [
        holding(Item(id + k, shown[place].view, Mix(id + k, id + k, id + k)), [shown[place]])
        for k, place in enumerate(places)
    ]
    items: list[Item] = []
    for one in document.items:
        items += [holding(one, stay), *alone] if one.id == item.id else [one]
    return replace(document, items=tuple(items), next_id=id + len(alone))


def remove_photograph(item: Item, place: int) -> Edit:
    """Take one photograph of several away."""
    shown = photographs(item)
    fresh = holding(item, [one for k, one in enumerate(shown) if k != place])
    name = tr("Remove {name}", name=shown[place].view.name)
    return Edit(name, lambda document: _put(document, fresh))


def move_photograph(item: Item, place: int, to: int) -> Edit:
    """Put a photograph at another place; the first one stands for the object."""
    shown = photographs(item)
    one = shown.pop(place)
    shown.insert(to, one)
    # No shape depends on the order of its photographs.
    fresh = replace(holding(item, shown), stale=item.stale)
    name = tr("Move {name}", name=one.view.name)
    return Edit(name, lambda document: document if to == place else _put(document, fresh))


def attach_cameras(item: Item, cameras: Mapping[str, Camera]) -> Edit:
    """Give the photographs the cameras of their names. Raises UserError where none has one."""
    from core.cameras.load import with_cameras

    views = with_cameras(item.views, cameras)
    count = sum(view.name in cameras for view in views)
    if not count:
        raise UserError(
            "No camera in it is named like one of the photographs. Name them as the files are."
        )
    pairs = zip(photographs(item), views, strict=True)
    fresh = holding(item, [replace(one, view=view) for one, view in pairs])
    name = tr("Cameras for {count} photographs", count=count)
    return Edit(name, lambda document: _put(document, fresh))


def _put(document: Document, fresh: Item) -> Document:
    items = tuple(fresh if item.id == fresh.id else item for item in document.items)
    return replace(document, items=items)
