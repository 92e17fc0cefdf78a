"""The silhouette of a shape from a decoded pose, in the square crop that networks see.

A pose has no focal length: the crop decides it. As photographs are cut out around their mask, so
is the picture of a shape around its silhouette, with the same margin (`core.images.crop.MARGIN`);
laid over each other, the two squares tell where in the photograph the shape is.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from core.images.crop import MARGIN
from core.types import Camera, Floats, Mesh, Pose

SIZE = 512  # pixels a side of the square in which outlines are compared; Pillow fills edges too
NEAREST = 0.05  # object sides before the camera; nothing is drawn nearer
FINER = 3  # drawn so many times larger, then averaged

Window = tuple[float, float, float]  # left, top and side


def projected(points: Floats, pose: Pose) -> npt.NDArray[np.float64]:
    """Points (N, 3) as they are seen: x right, y down, in the plane one side before the camera."""
    local = points @ _axes(pose).T
    away = pose.distance + local[:, 2]
    seen: npt.NDArray[np.float64] = local[:, :2] / np.maximum(away, NEAREST)[:, None]
    return seen


def _axes(pose: Pose) -> npt.NDArray[np.float64]:
    """Right, down and forward (3, 3) of a camera."""
    a, e, r = (math.radians(value) for value in (pose.azimuth, pose.elevation, pose.roll))
    outward = np.array([math.sin(a) * math.cos(e), math.sin(e), math.cos(a) * math.cos(e)])
    right = np.array([math.cos(a), 0.0, -math.sin(a)])
    down = np.cross(-outward, right)
    return np.stack(
        [
            math.cos(r) * right + math.sin(r) * down,
            math.cos(r) * down - math.sin(r) * right,
            -outward,
        ]
    )


def camera_by_crop(points: Floats, pose: Pose, crop: Window, shape: tuple[int, ...]) -> Camera:
    """The camera at a pose for which points (N, 3) of a shape fill their crop of a photograph.

    ``shape`` is the photograph's (H, W).
    """
    left, top, side = window_of(projected(points, pose))
    focal = crop[2] / side
    K = np.array(
        [[focal, 0.0, crop[0] - focal * left], [0.0, focal, crop[1] - focal * top], [0.0, 0.0, 1.0]]
    )
    return Camera(shape[1], shape[0], K, _axes(pose), np.array([0.0, 0.0, pose.distance]))


def window_of(seen: npt.NDArray[np.float64]) -> Window:
    """The crop around projected points (N, 2), in their units."""
    low, high = seen.min(axis=0), seen.max(axis=0)
    side = float((high - low).max()) * MARGIN
    left, top = (low + high - side) / 2
    return float(left), float(top), side


def silhouette(mesh: Mesh, pose: Pose, size: int) -> Floats:
    """How much of each pixel of the crop the shape covers (size, size), in [0, 1]."""
    if not len(mesh.faces):
        return np.zeros((size, size), np.float32)
    seen = projected(mesh.vertices, pose)
    return _drawn(seen, mesh, window_of(seen), size)


def _drawn(seen: npt.NDArray[np.float64], mesh: Mesh, window: Window, size: int) -> Floats:
    """How much of each pixel of a window a mesh covers, whose vertices are seen at (V, 2)."""
    left, top, side = window
    fine = size * FINER
    # Pillow's places are the middles of pixels.
    places = (seen - (left, top)) * (fine / side) - 0.5
    picture = Image.new("L", (fine, fine))
    pen = ImageDraw.Draw(picture)
    for triangle in places[mesh.faces].reshape(-1, 6).tolist():
        pen.polygon(triangle, fill=255)
    return np.asarray(picture.reduce(FINER), np.float32) / np.float32(255)


def outline_iou(mesh: Mesh, camera: Camera, mask: Floats) -> float:
    """How well a shape, seen through the camera of a photograph, fills its mask (H, W): the
    intersection of the two outlines over their union, also where the shape leaves the picture."""
    rows, columns = (np.flatnonzero((mask > 0.5).any(axis)) for axis in (1, 0))
    if not len(mesh.faces) or not len(rows):
        return 0.0
    local = mesh.vertices @ camera.R.T + camera.t
    seen = (local / np.maximum(local[:, 2:], NEAREST) @ camera.K.T)[:, :2]
    low = np.minimum(seen.min(axis=0), (columns[0], rows[0]))
    high = np.maximum(seen.max(axis=0), (columns[-1] + 1, rows[-1] + 1))
    window = window_of(np.stack([low, high]))
    return silhouette_iou(cut_square(mask, window, SIZE), _drawn(seen, mesh, window, SIZE))


def cut_square(mask: Floats, window: Window, size: int) -> npt.NDArray[np.bool_]:
    """What of a mask (H, W) lies in a window of its photograph, as a small square of yes or no."""
    left, top, side = window
    steps = (np.arange(size) + 0.5) / size * side
    rows, columns = (np.floor(start + steps).astype(int) for start in (top, left))
    height, width = mask.shape
    within = np.outer((rows >= 0) & (rows < height), (columns >= 0) & (columns < width))
    found = mask[np.ix_(rows.clip(0, height - 1), columns.clip(0, width - 1))] > 0.5
    return np.asarray(found & within)


def silhouette_iou(mask: npt.NDArray[np.bool_], drawn: Floats) -> float:
    """How well two silhouettes of the same crop agree: intersection over union."""
    covered = drawn > 0.5
    union = int((mask | covered).sum())
    return int((mask & covered).sum()) / union if union else 0.0
