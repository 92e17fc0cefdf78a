"""What the live shape is compared with: the shapes of other codes, numbers, and the difference.

Like the preview, it follows the document and asks the core; nothing here belongs to the document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from core.methods import METHODS
from core.types import Finish, Floats, LatentCode, Mesh
from core.utils.cache import Latest
from viewer.document.compared_items import code_of, compared
from viewer.document.item_edits import shape_key
from viewer.document.session import Session
from viewer.tasks.engine import Handlers
from viewer.widgets.shape_thumbnails import Portraits

if TYPE_CHECKING:
    from core.process.jobs.state import Numbers, Shape
    from viewer.preview.shape_preview import Preview

KEPT_SHAPES, KEPT_NUMBERS, KEPT_DISTANCES = 24, 256, 6
FINE = 64
Pair = tuple[object, object]  # the live shape with its finish, and another one


class Comparer(QObject):
    """Keeps what the core said about pairs of shapes, and asks for what is missing and seen."""

    shapes_changed = Signal()
    numbers_changed = Signal()
    difference_changed = Signal()

    def __init__(self, session: Session, preview: Preview) -> None:
        super().__init__(preview)
        self._session, self._preview = session, preview
        self.problem = ""  # why there are no numbers
        self.portraits = Portraits(self)
        self._shapes: Latest[tuple[bytes, str], Shape] = Latest(KEPT_SHAPES)
        self._numbers: Latest[Pair, Numbers] = Latest(KEPT_NUMBERS)
        self._distances: Latest[tuple[Mesh, tuple[bytes, str]], Floats] = Latest(KEPT_DISTANCES)
        self._under_way: set[object] = set()
        self._failed: set[object] = set()
        self._about_live: list[int] = []  # requests that make no sense once the live shape moves
        self._numbers_wanted = False
        self._live: bytes | None = None  # the key of the live shape
        session.changed.connect(self._follow)
        session.look_changed.connect(self._follow)
        preview.shape_changed.connect(self._follow)
        session.engine.ready.connect(self._ask_again)

    # What is compared

    @property
    def others(self) -> tuple[int, ...]:
        """The ids of all that the live shape can be compared with, the chosen one first."""
        return compared(self._session.document, self._session.look.others)

    @property
    def chosen(self) -> int | None:
        """The one that the A/B switch and the difference are about."""
        return next(iter(self.others), None)

    @property
    def mm(self) -> float:
        """Millimetres in an object side, such that the shape in view has the size of its file."""
        shape, size_mm = self._preview.shape, self._session.document.finish.size_mm
        if shape is None or not len(shape.mesh.vertices):
            return size_mm
        return size_mm / float(np.ptp(shape.mesh.vertices, axis=0).max())

    @property
    def mm_of_numbers(self) -> float:
        """The same of the document's shape, by the numbers that are known of it."""
        live, size_mm = self.numbers(), self._session.document.finish.size_mm
        return size_mm if live is None or not max(live.size) else size_mm / max(live.size)

    def want_numbers(self, wanted: bool) -> None:
        """Whether somebody looks at the numbers."""
        self._numbers_wanted = wanted
        self._follow()

    # What is known of it

    def shape(self, id: int) -> Shape | None:
        """The shape behind an id, turned as the live one is.

        When it is not there yet, ``shapes_changed`` tells of it.
        """
        code = code_of(self._session.document, id)
        if code is None:
            return None
        known = self._shapes.get(self._key(code))
        if known is None and not self._turn:
            known = self._preview.known(code)
        if known is None:
            self._ask_shape(code)
        return known

    def numbers(self, id: int | None = None) -> Numbers | None:
        """The numbers of another shape against the live one, or the live one's own."""
        live = self._session.document.code
        code = live if id is None else code_of(self._session.document, id)
        if live is None or code is None:
            return None
        return self._numbers.get((self._live_key(live), None if id is None else self._key(code)))

    def portrait(self, id: int) -> QImage | None:
        """A small picture of the shape; ``portraits.made`` tells when it is there."""
        code = code_of(self._session.document, id)
        return None if code is None else self.portraits.image(self._key(code), self.shape(id))

    def distances(self) -> Floats | None:
        """How far each vertex of the live mesh lies outside the chosen shape, in object sides."""
        shape, code = self._preview.shape, self._chosen_code()
        known = shape is not None and code is not None
        return self._distances.get((shape.mesh, self._key(code))) if known else None

    def _chosen_code(self) -> LatentCode | None:
        return None if self.chosen is None else code_of(self._session.document, self.chosen)

    @property
    def _turn(self) -> str:
        return self._session.document.finish.turn

    def _key(self, code: LatentCode) -> tuple[bytes, str]:
        return shape_key(code), self._turn

    def _live_key(self, code: LatentCode) -> tuple[bytes, Finish]:
        return shape_key(code), self._session.document.finish.of_shape

    # Asking for it

    def _follow(self) -> None:
        code, look = self._session.document.code, self._session.look
        live = None if code is None else shape_key(code)
        moved, self._live = live != self._live, live
        if moved:
            self._withdraw()
        if look.flipped and (moved or self.chosen is None):
            self._session.show_as(flipped=False)  # whoever edits wants to see what is edited
        if look.difference and self.chosen is None:
            self._session.show_as(difference=False)
        if code is None or self._session.dragging:
            return
        if look.difference:
            self._ask_difference()
        if self._numbers_wanted:
            self._ask_numbers(code)

    def _withdraw(self) -> None:
        for request in self._about_live:
            self._session.engine.withdraw(request)
        self._about_live.clear()

    def _ask_again(self) -> None:
        """The core is up (again): what was lost, or failed, has another chance."""
        self._failed.clear()
        self._follow()
        self.shapes_changed.emit()

    def _ask_shape(self, code: LatentCode) -> None:
        key = self._key(code)

        def done(shape: Shape) -> None:
            self._shapes.keep(key, shape)
            self.shapes_changed.emit()

        resolution = METHODS[code.method].resolution
        arguments = {"code": code, "finish": Finish(turn=self._turn), "resolution": resolution}
        self._ask("finish", arguments, key, done, f"shape {key[0].hex()}")

    def _ask_difference(self) -> None:
        shape, other = self._preview.shape, self._chosen_code()
        if shape is None or other is None or len(shape.grid.occupancy) < FINE:
            return  # none, or a coarse one, which will not stay
        about = (shape.mesh, self._key(other))
        if about in self._distances:
            return

        def done(distances: Floats) -> None:
            self._distances.keep(about, distances)
            self.difference_changed.emit()

        arguments = {"points": shape.mesh.vertices, "other": other, "turn": self._turn}
        self._ask("difference", arguments, about, done, "difference")

    def _ask_numbers(self, code: LatentCode) -> None:
        live, document = self._live_key(code), self._session.document
        found = (code_of(document, id) for id in self.others)
        codes = {self._key(other): other for other in found if other is not None}
        missing = [key for key in codes if (live, key) not in self._numbers]
        if not missing and (live, None) in self._numbers:
            return

        def done(found: tuple[Numbers, ...]) -> None:
            for key, numbers in zip((None, *missing), found, strict=True):
                self._numbers.keep((live, key), numbers)
            self.problem = ""
            self.numbers_changed.emit()

        others = [codes[key] for key in missing]
        arguments = {"code": code, "others": others, "finish": document.finish}
        self._ask("compare", arguments, (live, *missing), done, "compare")

    def _ask(
        self, job: str, arguments: dict[str, Any], about: object, done: Any, channel: str
    ) -> None:
        """Ask once for one thing, behind everything that the user waits for."""
        if about in self._under_way or about in self._failed:
            return
        self._under_way.add(about)

        def arrived(result: Any) -> None:
            self._under_way.discard(about)
            done(result)

        def failed(message: str) -> None:
            self._under_way.discard(about)
            self._failed.add(about)
            self.problem = message
            self.numbers_changed.emit()

        request = self._session.engine.submit(
            job,
            arguments,
            Handlers(arrived, failed, cancelled=lambda: self._under_way.discard(about)),
            channel=channel,
            yields=True,
            background=True,
        )
        if job in ("compare", "difference"):
            self._about_live.append(request)
