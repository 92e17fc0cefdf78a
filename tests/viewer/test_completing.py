"""Completing what one side leaves open, in the real window."""

from __future__ import annotations

from pathlib import Path

import pytest
from steering import add, reconstruct, wait

from viewer.completing import needs_a_side
from viewer.document import Edit, finish, move
from viewer.drawing import GUESSES
from viewer.main_window import MainWindow
from viewer.session import Session


def moved(session: Session, axis: int, sigma: float) -> Edit:
    document = session.document
    return move(document, document.current, axis, sigma, session.directions, 1)


def test_wholes_become_snapshots_and_the_next_view_is_offered(window: MainWindow, table: Path):
    assert "no shape" in needs_a_side(window)
    add(window, table)
    reconstruct(window)
    session = window.session
    before, card = session.document, window.shape_page.next_view
    assert not card.isVisible()
    window.actions_by_id["complete"].trigger()
    wait(lambda: session.document.snapshots)
    snapshots = session.document.snapshots
    assert len(snapshots) == GUESSES and {one.code.method for one in snapshots} == {"shapenets"}
    assert all("whole" in one.name and "%" in one.name for one in snapshots)
    assert "surface" in snapshots[0].made
    assert card.isVisible() and "of the surface was seen" in card.words.text()
    camera = window.viewport.scene.camera
    card.go.click()
    wait(lambda: not window.viewport.busy)
    there = window.viewport.scene.camera
    assert there != camera
    assert there.elevation == pytest.approx(card._look.elevation, abs=0.5)
    assert abs((there.azimuth - card._look.azimuth + 180) % 360 - 180) < 0.5
    session.do(moved(session, 0, 2.0))
    assert not card.isVisible()  # another shape is shown: the line was not about it
    session.undo_stack.undo()
    assert session.undo_stack.undoText().startswith("Complete")
    session.undo_stack.undo()
    assert session.document is before
    session.do(finish(session.document.current, "Turn", turn="x"))
    assert "turned" in needs_a_side(window)
