"""A photograph as a small picture to click; one that is left out is crossed out."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap

from core.types import View
from viewer.theme import theme
from viewer.widgets.basic import Thumbnail
from viewer.widgets.pictures import thumbnail

VEIL = 170  # of 255, over a photograph that is left out
CROSS = 0.1  # of the side: half the cross's width


class PhotoTile(Thumbnail):
    """The object in the photograph, in a square."""

    def __init__(self, view: View, side: int) -> None:
        super().__init__(partial(_picture, view), side)
        self.view = view

    @property
    def crossed(self) -> bool:
        """Whether the photograph is left out."""
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.crossed:
            return
        colors, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = QRectF(self.rect()).adjusted(4, 4, -4, -4)
        veil = QColor(colors.surface)
        veil.setAlpha(VEIL)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(veil)
        painter.drawRoundedRect(inner, 6, 6)
        arm = CROSS * self.width()
        painter.setPen(QPen(QColor(colors.warning), 2.2, c=Qt.PenCapStyle.RoundCap))
        for way in (QPointF(arm, arm), QPointF(arm, -arm)):
            painter.drawLine(inner.center() - way, inner.center() + way)


def _picture(view: View, size: QSize, ratio: float) -> QPixmap:
    return thumbnail(view, size, ratio, theme.current().surface)
