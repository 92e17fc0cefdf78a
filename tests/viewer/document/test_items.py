"""Several items in one document: their order, their names, and the history of what was done."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from steering import hold, wait

from core.types import View
from viewer.document.item_edits import add
from viewer.widgets.row_list import MIME, NameField
from viewer.window.main_window import MainWindow


@pytest.fixture
def three(window: MainWindow) -> MainWindow:
    """A window with the items a, b and c; c is selected."""
    for name in "abc":
        pixels = np.full((30, 40, 3), 90, np.uint8)
        window.session.do(add(View(pixels, np.ones((30, 40), np.float32), name=f"{name}.png")))
    return window


def names(window: MainWindow) -> list[str]:
    return [item.name for item in window.session.document.items]


def drag_row(window: MainWindow, id: int, under: int) -> None:
    """Hold an item's row below so many rows, and let go."""
    rows = window.panel("ImagesPanel").list
    laid_out = window.panel("ImagesPanel").rows()
    wait(lambda: laid_out[-1].geometry().top() > laid_out[0].geometry().bottom())
    y = laid_out[under - 1].geometry().bottom() if under else 1.0
    data = QMimeData()
    data.setData(MIME, str(id).encode())
    assert hold(rows, data)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    moving = QDragMoveEvent(QPoint(20, round(y)), Qt.DropAction.MoveAction, data, left, none)
    QApplication.sendEvent(rows, moving)
    assert rows._line.isVisible()
    drop = QDropEvent(QPointF(20, y), Qt.DropAction.MoveAction, data, left, none)
    QApplication.sendEvent(rows, drop)
    assert not rows._line.isVisible()


def test_rows_are_put_in_another_order_by_dragging_as_one_step(three: MainWindow):
    session, before = three.session, three.session.document
    first, second, third = (item.id for item in before.items)
    steps = session.undo_stack.count()
    drag_row(three, third, 0)
    assert names(three) == ["c.png", "a.png", "b.png"]
    assert session.undo_stack.count() == steps + 1 and session.undo_stack.undoText() == "Move c.png"
    assert [row.item.name for row in three.panel("ImagesPanel").rows()] == names(three)
    session.undo_stack.undo()
    assert session.document is before
    drag_row(three, first, 2)
    assert names(three) == ["b.png", "a.png", "c.png"]
    drag_row(three, second, 0)  # where it is already
    assert session.undo_stack.count() == steps + 1


def test_keys_move_the_selected_image(three: MainWindow):
    up, down = three.actions_by_id["move_up"], three.actions_by_id["move_down"]
    assert not down.isEnabled() and "last image" in down.toolTip()
    up.trigger()
    up.trigger()
    assert names(three) == ["c.png", "a.png", "b.png"] and not up.isEnabled()
    down.trigger()
    assert names(three) == ["a.png", "c.png", "b.png"]


def test_a_name_is_changed_where_it_stands(three: MainWindow):
    session, before = three.session, three.session.document
    three.actions_by_id["rename"].trigger()
    field = three.panel("ImagesPanel").findChild(NameField)
    assert field.text() == "c.png" and field.selectedText() == "c.png"
    QTest.keyClicks(field, "The chair")
    QTest.keyClick(field, Qt.Key.Key_Return)
    wait(lambda: names(three)[2] == "The chair")
    assert session.undo_stack.undoText() == "Rename c.png"
    assert three.panel("ImagesPanel").rows()[2].name.toolTip() == "The chair"
    assert session.document.current.view is before.current.view
    session.undo_stack.undo()
    assert session.document is before
    for text, key in (("other", Qt.Key.Key_Escape), ("  ", Qt.Key.Key_Return)):
        row = three.panel("ImagesPanel").rows()[2]
        QTest.mouseDClick(row, Qt.MouseButton.LeftButton, pos=QPoint(90, 15))
        field = row.findChild(NameField)
        QTest.keyClicks(field, text)
        QTest.keyClick(field, key)
        wait(row.name.isVisible)
        assert session.document is before


def test_the_history_names_every_step_and_a_click_goes_there(three: MainWindow):
    session = three.session
    three.bring("HistoryPanel")
    steps = three.panel("HistoryPanel").list
    documents = [session.document]
    three.actions_by_id["move_up"].trigger()
    documents.append(session.document)
    model = steps.model()
    shown = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert shown == ["Start", "Add a.png", "Add b.png", "Add c.png", "Move c.png"]
    for row, there in ((3, documents[0]), (4, documents[1]), (0, None)):
        place = steps.visualRect(model.index(row, 0)).center()
        steps.scrollTo(model.index(row, 0))
        place = steps.visualRect(model.index(row, 0)).center()
        QTest.mouseClick(steps.viewport(), Qt.MouseButton.LeftButton, pos=place)
        if there is not None:
            assert session.document is there
    assert session.document.items == () and not session.undo_stack.canUndo()
    assert session.undo_stack.canRedo()
