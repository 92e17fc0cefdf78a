"""Without a mouse and without eyes: everything is reached by Tab, and everything has a name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QWidget
from steering import add, reconstruct, wait

from viewer.dialogs import DIALOGS
from viewer.window import focus_order
from viewer.window.main_window import MainWindow


def focusable(top: QWidget) -> list[QWidget]:
    """The controls in a window that the keyboard can be on, hidden tabs and pages included."""
    return [
        widget
        for widget in top.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.window() is top
        and not widget.focusProxy()
        and not widget.objectName().startswith("qt_")
    ]


def said(widget: QWidget) -> str:
    """What a screen reader says of a control."""
    face = QAccessible.queryAccessibleInterface(widget)
    return face.text(QAccessible.Text.Name).strip() if face is not None else ""


def described(widget: QWidget) -> str:
    above = [type(widget).__name__]
    while (widget := widget.parentWidget()) is not None:
        above.append(type(widget).__name__)
    return " in ".join(above[:5])


@pytest.fixture
def full(window: MainWindow, table: Path, stool: Path) -> Iterator[MainWindow]:
    """A window with two images, one of them with its shape."""
    add(window, table, stool)
    reconstruct(window)
    wait(lambda: window.session.directions is not None and window.engine.idle)
    yield window


def test_every_control_of_the_window_has_a_name(full: MainWindow):
    controls = focusable(full)
    assert len(controls) > 40
    nameless = [described(widget) for widget in controls if not said(widget)]
    assert not nameless, "\n".join(nameless)


@pytest.mark.parametrize("name", DIALOGS)
def test_every_control_of_the_dialogs_has_a_name(window: MainWindow, name: str):
    dialog = window.open(name)
    assert dialog.windowTitle()
    assert focusable(dialog)
    assert [described(widget) for widget in focusable(dialog) if not said(widget)] == []
    dialog.close()


def test_tab_reaches_every_control_that_is_seen(full: MainWindow):
    full.activateWindow()
    wait(full.isActiveWindow)
    full.setFocus()
    reached: list[QWidget] = []
    for _ in range(300):
        QTest.keyClick(QApplication.focusWidget() or full, Qt.Key.Key_Tab)
        here = QApplication.focusWidget()
        if here is None or here in reached:
            break
        reached.append(here)
    seen = [widget for widget in focusable(full) if widget.isVisible() and widget.isEnabled()]
    # Of a group where one is chosen, Tab reaches that one and the arrow keys the others.
    missed = [
        described(widget)
        for widget in seen
        if widget not in reached and not _one_of_a_group(widget)
    ]
    assert not missed, "\n".join(missed)
    assert len(reached) > 20


def test_tab_goes_through_the_window_as_one_reads(full: MainWindow):
    full.activateWindow()
    wait(full.isActiveWindow)
    full.setFocus()
    line = [widget for part in focus_order.stops(full) for widget in part]
    panel = full.panel
    landmarks = [
        full.tools.widgetForAction(full.tools.actions()[0]),
        panel("ImagesPanel").add_button,
        *panel("ImagesPanel").rows(),
        full.viewport,
        full.columns["bottom"].tabs.button(full.columns["bottom"].page),
        full.right.tabs.button(0),
        *(row.slider for row in panel("LatentPanel").rows if row.slider.isVisible()),
    ]
    places = [line.index(landmark) for landmark in landmarks]
    assert places == sorted(places)
    for widget in (*line, line[0]):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is widget
    QTest.keyClick(line[0], Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is line[-1]


def test_f6_goes_from_part_to_part_also_where_tab_compares(full: MainWindow):
    full.activateWindow()
    wait(full.isActiveWindow)
    full.actions_by_id["snapshot"].trigger()
    full.viewport.setFocus()
    QTest.keyClick(full.viewport, Qt.Key.Key_Tab)
    assert full.session.look.flipped and QApplication.focusWidget() is full.viewport
    been = []
    for _ in range(5):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
        been.append(QApplication.focusWidget())
    parts = [full.columns["bottom"], full.right, full.tools, full.left, full.middle]
    assert [part.isAncestorOf(one) for part, one in zip(parts, been, strict=True)] == [True] * 5


def _one_of_a_group(widget: QWidget) -> bool:
    grouped = isinstance(widget, QAbstractButton) and widget.group() is not None
    return grouped and widget.group().exclusive() and not widget.isChecked()


def test_the_focus_can_be_seen(full: MainWindow):
    """A picture of each kind of control differs once the keyboard is on it."""
    full.activateWindow()
    wait(full.isActiveWindow)
    kinds: dict[tuple[str, str, str], QWidget] = {}
    for widget in focusable(full):
        if widget.isVisible() and widget.isEnabled():
            role = f"{widget.property('role')}{widget.property('segment')}"
            kinds.setdefault((type(widget).__name__, role, type(widget.parent()).__name__), widget)
    unseen = []
    for widget in kinds.values():
        full.setFocus()
        QApplication.processEvents()
        before = widget.grab().toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        if widget.grab().toImage() == before and not isinstance(widget, QAbstractItemView):
            unseen.append(described(widget))
    assert not unseen, "\n".join(unseen)
    assert len(kinds) > 8


def test_every_button_says_what_it_does_and_a_disabled_one_why(full: MainWindow):
    buttons = [one for one in full.findChildren(QAbstractButton) if one.isVisible()]
    silent = [described(one) for one in buttons if not one.text() and not one.toolTip()]
    assert not silent, "\n".join(silent)
    unexplained = [
        f"{said(one)}: {described(one)}"
        for one in buttons
        if not one.isEnabled() and one.parentWidget().isEnabled() and not one.toolTip()
    ]
    assert not unexplained, "\n".join(unexplained)
