"""The rows of the table of actions that are about the several photographs of an object."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from viewer.actions.action import Action
from viewer.document.item_edits import Item
from viewer.document.photo_edits import (
    move_photograph,
    put_together,
    remove_photograph,
    split,
    take_out,
)
from viewer.i18n.translate import tr
from viewer.importing import open_files
from viewer.scene import photo_cameras
from viewer.system import preferences

if TYPE_CHECKING:
    from viewer.window.main_window import MainWindow


def _needs_several(window: MainWindow) -> str:
    item = window.session.document.current
    if item is None:
        return tr("There is no image yet: add one first")
    if window.session.running(item.id):
        return tr("It is being reconstructed: cancel that first")
    return "" if item.more else tr("It has one photograph only")


def _needs_more_items(window: MainWindow) -> str:
    items = window.session.document.items
    if any(item.view.solid is not None for item in items):
        return tr("A shape that was given has no photographs to put together")
    if any(window.session.running(item.id) for item in items):
        return tr("It is being reconstructed: cancel that first")
    return "" if len(items) > 1 else tr("There is one object only")


def _needs_above(window: MainWindow) -> str:
    reason = _needs_more_items(window)
    first = window.session.document.items[:1]
    here = window.session.document.current
    return reason or (tr("It is the first image") if [here] == list(first) else "")


def _needs_place(step: int) -> Callable[[MainWindow], str]:
    def refuses(window: MainWindow) -> str:
        reason, item = _needs_several(window), window.session.document.current
        if reason or item is None:
            return reason
        if 0 <= window.session.photo + step <= len(item.more):
            return ""
        return tr("It is the first photograph") if step < 0 else tr("It is the last photograph")

    return refuses


def _needs_cameras(window: MainWindow) -> str:
    known = photo_cameras.measured_views(window.session.document.current)
    several = sum(view is not None for view in known) > 1
    return "" if several else tr("It is not known where the photographs were taken from")


def _item(window: MainWindow) -> Item:
    item = window.session.document.current
    assert item is not None  # the actions refuse without one
    return item


def _together(window: MainWindow, every: bool) -> None:
    items, here = window.session.document.items, _item(window)
    above = items[items.index(here) - 1]
    first, others = (items[0], items[1:]) if every else (above, (here,))
    window.session.do(put_together(first, others))


def _step(step: int) -> Callable[[MainWindow], object]:
    def run(window: MainWindow) -> None:
        window.session.choose_photo(window.session.photo + step)

    return run


def _shift(step: int) -> Callable[[MainWindow], object]:
    def run(window: MainWindow) -> None:
        photo = window.session.photo
        window.session.do(move_photograph(_item(window), photo, photo + step))
        window.session.show_as(photo=photo + step)

    return run


def _ask_for_cameras(window: MainWindow) -> None:
    start = preferences.value("open/folder")
    words = tr("Camera files (*.json *.npz *.txt);;All files (*)")
    chosen, _ = QFileDialog.getOpenFileName(window, tr("Cameras from a file"), start, words)
    if chosen:
        open_files.attach(window.session, Path(chosen))


PHOTO_ACTIONS: tuple[Action, ...] = (
    Action("together", "Photographs", "One object with the image above",
           lambda w: _together(w, False), "Ctrl+G", "join", _needs_above),
    Action("together_all", "Photographs", "All images are one object",
           lambda w: _together(w, True), "Ctrl+Shift+G", "", _needs_more_items),
    Action("split", "Photographs", "Each photograph is a shape of its own",
           lambda w: w.session.do(split(_item(w))), "Ctrl+U", "", _needs_several),
    Action("cameras_from", "Photographs", "Cameras from a file…", _ask_for_cameras, "", "",
           _needs_several),
    Action("next_photo", "Photographs", "Next photograph", _step(1), ".", "", _needs_place(1)),
    Action("previous_photo", "Photographs", "Previous photograph", _step(-1), ",", "",
           _needs_place(-1)),
    Action("photo_earlier", "Photographs", "Move the photograph forward", _shift(-1), "Alt+Left",
           "", _needs_place(-1)),
    Action("photo_later", "Photographs", "Move the photograph back", _shift(1), "Alt+Right", "",
           _needs_place(1)),
    Action("take_out", "Photographs", "Take the photograph out",
           lambda w: w.session.do(take_out(_item(w), w.session.photo)), "", "", _needs_several),
    Action("remove_photo", "Photographs", "Remove the photograph",
           lambda w: w.session.do(remove_photograph(_item(w), w.session.photo)), "Shift+Del",
           "trash", _needs_several),
    Action("cameras", "View", "Cameras of the photographs",
           lambda w: w.session.show_as(cameras=not w.session.look.cameras), "K", "cameras",
           _needs_cameras, checked=lambda w: w.session.look.cameras),
)  # fmt: skip
PHOTO_GAPS = {"split", "next_photo", "photo_earlier", "take_out"}
STRIP_MENU = ("overlay", "brush", "", "photo_earlier", "photo_later", "", "take_out",
              "remove_photo")  # fmt: skip
