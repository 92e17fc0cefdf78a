"""The tools for the mask, in one slim row above the photograph."""

from __future__ import annotations

import math

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSlider, QToolButton

from viewer.actions.mask import FINDERS, OPERATIONS, TOOLS, TURNS
from viewer.i18n.translate import tr
from viewer.masking.mask_tools import LARGEST, SMALLEST, Masking
from viewer.theme import theme
from viewer.widgets.basic import label

STEPS = 1000
WIDE = 620
SPARE = ("fill_holes", "invert")  # left out where room is short; they have keys and menus


class MaskBar(QFrame):
    """Tools on the left with the size of the brush, what changes all of the mask on the right."""

    def __init__(self, masking: Masking, actions: dict[str, QAction]) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self._masking = masking
        self._buttons: dict[str, QToolButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(4, 6, 4, 6)
        self._row.setSpacing(1)
        self._add(TOOLS, actions)
        self.size = QSlider(Qt.Orientation.Horizontal)
        self.size.setRange(0, STEPS)
        self.size.setMinimumWidth(48)
        self.size.setMaximumWidth(130)
        self.size.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.size.setToolTip(tr("Size of the brush  [ ]"))
        self.size.setAccessibleName(tr("Size of the brush"))
        self.size.valueChanged.connect(self._sized)
        self.words = label(role="number")
        self.words.setMinimumWidth(44)
        self._row.addSpacing(6)
        self._row.addWidget(self.size, 1)
        self._row.addSpacing(4)
        self._row.addWidget(self.words)
        self._row.addStretch()
        self._add(OPERATIONS, actions)
        self._row.addWidget(self._finders(actions))
        self._row.addSpacing(6)
        self._add(TURNS, actions)
        masking.changed.connect(self.refresh)
        self.refresh()

    def _add(self, ids: tuple[str, ...], actions: dict[str, QAction]) -> None:
        for id in ids:
            button = QToolButton()
            button.setAutoRaise(True)
            button.setIconSize(QSize(18, 18))
            button.setDefaultAction(actions[id])
            self._buttons[id] = button
            self._row.addWidget(button)

    def _finders(self, actions: dict[str, QAction]) -> QToolButton:
        self.find = QToolButton()
        self.find.setAutoRaise(True)
        self.find.setIconSize(QSize(18, 18))
        self.find.setToolTip(tr("Find the object again"))
        self.find.setAccessibleName(tr("Find the object again"))
        self.find.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        theme.follow(self.find, "find")
        menu = QMenu(self.find)
        menu.setToolTipsVisible(True)
        for id in FINDERS:
            menu.addAction(actions[id])
        self.find.setMenu(menu)
        return self.find

    def resizeEvent(self, event: QResizeEvent) -> None:
        wide = event.size().width() >= WIDE
        for id in SPARE:
            self._buttons[id].setVisible(wide)
        self.words.setVisible(wide)
        super().resizeEvent(event)

    def refresh(self) -> None:
        """Show the size of the brush."""
        span = math.log(LARGEST / SMALLEST)
        self.size.blockSignals(True)
        self.size.setValue(round(STEPS * math.log(self._masking.hand.size / SMALLEST) / span))
        self.size.blockSignals(False)
        item = self._masking.item
        if item is not None:
            self.words.setText(f"{2 * self._masking.radius(item.view):.0f} px")

    def _sized(self, value: int) -> None:
        self._masking.hold(size=SMALLEST * (LARGEST / SMALLEST) ** (value / STEPS))
