"""Work that people wait for: what waits and runs, and what became of it."""

from __future__ import annotations

import itertools
import logging
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.types import Progress
from viewer.i18n.translate import mark, tr
from viewer.tasks.engine import Engine, Handlers
from viewer.tasks.stepper import Stepper, Steps
from viewer.tasks.timing import Course, kind_of

log = logging.getLogger(__name__)

KEPT = 60  # ended tasks that are remembered
STATES = {
    "waiting": mark("Waiting"),
    "running": mark("Running"),
    "done": mark("Done"),
    "failed": mark("Failed"),
    "cancelled": mark("Cancelled"),
}


@dataclass(frozen=True)
class Task:
    """Work the user is waiting for, or was; ``item`` is the image it is about, where it is one.

    ``started`` and ``ended`` are times of ``time.monotonic``; ``again`` asks for the same anew.
    """

    id: int
    title: str
    job: str = ""
    item: int | None = None
    progress: Progress = field(default_factory=lambda: Progress(tr("Waiting"), 0.0))
    started: float | None = None
    ended: float | None = None
    state: str = "waiting"
    problem: str = ""
    background: bool = False
    stoppable: bool = True
    again: Callable[[], object] | None = field(default=None, repr=False)
    course: Course = field(default_factory=lambda: Course(""), repr=False)

    @property
    def seconds(self) -> float | None:
        """How long it has run, or ran."""
        if self.started is None:
            return None
        return (self.ended or time.monotonic()) - self.started

    @property
    def share(self) -> float:
        """How much of it is done, 0 to 1; it never goes back."""
        return self.course.share if self.ended is None else 1.0

    @property
    def seconds_left(self) -> float | None:
        """How much longer it will take, where that is known."""
        return self.course.left if self.state == "running" else None


class Work(QObject):
    """The list of tasks. What a task gives goes to its ``done``, its sentence to its ``failed``."""

    changed = Signal()

    def __init__(self, engine: Engine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._tasks: dict[int, Task] = {}
        self._stops: dict[int, Callable[[], object]] = {}  # of those that the core knows nothing of
        self._own_ids = itertools.count(1)
        self.ended: deque[Task] = deque(maxlen=KEPT)

    @property
    def tasks(self) -> Sequence[Task]:
        """What waits or runs, oldest first."""
        return tuple(self._tasks.values())

    def begin(
        self,
        title: str,
        job: str,
        arguments: Mapping[str, Any],
        done: Callable[[Any], object],
        failed: Callable[[str], object],
        item: int | None = None,
        background: bool = False,
        cancelled: Callable[[], object] = lambda: None,
        again: Callable[[], object] | None = None,
    ) -> int:
        """Submit a job; its id. In the ``background`` it gives way to everything else.

        A ``done`` that returns a sentence has found that nothing good came of it. ``again`` is
        what trying again does, where that is more than submitting the same.
        """

        def anew() -> int:
            return self.begin(title, job, arguments, done, failed, item, background, cancelled)

        def start(handlers: Handlers) -> int:
            return self._engine.submit(job, arguments, handlers, background=background)

        kind, units = kind_of(job, arguments)
        course = Course(kind, units)
        task = Task(0, title, job, item, background=background, again=again or anew, course=course)
        return self._watched(task, start, done, failed, cancelled)

    def here(
        self,
        title: str,
        job: str,
        steps: Callable[[], Steps],
        done: Callable[[Any], object],
        failed: Callable[[str], object],
    ) -> int:
        """Do work in the window's own process, in short steps; its id."""

        def again() -> int:
            return self.here(title, job, steps, done, failed)

        def start(handlers: Handlers) -> Callable[[], object]:
            return Stepper(steps(), handlers, self).cancel

        return self.beside(title, job, start, done, failed, again)

    def beside(
        self,
        title: str,
        job: str,
        start: Callable[[Handlers], Callable[[], object] | None],
        done: Callable[[Any], object],
        failed: Callable[[str], object],
        again: Callable[[], object],
    ) -> int:
        """Show work that somebody else does; its id.

        ``start`` is given what to call, and returns how to stop it, if that is possible.
        """

        def begin(handlers: Handlers) -> int:
            id = -next(self._own_ids)  # the engine's are positive
            stop = start(handlers)
            if stop is not None:
                self._stops[id] = stop
            return id

        task = Task(0, title, job, again=again, course=Course(job))
        return self._watched(task, begin, done, failed)

    def cancel(self, id: int | None = None) -> None:
        """Stop one task; else all that do not run in the background, and if none, those too."""
        tasks = [task for task in self.tasks if task.stoppable and id in (None, task.id)]
        for task in [task for task in tasks if not task.background] or tasks:
            self._stop(task)

    def cancel_front(self) -> None:
        """Stop all that does not run in the background."""
        for task in self.tasks:
            if task.stoppable and not task.background:
                self._stop(task)

    def _stop(self, task: Task) -> None:
        if task.id in self._stops:
            self._stops[task.id]()
        else:
            self._engine.cancel(task.id)

    def retry(self, task: Task) -> None:
        """Ask again for what failed or was cancelled."""
        if task in self.ended and task.again is not None:
            self.ended.remove(task)
            task.again()

    def forget(self) -> None:
        """Clear the list of what has ended."""
        self.ended.clear()
        self.changed.emit()

    def _watched(
        self,
        task: Task,
        start: Callable[[Handlers], int],
        done: Callable[[Any], object],
        failed: Callable[[str], object],
        cancelled: Callable[[], object] = lambda: None,
    ) -> int:
        """Start a task, whose answers come by the event loop, and keep the list up to date."""

        def progress(step: Progress) -> None:
            task = self._tasks[id]
            started = task.started or time.monotonic()
            task.course.at(step)
            self._tasks[id] = replace(task, progress=step, started=started, state="running")
            self.changed.emit()

        def finished(result: Any) -> None:
            problem = done(result)
            came_to_nothing = isinstance(problem, str) and bool(problem)
            if came_to_nothing:
                self._end(id, "failed", problem)
            else:
                self._tasks[id].course.end()
                self._end(id, "done")

        def gone_wrong(message: str) -> None:
            self._end(id, "failed", message)
            failed(message)

        def given_up() -> None:
            self._end(id, "cancelled")
            cancelled()

        handlers = Handlers(finished, gone_wrong, progress, given_up, lost=gone_wrong)
        id = start(handlers)
        self._tasks[id] = replace(task, id=id, stoppable=id > 0 or id in self._stops)
        self.changed.emit()
        return id

    def _end(self, id: int, state: str, problem: str = "") -> None:
        task = self._tasks.pop(id)
        self._stops.pop(id, None)
        task = replace(task, state=state, problem=problem, ended=time.monotonic())
        self.ended.append(task)
        log.info("%s: %s, %.1f s", task.title, tr(STATES[state]), task.seconds or 0.0)
        self.changed.emit()
