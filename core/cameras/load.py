"""Cameras that were measured: read from a file, one for each photograph.

What is read, each in a world of its own, as the file has it:

* the project's JSON, ``{"cameras": [{"image", "width", "height", "K", "R", "t", "distortion"}]}``
  with distortion (k1, k2, p1, p2, k3), which may be left out;
* a COLMAP model, the folder with ``cameras`` and ``images`` as ``.txt`` or ``.bin``;
* a NeRF ``transforms.json`` (a JSON file with ``frames``);
* 3x4 projection matrices: an ``.npz`` with one array a photograph, under its name, or a ``.txt``
  with three rows of four numbers, named like its photograph, or a folder of such files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from core.cameras import colmap, nerf, projections
from core.errors import UserError
from core.images.load import named
from core.types import Camera, View
from core.utils.containers import read_json, reading
from core.utils.files import is_folder

MOST_PIXELS = 1_000_000  # a side
SHORTEST, FAR = 0.01, 10_000.0  # focal lengths and middles, of the longer side
MOST_DISTANCE = 1e12
Named = list[tuple[str, Camera]]
_MODEL_FILES = ("cameras.txt", "cameras.bin", "images.txt", "images.bin")
_FORMATS = (
    "Use a JSON file with a list named 'cameras', a NeRF transforms.json, the folder of a COLMAP "
    "model, or 3x4 projection matrices as .npz or .txt."
)


def load_cameras(
    path: str | PathLike[str], images: Sequence[str | PathLike[str]] = ()
) -> dict[str, Camera]:
    """Cameras by the name of their photograph, without its folder.

    OpenCV axes, ``x = K (R X + t)``. ``images`` are the photographs: formats that leave out their
    suffixes or their sizes take them from there.
    Raises UserError when the file is missing, in another format, or says something impossible.
    """
    path, files = Path(path), [Path(image) for image in images]
    damaged = f"{path.name} is damaged or not a camera file. {_FORMATS}"
    with reading(damaged):
        found = _read(path, files, damaged)
    cameras: dict[str, Camera] = {}
    for name, camera in found:
        photograph = named(name, files)
        key = photograph.name if photograph is not None else _last(name)
        wrong = _fault(camera)
        if wrong:
            raise UserError(f"The camera of {key} in {path.name} is wrong: {wrong}. Mend it.")
        if key in cameras:
            raise UserError(f"{path.name} has two cameras for {key}. Leave one of them out.")
        cameras[key] = camera
    if not cameras:
        raise UserError(f"{path.name} holds no cameras. {_FORMATS}")
    return cameras


def with_cameras(views: Sequence[View], cameras: Mapping[str, Camera]) -> tuple[View, ...]:
    """The views with the cameras of their names, in the pixels of the images as they were loaded.

    Views that have no camera stay as they are.
    Raises UserError when a camera is of a picture with other proportions.
    """
    return tuple(
        replace(view, camera=fitted(cameras[view.name], view)) if view.name in cameras else view
        for view in views
    )


def fitted(camera: Camera, view: View) -> Camera:
    """The camera in the pixels of a view's image: it may have been measured on a larger copy."""
    height, width = view.image.shape[:2]
    scale = width / camera.width
    if abs(camera.height * scale - height) > 2:
        raise UserError(
            f"The camera of {view.name} is for {camera.width} x {camera.height} pixels, which are "
            "other proportions than the image has. Use the image it was measured on."
        )
    K = camera.K * np.array([[scale], [scale], [1.0]])
    return replace(camera, width=width, height=height, K=K)


def _read(path: Path, images: Sequence[Path], damaged: str) -> Named:
    if is_folder(path):
        if any((path / name).exists() for name in _MODEL_FILES):
            return colmap.read(path)
        return projections.read_folder(path, images)
    suffix = path.suffix.lower()
    if suffix == ".npz":
        return projections.read_npz(path, images, damaged)
    if path.name.lower() in _MODEL_FILES:
        raise UserError(f"{path.name} is part of a COLMAP model. Give the folder that it is in.")
    if suffix == ".txt":
        return projections.read_folder(path, images)
    content = read_json(path, damaged)
    if isinstance(content, dict) and isinstance(content.get("frames"), list):
        return nerf.read(content, path.parent, images)
    if not isinstance(content, dict) or not isinstance(content.get("cameras"), list):
        raise ValueError("no list named 'cameras'")
    return [_row(row, index, path) for index, row in enumerate(content["cameras"])]


def _row(row: dict[str, Any], index: int, path: Path) -> tuple[str, Camera]:
    with reading(f"Camera {index + 1} of {path.name} is wrong or incomplete. Mend it."):
        k1, k2, p1, p2, k3 = (float(value) for value in row.get("distortion", (0.0,) * 5))
        K = np.asarray(row["K"], np.float64).reshape(3, 3)
        R = np.asarray(row["R"], np.float64).reshape(3, 3)
        t = np.asarray(row["t"], np.float64).reshape(3)
        camera = Camera(int(row["width"]), int(row["height"]), K, R, t, (k1, k2, p1, p2, k3))
        return str(row["image"]), camera


def _last(name: str) -> str:
    return Path(name.replace("\\", "/")).name


def _fault(camera: Camera) -> str:
    """What is impossible about a camera, or nothing."""
    longest = max(camera.width, camera.height)
    if camera.width <= 0 or camera.height <= 0:
        return f"its pictures have {camera.width} x {camera.height} pixels"
    if longest > MOST_PIXELS:
        return f"its pictures have more than {MOST_PIXELS:,} pixels a side"
    if not all(np.isfinite(part).all() for part in (camera.K, camera.R, camera.t)):
        return "K, R or t is not finite"
    if not np.isfinite(camera.distortion).all():
        return "its distortion is not finite"
    if camera.K[0, 0] <= 0 or camera.K[1, 1] <= 0 or not np.allclose(camera.K[2], (0, 0, 1)):
        return "K is not the matrix of a pinhole camera"
    focal, centre = np.diag(camera.K)[:2], camera.K[:2, 2]
    if focal.min() < longest * SHORTEST or max(focal.max(), np.abs(centre).max()) > longest * FAR:
        return "its focal length or its middle is out of all proportion to its pictures"
    if np.abs(camera.t).max() > MOST_DISTANCE or np.abs(camera.distortion).max() > FAR:
        return "its place or its distortion is beyond all measure"
    if not np.allclose(camera.R @ camera.R.T, np.eye(3), atol=1e-3):
        return "R is not a rotation"
    if np.linalg.det(camera.R) < 0:
        return "R is a reflection, not a rotation"
    return ""
