"""What became of each photograph of an object, in words."""

from __future__ import annotations

from viewer.document.item_edits import Item
from viewer.i18n.core_messages import core_words
from viewer.i18n.translate import tr
from viewer.scene import photo_cameras


def photo_name(item: Item, place: int) -> str:
    """Which photograph it is."""
    return tr("Photograph {number} of {count}", number=place + 1, count=len(item.views))


def why_not_used(item: Item, name: str) -> str:
    """Why a photograph was left out of the result, or nothing."""
    reason = "" if item.result is None else item.result.left_out.get(name, "")
    return core_words(reason) if reason else ""


def fit(item: Item, place: int) -> str:
    """How well the shape fills a photograph's mask, where that was measured."""
    known, result = photo_cameras.measured_views(item)[place], item.result
    if known is None or result is None or len(result.agreement) != len(result.views):
        return ""
    share = result.agreement[result.views.index(known)]
    return tr("The shape's outline fits with IoU {share}", share=f"{share:.2f}")


def remarks(item: Item) -> list[str]:
    """What the core remarked about the photographs of an item's shape."""
    return [] if item.result is None else [core_words(note) for note in item.result.notes]


def photo_words(item: Item, place: int) -> list[str]:
    """All there is to say of a photograph, and of the result it is part of."""
    name = item.views[place].name
    reason = why_not_used(item, name)
    said = [tr("{name}: left out, {reason}", name=name, reason=reason) if reason else name]
    said += [line for line in (fit(item, place),) if line]
    if item.result is not None:
        said += remarks(item)
        others = [other for other in item.result.left_out if other != name]
        if others:
            said.append(tr("Left out: {names}", names=", ".join(others)))
    return said
