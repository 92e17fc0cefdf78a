"""The core process: it waits for requests, runs jobs a step at a time, and answers.

Between two steps it looks whether the job is still wanted. One request runs at a time; who may
overtake whom is decided at the other end of the pipe (`viewer/tasks/engine.py`).
"""

from __future__ import annotations

import logging
import os
import pickle
import platform
import signal
import time
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from core.errors import NO_MEMORY, UserError, is_out_of_memory
from core.process.stats import vitals
from core.types import Progress

if TYPE_CHECKING:
    from core.process.jobs import Memory


log = logging.getLogger(__name__)

REPORT_EVERY = 0.5  # seconds, while a job runs


@dataclass(frozen=True)
class Setup:
    """How the core runs: ``auto``, ``cpu`` or ``cuda``; threads, 0 for all that there are."""

    device: str = "auto"
    threads: int = 0


@dataclass(frozen=True)
class LogLine:
    """Something that the core process has logged; ``time`` is of ``time.time``."""

    time: float
    level: int
    source: str
    text: str


@dataclass(frozen=True)
class Request:
    """Run a job of JOBS with these arguments."""

    id: int
    job: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Cancel:
    """Stop the job with this id before its next step."""

    id: int


@dataclass(frozen=True)
class Ready:
    """The core process is up and listens."""


@dataclass(frozen=True)
class Step:
    """A job is about to do this."""

    id: int
    progress: Progress


@dataclass(frozen=True)
class Done:
    """A job returned this."""

    id: int
    result: Any


@dataclass(frozen=True)
class Failed:
    """A job ended with a sentence for people; ``details`` is a traceback when it was a bug."""

    id: int
    message: str
    details: str = ""


@dataclass(frozen=True)
class Cancelled:
    """A job was left before its next step."""

    id: int


def send(connection: Connection, message: object) -> None:
    """Write a message; arrays go beside the pickle, so that they are not copied into it."""
    buffers: list[pickle.PickleBuffer] = []
    data = pickle.dumps(message, protocol=5, buffer_callback=buffers.append)
    connection.send_bytes(len(buffers).to_bytes(4, "little") + data)
    for buffer in buffers:
        raw = buffer.raw()
        # An empty memoryview cannot be cast, and sending one needs no cast.
        connection.send_bytes(raw if raw.nbytes else b"")


def receive(connection: Connection) -> Any:
    """Read one message written by `send`; arrays come out read-only. EOFError at the end."""
    data = connection.recv_bytes()
    buffers = [connection.recv_bytes() for _ in range(int.from_bytes(data[:4], "little"))]
    return pickle.loads(memoryview(data)[4:], buffers=buffers)


def serve(connection: Connection, setup: Setup | None = None) -> None:
    """Answer requests until the other end closes. The target of the spawned process."""
    setup = setup or Setup()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _leave_room_for_the_window(setup.threads)
    diary = _Diary()
    logging.getLogger().addHandler(diary)
    logging.getLogger("core").setLevel(logging.INFO)
    from core.process.jobs import Memory

    memory = Memory(setup.device)
    log.info("The core has started: Python %s", platform.python_version())
    try:
        send(connection, Ready())
        _report(connection, memory, diary)
        while True:
            message = receive(connection)
            if isinstance(message, Request):
                _run(connection, memory, message, diary)
                _report(connection, memory, diary)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


class _Diary(logging.Handler):
    """Keeps what is logged until the process next speaks: threads must not share the pipe."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[LogLine] = []

    def emit(self, record: logging.LogRecord) -> None:
        text = self.format(record)
        self.lines.append(LogLine(record.created, record.levelno, record.name, text))


def _report(connection: Connection, memory: Memory, diary: _Diary) -> None:
    """Tell how the process stands, and what has been logged."""
    while diary.lines:
        send(connection, diary.lines.pop(0))
    send(connection, vitals(memory.device, memory.prepared))


def _leave_room_for_the_window(threads: int) -> None:
    """Every core for the networks, but behind the window, which must answer the mouse.

    Set before torch is imported, which reads the count once.
    """
    if threads:
        os.environ["OMP_NUM_THREADS"] = str(threads)
    os.environ.setdefault("OMP_NUM_THREADS", str(os.cpu_count() or 1))
    # Threads that spin while they wait would take the window's turn.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    if hasattr(os, "nice"):
        os.nice(5)


def _run(connection: Connection, memory: Memory, request: Request, diary: _Diary) -> None:
    reported = time.monotonic()
    for reply in _replies(memory, request):
        send(connection, reply)
        if isinstance(reply, Step) and time.monotonic() - reported > REPORT_EVERY:
            _report(connection, memory, diary)
            reported = time.monotonic()
        if isinstance(reply, Step) and _cancelled(connection, request.id):
            send(connection, Cancelled(request.id))
            return


def _replies(memory: Memory, request: Request) -> Iterator[Step | Done | Failed]:
    """The steps of a job, then how it ended."""
    from core.process.jobs import JOBS

    try:
        steps = JOBS[request.job](memory, **request.arguments)
        while True:
            try:
                progress = next(steps)
            except StopIteration as finished:
                yield Done(request.id, finished.value)
                return
            yield Step(request.id, progress)
    except UserError as error:
        yield Failed(request.id, str(error))
    except Exception as error:
        if is_out_of_memory(error):
            yield Failed(request.id, NO_MEMORY)
            return
        summary = f"{type(error).__name__}: {error}".splitlines()[0]
        message = f"Something went wrong inside the program ({summary}). Please report it."
        yield Failed(request.id, message, traceback.format_exc())


def _cancelled(connection: Connection, running: int) -> bool:
    cancelled = False
    while connection.poll():
        message = receive(connection)
        cancelled |= isinstance(message, Cancel) and message.id == running
    return cancelled
