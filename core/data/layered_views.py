"""Renders with depth in layers: what `layers` learns from.

A ray that meets a solid enters it, leaves it, and may do so again behind a gap. Of each pixel's ray
four depths are kept: first entry, first exit, last entry, last exit (Shade et al. 1998 call such
pictures layered depth images). As in `core.rendering.splat` points of the surface are splatted with
a z-buffer, but here every point knows on which side of it matter is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional as F

from core.rendering.splat import MARGIN, Surface, rotation, unit
from core.types import Bytes, Floats, Pose

SIZE = 128  # pixels a side
POINTS = 90_000  # of a shape's boundary, at most
DEPTH_LIMIT = 1.0  # of packed depths, in crop sides
LAYERS = ("first entry", "first exit", "last entry", "last exit")
CHANNELS = 7 + 2 * len(LAYERS)  # bytes a pixel: albedo, normal, coverage, depths of two bytes each


@dataclass(frozen=True, eq=False)
class SolidSurface:
    """Points of a solid's boundary: positions and outward normals (P, 3), albedo (P, 3) sRGB.

    ``thin`` (P,) marks points of sheets, with nothing behind them on either side.
    """

    points: Tensor
    normals: Tensor
    albedo: Tensor
    thin: Tensor


@dataclass(frozen=True)
class Framing:
    """How a picture was taken: the camera's pose and where the square crop lies.

    ``focal`` is the focal length in crop sides, ``x`` and ``y`` where the object's origin is seen,
    from the middle of the crop in crop sides (right, down), and ``unit`` the crop's side at the
    object's distance in object sides.
    """

    pose: Pose
    focal: float
    x: float
    y: float
    unit: float

    @property
    def row(self) -> Floats:
        """As numbers (8,): azimuth, elevation, roll, distance, focal, x, y, unit."""
        pose = self.pose
        place = (pose.azimuth, pose.elevation, pose.roll, pose.distance)
        return np.array([*place, self.focal, self.x, self.y, self.unit], np.float32)


@dataclass(frozen=True, eq=False)
class LayeredViews:
    """A batch of pictures before any light falls on them.

    albedo (B, 3, S, S) sRGB, normal (B, 3, S, S) unit, x right, y up, z toward the camera; mask
    (B, S, S) coverage; depth (B, 4, S, S), see LAYERS, along the optical axis from the object's
    origin, in crop sides at its distance. With one run of matter the first exit is the last exit
    and the last entry the first entry.
    """

    albedo: Tensor
    normal: Tensor
    mask: Tensor
    depth: Tensor


def solid_surface(surface: Surface, solid: npt.NDArray[np.bool_]) -> SolidSurface:
    """Which sampled points bound a solid (N, N, N over [-0.5, 0.5]^3), and on which side it is.

    What lies inside, where parts overlap, is left out; normals of either sign are turned outward.
    """
    size = len(solid)
    padded = torch.from_numpy(np.pad(solid, 4))

    def inside(step: float) -> Tensor:
        at = surface.points + step / size * surface.normals
        index = ((at + 0.5) * size + 4).int().clamp(0, size + 7).long()
        flat = (index[:, 0] * (size + 8) + index[:, 1]) * (size + 8) + index[:, 2]
        return padded.view(-1)[flat]

    front, back = inside(1.6), inside(-1.6)
    kept = (~(front & back)).nonzero()[:, 0]
    kept = kept[:: math.ceil(len(kept) / POINTS)]  # of parts that overlap, much is left out
    sign = torch.where(front, -1.0, 1.0)[:, None]
    thin = ~front & ~back
    parts = (surface.points, surface.normals * sign, surface.albedo, thin)
    return SolidSurface(*(part[kept] for part in parts))


def deformed(surface: SolidSurface, rng: np.random.Generator) -> SolidSurface:
    """Another shape of the same kind: stretched along the axes, tapered, mirrored; side 1 again."""
    scale = np.exp(rng.normal(0, 0.16, 3)) if rng.random() < 0.6 else np.ones(3)
    if rng.random() < 0.5:
        scale[0] *= -1
    factors = torch.from_numpy(scale.astype(np.float32))
    points, normals = surface.points * factors, surface.normals / factors
    if rng.random() < 0.2:
        slope = float(rng.uniform(-0.35, 0.35))  # wider below or above
        wide = 1 + slope * points[:, 1:2]
        normals = torch.stack(
            [
                normals[:, 0] / wide[:, 0],
                normals[:, 1]
                - slope
                * (points[:, 0] * normals[:, 0] + points[:, 2] * normals[:, 2])
                / wide[:, 0],
                normals[:, 2] / wide[:, 0],
            ],
            1,
        )
        points = torch.cat([points[:, :1] * wide, points[:, 1:2], points[:, 2:] * wide], 1)
    low, high = points.amin(0), points.amax(0)
    points = (points - (low + high) / 2) / (high - low).max()
    normals = normals * normals.square().sum(1, keepdim=True).clamp(min=1e-12).rsqrt()
    return SolidSurface(points, normals, surface.albedo, surface.thin)


def render_layers(
    surface: SolidSurface,
    pose: Pose,
    margin: float = MARGIN,
    shift: tuple[float, float] = (0.0, 0.0),
    size: int = SIZE,
) -> tuple[Bytes, Framing]:
    """One picture, packed (S, S, CHANNELS), in a square crop about the silhouette.

    ``margin`` is the crop's side over the silhouette's, ``shift`` moves it by parts of its side.
    ValueError when the camera is inside the object.
    """
    fine = 2 * size
    turn = torch.from_numpy(rotation(pose.azimuth, pose.elevation, pose.roll))
    local = surface.points @ turn.T
    z = local[:, 2] + pose.distance
    if float(z.min()) < 0.05:
        raise ValueError("the camera is inside the object")
    xy = local[:, :2] / z[:, None]
    low, high = xy.amin(0), xy.amax(0)
    side = float((high - low).max()) * margin
    middle = (low + high) / 2 + side * torch.tensor(shift)
    pixel = (((xy - middle) / side + 0.5) * fine - 0.5).floor().int()
    unit_ = side * pose.distance
    framing = Framing(pose, 1 / side, float(-middle[0] / side), float(-middle[1] / side), unit_)
    ray = (local * (surface.normals @ turn.T)).sum(1) + pose.distance * (surface.normals @ turn[2])
    entry = (ray < 0) | surface.thin
    leave = (ray >= 0) | surface.thin

    depth = local[:, 2] / unit_
    level = ((depth + DEPTH_LIMIT) * (32767 / DEPTH_LIMIT)).clamp(1, 65533).int()
    half = torch.where(surface.thin, round(0.004 / unit_ * 32767 / DEPTH_LIMIT), 0).int()
    index = pixel[:, 1] * fine + pixel[:, 0]
    inside = ((pixel >= 0) & (pixel < fine - 1)).all(1)

    def splat(which: Tensor, values: Tensor, empty: int, how: str) -> Tensor:
        """Each point covers 2 x 2 pixels; the least or greatest value of each pixel."""
        chosen = (which & inside).nonzero()[:, 0]
        at, of = index[chosen].long(), values[chosen]
        buffer = torch.full((fine * fine,), empty, dtype=of.dtype)
        for step in (0, 1, fine, fine + 1):
            buffer.scatter_reduce_(0, at + step, of, how)
        return buffer.view(fine, fine)

    count = len(depth)
    key = (level - half).long() * count + torch.arange(count)
    nothing = 65535
    first = _nearer(splat(entry, key, nothing * count, "amin").double()).long()
    hit = first < nothing * count
    point = torch.where(hit, first % count, 0)
    runs = _in_order(
        torch.where(hit, first // count, nothing).float(),
        _nearer(splat(leave, level + half, nothing, "amin").float()),
        -_nearer(-splat(entry, level - half, -1, "amax").float()),
        -_nearer(-splat(leave, level + half, -1, "amax").float()),
    )

    mask = _blocks(hit).float().mean(-1)
    # The middle of what a pixel's quarters say: an average would lie between two surfaces.
    covered = _blocks(runs[0])
    order = covered.argsort(-1)
    best = order.gather(-1, ((covered < nothing).sum(-1, keepdim=True) - 1).clamp(min=0) // 2)
    depths = [_blocks(run).gather(-1, best)[..., 0] for run in runs]
    depths = [torch.where(depths[0] < nothing, depth, 32767.0) for depth in depths]
    chosen = _blocks(point)  # (S, S, 4)
    weight = _blocks(hit).float()[..., None]
    albedo = (surface.albedo[chosen] * weight).sum(2) / weight.sum(2).clamp(min=1)
    normal = surface.normals[chosen.gather(-1, best)[..., 0]] @ turn.T
    normal = normal * torch.tensor([1.0, -1.0, -1.0])
    normal = normal * torch.where(normal[..., 2:] < 0, -1.0, 1.0)
    colours = torch.cat([albedo, (normal + 1) / 2, mask[..., None]], -1)
    packed = np.empty((size, size, CHANNELS), np.uint8)
    packed[..., :7] = (colours.clamp(0, 1) * 255).round().byte().numpy()
    stacked = torch.stack(depths, -1).round().int().numpy().astype(np.uint16)
    packed[..., 7:] = stacked.view(np.uint8).reshape(size, size, 8)
    return packed, framing


def _blocks(values: Tensor) -> Tensor:
    """(2 S, 2 S) to the four values of each pixel, (S, S, 4)."""
    size = len(values) // 2
    return values.view(size, 2, size, 2).permute(0, 2, 1, 3).reshape(size, size, 4)


def _nearer(depth: Tensor) -> Tensor:
    """Pinholes closed: what is behind all around it, or behind nothing, is a gap of samples."""
    near = -F.max_pool2d(-depth[None, None], 3, 1, 1)
    return F.max_pool2d(near, 3, 1, 1)[0, 0]


def _in_order(entry_1: Tensor, exit_1: Tensor, entry_2: Tensor, exit_2: Tensor) -> list[Tensor]:
    """Entry before exit before entry before exit, also where a layer has a pinhole."""
    nothing, least = 65535.0, 0.006 * 32767 / DEPTH_LIMIT
    exit_2 = torch.maximum(exit_2, entry_1 + least)
    exit_1 = torch.minimum(torch.maximum(exit_1, entry_1 + least), exit_2)
    entry_2 = torch.minimum(torch.maximum(entry_2, entry_1), exit_2 - least)
    gap = entry_2 > exit_1 + 2 * least
    # At an outline one pixel holds a whole slope, which looks like a gap; a true one is wider.
    gap &= F.avg_pool2d(gap.float()[None, None], 3, 1, 1)[0, 0] > 0.5
    exit_1 = torch.where(gap, exit_1, exit_2)
    entry_2 = torch.where(gap, entry_2, entry_1)
    hit = entry_1 < nothing
    runs = [entry_1, *(torch.where(hit, d, 32767.0) for d in (exit_1, entry_2, exit_2))]
    return [run.clamp(0, nothing) for run in runs]


def unpack_layers(packed: Tensor) -> LayeredViews:
    """A batch of packed pictures uint8 (B, S, S, CHANNELS) as float layers."""
    layers = packed[..., :7].permute(0, 3, 1, 2).float() / 255
    pairs = packed[..., 7:].float().view(*packed.shape[:3], len(LAYERS), 2)
    depth = (pairs[..., 0] + 256 * pairs[..., 1]) * (DEPTH_LIMIT / 32767) - DEPTH_LIMIT
    return LayeredViews(
        layers[:, :3], unit(layers[:, 3:6] * 2 - 1), layers[:, 6], depth.permute(0, 3, 1, 2)
    )


def random_crop(rng: np.random.Generator) -> tuple[float, tuple[float, float]]:
    """Margin and shift of a crop, which no mask gives exactly."""
    x, y = rng.normal(0, 0.012, 2)
    return MARGIN * math.exp(rng.normal(0.0, 0.03)), (float(x), float(y))
