"""What the tests of the window do over and over: wait, draw a picture, drop it, run it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw
from PySide6.QtCore import QEventLoop, QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from core.types import View
from viewer.window.main_window import MainWindow

PATIENCE = 60.0


def wait(until: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Let the window live until something is so; fail when it takes too long."""
    loop = QEventLoop()
    poll, limit = QTimer(interval=2), QTimer(singleShot=True, interval=int(seconds * 1000))
    met = bool(until())

    def look() -> None:
        nonlocal met
        met = met or bool(until())
        if met:
            loop.quit()

    poll.timeout.connect(look)
    limit.timeout.connect(loop.quit)
    poll.start()
    limit.start()
    if not met:
        loop.exec()
    poll.stop()
    assert met, "it did not happen in time"


def draw_table(path: Path, color: tuple[int, int, int], width: int = 100) -> Path:
    picture = Image.new("RGB", (200, 160), (236, 235, 232))
    pen = ImageDraw.Draw(picture)
    left, right = 100 - width // 2, 100 + width // 2
    pen.rectangle((left, 50, right, 62), fill=color)
    for x in (left, right - 9):
        pen.rectangle((x, 62, x + 9, 125), fill=tuple(np.array(color) // 2))
    # With the noise of a sensor: quite even colours are a drawing's, in which no object is found.
    noise = np.random.default_rng(0).normal(0, 3, (160, 200, 3))
    Image.fromarray((np.asarray(picture) + noise).clip(0, 255).astype(np.uint8)).save(path)
    return path


def drop(target: QWidget, *paths: Path) -> bool:
    """Drop files on a widget with real events, as a file manager does; whether it took them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return drop_data(target, data)


def hold(target: QWidget, data: QMimeData) -> bool:
    """Bring something over a widget without letting go; whether it would be taken."""
    enter = QDragEnterEvent(target.rect().center(), *_held(data))
    enter.ignore()
    QApplication.sendEvent(target, enter)
    return enter.isAccepted()


def drop_data(target: QWidget, data: QMimeData) -> bool:
    """Hold something over a widget and let go; whether it was taken."""
    if not hold(target, data):
        return False
    event = QDropEvent(QPointF(target.rect().center()), *_held(data))
    event.ignore()
    QApplication.sendEvent(target, event)
    return event.isAccepted()


def _held(
    data: QMimeData,
) -> tuple[Qt.DropAction, QMimeData, Qt.MouseButton, Qt.KeyboardModifier]:
    none = Qt.KeyboardModifier.NoModifier
    return Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none


def add(window: MainWindow, *paths: Path) -> None:
    """Drop images and wait until they are in the document."""
    count = len(window.session.document.items) + len(paths)
    assert drop(window, *paths)
    wait(lambda: len(window.session.document.items) == count and not window.session.tasks)


def reconstruct(window: MainWindow) -> None:
    """Run the selected image and wait until its shape is on screen."""
    item = window.session.document.current
    assert item is not None
    window.actions_by_id["reconstruct"].trigger()
    wait(lambda: window.session.document.find(item.id).result is not None)
    wait(lambda: window.preview.shape is not None and window.preview.drawn is not None)


@contextmanager
def core_at_rest(window: MainWindow) -> Iterator[None]:
    """What the window asks of the core meanwhile is not done before the end, however quick."""
    process = window.engine.core_pid
    assert process is not None
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


class Pulse:
    """A 10 ms timer in the window's thread: the gaps between its ticks, in seconds.

    ``own`` is what the window itself has computed in each, whatever else the computer does.
    """

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self.own: list[float] = []
        self._last = self._used = 0.0
        self._timer = QTimer(interval=10, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Begin anew."""
        self.gaps.clear()
        self.own.clear()
        self._last, self._used = time.perf_counter(), time.thread_time()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _tick(self) -> None:
        now, used = time.perf_counter(), time.thread_time()
        self.gaps.append(now - self._last)
        self.own.append(used - self._used)
        self._last, self._used = now, used


def save(window: MainWindow, path: Path) -> Path:
    window.projects.write(path)
    wait(lambda: window.projects.background.idle)
    return path


def answer(window: MainWindow, button: QMessageBox.StandardButton) -> None:
    """Press a button of the question that is open."""
    wait(lambda: window.projects.question is not None)
    window.projects.question.button(button).click()


def photo(name: str = "wall.png", seed: int = 0) -> View:
    pixels = np.random.default_rng(seed).integers(0, 255, (60, 80, 3), np.uint8)
    mask = np.zeros((60, 80), np.float32)
    mask[20:40, 20:60] = 1
    return View(pixels, mask, name=name, mask_source="edited")
