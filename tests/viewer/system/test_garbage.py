"""What a closed window leaves behind goes in the thread of windows, never in another."""

from __future__ import annotations

import gc
import threading
import weakref

from PySide6.QtWidgets import QApplication
from steering import wait

from viewer.tasks.file_thread import Background


class Knot:
    """Garbage that only the collector finds."""

    def __init__(self) -> None:
        self.itself = self


def test_garbage_is_collected_in_the_thread_of_the_window_only(app: QApplication):
    threads = []

    def note(phase: str, info: dict[str, int]) -> None:
        threads.append(threading.current_thread())

    knot, background, kept = weakref.ref(Knot()), Background(), []
    gc.callbacks.append(note)
    # Enough to make Python collect, in the thread where it happens.
    background.run(lambda: kept.extend([] for _ in range(100_000)))
    wait(lambda: background.idle and knot() is None)
    gc.callbacks.remove(note)
    background.close()
    assert set(threads) == {threading.main_thread()}
