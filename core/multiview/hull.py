"""The visual hull: the largest shape that fits all silhouettes, as a signed distance grid.

Laurentini 1994. A point is as far outside as the view says whose silhouette it leaves farthest
behind; that distance is taken in the picture and scaled by depth, so that the surface lies between
voxels and not on them. Only voxels near the surface of the grid before are looked at again, so that
the cost grows with the square of the resolution.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from scipy import ndimage
from torch import Tensor
from torch.nn import functional as F

from core.cameras.rig import Rig, sampled
from core.cameras.vertical import meeting
from core.errors import UserError
from core.types import Similarity

COARSE = 32  # voxels a side of the grid that is looked at whole
CHUNK = 1 << 18  # points projected at once
SEEN = 0.5  # of the photographs must show a point for it to count as part of the object
ALONE = 0.12  # of the hull: more is not taken away by one view that all the others contradict
Reals = npt.NDArray[np.float64]
CONTRADICTION = (
    "The outlines of the photographs contradict each other: no shape fits them. "
    "Check that the cameras belong to these photographs and that the masks show the object."
)


@dataclass(frozen=True, eq=False)
class Region:
    """A cube of space: middle (3,) and side."""

    middle: Reals
    side: float

    @property
    def frame(self) -> Similarity:
        """From the cameras' frame to the one in which the cube is [-0.5, 0.5]^3."""
        return Similarity(1 / self.side, np.eye(3), -self.middle / self.side)


def silhouette_distances(rig: Rig) -> Tensor:
    """How far pixels lie outside the silhouettes, negative inside: (V, 1, H, W) in pixels."""
    found = []
    for mask in rig.masks.cpu().numpy():
        inside = mask > 0.5
        if not inside.any():
            found.append(np.full(mask.shape, np.hypot(*mask.shape), np.float32))
            continue
        far = ndimage.distance_transform_edt(~inside) - ndimage.distance_transform_edt(inside)
        # Both count from the middles of pixels; the outline is between them, where the soft mask
        # says.
        edge = np.abs(far) <= 1
        found.append(np.where(edge, 0.5 - mask, far - 0.5 * np.sign(far)).astype(np.float32))
    return torch.from_numpy(np.stack(found))[:, None].to(rig.masks)


def outside(rig: Rig, distances: Tensor, points: Tensor) -> tuple[Tensor, Tensor]:
    """How far points (P, 3) lie outside each silhouette cone, (V, P), and which were seen, (V, P).

    In units of the rig's frame; what is not on a picture was not seen, and is nowhere outside.
    """
    pixels, depth = rig.project(points)
    seen = rig.within(pixels, depth)
    away = sampled(distances, pixels)[:, 0] * depth / rig.focal[:, None]
    seen &= sampled(rig.valid[:, None], pixels, "nearest")[:, 0] > 0.5
    return away, seen


def hull_field(rig: Rig, distances: Tensor, resolution: int, mistaken: int = 0) -> Tensor:
    """Signed distance (N, N, N) to the hull over [-0.5, 0.5]^3, negative inside.

    Exact near the surface; farther away it is what coarser grids said. So many silhouettes as
    ``mistaken`` may be wrong about any point: the hull is a larger one then.
    """
    sizes = [resolution]
    while sizes[0] > COARSE:
        sizes.insert(0, -(-sizes[0] // 2))
    field = evaluated(centres(sizes[0], rig.K.device), rig, distances, mistaken).view(
        3 * (sizes[0],)
    )
    for size in sizes[1:]:
        reach = 1.8 / len(field)  # a voxel's diagonal
        field = F.interpolate(
            field[None, None], size=3 * (size,), mode="trilinear", align_corners=False
        )[0, 0].contiguous()
        near = field.abs().view(-1) < reach
        index = near.nonzero()[:, 0]
        field.view(-1)[index] = evaluated(
            centres(size, field.device, index), rig, distances, mistaken
        )
    return field


def evaluated(points: Tensor, rig: Rig, distances: Tensor, mistaken: int = 0) -> Tensor:
    """Signed distance to the hull at points (P, 3): (P,)."""
    least = max(2, round(SEEN * len(rig)))
    found = []
    for part in points.split(CHUNK):
        away, seen = outside(rig, distances, part)
        farthest = away.masked_fill(~seen, -torch.inf).topk(mistaken + 1, dim=0).values[-1]
        known = seen.sum(0) >= least
        found.append(torch.where(known, farthest, farthest.new_tensor(0.05)))
    return torch.cat(found)


def centres(size: int, device: torch.device, index: Tensor | None = None) -> Tensor:
    """Middles of the voxels of a grid over [-0.5, 0.5]^3, (P, 3); of some, by their number."""
    if index is None:
        index = torch.arange(size**3, device=device)
    places = torch.stack([index // (size * size), index // size % size, index % size], 1)
    return (places.float() + 0.5) / size - 0.5


def looked_at(rig: Rig) -> Region:
    """The cube that the cameras look at, from where the middles of the masks meet.

    UserError where they do not meet before the cameras.
    """
    places = rig.pixels.cpu().numpy()
    middles, extents = [], []
    for mask in rig.masks.cpu().numpy() > 0.5:
        inside = places[mask.ravel()]
        if not len(inside):
            raise UserError(CONTRADICTION)
        middles.append(inside.mean(0))
        extents.append(np.linalg.norm(inside - middles[-1], axis=1).max())
    pixels = torch.tensor(np.array(middles, np.float32)).to(rig.K)[:, None]
    rays = F.normalize(rig.rays(pixels)[:, 0], dim=1).double().cpu().numpy()
    stands = rig.centres.double().cpu().numpy()
    middle = meeting(stands, rays)
    depth = ((middle - stands) * rays).sum(1)
    if np.median(depth) <= 0 or (depth > 0).mean() < 0.6:
        raise UserError(CONTRADICTION)
    reach = np.array(extents) * depth / rig.focal.cpu().numpy()
    return Region(middle, 2.2 * float(np.median(reach[depth > 0])))


def tightened(rig: Rig, distances: Tensor, region: Region, mistaken: int = 0) -> Region:
    """The cube around the hull, a little wider than it; ``mistaken`` as in `hull_field`.

    UserError when there is no hull.
    """
    for _ in range(4):
        field = hull_field(rig.moved(region.frame), distances, 64, mistaken).cpu().numpy()
        inside = np.argwhere(field < 0)
        if not len(inside):
            raise UserError(CONTRADICTION)
        low, high = inside.min(0), inside.max(0) + 1
        if low.min() > 0 and high.max() < 64:
            break
        region = Region(region.middle, 1.5 * region.side)
    middle = ((low + high) / 2 / 64 - 0.5) * region.side + region.middle
    return Region(middle, float((high - low).max()) / 64 * region.side * 1.08)


def contradicting(rig: Rig, distances: Tensor) -> list[int]:
    """Views whose outline takes away what all others leave: wrong masks, wrong cameras.

    Over [-0.5, 0.5]^3. The worst goes first, and the others are judged anew without it; at most a
    third goes.
    """
    away, seen = outside(rig, distances, centres(48, rig.K.device))
    slack = 1 / 48
    against = (away > slack) & seen
    enough = seen.sum(0) >= max(2, round(SEEN * len(rig)))
    gone: list[int] = []
    while len(gone) < len(rig) // 3 and len(rig) - len(gone) > 3:
        votes = against.sum(0)
        kept = int(((votes == 0) & enough).sum())
        alone = (against & (votes == 1) & enough).sum(1)
        share = alone.float() / max(kept, 1)
        worst = int(share.argmax())
        others = share[[i for i in range(len(rig)) if i not in gone and i != worst]]
        usual = float(others.median()) if len(others) else 0.0
        if float(share[worst]) < max(ALONE, 5 * usual):
            break
        gone.append(worst)
        against[worst] = False
    return gone


def used(count: int, gone: Sequence[int]) -> list[int]:
    """The numbers of what stays."""
    return [index for index in range(count) if index not in gone]
