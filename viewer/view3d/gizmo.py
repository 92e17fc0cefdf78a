"""The small cross of axes in the corner of the 3D view: shows where up is, and jumps to sides."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from viewer.scene.orbit_camera import Orbit
from viewer.theme.palette import Palette

RADIUS = 34.0
BALL = 8.5
MARGIN = 22.0
LEAST_WIDTH, LEAST_HEIGHT = 240, 190  # of a view that has room for it
SIDES = ("right", "top", "front", "left", "bottom", "back")


@dataclass(frozen=True)
class Ball:
    """One end of an axis: where it is drawn, how near it is, and the preset it stands for."""

    preset: str
    axis: int
    positive: bool
    place: QPointF
    depth: float


def balls(orbit: Orbit, width: float) -> list[Ball]:
    """The six ends of the axes, farthest first, for a view of this width."""
    centre = QPointF(width - MARGIN - RADIUS, MARGIN + RADIUS)
    axes = orbit.axes()
    ends = []
    for index, preset in enumerate(SIDES):
        axis, sign = index % 3, 1 if index < 3 else -1
        x, y, depth = sign * axes[:, axis]
        place = centre + RADIUS * QPointF(float(x), -float(y))
        ends.append(Ball(preset, axis, sign > 0, place, float(depth)))
    return sorted(ends, key=lambda ball: ball.depth)


def preset_at(orbit: Orbit, width: float, place: QPointF) -> str | None:
    """The side whose ball lies under a point of the view."""
    for ball in reversed(balls(orbit, width)):
        away = ball.place - place
        if QPointF.dotProduct(away, away) <= (BALL + 2) ** 2:
            return ball.preset
    return None


def paint(
    painter: QPainter, orbit: Orbit, width: float, palette: Palette, under: str | None
) -> None:
    """Draw the cross; ``under`` is the side below the pointer."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = QFont(painter.font())
    font.setPixelSize(11)
    font.setBold(True)
    painter.setFont(font)
    centre = QPointF(width - MARGIN - RADIUS, MARGIN + RADIUS)
    if under is not None:
        halo = QColor(palette.text)
        halo.setAlphaF(0.07)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(halo)
        painter.drawEllipse(centre, RADIUS + 14, RADIUS + 14)
    for ball in balls(orbit, width):
        color = QColor((palette.axis_x, palette.axis_y, palette.axis_z)[ball.axis])
        color.setAlphaF(0.62 + 0.38 * (ball.depth + 1) / 2)
        _paint_ball(painter, ball, centre, color, palette, ball.preset == under)


def _paint_ball(
    painter: QPainter, ball: Ball, centre: QPointF, color: QColor, palette: Palette, hot: bool
) -> None:
    if ball.positive:
        painter.setPen(QPen(color, 2.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(centre, ball.place)
    radius = BALL if ball.positive else BALL * 0.72
    ring = QColor(palette.text) if hot else color
    fill = QColor(color)
    if not ball.positive:
        fill.setAlphaF(0.28)
    painter.setPen(QPen(ring, 1.5) if hot or not ball.positive else Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawEllipse(ball.place, radius, radius)
    if ball.positive or hot:
        on_color = "#1a1614" if palette.is_dark else "#ffffff"
        painter.setPen(QColor(on_color if ball.positive else palette.text))
        letter = ("" if ball.positive else "−") + "XYZ"[ball.axis]
        box = QRectF(ball.place.x() - 12, ball.place.y() - 12, 24, 24)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)
