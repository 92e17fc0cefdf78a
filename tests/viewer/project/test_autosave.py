"""What was not saved: kept a little after every edit, and offered after a crash."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox
from steering import answer, photo, save, wait

from core.document.project_file import read_project
from viewer.app import open_window
from viewer.document.item_edits import add as add_edit
from viewer.tasks.engine import Engine
from viewer.window.main_window import MainWindow

ROOT = Path(__file__).resolve().parents[3]
Answer = QMessageBox.StandardButton


CRASH = """
import sys
from pathlib import Path
import numpy as np
from PySide6.QtCore import QTimer
from core.types import View
from viewer.project import autosave
from viewer.app import make_application, open_window
from viewer.document.item_edits import add
from viewer.tasks.engine import Engine
autosave.folder = lambda: Path(sys.argv[1])
if __name__ == "__main__":
    app, engine = make_application(), Engine()
    window = open_window(engine)
    window.projects.path = Path("/somewhere/my chair.shapewright")
    pixels = np.full((60, 80, 3), 7, np.uint8)
    window.session.do(add(View(pixels, name="before the crash.png")))
    window.projects.autosave.write()
    while not window.projects.background.idle:
        app.processEvents()
    sys.stdout.write("ready\\n")
    sys.stdout.flush()
    app.exec()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
def test_what_a_crash_has_left_is_offered_and_recovered(
    window: MainWindow, tmp_path: Path, unsaved_work: Path
):
    script = tmp_path / "crash.py"
    script.write_text(CRASH)
    crashed = subprocess.Popen(
        [sys.executable, str(script), str(unsaved_work)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "XDG_CONFIG_HOME": str(tmp_path)},
        stdout=subprocess.PIPE,
    )
    assert crashed.stdout.readline() == b"ready\n"
    look(window)
    assert window.projects.autosave.lost is None  # its window is alive
    crashed.send_signal(signal.SIGKILL)
    crashed.wait()
    crashed.stdout.close()
    look(window)
    card = window.welcome.lost
    assert card.isVisible() and "my chair" in card.words.text()
    card.recover.click()
    (item,) = window.session.document.items
    assert item.name == "before the crash.png" and (item.view.image == 7).all()
    assert window.projects.modified and window.projects.path.name == "my chair.shapewright"
    assert len(list(unsaved_work.glob("[!.]*.shapewright"))) == 1  # until it is saved
    save(window, tmp_path / "saved.shapewright")
    wait(lambda: window.projects.background.idle)
    assert not window.projects.modified and list(unsaved_work.iterdir()) == []


def look(window: MainWindow) -> None:
    window.projects.autosave.look()
    wait(lambda: window.projects.background.idle)


def test_unsaved_work_is_kept_a_little_after_an_edit_and_not_after_saving(
    window: MainWindow, engine: Engine, tmp_path: Path, unsaved_work: Path
):
    window.session.do(add_edit(photo()))
    wait(lambda: list(unsaved_work.glob("[!.]*.shapewright")), seconds=10)
    (kept,) = unsaved_work.glob("[!.]*.shapewright")
    assert len(read_project(kept).document.items) == 1
    other = open_window(engine)
    look(other)
    assert other.projects.autosave.lost is None  # it belongs to the first window
    other.session.do(add_edit(photo("other.png")))
    other.projects.autosave.write()
    wait(lambda: other.projects.background.idle)
    assert len(list(unsaved_work.glob("*.shapewright"))) == 2
    save(window, tmp_path / "a.shapewright")
    wait(lambda: window.projects.background.idle)
    assert len(list(unsaved_work.glob("*.shapewright"))) == 1
    other.projects.forget()
    other.close()
    wait(lambda: list(unsaved_work.iterdir()) == [], seconds=20)
    other.deleteLater()


def test_lost_work_can_be_discarded(window: MainWindow, unsaved_work: Path):
    window.session.do(add_edit(photo()))
    project = window.projects._project()
    window.projects.new()
    answer(window, Answer.Discard)
    unsaved_work.mkdir(exist_ok=True)
    from core.document.project_file import write_project

    for name in ("one", "two"):
        write_project(project, unsaved_work / f"{name}.shapewright")
    for left in (1, 0):
        look(window)
        assert window.welcome.lost.isVisible()
        window.welcome.lost.discard.click()
        wait(lambda: window.projects.background.idle)
        assert len(list(unsaved_work.glob("*.shapewright"))) == left
    assert not window.welcome.lost.isVisible()
