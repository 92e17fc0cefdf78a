"""Chips over the 3D view: whether the mesh is sound, and how like the photograph the shape is.

They are two, since each may be good while the other is bad.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from viewer.document.session import Session
from viewer.i18n.translate import tr
from viewer.panels.mesh_checks import Lamp
from viewer.preview.likeness import of_itself
from viewer.preview.shape_preview import Preview
from viewer.text.quality import Verdict, resemblance, sound_word, soundness
from viewer.view3d.advice import Advice
from viewer.view3d.pane import Pane
from viewer.widgets.basic import label, set_role, tool

MARGIN = 12
MOVES = (QEvent.Type.Resize, QEvent.Type.ShowToParent, QEvent.Type.HideToParent)
NARROW = 300  # points; a slimmer view shows the lights alone


class Badges(QWidget):
    """They lie at the upper left of the view, below its caption."""

    def __init__(self, session: Session, preview: Preview, viewport: Pane) -> None:
        super().__init__(viewport)
        self._session, self._preview, self._viewport = session, preview, viewport
        self.sound, self.alike = Badge(), Badge()
        self.advice = Advice(preview, self)
        self.help = tool("help", tr("What would help"), lambda: self.advice.unfold(self.alike))
        self.help.setFixedSize(20, 18)
        set_role(self.help, "bare")
        self.alike.layout().addWidget(self.help)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for badge in (self.alike, self.sound):
            row = QHBoxLayout()
            row.addWidget(badge)
            row.addStretch()
            column.addLayout(row)
        session.changed.connect(self._refresh)
        session.look_changed.connect(self._refresh)
        preview.shape_changed.connect(self._refresh)
        preview.measures_changed.connect(self._refresh)
        preview.likeness.changed.connect(self._refresh)
        viewport.installEventFilter(self)
        viewport.caption.installEventFilter(self)
        self._refresh()

    def _refresh(self) -> None:
        document, likeness = self._session.document, self._preview.likeness
        # What is flipped to is another shape than the live one, which they are about.
        other = self._session.look.flipped and self._preview.comparer.chosen is not None
        self.setVisible(document.code is not None and not other)
        problem = self._preview.measure_problem
        verdict = soundness(self._preview.measures, problem)
        self.sound.show_verdict(sound_word(verdict, problem), verdict)
        item = document.current
        # What was given as a shape has no photograph, and what shows another's shape none here.
        own = item is not None and item.result is not None and of_itself(item)
        known = likeness.outline is not None or likeness.expected is not None
        photographed = own and item is not None and item.view.solid is None
        self.alike.setVisible(photographed and (known or likeness.pending))
        word, verdict = resemblance(likeness.outline, likeness.expected, likeness.checked)
        self.alike.show_verdict(word, verdict)
        self.help.setVisible(bool(self.advice.sentence))
        self._settle()

    def _settle(self) -> None:
        for badge in (self.sound, self.alike):
            badge.words.setVisible(self._viewport.width() >= NARROW)
            badge.updateGeometry()  # else the layout learns of new words too late
        self.layout().activate()
        self.adjustSize()
        caption = self._viewport.caption
        top = 2 * MARGIN - 4 + caption.sizeHint().height() if not caption.isHidden() else MARGIN
        self.move(MARGIN, top)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in MOVES:
            self._settle()
        return False


class Badge(QFrame):
    """A light and a word; the tooltip says why in a sentence."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "badge")
        self.lamp = Lamp()
        self.words = label()
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 4, 9, 4)
        row.setSpacing(6)
        row.addWidget(self.lamp)
        row.addWidget(self.words)

    def show_verdict(self, word: str, verdict: Verdict) -> None:
        """Show what was found, in a word and its sentence."""
        self.lamp.show_level(verdict.level)
        self.words.setText(word)
        self.setToolTip(verdict.sentence)
        self.setAccessibleName(tr("{word}: {why}", word=word, why=verdict.sentence))
