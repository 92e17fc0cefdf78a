"""Python's garbage is collected in the window's thread, between its events.

Left to itself, Python collects in whichever thread happens to run. What a closed window leaves
behind holds widgets, timers and pieces of the 3D view, and none of those may be deleted in another
thread than the window's: the program would crash or hang, rarely and anywhere.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 250
FULL = 2  # the last generation


class Collector(QTimer):
    """Collects when Python's own counts say that it is time, from the moment it is made."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent, interval=INTERVAL_MS)
        gc.disable()
        self._settled = False
        self.timeout.connect(self._collect)
        self.start()

    def _collect(self) -> None:
        counts = zip(gc.get_count(), gc.get_threshold(), strict=True)
        due = [generation for generation, (count, limit) in enumerate(counts) if count > limit]
        if not due:
            return
        gc.collect(due[-1])
        if due[-1] == FULL and not self._settled:
            # What is left is the program itself: looking through it again and again would hold
            # the window up for nothing.
            gc.freeze()
            self._settled = True
