"""NeRF's ``transforms.json``, of Blender scenes and as instant-ngp and nerfstudio write it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import UserError
from core.images.formats import IMAGE_SUFFIXES
from core.images.load import named, picture_size
from core.types import Camera

MODELS = ("OPENCV", "PINHOLE", "SIMPLE_PINHOLE", "RADIAL", "SIMPLE_RADIAL")
OPENGL_TO_OPENCV = np.diag([1.0, -1.0, -1.0])  # y up and z backward to y down and z forward


def read(content: dict[str, Any], folder: Path, images: Sequence[Path]) -> list[tuple[str, Camera]]:
    """The cameras, each with the name of its image.

    Frames may have lenses of their own. Sizes that are left out are those of the images, which are
    looked for among ``images`` and beside the file.
    Raises UserError where an image is needed and not there, or the lens is not a pinhole's;
    KeyError, TypeError or ValueError for damage.
    """
    return [_frame({**content, **frame}, folder, images) for frame in content["frames"]]


def _frame(row: dict[str, Any], folder: Path, images: Sequence[Path]) -> tuple[str, Camera]:
    name = str(row["file_path"])
    model = str(row.get("camera_model", "OPENCV")).upper()
    if model not in MODELS or row.get("is_fisheye") or row.get("k4"):
        raise UserError(
            f"{name} was taken with a lens of the kind {model}, which cannot be used. "
            "Undistort the images first."
        )
    width, height = _size(row, name, folder, images)
    fx = _focal(row, "fl_x", "camera_angle_x", width)
    fy = _focal(row, "fl_y", "camera_angle_y", height) or fx
    fx = fx or fy
    if not fx:
        raise ValueError(f"no focal length for {name}")
    cx, cy = float(row.get("cx", width / 2)), float(row.get("cy", height / 2))
    K = np.array([[fx, 0, cx], [0, fy, cy], [0, 0, 1]])
    to_world = np.asarray(row["transform_matrix"], np.float64)
    if to_world.shape not in ((3, 4), (4, 4)):
        raise ValueError(f"transform_matrix of {name} is not 4x4")
    R = OPENGL_TO_OPENCV @ to_world[:3, :3].T
    k1, k2, p1, p2, k3 = (float(row.get(key, 0.0)) for key in ("k1", "k2", "p1", "p2", "k3"))
    return name, Camera(width, height, K, R, -R @ to_world[:3, 3], (k1, k2, p1, p2, k3))


def _focal(row: dict[str, Any], key: str, angle: str, side: int) -> float:
    """In pixels, 0 where the file does not say."""
    if key in row:
        return float(row[key])
    return side / 2 / math.tan(float(row[angle]) / 2) if angle in row else 0.0


def _size(row: dict[str, Any], name: str, folder: Path, images: Sequence[Path]) -> tuple[int, int]:
    if "w" in row and "h" in row:
        return int(row["w"]), int(row["h"])
    # Blender scenes name their images without the suffix.
    beside = (folder / f"{name}{suffix}" for suffix in ("", *IMAGE_SUFFIXES))
    photograph = named(name, images) or next((path for path in beside if path.is_file()), None)
    if photograph is None:
        raise UserError(
            f"The size of {name} is not in the file, and the image is not beside it. "
            "Add w and h to the file."
        )
    return picture_size(photograph)
