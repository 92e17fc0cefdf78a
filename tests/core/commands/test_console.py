"""What is said never costs the work: streams that are closed, full, or of another code page."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

import pytest
from verbs import done, refused

from core.commands import DONE, INTERRUPTED, USER_ERROR, run
from core.commands.console import note, quiet_libraries
from core.latent.codes import read_code
from core.methods import DEFAULT

ROOT = Path(__file__).resolve().parents[3]
POSIX = pytest.mark.skipif(os.name == "nt", reason="POSIX pipes and signals")


def broken() -> TextIO:
    """A pipe whose reader has gone."""
    reading, writing = os.pipe()
    os.close(reading)
    return os.fdopen(writing, "w")


def full() -> TextIO:
    """A disk without space, which takes what it is given and says so when it is flushed."""
    return Path("/dev/full").open("w")


def ascii_only() -> TextIO:
    """A code page without most characters."""
    return io.TextIOWrapper(io.BytesIO(), "ascii")


@pytest.fixture
def stream() -> Iterator[Callable[[Callable[[], TextIO]], TextIO]]:
    made: list[TextIO] = []

    def make(kind: Callable[[], TextIO]) -> TextIO:
        made.append(kind())
        return made[-1]

    yield make
    for one in made:
        one.close()


@POSIX
@pytest.mark.parametrize("kind", [broken, full, ascii_only, None])
@pytest.mark.parametrize("name", ["stdout", "stderr"])
def test_the_file_is_written_whatever_became_of_a_stream(
    kind, name, stream, chair, tmp_path, monkeypatch
):
    out = tmp_path / "Löffel 匙.npz"
    monkeypatch.setattr(sys, name, None if kind is None else stream(kind))
    if name == "stderr" and kind is broken:  # both at once: 2>&1 | true
        monkeypatch.setattr(sys, "stdout", stream(kind))
    done("encode", chair, "-o", out)
    assert read_code(out).method == DEFAULT


@POSIX
def test_a_lost_line_about_a_file_is_told(chair, tmp_path, stream, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdout", stream(full))
    done("encode", chair, "-o", tmp_path / "code.npz")
    assert "No space left" in capsys.readouterr().err.splitlines()[-1]


@POSIX
def test_a_result_that_is_lost_is_no_success(stream, monkeypatch, capsys):
    for argv in (["methods"], ["methods", "--json"], ["--help"], ["encode", "--help"]):
        monkeypatch.setattr(sys, "stdout", stream(full))
        assert run(argv) == USER_ERROR
        assert "No space left" in capsys.readouterr().err
        monkeypatch.setattr(sys, "stdout", stream(broken))  # has seen enough
        assert run(argv) == DONE
        assert capsys.readouterr().err == ""


@POSIX
def test_a_mistake_has_its_exit_code_though_nobody_reads_why(stream, monkeypatch):
    monkeypatch.setattr(sys, "stderr", stream(broken))
    assert run(["encode", "none.png", "-o", "none.npz"]) == USER_ERROR


@POSIX
@pytest.mark.parametrize(
    ("redirected", "code"),
    [("| true", 0), ("2>&1 | true", 0), (">&- 2>&-", 0), ("> /dev/full", 2), ("<&- | cat", 0)],
)
def test_the_shells_streams(redirected, code):
    command = f"set -o pipefail; '{sys.executable}' main.py methods {redirected}"
    ended = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == code
    assert len(ended.stderr.splitlines()) == (code != 0)


@POSIX
def test_a_closed_stream_is_not_taken_by_the_next_file():
    command = "import core.commands.console as c, os; c.open_streams(); print(os.open('/', 0))"
    shell = f"'{sys.executable}' -c \"{command}\" 2>&- <&-"
    ended = subprocess.run(["bash", "-c", shell], cwd=ROOT, capture_output=True, text=True)
    assert int(ended.stdout) > 2


@POSIX
def test_ctrl_c_while_the_program_loads_is_one_line():
    # Imports go on for as long as the test likes: a module of torch's name waits to be stopped.
    code = (
        "import sys, time, types, os, signal\n"
        "class Slow:\n"
        "    def find_spec(self, name, *rest):\n"
        "        if name == 'core.commands.encode':\n"
        "            os.kill(os.getpid(), signal.SIGINT); time.sleep(30)\n"
        "sys.meta_path.insert(0, Slow())\n"
        "import main; sys.exit(main.main(['encode', 'a.png', '-o', 'a.npz']))\n"
    )
    for stopped in ("core.commands.encode", "core.commands"):
        ended = subprocess.run(
            [sys.executable, "-c", code.replace("core.commands.encode", stopped)],
            cwd=ROOT, capture_output=True, text=True, timeout=30,
        )  # fmt: skip
        assert ended.returncode == INTERRUPTED
        assert len(ended.stderr.splitlines()) == 1 and "Interrupted." in ended.stderr


def test_other_peoples_logs_stay_off_stderr_and_ours_are_one_line(capsys):
    import logging
    import warnings

    with quiet_libraries():
        try:
            raise ZeroDivisionError
        except ZeroDivisionError:
            logging.getLogger("trimesh").exception("not loaded")
            logging.getLogger("core.somewhere").warning("left out: %s", "a.obj", exc_info=True)
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.warn("deprecated", stacklevel=1)
        note("a note")
    said = capsys.readouterr().err
    assert said == "left out: a.obj\na note\n"


def test_names_that_are_no_text_are_refused_in_a_line(tmp_path, capsys):
    assert "\\udce9" in refused(capsys, "decode", tmp_path / "caf\udce9.npz", "-o", "a.glb")
