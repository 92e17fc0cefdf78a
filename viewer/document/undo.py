"""The steps of the undo stack."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

from viewer.document.item_edits import Document, Edit


class Change(QUndoCommand):
    """The one undo command: from one document to another."""

    def __init__(
        self, show: Callable[[Document], None], before: Document, after: Document, edit: Edit
    ) -> None:
        super().__init__(edit.name)
        self._show, self._before, self._after = show, before, after
        self._merge = edit.merge

    def id(self) -> int:
        return -1 if self._merge is None else 1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, Change) or other._merge != self._merge:
            return False
        self._after = other._after
        self.setText(other.text())
        return True

    def undo(self) -> None:
        self._show(self._before)

    def redo(self) -> None:
        self._show(self._after)
