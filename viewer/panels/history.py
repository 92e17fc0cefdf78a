"""The steps that can be undone, by name; a click goes there."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QUndoView, QVBoxLayout

from viewer.document.session import Session
from viewer.i18n.translate import tr
from viewer.preview.shape_preview import Preview


class HistoryPanel(QFrame):
    """The undo stack as a list, from the start at the top to the newest step."""

    place, tab, stretch = "bottom", "History", 1

    def __init__(self, session: Session, preview: Preview) -> None:
        super().__init__()
        self.setProperty("role", "section")
        self.list = _Steps(session.undo_stack)
        self.list.setEmptyLabel(tr("Start"))
        self.list.setAccessibleName(tr("History"))
        self.list.setToolTip(tr("Click a step to go there; nothing is lost by going back"))
        self.list.setProperty("role", "plain")
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self.list)


class _Steps(QUndoView):
    """As high as the strip below the view, not as Qt would have a list."""

    def sizeHint(self) -> QSize:
        return QSize(240, 60)
