"""A picture of a shape that was given as a shape, so that it can stand among photographs."""

from __future__ import annotations

import numpy as np

from core.geometry.isosurface import isosurface
from core.geometry.normalize import in_object_frame
from core.types import Mesh, Pose, View, VoxelGrid

SIZE, POINTS = 384, 700_000
POSE = Pose(azimuth=32.0, elevation=20.0, roll=0.0, distance=2.4)
CLAY = (196, 188, 176)


def portrait(shape: Mesh | VoxelGrid, name: str) -> View:
    """A view whose ``solid`` is the shape in the object frame, drawn in clay from its front left.

    Raises UserError for a shape without volume or extent.
    """
    import torch

    from core.rendering.shading import light_direction, shade, to_linear, to_srgb
    from core.rendering.splat import render, sample_surface

    solid = in_object_frame(shape)
    mesh = isosurface(solid)
    colors = np.tile(np.array(CLAY, np.uint8), (len(mesh.faces), 1))
    surface = sample_surface(mesh, colors, POINTS, np.random.default_rng(0))
    seen = render(surface, POSE, SIZE, oversample=1.5)
    lamp = light_direction(torch.tensor([-35.0]), torch.tensor([40.0]))
    lit = shade(seen.normal[None], lamp, torch.tensor([0.45]))[0]
    colour = torch.lerp(torch.ones(3, SIZE, SIZE), to_srgb(to_linear(seen.albedo) * lit), seen.mask)
    image = (colour * 255).round().byte().permute(1, 2, 0).contiguous().numpy()
    return View(image, seen.mask.numpy(), name=name, mask_source="shape", solid=solid)
