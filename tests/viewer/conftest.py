"""The real window without a screen, and the real core process, started once for all tests."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from PySide6.QtCore import (
    QSettings,
    QThread,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication
from steering import draw_table, wait

from viewer.app import make_application, open_window
from viewer.tasks.engine import Engine
from viewer.window.main_window import MainWindow

if TYPE_CHECKING:
    from viewer.scene.scene import Scene

HARMLESS = ("propagateSizeHints", "not support raise()", "not support grabbing")  # offscreen


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QApplication]:
    folder = str(tmp_path_factory.mktemp("settings"))
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
    yield make_application()


@pytest.fixture(autouse=True)
def unsaved_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test's unsaved work is kept, apart from that of other tests and of the user."""
    monkeypatch.setattr("viewer.project.autosave.folder", lambda: tmp_path / "unsaved")
    return tmp_path / "unsaved"


@pytest.fixture(scope="session")
def engine(app: QApplication) -> Iterator[Engine]:
    engine = Engine()
    engine.start()
    wait(lambda: engine.listening)
    yield engine
    engine.close()


@pytest.fixture(autouse=True)
def qt_stays_quiet(request: pytest.FixtureRequest) -> Iterator[None]:
    """Qt's own warnings, and errors in slots, fail the test in which they happen."""
    said: list[str] = []

    def listen(kind: QtMsgType, context: object, message: str) -> None:
        loud = kind in (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)
        if loud and not any(word in message for word in HARMLESS):
            said.append(message)

    previous = qInstallMessageHandler(listen)
    yield
    qInstallMessageHandler(previous)
    assert said == []


@pytest.fixture(autouse=True)
def no_thread_is_left(request: pytest.FixtureRequest) -> Iterator[None]:
    if "engine" in request.fixturenames:
        request.getfixturevalue("engine")
    before = _running_threads()
    yield
    assert _running_threads() <= before


def _running_threads() -> set[int]:
    # The main thread shows up as a plain QThread as soon as somebody asks for it.
    # By type and not by isinstance, which wakes the lazy objects of other libraries.
    return {
        id(thread)
        for thread in gc.get_objects()
        if issubclass(type(thread), QThread) and type(thread) is not QThread and thread.isRunning()
    }


@pytest.fixture
def window(engine: Engine) -> Iterator[MainWindow]:
    """A window of its own for each test, with an empty document."""
    wait(lambda: engine.idle)
    QSettings().clear()
    window = open_window(engine)
    wait(lambda: window.viewport.scene is not None or window.viewport.problem)
    yield window
    window.projects.forget()  # else closing asks what becomes of unsaved work
    window.close()
    wait(lambda: not window.isVisible())
    wait(lambda: engine.idle)
    window.deleteLater()
    QApplication.processEvents()


@pytest.fixture
def scene() -> Iterator[Scene]:
    """The 3D scene without a window, with nothing in it."""
    from pictured import Scene  # VTK only where it is needed

    made = Scene()
    made.set_visible(grid=False, axes=False, shadow=False)
    yield made
    made.close()


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A drawing of a table before a plain wall, as an image file with an awkward name."""
    return draw_table(tmp_path / "kleiner Tisch ä 桌.png", (120, 70, 30))


@pytest.fixture
def stool(tmp_path: Path) -> Path:
    return draw_table(tmp_path / "stool.png", (30, 60, 120), width=50)
