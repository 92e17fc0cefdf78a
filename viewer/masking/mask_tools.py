"""What people do to masks: the tool in hand, and the edits it makes in the document."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from core.document.model import Item
from core.errors import UserError
from core.images import masks
from core.types import Floats, View
from viewer.document.item_edits import Edit
from viewer.document.mask_edits import change_mask, crop_photo, find_again, reset_mask, rotate_photo
from viewer.document.photo_edits import facing, found_again, method_for
from viewer.document.session import Session
from viewer.i18n.translate import mark, tr
from viewer.tasks.engine import Handlers

SMALLEST, LARGEST = 0.002, 0.5  # diameter of the brush over the longest side of the photograph
STEP = 1.25  # how much a key changes the size of the brush
MARGIN_STEP = 1 / 400  # of the longest side: how far a step moves the outline
STROKES = {1.0: mark("Brush stroke"), 0.0: mark("Eraser stroke")}


@dataclass(frozen=True)
class Hand:
    """The tool in hand, the size of its brush, and the image whose mask is shown though it has a
    shape. Not part of the document."""

    tool: str = "brush"
    size: float = 0.04
    editing: int | None = None


@dataclass(frozen=True)
class _Operation:
    """A change of a mask that the core makes; ``apply`` is a name of the job ``change_mask``."""

    item: int
    place: int
    name: str
    apply: str
    arguments: Sequence[Any] = ()


class Masking(QObject):
    """Turns strokes, boxes and commands into undo steps of the session."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.hand = Hand()
        self._waiting: deque[_Operation] = deque()
        self._busy = False
        self._result: object = None
        self._photo = 0
        session.changed.connect(self._follow)
        session.look_changed.connect(self._turn_page)

    # The hand

    @property
    def item(self) -> Item | None:
        """The image whose mask is on screen, if one is; of several, it faces the chosen one."""
        document = self._session.document
        item = document.current
        shown = item is not None and (document.code is None or self.hand.editing == item.id)
        return facing(item, self._session.photo) if shown and item is not None else None

    @property
    def idle(self) -> bool:
        """Whether no change of a mask is on its way."""
        return not self._busy and not self._waiting

    def hold(self, **changes: Any) -> None:
        """Take another tool, or a larger brush."""
        hand = replace(self.hand, **changes)
        hand = replace(hand, size=min(max(hand.size, SMALLEST), LARGEST))
        if hand != self.hand:
            self.hand = hand
            self.changed.emit()

    def swap(self) -> None:
        """From brush to eraser and back."""
        self.hold(tool="eraser" if self.hand.tool == "brush" else "brush")

    def resize(self, steps: int) -> None:
        """A larger or a smaller brush."""
        self.hold(size=self.hand.size * STEP**steps)

    def radius(self, view: View) -> float:
        """The radius of the brush in pixels of a photograph."""
        return self.hand.size * max(view.image.shape[:2]) / 2

    def edit(self, tool: str = "brush") -> None:
        """Show the mask of the current image, with a tool in hand."""
        current = self._session.document.current
        self.hold(tool=tool, editing=None if current is None else current.id)

    def leave(self) -> None:
        """Show the shape again."""
        self.hold(editing=None)

    def _follow(self) -> None:
        """A shape that was just found from this very mask is what people want to see."""
        current = self._session.document.current
        result = None if current is None else current.result
        fresh = result is not self._result and current is not None and not current.stale
        if fresh or (current is not None and self.hand.editing not in (None, current.id)):
            self.leave()
        self._result = result

    def _turn_page(self) -> None:
        """Another photograph of the object is chosen."""
        if self._photo != self._session.photo:
            self._photo = self._session.photo
            self.changed.emit()

    # At once

    def paint(self, mask: Floats, value: float) -> None:
        """A stroke has been drawn."""
        self._now(lambda item: change_mask(item, mask, tr(STROKES[value])))

    def invert(self) -> None:
        """Object and background exchanged."""
        self._now(lambda item: change_mask(item, masks.invert(_mask(item)), tr("Invert mask")))

    def reset(self) -> None:
        """Back to the mask that was found."""
        self._now(reset_mask)

    def crop(self, box: tuple[float, float, float, float]) -> None:
        """Keep only a box of the photograph."""
        self._now(lambda item: crop_photo(item, box))
        self.hold(tool="brush")

    def rotate(self, to_the_left: bool) -> None:
        """Turn the photograph by 90 degrees."""
        self._now(lambda item: rotate_photo(item, to_the_left))

    def _now(self, make: Callable[[Item], Edit]) -> None:
        item = self.item
        if item is None or item.view.solid is not None:
            return
        try:
            edit = make(item)
        except UserError as error:
            self._session.report(item.id, str(error))
            return
        self._do(item, edit)

    def _do(self, item: Item, edit: Edit) -> None:
        self._session.dismiss(item.id)
        self._session.do(edit)

    # In the core, one after the other

    def grow(self, steps: int) -> None:
        """Move the outline outward, or inward."""
        item = self.item
        if item is not None:
            by = steps * max(1, math.ceil(max(item.view.image.shape[:2]) * MARGIN_STEP))
            name = tr("Grow mask") if steps > 0 else tr("Shrink mask")
            self._ask(item, name, "grow", (by,))

    def fill_holes(self) -> None:
        """Fill what lies all around within the object."""
        if self.item is not None:
            self._ask(self.item, tr("Fill holes"), "fill_holes")

    def fill_at(self, point: tuple[float, float]) -> None:
        """Fill the hole at a point, or take the part of the object there away."""
        if self.item is not None:
            self._ask(self.item, tr("Fill region"), "fill_region", (point,))

    def _ask(self, item: Item, name: str, apply: str, arguments: Sequence[Any] = ()) -> None:
        self._waiting.append(_Operation(item.id, self._session.photo, name, apply, arguments))
        self._next()

    def _next(self) -> None:
        if self._busy or not self._waiting:
            return
        operation = self._waiting.popleft()
        whole = self._session.document.find(operation.item)
        if whole is None:
            self._next()
            return
        item = facing(whole, operation.place)
        self._busy = True

        def over() -> None:
            self._busy = False
            self._next()

        def done(mask: Floats) -> None:
            now = found_again(self._session.document, item)
            if now is not None and now.view is item.view:
                self._do(now, change_mask(now, mask, operation.name))
            elif now is not None:
                self._waiting.appendleft(operation)  # the mask was changed meanwhile
            over()

        def failed(message: str) -> None:
            self._session.report(item.id, message)
            over()

        self._session.engine.submit(
            "change_mask",
            {
                "mask": _mask(item),
                "operation": operation.apply,
                "arguments": tuple(operation.arguments),
            },
            Handlers(done, failed, cancelled=over),
        )

    def box(self, box: tuple[float, float, float, float], to_the_rest: bool) -> None:
        """Find the object in a box; ``to_the_rest`` adds it to the mask that is there."""

        def done(now: Item, mask: Floats) -> None:
            whole = np.maximum(_mask(now), mask) if to_the_rest else mask
            self._do(now, change_mask(now, whole, tr("Find object in box")))

        item = self.item
        if item is not None:
            arguments = {"image": item.view.image, "box": box}
            self._begin(item, tr("Find object in box"), "box_mask", arguments, done)

    def find(self, finder: str) -> None:
        """Find the object again, with one of `core.segmentation.finders.FINDERS`."""

        def done(now: Item, view: View) -> None:
            self._do(now, find_again(now, view))

        item = self.item
        if item is not None:
            method = method_for(self._session.document, item)
            arguments = {"view": replace(item.view, mask=None), "finder": finder, "method": method}
            self._begin(item, tr("Find object"), "find_mask", arguments, done)

    def _begin(
        self,
        item: Item,
        title: str,
        job: str,
        arguments: dict[str, Any],
        done: Callable[[Item, Any], None],
    ) -> None:
        def arrived(found: Any) -> None:
            now = found_again(self._session.document, item)
            if now is not None:
                done(now, found)

        def failed(message: str) -> None:
            self._session.report(item.id, message)

        self._session.work.begin(title, job, arguments, arrived, failed)


def _mask(item: Item) -> Floats:
    return masks.empty_mask(item.view) if item.view.mask is None else item.view.mask
