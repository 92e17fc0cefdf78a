"""Work beside the window that needs no network: files that are read and written.

It is done in one thread, one thing after the other, and so also while the core is busy or gone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from core.errors import NO_MEMORY, UserError, is_out_of_memory
from viewer.i18n.translate import tr

log = logging.getLogger(__name__)


class Background(QObject):
    """Runs functions in its thread and calls back in the window's."""

    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(1, "shapewright-files")
        self._left = 0
        self._ended.connect(self._call)

    @property
    def idle(self) -> bool:
        """Whether all that was asked for is done."""
        return self._left == 0

    def run(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], object] = lambda result: None,
        failed: Callable[[str], object] = lambda message: None,
    ) -> None:
        """Do something in the thread; then ``done`` or ``failed`` is called in the window's."""
        self._left += 1
        self._pool.submit(self._do, work, done, failed)

    def close(self) -> None:
        """Wait for what is being done."""
        self._pool.shutdown(wait=True)

    def _do(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], object],
        failed: Callable[[str], object],
    ) -> None:
        try:
            after = partial(done, work())
        except UserError as error:
            after = partial(failed, str(error))
        except Exception as error:
            log.exception("in the background")
            after = partial(failed, _sentence(error))
        self._ended.emit(after)

    @Slot(object)
    def _call(self, after: Callable[[], object]) -> None:
        self._left -= 1
        after()


def _sentence(error: Exception) -> str:
    if is_out_of_memory(error):
        return NO_MEMORY
    summary = f"{type(error).__name__}: {error}".splitlines()[0]
    return tr(
        "Something went wrong inside the program ({summary}). Please report it.", summary=summary
    )
