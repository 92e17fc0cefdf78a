"""What came of completing a shape, over the 3D view: what was seen, and where to look next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from core.types import LatentCode, Pose
from viewer.captions import Pane
from viewer.compass import Compass
from viewer.document import shape_key
from viewer.language import tr
from viewer.session import Session
from viewer.widgets import label, tool

if TYPE_CHECKING:
    from core.jobs.completion import Completed

MARGIN = 12
WORDS = 156  # points
MOVES = (QEvent.Type.Resize, QEvent.Type.ShowToParent, QEvent.Type.HideToParent)


class NextView(QFrame):
    """At the foot of the 3D view: what was seen, what other views would tell, and the best one."""

    def __init__(self, session: Session, viewport: Pane) -> None:
        super().__init__(viewport)
        self.setProperty("role", "card")
        self._session, self._viewport = session, viewport
        self._look: Pose | None = None
        self._about = b""
        self.words = label()
        self.compass = Compass()
        self.compass.chosen.connect(viewport.look_from)
        self.go = QPushButton(tr("Next best view"))
        self.go.clicked.connect(self._go)
        self.words.setWordWrap(True)
        self.words.setFixedWidth(WORDS)
        said = QVBoxLayout()
        said.addWidget(self.words, 1)
        said.addWidget(self.go, alignment=Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 6, 6, 6)
        row.setSpacing(6)
        row.addWidget(self.compass)
        row.addLayout(said)
        corner = Qt.AlignmentFlag.AlignTop
        row.addWidget(tool("close", tr("Put away"), self.hide), alignment=corner)
        session.changed.connect(self._follow)
        viewport.stood.connect(self._stand)
        viewport.installEventFilter(self)
        self.hide()

    def tell(self, found: Completed, code: LatentCode) -> None:
        """Say what came of completing a code's shape, as long as that is the one shown."""
        self._about, self._look = shape_key(code), found.look
        kind, chance = found.kind
        self.words.setText(
            tr("{seen:.0%} of the surface was seen: {kind}, {chance:.0%}.", seen=found.seen,
               kind=tr(kind), chance=chance)
        )  # fmt: skip
        self.compass.show_views(found.views)
        self._stand()
        self.words.setToolTip(
            tr("The next view that tells most: {azimuth:.0f}° around, {elevation:.0f}° up.",
               azimuth=found.look.azimuth, elevation=found.look.elevation)
        )  # fmt: skip
        self.show()
        self._settle()
        self._follow()

    def _go(self) -> None:
        if self._look is not None:
            self._viewport.look_from(self._look)

    def _stand(self) -> None:
        camera = self._viewport.camera
        if camera is not None:
            self.compass.stand(camera.azimuth, camera.elevation)

    def _follow(self) -> None:
        code = self._session.document.code
        if code is None or shape_key(code) != self._about:
            self.hide()

    def _settle(self) -> None:
        self.adjustSize()
        self.move(MARGIN, self._viewport.height() - self.height() - MARGIN)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in MOVES:
            self._settle()
        return False
