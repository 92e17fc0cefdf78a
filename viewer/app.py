"""Starting the program: the window is painted first, everything heavy comes after."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from viewer.i18n.translate import speak
from viewer.pages.welcome import samples
from viewer.system import preferences
from viewer.system.garbage import Collector
from viewer.system.logbook import logbook
from viewer.tasks.engine import Engine
from viewer.theme import theme
from viewer.window.main_window import MainWindow


def make_application(arguments: Sequence[str] = ()) -> QApplication:
    """The one application object, with its name, style and theme."""
    app = QApplication.instance()
    if app is None:
        app = QApplication(["shapewright", *arguments])
        Collector(app)
    app.setApplicationName("Shapewright")
    app.setApplicationDisplayName("Shapewright")
    app.setOrganizationName("Shapewright")
    app.setDesktopFileName("shapewright")
    logbook()
    app.setProperty("language problem", speak(app, preferences.value("language")))
    theme.apply(app, preferences.value("theme"))
    app.setWindowIcon(theme.icon("shape", theme.LIGHT))
    return app


class _AfterFirstPaint(QObject):
    """Runs the rest of the start once the window has been painted."""

    def __init__(self, window: MainWindow, paths: Sequence[str | Path]) -> None:
        super().__init__(window)
        self._paths = paths
        self._window = window
        self._parts = window.furnish()
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._window, self._painted)
        return False

    def _painted(self) -> None:
        self._window.painted_at = time.perf_counter()
        self._furnish()

    # One after the other: side by side each would be late.

    def _furnish(self) -> None:
        for _ in self._parts:
            QTimer.singleShot(0, self._window, self._furnish)  # one part, then the window's turn
            return
        self._start()

    def _start(self) -> None:
        window = self._window
        for then in (window.engine.start, window.projects.autosave.look, self._open):
            window.viewport.started.connect(then)
        window.viewport.start()

    def _open(self) -> None:
        self._window.session.open_files(self._paths)


def open_window(engine: Engine, paths: Sequence[str | Path] = ()) -> MainWindow:
    """A window on screen; once it has been painted the 3D view and the core start.

    Then the files of ``paths`` are opened.
    """
    window = MainWindow(engine)
    _AfterFirstPaint(window, paths)
    problem = QApplication.instance().property("language problem")
    if problem:
        window.session.report("view", problem)
    window.show()
    return window


def main(arguments: Sequence[str]) -> int:
    """Run until the window is closed. Arguments are files to open, or ``--sample NAME``."""
    console = logging.StreamHandler()
    console.setLevel(logging.WARNING)
    logging.basicConfig(handlers=[console])
    paths: Sequence[str | Path] = arguments
    if arguments and arguments[0] == "--sample":
        found = {path.stem: path for path in samples()}
        if not arguments[1:] or any(name not in found for name in arguments[1:]):
            sys.stderr.write(f"There is no such sample. Choose one of: {', '.join(found)}.\n")
            return 2
        paths = [found[name] for name in arguments[1:]]
    QApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    app = make_application()
    engine = Engine()
    engine.set_up(preferences.setup())
    open_window(engine, paths)
    code = app.exec()
    engine.close()
    return code
