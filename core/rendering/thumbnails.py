"""Small pictures of grids without a window system or a mesh: thumbnails by the hundred."""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from core.types import Bytes, Floats

SIZE = 48
AZIMUTH, ELEVATION = 35.0, 22.0  # degrees, where one looks from
REACH = 0.85  # half the side of what is seen, in sides of the grid
SAMPLES = 64  # along a ray


@torch.no_grad()
def sketch(occupancy: Tensor, size: int = SIZE) -> Tensor:
    """Grids (B, N, N, N) of probabilities to shaded pictures uint8 (B, size, size), 0 outside.

    Orthographic, from above and the left of the front, lit from the camera's upper right.
    """
    turned = _turned(occupancy, size)  # (B, down, right, away)
    hit = turned > 0.5
    inside = hit.any(3)
    depth = hit.float().argmax(3)
    soft = F.avg_pool3d(turned[:, None], 5, 1, 2)[:, 0]
    slopes = torch.gradient(soft, dim=(1, 2, 3))
    at = depth[..., None]
    down, right, away = (-slope.gather(3, at)[..., 0] for slope in slopes)
    length = (down**2 + right**2 + away**2).sqrt().clamp(min=1e-6)
    light = (0.55 * right - 0.55 * down - 0.63 * away) / length
    tone = 60 + 185 * (0.25 + 0.75 * light.clamp(0, 1))
    return (tone.clamp(1, 255) * inside).round().byte()


def sketch_grids(occupancy: Floats) -> Bytes:
    """The same of arrays (B, N, N, N), as an array."""
    return sketch(torch.from_numpy(np.ascontiguousarray(occupancy))).numpy()


def _turned(occupancy: Tensor, size: int) -> Tensor:
    """The grid along the camera's axes, (B, size, size, SAMPLES)."""
    a, e = math.radians(AZIMUTH), math.radians(ELEVATION)
    to_camera = torch.tensor([math.sin(a) * math.cos(e), math.sin(e), math.cos(a) * math.cos(e)])
    right = torch.tensor([math.cos(a), 0.0, -math.sin(a)])
    down = -torch.linalg.cross(to_camera, right)
    away = -to_camera
    line = REACH * torch.linspace(-1, 1, size)
    ray = REACH * torch.linspace(-1, 1, SAMPLES)
    v, u, w = torch.meshgrid(line, line, ray, indexing="ij")
    points = v[..., None] * down + u[..., None] * right + w[..., None] * away  # (x, y, z)
    # grid_sample wants the fastest axis first and the cube as [-1, 1].
    places = 2 * points.flip(-1).to(occupancy)
    batch = occupancy.shape[0]
    return F.grid_sample(
        occupancy[:, None], places.expand(batch, *places.shape), align_corners=False
    )[:, 0]
