"""How well the outline of the live shape fills the photograph's: asked when the hand rests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from core.document.model import Item, Mix
from core.utils.cache import Latest
from viewer import eyes
from viewer.engine import Handlers
from viewer.steerable import is_measured

if TYPE_CHECKING:
    from viewer.preview import Preview
    from viewer.session import Session

RESTED_AFTER_MS = 300
KEPT = 64
Key = tuple[Any, ...]


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


class Likeness(QObject):
    """``outline`` is the IoU of the shape's silhouette with the mask, or None while not known."""

    changed = Signal()

    def __init__(self, session: Session, preview: Preview) -> None:
        super().__init__(preview)
        self._session, self._preview = session, preview
        self.outline: float | None = None
        self._asked: tuple[int, Key] | None = None  # the request, and about which
        self._known: Latest[Key, float] = Latest(KEPT)
        self._rested = QTimer(self, singleShot=True, interval=RESTED_AFTER_MS)
        self._rested.timeout.connect(self._ask)
        for signal in (session.changed, session.engine.ready, preview.drawn_changed):
            signal.connect(self._follow)

    @property
    def expected(self) -> float | None:
        """The share of the volume that was expected to be right, of a shape nobody has moved."""
        item = self._session.document.current
        if item is None or item.result is None or self._session.document.code is not item.own_code:
            return None
        return item.result.confidence if item.restored is None else None

    def _follow(self) -> None:
        document = self._session.document
        item, key = document.current, self._key()
        if self._asked is not None and self._asked[1] != key:
            self._session.engine.withdraw(self._asked[0])
            self._asked = None
        known = None if key is None else self._known.get(key)
        result = None if item is None else item.result
        own = result is not None and document.code is result.code and not item.stale
        if known is None and own and result.agreement:
            known = sum(result.agreement) / len(result.agreement)
        self._show(known)
        if key is None or known is not None or self._session.dragging or self._asked is not None:
            self._rested.stop()
        else:
            self._rested.start()

    def _key(self) -> Key | None:
        """What the outline depends on."""
        from viewer.preview import full_key

        document, pose = self._session.document, self._preview.camera
        item, code = document.current, document.code
        if item is None or item.result is None or code is None or pose is None:
            return None
        if is_measured(code) or item.view.mask is None or item.view.solid is not None:
            return None
        return full_key(code), item.view, eyes.own_camera(document), pose, crop_of(item)

    def _ask(self) -> None:
        key, code = self._key(), self._session.document.code
        if key is None or code is None:
            return
        _, view, camera, pose, window = key

        def done(outline: float) -> None:
            self._known.keep(key, outline)
            if key == self._key():
                self._show(outline)

        def given_up() -> None:
            if self._asked is not None and self._asked[1] == key:
                self._asked = None  # asked again when something changes

        id = self._session.engine.submit(
            "agreement",
            {"code": code, "mask": view.mask, "camera": camera, "pose": pose, "crop": window},
            Handlers(
                done,
                lambda message: self._session.report("view", message),
                cancelled=given_up,
            ),
            channel="agreement",
            yields=True,
            background=True,
        )
        self._asked = id, key

    def _show(self, outline: float | None) -> None:
        if outline != self.outline:
            self.outline = outline
            self.changed.emit()
