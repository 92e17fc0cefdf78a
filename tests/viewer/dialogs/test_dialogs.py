"""The palette and the cheat sheet: all of the action table, found by a few letters."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from steering import add

from viewer.actions.table import ACTIONS
from viewer.dialogs.cheat_sheet import GESTURES, PHOTO_GESTURES, CheatSheet, dealt
from viewer.dialogs.command_palette import CommandPalette, score
from viewer.window.main_window import MainWindow


def opened(window: MainWindow, id: str, kind: type) -> object:
    """What an action opens."""
    window.actions_by_id[id].trigger()
    return window.findChildren(kind)[-1]


def test_the_palette_lists_every_action_with_menu_keys_and_reason(window: MainWindow):
    palette = opened(window, "palette", CommandPalette)
    shown = palette.shown()
    assert [entry.row for entry in shown] == list(ACTIONS)
    for entry in shown:
        assert entry.menu == entry.row.menu
        assert entry.keys == window.actions_by_id[entry.row.id].shortcut().toString()
        assert entry.reason == entry.row.refuses(window)
    reasons = {entry.row.id: entry.reason for entry in shown}
    assert reasons["reconstruct"] and not reasons["grid"]
    palette.close()


@pytest.mark.parametrize(
    ("query", "best"),
    [("wire", "wireframe"), ("lght drk", "theme"), ("kbd sh", "cheat_sheet"), ("view top", "top")],
)
def test_a_few_letters_find_an_action(window: MainWindow, query: str, best: str):
    palette = opened(window, "palette", CommandPalette)
    QTest.keyClicks(palette.field, query)
    assert palette.shown()[0].row.id == best
    palette.close()


def test_letters_at_the_start_of_words_win():
    assert score("rs", "Reset shape") > score("rs", "Bring up stars")
    assert score("zz", "Reset shape") is None
    assert score("", "Reset shape") == 0


def test_enter_runs_and_what_cannot_be_done_stays_listed(window: MainWindow, table: Path):
    grid = window.session.look.grid
    palette = opened(window, "palette", CommandPalette)
    QTest.keyClicks(palette.field, "grid")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.session.look.grid is not grid
    assert not palette.isVisible()

    palette = opened(window, "palette", CommandPalette)
    QTest.keyClicks(palette.field, "remove image")
    assert palette.shown()[0].row.id == "remove" and palette.shown()[0].reason
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()  # it cannot be done, and the row says why
    palette.close()

    add(window, table)
    palette = opened(window, "palette", CommandPalette)
    QTest.keyClicks(palette.field, "remove image")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.session.document.items == ()


def test_the_arrow_keys_choose_and_escape_puts_it_away(window: MainWindow):
    palette = opened(window, "palette", CommandPalette)
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.list.currentRow() == 1
    QTest.keyClick(palette.field, Qt.Key.Key_Up)
    QTest.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.list.currentRow() == len(ACTIONS) - 1
    QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_the_cheat_sheet_has_every_action_its_keys_and_the_mouse(window: MainWindow):
    sheet = opened(window, "cheat_sheet", CheatSheet)
    words = [label.text() for label in sheet.findChildren(QLabel)]
    for row in ACTIONS:
        assert row.text.rstrip("…") in words and row.menu in words
        assert window.actions_by_id[row.id].shortcut().toString() in words
    for gesture, does in (*GESTURES, *PHOTO_GESTURES):
        assert gesture in words and does in words
    sheet.close()


def test_chapters_are_dealt_evenly_and_in_order():
    chapters = [(str(length), [("", "")] * length) for length in (9, 3, 6, 1, 8)]
    piles = dealt(chapters, 3)
    assert [chapter for pile in piles for chapter in pile] == chapters
    assert max(sum(len(rows) for _, rows in pile) for pile in piles) <= 12
