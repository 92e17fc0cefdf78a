"""Where the live shape stands in its latent space: asked of the core when the hand rests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from core.types import LatentCode
from core.utils.cache import Latest
from viewer.document import shape_key
from viewer.engine import Handlers
from viewer.steerable import is_measured

if TYPE_CHECKING:
    from core.process.jobs.latent import Standing
    from viewer.session import Session

RESTED_AFTER_MS = 300
KEPT = 64


class Bearings(QObject):
    """``standing`` is that of the document's code, or None while it is not known."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.standing: Standing | None = None
        self._asked: tuple[int, tuple[str, bytes]] | None = None  # the request, and about which
        self._known: Latest[tuple[str, bytes], Standing] = Latest(KEPT)
        self._rested = QTimer(self, singleShot=True, interval=RESTED_AFTER_MS)
        self._rested.timeout.connect(self._ask)
        session.changed.connect(self._follow)
        session.engine.ready.connect(self._follow)

    def _follow(self) -> None:
        code = self._session.document.code
        known = None if code is None else self._known.get(_key(code))
        if self._asked is not None and (code is None or self._asked[1] != _key(code)):
            self._session.engine.withdraw(self._asked[0])
            self._asked = None
        self._show(known)
        if code is None or known is not None or self._session.dragging or is_measured(code):
            self._rested.stop()
        else:
            self._rested.start()

    def _ask(self) -> None:
        code = self._session.document.code
        if code is None:
            return

        def done(standing: Standing) -> None:
            self._known.keep(_key(code), standing)
            now = self._session.document.code
            if now is not None and _key(now) == _key(code):
                self._show(standing)

        id = self._session.engine.submit(
            "standing",
            {"code": code},
            Handlers(done, lambda message: self._session.report("view", message)),
            channel="standing",
            yields=True,
            background=True,
        )
        self._asked = id, _key(code)

    def _show(self, standing: Standing | None) -> None:
        if standing is not self.standing:
            self.standing = standing
            self.changed.emit()


def _key(code: LatentCode) -> tuple[str, bytes]:
    return code.method, shape_key(code)
