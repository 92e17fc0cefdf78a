"""Small pictures of shapes, as the 3D view would show them; drawn one at a time, when idle."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from viewer.theme import theme
from viewer.widgets.pictures import to_image

if TYPE_CHECKING:
    from core.process.jobs.state import Shape
    from viewer.scene.scene import Scene

SIDE = 216  # pixels: twice the size on screen
KEPT = 64


class Portraits(QObject):
    """Draws with a scene of its own, which is made for the first picture."""

    made = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._scene: Scene | None = None
        self._ready = False
        self._waiting: OrderedDict[tuple[object, str], Shape] = OrderedDict()
        self._images: OrderedDict[tuple[object, str], QImage] = OrderedDict()
        self._idle = QTimer(self, singleShot=True, interval=0)
        self._idle.timeout.connect(self._next)

    def start(self) -> None:
        """OpenGL is known to be there: begin."""
        self._ready = True
        self._idle.start()

    def close(self) -> None:
        """Give back the OpenGL context."""
        self._ready = False
        self._waiting.clear()
        self._idle.stop()
        if self._scene is not None:
            self._scene.close()
            self._scene = None

    def image(self, key: object, shape: Shape | None) -> QImage | None:
        """The picture of a shape in the colours in use; ``made`` tells when it is there."""
        name = (key, theme.current().name)
        found = self._images.get(name)
        if found is None and shape is not None:
            self._waiting[name] = shape
            self._idle.start()
        return found

    def _next(self) -> None:
        if not self._ready or not self._waiting:
            return
        if self._scene is None:
            from viewer.scene.scene import Scene

            self._scene = Scene()  # the picture comes with the next turn
            self._idle.start()
            return
        name, shape = self._waiting.popitem(last=False)
        if name[1] == theme.current().name:
            self._images[name] = self._drawn(self._scene, shape)
            while len(self._images) > KEPT:
                self._images.popitem(last=False)
            self.made.emit()
        if self._waiting:
            self._idle.start()

    def _drawn(self, scene: Scene, shape: Shape) -> QImage:
        scene.set_theme(theme.current())
        scene.set_shape(shape.grid, shape.mesh)
        scene.look("iso")
        scene.frame(1.0)
        picture = to_image(scene.screenshot(SIDE, SIDE))
        scene.set_shape()
        return picture
