"""COLMAP models as text and as binary files.

Format: https://colmap.github.io/format.html. Poses are from world to camera with OpenCV axes, as
the program has them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.spatial.transform import Rotation

from core.errors import UserError
from core.types import Camera
from core.utils.files import read_bytes

# By their number in binary files: name and count of parameters.
MODELS = dict(enumerate((
    ("SIMPLE_PINHOLE", 3), ("PINHOLE", 4), ("SIMPLE_RADIAL", 4), ("RADIAL", 5), ("OPENCV", 8),
    ("OPENCV_FISHEYE", 8), ("FULL_OPENCV", 12), ("FOV", 5), ("SIMPLE_RADIAL_FISHEYE", 4),
    ("RADIAL_FISHEYE", 5), ("THIN_PRISM_FISHEYE", 12),
)))  # fmt: skip
# Which parameters a model has, in their order.
LAYOUTS = {
    "SIMPLE_PINHOLE": ("f", "cx", "cy"),
    "PINHOLE": ("fx", "fy", "cx", "cy"),
    "SIMPLE_RADIAL": ("f", "cx", "cy", "k1"),
    "RADIAL": ("f", "cx", "cy", "k1", "k2"),
    "OPENCV": ("fx", "fy", "cx", "cy", "k1", "k2", "p1", "p2"),
    "FULL_OPENCV": ("fx", "fy", "cx", "cy", "k1", "k2", "p1", "p2", "k3", "k4", "k5", "k6"),
}
Lens = tuple[str, int, int, tuple[float, ...]]  # model, width, height, parameters
Photo = tuple[str, int, tuple[float, ...]]  # name, lens, quaternion (w, x, y, z) and translation


def read(folder: Path) -> list[tuple[str, Camera]]:
    """The cameras of a model, each with the name of its image.

    Raises UserError for a lens that `Camera` cannot describe, ValueError, KeyError or struct.error
    for damage, FileNotFoundError where one of the two files is missing.
    """
    if (folder / "images.bin").exists() or (folder / "cameras.bin").exists():
        lenses = _binary_lenses(read_bytes(folder / "cameras.bin"))
        photos = _binary_photos(read_bytes(folder / "images.bin"))
    else:
        lenses = _text_lenses(read_bytes(folder / "cameras.txt").decode("utf-8-sig"))
        photos = _text_photos(read_bytes(folder / "images.txt").decode("utf-8-sig"))
    return [(name, _camera(lenses[lens], pose)) for name, lens, pose in photos]


def _camera(lens: Lens, pose: tuple[float, ...]) -> Camera:
    model, width, height, values = lens
    if model not in LAYOUTS:
        raise UserError(
            f"The lens model {model} of COLMAP cannot be used. Undistort the images first: "
            "colmap image_undistorter"
        )
    known = dict(zip(LAYOUTS[model], values, strict=True))
    if any(known.get(name) for name in ("k4", "k5", "k6")):
        raise UserError(
            "The lens is more distorted than five coefficients can say. Undistort the images "
            "first: colmap image_undistorter"
        )
    fx, fy = known.get("fx", known.get("f", 0.0)), known.get("fy", known.get("f", 0.0))
    K = np.array([[fx, 0, known["cx"]], [0, fy, known["cy"]], [0, 0, 1]])
    w, x, y, z, *t = pose
    R: npt.NDArray[np.float64] = Rotation.from_quat([x, y, z, w]).as_matrix()
    k1, k2, p1, p2, k3 = (known.get(name, 0.0) for name in ("k1", "k2", "p1", "p2", "k3"))
    return Camera(width, height, K, R, np.array(t), (k1, k2, p1, p2, k3))


def _rows(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith("#")]


def _text_lenses(text: str) -> dict[int, Lens]:
    lenses = {}
    for line in filter(str.strip, _rows(text)):
        number, model, width, height, *values = line.split()
        lenses[int(number)] = model, int(width), int(height), tuple(map(float, values))
    return lenses


def _text_photos(text: str) -> Iterator[Photo]:
    # Every second line lists the points seen, and is empty where there are none.
    for line in _rows(text)[::2]:
        if line.strip():
            _, *pose, lens, name = line.split(maxsplit=9)
            yield name.strip(), int(lens), tuple(map(float, pose))


def _binary_lenses(data: bytes) -> dict[int, Lens]:
    (count,), at, lenses = struct.unpack_from("<Q", data), 8, {}
    for _ in range(count):
        number, kind, width, height = struct.unpack_from("<iiQQ", data, at)
        model, size = MODELS[kind]
        lenses[number] = model, width, height, struct.unpack_from(f"<{size}d", data, at + 24)
        at += 24 + 8 * size
    return lenses


def _binary_photos(data: bytes) -> Iterator[Photo]:
    (count,), at = struct.unpack_from("<Q", data), 8
    for _ in range(count):
        _, *pose, lens = struct.unpack_from("<i7di", data, at)
        end = data.index(b"\0", at + 64)
        (points,) = struct.unpack_from("<Q", data, end + 1)
        start, at = at + 64, end + 9 + 24 * points
        if at > len(data):
            raise ValueError("the file was cut off")
        yield data[start:end].decode("utf-8"), lens, tuple(pose)
