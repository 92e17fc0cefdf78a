"""Sliders along the directions of the shape code, in sigma: group by group, strongest first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from core.methods import METHODS
from core.types import Directions
from viewer.actions.sampling import randomise
from viewer.document.item_edits import Item, compose, is_moved, mixed, reset_shape
from viewer.document.measured_shapes import NOTHING_TO_STEER, OFFER, is_measured, make_steerable
from viewer.document.session import Session
from viewer.i18n.translate import tr
from viewer.panels.detail_row import DetailRow
from viewer.panels.latent_row import AxisRow
from viewer.preview.shape_preview import Preview
from viewer.text.methods import group_name
from viewer.widgets.basic import Section, clear, label, tool

AT_ONCE = 12  # sliders shown before more are asked for
OF_EACH = 5  # of each group, where there are several


class LatentPanel(Section):
    """One row a direction; what cannot be moved yet says why."""

    place, tab, stretch = "right", "Shape", 1

    def __init__(self, session: Session, preview: Preview) -> None:
        super().__init__(tr("Shape sliders"))
        self._session = session
        self._rng = np.random.default_rng()
        self.rows: list[AxisRow] = []
        self.headings: list[QLabel] = []
        self._directions: Directions | None = None  # what the rows were made for
        self._reach = AT_ONCE
        self.random_button = tool("dice", tr("Draw a random shape"), self.randomise)
        self.reset_button = tool("reset", tr("Back to the shape in the photograph"), self.reset)
        self.tools.addWidget(self.random_button)
        self.tools.addWidget(self.reset_button)
        self._hint = label(role="muted", wrap=True)
        self.body.addWidget(self._hint)
        self.steer_button = QPushButton(tr("Make it steerable"))
        self.steer_button.setToolTip(tr(OFFER))
        self.steer_button.clicked.connect(lambda: make_steerable(session))
        self.body.addWidget(self.steer_button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.detail = DetailRow(session)
        self.body.addWidget(self.detail)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(2)
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        column.addLayout(self._list)
        self._more = QPushButton(tr("Show finer directions"))
        self._more.setProperty("role", "quiet")
        self._more.clicked.connect(self._grow)
        column.addWidget(self._more)
        column.addStretch()
        self._scroll = QScrollArea()
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes the keys
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inside)
        self.body.addWidget(self._scroll, 1)
        self.body.addStretch()
        session.changed.connect(self._refresh)
        session.problems_changed.connect(self._refresh)
        session.directions_changed.connect(self._refresh)
        self._refresh()

    def randomise(self) -> None:
        """Draw a shape from all that the method knows."""
        randomise(self._session, self._rng)

    def reset(self) -> None:
        """Put all sliders back."""
        item = self._session.document.current
        if item is not None and is_moved(item):
            self._session.do(reset_shape(item))

    def _grow(self) -> None:
        assert self._directions is not None
        self._reach += _at_once(self._directions)
        self._fill(self._directions)
        self._refresh()

    def _follow(self, directions: Directions | None) -> None:
        """The rows are those of the method whose shape is shown."""
        if directions is not None and directions is not self._directions:
            self._reach = _at_once(directions)
            self._fill(directions)

    def _fill(self, directions: Directions | None) -> None:
        clear(self._list)
        self.rows, self.headings, self._directions = [], [], directions
        if directions is None:
            return
        count = len(directions.effect)
        groups = directions.groups or ("shape",) * count
        several = len(set(groups)) > 1
        for group in dict.fromkeys(groups):
            axes = [axis for axis in range(count) if groups[axis] == group][: self._reach]
            if several:
                self.headings.append(_heading(directions, group, axes))
                self._list.addWidget(self.headings[-1])
            for axis in axes:
                row = AxisRow(self._session, directions, axis)
                self.rows.append(row)
                self._list.addWidget(row)
        self.detail.name.setFixedWidth(self.rows[0].name.width())
        self._more.setVisible(len(self.rows) < count)

    def _movable(self, item: Item | None) -> bool:
        code = None if item is None else compose(self._session.document, item)
        return code is not None and not is_measured(code)

    def _refresh(self) -> None:
        session = self._session
        item, directions = session.document.current, session.directions
        self._follow(directions)
        movable = self._movable(item) and directions is not None
        self._hint.setText("" if movable else self._why_not(item))
        self._hint.setVisible(not movable)
        self._scroll.setVisible(movable)
        self.steer_button.setVisible(is_measured(session.document.code))
        self.random_button.setEnabled(movable)
        self.reset_button.setEnabled(movable and item is not None and is_moved(item))
        self.detail.show_code(session.document.code if movable else None)
        if not movable or item is None or directions is None:
            return
        code, base = compose(session.document, item), mixed(session.document, item)
        if code is None or base is None:
            return
        here, home = directions.coordinates(code.shape), directions.coordinates(base.shape)
        for row in self.rows:
            axis = row.axis
            locked = item is not None and axis in item.locked
            row.show_place(float(here[axis]), float(home[axis]), locked)

    def _why_not(self, item: Item | None) -> str:
        if self._session.directions is None and "core" in self._session.problems:
            return self._session.problems["core"]
        if is_measured(self._session.document.code):
            return f"{tr(NOTHING_TO_STEER)} {tr(OFFER)}"
        card = METHODS[self._session.method]
        if card.cameras:
            return tr("{method} measures shapes: they are as they are.", method=card.short)
        if item is None:
            return tr("Reconstruct an image; then its shape can be moved here.")
        if item.view.solid is not None:
            return tr("Encode {name}; then its shape can be moved here.", name=item.name)
        return tr("Reconstruct {name}; then its shape can be moved here.", name=item.name)


def _heading(directions: Directions, group: str, axes: Sequence[int]) -> QLabel:
    made = label(group_name(group), "strong")
    made.setContentsMargins(0, 8, 0, 0)
    most = max(float(directions.effect[axis]) for axis in axes)
    made.setToolTip(
        tr("The code of the whole; two sigma change up to {effect:.0%} of the voxels.", effect=most)
        if group == "global"
        else tr("A code of parts; two sigma change up to {effect:.0%} of the voxels.", effect=most)
    )
    return made


def _at_once(directions: Directions) -> int:
    """How many sliders of a group are shown, and then more of it each time."""
    return OF_EACH if len(set(directions.groups)) > 1 else AT_ONCE
