"""The colours of a signed distance, and the bar that says what they mean."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QLinearGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.types import Bytes, Floats
from viewer.i18n.translate import tr
from viewer.theme import theme

# Blue inside, pale where the surfaces meet, red outside: told apart without red and green.
STOPS = ("#1f4fb4", "#7fa9e6", "#eeece8", "#ec9a78", "#b3201f")
SHARE = 98.0  # per cent of the surface within the scale; the rest has its end colours
SMALLEST = 0.01  # mm; nothing finer is worth a scale
ROUND = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)  # times a power of ten
BAR_HEIGHT, EDGE, BETWEEN = 8.0, 10, 28
LOW = 220  # points; in a lower view the ends stand beside the bar
SLIM_EDGE, SLIM_BAR = 5, 60


def reach(distances_mm: Floats) -> float:
    """The end of the scale: a round number, a little more than nearly all distances."""
    finite = np.abs(distances_mm[np.isfinite(distances_mm)])
    most = max(float(np.percentile(finite, SHARE)) if len(finite) else 0.0, SMALLEST)
    power = 10.0 ** math.floor(math.log10(most))
    return next(step * power for step in ROUND if step * power >= most * (1 - 1e-6))


def colors(distances_mm: Floats, end: float) -> Bytes:
    """Distances (V,) as colours (V, 3), from -``end`` to ``end``."""
    stops = np.array([QColor(stop).getRgb()[:3] for stop in STOPS], np.float32)
    place = np.clip(np.nan_to_num(distances_mm) / end, -1, 1)
    levels = np.linspace(-1, 1, len(stops))
    channels = [np.interp(place, levels, stops[:, k]) for k in range(3)]
    return np.rint(np.stack(channels, axis=1)).astype(np.uint8)


class Legend(QWidget):
    """Lies over a view: a bar of the colours with its ends in mm."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.end, self.against = 1.0, ""
        self.slim = False
        parent.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Follow the height of the view."""
        if event.type() == QEvent.Type.Resize and self.slim != (self.parentWidget().height() < LOW):
            self.slim = not self.slim
            self.updateGeometry()
            self.update()
        return False

    def show_scale(self, end: float, against: str) -> None:
        """From -``end`` to ``end`` mm, measured to the shape of this name."""
        self.end, self.against = end, against
        words = tr("Distance to {name}, from {low} to {high} mm", name=against, low=-end, high=end)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.updateGeometry()
        self.update()
        self.show()

    def stops(self) -> list[tuple[float, str]]:
        """The colours of the bar, each with its place in [0, 1]."""
        return [(index / (len(STOPS) - 1), stop) for index, stop in enumerate(STOPS)]

    def lines(self) -> tuple[str, str]:
        """What stands at the two ends of the bar; numbers alone where there is little room."""
        if self.slim:
            return self._short()
        return self._long() if self.width() >= self.sizeHint().width() else self._short()

    def _long(self) -> tuple[str, str]:
        number = f"{self.end:g} mm"
        return tr("−{number} inside", number=number), tr("+{number} outside", number=number)

    def _short(self) -> tuple[str, str]:
        return f"−{self.end:g}", f"+{self.end:g} mm"

    def sizeHint(self) -> QSize:
        return self._slim_size() if self.slim else self._size(self._long())

    def minimumSizeHint(self) -> QSize:
        return self._slim_size() if self.slim else self._size(self._short())

    def _slim_size(self) -> QSize:
        metrics = QFontMetrics(_small(self.font()))
        width = sum(metrics.horizontalAdvance(line) + SLIM_EDGE for line in self._short())
        return QSize(width + SLIM_BAR + 2 * SLIM_EDGE, metrics.height() + SLIM_EDGE)

    def _size(self, lines: tuple[str, str]) -> QSize:
        metrics = QFontMetrics(_small(self.font()))
        width = sum(metrics.horizontalAdvance(line) for line in lines)
        return QSize(width + BETWEEN + 2 * EDGE, round(BAR_HEIGHT) + metrics.height() + 2 * EDGE)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        back = QColor(palette.surface)
        back.setAlpha(225)
        painter.setPen(QPen(QColor(palette.line), 1))
        painter.setBrush(back)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        edge = SLIM_EDGE if self.slim else EDGE
        inside = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        painter.setFont(_small(self.font()))
        bar = self._bar(inside, painter.fontMetrics())
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        for place, stop in self.stops():
            gradient.setColorAt(place, QColor(stop))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(gradient)
        painter.drawRoundedRect(bar, 3, 3)
        painter.setPen(QColor(palette.text))
        sides = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight)
        down = Qt.AlignmentFlag.AlignVCenter if self.slim else Qt.AlignmentFlag.AlignBottom
        for text, side in zip(self.lines(), sides, strict=True):
            painter.drawText(inside, down | side, text)

    def _bar(self, inside: QRectF, metrics: QFontMetrics) -> QRectF:
        """Where the colours are: above the words, or between them."""
        if not self.slim:
            return QRectF(inside.left(), inside.top(), inside.width(), BAR_HEIGHT)
        low, high = (metrics.horizontalAdvance(line) + SLIM_EDGE for line in self.lines())
        top = inside.center().y() - BAR_HEIGHT / 2
        return QRectF(inside.left() + low, top, inside.width() - low - high, BAR_HEIGHT)


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setPixelSize(theme.SMALL)
    return small
