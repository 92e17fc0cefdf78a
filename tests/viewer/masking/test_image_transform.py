"""Where the photograph lies: the same point under the mouse at every zoom and pixel ratio."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, QSizeF

from viewer.masking.image_transform import fitted


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_points_go_to_the_photograph_and_back(ratio):
    place = fitted((2048, 1536), QSizeF(701, 433), ratio)
    for factor, about in ((1.0, (0, 0)), (3.7, (120.5, 60)), (0.4, (600, 400))):
        held = QPointF(*about)
        under = place.to_photo(held)
        place = place.zoomed(factor, held, 0.01)
        assert place.to_photo(held) == pytest.approx(under)
        back = place.from_photo(*place.to_photo(QPointF(33, 44)))
        assert (back.x(), back.y()) == pytest.approx((33, 44))
    assert place.moved(QPointF(5, -7)).to_photo(QPointF(105, 93)) == pytest.approx(
        place.to_photo(QPointF(100, 100))
    )


def test_all_of_the_photograph_is_in_the_middle():
    place = fitted((2000, 1000), QSizeF(500, 500), 2.0)
    corner, far = place.from_photo(0, 0), place.from_photo(2000, 1000)
    assert corner.x() == pytest.approx(500 - far.x(), abs=0.6)
    assert corner.y() == pytest.approx(500 - far.y(), abs=0.6)
    assert 0 < corner.x() < 20 and far.x() - corner.x() == pytest.approx(2 * (far.y() - corner.y()))


SCRIPT = """
import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from core.types import View
from viewer.masking.canvas import MaskCanvas
app = QApplication([])
canvas = MaskCanvas()
canvas.resize(401, 307)
image = np.full((300, 400, 3), 200, np.uint8)
image[150, 210] = (255, 0, 0)  # one red pixel
canvas.show_view(View(image))
canvas.use("brush", 3.0)
canvas.show()
assert canvas.devicePixelRatioF() == 2.0
painted = []
canvas.painted.connect(lambda mask, value: painted.append(mask))
canvas.zoom(7.3, canvas.placing.from_photo(200, 160))
seen = canvas.grab().toImage()
assert seen.width() == 802
red = [(x, y) for y in range(seen.height()) for x in range(seen.width())
       if seen.pixelColor(x, y).red() > 240 and seen.pixelColor(x, y).green() < 30]
x, y = np.mean(red, axis=0) / 2 + 0.25  # the middle of the red pixel, in points
at = QPoint(round(x), round(y))
wanted = canvas.placing.to_photo(QPointF(x, y))
assert np.allclose(wanted, (210.5, 150.5), atol=0.1), wanted
QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at)
rows, columns = np.nonzero(painted[0] > 0.5)
found = columns.mean() + 0.5, rows.mean() + 0.5
assert np.allclose(found, canvas.placing.to_photo(QPointF(at)), atol=0.35), found
print("exact")
"""


def test_what_is_seen_is_what_is_picked_on_a_screen_with_two_pixels_a_point():
    root = Path(__file__).resolve().parents[3]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": "2"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=root, env=environment, capture_output=True, text=True
    )
    assert done.stdout.strip() == "exact", done.stderr
