"""Every action by its name: type some of its letters, press Enter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from viewer.actions.table import ACTIONS, Action, keys_of
from viewer.i18n.translate import tr
from viewer.theme import theme

if TYPE_CHECKING:
    from viewer.window.main_window import MainWindow

WIDTH, HEIGHT, ROW = 560, 420, 38
ENTRY = Qt.ItemDataRole.UserRole
START, RUN, GAP = 3.0, 1.5, 0.05  # points for a word's start, for neighbours, off for a gap


@dataclass(frozen=True)
class Entry:
    """A row of the palette: an action, and why it cannot be done now."""

    row: Action
    text: str
    menu: str
    keys: str
    reason: str


def score(query: str, text: str) -> float | None:
    """How well the letters of a query, in their order, fit a text; None when they do not.

    Letters at the start of words and letters side by side count more.
    """
    points, at = 0.0, -1
    low = text.lower()
    for letter in query.lower():
        if letter == " ":
            continue
        found = [place for place in range(at + 1, len(low)) if low[place] == letter]
        if not found:
            return None
        # The next letter if it fits, else the start of a word, else the first that there is.
        starts = [place for place in found if place == 0 or not low[place - 1].isalnum()]
        place = found[0] if found[0] == at + 1 and at >= 0 else (starts or found)[0]
        points += START if place in starts else 0.0
        points += RUN if place == at + 1 else -GAP * (place - at)
        at = place
    return points


def entries(window: MainWindow) -> list[Entry]:
    """All actions as they stand now, in the order of the table."""
    made = []
    for row in ACTIONS:
        action = window.actions_by_id[row.id]
        text = action.text().rstrip("…")
        made.append(Entry(row, text, tr(row.menu), keys_of(action), row.refuses(window)))
    return made


def search(found: list[Entry], query: str) -> list[Entry]:
    """Those that fit, the best first; what can be done before what cannot. English fits too."""
    if not query.strip():
        return found
    ranked = []
    for place, entry in enumerate(found):
        names = (entry.text, f"{entry.menu} {entry.text}", entry.row.text)
        points = [value for name in names if (value := score(query, name)) is not None]
        if points:
            ranked.append((bool(entry.reason), -max(points), place, entry))
    return [entry for *_, entry in sorted(ranked, key=lambda one: one[:3])]


class CommandPalette(QDialog):
    """A line to type in over a list; Esc and a click elsewhere put it away."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setWindowTitle(tr("Command palette"))
        self._window = window
        self._entries = entries(window)
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Type what you want to do"))
        self.field.setAccessibleName(tr("Search the actions"))
        self.field.textChanged.connect(self._fill)
        self.field.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Actions"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys stay with the line
        self.list.setItemDelegate(_Rows(self.list))
        self.list.itemClicked.connect(lambda item: self.run(item))
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(12, 12, 12, 12)
        inside.setSpacing(8)
        inside.addWidget(self.field)
        inside.addWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        self.resize(min(WIDTH, window.width() - 40), min(HEIGHT, window.height() - 120))
        top = window.mapToGlobal(window.rect().topLeft())
        self.move(top.x() + (window.width() - self.width()) // 2, top.y() + 72)
        self._fill("")

    def run(self, item: QListWidgetItem | None) -> None:
        """Do what a row says, unless it cannot be done now."""
        if item is None or item.data(ENTRY).reason:
            return
        self.close()
        self._window.actions_by_id[item.data(ENTRY).row.id].trigger()

    def shown(self) -> list[Entry]:
        """The rows that fit what has been typed."""
        return [self.list.item(place).data(ENTRY) for place in range(self.list.count())]

    def _fill(self, query: str) -> None:
        self.list.clear()
        for entry in search(self._entries, query):
            item = QListWidgetItem(entry.text)
            item.setData(ENTRY, entry)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken(entry))
            item.setToolTip(entry.reason)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.close()
        super().changeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                count = max(self.list.count(), 1)
                self.list.setCurrentRow((self.list.currentRow() + step) % count)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.run(self.list.currentItem())
                return True
        return super().eventFilter(watched, event)


def spoken(entry: Entry) -> str:
    """A row as a screen reader says it."""
    return ", ".join(filter(None, (entry.text, entry.menu, entry.keys, entry.reason)))


class _Rows(QStyledItemDelegate):
    """Name and menu on the left; on the right the keys, or why it cannot be done."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(100, ROW)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        colors, entry = theme.current(), index.data(ENTRY)
        box: QRect = option.rect.adjusted(2, 1, -2, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.parent().currentIndex() == index
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.accent_soft))
            painter.drawRoundedRect(box, 7, 7)
        inner = box.adjusted(12, 0, -12, 0)
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.setPen(QColor(colors.faint if entry.reason else colors.text))
        used = painter.boundingRect(inner, left, entry.text)
        painter.drawText(inner, left, entry.text)
        painter.setPen(QColor(colors.faint))
        menu = inner.adjusted(used.width() + 12, 0, 0, 0)
        used = painter.boundingRect(menu, left, entry.menu)
        painter.drawText(menu, left, entry.menu)
        room = menu.adjusted(used.width() + 16, 0, 0, 0)
        painter.setPen(QColor(colors.muted))
        mode = Qt.TextElideMode.ElideRight
        words = painter.fontMetrics().elidedText(entry.reason or entry.keys, mode, room.width())
        painter.drawText(room, right, words)
        painter.restore()
