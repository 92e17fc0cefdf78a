"""What a row of the table of actions says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

if TYPE_CHECKING:
    from viewer.window.main_window import MainWindow


@dataclass(frozen=True)
class Action:
    """``refuses`` gives the reason why it cannot be done now, or nothing.

    ``checked`` makes it a switch. ``says`` is a text that depends on the state, as in
    "Undo Swap pose".
    """

    id: str
    menu: str
    text: str
    run: Callable[[MainWindow], object]
    shortcut: str = ""
    icon: str = ""
    refuses: Callable[[MainWindow], str] = lambda window: ""
    checked: Callable[[MainWindow], bool] | None = None
    says: Callable[[MainWindow], str] | None = None

    @cached_property
    def keys(self) -> str:
        """The shortcut as this system writes it."""
        return QKeySequence(self.shortcut).toString(QKeySequence.SequenceFormat.NativeText)
