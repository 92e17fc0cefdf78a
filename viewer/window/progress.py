"""What the user is waiting for: the step, how far, how long, and a way out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from viewer.document.session import Session
from viewer.i18n.translate import step_words, tr
from viewer.tasks.task_list import Task
from viewer.text.times import time_words
from viewer.widgets.basic import ElidedLabel, label

TICK_MS = 200
WIDTH = 380
ABOUT = ("core", "project", "view")  # what the banner speaks of, the gravest first


class ProgressCard(QFrame):
    """Lies over the middle of the window while there is work."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._session = session
        self._panel: QWidget | None = None
        self.title = ElidedLabel("", "strong")
        self.step = ElidedLabel("", "muted")
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
        middle = self.parentWidget()
        room, page = middle.rect(), middle.currentWidget()
        foot = getattr(page, "foot", None)  # a page's own bar, which must stay in sight
        taken = 20 if foot is None else foot.height() + 12
        self.move((room.width() - self.width()) // 2, room.height() - self.height() - taken)

    @property
    def tasks(self) -> list[Task]:
        """What it is about: what is waited for, or else what runs behind, where nothing else
        shows that."""
        front = [task for task in self._session.tasks if not task.background]
        return front or ([] if self._elsewhere() else list(self._session.tasks))

    def follow(self, panel: QWidget) -> None:
        """Give way to a panel that lists all work, while that is seen."""
        self._panel = panel
        panel.installEventFilter(self)
        self._refresh()

    def _elsewhere(self) -> bool:
        return self._panel is not None and self._panel.isVisible()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self._refresh()
        return False

    def _refresh(self) -> None:
        tasks = self.tasks
        self.setVisible(bool(tasks))
        if not tasks:
            self._clock.stop()
            return
        task = tasks[0]
        waiting = f"  (+{len(tasks) - 1})" if len(tasks) > 1 else ""
        self.title.show_text(task.title + waiting)
        self.step.show_text(step_words(task.progress))
        self.button.setVisible(task.stoppable)
        if not self._clock.isActive():
            self._clock.start()
        self._tick()
        self.settle()
        self.raise_()

    def _tick(self) -> None:
        tasks = self.tasks
        if tasks:
            tasks[0].course.look()
            self.bar.setValue(round(1000 * tasks[0].share))
            self.time.setText(time_words(tasks[0].seconds, tasks[0].seconds_left))


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
        self._session.dismiss("saved")

    def _refresh(self) -> None:
        problems = self._session.problems
        said = [problems[about] for about in ABOUT if about in problems]
        text = next(iter([*said, *self._session.notes.values()]), "")
        self.words.setText(text)
        self.setVisible(bool(text))
        self.settle()
        self.raise_()
