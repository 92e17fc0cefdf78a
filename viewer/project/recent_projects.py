"""The projects that were opened or saved last."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings

from core.document.project_file import read_preview
from core.utils.files import is_file
from viewer.i18n.translate import tr

if TYPE_CHECKING:
    from viewer.window.main_window import MainWindow

KEY = "projects/recent"
MOST = 8


def recent_projects() -> list[Path]:
    """Their paths, newest first; whether they are still there shows when they are read."""
    kept = QSettings().value(KEY, [])
    return [Path(path) for path in ([kept] if isinstance(kept, str) else kept or [])]


def remember(path: Path) -> None:
    """Put a project first."""
    _keep([path, *(other for other in recent_projects() if other != path)])


def forget(path: Path) -> None:
    """Take a project off the list."""
    _keep([other for other in recent_projects() if other != path])


def needs_recent(window: MainWindow) -> str:
    """Why none can be opened."""
    return "" if recent_projects() else tr("No project has been saved yet")


def needs_unsaved(window: MainWindow) -> str:
    """Why there is nothing to save."""
    if window.projects.modified:
        return ""
    return tr("All is saved") if window.projects.path else tr("There is nothing to save yet")


def _keep(paths: list[Path]) -> None:
    QSettings().setValue(KEY, [str(path) for path in paths[:MOST]])


def previews(paths: list[Path]) -> Iterator[tuple[Path, bytes]]:
    """The projects that are there, each with its small picture. For a thread: disks are slow."""
    for path in paths:
        if is_file(path):
            yield path, read_preview(path) or b""
