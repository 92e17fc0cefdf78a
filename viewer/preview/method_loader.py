"""Having methods loaded before they are needed, and keeping what their sliders move along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from core.types import Directions
from viewer.tasks.engine import Handlers

if TYPE_CHECKING:
    from viewer.document.session import Session


class WarmUp(QObject):
    """Follows a session: the method that is shown and the one that is chosen are loaded."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.directions: dict[str, Directions] = {}
        self.asked: set[str] = set()  # the methods that the core has been asked to load
        session.changed.connect(self._follow)
        session.engine.ready.connect(self._anew)
        self._follow()

    def _anew(self) -> None:
        """The core has just been started: it has nothing loaded."""
        self.asked.clear()
        self._follow()

    def _follow(self) -> None:
        if not self._session.engine.listening:
            return
        for method in (self._session.method, self._session.document.method):
            if method not in self.asked:
                self.asked.add(method)
                self._load(method)

    def _load(self, method: str) -> None:
        """Behind everything else; a problem is shown where the core's problems are."""

        def done(directions: Directions) -> None:
            self.directions[method] = directions
            self._session.directions_changed.emit()

        self._session.engine.submit(
            "warm_up",
            {"method": method},
            Handlers(done, lambda message: self._session.report("core", message)),
            channel=f"warm_up {method}",
            background=True,
        )
