"""Where the live shape stands in its latent space: asked of the core when the hand rests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from viewer.document.item_edits import shape_key
from viewer.document.measured_shapes import is_measured
from viewer.tasks.query import Query

if TYPE_CHECKING:
    from core.process.jobs.latent import Standing
    from viewer.document.session import Session
    from viewer.preview.shape_preview import Preview

RESTED_AFTER_MS = 300


class Bearings(QObject):
    """``standing`` is that of the shape that is shown, or None while it is not known."""

    changed = Signal()

    def __init__(self, session: Session, preview: Preview) -> None:
        super().__init__(preview)
        self._session, self._preview = session, preview
        self._query = Query(session.engine, "standing", self, RESTED_AFTER_MS)
        self._query.changed.connect(self.changed)
        self._query.failed.connect(lambda message: session.report("view", message))
        session.changed.connect(self._follow)
        preview.shape_changed.connect(self._follow)

    @property
    def standing(self) -> Standing | None:
        """What the core said of it."""
        return self._query.value

    def _follow(self) -> None:
        code = self._session.document.code
        known = code is not None and self._preview.settled and not is_measured(code)
        if code is None or not known or self._session.dragging:
            self._query.about(None)
        else:
            self._query.about((code.method, shape_key(code)), {"code": code})
