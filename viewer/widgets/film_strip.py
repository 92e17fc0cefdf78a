"""A slider that shows where it leads: pictures of the shapes on the way, and a handle to scrub."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QSlider

from core.types import Bytes
from viewer.theme import theme
from viewer.widgets.latent_map import cut_out

STEPS = 240
RAIL, HANDLE, EDGE = 24, 7.0, 10.0
LARGEST = 108  # points a side of a picture


class FilmStrip(QSlider):
    """``pictures`` are evenly spaced along it; ``on_path``: the shape is at the handle."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(0, STEPS)
        self.setSingleStep(STEPS // 48)
        self.setPageStep(STEPS // 12)
        self.setMinimumSize(200, 40 + RAIL)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.on_path = True
        self.fresh = False
        self._count = 7
        self._images: list[QImage] = []
        self.pictures: Bytes = np.zeros((0, 1, 1), np.uint8)
        theme.watch().changed.connect(self._tint)

    def sizeHint(self) -> QSize:
        return QSize(420, 72 + RAIL)

    def show_pictures(self, pictures: Bytes, fresh: bool = True) -> None:
        """Pictures uint8 (K, S, S); those that are not ``fresh`` wait faintly for the next."""
        self.fresh = fresh
        if pictures is not self.pictures:
            self.pictures = pictures
            self._tint()
        self.update()

    def show_share(self, share: float | None) -> None:
        """Where on the path the shape is, without announcing it; None where it is not on it."""
        self.on_path = share is not None
        self.blockSignals(True)
        self.setValue(round((share or 0.0) * STEPS))
        self.blockSignals(False)
        self.update()

    @property
    def share(self) -> float:
        """How far along the path the handle is."""
        return self.value() / STEPS

    def _tint(self) -> None:
        self._images = [cut_out(picture) for picture in self.pictures]
        self.update()

    # Mouse

    def _cells(self) -> list[QRectF]:
        """The places of the pictures: their middles stand over the shares that they show."""
        count = len(self._images) or self._count
        side = min(self.height() - RAIL, LARGEST, self.width() / count - 2)
        first = EDGE + side / 2
        gap = (self.width() - 2 * first) / (count - 1)
        top = (self.height() - RAIL - side) / 2
        return [QRectF(first + k * gap - side / 2, top, side, side) for k in range(count)]

    def _ends(self) -> tuple[float, float]:
        cells = self._cells()
        return cells[0].center().x(), cells[-1].center().x()

    def _value(self, x: float) -> int:
        low, high = self._ends()
        return round(min(max((x - low) / max(high - low, 1), 0.0), 1.0) * STEPS)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._go(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._go(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setSliderDown(False)

    def _go(self, x: float) -> None:
        value = self._value(x)
        if value == self.value() and not self.on_path:
            self.valueChanged.emit(value)  # from elsewhere to where the handle rests already
        self.setValue(value)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for index, cell in enumerate(self._cells()):
            painter.setPen(QPen(QColor(colors.line), 1))
            painter.setBrush(QColor(colors.raised))
            painter.drawRoundedRect(cell.adjusted(0.5, 0.5, -0.5, -0.5), 7, 7)
            if index < len(self._images):
                painter.setOpacity(1.0 if self.fresh and self.isEnabled() else 0.3)
                painter.drawImage(cell.adjusted(3, 3, -3, -3), self._images[index])
                painter.setOpacity(1.0)
        self._paint_rail(painter)

    def _paint_rail(self, painter: QPainter) -> None:
        colors, (low, high) = theme.current(), self._ends()
        middle = self.height() - RAIL / 2
        at = low + self.share * (high - low)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.pressed))
        painter.drawRoundedRect(QRectF(low, middle - 2, high - low, 4), 2, 2)
        if not self.on_path:
            return
        painter.setBrush(QColor(colors.accent if self.isEnabled() else colors.faint))
        painter.drawRoundedRect(QRectF(low, middle - 2, at - low, 4), 2, 2)
        ring = colors.accent if self.hasFocus() or self.isSliderDown() else colors.muted
        painter.setPen(QPen(QColor(ring), 1.6))
        painter.setBrush(QColor(colors.raised))
        painter.drawEllipse(QPointF(at, middle), HANDLE, HANDLE)
