"""Cameras that were measured: read from a file, one for each photograph."""

from __future__ import annotations

import json
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from core.errors import UserError
from core.types import Camera


def load_cameras(path: str | PathLike[str]) -> dict[str, Camera]:
    """Cameras by the name of their image, without its folder, from the project's own JSON:

        {"cameras": [{"image", "width", "height", "K", "R", "t", "distortion": [k1 k2 p1 p2 k3]}]}

    OpenCV axes, ``x = K (R X + t)``; distortion may be left out.
    Raises UserError when the file is missing, in another format, or says something impossible.
    """
    path = Path(path)
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["cameras"]
    except FileNotFoundError as error:
        raise UserError(f"{path} does not exist. Check the name.") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(
            f"{path.name} is not a camera file. Use a JSON file with a list named 'cameras'."
        ) from error
    cameras: dict[str, Camera] = {}
    for index, row in enumerate(rows):
        try:
            cameras[Path(row["image"]).name] = _camera(row)
        except (KeyError, TypeError, ValueError) as error:
            raise UserError(
                f"Camera {index + 1} of {path.name} is wrong or incomplete ({error}). Mend it."
            ) from error
    return cameras


def _camera(row: dict[str, Any]) -> Camera:
    R = _array(row, "R", (3, 3))
    if not np.allclose(R @ R.T, np.eye(3), atol=1e-3) or np.linalg.det(R) < 0:
        raise ValueError("R is not a rotation")
    k1, k2, p1, p2, k3 = (float(value) for value in row.get("distortion", (0.0,) * 5))
    width, height = int(row["width"]), int(row["height"])
    K, t = _array(row, "K", (3, 3)), _array(row, "t", (3,))
    return Camera(width, height, K, R, t, (k1, k2, p1, p2, k3))


def _array(row: dict[str, Any], name: str, shape: tuple[int, ...]) -> npt.NDArray[np.float64]:
    array = np.asarray(row[name], np.float64).reshape(shape)
    if not np.isfinite(array).all():
        raise ValueError(f"{name} is not finite")
    return array
