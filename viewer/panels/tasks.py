"""The job list: what runs, waits and has ended, each with a way out; the core's memory below."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QProgressBar,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core.process.stats import Vitals
from viewer.document.session import Session
from viewer.i18n.core_messages import core_words
from viewer.i18n.translate import step_words, tr
from viewer.panels.queue_bar import QueueBar
from viewer.preview.shape_preview import Preview
from viewer.tasks.core_thread import LOST
from viewer.tasks.task_list import STATES, Task
from viewer.text.times import time_words
from viewer.widgets.basic import ElidedLabel, Section, label, set_role, tool

TICK_MS = 500
ROLES = {"failed": "problem", "done": "good"}
MB, GB = 1e6, 1e9


class WorkPanel(Section):
    """A row a task, the newest on top."""

    place, tab, stretch = "bottom", "Work", 1

    def __init__(self, session: Session, preview: Preview) -> None:
        super().__init__(tr("Work"))
        self._session = session
        self._rows: dict[int, TaskRow] = {}
        self.vitals = label(role="number")
        self.tools.addWidget(self.vitals)
        self.tools.addSpacing(8)
        self.clear_button = tool(
            "trash", tr("Clear what has ended from the list"), session.work.forget
        )
        self.tools.addWidget(self.clear_button)
        self.empty = label(tr("Nothing runs and nothing waits."), "muted")
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 6, 0)
        self._list.setSpacing(6)
        self._list.addStretch()
        self._scroll = QScrollArea()
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes the keys
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inside)
        self._scroll.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._scroll.setMinimumHeight(110)
        self.body.addWidget(QueueBar(session.queue))
        self.body.addWidget(self.empty)
        self.body.addWidget(self._scroll, 1)
        self._clock = QTimer(self, interval=TICK_MS)
        self._clock.timeout.connect(self._tick)
        session.work.changed.connect(self._refresh)
        session.engine.reported.connect(self._show_vitals)
        self._show_vitals(session.engine.vitals)
        self._refresh()

    def rows(self) -> list[TaskRow]:
        """The rows from top to bottom."""
        return [
            widget
            for place in range(self._list.count())
            if isinstance(widget := self._list.itemAt(place).widget(), TaskRow)
        ]

    def _refresh(self) -> None:
        work = self._session.work
        tasks = {task.id: task for task in (*reversed(work.tasks), *reversed(work.ended))}
        if list(tasks) != [row.task.id for row in self.rows()]:
            self._arrange(tasks)
        for id, task in tasks.items():
            self._rows[id].show_task(task)
        self.empty.setVisible(not tasks)
        self._scroll.setVisible(bool(tasks))
        self.clear_button.setEnabled(bool(work.ended))
        if work.tasks and not self._clock.isActive():
            self._clock.start()

    def _arrange(self, tasks: dict[int, Task]) -> None:
        for id in [id for id in self._rows if id not in tasks]:
            row = self._rows.pop(id)
            self._list.removeWidget(row)
            row.setParent(None)
            row.deleteLater()
        for place, (id, task) in enumerate(tasks.items()):
            if id not in self._rows:
                self._rows[id] = TaskRow(self._session, task)
            self._list.insertWidget(place, self._rows[id])

    def _tick(self) -> None:
        if not self._session.work.tasks:
            self._clock.stop()
        for row in self._rows.values():
            row.tick()

    def _show_vitals(self, vitals: Vitals) -> None:
        self.vitals.setText(vitals_words(vitals))


class TaskRow(QFrame):
    """A task: what, how far, how long; cancel while it runs, retry when it failed."""

    def __init__(self, session: Session, task: Task) -> None:
        super().__init__()
        self._session, self.task = session, task
        self.step = label(role="muted")
        self.time = label(role="number")
        self.time.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(4)
        self.bar.setAccessibleName(task.title)
        self.cancel_button = tool(
            "close", tr("Cancel {task}", task=task.title), lambda: session.work.cancel(task.id)
        )
        self.retry_button = tool("redo", tr("Try {task} again", task=task.title), self._retry)
        keep = self.cancel_button.sizePolicy()
        keep.setRetainSizeWhenHidden(True)  # so that the columns of all rows stand in line
        self.cancel_button.setSizePolicy(keep)
        longest = (time_words(5999, 5999), time_words(89.9, 89))
        self.time.setFixedWidth(max(map(self.time.fontMetrics().horizontalAdvance, longest)) + 2)
        self.step.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        title = ElidedLabel(task.title)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 3)
        grid.addWidget(title, 0, 0)
        grid.addWidget(self.step, 0, 1)
        grid.addWidget(self.time, 0, 2)
        grid.addWidget(self.cancel_button, 0, 3)
        grid.addWidget(self.retry_button, 0, 3)
        grid.addWidget(self.bar, 1, 0, 1, 4)

    def show_task(self, task: Task) -> None:
        """Show how it stands."""
        self.task = task
        live = task.ended is None
        words = (
            step_words(task.progress)
            if live
            else core_words(task.problem) or tr(STATES[task.state])
        )
        self.step.setText(words)
        self.step.setToolTip(words)
        lost = task.problem == LOST
        set_role(self.step, "warning" if lost else ROLES.get(task.state, "muted"))
        self.bar.setVisible(live)
        self.cancel_button.setVisible(live and task.stoppable)
        self.retry_button.setVisible(task.state in ("failed", "cancelled"))
        self.tick()

    def tick(self) -> None:
        """Bring the times up to date."""
        self.task.course.look()
        self.bar.setValue(round(1000 * self.task.share))
        self.time.setText(time_words(self.task.seconds, self.task.seconds_left))

    def _retry(self) -> None:
        self._session.work.retry(self.task)


def vitals_words(vitals: Vitals) -> str:
    """The core's memory, threads and device in a line."""
    words = []
    if vitals.memory:
        words.append(tr("Core: {size:,.0f} MB", size=vitals.memory / MB))
    if vitals.gpu:
        words.append(
            tr(
                "{name}: {used:.1f} of {total:.0f} GB",
                name=vitals.gpu,
                used=vitals.gpu_used / GB,
                total=vitals.gpu_total / GB,
            )
        )
    elif vitals.threads:
        words.append(tr("CPU, threads: {count}", count=vitals.threads))
    return "   ".join(words)
