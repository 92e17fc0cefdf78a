"""The job list and the log: what ran, what became of it, and a way to try again."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from steering import add, core_at_rest, drop, wait

from core.process.stats import Vitals
from core.types import Progress
from viewer.importing.folder_queue import Results
from viewer.panels.tasks import vitals_words
from viewer.system.diagnostics import anonymous
from viewer.system.logbook import logbook
from viewer.tasks.engine import DIED, LOST
from viewer.tasks.timing import Course, estimate
from viewer.text.times import time_words
from viewer.window.main_window import MainWindow


def test_tasks_are_listed_as_they_wait_run_and_end(window: MainWindow, table: Path, stool: Path):
    panel, work = window.bring("WorkPanel"), window.session.work
    assert panel.isVisible() and panel.empty.isVisible()
    add(window, table, stool)
    work.forget()
    seen: dict[int, set[str]] = {}

    def look() -> None:
        for row in panel.rows():
            seen.setdefault(row.task.id, set()).add(row.task.state)

    work.changed.connect(look)
    window.actions_by_id["reconstruct_all"].trigger()
    assert [row.task.title for row in panel.rows()] == [
        f"Reconstruct {stool.name}", f"Reconstruct {table.name}",
    ]  # fmt: skip
    assert not panel.empty.isVisible()
    wait(lambda: not work.tasks)
    assert list(seen.values()) == [{"waiting", "running", "done"}] * 2
    for row in panel.rows():
        assert row.step.text() == "Done" and row.time.text().endswith(" s")
        assert row.cancel_button.isHidden() and row.retry_button.isHidden()
    assert "MB" in panel.vitals.text()
    wait(lambda: window.engine.idle)


def test_one_task_is_cancelled_and_the_other_goes_on(window: MainWindow, table: Path, stool: Path):
    add(window, table, stool)
    panel, session = window.panel("WorkPanel"), window.session
    window.actions_by_id["reconstruct_all"].trigger()
    QTest.mouseClick(panel.rows()[0].cancel_button, Qt.MouseButton.LeftButton)
    wait(lambda: not session.tasks)
    first, second = session.document.items
    assert first.result is not None and second.result is None
    states = {row.task.title: row.task.state for row in panel.rows()}
    assert states[f"Reconstruct {stool.name}"] == "cancelled"
    assert states[f"Reconstruct {table.name}"] == "done"
    row = next(row for row in panel.rows() if row.task.state == "cancelled")
    QTest.mouseClick(row.retry_button, Qt.MouseButton.LeftButton)
    wait(lambda: session.document.items[1].result is not None)
    wait(lambda: window.engine.idle)


def test_what_failed_says_why_and_is_tried_again(window: MainWindow, tmp_path: Path, table: Path):
    later = tmp_path / "später 桌.png"
    panel = window.panel("WorkPanel")
    assert drop(window, later)
    wait(lambda: window.session.file_problems)
    row = panel.rows()[0]
    assert row.task.state == "failed" and "does not exist" in row.step.text()
    later.write_bytes(table.read_bytes())
    QTest.mouseClick(row.retry_button, Qt.MouseButton.LeftButton)
    wait(lambda: window.session.document.items)
    assert window.session.document.items[0].name == later.name
    assert [row.task.state for row in panel.rows()] == ["done"]
    wait(lambda: window.engine.idle)


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
def test_what_died_with_the_core_has_failed_and_is_tried_again(window: MainWindow, table: Path):
    add(window, table)
    panel, session = window.bring("WorkPanel"), window.session
    item = session.document.current
    session.work.forget()
    window.actions_by_id["reconstruct"].trigger()
    wait(lambda: session.tasks[0].state == "running")
    os.kill(window.engine.core_pid, signal.SIGKILL)
    wait(lambda: not session.tasks and "core" in session.problems)
    (row,) = panel.rows()
    assert row.task.state == "failed" and row.step.text() == LOST
    assert session.problems[item.id] == LOST and window.banner.words.text() == DIED
    QTest.mouseClick(row.retry_button, Qt.MouseButton.LeftButton)
    wait(lambda: session.document.current.result is not None)
    assert [row.task.state for row in panel.rows()] == ["done"]
    wait(lambda: window.engine.idle)
    assert not session.problems


def test_the_time_left_and_the_bar_go_by_what_the_like_have_taken(
    window: MainWindow, table: Path, stool: Path
):
    work = window.session.work
    add(window, table, stool)
    second = window.session.document.items[1].id
    left: list[float | None] = []
    shares: list[float] = []

    def look() -> None:
        for task in work.tasks:
            if task.item == second:
                left.append(task.seconds_left)
                shares.append(task.share)

    work.changed.connect(look)
    window.actions_by_id["reconstruct_all"].trigger()
    wait(lambda: not work.tasks)
    known = [value for value in left if value is not None]
    assert known and min(known) > 0
    assert shares == sorted(shares) and shares[-1] < 1
    assert all(task.seconds_left is None and task.share == 1 for task in work.ended)
    wait(lambda: window.engine.idle)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr("viewer.tasks.timing.time.monotonic", lambda: self.now)


def ran(course: Course, clock: Clock, *steps: tuple[str, float, float]) -> None:
    """Let work say a step with a share, and take seconds for it."""
    for step, share, seconds in steps:
        course.at(Progress(step, share))
        clock.now += seconds
        course.look()


def test_steps_weigh_what_they_took_last_time(app: QApplication, monkeypatch: pytest.MonkeyPatch):
    QSettings().clear()
    clock = Clock(monkeypatch)
    first = Course("measure", units=4)
    # The share that it says itself is far from the truth, and falls when cameras are found.
    ran(first, clock, ("Finding cameras", 0.5, 60), ("Carving", 0.2, 20), ("Refining", 0.9, 120))
    assert first.left is None and estimate("measure", 4) is None  # nothing is known before
    assert first.share == 0.9  # it never went back
    first.end()
    assert estimate("measure", 4) == 200 and estimate("measure", 8) == 400
    second = Course("measure", units=8)
    ran(second, clock, ("Finding cameras", 0.5, 60))
    assert second.left == 340 and second.share == pytest.approx(60 / 400)
    ran(second, clock, ("Finding cameras", 0.5, 60), ("Carving", 0.1, 30))
    assert second.left == 250 and second.share == pytest.approx(150 / 400)
    ran(second, clock, ("Refining", 0.9, 230))
    assert 5 <= second.left <= 100
    ran(second, clock, ("Refining", 0.9, 900))  # much longer than last time
    assert second.left > 200, "it is never about to end for a quarter of an hour"
    assert "about 0" not in time_words(second._spent, second.left)


def test_a_slower_time_is_noticed_by_the_steps_that_are_done(
    app: QApplication, monkeypatch: pytest.MonkeyPatch
):
    QSettings().clear()
    clock = Clock(monkeypatch)
    first = Course("measure")
    ran(first, clock, ("Carving", 0.2, 10), ("Refining", 0.5, 100))
    first.end()
    second = Course("measure")
    ran(second, clock, ("Carving", 0.2, 30), ("Refining", 0.5, 0))
    assert second.left == pytest.approx(300)
    QSettings().setValue("timing/measure", "nonsense")
    assert estimate("measure") is None and Course("measure").left is None


def test_no_digit_of_the_times_is_cut_off(window: MainWindow, table: Path):
    add(window, table)
    panel = window.bring("WorkPanel")
    row = panel.rows()[0]
    for spent, left in ((89.9, 89), (5999, 5999), (123.4, 900), (9.9, 8)):
        words = time_words(spent, left)
        assert row.time.fontMetrics().horizontalAdvance(words) <= row.time.width()


def test_work_that_runs_behind_is_seen_where_no_list_shows_it(
    window: MainWindow, table: Path, tmp_path: Path
):
    window.show()
    add(window, table)
    with core_at_rest(window):
        window.session.queue.start([table], Results(tmp_path))
        wait(lambda: window.session.tasks)
        assert window.progress.isVisible()
        window.bring("WorkPanel")
        assert window.progress.isHidden(), "the list shows it"
        window.bring("PicturePanel")
        assert window.progress.isVisible()
    wait(lambda: not window.session.tasks)
    assert window.progress.isHidden()


def test_the_vitals_name_the_graphics_card():
    card = Vitals(8e8, 4, "cuda", gpu="H200", gpu_used=3_100_000_000, gpu_total=139_000_000_000)
    assert vitals_words(card) == "Core: 800 MB   H200: 3.1 of 139 GB"
    assert vitals_words(Vitals(8e8, 4, "cpu")) == "Core: 800 MB   CPU, threads: 4"
    assert vitals_words(Vitals()) == ""


def test_the_log_shows_both_processes_and_problems(window: MainWindow, tmp_path: Path):
    panel = window.panel("LogPanel")
    assert any(line.source == "core.process.worker" for line in logbook().lines)
    assert "The core has started" in panel.text.toPlainText()
    assert drop(window, tmp_path / "nothing.png")
    wait(lambda: "nothing.png does not exist" in panel.text.toPlainText())
    thread = threading.Thread(target=logging.getLogger("core.x").error, args=("<b>from afar</b>",))
    thread.start()
    thread.join()
    wait(lambda: "<b>from afar</b>" in panel.text.toPlainText())


def test_diagnostics_are_copied_without_anybodys_folders(window: MainWindow, tmp_path: Path):
    assert drop(window, tmp_path / "private name" / "nothing.png")
    wait(lambda: window.session.file_problems)
    window.actions_by_id["diagnostics"].trigger()
    text = QGuiApplication.clipboard().text()
    for part in ("Qt: ", "torch: ", "OpenGL: ", "Device: ", "Threads: ", "Core memory: "):
        assert part in text
    assert "nothing.png does not exist" in text
    for part in (str(tmp_path), "private name", tmp_path.parts[1] + "/", str(Path.home()) + "/"):
        assert part not in text


def test_paths_are_cut_down_to_their_names():
    assert anonymous("/home/jo k/a b/c.png does not exist.") == "…/c.png does not exist."
    assert anonymous(r"C:\Users\Jo K\c.png: no") == "…/c.png: no"
    assert anonymous('File "/opt/x/y.py", line 3') == 'File "…/y.py", line 3'
    assert anonymous("light and/or dark, 3/4") == "light and/or dark, 3/4"


def test_the_strip_below_folds_away_by_a_click_on_its_tab(window: MainWindow, table: Path):
    add(window, table)
    bottom = window.columns["bottom"]
    assert bottom.isVisible() and not bottom.pages.isVisible()  # no picture yet: no empty box
    work = bottom.titles.index("Work")
    QTest.mouseClick(bottom.tabs.button(work), Qt.MouseButton.LeftButton)
    assert window.panel("WorkPanel").isVisible()
    QTest.mouseClick(bottom.tabs.button(work), Qt.MouseButton.LeftButton)
    assert not bottom.pages.isVisible() and bottom.tabs.isVisible()
    window.actions_by_id["log"].trigger()
    assert window.panel("LogPanel").isVisible()
