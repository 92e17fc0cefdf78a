"""Starting the program: what is missing is said in one line, and the window really opens."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
linux = pytest.mark.skipif(sys.platform != "linux", reason="about Linux")

OPEN_AND_CLOSE = """
import sys
from PySide6.QtCore import QTimer
import viewer.app
opened = []
def open_window(engine, real=viewer.app.open_window):
    window = real(engine)
    opened.append(window)
    window.viewport.started.connect(lambda: QTimer.singleShot(0, window.close))
    return window
viewer.app.open_window = open_window
if __name__ == "__main__":
    import main
    code = main.main(["--sample", "chair"])
    assert opened[0].painted_at is not None
    assert "torch" not in sys.modules
    sys.exit(code)
"""


def run(*command: str, **environment: str | None) -> subprocess.CompletedProcess[str]:
    merged = {**os.environ, **environment}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={name: value for name, value in merged.items() if value is not None},
        capture_output=True,
        text=True,
        timeout=60,
    )


@linux
def test_without_a_screen_one_line_says_so():
    ended = run("main.py", QT_QPA_PLATFORM=None, DISPLAY=None, WAYLAND_DISPLAY=None)
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1 and "no screen" in ended.stderr


@linux
def test_a_missing_library_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch):
    from viewer import libraries

    monkeypatch.setattr(libraries, "ALWAYS", {"libmissing-for-sure.so.9": "libmissing9"})
    sentence = libraries.why_no_window()
    assert sentence is not None and sentence.endswith("apt install libmissing9")


def test_the_window_opens_closes_and_ends_with_its_core(tmp_path: Path):
    script = tmp_path / "open_and_close.py"
    script.write_text(OPEN_AND_CLOSE)
    ended = run(
        str(script),
        QT_QPA_PLATFORM="offscreen",
        PYTHONPATH=str(ROOT),
        XDG_CONFIG_HOME=str(tmp_path),
    )
    assert ended.returncode == 0, ended.stderr


NO_WEIGHTS = """
import sys
from PySide6.QtCore import QTimer
from viewer.app import make_application, open_window
from viewer.engine import Engine
if __name__ == "__main__":
    app, engine = make_application(), Engine()
    window = open_window(engine)
    window.session.problems_changed.connect(window.close)
    app.exec()
    engine.close()
    sys.stdout.write(window.banner.words.text())
"""


def test_missing_weights_are_said_in_the_window(tmp_path: Path):
    program = tmp_path / "program"
    for part in ("core", "viewer", "resources"):
        ignored = shutil.ignore_patterns("__pycache__", "weights")
        shutil.copytree(ROOT / part, program / part, ignore=ignored)
    (program / "open.py").write_text(NO_WEIGHTS)
    ended = run(
        str(program / "open.py"),
        QT_QPA_PLATFORM="offscreen",
        PYTHONPATH=str(program),
        XDG_CONFIG_HOME=str(tmp_path),
    )
    assert ended.returncode == 0, ended.stderr
    assert "weights" in ended.stdout and "missing" in ended.stdout


def test_an_unknown_sample_is_said_with_those_there_are():
    ended = run("main.py", "--sample", "unicorn", QT_QPA_PLATFORM="offscreen")
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1 and "chair" in ended.stderr
