"""A folder of photographs through the window: into files, worked off behind the rest, stopped."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from steering import add, draw_table, reconstruct, wait

from core.batch import SUMMARY, read_summary
from core.importers.shapes import load_shape
from viewer.dialogs.folder import FolderDialog
from viewer.panels.queue_bar import QueueBar
from viewer.tasks.engine import LOST
from viewer.window.main_window import MainWindow


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    folder = tmp_path / "Fotos ä 照片"
    folder.mkdir()
    for place in range(3):
        draw_table(folder / f"Tisch {place} 桌.png", (40 + 50 * place, 60, 30))
    (folder / "Tisch 9.png").write_bytes(b"no image")
    return folder


def fill_in(window: MainWindow, photos: Path) -> FolderDialog:
    window.actions_by_id["folder"].trigger()
    dialog = window.findChildren(FolderDialog)[-1]
    dialog.take(photos)
    return dialog


def test_a_folder_becomes_files_and_a_summary(window: MainWindow, photos: Path):
    dialog = fill_in(window, photos)
    assert len(dialog.images) == 4 and "4" in dialog.words.text()
    dialog.format.setCurrentIndex(dialog.format.findData(".stl"))
    dialog.size.setValue(80)
    dialog.start_button.click()
    queue, bar = window.session.queue, window.findChild(QueueBar)
    assert window.panel("WorkPanel").isVisible() and bar.isVisible()
    assert not window.progress.isVisible()  # it works behind the rest
    wait(lambda: not queue.waiting and not window.session.tasks)
    out = photos / "shapes"
    rows = {row["image"]: row for row in read_summary(out / SUMMARY)}
    assert len(rows) == 4 and rows["Tisch 9.png"]["problem"]
    for place in range(3):
        row = rows[f"Tisch {place} 桌.png"]
        assert load_shape(out / row["file"]).faces.shape[0] == int(row["faces"])
        assert float(row["width_mm"]) <= 80.1
    assert bar.words.text() == "Folder: 4 of 4, failed: 1"
    assert window.session.document.items == ()  # the document is not touched

    (photos / "Tisch 9.png").write_bytes((photos / "Tisch 0 桌.png").read_bytes())
    QTest.mouseClick(bar.retry_button, Qt.MouseButton.LeftButton)
    wait(lambda: not queue.waiting and not window.session.tasks)
    assert queue.failed == [] and bar.words.text() == "Folder: 4 of 4"
    assert not {row["problem"] for row in read_summary(out / SUMMARY)} - {""}


def test_the_queue_is_stopped_gone_on_with_and_gives_way(
    window: MainWindow, photos: Path, table: Path
):
    add(window, table)
    dialog = fill_in(window, photos)
    dialog.start()
    queue, bar = window.session.queue, window.findChild(QueueBar)
    wait(lambda: len(queue.outcomes) == 1)
    bar.stop_button.click()
    wait(lambda: queue.running is None)
    kept = read_summary(photos / "shapes" / SUMMARY)
    assert len(kept) == len(queue.outcomes) < 4 and bar.go_button.isVisible()
    bar.go_button.click()
    reconstruct(window)  # in the midst of it
    assert queue.waiting
    window.session.cancel()  # nothing else runs: it stops the queue too
    wait(lambda: queue.running is None)
    queue.go_on()
    wait(lambda: not queue.waiting and not window.session.tasks)
    assert len(read_summary(photos / "shapes" / SUMMARY)) == 4
    wait(lambda: window.engine.idle)


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
def test_a_new_document_forgets_a_folder_that_is_done_but_not_one_that_is_running(
    window: MainWindow, photos: Path
):
    queue, bar = window.session.queue, window.panel("WorkPanel").findChild(QueueBar)
    dialog = fill_in(window, photos)
    dialog.start_button.click()
    window.projects.new()
    wait(lambda: len(queue.outcomes) == queue.total == 4)
    assert not bar.isHidden()
    wait(lambda: not window.session.tasks)
    window.projects.new()
    assert queue.total == 0 and bar.isHidden()


def test_an_image_that_kills_the_core_has_failed_and_the_rest_goes_on(
    window: MainWindow, photos: Path
):
    (photos / "Tisch 9.png").unlink()
    fill_in(window, photos).start_button.click()
    queue = window.session.queue
    wait(lambda: window.session.tasks[0].state == "running")
    os.kill(window.engine.core_pid, signal.SIGKILL)
    wait(lambda: not queue.waiting and not window.session.tasks)
    (lost,) = queue.failed
    assert queue.outcomes[lost].problem == LOST
    assert sum(bool(outcome.file) for outcome in queue.outcomes.values()) == 2
    queue.retry_failed()
    wait(lambda: not queue.waiting and not window.session.tasks)
    assert queue.failed == []
    wait(lambda: window.engine.idle)


def test_what_is_wrong_is_said_before_it_starts(window: MainWindow, tmp_path: Path, photos: Path):
    window.actions_by_id["folder"].trigger()
    dialog = window.findChildren(FolderDialog)[-1]
    assert not dialog.start_button.isEnabled() and "Choose the folder" in dialog.words.text()
    dialog.take(tmp_path / "none")
    assert "no such folder" in dialog.words.text() and dialog.start_button.toolTip()
    (tmp_path / "empty").mkdir()
    dialog.take(tmp_path / "empty")
    assert "holds no images" in dialog.words.text()
    dialog.take(photos)
    dialog.target.setText(str(photos / "Tisch 9.png"))
    dialog.start()
    assert "is a file, not a folder" in dialog.words.text() and dialog.isVisible()
    assert window.session.queue.total == 0
    dialog.add_instead()
    wait(lambda: len(window.session.document.items) == 3 and not window.session.tasks)
    assert not dialog.isVisible()
