"""What came of completing a shape, over the 3D view: what was seen, and where to look next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from core.types import LatentCode, Pose
from viewer.document.item_edits import shape_key
from viewer.document.session import Session
from viewer.i18n.translate import tr
from viewer.view3d.compass import Compass
from viewer.view3d.legends import Legend
from viewer.view3d.pane import Pane
from viewer.widgets.basic import label, tool

if TYPE_CHECKING:
    from core.process.jobs.completion import Completed

MARGIN = 12
WORDS = 156  # points, where a picture stands beside them
MOVES = (QEvent.Type.Resize, QEvent.Type.ShowToParent, QEvent.Type.HideToParent)


class FootCard(QFrame):
    """A sentence at the foot of the 3D view, and a button to the place it is about.

    With a ``picture`` beside them the button stands below the words, and the card in the corner.
    """

    def __init__(self, viewport: Pane, go: str, picture: QWidget | None = None) -> None:
        super().__init__(viewport)
        self.setProperty("role", "card")
        self._viewport, self._picture = viewport, picture
        self._look: Pose | None = None
        self.words = label()
        self.go = QPushButton(go)
        self.go.clicked.connect(self._go)
        row = QHBoxLayout(self)
        close = tool("close", tr("Put away"), self.put_away)
        if picture is None:
            row.setContentsMargins(12, 5, 5, 5)
            for widget in (self.words, self.go, close):
                row.addWidget(widget)
        else:
            row.setContentsMargins(6, 6, 6, 6)
            self.words.setWordWrap(True)
            self.words.setFixedWidth(WORDS)
            said = QVBoxLayout()
            said.addWidget(self.words, 1)
            said.addWidget(self.go, alignment=Qt.AlignmentFlag.AlignLeft)
            row.addWidget(picture)
            row.addLayout(said)
            row.addWidget(close, alignment=Qt.AlignmentFlag.AlignTop)
        viewport.installEventFilter(self)
        self.hide()

    def say(self, words: str, look: Pose | None = None) -> None:
        """Show a sentence, and from where to look where it is about a place."""
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
        left = MARGIN if self._picture else (self._viewport.width() - width) // 2
        self.move(left, self._viewport.height() - self.height() - below)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in MOVES:
            self._settle()
        return False


class NextView(FootCard):
    """What was seen when a shape was completed, what other views would tell, and the best one."""

    def __init__(self, session: Session, viewport: Pane) -> None:
        self.compass = Compass()
        super().__init__(viewport, tr("Next best view"), self.compass)
        self._session = session
        self._about = b""
        self.compass.chosen.connect(viewport.look_from)
        viewport.stood.connect(self._stand)
        session.changed.connect(self._follow)

    def tell(self, found: Completed, code: LatentCode) -> None:
        """Say what came of completing a code's shape, as long as that is the one shown."""
        self._about = shape_key(code)
        self.compass.show_views(found.views)
        self._stand()
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

    def _stand(self) -> None:
        camera = self._viewport.camera
        if camera is not None:
            self.compass.stand(camera.azimuth, camera.elevation)

    def _follow(self) -> None:
        code = self._session.document.code
        if code is None or shape_key(code) != self._about:
            self.hide()
