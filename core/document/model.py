"""The document as data: what can be undone, and what a project file keeps.

Each image has its own mix: whose shape, whose pose, whose lighting it shows, and how far the
shape has been moved from there with the sliders. The edits are in `viewer/document/item_edits.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import cached_property

from core.latent.detail import SHARE
from core.methods import DEFAULT
from core.types import Camera, Finish, Floats, LatentCode, Reconstruction, View, kind_of

GROUPS = ("shape", "pose", "lighting")


@dataclass(frozen=True)
class Mix:
    """The ids of the images that the three groups of a code come from."""

    shape: int
    pose: int
    lighting: int


@dataclass(frozen=True, eq=False)
class Item:
    """A photograph in the document, what was found in it, and its mix.

    ``more`` are further photographs of the same object, in their order, and ``more_originals`` the
    bytes of their files (empty where they are not known). ``more_found`` are those views before
    their masks were edited, None where one was not.

    ``title`` is the name it was given, ``original`` the bytes of its file where they are known;
    ``offset`` (D,) is added to the shape code: where the sliders have moved it. ``detail`` are
    groups of detail in place of the code's: less of it, or what a path has brought along.
    ``restored`` is the code of a snapshot that was put back; it stands in for the result's.
    ``finish`` is how its shape is worked over before it is shown, measured or written. ``found``
    is the view before its mask was edited, if it was; ``stale`` says that the result is of an older
    view. ``locked`` are the axes of the shape code that only their own slider may move.
    """

    id: int
    view: View = field(repr=False)
    mix: Mix
    result: Reconstruction | None = field(default=None, repr=False)
    offset: Floats | None = field(default=None, repr=False)
    detail: LatentCode | None = field(default=None, repr=False)
    title: str = ""
    original: bytes | None = field(default=None, repr=False)
    restored: LatentCode | None = field(default=None, repr=False)
    finish: Finish = field(default_factory=Finish)
    found: View | None = field(default=None, repr=False)
    stale: bool = False
    locked: tuple[int, ...] = ()
    more: tuple[View, ...] = field(default=(), repr=False)
    more_originals: tuple[bytes, ...] = field(default=(), repr=False)
    more_found: tuple[View | None, ...] = field(default=(), repr=False)

    @property
    def views(self) -> tuple[View, ...]:
        """All photographs of the object, the one that stands for it first."""
        return (self.view, *self.more)

    @property
    def name(self) -> str:
        return self.title or self.view.name

    @property
    def own_code(self) -> LatentCode | None:
        """The code that the item starts from, before swaps and sliders."""
        if self.restored is not None:
            return self.restored
        return None if self.result is None else self.result.code


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A code that was kept, to compare with or to come back to.

    ``item`` is the name of the image it was taken of, ``made`` says how the code came about.
    """

    id: int
    name: str
    code: LatentCode
    item: str
    made: str


@dataclass(frozen=True, eq=False)
class Document:
    """All that can be undone and that a project file keeps."""

    items: tuple[Item, ...] = ()
    selected: int | None = None
    method: str = DEFAULT
    next_id: int = 1
    snapshots: tuple[Snapshot, ...] = ()

    def find(self, id: int | None) -> Item | None:
        """The item with an id, or None."""
        return next((item for item in self.items if item.id == id), None)

    @property
    def current(self) -> Item | None:
        """The selected item."""
        return self.find(self.selected)

    @cached_property
    def code(self) -> LatentCode | None:
        """The selected item's mixed and moved code; None until its sources have been run."""
        return None if self.current is None else compose(self, self.current)

    @property
    def finish(self) -> Finish:
        """How the selected item's shape is finished."""
        return Finish() if self.current is None else self.current.finish


def same_content(a: Document, b: Document) -> bool:
    """Whether there is no edit between two documents: which item is selected is only looking."""
    looking = ("selected", "next_id")
    names = [field.name for field in fields(Document) if field.name not in looking]
    return all(getattr(a, name) == getattr(b, name) for name in names)


def compose(document: Document, item: Item) -> LatentCode | None:
    """The code an item shows: groups from its sources, plus its offset on the shape.

    An untouched item gives the very code of its result.
    """
    code = mixed(document, item)
    if code is None:
        return None
    # Where the source was reconstructed again, by another method, neither means anything.
    if item.offset is not None and len(item.offset) == len(code.shape):
        code = code.with_shape(code.shape + item.offset)
    if item.detail is not None and item.detail.method == code.method:
        code = code.replace(**item.detail)
    return code


def photograph(document: Document, item: Item) -> tuple[View, Camera] | None:
    """The photograph that an item's shape was found in, and its camera in the object frame.

    None where that is not known, or where the shape is that of a snapshot, or its detail another's.
    """
    source = document.find(item.mix.shape)
    result = None if source is None else source.result
    if item.detail is not None and set(item.detail) != {SHARE}:
        return None
    if result is None or result.camera is None or (source is item and item.restored is not None):
        return None
    return result.views[result.seen], result.camera


def mixed(document: Document, item: Item) -> LatentCode | None:
    """The code of an item before the sliders: each group from its source."""
    own = item.own_code
    if item.mix == Mix(item.id, item.id, item.id):
        return own
    codes = {kind: _code_from(document, item, getattr(item.mix, kind)) for kind in GROUPS}
    base = own if own is not None else codes["shape"]
    if base is None:
        return None
    groups = {}
    for name in base:
        kind = kind_of(name)
        code = codes["shape" if kind == "detail" else kind]  # what is seen of a shape goes with it
        if code is None:
            return None
        # Another system's numbers would mean nothing here.
        groups[name] = code[name] if code.method == base.method else base[name]
    return LatentCode(groups, base.method)


def _code_from(document: Document, item: Item, id: int) -> LatentCode | None:
    """What an item takes from itself or another one."""
    if id == item.id:
        return item.own_code
    source = document.find(id)
    return None if source is None or source.result is None else source.result.code


def shape_key(code: LatentCode) -> bytes:
    """What a shape depends on: pose and lighting turn and light it, but do not change it."""
    return code.shape_key


def full_key(code: LatentCode) -> bytes:
    """What the network's picture depends on."""
    rest = (code[name].tobytes() for name in ("pose", "lighting") if name in code)
    return b"".join((code.shape_key, *rest))
