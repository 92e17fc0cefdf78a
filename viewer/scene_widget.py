"""The widget that shows the scene: it paints the scene's picture whenever that has changed.

VTK draws off-screen and on demand; nothing here runs while nothing changes. VTK is imported after
the window has been painted once, because that takes longer than everything else at the start.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QFocusEvent,
    QImage,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QRadialGradient,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from viewer.opengl import choose_window, probe
from viewer.palette import LIGHT, Palette

if TYPE_CHECKING:
    from core.types import Lighting, Mesh, PointCloud, VoxelGrid
    from viewer.scene import Representation, Scene, Shading

log = logging.getLogger(__name__)

SETTLE_MS = 120  # without a change, until the fine picture is drawn
CORNER = 12.0  # as round as the panels beside it
QUICK = 0.02  # seconds; a machine that draws a fine picture in this time draws no rough ones


class SceneWidget(QWidget):
    """Shows a scene. What is set before ``start`` is shown once the scene is there."""

    started = Signal()  # the scene is in place
    painted = Signal()  # a new frame is on the screen
    _drawn = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 200)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._scene: Scene | None = None
        self._waiting: list[Callable[[Scene], object]] = []
        self._problem: str | None = None
        self._closed = False
        self._palette = LIGHT
        self._image: QImage | None = None
        self._fresh = False
        self._quick = False
        self._ringed = False  # whether the focus came by the keyboard and is shown
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._refine)
        self._drawn.connect(self.painted, Qt.ConnectionType.QueuedConnection)

    # Starting and stopping

    def start(self) -> None:
        """Bring up the scene once the window has been painted."""
        QTimer.singleShot(0, self, self._create)

    def _create(self) -> None:
        if self._scene is not None or self._problem is not None or self._closed:
            return
        choose_window()
        self._problem = probe()
        if self._problem is None:
            from viewer.scene import Scene

            self._scene = Scene()
            self._scene.warm_up()
            self._scene.set_theme(self._palette)
            for change in self._waiting:
                change(self._scene)
        else:
            log.warning(self._problem)
        self._waiting.clear()
        self.started.emit()
        self.refresh()

    @property
    def problem(self) -> str | None:
        """The sentence shown in place of the view when there is no OpenGL."""
        return self._problem

    @property
    def scene(self) -> Scene | None:
        """The scene, once it is there."""
        return self._scene

    @property
    def busy(self) -> bool:
        """Whether a better picture is still to come."""
        return self._settle.isActive() or not self._fresh

    def shutdown(self) -> None:
        """Give back the OpenGL context. The view stays empty from now on."""
        self._closed = True
        self._settle.stop()
        if self._scene is not None:
            self._scene.close()
            self._scene = None
        self._image = None

    def closeEvent(self, event: QCloseEvent) -> None:
        self.shutdown()
        super().closeEvent(event)

    # What is shown

    def set_shape(
        self,
        grid: VoxelGrid | None = None,
        mesh: Mesh | None = None,
        points: PointCloud | None = None,
    ) -> None:
        """Show a shape; the camera stays."""
        self._change(lambda scene: scene.set_shape(grid, mesh, points))

    def set_representation(self, representation: Representation) -> None:
        self._change(lambda scene: scene.set_representation(representation))

    def set_shading(self, shading: Shading) -> None:
        self._change(lambda scene: scene.set_shading(shading))

    def set_visible(
        self, grid: bool | None = None, axes: bool | None = None, shadow: bool | None = None
    ) -> None:
        self._change(lambda scene: scene.set_visible(grid, axes, shadow))

    def set_lamp(self, lighting: Lighting | None) -> None:
        self._change(lambda scene: scene.set_lamp(lighting))

    def set_theme(self, palette: Palette) -> None:
        self._palette = palette
        if self._scene is not None:
            self._scene.set_theme(palette)
        self.refresh()

    def screenshot(self, width: int, height: int, transparent: bool = False) -> QImage | None:
        """A picture to keep, or None while there is no scene."""
        if self._scene is None:
            return None
        pixels = self._scene.screenshot(width, height, transparent)
        self.refresh()
        return QImage(pixels.data, width, height, QImage.Format.Format_RGBA8888).copy()

    def refresh(self) -> None:
        """Draw anew at the next chance, roughly first; calls in between count once."""
        self._fresh = False
        self.update()

    def _refine(self) -> None:
        if self._scene is not None:
            self._draw(self._scene, fine=True)
            self.update()

    def _change(self, change: Callable[[Scene], object]) -> None:
        if self._scene is not None:
            change(self._scene)
            self.refresh()
        elif self._problem is None and not self._closed:
            self._waiting.append(change)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._scene is None:
            _paint_empty(painter, QRectF(self.rect()), self._palette, self._problem or "")
        elif not self._fresh:
            self._draw(self._scene, fine=self._quick)
        if self._scene is not None and self._image is not None:
            painter.drawImage(QPointF(0, 0), self._image)
        _paint_corners(painter, QRectF(self.rect()), self._palette, self._ringed)

    def _draw(self, scene: Scene, fine: bool) -> None:
        scale = self.devicePixelRatioF()
        began = time.perf_counter()
        pixels = scene.render(self.width(), self.height(), scale, fine)
        if fine:
            self._quick = time.perf_counter() - began < QUICK
            self._settle.stop()
        else:
            self._settle.start()
        height, width = pixels.shape[:2]
        image = QImage(pixels.data, width, height, QImage.Format.Format_RGBX8888).copy()
        image.setDevicePixelRatio(scale)
        self._image = image
        self._fresh = True
        self._drawn.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        by_key = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self._ringed = event.reason() in by_key
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._ringed = False
        super().focusOutEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fresh = False
        super().resizeEvent(event)


def _paint_empty(painter: QPainter, box: QRectF, palette: Palette, words: str) -> None:
    """The background of the scene, and words in place of it."""
    gradient = QRadialGradient(box.center(), max(1.0, (box.width() + box.height()) / 3))
    gradient.setColorAt(0, QColor(palette.view_centre))
    gradient.setColorAt(1, QColor(palette.view_edge))
    painter.fillRect(box, gradient)
    painter.setPen(QColor(palette.text))
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(box.adjusted(32, 32, -32, -32), int(flags), words)


def _paint_corners(painter: QPainter, box: QRectF, palette: Palette, ringed: bool) -> None:
    """Round the corners off with the colour of the window; a ring shows the keyboard's focus."""
    outside = QPainterPath()
    outside.addRect(box)
    inside = QPainterPath()
    inside.addRoundedRect(box, CORNER, CORNER)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(outside - inside, QColor(palette.window))
    if ringed:
        painter.setPen(QPen(QColor(palette.accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), CORNER - 1, CORNER - 1)
