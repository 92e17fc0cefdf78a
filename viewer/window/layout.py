"""How the window is arranged: kept from one start to the next, and put back on request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QPointF, QRectF, QSettings, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from viewer.i18n.translate import tr
from viewer.theme import theme

if TYPE_CHECKING:
    from viewer.window.columns import Column
    from viewer.window.main_window import MainWindow

SIZE, SMALLEST = (1280, 800), (960, 560)
WIDTHS = {"left": 264, "right": 300}
NARROW, NARROW_WIDTHS = 1180, {"left": 216, "right": 264}  # a small window has slimmer sides
LEAST, MOST = 200, 460
HEIGHT, LOW, LOW_HEIGHT = 188, 740, 156  # of the pages below the view; in a low window
SHORTEST, REST = 120, 430  # the least of them, and what they leave to all that is above
STEP = 16  # pixels a press of an arrow key
KEY = "window/"


class Grip(QWidget):
    """The gap beside a column: drag it, or use the arrow keys, to make the column larger.

    Where the column lies ``below``, what changes is its height: the height of its pages, and
    while they are folded away there is nothing to drag.
    """

    dragged = Signal(int)  # to this width or height
    reset = Signal()

    def __init__(self, column: Column, grows: int, below: bool = False) -> None:
        super().__init__()
        self._watched = [column, column.pages] if below else [column]
        self._grows = grows  # 1 where a drag to the right enlarges
        self._below = below
        self._from: tuple[float, int] | None = None
        if below:
            self.setFixedHeight(theme.SPACE)
            self.setAccessibleName(tr("Height of the panel below"))
            self.setToolTip(tr("Drag to change the height; double-click to reset"))
        else:
            self.setFixedWidth(theme.SPACE)
            self.setAccessibleName(tr("Width of the column"))
            self.setToolTip(tr("Drag to change the width; double-click to reset"))
        self.setCursor(Qt.CursorShape.SplitVCursor if below else Qt.CursorShape.SplitHCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        for widget in self._watched:
            widget.installEventFilter(self)
        self._follow()

    def _follow(self) -> None:
        self.setVisible(not any(widget.isHidden() for widget in self._watched))

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._follow()
        return False

    def _place(self, event: QMouseEvent) -> float:
        place = event.globalPosition()
        return place.y() if self._below else place.x()

    def _size(self) -> int:
        sized = self._watched[-1]
        return sized.height() if self._below else sized.width()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._from = self._place(event), self._size()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is not None:
            start, size = self._from
            self.dragged.emit(round(size + self._grows * (self._place(event) - start)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._from = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._from = None
        self.reset.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ways = {Qt.Key.Key_Left: -STEP, Qt.Key.Key_Right: STEP}
        if self._below:
            ways = {Qt.Key.Key_Up: -STEP, Qt.Key.Key_Down: STEP}
        if event.key() in ways:
            self.dragged.emit(self._size() + self._grows * ways[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not (self.hasFocus() or self.underMouse()):
            return
        colors = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.accent if self.hasFocus() else colors.faint))
        bar = QRectF(0, 0, 44, 3) if self._below else QRectF(0, 0, 3, 44)
        bar.moveCenter(QPointF(self.width() / 2, self.height() / 2))
        painter.drawRoundedRect(bar, 1.5, 1.5)


class Layout:
    """The sizes of the columns, the tabs in front, what is folded, the window's place.

    Before there are columns (see `take`) it is about the window alone.
    """

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._chosen: dict[str, int] = {}  # widths, and the height below, that the user has set
        self._columns: Mapping[str, Column] = {}
        self.grips: dict[str, Grip] = {}

    def take(self, columns: Mapping[str, Column]) -> None:
        """Arrange these, as they were when the window was last closed."""
        self._columns = columns
        self.grips = {
            "left": Grip(columns["left"], 1),
            "right": Grip(columns["right"], -1),
            "bottom": Grip(columns["bottom"], -1, below=True),
        }
        for place, grip in self.grips.items():
            grip.dragged.connect(lambda size, place=place: self.widen(place, size))
            grip.reset.connect(lambda place=place: self.widen(place, None))
        self._restore_columns()

    def widen(self, place: str, size: int | None) -> None:
        """Give a column a width, or the one below a height, within reason; None for the usual."""
        if size is None:
            self._chosen.pop(place, None)
        else:
            least = SHORTEST if place == "bottom" else LEAST
            self._chosen[place] = min(max(size, least), self._most(place))
        self.settle()

    def _most(self, place: str) -> int:
        return max(SHORTEST, self._window.height() - REST) if place == "bottom" else MOST

    def settle(self) -> None:
        """Give the columns their sizes for the window's own."""
        if not self._columns:
            return
        usual = NARROW_WIDTHS if self._window.width() < NARROW else WIDTHS
        for place, width in usual.items():
            self._columns[place].setFixedWidth(self._chosen.get(place, width))
        height = LOW_HEIGHT if self._window.height() < LOW else HEIGHT
        height = min(self._chosen.get("bottom", height), self._most("bottom"))
        self._columns["bottom"].pages.setFixedHeight(height)

    def keep(self) -> None:
        """Write it down for the next start."""
        settings = QSettings()
        settings.setValue(KEY + "geometry", self._window.saveGeometry())
        if not self._columns:
            return
        for place in self.grips:
            settings.setValue(KEY + place, self._chosen.get(place, 0))
        for place, column in self._columns.items():
            settings.setValue(f"{KEY}{place}-tab", column.page)
        settings.setValue(KEY + "folded", int(self._columns["bottom"].folded))
        settings.setValue(KEY + "certainty", int(self._window.panel("CertaintyPanel").is_open))

    def restore(self) -> None:
        """As it was when the window was last closed."""
        settings = QSettings()
        self._window.setMinimumSize(*SMALLEST)
        self._window.resize(*SIZE)
        geometry = settings.value(KEY + "geometry")
        if isinstance(geometry, QByteArray):
            self._window.restoreGeometry(geometry)
        if self._columns:
            self._restore_columns()

    def _restore_columns(self) -> None:
        settings = QSettings()
        for place in self.grips:
            self.widen(place, _number(settings, KEY + place) or None)
        for place, column in self._columns.items():
            page = _number(settings, f"{KEY}{place}-tab")
            column.show_page(min(page, len(column.titles) - 1))
        self._columns["bottom"].fold(bool(_number(settings, KEY + "folded")))
        self._window.panel("CertaintyPanel").open(bool(_number(settings, KEY + "certainty")))

    def reset(self) -> None:
        """As at the very first start; the window stays where it is."""
        settings = QSettings()
        for key in settings.allKeys():
            if key.startswith(KEY):
                settings.remove(key)
        self._window.showNormal()
        self.restore()


def _number(settings: QSettings, key: str) -> int:
    """A whole number from the settings; 0 where there is none or something else."""
    try:
        return max(0, int(str(settings.value(key, 0))))
    except ValueError:
        return 0
