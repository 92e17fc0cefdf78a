"""Signed distance grids over [-0.5, 0.5]^3: values, gradients, and where rays meet the surface."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

APART = 4096  # points, from which on several threads look them up
TOGETHER = 1 << 15  # rays traced at once
STEPS, STRIDE = 48, 4  # of a ray, at most, and between which those that are done are put aside
FLAT = 0.15  # cosine below which a surface is seen too flatly to tell anything
LIFT = 1.5  # voxels above the surface from which it is looked at: its own steps are not in the way
SOFT = 3.0  # voxels over which occupancy goes from full to empty
REACH = 0.5 * 3**0.5 + 0.02  # from the middle of the cube to beyond its corners


def values(field: Tensor, points: Tensor) -> Tensor:
    """A grid (N, N, N), or several (C, N, N, N), at points (P, 3) between voxels: (P,) or (C, P).

    Outside the grid, what its border says.
    """
    layers = field[None, None] if field.dim() == 3 else field[None]
    place = 2 * points.flip(-1).reshape(1, -1, 1, 1, 3)
    # A processor shares out this work by the batch alone: a part for every thread.
    parts = torch.get_num_threads() if field.device.type == "cpu" and len(points) > APART else 1
    if parts > 1:
        spare = -len(points) % parts
        place = F.pad(place.view(1, -1, 3), (0, 0, 0, spare)).view(parts, -1, 1, 1, 3)
        layers = layers.expand(parts, -1, -1, -1, -1)
    found = F.grid_sample(layers, place, padding_mode="border", align_corners=False)
    found = found[..., 0, 0].transpose(0, 1).reshape(layers.shape[1], -1)[:, : len(points)]
    return found[0] if field.dim() == 3 else found


def gradients(field: Tensor, points: Tensor, step: float | None = None) -> Tensor:
    """Gradient (P, 3) by central differences, a voxel to either side unless told."""
    step = step or 1 / len(field)
    offsets = step * torch.eye(3, device=field.device)
    ahead = values(field, (points[:, None] + offsets).reshape(-1, 3))
    behind = values(field, (points[:, None] - offsets).reshape(-1, 3))
    return ((ahead - behind) / (2 * step)).view(-1, 3)


def normals(field: Tensor, points: Tensor, step: float | None = None) -> Tensor:
    """Unit normals (P, 3), outward."""
    return F.normalize(gradients(field, points, step), dim=1)


def occupancy(field: Tensor) -> Tensor:
    """Occupancy (N, N, N) in [0, 1]: 0.5 at the surface, certain a little off it."""
    return (0.5 - field * len(field) / SOFT).clamp(0, 1)


def smoothed(field: Tensor, passes: int = 1) -> Tensor:
    """Each value the mean of itself and its neighbours, (1 2 1)/4 along each axis."""
    kernel = field.new_tensor([0.25, 0.5, 0.25])
    found = field[None, None]
    for _ in range(passes):
        for axis in range(3):
            shape = [1, 1, 1, 1, 1]
            shape[2 + axis] = 3
            pad = [0] * 6
            pad[2 * (2 - axis)] = pad[2 * (2 - axis) + 1] = 1
            found = F.conv3d(F.pad(found, pad, mode="replicate"), kernel.view(shape))
    return found[0, 0]


def trace(field: Tensor, origins: Tensor, directions: Tensor) -> tuple[Tensor, Tensor]:
    """Where rays (P, 3) first enter the shape: distance (P,) along them in their own lengths.

    And which do, (P,) bool. Steps are as long as the distance allows (Hart 1996), then the place is
    found between the last two.
    """
    length = directions.norm(dim=1)
    unit = directions / length[:, None]
    along = -(origins * unit).sum(1)
    closest = (origins + along[:, None] * unit).norm(dim=1)
    half = (REACH**2 - closest**2).clamp(min=0).sqrt()
    place, end = (along - half).clamp(min=0), along + half
    before = place.clone()
    hit = torch.zeros_like(place, dtype=torch.bool)
    rays = (closest < REACH).nonzero()[:, 0]
    shortest = 0.25 / len(field)
    for _ in range(0, STEPS, STRIDE):
        if not len(rays):
            break
        start, way, now, was = origins[rays], unit[rays], place[rays], before[rays]
        for _ in range(STRIDE):
            points = torch.addcmul(start, way, now[:, None])
            far = values(field, points) + 0.5 * (points.abs().amax(1) - 0.5).clamp(min=0)
            # What is inside stays where it is.
            outside = far > 0
            was = torch.where(outside, now, was)
            now = torch.where(outside, now + (0.9 * far).clamp(min=shortest), now)
        place[rays], before[rays], hit[rays] = now, was, ~outside
        rays = rays[outside & (now < end[rays])]
    which = hit.nonzero()[:, 0]
    start, way, low, high = origins[which], unit[which], before[which], place[which]
    for _ in range(6):
        middle = (low + high) / 2
        inside = values(field, torch.addcmul(start, way, middle[:, None])) <= 0
        low, high = torch.where(inside, low, middle), torch.where(inside, middle, high)
    place[which] = (low + high) / 2
    return place / length, hit


def facing(field: Tensor, points: Tensor, normal: Tensor, places: Tensor) -> Tensor:
    """How straight cameras at places (V, 3) look at points (P, 3) of the surface: (V, P).

    The cosine between their unit normals and the way to the camera; 0 where that is below FLAT and
    where something of the shape is in the way.
    """
    lifted = points + normal * (LIFT / len(field))
    towards = places[:, None] - lifted
    cosine = (towards * normal).sum(-1) / towards.norm(dim=-1)
    view, point = (cosine > FLAT).nonzero(as_tuple=True)
    for rays in torch.arange(len(view), device=view.device).split(TOGETHER):
        which = view[rays], point[rays]
        _, hidden = trace(field, lifted[which[1]], towards[which])
        cosine[which] *= ~hidden
    return torch.where(cosine > FLAT, cosine, torch.zeros_like(cosine))
