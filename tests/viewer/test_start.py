"""Starting the program: what is missing is said in one line, and the window really opens."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from core.document import Document, Item, Mix
from core.images.load import load_image
from core.project import Project, write_project

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


OPEN_FILES = """
import json, sys
from PySide6.QtCore import QTimer
import viewer.app
def open_window(engine, real=viewer.app.open_window):
    window = real(engine)
    session, look = window.session, QTimer(window, interval=10)
    def tell():
        if session.problems or (session.document.items and not session.tasks):
            look.stop()
            names = [item.name for item in session.document.items]
            said = list(session.problems.values())
            path = window.projects.path
            kept = None if path is None else path.name
            sys.stdout.write(json.dumps({"items": names, "project": kept, "said": said}))
            window.projects.forget()
            window.close()
    look.timeout.connect(tell)
    look.start()
    return window
viewer.app.open_window = open_window
if __name__ == "__main__":
    import main
    sys.exit(main.main())
"""


def opened(tmp_path: Path, *files: Path) -> dict[str, object]:
    """What a window that was started with these files shows."""
    script = tmp_path / "open_files.py"
    script.write_text(OPEN_FILES)
    ended = run(
        str(script), *map(str, files), QT_QPA_PLATFORM="offscreen", PYTHONPATH=str(ROOT),
        XDG_CONFIG_HOME=str(tmp_path), XDG_DATA_HOME=str(tmp_path),
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    shown: dict[str, object] = json.loads(ended.stdout)
    return shown


def test_a_photograph_a_project_and_what_is_neither_are_opened_from_the_command_line(
    tmp_path: Path, table: Path
):
    assert opened(tmp_path, table) == {"items": [table.name], "project": None, "said": []}
    view = load_image(table)
    project = tmp_path / "my chair ä 椅.shapewright"
    item = Item(1, view, Mix(1, 1, 1), original=table.read_bytes(), title="chair")
    write_project(Project(Document((item,), selected=1, next_id=2)), project)
    assert opened(tmp_path, project) == {"items": ["chair"], "project": project.name, "said": []}
    project.write_bytes(project.read_bytes()[:500])
    (said,) = opened(tmp_path, project)["said"]
    assert project.name in said and "damaged" in said
    shown = opened(tmp_path, table, tmp_path / "gone.png")
    assert len(shown["said"]) == 1 and "gone.png does not exist" in shown["said"][0]


def test_a_file_that_is_not_there_is_said_without_a_window():
    ended = run("main.py", "gone.png", QT_QPA_PLATFORM="offscreen")
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1 and "no file or command 'gone.png'" in ended.stderr


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
