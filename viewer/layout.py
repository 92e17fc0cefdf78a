"""How the window is arranged: kept from one start to the next, and put back on request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QPointF, QRectF, QSettings, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from viewer import theme
from viewer.language import tr

if TYPE_CHECKING:
    from viewer.main_window import MainWindow

SIZE, SMALLEST = (1280, 800), (960, 640)
WIDTHS = {"left": 264, "right": 300}
NARROW, NARROW_WIDTHS = 1180, {"left": 216, "right": 264}  # a small window has slimmer sides
LEAST, MOST = 200, 460
STEP = 16  # pixels a press of an arrow key
KEY = "window/"


class Grip(QWidget):
    """The gap beside a column: drag it, or use the arrow keys, to make the column wider."""

    dragged = Signal(int)  # to this width
    reset = Signal()

    def __init__(self, column: QWidget, grows: int) -> None:
        super().__init__()
        self._column, self._grows = column, grows  # 1 where a drag to the right widens
        self._from: tuple[float, int] | None = None
        self.setFixedWidth(theme.SPACE)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(tr("Width of the column"))
        self.setToolTip(tr("Drag to change the width; double-click to reset"))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setVisible(not column.isHidden())
        column.installEventFilter(self)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.setVisible(not self._column.isHidden())
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._from = event.globalPosition().x(), self._column.width()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is not None:
            start, width = self._from
            self.dragged.emit(round(width + self._grows * (event.globalPosition().x() - start)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._from = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._from = None
        self.reset.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ways = {Qt.Key.Key_Left: -STEP, Qt.Key.Key_Right: STEP}
        if event.key() in ways:
            self.dragged.emit(self._column.width() + self._grows * ways[Qt.Key(event.key())])
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
        bar = QRectF(0, 0, 3, 44)
        bar.moveCenter(QPointF(self.width() / 2, self.height() / 2))
        painter.drawRoundedRect(bar, 1.5, 1.5)


class Layout:
    """The widths of the side columns, the tabs in front, what is folded, the window's place."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._chosen: dict[str, int] = {}  # widths that the user has set
        self.grips = {"left": Grip(window.left, 1), "right": Grip(window.right, -1)}
        for place, grip in self.grips.items():
            grip.dragged.connect(lambda width, place=place: self.widen(place, width))
            grip.reset.connect(lambda place=place: self.widen(place, None))

    def widen(self, place: str, width: int | None) -> None:
        """Give a side column a width, within reason; None for the usual one."""
        if width is None:
            self._chosen.pop(place, None)
        else:
            self._chosen[place] = min(max(width, LEAST), MOST)
        self.settle()

    def settle(self) -> None:
        """Give the side columns their widths for the window's own."""
        usual = NARROW_WIDTHS if self._window.width() < NARROW else WIDTHS
        for place, width in usual.items():
            self._window.columns[place].setFixedWidth(self._chosen.get(place, width))

    def keep(self) -> None:
        """Write it down for the next start."""
        settings = QSettings()
        settings.setValue(KEY + "geometry", self._window.saveGeometry())
        for place in WIDTHS:
            settings.setValue(KEY + place, self._chosen.get(place, 0))
        for place, column in self._window.columns.items():
            settings.setValue(f"{KEY}{place}-tab", column.page)
        settings.setValue(KEY + "folded", int(self._window.columns["bottom"].folded))
        settings.setValue(KEY + "certainty", int(self._window.panel("CertaintyPanel").is_open))

    def restore(self) -> None:
        """As it was when the window was last closed."""
        settings = QSettings()
        self._window.setMinimumSize(*SMALLEST)
        self._window.resize(*SIZE)
        geometry = settings.value(KEY + "geometry")
        if isinstance(geometry, QByteArray):
            self._window.restoreGeometry(geometry)
        for place in WIDTHS:
            width = _number(settings, KEY + place)
            self.widen(place, width or None)
        for place, column in self._window.columns.items():
            page = _number(settings, f"{KEY}{place}-tab")
            column.show_page(min(page, len(column.titles) - 1))
        self._window.columns["bottom"].fold(bool(_number(settings, KEY + "folded")))
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
