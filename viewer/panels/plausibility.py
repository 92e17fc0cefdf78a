"""Live gauges of the latent space around the shape: a light and one plain sentence each."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from viewer.document.measured_shapes import is_measured
from viewer.document.session import Session
from viewer.i18n.translate import tr
from viewer.panels.mesh_checks import Lamp
from viewer.preview.shape_preview import Preview
from viewer.text.quality import Verdict, similar_near, small_step, validity
from viewer.widgets.basic import Section, label


class GaugesPanel(Section):
    """What is known of the shape that is shown."""

    place, tab, stretch = "right", "Map", 0

    def __init__(self, session: Session, preview: Preview) -> None:
        super().__init__(tr("Here"))
        self._session, self._preview = session, preview
        self.valid = GaugeRow(tr("Valid"), tr("Pieces, closed, and like a known shape."))
        self.near = GaugeRow(
            tr("Similar near"), tr("Property 1: similar shapes have codes near each other.")
        )
        self.step = GaugeRow(
            tr("Small step"), tr("Property 2: a small step of the code is a small change.")
        )
        for row in (self.valid, self.near, self.step):
            self.body.addWidget(row)
        session.changed.connect(self._refresh)
        preview.measures_changed.connect(self._refresh)
        preview.bearings.changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        self.setVisible(self._session.document.code is not None)
        standing, health = self._preview.bearings.standing, self._preview.measures
        if health is None:
            self.valid.wait()
        else:
            self.valid.show_verdict(validity(health, standing))
        learned = not is_measured(self._session.document.code)
        self.near.setVisible(learned)  # what was measured stands in no space of shapes
        self.step.setVisible(learned)
        if standing is None:
            self.near.wait()
            self.step.wait()
        else:
            self.near.show_verdict(similar_near(standing))
            self.step.show_verdict(small_step(standing))


class GaugeRow(QWidget):
    """A lamp beside a sentence; ``name`` is what it is about."""

    def __init__(self, name: str, hint: str) -> None:
        super().__init__()
        self._name = name
        self.setToolTip(f"{name}\n{hint}")
        self.lamp = Lamp()
        self.words = label(role="muted", wrap=True)
        # Two lines always: else what stands above would move while one points at it.
        self.words.setMinimumHeight(2 * self.words.fontMetrics().lineSpacing() + 2)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.addWidget(self.lamp, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.words, 0, 1)
        grid.setColumnStretch(1, 1)

    def show_verdict(self, verdict: Verdict) -> None:
        """Show what was found."""
        self.lamp.show_level(verdict.level)
        self.words.setText(verdict.sentence)
        known = verdict.level != "unknown"
        self.setAccessibleName(f"{self._name}: {verdict.sentence}" if known else verdict.sentence)

    def wait(self) -> None:
        """News is on its way; what was there before was about another shape."""
        self.show_verdict(Verdict("unknown", tr("{name}: being measured", name=self._name)))
