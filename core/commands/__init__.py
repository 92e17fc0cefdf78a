"""The command line: a file a verb, listed in COMMANDS. `main.py` calls `run`.

A verb's module has ``arguments(parser)``, which says what it takes, and ``run(options)``, which
does it. Results go to stdout; progress and everything else that is said goes to stderr.
"""

from __future__ import annotations

import argparse
import importlib
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NoReturn

from core.commands.console import note, open_streams, quiet_libraries, show
from core.errors import NO_MEMORY, UserError, is_out_of_memory

STOPPED = "Interrupted. Files that were there before are as they were."
DONE, BUG, USER_ERROR, INTERRUPTED = 0, 1, 2, 130  # 130 is what shells know as Ctrl+C


@dataclass(frozen=True)
class Command:
    """A verb: the module that does it, imported when it is asked for, and what it is for."""

    module: str
    summary: str


COMMANDS: dict[str, Command] = {
    "methods": Command("core.commands.methods", "list the methods"),
    "reconstruct": Command("core.commands.reconstruct", "photographs to a shape"),
    "encode": Command("core.commands.encode", "photographs or a shape to a code"),
    "decode": Command("core.commands.decode", "a code to a shape"),
    "sample": Command("core.commands.sample", "new shapes, drawn by lot"),
    "complete": Command("core.commands.complete", "what one side of a shape leaves open"),
    "evaluate": Command("core.commands.evaluate", "measure methods on a data set"),
    "train": Command("core.commands.train", "train a method"),
    "dataset": Command("core.commands.dataset", "make a data set from shapes"),
    "bench": Command("core.commands.bench", "measure speed and memory on this computer"),
}


def run(argv: Sequence[str]) -> int:
    """Do what the arguments say; the exit code.

    0 done, 2 something the user can mend (one line on stderr), 1 a bug (one line on stderr, the
    rest in the log), 130 interrupted.
    """
    open_streams()
    with quiet_libraries():
        return _run(list(argv))


def _run(argv: list[str]) -> int:
    try:
        return _dispatch(argv)
    except UserError as error:
        _complain(str(error))
        return USER_ERROR
    except KeyboardInterrupt:
        _complain(STOPPED)
        return INTERRUPTED
    except Exception as error:
        if is_out_of_memory(error):
            _complain(NO_MEMORY)
            return USER_ERROR
        from core.commands.faults import record

        summary = f"{type(error).__name__}: {error}".splitlines()[0]
        _complain(f"Something went wrong inside the program ({summary}). {record()}")
        return BUG


def _dispatch(argv: list[str]) -> int:
    if not argv or argv[0] in ("-h", "--help"):
        show(overview().rstrip("\n"))
        return DONE
    if argv[0] == "--version":
        from core import __version__

        show(f"shapewright {__version__}")
        return DONE
    command = COMMANDS.get(argv[0])
    if command is None:
        known = ", ".join(COMMANDS)
        raise UserError(f"There is no file or command '{argv[0]}'. The commands: {known}.")
    with leaving():
        module = importlib.import_module(command.module)
    parser = Parser(argv[0], command.summary)
    module.arguments(parser)
    try:
        options = parser.parse_intermixed_args(argv[1:])
    except SystemExit:  # after --help; mistakes raise UserError
        return DONE
    module.run(options)
    return DONE


@contextmanager
def leaving() -> Iterator[None]:
    """Ctrl+C ends the program at once: for imports, which do not bear exceptions well.

    Python lets what is raised in the middle of an import go lost, or says it without an end.
    """

    def leave(*_: object) -> None:
        _complain(STOPPED)
        os._exit(INTERRUPTED)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def overview() -> str:
    """What ``--help`` says without a verb."""
    width = max(map(len, COMMANDS))
    rows = [f"  {verb.ljust(width)}  {command.summary}" for verb, command in COMMANDS.items()]
    lines = [
        "python main.py            the window",
        "python main.py FILE...    the window, with images or a project open",
        "python main.py VERB ...   without it; VERB --help says more",
        "",
        *rows,
    ]
    return "\n".join(lines) + "\n"


class Parser(argparse.ArgumentParser):
    """argparse, but a mistake is a UserError of one line like every other."""

    def __init__(self, verb: str, summary: str) -> None:
        super().__init__(
            prog=f"python main.py {verb}",
            description=summary[0].upper() + summary[1:] + ".",
            allow_abbrev=False,
        )

    def print_help(self, file: object = None) -> None:
        """What ``--help`` shows."""
        show(self.format_help().rstrip("\n"))

    def error(self, message: str) -> NoReturn:
        """Raises UserError: what is wrong with the arguments, and where help is."""
        reason = message[0].upper() + message[1:].rstrip(".")
        raise UserError(f"{reason}. See: {self.prog} --help")


def _complain(sentence: str) -> None:
    note(" ".join(sentence.splitlines()))
