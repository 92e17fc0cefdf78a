"""Depth maps from photographs that see the same surface: a sweep of small patches along rays.

For every pixel of a photograph, patches of the surface are tried at depths from the visual hull
inward. A patch lies in the plane that the surface found so far has there, so that photographs
taken far apart can still be compared; likeness is normalised cross-correlation, which does not
mind that a lamp moves with the camera. (Collins 1996; Goesele et al. 2007 for taking the best of
several neighbours; Schönberger et al. 2016 for checking depths against each other.)
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from core.geometry.fields import normals, smoothed, trace
from core.geometry.rig import Rig, sampled

LATTICE = 320  # pixels of the longer side for which depth is found
NEIGHBOURS = 5
NEAREST_ANGLE, BEST_ANGLE = 5.0, 22.0  # degrees between two photographs
BEST_OF = 2  # neighbours that have to like a depth; the others may see something before it
PATCH = 2  # pixels to either side
SPREAD = 2  # pixels to either side over which likeness is averaged
POOR, GOOD = 0.4, 0.8  # likeness that says nothing, and that settles it
GLARE, BRIGHT = 1.25, 0.6  # times what is around it, and in all, that a mirrored lamp is
PLAIN = 1e-4  # variance of a patch in which there is nothing to compare
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
    is known, both are careful, as a dent that is too deep is never found again.
    """

    before: float
    behind: float
    steps: int
    side: int
    smooth: int
    alone: float = 0.0
    solid: float = 0.4


def neighbours(rig: Rig, middle: Tensor | None = None) -> list[list[int]]:
    """For each photograph those to compare it with, the best first.

    Far enough apart to tell depth, and near enough to show the same.
    """
    towards = F.normalize(rig.centres - (0 if middle is None else middle), dim=1)
    angle = torch.rad2deg((towards @ towards.T).clamp(-1, 1).acos())
    cost = (angle - BEST_ANGLE).abs() + 1e3 * (angle < NEAREST_ANGLE) + 1e3 * (angle > 65)
    order = cost.argsort(1)[:, :NEIGHBOURS].tolist()
    return [[j for j in row if float(cost[i, j]) < 1e3] for i, row in enumerate(order)]


def depth_maps(rig: Rig, field: Tensor, sweep: Sweep) -> Generator[float, None, Depths]:
    """Depths of all photographs, starting from a signed distance grid; yields the share done."""
    lattice, fine = rig.at_size(LATTICE), rig.at_size(sweep.side)
    grey = fine.images.mean(1, keepdim=True)
    near = neighbours(rig)
    smooth = smoothed(field, sweep.smooth)
    size = lattice.masks.shape[1:]
    stretch = fine.K.new_tensor([n / m for n, m in zip(fine.masks.shape[1:], size, strict=True)])
    depth = torch.zeros_like(lattice.masks)
    weight = torch.zeros_like(lattice.masks)
    dull = 1 - glare(lattice)
    for index in range(len(rig)):
        mask = lattice.masks[index] > 0.5
        rows, columns = mask.nonzero(as_tuple=True)
        pixels = torch.stack([columns, rows], 1).float() + 0.5
        if near[index] and len(pixels):
            start, table = _likeness(
                fine, grey, smooth, index, near[index], pixels * stretch.flip(0), sweep
            )
            best, score = _chosen(_spread(table, mask), sweep)
            depth[index, rows, columns] = start + best
            weight[index, rows, columns] = score * torch.isfinite(start) * dull[index, mask]
        yield (index + 1) / len(rig)
    return checked(lattice, Depths(depth.nan_to_num(0, 0, 0), weight), near, sweep.alone)


def glare(rig: Rig) -> Tensor:
    """Where a lamp is mirrored (V, H, W): its light belongs to no place of the object."""
    low = rig.images.amin(1, keepdim=True)
    mask = rig.masks[:, None]
    usual = _blurred(low * mask) / _blurred(mask).clamp(min=1e-3)
    bright = ((low > GLARE * usual) & (low > BRIGHT)).float()
    return F.max_pool2d(bright, 7, 1, 3)[:, 0]


def _blurred(layers: Tensor) -> Tensor:
    return F.avg_pool2d(layers, 31, 1, 15)


def _spread(table: Tensor, mask: Tensor) -> Tensor:
    """Likeness (K, P) of the pixels of a mask, each averaged with its neighbours'."""
    volume = table.new_zeros(len(table), 1, *mask.shape)
    volume[:, 0, mask] = table
    kernel = table.new_ones(1, 1, 1, 2 * SPREAD + 1)
    share = mask[None, None].float()
    for axes in ((0, SPREAD), (SPREAD, 0)):
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
    normal = normals(field, centre + start[:, None] * rays, 1.5 / len(field))
    # A patch that is seen too flatly would be spread over the whole picture.
    facing = -F.normalize(rays, dim=1)
    slant = (normal * facing).sum(1, keepdim=True)
    normal = F.normalize(normal + facing * (0.35 - slant).clamp(min=0), dim=1)

    line = torch.arange(-PATCH, PATCH + 1, device=pixels.device).float()
    offsets = torch.stack(torch.meshgrid(line, line, indexing="xy"), -1).view(-1, 2)
    around = pixels[:, None] + offsets
    others = one.rays(around.reshape(1, -1, 2))[0].view(-1, len(offsets), 3)
    ratio = (normal * rays).sum(1, keepdim=True) / (others * normal[:, None]).sum(2).clamp(
        max=-0.05
    )
    edges = others * ratio.clamp(0.5, 2.0)[..., None]
    mine = sampled(grey[index : index + 1], around.reshape(1, -1, 2))[0, 0].view(len(pixels), -1)
    mine = mine - mine.mean(1, keepdim=True)
    power = (mine**2).mean(1)

    them = rig.some(near)
    seen = torch.einsum("pkc,mdc->mpkd", edges, them.K @ them.R)
    shift = ((them.R @ centre + them.t)[:, None] @ them.K.transpose(1, 2))[:, 0]
    scale = seen.new_tensor([2 / rig.masks.shape[2], 2 / rig.masks.shape[1]])
    scores = []
    for step in torch.linspace(-sweep.before, sweep.behind, sweep.steps).tolist():
        place = (start + step)[None, :, None, None] * seen + shift[:, None, None]
        plane = place[..., :2] / place[..., 2:].clamp(min=1e-6)
        theirs = F.grid_sample(
            grey[near], plane * scale - 1, padding_mode="zeros", align_corners=False
        )[:, 0]
        theirs = theirs - theirs.mean(2, keepdim=True)
        spread = (theirs**2).mean(2)
        likeness = (mine * theirs).mean(2) / (power * spread).clamp(min=1e-12).sqrt()
        likeness = torch.where((spread > PLAIN / 4) & (power > PLAIN), likeness, likeness * 0)
        scores.append(likeness.topk(min(BEST_OF, len(near)), dim=0).values.mean(0))
    return torch.where(hit, start, torch.full_like(start, torch.inf)), torch.stack(scores)


def checked(rig: Rig, found: Depths, near: list[list[int]], alone: float = 0.0) -> Depths:
    """Only what the depth of other photographs confirms; the more, the surer."""
    height, width = rig.masks.shape[1:]
    weight = torch.zeros_like(found.weight)
    ys, xs = torch.meshgrid(
        torch.arange(height, device=rig.K.device), torch.arange(width, device=rig.K.device),
        indexing="ij",
    )  # fmt: skip
    pixels = torch.stack([xs, ys], -1).view(-1, 2).float() + 0.5
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
