"""Names with spaces, umlauts and Chinese, from the photograph to every file that is written."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSettings
from steering import add, reconstruct, wait

from core.importers.shapes import load_shape
from viewer.system import preferences
from viewer.window.main_window import MainWindow


@pytest.mark.parametrize("suffix", [".stl", ".3mf"])
def test_awkward_names_go_in_and_out(window: MainWindow, table: Path, tmp_path: Path, suffix: str):
    folder = tmp_path / "Übung 1 – 桌子 & mehr"
    folder.mkdir()
    photo = folder / "größer Tisch 桌 #1 100%.png"
    photo.write_bytes(table.read_bytes())
    add(window, photo)
    assert window.session.document.current.name == photo.name
    reconstruct(window)
    assert photo.stem in window.windowTitle()
    out = folder / f"Ergebnis ß 形状{suffix}"
    window.panel("ExportPanel").write(str(out))
    wait(lambda: not window.session.tasks)
    assert "export" not in window.session.problems
    assert load_shape(out) is not None
    assert sorted(path.name for path in folder.iterdir()) == sorted([photo.name, out.name])
    wait(lambda: window.engine.idle)


def test_a_project_with_an_awkward_name_opens_the_same(
    window: MainWindow, table: Path, tmp_path: Path
):
    add(window, table)
    reconstruct(window)
    code = window.session.document.code
    file = tmp_path / "Projekt ä 项目 1.shapewright"
    window.projects.write(file)
    wait(lambda: file.exists() and not window.projects.modified)
    window.projects.new()
    wait(lambda: not window.session.document.items)
    window.projects.open(file)
    wait(lambda: window.session.document.items)
    item = window.session.document.current
    assert item.name == table.name
    assert np.array_equal(window.session.document.code["shape"], code["shape"])
    wait(lambda: window.engine.idle)


def test_folders_with_awkward_names_are_remembered(tmp_path: Path):
    folder = tmp_path / "照片 ä b"
    folder.mkdir()
    QSettings().setValue("open/folder", str(folder))
    QSettings().sync()
    assert Path(preferences.value("open/folder")) == folder
