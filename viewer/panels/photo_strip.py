"""The photographs of an object as small pictures: click to look through one, drag to reorder."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QApplication, QMenu

from core.types import View
from viewer.actions.photos import STRIP_MENU
from viewer.document.item_edits import Item
from viewer.document.photo_edits import move_photograph
from viewer.document.session import Session
from viewer.i18n.translate import tr
from viewer.text.photos import fit, why_not_used
from viewer.widgets.flow_layout import Flow
from viewer.widgets.photo_tile import PhotoTile

MIME = "application/x-shapewright-photograph"
SIDE = 46
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class ContactSheet(Flow):
    """All photographs of one item, in rows as wide as there is room."""

    def __init__(self, session: Session, item: Item) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.setAccessibleName(tr("Photographs of {name}", name=item.name))
        self._session, self.id = session, item.id
        self.buttons = [
            PhotoButton(session, self, place, view) for place, view in enumerate(item.views)
        ]
        self.hold(self.buttons)
        session.look_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show which one is chosen, and what became of each."""
        item = self._session.document.find(self.id)
        if item is None or len(item.views) != len(self.buttons):
            return  # this sheet is about to go
        for button in self.buttons:
            button.refresh(item)

    def place_at(self, point: QPointF) -> int:
        """Where in the order a photograph would land that is let go here."""
        columns = self.columns(self.width())
        row, column = int(point.y() // SIDE), int(min(point.x() // SIDE, columns - 1))
        return min(max(row * columns + column, 0), len(self.buttons) - 1)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        item = self._session.document.find(self.id)
        place = int(bytes(event.mimeData().data(MIME).data()).decode())
        event.acceptProposedAction()
        if item is not None:
            to = self.place_at(event.position())
            self._session.do(move_photograph(item, place, to))
            self._session.show_as(photo=to)


class PhotoButton(PhotoTile):
    """One photograph; a cross says that it was left out, the tooltip why."""

    def __init__(self, session: Session, sheet: ContactSheet, place: int, view: View) -> None:
        super().__init__(view, SIDE)
        self.setParent(sheet)
        self._session, self._sheet, self._place = session, sheet, place
        self._pressed_at: QPoint | None = None
        self.left_out = ""
        self.clicked.connect(self.choose)

    @property
    def crossed(self) -> bool:
        return bool(self.left_out)

    def choose(self) -> None:
        """Mean this photograph; look through its camera where that is known."""
        self._session.choose_photo(self._place)

    def refresh(self, item: Item) -> None:
        """Show whether it is chosen and was used."""
        self.setChecked(self._place == self._session.photo)
        name = self.view.name
        self.left_out = why_not_used(item, name)
        words = tr("{name}: left out, {reason}", name=name, reason=self.left_out)
        used = f"{name}\n{fit(item, self._place)}".rstrip()
        words = words if self.left_out else used
        if self.toolTip() != words:
            self.setToolTip(words)
            self.setAccessibleName(words.replace("\n", ", "))
        self.update()

    def nextCheckState(self) -> None:
        """Which one is chosen follows the look."""

    def event(self, event: QEvent) -> bool:
        # Here Del is about the photograph, and not about the object that the window's action means.
        if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Delete:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key()), 0)
        to = self._place + step
        if step and not event.modifiers() and 0 <= to < len(self._sheet.buttons):
            self._sheet.buttons[to].setFocus(Qt.FocusReason.TabFocusReason)
            self._sheet.buttons[to].choose()
        elif event.key() == Qt.Key.Key_Delete:
            self._session.show_as(photo=self._place)
            self.window().actions_by_id["remove_photo"].trigger()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._session.show_as(photo=self._place)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for id in STRIP_MENU:
            if id:
                menu.addAction(self.window().actions_by_id[id])
            else:
                menu.addSeparator()
        menu.popup(event.globalPos())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        way = (event.position().toPoint() - self._pressed_at).manhattanLength()
        if way < QApplication.startDragDistance():
            return
        self.setDown(False)
        drag, data = QDrag(self), QMimeData()
        data.setData(MIME, str(self._place).encode())
        drag.setMimeData(data)
        drag.setPixmap(self.grab())
        drag.setHotSpot(self._pressed_at)
        self._pressed_at = None
        drag.exec(Qt.DropAction.MoveAction)
