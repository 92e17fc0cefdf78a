"""Photographs of known shapes: pictures with masks and cameras, from all around."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PIL import Image, ImageDraw

from core.rendering.silhouette import camera_by_crop
from core.rendering.splat import Surface, render
from core.types import Mesh, Pose, View

FINER = 4  # pixels, along either side of one, in which outlines are drawn


def around(count: int, distance: float = 2.6) -> list[Pose]:
    """Poses spread evenly over the sphere, none quite from above or below (golden spiral)."""
    heights = (np.arange(count) + 0.5) / count * 1.8 - 0.9
    turns = np.arange(count) * 180 * (3 - 5**0.5)
    return [
        Pose(float((turn + 180) % 360 - 180), float(np.degrees(np.arcsin(height))), 0.0, distance)
        for turn, height in zip(turns, heights, strict=True)
    ]


def photographed(surface: Surface, poses: Sequence[Pose], size: int = 384) -> list[View]:
    """Pictures of a surface in the object frame from poses, with their masks and cameras."""
    views = []
    for number, pose in enumerate(poses):
        drawn = render(surface, pose, size)
        light = drawn.normal[2].clamp(0, 1) * 0.7 + 0.3
        linear = drawn.albedo.clamp(0, 1) ** 2 * light
        shown = (linear * drawn.mask + 0.02 * (1 - drawn.mask)).clamp(0, 1).sqrt()
        image = (shown.permute(1, 2, 0) * 255).round().byte().numpy()
        camera = camera_by_crop(surface.points.numpy(), pose, (0, 0, size), (size, size))
        views.append(
            View(image, drawn.mask.clamp(0, 1).numpy(), camera, f"{number + 1:02}.png", "file")
        )
    return views


def outlined(views: Sequence[View], mesh: Mesh) -> list[View]:
    """The same pictures of a mesh with its exact outlines as masks.

    Where it is splatted there are pinholes, which would be carved right through it.
    """
    found = []
    for view in views:
        assert view.camera is not None
        height, width = view.image.shape[:2]
        local = mesh.vertices.astype(np.float64) @ view.camera.R.T + view.camera.t
        pixels = (local @ view.camera.K.T)[:, :2] / local[:, 2:]
        canvas = Image.new("L", (width * FINER, height * FINER))
        pen = ImageDraw.Draw(canvas)
        for corners in pixels[mesh.faces] * FINER - 0.5:  # PIL counts from the middles of pixels
            pen.polygon([(x, y) for x, y in corners], fill=1)
        covered = np.asarray(canvas, np.float32).reshape(height, FINER, width, FINER)
        found.append(replace(view, mask=covered.mean((1, 3))))
    return found
