"""The ways to find the object in a photograph; the window lets people choose again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from core.errors import UserError
from core.segmentation.classical import segment
from core.segmentation.foreground import find_mask, is_believable
from core.types import Maps, View


class Analysed(Protocol):
    """What a look at photographs gave: the maps (`core.types.Maps`), if any."""

    @property
    def maps(self) -> Maps | None: ...


class Network(Protocol):
    """What sees the outline of an object, as methods do (`core.methods.base.Method`)."""

    def analyse(self, views: Sequence[View]) -> Analysed: ...


Finder = Callable[[View, Callable[[], Network]], View]


def find_object(view: View, finder: str, method: Callable[[], Network]) -> View:
    """The view with the mask that a finder of FINDERS gives; ``method`` makes the network.

    Raises UserError when it finds none.
    """
    found = FINDERS[finder](view, method)
    if found.mask is None or not (found.mask > 0.5).any():
        raise UserError(
            f"No object was found in {view.name} this way. Draw a box around it, or paint it."
        )
    return found


def _by_sight(view: View, method: Callable[[], Network]) -> View:
    return find_mask(view)


def _next_by_sight(view: View, method: Callable[[], Network]) -> View:
    return find_mask(view, view.mask_choice[0] + 1)


def _by_colour(view: View, method: Callable[[], Network]) -> View:
    mask = segment(view.image)
    return view.with_mask(mask if is_believable(mask) else None, "classical")


def _by_shape(view: View, method: Callable[[], Network]) -> View:
    return mask_from_network(view.with_mask(None, "none"), method())


def mask_from_network(view: View, method: Network) -> View:
    """The view with the silhouette (H, W) that the network sees in it, where that is believable.

    Without, the view as it was.
    """
    from core.images.crop import resize_mask

    maps = method.analyse([view]).maps
    if maps is None:
        return view
    mask = resize_mask(maps, view.image.shape[:2])
    return view.with_mask(mask, "network") if is_believable(mask) else view


FINDERS: dict[str, Finder] = {
    "salient": _by_sight,
    "next": _next_by_sight,
    "classical": _by_colour,
    "network": _by_shape,
}
