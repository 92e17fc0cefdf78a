"""The map of shapes in the real window: hover, click, walk, begin; and the words about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from steering import Pulse, add, reconstruct, wait

from core.process.jobs import Path as Walk
from core.process.jobs import Standing
from core.types import Health
from viewer.document.item_edits import Document, lock
from viewer.panels.map import MapPanel
from viewer.text.quality import (
    advice,
    path_verdicts,
    resemblance,
    similar_near,
    small_step,
    validity,
)
from viewer.window.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton
SOUND = Health(faces=500, watertight=True, solid=True, pieces=1)


@pytest.fixture
def walker(window: MainWindow, table: Path) -> Iterator[MainWindow]:
    """A window with an image that `vae` has reconstructed, and the map in front."""
    session = window.session
    session.open(replace(Document(), method="vae"))
    wait(lambda: session.directions is not None)
    add(window, table)
    reconstruct(window)
    window.resize(1200, 800)
    window.show()
    window.bring("MapPanel")
    wait(lambda: panel(window).view.atlas is not None)
    preview = window.preview  # their sentences decide how much room there is for the map
    wait(lambda: preview.bearings.standing is not None and preview.measures is not None)
    window.grab()  # all is laid out
    yield window


def panel(window: MainWindow) -> MapPanel:
    return window.panel("MapPanel")


def pixel(window: MainWindow, index: int) -> QPoint:
    view = panel(window).view
    return view.point(view.atlas.places[index]).toPoint()


def lone(window: MainWindow) -> int:
    """A known shape that is the nearest one to its own pixel."""
    view = panel(window).view
    return next(i for i in range(200, 800) if view.known_at(pixel(window, i)) == i)


def test_hovering_names_a_shape_and_shows_its_picture(walker: MainWindow):
    view, index = panel(walker).view, lone(walker)
    before = view.grab().toImage()
    QTest.mouseMove(view, pixel(walker, index))
    wait(lambda: view.hovered == index)
    assert view.grab().toImage() != before
    QTest.mouseMove(view, QPoint(1, 1))
    wait(lambda: view.hovered is None)
    assert view.grab().toImage() == before


def test_a_click_takes_the_very_code_as_one_named_step(walker: MainWindow):
    session, view, index = walker.session, panel(walker).view, lone(walker)
    before, steps = session.document, session.undo_stack.count()
    QTest.mouseClick(view, LEFT, pos=pixel(walker, index))
    assert session.undo_stack.count() == steps + 1
    assert session.undo_stack.undoText().startswith("Take ")
    assert session.document.code.shape == pytest.approx(view.atlas.codes[index], abs=1e-5)
    assert view.here == pytest.approx(view.atlas.places[index])
    session.undo_stack.undo()
    assert session.document is before


def test_a_drag_walks_live_and_is_one_step(walker: MainWindow):
    session, view = walker.session, panel(walker).view
    before, steps = session.document, session.undo_stack.count()
    start, end = pixel(walker, lone(walker)), QPoint(60, 60)
    QTest.mousePress(view, LEFT, pos=start)
    seen = set()
    pulse = Pulse()
    pulse.start()
    for share in np.linspace(0.1, 1, 12):
        at = start + (end - start) * float(share)
        QTest.mouseMove(view, at)
        assert session.dragging
        assert view.here == pytest.approx(view.place(at), abs=1e-5)
        seen.add(session.document.code.shape.tobytes())
        shown = walker.preview.shape
        wait(lambda shown=shown: walker.preview.shape is not shown)
    pulse.stop()
    QTest.mouseRelease(view, LEFT, pos=end)
    assert len(seen) == 12 and not session.dragging
    assert max(pulse.own) < 0.1
    assert session.undo_stack.count() == steps + 1
    assert session.undo_stack.undoText() == "Walk on the map"
    session.undo_stack.undo()
    assert session.document is before


def test_arrow_keys_walk_too(walker: MainWindow):
    session, view = walker.session, panel(walker).view
    QTest.mouseClick(view, LEFT, pos=pixel(walker, lone(walker)))
    here = view.here.copy()
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.here[0] < here[0] and view.here[1] == pytest.approx(here[1])
    assert session.undo_stack.undoText() == "Walk on the map"


def test_locked_axes_stay_where_they_are(walker: MainWindow):
    session, view = walker.session, panel(walker).view
    session.do(lock(session.document.current, 0))
    held = session.directions.coordinates(session.document.code.shape)
    QTest.mouseClick(view, LEFT, pos=pixel(walker, lone(walker)))
    now = session.directions.coordinates(session.document.code.shape)
    assert now[0] == pytest.approx(held[0], abs=0.02) and np.abs(now - held)[1:].max() > 0.3


def test_showing_the_map_does_not_hold_up_the_window(walker: MainWindow):
    shown = panel(walker)
    walker.bring("LatentPanel")
    shown._atlases.clear()
    shown._places = type(shown._places)(8)
    pulse = Pulse()
    pulse.start()
    wait(lambda: len(pulse.own) > 2)
    walker.bring("MapPanel")
    count = len(pulse.own)
    wait(lambda: len(pulse.own) > count + 5)
    pulse.stop()
    assert shown.view.atlas is not None and max(pulse.own) < 0.1


def test_without_a_shape_a_click_begins_an_item(walker: MainWindow, stool: Path):
    session, view, index = walker.session, panel(walker).view, lone(walker)
    add(walker, stool)
    assert session.document.code is None
    count = len(session.document.items)
    walker.bring("MapPanel")
    QTest.mouseClick(view, LEFT, pos=pixel(walker, index))
    wait(lambda: len(session.document.items) == count + 1)
    item = session.document.current
    assert item.view.solid is not None and item.name in session.undo_stack.undoText()
    assert session.document.code.shape == pytest.approx(view.atlas.codes[index], abs=1e-5)
    session.undo_stack.undo()
    assert len(session.document.items) == count


def test_an_empty_window_can_begin_with_the_map(window: MainWindow):
    session = window.session
    session.open(replace(Document(), method="vae"))
    window.resize(1200, 800)
    window.show()
    assert window.right.isHidden()
    window.actions_by_id["map"].trigger()
    assert panel(window).view.isVisible() and panel(window).view.atlas is not None
    QTest.mouseClick(panel(window).view, LEFT, pos=pixel(window, lone(window)))
    wait(lambda: window.preview.shape is not None)
    assert len(session.document.items) == 1 and session.document.code.method == "vae"
    session.undo_stack.undo()
    assert session.document.items == () and window.right.isHidden()


def test_the_gauges_and_the_badges_follow_the_shape(walker: MainWindow):
    gauges, badges = walker.panel("GaugesPanel"), walker.shape_page.badges
    QTest.mouseClick(panel(walker).view, LEFT, pos=pixel(walker, lone(walker)))
    bearings, preview = walker.preview.bearings, walker.preview
    wait(lambda: bearings.standing is not None and preview.measures is not None)
    assert bearings.standing.strangeness == pytest.approx(0, abs=1e-3)
    assert "nearest known shapes" in gauges.near.words.text()
    assert "%" in gauges.step.words.text()
    assert "like a known shape" in gauges.valid.words.text()
    assert badges.sound.isVisible()
    sound = badges.sound.toolTip().removesuffix(".")
    assert gauges.valid.words.text().startswith(sound) and "known" not in sound
    # A shape from the map is not what was photographed, however sound its mesh is.
    wait(lambda: walker.preview.likeness.outline is not None)
    assert badges.alike.isVisible() and "outline" in badges.alike.toolTip()
    assert badges.alike.words.text() != "Like the photograph"


def test_a_method_without_a_map_says_so(window: MainWindow, table: Path):
    session = window.session
    add(window, table)
    window.show()
    shown = window.bring("MapPanel")
    shown._atlases[session.method] = None
    shown._refresh()
    assert shown.view.isHidden() and "no map yet" in shown.hint.text()
    assert not session.problems


@pytest.mark.parametrize(
    ("health", "strangeness", "level", "sentence"),
    [
        (SOUND, 0.5, "good", "One piece; closed; like a known shape."),
        (SOUND, 1.6, "warning", "One piece; closed; a little unlike the known shapes."),
        (replace(SOUND, pieces=2), 9.0, "warning", "Two pieces; closed; unlike any known shape."),
        (replace(SOUND, pieces=40), 1, "problem", "40 pieces; closed; like a known shape."),
        (replace(SOUND, watertight=False, solid=False), None, "problem", "One piece; not closed."),
        (Health(), 1.0, "problem", "The shape is empty."),
        (None, 1.0, "unknown", "The shape is being measured."),
    ],
)
def test_validity_in_words(health, strangeness, level, sentence):
    found = validity(health, Standing(strangeness, None, 0.01))
    assert (found.level, found.sentence) == (level, sentence)


@pytest.mark.parametrize(
    ("outline", "expected", "checked", "word", "level", "helps"),
    [
        (0.97, 0.8, True, "Like the photograph", "good", ""),
        (0.97, 0.61, True, "Hidden side uncertain", "warning", ""),
        (0.97, 0.3, True, "Hidden side uncertain", "warning", "another angle"),
        (0.8, 0.8, True, "Roughly like", "warning", ""),
        (0.5, 0.8, True, "Unlike the photograph", "problem", "Mend the mask"),
        (0.5, 0.8, False, "Unlike the photograph", "problem", "Mend the mask"),
        (0.97, 0.2, False, "Outline fits", "good", ""),  # what it expects was never compared
        (0.97, None, True, "Outline fits", "good", ""),  # moved by hand
        (None, 0.8, True, "Like the photograph", "good", ""),
        (None, 0.5, True, "Hidden side uncertain", "warning", ""),
        (None, None, True, "Being compared", "unknown", ""),
    ],
)
def test_likeness_in_words(outline, expected, checked, word, level, helps):
    found, verdict = resemblance(outline, expected, checked)
    assert found.startswith(word) and verdict.level == level
    assert ("outline" in verdict.sentence) == (outline is not None)
    assert ("volume" in verdict.sentence) == (expected is not None and checked)
    words = advice(outline, expected, checked)
    assert helps in words and bool(words) == bool(helps)


def test_properties_in_words():
    chairs = ("chair",) * 5 + ("night_stand",)
    assert similar_near(Standing(0, chairs, 0)).level == "good"
    assert "5 are of the class chair" in similar_near(Standing(0, chairs, 0)).sentence
    mixed = ("chair", "desk", "sofa", "bed", "night_stand", "night_stand")
    assert similar_near(Standing(0, mixed, 0)).level == "problem"
    assert "night stand" in similar_near(Standing(0, mixed, 0)).sentence
    assert similar_near(Standing(None, None, 0)).level == "unknown"
    levels = [small_step(Standing(None, None, step)).level for step in (0.01, 0.05, 0.3)]
    assert levels == ["good", "warning", "problem"]


def test_a_path_in_words():
    sound = Walk(np.zeros((7, 2, 2), np.uint8), 13, 0, 0, 0.12, 0.1, 0.11, 0.1)
    even, whole, decided = path_verdicts(sound)
    assert [each.level for each in (even, whole, decided)] == ["good"] * 3
    assert "12%" in even.sentence and "All 13" in whole.sentence
    poor = replace(sound, broken=9, largest=0.5, undecided=0.4)
    levels = [each.level for each in path_verdicts(poor)]
    assert levels == ["warning", "problem", "problem"]
    assert path_verdicts(replace(sound, largest=0.0, mean=0.0))[0].level == "unknown"
