"""The 3D view as a widget: what it paints, and what the mouse and the keys do."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import numpy as np
import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QImage, QMouseEvent, QWheelEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication

from core.types import Lighting, Pose, VoxelGrid
from viewer.scene.orbit_camera import PRESETS
from viewer.theme.palette import DARK, LIGHT
from viewer.view3d import gizmo
from viewer.view3d.viewport import Viewport

SIZE = (320, 240)


@pytest.fixture(scope="module")
def app() -> QApplication:
    return QApplication.instance() or QApplication([])


@pytest.fixture
def viewport(app):
    view = Viewport()
    view.resize(*SIZE)
    view.show()
    view.start()
    wait_for(app, lambda: view.scene is not None)
    settle(app, view)
    yield view
    view.close()


def wait_for(app: QApplication, condition, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it took too long"
        app.processEvents()


def settle(app: QApplication, view: Viewport) -> None:
    """Until the last glide is over and the fine picture is painted."""
    app.processEvents()
    wait_for(app, lambda: not view.busy)


def ball() -> VoxelGrid:
    axis = (np.arange(24) + 0.5) / 24 - 0.5
    x, y, z = np.meshgrid(axis, axis, axis, indexing="ij")
    return VoxelGrid.canonical(np.sqrt(x**2 + y**2 + z**2) < 0.4)


def pixels(view: Viewport) -> np.ndarray:
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(int)


def drag(view: Viewport, by: tuple[int, int], button=Qt.MouseButton.LeftButton, keys=None) -> None:
    keys = keys or Qt.KeyboardModifier.NoModifier
    start = QPoint(SIZE[0] // 2, SIZE[1] // 2)
    QTest.mousePress(view, button, keys, start)
    end = QPointF(start) + QPointF(*by)
    view.mouseMoveEvent(
        QMouseEvent(QEvent.Type.MouseMove, end, end, Qt.MouseButton.NoButton, button, keys)
    )
    QTest.mouseRelease(view, button, keys, end.toPoint())


def test_constructing_the_view_imports_no_vtk():
    code = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtWidgets import QApplication
app = QApplication([])
from viewer.view3d.viewport import Viewport
view = Viewport()
view.set_shape()
view.show()
app.processEvents()
sys.exit(any(name.startswith("vtkmodules") for name in sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()


def test_a_shape_set_before_the_start_is_shown(app):
    view = Viewport()
    view.resize(*SIZE)
    view.set_shape(ball())
    view.set_theme(DARK)
    view.frame()
    view.show()
    painted = QSignalSpy(view.painted)
    view.start()
    wait_for(app, lambda: painted.count() > 0)
    settle(app, view)
    picture = pixels(view)
    red, green, blue = picture[SIZE[1] // 2, SIZE[0] // 2]
    assert red > green > blue and red > 90
    assert picture[-20, 20].sum() < 3 * 80, "the background is dark"
    view.close()


def test_every_change_is_painted_once_it_is_on_screen(app, viewport):
    before = pixels(viewport)
    for change in (
        lambda: viewport.set_shape(ball()),
        lambda: viewport.set_theme(DARK),
        lambda: viewport.set_theme(LIGHT),
        lambda: viewport.set_shading("wireframe"),
        lambda: viewport.set_lamp(Lighting(80, 0, 0.1, (0.1, 0.5, 0.1))),
        lambda: viewport.set_visible(grid=False, axes=False, shadow=False),
        lambda: viewport.set_orthographic(True),
        lambda: viewport.set_shape(),
    ):
        painted = QSignalSpy(viewport.painted)
        change()
        wait_for(app, lambda painted=painted: painted.count() > 0)
        settle(app, viewport)
        after = pixels(viewport)
        assert np.abs(after - before).max() > 10
        before = after


def test_nothing_is_drawn_while_nothing_changes(app, viewport):
    app.processEvents()
    painted = QSignalSpy(viewport.painted)
    viewport.set_shading("smooth")  # as it was
    viewport.repaint()
    viewport.repaint()
    settle(app, viewport)
    app.processEvents()
    assert painted.count() <= 2, "the rough and the fine picture of one change"
    count = painted.count()
    viewport.repaint()
    app.processEvents()
    assert painted.count() == count and not viewport.busy


def test_the_shape_stays_framed_when_the_window_changes_until_it_is_moved_by_hand(app, viewport):
    viewport.set_shape(ball())
    viewport.frame()
    settle(app, viewport)
    wide = viewport.scene.camera.distance
    viewport.resize(SIZE[0] // 2 + 90, 2 * SIZE[1])
    settle(app, viewport)
    assert viewport.scene.camera.distance > 1.05 * wide
    drag(viewport, (5, 5))
    moved = viewport.scene.camera
    viewport.resize(*SIZE)
    settle(app, viewport)
    assert viewport.scene.camera == moved


def test_dragging_turns_and_up_stays_up(viewport):
    orbited = QSignalSpy(viewport.orbited)
    before = viewport.scene.camera
    drag(viewport, (50, 20))
    after = viewport.scene.camera
    assert after.azimuth == pytest.approx(before.azimuth - 20)
    assert after.elevation == pytest.approx(before.elevation + 8)
    assert after.target == before.target and after.roll == 0
    assert orbited.count() == 1


@pytest.mark.parametrize("way", ["middle", "shift"])
def test_dragging_with_the_middle_button_or_shift_moves_the_picture(viewport, way):
    before = viewport.scene.camera
    if way == "middle":
        drag(viewport, (60, 0), Qt.MouseButton.MiddleButton)
    else:
        drag(viewport, (60, 0), keys=Qt.KeyboardModifier.ShiftModifier)
    after = viewport.scene.camera
    moved = np.subtract(before.target, after.target) @ before.axes()[0]
    assert moved == pytest.approx(60 / (SIZE[1] / 2) * before.half_height)
    assert (after.azimuth, after.elevation) == (before.azimuth, before.elevation)


def test_the_wheel_zooms_to_the_pointer(viewport):
    before = viewport.scene.camera
    place = QPointF(SIZE[0] * 0.75, SIZE[1] * 0.5)
    viewport.wheelEvent(
        QWheelEvent(place, place, QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton,
                    Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)
    )  # fmt: skip
    after = viewport.scene.camera
    assert after.distance < before.distance / 1.3
    assert np.subtract(after.target, before.target) @ before.axes()[0] > 0.05


def test_keys_turn_and_zoom_but_letters_are_left_to_the_window(viewport):
    before = viewport.scene.camera
    QTest.keyClick(viewport, Qt.Key.Key_Left)
    QTest.keyClick(viewport, Qt.Key.Key_Plus)
    after = viewport.scene.camera
    assert after.azimuth == before.azimuth - 10 and after.distance < before.distance
    for key in (Qt.Key.Key_E, Qt.Key.Key_Q, Qt.Key.Key_3, Qt.Key.Key_W):
        QTest.keyClick(viewport, key)
    assert viewport.scene.camera == after


def test_a_double_click_frames_the_shape(app, viewport):
    viewport.set_shape(ball())
    viewport.frame()
    settle(app, viewport)
    framed = viewport.scene.camera
    viewport._steer(framed.zoomed(5, 0.3, 0.3))
    QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=QPoint(60, 150))
    wait_for(app, lambda: viewport.scene.camera.distance == pytest.approx(framed.distance))


def test_the_corner_cross_jumps_to_sides(app, viewport):
    viewport.set_shape(ball())
    for side in ("right", "top"):
        ends = gizmo.balls(viewport.scene.camera, viewport.width())
        place = next(end.place for end in ends if end.preset == side)
        QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place.toPoint())
        settle(app, viewport)
        camera = viewport.scene.camera
        assert (camera.azimuth, camera.elevation) == pytest.approx(PRESETS[side])
        viewport.look("iso")
        settle(app, viewport)


def test_the_view_glides_to_the_pose_of_a_photograph(app, viewport):
    viewport.look_from(Pose(azimuth=-30, elevation=15, roll=4, distance=2.2))
    settle(app, viewport)
    camera = viewport.scene.camera
    assert (camera.azimuth, camera.elevation, camera.roll, camera.distance) == (-30, 15, 4, 2.2)


def test_dense_screens_get_all_their_pixels(app, viewport, monkeypatch):
    monkeypatch.setattr(viewport, "devicePixelRatioF", lambda: 2.0)
    viewport.refresh()
    app.processEvents()
    assert viewport._image.size().toTuple() == (2 * SIZE[0], 2 * SIZE[1])
    assert viewport._image.deviceIndependentSize().toTuple() == SIZE


def test_a_screenshot_can_be_cut_out(app, viewport):
    viewport.set_shape(ball())
    viewport.frame()
    settle(app, viewport)
    image = viewport.screenshot(200, 150, transparent=True)
    assert (image.width(), image.height()) == (200, 150)
    assert image.pixelColor(2, 2).alpha() == 0
    assert image.pixelColor(100, 75).alpha() == 255


def test_without_opengl_the_view_says_what_to_install(app, monkeypatch):
    monkeypatch.setattr("viewer.view3d.scene_widget.probe", lambda: "Install libegl1.")
    view = Viewport()
    view.resize(*SIZE)
    view.show()
    view.start()
    wait_for(app, lambda: view.problem is not None)
    view.set_shape(ball())
    assert view.problem == "Install libegl1." and view.scene is None
    ink = pixels(view)
    view._problem = ""
    assert (np.abs(ink - pixels(view)).sum(axis=-1) > 60).sum() > 100, "the words are painted"
    view.close()


def test_the_probe_names_the_packages_when_nothing_can_draw(monkeypatch):
    from viewer.system import opengl

    monkeypatch.setattr(opengl, "_egl_answers", lambda: False)
    monkeypatch.setattr(opengl, "TINY_RENDER", "raise SystemExit(139)")
    if sys.platform == "linux":
        assert "libegl1" in opengl.probe()
    monkeypatch.setattr(opengl, "TINY_RENDER", "pass")
    assert opengl.probe() is None


def test_closing_gives_the_scene_back_and_the_view_survives_use(app, viewport):
    viewport.close()
    assert viewport.scene is None
    viewport.set_shape(ball())
    viewport.frame()
    viewport.start()
    app.processEvents()
    assert viewport.scene is None


def test_the_view_has_a_name_for_screen_readers(viewport):
    assert viewport.accessibleName() == "3D view"
    assert viewport.focusPolicy() == Qt.FocusPolicy.StrongFocus


def test_focus_by_the_keyboard_is_seen(app, viewport):
    before = pixels(viewport)
    viewport.focusInEvent(QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))
    ring = pixels(viewport)[SIZE[1] // 2, 0] - before[SIZE[1] // 2, 0]
    assert ring[2] < -60, "the accent along the edge"
