"""What a person does with the window, from the first drop to the file on disk."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import numpy as np
import pytest
import trimesh
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragLeaveEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from steering import add, drop, drop_data, hold, reconstruct, wait

from core.methods import DEFAULT, METHODS
from viewer.document.item_edits import GROUPS
from viewer.panels.codes import MIME
from viewer.scene.photo_cameras import orbit_of
from viewer.tasks.engine import DIED
from viewer.text.methods import full_axis_name
from viewer.window.main_window import MainWindow


def test_an_empty_window_invites(window: MainWindow):
    assert window.middle.currentWidget() is window.welcome
    assert not window.right.isVisible()
    assert not window.actions_by_id["reconstruct"].isEnabled()


def test_a_dropped_photograph_shows_its_mask_before_anything_runs(window: MainWindow, table: Path):
    add(window, table)
    item = window.session.document.current
    assert item is not None and item.name == table.name
    assert item.result is None
    inside = item.view.mask > 0.5
    assert inside[55, 100] and not inside[10, 10] and not inside[100, 100]
    assert window.middle.currentWidget() is window.stage
    assert _accent_pixels(window) > 50  # the outline


def _accent_pixels(window: MainWindow) -> int:
    from viewer.theme import theme
    from viewer.widgets.pictures import to_array

    pixels = to_array(window.stage.canvas.grab().toImage()).astype(int)
    accent = np.array([int(theme.current().accent[i : i + 2], 16) for i in (1, 3, 5)])
    return int((np.abs(pixels - accent).sum(axis=-1) < 60).sum())


def test_from_photograph_to_shape_to_slider_to_undo_to_file(
    window: MainWindow, table: Path, tmp_path: Path
):
    session, start = window.session, window.session.document
    add(window, table)
    reconstruct(window)
    assert window.middle.currentWidget() is window.shape_page
    shape = window.preview.shape
    assert shape is not None and shape.grid.occupancy.shape == 3 * (METHODS[DEFAULT].resolution,)
    assert window.panel("PicturePanel").isVisible()
    assert "sides away" in window.panel("PicturePanel").pose.text()
    wait(lambda: session.directions is not None)

    slider = window.panel("LatentPanel").rows[0].slider
    handle = QPoint(round(slider._x(slider.value())), slider.height() // 2)
    steps = session.undo_stack.count()
    resolutions, fine = [], METHODS[DEFAULT].resolution
    window.preview.shape_changed.connect(
        lambda: resolutions.append(window.preview.shape.grid.occupancy.shape[0])
    )
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=handle)
    for x in range(5, 45, 5):
        QTest.mouseMove(slider, handle + QPoint(x, 0))
        wait(lambda: window.engine.idle)
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=handle + QPoint(40, 0))
    wait(lambda: window.preview.shape.grid.occupancy.shape[0] == fine and window.engine.idle)
    assert 32 in resolutions and resolutions[-1] == fine
    assert session.undo_stack.count() == steps + 1  # one drag, one step
    first = f"Move shape {full_axis_name(session.directions, 0)}"
    assert session.undo_stack.undoText() == first
    moved = session.document.code["shape"]
    assert not np.allclose(moved, session.document.current.result.code["shape"])

    window.panel("ExportPanel").write(str(tmp_path / "table.stl"))
    wait(lambda: not session.tasks)
    assert "export" not in session.problems
    mesh = trimesh.load(tmp_path / "table.stl")
    assert mesh.is_watertight and mesh.volume > 0
    assert mesh.extents.max() == pytest.approx(100, rel=1e-3)
    said = window.panel("ExportPanel").message.text()
    assert "Wrote table.stl." in said and " faces, watertight, " in said

    names = []
    while session.undo_stack.canUndo():
        names.append(session.undo_stack.undoText())
        window.actions_by_id["undo"].trigger()
    assert names == [first, f"Reconstruct {table.name}", f"Add {table.name}"]
    assert session.document is start
    assert window.middle.currentWidget() is window.welcome


def test_sliders_take_keys_and_a_double_click_resets(window: MainWindow, table: Path):
    session = window.session
    add(window, table)
    reconstruct(window)
    wait(lambda: session.directions is not None and window.engine.idle)
    row = window.panel("LatentPanel").rows[1]
    found = session.document.code["shape"]

    def place() -> float:
        return float(session.directions.coordinates(session.document.code["shape"])[1])

    home = place()
    for _ in range(4):
        QTest.keyClick(row.slider, Qt.Key.Key_Right)
    assert place() == pytest.approx(home + 0.4, abs=0.03)
    assert float(row.value.text().split()[0]) == pytest.approx(place(), abs=0.06)
    second = f"Move shape {full_axis_name(session.directions, 1)}"
    assert session.undo_stack.undoText() == second
    middle = QPoint(round(row.slider._x(row.slider.value())), row.slider.height() // 2)
    QTest.mouseDClick(row.slider, Qt.MouseButton.LeftButton, pos=middle)
    assert place() == pytest.approx(home, abs=1e-4)

    window.actions_by_id["random_shape"].trigger()
    assert not np.allclose(session.document.code["shape"], found, atol=0.1)
    window.actions_by_id["reset_shape"].trigger()
    assert session.document.code is session.document.current.result.code
    wait(lambda: window.engine.idle)


def test_codes_are_swapped_by_a_click_and_by_a_drag(window: MainWindow, table: Path, stool: Path):
    add(window, table, stool)
    window.actions_by_id["reconstruct_all"].trigger()
    wait(lambda: all(item.result for item in window.session.document.items))
    first, second = window.session.document.items
    assert window.session.document.current.id == second.id
    rows = window.panel("CodesPanel").rows

    QTest.mouseClick(rows["shape"].chips()[0], Qt.MouseButton.LeftButton)
    assert window.session.undo_stack.undoText() == "Swap shape"
    data = QMimeData()
    data.setData(MIME, str(first.id).encode())
    assert drop_data(rows["lighting"], data)
    assert window.session.undo_stack.undoText() == "Swap lighting"

    code = window.session.document.code
    sources = {"shape": first, "pose": second, "lighting": first}
    for group in GROUPS:
        assert np.array_equal(code[group], sources[group].result.code[group])
    wait(lambda: window.engine.idle)
    assert rows["shape"].chips()[0].isChecked() and rows["pose"].chips()[1].isChecked()


def test_the_camera_stands_where_the_shown_photograph_was_taken(
    window: MainWindow, table: Path, stool: Path, monkeypatch: pytest.MonkeyPatch
):
    add(window, table, stool)
    window.actions_by_id["reconstruct_all"].trigger()
    wait(lambda: all(item.result for item in window.session.document.items))
    wait(lambda: window.engine.idle)
    taken = []
    monkeypatch.setattr(window.viewport, "look_from", taken.append)
    monkeypatch.setattr(window.viewport, "look_through", taken.append)
    first, second = window.session.document.items
    rows = window.panel("ImagesPanel").rows()
    for row, item in zip((rows[0], rows[1], rows[0]), (first, second, first), strict=True):
        QTest.mouseClick(row, Qt.MouseButton.LeftButton)
        wait(lambda: window.engine.idle)
        assert window.session.document.current is item
        assert taken[-1] == orbit_of(item.result.camera)
    window.panel("CodesPanel").rows["pose"].take(second.id)
    wait(lambda: window.engine.idle)
    assert taken[-1] == second.result.pose


def test_cancel_leaves_the_very_same_document(window: MainWindow, table: Path):
    add(window, table)
    document = window.session.document
    window.actions_by_id["reconstruct"].trigger()
    assert window.actions_by_id["cancel"].isEnabled()
    window.actions_by_id["cancel"].trigger()
    wait(lambda: not window.session.tasks, seconds=2)
    assert window.session.document is document
    wait(lambda: window.engine.idle)
    assert window.session.document is document


def test_a_dead_core_is_said_and_the_next_job_runs(window: MainWindow, table: Path):
    add(window, table)
    document = window.session.document
    os.kill(window.engine.core_pid, signal.SIGKILL)
    wait(lambda: "core" in window.session.problems)
    assert window.banner.isVisible() and window.banner.words.text() == DIED
    assert window.session.document is document
    reconstruct(window)
    assert window.session.document.current.result is not None
    assert not window.banner.isVisible()


def test_a_newly_added_image_is_in_sight(window: MainWindow, table: Path):
    for _ in range(4):
        add(window, *[table] * 3)  # more at once are proposed as one object
    panel = window.panel("ImagesPanel")
    wait(lambda: panel.rows()[-1].isChecked() and not panel.rows()[-1].visibleRegion().isEmpty())
    assert panel.rows()[0].visibleRegion().isEmpty()


def test_bad_files_are_named_beside_the_images_and_lose_nothing(
    window: MainWindow, table: Path, tmp_path: Path
):
    text, empty = tmp_path / "notes.txt", tmp_path / "empty.jpg"
    text.write_text("not a picture")
    drop(window, text)
    wait(lambda: window.left.isVisible() and not window.session.tasks)
    assert window.middle.currentWidget() is window.welcome
    empty.write_bytes(b"")
    cut = tmp_path / "cut.png"
    cut.write_bytes(table.read_bytes()[:200])
    add(window, table)
    drop(window, text, empty, cut)
    wait(lambda: len(window.session.problems) == 3 and not window.session.tasks)
    for name in ("notes.txt", "empty.jpg", "cut.png"):
        assert name in window.session.problems[name]
    assert [item.name for item in window.session.document.items] == [table.name]
    assert window.left.isVisible()
    window.session.dismiss("notes.txt")
    assert "notes.txt" not in window.session.problems


def test_a_picture_without_an_object_says_so_and_is_not_reconstructed(
    window: MainWindow, tmp_path: Path
):
    wall = QImage(64, 64, QImage.Format.Format_RGB32)
    wall.fill(Qt.GlobalColor.lightGray)
    wall.save(str(tmp_path / "wall.png"))
    add(window, tmp_path / "wall.png")
    (row,) = window.panel("ImagesPanel").rows()
    assert "No object was found in wall.png" in row.state.text()
    assert row.state.text() == window.stage.words.text()
    reconstruct = window.actions_by_id["reconstruct"]
    assert not reconstruct.isEnabled() and not window.stage.button.isEnabled()
    assert "No object was found in wall.png" in reconstruct.toolTip()


def test_the_window_says_where_to_let_go(window: MainWindow, table: Path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(table))])
    hold(window, data)
    assert window.veil.isVisible()
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not window.veil.isVisible()
    words = QMimeData()
    words.setText("only words")
    assert not hold(window, words) and not window.veil.isVisible()


def test_an_image_is_pasted(window: MainWindow, table: Path):
    QGuiApplication.clipboard().setImage(QImage(str(table)))
    window.actions_by_id["paste"].trigger()
    wait(lambda: len(window.session.document.items) == 1)
    assert window.session.document.current.view.image.shape == (160, 200, 3)


def test_removing_an_image_can_be_undone(window: MainWindow, table: Path, stool: Path):
    add(window, table, stool)
    document = window.session.document
    window.actions_by_id["remove"].trigger()
    assert [item.name for item in window.session.document.items] == [table.name]
    window.actions_by_id["undo"].trigger()
    assert window.session.document is document


def test_an_unwritable_target_is_said_beside_the_button(
    window: MainWindow, table: Path, tmp_path: Path
):
    add(window, table)
    reconstruct(window)
    export = window.panel("ExportPanel")
    export.write(str(tmp_path / "no such folder" / "a.glb"))
    wait(lambda: not window.session.tasks)
    assert "does not exist" in export.message.text()
    assert window.session.document.current.result is not None


def test_a_name_without_suffix_replaces_no_file_unasked(
    window: MainWindow, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    add(window, table)
    reconstruct(window)
    export = window.panel("ExportPanel")
    kept, asked = tmp_path / "chair.glb", []
    kept.write_bytes(b"mine")
    typed = str(tmp_path / "chair")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (typed, ""))
    answers = [QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes]
    monkeypatch.setattr(
        QMessageBox, "question", lambda *texts: asked.append(texts[-1]) or answers.pop(0)
    )
    window.actions_by_id["export"].trigger()
    assert asked == ["chair.glb exists already. Replace it?"]
    assert not window.session.tasks and kept.read_bytes() == b"mine"
    window.actions_by_id["export"].trigger()
    wait(lambda: not window.session.tasks)
    assert kept.read_bytes()[:4] == b"glTF"
    assert "Wrote chair.glb" in export.message.text()
    typed = str(tmp_path / "second.v2")
    window.actions_by_id["export"].trigger()
    wait(lambda: not window.session.tasks)
    assert len(asked) == 2 and (tmp_path / "second.v2.glb").exists()


def test_a_grid_is_not_spoken_of_as_a_solid(window: MainWindow, table: Path, tmp_path: Path):
    add(window, table)
    reconstruct(window)
    wait(lambda: window.preview.measures is not None)
    export = window.panel("ExportPanel")
    assert not export.facts.isVisibleTo(export)
    export.format.setCurrentIndex(export.format.findData(".npz"))
    assert f"{METHODS[DEFAULT].resolution}³ voxels" in export.facts.text()
    assert not export.size.isEnabled()
    for name in ("table.npz", "table.binvox"):
        export.write(str(tmp_path / name))
        wait(lambda: not window.session.tasks)
        assert f"Wrote {name}" in export.message.text() and "voxels" in export.message.text()
        for text in (export.message.text(), export.facts.text()):
            assert "watertight" not in text and "mm" not in text


def test_the_view_can_be_changed_without_touching_the_document(window: MainWindow, table: Path):
    add(window, table)
    reconstruct(window)
    document = window.session.document
    for id in ("voxels", "points", "mesh", "wireframe", "flat", "grid", "axes", "orthographic"):
        before = window.session.look
        window.actions_by_id[id].trigger()
        assert window.session.look != before or id == "mesh"
    assert window.session.document is document
