"""Choosing a method, the sliders of its groups, and locks, through the real window."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from steering import add, reconstruct, wait

from core.methods import METHODS
from core.types import Directions, LatentCode, Reconstruction, VoxelGrid
from core.utils import weights
from viewer.dialogs.methods import MethodDialog
from viewer.document.item_edits import keep_result
from viewer.text.methods import axis_name, choose_method, facts, full_axis_name
from viewer.window.main_window import MainWindow

SIZES = METHODS["vsl"].latent
COUNT = sum(SIZES.values())


def vsl_result(window: MainWindow) -> Reconstruction:
    """What a run of `vsl` would give; its weights are not needed to show its sliders."""
    code = LatentCode({name: np.zeros(size) for name, size in SIZES.items()}, "vsl")
    view = window.session.document.current.view
    return Reconstruction("vsl", code, VoxelGrid.canonical(np.zeros((8, 8, 8))), (view,))


def vsl_directions() -> Directions:
    groups = tuple(name for name, size in SIZES.items() for _ in range(size))
    names = ("width", *[""] * (COUNT - 1))
    ones = np.ones(COUNT, np.float32)
    axes = np.eye(COUNT, dtype=np.float32)
    return Directions(0 * ones, axes, ones, ones / 5, groups, names, (0.9, *[0.0] * (COUNT - 1)))


def dialog(window: MainWindow) -> MethodDialog:
    window.actions_by_id["choose_method"].trigger()
    (made,) = window.findChildren(MethodDialog)
    return made


@pytest.fixture
def only_some(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three methods have a card and weights; the window only looks whether they are there."""
    card = json.loads((weights.WEIGHTS / "tl.json").read_text("utf-8"))
    rows = [{"": "vae", "linear SVM, %": 91.23, "published, %": 91.0, "IoU 32³ rebuilt": 0.8412}]
    card |= {"hours": 0.5, "evaluation": {"tables": {"Codes": rows}}}
    for key in ("layers", "tl", "vae"):
        (tmp_path / f"{key}.json").write_text(json.dumps(card), "utf-8")
        (tmp_path / f"{key}.safetensors").touch()
    monkeypatch.setattr(weights, "WEIGHTS", tmp_path)


@pytest.mark.usefixtures("only_some")
def test_a_card_shows_the_measured_numbers_and_a_method_without_weights_says_so(
    window: MainWindow, table: Path
):
    add(window, table)
    cards = dialog(window).cards
    assert list(cards) == list(METHODS)
    assert cards["vae"].numbers == {
        "Kinds told apart by code": "91.2 % (published 91.0 %)",
        "A shape from its own code (IoU)": "0.84",
    }
    assert cards["vae"].button.isEnabled() and cards["tl"].button.isEnabled()
    for key in ("vsl", "vae_gan", "shapenets"):
        assert not cards[key].button.isEnabled()
        assert f"train {key}" in cards[key].button.toolTip()
    assert facts("shapenets").numbers == ()
    said = [words.text() for words in cards["layers"].findChildren(QLabel)]
    (code,) = [words for words in said if "numbers" in words]
    assert code.startswith("156 numbers (") and "detail rides along" in code


@pytest.mark.usefixtures("only_some")
def test_choosing_is_one_named_step_and_the_shown_shape_keeps_its_method(
    window: MainWindow, table: Path, tmp_path: Path
):
    add(window, table)
    reconstruct(window)
    session, panel = window.session, window.panel("MethodPanel")
    assert panel.button.text() == "Layers" and not panel.words.isVisible()
    window.bring("MethodPanel")
    QTest.mouseClick(dialog(window).cards["vae"].button, Qt.MouseButton.LeftButton)
    assert session.document.method == "vae" and session.method == "layers"
    assert session.undo_stack.undoText() == "Choose VAE"
    assert panel.button.text() == "VAE" and "made by Layers" in panel.words.text()
    assert panel.words.isVisible()
    assert session.directions is not None  # still those of the shape on screen
    assert window.panel("ImagesPanel").rows()[0].state.text().endswith("Layers")
    session.undo_stack.undo()
    assert session.document.method == "layers" and not panel.words.isVisible()


def test_sliders_stand_group_by_group_and_follow_the_shown_method(
    window: MainWindow, table: Path, monkeypatch: pytest.MonkeyPatch
):
    add(window, table)
    reconstruct(window)
    wait(lambda: window.session.directions is not None)
    panel, session = window.panel("LatentPanel"), window.session
    assert len(panel.rows) == 12 and panel.headings == []
    session.warm_up.directions["vsl"] = vsl_directions()
    session.warm_up.asked.add("vsl")  # there may be no weights of it here
    session.do(keep_result(session.document.current, vsl_result(window)))
    assert [heading.text() for heading in panel.headings] == [
        "Global", *(f"Local {number}" for number in range(1, 6))
    ]  # fmt: skip
    assert len(panel.rows) == 5 * len(SIZES)
    assert panel.rows[0].name.text() == "width" and panel.rows[5].name.text() == "1"
    assert "90%" in panel.rows[0].slider.toolTip()
    panel.rows[7].slider.setValue(50)
    assert session.undo_stack.undoText() == "Move shape Local 1 3"
    assert session.document.code["local_1"][2] == pytest.approx(1.0)
    for _ in range(2):
        session.undo_stack.undo()
    assert len(panel.rows) == 12 and panel.headings == []
    # What comes with the other method's code is not shown for this one.
    assert window.panel("CodesPanel").rows["pose"].isHidden()


def test_names_of_axes():
    directions = vsl_directions()
    assert axis_name(directions, 0) == "width" and full_axis_name(directions, 0) == "Global width"
    second = SIZES["global"] + 1
    assert axis_name(directions, second) == "2"
    assert full_axis_name(directions, second) == "Local 1 2"


def test_a_locked_slider_rests_and_a_random_shape_leaves_it(window: MainWindow, table: Path):
    add(window, table)
    reconstruct(window)
    session, panel = window.session, window.panel("LatentPanel")
    wait(lambda: session.directions is not None and panel.rows)
    window.bring("LatentPanel")
    QTest.mouseClick(panel.rows[1].lock, Qt.MouseButton.LeftButton)
    assert session.document.current.locked == (1,)
    called = full_axis_name(session.directions, 1)
    assert session.undo_stack.undoText() == f"Lock shape {called}"
    assert panel.rows[1].lock.isChecked() and not panel.rows[1].slider.isEnabled()
    before = session.directions.coordinates(session.document.code.shape)
    window.actions_by_id["random_shape"].trigger()
    after = session.directions.coordinates(session.document.code.shape)
    assert after[1] == pytest.approx(before[1], abs=1e-2)
    assert np.abs(after - before)[[0, 2, 3]].max() > 0.1
    QTest.mouseClick(panel.rows[1].lock, Qt.MouseButton.LeftButton)
    assert session.document.current.locked == () and panel.rows[1].slider.isEnabled()
    session.undo_stack.undo()
    assert panel.rows[1].lock.isChecked()


def test_a_shape_of_a_method_without_pose_and_light(window: MainWindow, table: Path, stool: Path):
    add(window, table)
    reconstruct(window)
    add(window, stool)
    session, picture = window.session, window.panel("PicturePanel")
    session.do(choose_method("vae"))
    reconstruct(window)
    item = session.document.current
    assert item.own_code.method == "vae" and item.result.pose is not None
    wait(lambda: session.directions is not None and window.preview.drawn is not None)
    assert len(session.directions.mean) == METHODS["vae"].latent["shape"]
    # Its picture has no place here, nor has its light; the pose is what the eye saw.
    assert picture.small["drawn"].isHidden() and picture.light.parentWidget().isHidden()
    assert "Azimuth" in picture.pose.text()
    reason = window.actions_by_id["photo_light"].toolTip()
    assert not window.actions_by_id["photo_light"].isEnabled() and "light" in reason
    codes = window.panel("CodesPanel")
    assert codes.rows["pose"].isHidden() and codes.rows["lighting"].isHidden()
    other, own = codes.rows["shape"].chips()
    assert own.isEnabled() and not other.isEnabled() and "a code of Layers" in other.toolTip()
    before = session.document
    codes.rows["shape"].take(session.document.items[0].id)
    assert session.document is before
    states = [row.state.text().rsplit(" · ")[-1] for row in window.panel("ImagesPanel").rows()]
    assert states == ["Layers", "VAE"]
    session.select(session.document.items[0].id)
    assert session.method == "layers" and len(session.directions.mean) == 128
    wait(lambda: window.preview.drawn is not None and window.preview.drawn.lighting is not None)
    assert not picture.small["drawn"].isHidden() and not picture.light.parentWidget().isHidden()
    assert window.actions_by_id["photo_light"].isEnabled()
