"""What a learned method makes of photographs, laid into the frame of what is measured in them.

`tl` knows shapes but not where they lie. Its shape is turned about the vertical, scaled and moved
until its outlines fill those of the photographs; if they do, it may say what no photograph shows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from scipy import ndimage
from torch import Tensor

from core.cameras.rig import Rig
from core.geometry.isosurface import isosurface
from core.geometry.points import sample_points
from core.methods.multiview.base import silhouette_agreement
from core.methods.tl import method as tl
from core.multiview.hull import centres, looked_at
from core.multiview.sdf import values
from core.types import View

TURNS = 36  # ways round that are tried
POINTS = 600  # of its surface, by which it is laid
ROOM = 1.6  # of the cube that cameras look at against the object in it
STEPS, RATE = 80, 0.05
GROWN = 0.01  # object sides that are added all around: silhouettes take off what is too much
BELIEVED = 0.8  # silhouette IoU with the photographs, below which it is another shape


@dataclass(frozen=True, eq=False)
class Prior:
    """A shape as signed distance (N, N, N) in the frame of a rig, and how it fits in [0, 1]."""

    field: Tensor
    fits: float


def imagined(views: Sequence[View], rig: Rig, resolution: int) -> Prior | None:
    """The shape that `tl` sees in views, in the frame of their rig, whose +Y is up.

    The views' cameras are in that frame too. None where it does not fit the photographs.
    """
    method = tl.load(rig.K.device.type)
    grid = method.decode(method.encode(views))
    inside = np.pad(grid.occupancy > 0.5, 1)
    if not inside.any():
        return None
    away = ndimage.distance_transform_edt(~inside) - ndimage.distance_transform_edt(inside)
    own = torch.from_numpy((away - 0.5 * np.sign(away)) / len(grid.occupancy))[1:-1, 1:-1, 1:-1]
    own = own.float().contiguous().to(rig.K.device)
    surface = torch.from_numpy(sample_points(isosurface(grid), POINTS).points).to(rig.K)
    best: Prior | None = None
    for turn, scale, shift in _laid(rig, surface):
        places = (centres(resolution, rig.K.device) - shift) @ turn / scale
        beyond = (places.abs() - 0.5).clamp(min=0).norm(dim=1)
        field = (scale * (values(own, places) + beyond)).view(3 * (resolution,))
        fits = float(np.mean(silhouette_agreement(rig, field)))
        if best is None or fits > best.fits:
            best = Prior(field, fits)
    if best is None or best.fits < BELIEVED:
        return None
    return replace(best, field=best.field - GROWN)


def _laid(rig: Rig, points: Tensor, count: int = 3) -> list[tuple[Tensor, Tensor, Tensor]]:
    """The likeliest ways to lay points (P, 3): rotation (3, 3), scale and shift (3,).

    All ways round at once: boxes around the points' pictures are drawn to those of the masks.
    """
    wanted = _boxes_of(rig)
    size = (wanted[:, 2:] - wanted[:, :2]).amax(1)[:, None, None]
    region = looked_at(rig)
    start = [math.log(region.side / ROOM), *region.middle.tolist()]
    angle = torch.arange(TURNS, device=points.device) * (2 * math.pi / TURNS)
    with torch.enable_grad():
        angle = angle.clone().requires_grad_(True)
        lay = points.new_tensor(start).repeat(TURNS, 1).requires_grad_(True)
        steps = torch.optim.Adam([lay, angle], lr=RATE)
        for number in range(STEPS):
            steps.param_groups[0]["lr"] = RATE * (1 - number / STEPS) + 1e-3
            turned = points @ _about_y(angle).transpose(1, 2)
            there = lay[:, :1, None].exp() * turned + lay[:, None, 1:]
            pixels, _ = rig.project(there.reshape(-1, 3))
            pixels = pixels.view(len(rig), TURNS, -1, 2)
            boxes = torch.cat([pixels.amin(2), pixels.amax(2)], -1)
            missed = ((boxes - wanted[:, None]) / size).abs().mean((0, 2))
            steps.zero_grad()
            missed.sum().backward()
            steps.step()
    order = missed.detach().argsort()[:count]
    turns, lay = _about_y(angle.detach()), lay.detach()
    return [(turns[k], lay[k, 0].exp(), lay[k, 1:]) for k in order.tolist()]


def _boxes_of(rig: Rig) -> Tensor:
    """Left, top, right and bottom of the masks (V, 4)."""
    found = []
    for mask in rig.masks > 0.5:
        x, y = (mask.any(axis).nonzero()[:, 0] for axis in (0, 1))
        ends = (x[0], y[0], x[-1] + 1, y[-1] + 1) if len(x) else (0, 0, *mask.shape[::-1])
        found.append([float(end) for end in ends])
    return torch.tensor(found, device=rig.K.device)


def _about_y(angle: Tensor) -> Tensor:
    """Rotations (T, 3, 3) about +Y."""
    cosine, sine = angle.cos(), angle.sin()
    one, none = torch.ones_like(angle), torch.zeros_like(angle)
    rows = [cosine, none, sine, none, one, none, -sine, none, cosine]
    return torch.stack(rows, 1).view(-1, 3, 3)
