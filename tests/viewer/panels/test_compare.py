"""Comparing in the real window: snapshots, linked views, A/B, the difference, the numbers."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
import trimesh
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from steering import add, reconstruct, wait

from core.geometry.mesh import from_trimesh
from core.process.jobs import Shape
from viewer.document.finish_edits import change
from viewer.view3d import legends
from viewer.view3d.view_grid import PLACES
from viewer.widgets.pictures import to_array
from viewer.window.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def compared(window: MainWindow, table: Path) -> MainWindow:
    """A reconstructed image, a snapshot of it, and then another shape."""
    add(window, table)
    reconstruct(window)
    wait(lambda: window.session.directions is not None)
    window.actions_by_id["snapshot"].trigger()
    window.actions_by_id["random_shape"].trigger()
    wait(lambda: still(window) and window.preview.shape is not None)
    return window


def still(window: MainWindow) -> bool:
    """Whether everything asked for has come and is painted."""
    views = window.shape_page.views
    count = len(views.shown) == window.session.look.views
    return (
        window.engine.idle
        and count
        and not views._behind
        and not any(pane.busy for pane in views.shown)
    )


def drag(view, by: tuple[int, int]) -> None:
    """Press, move and release, as a hand does."""
    start = view.rect().center()
    QTest.mousePress(view, LEFT, NONE, start)
    for share in (0.3, 0.7, 1.0):
        place = QPointF(start) + share * QPointF(*by)
        everywhere = QPointF(view.mapToGlobal(place.toPoint()))
        move = QMouseEvent(
            QEvent.Type.MouseMove, place, everywhere, Qt.MouseButton.NoButton, LEFT, NONE
        )
        QApplication.sendEvent(view, move)
    QTest.mouseRelease(view, LEFT, NONE, start + QPoint(*by))


def pixels(view) -> np.ndarray:
    return to_array(view.grab().toImage()).astype(int)


def mean_difference(a, b) -> float:
    below = np.s_[45:, :]  # the captions
    return float(np.abs(pixels(a)[below] - pixels(b)[below]).mean())


# ---- snapshots


def test_snapshots_are_taken_renamed_restored_and_removed_and_all_of_it_undone(
    compared: MainWindow,
):
    session, panel = compared.session, compared.panel("SnapshotsPanel")
    stack, start = session.undo_stack, session.document
    (snapshot,) = session.document.snapshots
    assert panel.isVisible()  # taking one brings the strip to the front
    assert snapshot.code is session.document.current.result.code
    (card,) = panel.cards()
    wait(lambda: card._image is not None)
    picture = to_array(card.picture.grab().toImage()).astype(int)
    clay = picture[..., 0] > picture[..., 2] + 25
    assert 0.05 < clay.mean() < 0.7, "the shape before a grey ground"
    compared.actions_by_id["turn_x"].trigger()
    assert card.picture._paint is not None  # the old picture stays until the new one is drawn
    session.undo_stack.undo()

    QTest.mouseDClick(card, LEFT)
    assert card.field.hasFocus()
    QTest.keyClicks(card.field, "old legs")
    QTest.keyClick(card.field, Qt.Key.Key_Return)
    assert session.document.snapshots[0].name == "old legs"
    (card,) = panel.cards()
    wait(card.isVisible)
    assert card.name.text() == "old legs" and card.isChecked()
    QTest.mouseDClick(card, LEFT)
    QTest.keyClicks(card.field, "never")
    QTest.keyClick(card.field, Qt.Key.Key_Escape)
    assert session.document.snapshots[0].name == "old legs" and card.field.isHidden()

    card.setFocus()
    QTest.keyClick(card, Qt.Key.Key_Return)
    assert session.document.code is snapshot.code
    card.setFocus()
    QTest.keyClick(card, Qt.Key.Key_Delete)
    assert session.document.snapshots == () and len(session.document.items) == 1
    assert not compared.actions_by_id["remove_snapshot"].isEnabled()
    names = [stack.text(index) for index in range(stack.index())][-3:]
    assert names == [
        f"Rename snapshot {snapshot.name}",
        "Restore old legs",
        "Remove snapshot old legs",
    ]
    for _ in range(3):
        stack.undo()
    assert session.document is start
    wait(lambda: still(compared))


# ---- several views


@pytest.mark.parametrize("count", [2, 4])
def test_turning_one_view_turns_all(compared: MainWindow, count: int):
    views, session = compared.shape_page.views, compared.session
    compared.actions_by_id["snapshot"].trigger()
    compared.actions_by_id[f"views_{count}"].trigger()
    wait(lambda: still(compared))
    panes = views.shown
    assert len(panes) == count and all(pane.isVisible() for pane in panes)
    assert len({(pane.x() > 20, pane.y() > 20) for pane in panes}) == len(PLACES[count])
    first, second = session.document.snapshots
    assert [pane.caption.text() for pane in panes[:2]] == ["Live", second.name]
    for leader in (panes[-1 if count == 2 else 1], panes[0]):
        before = leader.scene.camera
        drag(leader, (60, 25))
        assert leader.scene.camera.azimuth == pytest.approx(
            (before.azimuth - 0.4 * 60 + 180) % 360 - 180
        )
        wait(lambda: still(compared))
        assert {pane.scene.camera for pane in panes} == {leader.scene.camera}
    compared.actions_by_id["front"].trigger()
    wait(lambda: still(compared))
    assert {pane.scene.camera for pane in panes} == {panes[0].scene.camera}
    assert panes[0].scene.camera.azimuth == 0

    assert panes[1].content is compared.preview.comparer.shape(second.id)
    compared.shape_page.badges.hide()  # they speak of the live shape, over the first view alone
    assert mean_difference(panes[0], panes[1]) < 0.5, "the same shape"
    menu = panes[1].choices_menu()
    next(action for action in menu.actions() if action.text() == first.name).trigger()
    menu.close()
    wait(lambda: still(compared))
    assert panes[1].caption.text() == first.name
    assert mean_difference(panes[0], panes[1]) > 2
    compared.actions_by_id["views_1"].trigger()
    assert [pane.isVisible() for pane in views.panes] == [True] + [False] * (count - 1)
    wait(lambda: still(compared))


def test_while_a_hand_turns_on_every_view_follows(compared: MainWindow):
    compared.actions_by_id["snapshot"].trigger()
    compared.actions_by_id["views_4"].trigger()
    wait(lambda: still(compared))
    views, followed = compared.shape_page.views, set()
    for _ in range(3):  # each move comes before the others are through with the one before
        views._link(views.live)
        pane = views._behind[0]
        views._next()
        followed.add(pane)
    assert followed == set(views.shown[1:])
    wait(lambda: still(compared))


def test_closing_the_window_gives_back_every_view(compared: MainWindow):
    compared.actions_by_id["views_4"].trigger()
    wait(lambda: still(compared))
    views = compared.shape_page.views
    assert len(views.panes) == 4 and all(pane.scene is not None for pane in views.panes)
    compared.projects.forget()
    compared.close()
    wait(lambda: not compared.isVisible())
    assert all(pane.scene is None for pane in views.panes)
    assert compared.preview.comparer.portraits._scene is None


def test_a_view_without_a_shape_says_what_to_do(window: MainWindow, table: Path):
    add(window, table)
    reconstruct(window)
    window.actions_by_id["views_2"].trigger()
    wait(lambda: still(window))
    words = window.shape_page.views.shown[1].caption
    assert words.text() == "Take a snapshot first" and not words.isEnabled()
    for id in ("flip", "difference"):
        assert "take a snapshot first" in window.actions_by_id[id].toolTip()


# ---- A/B


def test_tab_flips_between_the_live_shape_and_the_chosen_one(compared: MainWindow):
    view = compared.viewport
    below = np.s_[70:, :]  # the badges, which say more by and by
    live, camera = pixels(view)[below], view.scene.camera
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Tab)
    assert compared.session.look.flipped and view.hasFocus()
    wait(lambda: still(compared))
    assert view.scene.camera == camera
    assert np.abs(pixels(view)[below] - live).mean() > 2
    assert view.caption.isVisible() and view.caption.text().endswith(" 1")
    QTest.keyClick(view, Qt.Key.Key_Tab)
    wait(lambda: still(compared))
    assert not view.caption.isVisible()
    assert np.abs(pixels(view)[below] - live).mean() < 0.5

    other = compared.panel("ExportPanel").button
    compared.bring("ExportPanel")
    other.setFocus()
    QTest.keyClick(other, Qt.Key.Key_Tab)
    assert not compared.session.look.flipped and not other.hasFocus(), "elsewhere Tab moves on"

    compared.actions_by_id["flip"].trigger()
    compared.actions_by_id["random_shape"].trigger()
    assert not compared.session.look.flipped, "an edit shows what is edited"
    wait(lambda: still(compared))


# ---- the difference


def test_the_difference_colours_the_surface_and_says_its_scale(compared: MainWindow):
    session, comparer, view = compared.session, compared.preview.comparer, compared.viewport
    shape = compared.preview.shape
    # In place of the live shape a ball around everything: all of it lies outside.
    big = Shape(shape.grid, from_trimesh(trimesh.creation.icosphere(4, 0.9)))
    compared.actions_by_id["snapshot"].trigger()
    compared.preview.shape = big
    compared.preview.shape_changed.emit()
    wait(lambda: still(compared))
    compared.actions_by_id["difference"].trigger()
    wait(lambda: comparer.distances() is not None and still(compared))
    distances = comparer.distances() * comparer.mm
    assert distances.min() > 0 and comparer.mm == pytest.approx(100 / 1.8)
    bar = compared.shape_page.views.legend
    assert bar.isVisible() and bar.end == legends.reach(distances)
    assert bar.lines()[1] == f"+{bar.end:g} mm outside"
    middle = pixels(view)[:-70, 200:-120]  # above the legend, beside caption and axes
    assert _tinted(middle, 0, 2).mean() > 0.1 and _tinted(middle, 2, 0).mean() < 0.01

    change(session, "Set the size", size_mm=250)
    compared.preview.shape = big  # every edit brings back the real one
    compared.preview.shape_changed.emit()
    assert comparer.distances() * comparer.mm == pytest.approx(2.5 * distances)
    assert bar.end == legends.reach(2.5 * distances)
    compared.actions_by_id["difference"].trigger()
    assert not bar.isVisible() and not session.look.difference
    wait(lambda: still(compared))


def _tinted(picture: np.ndarray, more: int, less: int) -> np.ndarray:
    return picture[..., more] - picture[..., less] > 60


def test_the_scale_is_round_and_its_colours_diverge():
    assert [legends.reach(np.full(9, value)) for value in (0.9, 1.0, 1.3, 3, 7, 0)] == [
        1,
        1,
        1.5,
        3,
        8,
        0.01,
    ]
    low, zero, high = legends.colors(np.array([-9.0, 0.0, 2.0]), 2.0).astype(int)
    assert low[2] > low[0] + 80 and high[0] > high[2] + 80
    assert np.ptp(zero) < 10 and zero.min() > 200
    assert legends.colors(np.array([np.nan]), 1.0)[0].tolist() == list(zero)


# ---- the numbers


def test_the_numbers_stand_in_a_table_and_can_be_copied(compared: MainWindow):
    panel, session = compared.bring("ComparePanel"), compared.session
    wait(lambda: all("–" not in row for row in panel.rows()[1:]))
    assert panel.names() == ["Live", session.document.snapshots[0].name]
    live, other = panel.rows()
    assert live[0] == "–" and 0 <= float(other[0]) < 1 and float(other[1]) > 0
    assert int(live[2]) == len(compared.preview.shape.mesh.faces)
    assert max(float(side) for side in live[3:6]) == pytest.approx(100)
    assert live[6] == other[6] == "yes" and float(other[7]) > 0
    cell = panel.table.item(2, 0)
    assert cell.text() == live[2]
    assert panel.table.horizontalHeaderItem(0).text() == "Live"

    clipboard = QGuiApplication.clipboard()
    compared.actions_by_id["copy_numbers"].trigger()
    lines = list(csv.reader(clipboard.text().splitlines(), delimiter="\t"))
    assert lines[0][:3] == ["Shape", "IoU", "Chamfer, mm"]
    assert tuple(lines[1]) == ("Live", *live)
    assert tuple(lines[2]) == (panel.names()[1], *other)
    compared.actions_by_id["copy_csv"].trigger()
    assert list(csv.reader(clipboard.text().splitlines())) == lines

    session.undo_stack.undo()  # back to the shape of the snapshot
    wait(lambda: panel.rows()[1][0] == "1.000")
    assert float(panel.rows()[1][1]) == pytest.approx(0, abs=0.01)
    wait(lambda: still(compared))
