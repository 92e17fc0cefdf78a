"""From arrays to pictures on screen: photographs with their mask, the maps."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from core.types import Bytes, Floats, Rendering, View

_thumbnails: WeakKeyDictionary[View, dict[object, QPixmap]] = WeakKeyDictionary()
DIMMED = 0.22  # how much of the background is left beside the object


def to_image(pixels: Bytes) -> QImage:
    """uint8 (H, W), (H, W, 3) or (H, W, 4) as an image that owns its memory."""
    pixels = np.ascontiguousarray(pixels)
    channels = 1 if pixels.ndim == 2 else pixels.shape[2]
    form = {
        1: QImage.Format.Format_Grayscale8,
        3: QImage.Format.Format_RGB888,
        4: QImage.Format.Format_RGBA8888,
    }[channels]
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, width * channels, form).copy()


def to_array(image: QImage) -> Bytes:
    """An image as uint8 (H, W, 3)."""
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def masked(view: View, size: QSize, ratio: float, behind: str, outline: str) -> QPixmap:
    """A photograph fitted into a box, its background dimmed and the object's outline drawn."""
    box = size * ratio
    photo = _fitted(view.image, box)
    if view.mask is not None:
        mask = _levels(view.mask, box, photo.size())
        photo = to_image(_with_mask(to_array(photo), mask, behind, outline, ratio))
    return _crisp(photo, ratio)


def thumbnail(view: View, size: QSize, ratio: float, behind: str) -> QPixmap:
    """The object alone, in the square around it, its background dimmed. Made once a view."""
    made = _thumbnails.setdefault(view, {})
    key = (size.width(), size.height(), ratio, behind)
    if key not in made:
        made[key] = _thumbnail(view, size, ratio, behind)
    return made[key]


def _thumbnail(view: View, size: QSize, ratio: float, behind: str) -> QPixmap:
    box = size * ratio
    image, mask = view.image, view.mask
    if mask is not None and (mask > 0.5).any():
        window = _square(mask > 0.5)
        image, mask = image[window], mask[window]
    photo = _fitted(image, box, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    if mask is not None:
        share = _levels(mask, box, photo.size())[..., None]
        pixels = to_array(photo)
        back = _rgb(behind)
        dimmed = back + (pixels - back) * DIMMED
        photo = to_image((dimmed + (pixels - dimmed) * share).astype(np.uint8))
    left, top = (photo.width() - box.width()) // 2, (photo.height() - box.height()) // 2
    return _crisp(photo.copy(left, top, box.width(), box.height()), ratio)


def small(view: View, size: QSize, mode: Qt.AspectRatioMode) -> QImage:
    """A small copy of a photograph."""
    return _fitted(view.image, size, mode)


def fitted(image: QImage, size: QSize, ratio: float) -> QPixmap:
    """Any picture fitted into a box."""
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return _crisp(image.scaled(size * ratio, keep, smooth), ratio)


def faded(picture: QPixmap) -> QPixmap:
    """A picture that is seen through: one that is about to be replaced."""
    made = QPixmap(picture.size())
    made.setDevicePixelRatio(picture.devicePixelRatio())
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setOpacity(0.35)
    painter.drawPixmap(0, 0, picture)
    painter.end()
    return made


def _crisp(image: QImage, ratio: float) -> QPixmap:
    pixmap = QPixmap.fromImage(image)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def _square(inside: np.ndarray) -> tuple[slice, slice]:
    """The square around a region with some margin, as far as the picture goes."""
    spans = []
    places = [np.flatnonzero(inside.any(axis)) for axis in (1, 0)]
    half = 0.56 * max(place[-1] + 1 - place[0] for place in places)
    for place in places:
        middle = (place[0] + place[-1] + 1) / 2
        spans.append(slice(max(0, round(middle - half)), round(middle + half)))
    return spans[0], spans[1]


def _levels(mask: Floats, box: QSize, size: QSize) -> Floats:
    """A mask at the size of the picture on screen, in [0, 1]."""
    levels = to_image(np.rint(255 * _thinned(mask, box)).astype(np.uint8))
    ignore, smooth = (
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    return to_array(levels.scaled(size, ignore, smooth))[..., 0].astype(np.float32) / 255


def _fitted(
    pixels: Bytes, box: QSize, mode: Qt.AspectRatioMode = Qt.AspectRatioMode.KeepAspectRatio
) -> QImage:
    image = to_image(_thinned(pixels, box))
    return image.scaled(box, mode, Qt.TransformationMode.SmoothTransformation)


def _thinned(pixels: np.ndarray, box: QSize) -> np.ndarray:
    """Every n-th pixel of a large picture: scaling all of it smoothly would hold up the window."""
    height, width = pixels.shape[:2]
    step = int(min(width / max(box.width(), 1), height / max(box.height(), 1)) // 2)
    return pixels[::step, ::step] if step > 1 else pixels


def _with_mask(photo: Bytes, mask: Floats, behind: str, outline: str, ratio: float) -> Bytes:
    share = mask[..., None]
    back = _rgb(behind)
    dimmed = back + (photo - back) * DIMMED
    mixed = dimmed + (photo - dimmed) * share
    firm = np.clip((mask - 0.5) * 3 + 0.5, 0, 1)  # one clear line also along a vague edge
    edge = (_grown(firm, max(1, round(1.5 * ratio))) - firm)[..., None]
    mixed += (_rgb(outline) - mixed) * edge
    return np.clip(mixed, 0, 255).astype(np.uint8)


def _grown(mask: Floats, width: int) -> Floats:
    """The largest value within this many pixels; soft edges stay soft."""
    for _ in range(width):
        wider = mask.copy()
        for here, there in ((np.s_[1:], np.s_[:-1]), (np.s_[:-1], np.s_[1:])):
            np.maximum(wider[here], mask[there], out=wider[here])
            np.maximum(wider[:, here], mask[:, there], out=wider[:, here])
        mask = wider
    return mask


def _rgb(color: str) -> Floats:
    return np.array(QColor(color).getRgb()[:3], np.float32)


def depth_picture(depth: Floats, silhouette: Floats, behind: str, near: str, far: str) -> Bytes:
    """Depth as a blend of two colours over the object, from the nearest to the farthest."""
    inside = silhouette > 0.5
    low, high = (depth[inside].min(), depth[inside].max()) if inside.any() else (0.0, 1.0)
    share = np.clip((depth - low) / max(high - low, 1e-6), 0, 1)[..., None]
    return _over(_rgb(near) * (1 - share) + _rgb(far) * share, silhouette, behind)


def normals_picture(normals: Floats, silhouette: Floats, behind: str) -> Bytes:
    """Normals as the usual colours: x red, y green, z blue, each from -1 to 1."""
    return _over(127.5 * (normals + 1), silhouette, behind)


def silhouette_picture(silhouette: Floats, behind: str, ink: str) -> Bytes:
    """A silhouette in one colour."""
    flat = np.broadcast_to(_rgb(ink), (*silhouette.shape, 3))
    return _over(flat, silhouette, behind)


def drawn_picture(rendering: Rendering, behind: str) -> Bytes:
    """The network's picture, cut out by the silhouette it drew: beyond it the colours are noise."""
    return _over(rendering.image.astype(np.float32), rendering.silhouette, behind)


def _over(colors: Floats, silhouette: Floats, behind: str) -> Bytes:
    share = np.clip(silhouette, 0, 1)[..., None]
    return np.clip(_rgb(behind) * (1 - share) + colors * share, 0, 255).astype(np.uint8)
