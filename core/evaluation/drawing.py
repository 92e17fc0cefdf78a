"""Shapes drawn as the camera of a photograph sees them, and from beside it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from scipy.spatial.transform import Rotation

from core.evaluation.input_view import InView
from core.geometry.points import sample_points
from core.rendering.shading import light_direction, shade, to_linear, to_srgb
from core.rendering.splat import Surface, render
from core.types import Bytes, Pose

Reals = npt.NDArray[np.float64]
POINTS = 400_000
CLAY = 188  # of 255
LAMP = -35.0, 40.0  # azimuth and elevation in degrees, from the camera
COLOURED, PLAIN = 0.85, 0.4  # ambient share: photographed colours are lit already


@dataclass(frozen=True, eq=False)
class Drawable:
    """Points of a shape in object sides, as its photograph shows it: +Y up, the camera before +Z.

    ``upright`` (3,) is the object's own axis, ``middle`` (3,) that of its box; ``distance`` is the
    camera's and ``side`` that of the photograph's crop, in object sides.
    """

    surface: Surface
    upright: Reals
    middle: Reals
    distance: float
    side: float
    colored: bool


def drawable(shape: InView) -> Drawable | None:
    """A shape to be drawn, in its own colours where it has some; None where there is nothing."""
    if not len(shape.mesh.faces):
        return None
    cloud = sample_points(shape.mesh, POINTS)
    assert cloud.normals is not None
    low, high = shape.mesh.vertices.min(axis=0), shape.mesh.vertices.max(axis=0)
    size = float((high - low).max())
    toward = np.array([1, -1, -1], np.float32)  # from the axes of a camera
    colors = np.full((POINTS, 3), CLAY) if cloud.colors is None else cloud.colors
    surface = Surface(
        torch.from_numpy(cloud.points * toward / np.float32(size)),
        torch.from_numpy(cloud.normals * toward),
        torch.from_numpy(np.asarray(colors, np.float32) / 255),
    )
    return Drawable(
        surface,
        shape.frame.rotation[:, 1] * toward,
        np.asarray((low + high) / 2 * toward / size, np.float64),
        max(shape.distance / size, 1.0),
        1 / size,
        cloud.colors is not None,
    )


def _turned(shape: Drawable, degrees: float) -> Surface:
    """The surface turned about its upright axis, with its middle at the origin."""
    turn = Rotation.from_rotvec(-np.radians(degrees) * shape.upright).as_matrix()
    matrix = torch.from_numpy(turn.T.astype(np.float32))
    surface = shape.surface
    points = surface.points - torch.from_numpy(shape.middle.astype(np.float32))
    return Surface(points @ matrix, surface.normals @ matrix, surface.albedo)


def draw(
    shape: Drawable, degrees: float, size: int, ground: float = 1.0, plain: bool = False
) -> Bytes:
    """A picture (size, size, 3) of a shape from beside the camera, ``degrees`` to its right.

    The shape is turned about its own upright axis. From the camera itself (0) the picture is the
    photograph's crop; from elsewhere the shape fills it.
    ``plain`` leaves its colours out; ``ground`` is the grey behind it in [0, 1].
    """
    half = shape.side / shape.distance / 2
    pose = Pose(0, 0, 0, shape.distance)
    if degrees:
        seen = render(_turned(shape, degrees), pose, size)
    else:
        seen = render(shape.surface, pose, size, window=(-half, -half, 2 * half))
    lamp = light_direction(*(torch.tensor([angle]) for angle in LAMP))
    ambient = torch.tensor([COLOURED if shape.colored and not plain else PLAIN])
    albedo = torch.full_like(seen.albedo, CLAY / 255) if plain else seen.albedo
    colour = to_srgb(to_linear(albedo) * shade(seen.normal[None], lamp, ambient)[0])
    picture = torch.lerp(torch.full_like(colour, ground), colour, seen.mask)
    pixels: Bytes = (picture * 255).round().byte().permute(1, 2, 0).numpy()
    return pixels
