"""Several photographs that came in together: what they seem to be, and what to make of them.

Nothing of it is in the document until it is accepted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Signal

from core.images.formats import VIDEO_SUFFIXES
from core.importers.formats import SHAPE_SUFFIXES
from core.methods import METHODS
from core.utils.files import is_folder
from viewer.document.item_edits import Item, add
from viewer.document.photo_edits import Photograph, add_object, extend, group_name
from viewer.i18n.core_messages import core_words
from viewer.i18n.translate import tr
from viewer.text.methods import choose_method

if TYPE_CHECKING:
    from core.importers.photos import Gathered
    from viewer.document.session import Session

SEVERAL = 4  # files that come in at once and are looked at together; fewer are images of their own
LEARNED = ("layers", "tl", "r2n2")  # learned methods that take several photographs of an object
Way = Literal["together", "each", "more"]


@dataclass(frozen=True, eq=False)
class Proposal:
    """What came in, and what is to be made of it: one object, one each, or more of another item.

    ``out`` are the names of photographs that are left out, ``source`` what was dropped.
    """

    gathered: Gathered
    source: Path
    way: Way
    method: str
    out: frozenset[str]
    item: int | None = None  # whose further photographs they may be

    @property
    def chosen(self) -> list[Photograph]:
        """The photographs that are not left out."""
        pairs = zip(self.gathered.views, self.gathered.originals, strict=True)
        return [Photograph(view, data) for view, data in pairs if view.name not in self.out]


class Gathering(QObject):
    """Has the core look at what came in, and keeps the proposal until somebody decides."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.proposal: Proposal | None = None

    def look_at(self, paths: Sequence[str | Path], one: bool = False) -> None:
        """Read photographs, folders or a video, and propose what to make of them.

        ``one``: they are said to be of one object.
        """
        source = Path(paths[0])

        def done(gathered: Gathered) -> str:
            return self._arrived(gathered, source, len(paths) == 1, one)

        self._session.begin(
            tr("Look at {name}", name=source.name)
            if len(paths) == 1
            else tr("Look at {count} photographs", count=len(paths)),
            "gather",
            {"paths": [str(path) for path in paths]},
            done=done,
            about="files",
        )

    def _arrived(self, gathered: Gathered, source: Path, whole: bool, one: bool) -> str:
        """A folder or a video asks; files that show different things are images as ever."""
        survey = gathered.survey
        current = self._session.document.current
        further = current is not None and current.view.solid is None
        proposal = Proposal(
            gathered,
            source,
            "together" if survey.together or one else "each",
            survey.method if survey.together or one else self._session.document.method,
            frozenset(survey.doubtful) | _unusable(gathered, survey.together or one),
            current.id if further and current is not None else None,
        )
        if survey.together or whole:
            self._show(proposal)
        else:
            self._show(replace(proposal, out=frozenset()))
            self.accept(run=False)
        return ""

    def change(self, **changes: Any) -> None:
        """Decide otherwise about a part of it."""
        if self.proposal is not None:
            self._show(replace(self.proposal, **changes))

    def flip(self, name: str) -> None:
        """Leave a photograph out, or take it in again."""
        if self.proposal is not None:
            self.change(out=self.proposal.out ^ {name})

    def dismiss(self) -> None:
        """Make nothing of it."""
        self._show(None)

    def accept(self, run: bool) -> None:
        """Put the photographs into the document as proposed, and perhaps start at once."""
        proposal, session = self.proposal, self._session
        if proposal is None or not proposal.chosen:
            return
        self._show(None)
        for name, problem in proposal.gathered.problems.items():
            if not any(view.name == name for view in proposal.gathered.views):
                said = core_words(problem)
                session.report(name, said if name in said else f"{name}: {said}")
        item = session.document.find(proposal.item)
        if proposal.way == "each":
            self._add_each(proposal, run)
            return
        if proposal.way == "more" and item is not None:
            session.do(extend(item, proposal.chosen))
            session.select(item.id)
        else:
            chosen = proposal.chosen
            title = proposal.source.stem if _is_whole(proposal) else group_name(chosen)
            session.do(add_object(proposal.chosen, title))
        session.do(choose_method(proposal.method))
        current = session.document.current
        if run and current is not None:
            session.reconstruct(current)

    def _add_each(self, proposal: Proposal, run: bool) -> None:
        session = self._session
        added: list[Item | None] = []
        for one in proposal.chosen:
            session.do(add(one.view, one.original))
            added.append(session.document.current)
            problem = proposal.gathered.problems.get(one.view.name)
            if problem and session.document.selected is not None:
                session.report(session.document.selected, problem)
        for item in added if run else ():
            if item is not None and item.view.mask is not None:
                session.reconstruct(item)

    def _show(self, proposal: Proposal | None) -> None:
        self.proposal = proposal
        self.changed.emit()


def asks(paths: Sequence[str | Path]) -> bool:
    """Whether files that come in at once are to be looked at together."""
    names = [Path(path) for path in paths]
    if any(path.suffix.lower() in SHAPE_SUFFIXES and not is_folder(path) for path in names):
        return False
    whole = any(is_folder(path) or path.suffix.lower() in VIDEO_SUFFIXES for path in names)
    return whole or len(names) >= SEVERAL


def usable_methods() -> list[str]:
    """The methods that take several photographs of an object."""
    return [key for key, card in METHODS.items() if card.cameras or key in LEARNED]


def _is_whole(proposal: Proposal) -> bool:
    """Whether a folder or a video was given, whose name is that of the object."""
    return proposal.gathered.video or is_folder(proposal.source)


def _unusable(gathered: Gathered, together: bool) -> frozenset[str]:
    """Photographs in which no object was found: among others of it they are no loss."""
    return frozenset(view.name for view in gathered.views if view.mask is None and together)
