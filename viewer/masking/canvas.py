"""The photograph under the hand: zoomed with the wheel, moved, painted on, boxed.

What is drawn with the mouse is announced when the button is let go; until then it is only shown.
"""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from core.images.masks import empty_mask, paint
from core.types import Floats, View
from viewer.i18n.translate import tr
from viewer.masking.image_transform import Placing, fitted
from viewer.masking.picture import MaskPicture
from viewer.theme import theme

WHEEL = 1.0015
STEP = 40.0  # points an arrow key moves the photograph by
ARROWS = {
    Qt.Key.Key_Left: QPointF(STEP, 0),
    Qt.Key.Key_Right: QPointF(-STEP, 0),
    Qt.Key.Key_Up: QPointF(0, STEP),
    Qt.Key.Key_Down: QPointF(0, -STEP),
}
PAINTS = {"brush": 1.0, "eraser": 0.0}
BOXES = ("box", "crop")


class MaskCanvas(QWidget):
    """Shows a view; ``tool`` says what the left button does, ``radius`` is in its pixels."""

    painted = Signal(object, float)  # the new mask, and 1 for the brush or 0 for the eraser
    boxed = Signal(object, bool)  # (left, top, right, bottom) in the photograph; with Shift
    clicked = Signal(object)  # (x, y) in the photograph

    def __init__(self) -> None:
        super().__init__()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(120, 120)
        self.setAccessibleName(tr("Photograph with its mask"))
        self._view: View | None = None
        self._picture: MaskPicture | None = None
        self._tool, self._radius = "brush", 10.0
        self._buffer = QImage()
        self._dirty = QRect()  # what of the buffer is to be drawn again
        self._fresh = False  # whether the buffer shows what it should
        self._fitted = True
        self.placing = Placing()
        self._stroke: Floats | None = None
        self._box_from: QPointF | None = None
        self._grabbed: QPointF | None = None
        self._mouse: QPointF | None = None

    # What is shown

    def show_view(self, view: View) -> None:
        """Show a photograph; another mask on the same one keeps zoom and place."""
        old, self._view = self._view, view
        if old is view:
            return
        self.abandon()
        if old is None or old.image is not view.image:
            self._picture = MaskPicture(view.image)
            self._picture.set_mask(view.mask)
            self.fit()
        elif old.mask is not view.mask and self._picture is not None:
            self._picture.set_mask(view.mask)
        self._redraw()

    def use(self, tool: str, radius: float) -> None:
        """What the mouse does, and how large the brush is."""
        self._tool, self._radius = tool, radius
        shapes = {"fill": Qt.CursorShape.PointingHandCursor}
        blank = Qt.CursorShape.BlankCursor if tool in PAINTS else Qt.CursorShape.CrossCursor
        self.setCursor(shapes.get(tool, blank))
        self.update()

    def fit(self) -> None:
        """All of the photograph."""
        self._fitted = True
        if self._picture is not None:
            photo, room = (self._picture.width, self._picture.height), QSizeF(self.size())
            self.placing = fitted(photo, room, self.devicePixelRatioF())
            self._redraw()

    def zoom(self, factor: float, about: QPointF | None = None) -> None:
        """Nearer or farther, with the point under the mouse staying where it is."""
        if self._picture is None:
            return
        photo, room = (self._picture.width, self._picture.height), QSizeF(self.size())
        least = fitted(photo, room, self.placing.ratio).scale / 2
        about = QPointF(self.rect().center()) if about is None else about
        self.placing, self._fitted = self.placing.zoomed(factor, about, least), False
        self._redraw()

    def abandon(self) -> None:
        """Forget what is being drawn."""
        drawn, self._stroke, self._box_from = self._stroke, None, None
        if drawn is not None and self._picture is not None and self._view is not None:
            self._picture.set_mask(self._view.mask)
            self._redraw()
        self.update()

    @property
    def drawing(self) -> bool:
        """Whether the mouse is drawing something."""
        return self._stroke is not None or self._box_from is not None

    # Painting the widget

    def _redraw(self) -> None:
        self._fresh = False
        self.update()

    def _draw(self, part: QRect) -> None:
        if self._picture is not None:
            self._picture.draw(self._buffer, part, self.placing, theme.current())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._picture is None:
            return
        ratio = self.devicePixelRatioF()
        size = QSize(math.ceil(self.width() * ratio), math.ceil(self.height() * ratio))
        if self._buffer.size() != size:
            self._buffer = QImage(size, QImage.Format.Format_RGB32)
            self._fresh = False
        if not self._fresh:
            self._dirty = self._buffer.rect()
        self._draw(self._dirty)  # several moves of the mouse at once, where they came quickly
        self._fresh, self._dirty = True, QRect()
        painter = QPainter(self)
        part = QRectF(event.rect())
        painter.drawImage(part, self._buffer, QRectF(part.topLeft() * ratio, part.size() * ratio))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._box_from is not None and self._mouse is not None:
            self._paint_box(painter, QRectF(self._box_from, self._mouse).normalized())
        elif self._tool in PAINTS and self._mouse is not None and self._grabbed is None:
            self._paint_brush(painter, self._mouse)

    def _paint_brush(self, painter: QPainter, at: QPointF) -> None:
        radius = self.placing.length(self._radius)
        for color, width in ((QColor(0, 0, 0, 150), 3.0), (QColor(255, 255, 255), 1.4)):
            painter.setPen(QPen(color, width))
            painter.drawEllipse(at, radius, radius)
            arm = 3.0
            painter.drawLine(at - QPointF(arm, 0), at + QPointF(arm, 0))
            if self._tool == "brush":
                painter.drawLine(at - QPointF(0, arm), at + QPointF(0, arm))

    def _paint_box(self, painter: QPainter, box: QRectF) -> None:
        painter.setPen(QPen(QColor(0, 0, 0, 120), 3.0))
        painter.drawRect(box)
        pen = QPen(QColor(theme.current().accent), 1.6)
        pen.setDashPattern([5, 3])
        painter.setPen(pen)
        painter.drawRect(box)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fitted:
            self.fit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._redraw()
        super().changeEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.fit()
        # Esc gives up what is being drawn before it is the window's key for Cancel.
        if event.type() == QEvent.Type.ShortcutOverride and self.drawing:
            assert isinstance(event, QKeyEvent)
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        return super().event(event)

    # Mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        self._mouse = place
        if event.button() != Qt.MouseButton.LeftButton:
            self._grabbed = place
        elif self._view is None or self.drawing:
            return
        elif self._tool in PAINTS:
            mask = self._view.mask
            self._stroke = empty_mask(self._view) if mask is None else np.array(mask)
            self._paint_to(place, place)
        elif self._tool in BOXES:
            self._box_from = place
        else:
            self.clicked.emit(self.placing.to_photo(place))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place, before = event.position(), self._mouse
        if self._grabbed is not None:
            self.placing = self.placing.moved(place - self._grabbed)
            self._grabbed, self._fitted = place, False
            self._redraw()
        elif self._stroke is not None and before is not None:
            self._paint_to(before, place)
        self._point_at(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            self._grabbed = None
            self.update()
            return
        stroke, start = self._stroke, self._box_from
        self._stroke = self._box_from = None
        if stroke is not None and self._view is not None:
            stroke.flags.writeable = False
            # The picture has it already: the view that comes back is not drawn anew.
            self.painted.emit(stroke, PAINTS.get(self._tool, 1.0))
        elif start is not None:
            box = QRectF(start, event.position()).normalized()
            left, top = self.placing.to_photo(box.topLeft())
            right, bottom = self.placing.to_photo(box.bottomRight())
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if box.width() > 3 and box.height() > 3:
                self.boxed.emit((left, top, right, bottom), shift)
        self.update()

    def accept_stroke(self, view: View) -> None:
        """The view that a stroke has led to; it is on screen already."""
        self._view = view

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(WHEEL ** event.angleDelta().y(), event.position())
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape and self.drawing:
            self.abandon()
        elif key in ARROWS and not event.modifiers():
            self.placing, self._fitted = self.placing.moved(ARROWS[key]), False
            self._redraw()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(1.25)
        elif key == Qt.Key.Key_Minus:
            self.zoom(0.8)
        else:
            super().keyPressEvent(event)

    def _paint_to(self, start: QPointF, end: QPointF) -> None:
        if self._stroke is None or self._picture is None:
            return
        value = PAINTS.get(self._tool, 1.0)
        ends = self.placing.to_photo(start), self.placing.to_photo(end)
        box = paint(self._stroke, *ends, self._radius, value)
        self._picture.update_mask(self._stroke, box)
        place, reach = self.placing, 4 + 2 * math.ceil(1 / self.placing.scale)
        corner = place.from_photo(box[0] - reach, box[1] - reach)
        far = place.from_photo(box[2] + reach, box[3] + reach)
        part = QRectF(corner, far).toAlignedRect().adjusted(-3, -3, 3, 3)
        self.update(part)
        whole = QRectF(QPointF(part.topLeft()) * place.ratio, QSizeF(part.size()) * place.ratio)
        self._dirty = self._dirty.united(whole.toAlignedRect())

    def _point_at(self, place: QPointF | None) -> None:
        """Move the brush's circle, painting again only where it was and where it is."""
        reach = self.placing.length(self._radius) + 6
        for at in (self._mouse, place):
            if at is not None:
                corner = QPoint(math.floor(at.x() - reach), math.floor(at.y() - reach))
                side = math.ceil(2 * reach) + 2
                self.update(QRect(corner, QSize(side, side)))
        self._mouse = place
        if self._box_from is not None:
            self.update()
