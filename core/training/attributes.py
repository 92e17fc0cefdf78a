"""What can be measured of a solid in the object frame, to find out what a direction does.

Each takes grids bool (B, N, N, N), indexed [x, y, z] with +Y up and +Z front, and gives (B,).
Lengths are shares of the grid's side.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor


def extent(solid: Tensor, axis: int) -> Tensor:
    """How long the solid is along an axis, 1 to 3."""
    others = [other for other in (1, 2, 3) if other != axis]
    return solid.any(others[1]).any(others[0]).float().mean(1)


def bulk(solid: Tensor) -> Tensor:
    """Share of the grid that is filled."""
    return solid.float().mean((1, 2, 3))


def open_below(solid: Tensor) -> Tensor:
    """How empty the shape's lowest third is, under what stands above it: legs and not a plinth."""
    filled = solid.any(3).any(1)  # by layer
    low = filled.float().argmax(1, keepdim=True)
    layer = torch.arange(solid.shape[2], device=solid.device)
    lowest = (layer >= low) & (layer < low + filled.sum(1, keepdim=True) / 3)
    above = (solid & ~lowest[:, None, :, None]).any(2)
    share = (solid * lowest[:, None, :, None]).sum(2) / lowest.sum(1)[:, None, None].clamp(min=1)
    return ((1 - share) * above).sum((1, 2)) / above.sum((1, 2)).clamp(min=1)


def tall_back(solid: Tensor) -> Tensor:
    """How much higher the solid reaches behind than in front."""
    return _height(solid[..., : solid.shape[3] // 2]) - _height(solid[..., solid.shape[3] // 2 :])


def raised_sides(solid: Tensor) -> Tensor:
    """How much higher it stands at the left and right than between: arms, walls of a tub."""
    side = solid.shape[1] // 4
    outer = (_tops(solid[:, :side]) + _tops(solid[:, -side:])) / 2
    return outer - _tops(solid[:, side:-side])


def _height(solid: Tensor) -> Tensor:
    """The highest filled layer, (B,)."""
    return _tops_of(solid).amax((1, 2))


def _tops(solid: Tensor) -> Tensor:
    """Mean over columns that hold anything of how high they reach, (B,)."""
    tops = _tops_of(solid)
    return tops.sum((1, 2)) / (tops > 0).sum((1, 2)).clamp(min=1)


def _tops_of(solid: Tensor) -> Tensor:
    """How high each column reaches, (B, X, Z)."""
    level = torch.arange(1, solid.shape[2] + 1, device=solid.device) / solid.shape[2]
    return (solid * level[None, None, :, None]).amax(2)


MEASURES: dict[str, Callable[[Tensor], Tensor]] = {
    "width": partial(extent, axis=1),
    "height": partial(extent, axis=2),
    "depth": partial(extent, axis=3),
    "tall back": tall_back,
    "raised sides": raised_sides,
    "open below": open_below,
    "bulk": bulk,
}
