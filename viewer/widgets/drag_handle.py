"""A handle by which a result is dragged into another program, as a real file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QTemporaryDir, QUrl
from PySide6.QtGui import QDrag, QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolButton

from core.exporters import files_of

Ready = Callable[[Path], None]


class DragHandle(QToolButton):
    """Pressed, it has the file written; pulled, it hands the file on as soon as that is there.

    A click without pulling puts the file on the clipboard, also by the keyboard. ``write`` is
    given a folder and what to call with the file. The folder goes when the handle does.
    """

    def __init__(self, write: Callable[[Path, Ready], None], copied: Ready) -> None:
        super().__init__()
        self._write, self._copied = write, copied
        self._folder = QTemporaryDir()
        self._count = 0
        self._grip: QPoint | None = None  # where it was pressed, while it is
        self._pulled = False
        self._copies = False  # clicked: to the clipboard, when the file is there
        self._file: Path | None = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.clicked.connect(self._copy)

    def _begin(self) -> None:
        """Have the file written, into a folder of its own: its name is for the other program."""
        self._count += 1
        folder = Path(self._folder.path()) / str(self._count)
        folder.mkdir()
        self._file, self._pulled, self._copies = None, False, False
        self._write(folder, self._arrived)

    def _arrived(self, file: Path) -> None:
        self._file = file
        if self._copies:
            self._to_clipboard(file)
        else:
            self._hand_on()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip = event.position().toPoint()
            self._begin()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None and not self._pulled:
            way = (event.position().toPoint() - self._grip).manhattanLength()
            self._pulled = way >= QApplication.startDragDistance()
            self._hand_on()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pulled:
            self._grip = None
            self.setDown(False)  # let go before the file was there: nothing happens
        else:
            super().mouseReleaseEvent(event)
            self._grip = None

    def _hand_on(self) -> None:
        if self._file is None or self._grip is None or not self._pulled:
            return
        self._grip = None
        self.setDown(False)
        drag = QDrag(self)
        drag.setMimeData(_as_data(self._file))
        drag.setPixmap(self.icon().pixmap(32, 32))
        drag.exec(Qt.DropAction.CopyAction)

    def _copy(self) -> None:
        if self._grip is None:  # by the keyboard: nothing was pressed
            self._begin()
        self._copies = True
        if self._file is not None:
            self._to_clipboard(self._file)

    def _to_clipboard(self, file: Path) -> None:
        self._copies = False
        QGuiApplication.clipboard().setMimeData(_as_data(file))
        self._copied(file)


def _as_data(file: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(one)) for one in files_of(file)])
    return data
