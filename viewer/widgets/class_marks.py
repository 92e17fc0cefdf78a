"""Colours and forms that tell classes apart on a map, also for eyes that see fewer colours."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPolygonF

from viewer.theme.palette import Palette

# Five colours that stay apart for all kinds of colour vision, on light and on dark; then forms.
LIGHT_COLORS = ("#2446d8", "#a99000", "#2f9f90", "#a01030", "#b04fc4")
DARK_COLORS = ("#3d86ff", "#f5dc3c", "#6fe8bd", "#e8503c", "#c07ab8")
FORMS = ("disc", "triangle", "square")


def color_of(label: int, palette: Palette) -> QColor:
    """The colour of a class."""
    colors = DARK_COLORS if palette.is_dark else LIGHT_COLORS
    return QColor(colors[label % len(colors)])


def form_of(label: int) -> str:
    """The form of a class, which parts those of one colour."""
    return FORMS[label // len(LIGHT_COLORS) % len(FORMS)]


def draw_mark(painter: QPainter, at: QPointF, label: int, palette: Palette, size: float) -> None:
    """A small filled mark of a class around a point."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(color_of(label, palette)))
    form = form_of(label)
    if form == "disc":
        painter.drawEllipse(at, size, size)
    elif form == "square":
        side = 0.9 * size
        painter.drawRect(QRectF(at.x() - side, at.y() - side, 2 * side, 2 * side))
    else:
        wide, high = 1.15 * size, 1.25 * size
        corners = ((0, -high), (wide, 0.75 * high), (-wide, 0.75 * high))
        painter.drawPolygon(QPolygonF([QPointF(at.x() + x, at.y() + y) for x, y in corners]))
