"""Progress: a bar on a terminal, lines elsewhere, and nothing beside a user's mistake."""

from __future__ import annotations

import io
import sys
from collections.abc import Generator

import pytest

from core.commands import progress as shown
from core.commands.progress import Bar, Lines, follow
from core.errors import UserError
from core.types import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def work(fail: Exception | None = None) -> Generator[Progress, None, str]:
    yield Progress("Loading", 0.0)
    yield Progress("Looking", 0.25, "1 of 2")
    yield Progress("Looking", 0.75, "2 of 2")
    if fail:
        raise fail
    return "result"


def test_elsewhere_every_step_has_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert follow(work()) == "result"
    assert capsys.readouterr().err == "Loading\nLooking: 1 of 2\n"


def test_a_terminal_gets_one_line_that_is_drawn_over(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert follow(work()) == "result"
    written = terminal.getvalue()
    assert "\n" not in written
    assert "[######------------------]  25 %  Looking: 1 of 2" in written
    assert written.endswith("\r\x1b[K")  # and is gone at the end


def test_a_bar_never_wraps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    terminal = Terminal()
    Bar(terminal.write).show(Progress("Step", 0.5, "x" * 200))
    assert len(terminal.getvalue().removeprefix("\r\x1b[K")) == 49


def test_a_mistake_found_soon_stands_alone(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UserError):
        follow(work(UserError("No.")))
    assert capsys.readouterr().err == ""
    with pytest.raises(ZeroDivisionError):  # a bug is worth all that is known
        follow(work(ZeroDivisionError()))
    assert capsys.readouterr().err == "Loading\nLooking: 1 of 2\n"


def test_long_steps_speak_now_and_then() -> None:
    now = [0.0]
    stream = io.StringIO()
    lines = Lines(stream.write, lambda: now[0])
    for second in range(0, 200, 5):
        now[0] = float(second)
        lines.show(Progress("Training", second / 200, f"step {second}"))
        # What is held back at first comes out when the work turns out to be long.
        assert (stream.getvalue() == "") == (second <= shown.HELD_BACK)
    lines.close(failed=False)
    said = stream.getvalue().splitlines()
    assert said[0] == "Training: step 0"
    assert len(said) == 1 + 195 // (shown.SILENCE + 5)


def test_stopping_closes_the_work_between_two_steps() -> None:
    closed = []

    def forever() -> Generator[Progress, None, None]:
        try:
            while True:
                yield Progress("On", 0.0)
        except GeneratorExit:
            closed.append(True)
            raise

    with pytest.raises(KeyboardInterrupt):
        follow(forever(), stopped=lambda: True)
    assert closed == [True]
