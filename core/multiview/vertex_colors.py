"""What photographs say of the points of a surface: colour, in how many they are seen, agreement.

A photograph sees a point if nothing of the shape lies before it. Colours are weighed by how
straight a photograph looks at the point and how near it is; those that differ from the middle of
all, as a highlight or a thing in the way does, count little.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from core.cameras.rig import Rig, sampled
from core.multiview.sdf import LIFT, facing, normals
from core.rendering.shading import to_linear, to_srgb

CHUNK = 1 << 15
JUDGED = 10_000  # points that the exposure of photographs is judged by
TOLERANCE = 0.12  # of linear colour that agreeing photographs differ by
ROUNDS = 3


@dataclass(frozen=True, eq=False)
class Paint:
    """Of P points: colour (P, 3) sRGB in [0, 1], how many views see them (P,), agreement (P,)."""

    color: Tensor
    seen: Tensor
    agreement: Tensor


def painted(rig: Rig, field: Tensor, points: Tensor) -> Paint:
    """What the photographs say of points (P, 3) near the surface of a signed distance grid.

    Agreement is in [0, 1]; of what no photograph sees it is 0, and its colour grey.
    """
    looks = [_looks(rig, field, part) for part in points.split(CHUNK)]
    weight, colour = (torch.cat(parts, 1) for parts in zip(*looks, strict=True))
    some = max(1, len(points) // JUDGED)
    colour = colour / _exposures(weight[:, ::some], colour[:, ::some])[:, None, None]
    total = weight.sum(0)
    mean = _mean(weight, colour)
    for _ in range(ROUNDS):
        away = (colour - mean).norm(dim=-1)
        mean = _mean(weight / (1 + (away / TOLERANCE) ** 2), colour)
    close = torch.exp(-(((colour - mean).norm(dim=-1) / (2 * TOLERANCE)) ** 2))
    agreement = (weight * close).sum(0) / total.clamp(min=1e-9)
    grey = mean.new_tensor(0.3)
    return Paint(
        to_srgb(torch.where(total[:, None] > 0, mean, grey)), (weight > 0).sum(0).float(), agreement
    )


def _looks(rig: Rig, field: Tensor, points: Tensor) -> tuple[Tensor, Tensor]:
    """How much each photograph sees of points (V, P), and in which linear colour (V, P, 3)."""
    normal = normals(field, points, LIFT / len(field))
    pixels, depth = rig.project(points)
    straight = facing(field, points, normal, rig.centres) * rig.within(pixels, depth)
    away = (rig.centres[:, None] - points).square().sum(-1)
    weight = straight**3 / away
    return weight, to_linear(sampled(rig.images, pixels)).transpose(1, 2)


def _exposures(weight: Tensor, colour: Tensor) -> Tensor:
    """How bright each photograph is (V,), 1 in the mean: a lamp may move with the camera."""
    exposure = weight.new_ones(len(weight))
    for _ in range(ROUNDS):
        mean = _mean(weight, colour / exposure[:, None, None]).mean(1)
        for index in range(len(weight)):
            seen = weight[index] > 0
            if int(seen.sum()) > 50:
                ratio = colour[index, seen].mean(1) / mean[seen].clamp(min=1e-3)
                exposure[index] = ratio.median().clamp(0.3, 3)
    return exposure / exposure.log().mean().exp()


def _mean(weight: Tensor, colour: Tensor) -> Tensor:
    total = weight.sum(0).clamp(min=1e-9)
    return (weight[..., None] * colour).sum(0) / total[:, None]
