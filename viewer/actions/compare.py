"""The rows of the table of actions that are about comparing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from viewer.actions.action import Action
from viewer.i18n.translate import tr

if TYPE_CHECKING:
    from viewer.window.main_window import MainWindow


def _needs_shape(window: MainWindow) -> str:
    has_shape = window.session.document.code is not None
    return "" if has_shape else tr("There is no shape yet: reconstruct first")


def _needs_other(window: MainWindow) -> str:
    reason = _needs_shape(window)
    if not reason and window.preview.comparer.chosen is None:
        reason = tr("There is nothing to compare with: take a snapshot first")
    return reason


def _needs_snapshot(window: MainWindow) -> str:
    taken = window.session.document.snapshots
    chosen = bool(taken) and window.panel("SnapshotsPanel").chosen is not None
    return "" if chosen else tr("Choose a snapshot first")


def _needs_target(window: MainWindow) -> str:
    if window.session.document.current is None:
        return tr("There is no image yet: add one first")
    return _needs_snapshot(window)


def _shows(name: str, value: object) -> Callable[[MainWindow], bool]:
    return lambda window: getattr(window.session.look, name) == value


def _views(count: int) -> Callable[[MainWindow], object]:
    return lambda window: window.session.switch(views=count)


def _flip(window: MainWindow) -> None:
    window.session.show_as(flipped=not window.session.look.flipped)


def _color_difference(window: MainWindow) -> None:
    """Only a lit surface can be coloured, and only the live one is."""
    look, changes = window.session.look, {}
    if not look.difference:
        shading = look.shading if look.shading in ("smooth", "flat") else "smooth"
        changes = {"representation": "mesh", "shading": shading, "flipped": False}
    window.session.show_as(difference=not look.difference, **changes)


COMPARE_ACTIONS: tuple[Action, ...] = (
    Action("snapshot", "Compare", "Take snapshot", lambda w: w.panel("SnapshotsPanel").take(),
           "Ctrl+Shift+D", "snapshot", _needs_shape),
    Action("restore", "Compare", "Restore snapshot", lambda w: w.panel("SnapshotsPanel").restore(),
           "", "restore", _needs_target),
    Action("rename_snapshot", "Compare", "Rename snapshot",
           lambda w: w.panel("SnapshotsPanel").rename(), "", "rename", _needs_snapshot),
    Action("remove_snapshot", "Compare", "Remove snapshot",
           lambda w: w.panel("SnapshotsPanel").remove(), "", "trash", _needs_snapshot),
    Action("views_1", "Compare", "One view", _views(1), "Alt+1", "views-1",
           checked=_shows("views", 1)),
    Action("views_2", "Compare", "Two views", _views(2), "Alt+2", "views-2", _needs_shape,
           _shows("views", 2)),
    Action("views_4", "Compare", "Four views", _views(4), "Alt+4", "views-4", _needs_shape,
           _shows("views", 4)),
    Action("flip", "Compare", "Flip to the other shape", _flip, "Tab", "compare", _needs_other,
           _shows("flipped", True)),
    Action("difference", "Compare", "Colour the difference", _color_difference, "D",
           "difference", _needs_other, _shows("difference", True)),
    Action("copy_numbers", "Compare", "Copy the numbers", lambda w: w.panel("ComparePanel").copy(),
           "Ctrl+Shift+C", "copy", _needs_shape),
    Action("copy_csv", "Compare", "Copy the numbers as CSV",
           lambda w: w.panel("ComparePanel").copy_csv(), "", "", _needs_shape),
)  # fmt: skip
COMPARE_GAPS = ("views_1", "flip", "copy_numbers")
