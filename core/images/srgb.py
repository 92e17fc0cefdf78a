"""sRGB bytes as linear light and back, exactly. Source: IEC 61966-2-1."""

from __future__ import annotations

import numpy as np

from core.types import Bytes, Floats


def linear(colors: Bytes) -> Floats:
    """sRGB (..., 3) as linear light in [0, 1]."""
    return _LINEAR[colors]


def encoded(light: Floats) -> Bytes:
    """Linear light (..., 3) in [0, 1] as sRGB."""
    light = np.clip(light, 0, 1)
    values = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    return np.asarray(np.rint(values * 255), np.uint8)


_VALUES = np.arange(256) / 255
_LINEAR = np.where(_VALUES <= 0.04045, _VALUES / 12.92, ((_VALUES + 0.055) / 1.055) ** 2.4).astype(
    np.float32
)
