"""In the smallest window nothing is cut, and the tray below keeps its size from tab to tab."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from steering import add, draw_table, reconstruct, wait

from core.process.jobs import Numbers
from viewer.panels.codes import CHIP
from viewer.text.numbers import values
from viewer.window.layout import LOW_HEIGHT, SHORTEST, SMALLEST, STEP
from viewer.window.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def small(window: MainWindow, tmp_path: Path) -> MainWindow:
    """The smallest window with three images; the last two have their shapes."""
    window.resize(*SMALLEST)
    for name in ("armchair.png", "teapot.png", "25ffa37c.jpg"):
        add(window, draw_table(tmp_path / name, (120, 70, 30)))
    for item in window.session.document.items[1:]:
        window.session.select(item.id)
        reconstruct(window)
    return window


def whole(widget: QWidget) -> bool:
    """Whether all of a widget is seen, and nothing cuts it off."""
    return widget.visibleRegion().boundingRect() == widget.rect()


def test_names_and_chips_have_room(small: MainWindow):
    images = small.panel("ImagesPanel")
    names = [item.name for item in small.session.document.items]
    wait(lambda: [row.name.text() for row in images.rows()] == names)
    chips = small.panel("CodesPanel").rows["shape"].chips()
    wait(lambda: all(whole(chip) for chip in chips))
    assert len(chips) == 3 and chips[0].width() == CHIP


def test_the_button_that_removes_an_image_comes_with_the_mouse(window: MainWindow, table: Path):
    add(window, table)
    row = window.panel("ImagesPanel").rows()[0]
    wait(row.isVisible)
    assert not row.remove_button.isVisible()
    middle = QPointF(row.rect().center())
    QApplication.sendEvent(row, QEnterEvent(middle, middle, middle))
    assert row.remove_button.isVisible() and whole(row.remove_button)
    QApplication.sendEvent(row, QEvent(QEvent.Type.Leave))
    assert not row.remove_button.isVisible()
    QApplication.sendEvent(row, QEnterEvent(middle, middle, middle))
    QTest.mouseClick(row.remove_button, LEFT)
    assert window.session.document.items == ()


def test_no_column_of_numbers_is_cut(small: MainWindow):
    for _ in range(2):
        small.actions_by_id["snapshot"].trigger()
    table = small.bring("ComparePanel").table
    wait(lambda: table.isVisible() and table.columnCount() == 4)
    room, width = table.viewport().width(), table.columnWidth(0)
    assert room // width == 3 and room % width < 12
    assert table.horizontalHeaderItem(1).text().endswith("2")  # what tells snapshots apart


def test_a_large_volume_still_fits_its_column():
    close, large = Numbers(0.5, 0.01, 9, (1, 1, 1), True, 0.5), 1.8174
    assert values(close, 100)[-1] == "500.0"
    assert values(replace(close, volume=large), 100)[-1] == "1817"


def test_what_lies_over_a_view_grows_with_it(small: MainWindow):
    views = small.shape_page.views
    small.actions_by_id["snapshot"].trigger()
    small.actions_by_id["difference"].trigger()
    wait(views.legend.isVisible)
    assert not views.legend.slim and views.live._gizmo_seen
    tall = views.legend.height()
    small.actions_by_id["views_4"].trigger()
    wait(lambda: views.legend.slim and views.legend.height() < tall)
    assert not views.live._gizmo_seen and views.legend.width() < views.live.width()
    small.actions_by_id["views_1"].trigger()
    wait(lambda: views.legend.height() == tall and views.live._gizmo_seen)


def test_the_tray_below_keeps_its_height_from_tab_to_tab(small: MainWindow):
    bottom, view = small.columns["bottom"], small.viewport
    seen = set()
    for index in range(len(bottom.titles)):
        bottom.show_page(index)
        QApplication.processEvents()
        seen.add((bottom.pages.height(), view.height()))
    assert len(seen) == 1 and 120 < seen.pop()[0] <= LOW_HEIGHT
    assert whole(small.panel("LogPanel").text)


def test_the_tray_below_is_dragged_higher(window: MainWindow, table: Path):
    window.resize(1000, 800)
    add(window, table)
    bottom, grip = window.columns["bottom"], window.arrangement.grips["bottom"]
    assert not grip.isVisible()  # nothing is open
    window.bring("SnapshotsPanel")
    card = window.panel("SnapshotsPanel").button
    QApplication.processEvents()
    before, low = bottom.pages.height(), card.height()
    here = grip.rect().center()
    QTest.mousePress(grip, LEFT, pos=here)
    QTest.mouseMove(grip, here - QPoint(0, 30))
    QTest.mouseRelease(grip, LEFT, pos=here)
    assert bottom.pages.height() == before + 30
    QApplication.processEvents()
    assert card.height() > low  # what is in it takes the room
    grip.setFocus()
    QTest.keyClick(grip, Qt.Key.Key_Down)
    assert bottom.pages.height() == before + 30 - STEP
    window.arrangement.widen("bottom", 9999)
    assert window.middle.height() > 200
    window.arrangement.widen("bottom", 1)
    assert bottom.pages.height() == SHORTEST
    window.arrangement.keep()
    window.arrangement.widen("bottom", 300)
    window.arrangement.restore()
    assert bottom.pages.height() == SHORTEST
    QTest.mouseDClick(grip, LEFT)
    assert bottom.pages.height() == before


def test_no_tab_is_in_front_while_nothing_is_open(window: MainWindow, table: Path):
    add(window, table)
    bottom = window.columns["bottom"]
    tabs = [bottom.tabs.button(index) for index in range(len(bottom.titles))]
    assert not any(tab.isChecked() for tab in tabs)
    assert not tabs[0].isEnabled() and tabs[0].toolTip()  # there is no picture yet
    QTest.mouseClick(tabs[2], LEFT)
    assert [tab.isChecked() for tab in tabs].index(True) == 2 and bottom.pages.isVisible()
    QTest.mouseClick(tabs[2], LEFT)
    assert not any(tab.isChecked() for tab in tabs) and not bottom.pages.isVisible()
    bottom.show_page(0)
    reconstruct(window)
    assert tabs[0].isChecked() and tabs[0].isEnabled() and bottom.pages.isVisible()


def test_the_keys_do_not_land_on_a_button_when_the_page_turns(window: MainWindow, table: Path):
    window.activateWindow()
    wait(window.isActiveWindow)
    add(window, table)
    button = window.stage.button
    button.setFocus()
    assert QApplication.focusWidget() is button
    QTest.mouseClick(button, LEFT)
    wait(lambda: window.middle.currentWidget() is window.shape_page)
    assert QApplication.focusWidget() is window
    window.actions_by_id["brush"].trigger()
    wait(lambda: window.middle.currentWidget() is window.stage)
    window.stage.back.setFocus()
    QTest.mouseClick(window.stage.back, LEFT)
    wait(lambda: window.middle.currentWidget() is window.shape_page)
    assert QApplication.focusWidget() is window
