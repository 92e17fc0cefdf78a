"""A signed distance grid refined against photographs by differentiable rendering.

Rays through pixels meet the surface at points that follow the field (Yariv et al. 2020, section
3.1): moving them until patches around them look alike in neighbouring photographs moves the
surface. Rays that pass near the outline ask the least distance along them to be negative inside the
mask and positive outside (Yariv et al. 2020, section 3.2). Gradients are smoothed before each step,
so that the surface moves as a whole and not voxel by voxel.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from core.cameras.rig import Rig
from core.multiview.patch_matching import best_of, patches
from core.multiview.sdf import REACH, facing, normals, smoothed, trace, values
from core.multiview.stereo import neighbours

ROUNDS = 300
PASSES = 6  # of smoothing a gradient
RAYS = 1500  # through the object, and as many along its outline, from one photograph a round
SAMPLES = 32  # along a ray that passes the outline
RATE = 0.15  # voxels that a step moves the surface by, where it moves most
SOFT = 0.7  # voxels over which the outline goes from inside to outside
NEAR_OUTLINE = 4.0  # pixels
SILHOUETTE, STAY = 0.3, 0.05  # against the photographs' likeness: outline, and what was measured
AREA = 0.03  # of the surface's size, against SILHOUETTE


@dataclass(frozen=True)
class Descent:
    """Rounds, how often the gradient of each is smoothed, photographs that it is taken from."""

    rounds: int
    passes: int
    views: int


DRAWING = Descent(40, 3, 3)


@dataclass(frozen=True, eq=False)
class _Batch:
    """One photograph's share of a round."""

    index: int
    pixels: Tensor
    outline: Tensor
    inside: Tensor


def refined(rig: Rig, field: Tensor, seed: int = 0) -> Generator[float, None, Tensor]:
    """The field (N, N, N) after all rounds; yields the share done."""
    grey = rig.images.mean(1, keepdim=True)
    near = neighbours(rig)

    def loss(batches: Sequence[_Batch], shift: Tensor) -> Tensor:
        (batch,) = batches
        return _loss(rig, grey, near, field + shift, batch) + STAY * _stay(shift)

    return (yield from _descended(rig, field, loss, Descent(ROUNDS, PASSES, 1), seed))


def drawn_in(
    rig: Rig, field: Tensor, shift: Tensor, seed: int = 0
) -> Generator[float, None, Tensor]:
    """A hull (N, N, N) with less surface and the same outlines; yields the share done.

    Of all shapes that fit the outlines, one of small surface is likelier (after Kolev and Cremers
    2008, who minimise it under the same condition). ``shift`` (N, N, N), in object sides, is how
    far the surface is moved inward to begin with; nothing is ever added to the hull.
    """
    whole = float(_area(field))

    def loss(batches: Sequence[_Batch], shift: Tensor) -> Tensor:
        found = AREA / whole * _area(field + shift)
        for batch in batches:
            if len(batch.outline):
                outline = _outline(field + shift, rig.some([batch.index]), batch)
                found = found + SILHOUETTE / len(batches) * outline
        return found

    return (yield from _descended(rig, field, loss, DRAWING, seed, shift))


def _descended(
    rig: Rig, start: Tensor, loss: Callable[[Sequence[_Batch], Tensor], Tensor], by: Descent,
    seed: int, inward: Tensor | None = None,
) -> Generator[float, None, Tensor]:  # fmt: skip
    """The field that a loss of what a few photographs show and of the shift so far leads to.

    ``inward`` is the shift to begin with, of one that only ever goes inward.
    """
    generator = torch.Generator().manual_seed(seed)
    moved = torch.zeros_like(start) if inward is None else inward
    momentum, power = torch.zeros_like(start), torch.zeros_like(start)
    order = itertools.cycle(torch.randperm(len(rig), generator=generator).tolist())
    for number in range(by.rounds):
        batches = [_batch(rig, index, generator) for index in itertools.islice(order, by.views)]
        with torch.enable_grad():
            shift = moved.detach().requires_grad_(True)
            (slope,) = torch.autograd.grad(loss(batches, shift), shift)
        slope = smoothed(slope, by.passes)
        momentum = 0.9 * momentum + 0.1 * slope
        power = torch.maximum(0.99 * power, slope.square())
        step = momentum / (power.sqrt() + 1e-3 * power.amax().sqrt() + 1e-12)
        moved = moved - RATE / len(start) * (1 - number / by.rounds) * step
        if inward is not None:
            moved = moved.clamp(min=0)
        yield (number + 1) / by.rounds
    return start + moved


def _area(field: Tensor) -> Tensor:
    """The surface of a field (N, N, N), in faces of voxels."""
    filled = torch.sigmoid(-field * len(field))
    corner = filled[:-1, :-1, :-1]
    slopes = (filled[1:, :-1, :-1], filled[:-1, 1:, :-1], filled[:-1, :-1, 1:])
    squares = torch.stack([(slope - corner).square() for slope in slopes]).sum(0)
    return (squares + 1e-8).sqrt().sum()


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
