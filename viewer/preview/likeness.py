"""How well the outline of the live shape fills the photograph's: asked when the hand rests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from core.document.model import Document, Item, Mix, full_key
from core.types import LatentCode
from viewer.document.item_edits import is_moved
from viewer.document.measured_shapes import is_measured
from viewer.scene import photo_cameras
from viewer.tasks.query import Query
from viewer.text.methods import is_checked

if TYPE_CHECKING:
    from viewer.document.session import Session
    from viewer.preview.shape_preview import Preview

RESTED_AFTER_MS = 300
Question = tuple[tuple[Any, ...] | None, dict[str, Any]]


def crop_of(item: Item) -> tuple[float, float, float]:
    """The square of the photograph that the network saw."""
    from core.images import crop

    if item.result is not None and item.result.maps is not None:
        return item.result.maps.crop
    return crop.window_of(item.view)


def of_itself(item: Item) -> bool:
    """Whether the shape and the pose that an item shows are its own: only then are they to be
    like its photograph."""
    return item.mix == Mix(item.id, item.id, item.mix.lighting)


def expected(item: Item) -> float | None:
    """The share of the volume that was expected to be right, of a shape nobody has changed."""
    return item.result.confidence if item.result is not None and has_own_shape(item) else None


def has_own_shape(item: Item) -> bool:
    """Whether an item shows the shape that was found in it, and no other."""
    return item.mix.shape == item.id and item.restored is None and not is_moved(item)


class Likeness(QObject):
    """How like the photograph the shape that is shown is; nothing of it while that is another."""

    changed = Signal()

    def __init__(self, session: Session, preview: Preview) -> None:
        super().__init__(preview)
        self._session, self._preview = session, preview
        self._query = Query(session.engine, "agreement", self, RESTED_AFTER_MS)
        self._query.changed.connect(self.changed)
        self._query.failed.connect(lambda message: session.report("view", message))
        for signal in (session.changed, preview.shape_changed, preview.drawn_changed):
            signal.connect(self._follow)

    @property
    def outline(self) -> float | None:
        """The IoU of the shape's silhouette with the mask, or None while not known."""
        return self._query.value

    @property
    def expected(self) -> float | None:
        """The share of the volume that was expected to be right, of a shape nobody has moved."""
        item = self._session.document.current
        return None if item is None or not self._preview.settled else expected(item)

    @property
    def checked(self) -> bool:
        """Whether what was expected is worth anything."""
        item = self._session.document.current
        return item is not None and item.result is not None and is_checked(item.result.method)

    @property
    def pending(self) -> bool:
        """Whether it is still to be found out."""
        return not self._preview.settled or self._query.pending

    def _follow(self) -> None:
        document = self._session.document
        item, code = document.current, document.code
        result = None if item is None else item.result
        if result is None or not self._preview.settled or self._session.dragging:
            self._query.about(None)
        elif code is result.code and result.agreement and not item.stale:
            key = full_key(code), item.view
            self._query.tell(key, sum(result.agreement) / len(result.agreement))
            self._query.about(key)
        else:
            self._query.about(*self._question(document, item, code))

    def _question(self, document: Document, item: Item, code: LatentCode) -> Question:
        """What the outline depends on, and how the core is asked for it."""
        pose, view, camera = self._preview.camera, item.view, photo_cameras.own_camera(document)
        if pose is None or is_measured(code) or view.mask is None or view.solid is not None:
            return None, {}
        crop = crop_of(item)
        asked = {"code": code, "mask": view.mask, "camera": camera, "pose": pose, "crop": crop}
        return (full_key(code), view, camera, pose, crop), asked
