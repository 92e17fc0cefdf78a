"""The rest of how the 3D view looks, in a small sheet below its button."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from viewer.document.session import Session
from viewer.i18n.translate import tr
from viewer.widgets.basic import Segmented, label, press_focused

WIDTH = 292
SWITCHES = (
    "grid", "axes", "photo_light", "photo_colors", "cameras", "", "box", "ruler", "clip", "overlay",
)  # fmt: skip
MAKES = ("screenshot", "turntable")
NARROWEST, WIDEST = 10, 90  # degrees


class Sheet(QWidget):
    """A sheet that lies over everything until one clicks beside it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setFixedWidth(WIDTH)
        paper = QFrame()  # the window itself is clear, for the round corners
        paper.setProperty("role", "card")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(paper)
        self.body = QVBoxLayout(paper)
        self.body.setContentsMargins(16, 14, 16, 14)
        self.body.setSpacing(7)

    def open_below(self, anchor: QWidget) -> None:
        """Show it at the right edge of a widget, just below, within its window."""
        self.adjustSize()
        corner = anchor.mapToGlobal(QPoint(anchor.width() - self.width(), anchor.height() + 4))
        room = anchor.window().frameGeometry()
        left = min(max(corner.x(), room.left() + 8), room.right() - self.width() - 8)
        self.move(left, corner.y())
        self.show()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_focused(event):
            super().keyPressEvent(event)


class ViewOptions(Sheet):
    """Background, lens, navigation; switches; what to make of the view."""

    def __init__(self, session: Session, actions: Mapping[str, QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._actions = session, actions
        self.setAccessibleName(tr("View options"))
        self.background = Segmented(
            [
                ("studio", tr("Studio"), tr("A soft light behind the shape")),
                ("plain", tr("Plain"), tr("One colour")),
                ("dark", tr("Dark"), tr("Dark, also in the light theme")),
            ]
        )
        self.background.chosen.connect(lambda value: session.show_as(background=value))
        self.navigation = Segmented(
            [
                ("turntable", tr("Turntable"), tr("Up stays up")),
                ("trackball", tr("Trackball"), tr("Turns freely, as a ball under the hand")),
            ]
        )
        self.navigation.chosen.connect(lambda value: session.show_as(navigation=value))
        self.lens = QSlider(Qt.Orientation.Horizontal)
        self.lens.setRange(NARROWEST, WIDEST)
        self.lens.setAccessibleName(tr("Field of view"))
        self.lens.setToolTip(tr("From flat, as through a long lens, to wide"))
        self.lens.valueChanged.connect(lambda value: session.show_as(view_angle=float(value)))
        self.degrees = label(role="number")
        self.degrees.setMinimumWidth(30)
        self.degrees.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        column = self.body
        column.addWidget(label(tr("Background"), "muted"))
        column.addWidget(self.background)
        column.addSpacing(5)
        lens = QHBoxLayout()
        lens.addWidget(label(tr("Field of view"), "muted"))
        lens.addWidget(self.lens, 1)
        lens.addWidget(self.degrees)
        column.addLayout(lens)
        column.addSpacing(5)
        column.addWidget(label(tr("Turning"), "muted"))
        column.addWidget(self.navigation)
        column.addSpacing(7)
        self.switches: dict[str, QCheckBox] = {}
        column.addLayout(self._switches())
        column.addSpacing(7)
        makes = QHBoxLayout()
        makes.setSpacing(8)
        for id in MAKES:
            makes.addWidget(self._button(id))
        column.addLayout(makes)
        session.look_changed.connect(self._refresh)
        self._refresh()

    def _switches(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(0, 1)
        for row, id in enumerate(SWITCHES):
            if not id:
                grid.setRowMinimumHeight(row, 4)
                continue
            action = self._actions[id]
            box = QCheckBox(action.text())
            box.clicked.connect(lambda _=False, action=action: self._flip(action))
            grid.addWidget(box, row, 0)
            grid.addWidget(label(_keys(action), "number"), row, 1)
            self.switches[id] = box
        return grid

    def _flip(self, action: QAction) -> None:
        action.trigger()
        self._refresh()  # one that refuses stays as it was

    def _button(self, id: str) -> QPushButton:
        action = self._actions[id]
        button = QPushButton(action.text())
        button.setToolTip(action.toolTip())

        def run() -> None:
            self.hide()
            action.trigger()

        button.clicked.connect(run)
        return button

    def _refresh(self) -> None:
        look = self._session.look
        self.background.choose(look.background)
        self.navigation.choose(look.navigation)
        self.lens.blockSignals(True)
        self.lens.setValue(round(look.view_angle))
        self.lens.blockSignals(False)
        self.degrees.setText(f"{look.view_angle:.0f}°")
        for id, box in self.switches.items():
            box.setChecked(bool(getattr(look, id)))
            box.setEnabled(self._actions[id].isEnabled())
            box.setToolTip(self._actions[id].toolTip())

    def showEvent(self, event: object) -> None:
        self._refresh()


def _keys(action: QAction) -> str:
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
