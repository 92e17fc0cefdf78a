"""The table of actions: each has a place in the menus, its own key, and a reason when it is off."""

from __future__ import annotations

from collections import Counter

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from core.utils.files import RESOURCES
from viewer.actions.table import ACTIONS
from viewer.scene.orbit_camera import PRESETS
from viewer.window.main_window import MainWindow

AGREED = {
    "open": "Ctrl+O",
    "paste": "Ctrl+V",
    "undo": "Ctrl+Z",
    "redo": "Ctrl+Shift+Z",
    "export": "Ctrl+E",
    "reconstruct": "Ctrl+R",
    "cancel": "Esc",
    "front": "1",
    "right": "3",
    "top": "7",
    "back": "Ctrl+1",
    "left": "Ctrl+3",
    "bottom": "Ctrl+7",
    "iso": "9",
    "orthographic": "5",
    "frame": "F",
    "wireframe": "W",
    "grid": "G",
    "axes": "X",
    "brush": "B",
    "smaller_brush": "[",
    "larger_brush": "]",
    "swap_brush": "X",
}


def test_ids_and_keys_are_used_once():
    # X is the axes of the shape, and swaps the brush where the mask is shown instead.
    keys = [row.shortcut for row in ACTIONS if row.id != "swap_brush"]
    for values in ([row.id for row in ACTIONS], keys):
        counts = Counter(value for value in values if value)
        assert counts and max(counts.values()) == 1


def test_the_agreed_keys_are_kept():
    assert {row.id: row.shortcut for row in ACTIONS if row.id in AGREED} == AGREED


def test_every_side_of_the_shape_has_an_action():
    assert set(PRESETS) <= {row.id for row in ACTIONS}


def test_every_icon_is_there():
    named = {row.icon for row in ACTIONS if row.icon}
    assert named and all((RESOURCES / "icons" / f"{name}.svg").exists() for name in named)


def test_every_action_is_in_a_menu(window: MainWindow):
    known = set(window.actions_by_id.values())

    def inside(menu: QMenu) -> list[QAction]:
        """The actions of a menu and of the menus in it; `open_recent` is one that has its own."""
        found = []
        for action in menu.actions():
            if action in known:
                found.append(action)
            elif action.menu() is not None:
                found += inside(action.menu())
            else:
                assert action.isSeparator()
        return found

    listed = [action for entry in window.menuBar().actions() for action in inside(entry.menu())]
    assert len(listed) == len(known) and set(listed) == known


def test_tooltips_carry_the_key_and_a_disabled_one_says_why(window: MainWindow):
    for row in ACTIONS:
        action, reason = window.actions_by_id[row.id], row.refuses(window)
        assert action.isEnabled() == (not reason)
        expected = reason or action.shortcut().toString()
        assert expected in action.toolTip()
    assert window.actions_by_id["reconstruct"].toolTip().startswith("Reconstruct: There is no")
