"""Sliders along the directions of the shape code, in sigma, the strongest first."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from viewer import theme
from viewer.document import Item, compose, mixed, move, random_shape, reset_shape
from viewer.language import tr
from viewer.preview import Preview
from viewer.session import Session
from viewer.widgets import Section, label, set_role, tool

REACH = 3.0  # sigma to either side
STEPS = 50  # of a slider in one sigma
HANDLE = 7.0  # its radius
AT_ONCE = 12  # sliders shown before more are asked for


class LatentPanel(Section):
    """One row a direction; what cannot be moved yet says why."""

    place, tab, stretch = "right", "Shape", 1

    def __init__(self, session: Session, preview: Preview) -> None:
        super().__init__(tr("Shape sliders"))
        self._session = session
        self._rng = np.random.default_rng()
        self.rows: list[AxisRow] = []
        self.random_button = tool("dice", tr("Draw a random shape"), self.randomise)
        self.reset_button = tool("reset", tr("Back to the shape in the photograph"), self.reset)
        self.tools.addWidget(self.random_button)
        self.tools.addWidget(self.reset_button)
        self._hint = label(role="muted", wrap=True)
        self.body.addWidget(self._hint)
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 6, 0)
        self._list.setSpacing(2)
        self._more = QPushButton(tr("Show finer directions"))
        self._more.setProperty("role", "quiet")
        self._more.clicked.connect(lambda: self._grow(AT_ONCE))
        self._list.addWidget(self._more)
        self._list.addStretch()
        self._scroll = QScrollArea()
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes the keys
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inside)
        self.body.addWidget(self._scroll, 1)
        self.body.addStretch()
        session.changed.connect(self._refresh)
        session.problems_changed.connect(self._refresh)
        session.directions_changed.connect(self._directions_came)
        self._refresh()

    def randomise(self) -> None:
        """Draw a shape from all that the method knows."""
        item, directions = self._session.document.current, self._session.directions
        if item is not None and directions is not None and self._movable(item):
            edit = random_shape(self._session.document, item, directions, self._rng)
            self._session.do(edit)

    def reset(self) -> None:
        """Put all sliders back."""
        item = self._session.document.current
        if item is not None and item.offset is not None:
            self._session.do(reset_shape(item))

    def _directions_came(self) -> None:
        if not self.rows:
            self._grow(AT_ONCE)
        self._refresh()

    def _grow(self, count: int) -> None:
        directions = self._session.directions
        if directions is None:
            return
        first = len(self.rows)
        for axis in range(first, min(first + count, len(directions.effect))):
            row = AxisRow(self._session, axis, float(directions.effect[axis]))
            self.rows.append(row)
            self._list.insertWidget(axis, row)
        self._more.setVisible(len(self.rows) < len(directions.effect))
        self._refresh()

    def _movable(self, item: Item | None) -> bool:
        return item is not None and compose(self._session.document, item) is not None

    def _refresh(self) -> None:
        session = self._session
        item, directions = session.document.current, session.directions
        movable = self._movable(item) and directions is not None
        self._hint.setText("" if movable else self._why_not(item))
        self._hint.setVisible(not movable)
        self._scroll.setVisible(movable)
        self.random_button.setEnabled(movable)
        self.reset_button.setEnabled(movable and item is not None and item.offset is not None)
        if not movable or item is None or directions is None:
            return
        code, base = compose(session.document, item), mixed(session.document, item)
        if code is None or base is None:
            return
        here, home = directions.coordinates(code.shape), directions.coordinates(base.shape)
        for axis, row in enumerate(self.rows):
            row.show_place(float(here[axis]), float(home[axis]))

    def _why_not(self, item: Item | None) -> str:
        if self._session.directions is None and "core" in self._session.problems:
            return self._session.problems["core"]
        if item is None:
            return tr("Reconstruct an image; then its shape can be moved here.")
        return tr("Reconstruct {name}; then its shape can be moved here.", name=item.name)


class AxisRow(QWidget):
    """A direction: its number, its slider, where it stands."""

    def __init__(self, session: Session, axis: int, effect: float) -> None:
        super().__init__()
        self._session, self.axis = session, axis
        self._drag: int | None = None
        self.slider = SigmaSlider()
        self.slider.setAccessibleName(tr("Shape direction {number}", number=axis + 1))
        self.slider.setToolTip(
            tr(
                "Direction {number}: two sigma change {effect:.0%} of the voxels.\n"
                "Drag, or use the arrow keys. Double-click to reset.",
                number=axis + 1,
                effect=effect,
            )
        )
        self.value = label(role="number")
        self.value.setFixedWidth(48)
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        number = label(str(axis + 1), "muted")
        number.setFixedWidth(20)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(number)
        row.addWidget(self.slider, 1)
        row.addWidget(self.value)
        self.slider.sliderPressed.connect(self._pressed)
        self.slider.sliderReleased.connect(self._released)
        self.slider.valueChanged.connect(self._moved)
        self.slider.reset = self._reset

    def show_place(self, here: float, home: float) -> None:
        """Show a coordinate, and the one that the photograph gave, in sigma."""
        self.slider.blockSignals(True)
        self.slider.setValue(round(here * STEPS))
        self.slider.blockSignals(False)
        self.slider.set_home(home)
        self.value.setText("0.0 σ" if abs(here) < 0.05 else f"{here:+.1f} σ")
        set_role(self.value, "changed" if abs(here - home) > 0.01 else "number")

    def _pressed(self) -> None:
        self._drag = self._session.begin_drag()

    def _released(self) -> None:
        self._drag = None
        self._session.end_drag()

    def _moved(self, steps: int) -> None:
        if self._drag is None:  # by key: one step of undo
            drag = self._session.begin_drag()
            self._move(steps / STEPS, drag)
            self._session.end_drag()
        else:
            self._move(steps / STEPS, self._drag)

    def _move(self, to: float, drag: int) -> None:
        session = self._session
        item = session.document.current
        if item is not None and session.directions is not None:
            session.do(move(session.document, item, self.axis, to, session.directions, drag))

    def _reset(self) -> None:
        """Only this direction, back to where the photograph put it."""
        session = self._session
        item = session.document.current
        base = None if item is None else mixed(session.document, item)
        if base is not None and session.directions is not None:
            home = float(session.directions.coordinates(base.shape)[self.axis])
            drag = session.begin_drag()
            self._move(home, drag)
            session.end_drag()


class SigmaSlider(QSlider):
    """A slider around zero. The bar runs from home, where the photograph put it, to the handle."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._home = 0.0
        self._grip = 0.0
        self.reset = lambda: None
        limit = round(REACH * STEPS)
        self.setRange(-limit, limit)
        self.setSingleStep(STEPS // 10)
        self.setPageStep(STEPS // 2)
        self.setFixedHeight(26)
        self.setMinimumWidth(120)

    def set_home(self, home: float) -> None:
        """Where a reset leads, in sigma."""
        if home != self._home:
            self._home = home
            self.update()

    def _x(self, value: float) -> float:
        share = (value - self.minimum()) / (self.maximum() - self.minimum())
        return 8 + min(max(share, 0.0), 1.0) * (self.width() - 16)

    def _value(self, x: float) -> int:
        share = (x - 8) / max(self.width() - 16, 1)
        return round(self.minimum() + share * (self.maximum() - self.minimum()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Grab the handle where it is; a press beside it brings it there."""
        if event.button() == Qt.MouseButton.LeftButton:
            x = event.position().x()
            offset = self._x(self.value()) - x
            self._grip = offset if abs(offset) <= HANDLE + 2 else 0.0
            self.setSliderDown(True)
            self.setValue(self._value(x + self._grip))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setValue(self._value(event.position().x() + self._grip))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setSliderDown(False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.reset()

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        middle = self.height() / 2
        painter.setBrush(QColor(colors.pressed))
        painter.drawRoundedRect(QRectF(8, middle - 2, self.width() - 16, 4), 2, 2)
        here, home = self._x(self.value()), self._x(self._home * STEPS)
        painter.setBrush(QColor(colors.accent if self.isEnabled() else colors.faint))
        painter.drawRoundedRect(QRectF(min(here, home), middle - 2, abs(here - home), 4), 2, 2)
        painter.setBrush(QColor(colors.faint))
        painter.drawRoundedRect(QRectF(self._x(0) - 0.5, middle - 6, 1, 12), 0.5, 0.5)
        painter.setBrush(QColor(colors.muted))
        painter.drawEllipse(QPointF(home, middle), 3, 3)
        ring = colors.accent if self.hasFocus() or self.isSliderDown() else colors.muted
        painter.setPen(QPen(QColor(ring), 1.6))
        painter.setBrush(QColor(colors.raised))
        painter.drawEllipse(QPointF(here, middle), HANDLE, HANDLE)
