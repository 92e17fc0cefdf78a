"""Widgets of one size in rows, as many in each as there is room for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget


class Flow(QWidget):
    """As high as its rows."""

    def __init__(self) -> None:
        super().__init__()
        self.widgets: list[QWidget] = []

    def hold(self, widgets: Sequence[QWidget]) -> None:
        """Take other widgets; those before are done away with."""
        for widget in self.widgets:
            widget.hide()
            widget.deleteLater()
        self.widgets = list(widgets)
        for widget in self.widgets:
            widget.setParent(self)
            widget.show()
        self._arrange(self.width())

    def columns(self, width: int) -> int:
        """How many stand in a row."""
        return max(1, width // self._cell.width())

    @property
    def _cell(self) -> QSize:
        return self.widgets[0].size() if self.widgets else QSize(1, 1)

    def _arrange(self, width: int) -> None:
        columns, cell = self.columns(width), self._cell
        for place, widget in enumerate(self.widgets):
            widget.move(place % columns * cell.width(), place // columns * cell.height())
        self.setFixedHeight(-(-len(self.widgets) // columns) * cell.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange(event.size().width())
        super().resizeEvent(event)
