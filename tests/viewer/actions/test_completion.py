"""Completing what one side leaves open, in the real window."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from steering import add, reconstruct, wait

from core.types import Pose
from viewer.actions.completion import FAR, needs_a_side, standpoint
from viewer.actions.sampling import GUESSES
from viewer.document.item_edits import Edit, finish, move
from viewer.document.session import Session
from viewer.scene.orbit_camera import Orbit, from_pose
from viewer.view3d.compass import SIDE, Compass
from viewer.window.main_window import MainWindow


def moved(session: Session, axis: int, sigma: float) -> Edit:
    document = session.document
    return move(document, document.current, axis, sigma, session.directions, 1)


def test_what_is_seen_is_seen_from_where_the_camera_stands():
    pose = Pose(40.0, 25.0, 0.0, 2.4)
    camera = from_pose(pose)
    assert standpoint(camera) == Pose(
        pytest.approx(40), pytest.approx(25), 0.0, pytest.approx(camera.distance)
    )
    panned = Orbit(40.0, 25.0, 10.0, 2.0, target=(0.3, -0.2, 0.5))
    found = standpoint(panned)
    again = Orbit(found.azimuth, found.elevation, 0.0, found.distance)
    assert np.allclose(again.position, panned.position, atol=1e-6)
    assert standpoint(Orbit(40.0, 25.0, 0.0, 2.0, parallel=True)).distance == pytest.approx(FAR)


def test_a_click_on_the_compass_chooses_a_view(app: QApplication):
    compass, chosen = Compass(), []
    compass.chosen.connect(chosen.append)
    compass.show_views([(Pose(90.0, 0.0, 0.0, 2.4), 30.0), (Pose(0.0, 60.0, 0.0, 2.4), 4.0)])
    QTest.mouseClick(compass, Qt.MouseButton.LeftButton, pos=QPoint(SIDE - 9, SIDE // 2))
    QTest.mouseClick(compass, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))  # beside them all
    assert [pose.azimuth for pose in chosen] == [90.0]
    assert compass.words(0) == "90° around, 0° up: 30 bits"
    assert not compass.grab().isNull()


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
    views = card.compass._views
    assert len(views) == 24 and max(views, key=lambda view: view[1])[0] == card._look
    session.do(moved(session, 0, 2.0))
    assert not card.isVisible()  # another shape is shown: the line was not about it
    session.undo_stack.undo()
    assert session.undo_stack.undoText().startswith("Complete")
    session.undo_stack.undo()
    assert session.document is before
    session.do(finish(session.document.current, "Turn", turn="x"))
    assert "turned" in needs_a_side(window)
