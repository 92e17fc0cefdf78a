"""Walking between two shapes in the real window."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from steering import Pulse, add, reconstruct, wait

from viewer.document.latent_edits import take_shape
from viewer.panels.path import PathPanel
from viewer.window.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def two(window: MainWindow, table: Path, stool: Path) -> MainWindow:
    """Two images with shapes, and the path between them in front."""
    for path in (table, stool):
        add(window, path)
        reconstruct(window)
    window.resize(1200, 800)
    window.show()
    window.bring("PathPanel")
    wait(lambda: panel(window).path is not None)
    window.grab()
    return window


def panel(window: MainWindow) -> PathPanel:
    return window.panel("PathPanel")


def pixel(window: MainWindow, share: float) -> QPoint:
    strip = panel(window).slider
    low, high = strip._ends()
    return QPoint(round(low + share * (high - low)), strip.height() // 2)


def test_a_film_strip_and_three_sentences_tell_of_the_path(two: MainWindow):
    shown = panel(two)
    assert (shown.start.currentText(), shown.end.currentText()) == (
        "stool.png",
        "kleiner Tisch ä 桌.png",
    )
    assert shown.path.pictures.shape == (7, 48, 48) and shown.slider.fresh
    assert all(row.words.text() and row.lamp.level != "unknown" for row in shown.rows)
    before = shown.slider.grab().toImage()
    shown.slider.show_pictures(shown.path.pictures[::-1].copy())
    assert shown.slider.grab().toImage() != before


def test_scrubbing_walks_live_and_is_one_named_step(two: MainWindow):
    session, shown = two.session, panel(two)
    first, second = session.document.items
    near, far = second.result.code.shape, first.result.code.shape
    before, steps = session.document, session.undo_stack.count()
    pulse = Pulse()
    QTest.mousePress(shown.slider, LEFT, pos=pixel(two, 0.0))
    pulse.start()
    for share in (0.25, 0.5, 0.75):
        shape = two.preview.shape
        QTest.mouseMove(shown.slider, pixel(two, share))
        at = shown.slider.share
        assert at == pytest.approx(share, abs=0.02)
        assert session.document.code.shape == pytest.approx(near + at * (far - near), abs=1e-4)
        wait(lambda shape=shape: two.preview.shape is not shape)
    pulse.stop()
    QTest.mouseRelease(shown.slider, LEFT, pos=pixel(two, 0.75))
    assert max(pulse.own) < 0.1
    assert session.undo_stack.count() == steps + 1 and not session.dragging
    assert session.undo_stack.undoText() == "Walk from stool.png to kleiner Tisch ä 桌.png"
    kept = shown.path
    assert shown.slider.share == pytest.approx(0.75, abs=0.02)
    QTest.mouseClick(shown.slider, LEFT, pos=pixel(two, 1.0))
    assert session.document.code.shape == pytest.approx(far, abs=1e-4)
    there = first.result.code["detail_maps"]
    assert np.array_equal(session.document.code["detail_maps"], there), "it came along"
    QTest.mouseClick(shown.slider, LEFT, pos=pixel(two, 0.0))
    assert session.document.code.shape == pytest.approx(near, abs=1e-6)
    assert session.document.current.detail is None
    assert shown.path is kept  # the end that walks is still where it began
    while session.undo_stack.count() > steps and session.undo_stack.index() > steps:
        session.undo_stack.undo()
    assert session.document is before and shown.slider.value() == 0


def test_an_edit_elsewhere_makes_it_another_path(two: MainWindow):
    session, shown = two.session, panel(two)
    old, item = shown.path, session.document.current
    moved = session.document.code.shape + np.float32(0.5)
    session.do(take_shape(session.document, item, moved, "Move"))
    assert shown.path is None
    wait(lambda: shown.path is not None)
    assert shown.path is not old
    session.undo_stack.undo()
    assert shown.path is old


def test_a_snapshot_is_an_end_and_the_ends_stay_apart(two: MainWindow):
    session, shown = two.session, panel(two)
    QTest.mouseClick(shown.slider, LEFT, pos=pixel(two, 0.5))
    two.actions_by_id["snapshot"].trigger()
    two.bring("PathPanel")
    snapshot = session.document.snapshots[0]
    assert shown.end.currentText() == "kleiner Tisch ä 桌.png"  # a walk's end stays its end
    assert shown.slider.share == pytest.approx(0.5, abs=0.02)
    shown.end.setCurrentIndex(shown.end.findData(snapshot.id))
    shown.end.activated.emit(shown.end.currentIndex())
    assert shown.ends == (session.document.selected, snapshot.id)
    shown.start.setCurrentIndex(shown.start.findData(snapshot.id))
    shown.start.activated.emit(shown.start.currentIndex())
    assert shown.ends is not None and shown.ends[0] == snapshot.id


def test_selecting_the_other_image_lets_it_walk(two: MainWindow):
    session, shown = two.session, panel(two)
    first, second = session.document.items
    session.select(first.id)
    assert shown.ends == (first.id, second.id)
    wait(lambda: shown.path is not None)


def test_keys_walk_too(two: MainWindow):
    shown = panel(two)
    QTest.keyClick(shown.slider, Qt.Key.Key_Right)
    assert shown.slider.value() > 0
    assert two.session.undo_stack.undoText().startswith("Walk from")


def test_with_one_shape_it_says_what_to_do(window: MainWindow, table: Path):
    add(window, table)
    window.show()
    shown = window.bring("PathPanel")
    assert "reconstruct first" in shown.hint.text()
    reconstruct(window)
    assert "snapshot" in shown.hint.text() and shown.ends is None
