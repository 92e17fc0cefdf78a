"""What the core is asked about the thing that is shown: once for each, and anew as that changes.

An answer is only ever given out for what is asked about now. Late ones are kept for an undo.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from core.utils.cache import Latest
from viewer.tasks.engine import Engine, Handlers

KEPT = 64


class Query(QObject):
    """``value`` is the answer to what `about` named last, or None; ``problem`` why there is none.

    It is asked for ``rest_ms`` after that was named, behind everything that the user waits for.
    """

    changed = Signal()  # ``value`` or ``problem`` is another
    failed = Signal(str)

    def __init__(
        self, engine: Engine, job: str, parent: QObject, rest_ms: int = 0, kept: int = KEPT
    ) -> None:
        super().__init__(parent)
        self._engine, self._job = engine, job
        self._key: object = None
        self._arguments: Mapping[str, Any] = {}
        self._asked: int | None = None  # the request that is on its way
        self._known: Latest[object, Any] = Latest(kept)
        self._problems: Latest[object, str] = Latest(kept)
        self._told: tuple[Any, str] = (None, "")
        self._rested = QTimer(self, singleShot=True, interval=rest_ms)
        self._rested.timeout.connect(self._ask)
        engine.ready.connect(self._again)

    @property
    def value(self) -> Any:
        """The answer, while it is known."""
        return self._known.get(self._key)

    @property
    def problem(self) -> str:
        """Why it cannot be answered."""
        return self._problems.get(self._key, "")

    @property
    def pending(self) -> bool:
        """Whether an answer is to come."""
        return self._key is not None and self.value is None and not self.problem

    def about(self, key: object, arguments: Mapping[str, Any] | None = None) -> None:
        """Name what it is about now: all that the answer depends on, None for nothing."""
        if key != self._key:
            self._engine.withdraw(self._asked)
            self._asked = None
            self._key, self._arguments = key, arguments or {}
            self._rested.stop()
        self._ask_later()
        self._tell()

    def tell(self, key: object, value: Any) -> None:
        """An answer that came in another way."""
        self._known.keep(key, value)
        self._tell()

    def _ask_later(self) -> None:
        if self.pending and self._asked is None and not self._rested.isActive():
            self._rested.start()

    def _again(self) -> None:
        """The core is up (again): what failed with it has another chance."""
        self._problems.clear()
        self._ask_later()
        self._tell()

    def _ask(self) -> None:
        key = self._key
        if key is None or self.value is not None:
            return

        def over() -> bool:
            """It has ended; whether nothing else has been asked since."""
            ours = self._asked == id
            self._asked = None if ours else self._asked
            return ours

        def done(value: Any) -> None:
            over()
            self.tell(key, value)

        def failed(message: str) -> None:
            over()
            self._problems.keep(key, message)
            if key == self._key:
                self.failed.emit(message)
            self._tell()

        def cancelled() -> None:
            if over():
                self._ask_later()

        def lost(message: str) -> None:
            over()  # asked again by `_again`, once the core is back

        id = self._asked = self._engine.submit(
            self._job,
            self._arguments,
            Handlers(done, failed, cancelled=cancelled, lost=lost),
            channel=self._job,
            yields=True,
            background=True,
        )

    def _tell(self) -> None:
        now = (self.value, self.problem)
        if now[0] is not self._told[0] or now[1] != self._told[1]:
            self._told = now
            self.changed.emit()
