"""A map of codes to look at and walk on: paints an atlas, and says where the mouse is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.latent.atlas import Atlas
from core.types import Bytes, Floats
from viewer.i18n.translate import tr
from viewer.text.quality import class_word
from viewer.theme import theme
from viewer.widgets.class_marks import draw_mark

MARGIN, RADIUS = 12.0, 10.0
POINT, POINT_OF_MANY, MANY = 3.4, 2.6, 500
CATCH = 9.0  # pixels within which the mouse is at a known shape
MOVED = 4.0  # pixels before a press becomes a drag
PICTURE, CARD = 84, QSize(104, 118)
KEY_STEP = 0.03  # of the half side
KEYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


class MapView(QWidget):
    """Places are (2,) in [-1, 1], y up. A press takes the known shape under it, if there is one."""

    pressed = Signal(object)  # place
    dragged = Signal(object)  # place
    released = Signal()
    stepped = Signal(object)  # place, by key

    def __init__(self) -> None:
        super().__init__()
        self.atlas: Atlas | None = None
        self.here: Floats | None = None  # the current item's place
        self.others: Sequence[Floats] = ()
        self.hovered: int | None = None  # the known shape under the mouse
        self.emphasis: int | None = None  # the class that stands out
        self._ground: QPixmap | None = None
        self._start: QPointF | None = None
        self._dragging = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 150)
        self.setAccessibleName(tr("Map of known shapes"))

    def sizeHint(self) -> QSize:
        return QSize(236, 190)

    def show_atlas(self, atlas: Atlas | None) -> None:
        """Another map."""
        if atlas is not self.atlas:
            self.atlas, self.hovered = atlas, None
            self._redraw()

    def show_places(self, here: Floats | None, others: Sequence[Floats]) -> None:
        """Where the current item and the other ones are."""
        self.here, self.others = here, others
        self.update()

    def emphasise(self, label: int | None) -> None:
        """Let one class stand out, or none."""
        if label != self.emphasis:
            self.emphasis = label
            self._redraw()

    def _redraw(self) -> None:
        self._ground = None
        self.update()

    # Between pixels and places

    def point(self, place: Floats) -> QPointF:
        """Where a place is on screen."""
        x, y = self._points(np.asarray(place)[None])[0]
        return QPointF(float(x), float(y))

    def place(self, point: QPointF) -> Floats:
        """The place under a pixel, kept on the map."""
        low, high = self._ends
        share = (np.array([point.x(), point.y()]) - MARGIN) / self._size
        share[1] = 1 - share[1]
        return np.asarray(low + np.clip(share, 0, 1) * (high - low), np.float32)

    def _points(self, places: Floats) -> Floats:
        """Places (N, 2) on screen: the map fills the room there is, whatever its form."""
        low, high = self._ends
        share = (places - low) / (high - low)
        share[:, 1] = 1 - share[:, 1]
        return np.asarray(MARGIN + share * self._size, np.float32)

    @property
    def _size(self) -> Floats:
        sides = (self.width() - 2 * MARGIN, self.height() - 2 * MARGIN)
        return np.maximum(np.array(sides, np.float32), 1.0)

    @property
    def _ends(self) -> tuple[Floats, Floats]:
        """The corners of the map: where its known shapes end."""
        if self.atlas is None:
            return np.full(2, -1, np.float32), np.full(2, 1, np.float32)
        low, high = self.atlas.places.min(0), self.atlas.places.max(0)
        return low, np.maximum(high, low + 1e-6)

    def known_at(self, point: QPointF) -> int | None:
        """The known shape under a pixel."""
        if self.atlas is None:
            return None
        gaps = np.linalg.norm(
            self._points(self.atlas.places) - np.array([point.x(), point.y()], np.float32), axis=1
        )
        nearest = int(gaps.argmin())
        return nearest if gaps[nearest] <= CATCH else None

    # Mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.atlas is not None:
            self._start, self._dragging = event.position(), False
            known = self.known_at(event.position())
            at = self.place(event.position()) if known is None else self.atlas.places[known]
            self.pressed.emit(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position()
        if self._start is None:
            self._hover(self.known_at(point))
            return
        self._dragging |= (point - self._start).manhattanLength() > MOVED
        if self._dragging:
            self._hover(None)
            self.dragged.emit(self.place(point))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._start is not None:
            self._start, self._dragging = None, False
            self.released.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in KEYS and self.here is not None:
            step = KEY_STEP * np.array(KEYS[Qt.Key(event.key())], np.float32)
            self.stepped.emit(np.clip(self.here + step, *self._ends).astype(np.float32))
        else:
            super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)
        super().leaveEvent(event)

    def _hover(self, index: int | None) -> None:
        if index != self.hovered:
            self.hovered = index
            self.update()

    # Painting

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._redraw()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._redraw()
        super().changeEvent(event)

    def focusInEvent(self, event: QEvent) -> None:
        self.update()
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._ground is None:
            self._ground = self._drawn()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._ground)
        colors = theme.current()
        for place in self.others:
            _ring(painter, self.point(place), 5.0, QColor(colors.muted), QColor(colors.raised))
        if self.here is not None:
            _ring(painter, self.point(self.here), 7.0, QColor(colors.text), QColor(colors.raised))
            painter.setBrush(QColor(colors.accent))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(self.point(self.here), 3.6, 3.6)
        if self.atlas is not None and self.hovered is not None:
            self._paint_card(painter, self.atlas, self.hovered)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colors.accent), 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            box = QRectF(self.rect()).adjusted(0.6, 0.6, -0.6, -0.6)
            painter.drawRoundedRect(box, RADIUS, RADIUS)

    def _drawn(self) -> QPixmap:
        """The ground with all known shapes; drawn once for a size and a theme."""
        ratio, colors = self.devicePixelRatioF(), theme.current()
        pixmap = QPixmap(self.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colors.line), 1))
        painter.setBrush(QColor(colors.raised))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        if self.atlas is not None:
            size = POINT_OF_MANY if len(self.atlas) > MANY else POINT
            points = self._points(self.atlas.places).tolist()
            for (x, y), label in zip(points, self.atlas.labels.tolist(), strict=True):
                out = self.emphasis is None or label == self.emphasis
                painter.setOpacity(0.85 if out else 0.12)
                draw_mark(painter, QPointF(x, y), label, colors, size)
        painter.end()
        return pixmap

    def _paint_card(self, painter: QPainter, atlas: Atlas, index: int) -> None:
        """The picture and class of a known shape, beside it and within the map."""
        colors, at = theme.current(), self.point(atlas.places[index])
        _ring(painter, at, 5.0, QColor(colors.text), QColor(colors.raised))
        draw_mark(painter, at, int(atlas.labels[index]), colors, 3.6)
        width, height = CARD.width(), CARD.height()
        left = at.x() + 12 if at.x() + 12 + width <= self.width() else at.x() - 12 - width
        left = min(max(left, 2.0), max(self.width() - width - 2.0, 2.0))
        top = min(max(at.y() - height / 2, 2.0), max(self.height() - height - 2.0, 2.0))
        box = QRectF(left, top, width, height)
        painter.setPen(QPen(QColor(colors.line), 1))
        painter.setBrush(QColor(colors.surface))
        painter.drawRoundedRect(box, 8, 8)
        place = QRectF(box.center().x() - PICTURE / 2, box.top() + 6, PICTURE, PICTURE)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, cut_out(atlas.thumbnails[index]))
        painter.setPen(QColor(colors.text))
        words = box.adjusted(4, PICTURE + 6, -4, -5)
        text = class_word(atlas.class_of(index))
        text = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, int(words.width())
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, text)


def cut_out(picture: Bytes) -> QImage:
    """A grey picture (S, S) in clay, clear where nothing is."""
    clay = QColor(theme.current().clay)
    tone = picture.astype(np.float32)[..., None] / 235
    channels = np.array([clay.red(), clay.green(), clay.blue()], np.float32)
    pixels = np.zeros((*picture.shape, 4), np.uint8)
    pixels[..., :3] = np.clip(tone * channels, 0, 255)
    pixels[..., 3] = np.where(picture > 0, 255, 0)
    side, wide = picture.shape
    return QImage(pixels.data, wide, side, 4 * wide, QImage.Format.Format_RGBA8888).copy()


def _ring(painter: QPainter, at: QPointF, radius: float, ink: QColor, behind: QColor) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(behind, 4.0))
    painter.drawEllipse(at, radius, radius)
    painter.setPen(QPen(ink, 1.8))
    painter.drawEllipse(at, radius, radius)
