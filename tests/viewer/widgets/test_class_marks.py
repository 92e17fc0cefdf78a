"""Classes on a map are told apart by every eye, on light and on dark."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtGui import QColor

from viewer.theme.palette import DARK, LIGHT, Palette
from viewer.widgets.class_marks import LIGHT_COLORS, color_of, form_of

# Machado, Oliveira, Fernandes 2009: what is left of linear RGB without one kind of cone.
EYES = {
    "all colours": np.eye(3),
    "no red": [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
    "no green": [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
    "no blue": [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]],
}
TO_XYZ = np.array([[0.412, 0.358, 0.180], [0.213, 0.715, 0.072], [0.019, 0.119, 0.950]])


def linear(color: QColor) -> np.ndarray:
    value = np.array(color.getRgbF()[:3])
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    ratio = TO_XYZ @ np.clip(rgb, 0, 1) / TO_XYZ.sum(1)
    f = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
@pytest.mark.parametrize("eye", EYES)
def test_colours_stay_apart(palette: Palette, eye: str):
    colors = [color_of(label, palette) for label in range(len(LIGHT_COLORS))]
    seen = [lab(np.array(EYES[eye]) @ linear(color)) for color in colors]
    assert min(np.linalg.norm(a - b) for a, b in combinations(seen, 2)) > 20


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_they_stand_out_from_the_ground(palette: Palette):
    weights = TO_XYZ[1]
    ground = weights @ linear(QColor(palette.raised)) + 0.05
    for label in range(len(LIGHT_COLORS)):
        ink = weights @ linear(color_of(label, palette)) + 0.05
        assert max(ink / ground, ground / ink) > 2.8


def test_fifteen_classes_have_marks_of_their_own():
    marks = {(color_of(label, LIGHT).name(), form_of(label)) for label in range(15)}
    assert len(marks) == 15
