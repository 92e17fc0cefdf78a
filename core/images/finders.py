"""The ways to find the object in a photograph; the window lets people choose again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from core.errors import UserError
from core.images.foreground import find_mask
from core.images.rembg_extra import remove_background
from core.types import View

if TYPE_CHECKING:
    from core.methods.base import Method

Finder = Callable[[View, Callable[[], "Method"]], View]


def find_object(view: View, finder: str, method: Callable[[], Method]) -> View:
    """The view with the mask that a finder of FINDERS gives; ``method`` makes the network.

    Raises UserError when it finds none.
    """
    found = FINDERS[finder](replace(view, mask=None, mask_source="none"), method)
    if found.mask is None or not (found.mask > 0.5).any():
        raise UserError(
            f"No object was found in {view.name} this way. Draw a box around it, or paint it."
        )
    return found


def _by_colour(view: View, method: Callable[[], Method]) -> View:
    return find_mask(view)


def _by_network(view: View, method: Callable[[], Method]) -> View:
    from core.pipeline import mask_from_network

    return mask_from_network(view, method())


def _by_rembg(view: View, method: Callable[[], Method]) -> View:
    return replace(view, mask=remove_background(view.image), mask_source="rembg")


FINDERS: dict[str, Finder] = {
    "classical": _by_colour,
    "network": _by_network,
    "rembg": _by_rembg,
}
