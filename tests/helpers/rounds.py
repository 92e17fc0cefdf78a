"""Photographs of an egg from all around, with their cameras: drawn exactly, without a network."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from PIL import Image

from core.types import Camera, View
from viewer.scene.orbit_camera import Orbit

SIZE = (120, 90)
HALF = np.array([0.5, 0.4, 0.3])  # of the egg's axes
CENTRE = (61.5, 43.0)  # of the pictures, not quite in their middle
COUNT = 8


def camera(k: int, count: int = COUNT) -> Camera:
    """The k-th of cameras around the object, now above it and now below."""
    orbit = Orbit(360 * k / count, (25.0, -15.0)[k % 2], distance=3.0)
    right, up, backward = orbit.axes()
    R = np.stack([right, -up, -backward])
    K = np.array([[220.0, 0, CENTRE[0]], [0, 220.0, CENTRE[1]], [0, 0, 1]])
    return Camera(*SIZE, K, R, -R @ orbit.position)


def photograph(k: int, count: int = COUNT) -> View:
    """The egg, speckled, before a plain wall."""
    seen = camera(k, count)
    x, y = np.meshgrid(np.arange(SIZE[0]) + 0.5, np.arange(SIZE[1]) + 0.5)
    ways = np.stack([x, y, np.ones_like(x)], -1) @ np.linalg.inv(seen.K).T @ seen.R / HALF
    eye = -seen.R.T @ seen.t / HALF
    a, b, c = (ways**2).sum(-1), ways @ eye, eye @ eye - 1
    under = b * b - a * c
    inside = under > 0
    met = (eye + ways * ((-b - np.sqrt(np.where(inside, under, 0))) / a)[..., None]) * HALF
    waves = 0.5 + 0.3 * np.sin(met @ np.array([[17.0, 5, 23], [9, 31, 3], [27, 13, 11]]))
    image = np.where(inside[..., None], 200 * waves, 235).astype(np.uint8)
    mask = inside.astype(np.float32)
    return View(image, mask, seen, name=f"egg {k}.png", mask_source="alpha")


def write_folder(folder: Path, count: int = COUNT) -> Path:
    """The photographs with their masks as alpha, and the file of their cameras beside them."""
    folder.mkdir()
    rows = []
    for k in range(count):
        view = photograph(k, count)
        alpha = (255 * view.mask).astype(np.uint8)[..., None]
        Image.fromarray(np.concatenate([view.image, alpha], -1)).save(folder / view.name)
        rows.append(row(view))
    (folder / "cameras.json").write_text(json.dumps({"cameras": rows}))
    return folder


def row(view: View) -> dict[str, object]:
    """The camera of a view as the project's files have it."""
    seen = view.camera
    matrices = {"K": seen.K.tolist(), "R": seen.R.tolist(), "t": seen.t.tolist()}
    return {"image": view.name, "width": SIZE[0], "height": SIZE[1], **matrices}
