"""A file that is read or written in the background: a task as soon as it takes noticeable time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from core.types import Progress
from viewer.tasks.engine import Handlers
from viewer.tasks.file_thread import Background
from viewer.tasks.task_list import Work

NOTICEABLE_MS = 300
TELL_EVERY = 0.05  # seconds: what is told more often is news to nobody
Tell = Callable[[float], None]


class Errand(QObject):
    """One such piece of work. ``function`` is handed what it tells its share to, as it gets on.

    One that is ``stoppable`` may be left at any such telling; then neither is called back.
    """

    _told = Signal(float)

    def __init__(
        self,
        background: Background,
        function: Callable[[Tell], Any],
        done: Callable[[Any], object],
        failed: Callable[[str], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._stopped = False
        self._shown: Handlers | None = None  # what the list of work wants to hear
        self._call = Handlers(done, failed)
        self._share = Progress("", 0.0)
        self._told_at = 0.0
        self._late = QTimer(self, singleShot=True, interval=NOTICEABLE_MS)
        self._told.connect(self._get_on)
        background.run(lambda: self._run(function), self._done, self._failed)

    def show_late(
        self, work: Work, title: str, step: str, again: Callable[[], object], stoppable: bool
    ) -> None:
        """Put it into the list of work unless it is done in no time."""
        self._share = Progress(step, 0.0)

        def start(handlers: Handlers) -> Callable[[], object] | None:
            self._shown = handlers
            return self.stop if stoppable else None

        def show() -> None:
            work.beside(title, "file", start, self._call.done, self._call.failed, again)
            self._get_on(self._share.fraction)

        self._late.timeout.connect(show)
        self._late.start()

    def stop(self) -> None:
        """It is no longer wanted."""
        if not self._stopped:
            self._stopped = True
            self._late.stop()
            if self._shown is not None:
                self._shown.cancelled()

    def _get_on(self, share: float) -> None:
        self._share = Progress(self._share.step, share)
        if self._shown is not None and not self._stopped:
            self._shown.progress(self._share)

    def _done(self, result: object) -> None:
        self._end(lambda handlers: handlers.done(result))

    def _failed(self, message: str) -> None:
        self._end(lambda handlers: handlers.failed(message))

    def _end(self, call: Callable[[Handlers], object]) -> None:
        self._late.stop()
        self.deleteLater()
        if not self._stopped:
            self._stopped = True
            call(self._shown or self._call)

    # In the thread

    def _run(self, function: Callable[[Tell], Any]) -> Any:
        try:
            return function(self._tell)
        except _Stopped:
            return None

    def _tell(self, share: float) -> None:
        if self._stopped:
            raise _Stopped
        now = time.monotonic()
        if now - self._told_at > TELL_EVERY:
            self._told_at = now
            self._told.emit(share)


class _Stopped(Exception):
    """Leaves work that nobody wants any more."""
