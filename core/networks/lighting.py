"""Where the light comes from, read off a reflectance map: brightness by direction of the surface.

A lamp shows in how bright a surface is for each way it faces (Horn and Sjoberg 1979, section 2).
A network that sees pixels alone has to find the normals first; here they are given.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from core.rendering.shading import to_linear

SIDE = 5  # directions a side of the map; the whole map is the hemisphere that faces the camera
WIDTH = 0.25  # of the bump by which a pixel belongs to a direction
FEATURES = 3 * SIDE * SIDE + 3


def reflectance_map(image: Tensor, silhouette: Tensor, normal: Tensor) -> Tensor:
    """Statistics of brightness by direction, (B, FEATURES).

    image (B, 3, H, W) sRGB; silhouette (B, H, W) in [0, 1]; normal (B, 3, H, W) unit, z toward
    the camera. For each direction: how much of the object faces it, its mean brightness and the
    mean logarithm of it, relative to the whole object's; then the object's mean colour.
    """
    weight = silhouette[:, None] / silhouette.sum((1, 2)).clamp(min=1e-3)[:, None, None, None]
    colour = (to_linear(image) * weight).sum((2, 3))
    brightness = to_linear(image).mean(1, keepdim=True)
    brightness = brightness / colour.mean(1).clamp(min=1e-3)[:, None, None, None]
    ticks = torch.linspace(-0.8, 0.8, SIDE, device=image.device)
    # Bumps are products of one along x and one along y, so two small tables stand for all.
    across = torch.exp(-0.5 * ((normal[:, :1] - ticks[:, None, None]) / WIDTH) ** 2)
    upward = torch.exp(-0.5 * ((normal[:, 1:2] - ticks[:, None, None]) / WIDTH) ** 2)

    def by_direction(values: Tensor) -> Tensor:
        return torch.einsum("bihw,bjhw->bij", across, upward * values).flatten(1)

    share = by_direction(weight)
    mean = by_direction(weight * brightness) / (share + 1e-3)
    logarithm = by_direction(weight * (brightness + 0.05).log()) / (share + 1e-3)
    return torch.cat([10 * share, mean, logarithm, colour], 1)


class LightEncoder(nn.Module):
    """A reflectance map to a lighting code (B, outputs)."""

    def __init__(self, outputs: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.BatchNorm1d(FEATURES, affine=False),
            nn.Linear(FEATURES, 256),
            nn.SiLU(),
            nn.Dropout(0.1),
            nn.Linear(256, 128),
            nn.SiLU(),
            nn.Linear(128, outputs),
        )

    def forward(self, image: Tensor, silhouette: Tensor, normal: Tensor) -> Tensor:
        code: Tensor = self.body(reflectance_map(image, silhouette, normal))
        return code
