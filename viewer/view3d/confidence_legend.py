"""How sure each place of a measured surface is, as colours with a legend."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor

from core.types import Bytes, Mesh
from viewer.i18n.translate import tr
from viewer.view3d.legends import Legend

# From places on which the photographs hardly agree to those that many of them see alike; told
# apart without red and green. What none of them saw is grey.
STOPS = ("#b5501c", "#e6a75c", "#efe6c4", "#7fb5b5", "#176b7d")
GUESSED = "#a5a29e"
SHARE = 0.14  # of the legend's bar that is grey


def colors(mesh: Mesh) -> Bytes | None:
    """A colour for every vertex (V, 3); None where nothing is known of them."""
    if mesh.confidence is None:
        return None
    stops = np.array([QColor(stop).getRgb()[:3] for stop in STOPS], np.float32)
    levels = np.linspace(0, 1, len(stops))
    sure = np.clip(np.nan_to_num(mesh.confidence), 0, 1)
    made = np.stack([np.interp(sure, levels, stops[:, k]) for k in range(3)], axis=1)
    made[guessed(mesh)] = QColor(GUESSED).getRgb()[:3]
    return np.rint(made).astype(np.uint8)


def guessed(mesh: Mesh) -> np.ndarray:
    """Which vertices (V,) no photograph saw."""
    seen = mesh.confidence if mesh.seen is None else mesh.seen
    assert seen is not None
    return seen < 0.5 if mesh.seen is not None else seen <= 0


class ConfidenceLegend(Legend):
    """A bar from guessed over unsure to sure."""

    def stops(self) -> list[tuple[float, str]]:
        """Grey apart from the rest, then the colours."""
        rest = [(SHARE + (1 - SHARE) * k / (len(STOPS) - 1), stop) for k, stop in enumerate(STOPS)]
        return [(0.0, GUESSED), (SHARE - 0.001, GUESSED), *rest]

    def show_share(self, mesh: Mesh) -> None:
        """Say how much of the surface is a guess."""
        share = float(guessed(mesh).mean()) if len(mesh.vertices) else 0.0
        words = tr(
            "How far the photographs agree; {share:.0%} of the surface is in none", share=share
        )
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.updateGeometry()
        self.update()
        self.show()

    def _long(self) -> tuple[str, str]:
        return tr("Guessed · unsure"), tr("Sure")

    def _short(self) -> tuple[str, str]:
        return tr("Guessed"), tr("Sure")
