"""The plot of the voxels' probabilities, and the words for pose and lamp that lie beside it."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from core.process.jobs import Shape
from core.types import Lighting, Mesh, Pose, VoxelGrid
from viewer.document.session import Session
from viewer.panels.certainty import BINS, CertaintyPanel, probabilities
from viewer.panels.picture import light_words, pose_words
from viewer.preview.shape_preview import Preview
from viewer.tasks.engine import Engine
from viewer.theme import theme

EMPTY = Mesh(np.zeros((0, 3), np.float32), np.zeros((0, 3), np.int32))


def grid(*counted: tuple[float, int]) -> VoxelGrid:
    """A grid of 8³ with so many voxels of a probability; the others are empty."""
    values = np.zeros(512, np.float32)
    filled = np.concatenate([np.full(count, chance) for chance, count in counted])
    values[: len(filled)] = filled
    return VoxelGrid.canonical(values.reshape(8, 8, 8))


def test_voxels_are_counted_by_probability_without_the_surely_empty():
    counts = probabilities(grid((1.0, 50), (0.97, 7), (0.5, 3), (0.3, 2), (0.01, 100)))
    assert counts.sum() == 62
    assert (counts[BINS - 1], counts[BINS // 2], counts[int(0.3 * BINS)]) == (57, 3, 2)


def test_the_plot_opens_follows_the_shape_and_wears_the_theme(app: QApplication):
    session = Session(Engine())
    preview = Preview(session)
    panel = CertaintyPanel(session, preview)
    assert panel.isHidden() and panel.plot is None
    preview._show_shape(Shape(grid((0.99, 81), (0.6, 4)), EMPTY), None)
    assert not panel.isHidden() and panel.plot is None
    panel.open_button.click()
    assert panel.plot.bars.opts["height"].tolist()[-1] == 9
    assert panel.words.text() == "85 voxels in the shape\n4 not sure (10%-90%)"
    preview._show_shape(Shape(grid((0.99, 16), (0.6, 4)), EMPTY), None)
    assert panel.plot.bars.opts["height"].tolist()[-1] == 4

    panel.resize(240, 240)
    panel.show()
    for mode in ("dark", "light"):
        colors = theme.apply(app, mode)
        image = panel.plot.widget.grab().toImage()
        assert image.pixelColor(2, 2).name() == colors.surface
        seen = {
            image.pixelColor(x, y).name() for x in range(image.width()) for y in range(0, 90, 3)
        }
        assert colors.accent in seen
    panel.open_button.click()
    assert panel.plot.widget.isHidden() and panel.words.isHidden()
    panel.deleteLater()
    session.engine.close()


def test_the_plot_is_not_loaded_before_it_is_asked_for():
    code = "import sys, viewer.window.main_window; sys.exit('pyqtgraph' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("azimuth", "words"), [(32, "Azimuth 32°"), (270, "Azimuth −90°"), (-0.2, "Azimuth 0°")]
)
def test_a_pose_is_said_in_the_angles_of_the_views(azimuth: float, words: str):
    lines = pose_words(Pose(azimuth, -10.4, 3, 1.84)).splitlines()
    assert lines == [words, "Elevation −10°, roll 3°", "1.8 sides away"]


def test_the_lamp_is_said_as_seen_from_the_camera():
    words = light_words(Lighting(-40, 30, 0.35), known=True)
    assert words == "Lamp 40° left, 30° above the camera\n35% from all sides"
    assert "guess" in light_words(Lighting(-40, 30, 0.35), known=False)
