"""Shapes that are dropped into the window: shown as pictures, encoded, kept in projects."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import numpy as np
import pytest
import trimesh
from PySide6.QtCore import QMimeData, QUrl
from steering import add, drop, hold, reconstruct, wait

from core.document.project_file import Project, read_project, write_project
from core.errors import UserError
from viewer.importing import drop as intake
from viewer.window.main_window import MainWindow


def table_mesh() -> trimesh.Trimesh:
    """A table as CAD programs write it: +Z up."""
    top = trimesh.creation.box((100, 60, 6), trimesh.transformations.translation_matrix((0, 0, 47)))
    legs = [
        trimesh.creation.box((8, 8, 44), trimesh.transformations.translation_matrix((x, y, 22)))
        for x in (-45, 45)
        for y in (-25, 25)
    ]
    return trimesh.util.concatenate([top, *legs])


@pytest.fixture
def solid_table(tmp_path: Path) -> Path:
    path = tmp_path / "Tisch ä 桌.stl"
    table_mesh().export(path)
    return path


@pytest.fixture
def solid_block(tmp_path: Path) -> Path:
    path = tmp_path / "block.npz"
    occupancy = np.zeros((32, 32, 32), np.float32)
    occupancy[4:28, 8:24, 8:24] = 1
    np.savez(path, occupancy=occupancy)
    return path


def test_a_dropped_shape_is_drawn_and_has_no_mask_to_edit(window: MainWindow, solid_table: Path):
    add(window, solid_table)
    item = window.session.document.current
    assert item.name == solid_table.name and item.view.solid is not None
    # Wide, deep and high as it was drawn, with the height along y.
    x, y, z = (np.ptp(axis) + 1 for axis in np.nonzero(item.view.solid.occupancy > 0.5))
    assert x > z > y
    assert not window.stage.bar.isVisible() and "encoded" in window.stage.words.text()
    assert window.stage.button.text() == "Encode"
    (row,) = window.panel("ImagesPanel").rows()
    assert row.state.text() == "A shape, to be encoded"
    brush = window.actions_by_id["brush"]
    assert not brush.isEnabled() and "given as a shape" in brush.toolTip()
    before = window.session.document
    window.masking.invert()
    assert window.session.document is before


@pytest.mark.parametrize("given", ["solid_table", "solid_block"])
def test_a_shape_is_encoded_and_not_guessed(
    window: MainWindow, given: str, request: pytest.FixtureRequest
):
    path = request.getfixturevalue(given)
    add(window, path)
    assert window.actions_by_id["reconstruct"].text() == "Encode"
    reconstruct(window)
    item = window.session.document.current
    assert window.session.undo_stack.undoText() == f"Encode {path.name}"
    wanted = item.view.solid.occupancy > 0.5
    side = len(wanted) // 32
    wanted = wanted[::side, ::side, ::side]
    found = item.result.shape.occupancy > 0.5
    step = len(found) // 32
    found = found[::step, ::step, ::step]
    assert (wanted & found).sum() / (wanted | found).sum() > 0.4
    picture = window.panel("PicturePanel")
    assert picture.given.text() == "The given shape"


def test_a_project_keeps_the_shape(window: MainWindow, solid_block: Path, tmp_path: Path):
    add(window, solid_block)
    reconstruct(window)
    before = window.session.document
    file = tmp_path / "kept.shapewright"
    write_project(Project(before), file)
    window.projects.forget()  # else it asks what becomes of what is shown
    window.projects.open(file)
    wait(lambda: window.session.document.items and window.session.document is not before)
    kept, item = window.session.document.current, before.current
    assert np.array_equal(kept.view.solid.occupancy, item.view.solid.occupancy)
    assert kept.view.solid.voxel_size == pytest.approx(item.view.solid.voxel_size)
    assert np.array_equal(kept.view.image, item.view.image)
    assert window.actions_by_id["reconstruct"].text() == "Encode"


def test_a_project_whose_shape_is_damaged_is_refused(
    window: MainWindow, solid_block: Path, tmp_path: Path
):
    add(window, solid_block)
    file, broken = tmp_path / "whole.shapewright", tmp_path / "broken.shapewright"
    write_project(Project(window.session.document), file)
    with zipfile.ZipFile(file) as whole, zipfile.ZipFile(broken, "w") as other:
        manifest = json.loads(whole.read("manifest.json"))
        manifest["document"]["items"][0]["view"]["solid"]["voxel_size"] = -1.0
        for name in whole.namelist():
            if name != "manifest.json":
                other.writestr(name, whole.read(name))
        other.writestr("manifest.json", json.dumps(manifest))
    with pytest.raises(UserError, match="damaged"):
        read_project(broken)


def test_files_that_hold_no_shape_get_one_sentence_each(window: MainWindow, tmp_path: Path):
    bad = {name: tmp_path / name for name in ("a.stl", "b.npz", "c.binvox", "d.obj", "e.npz")}
    for name in ("a.stl", "b.npz", "c.binvox"):
        bad[name].write_bytes(b"nothing of the kind")
    bad["d.obj"].write_text("v 0 0 0\n")
    np.savez(bad["e.npz"], occupancy=np.zeros((8, 8, 8)))
    assert drop(window, *bad.values())
    wait(lambda: len(window.session.file_problems) == len(bad) and not window.session.tasks)
    assert window.session.document.items == ()
    for name, sentence in window.session.file_problems.items():
        assert name in bad and name in sentence and sentence.endswith(".")


def test_the_window_invites_shapes(window: MainWindow, solid_table: Path, table: Path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(solid_table))])
    assert hold(window, data)
    assert window.veil.words == "Drop to add the shape"
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in (solid_table, table)])
    assert hold(window, data)
    assert window.veil.words == "Drop to add them"
    offered = intake.file_filter().split(";;")[0]
    for suffix in (".stl", ".obj", ".glb", ".ply", ".off", ".3mf", ".npz", ".binvox", ".jpg"):
        assert f"*{suffix}" in offered
