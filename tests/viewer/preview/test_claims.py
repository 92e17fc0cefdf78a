"""Whatever is said about the shape is about the shape that is shown, or says that it is coming."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from steering import add, core_at_rest, reconstruct, wait

from core.types import Health
from viewer.document.item_edits import is_moved, shape_key
from viewer.text.methods import choose_method
from viewer.widgets.sigma_slider import STEPS
from viewer.window.main_window import MainWindow

UNKNOWN = {"measuring", "–"}


def drag(window: MainWindow, axis: int, to: float) -> None:
    """Drag a slider of the shape with the mouse to a place in sigma, and let go."""
    window.bring("LatentPanel")
    row = next(row for row in window.panel("LatentPanel").rows if row.axis == axis)
    slider = row.slider
    middle = slider.height() // 2
    start, end = (QPoint(round(slider._x(at)), middle) for at in (slider.value(), to * STEPS))
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(slider, end)
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=end)


@pytest.fixture
def moved(window: MainWindow, table: Path) -> MainWindow:
    """A table with its shape, moved along two sliders."""
    window.show()
    window.session.do(choose_method("tl"))
    add(window, table)
    reconstruct(window)
    wait(lambda: window.session.directions is not None)
    for axis in (0, 1):
        drag(window, axis, 2.0)
    return window


def known(window: MainWindow) -> dict[bytes, Health]:
    """What is measured of the shape at each of the last three steps, by their codes."""
    found = {}
    stack = window.session.undo_stack
    for step in range(3):
        wait(lambda: window.preview.measures is not None)
        found[shape_key(window.session.document.code)] = window.preview.measures
        if step < 2:
            stack.undo()
    stack.redo()
    stack.redo()
    assert len({health.faces for health in found.values()}) == 3
    return found


def check(window: MainWindow, truth: dict[bytes, Health]) -> None:
    """All that is said is about the shape in view, which is the document's, or says nothing."""
    preview, badges = window.preview, window.shape_page.badges
    panel, gauges = window.panel("ResultPanel"), window.panel("GaugesPanel")
    said = panel.rows["faces"].finding.text()
    if said in UNKNOWN:
        assert panel.rows["closed"].finding.text() in UNKNOWN
        assert badges.sound.words.text() == "Measuring"
        assert "being measured" in gauges.valid.words.text()
        assert not panel.message.text()
        return
    here = truth[shape_key(window.session.document.code)]
    assert preview.settled and said == f"{here.faces:,}"
    assert badges.sound.words.text() != "Measuring"


def test_nothing_said_is_about_another_shape_however_quickly_it_is_undone_and_redone(
    moved: MainWindow,
):
    stack, dice = moved.session.undo_stack, np.random.default_rng(4)
    moved.bring("ResultPanel")
    truth = known(moved)
    moved.preview._measured._known.clear()  # as if none of them had ever been measured
    for _ in range(4):
        with core_at_rest(moved):
            for _ in range(6):
                (stack.undo if dice.random() < 0.5 else stack.redo)()
                if not is_moved(moved.session.document.current) and dice.random() < 0.7:
                    stack.redo()
                check(moved, truth)
                if dice.random() < 0.4:  # long enough for the core to be asked
                    wait(lambda: not moved.preview._measured._rested.isActive())
                    check(moved, truth)
        for _ in range(2):
            check(moved, truth)
            stack.undo()
            stack.redo()
    wait(lambda: moved.preview.measures is not None)
    check(moved, truth)
    assert moved.panel("ResultPanel").rows["faces"].finding.text() not in UNKNOWN


def test_the_picture_and_the_pose_are_not_those_of_the_code_before(moved: MainWindow, stool: Path):
    add(moved, stool)
    reconstruct(moved)
    panel = moved.bring("PicturePanel")
    wait(lambda: moved.preview.drawn_now)
    before = panel.pose.text()
    assert panel.caption.text() == "Network's picture" and before != "–"
    with core_at_rest(moved):
        moved.panel("CodesPanel").rows["pose"].take(moved.session.document.items[0].id)
        assert panel.caption.text() == "Being drawn" and panel.pose.text() == "–"
    wait(lambda: moved.preview.drawn_now)
    assert panel.caption.text() == "Network's picture" and panel.pose.text() not in ("–", before)


def test_how_sure_the_network_was_is_said_of_its_own_shape_only(moved: MainWindow, stool: Path):
    rows, session = moved.panel("ImagesPanel").rows, moved.session

    def said() -> str:
        return next(row.state.text() for row in rows() if row.isChecked())

    assert "right" not in said() and "Changed" in said()
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert "right" in said()
    moved.panel("LatentPanel").randomise()
    assert "right" not in said()
    session.undo_stack.undo()
    add(moved, stool)
    reconstruct(moved)
    moved.panel("CodesPanel").rows["shape"].take(session.document.items[0].id)
    assert "right" not in said()


def test_the_badges_are_not_shown_beside_a_snapshot_that_was_flipped_to(moved: MainWindow):
    moved.actions_by_id["snapshot"].trigger()
    moved.session.undo_stack.undo()
    moved.actions_by_id["snapshot"].trigger()
    drag(moved, 1, -2.0)
    badges = moved.shape_page.badges
    wait(lambda: moved.preview.measures is not None)
    assert badges.isVisible()
    moved.actions_by_id["flip"].trigger()
    assert moved.session.look.flipped and badges.isHidden()
    moved.actions_by_id["flip"].trigger()
    assert badges.isVisible()


def test_work_about_an_image_ends_when_the_image_is_taken_away(window: MainWindow, table: Path):
    add(window, table)
    with core_at_rest(window):
        window.actions_by_id["reconstruct"].trigger()
        wait(lambda: window.session.tasks)
        window.actions_by_id["remove"].trigger()
    wait(lambda: not window.session.tasks)
    assert window.progress.isHidden() and window.engine.listening
    window.session.undo_stack.undo()
    reconstruct(window)


def test_a_method_that_needs_several_photographs_says_so_where_it_is_chosen(
    window: MainWindow, table: Path
):
    add(window, table)
    reconstruct(window)
    dialog = window.open("MethodDialog")
    texts = {key: " ".join(one.text() for one in dialog.cards[key].findChildren(QLabel))
             for key in ("hull", "tl")}  # fmt: skip
    assert "This is one photograph" in texts["hull"] and "This is one" not in texts["tl"]
    dialog.choose("hull")
    words = window.panel("MethodPanel").words
    assert "one photograph" in words.text() and "Reconstruct it to see" not in words.text()
    window.session.do(choose_method("tl"))
    assert "see what TL makes" in words.text()
