"""Completing a shape from what the 3D view's camera sees of it, and where to look next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from core.jobs.completion import METHOD, Completed
from core.methods.weights import has_weights
from core.types import LatentCode, Pose
from viewer.captions import Pane
from viewer.document import shape_key
from viewer.drawing import GUESSES, SEEDS
from viewer.exploring import keep_codes
from viewer.language import tr
from viewer.session import Session
from viewer.widgets import label, tool

if TYPE_CHECKING:
    from viewer.main_window import MainWindow

MARGIN = 12
MOVES = (QEvent.Type.Resize, QEvent.Type.ShowToParent, QEvent.Type.HideToParent)


def complete(window: MainWindow) -> None:
    """Keep several wholes as snapshots, and say where one should look next."""
    session, camera = window.session, window.viewport.scene.camera
    document = session.document
    item, code = document.current, document.code
    if item is None or code is None:
        return
    untouched = item.offset is None and item.mix.shape == item.id
    pose = Pose(camera.azimuth, camera.elevation, camera.roll, camera.distance)
    seed = int(np.random.default_rng().integers(SEEDS))

    def done(found: Completed) -> None:
        now = session.document.find(item.id)
        # Undo may have taken the image away, or given its number to another one.
        if now is None or now.view.image is not item.view.image:
            return
        names = [
            tr("{name}, whole {number}: {kind}, {chance:.0%}", name=now.name, number=k,
               kind=tr(kind), chance=chance)
            for k, (kind, chance) in enumerate(zip(found.labels, found.chances, strict=True), 1)
        ]  # fmt: skip
        made = tr(
            "completed from {seen:.0%} of the surface, seed {seed}", seen=found.seen, seed=seed
        )
        step = tr("Complete {name}", name=now.name)
        session.do(keep_codes(now, found.codes, names, made, step))
        window.bring("SnapshotsPanel").choose(session.document.snapshots[-len(names)].id)
        window.shape_page.next_view.tell(found, code)

    session.begin(
        tr("Complete {name}", name=item.name),
        "complete",
        {
            "code": code,
            "solid": item.view.solid if untouched else None,
            "pose": pose,
            "count": GUESSES,
            "seed": seed,
        },
        done=done,
        about=item.id,
    )


def needs_a_side(window: MainWindow) -> str:
    """Why nothing can be completed now, or nothing."""
    document = window.session.document
    item = document.current
    if item is None or document.code is None:
        return tr("There is no shape yet: reconstruct first")
    if not has_weights(METHOD):
        return tr("Its weights are not there. Train it: python main.py train {key}", key=METHOD)
    if item.finish.turn:
        return tr("The shape is turned: take the turn back first")
    return tr("It is running already") if window.session.running(item.id) else ""


class NextView(QFrame):
    """A line at the foot of the 3D view: what was seen, and a button to where to look next."""

    def __init__(self, session: Session, viewport: Pane) -> None:
        super().__init__(viewport)
        self.setProperty("role", "card")
        self._session, self._viewport = session, viewport
        self._look: Pose | None = None
        self._about = b""
        self.words = label()
        self.go = QPushButton(tr("Next best view"))
        self.go.clicked.connect(self._go)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 5, 5, 5)
        row.addWidget(self.words)
        row.addWidget(self.go)
        row.addWidget(tool("close", tr("Put away"), self.hide))
        session.changed.connect(self._follow)
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

    def _follow(self) -> None:
        code = self._session.document.code
        if code is None or shape_key(code) != self._about:
            self.hide()

    def _settle(self) -> None:
        self.adjustSize()
        width = min(self.width(), self._viewport.width() - 2 * MARGIN)
        self.resize(width, self.height())
        self.move(
            (self._viewport.width() - width) // 2, self._viewport.height() - self.height() - MARGIN
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in MOVES:
            self._settle()
        return False
