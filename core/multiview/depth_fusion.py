"""Depth maps and silhouettes in one signed distance grid, by votes.

Every depth map says of a voxel how far it lies before or behind what it saw (Curless and Levoy
1996), every silhouette how far it lies outside. A voxel takes the median of what was said, so that
a wrong depth or a wrong mask is outvoted, and neighbours are drawn to each other (after Zach 2008,
with a smooth field in place of total variation). Where nobody says anything, a guess decides, or
what the silhouettes leave is taken for solid.
"""

from __future__ import annotations

import torch
from torch import Tensor

from core.cameras.rig import Rig, sampled
from core.multiview.hull import CHUNK, centres, outside
from core.multiview.sdf import values
from core.multiview.stereo import LATTICE, Depths

CUT = 0.03  # object sides behind a surface of which its depth map knows nothing
BINS = 9  # from -CUT to CUT, in which votes are counted
SILHOUETTE = 0.5  # a silhouette's vote, beside a sure depth's
SMOOTH = 1.0  # how much neighbours count against a vote
ROUNDS, PASSES = 5, 8


def fused(
    rig: Rig, distances: Tensor, found: Depths, bound: Tensor, solid: float,
    guess: Tensor | None = None,
) -> Tensor:  # fmt: skip
    """The signed distance (N, N, N) of the voxels over [-0.5, 0.5]^3, cut at CUT.

    ``bound`` (N, N, N) is the signed distance to a hull that surely holds the object. Where nobody
    has seen anything, there is a vote of ``solid`` for matter, or for the signed distance
    ``guess`` of any resolution.
    """
    size = len(bound)
    index = (bound.view(-1) < 2 / size).nonzero()[:, 0]
    votes = bound.new_zeros(BINS, size**3)
    lattice = rig.at_size(LATTICE)
    for part in index.split(CHUNK // 4):
        points = centres(size, bound.device, part)
        counted = bound.new_zeros(BINS, len(part))
        if guess is None:
            counted[0] += solid
        else:
            _count(values(guess, points)[None], bound.new_tensor(solid), counted)
        _by_depth(lattice, found, points, counted)
        _by_silhouette(rig, distances, points, counted)
        votes[:, part] = counted
    return settled(votes.view(BINS, size, size, size), bound)


def settled(votes: Tensor, bound: Tensor) -> Tensor:
    """The smooth field that is nearest to the median of the votes (BINS, N, N, N) everywhere.

    Minimises sum_b votes_b |f - c_b| + SMOOTH |grad f|^2 / CUT, reweighting squares in rounds.
    """
    levels = torch.linspace(-CUT, CUT, BINS, device=votes.device)
    outer = bound.clamp(-CUT, CUT)
    field = (votes * levels.view(-1, 1, 1, 1)).sum(0) / votes.sum(0).clamp(min=1e-3)
    free = bound < 1 / len(bound)
    field = torch.where(free, field, outer)
    for _ in range(ROUNDS):
        pull, towards = torch.zeros_like(field), torch.zeros_like(field)
        for level, count in zip(levels.tolist(), votes, strict=True):
            weight = count / ((field - level).abs() / CUT + 0.1)
            pull += weight
            towards += weight * level
        total = pull + 6 * SMOOTH
        for _ in range(PASSES):
            field = torch.where(free, (towards + SMOOTH * _around(field)) / total, outer)
    return torch.maximum(field, outer)  # smoothing goes beyond a thin hull


def _around(field: Tensor) -> Tensor:
    """The sum of the six neighbours of every voxel; beyond the border it goes on as it is."""
    total = torch.zeros_like(field)
    for axis in range(3):
        size = field.shape[axis]
        for start, end in ((0, 1), (1, 0)):
            total.narrow(axis, start, size - 1).add_(field.narrow(axis, end, size - 1))
        for edge in (0, size - 1):
            total.narrow(axis, edge, 1).add_(field.narrow(axis, edge, 1))
    return total


def _by_depth(rig: Rig, found: Depths, points: Tensor, counted: Tensor) -> None:
    """Count what depth maps say of points (P, 3)."""
    pixels, depth = rig.project(points)
    layers = torch.stack([found.depth * found.weight, found.weight], 1)
    summed, weight = sampled(layers, pixels).unbind(1)
    near = sampled(torch.stack([found.depth, found.weight], 1), pixels, "nearest")
    ahead = summed / weight.clamp(min=1e-6)
    # Between two surfaces at different depths there is none: the nearest pixel says which.
    ahead = torch.where((ahead - near[:, 0]).abs() < CUT / 2, ahead, near[:, 0]) - depth
    known = rig.within(pixels, depth) & (near[:, 1] > 0) & (ahead > -CUT)
    _count(ahead, near[:, 1] * known, counted)


def _by_silhouette(rig: Rig, distances: Tensor, points: Tensor, counted: Tensor) -> None:
    away, seen = outside(rig, distances, points)
    _count(away, SILHOUETTE * (seen & (away > 0)), counted)


def _count(said: Tensor, weight: Tensor, counted: Tensor) -> None:
    """Add votes (V, P) to the bins (BINS, P), shared between the two nearest."""
    place = ((said / CUT).clamp(-1, 1) + 1) / 2 * (BINS - 1)
    low = place.floor().clamp(max=BINS - 2)
    share = place - low
    counted.scatter_add_(0, low.long(), weight * (1 - share))
    counted.scatter_add_(0, low.long() + 1, weight * share)
