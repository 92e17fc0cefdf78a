"""The edits of a photograph and its mask. A result that is there stays, and is marked as stale.

An item here faces the photograph that is meant, see `viewer.document.photo_edits.facing`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from core.document.model import Item
from core.images import masks
from core.types import Floats, View
from viewer.document.item_edits import Edit
from viewer.document.photo_edits import put_photograph
from viewer.i18n.translate import tr

CropBox = tuple[float, float, float, float]


def change_mask(item: Item, mask: Floats, name: str) -> Edit:
    """Another mask, made by hand; ``name`` is how the step is called."""
    return _edit(item, item.view.with_mask(mask, "edited"), _found(item), name)


def reset_mask(item: Item) -> Edit:
    """Back to the mask that was found."""
    return _edit(item, _found(item), None, tr("Reset mask"))


def find_again(item: Item, view: View) -> Edit:
    """A mask that was found another way."""
    fresh = item.view.with_mask(view.mask, view.mask_source, view.mask_certainty, view.mask_choice)
    return _edit(item, fresh, None, tr("Find object"))


def crop_photo(item: Item, box: CropBox) -> Edit:
    """Keep only a box of the photograph. Raises UserError where hardly anything would be left."""
    found = _with_mask(item.found, lambda mask: masks.crop_mask(mask, box))
    return _edit(item, masks.crop(item.view, box), found, tr("Crop"))


def rotate_photo(item: Item, to_the_left: bool) -> Edit:
    """Turn the photograph by 90 degrees."""
    found = _with_mask(item.found, lambda mask: masks.rotate_mask(mask, to_the_left))
    name = tr("Rotate left") if to_the_left else tr("Rotate right")
    return _edit(item, masks.rotate(item.view, to_the_left), found, name)


def _with_mask(found: View | None, change: Callable[[Floats], Floats]) -> View | None:
    if found is None or found.mask is None:
        return found
    return replace(found, mask=change(found.mask))


def _found(item: Item) -> View:
    return item.view if item.found is None else item.found


def _edit(item: Item, view: View, found: View | None, name: str) -> Edit:
    if found is not None:
        # The photograph is the same: it is kept once.
        found = replace(found, image=view.image, camera=view.camera)
    return Edit(name, lambda document: put_photograph(document, item, view, found))
