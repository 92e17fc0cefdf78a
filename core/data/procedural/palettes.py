"""Base colours that things of each material have: sRGB, 0 to 255."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Color = npt.NDArray[np.uint8]

WOODS = ("c8a06e", "b07d4b", "8a5a33", "5f3b22", "3b2618", "d9bd90", "e6d5b8", "a5673f", "71492b")
FABRICS = (
    "8c8f94", "5a6472", "2f3c4f", "7b3b3b", "a8583f", "c9b79c", "e3dccf", "4d6150", "6f7d5d",
    "3a5f7d", "94a7b8", "c4873f", "54405c", "2b2b2e", "b9475a", "d7a5a0",
)  # fmt: skip
METALS = ("c4c6c8", "9a9da1", "6d7074", "3c3e41", "b08d57", "d4af6a", "8c6a4f", "1f2022")
PAINTS = (
    "f2f0ea", "dcdad4", "1d1d1f", "444648", "c0392b", "27548a", "2e7d5b", "e0a526", "d9622b",
    "7aa7c7", "86a86b", "efe3c2", "6b2f3a", "8a8f98",
)  # fmt: skip
CARS = ("b3b7bb", "1c1d20", "e9eaec", "a3211f", "1f4e8c", "55585c", "2d5a3d", "d6a419", "7a4b2a")
CERAMICS = (
    "f4f1ea",
    "dfe7ea",
    "9cb7c4",
    "3f5f7a",
    "b9603e",
    "6e7f62",
    "d9c7a3",
    "2d3436",
    "c9d4c0",
)
GLASSES = ("a9c6c0", "5d8a6b", "7a5a2e", "c5d8e0", "34506b")
LEAVES = ("3f6b35", "5b8c3e", "2f5233", "7fa650", "8fae77")
FURS = ("8a6844", "5b4331", "c8a87a", "3a3430", "e4dccf", "9b9a97", "b5743c")
FOODS = ("c98a45", "8c4f2a", "d8b06a", "6aa043", "c73f2f", "f0d27a", "7a3b22")
RUBBER = ("1b1b1c", "26272a", "303134")
ANY = WOODS + FABRICS + METALS + PAINTS + CERAMICS


def pick(rng: np.random.Generator, *palettes: tuple[str, ...]) -> Color:
    """A colour of one of the palettes, a little off it."""
    palette = palettes[int(rng.integers(len(palettes)))]
    code = palette[int(rng.integers(len(palette)))]
    base = np.array([int(code[k : k + 2], 16) for k in (0, 2, 4)], np.float64)
    color = base * rng.uniform(0.85, 1.12) + rng.normal(0, 5, 3)
    return np.clip(color, 0, 255).astype(np.uint8)
