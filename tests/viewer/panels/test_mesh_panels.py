"""Meshes people can use: lights, repair, budget, turns, and files that are what was shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partialmethod
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
import pytest
import trimesh
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDrag, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from steering import add, reconstruct, wait

from core.errors import NO_MEMORY
from core.geometry.mesh import volume
from core.latent.codes import read_code
from core.methods.base import Method
from core.process import worker
from core.types import Finish, Health, LatentCode, Repairs
from viewer.app import open_window
from viewer.document.finish_edits import turn
from viewer.tasks.engine import Engine
from viewer.text.mesh_health import TITLES, lights, repair_words
from viewer.text.methods import choose_method
from viewer.window.main_window import MainWindow

SOUND = Health(
    faces=5000, watertight=True, sides=(1.0, 0.5, 0.7), pieces=1, oriented=True, solid=True,
    thinnest=0.02, full=5000,
)  # fmt: skip


@pytest.fixture
def shaped(window: MainWindow, table: Path) -> MainWindow:
    """A window with the shape of a table, its mesh page in front, all of it measured."""
    add(window, table)
    reconstruct(window)
    window.bring("ResultPanel")
    settle(window)
    return window


def settle(window: MainWindow) -> None:
    wait(lambda: window.engine.idle and window.preview.measures is not None)


def write(window: MainWindow, path: Path) -> str:
    """Export, and what the panel says about it."""
    window.panel("ExportPanel").write(str(path))
    wait(lambda: not window.session.tasks)
    return window.panel("ExportPanel").message.text()


# ---- what the lights say


def test_a_sound_mesh_has_only_good_lights():
    shown = lights(SOUND, Finish(size_mm=100))
    assert set(shown) == set(TITLES)
    assert {light.level for light in shown.values()} == {"good"}
    assert shown["walls"].finding == "2.0 mm" and shown["size"].finding == "100 × 50 × 70 mm"


@pytest.mark.parametrize(
    ("name", "changes", "size", "level", "words"),
    [
        ("closed", {"watertight": False, "solid": False, "holes": 3}, 100, "problem", "3 holes"),
        ("closed", {"watertight": False, "solid": False, "full": 9000}, 100, "problem", "allow"),
        ("pieces", {"pieces": 4}, 100, "warning", "4 pieces"),
        ("pieces", {"hollows": 1}, 100, "warning", "hollow"),
        ("oriented", {"oriented": False, "solid": False}, 100, "problem", "Repair"),
        ("walls", {}, 30, "warning", "From 50 mm"),
        ("walls", {}, 10, "problem", "0.2 mm"),
        ("faces", {"faces": 800_000}, 100, "warning", "800,000"),
    ],
)
def test_a_fault_lights_up_with_what_to_do(name, changes, size, level, words):
    light = lights(Health(**{**vars(SOUND), **changes}), Finish(size_mm=size))[name]
    assert light.level == level
    assert words in f"{light.finding} {light.advice}" and light.advice


def test_repair_says_what_it_did():
    done = repair_words(Repairs(holes=2, pieces=1, flipped=12, merged=1400, dropped=3))
    assert done == (
        "Repaired: closed 2 holes, removed 1 speck, turned 12 faces, merged 1,400 vertices, "
        "dropped 3 faces."
    )
    assert "anew" in repair_words(Repairs(rebuilt=True))
    assert repair_words(Repairs()) == "Nothing needed mending."


# ---- in the window


def test_lights_follow_the_shape_and_the_size(shaped: MainWindow):
    rows = shaped.panel("ResultPanel").rows
    health = shaped.preview.measures
    assert rows["faces"].finding.text() == f"{len(shaped.preview.shape.mesh.faces):,}"
    assert rows["closed"].lamp.level == "good" and health.solid
    wall = float(rows["walls"].finding.text().split()[0])
    assert wall == pytest.approx(health.thinnest * 100, abs=0.06)
    shaped.panel("ExportPanel").size.setValue(10)
    assert shaped.session.undo_stack.undoText() == "Set the size"
    assert "10" in rows["size"].finding.text()
    assert float(rows["walls"].finding.text().split()[0]) == pytest.approx(wall / 10, abs=0.06)
    assert shaped.preview.measures is health  # nothing had to be measured again
    assert shaped.viewport.size_mm == 10  # so says the ruler
    shaped.session.undo_stack.undo()
    assert shaped.viewport.size_mm == shaped.panel("ExportPanel").size.value() == 100


def test_the_face_budget_is_seen_while_it_is_dragged_and_is_one_step(shaped: MainWindow):
    session, preview = shaped.session, shaped.preview
    slider = shaped.panel("FinishPanel").faces
    before, steps = preview.shape, session.undo_stack.count()
    slider.setSliderDown(True)
    seen = []
    for place in (150, 100, 50):
        slider.setValue(place)
        wait(lambda: shaped.engine.idle)
        seen.append(len(preview.shape.mesh.faces))
    assert session.dragging
    slider.setSliderDown(False)
    settle(shaped)
    assert len(before.mesh.faces) > seen[0] > seen[1] > seen[2]
    assert session.undo_stack.count() == steps + 1
    budget = session.document.finish.faces
    assert 0.85 * budget <= seen[2] <= budget == shaped.panel("FinishPanel").count.value()
    assert preview.measures.faces == seen[2] and preview.measures.full == len(before.mesh.faces)
    assert shaped.panel("ResultPanel").rows["faces"].finding.text() == f"{seen[2]:,}"
    session.undo_stack.undo()
    assert preview.shape is before and session.document.finish == Finish()
    settle(shaped)


def test_smoothing_keeps_the_volume_and_a_typed_budget_is_taken(shaped: MainWindow):
    panel, preview = shaped.panel("FinishPanel"), shaped.preview
    before = preview.shape.mesh
    QTest.keyClick(panel.smooth, Qt.Key.Key_PageUp)
    settle(shaped)
    after = preview.shape.mesh
    assert shaped.session.undo_stack.undoText() == "Smooth the mesh"
    assert not np.array_equal(after.vertices, before.vertices)
    assert volume(after) == pytest.approx(volume(before), rel=1e-3)
    panel.count.setValue(7)  # too few for any shape
    assert shaped.session.document.finish.faces == panel.count.value() == 100
    panel.count.setValue(0)
    assert shaped.session.document.finish.faces == 0
    settle(shaped)


def test_repair_and_the_largest_piece_are_switches_of_the_document(shaped: MainWindow):
    panel, session = shaped.panel("ResultPanel"), shaped.session
    QTest.mouseClick(panel.repair, Qt.MouseButton.LeftButton)
    settle(shaped)
    assert session.undo_stack.undoText() == "Repair the mesh"
    assert panel.repair.isChecked() and shaped.actions_by_id["repair"].isChecked()
    assert panel.message.text() == repair_words(shaped.preview.measures.repairs)
    shaped.actions_by_id["largest"].trigger()
    settle(shaped)
    assert panel.largest.isChecked() and shaped.preview.measures.pieces == 1
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert not panel.repair.isChecked() and not panel.message.isVisible()
    settle(shaped)


@pytest.mark.parametrize(("suffix", "up"), [(".stl", ""), (".obj", ""), (".ply", "z")])
def test_preview_and_file_agree_in_orientation_and_size(
    shaped: MainWindow, tmp_path: Path, suffix: str, up: str
):
    turn(shaped.session, "x")
    turn(shaped.session, "y")
    shaped.panel("ExportPanel").size.setValue(73)
    shaped.panel("ExportPanel").up.button(up).click()
    settle(shaped)
    said = write(shaped, tmp_path / f"table{suffix}")
    shown = shaped.preview.shape.mesh.vertices.astype(float)
    shown = (shown - (shown.min(axis=0) + shown.max(axis=0)) / 2) * 73 / np.ptp(shown, axis=0).max()
    raw = trimesh.load_mesh(tmp_path / f"table{suffix}", process=False)
    places = np.asarray(raw.vertices)
    if suffix == ".stl" or up == "z":  # z up: x stays, y of the view is z of the file
        places = places[:, [0, 2, 1]] * (1, 1, -1)
    # The photograph's texture has doubled vertices in the file.
    places = places if suffix == ".stl" else np.unique(places, axis=0)
    for k in (1, 2, 3):  # also the moments: the box alone would not see a mirror
        ours, theirs = ((one**k).sum(axis=0) for one in (shown, places))
        # An STL has each vertex in every triangle, so its sums are others.
        assert suffix == ".stl" or theirs == pytest.approx(ours, rel=1e-3, abs=73**k)
    assert places.min(axis=0) == pytest.approx(shown.min(axis=0), abs=0.01)
    assert places.max(axis=0) == pytest.approx(shown.max(axis=0), abs=0.01)
    mesh = shaped.preview.shape.mesh
    assert float(raw.volume) == pytest.approx(
        volume(mesh) * (73 / np.ptp(mesh.vertices, axis=0).max()) ** 3, rel=1e-3
    )
    assert f"Read back: {len(mesh.faces):,} faces, watertight, " in said and "73" in said


def decode_little(
    method: Method, decode: Callable[..., object], code: LatentCode, resolution: int = 64
) -> object:
    if resolution > 64:
        raise MemoryError
    return decode(method, code, resolution)


def serve_little(connection: Connection, setup: worker.Setup) -> None:
    """A core whose memory is too small for fine grids."""
    from core.methods.tl.method import TL

    TL.decode = partialmethod(decode_little, TL.decode)
    worker.serve(connection, setup)


def test_what_memory_is_too_small_for_is_written_coarser_and_said(
    app: QApplication, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("viewer.tasks.core_thread.serve", serve_little)
    engine = Engine()
    window = open_window(engine)
    window.session.do(choose_method("tl"))  # which shows what is left where memory is short
    add(window, table)
    reconstruct(window)
    window.bring("ResultPanel")
    window.panel("ExportPanel").detail.button(128).click()
    said = write(window, tmp_path / "table.stl")
    assert "Wrote table.stl." in said
    assert "not enough memory for 128³ voxels, so the shape was made with 64³." in said
    assert len(trimesh.load(tmp_path / "table.stl").faces) == len(window.preview.shape.mesh.faces)
    wait(lambda: engine.idle and window.preview.measure_problem)
    assert window.preview.measure_problem == NO_MEMORY
    window.projects.forget()
    window.close()
    engine.close()
    window.deleteLater()


def test_the_grid_on_screen_turns_with_the_mesh(shaped: MainWindow):
    before = shaped.preview.shape
    turn(shaped.session, "z")
    settle(shaped)
    after = shaped.preview.shape
    for shape in (before, after):
        filled = np.argwhere(shape.grid.occupancy > 0.5)
        box = np.stack([filled.min(axis=0), filled.max(axis=0)]) / len(shape.grid.occupancy) - 0.5
        assert box[0] == pytest.approx(shape.mesh.vertices.min(axis=0), abs=0.03)
        assert box[1] == pytest.approx(shape.mesh.vertices.max(axis=0), abs=0.04)
    assert np.ptp(before.mesh.vertices, axis=0)[[1, 0, 2]] == pytest.approx(
        np.ptp(after.mesh.vertices, axis=0), abs=1e-5
    )
    assert shaped.panel("FinishPanel").back.isEnabled()
    shaped.panel("FinishPanel").back.click()
    assert shaped.preview.shape is before


def test_points_grids_and_codes_are_written_and_read_back(shaped: MainWindow, tmp_path: Path):
    export = shaped.panel("ExportPanel")

    def chosen(id: str, name: str) -> str:
        export.format.setCurrentIndex(export.format.findData(id))
        assert export.chosen.id == id
        return write(shaped, tmp_path / name)

    assert "Read back: 50,000 points, " in chosen("points.ply", "dots.ply")
    assert len(trimesh.load(tmp_path / "dots.ply").vertices) == 50_000
    assert "filled voxels" in chosen(".binvox", "table.binvox")
    assert not export.size.isEnabled()
    code = shaped.session.document.code
    for id, name in (("code.npz", "code.npz"), ("code.json", "code.json")):
        numbers = sum(len(values) for values in code.values())
        assert f"Read back: all {numbers} numbers" in chosen(id, name)
        back = read_code(tmp_path / name)
        assert all(np.array_equal(back[group], code[group]) for group in code)


# ---- out of the window


def test_the_result_is_dragged_out_as_a_real_file(
    shaped: MainWindow, monkeypatch: pytest.MonkeyPatch
):
    dropped: list[Path] = []

    def drop(drag: QDrag, *_: object) -> Qt.DropAction:
        dropped.extend(Path(url.toLocalFile()) for url in drag.mimeData().urls())
        return Qt.DropAction.CopyAction

    monkeypatch.setattr(QDrag, "exec", drop)
    handle, start = shaped.panel("ExportPanel").handle, QPoint(8, 8)
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(handle, start + QPoint(60, 0))
    wait(lambda: dropped)
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=start + QPoint(60, 0))
    (file,) = dropped
    assert file.name == Path(shaped.session.document.current.name).with_suffix(".glb").name
    mesh = trimesh.load_mesh(file)
    mesh.merge_vertices(merge_tex=True, merge_norm=True)  # those along the texture's seam
    assert mesh.is_watertight and mesh.extents.max() == pytest.approx(0.1, rel=1e-3)
    wait(lambda: shaped.engine.idle)
    assert len(dropped) == 1


def test_a_click_or_a_key_on_the_handle_copies_the_file(shaped: MainWindow):
    handle, clipboard = shaped.panel("ExportPanel").handle, QGuiApplication.clipboard()

    def copied() -> list[str]:
        data = clipboard.mimeData()
        return [url.toLocalFile() for url in data.urls()] if data is not None else []

    found = []
    for press in (
        lambda: QTest.mouseClick(handle, Qt.MouseButton.LeftButton),
        lambda: QTest.keyClick(handle, Qt.Key.Key_Space),
    ):
        clipboard.clear()
        press()
        wait(copied)
        found += copied()
        assert Path(found[-1]).read_bytes()[:4] == b"glTF"
        assert "on the clipboard" in shaped.panel("ExportPanel").message.text()
        wait(lambda: shaped.engine.idle)
    assert len(set(found)) == 2
    clipboard.clear()
