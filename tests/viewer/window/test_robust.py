"""A thousand things a person may do in any order, and a core that dies at any moment.

The ordinary run does a part of it; ``SHAPEWRIGHT_ROBUST=1`` does all.
"""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from steering import add, reconstruct, wait

from core.types import Reconstruction
from viewer.document.item_edits import GROUPS, keep_result, rename, reorder
from viewer.document.item_edits import add as add_edit
from viewer.preview.shape_preview import KEPT
from viewer.window.main_window import MainWindow

WHOLE = bool(os.environ.get("SHAPEWRIGHT_ROBUST"))
ACTIONS, KILLS = (1000, 20) if WHOLE else (200, 3)
SETTLED = ACTIONS // 5  # after so many, memory has been used once
MOST_ITEMS = 6

# What opens a dialog, ends the session, starts afresh or takes seconds; some of it is done below.
NOT_AT_RANDOM = {
    "new", "open", "open_recent", "save", "save_as", "export", "quit", "remove", "rename",
    "reconstruct", "reconstruct_all", "paste", "find_network", "open_object",
}  # fmt: skip


def resident() -> float:
    """Resident memory of this process in bytes, without what the C library keeps for later."""
    gc.collect()
    ctypes.CDLL("libc.so.6").malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def live(seconds: float) -> None:
    """Let the window live for so long."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


class Person:
    """Does one random thing after the other in a window."""

    def __init__(self, window: MainWindow, result: Reconstruction, seed: int, file: Path) -> None:
        self.window, self.result, self.file = window, result, file
        self.view = result.views[0]
        self.rng = np.random.default_rng(seed)
        self.done: Counter[str] = Counter()
        self.deeds: dict[str, Callable[[], object]] = {
            "add": self.add,
            "keep": self.keep,
            "remove": self.remove,
            "select": self.select,
            "reorder": self.reorder,
            "rename": self.rename,
            "swap": self.swap,
            "slide": self.slide,
            "undo": lambda: window.actions_by_id["undo"].trigger(),
            "redo": lambda: window.actions_by_id["redo"].trigger(),
            "save": lambda: window.projects.write(self.file),
            "autosave": lambda: window.projects.autosave.write(),
            "action": self.action,
        }

    def act(self) -> None:
        # At first much of what has not been done yet, so that all is used once before it counts.
        often = ["action"] * 10 if sum(self.done.values()) < SETTLED else []
        name = self.pick([*self.deeds, *often])
        self.done[name] += 1
        self.deeds[name]()
        live(0)  # a turn of the loop, which also does away with what is to be deleted later

    def pick(self, options: list):
        return options[int(self.rng.integers(len(options)))]

    @property
    def items(self):
        return self.window.session.document.items

    def add(self) -> None:
        if len(self.items) < MOST_ITEMS:
            self.window.session.do(add_edit(replace(self.view, name=f"{self.done['add']}.png")))

    def keep(self) -> None:
        """What a run would bring, with a code of its own."""
        item = self.window.session.document.current
        if item is not None:
            code = self.result.code
            noise = 0.3 * self.rng.standard_normal(len(code["shape"]))
            mine = code.replace(shape=code["shape"] + noise)
            self.window.session.do(keep_result(item, replace(self.result, code=mine)))

    def remove(self) -> None:
        if len(self.items) > 1:
            self.pick(self.window.panel("ImagesPanel").rows()).remove_button.click()

    def select(self) -> None:
        if self.items:
            self.pick(self.window.panel("ImagesPanel").rows()).click()

    def reorder(self) -> None:
        if self.items:
            place = int(self.rng.integers(len(self.items)))
            self.window.session.do(reorder(self.pick(list(self.items)), place))

    def rename(self) -> None:
        if self.items:
            name = f"Stuhl {self.rng.integers(99)} 椅"
            self.window.session.do(rename(self.pick(list(self.items)), name))

    def swap(self) -> None:
        if self.items:
            row = self.window.panel("CodesPanel").rows[self.pick(list(GROUPS))]
            row.take(self.pick(list(self.items)).id)

    def slide(self) -> None:
        rows = self.window.panel("LatentPanel").rows
        if rows and self.window.session.document.code is not None:
            key = self.pick([Qt.Key.Key_Left, Qt.Key.Key_Right])
            QTest.keyClick(self.pick(list(rows)).slider, key)

    def action(self) -> None:
        actions = self.window.actions_by_id
        able = [id for id in actions if id not in NOT_AT_RANDOM and actions[id].isEnabled()]
        id = self.pick([id for id in able if not self.done[id]] or able)
        self.done[id] += 1
        actions[id].trigger()
        for dialog in QApplication.topLevelWidgets():
            if dialog is not self.window and dialog.isVisible():
                dialog.close()


@pytest.mark.skipif(sys.platform != "linux", reason="measures memory as Linux tells it")
@pytest.mark.timeout(600)
def test_any_order_of_actions_works_and_is_undone_to_the_very_start(
    window: MainWindow, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    errors: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda *error: errors.append(error))
    add(window, table)
    reconstruct(window)
    wait(lambda: window.session.directions is not None and window.engine.idle)
    result = window.session.document.current.result
    window.session.undo_stack.undo()
    window.session.undo_stack.undo()
    window.session.undo_stack.clear()
    start = window.session.document
    assert start.items == ()

    person = Person(window, result, 7, tmp_path / "at random.shapewright")
    person.add()
    for _ in range(KEPT):  # what is kept of the last shapes is as much as it will ever be
        person.keep()
        wait(lambda: window.engine.idle)
    used = 0.0
    for number in range(ACTIONS):
        person.act()
        assert errors == [], f"{number}: {errors}"
        if number == SETTLED:
            wait(lambda: window.engine.idle and window.projects.background.idle)
            used = resident()
    wait(lambda: window.engine.idle and window.projects.background.idle)
    now = resident()
    steps = window.session.undo_stack.count()
    print(f"{ACTIONS} actions, {steps} steps, {used / 1e6:.0f} to {now / 1e6:.0f} MB")
    assert len(person.done) > 15 and steps > ACTIONS / 10
    assert now < 1.05 * used or not WHOLE  # in a short run there is no telling
    while window.session.undo_stack.canUndo():
        window.actions_by_id["undo"].trigger()
    assert window.session.document is start
    assert errors == []
    wait(lambda: window.engine.idle and window.projects.background.idle)


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
@pytest.mark.timeout(900)
def test_a_core_killed_at_any_moment_of_a_job_is_said_and_the_next_job_runs(
    window: MainWindow, table: Path, stool: Path
):
    add(window, table)
    rng = np.random.default_rng(3)
    for kill in range(KILLS):
        steps, count = window.session.undo_stack.index(), len(window.session.document.items)
        moment = rng.uniform(0, 1.0 if kill % 2 else 6.0)  # torch is being loaded, or is there
        window.actions_by_id["reconstruct"].trigger()
        live(moment)
        wait(lambda: window.engine.core_pid is not None)
        document = window.session.document
        os.kill(window.engine.core_pid, signal.SIGKILL)
        wait(lambda: "core" in window.session.problems)
        assert window.isVisible() and window.banner.isVisible() and window.banner.words.text()
        assert window.session.document is document
        wait(lambda: not window.session.tasks)  # one that had not begun is not lost
        add(window, stool)  # the next job
        assert len(window.session.document.items) == count + 1
        assert "core" not in window.session.problems
        window.session.undo_stack.setIndex(steps)
    reconstruct(window)
