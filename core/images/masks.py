"""Editing a mask by hand: strokes of a brush, growing, filling; cropping and turning a photograph.

Points are (x, y) in pixels of the photograph from its upper left corner, so that the centre of
the first pixel is at (0.5, 0.5). Masks are float32 (H, W) in [0, 1]; half-way is the outline.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from core.errors import UserError
from core.types import Camera, Floats, View

Bools = npt.NDArray[np.bool_]
Point: TypeAlias = tuple[float, float]
Box: TypeAlias = tuple[int, int, int, int]  # left, top, right, bottom; the last two are beyond it

SMALLEST_CROP = 16
EIGHT = np.ones((3, 3), np.bool_)  # an object's pixels also hang together by their corners


def empty_mask(view: View) -> Floats:
    """A mask that says: nothing here is the object."""
    return np.zeros(view.image.shape[:2], np.float32)


def clipped(box: tuple[float, float, float, float], shape: tuple[int, ...]) -> Box:
    """The pixels of a picture (H, W) that a box touches. It may be empty: right <= left."""
    height, width = shape[:2]
    left, top = max(0, int(np.floor(box[0]))), max(0, int(np.floor(box[1])))
    return left, top, min(width, int(np.ceil(box[2]))), min(height, int(np.ceil(box[3])))


def paint(mask: Floats, start: Point, end: Point, radius: float, value: float) -> Box:
    """Draw a brush from one point to another, in place; the box of pixels it may have changed.

    Its edge is as soft as a pixel. ``value`` 1 adds to the object, 0 takes away.
    """
    reach = radius + 1
    box = clipped(
        (
            min(start[0], end[0]) - reach,
            min(start[1], end[1]) - reach,
            max(start[0], end[0]) + reach,
            max(start[1], end[1]) + reach,
        ),
        mask.shape,
    )
    left, top, right, bottom = box
    if left >= right or top >= bottom:
        return box
    x = np.arange(left, right, dtype=np.float32)[None, :] + np.float32(0.5 - start[0])
    y = np.arange(top, bottom, dtype=np.float32)[:, None] + np.float32(0.5 - start[1])
    along_x, along_y = end[0] - start[0], end[1] - start[1]
    length = along_x**2 + along_y**2
    if length > 0:
        share = np.clip((x * np.float32(along_x) + y * np.float32(along_y)) / length, 0, 1)
        x, y = x - share * np.float32(along_x), y - share * np.float32(along_y)
    covered = np.clip(np.float32(radius + 0.5) - np.sqrt(x * x + y * y), 0, 1)
    part = mask[top:bottom, left:right]
    if value > 0.5:
        np.maximum(part, covered, out=part)
    else:
        np.minimum(part, 1 - covered, out=part)
    return box


def stroke(mask: Floats, points: Sequence[Point], radius: float, value: float) -> Floats:
    """A copy of the mask with a brush drawn through the points."""
    drawn = mask.copy()
    for start, end in zip(points, [*points[1:], points[-1]], strict=True):
        paint(drawn, start, end, radius, value)
    return drawn


def grow(mask: Floats, by: float) -> Floats:
    """The outline moved outward by so many pixels; inward where that is negative.

    Where the object leaves the picture its outline is not known, and stays open.
    """
    from scipy import ndimage  # slow to import, and the window paints masks without it

    inside = mask > 0.5
    grown = np.zeros_like(mask)
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    if not len(rows):
        return grown
    reach = max(by, 0.0) + 2
    left, top, right, bottom = clipped(
        (columns[0] - reach, rows[0] - reach, columns[-1] + 1 + reach, rows[-1] + 1 + reach),
        mask.shape,
    )
    part = inside[top:bottom, left:right]
    if part.all():
        distance = np.full(part.shape, np.inf, np.float32)
    else:
        # From pixel centres; the outline lies half a pixel before the first on the other side.
        distance = np.where(
            part,
            ndimage.distance_transform_edt(part) - 0.5,
            0.5 - ndimage.distance_transform_edt(~part),
        )
    grown[top:bottom, left:right] = np.clip(distance + by + 0.5, 0, 1)
    return grown


def fill_holes(mask: Floats) -> Floats:
    """What lies all around within the object becomes object."""
    from scipy import ndimage  # slow to import, and the window paints masks without it

    outside, _ = ndimage.label(mask <= 0.5)
    open_ = np.unique(np.concatenate([outside[[0, -1]].ravel(), outside[:, [0, -1]].ravel()]))
    hole = ~np.isin(outside, open_) & (outside > 0)
    return _with_region(mask, hole, 1.0)


def fill_region(mask: Floats, point: Point) -> Floats:
    """The hole under a point becomes object; the part of the object under it is taken away."""
    from scipy import ndimage  # slow to import, and the window paints masks without it

    x, y = int(np.floor(point[0])), int(np.floor(point[1]))
    if not (0 <= x < mask.shape[1] and 0 <= y < mask.shape[0]):
        return mask
    inside = mask > 0.5
    is_object = bool(inside[y, x])
    labels, _ = ndimage.label(inside, EIGHT) if is_object else ndimage.label(~inside)
    return _with_region(mask, labels == labels[y, x], 0.0 if is_object else 1.0)


def _with_region(mask: Floats, region: Bools, value: float) -> Floats:
    """A region set to a value, and with it the soft edge that lies on the other side of it."""
    from scipy import ndimage  # slow to import, and the window paints masks without it

    edge = ndimage.binary_dilation(region, EIGHT, iterations=3) & ((mask > 0.5) == (value > 0.5))
    return np.where(region | edge, np.float32(value), mask)


def invert(mask: Floats) -> Floats:
    """Object and background exchanged."""
    return np.float32(1) - mask


def crop(view: View, box: tuple[float, float, float, float]) -> View:
    """The part of a photograph in a box (left, top, right, bottom), its mask and camera with it.

    Raises UserError when hardly anything would be left.
    """
    left, top, right, bottom = clipped(box, view.image.shape)
    if min(right - left, bottom - top) < SMALLEST_CROP:
        raise UserError(
            f"The box is too small to crop to. Draw one of at least {SMALLEST_CROP} pixels a side."
        )
    part = np.s_[top:bottom, left:right]
    camera = view.camera
    if camera is not None:
        K = camera.K.copy()
        K[:2, 2] -= (left, top)
        camera = replace(camera, width=right - left, height=bottom - top, K=K)
    mask = None if view.mask is None else crop_mask(view.mask, box)
    return replace(view, image=view.image[part].copy(), mask=mask, camera=camera)


def crop_mask(mask: Floats, box: tuple[float, float, float, float]) -> Floats:
    """The part of a mask in a box."""
    left, top, right, bottom = clipped(box, mask.shape)
    return mask[top:bottom, left:right].copy()


def rotate(view: View, to_the_left: bool) -> View:
    """A photograph turned by 90 degrees, its mask and camera with it."""
    mask = None if view.mask is None else rotate_mask(view.mask, to_the_left)
    camera = None if view.camera is None else _turned(view.camera, to_the_left)
    return replace(view, image=_rotated(view.image, to_the_left), mask=mask, camera=camera)


def rotate_mask(mask: Floats, to_the_left: bool) -> Floats:
    """A mask turned by 90 degrees."""
    turned: Floats = _rotated(mask, to_the_left)
    return turned


def _rotated(pixels: np.ndarray, to_the_left: bool) -> np.ndarray:
    return np.ascontiguousarray(np.rot90(pixels, 1 if to_the_left else -1))


def _turned(camera: Camera, to_the_left: bool) -> Camera:
    """The camera held upright again: the old x axis points up, or down when turned to the right."""
    sign = 1.0 if to_the_left else -1.0
    turn = np.array([[0.0, sign, 0.0], [-sign, 0.0, 0.0], [0.0, 0.0, 1.0]])
    (fx, _, cx), (_, fy, cy), _ = camera.K
    centre = (cy, camera.width - cx) if to_the_left else (camera.height - cy, cx)
    K = np.array([[fy, 0.0, centre[0]], [0.0, fx, centre[1]], [0.0, 0.0, 1.0]])
    k1, k2, p1, p2, k3 = camera.distortion
    distortion = (k1, k2, -sign * p2, sign * p1, k3)
    return Camera(camera.height, camera.width, K, turn @ camera.R, turn @ camera.t, distortion)
