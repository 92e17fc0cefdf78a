"""What the user is waiting for: the step, how far, how long, and a way out."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from viewer.language import step_words, tr
from viewer.session import Session
from viewer.widgets import label

TICK_MS = 200
WIDTH = 380
TELLING, PATIENT = 0.03, 8.0  # the share that must be done to guess the rest, seconds to bother
ABOUT = ("core", "project", "view")  # what the banner speaks of, the gravest first


class ProgressCard(QFrame):
    """Lies over the middle of the window while there is work."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._session = session
        self.title = label(role="strong")
        self.step = label(role="muted")
        self.time = label(role="number")
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.button = QPushButton(tr("Cancel"))
        self.button.setToolTip("Esc")
        self.button.clicked.connect(session.cancel)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.time)
        foot = QHBoxLayout()
        foot.addWidget(self.step, 1)
        foot.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.bar)
        column.addLayout(foot)
        self.setFixedWidth(WIDTH)
        self._clock = QTimer(self, interval=TICK_MS)
        self._clock.timeout.connect(self._tick)
        session.tasks_changed.connect(self._refresh)
        self._refresh()

    def settle(self) -> None:
        """Lie at the bottom in the middle of the parent."""
        self.adjustSize()
        room = self.parentWidget().rect()
        self.move((room.width() - self.width()) // 2, room.height() - self.height() - 20)

    def _refresh(self) -> None:
        tasks = [task for task in self._session.tasks if not task.background]
        self.setVisible(bool(tasks))
        if not tasks:
            self._clock.stop()
            return
        task = tasks[0]
        waiting = f"  (+{len(tasks) - 1})" if len(tasks) > 1 else ""
        self.title.setText(task.title + waiting)
        self.step.setText(step_words(task.progress))
        self.button.setVisible(task.stoppable)
        self.bar.setValue(round(1000 * task.progress.fraction))
        if not self._clock.isActive():
            self._clock.start()
        self._tick()
        self.settle()
        self.raise_()

    def _tick(self) -> None:
        tasks = [task for task in self._session.tasks if not task.background]
        started = tasks[0].started if tasks else None
        if started is None:
            self.time.setText("")
            return
        spent, share = time.monotonic() - started, tasks[0].progress.fraction
        left = spent * (1 - share) / share if share >= TELLING and spent >= PATIENT else 0.0
        self.time.setText(
            f"{spent:.1f} s"
            if left < PATIENT
            else tr("{spent:.0f} s, about {left} left", spent=spent, left=_in_words(left))
        )


def _in_words(seconds: float) -> str:
    """Seconds, or minutes where there are many."""
    minutes = tr("{count} min", count=round(seconds / 60))
    return tr("{count} s", count=round(seconds)) if seconds < 90 else minutes


class Banner(QFrame):
    """A sentence about the program itself, over the middle of the window; click to put it away."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._session = session
        self.words = label(wrap=True)
        self.button = QPushButton(tr("OK"))
        self.button.clicked.connect(self._away)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 10, 10)
        row.setSpacing(12)
        row.addWidget(self.words, 1)
        row.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignVCenter)
        session.problems_changed.connect(self._refresh)
        self._refresh()

    def settle(self) -> None:
        """Lie at the top in the middle of the parent."""
        room = self.parentWidget().rect()
        width = min(520, room.width() - 32)
        self.resize(width, self.layout().totalHeightForWidth(width))
        self.move((room.width() - self.width()) // 2, 56)

    def _away(self) -> None:
        self._session.dismiss("core")
        self._session.dismiss("view")
        self._session.dismiss("project")

    def _refresh(self) -> None:
        problems = self._session.problems
        text = next((problems[about] for about in ABOUT if about in problems), "")
        self.words.setText(text)
        self.setVisible(bool(text))
        self.settle()
        self.raise_()
