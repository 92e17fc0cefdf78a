"""Moving the selected item up and down in its list: what the actions do, and why they cannot."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from viewer.document.item_edits import reorder
from viewer.i18n.translate import tr

if TYPE_CHECKING:
    from viewer.window.main_window import MainWindow


def shift(step: int) -> Callable[[MainWindow], object]:
    """An action that moves the selected item by some places."""
    return lambda window: window.session.do(
        reorder(window.session.document.current, _place(window, step))
    )


def needs_place(step: int) -> Callable[[MainWindow], str]:
    """Why it cannot be moved there."""

    def refuses(window: MainWindow) -> str:
        document = window.session.document
        if document.current is None:
            return tr("There is no image yet: add one first")
        if 0 <= _place(window, step) < len(document.items):
            return ""
        return tr("It is the first image") if step < 0 else tr("It is the last image")

    return refuses


def _place(window: MainWindow, step: int) -> int:
    document = window.session.document
    return [item.id for item in document.items].index(document.selected) + step
