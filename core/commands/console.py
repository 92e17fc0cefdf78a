"""What the command line says: results on stdout, all else on stderr.

Nothing that is said may cost the work that it is about. Where nobody listens, because a pipe's
reader has gone or a stream was closed, it is not said; characters that a stream's code page lacks
are written as escapes.
"""

from __future__ import annotations

import io
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from core.errors import UserError


def note(sentence: str) -> None:
    """Say something beside the result, in a line on stderr."""
    whisper(sentence + "\n")


def whisper(text: str) -> None:
    """Put text on stderr as it is, if anybody can read it."""
    stream: TextIO | None = sys.stderr
    if stream is None:
        return
    try:
        stream.write(text)
        stream.flush()
    except (OSError, ValueError):  # its reader has gone, its disk is full, or it was closed
        _silence(stream)


def say(line: str) -> None:
    """A line about a result that lies in a file: if it cannot be said, the file is there."""
    problem = _print(line)
    if problem:
        note(f"The standard output could not be written: {problem}. What it says was done.")


def show(result: str) -> None:
    """A result that is nowhere else than on stdout. A reader that stops reading has seen enough.

    Raises UserError where it cannot be written for another reason.
    """
    problem = _print(result)
    if problem:
        raise UserError(f"The standard output could not be written: {problem}. Send it elsewhere.")


def _print(text: str) -> str:
    """Write a line on stdout. What kept it from arriving, but for a reader who has gone."""
    stream: TextIO | None = sys.stdout
    if stream is None:
        return ""
    try:
        stream.write(text + "\n")
        stream.flush()
    except BrokenPipeError:
        _silence(stream)
    except (OSError, ValueError) as error:
        _silence(stream)
        return getattr(error, "strerror", "") or str(error)
    return ""


def _silence(stream: TextIO) -> None:
    """Let what is still on its way to a broken stream, and all that follows, go nowhere."""
    with suppress(OSError, ValueError, io.UnsupportedOperation):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def open_streams() -> None:
    """Make the three standard streams usable, whatever the caller has left of them.

    A closed one becomes an empty one: otherwise the next file opened would take its number, and
    whatever a library writes to its stderr would land in that file.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:  # the lowest free number is the one that is missing
            os.open(os.devnull, os.O_RDWR)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


class _Notes(logging.Handler):
    """Says what the program's own log warns of."""

    def emit(self, record: logging.LogRecord) -> None:
        note(record.getMessage())


@contextmanager
def quiet_libraries() -> Iterator[None]:
    """Keep other people's logs and warnings off stderr, where every line is ours.

    What `core` itself warns of is said, in one line without a traceback.
    """
    own, everybody = logging.getLogger("core"), logging.getLogger()
    notes, nobody = _Notes(logging.WARNING), logging.NullHandler()
    own.addHandler(notes)
    everybody.addHandler(nobody)
    logging.captureWarnings(True)
    try:
        yield
    finally:
        logging.captureWarnings(False)
        everybody.removeHandler(nobody)
        own.removeHandler(notes)
