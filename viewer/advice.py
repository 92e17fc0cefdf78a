"""What would help where a shape is probably unlike its object: a sentence below the 3D view."""

from __future__ import annotations

from core.methods import METHODS
from viewer.captions import Pane
from viewer.document import Item, is_moved
from viewer.language import tr
from viewer.likeness import of_itself
from viewer.next_view import FootCard
from viewer.preview import Preview
from viewer.session import Session
from viewer.verdicts import advice, fits_badly

WORDS = 380  # points


class Advice(FootCard):
    """There until it is put away, or the shape is moved away from its photograph by hand."""

    def __init__(self, session: Session, preview: Preview, viewport: Pane) -> None:
        super().__init__(viewport, "")
        self._session, self._preview = session, preview
        self._seen: set[int] = set()  # results whose advice was put away
        self.words.setWordWrap(True)
        session.changed.connect(self._follow)
        session.look_changed.connect(self._follow)
        preview.shape_changed.connect(self._follow)
        preview.likeness.changed.connect(self._follow)

    def put_away(self) -> None:
        """Say no more about this result."""
        item = self._session.document.current
        if item is not None:
            self._seen.add(id(item.result))
        super().put_away()

    def _go(self) -> None:
        if fits_badly(self._preview.likeness.outline):
            self.window().masking.edit("brush")
        else:
            self.window().actions_by_id["guesses"].trigger()

    def _follow(self) -> None:
        words, look = self._words(self._session.document.current), self._session.look
        if (
            not words or look.overlay or look.clip or look.ruler or look.flipped
        ):  # their cards lie there
            self.hide()
            return
        badly = fits_badly(self._preview.likeness.outline)
        self.go.setText(tr("Mend the mask") if badly else tr("Other guesses"))
        self.say(words)

    def _settle(self) -> None:
        self.words.setFixedWidth(min(WORDS, max(self._viewport.width() - 200, 80)))
        super()._settle()

    def _words(self, item: Item | None) -> str:
        if item is None or item.result is None or item.view.solid is not None:
            return ""
        moved = is_moved(item) or item.restored is not None or not of_itself(item)
        if moved or METHODS[item.result.method].cameras:
            return ""
        if id(item.result) in self._seen:
            return ""
        return advice(self._preview.likeness.outline, self._preview.likeness.expected)
