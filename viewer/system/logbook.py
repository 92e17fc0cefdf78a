"""What happened, line by line: the log of the window and, sent over by it, of the core."""

from __future__ import annotations

import logging
from collections import deque

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from core.process.worker import LogLine

KEPT = 1000


class Logbook(QObject):
    """The last lines. They may come from any thread and are added in the window's."""

    added = Signal(object)  # LogLine
    _came = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: deque[LogLine] = deque(maxlen=KEPT)
        self._came.connect(self._add)

    @Slot(object)
    def _add(self, line: LogLine) -> None:
        self.lines.append(line)
        self.added.emit(line)

    def write(self, line: LogLine) -> None:
        """Add a line, from any thread."""
        self._came.emit(line)


class _Scribe(logging.Handler):
    """Hands what Python logs to the book."""

    def __init__(self, book: Logbook) -> None:
        super().__init__(logging.INFO)
        self._book = book

    def emit(self, record: logging.LogRecord) -> None:
        if isValid(self._book):
            line = LogLine(record.created, record.levelno, record.name, self.format(record))
            self._book.write(line)


def logbook() -> Logbook:
    """The one book of the application; it is opened when first asked for."""
    app = QApplication.instance()
    assert app is not None
    found = app.findChild(Logbook)
    if found is None:
        found = Logbook(app)
        logging.getLogger().addHandler(_Scribe(found))
        logging.getLogger("viewer").setLevel(logging.INFO)
    return found
