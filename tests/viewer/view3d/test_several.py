"""An object in several photographs through the window: dropped, measured, looked through."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from rounds import COUNT, SIZE, camera, photograph, row, write_folder
from steering import draw_table, drop, wait

from core.methods import DEFAULT, METHODS
from core.types import LatentCode, Mesh, Pose, Reconstruction, VoxelGrid
from viewer.dialogs.folder import FolderDialog
from viewer.document.item_edits import keep_result
from viewer.document.photo_edits import Photograph, add_object
from viewer.i18n.core_messages import GUESSED
from viewer.panels.photo_strip import PhotoButton
from viewer.scene import photo_cameras
from viewer.scene.orbit_camera import Orbit
from viewer.text.methods import choose_method
from viewer.window.main_window import MainWindow


def add_egg(window: MainWindow, count: int = COUNT) -> None:
    shown = [Photograph(photograph(k, count)) for k in range(count)]
    window.session.do(add_object(shown, "egg"))


def give_result(window: MainWindow, left_out: dict[str, str] | None = None) -> Reconstruction:
    """What measuring the egg finds, made by hand: its cameras are in the object frame already."""
    item = window.session.document.current
    line = (np.arange(16) + 0.5) / 16 - 0.5
    x, y, z = np.meshgrid(line, line, line, indexing="ij")
    field = (np.sqrt((x / 0.5) ** 2 + (y / 0.4) ** 2 + (z / 0.3) ** 2) - 1) * 0.4
    band = int((np.abs(field) < 0.9 / 16).sum())
    groups = {"field": field, "color": np.full(3 * band, 0.5), "seen": np.full(band, 3.0),
              "agreement": np.full(band, 0.9)}  # fmt: skip
    used = tuple(view for view in item.views if view.name not in (left_out or {}))
    result = Reconstruction(
        "hull",
        LatentCode(groups, "hull"),
        VoxelGrid.canonical(field < 0),
        used,
        agreement=tuple(0.9 + 0.01 * k for k in range(len(used))),
        left_out=left_out or {},
        next_view=Pose(135.0, 40.0, 0.0, 3.0),
        notes=("12% of the surface is in no photograph and was guessed.",),
    )
    window.session.do(keep_result(item, result))
    wait(lambda: window.preview.shape is not None)
    return result


def sheet(window: MainWindow) -> list[PhotoButton]:
    return window.panel("ImagesPanel").findChildren(PhotoButton)


def test_a_dropped_folder_is_proposed_as_one_object_and_measured(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(METHODS, "hull", replace(METHODS["hull"], resolution=48))
    session = window.session
    folder = write_folder(tmp_path / "Ei ä 蛋")
    (folder / "broken.png").write_bytes(b"no picture")
    assert drop(window, folder)
    wait(lambda: session.gathering.proposal is not None)
    page = window.proposal
    assert window.middle.currentWidget() is page and session.document.items == ()
    assert f"{COUNT} photographs of one object" in page.title.text()
    assert f"cameras.json has cameras for {COUNT}" in page.why.text()
    assert "a dozen or more" in page.why.text()
    assert session.gathering.proposal.way == "together" and "broken.png" in page.doubts.text()
    assert METHODS[session.gathering.proposal.method].cameras

    QTest.mouseClick(page.sheet.widgets[3], Qt.MouseButton.LeftButton)
    assert (
        session.gathering.proposal.out == {"egg 3.png"} and "left out" in page.title.text()
    ) or (f"{COUNT - 1} photographs" in page.title.text())
    page.method.setCurrentIndex(page.method.findData("hull"))
    page.method.activated.emit(page.method.currentIndex())
    QTest.mouseClick(page.run, Qt.MouseButton.LeftButton)
    wait(lambda: session.document.current and session.document.current.result is not None)
    item = session.document.current
    assert item.name == folder.name and len(item.views) == COUNT - 1
    assert len(item.result.views) == COUNT - 1 and min(item.result.agreement) > 0.8
    assert item.result.views[0].image is item.view.image  # kept once
    assert any("broken.png" in text for text in session.file_problems)
    wait(lambda: window.preview.shape is not None)
    assert window.preview.shape.grid.occupancy.shape == (48, 48, 48)
    assert window.preview.shape.mesh.vertex_colors is not None
    names = []
    while session.undo_stack.canUndo():
        names.append(session.undo_stack.undoText())
        session.undo_stack.undo()
    assert names == [
        f"Reconstruct {folder.name}", "Choose Hull",
        f"Add {folder.name}: {COUNT - 1} photographs",
    ]  # fmt: skip
    wait(lambda: window.engine.idle)


def test_a_folder_of_one_object_is_opened_from_the_menu(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    outer = tmp_path / "egg"
    outer.mkdir()
    write_folder(outer / "images")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(outer))
    window.actions_by_id["open_object"].trigger()
    wait(lambda: window.session.gathering.proposal is not None)
    proposal, page = window.session.gathering.proposal, window.proposal
    assert (proposal.way, proposal.method, len(proposal.chosen)) == ("together", "hull", COUNT)
    assert "Needs" not in page.what.text() and "not known yet" in page.what.text()
    page.method.setCurrentIndex(page.method.findData("surface"))
    page.method.activated.emit(page.method.currentIndex())
    assert f"Needs 12 photographs or more; these are {COUNT}" in page.what.text()
    dialog = window.open("FolderDialog")
    dialog.take(outer)
    assert len(dialog.images) == COUNT  # of the inner folder
    assert dialog.method.text() == METHODS[DEFAULT].title
    dialog.close()


def test_a_folder_of_different_things_asks_too_and_can_go_into_files(
    window: MainWindow, tmp_path: Path
):
    folder = tmp_path / "things"
    folder.mkdir()
    for k, color in enumerate([(200, 30, 30), (20, 140, 40), (30, 40, 190), (30, 30, 30)]):
        draw_table(folder / f"{k}.png", color, width=40 + 30 * k)
    session = window.session
    assert drop(window, folder)
    wait(lambda: session.gathering.proposal is not None)
    session.gathering.change(way="each", out=frozenset())
    page = window.proposal
    assert not page.method_row.isVisible() and page.files.isVisible()
    QTest.mouseClick(page.files, Qt.MouseButton.LeftButton)
    dialog = window.findChildren(FolderDialog)[-1]
    assert dialog.source.text() == str(folder) and session.gathering.proposal is None
    dialog.close()

    assert drop(window, folder)
    wait(lambda: session.gathering.proposal is not None)
    session.gathering.change(way="each", out=frozenset())
    QTest.mouseClick(page.add, Qt.MouseButton.LeftButton)
    assert [item.name for item in session.document.items] == ["0.png", "1.png", "2.png", "3.png"]
    window.actions_by_id["together_all"].trigger()
    (item,) = session.document.items
    assert len(item.views) == 4 and len(sheet(window)) == 4
    window.actions_by_id["split"].trigger()
    assert len(session.document.items) == 4 and sheet(window) == []


def test_the_mask_that_is_changed_is_that_of_the_chosen_photograph(window: MainWindow):
    add_egg(window, 3)
    session, masking = window.session, window.masking
    assert window.middle.currentWidget() is window.stage
    QTest.mouseClick(sheet(window)[2], Qt.MouseButton.LeftButton)
    assert masking.item.view is session.document.current.more[1]
    before = session.document.current
    window.actions_by_id["invert"].trigger()
    after = session.document.current
    assert [a.mask is b.mask for a, b in zip(after.views, before.views, strict=True)] == [
        True, True, False,
    ]  # fmt: skip
    assert session.undo_stack.undoText() == "Invert mask"
    window.actions_by_id["grow"].trigger()
    session.choose_photo(0)  # while the core is at it
    wait(lambda: masking.idle)
    grown = session.document.current.views
    assert grown[2].mask is not after.views[2].mask and grown[0].mask is before.view.mask

    buttons = sheet(window)
    buttons[0].setFocus()
    QTest.keyClick(buttons[0], Qt.Key.Key_Right)
    assert session.photo == 1
    QTest.keyClick(sheet(window)[1], Qt.Key.Key_Delete)
    assert [view.name for view in session.document.current.views] == ["egg 0.png", "egg 2.png"]
    window.actions_by_id["photo_earlier"].trigger()
    assert [view.name for view in session.document.current.views] == ["egg 2.png", "egg 0.png"]
    window.actions_by_id["take_out"].trigger()
    assert [len(item.views) for item in session.document.items] == [1, 1]
    assert {item.view.name for item in session.document.items} == {"egg 0.png", "egg 2.png"}


def test_looking_through_a_photographs_camera_lays_it_right(window: MainWindow):
    add_egg(window)
    give_result(window, {"egg 5.png": "its outline or its camera contradicts all the others"})
    session, viewport = window.session, window.viewport
    wait(lambda: not viewport.busy)
    buttons = sheet(window)
    assert "contradicts" in buttons[5].toolTip() and buttons[5].left_out
    assert "0.92" in buttons[2].toolTip()

    buttons[2].click()
    wait(lambda: not viewport.busy)
    assert session.look.overlay and viewport.at_photo
    assert "0.92" in window.shape_page.cards.overlay.words.text()
    # The corners of the photograph lie where the camera's matrix puts them.
    box = viewport._photo.on_screen(viewport.camera, viewport.width(), viewport.height())
    seen = camera(2)
    for x, y in ((0, 0), SIZE):
        ray = seen.R.T @ (np.linalg.inv(seen.K) @ (x, y, 1.0))
        point = -seen.R.T @ seen.t + 2.0 * ray
        place = viewport.camera.project(point[None], viewport.width(), viewport.height())[0]
        corner = (box.left() + x / SIZE[0] * box.width(), box.top() + y / SIZE[1] * box.height())
        np.testing.assert_allclose(place[:2], corner, atol=0.05)

    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not session.look.overlay
    buttons[2].click()
    wait(lambda: not viewport.busy)
    QTest.keyClick(viewport, Qt.Key.Key_Left)
    assert not session.look.overlay and not viewport.at_photo
    buttons[5].click()  # it has no camera
    assert not session.look.overlay and session.photo == 5
    assert "left out" in window.panel("PicturePanel").notes.text()


def test_a_click_on_a_camera_in_the_view_chooses_its_photograph(window: MainWindow):
    add_egg(window)
    give_result(window)
    session, viewport = window.session, window.viewport
    viewport.stand(Orbit(azimuth=20, elevation=50, distance=11.0))
    wait(lambda: not viewport.busy)
    corners = viewport.scene.frusta.corners[4]
    middle = corners[1:].mean(axis=0, keepdims=True)
    place = viewport.scene.camera.project(middle, viewport.width(), viewport.height())[0]
    shown = viewport.grab().toImage()
    window.actions_by_id["cameras"].trigger()
    wait(lambda: not viewport.busy)
    assert viewport.grab().toImage() != shown and not session.look.cameras
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=QPoint(*map(round, place[:2])))
    assert session.photo == 0  # there is nothing to click now
    window.actions_by_id["cameras"].trigger()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=QPoint(*map(round, place[:2])))
    assert session.photo == 4 and session.look.overlay
    wait(lambda: viewport.at_photo)


def test_a_measured_shape_has_no_sliders_but_colours_and_a_hint(window: MainWindow):
    add_egg(window)
    give_result(window)
    session = window.session
    latent = window.panel("LatentPanel")
    assert "nothing to steer" in latent._hint.text() and not latent.steer_button.isHidden()
    assert "nothing to steer" in window.actions_by_id["random_shape"].toolTip()
    hint = window.shape_page.next_photo
    assert not hint.isHidden()
    assert hint.words.text().startswith("One more photograph from the back right, from above")
    mesh = window.preview.shape.mesh
    assert mesh.confidence is not None
    window.actions_by_id["confidence"].trigger()
    shown = window.shape_page.views._dressed(mesh)
    assert not np.array_equal(shown.vertex_colors, mesh.vertex_colors)
    assert not window.shape_page.views.sureness.isHidden()
    session.show_as(shading="smooth", photo_colors=False)
    assert window.shape_page.views._dressed(mesh).vertex_colors is None
    hint.put_away()
    session.show_as(photo_colors=True)
    assert hint.isHidden()


def test_a_shape_that_was_guessed_because_it_could_not_be_measured_says_so(window: MainWindow):
    add_egg(window, 5)
    session, item = window.session, window.session.document.current
    session.do(choose_method("hull"))
    code = LatentCode({name: np.zeros(n) for name, n in METHODS["tl"].latent.items()}, "tl")
    notes = (
        "Only 1 of 5 photographs could be placed: they overlap too little. "
        "Take more from in between, some 15 degrees apart.",
        GUESSED.format(method="tl"),
    )
    grid = VoxelGrid.canonical(np.zeros((32, 32, 32)))
    session.do(keep_result(item, Reconstruction("tl", code, grid, item.views, notes=notes)))
    wait(lambda: window.preview.drawn is not None)
    words = window.panel("MethodPanel").words
    assert words.isVisible() and words.text() == " ".join(notes)
    picture = window.panel("PicturePanel")
    said = (picture.notes, picture.pose, picture.light)
    wait(lambda: all(part.height() >= part.heightForWidth(part.width()) for part in said), 5)
    session.undo_stack.undo()
    assert "guessed" not in words.text()


def test_what_no_photograph_saw_is_grey_and_not_unsure():
    from viewer.view3d import confidence_legend

    mesh = Mesh(
        np.zeros((3, 3), np.float32), np.zeros((0, 3), np.int32),
        seen=np.array([0, 2, 5], np.float32), confidence=np.array([0.0, 0.1, 1.0], np.float32),
    )  # fmt: skip
    grey, low, high = confidence_legend.colors(mesh).astype(int)
    assert np.ptp(grey) < 10 and low[0] > low[2] + 60 and high[2] > high[0] + 60
    assert confidence_legend.colors(replace(mesh, confidence=None)) is None


def test_a_file_of_cameras_dropped_on_an_object_goes_to_its_photographs(
    window: MainWindow, tmp_path: Path
):
    shown = [Photograph(replace(photograph(k), camera=None)) for k in range(3)]
    window.session.do(add_object(shown, "egg"))
    path = tmp_path / "where.json"
    path.write_text(json.dumps({"cameras": [row(photograph(k)) for k in range(2)]}))
    assert drop(window, path)
    wait(lambda: window.session.document.current.view.camera is not None)
    known = [view.camera is not None for view in window.session.document.current.views]
    assert known == [True, True, False]
    assert window.session.undo_stack.undoText() == "Cameras for 2 photographs"
    path.write_text(json.dumps({"cameras": [{**row(photograph(0)), "image": "other.png"}]}))
    assert drop(window, path)
    item = window.session.document.current
    wait(lambda: "named like" in window.session.problems.get(item.id, ""))


@pytest.mark.parametrize("turn", ["", "x", "zy"])
def test_a_camera_is_the_same_on_the_turntable(turn: str):
    seen = photo_cameras.turned(camera(3), turn)
    orbit = photo_cameras.orbit_of(seen)
    np.testing.assert_allclose(orbit.position, -seen.R.T @ seen.t, atol=1e-9)
    np.testing.assert_allclose(orbit.axes(), seen.R * [[1], [-1], [-1]], atol=1e-9)
