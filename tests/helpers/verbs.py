"""The command line as tests call it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from core.commands import DONE, USER_ERROR, run


def refused(capsys: pytest.CaptureFixture[str], *argv: object) -> str:
    """What a wrong command line says: one line on stderr, nothing else, exit code 2."""
    code = run([str(each) for each in argv])
    captured = capsys.readouterr()
    assert code == USER_ERROR
    assert captured.out == ""
    assert len(captured.err.splitlines()) == 1 and captured.err.endswith("\n")
    return captured.err.strip()


def done(*argv: object) -> None:
    """A command line that must work."""
    assert run([str(each) for each in argv]) == DONE


def picture_size(path: Path) -> tuple[int, int]:
    """Width and height of a picture file."""
    with Image.open(path) as picture:
        return picture.size
