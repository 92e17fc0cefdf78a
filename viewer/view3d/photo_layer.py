"""The photograph over the 3D view, seen through the camera that was estimated for it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from viewer.scene.orbit_camera import Orbit


@dataclass(frozen=True, eq=False)
class PhotoLayer:
    """``place`` is (left, top, width, height) of the whole photograph in the plane one side before
    the camera, x right and y down: there it lies right for every lens, but from nowhere else.
    """

    image: QImage
    place: tuple[float, float, float, float]
    camera: Orbit

    def fits(self, camera: Orbit) -> bool:
        """Whether a camera stands where the photograph was taken from."""
        return (
            not camera.parallel
            and np.allclose(camera.position, self.camera.position, atol=1e-4)
            and np.allclose(camera.axes(), self.camera.axes(), atol=1e-4)
        )

    def on_screen(self, camera: Orbit, width: float, height: float) -> QRectF:
        """Where it lies in a view of this size."""
        scale = height / 2 / math.tan(math.radians(camera.view_angle) / 2)
        left, top, wide, high = (scale * value for value in self.place)
        return QRectF(width / 2 + left, height / 2 + top, wide, high)

    def paint(
        self, painter: QPainter, camera: Orbit, width: float, height: float, opacity: float
    ) -> None:
        """Lay it over the view, if the view is seen from its camera."""
        if self.fits(camera):
            painter.setOpacity(opacity)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.on_screen(camera, width, height), self.image)
            painter.setOpacity(1.0)
