"""Depth maps from photographs that see the same surface: a sweep of small patches along rays.

For every pixel of a photograph, patches of the surface are tried at depths from the visual hull
inward. A patch lies in the plane that the surface found so far has there. (Collins 1996; Goesele et
al. 2007 for taking the best of several neighbours; Schönberger et al. 2016 for checking depths
against each other.)
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from core.cameras.rig import Rig, sampled
from core.multiview.patch_matching import best_of, patches
from core.multiview.sdf import normals, smoothed, trace

LATTICE = 320  # pixels of the longer side for which depth is found
NEIGHBOURS = 5
NEAREST_ANGLE, BEST_ANGLE = 5.0, 22.0  # degrees between two photographs
SPREAD = 2  # of those pixels, to either side over which likeness is averaged
TOGETHER = 256  # patches compared at once: what a processor's cache holds
POOR, GOOD = 0.4, 0.8  # likeness that says nothing, and that settles it
GLARE, BRIGHT = 1.25, 0.6  # times what is around it, and in all, that a mirrored lamp is
AGREE = 0.012  # object sides by which depths of two photographs may differ


@dataclass(frozen=True, eq=False)
class Depths:
    """Depth along the optical axis (V, H, W) and how sure it is, in [0, 1]; 0 is unknown."""

    depth: Tensor
    weight: Tensor


@dataclass(frozen=True)
class Sweep:
    """How far to look: from before the surface to behind it, in object sides, in how many steps.

    In pictures with ``side`` pixels; ``smooth`` is how often the surface is smoothed before, which
    patches lie along. ``alone`` is the share of its weight that a depth keeps which no other
    photograph confirms, ``solid`` the vote for matter where nobody has seen anything: while little
    is known, both are careful, as a dent that is too deep is never found again. ``lattice`` is the
    pixels of the longer side for which depth is found. ``across`` lays patches across the line of
    sight and not along the surface: the hull that closes a hollow says nothing of its inside.
    """

    before: float
    behind: float
    steps: int
    side: int
    smooth: int
    alone: float = 0.0
    solid: float = 0.4
    lattice: int = LATTICE
    across: bool = False


def neighbours(rig: Rig) -> list[list[int]]:
    """For each photograph those to compare it with, the best first.

    Far enough apart to tell depth, and near enough to show the same.
    """
    towards = F.normalize(rig.centres, dim=1)
    angle = torch.rad2deg((towards @ towards.T).clamp(-1, 1).acos())
    cost = (angle - BEST_ANGLE).abs() + 1e3 * (angle < NEAREST_ANGLE) + 1e3 * (angle > 65)
    order = cost.argsort(1)[:, :NEIGHBOURS].tolist()
    return [[j for j in row if float(cost[i, j]) < 1e3] for i, row in enumerate(order)]


def depth_maps(rig: Rig, field: Tensor, sweep: Sweep) -> Generator[float, None, Depths]:
    """Depths of all photographs, starting from a signed distance grid; yields the share done."""
    lattice, fine = rig.at_size(sweep.lattice), rig.at_size(sweep.side)
    grey = fine.images.mean(1, keepdim=True)
    near = neighbours(rig)
    smooth = smoothed(field, sweep.smooth)
    size = lattice.masks.shape[1:]
    stretch = fine.K.new_tensor([n / m for n, m in zip(fine.masks.shape[1:], size, strict=True)])
    depth = torch.zeros_like(lattice.masks)
    weight = torch.zeros_like(lattice.masks)
    dull = 1 - glare(lattice)
    spread = round(SPREAD * sweep.lattice / LATTICE)
    for index in range(len(rig)):
        mask = lattice.masks[index] > 0.5
        rows, columns = mask.nonzero(as_tuple=True)
        pixels = torch.stack([columns, rows], 1).float() + 0.5
        if near[index] and len(pixels):
            start, table = _likeness(
                fine, grey, smooth, index, near[index], pixels * stretch.flip(0), sweep
            )
            best, score = _chosen(_spread(table, mask, spread), sweep)
            depth[index, rows, columns] = start + best
            weight[index, rows, columns] = score * torch.isfinite(start) * dull[index, mask]
        yield (index + 1) / len(rig)
    found = checked(lattice, Depths(depth.nan_to_num(0, 0, 0), weight), near, sweep.alone)
    layers = torch.stack([found.depth, found.weight], 1)
    return Depths(*F.interpolate(layers, rig.at_size(LATTICE).masks.shape[1:]).unbind(1))


def glare(rig: Rig) -> Tensor:
    """Where a lamp is mirrored (V, H, W): its light belongs to no place of the object."""
    low = rig.images.amin(1, keepdim=True)
    mask = rig.masks[:, None]
    usual = _blurred(low * mask) / _blurred(mask).clamp(min=1e-3)
    bright = ((low > GLARE * usual) & (low > BRIGHT)).float()
    return F.max_pool2d(bright, 7, 1, 3)[:, 0]


def _blurred(layers: Tensor) -> Tensor:
    return F.avg_pool2d(layers, 31, 1, 15)


def _spread(table: Tensor, mask: Tensor, spread: int) -> Tensor:
    """Likeness (K, P) of the pixels of a mask, averaged over so many to either side."""
    volume = table.new_zeros(len(table), 1, *mask.shape)
    volume[:, 0, mask] = table
    kernel = table.new_ones(1, 1, 1, 2 * spread + 1)
    share = mask[None, None].float()
    for axes in ((0, spread), (spread, 0)):
        weights = kernel if axes[1] else kernel.transpose(2, 3)
        volume = F.conv2d(volume, weights, padding=axes)
        share = F.conv2d(share, weights, padding=axes)
    return (volume / share.clamp(min=1))[:, 0, mask]


def _chosen(table: Tensor, sweep: Sweep) -> tuple[Tensor, Tensor]:
    """The best step (P,) from likeness (K, P), between steps too, and how sure it is (P,)."""
    steps = torch.linspace(-sweep.before, sweep.behind, sweep.steps, device=table.device)
    best, chosen = table.max(0)
    inner = chosen.clamp(1, len(steps) - 2)
    left, middle, right = (table.gather(0, (inner + k)[None])[0] for k in (-1, 0, 1))
    bend = (left - 2 * middle + right).clamp(max=-1e-4)
    part = (0.5 * (left - right) / bend).clamp(-0.6, 0.6)
    part = torch.where(chosen == inner, part, torch.zeros_like(part))
    sure = ((best - POOR) / (GOOD - POOR)).clamp(0, 1)
    sure = sure * (chosen > 0) * (chosen < len(steps) - 1)
    return steps[chosen] + part * (steps[1] - steps[0]), sure


def _likeness(
    rig: Rig, grey: Tensor, field: Tensor, index: int, near: list[int], pixels: Tensor,
    sweep: Sweep,
) -> tuple[Tensor, Tensor]:  # fmt: skip
    """Where rays through pixels (P, 2) of a photograph meet the surface (P,), inf where not.

    And how alike the patches are at each step from there (K, P).
    """
    one = rig.some([index])
    centre = one.centres[0]
    rays = one.rays(pixels[None])[0]
    start, hit = trace(field, centre.expand_as(rays), rays)
    facing = -F.normalize(rays, dim=1)
    normal = facing
    if not sweep.across:
        normal = normals(field, centre + start[:, None] * rays, 1.5 / len(field))
    # A patch that is seen too flatly would be spread over the whole picture.
    slant = (normal * facing).sum(1, keepdim=True)
    normal = F.normalize(normal + facing * (0.35 - slant).clamp(min=0), dim=1)

    steps = torch.linspace(-sweep.before, sweep.behind, sweep.steps).tolist()
    scores = []
    for part in torch.arange(len(pixels), device=pixels.device).split(TOGETHER):
        found = patches(rig, grey, index, near, pixels[part], normal[part])
        alike = [best_of(found.likeness(start[part] + step)).mean(0) for step in steps]
        scores.append(torch.stack(alike))
    return torch.where(hit, start, torch.full_like(start, torch.inf)), torch.cat(scores, 1)


def checked(rig: Rig, found: Depths, near: list[list[int]], alone: float = 0.0) -> Depths:
    """Only what the depth of other photographs confirms; the more, the surer."""
    weight = torch.zeros_like(found.weight)
    pixels = rig.pixels
    for index, others in enumerate(near):
        known = (found.weight[index] > 0).view(-1).nonzero()[:, 0]
        if not others or not len(known):
            continue
        one = rig.some([index])
        z = found.depth[index].view(-1)[known]
        points = one.centres[0] + z[:, None] * one.rays(pixels[known][None])[0]
        them = rig.some(others)
        place, away = them.project(points)
        layers = torch.stack([found.depth[others], (found.weight[others] > 0).float()], 1)
        theirs = sampled(layers, place, "nearest")
        inside = them.within(place, away)
        agreed = ((theirs[:, 0] - away).abs() < AGREE) & (theirs[:, 1] > 0) & inside
        count = agreed.sum(0).float()
        sure = found.weight[index].view(-1)[known] * (
            alone + (1 - alone) * (count / 2).clamp(max=1)
        )
        weight[index].view(-1)[known] = sure
    return Depths(found.depth, weight)
