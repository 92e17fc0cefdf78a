"""3x4 projection matrices, as numpy arrays or as text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.linalg import rq

from core.images.load import named, picture_size
from core.types import Camera
from core.utils.containers import read_arrays
from core.utils.files import read_bytes

Reals = npt.NDArray[np.float64]


def read_npz(path: Path, images: Sequence[Path], damaged: str) -> list[tuple[str, Camera]]:
    """From one array (3, 4) a photograph, under its name, with or without the suffix.

    Raises UserError with the sentence ``damaged``, and ValueError for another shape.
    """
    return [
        (name, _camera(name, matrix.astype(np.float64), images))
        for name, matrix in read_arrays(path, damaged).items()
    ]


def read_folder(path: Path, images: Sequence[Path]) -> list[tuple[str, Camera]]:
    """From text files named like their photographs, or one such: three rows of four numbers.

    A first line that says CONTOUR, as multi-view stereo programs write it, is passed over.
    Raises ValueError for damage.
    """
    files = [path] if path.suffix.lower() == ".txt" else sorted(path.glob("*.txt"))
    cameras = []
    for file in files:
        text = read_bytes(file).decode("utf-8-sig").removeprefix("CONTOUR")
        matrix = np.array([line.split() for line in text.splitlines() if line.strip()], np.float64)
        cameras.append((file.stem, _camera(file.stem, matrix, images)))
    return cameras


def decompose(P: Reals) -> tuple[Reals, Reals, Reals]:
    """K with K[2, 2] = 1, rotation R and t of ``P ~ K [R | t]``, for points before the camera.

    Source: Hartley, Zisserman, Multiple View Geometry, 2nd ed., section 6.2.4.
    Raises ValueError for a matrix of another shape or of no finite camera.
    """
    if P.shape != (3, 4) or not np.isfinite(P).all():
        raise ValueError("not a 3x4 matrix of numbers")
    scale = float(np.linalg.norm(P[2, :3]))
    determinant = float(np.linalg.det(P[:, :3]))
    if not abs(determinant) > 1e-12 * scale**3:
        raise ValueError("a matrix without a camera centre")
    P = P * np.sign(determinant)  # matrices mean the same times any number
    K, R = rq(P[:, :3])
    signs = np.sign(np.diag(K))
    K, R = K * signs, signs[:, None] * R
    t = np.linalg.solve(K, P[:, 3])
    return K / K[2, 2], R, t


def _camera(name: str, P: Reals, images: Sequence[Path]) -> Camera:
    """The matrix does not say how large the picture is: if it is not there, twice its centre."""
    K, R, t = decompose(P)
    photograph = named(name, images)
    if photograph is not None:
        width, height = picture_size(photograph)
    else:
        width, height = round(2 * K[0, 2]), round(2 * K[1, 2])
    return Camera(width, height, K, R, t)
