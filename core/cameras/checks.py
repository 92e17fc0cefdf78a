"""Whether cameras can be right, judged from their numbers and where the masks lie."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from core.cameras.vertical import meeting
from core.types import Camera, View

Reals = npt.NDArray[np.float64]

ONE_PLACE = 0.02  # distance between cameras, against that to the object, that measures nothing
FAR_OFF = 0.5  # of the object's size in the picture: where its centre may lie beside its mask


def odd_cameras(views: Sequence[View]) -> dict[str, str]:
    """Photographs whose camera does not see the object where the photograph shows it.

    The object is where most of the rays through the masks' middles pass: at least two thirds of
    the cameras must agree, or nothing is said of single ones.
    """
    known = [view for view in views if view.camera is not None]
    if len(known) < 4:
        return {}
    middle = _middle([view.camera for view in known if view.camera is not None], known)
    found = {
        view.name: "Its camera does not see the object where the photograph shows it."
        for view in known
        if not _sees(view, middle)
    }
    return found if 3 * len(found) <= len(known) else {}


def rig_fault(views: Sequence[View]) -> str:
    """What is wrong with the cameras as a whole, as a sentence, or nothing."""
    known = [view for view in views if view.camera is not None]
    cameras = [view.camera for view in known if view.camera is not None]
    if len(cameras) < 2:
        return ""
    centres = np.array([camera.centre for camera in cameras])
    middle = _middle(cameras, known)
    distance = float(np.median(np.linalg.norm(centres - middle, axis=1)))
    spread = float(np.linalg.norm(centres - centres.mean(axis=0), axis=1).max())
    if spread <= max(ONE_PLACE * distance, 1e-6 * float(np.abs(centres).max())):
        return (
            "All cameras stand in one place, from where no shape can be measured. "
            "Use a file that says where each photograph was taken."
        )
    behind = [(camera.R @ middle + camera.t)[2] <= 0 for camera in cameras]
    if 2 * sum(behind) > len(cameras):
        return (
            "The cameras look away from each other. Their file may have other axes: x must be "
            "right, y down and z forward in the picture."
        )
    if 3 * sum(not _sees(view, middle) for view in known) > len(known):
        return (
            "The cameras do not look at one object as the photographs show it. Use the file that "
            "belongs to these photographs, with their names in it."
        )
    return ""


def coverage(views: Sequence[View]) -> tuple[float, float]:
    """How widely, and how closely, the views with cameras look at their object, in degrees.

    The largest angle between two lines of sight; and the median of the angles from each to the
    nearest other one. Both are 0 where fewer than two cameras are known.
    """
    known = [view for view in views if view.camera is not None]
    cameras = [view.camera for view in known if view.camera is not None]
    if len(cameras) < 2:
        return 0.0, 0.0
    lines = np.stack([camera.centre for camera in cameras]) - _middle(cameras, known)
    lines /= np.linalg.norm(lines, axis=1, keepdims=True).clip(1e-9)
    angles = np.degrees(np.arccos((lines @ lines.T).clip(-1, 1)))
    widest = float(angles.max())
    np.fill_diagonal(angles, np.inf)
    return widest, float(np.median(angles.min(axis=1)))


def _middle(cameras: Sequence[Camera], views: Sequence[View]) -> Reals:
    """The point (3,) nearest to the rays through the middles of the masks."""
    rays = [_ray(camera, view) for camera, view in zip(cameras, views, strict=True)]
    return meeting([camera.centre for camera in cameras], rays)


def _ray(camera: Camera, view: View) -> Reals:
    """The direction (3,) in the world of the middle of the mask, or of the picture."""
    (left, top), (right, bottom) = _box(view)
    pixel = ((left + right) / 2, (top + bottom) / 2, 1.0)
    ray = camera.R.T @ np.linalg.solve(camera.K, pixel)
    return np.asarray(ray / np.linalg.norm(ray))


def _sees(view: View, point: Reals) -> bool:
    """Whether a point lies in front of a view's camera, in its mask's box and some around it."""
    assert view.camera is not None
    x, y, depth = view.camera.K @ (view.camera.R @ point + view.camera.t)
    if depth <= 0:
        return False
    low, high = _box(view)
    room = FAR_OFF * float((high - low).max())
    pixel = np.array([x, y]) / depth
    return bool((pixel > low - room).all() and (pixel < high + room).all())


def _box(view: View) -> tuple[Reals, Reals]:
    """The corners of the mask's box (x, y), or of the picture's."""
    height, width = view.image.shape[:2]
    inside = None if view.mask is None else view.mask > 0.5
    if inside is None or not inside.any():
        return np.zeros(2), np.array([width, height], np.float64)
    columns, rows = np.flatnonzero(inside.any(axis=0)), np.flatnonzero(inside.any(axis=1))
    return np.array([columns[0], rows[0]], float), np.array([columns[-1], rows[-1]], float)
