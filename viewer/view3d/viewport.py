"""The 3D view: a scene that is turned, moved and zoomed with the mouse and the keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from viewer.i18n.translate import mark, tr
from viewer.scene.orbit_camera import PRESETS, Orbit
from viewer.view3d import gizmo
from viewer.view3d.camera_animation import Glide
from viewer.view3d.camera_view import CameraView

if TYPE_CHECKING:
    from core.types import Pose
    from viewer.scene.clipping import Clip
    from viewer.scene.scene import Scene

TURN = 0.4  # degrees a point of mouse movement
CLICK = 4  # points that a press may wander and still be a click
WHEEL = 1.0015  # nearer by this factor a unit of wheel angle, 120 to a notch
LOOK_FROM = {
    "front": mark("Look from the front"),
    "back": mark("Look from the back"),
    "left": mark("Look from the left"),
    "right": mark("Look from the right"),
    "top": mark("Look from the top"),
    "bottom": mark("Look from below"),
}
ARROWS = {
    Qt.Key.Key_Left: (-10.0, 0.0),
    Qt.Key.Key_Right: (10.0, 0.0),
    Qt.Key.Key_Up: (0.0, 10.0),
    Qt.Key.Key_Down: (0.0, -10.0),
}


class Viewport(CameraView):
    """The scene with a turntable camera: left button turns, middle or Shift moves, wheel zooms."""

    orbited = Signal()  # the user moved the camera

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("3D view"))
        self.setAccessibleDescription(tr("The shape. Drag or use the arrow keys to turn it."))
        self._gizmo_shown = True
        self._under: str | None = None
        self._grabbed: QPointF | None = None
        self._goal: Callable[[Scene], Orbit] | None = None
        self._glide = Glide(self, self._stand)
        self._trackball = False
        self._pressed: QPointF | None = None

    @property
    def busy(self) -> bool:
        """Whether a better picture is still to come: a glide, a change, the fine frame."""
        return self._glide.state() == Glide.State.Running or super().busy

    def shutdown(self) -> None:
        self._glide.stop()
        super().shutdown()

    def set_visible(
        self, grid: bool | None = None, axes: bool | None = None, shadow: bool | None = None
    ) -> None:
        if axes is not None:
            self._gizmo_shown = axes
        super().set_visible(grid, axes, shadow)

    def set_clip(self, clip: Clip | None) -> None:
        self._change(lambda scene: scene.set_clip(clip))

    def paint_over(self, painter: QPainter, scene: Scene) -> None:
        super().paint_over(painter, scene)
        if self._gizmo_seen:
            gizmo.paint(painter, scene.camera, self.width(), self.ink, self._under)

    @property
    def _gizmo_seen(self) -> bool:
        """In a small view the cross would lie over the shape."""
        room = self.width() >= gizmo.LEAST_WIDTH and self.height() >= gizmo.LEAST_HEIGHT
        return self._gizmo_shown and room

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

    def look_through(self, camera: Orbit) -> None:
        """Look through a measured camera."""
        self._move(lambda scene: scene.through(camera, self._aspect()))

    @property
    def camera(self) -> Orbit | None:
        """Where the camera stands, or is on its way to."""
        if self._scene is None:
            return None
        return self._scene.camera if self._goal is None else self._goal(self._scene)

    def stand(self, camera: Orbit) -> None:
        """Be at a camera at once."""
        self._goal = None
        self._glide.stop()
        self._change(lambda scene: setattr(scene, "camera", camera))

    def set_orthographic(self, parallel: bool) -> None:
        if self._scene is None or self._scene.camera.parallel != parallel:
            self._glide.finish()
            self._change(lambda scene: scene.set_orthographic(parallel))

    def set_view_angle(self, degrees: float) -> None:
        if self._scene is None or self._scene.view_angle != degrees:
            self._glide.finish()
            self._change(lambda scene: scene.set_view_angle(degrees))

    def set_navigation(self, style: Literal["turntable", "trackball"]) -> None:
        """On the turntable up stays up; the trackball turns about the picture's own axes."""
        self._trackball = style == "trackball"

    def _turned(self, camera: Orbit, x: float, y: float) -> Orbit:
        return camera.tumbled(x, y) if self._trackball else camera.turned(x, y)

    def _aspect(self) -> float:
        return self.width() / max(self.height(), 1)

    def _move(self, goal: Callable[[Scene], Orbit]) -> None:
        """Glide to another camera, or be there at once while nobody can see it.

        The goal is kept until the camera is moved by hand: it depends on the size of the view.
        """
        self._goal = goal
        if self._scene is None:
            self._change(lambda scene: setattr(scene, "camera", goal(scene)))
        elif self.isVisible():
            self._glide.go(self._scene.camera, goal(self._scene))
        else:
            self._glide.stop()
            self._stand(goal(self._scene))

    def _stand(self, camera: Orbit) -> None:
        if self._scene is not None:
            self._scene.camera = camera
            self.refresh()

    def _steer(self, camera: Orbit) -> None:
        """A move by hand: it ends any glide."""
        if self._scene is not None:
            self._goal = None
            self._glide.stop()
            self._stand(camera)
            self.orbited.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._goal is not None and self._scene is not None:
            self._glide.stop()
            self._stand(self._goal(self._scene))

    # Mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        side = self._side_under(event.position())
        if side is not None and event.button() == Qt.MouseButton.LeftButton:
            self.look(side)
        else:
            self._grabbed = event.position()
            left = event.button() == Qt.MouseButton.LeftButton
            self._pressed = event.position() if left else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        if self._grabbed is None or self._scene is None or not event.buttons():
            self._point_at(place)
            return
        x, y = place.x() - self._grabbed.x(), place.y() - self._grabbed.y()
        self._grabbed = place
        left = bool(event.buttons() & Qt.MouseButton.LeftButton)
        if left and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._steer(self._turned(self._scene.camera, -TURN * x, TURN * y))
        else:
            half = max(self.height(), 1) / 2
            self._steer(self._scene.camera.panned(x / half, -y / half))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grabbed = None
        place, scene = event.position(), self._scene
        pressed, self._pressed = self._pressed, None
        if pressed is None or scene is None or (place - pressed).manhattanLength() > CLICK:
            return
        if self._ruler_shown:
            self._measure(scene, place)
        elif (camera := self._camera_under(scene, place)) is not None:
            self.entered.emit(camera)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._ruler_shown:
            self.mousePressEvent(event)  # two quick clicks are two points
        elif self._side_under(event.position()) is None:
            self.frame()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._scene is None:
            return
        factor = WHEEL ** event.angleDelta().y()
        event.accept()
        if self.at_photo:  # another lens shows the photograph right, another place does not
            self._steer(self._scene.camera.magnified(factor))
            return
        half = max(self.height(), 1) / 2
        place = event.position()
        x, y = (place.x() - self.width() / 2) / half, (half - place.y()) / half
        self._steer(self._scene.camera.zoomed(factor, x, y))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self._scene is None:
            super().keyPressEvent(event)
        elif key in ARROWS and not event.modifiers():
            self._steer(self._turned(self._scene.camera, *ARROWS[key]))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._steer(self._scene.camera.zoomed(1.15))
        elif key == Qt.Key.Key_Minus:
            self._steer(self._scene.camera.zoomed(1 / 1.15))
        else:
            super().keyPressEvent(event)

    def leaveEvent(self, event: object) -> None:
        self._point_at(QPointF(-1e6, -1e6))

    def _side_under(self, place: QPointF) -> str | None:
        if self._scene is None or not self._gizmo_seen:
            return None
        return gizmo.preset_at(self._scene.camera, self.width(), place)

    def _point_at(self, place: QPointF) -> None:
        under = self._side_under(place)
        if under != self._under:
            self._under = under
            self.setToolTip(tr(LOOK_FROM[under]) if under else "")
            self.update()
