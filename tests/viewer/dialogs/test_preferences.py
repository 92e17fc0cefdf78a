"""Preferences and layout: what is set holds, now or when it is said to, and after a new start."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLabel, QLineEdit, QSpinBox
from steering import add, reconstruct, wait

from core.process.worker import Setup
from viewer.app import open_window
from viewer.dialogs.preferences import Preferences
from viewer.system import preferences
from viewer.system.preferences import PREFERENCES
from viewer.theme import theme
from viewer.window.layout import LEAST, MOST, STEP, WIDTHS
from viewer.window.main_window import MainWindow


@pytest.fixture
def dialog(window: MainWindow):
    window.actions_by_id["preferences"].trigger()
    dialog = window.findChildren(Preferences)[-1]
    yield dialog
    dialog.close()
    theme.apply(QApplication.instance(), "light")


def close(window: MainWindow) -> None:
    """Close a window, and leave what is not saved."""
    window.projects.forget()
    window.close()
    wait(lambda: not window.isVisible())


def pick(dialog: Preferences, key: str, value: str) -> None:
    box = dialog.fields[key]
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData(value))


def test_there_is_a_field_for_each_with_its_name_and_note(dialog: Preferences):
    assert list(dialog.fields) == [row.key for row in PREFERENCES]
    words = [label.text() for label in dialog.findChildren(QLabel)]
    for row in PREFERENCES:
        assert row.title in words and dialog.fields[row.key].accessibleName() == row.title
        assert not row.note or row.note in words


def test_theme_and_navigation_are_felt_at_once(window: MainWindow, dialog: Preferences):
    pick(dialog, "theme", "dark")
    assert theme.current().is_dark and QSettings().value("theme") == "dark"
    pick(dialog, "navigation", "trackball")
    assert window.session.look.navigation == "trackball"
    dialog.restore_defaults()
    assert window.session.look.navigation == "turntable"
    assert preferences.value("theme") == "system"


def test_device_and_threads_go_to_the_core(
    window: MainWindow, dialog: Preferences, monkeypatch: pytest.MonkeyPatch
):
    asked = []
    monkeypatch.setattr(window.engine, "set_up", asked.append)
    offered = [dialog.fields["device"].itemData(i) for i in range(dialog.fields["device"].count())]
    assert tuple(offered) == window.engine.vitals.devices
    pick(dialog, "device", "cpu")
    threads = dialog.fields["threads"]
    assert isinstance(threads, QSpinBox)
    threads.setValue(1)
    assert asked == [Setup("cpu", 0), Setup("cpu", 1)] and preferences.setup() == Setup("cpu", 1)


def test_folders_are_those_that_dialogs_start_in(
    window: MainWindow, dialog: Preferences, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = tmp_path / "Fotos ä 照片"
    folder.mkdir()
    line = dialog.fields["open/folder"]
    assert isinstance(line, QLineEdit)
    line.setText(str(tmp_path / "not there"))
    line.editingFinished.emit()
    assert line.text() == preferences.value("open/folder") == str(Path.home())
    line.setText(str(folder))
    line.editingFinished.emit()
    asked = []

    def ask(parent: object, title: str, start: str, *rest: object) -> tuple[list[str], str]:
        asked.append(start)
        return [], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", ask)
    window.actions_by_id["open"].trigger()
    assert asked == [str(folder)]


def test_nonsense_in_the_settings_does_no_harm(window: MainWindow):
    for key in ("threads", "navigation", "window/left", "window/right-tab", "window/geometry"):
        QSettings().setValue(key, "nonsense")
    QSettings().setValue("window/left-tab", 99)
    assert preferences.setup() == Setup("auto", 0)
    preferences.restore(window)
    window.arrangement.restore()
    assert window.left.width() == WIDTHS["left"] and window.left.page == 0


def test_a_column_is_dragged_wider_within_reason(window: MainWindow, table: Path):
    add(window, table)
    grip = window.arrangement.grips["left"]
    assert grip.isVisible()
    here = grip.rect().center()
    QTest.mousePress(grip, Qt.MouseButton.LeftButton, pos=here)
    QTest.mouseMove(grip, here + QPoint(40, 0))
    QTest.mouseRelease(grip, Qt.MouseButton.LeftButton, pos=here)
    assert window.left.width() == WIDTHS["left"] + 40
    grip.setFocus()
    QTest.keyClick(grip, Qt.Key.Key_Left)
    assert window.left.width() == WIDTHS["left"] + 40 - STEP
    window.arrangement.widen("left", 5)
    assert window.left.width() == LEAST
    window.arrangement.widen("right", 5000)
    assert window.right.width() == MOST
    QTest.mouseDClick(grip, Qt.MouseButton.LeftButton)
    assert window.left.width() == WIDTHS["left"]


def test_the_layout_is_kept_and_can_be_reset(window: MainWindow, table: Path):
    add(window, table)
    reconstruct(window)
    window.panel("CertaintyPanel").open_button.click()
    window.bring("ExportPanel")
    window.bring("WorkPanel")
    window.columns["bottom"].fold(True)
    window.arrangement.widen("left", 333)
    window.resize(960, 700)  # the test's screen is no wider
    wait(lambda: window.engine.idle)
    close(window)

    second = open_window(window.engine)
    wait(lambda: second.viewport.scene is not None)
    assert (second.width(), second.height()) == (960, 700)
    assert second.left.width() == 333
    assert second.columns["right"].page == window.columns["right"].page > 0
    bottom = second.columns["bottom"]
    assert bottom.titles[bottom.page] == "Work" and bottom.folded
    assert second.panel("CertaintyPanel").is_open
    add(second, table)
    reconstruct(second)
    assert second.panel("CertaintyPanel").plot.widget.isVisible()

    second.actions_by_id["reset_layout"].trigger()
    assert not second.panel("CertaintyPanel").is_open and not bottom.folded
    assert second.left.width() == WIDTHS["left"] and second.columns["right"].page == 0
    wait(lambda: second.engine.idle)
    close(second)
    second.deleteLater()
