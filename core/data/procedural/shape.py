"""What a family makes: named, coloured solid parts in the object frame, and the factors behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from core.data.procedural.palettes import Color
from core.data.procedural.solids import Array, Solid
from core.data.procedural.voxels import thickened, voxelize
from core.types import Bytes, Mesh

Rng = np.random.Generator
T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Part:
    """A named solid with its base colour, sRGB uint8 (3,)."""

    name: str
    solid: Solid
    color: Color


@dataclass(frozen=True, eq=False)
class ProceduralShape:
    """Parts in the object frame, which may overlap, and the factors they were made from.

    ``parameters`` always has ``width``, ``height`` and ``depth`` of the bounding box in object
    sides; the others are the family's own, lengths in its own unit before scaling.
    """

    family: str
    parts: tuple[Part, ...]
    parameters: Mapping[str, float]

    def mesh(self) -> tuple[Mesh, Bytes]:
        """All parts as one mesh, and a base colour a face, uint8 (F, 3)."""
        vertices, faces = _joined([part.solid for part in self.parts])
        counts = [len(part.solid.faces) for part in self.parts]
        colors = np.repeat(np.stack([part.color for part in self.parts]), counts, axis=0)
        return Mesh(vertices.astype(np.float32), faces), colors


def occupancy(shape: ProceduralShape, resolution: int) -> npt.NDArray[np.bool_]:
    """Voxels (N, N, N) of [-0.5, 0.5]^3 whose centre is inside a part.

    Parts thinner than a voxel are first grown to one, so that nothing falls between the centres.
    """
    solids = [thickened(part.solid, 1.0 / resolution) for part in shape.parts]
    return voxelize(*_joined(solids), resolution)


def assemble(
    family: str, parts: Sequence[Part], parameters: Mapping[str, float]
) -> ProceduralShape:
    """Put parts made in any unit and place into the object frame."""
    points = np.concatenate([part.solid.vertices for part in parts])
    low, high = points.min(0), points.max(0)
    centre, size = (low + high) / 2, high - low
    scale = 1.0 / float(size.max())
    framed = tuple(
        Part(part.name, part.solid.moved(*-centre).scaled(scale), part.color) for part in parts
    )
    box = dict(zip(("width", "height", "depth"), map(float, size * scale), strict=True))
    own = {name: float(value) for name, value in parameters.items()}
    return ProceduralShape(family, framed, own | box)


def _joined(solids: Sequence[Solid]) -> tuple[Array, npt.NDArray[np.int32]]:
    starts = np.cumsum([0] + [len(solid.vertices) for solid in solids[:-1]])
    faces = [solid.faces + start for solid, start in zip(solids, starts, strict=True)]
    vertices = np.concatenate([solid.vertices for solid in solids])
    return vertices, np.concatenate(faces).astype(np.int32)


def between(rng: Rng, low: float, high: float) -> float:
    """A number drawn evenly."""
    return float(rng.uniform(low, high))


def chance(rng: Rng, share: float) -> bool:
    """True in the given share of cases."""
    return bool(rng.random() < share)


def choose(rng: Rng, options: Sequence[T]) -> T:
    """One of the options."""
    return options[int(rng.integers(len(options)))]
