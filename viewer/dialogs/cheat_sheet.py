"""All keys at a glance, menu by menu, and what the mouse does in the views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from viewer.actions.table import ACTIONS, keys_of
from viewer.i18n.translate import mark, tr
from viewer.widgets.basic import label

if TYPE_CHECKING:
    from viewer.window.main_window import MainWindow

COLUMN_WIDTH = 300
GESTURES = (
    (mark("Left drag"), mark("Turn the shape")),
    (mark("Middle or Shift drag"), mark("Move the picture")),
    (mark("Wheel"), mark("Nearer or farther")),
    (mark("Double click"), mark("Frame the shape")),
    (mark("Corner cross"), mark("Look from that side")),
    (mark("Arrow keys"), mark("Turn by ten degrees")),
    (mark("+ and −"), mark("Nearer and farther")),
)
PHOTO_GESTURES = (
    (mark("Left drag"), mark("Use the tool in hand")),
    (mark("Middle or right drag"), mark("Move the photograph")),
    (mark("Wheel"), mark("Nearer or farther")),
    (mark("Esc"), mark("Give a stroke up")),
    (mark("Arrow keys"), mark("Move the photograph")),
    (mark("+ and −"), mark("Nearer and farther")),
)

Rows = list[tuple[str, str]]


def chapters(window: MainWindow) -> list[tuple[str, Rows]]:
    """A menu after the other: its title, and each action's text with its keys."""
    found: dict[str, Rows] = {}
    for row in ACTIONS:
        keys = keys_of(window.actions_by_id[row.id])
        found.setdefault(tr(row.menu), []).append((tr(row.text).rstrip("…"), keys))
    gestures = [(tr(does), tr(gesture)) for gesture, does in GESTURES]
    photo = [(tr(does), tr(gesture)) for gesture, does in PHOTO_GESTURES]
    return [
        *found.items(),
        (tr("Mouse and keys in the 3D view"), gestures),
        (tr("Mouse and keys on the photograph"), photo),
    ]


class CheatSheet(QDialog):
    """Made from the table of actions each time it is opened."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Keyboard shortcuts"))
        inside = QWidget()
        across = QHBoxLayout(inside)
        across.setContentsMargins(20, 16, 20, 16)
        across.setSpacing(36)
        width = window.width() - 40
        for pile in dealt(chapters(window), max(2, min(4, width // COLUMN_WIDTH))):
            column = QVBoxLayout()
            column.setSpacing(18)
            for title, rows in pile:
                column.addLayout(_chapter(title, rows))
            column.addStretch()
            across.addLayout(column, 1)
        scroll = QScrollArea()
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes the keys
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        scroll.setAccessibleName(tr("Keyboard shortcuts"))
        close = QPushButton(tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 0, 20, 16)
        foot.addWidget(label(tr("Ctrl+Shift+P finds an action by its name."), "muted"))
        foot.addStretch()
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll, 1)
        column.addLayout(foot)
        self.resize(min(4 * COLUMN_WIDTH + 40, width), min(760, window.height() - 40))


def dealt(found: list[tuple[str, Rows]], piles: int) -> list[list[tuple[str, Rows]]]:
    """Chapters in their order on some columns, about as long as each other."""
    lengths = [len(rows) + 2 for _, rows in found]
    share, made, total = sum(lengths) / piles, [[] for _ in range(piles)], 0.0
    for chapter, length in zip(found, lengths, strict=True):
        made[min(piles - 1, int((total + length / 2) / share))].append(chapter)
        total += length
    return made


def _chapter(title: str, rows: Rows) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(0, 1)
    grid.addWidget(label(title, "title"), 0, 0, 1, 2)
    for place, (text, keys) in enumerate(rows, 1):
        grid.addWidget(label(text, wrap=True), place, 0)
        shown = label(keys, "keys")
        shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(shown, place, 1)
    return grid
