"""What came of completing a shape, over the 3D view: what was seen, and where to look next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from core.types import LatentCode, Pose
from viewer.captions import Pane
from viewer.document import shape_key
from viewer.language import tr
from viewer.legend import Legend
from viewer.session import Session
from viewer.widgets import label, tool

if TYPE_CHECKING:
    from core.jobs.completion import Completed

MARGIN = 12
MOVES = (QEvent.Type.Resize, QEvent.Type.ShowToParent, QEvent.Type.HideToParent)


class FootCard(QFrame):
    """A sentence at the foot of the 3D view, and a button to the place it is about."""

    def __init__(self, viewport: Pane, go: str) -> None:
        super().__init__(viewport)
        self.setProperty("role", "card")
        self._viewport = viewport
        self._look: Pose | None = None
        self.words = label()
        self.go = QPushButton(go)
        self.go.clicked.connect(self._go)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 5, 5, 5)
        row.addWidget(self.words)
        row.addWidget(self.go)
        row.addWidget(tool("close", tr("Put away"), self.put_away))
        viewport.installEventFilter(self)
        self.hide()

    def say(self, words: str, look: Pose) -> None:
        """Show a sentence, and from where to look."""
        self._look = look
        self.words.setText(words)
        self.show()
        self._settle()

    def put_away(self) -> None:
        """Hide it."""
        self.hide()

    def _go(self) -> None:
        if self._look is not None:
            self._viewport.look_from(self._look)

    def _settle(self) -> None:
        self.adjustSize()
        width = min(self.width(), self._viewport.width() - 2 * MARGIN)
        self.resize(width, self.height())
        shown = [one for one in self._viewport.findChildren(Legend) if not one.isHidden()]
        below = MARGIN + max((one.height() + MARGIN // 2 for one in shown), default=0)
        left = (self._viewport.width() - width) // 2
        self.move(left, self._viewport.height() - self.height() - below)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in MOVES:
            self._settle()
        return False


class NextView(FootCard):
    """What was seen when a shape was completed, and where to look next."""

    def __init__(self, session: Session, viewport: Pane) -> None:
        super().__init__(viewport, tr("Next best view"))
        self._session = session
        self._about = b""
        session.changed.connect(self._follow)

    def tell(self, found: Completed, code: LatentCode) -> None:
        """Say what came of completing a code's shape, as long as that is the one shown."""
        self._about = shape_key(code)
        kind, chance = found.kind
        self.say(
            tr("{seen:.0%} of the surface was seen: {kind}, {chance:.0%}.", seen=found.seen,
               kind=tr(kind), chance=chance),
            found.look,
        )  # fmt: skip
        self.words.setToolTip(
            tr("The next view that tells most: {azimuth:.0f}° around, {elevation:.0f}° up.",
               azimuth=found.look.azimuth, elevation=found.look.elevation)
        )  # fmt: skip
        self._follow()

    def _follow(self) -> None:
        code = self._session.document.code
        if code is None or shape_key(code) != self._about:
            self.hide()
