"""What is on screen for the document's code: the shape, the network's picture, the measures.

It follows the document: coarse while a slider is dragged, fine when it is still. Nothing here
belongs to the document; all of it can be made again from the code.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from core.geometry.orientation import turned_pose
from core.methods import METHODS
from core.types import Finish, Health, LatentCode, Pose, VoxelGrid
from core.utils.cache import Latest
from viewer.bearings import Bearings
from viewer.comparer import Comparer
from viewer.covers import Covers
from viewer.document import Document, Item, shape_key
from viewer.engine import Handlers
from viewer.likeness import Likeness
from viewer.session import Session
from viewer.steerable import is_measured

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
        self.measures: Health | None = None
        self.measure_problem = ""  # why there are none, where they could not be taken
        self._measure_of: tuple[Key, int] | None = None  # what is measured, or was last
        self._measuring: int | None = None  # the request for that
        self.export_resolution = METHODS[session.method].resolution
        self._shapes: Latest[Key, Shape] = Latest(KEPT)
        self._drawings: Latest[bytes, Drawn] = Latest(KEPT)
        self._wanted: Key | None = None
        self._fine_of = b""  # the code of the fine shape that was shown last
        self._asked: tuple[Key, int] | None = None
        self._still = QTimer(self, singleShot=True, interval=STILL_AFTER_MS)
        self._still.timeout.connect(self._refine)
        self._rested = QTimer(self, singleShot=True, interval=RESTED_AFTER_MS)
        self._rested.timeout.connect(self._take_measures)
        session.changed.connect(self._follow)
        session.engine.ready.connect(self._follow)  # what a dead core still owed is asked again
        session.decoded.connect(self._remember)
        self.covers = Covers(session)
        self.comparer = Comparer(session, self)
        self.bearings = Bearings(session, self)
        self.likeness = Likeness(session, self)

    @property
    def pose(self) -> Pose | None:
        """Where the photograph's camera stands by the shape as it is shown, turned or not."""
        pose = self.camera
        return None if pose is None else turned_pose(pose, self._session.document.finish.turn)

    @property
    def camera(self) -> Pose | None:
        """Where it stands in the object frame: by the code, or else by the reconstruction."""
        item = self._session.document.current
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
            self._show_shape(shape)

    def _follow(self) -> None:
        code = self._session.document.code
        if code is None:
            self._wanted, self._asked = None, None
            self._still.stop()
            self._show_shape(None)
            self._show_drawn(None, None)
            self._measure()
            return
        self._wanted = (shape_key(code), self._session.document.finish.of_shape)
        known = self._shapes.get(self._wanted)
        if known is not None:
            self._still.stop()
            self._fine_of = self._wanted[0]
            self._show_shape(known)
        elif self._session.dragging and self._wanted[0] != self._fine_of and not is_measured(code):
            self._ask(code, COARSE)
            self._still.start()
        else:  # still, or only its finish changes, which is quick
            self._ask(code, fine(code))
        if not self._session.dragging:
            self._draw(code)
        self._measure()

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
                failed=lambda message: self._failed(message),
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
        if key == self._wanted:
            fine = self._shapes.get(key)
            self._fine_of = key[0] if fine else b""
            self._show_shape(fine or shape)
        elif self._session.dragging and self._wanted:
            self._show_shape(shape)  # a little late, but it follows the hand

    def _forget(self, key: Key, resolution: int) -> None:
        if self._asked == (key, resolution):
            self._asked = None

    def _failed(self, message: str) -> None:
        self._asked = None
        self._session.report("view", message)

    def _show_shape(self, shape: Shape | None) -> None:
        if shape is not self.shape:
            self.shape = shape
            self.shape_changed.emit()

    def _measure(self) -> None:
        """Measure the document's shape, unless it moves, or that is done or under way."""
        code = self._session.document.code
        wanted = None
        if code is not None and not self._session.dragging:
            finish = self._session.document.finish.of_shape
            wanted = ((shape_key(code), finish), self.export_resolution)
        if wanted == self._measure_of:
            return
        self._measure_of = wanted
        self._measured(wanted, None)
        self._rested.stop()
        self._session.engine.withdraw(self._measuring)
        if wanted is not None:
            # Parts of it cannot be left half way, so it waits until the hand rests.
            self._rested.start()

    def _take_measures(self) -> None:
        wanted, code = self._measure_of, self._session.document.code
        if wanted is None or code is None:
            return

        def given_up() -> None:
            if self._measuring == request:
                self._measure_of = None  # asked again when something changes

        request = self._measuring = self._session.engine.submit(
            "measure",
            {"code": code, "resolution": wanted[1], "finish": wanted[0][1]},
            Handlers(
                done=lambda measures: self._measured(wanted, measures),
                failed=lambda message: self._measured(wanted, None, message),
                cancelled=given_up,
            ),
            channel="measure",
            yields=True,
            background=True,
        )

    def _measured(
        self, of: tuple[Key, int] | None, measures: Health | None, problem: str = ""
    ) -> None:
        if of != self._measure_of:
            return  # of a shape that is no longer there
        if measures is not self.measures or problem != self.measure_problem:
            self.measures, self.measure_problem = measures, problem
            self.measures_changed.emit()

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


def full_key(code: LatentCode) -> bytes:
    """What the network's picture depends on."""
    rest = (code[name].tobytes() for name in ("pose", "lighting") if name in code)
    return b"".join((code.shape_key, *rest))


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
