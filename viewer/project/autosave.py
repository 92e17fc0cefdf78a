"""Unsaved work is kept beside, and offered again after a crash.

Every window has a file of its own with a lock. A window that is closed takes both away; a file
whose lock nobody holds is what a crash has left.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import platformdirs
from PySide6.QtCore import QLockFile, QObject, QTimer, Signal

from core.document.project_file import SUFFIX, Project, read_project, write_project
from core.errors import UserError
from core.utils.files import make_folder
from viewer.tasks.file_thread import Background

DELAY_MS = 2000  # after an edit, until all edits since then are written


@dataclass(frozen=True)
class Slot:
    """A window's file, and its lock."""

    path: Path
    lock: QLockFile

    def clear(self) -> None:
        """Take both away."""
        self.path.unlink(missing_ok=True)
        self.lock.unlock()


@dataclass(frozen=True)
class Lost:
    """Work that a crash has left: where it lies, when it was kept, what it is."""

    slot: Slot
    time: float
    project: Project


class Autosave(QObject):
    """Writes what ``project`` gives, a little after each edit; None when nothing is unsaved."""

    found = Signal()  # ``lost`` is another
    failed = Signal(str)

    def __init__(
        self, background: Background, project: Callable[[], Project | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._background, self._project = background, project
        self._slot: Slot | None = None
        self._writing = False
        self.lost: Lost | None = None
        self._timer = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._timer.timeout.connect(self.write)

    def edited(self) -> None:
        """Something was edited: write soon. Edits in between are written with it."""
        if not self._timer.isActive():
            self._timer.start()

    def write(self) -> None:
        """Write now, or take the file away when all is saved."""
        self._timer.stop()
        project = self._project()
        if project is None:
            self._background.run(self._clear)
        elif self._writing:
            self.edited()
        else:
            self._writing = True
            self._background.run(lambda: self._keep(project), self._written, self._written)

    def stop(self) -> None:
        """The window is closed in peace: nothing is left. Call it when the thread is at rest."""
        self._timer.stop()
        self._clear()
        if self.lost is not None:
            self.lost.slot.lock.unlock()  # nobody has decided: it is offered again
            self.lost = None

    def look(self) -> None:
        """Look for what a crash has left, unless something is offered already."""
        if self.lost is None:
            self._background.run(_find, self._offer)

    def recover(self) -> Project:
        """Take over what was found, with its file, until it is saved or discarded."""
        assert self.lost is not None
        lost, self.lost = self.lost, None
        self._slot = lost.slot
        self.found.emit()
        return lost.project

    def discard(self) -> None:
        """Do away with what was found, and look for more."""
        if self.lost is not None:
            self._background.run(self.lost.slot.clear)
            self.lost = None
            self.found.emit()
            self.look()

    def _offer(self, lost: Lost | None) -> None:
        if lost is not None and self.lost is None:
            self.lost = lost
            self.found.emit()

    def _written(self, problem: str | None) -> None:
        self._writing = False
        if problem is not None:
            self.failed.emit(problem)

    # In the thread

    def _keep(self, project: Project) -> None:
        if self._slot is None:
            path = make_folder(folder()) / f"{uuid.uuid4().hex[:12]}{SUFFIX}"
            self._slot = Slot(path, _lock_of(path))
            self._slot.lock.tryLock(0)
        write_project(project, self._slot.path)

    def _clear(self) -> None:
        if self._slot is not None:
            self._slot.clear()
            self._slot = None


def folder() -> Path:
    """Where unsaved work is kept."""
    return Path(platformdirs.user_data_dir("Shapewright", appauthor=False)) / "unsaved"


def _lock_of(path: Path) -> QLockFile:
    lock = QLockFile(str(path.with_suffix(".lock")))
    lock.setStaleLockTime(0)  # only the death of its process frees it, not its age
    return lock


def _find() -> Lost | None:
    """The newest work that belongs to no living window, with its lock in our hands."""
    files = [path for path in folder().glob(f"*{SUFFIX}") if not path.name.startswith(".")]
    for path in sorted(files, key=lambda path: path.stat().st_mtime, reverse=True):
        lock = _lock_of(path)
        if not lock.tryLock(0):
            continue
        try:
            return Lost(Slot(path, lock), path.stat().st_mtime, read_project(path))
        except (UserError, OSError):
            lock.unlock()  # of a newer program, perhaps: it stays for that one
    return None
