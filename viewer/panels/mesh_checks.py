"""What the shape is like as a mesh: a light a check, and one click to mend it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from viewer.document.finish_edits import switch
from viewer.document.session import Session
from viewer.i18n.translate import tr
from viewer.preview.shape_preview import Preview
from viewer.text.mesh_health import HINTS, TITLES, Level, Light, lights, repair_words
from viewer.theme import theme
from viewer.widgets.basic import Section, label, set_role

LAMP = 15


class ResultPanel(Section):
    """Follows the measures of the finished shape; while they are taken, it says so."""

    place, tab, stretch = "right", "Mesh", 0

    def __init__(self, session: Session, preview: Preview) -> None:
        super().__init__(tr("Result"))
        self._session, self._preview = session, preview
        self.rows = {name: LightRow(tr(title), tr(HINTS[name])) for name, title in TITLES.items()}
        stack = QVBoxLayout()
        stack.setSpacing(5)
        for row in self.rows.values():
            stack.addWidget(row)
        self.body.addLayout(stack)
        self.repair = self._button(tr("Repair"), "repair")
        self.repair.setToolTip(tr("Close holes, merge vertices, turn faces out, remove specks"))
        self.largest = self._button(tr("Largest piece"), "largest")
        self.largest.setToolTip(tr("Leave out all pieces but the largest"))
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE)
        buttons.addWidget(self.repair, 1)
        buttons.addWidget(self.largest, 1)
        self.body.addLayout(buttons)
        self.message = label(role="good", wrap=True)
        self.body.addWidget(self.message)
        session.changed.connect(self._refresh)
        preview.measures_changed.connect(self._refresh)
        self._refresh()

    def _button(self, text: str, name: str) -> QPushButton:
        button = QPushButton(text)
        button.setCheckable(True)
        button.clicked.connect(lambda: switch(self._session, name))
        return button

    def _refresh(self) -> None:
        document, health = self._session.document, self._preview.measures
        finish = document.finish
        for button, on in ((self.repair, finish.repair), (self.largest, finish.largest)):
            button.setEnabled(document.code is not None)
            button.setChecked(on)
        if health is not None and health.faces:
            for name, light in lights(health, finish).items():
                self.rows[name].show_light(light)
        else:
            for row in self.rows.values():
                row.wait(document.code is not None and not self._preview.measure_problem)
        self._say()

    def _say(self) -> None:
        finish, health = self._session.document.finish, self._preview.measures
        problem = self._preview.measure_problem
        said = []
        if self._session.document.code is None:
            problem = tr("There is no shape yet: reconstruct first.")
        elif health is not None and not health.faces:
            problem = tr("The shape is empty: move a slider back, or undo.")
        elif health is not None:
            if finish.repair:
                said.append(repair_words(health.repairs))
            if finish.largest and health.left_out:
                said.append(tr("Left out: {count} smaller pieces.", count=health.left_out))
        self.message.setText(problem or "\n".join(said))
        quiet = self._session.document.code is None
        set_role(self.message, "muted" if quiet else "problem" if problem else "good")
        self.message.setVisible(bool(self.message.text()))


class LightRow(QWidget):
    """A lamp, what it is about, and what was found; below, what to do, where there is something."""

    def __init__(self, title: str, hint: str) -> None:
        super().__init__()
        self._title = title
        self.setToolTip(hint)
        self.lamp = Lamp()
        self.finding = label(role="number")
        self.advice = label(role="muted", wrap=True)
        self.advice.hide()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(1)
        grid.addWidget(self.lamp, 0, 0)
        grid.addWidget(label(title), 0, 1)
        grid.addWidget(self.finding, 0, 2, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.advice, 1, 1, 1, 2)
        grid.setColumnStretch(1, 1)

    def show_light(self, light: Light) -> None:
        """Show how a check went."""
        self.lamp.show_level(light.level)
        self.finding.setText(light.finding)
        roles = {"good": "number", "unknown": "muted"}
        set_role(self.finding, roles.get(light.level, light.level))
        self._advise(light.advice)
        self.setAccessibleName(f"{self._title}: {light.finding}. {light.advice}".strip())

    def wait(self, soon: bool) -> None:
        """Nothing is known of this shape; where news is on its way, the rows stay in place."""
        advice = self.advice.text() if soon and not self.advice.isHidden() else ""
        self.show_light(Light("unknown", tr("measuring") if soon else "–"))
        if advice:
            self._advise(advice, seen=False)

    def _advise(self, words: str, seen: bool = True) -> None:
        """Show advice, or only keep its room."""
        policy = self.advice.sizePolicy()
        policy.setRetainSizeWhenHidden(not seen)
        self.advice.setSizePolicy(policy)
        self.advice.setText(words)
        self.advice.setVisible(seen and bool(words))


class Lamp(QWidget):
    """A round light; its sign tells it apart without colour."""

    def __init__(self) -> None:
        super().__init__()
        self.level: Level = "unknown"
        self.setFixedSize(LAMP, LAMP)

    def show_level(self, level: Level) -> None:
        if level != self.level:
            self.level = level
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        fill = {
            "good": colors.success,
            "warning": colors.warning,
            "problem": colors.danger,
            "unknown": colors.line,
        }[self.level]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(fill))
        painter.drawEllipse(QRectF(0.5, 0.5, LAMP - 1, LAMP - 1))
        pen = QPen(QColor(colors.surface), 1.7)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        middle = LAMP / 2
        if self.level == "good":
            painter.drawPolyline([QPointF(4.5, middle + 0.3), QPointF(6.7, 10), QPointF(10.6, 5.3)])
        elif self.level == "warning":
            painter.drawLine(QPointF(middle, 4), QPointF(middle, 8))
            painter.drawPoint(QPointF(middle, 11))
        elif self.level == "problem":
            painter.drawLine(QPointF(5.2, 5.2), QPointF(9.8, 9.8))
            painter.drawLine(QPointF(9.8, 5.2), QPointF(5.2, 9.8))
