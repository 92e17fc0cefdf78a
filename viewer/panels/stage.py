"""The photograph at full size with its mask, and the one thing to do next."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from viewer import theme
from viewer.language import mark, tr
from viewer.pictures import masked
from viewer.session import Session
from viewer.widgets import Picture, label, set_role

SOURCES = {
    "alpha": mark("The object is cut out by the image itself."),
    "classical": mark("The outlined object will be reconstructed."),
    "network": mark("The network found this object."),
    "file": mark("The object is cut out by the given mask."),
    "edited": mark("The outlined object will be reconstructed."),
}


class Stage(QFrame):
    """Shown in the middle while the selected image has no shape yet."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("role", "canvas")
        self._session = session
        self.picture = Picture()
        self.words = label(role="muted", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = QPushButton(tr("Reconstruct"))
        self.button.setProperty("role", "primary")
        self.button.setToolTip("Ctrl+R")
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.button.clicked.connect(self._run)
        keep = self.button.sizePolicy()
        keep.setRetainSizeWhenHidden(True)  # the picture stays where it is while the job runs
        self.button.setSizePolicy(keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(36, 24, 36, 32)
        column.setSpacing(14)
        column.addWidget(self.picture, 1)
        column.addWidget(self.words)
        column.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignCenter)
        for signal in (session.changed, session.tasks_changed, session.problems_changed):
            signal.connect(self._refresh)
        self._shown: object = None

    def _run(self) -> None:
        item = self._session.document.current
        if item is not None:
            self._session.reconstruct(item)

    def _refresh(self) -> None:
        item = self._session.document.current
        if item is None:
            self._shown = None
            return
        view = item.view
        if view is not self._shown:
            self._shown = view

            def paint(size: QSize, ratio: float) -> QPixmap:
                colors = theme.current()
                return masked(view, size, ratio, colors.surface, colors.accent)

            self.picture.show_picture(paint)
        problem = self._session.problems.get(item.id, "")
        found = tr(SOURCES.get(view.mask_source, mark("No object was found yet.")))
        self.words.setText(problem or found)
        set_role(self.words, "problem" if problem else "muted")
        running = self._session.running(item.id)
        self.button.setVisible(not running)
        self.button.setEnabled(view.mask is not None)
