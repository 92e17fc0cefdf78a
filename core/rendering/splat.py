"""The project's own renderer: coloured surface points splatted with a z-buffer, in torch.

It needs no window system and no GPU, and runs batched on either. What comes out is a G-buffer
(albedo, normal, depth, coverage) and not a picture, so that training can light the same view anew
in every epoch (`core.data.augment`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from core.types import Bytes, Floats, Mesh, Pose

DEPTH_RANGE = 0.9  # the object lies within this distance of its centre, in object sides
MARGIN = 1.15  # side of the square crop over the longest side of the silhouette's box


@dataclass(frozen=True, eq=False)
class Surface:
    """Points spread evenly over a mesh: positions, normals and albedo (P, 3), sRGB in [0, 1]."""

    points: Tensor
    normals: Tensor
    albedo: Tensor


@dataclass(frozen=True, eq=False)
class GBuffer:
    """What the camera sees, before any light falls on it.

    albedo (3, S, S) sRGB in [0, 1]; normal (3, S, S) unit, camera axes turned to x right, y up,
    z toward the camera; depth (S, S) along the optical axis from the object's centre, in object
    sides; mask (S, S) coverage in [0, 1].
    """

    albedo: Tensor
    normal: Tensor
    depth: Tensor
    mask: Tensor


def sample_surface(mesh: Mesh, face_colors: Bytes, count: int, rng: np.random.Generator) -> Surface:
    """``count`` points spread by area; stratified, so that small samples leave few holes."""
    corners = mesh.vertices[mesh.faces].astype(np.float64)
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    length = np.linalg.norm(normals, axis=1)
    edges = np.cumsum(length)
    if not len(length) or edges[-1] <= 0:
        raise ValueError("the mesh has no area to sample")
    place = (np.arange(count) + rng.random(count)) / count * edges[-1]
    face = np.searchsorted(edges, place, side="right").clip(0, len(length) - 1)
    u, v = np.sqrt(rng.random(count)), rng.random(count)
    weights = np.stack([1 - u, u * (1 - v), u * v], 1)
    chosen, part = torch.from_numpy(face), torch.from_numpy(weights.astype(np.float32))
    of_face = torch.from_numpy(corners.astype(np.float32)).unbind(1)
    points = sum(part[:, k, None] * of_face[k][chosen] for k in range(3))
    assert isinstance(points, Tensor)
    unit = (normals / np.maximum(length, 1e-12)[:, None]).astype(np.float32)
    albedo = torch.from_numpy(face_colors.astype(np.float32) / 255)
    return Surface(points, torch.from_numpy(unit)[chosen], albedo[chosen])


def rotation(azimuth: float, elevation: float, roll: float) -> Floats:
    """World to camera rotation (3, 3), OpenCV axes, for a camera that looks at the origin."""
    a, e, r = (math.radians(value) for value in (azimuth, elevation, roll))
    outward = np.array([math.sin(a) * math.cos(e), math.sin(e), math.cos(a) * math.cos(e)])
    right = np.array([math.cos(a), 0.0, -math.sin(a)])
    down = np.cross(-outward, right)
    turn = np.array([[math.cos(r), math.sin(r), 0], [-math.sin(r), math.cos(r), 0], [0, 0, 1]])
    return np.asarray(turn @ np.stack([right, down, -outward]), np.float32)


def render(
    surface: Surface,
    pose: Pose,
    size: int = 128,
    oversample: float = 1.5,
    window: tuple[float, float, float] | None = None,
) -> GBuffer:
    """One view, cropped to a square around the silhouette with MARGIN, as photographs are.

    The camera looks at the object's centre from ``pose``; what focal length it has is decided by
    the crop, so ``distance`` alone sets how strong the perspective is. ``window`` is another crop,
    (left, top, side) in the plane one side before the camera.
    """
    fine = round(size * oversample)
    turn = torch.from_numpy(rotation(pose.azimuth, pose.elevation, pose.roll))
    local = surface.points @ turn.T
    z = local[:, 2] + pose.distance
    if float(z.min()) < 0.05:
        raise ValueError("the camera is inside the object")
    xy = local[:, :2] / z[:, None]
    if window is None:
        low, high = xy.amin(0), xy.amax(0)
        side = float((high - low).max()) * MARGIN
        corner = (low + high - side) / 2
    else:
        corner, side = torch.tensor(window[:2]), window[2]
    pixel = (xy - corner) / side * fine - 0.5

    # Each point covers 2 x 2 pixels; the nearest wins. Depth and point share one integer key, so
    # that a single scatter finds both.
    depth = ((local[:, 2] + DEPTH_RANGE) / (2 * DEPTH_RANGE)).clamp(0, 1)
    count = len(depth)
    key = (depth * (1 << 20)).long() * count + torch.arange(count)
    base = pixel.floor().long()
    shift = torch.tensor([[0, 0], [1, 0], [0, 1], [1, 1]])
    covered = base[:, None] + shift
    inside = ((covered >= 0) & (covered < fine)).all(-1).flatten()
    index = (covered[..., 1] * fine + covered[..., 0]).flatten()[inside]
    empty = torch.iinfo(torch.int64).max
    buffer = torch.full((fine * fine,), empty)
    buffer.scatter_reduce_(0, index, key.repeat_interleave(4)[inside], "amin")
    buffer = _fill_holes(buffer.view(fine, fine), round(0.03 * (1 << 20)) * count).flatten()

    hit = buffer != empty
    point = torch.where(hit, buffer % count, 0)
    facing = surface.normals @ turn.T * torch.tensor([1.0, -1.0, -1.0])
    facing = facing * torch.where(facing[:, 2:] < 0, -1.0, 1.0)  # open sheets have no inside
    layers = torch.cat(
        [surface.albedo[point], facing[point], local[point, 2:], torch.ones(fine * fine, 1)], 1
    )
    layers = (layers * hit[:, None]).T.reshape(1, 8, fine, fine)
    layers = F.interpolate(layers, size=(size, size), mode="area")[0]
    mask = layers[7]
    layers = layers[:7] / mask.clamp(min=1e-4)
    return GBuffer(layers[:3], F.normalize(layers[3:6], dim=0), layers[6], mask)


def _fill_holes(buffer: Tensor, step: int) -> Tensor:
    """Close pinholes: a pixel far behind most of its neighbours shows through a gap of samples."""
    size = buffer.shape[0]
    padded = torch.full((size + 2, size + 2), torch.iinfo(torch.int64).max)
    padded[1:-1, 1:-1] = buffer
    around = [
        padded[1 + dy : 1 + dy + size, 1 + dx : 1 + dx + size]
        for dy in (-1, 0, 1)
        for dx in (-1, 0, 1)
        if dx or dy
    ]
    fourth = torch.stack(around).kthvalue(5, dim=0).values
    return torch.where(fourth < buffer - step, fourth, buffer)


def random_pose(rng: np.random.Generator) -> Pose:
    """A camera as people hold it: mostly from the front half and a little above."""
    frontal = rng.random() < 0.6
    azimuth = rng.uniform(-80, 80) if frontal else rng.uniform(-180, 180)
    level = rng.random() < 0.65
    elevation = float(np.clip(rng.normal(16, 11), -8, 60)) if level else rng.uniform(-10, 60)
    roll = float(rng.normal(0, 3)) if rng.random() < 0.5 else 0.0
    return Pose(
        float(azimuth), elevation, roll, float(np.exp(rng.uniform(math.log(1.3), math.log(4))))
    )


def pack(buffer: GBuffer) -> Bytes:
    """A G-buffer as uint8 (S, S, 8): albedo, normal, depth, mask."""
    layers = torch.cat(
        [
            buffer.albedo,
            (buffer.normal + 1) / 2,
            (buffer.depth[None] / DEPTH_RANGE + 1) / 2,
            buffer.mask[None],
        ]
    )
    packed: Bytes = (layers.clamp(0, 1) * 255).round().byte().permute(1, 2, 0).numpy()
    return packed


def unit(vectors: Tensor) -> Tensor:
    """Vectors (B, 3, ...) at length 1; several times quicker than torch's own along dim 1."""
    return vectors * (vectors.square().sum(1, keepdim=True) + 1e-8).rsqrt()


def unpack(packed: Tensor) -> GBuffer:
    """A batch of packed views uint8 (B, S, S, 8) as a GBuffer of float layers (B, ...)."""
    layers = packed.permute(0, 3, 1, 2).float() / 255
    return GBuffer(
        layers[:, :3],
        unit(layers[:, 3:6] * 2 - 1),
        (layers[:, 6] * 2 - 1) * DEPTH_RANGE,
        layers[:, 7],
    )
