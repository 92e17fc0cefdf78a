"""Keys do what they say, lead back to where they came from, and say why they cannot."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolTip
from steering import add, reconstruct, wait

from core.types import Lighting
from viewer.document.item_edits import swap
from viewer.pages.shape import own_colour
from viewer.text.methods import choose_method
from viewer.widgets.pictures import to_array
from viewer.window.main_window import MainWindow

SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def shaped(window: MainWindow, table: Path) -> MainWindow:
    window.resize(1200, 800)
    window.show()
    window.session.do(choose_method("tl"))
    add(window, table)
    reconstruct(window)
    wait(lambda: window.engine.idle)
    return window


def picture(window: MainWindow) -> np.ndarray:
    wait(lambda: not window.viewport.busy)
    return to_array(window.viewport.grab().toImage()).astype(int)


def test_enter_presses_what_space_presses(shaped: MainWindow):
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
        button = shaped.panel("ResultPanel").repair
        shaped.bring("ResultPanel")
        button.setFocus()
        before = shaped.session.document.finish.repair
        QTest.keyClick(button, key)
        assert shaped.session.document.finish.repair != before
    count = len(shaped.session.document.snapshots)
    QTest.keyClick(shaped.viewport, Qt.Key.Key_Return)  # no button: nothing happens
    assert len(shaped.session.document.snapshots) == count


def test_escape_ends_the_ruler(shaped: MainWindow):
    shaped.viewport.setFocus()
    QTest.keyClick(shaped.viewport, Qt.Key.Key_M)
    assert shaped.session.look.ruler
    QTest.keyClick(shaped.viewport, Qt.Key.Key_Escape)
    assert not shaped.session.look.ruler


def test_keys_lead_back_to_where_they_came_from(shaped: MainWindow):
    session = shaped.session
    session.show_as(shading="flat", representation="voxels", views=2)
    before = session.look
    QTest.keyClick(shaped.viewport, Qt.Key.Key_W)
    assert session.look.shading == "wireframe" and session.look.representation == "mesh"
    QTest.keyClick(shaped.viewport, Qt.Key.Key_W)
    assert session.look == before
    for key in (Qt.Key.Key_1, Qt.Key.Key_4):
        QTest.keyClick(shaped.viewport, key, ALT)
        assert session.look.views == int(chr(key.value))
        QTest.keyClick(shaped.viewport, key, ALT)
        assert session.look == before
    session.switch(shading="confidence")
    session.switch(shading="confidence")
    assert session.look == before
    session.show_as(views=1, representation="mesh", shading="smooth")
    seen, camera = picture(shaped), shaped.viewport.camera
    QTest.keyClick(shaped.viewport, Qt.Key.Key_2, ALT)
    QTest.keyClick(shaped.viewport, Qt.Key.Key_1, ALT)
    wait(lambda: shaped.viewport.camera == camera)
    QTest.keyClick(shaped.viewport, Qt.Key.Key_L)
    QTest.keyClick(shaped.viewport, Qt.Key.Key_L)
    assert np.abs(picture(shaped) - seen).mean() < 0.5


def test_a_key_whose_command_cannot_be_done_says_why(window: MainWindow):
    window.show()
    for key, modifiers, words in (
        (Qt.Key.Key_M, Qt.KeyboardModifier.NoModifier, "There is no shape yet"),
        (Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier, "There is no image yet"),
    ):
        QTest.keyClick(window, key, modifiers)
        assert QToolTip.isVisible() and words in QToolTip.text()
        QToolTip.hideText()
    QTest.keyClick(window, Qt.Key.Key_Escape)  # pressed by habit: nobody asks why
    assert "Nothing is running" not in QToolTip.text()


def test_the_lamp_is_switched_and_swapped_without_the_colour(shaped: MainWindow, stool: Path):
    session, page = shaped.session, shaped.shape_page
    first = session.document.current
    own = own_colour(session.document)
    assert own is not None and page._tint == own
    assert page._lamp is not None
    QTest.keyClick(shaped.viewport, Qt.Key.Key_L)
    assert page._lamp is None and page._tint == own
    QTest.keyClick(shaped.viewport, Qt.Key.Key_L)
    session.show_as(photo_colors=False)
    assert page._tint is None and page._lamp.tint != own, "clay, under the lamp as well"
    session.show_as(photo_colors=True)
    add(shaped, stool)
    reconstruct(shaped)
    assert own_colour(session.document) != own
    session.select(first.id)
    wait(lambda: shaped.preview.drawn_now)
    lamp = page._lamp
    session.do(swap(session.document.current, "lighting", session.document.items[1]))
    wait(lambda: shaped.preview.drawn_now)
    assert isinstance(page._lamp, Lighting) and page._lamp != lamp
    assert page._tint == own, "it is lit by another lamp, but not painted"
