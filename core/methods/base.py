"""What every method offers."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeGuard

from core.methods import METHODS
from core.types import (
    Camera,
    Directions,
    LatentCode,
    Lighting,
    Maps,
    Mesh,
    PointCloud,
    Pose,
    Progress,
    Reconstruction,
    Rendering,
    View,
    VoxelGrid,
)

if TYPE_CHECKING:
    from core.networks.directions import Steerable


@dataclass(frozen=True, eq=False)
class Analysis:
    """What one pass of an image encoder finds: the code, and the 2.5D maps where it has them.

    ``pose`` is where the camera stood, if the code itself does not say it; ``camera`` is that of
    one photograph in the object frame and in its pixels: of the ``seen``-th one, as the maps are.
    """

    code: LatentCode
    maps: Maps | None = None
    pose: Pose | None = None
    camera: Camera | None = None
    seen: int = 0


class Method(Protocol):
    """A trained system. Encode once, decode many: a code is all that decoding needs."""

    key: str

    def analyse(self, views: Sequence[View]) -> Analysis: ...

    def encode(self, views: Sequence[View]) -> LatentCode: ...

    def encode_shape(self, grid: VoxelGrid) -> LatentCode: ...

    def decode(self, code: LatentCode, resolution: int = 64) -> VoxelGrid | PointCloud | Mesh: ...

    def render(self, code: LatentCode) -> Rendering | None: ...

    def pose(self, code: LatentCode) -> Pose | None: ...

    def lighting(self, code: LatentCode) -> Lighting | None: ...

    def directions(self) -> Directions: ...


class Disentangled(Method, Protocol):
    """A method whose codes have pose and lighting beside the shape, and can be drawn."""

    def render(self, code: LatentCode) -> Rendering: ...

    def pose(self, code: LatentCode) -> Pose: ...

    def lighting(self, code: LatentCode) -> Lighting: ...


class Measuring(Method, Protocol):
    """A method that measures a shape in several photographs instead of guessing it from one.

    Its code is the measured field itself, so it decodes, is kept and compared like any other.
    """

    def measure(
        self, views: Sequence[View], resolution: int
    ) -> Generator[Progress, None, Reconstruction]: ...

    def paint(self, code: LatentCode, mesh: Mesh) -> Mesh:
        """A mesh of the code with what the photographs say of each vertex."""
        ...


def is_measuring(method: Method) -> TypeGuard[Measuring]:
    """Whether a method measures in photographs."""
    return METHODS[method.key].cameras


def is_disentangled(method: Method) -> TypeGuard[Disentangled]:
    """Whether a method's codes know pose and light."""
    return {"pose", "lighting"} <= set(METHODS[method.key].latent)


def read_directions(net: Steerable, groups: Mapping[str, int], key: str) -> Directions:
    """The axes that a network carries, with the names that its card has for some of them."""
    from torch.nn import functional as F

    from core.utils.weights import read_card

    axes = F.normalize(net.basis_axes)  # half precision leaves them a little off unit length
    parts = (net.basis_mean, axes, net.basis_sigma, net.basis_effect)
    mean, rows, sigma, effect = (part.float().cpu().numpy() for part in parts)
    count = len(axes)
    found = {row["axis"]: row for row in read_card(key).get("axes", [])}
    for axis, row in found.items():
        rows[axis] *= row["sign"]  # more of what it is named after is to the right
    of_axis = [group for group, size in groups.items() for _ in range(size)][:count]
    return Directions(
        mean,
        rows,
        sigma,
        effect,
        groups=tuple(of_axis),
        names=tuple(found[k]["name"] if k in found else "" for k in range(count)),
        strengths=tuple(float(found[k]["strength"]) if k in found else 0.0 for k in range(count)),
    )
