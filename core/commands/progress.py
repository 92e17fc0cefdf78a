"""Progress on stderr: a bar on a terminal, one line a step elsewhere."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Generator
from typing import Protocol, TypeVar

from core.commands.console import whisper
from core.errors import UserError
from core.types import Progress

Result = TypeVar("Result")
Write = Callable[[str], object]  # where the display puts its text
BAR = 24
SILENCE = 60.0  # seconds after which a step that takes long speaks again
# What fails within these seconds was most likely the user's mistake: then its one line stands
# alone, without the steps that led to it.
HELD_BACK = 10.0


class Display(Protocol):
    """Shows progress somewhere."""

    def show(self, progress: Progress) -> None: ...

    def close(self, failed: bool) -> None: ...


class Bar:
    """One line that is drawn over again, and gone at the end."""

    def __init__(self, write: Write = whisper) -> None:
        self._write = write

    def show(self, progress: Progress) -> None:
        """Draw the bar with the step beside it."""
        fraction = min(max(progress.fraction, 0.0), 1.0)
        filled = round(BAR * fraction)
        bar = "#" * filled + "-" * (BAR - filled)
        text = f"[{bar}] {100 * fraction:3.0f} %  {described(progress)}"
        columns = shutil.get_terminal_size().columns
        self._write(f"\r\x1b[K{text[: columns - 1]}")

    def close(self, failed: bool) -> None:
        """Leave an empty line for what is said next."""
        self._write("\r\x1b[K")


class Lines:
    """A line for each new step, and one a minute within a step that takes long."""

    def __init__(self, write: Write = whisper, clock: Callable[[], float] = time.monotonic) -> None:
        self._write, self._clock = write, clock
        self._started = self._said = clock()
        self._step = ""
        self._held: list[str] = []

    def show(self, progress: Progress) -> None:
        """Write a line if there is something new to say."""
        now = self._clock()
        if progress.step != self._step or now - self._said > SILENCE:
            self._step, self._said = progress.step, now
            self._held.append(described(progress) + "\n")
        if now - self._started > HELD_BACK:
            self._let_out()

    def close(self, failed: bool) -> None:
        """Write what was held back, unless the work failed."""
        if not failed:
            self._let_out()

    def _let_out(self) -> None:
        if self._held:
            self._write("".join(self._held))
        self._held.clear()


def described(progress: Progress) -> str:
    """The step, with its detail behind a colon."""
    return f"{progress.step}: {progress.detail}" if progress.detail else progress.step


def follow(
    steps: Generator[Progress, None, Result], stopped: Callable[[], bool] = lambda: False
) -> Result:
    """Run long work to its end, showing how far it is; what it returns.

    Raises KeyboardInterrupt when ``stopped`` says so, after closing the work between two steps.
    """
    terminal = sys.stderr is not None and sys.stderr.isatty()
    display: Display = Bar() if terminal else Lines()
    failed = False
    try:
        while True:
            try:
                progress = next(steps)
            except StopIteration as finished:
                result: Result = finished.value
                return result
            display.show(progress)
            if stopped():
                raise KeyboardInterrupt
    except (UserError, KeyboardInterrupt):  # each gets a line, and that says enough
        failed = True
        raise
    finally:
        steps.close()
        display.close(failed)
