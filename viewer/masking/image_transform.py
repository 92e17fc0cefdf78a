"""Where a photograph lies on screen: between points of a widget and pixels of the photograph."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QSizeF

MARGIN = 12  # points around a fitted photograph
MOST = 40.0  # points a pixel of the photograph takes at most


@dataclass(frozen=True)
class Placing:
    """``scale`` pixels of the screen a pixel of the photograph, whose corner lies at ``origin``.

    ``ratio`` is how many pixels of the screen a point of the widget has.
    """

    scale: float = 1.0
    origin: QPointF = field(default_factory=QPointF)
    ratio: float = 1.0

    def to_photo(self, place: QPointF) -> tuple[float, float]:
        """A point of the widget in pixels of the photograph."""
        at = (place * self.ratio - self.origin) / self.scale
        return at.x(), at.y()

    def from_photo(self, x: float, y: float) -> QPointF:
        """A point of the photograph in the widget."""
        return (QPointF(x, y) * self.scale + self.origin) / self.ratio

    def length(self, pixels: float) -> float:
        """A length in the photograph, in points of the widget."""
        return pixels * self.scale / self.ratio

    def moved(self, by: QPointF) -> Placing:
        """The photograph moved on screen."""
        return Placing(self.scale, self.origin + by * self.ratio, self.ratio)

    def zoomed(self, factor: float, about: QPointF, least: float) -> Placing:
        """Nearer or farther; what is under a point of the widget stays there."""
        fixed = about * self.ratio
        scale = min(max(self.scale * factor, least), MOST * self.ratio)
        return Placing(scale, fixed + (self.origin - fixed) * (scale / self.scale), self.ratio)


def fitted(photo: tuple[int, int], room: QSizeF, ratio: float) -> Placing:
    """All of a photograph (width, height) in the middle of a widget."""
    wide, high = (max(side - 2 * MARGIN, 1) * ratio for side in (room.width(), room.height()))
    scale = min(wide / photo[0], high / photo[1], MOST * ratio)
    left = round((room.width() * ratio - photo[0] * scale) / 2)
    top = round((room.height() * ratio - photo[1] * scale) / 2)
    return Placing(scale, QPointF(left, top), ratio)
