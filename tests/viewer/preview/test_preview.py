"""What is shown and measured is always of the shape that is there, also around a drag."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from core.process.jobs import Shape
from core.types import Directions, Health, LatentCode, Mesh, Reconstruction, View, VoxelGrid
from viewer.document.item_edits import add, keep_result, move
from viewer.document.session import Session
from viewer.preview.shape_preview import COARSE, FINE, Preview
from viewer.tasks.engine import Engine, Handlers

ONE, OTHER = Health(10, True, (1.0, 0.5, 0.5)), Health(20, False, (1.0, 1.0, 0.5))
AXES = Directions(np.zeros(4, "f4"), np.eye(4, dtype="f4"), np.ones(4, "f4"), np.ones(4, "f4"))


class Desk(Engine):
    """An engine whose jobs are answered by hand."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, dict[str, Any], Handlers]] = []

    def submit(
        self, job: str, arguments: dict[str, Any], handlers: Handlers, *_: Any, **__: Any
    ) -> int:
        self.asked.append((job, arguments, handlers))
        return len(self.asked)

    def last(self, job: str) -> tuple[dict[str, Any], Handlers]:
        return next(asked[1:] for asked in reversed(self.asked) if asked[0] == job)

    def count(self, job: str) -> int:
        return sum(asked[0] == job for asked in self.asked)


@pytest.fixture
def preview(app: QApplication) -> Iterator[Preview]:
    """A reconstructed image whose shape has arrived and is being measured."""
    session = Session(Desk())
    preview = Preview(session)
    view = View(np.zeros((8, 8, 3), np.uint8))
    session.do(add(view))
    code = LatentCode({"shape": [0] * 4, "pose": [0] * 4, "lighting": [0] * 4}, "tl")
    result = Reconstruction("tl", code, VoxelGrid.canonical(np.ones((2, 2, 2))), (view,))
    session.do(keep_result(session.document.current, result))
    preview.desk, preview.session = session.engine, session
    answer_decode(preview, FINE)
    rest(preview)
    yield preview
    preview._still.stop()
    preview._measured._rested.stop()
    session.engine.close()


def rest(preview: Preview) -> None:
    """The hand rests for as long as measuring waits for."""
    timer = preview._measured._rested
    if timer.isActive():
        timer.stop()
        timer.timeout.emit()


def answer_decode(preview: Preview, resolution: int) -> Shape:
    arguments, handlers = preview.desk.last("decode")
    assert arguments["resolution"] == resolution
    mesh = Mesh(np.zeros((3, 3), np.float32), np.array([[0, 1, 2]], np.int32))
    shape = Shape(VoxelGrid.canonical(np.ones((2, 2, 2))), mesh)
    handlers.done(shape)
    return shape


def drag(preview: Preview, to: float) -> None:
    session = preview.session
    number = session.begin_drag()
    session.do(move(session.document, session.document.current, 0, to, AXES, number))


def test_a_shape_that_came_while_the_slider_was_held_still_is_measured_on_release(
    preview: Preview,
):
    preview.desk.last("measure")[1].done(ONE)
    assert preview.measures is ONE
    drag(preview, 1.0)
    answer_decode(preview, COARSE)
    assert preview.measures is None
    preview._still.timeout.emit()
    fine = answer_decode(preview, FINE)
    assert preview.shape is fine and preview.desk.count("measure") == 1
    preview.session.end_drag()
    rest(preview)
    arguments, handlers = preview.desk.last("measure")
    assert preview.desk.count("measure") == 2
    assert arguments["code"]["shape"].tolist() == [1, 0, 0, 0]
    handlers.done(OTHER)
    assert preview.measures is OTHER


def test_measures_of_a_shape_or_size_that_is_gone_are_not_taken(preview: Preview):
    before = preview.desk.last("measure")[1]
    drag(preview, 1.0)
    before.done(ONE)
    assert preview.measures is None
    preview.session.end_drag()
    before.done(ONE)
    assert preview.measures is None
    rest(preview)
    assert preview.desk.count("measure") == 1, "the shape is not there yet"
    answer_decode(preview, FINE)
    rest(preview)
    small = preview.desk.last("measure")[1]
    preview.set_export_resolution(128)
    small.done(ONE)
    assert preview.measures is None
    rest(preview)
    arguments, handlers = preview.desk.last("measure")
    assert arguments["resolution"] == 128
    handlers.done(OTHER)
    assert preview.measures is OTHER


def test_what_the_core_left_unmeasured_is_asked_again_when_it_is_back(preview: Preview):
    preview.desk.last("measure")[1].cancelled()
    preview.desk.ready.emit()
    rest(preview)
    assert preview.desk.count("measure") == 2


def test_a_measurement_or_picture_that_fails_is_said(preview: Preview):
    preview.desk.last("measure")[1].failed("The memory is full.")
    assert preview.measures is None and preview.measure_problem == "The memory is full."
    preview.desk.last("render")[1].failed("There is no picture.")
    assert preview.session.problems["view"] == "There is no picture."


def test_a_shape_that_cannot_be_built_is_not_said_to_be_measured(preview: Preview):
    drag(preview, 1.0)
    preview.session.end_drag()
    preview.desk.last("decode")[1].failed("The memory is full.")
    assert preview.measures is None and preview.measure_problem == "The memory is full."
    preview.session.undo_stack.undo()
    assert preview.measure_problem == ""


def test_an_answer_that_was_given_up_is_asked_for_again_after_a_quick_undo_and_redo(
    preview: Preview,
):
    undo, redo = preview.session.undo_stack.undo, preview.session.undo_stack.redo
    drag(preview, 1.0)
    preview.session.end_drag()
    answer_decode(preview, FINE)
    undo()
    rest(preview)
    first = preview.desk.last("measure")[1]
    redo()
    undo()
    first.cancelled()  # late: it was given up for the redo
    rest(preview)
    preview.desk.last("measure")[1].done(ONE)
    assert preview.measures is ONE
    redo()
    assert preview.measures is None
    first.done(OTHER)
    assert preview.measures is None, "that was about another shape"
