"""The current document, its undo stack, and the work the user has asked for.

Widgets read from the session, and ask it to change things; they keep nothing of their own.
"""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from core.document.model import photograph
from core.document.project_file import is_project
from core.methods import METHODS
from core.types import Directions, Reconstruction
from viewer.document.item_edits import Document, Edit, Item, keep_result, select
from viewer.document.photo_edits import method_for, same_images, sharing
from viewer.document.undo import Change
from viewer.document.view_settings import Look
from viewer.i18n.core_messages import core_words
from viewer.i18n.translate import tr
from viewer.importing import open_files as opening
from viewer.importing.folder_queue import FolderQueue
from viewer.importing.proposal import Gathering, asks
from viewer.preview.method_loader import WarmUp
from viewer.scene import photo_cameras
from viewer.tasks.engine import Engine
from viewer.tasks.task_list import Task, Work

if TYPE_CHECKING:
    from core.exporters import ExportReport
    from core.process.jobs import Shape

log = logging.getLogger(__name__)

# Parts of the window that a problem can be about.
PLACES = ("core", "view", "export", "project", "map", "path")


class Session(QObject):
    """One open window's document and its requests to the core."""

    changed = Signal()
    look_changed = Signal()
    tasks_changed = Signal()
    problems_changed = Signal()
    directions_changed = Signal()
    decoded = Signal(object, object)  # LatentCode, Shape: one that came with a reconstruction
    exported = Signal(object)  # ExportReport
    project_dropped = Signal(object, object)  # a project's path, and those of images beside it

    def __init__(self, engine: Engine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.engine = engine
        self.undo_stack = QUndoStack(self)
        self.document = Document()
        self.look = Look()
        self._before: dict[tuple[tuple[str, Any], ...], dict[str, Any]] = {}  # what `switch` left
        self.dragging = False
        self._drags = itertools.count(1)
        self._drag = 0
        self.work = Work(engine, self)
        self.work.changed.connect(self.tasks_changed)
        self.queue = FolderQueue(self)
        self.gathering = Gathering(self)
        self._problems: dict[int | str, str] = {}
        self.notes: dict[str, str] = {}  # sentences about nothing bad
        engine.died.connect(self._core_died)
        self.warm_up = WarmUp(self)

    # The document

    def do(self, edit: Edit) -> None:
        """Apply an edit as one named, undoable step."""
        after = edit.apply(self.document)
        if after is not self.document:
            self.undo_stack.push(Change(self._show, self.document, after, edit))

    def select(self, id: int | None) -> None:
        """Show another image."""
        self._show(select(self.document, id))

    def open(self, document: Document) -> None:
        """Another document instead, with nothing to undo."""
        self.work.cancel_front()
        self.queue.forget()
        self.undo_stack.clear()
        self._problems.clear()
        self.gathering.dismiss()
        self._show(Document())  # nothing of the one before stays on screen
        self._show(document)
        self.problems_changed.emit()

    def begin_drag(self) -> int:
        """All moves until `end_drag` become one undo step; its number."""
        self.dragging = True
        self._drag = next(self._drags)
        return self._drag

    def end_drag(self) -> None:
        """The slider was let go: time for the fine shape."""
        self.dragging = False
        self.changed.emit()

    def _show(self, document: Document) -> None:
        if document is not self.document:
            another = document.selected != self.document.selected
            self.document = document
            if another:
                self.show_as(photo=0)
            for task in self.tasks:
                if task.item is not None and document.find(task.item) is None:
                    self.work.cancel(task.id)  # nobody could see what it gives
            self.changed.emit()

    @property
    def photo(self) -> int:
        """Which of the selected item's photographs is meant where one is."""
        item = self.document.current
        return 0 if item is None else min(self.look.photo, len(item.more))

    def show_as(self, **changes: Any) -> None:
        """Change how the shape is shown."""
        look = replace(self.look, **changes)
        if look != self.look:
            self.look = look
            self.look_changed.emit()

    def switch(self, **changes: Any) -> None:
        """Show it in another way, or, where it is shown so already, as it was before."""
        now = {name: getattr(self.look, name) for name in changes}
        if now != changes:
            self._before[tuple(changes.items())] = now
            self.show_as(**changes)
        else:
            self.show_as(**self._before.pop(tuple(changes.items()), {}))

    def choose_photo(self, place: int) -> None:
        """Mean a photograph of the object, and look through its camera where that is known."""
        known = photo_cameras.eye(self.document, place) is not None
        self.show_as(photo=place, overlay=known)

    # What went wrong, by the thing it is about: an item's id, "core", "export", "view", a file

    @property
    def problems(self) -> Mapping[int | str, str]:
        return self._problems

    @property
    def file_problems(self) -> Mapping[str, str]:
        """Those about files that gave no image."""
        return {
            about: text
            for about, text in self._problems.items()
            if isinstance(about, str) and about not in PLACES
        }

    def report(self, about: int | str, message: str) -> None:
        """Show a sentence beside the thing it is about."""
        message = core_words(message)
        log.warning(message)
        self._problems[about] = message
        self.problems_changed.emit()

    def note(self, about: str, message: str) -> None:
        """Show a sentence that is about nothing bad."""
        self.notes[about] = message
        self.problems_changed.emit()

    def dismiss(self, about: int | str) -> None:
        """Forget a problem."""
        said = self._problems.pop(about, None), self.notes.pop(str(about), None)
        if any(text is not None for text in said):
            self.problems_changed.emit()

    # Work

    @property
    def tasks(self) -> Sequence[Task]:
        """What the user is waiting for, oldest first."""
        return self.work.tasks

    def running(self, item: int) -> bool:
        """Whether an image is being reconstructed or waits for it."""
        return any(task.item == item for task in self.tasks)

    def cancel(self) -> None:
        """Stop everything the user is waiting for. The document stays as it is."""
        self.work.cancel()

    def open_files(self, paths: Sequence[str | Path]) -> None:
        """Read photographs, find their masks and add them, each as soon as it is there.

        A project among them is announced by ``project_dropped``: it replaces the document.
        """
        projects = [path for path in paths if is_project(path)]
        if projects:
            others = [path for path in paths if not is_project(path)]
            self.project_dropped.emit(Path(projects[0]), others)
            return
        if asks(paths):
            self.gathering.look_at(paths)
            return
        opening.open_each(self, paths)

    def open_bytes(self, data: bytes, name: str) -> None:
        """Add a photograph from memory, as pasted or dropped from a browser."""
        opening.load(self, tr("Open {name}", name=name), {"blobs": [(data, name)]})

    def reconstruct(self, item: Item) -> None:
        """Find the shape in an image, or of an object with several, as one undoable step."""
        method = method_for(self.document, item)

        def done(outcome: tuple[Reconstruction, Shape]) -> None:
            result, shape = outcome
            now = self.document.find(item.id)
            # Undo may have taken the image away, or given its number to another one.
            if now is not None and same_images(now, item):
                self.decoded.emit(result.code, shape)
                same = now.view is item.view and now.more == item.more
                self.do(keep_result(now, sharing(result, item), stale=not same))

        self.begin(
            tr("Encode {name}", name=item.name)
            if item.view.solid is not None
            else tr("Reconstruct {name}", name=item.name),
            "reconstruct",
            {
                "views": item.views,
                "method": method,
                "resolution": METHODS[method].resolution,
            },
            done=done,
            about=item.id,
        )

    def export(
        self,
        path: str,
        resolution: int,
        kind: str | None = None,
        done: Callable[[ExportReport], None] | None = None,
    ) -> None:
        """Write the shown shape, finished; ``done``, or else ``exported``, tells what is in it."""
        code, item = self.document.code, self.document.current
        if code is None or item is None:
            return

        def tell(report: ExportReport) -> None:
            (done or self.exported.emit)(report)

        self.begin(
            tr("Export {name}", name=Path(path).name),
            "export",
            {
                "code": code,
                "path": path,
                "finish": self.document.finish,
                "resolution": resolution,
                "kind": kind,
                "photo": photograph(self.document, item),
            },
            done=tell,
            about="export",
        )

    def begin(
        self, title: str, job: str, arguments: Mapping[str, Any], done: Any, about: int | str
    ) -> None:
        """Submit work that the user sees: a task while it runs, a problem when it fails."""
        item = about if isinstance(about, int) else None

        def failed(message: str) -> None:
            self.report(about, message)

        def start() -> None:
            self.dismiss("core")
            self.dismiss(about)
            self.work.begin(title, job, arguments, done, failed, item, again=start)

        start()

    def _core_died(self, message: str) -> None:
        self.report("core", tr(message))

    # Methods

    @property
    def method(self) -> str:
        """The method whose code is shown, or that would make the next one."""
        code = self.document.code
        return self.document.method if code is None else code.method

    @property
    def directions(self) -> Directions | None:
        """What the sliders of the shown code move along, once its method has been loaded."""
        return self.warm_up.directions.get(self.method)
