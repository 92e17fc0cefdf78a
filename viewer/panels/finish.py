"""Working the shape over: face budget, smoothing, orientation. The 3D view shows it at once."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSlider, QSpinBox, QToolButton

from core.types import FEWEST_FACES
from viewer.document.finish_edits import change, turn
from viewer.document.session import Session
from viewer.i18n.translate import tr
from viewer.preview.shape_preview import Preview
from viewer.widgets.basic import Section, label, tool

STEPS = 200  # of a slider
USUAL = 40_000  # faces of a shape that has not been measured yet
MOST = 2_000_000


class FinishPanel(Section):
    """Two sliders and the quarter turns; a drag of a slider is one undo step."""

    place, tab, stretch = "right", "Mesh", 0

    def __init__(self, session: Session, preview: Preview) -> None:
        super().__init__(tr("Finish"))
        self._session, self._preview = session, preview
        self._full = USUAL
        self.faces = FinishSlider(session, self._set_faces)
        self.faces.setToolTip(tr("The most triangles there may be; at the right end all are kept"))
        self.faces.setAccessibleName(tr("Face budget"))
        self.count = QSpinBox(minimum=0, maximum=MOST, singleStep=1000)
        self.count.setSpecialValueText(tr("All"))
        self.count.setGroupSeparatorShown(True)
        self.count.setKeyboardTracking(False)
        self.count.setFixedWidth(84)
        self.count.setAccessibleName(tr("Face budget"))
        self.count.valueChanged.connect(self._typed)
        self.smooth = FinishSlider(session, self._set_smooth)
        self.smooth.setToolTip(tr("Evens out small bumps; the volume is kept"))
        self.smooth.setAccessibleName(tr("Smoothing"))
        self.strength = label(role="number")
        self.strength.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for line, (title, slider, value) in enumerate(
            (
                (tr("Faces"), self.faces, self.count),
                (tr("Smooth"), self.smooth, self.strength),
            )
        ):
            grid.addWidget(QLabel(title), line, 0)
            grid.addWidget(slider, line, 1)
            grid.addWidget(value, line, 2)
        grid.addWidget(QLabel(tr("Turn")), 2, 0)
        grid.addLayout(self._turns(), 2, 1, 1, 2)
        self.body.addLayout(grid)
        session.changed.connect(self._refresh)
        preview.measures_changed.connect(self._refresh)
        self._refresh()

    def _turns(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        self.turns: dict[str, QToolButton] = {}
        for axis in "xyz":
            tip = tr("Turn by 90° about {axis}", axis=axis.upper())
            button = QToolButton()
            button.setText(axis.upper())
            button.setProperty("role", "key")
            button.setToolTip(tip)
            button.clicked.connect(lambda _=False, axis=axis: turn(self._session, axis))
            button.setAccessibleName(tip)
            self.turns[axis] = button
            row.addWidget(button)
        row.addStretch()
        self.back = tool("reset", tr("Turn back"), lambda: turn(self._session, ""))
        row.addWidget(self.back)
        return row

    def _set_faces(self, place: int, drag: int) -> None:
        faces = 0 if place >= STEPS else _faces_at(place, self._full)
        change(self._session, tr("Set the face budget"), drag, faces=faces)

    def _typed(self, faces: int) -> None:
        faces = max(faces, FEWEST_FACES) if faces else 0
        change(self._session, tr("Set the face budget"), faces=faces)
        self._refresh()

    def _set_smooth(self, place: int, drag: int) -> None:
        change(self._session, tr("Smooth the mesh"), drag, smooth=place / STEPS)

    def _refresh(self) -> None:
        document, measures = self._session.document, self._preview.measures
        finish, has_shape = document.finish, document.code is not None
        if measures is not None and measures.full > FEWEST_FACES and not self._session.dragging:
            self._full = measures.full
        for widget in (self.faces, self.count, self.smooth, *self.turns.values()):
            widget.setEnabled(has_shape)
        self.back.setEnabled(has_shape and bool(finish.turn))
        self.faces.place(_place_of(finish.faces, self._full))
        self.count.blockSignals(True)
        self.count.setValue(finish.faces)
        self.count.blockSignals(False)
        self.smooth.place(round(finish.smooth * STEPS))
        self.strength.setText(f"{finish.smooth:.0%}" if finish.smooth else tr("none"))


def _faces_at(place: int, full: int) -> int:
    """A budget at a place of the slider, which goes by ratios; rounded to two digits."""
    faces = FEWEST_FACES * (full / FEWEST_FACES) ** (place / STEPS)
    unit = 10 ** max(int(math.log10(faces)) - 1, 0)
    return max(round(faces / unit) * unit, FEWEST_FACES)


def _place_of(faces: int, full: int) -> int:
    if not 0 < faces < full:
        return STEPS
    share = math.log(faces / FEWEST_FACES) / math.log(full / FEWEST_FACES)
    return min(max(round(share * STEPS), 0), STEPS - 1)


class FinishSlider(QSlider):
    """Hands on each of its places with the number of the drag; a key press is a drag of its own."""

    def __init__(self, session: Session, moved: Callable[[int, int], None]) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._session, self._moved = session, moved
        self._drag: int | None = None
        self.setRange(0, STEPS)
        self.setSingleStep(5)
        self.setPageStep(20)
        self.setMinimumWidth(50)
        self.sliderPressed.connect(self._pressed)
        self.sliderReleased.connect(self._released)
        self.valueChanged.connect(self._changed)

    def place(self, value: int) -> None:
        """Show a value without announcing it; a slider in the hand stays where it is held."""
        if not self.isSliderDown():
            self.blockSignals(True)
            self.setValue(value)
            self.blockSignals(False)

    def _pressed(self) -> None:
        self._drag = self._session.begin_drag()

    def _released(self) -> None:
        self._drag = None
        self._session.end_drag()

    def _changed(self, value: int) -> None:
        if self._drag is None:
            self._moved(value, self._session.begin_drag())
            self._session.end_drag()
        else:
            self._moved(value, self._drag)
