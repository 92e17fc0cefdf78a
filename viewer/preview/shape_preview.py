"""What is on screen for the document's code: the shape, the network's picture, the measures.

It follows the document: coarse while a slider is dragged, fine when it is still. Nothing here
belongs to the document; all of it can be made again from the code.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from core.document.model import full_key
from core.geometry.orientation import turned_pose
from core.methods import METHODS
from core.types import Finish, Health, LatentCode, Lighting, Pose, VoxelGrid
from core.utils.cache import Latest
from viewer.document.item_edits import Document, Item, shape_key
from viewer.document.measured_shapes import is_measured
from viewer.document.session import Session
from viewer.preview.comparison import Comparer
from viewer.preview.likeness import Likeness
from viewer.preview.photo_texture import Covers
from viewer.preview.plausibility import Bearings
from viewer.tasks.engine import Handlers
from viewer.tasks.query import Query

if TYPE_CHECKING:
    from core.process.jobs.state import Drawn, Shape

COARSE, FINE = 32, 64
STILL_AFTER_MS = 120
RESTED_AFTER_MS = 400
KEPT = 24
PLAIN = Finish()
Key = tuple[bytes, Finish]  # what a shown shape depends on


class Preview(QObject):
    """Asks the core for what the window shows, and keeps the last answers for undo."""

    shape_changed = Signal()
    drawn_changed = Signal()
    measures_changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.shape: Shape | None = None
        self.drawn: Drawn | None = None
        self.drawn_code: LatentCode | None = None  # what ``drawn`` was drawn from
        self.export_resolution = METHODS[session.method].resolution
        self._shapes: Latest[Key, Shape] = Latest(KEPT)
        self._drawings: Latest[bytes, Drawn] = Latest(KEPT)
        self._wanted: Key | None = None
        self._shown: Key | None = None  # whose fine shape is shown; None for a coarse one
        self._problem: tuple[Key, str] | None = None  # why a shape could not be built
        self._asked: tuple[Key, int] | None = None
        self._still = QTimer(self, singleShot=True, interval=STILL_AFTER_MS)
        self._still.timeout.connect(self._refine)
        # Parts of it cannot be left half way, so it waits until the hand rests.
        self._measured = Query(session.engine, "measure", self, RESTED_AFTER_MS)
        self._measured.changed.connect(self.measures_changed)
        session.changed.connect(self._follow)
        session.engine.ready.connect(self._follow)  # what a dead core still owed is asked again
        session.decoded.connect(self._remember)
        self.covers = Covers(session)
        self.comparer = Comparer(session, self)
        self.bearings = Bearings(session, self)
        self.likeness = Likeness(session, self)

    @property
    def settled(self) -> bool:
        """Whether the shape that is shown is the document's, and the fine one of it.

        Only then is anything said about it: everything else would be about another shape.
        """
        return self._wanted is not None and self._shown == self._wanted

    @property
    def measures(self) -> Health | None:
        """Of the shape that is shown, once they have been taken."""
        return self._measured.value

    @property
    def measure_problem(self) -> str:
        """Why there are none, where the shape could not be built or measured."""
        if self._problem is not None and self._problem[0] == self._wanted:
            return self._problem[1]
        return self._measured.problem

    @property
    def drawn_now(self) -> bool:
        """Whether the network's picture is that of the document's code."""
        code, drawn = self._session.document.code, self.drawn_code
        return code is not None and drawn is not None and full_key(code) == full_key(drawn)

    @property
    def lighting(self) -> Lighting | None:
        """Where the lamp stands by the document's code."""
        return None if self.drawn is None or not self._drew("lighting") else self.drawn.lighting

    def _drew(self, group: str) -> bool:
        """Whether the network's picture is of a code with the document's pose or lighting."""
        code, drawn = self._session.document.code, self.drawn_code
        if code is None or drawn is None or code.method != drawn.method:
            return False
        if group not in code or group not in drawn:
            return group not in code and group not in drawn
        return bool(np.array_equal(code[group], drawn[group]))

    @property
    def pose(self) -> Pose | None:
        """Where the photograph's camera stands by the shape as it is shown, turned or not."""
        pose = self.camera
        return None if pose is None else turned_pose(pose, self._session.document.finish.turn)

    @property
    def camera(self) -> Pose | None:
        """Where it stands in the object frame: by the code, or else by the reconstruction."""
        item = self._session.document.current
        if self.drawn is not None and not self._drew("pose"):
            return None  # that of the code before; the new one is on its way
        pose = None if self.drawn is None else self.drawn.pose
        if pose is None and item is not None and item.result is not None:
            return item.result.pose
        return pose

    def set_export_resolution(self, resolution: int) -> None:
        """Measure at the resolution that would be exported."""
        self.export_resolution = resolution
        self._measure()

    def known(self, code: LatentCode) -> Shape | None:
        """The fine, unfinished shape of a code that was shown a short while ago."""
        return self._shapes.get((shape_key(code), PLAIN))

    def restore(self, document: Document) -> None:
        """Have the surfaces of a file's results made before they are asked for: no network needed.

        The selected one comes first.
        """
        results = [
            (item.result.code, item.result.shape)
            for item in sorted(document.items, key=lambda item: item is not document.current)
            if item.result is not None and isinstance(item.result.shape, VoxelGrid)
        ]

        def done(shapes: Sequence[Shape]) -> None:
            for (code, _), shape in zip(results, shapes, strict=True):
                self._remember(code, shape)

        if results:
            self._session.engine.submit("restore", {"results": results}, Handlers(done))

    def _remember(self, code: LatentCode, shape: Shape) -> None:
        key = (shape_key(code), PLAIN)
        self._shapes.keep(key, shape)
        if key == self._wanted:
            self._show_shape(shape, key)

    def _follow(self) -> None:
        code = self._session.document.code
        if code is None:
            self._wanted, self._asked = None, None
            self._still.stop()
            self._show_shape(None, None)
            self._show_drawn(None, None)
            return
        self._wanted = (shape_key(code), self._session.document.finish.of_shape)
        known = self._shapes.get(self._wanted)
        if known is not None:
            self._still.stop()
            self._show_shape(known, self._wanted)
        elif self._session.dragging and not self._only_finished(code):
            self._ask(code, COARSE)
            self._still.start()
        else:  # still, or only its finish changes, which is quick
            self._ask(code, fine(code))
        if not self._session.dragging:
            self._draw(code)
        self._measure()

    def _only_finished(self, code: LatentCode) -> bool:
        """Whether only the finish changes, or nothing can be built coarser."""
        return is_measured(code) or (self._shown is not None and self._shown[0] == shape_key(code))

    def _refine(self) -> None:
        """The slider is held still: the fine shape, though it has not been let go."""
        code = self._session.document.code
        if code is not None:
            self._ask(code, fine(code))
            self._draw(code)

    def _ask(self, code: LatentCode, resolution: int) -> None:
        """Ask for a shape; a coarse one is turned like the fine one, but not worked over."""
        finish = self._session.document.finish.of_shape
        key = (shape_key(code), finish)
        if self._asked == (key, resolution):
            return
        self._asked = (key, resolution)
        rough = Finish(turn=finish.turn) if resolution == COARSE else finish
        arguments: dict[str, Any] = {"code": code, "resolution": resolution}
        self._session.engine.submit(
            "decode" if rough == PLAIN else "finish",
            arguments if rough == PLAIN else arguments | {"finish": rough},
            Handlers(
                done=lambda shape: self._arrived(key, resolution, shape),
                failed=lambda message: self._failed(key, message),
                cancelled=lambda: self._forget(key, resolution),
            ),
            channel="decode",
            yields=resolution > COARSE,
        )

    def _arrived(self, key: Key, resolution: int, shape: Shape) -> None:
        self._forget(key, resolution)
        self._session.dismiss("view")
        if resolution > COARSE:
            self._shapes.keep(key, shape)
        self._problem = None
        if key == self._wanted:
            fine = self._shapes.get(key)
            self._show_shape(fine or shape, key if fine else None)
        elif self._session.dragging and self._wanted:
            self._show_shape(shape, None)  # a little late, but it follows the hand

    def _forget(self, key: Key, resolution: int) -> None:
        if self._asked == (key, resolution):
            self._asked = None

    def _failed(self, key: Key, message: str) -> None:
        self._asked, self._problem = None, (key, message)
        self._session.report("view", message)
        self.measures_changed.emit()

    def _show_shape(self, shape: Shape | None, of: Key | None) -> None:
        """Show a shape; ``of`` what, where it is a fine one."""
        self._shown = of
        self._measure()
        if shape is not self.shape:
            self.shape = shape
            self.shape_changed.emit()

    def _measure(self) -> None:
        """Measure the document's shape once it is shown, unless it moves."""
        code, wanted = self._session.document.code, self._wanted
        if code is None or wanted is None or not self.settled or self._session.dragging:
            self._measured.about(None)
            return
        arguments = {"code": code, "resolution": self.export_resolution, "finish": wanted[1]}
        self._measured.about((wanted, self.export_resolution), arguments)

    def _draw(self, code: LatentCode) -> None:
        key = full_key(code)
        known = self._drawings.get(key) or _own_drawing(self._session.document.current, code)
        if known is not None:
            self._drawings.keep(key, known)
            self._show_drawn(known, code)
            return

        def done(drawn: Drawn) -> None:
            self._drawings.keep(key, drawn)
            now = self._session.document.code
            if now is not None and full_key(now) == key:
                self._show_drawn(drawn, code)

        self._session.engine.submit(
            "render",
            {"code": code},
            Handlers(done, lambda message: self._session.report("view", message)),
            channel="render",
            yields=True,
            background=True,
        )

    def _show_drawn(self, drawn: Drawn | None, code: LatentCode | None) -> None:
        self.drawn_code = code
        if drawn is not self.drawn:
            self.drawn = drawn
            self.drawn_changed.emit()


def fine(code: LatentCode) -> int:
    """The resolution at which the shape of a code is shown when it is still."""
    return METHODS[code.method].resolution


def _own_drawing(item: Item | None, code: LatentCode) -> Drawn | None:
    """The picture that came with a reconstruction, for a code that nobody has touched."""
    from core.process.jobs.state import Drawn

    if is_measured(code):  # no network draws it
        return Drawn(None, None, None)
    result = None if item is None else item.result
    if result is None or result.code is not code or result.rendering is None:
        return None
    if result.pose is None or result.lighting is None:
        return None
    return Drawn(result.rendering, result.pose, result.lighting)
