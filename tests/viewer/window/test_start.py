"""The start: what is seen is painted first, the rest is imported and built after it."""

from __future__ import annotations

import subprocess
import sys

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from steering import wait

from core.utils.files import RESOURCES
from viewer.app import open_window
from viewer.panels import PANELS
from viewer.tasks.engine import Engine
from viewer.window.late_parts import PARTS
from viewer.window.main_window import MainWindow

BEFORE_THE_FIRST_PAINT = """
import sys
from viewer.app import make_application
from viewer.tasks.engine import Engine
from viewer.window.main_window import MainWindow
make_application()
window = MainWindow(Engine())
window.show()
print(*sys.modules)
window.close()
"""


def test_little_is_imported_before_the_first_paint():
    ran = subprocess.run(
        [sys.executable, "-c", BEFORE_THE_FIRST_PAINT],
        capture_output=True, text=True, cwd=RESOURCES.parent, check=True,
    )  # fmt: skip
    imported = set(ran.stdout.split())
    assert "viewer.window.main_window" in imported and "viewer.pages.welcome" in imported
    heavy = {"torch", "scipy", "trimesh", "vtkmodules", "PIL", "core.process.jobs", "core.pipeline"}
    assert heavy & imported == set()
    unseen = {f"viewer.panels.{file}" for file in PANELS.values()}
    assert (unseen | {"viewer.pages.shape", "viewer.pages.mask"}) & imported == set()


class Shown(QObject):
    """The top windows that have come up."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self.windows: list[QObject] = []
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.windows.append(watched)
        return False


def test_the_rest_is_built_after_the_first_paint_and_nothing_flashes_up(
    app: QApplication, engine: Engine
):
    shown = Shown(app)
    window = open_window(engine)
    assert not any(window.has(part) for part in PARTS)
    wait(lambda: window.painted_at is not None and window.viewport.scene is not None)
    app.removeEventFilter(shown)
    assert all(window.has(part) for part in PARTS)
    assert shown.windows == [window]
    assert window.middle.currentWidget() is window.welcome
    assert not any(column.isVisible() for column in window.columns.values())
    close(window)


def test_what_is_asked_for_before_it_was_built_is_there_at_once(app: QApplication, engine: Engine):
    window = MainWindow(engine)
    window.show()
    window.actions_by_id["map"].trigger()
    assert window.panel("MapPanel").isVisible()
    assert window.right.isVisible() and not window.left.isVisible()
    close(window)


def test_a_window_that_is_closed_at_once_keeps_how_the_columns_were(
    app: QApplication, engine: Engine
):
    first = MainWindow(engine)
    first.show()
    first.columns["right"].show_page(2)
    first.arrangement.widen("left", 333)
    close(first)
    second = MainWindow(engine)
    second.show()
    close(second)
    third = MainWindow(engine)
    third.show()
    assert third.left.width() == 333 and third.right.page == 2
    third.arrangement.reset()
    close(third)


def close(window: MainWindow) -> None:
    window.close()
    wait(lambda: not window.isVisible() and window.engine.idle)
    window.deleteLater()
    QApplication.processEvents()
