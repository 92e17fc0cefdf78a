"""Photographs of objects that never were, for tests: drawn, with their masks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image
from scipy import ndimage

from core.types import Bytes, Camera, View

BACKGROUND = (238, 238, 240)


def drawn(seed: int, colour=(150, 90, 50), size=(240, 180), shift=(0, 0)) -> View:
    """A speckled ellipse of a colour before a plain wall, with the noise of a sensor."""
    random = np.random.default_rng(seed)
    width, height = size
    y, x = np.mgrid[:height, :width]
    middle = np.array((width / 2 + shift[0], height / 2 + shift[1]))
    inside = ((x - middle[0]) / (0.3 * width)) ** 2 + ((y - middle[1]) / (0.35 * height)) ** 2 < 1
    speckles = ndimage.gaussian_filter(random.normal(size=(height, width)), 1.0)
    object_ = np.array(colour) * (1 + 0.6 * speckles[..., None])
    picture = np.where(inside[..., None], object_, BACKGROUND)
    picture = picture + random.normal(scale=2.0, size=picture.shape)
    image = np.clip(picture, 0, 255).astype(np.uint8)
    return View(image, inside.astype(np.float32), name=f"{seed:02d}.png")


def saved(views, folder: Path) -> list[Path]:
    """The photographs as files."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for view in views:
        Image.fromarray(view.image).save(folder / view.name)
        paths.append(folder / view.name)
    return paths


def smeared(image: Bytes, sigma: float) -> Bytes:
    """A picture that was out of focus."""
    return np.asarray(ndimage.gaussian_filter(image, (sigma, sigma, 0)))


def box_seen(camera: Camera, half=(0.6, 0.5, 0.4), seed=0) -> View:
    """A box covered in noise as a pinhole camera sees it, before a white wall."""
    y, x = np.mgrid[: camera.height, : camera.width] + 0.5
    pixels = np.stack([x, y, np.ones_like(x)], -1)
    rays = pixels @ np.linalg.inv(camera.K).T @ camera.R
    centre = -camera.R.T @ camera.t
    with np.errstate(divide="ignore"):
        ends = np.stack([(sign * np.array(half) - centre) / rays for sign in (-1, 1)])
    near, far = ends.min(axis=0).max(axis=-1), ends.max(axis=0).min(axis=-1)
    inside = near < far
    hits = centre + np.where(inside, near, 0.0)[..., None] * rays
    noise = np.random.default_rng(seed).integers(30, 220, (48, 48, 48)).astype(np.float64)
    places = np.moveaxis((hits + 1) * 24, -1, 0)
    grey = np.where(inside, ndimage.map_coordinates(noise, places, order=1, mode="nearest"), 245.0)
    image = np.repeat(grey[..., None], 3, axis=2).astype(np.uint8)
    return View(image, inside.astype(np.float32))
