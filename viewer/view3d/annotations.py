"""What lies over the picture of a 3D view: the photograph, the ruler, the bounding box."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from viewer.scene.orbit_camera import Orbit
from viewer.theme.palette import Background, Palette, palette_of
from viewer.view3d import measuring
from viewer.view3d.measuring import Ruler
from viewer.view3d.photo_layer import PhotoLayer
from viewer.view3d.scene_widget import SceneWidget

if TYPE_CHECKING:
    from core.types import Mesh, PointCloud, VoxelGrid
    from viewer.scene.scene import Scene


class MarkedView(SceneWidget):
    """A scene with marks, in millimetres where they tell a length."""

    measured = Signal()  # the ruler has another point, or none

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background: Background = "studio"
        self._ruler_shown = self._box_shown = False
        self._photo: PhotoLayer | None = None
        self._opacity = 0.5
        self.ruler = Ruler()
        self.size_mm = 100.0  # what the longest side will measure in a file

    @property
    def ink(self) -> Palette:
        """The colours that suit the background."""
        return palette_of(self._palette, self._background)

    def set_background(self, background: Background) -> None:
        self._background = background
        self._change(lambda scene: scene.set_background(background))

    def set_shape(
        self,
        grid: VoxelGrid | None = None,
        mesh: Mesh | None = None,
        points: PointCloud | None = None,
    ) -> None:
        super().set_shape(grid, mesh, points)
        self.clear_ruler()  # its ends lay on the shape before

    def set_measuring(self, ruler: bool, box: bool) -> None:
        """Show or hide the ruler, which a click on the shape sets, and the box with its sizes."""
        self._ruler_shown, self._box_shown = ruler, box
        self.setCursor(Qt.CursorShape.CrossCursor if ruler else Qt.CursorShape.ArrowCursor)
        if not ruler:
            self.clear_ruler()
        self.update()

    def set_size(self, millimetres: float) -> None:
        """How long the longest side is to be in a file."""
        self.size_mm = millimetres
        self.update()
        self.measured.emit()

    def clear_ruler(self) -> None:
        """Take the ruler off the shape."""
        if self.ruler.ends:
            self.ruler.ends.clear()
            self.update()
            self.measured.emit()

    @property
    def length_mm(self) -> float | None:
        """What the ruler measures."""
        length = self.ruler.length
        return None if length is None or self._scene is None else length * self._unit(self._scene)

    def _unit(self, scene: Scene) -> float:
        """Millimetres to an object side."""
        low, high = scene.bounds()
        return self.size_mm / max(float((high - low).max()), 1e-9)

    def set_photo(self, layer: PhotoLayer | None) -> None:
        """Lay a photograph over the view while it is seen from its camera."""
        self._photo = layer
        self.update()

    def set_photo_opacity(self, opacity: float) -> None:
        if opacity != self._opacity:
            self._opacity = opacity
            self.update()

    @property
    def at_photo(self) -> bool:
        """Whether the photograph, if there is one, lies right for the camera."""
        return self._scene is not None and (
            self._photo is not None and self._photo.fits(self._scene.camera)
        )

    def _measure(self, scene: Scene, place: QPointF) -> None:
        met = scene.pick(place.x(), place.y(), self.width(), self.height())
        if met is not None:
            self.ruler.add(met)
            self.update()
            self.measured.emit()

    def paint_over(self, painter: QPainter, scene: Scene) -> None:
        if self._photo is not None:
            size = self.width(), self.height()
            self._photo.paint(painter, scene.camera, *size, self._opacity)
        self._paint_marks(painter, scene, scene.camera, self.width(), self.height())

    def mark(self, image: QImage, camera: Orbit) -> None:
        """Draw the ruler and the box on a picture of any size that was taken with a camera."""
        if self._scene is None:
            return
        painter = QPainter(image)
        larger = min(image.width() / self.width(), image.height() / self.height())
        painter.scale(larger, larger)
        size = image.width() / larger, image.height() / larger
        self._paint_marks(painter, self._scene, camera, *size)
        painter.end()

    def _paint_marks(self, painter: QPainter, scene: Scene, camera: Orbit, *size: float) -> None:
        colors = self.ink
        if self._box_shown and not scene.empty:
            low, high = scene.bounds()
            edges = measuring.sides(camera, low, high, *size)
            measuring.paint_box(painter, edges, self._unit(scene) * (high - low), colors)
        if self._ruler_shown and self.ruler.ends:
            places = camera.project(np.array(self.ruler.ends), *size)[:, :2]
            ends = [QPointF(*place) for place in places]
            measuring.paint_ruler(painter, ends, self.length_mm, colors)
