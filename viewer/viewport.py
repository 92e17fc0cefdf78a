"""The widget that shows the scene: it paints the scene's picture and turns the mouse into moves.

VTK draws off-screen and on demand; nothing here runs while nothing changes. VTK is imported after
the window has been painted once, because that takes longer than everything else at the start.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QPointF, QRectF, Qt, QTimer, QVariantAnimation, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRadialGradient,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from viewer import gizmo
from viewer.cameras import PRESETS, Orbit, between
from viewer.opengl import choose_window, probe
from viewer.palette import LIGHT, Palette

if TYPE_CHECKING:
    from core.types import Lighting, Mesh, PointCloud, Pose, VoxelGrid
    from viewer.scene import Representation, Scene, Shading

log = logging.getLogger(__name__)

TURN = 0.4  # degrees a point of mouse movement
WHEEL = 1.0015  # nearer by this factor a unit of wheel angle, 120 to a notch
GLIDE_MS = 260
SETTLE_MS = 120  # without a change, until the fine picture is drawn
QUICK = 0.02  # seconds; a machine that draws a fine picture in this time draws no rough ones
ARROWS = {
    Qt.Key.Key_Left: (-10.0, 0.0),
    Qt.Key.Key_Right: (10.0, 0.0),
    Qt.Key.Key_Up: (0.0, 10.0),
    Qt.Key.Key_Down: (0.0, -10.0),
}


class Viewport(QWidget):
    """The 3D view. Everything may be set before ``start``; it is shown once the scene is there."""

    started = Signal()  # the scene is in place
    orbited = Signal()  # the user moved the camera
    painted = Signal()  # a new frame is on the screen
    _drawn = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 200)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("3D view")
        self.setAccessibleDescription("The shape. Drag or use the arrow keys to turn it.")
        self._scene: Scene | None = None
        self._waiting: list[Callable[[Scene], object]] = []
        self._problem: str | None = None
        self._closed = False
        self._palette = LIGHT
        self._image: QImage | None = None
        self._fresh = False
        self._quick = False
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._refine)
        self._gizmo_shown = True
        self._under: str | None = None
        self._grabbed: QPointF | None = None
        self._glide = QVariantAnimation(self)
        self._glide.setDuration(GLIDE_MS)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._glide.setStartValue(0.0)
        self._glide.setEndValue(1.0)
        self._glide.valueChanged.connect(self._glided)
        self._from = self._to = Orbit()
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

    def shutdown(self) -> None:
        """Give back the OpenGL context. The view stays empty from now on."""
        self._closed = True
        self._glide.stop()
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
        if axes is not None:
            self._gizmo_shown = axes
        self._change(lambda scene: scene.set_visible(grid, axes, shadow))

    def set_lamp(self, lighting: Lighting | None) -> None:
        self._change(lambda scene: scene.set_lamp(lighting))

    def set_theme(self, palette: Palette) -> None:
        self._palette = palette
        if self._scene is not None:
            self._scene.set_theme(palette)
        self.refresh()

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

    # The camera

    def frame(self) -> None:
        """Show the whole shape."""
        self._move(lambda scene: scene.framed(scene.camera, self._aspect()))

    def look(self, preset: str) -> None:
        """Go to a side: front, back, left, right, top, bottom or iso; the whole shape is seen."""
        self._move(
            lambda scene: scene.framed(scene.camera.toward(*PRESETS[preset]), self._aspect())
        )

    def look_from(self, pose: Pose) -> None:
        """Stand where the photograph's camera stood."""
        self._move(lambda scene: scene.posed(pose, self._aspect()))

    def set_orthographic(self, parallel: bool) -> None:
        self._change(lambda scene: scene.set_orthographic(parallel))

    def screenshot(self, width: int, height: int, transparent: bool = False) -> QImage | None:
        """A picture to keep, or None while there is no scene."""
        if self._scene is None:
            return None
        pixels = self._scene.screenshot(width, height, transparent)
        self.refresh()
        return QImage(pixels.data, width, height, QImage.Format.Format_RGBA8888).copy()

    def _aspect(self) -> float:
        return self.width() / max(self.height(), 1)

    def _move(self, goal: Callable[[Scene], Orbit]) -> None:
        """Glide to another camera, or be there at once while nobody can see it."""
        if self._scene is None:
            self._change(lambda scene: setattr(scene, "camera", goal(scene)))
            return
        self._glide.stop()
        self._from, self._to = self._scene.camera, goal(self._scene)
        if self.isVisible():
            self._glide.start()
        else:
            self._glided(1.0)

    def _glided(self, share: float) -> None:
        if self._scene is not None:
            self._scene.camera = between(self._from, self._to, float(share))
            self.refresh()

    def _steer(self, camera: Orbit) -> None:
        """A move by hand: it ends any glide."""
        if self._scene is not None:
            self._glide.stop()
            self._scene.camera = camera
            self.refresh()
            self.orbited.emit()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._scene is None:
            self._paint_empty(painter)
            return
        if not self._fresh:
            self._draw(self._scene, fine=self._quick)
        if self._image is not None:
            painter.drawImage(QPointF(0, 0), self._image)
        if self._gizmo_shown:
            gizmo.paint(painter, self._scene.camera, self.width(), self._palette, self._under)

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

    def _paint_empty(self, painter: QPainter) -> None:
        middle = QPointF(self.width() / 2, self.height() / 2)
        reach = max(1.0, (middle.x() ** 2 + middle.y() ** 2) ** 0.5)
        gradient = QRadialGradient(middle, reach)
        gradient.setColorAt(0, QColor(self._palette.view_centre))
        gradient.setColorAt(1, QColor(self._palette.view_edge))
        painter.fillRect(self.rect(), gradient)
        if self._problem is not None:
            painter.setPen(QColor(self._palette.text))
            box = QRectF(self.rect()).adjusted(32, 32, -32, -32)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(box, int(flags), self._problem)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fresh = False
        super().resizeEvent(event)

    # Mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        side = self._side_under(event.position())
        if side is not None and event.button() == Qt.MouseButton.LeftButton:
            self.look(side)
        else:
            self._grabbed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        if self._grabbed is None or self._scene is None or not event.buttons():
            self._point_at(place)
            return
        x, y = place.x() - self._grabbed.x(), place.y() - self._grabbed.y()
        self._grabbed = place
        left = bool(event.buttons() & Qt.MouseButton.LeftButton)
        if left and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._steer(self._scene.camera.turned(-TURN * x, TURN * y))
        else:
            half = max(self.height(), 1) / 2
            self._steer(self._scene.camera.panned(x / half, -y / half))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grabbed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._side_under(event.position()) is None:
            self.frame()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._scene is None:
            return
        half = max(self.height(), 1) / 2
        place = event.position()
        x, y = (place.x() - self.width() / 2) / half, (half - place.y()) / half
        self._steer(self._scene.camera.zoomed(WHEEL ** event.angleDelta().y(), x, y))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self._scene is None:
            super().keyPressEvent(event)
        elif key in ARROWS and not event.modifiers():
            self._steer(self._scene.camera.turned(*ARROWS[key]))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._steer(self._scene.camera.zoomed(1.15))
        elif key == Qt.Key.Key_Minus:
            self._steer(self._scene.camera.zoomed(1 / 1.15))
        else:
            super().keyPressEvent(event)

    def leaveEvent(self, event: object) -> None:
        self._point_at(QPointF(-1e6, -1e6))

    def _side_under(self, place: QPointF) -> str | None:
        if self._scene is None or not self._gizmo_shown:
            return None
        return gizmo.preset_at(self._scene.camera, self.width(), place)

    def _point_at(self, place: QPointF) -> None:
        under = self._side_under(place)
        if under != self._under:
            self._under = under
            self.setToolTip(f"Look from: {under}" if under else "")
            self.update()
