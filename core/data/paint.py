"""Paint that is not shape: prints, decals, dark coats and shadows that fall across an object.

A network that sees only plain parts takes every dark mark for a hollow. What is drawn here has
sharp edges without any in the geometry.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from core.data.random_patterns import Dice, blur, noise, pattern
from core.rendering.splat import GBuffer


def painted(albedo: Tensor, views: GBuffer, dice: Dice, strength: float) -> Tensor:
    """Linear albedo (B, 3, S, S) with prints, decals, dark coats and shadows.

    ``strength`` in [0, 1] scales how many pictures have each of them.
    """
    albedo = albedo.clone()
    index, few = dice.some(0.45 * strength)
    if len(index):
        u, v = _wrapped(views, index, few)
        cover = pattern(few, u, v) * few.uniform(0.35, 1, 1, 1)
        albedo[index] = _laid(albedo[index], cover, _inks(few))
    index, few = dice.some(0.4 * strength)
    if len(index):
        u, v = _wrapped(views, index, few)
        albedo[index] = _decal(albedo[index], u, v, few)
    index, few = dice.some(0.3 * strength)
    if len(index):
        albedo[index] *= shadows(few, albedo.shape[-1])
    coat = torch.where(dice.chance(0.12 * strength), dice.uniform(0.03, 0.3), 1.0)
    return (albedo * coat[:, None, None, None]).clamp(0.008, 1)


def _decal(albedo: Tensor, u: Tensor, v: Tensor, dice: Dice) -> Tensor:
    """A patch with an edge of its own and marks on it, somewhere on every object."""
    x, y = u - dice.uniform(-0.4, 0.4, 1, 1), v - dice.uniform(-0.4, 0.4, 1, 1)
    x, y = x / dice.uniform(0.12, 0.6, 1, 1), y / dice.uniform(0.12, 0.6, 1, 1)
    round_ = dice.chance(0.4)[:, None, None]
    patch = torch.where(round_, x.square() + y.square(), torch.maximum(x.abs(), y.abs())) < 1
    albedo = _laid(albedo, patch * dice.uniform(0.6, 1, 1, 1), _inks(dice))
    marks = pattern(dice, x, y) * patch * dice.chance(0.7)[:, None, None]
    return _laid(albedo, marks, _inks(dice))


def shadows(dice: Dice, size: int) -> Tensor:
    """How much light is left where something out of the picture casts its shadow, (B, 1, S, S).

    A straight edge, leaves or the bars of a window, with sharp or soft edges.
    """
    ramp = torch.linspace(-1, 1, size, device=dice.device)
    angle = dice.uniform(0, 2 * math.pi)[:, None, None]
    far = angle.cos() * ramp + angle.sin() * ramp[:, None]
    edge = far - dice.uniform(-0.5, 0.7, 1, 1)
    bars = (far * dice.uniform(2, 9, 1, 1)).remainder(1) - dice.uniform(0.3, 0.6, 1, 1)
    leaves = noise(dice, size, octaves=4)[:, 0] - 0.4
    kind = dice.uniform(0, 1)[:, None, None]
    inside = torch.where(kind < 0.4, edge, torch.where(kind < 0.7, bars, leaves))
    dark = (inside * torch.exp(dice.uniform(1, 4))[:, None, None]).sigmoid()
    return 1 - (dark * dice.uniform(0.3, 0.8, 1, 1))[:, None]


def _wrapped(views: GBuffer, index: Tensor, dice: Dice) -> tuple[Tensor, Tensor]:
    """Places on the surface of some of the objects, (K, S, S) each, that run on where it turns
    away: paint follows form."""
    size = views.depth.shape[-1]
    ramp = torch.linspace(-1, 1, size, device=dice.device)
    bend = dice.uniform(0.1, 0.5, 1, 1)
    lean = dice.normal(2) * 0.6
    flat, normal = blur(views.depth[index, None])[:, 0], views.normal[index]
    u = ramp + bend * normal[:, 0] + lean[:, :1, None] * flat
    v = -ramp[:, None] + bend * normal[:, 1] + lean[:, 1:, None] * flat
    return u, v


def _inks(dice: Dice) -> Tensor:
    """Colours of paint (B, 3), linear: many black, some white."""
    hue = dice.uniform(0.02, 0.9, 1) * (1 - 0.9 * dice.uniform(0, 1, 3) * dice.uniform(0, 1, 1))
    kind = dice.uniform(0, 1, 1)
    plain = torch.where(kind < 0.35, dice.uniform(0.008, 0.05, 1), dice.uniform(0.7, 0.95, 1))
    return torch.where(kind < 0.5, plain.expand(-1, 3), hue)


def _laid(albedo: Tensor, cover: Tensor, ink: Tensor) -> Tensor:
    """Ink (B, 3) over albedo (B, 3, S, S) where it covers (B, S, S)."""
    return torch.lerp(albedo, ink[:, :, None, None].expand_as(albedo), cover[:, None])
