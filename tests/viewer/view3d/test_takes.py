"""Screenshots and films through the real window, read back from the disk and the clipboard."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from steering import wait
from test_looking import brick, settle, shown  # noqa: F401

from viewer.scene import scene as scenes
from viewer.window.main_window import MainWindow


def finished(window: MainWindow) -> None:
    """Wait for the task; the page stays, though the document has no shape."""
    wait(lambda: not window.session.tasks)
    window.middle.setCurrentWidget(window.shape_page)


def test_a_screenshot_has_the_size_and_the_alpha_asked_for(
    shown: MainWindow,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    path = tmp_path / "brick ä.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "brick ä"), ""))
    sheet = shown.shape_page.screenshot
    shown.shape_page.take_screenshot()
    assert sheet.isVisible() and sheet.width_box.value() == shown.viewport.width()
    sheet.size_choice.setCurrentIndex(sheet.size_choice.count() - 1)
    sheet.width_box.setValue(1200)
    sheet.height_box.setValue(900)
    sheet.transparent.setChecked(True)
    camera = shown.viewport.scene.camera
    sheet.save_button.click()
    assert shown.session.tasks and not sheet.isVisible()
    finished(shown)
    assert shown.viewport.scene.camera == camera
    with Image.open(path) as saved:
        assert (saved.size, saved.mode) == ((1200, 900), "RGBA")
        alpha = np.asarray(saved)[..., 3]
    assert alpha[0, 0] == 0
    # What is seen in the window is in the picture, though that is less wide: by its width, the
    # front of the brick is 1 x 1/2 at z = 1/8 from the camera's distance.
    view = shown.viewport
    assert view.width() / view.height() > 1200 / 900
    across = camera.half_height * view.width() / view.height()
    scale = 600 / across * camera.distance / (camera.distance - 0.125)
    assert (alpha > 250).sum() == pytest.approx(0.5 * scale**2, rel=0.05)
    columns = np.nonzero(alpha > 250)[1]
    assert columns.mean() == pytest.approx(599.5, abs=2)
    assert np.ptp(columns) == pytest.approx(scale, rel=0.02)


def test_a_copied_screenshot_is_on_the_clipboard_with_its_marks(shown: MainWindow):  # noqa: F811
    sheet = shown.shape_page.screenshot
    found = []
    for box in (False, True):
        shown.session.show_as(box=box)
        settle(shown)
        shown.shape_page.take_screenshot()
        QGuiApplication.clipboard().clear()
        sheet.copy_button.click()
        finished(shown)
        found.append(QGuiApplication.clipboard().image())
    assert found[0].size() == shown.viewport.size() == found[1].size()
    assert found[0].pixelColor(3, 3).alpha() == 255
    assert found[0] != found[1], "the box is on the second"


@pytest.mark.parametrize("suffix", [".gif", ".mp4"])
def test_a_film_is_one_turn_around_the_shape(
    shown: MainWindow,  # noqa: F811
    tmp_path: Path,
    suffix: str,
):
    if suffix == ".mp4":
        pytest.importorskip("av")
    shown.session.show_as(background="plain")
    sheet = shown.shape_page.film
    sheet.seconds.setValue(1)
    camera = shown.viewport.scene.camera
    sheet.write(str(tmp_path / f"turn{suffix}"))
    assert shown.session.tasks[0].title == f"Film turn{suffix}"
    wait(lambda: not shown.session.tasks or shown.session.tasks[0].progress.fraction > 0.3)
    finished(shown)
    assert shown.session.work.ended[-1].state == "done" and not shown.session.problems
    assert shown.viewport.scene.camera == camera
    pictures = read_film(tmp_path / f"turn{suffix}")
    assert len(pictures) == (20 if suffix == ".gif" else 30)
    widths = []
    for picture in pictures:
        light = picture.astype(int).sum(axis=-1)
        rows = slice(picture.shape[0] // 3, picture.shape[0] * 2 // 3)
        widths.append((np.abs(light - light[0, 0])[rows] > 90).any(axis=0).sum())
    quarter, half = len(widths) // 4, len(widths) // 2
    # A brick of 1 x 1/4 seen from the front, the side and the back.
    assert widths[quarter] < 0.45 * widths[0]
    assert widths[half] == pytest.approx(widths[0], rel=0.03)


def read_film(path: Path) -> list[np.ndarray]:
    if path.suffix == ".mp4":
        import av

        with av.open(str(path)) as film:
            return [frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)]
    with Image.open(path) as film:
        found = []
        for index in range(film.n_frames):
            film.seek(index)
            found.append(np.asarray(film.convert("RGB")))
        return found


def test_a_film_can_be_cancelled_and_leaves_nothing(shown: MainWindow, tmp_path: Path):  # noqa: F811
    before = shown.viewport.scene.camera
    sheet = shown.shape_page.film
    sheet.seconds.setValue(60)
    sheet.write(str(tmp_path / "turn.gif"))
    wait(lambda: shown.session.tasks[0].progress.fraction > 0.005)
    shown.session.cancel()
    assert not shown.session.tasks and shown.session.work.ended[-1].state == "cancelled"
    assert not list(tmp_path.iterdir())
    assert shown.viewport.scene.camera == before
    settle(shown)


def test_the_view_lives_on_while_a_large_screenshot_is_drawn(
    shown: MainWindow,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(scenes, "STRIP", 200_000)
    sheet, view = shown.shape_page.screenshot, shown.viewport
    sheet.size_choice.setCurrentIndex(2)  # 3840 x 2160
    sheet.write(str(tmp_path / "large.png"))
    turned = []
    while shown.session.tasks and len(turned) < 3:
        fraction = shown.session.tasks[0].progress.fraction
        wait(lambda fraction=fraction: not shown.session.tasks
             or shown.session.tasks[0].progress.fraction > fraction)  # fmt: skip
        view._steer(view.scene.camera.turned(10, 0))
        turned.append(view.scene.camera.azimuth)
    assert len(turned) == 3, "it was drawn in many steps"
    finished(shown)
    with Image.open(tmp_path / "large.png") as saved:
        assert saved.size == (3840, 2160)
        light = np.asarray(saved.convert("L")).astype(int)[::8, ::8]
    # Seen from the front all the way, though the view turned meanwhile: left as right.
    solid = np.abs(light - light[:1, :1]) > 40
    top = solid[: len(solid) // 2]
    assert (top != top[:, ::-1]).mean() < 0.02
    assert view.scene.camera.azimuth == pytest.approx(30)


def test_a_folder_that_cannot_be_written_is_told_in_the_view(
    shown: MainWindow,  # noqa: F811
    tmp_path: Path,
):
    shown.shape_page.screenshot.write(str(tmp_path / "missing" / "a.png"))
    finished(shown)
    assert "folder does not exist" in shown.session.problems["view"]
    shown.shape_page.film.write(os.fspath(tmp_path / "missing" / "a.gif"))
    finished(shown)
    assert "folder does not exist" in shown.session.problems["view"]
