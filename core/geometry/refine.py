"""A signed distance grid refined against photographs by differentiable rendering.

Rays through pixels meet the surface at points that follow the field (Yariv et al. 2020, section
3.1): moving them until patches around them look alike in neighbouring photographs moves the
surface. Rays that pass near the outline ask the least distance along them to be negative inside the
mask and positive outside (Yariv et al. 2020, section 3.2). Gradients are smoothed before each step,
so that the surface moves as a whole and not voxel by voxel.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from core.geometry.fields import REACH, facing, normals, smoothed, trace, values
from core.geometry.patches import best_of, patches
from core.geometry.rig import Rig
from core.geometry.stereo import neighbours

ROUNDS = 200
PASSES = 6  # of smoothing a gradient
RAYS = 1500  # through the object, and as many along its outline, from one photograph a round
SAMPLES = 32  # along a ray that passes the outline
RATE = 0.15  # voxels that a step moves the surface by, where it moves most
SOFT = 0.7  # voxels over which the outline goes from inside to outside
NEAR_OUTLINE = 4.0  # pixels
SILHOUETTE, STAY = 0.3, 0.05  # against the photographs' likeness: outline, and what was measured


@dataclass(frozen=True, eq=False)
class _Batch:
    """One photograph's share of a round."""

    index: int
    pixels: Tensor
    outline: Tensor
    inside: Tensor


def refined(rig: Rig, field: Tensor, seed: int = 0) -> Generator[float, None, Tensor]:
    """The field (N, N, N) after all rounds; yields the share done."""
    generator = torch.Generator().manual_seed(seed)
    grey = rig.images.mean(1, keepdim=True)
    near = neighbours(rig)
    start = field
    moved = torch.zeros_like(field)
    momentum, power = torch.zeros_like(field), torch.zeros_like(field)
    order = torch.randperm(len(rig), generator=generator).tolist()
    for number in range(ROUNDS):
        batch = _batch(rig, order[number % len(order)], generator)
        with torch.enable_grad():
            shift = moved.detach().requires_grad_(True)
            loss = _loss(rig, grey, near, start + shift, batch) + STAY * _stay(shift)
            (slope,) = torch.autograd.grad(loss, shift)
        slope = smoothed(slope, PASSES)
        momentum = 0.9 * momentum + 0.1 * slope
        power = torch.maximum(0.99 * power, slope.square())
        step = momentum / (power.sqrt() + 1e-3 * power.amax().sqrt() + 1e-12)
        moved = moved - RATE / len(field) * (1 - number / ROUNDS) * step
        yield (number + 1) / ROUNDS
    return start + moved


def _batch(rig: Rig, index: int, generator: torch.Generator) -> _Batch:
    mask = rig.masks[index] > 0.5
    soft = F.avg_pool2d(rig.masks[index][None, None], 9, 1, 4)[0, 0]
    edge = (soft > 0.02) & (soft < 0.98) & (rig.valid[index] > 0.5)
    chosen = [_some(area, generator) for area in (mask, edge)]
    pixels, outline = (
        torch.stack([place % mask.shape[1], place // mask.shape[1]], 1).float() + 0.5
        for place in chosen
    )
    return _Batch(index, pixels, outline, mask.view(-1)[chosen[1]].float())


def _some(area: Tensor, generator: torch.Generator) -> Tensor:
    places = area.reshape(-1).nonzero()[:, 0]
    if not len(places):
        return places
    draw = torch.randint(len(places), (RAYS,), generator=generator).to(places.device)
    return places[draw]


def _stay(shift: Tensor) -> Tensor:
    return (shift * len(shift)).square().mean()


def _loss(rig: Rig, grey: Tensor, near: list[list[int]], field: Tensor, batch: _Batch) -> Tensor:
    one = rig.some([batch.index])
    loss = field.new_zeros(())
    if near[batch.index] and len(batch.pixels):
        loss = loss + _unlike(rig, grey, near[batch.index], field, one, batch)
    if len(batch.outline):
        loss = loss + SILHOUETTE * _outline(field, one, batch)
    return loss


def _unlike(
    rig: Rig, grey: Tensor, near: list[int], field: Tensor, one: Rig, batch: _Batch
) -> Tensor:
    """How unlike patches of the surface look in the photographs that see them; 0 is alike."""
    fixed, centre = field.detach(), one.centres[0]
    rays = one.rays(batch.pixels[None])[0]
    depth, hit = trace(fixed, centre.expand_as(rays), rays)
    rays, depth, pixels = rays[hit], depth[hit], batch.pixels[hit]
    if not len(rays):
        return field.new_zeros(())
    points = centre + depth[:, None] * rays
    normal = normals(fixed, points, 1.5 / len(field))
    slant = (normal * rays).sum(1)
    straight = slant < -0.25 * rays.norm(dim=1)
    depth, pixels, points, normal, slant = (
        part[straight] for part in (depth, pixels, points, normal, slant)
    )
    # The surface point as a function of the field, to first order.
    depth = depth - (values(field, points) - values(fixed, points)) / slant
    likeness = patches(rig, grey, batch.index, near, pixels, normal).likeness(depth)
    seen = facing(fixed, points, normal, rig.centres[near])
    best = best_of(likeness.masked_fill(seen == 0, -1.0))
    # What is not at all alike is something else, and should not pull.
    sure = best > 0.3
    unlike: Tensor = ((1 - best) * sure).sum() / sure.sum().clamp(min=1)
    return unlike


def _outline(field: Tensor, one: Rig, batch: _Batch) -> Tensor:
    """Whether rays along the outline hit the shape, against whether the mask says so."""
    centre = one.centres[0]
    rays = F.normalize(one.rays(batch.outline[None])[0], dim=1)
    along = -(centre * rays).sum(1)
    nearest = (centre + along[:, None] * rays).norm(dim=1)
    half = (REACH**2 - nearest**2).clamp(min=1e-6).sqrt()
    steps = torch.linspace(-1, 1, SAMPLES, device=field.device)
    with torch.no_grad():  # the nearest place of each ray, coarsely and then finely
        place = along[:, None] + half[:, None] * steps
        for width in (2 / SAMPLES, 0.3 / SAMPLES):
            points = centre + place[..., None] * rays[:, None]
            far = values(field.detach(), points.view(-1, 3)).view(place.shape)
            best = place.gather(1, far.argmin(1, keepdim=True))
            place = best + half[:, None] * width * steps
    least = values(field, centre + best * rays)
    chance = -least * len(field) / SOFT
    return F.binary_cross_entropy_with_logits(chance, batch.inside)
