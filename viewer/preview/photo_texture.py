"""The photograph that lies on the live shape, as the core has made it ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.document.model import photograph
from core.utils.cache import Latest
from viewer.document.session import Session
from viewer.tasks.engine import Handlers

if TYPE_CHECKING:
    from core.geometry.texture import Cover
    from core.types import Camera, Mesh, View

KEPT = 6  # photographs, and meshes that wear one


class Covers(QObject):
    """Follows the document. Meshes are dressed here, as they come: that takes a few hundredths
    of a second, and a shape keeps its colours while a slider moves."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._known: Latest[tuple[View, Camera], Cover] = Latest(KEPT)
        self._turned: tuple[Cover, str, Cover] | None = None
        self._worn: Latest[tuple[Mesh, Cover], Mesh] = Latest(KEPT)
        self._asked: tuple[View, Camera] | None = None
        session.changed.connect(self._follow)
        session.engine.ready.connect(self._ask_again)

    @property
    def current(self) -> Cover | None:
        """What lies on the live shape, turned as that is; None without a photograph for it."""
        wanted = self._wanted()
        cover = None if wanted is None else self._known.get(wanted)
        if cover is None:
            return None
        turn = self._session.document.finish.turn
        if self._turned is None or self._turned[0] is not cover or self._turned[1] != turn:
            self._turned = cover, turn, cover.turned(turn)
        return self._turned[2]

    def dressed(self, mesh: Mesh) -> Mesh:
        """The live shape's mesh with the photograph on it, where there is one."""
        cover = self.current
        if cover is None:
            return mesh
        from core.geometry.texture import laid

        made = self._worn.get((mesh, cover)) or laid(mesh, cover)
        self._worn.keep((mesh, cover), made)
        return made

    def _wanted(self) -> tuple[View, Camera] | None:
        document = self._session.document
        return None if document.current is None else photograph(document, document.current)

    def _ask_again(self) -> None:
        self._asked = None
        self._follow()

    def _follow(self) -> None:
        wanted = self._wanted()
        if wanted is None or wanted in self._known or wanted == self._asked:
            return
        self._asked = wanted

        def done(cover: Cover) -> None:
            self._known.keep(wanted, cover)
            self.changed.emit()

        def given_up() -> None:
            if self._asked == wanted:
                self._asked = None  # asked again when something changes

        view, camera = wanted
        self._session.engine.submit(
            "cover",
            {"view": view, "camera": camera},
            Handlers(
                done,
                failed=lambda message: self._session.report("view", message),
                cancelled=given_up,
            ),
            channel="cover",
            yields=True,
        )
