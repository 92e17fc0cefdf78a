"""A row of the shape sliders: what the direction is, its slider, where it stands, its lock."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QWidget

from core.types import Directions
from viewer.document.item_edits import lock, mixed, move
from viewer.document.session import Session
from viewer.i18n.translate import tr
from viewer.text.methods import axis_name, full_axis_name
from viewer.theme import theme
from viewer.widgets.basic import dress, label, set_role
from viewer.widgets.sigma_slider import STEPS, SigmaSlider

NAMED, NUMBERED = 72, 18  # points at most for a meaning, and for a number


class AxisRow(QWidget):
    """A direction: its number, its slider, where it stands."""

    def __init__(self, session: Session, directions: Directions, axis: int) -> None:
        super().__init__()
        self._session, self._directions, self.axis = session, directions, axis
        self._drag: int | None = None
        called = full_axis_name(directions, axis)
        named = axis < len(directions.names) and bool(directions.names[axis])
        self._called = called if named or len(set(directions.groups)) > 1 else ""
        self.slider = SigmaSlider()
        self.slider.setAccessibleName(tr("Shape direction {number}", number=called))
        self.slider.setToolTip(_says(directions, axis, called))
        self.lock = LockButton(called)
        self.lock.clicked.connect(self._lock)
        self.value = label(role="number")
        self.value.setFixedWidth(48)
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        strength = directions.strengths[axis] if named else 0.0
        self.name = AxisName(axis_name(directions, axis), strength)
        self.name.setFixedWidth(self._name_width(directions))
        self.name.setToolTip(self.slider.toolTip())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.name)
        row.addWidget(self.slider, 1)
        row.addWidget(self.value)
        row.addWidget(self.lock)
        self.slider.sliderPressed.connect(self._pressed)
        self.slider.sliderReleased.connect(self._released)
        self.slider.valueChanged.connect(self._moved)
        self.slider.reset = self._reset

    def _name_width(self, directions: Directions) -> int:
        """The same for all rows of a method, so that the sliders stand below each other."""
        metrics = self.name.fontMetrics()
        meanings = [metrics.horizontalAdvance(tr(name)) for name in directions.names if name]
        return min(max([NUMBERED, *(width + 2 for width in meanings)]), NAMED)

    def show_place(self, here: float, home: float, locked: bool) -> None:
        """Show a coordinate, the one that the photograph gave, in sigma, and a lock on it."""
        self.lock.show_locked(locked)
        self.slider.setEnabled(not locked)
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
        document, directions = self._session.document, self._directions
        item = document.current
        if item is not None and self._session.directions is directions:
            self._session.do(move(document, item, self.axis, to, directions, drag, self._called))

    def _lock(self) -> None:
        item = self._session.document.current
        if item is not None:
            self._session.do(lock(item, self.axis, self._called))

    def _reset(self) -> None:
        """Only this direction, back to where the photograph put it."""
        session = self._session
        item = session.document.current
        base = None if item is None else mixed(session.document, item)
        if base is not None and session.directions is self._directions:
            home = float(self._directions.coordinates(base.shape)[self.axis])
            drag = session.begin_drag()
            self._move(home, drag)
            session.end_drag()


def _says(directions: Directions, axis: int, called: str) -> str:
    """What is known of an axis, and how it is used."""
    said = [
        tr(
            "Direction {number}: two sigma change {effect:.0%} of the voxels.",
            number=called,
            effect=float(directions.effect[axis]),
        )
    ]
    if axis < len(directions.names) and directions.names[axis]:
        strength = directions.strengths[axis]
        said.append(tr("How surely it means that: {strength:.0%}.", strength=strength))
    said.append(tr("Drag, or use the arrow keys. Double-click to reset."))
    return "\n".join(said)


class AxisName(QLabel):
    """A number or a meaning; the line under a meaning is as long as the finding is strong."""

    def __init__(self, text: str, strength: float) -> None:
        super().__init__()
        dress(self, "muted")
        self._text, self._strength = text, strength
        self.setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        fits = self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, self.width())
        self.setText(fits)
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._strength:
            width = self.fontMetrics().horizontalAdvance(self.text())
            bottom = (self.height() + self.fontMetrics().height()) / 2 + 1
            painter = QPainter(self)
            painter.fillRect(QRectF(0, bottom, width, 1), QColor(theme.current().line))
            share = QRectF(0, bottom, width * self._strength, 1)
            painter.fillRect(share, QColor(theme.current().accent))


class LockButton(QAbstractButton):
    """An open lock, faint until it is needed, or a closed one."""

    def __init__(self, called: str) -> None:
        super().__init__()
        self._called = called
        self.setCheckable(True)
        self.setFixedSize(18, 22)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.show_locked(False)

    def show_locked(self, locked: bool) -> None:
        """Whether the axis is locked."""
        if self.accessibleName() and locked == self.isChecked():
            return
        self.setChecked(locked)
        theme.follow(self, "lock" if locked else "unlock")
        if locked:
            self.setAccessibleName(tr("Unlock {axis}", axis=self._called))
            self.setToolTip(tr("Locked: random shapes and the map leave it. Click to free it."))
        else:
            self.setAccessibleName(tr("Lock {axis}", axis=self._called))
            self.setToolTip(tr("Lock it: random shapes and the map will leave it as it is."))

    def nextCheckState(self) -> None:
        """Which lock is closed follows the document."""

    def sizeHint(self) -> QSize:
        return self.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.current().accent), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 2, -1, -2), 4, 4)
        seen = self.isChecked() or self.underMouse() or self.hasFocus()
        painter.setOpacity(1.0 if seen else 0.3)
        state = QIcon.State.On if self.isChecked() else QIcon.State.Off
        place = QRect(0, 0, 13, 13)
        place.moveCenter(self.rect().center())
        self.icon().paint(painter, place, state=state)
