"""A photograph with its mask over it, drawn at any scale, a small part at a time.

Both are kept at halved sizes as well, so that what is drawn never has much more pixels than the
screen; after a stroke only the pixels around it are made and drawn again.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QTransform

from core.images.masks import Box
from core.types import Bytes, Floats
from viewer.masking.image_transform import Placing
from viewer.theme.palette import Palette
from viewer.widgets.pictures import DIMMED

Pixels = np.ndarray  # (H, W): a byte each, or packed colours
SMALLEST_LEVEL = 64
PIXELS_FROM = 4.0  # from this magnification on, the photograph's pixels are seen as squares
OUTLINE = 1.5  # points
_FIRM = np.clip((np.arange(256) - 128) * 3 + 128, 0, 255).astype(np.uint8)


class MaskPicture:
    """The levels of one photograph and of its mask; level k is 2^k times smaller."""

    def __init__(self, image: Bytes) -> None:
        self.height, self.width = image.shape[:2]
        self._pixels = _levels(_packed(np.ascontiguousarray(image)))  # the pictures lie over them
        self._photo = [_rgb(level) for level in self._pixels]
        self._mask: list[Bytes] = []

    def set_mask(self, mask: Floats | None) -> None:
        """Show another mask, or none."""
        self._mask = [] if mask is None else _levels(_bytes(mask))

    def update_mask(self, mask: Floats, box: Box) -> None:
        """The mask has changed in a box (left, top, right, bottom)."""
        if not self._mask:
            self.set_mask(mask)
            return
        left, top, right, bottom = box
        if left >= right or top >= bottom:
            return
        self._mask[0][top:bottom, left:right] = _bytes(mask[top:bottom, left:right])
        for finer, level in zip(self._mask, self._mask[1:], strict=False):
            left, top, right, bottom = left // 2, top // 2, (right + 1) // 2, (bottom + 1) // 2
            source = finer[2 * top : 2 * bottom, 2 * left : 2 * right]
            level[top:bottom, left:right] = _halved(source)

    def draw(self, onto: QImage, part: QRect, placing: Placing, colors: Palette) -> None:
        """Draw a part (in pixels of the screen) of the photograph where it lies."""
        origin, scale = placing.origin, placing.scale
        part = part.intersected(onto.rect())
        if part.isEmpty():
            return
        painter = QPainter(onto)
        painter.setClipRect(part)
        painter.fillRect(part, QColor(colors.window))
        place = QRectF(origin.x(), origin.y(), self.width * scale, self.height * scale)
        painter.setClipRect(place, Qt.ClipOperation.IntersectClip)
        smooth = scale < PIXELS_FROM
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        level = _level(scale, len(self._photo))
        painter.setTransform(_placed(origin, scale * 2**level))
        painter.drawImage(0, 0, self._photo[level])
        painter.resetTransform()
        if self._mask:
            width = max(1, round(OUTLINE * placing.ratio))
            share = self._sampled(part.adjusted(-width, -width, width, width), origin, scale)
            inner = np.s_[width:-width, width:-width]
            behind = _tints(colors.view_edge, 1 - DIMMED)
            painter.drawImage(part.topLeft(), _argb(behind[255 - share[inner]]))
            firm = _FIRM[share]
            edge = (_grown(firm, width) - firm)[inner]
            painter.drawImage(part.topLeft(), _argb(_tints(colors.accent, 1.0)[edge]))
        painter.end()

    def _sampled(self, part: QRect, origin: QPointF, scale: float) -> Bytes:
        """The mask at pixels of the screen (H, W)."""
        found = QImage(part.size(), QImage.Format.Format_Grayscale8)
        found.fill(0)
        level = _level(scale, len(self._mask))
        mask = self._mask[level]
        painter = QPainter(found)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, bool(scale < PIXELS_FROM))
        painter.setTransform(_placed(origin - QPointF(part.topLeft()), scale * 2**level))
        grey = QImage.Format.Format_Grayscale8
        painter.drawImage(
            0, 0, QImage(mask.data, mask.shape[1], mask.shape[0], mask.strides[0], grey)
        )
        painter.end()
        rows = np.frombuffer(found.constBits(), np.uint8).reshape(part.height(), -1)
        return rows[:, : part.width()].copy()


def _placed(origin: QPointF, scale: float) -> QTransform:
    return QTransform(scale, 0, 0, scale, origin.x(), origin.y())


def _level(scale: float, count: int) -> int:
    """The smallest level that is drawn no larger than it is."""
    level = 0
    while level + 1 < count and scale * 2 ** (level + 1) <= 1:
        level += 1
    return level


def _levels(pixels: Pixels) -> list[Pixels]:
    levels = [pixels]
    while max(levels[-1].shape[:2]) > SMALLEST_LEVEL:
        levels.append(_halved(levels[-1]))
    return levels


def _halved(pixels: Pixels) -> Pixels:
    """Half as many pixels each way. Two of each four are averaged, byte by byte, also of colours
    that are packed into one number: that is quick."""
    even = pixels[0::2, 0::2]
    odd = pixels[1::2, 1::2]
    missing = (even.shape[0] - odd.shape[0], even.shape[1] - odd.shape[1])
    if any(missing):
        pads = [(0, missing[0]), (0, missing[1])]
        odd = np.pad(odd, pads, mode="edge") if odd.size else even
    low_bits = pixels.dtype.type(0x7F7F7F7F & np.iinfo(pixels.dtype).max)
    return (even & odd) + (((even ^ odd) >> 1) & low_bits)


def _bytes(mask: Floats) -> Bytes:
    return (mask * np.float32(255) + np.float32(0.5)).astype(np.uint8)


def _grown(levels: Bytes, width: int) -> Bytes:
    """The largest value within this many pixels; soft edges stay soft."""
    for _ in range(width):
        wider = levels.copy()
        for here, there in ((np.s_[1:], np.s_[:-1]), (np.s_[:-1], np.s_[1:])):
            np.maximum(wider[here], levels[there], out=wider[here])
            np.maximum(wider[:, here], levels[:, there], out=wider[:, here])
        levels = wider
    return levels


def _packed(image: Bytes) -> Pixels:
    """Colours (H, W, 3) as one number each, 0xffRRGGBB."""
    height, width = image.shape[:2]
    source = QImage(image.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    packed = source.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(packed.constBits(), np.uint32).reshape(height, width).copy()


def _rgb(pixels: Pixels) -> QImage:
    """A picture over packed colours; they must outlive it."""
    height, width = pixels.shape
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)


def _argb(pixels: np.ndarray) -> QImage:
    """An image over premultiplied colours uint32 (H, W); they must outlive it."""
    pixels = np.ascontiguousarray(pixels)
    height, width = pixels.shape
    form = QImage.Format.Format_ARGB32_Premultiplied
    return QImage(pixels.data, width, height, 4 * width, form).copy()


@lru_cache(maxsize=16)
def _tints(color: str, strength: float) -> np.ndarray:
    """The colour at 256 strengths, up to this one, premultiplied."""
    red, green, blue, _ = QColor(color).getRgb()
    alpha = np.arange(256) / 255 * strength
    made = np.zeros(256, np.uint32)
    for shift, value in ((24, 255), (16, red), (8, green), (0, blue)):
        made |= np.rint(alpha * value).astype(np.uint32) << np.uint32(shift)
    return made
