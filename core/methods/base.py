"""What every method offers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from core.types import (
    Directions,
    LatentCode,
    Lighting,
    Maps,
    Mesh,
    PointCloud,
    Pose,
    Rendering,
    View,
    VoxelGrid,
)


@dataclass(frozen=True, eq=False)
class Analysis:
    """What one pass of an image encoder finds: the code, and the 2.5D maps where it has them."""

    code: LatentCode
    maps: Maps | None = None


class Method(Protocol):
    """A trained system. Encode once, decode many: a code is all that decoding needs."""

    key: str

    def analyse(self, views: Sequence[View]) -> Analysis: ...

    def encode(self, views: Sequence[View]) -> LatentCode: ...

    def encode_shape(self, grid: VoxelGrid) -> LatentCode: ...

    def decode(self, code: LatentCode, resolution: int = 64) -> VoxelGrid | PointCloud | Mesh: ...

    def render(self, code: LatentCode) -> Rendering: ...

    def pose(self, code: LatentCode) -> Pose: ...

    def lighting(self, code: LatentCode) -> Lighting: ...

    def directions(self, group: str) -> Directions: ...
