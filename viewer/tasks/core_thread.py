"""The thread that owns the core process: it starts it, queues, cancels, and starts it again.

`Engine` (in `viewer/tasks/engine.py`) hands it tickets and hears its replies.
"""

from __future__ import annotations

import logging
import multiprocessing
import queue
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from core.process.worker import (
    Cancel,
    Cancelled,
    Done,
    Failed,
    Ready,
    Request,
    Setup,
    receive,
    send,
    serve,
)
from viewer.i18n.translate import mark

log = logging.getLogger(__name__)

# A job that does not look up for this long after a cancel is stopped with its process.
PATIENCE = 0.4
DEATHS = 2  # with no requested job done in between; then the core stays off until it is needed
DIED = mark("The core stopped unexpectedly. It was started again; nothing was lost.")
DIED_AGAIN = mark("The core keeps stopping, so it stays off until you ask for something.")
LOST = mark("The core stopped before this was done. Try again.")
DID_NOT_START = mark("The core could not be started. Close other programs, then try again.")


@dataclass
class Ticket:
    """A request on its way.

    ``yields``: a newer one of its channel may stop it while it runs. ``background``: any other
    may, and it is run again afterwards.
    """

    request: Request
    channel: str
    yields: bool
    background: bool
    give_up_at: float | None = None
    unwanted: bool = False


@dataclass(frozen=True)
class Lost:
    """The core died with this job, or before it came to it."""

    id: int
    message: str = LOST


@dataclass(frozen=True)
class Withdraw:
    """Nobody wants this answer any more: the job ends at its next step, however long that takes."""

    id: int


@dataclass(frozen=True)
class Close:
    """Stop the core process, then the thread."""


Message = Ticket | Cancel | Withdraw | Close | Setup


class CoreThread(QThread):
    """Owns the core process. Everything but `put` happens in the thread itself."""

    replied = Signal(object)
    died = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.core_pid: int | None = None
        self._inbox: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._bell, self._button = multiprocessing.Pipe(duplex=False)
        self._waiting: dict[str, Ticket] = {}
        self._running: Ticket | None = None
        self._process: multiprocessing.process.BaseProcess | None = None
        self._connection: Connection | None = None
        self._listening = False
        self._closing = False
        self._deaths = 0  # since a requested job was last done
        self._setup = Setup()
        self._stale = False  # whether the process runs under another setup than is wanted

    def put(self, message: Message) -> None:
        """Hand the thread a message, from any thread."""
        self._inbox.put(message)
        self._button.send_bytes(b".")

    def run(self) -> None:
        self._read_inbox()
        self._stale = False  # what was asked for before the start holds from the start
        self._start_core()
        while not self._closing:
            self._wait()
            self._read_inbox()
            self._read_core()
            self._lose_patience()
            self._send_next()
        self._stop_core()
        self._bell.close()
        self._button.close()

    def _wait(self) -> None:
        sources: list[Any] = [self._bell]
        if self._connection is not None and self._process is not None:
            sources += [self._connection, self._process.sentinel]
        timeout = None
        if self._running is not None and self._running.give_up_at is not None:
            timeout = max(0.0, self._running.give_up_at - time.monotonic())
        wait(sources, timeout)

    def _read_inbox(self) -> None:
        while self._bell.poll():
            self._bell.recv_bytes()
            message = self._inbox.get()
            if isinstance(message, Close):
                self._closing = True
            elif isinstance(message, Setup):
                self._stale |= message != self._setup
                self._setup = message
            elif isinstance(message, Cancel):
                self._cancel(message.id, PATIENCE)
            elif isinstance(message, Withdraw):
                self._cancel(message.id)
            else:
                self._enqueue(message)

    def _enqueue(self, ticket: Ticket) -> None:
        replaced = self._waiting.pop(ticket.channel, None)
        if replaced is not None:
            self.replied.emit(Cancelled(replaced.request.id))
        self._waiting[ticket.channel] = ticket
        running = self._running
        if running is None or ticket.background:
            return
        if running.background or (running.yields and running.channel == ticket.channel):
            self._tell_core(Cancel(running.request.id))

    def _cancel(self, id: int, patience: float | None = None) -> None:
        for channel, ticket in list(self._waiting.items()):
            if ticket.request.id == id:
                del self._waiting[channel]
                self.replied.emit(Cancelled(id))
        if self._running is not None and self._running.request.id == id:
            self._running.unwanted = True
            if patience is not None:
                self._running.give_up_at = time.monotonic() + patience
            self._tell_core(Cancel(id))

    def _read_core(self) -> None:
        try:
            while self._connection is not None and self._connection.poll():
                self._on_message(receive(self._connection))
        except (EOFError, OSError):
            self._on_death()
            return
        if self._process is not None and not self._process.is_alive():
            self._on_death()

    def _on_message(self, message: object) -> None:
        if isinstance(message, Ready):
            self._listening = True
        elif isinstance(message, Done | Failed | Cancelled):
            ticket, self._running = self._running, None
            # What runs of itself at every start must not make up for what dies after it.
            if isinstance(message, Done) and ticket is not None and not ticket.background:
                self._deaths = 0
            if isinstance(message, Cancelled) and ticket is not None and self._overtaken(ticket):
                self._waiting[ticket.channel] = ticket
                return
        self.replied.emit(message)

    def _overtaken(self, ticket: Ticket) -> bool:
        """Whether a job was stopped only to make room, and nothing newer has taken its place."""
        return ticket.background and not ticket.unwanted and ticket.channel not in self._waiting

    def _send_next(self) -> None:
        if self._running is not None:
            return
        if self._stale:
            self._stale = False
            if self._process is not None:
                self._stop_core(at_once=True)
                self._start_core()
        if not self._waiting:
            return
        if self._process is None:
            self._start_core()
        if self._listening:
            channel = min(self._waiting, key=lambda name: self._waiting[name].background)
            self._running = self._waiting.pop(channel)
            self._tell_core(self._running.request)

    def _tell_core(self, message: object) -> None:
        try:
            if self._connection is not None:
                send(self._connection, message)
        except OSError:
            log.info("the core is gone; its end is noticed at the next look")

    def _lose_patience(self) -> None:
        ticket = self._running
        if ticket is None or ticket.give_up_at is None or time.monotonic() < ticket.give_up_at:
            return
        log.info("the job %s did not stop; stopping the core", ticket.request.job)
        self._running = None
        self._stop_core(at_once=True)
        self.replied.emit(Cancelled(ticket.request.id))
        self._start_core()

    def _on_death(self) -> None:
        """The core is gone without having been asked. Say so, and start another.

        One that never listened, or the last of several that got nothing done, is not started
        again before the next request: what killed it would do so for ever.
        """
        self._deaths += 1
        started = self._listening
        goes_on = started and self._deaths < DEATHS
        self._stop_core(at_once=True)
        lost = [self._running] if self._running is not None else []
        self._running = None
        if goes_on:
            self._start_core()
        else:
            lost += self._waiting.values()
            self._waiting.clear()
        for ticket in lost:
            self.replied.emit(Lost(ticket.request.id))
        self.died.emit(DIED if goes_on else DIED_AGAIN if started else DID_NOT_START)

    def _start_core(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(
            target=serve, args=(theirs, self._setup), name="shapewright-core", daemon=True
        )
        self._process.start()
        theirs.close()
        self.core_pid = self._process.pid

    def _stop_core(self, at_once: bool = False) -> None:
        """Closing the pipe ends an idle core by itself; a busy one is stopped."""
        process, connection = self._process, self._connection
        self._process = self._connection = self.core_pid = None
        self._listening = False
        if connection is not None:
            connection.close()
        if process is not None:
            if not at_once:
                process.join(PATIENCE)
            process.kill()
            process.join()
            process.close()
