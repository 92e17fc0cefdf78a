"""The square crop that image networks see, and the way back to the photograph."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PIL import Image

from core.errors import UserError
from core.types import Floats, Maps, View

MARGIN = 1.15  # side of the crop over the longest side of the mask's box, as in training
GREY = 127  # stands for "not the object"


@dataclass(frozen=True, eq=False)
class Crop:
    """image float32 (S, S, 3) sRGB in [0, 1]; window (left, top, side) in pixels of the photo."""

    image: Floats
    window: tuple[float, float, float]


def window_of(view: View, scale: float = 1.0) -> tuple[float, float, float]:
    """The square around a view's mask, or around all of the picture when it has none.

    Raises UserError when the mask is empty.
    """
    height, width = view.image.shape[:2]
    if view.mask is None:
        side = float(max(height, width))
        return (width - side) / 2, (height - side) / 2, side
    rows, columns = (
        np.flatnonzero((view.mask > 0.5).any(1)),
        np.flatnonzero((view.mask > 0.5).any(0)),
    )
    if not len(rows):
        raise UserError(f"The mask of {view.name} is empty. Mark the object or give another mask.")
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    side = max(bottom - top, right - left) * MARGIN * scale
    return (left + right - side) / 2, (top + bottom - side) / 2, float(side)


def square_crop(view: View, size: int, scale: float = 1.0) -> Crop:
    """Cut the object out in a square, with grey where the mask says it is not the object."""
    left, top, side = window_of(view, scale)
    x0, y0 = math.floor(left), math.floor(top)
    x1, y1 = math.ceil(left + side), math.ceil(top + side)
    image = window(view.image, x0, y0, x1, y1, "edge").astype(np.float32)
    if view.mask is not None:
        mask = window(view.mask, x0, y0, x1, y1, "constant")[..., None]
        image = image * mask + GREY * (1 - mask)
    box = (left - x0, top - y0, left - x0 + side, top - y0 + side)
    picture = Image.fromarray(np.rint(image).astype(np.uint8))
    small = picture.resize((size, size), Image.Resampling.BILINEAR, box=box)
    return Crop(np.asarray(small, np.float32) / np.float32(255), (left, top, side))


def resize_mask(maps: Maps, shape: tuple[int, int]) -> Floats:
    """The silhouette of a crop laid into a photograph of ``shape`` (H, W)."""
    left, top, side = maps.crop
    square = Image.fromarray(maps.silhouette.astype(np.float32))
    step = maps.silhouette.shape[0] / side
    placed = square.transform(
        (shape[1], shape[0]),
        Image.Transform.AFFINE,
        (step, 0.0, -left * step, 0.0, step, -top * step),
        Image.Resampling.BILINEAR,
    )
    return np.asarray(placed, np.float32)


def window(array: np.ndarray, x0: int, y0: int, x1: int, y1: int, mode: str) -> np.ndarray:
    """The window of an image (H, W, ...), columns x0 to x1 and rows y0 to y1 without the last.

    Beyond the border it is continued by the ``edge`` or by a ``constant`` 0.
    """
    height, width = array.shape[:2]
    inner = array[max(y0, 0) : min(y1, height), max(x0, 0) : min(x1, width)]
    pads = [(max(-y0, 0), max(y1 - height, 0)), (max(-x0, 0), max(x1 - width, 0))]
    pads += [(0, 0)] * (array.ndim - 2)
    padded: np.ndarray = np.pad(inner, pads, mode=mode)  # type: ignore[call-overload]
    return padded
