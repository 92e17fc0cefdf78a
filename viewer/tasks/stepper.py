"""Long work in the window's own process, such as drawing: a little at a time, or in a thread."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Generator
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer

from core.errors import UserError
from core.types import Progress
from viewer.i18n.translate import tr
from viewer.tasks.engine import Handlers

log = logging.getLogger(__name__)

Steps = Generator[Progress, None, Any]
Result = TypeVar("Result")
LOOK_UP = 0.004  # seconds a step waits for a thread


class Stepper(QTimer):
    """Drives steps between the events of the window, and calls back as the core would."""

    def __init__(self, steps: Steps, handlers: Handlers, parent: QObject) -> None:
        super().__init__(parent, interval=0)
        self._steps, self._handlers = steps, handlers
        self.timeout.connect(self._step)
        self.start()

    def cancel(self) -> None:
        """Stop here; what was begun is cleared away by the steps themselves."""
        self._finish()
        self._steps.close()
        self._handlers.cancelled()

    def _step(self) -> None:
        try:
            progress = next(self._steps)
        except StopIteration as finished:
            self._finish()
            self._handlers.done(finished.value)
        except UserError as error:
            self._finish()
            self._handlers.failed(str(error))
        except Exception:
            self._finish()
            log.exception("a task in the window failed")
            self._handlers.failed(tr("It failed unexpectedly. The log says more."))
        else:
            self._handlers.progress(progress)

    def _finish(self) -> None:
        self.stop()
        self.deleteLater()


class Thread(threading.Thread):
    """Runs a function that lets other threads run; its result, or what it raised, is kept."""

    def __init__(self, work: Callable[[], object]) -> None:
        super().__init__(daemon=True)
        self._work = work
        self._error: BaseException | None = None
        self._result: object = None

    def run(self) -> None:
        try:
            self._result = self._work()
        except BaseException as error:  # raised again where it is waited for
            self._error = error

    def wait(self, progress: Progress) -> Generator[Progress, None, Any]:
        """Steps until it is done; what it returns."""
        while self.is_alive():
            yield progress
            self.join(LOOK_UP)
        if self._error is not None:
            raise self._error
        return self._result
