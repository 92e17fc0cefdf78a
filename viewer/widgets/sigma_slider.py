"""The slider of one direction of a code, in sigma around zero."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSlider

from viewer.theme import theme

REACH = 3.0  # sigma to either side
STEPS = 50  # of a slider in one sigma
HANDLE = 7.0  # its radius


class SigmaSlider(QSlider):
    """A slider around zero. The bar runs from home, where the photograph put it, to the handle."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._home = 0.0
        self._grip = 0.0
        self.reset = lambda: None
        limit = round(REACH * STEPS)
        self.setRange(-limit, limit)
        self.setSingleStep(STEPS // 10)
        self.setPageStep(STEPS // 2)
        self.setFixedHeight(26)
        self.setMinimumWidth(72)

    def set_home(self, home: float) -> None:
        """Where a reset leads, in sigma."""
        if home != self._home:
            self._home = home
            self.update()

    def _x(self, value: float) -> float:
        share = (value - self.minimum()) / (self.maximum() - self.minimum())
        return 8 + min(max(share, 0.0), 1.0) * (self.width() - 16)

    def _value(self, x: float) -> int:
        share = (x - 8) / max(self.width() - 16, 1)
        return round(self.minimum() + share * (self.maximum() - self.minimum()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Grab the handle where it is; a press beside it brings it there."""
        if event.button() == Qt.MouseButton.LeftButton:
            x = event.position().x()
            offset = self._x(self.value()) - x
            self._grip = offset if abs(offset) <= HANDLE + 2 else 0.0
            self.setSliderDown(True)
            self.setValue(self._value(x + self._grip))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setValue(self._value(event.position().x() + self._grip))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setSliderDown(False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.reset()

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        middle = self.height() / 2
        painter.setBrush(QColor(colors.pressed))
        painter.drawRoundedRect(QRectF(8, middle - 2, self.width() - 16, 4), 2, 2)
        here, home = self._x(self.value()), self._x(self._home * STEPS)
        painter.setBrush(QColor(colors.accent if self.isEnabled() else colors.faint))
        painter.drawRoundedRect(QRectF(min(here, home), middle - 2, abs(here - home), 4), 2, 2)
        painter.setBrush(QColor(colors.faint))
        painter.drawRoundedRect(QRectF(self._x(0) - 0.5, middle - 6, 1, 12), 0.5, 0.5)
        painter.setBrush(QColor(colors.muted))
        painter.drawEllipse(QPointF(home, middle), 3, 3)
        ring = colors.accent if self.hasFocus() or self.isSliderDown() else colors.muted
        ring = ring if self.isEnabled() else colors.line
        painter.setPen(QPen(QColor(ring), 1.6))
        painter.setBrush(QColor(colors.raised))
        painter.drawEllipse(QPointF(here, middle), HANDLE, HANDLE)
