"""A 3D view with the cameras of the photographs in it: a click on one chooses its photograph."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Signal

from viewer.view3d.annotations import MarkedView

if TYPE_CHECKING:
    from viewer.scene.camera_frusta import Stand
    from viewer.scene.scene import Scene


class CameraView(MarkedView):
    """Cameras are numbered as they were set."""

    entered = Signal(int)  # the camera that was clicked

    def set_cameras(self, stands: Sequence[Stand], chosen: int) -> None:
        """Show cameras, the chosen one marked."""
        self._change(lambda scene: scene.frusta.hold(stands))
        self.choose_camera(chosen)

    def choose_camera(self, chosen: int) -> None:
        """Mark another camera."""
        self._change(lambda scene: setattr(scene.frusta, "chosen", chosen))

    def show_cameras(self, shown: bool) -> None:
        """Have the cameras in the view, or not."""
        self._change(lambda scene: setattr(scene.frusta, "shown", shown))

    def _camera_under(self, scene: Scene, place: QPointF) -> int | None:
        """The camera under the pointer that nothing hides."""
        size = self.width(), self.height()
        found = scene.frusta.under(scene.camera, place.x(), place.y(), size)
        if found is None:
            return None
        met = scene.pick(place.x(), place.y(), *size)
        eye = scene.camera.position
        hidden = met is not None and float(((met - eye) ** 2).sum()) ** 0.5
        return None if hidden and hidden < scene.frusta.distance(found, eye) else found
