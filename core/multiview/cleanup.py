"""What is done to a measured signed distance grid in the end: what to believe, where it lies."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch
from scipy import ndimage
from torch import Tensor

from core.cameras.rig import Rig
from core.errors import UserError
from core.multiview.hull import CONTRADICTION, centres, outside, silhouette_distances
from core.multiview.sdf import values
from core.types import Similarity

SPECK = 0.02  # of the largest piece, below which a piece is not believed
THREAD = 2  # voxels: where no ball of this radius fits in, the shape is a thread
AMISS = 0.06  # object sides outside an outline: more than masks are inexact by


def believed(field: Tensor) -> Tensor:
    """The field (N, N, N) without what photographs cannot have shown: specks, enclosed hollows."""
    inside = (field < 0).cpu().numpy()
    if not inside.any():
        return field
    pieces, _ = ndimage.label(inside)
    sizes = np.bincount(pieces.ravel())
    sizes[0] = 0
    wrong = (sizes < SPECK * sizes.max())[pieces] & inside
    wrong |= ndimage.binary_fill_holes(inside) & ~inside
    return _turned(field, wrong)


def unfrayed(field: Tensor, rig: Rig) -> Tensor:
    """The field (N, N, N) without threads that outlines contradict.

    A hull which allows that a few masks are wrong frays where just so many are, as along a rod that
    some of them leave out.
    """
    inside = (field < 0).cpu().numpy()
    away = np.arange(-THREAD, THREAD + 1) ** 2
    ball = away[:, None, None] + away[:, None] + away <= THREAD**2 + 1
    thread = inside & ~ndimage.binary_opening(inside, ball)
    places = centres(len(field), field.device, torch.from_numpy(thread).view(-1).nonzero()[:, 0])
    beyond, seen = outside(rig, silhouette_distances(rig), places)
    thread[thread] = ((beyond > AMISS) & seen).any(0).cpu().numpy()
    return _turned(field, thread)


def _turned(field: Tensor, wrong: npt.NDArray[np.bool_]) -> Tensor:
    """The field with the other sign where it is wrong, a little off the surface at least."""
    other_way = -field.sign() * (field.abs() + 1e-4)
    return torch.where(torch.from_numpy(wrong).to(field.device), other_way, field)


def fitted(field: Tensor, frame: Similarity) -> tuple[Tensor, Similarity]:
    """The field and its frame with the object's bounding box in the middle, its longest side 1."""
    size = len(field)
    inside = (field < 0).nonzero()
    if not len(inside):
        raise UserError(CONTRADICTION)
    low, high = _extent(field)
    middle, side = (low + high) / 2, float((high - low).max())
    points = centres(size, field.device) * side + middle
    outside = (points.abs() - 0.5).clamp(min=0).amax(1)
    moved = (values(field, points) + outside).view_as(field) / side
    shift = Similarity(1 / side, np.eye(3), -middle.cpu().numpy().astype(np.float64) / side)
    return moved.contiguous(), frame.then(shift)


def _extent(field: Tensor) -> tuple[Tensor, Tensor]:
    """Lowest and highest coordinates of the surface (3,), between voxels too."""
    size = len(field)
    ends = []
    for axis in range(3):
        least = field.amin([a for a in range(3) if a != axis])
        inside = (least < 0).nonzero()[:, 0]
        for end, step in ((int(inside[0]), -1), (int(inside[-1]), 1)):
            beyond = min(max(end + step, 0), size - 1)
            here, there = float(least[end]), float(least[beyond])
            part = here / (here - there) if there > here else 0.5
            ends.append((end + 0.5 + step * min(part, 1.0)) / size - 0.5)
    found = torch.tensor(ends, device=field.device).view(3, 2)
    return found[:, 0], found[:, 1]
