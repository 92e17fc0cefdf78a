"""What the core process keeps between jobs, and what jobs are about."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core import pipeline
from core.document.model import shape_key
from core.latent.atlas import Atlas, has_atlas, read_atlas
from core.types import (
    Finish,
    LatentCode,
    Lighting,
    Mesh,
    Pose,
    Progress,
    Rendering,
    View,
    VoxelGrid,
)
from core.utils.cache import Latest

if TYPE_CHECKING:
    from core.geometry.postprocess import Finished
    from core.methods.base import Method

KEPT_SHAPES = 16
KEPT_FINISHED = 6


@dataclass(frozen=True, eq=False)
class Shape:
    """A decoded code, ready to be shown: the grid and its surface."""

    grid: VoxelGrid
    mesh: Mesh


@dataclass(frozen=True, eq=False)
class Loaded:
    """What became of one file: a view, or the sentence that says why there is none.

    With both, the photograph was read and the sentence is about its mask. ``original`` are the
    bytes of the file.
    """

    name: str
    view: View | None
    error: str = ""
    original: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, eq=False)
class Drawn:
    """The network's own picture of a code, and what its pose and lighting groups say.

    None where a method has none.
    """

    rendering: Rendering | None
    pose: Pose | None
    lighting: Lighting | None


@dataclass(frozen=True)
class Numbers:
    """A shape in numbers, some of them against another one; lengths in object sides.

    ``iou`` at 64³ and ``chamfer``, the mean distance between the surfaces, are those against the
    other shape; ``size`` (x, y, z) is its bounding box, ``volume`` what it encloses.
    """

    iou: float
    chamfer: float
    faces: int
    size: tuple[float, float, float]
    watertight: bool
    volume: float


class Memory:
    """What the core process keeps between jobs: encode once, decode many."""

    def __init__(self, device: str = "auto") -> None:
        self.device = device
        self._methods: dict[str, Method] = {}
        self._atlases: dict[str, Atlas | None] = {}
        self._shapes: Latest[tuple[object, ...], Shape] = Latest(KEPT_SHAPES)
        self._finished: Latest[tuple[object, ...], Finished] = Latest(KEPT_FINISHED)
        self._importing: threading.Thread | None = None

    def prepare(self) -> Iterator[Progress]:
        """Import torch beside the running job, so that it can be cancelled and overtaken."""
        if self._importing is None:
            self._importing = threading.Thread(
                target=importlib.import_module, args=("torch",), daemon=True
            )
            self._importing.start()
        while self._importing.is_alive():
            yield Progress("Starting the networks", 0.0)
            self._importing.join(0.05)

    @property
    def prepared(self) -> bool:
        """Whether torch has been imported whole."""
        return self._importing is not None and not self._importing.is_alive()

    def method(self, key: str) -> Method:
        """The method, loaded at its first use."""
        if key not in self._methods:
            self._methods[key] = pipeline.load_method(key, self.device)
        return self._methods[key]

    def atlas(self, key: str) -> Atlas | None:
        """The map of a method's codes, read at its first use; None where there is none."""
        if key not in self._atlases:
            self._atlases[key] = read_atlas(key) if has_atlas(key) else None
        return self._atlases[key]

    def recall(self, code: LatentCode, resolution: int) -> Shape | None:
        """A shape decoded a short while ago."""
        return self._shapes.get(_name(code, resolution))

    def keep(self, code: LatentCode, resolution: int, shape: Shape) -> None:
        """Remember a shape and forget the oldest."""
        self._shapes.keep(_name(code, resolution), shape)

    def recall_finished(self, code: LatentCode, resolution: int, finish: Finish) -> Finished | None:
        """A mesh finished a short while ago."""
        return self._finished.get((*_name(code, resolution), finish))

    def keep_finished(
        self, code: LatentCode, resolution: int, finish: Finish, finished: Finished
    ) -> None:
        """Remember a finished mesh and forget the oldest."""
        self._finished.keep((*_name(code, resolution), finish), finished)


def _name(code: LatentCode, resolution: int) -> tuple[object, ...]:
    return (code.method, resolution, shape_key(code))
