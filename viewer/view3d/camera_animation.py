"""Moving the camera smoothly from one place to another; a timer runs only meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation

from viewer.scene.orbit_camera import Orbit, between

GLIDE_MS = 260


class Glide(QVariantAnimation):
    """Calls ``move`` with the cameras on the way."""

    def __init__(self, parent: QObject, move: Callable[[Orbit], object]) -> None:
        super().__init__(parent)
        self._start = self._end = Orbit()
        self._move = move
        self.setDuration(GLIDE_MS)
        self.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.setStartValue(0.0)
        self.setEndValue(1.0)
        self.valueChanged.connect(self._step)

    def go(self, start: Orbit, end: Orbit) -> None:
        """Leave for another camera; a glide under way ends where it is."""
        self.stop()
        self._start, self._end = start, end
        self.start()

    def finish(self) -> None:
        """Be there at once, if a glide is under way."""
        if self.state() == self.State.Running:
            self.stop()
            self._move(self._end)

    def _step(self, share: float) -> None:
        self._move(between(self._start, self._end, float(share)))
