"""Rows that are put in another order by dragging, and names that are changed where they stand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QVBoxLayout, QWidget

from viewer.i18n.translate import tr
from viewer.panels.codes import MIME as ITEM_MIME
from viewer.theme import theme

MIME = "application/x-shapewright-row"


class DraggedRow(QAbstractButton):
    """A row of an item that can be dragged: to another place, or to a row of codes."""

    id: int

    def __init__(self) -> None:
        super().__init__()
        self._pressed_at: QPointF | None = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        way = (event.position() - self._pressed_at).manhattanLength()
        if way < QApplication.startDragDistance():
            return
        self.setDown(False)
        drag = QDrag(self)
        data = QMimeData()
        for kind in (MIME, ITEM_MIME):
            data.setData(kind, str(self.id).encode())
        drag.setMimeData(data)
        drag.setPixmap(self.grab())
        drag.setHotSpot(self._pressed_at.toPoint())
        self._pressed_at = None
        drag.exec(Qt.DropAction.MoveAction)


class RowList(QWidget):
    """A column of rows; while one is held over it, a line shows where it would land."""

    moved = Signal(int, int)  # the id of a row, and its new place, counted without it

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(4)
        self._line = _Line(self)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        rows = self._others(None)
        place = self._place(rows, event.position())
        if rows:
            below = place < len(rows)
            edge = rows[place].geometry().top() - 3 if below else rows[-1].geometry().bottom() + 2
            self._line.setGeometry(6, max(0, edge), self.width() - 12, 2)
            self._line.raise_()
            self._line.show()
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._line.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._line.hide()
        id = int(bytes(event.mimeData().data(MIME).data()).decode())
        event.acceptProposedAction()
        self.moved.emit(id, self._place(self._others(id), event.position()))

    def _others(self, id: int | None) -> list[DraggedRow]:
        widgets = [self.rows.itemAt(index).widget() for index in range(self.rows.count())]
        return [row for row in widgets if isinstance(row, DraggedRow) and row.id != id]

    def _place(self, rows: list[DraggedRow], at: QPointF) -> int:
        return sum(row.geometry().center().y() < at.y() for row in rows)


class _Line(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(theme.current().accent))


class NameField(QLineEdit):
    """A field over a name, to change it: Enter or a click elsewhere keeps, Esc gives up."""

    def __init__(self, name: str, keep: Callable[[str], object]) -> None:
        super().__init__(name)
        self._keep: Callable[[str], object] | None = keep
        self.setAccessibleName(tr("New name"))
        self.selectAll()
        self.editingFinished.connect(lambda: self._end(self.text().strip()))

    def event(self, event: QEvent) -> bool:
        # Esc belongs to the field while it is there, and not to the action of that key.
        if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self._end("")
            return True
        return super().event(event)

    def _end(self, name: str) -> None:
        keep, self._keep = self._keep, None  # losing the focus ends it a second time
        if keep is not None:
            self.deleteLater()
            # Afterwards: what follows may do away with the row in which this is still at work.
            QTimer.singleShot(0, self.parentWidget(), lambda: keep(name))
