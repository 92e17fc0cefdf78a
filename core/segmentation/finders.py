"""The ways to find the object in a photograph; the window lets people choose again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from core.errors import UserError
from core.segmentation.classical import segment
from core.segmentation.foreground import find_mask, is_believable
from core.types import View

if TYPE_CHECKING:
    from core.methods.base import Method

Finder = Callable[[View, Callable[[], "Method"]], View]


def find_object(view: View, finder: str, method: Callable[[], Method]) -> View:
    """The view with the mask that a finder of FINDERS gives; ``method`` makes the network.

    Raises UserError when it finds none.
    """
    found = FINDERS[finder](view, method)
    if found.mask is None or not (found.mask > 0.5).any():
        raise UserError(
            f"No object was found in {view.name} this way. Draw a box around it, or paint it."
        )
    return found


def _by_sight(view: View, method: Callable[[], Method]) -> View:
    return find_mask(view)


def _next_by_sight(view: View, method: Callable[[], Method]) -> View:
    return find_mask(view, view.mask_choice[0] + 1)


def _by_colour(view: View, method: Callable[[], Method]) -> View:
    mask = segment(view.image)
    return view.with_mask(mask if is_believable(mask) else None, "classical")


def _by_shape(view: View, method: Callable[[], Method]) -> View:
    from core.pipeline import mask_from_network

    return mask_from_network(view.with_mask(None, "none"), method())


FINDERS: dict[str, Finder] = {
    "salient": _by_sight,
    "next": _next_by_sight,
    "classical": _by_colour,
    "network": _by_shape,
}
