"""A folder of photographs, reconstructed one after the other into files.

It works behind everything else that is asked for, and can be stopped and gone on with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from viewer.document.photo_edits import learned
from viewer.i18n.translate import tr

if TYPE_CHECKING:
    from core.batch import Outcome
    from viewer.document.session import Session


@dataclass(frozen=True)
class Results:
    """Where the shapes go, and as what."""

    folder: Path
    suffix: str = ".glb"
    size_mm: float = 100.0
    resolution: int = 64


class FolderQueue(QObject):
    """One image at a time is with the core; the rest waits here."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.results: Results | None = None
        self.outcomes: dict[Path, Outcome] = {}
        self.running: int | None = None  # the task of the image that is with the core
        self._files: dict[Path, str] = {}
        self._method = ""

    @property
    def total(self) -> int:
        """How many images there are."""
        return len(self._files)

    @property
    def waiting(self) -> list[Path]:
        """Images that nothing has become of yet."""
        return [image for image in self._files if image not in self.outcomes]

    @property
    def failed(self) -> list[Path]:
        """Images that gave no shape."""
        return [image for image, outcome in self.outcomes.items() if outcome.problem]

    def start(self, images: Sequence[Path], results: Results) -> None:
        """Begin with a folder; what was left of another one is given up."""
        from core.batch import plan

        self.stop()
        self.results, self.outcomes = results, {}
        self._method = learned(self._session.document.method)  # as it was said at the start
        self._files = dict(zip(images, plan(images, results.suffix), strict=True))
        self.go_on()

    def stop(self) -> None:
        """Leave it where it is; what is done is kept."""
        if self.running is not None:
            self._session.work.cancel(self.running)

    def forget(self) -> None:
        """Say no more of a folder that is done; one that is not goes on whatever is shown."""
        if self.running is None and not self.waiting:
            self.results, self.outcomes, self._files = None, {}, {}
            self.changed.emit()

    def go_on(self) -> None:
        """Take the next image, if none is being worked on."""
        if self.running is None and self.waiting and self.results is not None:
            self._submit(self.waiting[0], self.results)
        self.changed.emit()

    def retry_failed(self) -> None:
        """Try those again that gave no shape."""
        for image in self.failed:
            del self.outcomes[image]
        self.go_on()

    def _submit(self, image: Path, results: Results) -> None:
        files = self._files

        def done(outcome: Outcome) -> str:
            if self._files is files:
                self.running = None
                self.outcomes[image] = outcome
                self.go_on()
            return outcome.problem

        def failed(message: str) -> None:
            from core.batch import Outcome

            done(Outcome(image.name, problem=message))

        def stopped() -> None:
            if self._files is files:
                self.running = None
                self.changed.emit()

        arguments = {
            "image": str(image),
            "out": str(results.folder / files[image]),
            "method": self._method,
            "size_mm": results.size_mm,
            "resolution": results.resolution,
        }
        self.running = self._session.work.begin(
            tr("{name} into a file", name=image.name),
            "reconstruct_into",
            arguments,
            done,
            failed,
            background=True,
            cancelled=stopped,
        )
