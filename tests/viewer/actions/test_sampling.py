"""Shapes by lot in the real window: from the prior, and several for one photograph."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from steering import add, reconstruct, wait

from viewer.actions.sampling import GUESSES, guess, needs_open_question
from viewer.document.item_edits import Document, lock
from viewer.window.main_window import MainWindow


@pytest.fixture
def sampler(window: MainWindow, table: Path) -> MainWindow:
    """A window with an image that `vae` has reconstructed."""
    window.session.open(replace(Document(), method="vae"))
    add(window, table)
    reconstruct(window)
    wait(lambda: window.session.directions is not None)
    return window


def draw(window: MainWindow) -> None:
    before = window.session.document
    window.actions_by_id["random_shape"].trigger()
    wait(lambda: window.session.document is not before)


def test_a_random_shape_comes_from_the_prior_as_one_step(sampler: MainWindow):
    session = sampler.session
    before, codes = session.document, []
    for _ in range(3):
        draw(sampler)
        assert session.undo_stack.undoText() == "Random shape"
        codes.append(session.document.code.shape)
    assert np.abs(codes[0] - codes[1]).max() > 0.5
    # 3 x 100 numbers that spread about as far as the prior, N(0, 1). They are drawn from where
    # codes of real shapes lie within it, so that three draws may well spread less.
    values = np.concatenate(codes)
    assert abs(values.mean()) < 0.25 and 0.6 < values.std() < 1.2
    for _ in range(3):
        session.undo_stack.undo()
    assert session.document is before


def test_a_drawn_shape_leaves_locked_axes_alone(sampler: MainWindow):
    session = sampler.session
    session.do(lock(session.document.current, 1))
    held = session.directions.coordinates(session.document.code.shape)
    draw(sampler)
    now = session.directions.coordinates(session.document.code.shape)
    assert now[1] == pytest.approx(held[1], abs=0.02) and abs(now - held).max() > 0.5


def test_several_shapes_become_snapshots_in_one_step(sampler: MainWindow):
    session = sampler.session
    before = session.document
    sampler.actions_by_id["guesses"].trigger()
    wait(lambda: session.document.snapshots)
    snapshots = session.document.snapshots
    assert len(snapshots) == GUESSES and len({one.name for one in snapshots}) == GUESSES
    assert "guess 1" in snapshots[0].name and "seed" in snapshots[0].made
    shapes = np.stack([one.code.shape for one in snapshots])
    assert shapes.std(0).max() > 0.05 and snapshots[0].code.method == "vae"
    assert sampler.panel("SnapshotsPanel").chosen is not None
    guess(sampler)
    wait(lambda: len(session.document.snapshots) == 2 * GUESSES)
    assert len({one.name for one in session.document.snapshots}) == 2 * GUESSES
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert session.document is before


def test_what_leaves_nothing_open_is_refused_with_a_reason(window: MainWindow, table: Path):
    session = window.session
    assert "no image" in needs_open_question(window)
    add(window, table)
    session.open(replace(session.document, method="tl"))
    assert "one shape only" in needs_open_question(window)
    action = window.actions_by_id["guesses"]
    assert not action.isEnabled() and "one shape only" in action.toolTip()
    session.open(replace(session.document, method="vae"))
    assert needs_open_question(window) == "" and action.isEnabled()
    item = session.document.current
    solid = replace(item, view=replace(item.view, solid=object()))
    session.open(replace(session.document, items=(solid,)))
    assert "given as a shape" in needs_open_question(window)
