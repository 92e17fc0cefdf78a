"""Looking at a shape through the real window: what the view shows of shapes whose look is known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from steering import add, reconstruct, wait

from core.geometry.isosurface import isosurface
from core.types import Bytes, VoxelGrid
from viewer.scene.tiles import last
from viewer.theme import theme
from viewer.view3d.measuring import in_words, sides
from viewer.widgets.pictures import to_array
from viewer.window.main_window import MainWindow


def brick() -> VoxelGrid:
    """A brick of 1 x 1/2 x 1/4."""
    occupancy = np.zeros((32, 32, 32), np.float32)
    occupancy[:, 8:24, 12:20] = 1
    return VoxelGrid.canonical(occupancy)


@pytest.fixture
def shown(window: MainWindow) -> Iterator[MainWindow]:
    """The window with a brick in its 3D view, seen from the front."""
    window.middle.setCurrentWidget(window.shape_page)
    window.viewport.set_shape(brick(), isosurface(brick()))
    window.session.show_as(representation="voxels", grid=False, axes=False)
    window.viewport.look("front")
    settle(window)
    yield window


def settle(window: MainWindow) -> None:
    wait(lambda: not window.viewport.busy)


def picture(window: MainWindow) -> Bytes:
    settle(window)
    return to_array(window.viewport.grab().toImage()).astype(int)


def on_screen(window: MainWindow, *place: float) -> QPoint:
    """Where a point of the object frame is in the view."""
    view = window.viewport
    x, y, _ = view.scene.camera.project(np.array([place]), view.width(), view.height())[0]
    return QPoint(round(x), round(y))


def click(window: MainWindow, place: QPoint) -> None:
    QTest.mouseClick(window.viewport, Qt.MouseButton.LeftButton, pos=place)


def size(window: MainWindow, millimetres: float) -> None:
    window.viewport.set_size(millimetres)


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_the_ruler_measures_a_known_distance_at_any_pixel_ratio(
    shown: MainWindow, ratio: float, monkeypatch: pytest.MonkeyPatch
):
    view, card = shown.viewport, shown.shape_page.cards.ruler
    monkeypatch.setattr(view, "devicePixelRatioF", lambda: ratio)
    shown.session.show_as(ruler=True, orthographic=True)
    settle(shown)
    assert card.isVisible() and "two points" in card.words.text()
    click(shown, on_screen(shown, -0.4, -0.2, 0.125))
    assert "second" in card.words.text()
    click(shown, on_screen(shown, 0.4, 0.2, 0.125))
    size(shown, 200)
    pixel = 2 * view.scene.camera.half_height / view.height() * 200
    assert view.length_mm == pytest.approx(np.hypot(0.8, 0.4) * 200, abs=pixel)
    assert card.words.text() == in_words(view.length_mm)
    for end in view.ruler.ends:
        assert end[2] == pytest.approx(0.125, abs=1e-6), "on the front of the brick"
    accent = np.array([int(theme.current().accent[i : i + 2], 16) for i in (1, 3, 5)])
    seen = picture(shown)
    for share in (0.25, 0.75):  # beside the label in the middle
        place = on_screen(shown, *(share * view.ruler.ends[0] + (1 - share) * view.ruler.ends[1]))
        around = seen[place.y() - 2 : place.y() + 3, place.x() - 2 : place.x() + 3]
        assert np.abs(around - accent).sum(axis=-1).min() < 40, "the line is drawn"
    click(shown, on_screen(shown, 0, 0, 0.125))
    assert view.length_mm is None and len(view.ruler.ends) == 1, "a third point starts anew"
    shown.session.show_as(ruler=False)
    assert not view.ruler.ends and not card.isVisible()


def test_a_drag_still_turns_and_a_click_beside_the_shape_sets_no_point(shown: MainWindow):
    shown.session.show_as(ruler=True)
    view = shown.viewport
    click(shown, QPoint(8, 60))
    assert not view.ruler.ends
    middle = QPoint(view.width() // 2, view.height() // 2)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(view, middle + QPoint(40, 0))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=middle + QPoint(40, 0))
    assert not view.ruler.ends


def test_another_shape_takes_the_ruler_off(shown: MainWindow):
    shown.session.show_as(ruler=True)
    click(shown, on_screen(shown, 0, 0, 0.125))
    assert shown.viewport.ruler.ends
    shown.viewport.set_shape(brick())
    assert not shown.viewport.ruler.ends


def test_the_box_lies_around_the_shape_with_its_size_in_mm(
    shown: MainWindow, monkeypatch: pytest.MonkeyPatch
):
    words: list[str] = []
    from viewer.view3d import measuring

    paint = measuring.paint_label
    monkeypatch.setattr(
        measuring,
        "paint_label",
        lambda painter, place, text, *rest: (
            words.append(text),
            paint(painter, place, text, *rest),
        )[1],
    )
    shown.viewport.look("iso")
    bare = picture(shown)
    assert not words
    size(shown, 80)
    shown.actions_by_id["box"].trigger()
    boxed = picture(shown)
    assert set(words) == {"80.0 mm", "40.0 mm", "20.0 mm"}
    view = shown.viewport
    changed = np.abs(boxed - bare).sum(axis=-1) > 30
    edges = sides(view.scene.camera, *view.scene.bounds(), view.width(), view.height())
    assert len(edges) == 12 and sum(edge.far for edge in edges) == 3
    for edge in edges:
        if edge.outline:
            for share in (0.2, 0.8):
                at = edge.start * share + edge.end * (1 - share)
                x, y = round(at.x()), round(at.y())
                assert changed[y - 1 : y + 2, x - 1 : x + 2].any()


def test_from_the_front_only_two_sizes_can_be_read(shown: MainWindow):
    shown.session.show_as(orthographic=True)
    settle(shown)
    view = shown.viewport
    edges = sides(view.scene.camera, *view.scene.bounds(), view.width(), view.height())
    seen = {edge.axis for edge in edges if edge.outline and edge.start != edge.end}
    lengths = {edge.axis: abs(edge.start.x() - edge.end.x()) + abs(edge.start.y() - edge.end.y())
               for edge in edges if edge.outline}  # fmt: skip
    assert {0, 1} <= seen and lengths[0] == pytest.approx(2 * lengths[1], rel=0.01)


def test_the_cut_is_steered_from_its_card(shown: MainWindow):
    card = shown.shape_page.cards.clip
    assert not card.isVisible()
    whole = picture(shown)
    QTest.keyClick(shown, Qt.Key.Key_C)
    assert card.isVisible() and shown.session.look.clip
    card.axis.button("x").click()
    card.slider.setValue(card.slider.maximum() // 4)
    assert (shown.session.look.clip_axis, shown.session.look.clip_at) == ("x", 0.25)
    cut = picture(shown)
    column = on_screen(shown, 0, 0, 0.125)
    removed = np.abs(cut - whole).sum(axis=-1) > 60
    # Compare above the card: three quarters of the brick are gone, from the right.
    rows = slice(on_screen(shown, 0, 0.2, 0.125).y(), column.y())
    left, right = on_screen(shown, -0.5, 0, 0.125).x(), on_screen(shown, 0.5, 0, 0.125).x()
    assert removed[rows, left:right].mean() == pytest.approx(0.75, abs=0.04)
    shown.session.show_as(clip_flipped=True)
    other = np.abs(picture(shown) - whole).sum(axis=-1) > 60
    assert other[rows, left:right].mean() == pytest.approx(0.25, abs=0.04)
    QTest.keyClick(shown, Qt.Key.Key_C)
    assert not card.isVisible() and np.abs(picture(shown) - whole).max() < 12


def test_the_options_sheet_shows_and_sets_the_look(shown: MainWindow):
    page, session = shown.shape_page, shown.session
    page.show_options()
    sheet = page.options
    assert sheet.isVisible()
    light = picture(shown)[20, 20].sum()
    sheet.background.button("dark").click()
    assert session.look.background == "dark" and picture(shown)[20, 20].sum() < light - 300
    sheet.navigation.button("trackball").click()
    sheet.lens.setValue(60)
    assert session.look.view_angle == 60 and sheet.degrees.text() == "60°"
    assert shown.viewport.scene.camera.view_angle == 60
    sheet.switches["box"].click()
    assert session.look.box and shown.actions_by_id["box"].isChecked()
    session.show_as(box=False, background="plain")
    assert not sheet.switches["box"].isChecked()
    assert sheet.background.button("plain").isChecked()
    sheet.hide()


def test_the_trackball_may_turn_over_the_top(shown: MainWindow):
    view = shown.viewport
    view.setFocus()
    for style, over in (("turntable", False), ("trackball", True)):
        shown.session.show_as(navigation=style)
        view.look("front")
        settle(shown)
        for _ in range(12):
            QTest.keyClick(view, Qt.Key.Key_Up)
        up = view.scene.camera.axes()[1]
        assert (up[1] < -0.3) == over


def test_wire_and_flat_are_for_meshes_and_normals_for_all(shown: MainWindow):
    shading = shown.shape_page.bar.shading
    assert not shading.button("flat").isEnabled() and shading.button("normals").isEnabled()
    shading.button("normals").click()
    seen = picture(shown)
    middle = on_screen(shown, 0, 0, 0.125)
    blue = seen[middle.y() - 5 : middle.y() + 5, middle.x() - 5 : middle.x() + 5].mean(axis=(0, 1))
    assert blue[2] > 200 and abs(blue[0] - 127) < 25 and abs(blue[1] - 127) < 25


def test_a_4k_view_moves_with_few_pixels_and_rests_with_all(shown: MainWindow):
    view = shown.viewport
    shown.resize(3840, 2160)
    settle(shown)
    full = view._image.width()
    assert full == view.width() > 3000
    QApplication.processEvents()  # the word of the last picture is still on its way
    widths = []
    view.painted.connect(lambda: widths.append(view._image.width()))
    for _ in range(3):
        count = len(widths)
        view._steer(view.scene.camera.turned(5, 0))
        wait(lambda count=count: len(widths) > count)
    assert max(widths) <= full / 2
    settle(shown)
    assert view._image.width() == full


def outline(picture: Bytes, plain: Bytes) -> np.ndarray:
    """Where two pictures of the view differ."""
    return np.abs(picture - plain).sum(axis=-1) > 40


def test_the_photograph_lies_over_the_shape_through_its_own_camera(window: MainWindow, table: Path):
    add(window, table)
    reconstruct(window)
    view, card, overlay = (
        window.viewport,
        window.shape_page.cards.overlay,
        window.shape_page.overlay,
    )
    window.session.show_as(grid=False, axes=False, background="plain", orthographic=True)
    view.look("right")
    settle(window)
    assert not card.isVisible() and overlay.agreement is None
    QTest.keyClick(window, Qt.Key.Key_O)
    settle(window)
    assert card.isVisible() and view.at_photo and not window.session.look.orthographic
    wait(lambda: overlay.agreement is not None)
    assert f"{overlay.agreement:.2f}" in card.words.text()

    # The mask on screen: the photograph's pixels, laid where the photograph lies.
    item = window.session.document.current
    place = view._photo.on_screen(view.scene.camera, view.width(), view.height())
    rows, columns = np.mgrid[: view.height(), : view.width()] + 0.5
    y = np.floor((rows - place.y()) / place.height() * item.view.mask.shape[0]).astype(int)
    x = np.floor((columns - place.x()) / place.width() * item.view.mask.shape[1]).astype(int)
    within = (y >= 0) & (x >= 0) & (y < item.view.mask.shape[0]) & (x < item.view.mask.shape[1])
    mask = np.zeros(within.shape, bool)
    mask[within] = item.view.mask[y[within], x[within]] > 0.5
    covered = (
        last(view.scene.strips(view.width(), view.height(), fine=False, transparent=True))[..., 3]
        > 250
    )  # the soft shadow is less
    seen = (mask & covered).sum() / (mask | covered).sum()
    assert overlay.agreement == pytest.approx(seen, abs=0.03), "the number is that of the picture"

    card.slider.setValue(100)
    photo = picture(window)
    inside = (within & mask)[120:-120, 20:-20]  # away from what lies over the view
    colors = item.view.image[y.clip(0, 159), x.clip(0, 199)][120:-120, 20:-20].astype(int)
    assert np.median(np.abs(photo[120:-120, 20:-20] - colors)[inside]) < 6, "nothing but the photo"
    card.slider.setValue(0)
    assert outline(photo, picture(window)).any()

    camera = view.scene.camera
    wheel(window, 240)
    assert view.at_photo and view.scene.camera.position == pytest.approx(camera.position)
    assert view.scene.camera.view_angle < camera.view_angle, "zoomed with the lens"
    card.slider.setValue(60)
    assert card.slider.isVisible() and not card.back.isVisible()
    QTest.keyClick(view, Qt.Key.Key_Left)
    settle(window)
    assert not view.at_photo
    wait(lambda: card.back.isVisible() and not card.slider.isVisible())
    card.back.click()
    settle(window)
    assert view.at_photo
    wait(lambda: card.slider.isVisible())
    QTest.keyClick(window, Qt.Key.Key_O)
    assert not card.isVisible() and not view.at_photo


def wheel(window: MainWindow, angle: int) -> None:
    view = window.viewport
    place = QPointF(view.width() / 2, view.height() / 2)
    view.wheelEvent(
        QWheelEvent(place, place, QPoint(), QPoint(0, angle), Qt.MouseButton.NoButton,
                    Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)
    )  # fmt: skip
