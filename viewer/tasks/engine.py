"""The window's end of the core process: a background thread owns it, the window never waits.

`Engine` lives in the window's thread: it takes requests and calls back. `CoreThread` (in
`viewer/tasks/core_thread.py`) starts the process, queues, cancels, and starts it again when it
dies.
"""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from core.process.stats import Vitals
from core.process.worker import (
    Cancel,
    Cancelled,
    Done,
    Failed,
    LogLine,
    Ready,
    Request,
    Setup,
    Step,
)
from core.types import Progress
from viewer.i18n.translate import tr
from viewer.tasks.core_thread import (
    DID_NOT_START,
    DIED,
    DIED_AGAIN,
    LOST,
    Close,
    CoreThread,
    Lost,
    Ticket,
    Withdraw,
)

__all__ = ["DID_NOT_START", "DIED", "DIED_AGAIN", "LOST", "Engine", "Handlers"]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Handlers:
    """What to call, in the window's thread, as a request gets on.

    One that the core's death ended is ``lost``, or as good as ``cancelled`` where that is not set.
    """

    done: Callable[[Any], None]
    failed: Callable[[str], None] = lambda message: None
    progress: Callable[[Progress], None] = lambda progress: None
    cancelled: Callable[[], None] = lambda: None
    lost: Callable[[str], None] | None = None


class Engine(QObject):
    """Runs jobs in the core process, one after the other; the newest of a channel wins."""

    ready = Signal()
    died = Signal(str)
    logged = Signal(object)  # LogLine
    reported = Signal(object)  # Vitals

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ids = itertools.count(1)
        self._handlers: dict[int, Handlers] = {}
        self.listening = False
        self.vitals = Vitals()
        self._thread = CoreThread(self)
        self._thread.replied.connect(self._on_reply)
        self._thread.died.connect(self._on_death)

    @property
    def core_pid(self) -> int | None:
        """The process id of the core, while it runs."""
        return self._thread.core_pid

    @property
    def idle(self) -> bool:
        """Whether every request has been answered."""
        return not self._handlers

    def start(self) -> None:
        """Start the thread, and with it the core process. Requests made before wait for it."""
        self._thread.start()

    def submit(
        self,
        job: str,
        arguments: Mapping[str, Any],
        handlers: Handlers,
        channel: str = "",
        yields: bool = False,
        background: bool = False,
    ) -> int:
        """Ask for a job; its id. A waiting request of the same channel is dropped for this one.

        A running one with ``yields`` is stopped for a newer one of its channel; one in the
        ``background`` is stopped for any other, and run again when nothing else waits.
        """
        request = Request(next(self._ids), job, arguments)
        self._handlers[request.id] = handlers
        self._thread.put(Ticket(request, channel or f"#{request.id}", yields, background))
        return request.id

    def set_up(self, setup: Setup) -> None:
        """Run the core in another way: it is started anew as soon as no job runs."""
        self._thread.put(setup)

    def cancel(self, id: int) -> None:
        """Stop a request, waiting or running, in well under a second."""
        self._thread.put(Cancel(id))

    def withdraw(self, id: int | None) -> None:
        """Nobody wants this answer any more. It may take its time to end, but not start again."""
        if id in self._handlers:
            self._thread.put(Withdraw(id))

    def close(self) -> None:
        """Stop the core process and the thread, and wait for both."""
        self._handlers.clear()
        if self._thread.isRunning():
            self._thread.put(Close())
            self._thread.wait()

    @Slot(object)
    def _on_reply(self, reply: object) -> None:
        if isinstance(reply, Ready):
            self.listening = True
            self.ready.emit()
        elif isinstance(reply, Vitals):
            self.vitals = reply
            self.reported.emit(reply)
        elif isinstance(reply, LogLine):
            self.logged.emit(reply)
            _log_here(reply)
        elif isinstance(reply, Step):
            if reply.id in self._handlers:
                self._handlers[reply.id].progress(reply.progress)
        elif isinstance(reply, Done | Failed | Cancelled | Lost):
            handlers = self._handlers.pop(reply.id, None)
            if handlers is not None:
                _tell(handlers, reply)

    @Slot(str)
    def _on_death(self, message: str) -> None:
        self.listening = False
        self.died.emit(message)


def _log_here(line: LogLine) -> None:
    """Pass on what the core has logged, as if it had been logged in this process."""
    level = logging.getLevelName(line.level)
    told = {"name": line.source, "msg": line.text, "levelno": line.level, "levelname": level}
    logging.getLogger(line.source).handle(logging.makeLogRecord({**told, "created": line.time}))


def _tell(handlers: Handlers, reply: Done | Failed | Cancelled | Lost) -> None:
    if isinstance(reply, Done):
        handlers.done(reply.result)
    elif isinstance(reply, Failed):
        if reply.details:
            log.error("%s\n%s", reply.message, reply.details)
        handlers.failed(reply.message)
    elif isinstance(reply, Lost) and handlers.lost is not None:
        handlers.lost(tr(reply.message))
    else:
        handlers.cancelled()
