"""The views that one could take next, as seen from above: the larger a dot, the more it tells."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from core.types import Pose
from viewer.i18n.translate import tr
from viewer.theme import theme

SIDE = 92
MARGIN = 9.0
LEAST, MOST = 1.2, 5.0  # radius of a dot
CATCH = 8.0  # how near the mouse has to be


class Compass(QWidget):
    """The shape stands in the middle with its front below; views from higher up lie further in."""

    chosen = Signal(object)  # Pose

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(QSize(SIDE, SIDE))
        self.setMouseTracking(True)
        self.setAccessibleName(tr("What other views would tell"))
        self._views: Sequence[tuple[Pose, float]] = ()
        self._here: tuple[float, float] | None = None
        self._under: int | None = None

    def show_views(self, views: Sequence[tuple[Pose, float]]) -> None:
        """Each with what it promises, in bits."""
        self._views, self._under = views, None
        self.update()

    def stand(self, azimuth: float, elevation: float) -> None:
        """Where the camera stands now, in degrees."""
        self._here = azimuth, elevation
        self.update()

    def words(self, index: int) -> str:
        """What a view is and promises."""
        pose, bits = self._views[index]
        return tr(
            "{azimuth:.0f}° around, {elevation:.0f}° up: {bits:,.0f} bits",
            azimuth=pose.azimuth, elevation=pose.elevation, bits=bits,
        )  # fmt: skip

    def place(self, azimuth: float, elevation: float) -> QPointF:
        """Where a direction lies in the widget."""
        reach = (SIDE / 2 - MARGIN) * (1 - max(elevation, 0.0) / 90)
        turn = math.radians(azimuth)
        return QPointF(SIDE / 2 + reach * math.sin(turn), SIDE / 2 + reach * math.cos(turn))

    def _at(self, point: QPointF) -> int | None:
        far = [
            math.hypot(*(self.place(pose.azimuth, pose.elevation) - point).toTuple())
            for pose, _ in self._views
        ]
        nearest = min(range(len(far)), key=far.__getitem__, default=None)
        return nearest if nearest is not None and far[nearest] <= CATCH else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._under = self._at(event.position())
        hand = Qt.CursorShape.ArrowCursor
        if self._under is not None:
            hand = Qt.CursorShape.PointingHandCursor
        self.setCursor(hand)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._at(event.position())
        if index is not None:
            self.chosen.emit(self._views[index][0])

    def leaveEvent(self, event: QEvent) -> None:
        self._under = None
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self._at(QPointF(event.pos()))
            plain = tr("Seen from above, the front below: the larger a dot, the more it tells")
            QToolTip.showText(event.globalPos(), plain if index is None else self.words(index))
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(SIDE / 2, SIDE / 2)
        painter.setPen(QPen(QColor(colors.line), 1))
        for elevation in sorted({pose.elevation for pose, _ in self._views}):
            reach = self.place(0, elevation).y() - SIDE / 2
            painter.drawEllipse(middle, reach, reach)
        painter.setPen(Qt.PenStyle.NoPen)
        most = max((bits for _, bits in self._views), default=0.0)
        for index, (pose, bits) in enumerate(self._views):
            best = bits == most
            painter.setBrush(QColor(colors.accent if best else colors.muted))
            radius = LEAST + (MOST - LEAST) * math.sqrt(bits / most if most else 0.0)
            grown = 1.5 if index == self._under else 0.0
            painter.drawEllipse(
                self.place(pose.azimuth, pose.elevation), radius + grown, radius + grown
            )
        if self._here is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colors.text), 1.4))
            painter.drawEllipse(self.place(*self._here), MOST + 2, MOST + 2)
