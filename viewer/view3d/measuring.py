"""Lengths in the 3D view, in millimetres: a ruler between two points, and the bounding box.

Painted over the picture and not drawn in the scene: lines stay crisp, and text is text. Of a box
around a shape, only the three edges that meet at its far corner can lie behind the shape; they
are dashed, and with that the lines are right without a look at depth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from viewer.scene.orbit_camera import Orbit, Vector
from viewer.theme.palette import Palette

CORNERS = np.array([[i >> k & 1 for k in range(3)] for i in range(8)])  # (8, 3) of 0 and 1
EDGES = [(a, a | 1 << k, k) for k in range(3) for a in range(8) if not a >> k & 1]


@dataclass
class Ruler:
    """The points it lies between, in the object frame; a third one starts anew."""

    ends: list[Vector] = field(default_factory=list)

    def add(self, place: Vector) -> None:
        if len(self.ends) >= 2:
            self.ends.clear()
        self.ends.append(place)

    @property
    def length(self) -> float | None:
        """The distance in object sides, once there are two points."""
        if len(self.ends) < 2:
            return None
        return float(np.linalg.norm(self.ends[1] - self.ends[0]))


def in_words(millimetres: float) -> str:
    """A length as people write it."""
    return f"{millimetres:.0f} mm" if millimetres >= 100 else f"{millimetres:.1f} mm"


@dataclass(frozen=True)
class Side:
    """An edge of the box on screen: its ends, its axis, and whether it may be hidden."""

    start: QPointF
    end: QPointF
    axis: int
    far: bool
    outline: bool


def sides(orbit: Orbit, low: Vector, high: Vector, width: float, height: float) -> list[Side]:
    """The twelve edges of a box as they are seen."""
    corners = low + CORNERS * (high - low)
    places = orbit.project(corners, width, height)
    if (places[:, 2] <= 0).any():
        return []  # the camera is inside
    # A face is seen when the camera stands on its outer side: 0 the low one, 1 the high one.
    if orbit.parallel:
        toward = orbit.axes()[2]
        seen = np.stack([toward < 0, toward > 0])
    else:
        seen = np.stack([orbit.position < low, orbit.position > high])
    found = []
    for a, b, axis in EDGES:
        others = [k for k in range(3) if k != axis]
        faces = sum(bool(seen[a >> k & 1][k]) for k in others)
        ends = (QPointF(*places[i, :2]) for i in (a, b))
        found.append(Side(*ends, axis, faces == 0, faces == 1))
    return found


def paint_box(
    painter: QPainter,
    edges: Sequence[Side],
    lengths: Sequence[float],
    palette: Palette,
) -> None:
    """The box with its three ``lengths`` (x, y, z) in millimetres, each beside one edge."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = QColor(palette.muted)
    for edge in edges:
        style = Qt.PenStyle.DotLine if edge.far else Qt.PenStyle.SolidLine
        painter.setPen(QPen(ink, 1.0 if edge.far else 1.2, style, Qt.PenCapStyle.RoundCap))
        painter.drawLine(edge.start, edge.end)
    taken: list[QRectF] = []
    for axis in range(3):
        on_axis = [edge for edge in edges if edge.axis == axis and edge.outline]
        if not on_axis or lengths[axis] <= 0:
            continue
        lowest = max(on_axis, key=lambda edge: edge.start.y() + edge.end.y())
        if _long(lowest) > 12:
            place = (lowest.start + lowest.end) / 2
            taken.append(paint_label(painter, place, in_words(lengths[axis]), palette, taken))


def paint_ruler(
    painter: QPainter, places: Sequence[QPointF], millimetres: float | None, palette: Palette
) -> None:
    """The points, and the line between them with its length."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    accent = QColor(palette.accent)
    if len(places) == 2:
        halo = QColor(palette.surface)
        halo.setAlphaF(0.7)
        for color, thick in ((halo, 4.0), (accent, 2.0)):
            painter.setPen(QPen(color, thick, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(places[0], places[1])
    for place in places:
        painter.setPen(QPen(accent, 2))
        painter.setBrush(QColor(palette.surface))
        painter.drawEllipse(place, 4.5, 4.5)
    if len(places) == 2 and millimetres is not None:
        paint_label(painter, (places[0] + places[1]) / 2, in_words(millimetres), palette, ())


def paint_label(
    painter: QPainter, place: QPointF, words: str, palette: Palette, taken: Sequence[QRectF]
) -> QRectF:
    """Words on a small plate in the middle of a place, lower where another label is; its box."""
    font = QFont(painter.font())
    font.setPixelSize(12)
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    box = QRectF(painter.fontMetrics().boundingRect(words)).adjusted(-7, -3, 7, 3)
    box.moveCenter(place)
    while any(box.intersects(other) for other in taken):
        box.translate(0, 4)
    plate = QColor(palette.surface)
    plate.setAlphaF(0.94)
    painter.setPen(QPen(QColor(palette.line), 1))
    painter.setBrush(plate)
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    painter.setPen(QColor(palette.text))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
    return box


def _long(edge: Side) -> float:
    way = edge.end - edge.start
    return float((way.x() ** 2 + way.y() ** 2) ** 0.5)
