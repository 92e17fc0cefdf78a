"""A small chip over the 3D view: whether what is seen is a valid shape."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QFrame, QHBoxLayout

from viewer.captions import Pane
from viewer.language import tr
from viewer.panels.result import Lamp
from viewer.preview import Preview
from viewer.session import Session
from viewer.verdicts import badge_word, validity
from viewer.widgets import label

MARGIN = 12
MOVES = (QEvent.Type.Resize, QEvent.Type.ShowToParent, QEvent.Type.HideToParent)
NARROW = 300  # points; a slimmer view shows the light alone


class Badge(QFrame):
    """Lies at the upper left of the view, below its caption; the tooltip says why in a sentence."""

    def __init__(self, session: Session, preview: Preview, viewport: Pane) -> None:
        super().__init__(viewport)
        self.setProperty("role", "badge")
        self._session, self._preview, self._viewport = session, preview, viewport
        self.lamp = Lamp()
        self.words = label()
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 4, 9, 4)
        row.setSpacing(6)
        row.addWidget(self.lamp)
        row.addWidget(self.words)
        session.changed.connect(self._refresh)
        preview.measures_changed.connect(self._refresh)
        preview.bearings.changed.connect(self._refresh)
        viewport.installEventFilter(self)
        viewport.caption.installEventFilter(self)
        self._refresh()

    def _refresh(self) -> None:
        self.setVisible(self._session.document.code is not None)
        verdict = validity(self._preview.measures, self._preview.bearings.standing)
        self.lamp.show_level(verdict.level)
        self.words.setText(badge_word(verdict))
        self.setToolTip(verdict.sentence)
        self.setAccessibleName(tr("{word}: {why}", word=badge_word(verdict), why=verdict.sentence))
        self._settle()

    def _settle(self) -> None:
        self.words.setVisible(self._viewport.width() >= NARROW)
        self.adjustSize()
        caption = self._viewport.caption
        top = 2 * MARGIN - 4 + caption.sizeHint().height() if not caption.isHidden() else MARGIN
        self.move(MARGIN, top)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in MOVES:
            self._settle()
        return False
