"""How surfaces are lit, and light as the bytes of a picture, in torch."""

from __future__ import annotations

import torch
from torch import Tensor


def to_linear(srgb: Tensor) -> Tensor:
    """sRGB in [0, 1] to linear light, by the plain square, which is quick and close enough."""
    return srgb.square()


def to_srgb(linear: Tensor) -> Tensor:
    """Linear light to sRGB in [0, 1]; the inverse of `to_linear`."""
    return linear.clamp(1e-6, 1).sqrt()


def light_direction(azimuth: Tensor, elevation: Tensor) -> Tensor:
    """Degrees relative to the camera to unit vectors (B, 3); see core.types.Lighting."""
    a, e = torch.deg2rad(azimuth), torch.deg2rad(elevation)
    return torch.stack([a.sin() * e.cos(), e.sin(), a.cos() * e.cos()], 1)


def shade(normal: Tensor, light: Tensor, ambient: Tensor) -> Tensor:
    """Lambert's law with a sky a little brighter than the ground, (B, 1, H, W)."""
    diffuse = torch.einsum("bchw,bc->bhw", normal, light).clamp(min=0)[:, None]
    share = ambient[:, None, None, None]
    sky = 0.85 + 0.15 * normal[:, 1:2]
    return share * sky + (1 - share) * 1.1 * diffuse
