"""How sure the network is of the shape: how many voxels have which probability, as a small plot.

pyqtgraph is imported when the plot is first asked for, because that takes longer than the start of
the window may.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from core.types import VoxelGrid
from viewer.document.measured_shapes import is_measured
from viewer.document.session import Session
from viewer.i18n.translate import mark, tr
from viewer.preview.shape_preview import Preview
from viewer.theme import theme
from viewer.widgets.basic import Section, label, tool

if TYPE_CHECKING:
    import pyqtgraph

BINS = 25
LOW, HIGH = 0.1, 0.9  # what lies between is undecided
HEIGHT = 118
HINT = mark(
    "Each voxel has a probability of being part of the shape; the surface lies at 50%.\n"
    "Few bars between the ends: the network is sure of what it shows. Many: take the shape\n"
    "as a guess. Voxels that are surely empty are left out."
)


class CertaintyPanel(Section):
    """Closed until asked for; then it follows the shape, also while a slider is dragged."""

    place, tab, stretch = "left", "Images", 0

    def __init__(self, session: Session, preview: Preview) -> None:
        super().__init__(tr("Certainty"))
        self._session = session
        self._preview = preview
        self.setToolTip(tr(HINT))
        self.plot: Histogram | None = None
        self.words = label(role="muted", wrap=True)
        self.words.hide()
        self.body.addWidget(self.words)
        self.open_button = tool("chevron-right", tr("Show the voxels' probabilities"), self.toggle)
        self.open_button.setCheckable(True)
        self.tools.addWidget(self.open_button)
        preview.shape_changed.connect(self._refresh)
        self._refresh()

    @property
    def is_open(self) -> bool:
        """Whether the plot is asked for."""
        return self.open_button.isChecked()

    def toggle(self) -> None:
        """Open or close it."""
        self.open(self.open_button.isChecked())

    def open(self, wanted: bool) -> None:
        """Open it, or close it; the plot is made once there is something to plot."""
        self.open_button.setChecked(wanted)
        theme.follow(self.open_button, "chevron-down" if wanted else "chevron-right")
        self._refresh()

    def _refresh(self) -> None:
        shape = self._preview.shape
        code = self._session.document.code
        self.setVisible(shape is not None and not is_measured(code))  # its voxels guess nothing
        if shape is not None and self.is_open:
            self._made().show_counts(probabilities(shape.grid))
            self.words.setText(undecided_words(shape.grid))
        self.words.setVisible(self.is_open)
        if self.plot is not None:
            self.plot.widget.setVisible(self.is_open)

    def _made(self) -> Histogram:
        if self.plot is None:
            QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
            self.plot = Histogram()
            QApplication.restoreOverrideCursor()
            self.body.insertWidget(1, self.plot.widget)
        return self.plot


class Histogram:
    """Bars over probability: muted below 50%, in the accent above, a line between."""

    def __init__(self) -> None:
        import pyqtgraph

        self._pg: Any = pyqtgraph
        self.widget: pyqtgraph.PlotWidget = pyqtgraph.PlotWidget()
        self.widget.setFixedHeight(HEIGHT)
        # It is looked at only: no zooming by accident, and the page scrolls through it.
        self.widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        item = self.widget.getPlotItem()
        item.hideAxis("left")
        item.hideButtons()
        item.setMouseEnabled(False, False)
        item.setXRange(0, 1, padding=0.02)
        axis = item.getAxis("bottom")
        axis.setTicks([[(at, f"{at:.0%}") for at in (LOW, 0.5, HIGH)]])
        axis.setStyle(tickLength=0)
        width = 1 / BINS
        centres = (np.arange(BINS) + 0.5) * width
        zeros = np.zeros(BINS)
        self.bars = pyqtgraph.BarGraphItem(x=centres, height=zeros, width=0.8 * width)
        self._middle = pyqtgraph.InfiniteLine(0.5)
        item.addItem(self.bars)
        item.addItem(self._middle)
        self._above = centres > 0.5
        self._dress()
        theme.watch().changed.connect(self._dress)

    def show_counts(self, counts: npt.NDArray[np.int64]) -> None:
        """Show how many voxels each bin holds.

        Heights go with the square root, else the sure ones would leave nothing of the others.
        """
        heights = np.sqrt(counts)
        self.bars.setOpts(height=heights)
        self.widget.setYRange(0, max(float(heights.max()), 1.0), padding=0.0)

    def _dress(self) -> None:
        colors, pg = theme.current(), self._pg
        self.widget.setBackground(colors.surface)
        brushes = [pg.mkBrush(colors.accent if above else colors.faint) for above in self._above]
        self.bars.setOpts(brushes=brushes, pen=pg.mkPen(None))
        self._middle.setPen(pg.mkPen(colors.text, width=1, style=Qt.PenStyle.DashLine))
        axis = self.widget.getPlotItem().getAxis("bottom")
        axis.setPen(pg.mkPen(colors.line))
        axis.setTextPen(pg.mkPen(colors.muted))


def probabilities(grid: VoxelGrid) -> npt.NDArray[np.int64]:
    """How many voxels have which probability, in BINS equal bins from 0 to 1.

    Those in the first bin are surely empty: nearly all of the grid, and set to 0.
    """
    places = (grid.occupancy.reshape(-1) * BINS).astype(np.uint8)
    counts = np.bincount(np.minimum(places, BINS - 1), minlength=BINS)
    counts[0] = 0
    return counts


def undecided_words(grid: VoxelGrid) -> str:
    """How much of the shape is open, in words."""
    chance = grid.occupancy
    inside = int((chance > 0.5).sum())
    undecided = int(((chance > LOW) & (chance < HIGH)).sum())
    return tr(
        "{inside:,} voxels in the shape\n{undecided:,} not sure ({low:.0%}-{high:.0%})",
        inside=inside,
        undecided=undecided,
        low=LOW,
        high=HIGH,
    )
