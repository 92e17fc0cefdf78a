"""The document and its file: saved and opened whole, asked about before they go."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSettings, QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from steering import Pulse, add, answer, core_at_rest, drop, photo, reconstruct, save, wait

from core.document.project_file import Project, read_preview, read_project, write_project
from core.methods import DEFAULT, METHODS
from core.types import View
from viewer.app import open_window
from viewer.document.item_edits import add as add_edit
from viewer.document.item_edits import rename
from viewer.project.recent_projects import recent_projects
from viewer.tasks.engine import Engine
from viewer.widgets.pictures import to_array
from viewer.window.main_window import MainWindow

ROOT = Path(__file__).resolve().parents[3]
Answer = QMessageBox.StandardButton


@pytest.fixture(autouse=True)
def no_recent_projects(app: QApplication) -> None:
    QSettings().remove("projects/recent")


def picture(window: MainWindow) -> np.ndarray:
    """The 3D view once it is still."""
    wait(lambda: window.engine.idle)
    window.viewport.repaint()
    wait(lambda: not window.viewport.busy)
    return to_array(window.viewport.grab().toImage()).astype(int)


def test_save_quit_open_gives_the_same_document_and_the_same_picture(
    window: MainWindow, table: Path, stool: Path, tmp_path: Path, engine: Engine
):
    add(window, table, stool)
    window.actions_by_id["reconstruct_all"].trigger()
    wait(lambda: all(item.result for item in window.session.document.items))
    wait(lambda: window.session.directions is not None and window.engine.idle)
    window.panel("CodesPanel").rows["pose"].take(window.session.document.items[0].id)
    window.panel("LatentPanel").randomise()
    window.actions_by_id["voxels"].trigger()
    window.actions_by_id["right"].trigger()
    wait(lambda: window.engine.idle and not window.viewport.busy)
    document, shown = window.session.document, picture(window)
    path = save(window, tmp_path / "mein Möbel 椅子.shapewright")
    assert not window.projects.modified and window.windowTitle().startswith("mein Möbel 椅子")
    window.close()

    second = open_window(engine)
    second.resize(window.size())
    wait(lambda: second.viewport.scene is not None)
    assert drop(second, path)
    wait(lambda: second.session.document.items and second.preview.shape is not None)
    opened = second.session.document
    assert opened.selected == document.selected and opened.next_id == document.next_id
    for old, new in zip(document.items, opened.items, strict=True):
        assert (new.id, new.name, new.mix) == (old.id, old.name, old.mix)
        assert new.original == old.original
        assert np.array_equal(new.view.image, old.view.image)
        assert np.array_equal(new.view.mask, old.view.mask)
        assert np.array_equal(new.result.shape.occupancy, old.result.shape.occupancy)
        assert (new.offset is None) == (old.offset is None)
    for group in document.code:
        assert np.array_equal(opened.code[group], document.code[group])
    assert second.session.look == window.session.look
    assert np.abs(picture(second) - shown).mean() < 0.5
    assert not second.projects.modified and not second.session.undo_stack.canUndo()
    second.close()
    second.deleteLater()


def test_the_title_says_what_is_open_and_whether_it_is_saved(window: MainWindow, tmp_path: Path):
    assert not window.isWindowModified()
    window.session.do(add_edit(photo()))
    assert window.isWindowModified() and window.windowTitle().startswith("wall[*]")
    save(window, tmp_path / "mine.shapewright")
    assert not window.isWindowModified() and window.windowTitle().startswith("mine[*]")
    assert not window.actions_by_id["save"].isEnabled()
    window.session.do(rename(window.session.document.current, "other"))
    assert window.isWindowModified() and window.actions_by_id["save"].isEnabled()
    window.session.undo_stack.undo()
    assert not window.isWindowModified()  # it is what the file holds
    window.session.undo_stack.undo()
    assert window.isWindowModified()


def test_looking_is_not_unsaved_work(window: MainWindow, tmp_path: Path):
    for seed in range(2):
        window.session.do(add_edit(photo(seed=seed)))
    save(window, tmp_path / "a.shapewright")
    window.session.select(window.session.document.items[0].id)
    window.actions_by_id["wireframe"].trigger()
    assert not window.projects.modified


def test_unsaved_work_is_asked_about_before_it_goes(window: MainWindow, tmp_path: Path):
    window.session.do(add_edit(photo()))
    document = window.session.document
    window.actions_by_id["new"].trigger()
    answer(window, Answer.Cancel)
    assert window.session.document is document
    window.close()
    answer(window, Answer.Cancel)
    assert window.isVisible() and window.session.document is document
    window.projects.path = tmp_path / "kept.shapewright"
    window.actions_by_id["new"].trigger()
    answer(window, Answer.Save)
    wait(lambda: not window.session.document.items)
    assert [item.name for item in read_project(tmp_path / "kept.shapewright").document.items] == [
        "wall.png"
    ]
    window.session.do(add_edit(photo()))
    window.close()
    answer(window, Answer.Discard)
    wait(lambda: not window.isVisible())


def test_closing_with_save_writes_and_then_closes(window: MainWindow, tmp_path: Path):
    window.session.do(add_edit(photo()))
    window.projects.path = tmp_path / "kept.shapewright"
    window.close()
    answer(window, Answer.Save)
    wait(lambda: not window.isVisible())
    assert len(read_project(tmp_path / "kept.shapewright").document.items) == 1


def test_a_bad_project_is_said_and_the_open_document_stays(window: MainWindow, tmp_path: Path):
    window.session.do(add_edit(photo()))
    document = window.session.document
    steps = window.session.undo_stack.count()
    damaged, newer = tmp_path / "damaged.shapewright", tmp_path / "newer.shapewright"
    damaged.write_bytes(save(window, tmp_path / "a.shapewright").read_bytes()[:-200])
    with zipfile.ZipFile(newer, "w") as file:
        file.writestr("manifest.json", '{"format": "shapewright project", "version": 2}')
    for path, words in (
        (damaged, "damaged"),
        (newer, "newer Shapewright"),
        (tmp_path / "gone.shapewright", "does not exist"),
    ):
        window.session.open_files([path])
        wait(lambda: window.projects.background.idle)
        assert words in window.banner.words.text() and window.banner.isVisible()
        assert window.session.document is document
        assert window.session.undo_stack.count() == steps
        assert window.projects.path == tmp_path / "a.shapewright"


def test_a_file_that_cannot_be_written_is_said_and_the_work_stays_unsaved(
    window: MainWindow, tmp_path: Path
):
    window.session.do(add_edit(photo()))
    save(window, tmp_path / "nowhere" / "a.shapewright")
    assert "folder does not exist" in window.banner.words.text()
    assert window.projects.modified and window.projects.path is None


def test_save_as_asks_for_a_name_and_adds_the_suffix(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    window.session.do(add_edit(photo()))
    typed = str(tmp_path / "my chair.v2")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (typed, ""))
    window.actions_by_id["save"].trigger()
    wait(lambda: not window.projects.modified)
    path = tmp_path / "my chair.v2.shapewright"
    assert window.projects.path == path and path.exists()
    asked = []
    monkeypatch.setattr(
        QMessageBox, "question", lambda *texts: asked.append(texts[-1]) or Answer.No
    )
    before = path.read_bytes()
    window.session.do(rename(window.session.document.current, "other"))
    window.actions_by_id["save_as"].trigger()
    assert asked == ["my chair.v2.shapewright exists already. Replace it?"]
    assert path.read_bytes() == before and window.projects.modified


def test_projects_are_found_again_with_their_pictures(window: MainWindow, tmp_path: Path):
    window.session.do(add_edit(photo()))
    for name in ("first", "second", "gone"):
        save(window, tmp_path / f"{name}.shapewright")
    (tmp_path / "gone.shapewright").unlink()
    preview = read_preview(tmp_path / "second.shapewright")
    assert preview and QImage.fromData(preview).size() == QSize(288, 216)
    window.projects.new()
    row = window.welcome.recent
    wait(lambda: row.isVisible())
    wait(lambda: window.projects.background.idle)
    assert [tile.path.stem for tile in row.tiles] == ["second", "first"]
    assert row.isVisible() and window.actions_by_id["open_recent"].isEnabled()
    menu = window.actions_by_id["open_recent"].menu()
    menu.fill()
    assert [entry.text() for entry in menu.actions()] == ["gone", "second", "first"]
    row.tiles[1].button.click()
    wait(lambda: window.session.document.items)
    assert window.projects.path == tmp_path / "first.shapewright"
    menu.fill()
    next(entry for entry in menu.actions() if entry.text() == "gone").trigger()
    wait(lambda: "project" in window.session.problems)
    assert tmp_path / "gone.shapewright" not in recent_projects()
    assert len(window.session.document.items) == 1


def test_shapes_of_an_earlier_method_are_left_out_and_said(
    window: MainWindow, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    add(window, table)
    reconstruct(window)
    path = save(window, tmp_path / "a.shapewright")
    window.projects.new()
    sizes = METHODS[DEFAULT].latent
    with monkeypatch.context() as later:
        longer = replace(METHODS[DEFAULT], latent={**sizes, "shape": sizes["shape"] + 8})
        later.setitem(METHODS, DEFAULT, longer)
        drop(window, path)
        wait(lambda: window.session.document.items)
    assert window.session.document.items[0].result is None
    assert "1 of its shapes" in window.session.problems["project"]
    assert not window.projects.modified
    reconstruct(window)


def test_images_dropped_beside_a_project_are_added_to_it(
    window: MainWindow, table: Path, tmp_path: Path
):
    window.session.do(add_edit(photo()))
    save(window, tmp_path / "a.shapewright")
    window.projects.new()
    assert drop(window, table, tmp_path / "a.shapewright")
    wait(lambda: len(window.session.document.items) == 2)
    assert [item.name for item in window.session.document.items] == ["wall.png", table.name]
    wait(lambda: not window.session.tasks)


def test_a_running_job_is_not_saved_and_does_not_reach_another_document(
    window: MainWindow, table: Path, tmp_path: Path
):
    add(window, table)
    with core_at_rest(window):
        window.actions_by_id["reconstruct"].trigger()
        path = save(window, tmp_path / "a.shapewright")
        assert read_project(path).document.items[0].result is None
        window.projects.new()
    wait(lambda: window.engine.idle)
    assert not window.session.tasks and not window.session.document.items
    drop(window, path)
    wait(lambda: window.session.document.items)
    assert not window.session.tasks and window.actions_by_id["reconstruct"].isEnabled()
    reconstruct(window)


def test_saving_and_opening_leave_the_window_awake(window: MainWindow, tmp_path: Path):
    high, wide = np.indices((1536, 2048))
    for seed in range(4):
        waves = 127 + 60 * np.sin(wide / 40 + seed) + 60 * np.sin(high / 30)
        pixels = np.stack([waves, waves + 3, 250 - waves], axis=-1).astype(np.uint8)
        mask = (np.hypot(high - 768, wide - 1024) < 500).astype(np.float32)
        window.session.do(add_edit(View(pixels, mask, name=f"{seed}.png", mask_source="edited")))
    QApplication.processEvents()
    pulse = Pulse()
    for work in (
        lambda: window.projects.write(tmp_path / "large.shapewright"),
        lambda: window.projects.open(tmp_path / "large.shapewright"),
    ):
        work()
        pulse.start()
        wait(lambda: window.projects.background.idle)
        pulse.stop()
        assert len(pulse.gaps) > 10
        assert max(pulse.own) < 0.1
        # The turn that shows the new document may be longer while other programs run, too.
        assert sorted(pulse.gaps)[-3] < 0.06 and max(pulse.gaps) < 0.25


@pytest.fixture
def every_moment_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of these tests are read in an instant; here even that is shown."""
    monkeypatch.setattr("viewer.tasks.file_task.NOTICEABLE_MS", 0)


def large(window: MainWindow, count: int = 4) -> None:
    """Photographs that take a while to write and to read."""
    for seed in range(count):
        pixels = np.random.default_rng(seed).integers(0, 255, (1200, 1600, 3), np.uint8)
        mask = (pixels[..., 0] > 100).astype(np.float32)
        window.session.do(add_edit(View(pixels, mask, name=f"{seed}.png", mask_source="edited")))


@pytest.mark.usefixtures("every_moment_is_noticed")
def test_saving_and_opening_are_shown_as_work(window: MainWindow, tmp_path: Path):
    large(window)
    work, panel, path = window.session.work, window.bring("WorkPanel"), tmp_path / "a.shapewright"
    shares: list[float] = []
    work.changed.connect(lambda: shares.extend(task.progress.fraction for task in work.tasks))
    window.projects.write(path)
    wait(lambda: work.tasks)
    assert window.progress.isVisible() and window.progress.title.text() == f"Save {path.name}"
    assert not window.progress.button.isVisible()  # a file is saved whole or not at all
    window.session.cancel()
    wait(lambda: window.projects.background.idle)
    assert window.projects.path == path and not window.projects.modified
    window.projects.open(path)
    wait(lambda: work.tasks and panel.rows()[0].cancel_button.isVisible())
    assert window.progress.button.isVisible()
    wait(lambda: window.projects.background.idle)
    assert [row.task.title for row in panel.rows()] == [f"Open {path.name}", f"Save {path.name}"]
    assert {row.task.state for row in panel.rows()} == {"done"} and not window.progress.isVisible()
    assert len({share for share in shares if 0 < share < 1}) > 3
    assert not window.session.problems and len(window.session.document.items) == 4


@pytest.mark.usefixtures("every_moment_is_noticed")
def test_opening_is_given_up_on_cancel_and_tried_again(window: MainWindow, tmp_path: Path):
    large(window)
    path = save(window, tmp_path / "a.shapewright")
    window.projects.new()
    before = window.session.document
    window.projects.open(path)
    wait(lambda: window.session.tasks)
    window.actions_by_id["cancel"].trigger()
    assert not window.session.tasks and window.session.work.ended[-1].state == "cancelled"
    wait(lambda: window.projects.background.idle)
    assert window.session.document is before and window.projects.path is None
    window.session.work.retry(window.session.work.ended[-1])
    wait(lambda: len(window.session.document.items) == 4)
    assert window.projects.path == path


@pytest.mark.usefixtures("every_moment_is_noticed")
def test_of_two_projects_the_one_asked_for_last_is_opened(window: MainWindow, tmp_path: Path):
    large(window)
    first = save(window, tmp_path / "first.shapewright")
    window.projects.new()
    window.session.do(add_edit(photo()))
    second = save(window, tmp_path / "second.shapewright")
    window.projects.new()
    window.projects.open(first)
    window.projects.open(second)
    wait(lambda: window.projects.background.idle)
    assert window.projects.path == second and len(window.session.document.items) == 1
    assert not window.session.tasks


def test_what_is_quickly_done_is_not_shown_as_work(window: MainWindow, tmp_path: Path):
    window.session.do(add_edit(photo()))
    path = save(window, tmp_path / "a.shapewright")
    window.projects.open(path)
    wait(lambda: window.projects.background.idle)
    assert not window.session.tasks and not window.session.work.ended


def changed_elsewhere(window: MainWindow, path: Path) -> None:
    """Save a document; then somebody else saves another one there, and there are new edits here."""
    window.session.do(add_edit(photo("ours.png")))
    save(window, path)
    theirs = read_project(path).document
    write_project(Project(rename(theirs.items[0], "theirs").apply(theirs)), path)
    window.session.do(rename(window.session.document.items[0], "ours"))


def press(window: MainWindow, text: str) -> None:
    wait(lambda: window.projects.question is not None)
    buttons = window.projects.question.buttons()
    next(button for button in buttons if button.text().replace("&", "") == text).click()
    wait(lambda: window.projects.background.idle)


def title(path: Path) -> str:
    return read_project(path).document.items[0].name


def test_a_file_that_another_window_has_saved_is_not_saved_over_unasked(
    window: MainWindow, engine: Engine, tmp_path: Path
):
    path = tmp_path / "chair.shapewright"
    changed_elsewhere(window, path)
    window.actions_by_id["save"].trigger()
    press(window, "Cancel")
    assert title(path) == "theirs" and window.projects.modified
    window.actions_by_id["save"].trigger()
    press(window, "Keep both")
    assert title(path) == "theirs" and title(tmp_path / "chair 2.shapewright") == "ours"
    assert window.projects.path.name == "chair 2.shapewright" and not window.projects.modified


def test_what_another_window_has_saved_can_be_opened_instead(window: MainWindow, tmp_path: Path):
    path = tmp_path / "chair.shapewright"
    changed_elsewhere(window, path)
    window.actions_by_id["save"].trigger()
    press(window, "Reload")
    wait(lambda: window.session.document.items[0].name == "theirs")
    assert not window.projects.modified
    window.session.do(rename(window.session.document.items[0], "mine now"))
    save(window, path)
    assert title(path) == "mine now" and window.projects.question is None


def test_what_another_window_has_saved_stays_where_ours_is_saved_elsewhere(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path, other = tmp_path / "chair.shapewright", tmp_path / "other.shapewright"
    changed_elsewhere(window, path)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(other), ""))
    window.close()
    answer(window, Answer.Save)
    press(window, "Save as…")
    wait(lambda: not window.isVisible())
    assert title(path) == "theirs" and title(other) == "ours"


def test_recovered_work_is_not_saved_over_what_was_saved_since(
    window: MainWindow, tmp_path: Path, unsaved_work: Path
):
    path = tmp_path / "chair.shapewright"
    changed_elsewhere(window, path)
    lost = window.projects._unsaved()  # as the autosave of this window keeps it
    window.projects.forget()
    window.projects.new()
    unsaved_work.mkdir(exist_ok=True)
    write_project(lost, unsaved_work / "lost.shapewright")
    window.projects.autosave.look()
    wait(lambda: window.projects.autosave.lost is not None)
    window.projects.recover()
    window.actions_by_id["save"].trigger()
    press(window, "Keep both")
    assert title(path) == "theirs" and title(tmp_path / "chair 2.shapewright") == "ours"
