"""The file of the document: new, open, save, what is unsaved, and what a crash has left."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QBuffer, QIODevice, QObject, QSettings, QSize, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox

from core.document.model import Document, same_content
from core.document.project_file import SUFFIX, Project, read_project, write_project
from core.utils.files import stamp
from viewer.i18n.translate import mark, tr
from viewer.importing import drop
from viewer.project import recent_projects
from viewer.project.autosave import Autosave
from viewer.project.view_state import kept, understood
from viewer.tasks.file_task import Errand, Tell
from viewer.tasks.file_thread import Background
from viewer.theme import theme
from viewer.widgets.pictures import thumbnail

if TYPE_CHECKING:
    from viewer.window.main_window import MainWindow

PREVIEW = QSize(288, 216)
Answer = QMessageBox.StandardButton
OUTDATED = mark(
    "{name}: {count} of its shapes were made with an earlier version of their method and are left "
    "out. Reconstruct them again; until you save, the file still has them."
)
CHANGED = mark("{name} was changed by another window or program since you opened it.")


class Projects(QObject):
    """What a window knows of the file its document is kept in."""

    changed = Signal()  # the path, whether all is saved, the recent ones

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self._saved: Document | None = self._session.document  # None: not even this one
        self._modified = False
        self._leaving = False
        self._changing = False  # whether one document takes the place of another
        self._opened = 0  # documents so far: a file that is saved late may be of the one before
        self._opening: Errand | None = None
        self.path: Path | None = None
        self._stamp = ""  # of the file, as this window has read or written it
        self.question: QMessageBox | None = None  # the one that is open
        self.background = Background(self)
        self.autosave = Autosave(self.background, self._unsaved, self)
        self.autosave.failed.connect(self._not_kept)
        self._session.changed.connect(self._follow)
        self._session.project_dropped.connect(self.open)

    @property
    def modified(self) -> bool:
        """Whether there are edits that are in no file."""
        saved = self._saved
        return saved is None or not same_content(saved, self._session.document)

    @property
    def name(self) -> str:
        """What the document is called, or nothing while it is empty."""
        if self.path is not None:
            return self.path.stem
        item = self._session.document.current
        return "" if item is None else Path(item.name).stem

    # What the actions do

    def new(self) -> None:
        """Start an empty document."""
        self.leave(lambda: self._show(Document()))

    def ask_to_open(self) -> None:
        """Let the user choose images or a project."""
        folder = str(QSettings().value("open/folder", str(Path.home())))
        paths, _ = QFileDialog.getOpenFileNames(
            self._window, tr("Open"), folder, drop.file_filter()
        )
        if paths:
            QSettings().setValue("open/folder", str(Path(paths[0]).parent))
            self._session.open_files(paths)

    def ask_for_object(self) -> None:
        """Let the user choose a folder with photographs of one object."""
        folder = str(QSettings().value("open/folder", str(Path.home())))
        words = tr("Folder with photographs of one object")
        chosen = QFileDialog.getExistingDirectory(self._window, words, folder)
        if chosen:
            QSettings().setValue("open/folder", chosen)
            self._session.gathering.look_at([chosen], one=True)

    def open(self, path: Path, images: Sequence[str | Path] = (), discard: bool = False) -> None:
        """Open a project, then add images to it. What is open stays when it cannot be read.

        ``discard``: what becomes of unsaved work has been said already.
        """
        path = Path(path).absolute()
        self._session.dismiss("project")

        def read(tell: Tell) -> tuple[str, Project]:
            return stamp(path), read_project(path, tell)

        def take(read: tuple[str, Project]) -> None:
            def enter() -> None:
                self._enter(read[1], path, read[0], images)

            enter() if discard else self.leave(enter)

        self._give_up_opening()
        self._opening = self._errand(read, take, partial(self._unreadable, path))
        self._opening.show_late(
            self._session.work,
            tr("Open {name}", name=path.name),
            tr("Reading the project"),
            lambda: self.open(path, images, discard),
            stoppable=True,
        )

    def save(self, then: Callable[[], object] = lambda: None) -> None:
        """Save where the document was opened or saved last; ask where there is no such file."""
        if self.path is None:
            self.save_as(then)
        else:
            self.write(self.path, then)

    def save_as(self, then: Callable[[], object] = lambda: None) -> None:
        """Ask for a file and save there."""
        folder = self.path.parent if self.path else QSettings().value("save/folder", Path.home())
        proposal = Path(str(folder)) / ((self.name or tr("Untitled")) + SUFFIX)
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, tr("Save project"), str(proposal), f"Shapewright (*{SUFFIX})"
        )
        if not chosen:
            return
        path = Path(chosen)
        if path.suffix.lower() != SUFFIX:
            path = path.with_name(path.name + SUFFIX)
            # The dialog has asked about the name as it was typed, not about this one.
            if path.is_file() and not self._may_replace(path):
                return
        QSettings().setValue("save/folder", str(path.parent))
        self.write(path, then)

    def write(self, path: Path, then: Callable[[], object] = lambda: None) -> None:
        """Save to a file, then go on. The window stays free meanwhile.

        Where somebody else has written the document's file since, it asks what to do.
        """
        project, opened = self._project(self._preview()), self._opened
        path = Path(path).absolute()
        known = self._stamp if path == self.path else None
        self._session.dismiss("project")

        def write(tell: Tell) -> str | None:
            if known is not None and stamp(path) not in ("", known):
                return None
            write_project(project, path, tell)
            return stamp(path)

        def done(written: str | None) -> str:
            if written is None:
                self._ask_which(path, then)
                return tr(CHANGED, name=path.name)
            recent_projects.remember(path)
            if opened == self._opened:
                self.path, self._saved, self._stamp = path, project.document, written
            self._tell()
            self.autosave.write()
            then()
            return ""

        def failed(message: str) -> None:
            self._session.report("project", message)

        self._errand(write, done, failed).show_late(
            self._session.work,
            tr("Save {name}", name=path.name),
            tr("Writing the project"),
            lambda: self.write(path),
            stoppable=False,
        )

    def recover(self) -> None:
        """Go on with what a crash has left."""
        if self.autosave.lost is not None:
            project = self.autosave.recover()
            path = Path(project.origin) if project.origin else None
            self._show(project.document, path, project.origin_stamp, project.view, saved=False)

    # Leaving a document

    def leave(self, then: Callable[[], object]) -> None:
        """Go on once the user has said what becomes of unsaved work; not at all on Cancel."""
        if not self.modified:
            then()
            return
        if self.question is not None:
            self.question.raise_()
            return
        box = QMessageBox(self._window)
        box.setText(tr("Save the changes to {name}?", name=self.name or tr("Untitled")))
        box.setInformativeText(tr("They are lost when they are discarded."))
        box.setStandardButtons(Answer.Save | Answer.Discard | Answer.Cancel)
        box.setDefaultButton(Answer.Save)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.finished.connect(lambda answer: self._answered(Answer(answer), then))
        self.question = box
        box.open()

    def may_close(self) -> bool:
        """Whether the window may close now; else it asks, or waits, and then closes it itself."""
        if self._leaving or (not self.modified and self.background.idle):
            self.background.close()
            self.autosave.stop()
            return True
        self.leave(lambda: self.background.run(lambda: None, lambda _: self._close()))
        return False

    def forget(self) -> None:
        """Take everything for saved."""
        self._saved = self._session.document
        self._tell()

    def _answered(self, answer: Answer, then: Callable[[], object]) -> None:
        self.question = None
        if answer == Answer.Save:
            self.save(then)
        elif answer == Answer.Discard:
            self.forget()
            then()

    def _ask_which(self, path: Path, then: Callable[[], object]) -> None:
        """Somebody else has written the document's file: neither work is to be lost unasked."""
        other = _free_name(path)
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(tr(CHANGED, name=path.name))
        box.setInformativeText(
            tr(
                "Saving over it would lose what was saved there. Keep both puts yours into "
                "{other}; Reload discards yours.",
                other=other.name,
            )
        )

        def reload() -> None:
            self.open(path, discard=True)

        def elsewhere() -> None:
            self.save_as(then)

        def both() -> None:
            self.write(other, then)

        choices = {
            box.addButton(tr("Keep both"), QMessageBox.ButtonRole.AcceptRole): both,
            box.addButton(tr("Save as…"), QMessageBox.ButtonRole.AcceptRole): elsewhere,
            box.addButton(tr("Reload"), QMessageBox.ButtonRole.DestructiveRole): reload,
            box.addButton(Answer.Cancel): lambda: None,
        }
        box.setDefaultButton(next(iter(choices)))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def answered() -> None:
            self.question = None
            choices.get(box.clickedButton(), lambda: None)()

        box.finished.connect(answered)
        self.question = box
        box.open()

    def _close(self) -> None:
        self._leaving = True
        self._window.close()

    # In and out

    def _enter(self, project: Project, path: Path, seen: str, images: Sequence[str | Path]) -> None:
        recent_projects.remember(path)
        self._show(project.document, path, seen, project.view)
        if project.outdated:
            said = tr(OUTDATED, name=path.name, count=project.outdated)
            self._session.report("project", said)
        if images:
            self._session.open_files(images)

    def _show(
        self,
        document: Document,
        path: Path | None = None,
        seen: str = "",
        view: Any = None,
        saved: bool = True,
    ) -> None:
        self.path, self._stamp = path, seen
        self._saved = document if saved else None
        self._opened += 1
        self._give_up_opening()
        self._window.preview.restore(document)
        self._changing = True
        self._session.open(document)
        self._changing = False
        self._look(view or {})
        self._tell()
        self.autosave.write()

    def _look(self, view: Any) -> None:
        """Show the document as it was shown when it was saved, as far as that is understood."""
        look, camera = understood(view)
        if look is not None:
            self._session.show_as(**vars(look))
        if camera is not None:
            self._window.shape_page.stand(camera)

    def _project(self, preview: bytes = b"") -> Project:
        """The document as it is now, and how it is shown."""
        view = kept(self._session.look, self._window.viewport.camera)
        return Project(self._session.document, view, preview)

    def _unsaved(self) -> Project | None:
        if not self.modified:
            return None
        origin = "" if self.path is None else str(self.path)
        return replace(self._project(), origin=origin, origin_stamp=self._stamp)

    def _preview(self) -> bytes:
        """A small picture of the shape, or of the photograph while there is none, as PNG."""
        item = self._session.document.current
        if item is None:
            return b""
        image = None
        if self._session.document.code is not None:
            image = self._window.viewport.screenshot(PREVIEW.width(), PREVIEW.height())
        if image is None:
            image = thumbnail(item.view, PREVIEW, 1.0, theme.current().surface).toImage()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")
        return bytes(buffer.data().data())

    def _errand(self, function: Callable[[Tell], Any], done: Any, failed: Any) -> Errand:
        return Errand(self.background, function, done, failed, self)

    def _give_up_opening(self) -> None:
        """Another document has come meanwhile, or is wanted more."""
        if self._opening is not None:
            self._opening.stop()
            self._opening = None

    # Small things

    def _follow(self) -> None:
        if self._changing:
            return
        if self.modified:
            self.autosave.edited()
        if self.modified != self._modified:
            self._tell()

    def _tell(self) -> None:
        self._modified = self.modified
        self.changed.emit()

    def _unreadable(self, path: Path, message: str) -> None:
        recent_projects.forget(path)
        self._session.report("project", message)
        self._tell()

    def _not_kept(self, message: str) -> None:
        self._session.report("project", tr("Unsaved work is not kept for now.") + " " + message)

    def _may_replace(self, path: Path) -> bool:
        question = tr("{name} exists already. Replace it?", name=path.name)
        answer = QMessageBox.question(self._window, tr("Save project"), question)
        return answer == Answer.Yes


def _free_name(path: Path) -> Path:
    """A name beside a file that no other has."""
    names = (path.with_stem(f"{path.stem} {number}") for number in itertools.count(2))
    return next(name for name in names if not name.exists())
