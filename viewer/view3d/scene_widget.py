"""The widget that shows the scene: it paints the scene's picture whenever that has changed.

VTK draws off-screen and on demand; nothing here runs while nothing changes. VTK is imported after
the window has been painted once, because that takes longer than everything else at the start.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
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

from viewer.system.opengl import choose_window, probe
from viewer.theme.palette import LIGHT, Palette

if TYPE_CHECKING:
    from core.types import Bytes, Lighting, Mesh, PointCloud, VoxelGrid
    from viewer.scene.scene import Representation, Scene, Shading

log = logging.getLogger(__name__)

SETTLE_MS = 120  # without a change, until the fine picture is drawn
CORNER = 12.0  # as round as the panels beside it
QUICK = 0.02  # seconds; a machine that draws a fine picture in this time draws no rough ones
SLOW, SWIFT = 0.045, 0.02  # seconds a rough frame may take, and after which it gets more pixels
COARSER = (1.0, 1.5, 2.0, 3.0, 4.0)  # a rough picture's pixels may be this much larger
FEWEST = 480  # pixels across below which no rough picture goes
MANY = 2_000_000  # pixels; a view with more starts out coarser, until its pace is known


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
        self._coarse = 0  # how far along COARSER the rough pictures are
        self._fine: Generator[float, None, Bytes] | None = None  # a fine picture under way
        self._fine_took = 0.0
        self._ringed = False  # whether the focus came by the keyboard and is shown
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._refine)
        self._step = QTimer(self, interval=0)
        self._step.timeout.connect(self._refine_on)
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
            from viewer.scene.scene import Scene

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
        return self._settle.isActive() or self._step.isActive() or not self._fresh

    def shutdown(self) -> None:
        """Give back the OpenGL context. The view stays empty from now on."""
        self._closed = True
        self._settle.stop()
        self._drop_fine()
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

    def set_tint(self, color: tuple[float, float, float] | None) -> None:
        """The object's own colour, linear RGB, whatever lights it; None is clay."""
        self._change(lambda scene: scene.set_tint(color))

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
        self._drop_fine()
        self.update()

    def _refine(self) -> None:
        """Start on the fine picture; it comes in steps, so that the window stays awake."""
        if self._scene is not None:
            size = self.width(), self.height()
            self._fine = self._scene.strips(*size, self.devicePixelRatioF())
            self._fine_took = 0.0
            self._step.start()

    def _refine_on(self) -> None:
        if self._fine is None:
            return
        began = time.perf_counter()
        try:
            next(self._fine)
        except StopIteration as finished:
            self._show(finished.value)
            self._drop_fine()
            self._quick = self._fine_took + time.perf_counter() - began < QUICK
            self.update()
        self._fine_took += time.perf_counter() - began

    def _drop_fine(self) -> None:
        self._fine = None
        self._step.stop()

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
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRectF(self.rect()), self._image)
            self.paint_over(painter, self._scene)
        _paint_corners(painter, QRectF(self.rect()), self._palette, self._ringed)

    def paint_over(self, painter: QPainter, scene: Scene) -> None:
        """What lies over the picture; nothing here."""

    def _draw(self, scene: Scene, fine: bool) -> None:
        """A picture at once: fine where that is quick, else with as many pixels as are quick."""
        scale = self.devicePixelRatioF()
        began = time.perf_counter()
        if fine:
            self._show(scene.render(self.width(), self.height(), scale, fine))
            self._quick = time.perf_counter() - began < QUICK
            self._settle.stop()
            return
        self._show(scene.render(self.width(), self.height(), scale / self._coarseness(), fine))
        self._pace(time.perf_counter() - began)
        self._settle.start()

    def _coarseness(self) -> float:
        """How much larger than its pixels on screen those of a rough picture are, 1 or more."""
        most = self.width() * self.devicePixelRatioF() / FEWEST
        return max(1.0, min(COARSER[self._coarse], most))

    def _pace(self, seconds: float) -> None:
        """Fewer pixels after a slow picture, more after a swift one."""
        if seconds > SLOW:
            self._coarse = min(self._coarse + 1, len(COARSER) - 1)
        elif seconds < SWIFT:
            self._coarse = max(self._coarse - 1, 0)

    def _show(self, pixels: Bytes) -> None:
        height, width = pixels.shape[:2]
        image = QImage(pixels.data, width, height, QImage.Format.Format_RGBX8888).copy()
        image.setDevicePixelRatio(width / max(self.width(), 1))
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
        self._drop_fine()
        pixels = self.width() * self.height() * self.devicePixelRatioF() ** 2
        enough = [step for step, size in enumerate(COARSER) if pixels / size**2 <= MANY]
        self._coarse = max(self._coarse, min(enough, default=len(COARSER) - 1))
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
