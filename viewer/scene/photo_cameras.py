"""Where an object's photographs were measured to be taken from, as cameras of the 3D view."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from core.document.model import Document, Item, photograph
from core.geometry.orientation import rotation
from core.methods import METHODS
from core.types import Bytes, Camera, Floats, Pose, Similarity, View
from viewer.scene.orbit_camera import CLOSEST, Orbit, from_axes, from_pose

STANDARD = (640, 480)  # pixels of a photograph that is still to be taken
LARGEST = 900  # pixels of a photograph that is freed of its lens's distortion


def measured_views(item: Item | None) -> tuple[View | None, ...]:
    """For each photograph of an item the view with its camera in the object frame, if it has one.

    A photograph goes by its name: the result knows only those that were used.
    """
    if item is None:
        return ()
    result = item.result
    if result is None or not METHODS[result.method].cameras or not result.agreement:
        return (None,) * len(item.views)
    known = {view.name: view for view in reversed(result.views)}
    return tuple(known.get(view.name) for view in item.views)


def eye(document: Document, photo: int) -> tuple[View, Camera] | None:
    """A photograph of the selected item, as it was used, and its camera by the shape as it is
    shown; None where that is not known."""
    known = measured_views(document.current)
    view = known[photo] if photo < len(known) else None
    if view is None or view.camera is None:
        return None
    return view, turned(view.camera, document.finish.turn)


def own_camera(document: Document) -> Camera | None:
    """The camera of the selected item's one photograph, in the object frame.

    None where the method did not find it, or the shape or its pose is that of another image.
    """
    item = document.current
    if item is None or not item.mix.shape == item.mix.pose == item.id:
        return None
    found = photograph(document, item)
    return None if found is None else found[1]


def turned(camera: Camera, turn: str) -> Camera:
    """The camera that sees a turned shape as it sees it unturned."""
    matrix = rotation(turn).astype(np.float64)
    return Similarity(1.0, matrix, np.zeros(3)).camera(camera) if turn else camera


def orbit_of(camera: Camera) -> Orbit:
    """The same camera on the turntable; its lens is open until one is fitted."""
    right, down, forward = camera.R
    position = -camera.R.T @ camera.t
    distance = max(float(-position @ forward), CLOSEST)
    return from_axes(right, -down, -forward, position, distance)


def pose_of(camera: Camera) -> Pose:
    """Where a camera stands, in the words of poses."""
    orbit = orbit_of(camera)
    away = float(np.linalg.norm(camera.t))
    return Pose(orbit.azimuth, orbit.elevation, orbit.roll, away)


def camera_at(pose: Pose) -> Camera:
    """A camera that stands as a pose says, and looks as phones do."""
    right, up, backward = from_pose(pose).axes()
    R = np.stack([right, -up, -backward])
    focal, (wide, high) = 1.2 * STANDARD[0], STANDARD
    K = np.array([[focal, 0, wide / 2], [0, focal, high / 2], [0, 0, 1]])
    return Camera(wide, high, K, R, -R @ (pose.distance * backward))


def place_of(camera: Camera) -> tuple[float, float, float, float]:
    """Left, top, width and height of its picture in the plane one side before the camera."""
    fx, fy, cx, cy = camera.K[0, 0], camera.K[1, 1], camera.K[0, 2], camera.K[1, 2]
    return -cx / fx, -cy / fy, camera.width / fx, camera.height / fy


def straight(view: View) -> Bytes:
    """The photograph as a lens without distortion would have taken it; not larger than needed."""
    camera = view.camera
    if camera is None or not (any(camera.distortion) or camera.K[0, 1]):
        return view.image
    return _straightened(view)


@lru_cache(maxsize=4)
def _straightened(view: View) -> Bytes:
    assert view.camera is not None
    height, width = view.image.shape[:2]
    step = max(1.0, max(height, width) / LARGEST)
    xs, ys = (
        (np.arange(math.floor(n / step), dtype=np.float32) + np.float32(0.5)) * np.float32(step)
        for n in (width, height)
    )
    across, down = distorted(view.camera, xs[None, :], ys[:, None])
    columns = np.clip(across * width / view.camera.width, 0, width - 1).astype(np.int32)
    rows = np.clip(down * height / view.camera.height, 0, height - 1).astype(np.int32)
    return np.ascontiguousarray(view.image[rows, columns])


def distorted(camera: Camera, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Where the lens puts what an ideal one would put at these pixels."""
    fx, fy, cx, cy = camera.K[0, 0], camera.K[1, 1], camera.K[0, 2], camera.K[1, 2]
    k1, k2, p1, p2, k3 = camera.distortion
    u, v = (x - cx) / fx, (y - cy) / fy
    square = u * u + v * v
    radial = 1 + square * (k1 + square * (k2 + square * k3))
    bent_u = u * radial + 2 * p1 * u * v + p2 * (square + 2 * u * u)
    bent_v = v * radial + p1 * (square + 2 * v * v) + 2 * p2 * u * v
    return fx * bent_u + camera.K[0, 1] * bent_v + cx, fy * bent_v + cy


def spread(cameras: Sequence[Camera]) -> float:
    """How large, in object sides, the pictures of cameras may stand that leave each other room."""
    places = np.array([-camera.R.T @ camera.t for camera in cameras])
    if len(places) < 2:
        return 0.3
    apart = np.linalg.norm(places[:, None] - places[None], axis=-1)
    np.fill_diagonal(apart, np.inf)
    return float(np.clip(0.55 * np.median(apart.min(axis=1)), 0.06, 0.3))
