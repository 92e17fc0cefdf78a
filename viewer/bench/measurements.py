"""How quick the window is, measured through the real window and the real core process.

Times are in seconds unless the name says ms, memory in megabytes. A value that could not be
measured is None. ``python -m viewer.bench`` prints them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
from PySide6.QtCore import QEventLoop, QTimer

from viewer.app import make_application, open_window, samples
from viewer.tasks.engine import Engine
from viewer.window.main_window import MainWindow

TICK_MS = 10
ROUNDS = 7


def wait(until: Callable[[], object], seconds: float = 60.0) -> bool:
    """Let the window live until something is so; False when it takes too long."""
    loop, poll = QEventLoop(), QTimer(interval=1)
    met = bool(until())

    def look() -> None:
        nonlocal met
        met = met or bool(until())
        if met:
            loop.quit()

    poll.timeout.connect(look)
    QTimer.singleShot(int(seconds * 1000), loop, loop.quit)
    poll.start()
    if not met:
        loop.exec()
    poll.stop()
    return met


class GapMeter:
    """The times between ticks of a timer in the window's thread; TICK_MS where nothing is late."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(interval=TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.gaps.append(1000 * (now - self._last))
        self._last = now

    def stop(self) -> dict[str, float]:
        """The gaps so far: 99th percentile and largest, ms."""
        self._timer.stop()
        gaps = np.array(self.gaps or [0.0])
        return {"p99": float(np.percentile(gaps, 99)), "max": float(gaps.max())}


def start(since: float) -> tuple[MainWindow, dict[str, float | None]]:
    """Open the window: ``since`` a time of ``time.perf_counter`` to its first picture, the view."""
    make_application()
    window = open_window(Engine())
    wait(lambda: window.painted_at is not None)
    painted = (window.painted_at or 0.0) - since
    wait(lambda: window.viewport.scene is not None)
    return window, {"window painted s": painted, "view in place s": time.perf_counter() - since}


def gap_while_torch_loads(window: MainWindow) -> dict[str, float | None]:
    """The core imports torch and loads the method; the window must not notice."""
    meter = GapMeter()
    wait(lambda: window.session.directions is not None or window.session.problems)
    gaps = meter.stop()
    return {
        "gui gap while torch loads p99 ms": gaps["p99"],
        "gui gap while torch loads max ms": gaps["max"],
    }


def photo_to_mesh(window: MainWindow, photo: Path) -> dict[str, float | None]:
    """From dropping a photograph to its shape on screen, with and without finding the mask."""
    session, painted = window.session, Painted(window)
    started = time.perf_counter()
    session.open_files([photo])
    if not wait(lambda: session.document.current is not None and not session.tasks):
        return {"photo to mask s": None, "photo to first mesh s": None}
    masked = time.perf_counter()
    meter = GapMeter()
    before = painted.count
    window.reconstruct()
    found = wait(lambda: window.preview.shape is not None and painted.count > before)
    done = time.perf_counter()
    gaps = meter.stop()
    return {
        "photo to mask s": masked - started,
        "mask to first mesh s": done - masked if found else None,
        "photo to first mesh s": done - started if found else None,
        "gui gap as a new shape appears max ms": gaps["max"],
    }


def gap_during_a_job(window: MainWindow) -> dict[str, float | None]:
    """The gaps while a long job runs (an export at 256³) and the scene is idle."""
    session = window.session
    with TemporaryDirectory() as folder:
        meter = GapMeter()
        session.export(str(Path(folder) / "shape.stl"), 256)
        wait(lambda: not session.tasks)
        gaps = meter.stop()
    if "export" in session.problems:
        return {"gui gap during a job p99 ms": None, "gui gap during a job max ms": None}
    return {
        "gui gap during a job p99 ms": gaps["p99"],
        "gui gap during a job max ms": gaps["max"],
    }


class Painted:
    """Counts the frames that the 3D view has put on screen."""

    def __init__(self, window: MainWindow) -> None:
        self.count = 0
        window.viewport.painted.connect(self._add)

    def _add(self) -> None:
        self.count += 1


def slider_to_pixels(window: MainWindow) -> dict[str, float | None]:
    """From a move of a slider to the frame with its shape: while dragging, and let go."""
    row = window.panel("LatentPanel").rows[0]
    painted = Painted(window)
    coarse, fine = [], []
    row.slider.setSliderDown(True)
    for step in range(ROUNDS):
        coarse.append(
            _until_new_shape(window, painted, lambda at=step: row.slider.setValue(5 * at))
        )
        wait(lambda: False, 0.25)  # the fine shape that follows when still
    row.slider.setSliderDown(False)
    for step in range(ROUNDS):
        fine.append(
            _until_new_shape(window, painted, lambda at=step: row.slider.setValue(-7 * at - 3))
        )
        wait(lambda: False, 0.1)
    return {
        "slider to pixels 32 ms": 1000 * median(coarse),
        "slider to pixels 64 ms": 1000 * median(fine),
    }


def _until_new_shape(window: MainWindow, painted: Painted, change: Callable[[], object]) -> float:
    shape = window.preview.shape
    started = time.perf_counter()
    change()
    wait(lambda: window.preview.shape is not shape, 5)
    frames = painted.count
    wait(lambda: painted.count > frames, 5)
    return time.perf_counter() - started


def cancel_to_idle(window: MainWindow) -> dict[str, float | None]:
    """From Esc in the middle of a reconstruction to nothing running, document untouched."""
    session, document = window.session, window.session.document
    window.reconstruct()
    wait(lambda: session.tasks and session.tasks[0].progress.fraction > 0, 10)
    started = time.perf_counter()
    session.cancel()
    idle = wait(lambda: not session.tasks, 10)
    seconds = time.perf_counter() - started
    return {"cancel to idle s": seconds if idle and session.document is document else None}


def core_memory(window: MainWindow) -> dict[str, float | None]:
    """Resident memory of the core process, MB, where the system tells (Linux)."""
    status = Path(f"/proc/{window.engine.core_pid}/status")
    if not status.exists():
        return {"core memory MB": None}
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
    return {"core memory MB": int(lines["VmRSS"].split()[0]) / 1024}


def measure(since: float, photo: Path | None = None) -> dict[str, float | None]:
    """All of it, in one session of the window; ``since`` as for `start`."""
    window, found = start(since)
    found |= gap_while_torch_loads(window)
    photo = photo or next(iter(samples()), None)
    if photo is not None and window.session.directions is not None:
        found |= photo_to_mesh(window, photo)
        wait(lambda: False, 0.5)
        found |= slider_to_pixels(window)
        found |= core_memory(window)
        found |= gap_during_a_job(window)
        found |= cancel_to_idle(window)
    window.close()
    window.engine.close()
    return found
