"""Pictures of scenes, and what they are judged by."""

from __future__ import annotations

import numpy as np

from core.types import Bytes
from viewer.system.opengl import choose_window

choose_window()
from viewer.scene.scene import Scene  # noqa: E402

WIDTH, HEIGHT = 240, 180


def covered(scene: Scene) -> np.ndarray:
    """Where the shape is in the picture (H, W), in [0, 1]."""
    return scene.screenshot(WIDTH, HEIGHT, transparent=True)[..., 3] / 255


def centroid(mask: np.ndarray) -> tuple[float, float]:
    """Its middle in the picture: right and up from the centre, in halves of the height."""
    rows, columns = np.mgrid[: mask.shape[0], : mask.shape[1]]
    half = mask.shape[0] / 2
    x = (columns * mask).sum() / mask.sum() - (mask.shape[1] - 1) / 2
    y = (mask.shape[0] - 1) / 2 - (rows * mask).sum() / mask.sum()
    return x / half, y / half


def brightness(picture: Bytes) -> np.ndarray:
    return picture[..., :3].astype(float).mean(axis=-1)
