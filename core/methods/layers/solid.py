"""A solid from depth in layers: what one photograph shows, put upright into the object frame.

Along each ray matter begins and ends, once or twice (`core.data.layered_views`). A point is inside
as surely as it lies behind a begin, before the end that follows, and within the outline; errors of
begins and ends are taken to be Laplace's, so the surface lies where a network expects it and fades
as far as it is unsure.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import torch
from scipy import ndimage
from torch import Tensor
from torch.nn import functional as F

from core.errors import UserError
from core.images.crop import MARGIN
from core.multiview.sdf import smoothed
from core.rendering.splat import rotation
from core.types import Camera, Floats, Maps, VoxelGrid

MAPS = ("begin 1", "end 1", "begin 2", "end 2", "begin error", "end error", "outline")
APART = 0.03  # crop sides between neighbours from which they are two surfaces and not one slope
STEEPER = 2.5  # times the slope beside it, from which a jump between pixels is a break
STEEPEST = 4.0  # slope up to which sheets are kept from falling apart
THINNEST = 1.6  # voxels; what is thinner is widened, since it would fall between the centres
CORE = 2  # voxels that what is no wire or leg has inside, all around one
BAND = 1.5  # voxels on both sides of a surface in which occupancy rises
PRIOR = 2.0  # how often the prior's odds count
SUREST = 1e-3  # chances nearer to 0 and 1 are taken for this far from them
STAYS = 0.5  # of what is behind a begin, whatever the prior says
SLIT = 2  # voxels: half the width of a slit that no guess means
UNSURE = 0.5  # what is as likely inside as not is so sure, beside its place
BESIDE = 2  # voxels around such, which are smoothed
WIRE = 2.5  # pixels of the maps; what is narrower in a mask is widened, too
BACKING = 0.04  # crop sides; how thick a relief is where it is thinnest
FAR_AWAY = 50.0  # focal length, in crop sides, from which nothing looks smaller behind
SPECK = 0.01  # of the object's area in the mask


@dataclass(frozen=True, eq=False)
class LayeredSolid:
    """Maps (7, S, S), see MAPS, in crop sides at the object's distance, and how they were seen.

    Depths are from the object's middle, along the optical axis; ``outline`` is the distance to the
    silhouette's edge, positive inside. Where matter is met once, end 1 and begin 2 meet halfway.
    A point X of the object frame is at ``scale * R @ X + shift`` in crop sides, before a camera
    that stands ``focal`` away; R is that of azimuth, elevation and roll in degrees.
    """

    maps: Floats
    azimuth: float
    elevation: float
    roll: float
    focal: float
    scale: float
    shift: tuple[float, float, float]

    @property
    def framing(self) -> Floats:
        """Everything but the maps, as numbers (8,)."""
        turn = (self.azimuth, self.elevation, self.roll)
        return np.array([*turn, self.focal, self.scale, *self.shift], np.float32)

    @classmethod
    def read(cls, maps: npt.ArrayLike, framing: npt.ArrayLike) -> LayeredSolid:
        """What `framing` and the maps, flat or not, were made from."""
        values = np.asarray(maps, np.float32)
        side = round((values.size / len(MAPS)) ** 0.5)
        azimuth, elevation, roll, focal, scale, *shift = map(float, np.asarray(framing))
        return cls(
            values.reshape(len(MAPS), side, side), azimuth, elevation, roll, focal, scale,
            (shift[0], shift[1], shift[2]),
        )  # fmt: skip

    def thicker(self, factor: float) -> LayeredSolid:
        """The same front, with so many times as much behind it; not boxed yet."""
        maps = self.maps.copy()
        maps[1:4] = maps[0] + factor * (maps[1:4] - maps[0])
        return replace(self, maps=maps)

    @property
    def rotation(self) -> Floats:
        """From the object frame to the camera's axes (3, 3)."""
        return rotation(self.azimuth, self.elevation, self.roll)

    @property
    def distance(self) -> float:
        """From the camera to the object's middle, in object sides."""
        return (self.focal + self.shift[2]) / self.scale

    def camera(self, window: tuple[float, float, float], shape: tuple[int, int]) -> Camera:
        """The camera in the object frame: ``window`` is the crop's left, top and side in pixels of
        a photograph of ``shape`` (H, W)."""
        left, top, side = window
        middle = np.array([[self.focal * side, 0, left + side / 2],
                           [0, self.focal * side, top + side / 2], [0, 0, 1]])  # fmt: skip
        away = np.array([*self.shift[:2], self.shift[2] + self.focal]) / self.scale
        return Camera(shape[1], shape[0], middle, self.rotation.astype(np.float64), away)


def outline_distance(mask: Floats, size: int) -> Floats:
    """The distance (S, S) to the edge of a square mask (M, M), M a multiple of S, in its sides.

    Lines of less than WIRE pixels of the S are widened, so that wires and thin legs hold together;
    specks beside the object are left out.
    """
    inside = _without_specks(mask > 0.5)
    if inside.all():
        return np.ones((size, size), np.float32)
    if not inside.any():
        return -np.ones((size, size), np.float32)
    edge = ndimage.distance_transform_edt(inside) - ndimage.distance_transform_edt(~inside)
    edge = (edge - 0.5 * np.sign(edge)) / len(mask)
    step = len(mask) // size
    blocks = edge.reshape(size, step, size, step)
    mean, most = blocks.mean((1, 3)), blocks.max((1, 3))
    half = ndimage.maximum_filter(most, 3) * size  # of the line's width, in pixels
    wider = np.clip(WIRE / 2 - half, 0, 0.6) * (half > 0) / size
    return np.asarray(mean + wider, np.float32)


def _without_specks(inside: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    labels, count = ndimage.label(inside, np.ones((3, 3)))
    if count < 2:
        return inside
    areas = np.bincount(labels.reshape(-1))
    areas[0] = 0
    return np.asarray((areas > SPECK * areas.max())[labels])


def occupancy(
    solid: LayeredSolid, resolution: int, prior: Tensor | None = None, trust: float = 1.0
) -> Tensor:
    """How surely (N, N, N) voxels of [-0.5, 0.5]^3 of the object frame are inside.

    ``prior`` (N, N, N) is what a shape of this kind is like, believed as far as ``trust`` in
    [0, 1]. Its odds and those of the depths are multiplied, so it decides what the depths leave
    open: how far back matter goes, and what lies behind it. No photograph is contradicted: nothing
    is added before the front or beside the outline, and some matter stays behind every begin.
    """
    axis = (torch.arange(resolution) + 0.5) / resolution - 0.5
    points = torch.stack(torch.meshgrid(axis, axis, axis, indexing="ij"), -1)
    turn = torch.from_numpy(solid.rotation)
    local = points.view(-1, 3) @ (solid.scale * turn.T) + torch.tensor(solid.shift)
    depth = local[:, 2]
    place = local[:, :2] * (solid.focal / (solid.focal + depth).clamp(min=0.1))[:, None]
    maps = torch.from_numpy(np.array(solid.maps))[None]
    grid = (2 * place)[None, None]
    slopes, cut = _slopes(maps[0, :4])
    channels = torch.cat([maps[0, :6], slopes, maps[0, 6:]])[None]
    found = F.grid_sample(channels, grid, padding_mode="border", align_corners=False)[0, :, 0]
    exact = torch.cat([maps[0, :4], cut[None]])[None]
    nearest = F.grid_sample(exact, grid, "nearest", "border", align_corners=False)[0, :, 0]
    # Between two surfaces at different depths there is nothing to interpolate.
    apart = ((found[:4] - nearest[:4]).abs().amax(0) > APART) & (nearest[4] > 0)
    begin_1, end_1, begin_2, end_2 = torch.where(apart, nearest[:4], found[:4])
    step = solid.scale / resolution  # below which nothing can be resolved
    ahead, behind = (error.clamp(min=0.35 * step) for error in found[4:6])
    tilt = (1 + found[6:8].square()).sqrt()
    thinnest = THINNEST * step / 2 * tilt

    def run(begin: Tensor, end: Tensor, which: int) -> _Run:
        return _Run.of(depth, begin, end, thinnest[which], tilt[which])

    runs = run(begin_1, end_1, 0), run(begin_2, end_2, 1)
    outside = place.abs().amax(1) > 0.5
    edge = torch.where(outside, -1.0, found[8] / step)
    within = torch.maximum(*(one.chance(ahead, behind) for one in runs))
    chance = torch.minimum(within, (0.5 + edge).clamp(0, 1))
    deep = torch.maximum(*(one.deep for one in runs)) / step
    if prior is not None:
        odds = torch.logit(chance, SUREST) + PRIOR * trust * torch.logit(prior.view(-1), SUREST)
        gap = begin_2 > end_1 + 1e-4
        stays = begin_1 + STAYS * (end_2 - begin_1)
        first = run(begin_1, torch.where(gap, torch.minimum(stays, end_1), stays), 0).deep
        second = run(begin_2, begin_2 + STAYS * (end_2 - begin_2), 1).deep
        kept = torch.maximum(first, torch.where(gap, second, first)) / step
        # Of Laplace's errors, odds rise by 2 with each error that a point lies deeper.
        fused = torch.minimum(odds * behind / 2, depth - begin_1) / tilt[0] / step
        deep = _closed(torch.maximum(fused, kept), depth - begin_1, resolution)
        chance = torch.where((deep > 0) == (odds > 0), odds.sigmoid(), 0.5)
    deep = torch.minimum(deep, edge)
    shape = points.shape[:-1]
    return _occupied(deep.view(shape), chance.view(shape))


def _closed(deep: Tensor, free: Tensor, size: int) -> Tensor:
    """Depths (P,) inside a cube of voxels without the slits between two guesses of one part.

    Only where ``free``, behind the front, is positive.
    """
    inside = (deep > 0).to(deep.dtype).view(size, size, size)
    closed = 1 - _widened(1 - _widened(inside, SLIT), SLIT)
    slit = (closed > inside).view(-1) & (free > 0)
    return torch.where(slit, 0.5, deep)


@dataclass(frozen=True, eq=False)
class _Run:
    """How far points (P,) are behind a begin of matter and before its end, along the ray, and how
    ``deep`` inside that is, across the surface."""

    near: Tensor
    far: Tensor
    deep: Tensor

    @classmethod
    def of(cls, depth: Tensor, begin: Tensor, end: Tensor, thinnest: Tensor, lean: Tensor) -> _Run:
        """``thinnest`` is half of the least there is, ``lean`` how far a ray goes to get 1 deep."""
        middle = (begin + end) / 2
        half = torch.maximum((end - begin) / 2, thinnest)
        near, far = depth - middle + half, middle + half - depth
        return cls(near, far, torch.minimum(near, far) / lean)

    def chance(self, ahead: Tensor, behind: Tensor) -> Tensor:
        return torch.minimum(_laplace(self.near / ahead), _laplace(self.far / behind))


def _occupied(deep: Tensor, chance: Tensor) -> Tensor:
    """Occupancy (N, N, N) with its surface where ``deep``, in voxels, is 0, as sure as chances say.

    Wires and legs, which smoothing would eat, stay as they are; elsewhere the ridge goes where
    front and back meet.
    """
    deep = (deep / BAND).clamp(-1, 1)
    hollow = _widened((deep < 0).to(deep.dtype), CORE)
    bulk = _widened(1 - hollow, CORE + BESIDE)
    deep = torch.where(bulk > 0, smoothed(deep), deep)
    sure = UNSURE + (1 - UNSURE) * (2 * chance - 1).abs()
    return 0.5 + 0.5 * deep * evened(sure)


def evened(weight: Tensor) -> Tensor:
    """A weight (N, N, N) that is nearly the same on both sides of a surface, which then stays
    where it is when values on its sides are weighed."""
    return F.avg_pool3d(F.avg_pool3d(weight[None, None], 3, 1, 1), 3, 1, 1)[0, 0]


def _widened(marked: Tensor, by: int) -> Tensor:
    """Ones in a grid (N, N, N) of zeros and ones, and those up to so many voxels beside them."""
    grid = marked[None, None]
    for axis in range(3):
        size, pad = [1, 1, 1], [0, 0, 0]
        size[axis], pad[axis] = 2 * by + 1, by
        grid = F.max_pool3d(grid, size, 1, pad)
    return grid[0, 0]


def _slopes(depths: Tensor) -> tuple[Tensor, Tensor]:
    """How steep the middles of both runs are (2, S, S), of depths (4, S, S), and where they break.

    A break (S, S) is a pixel beside which a depth jumps farther than its slopes on either side
    would carry it: there one surface ends before another. A table seen flat is steep and whole.
    """
    size = depths.shape[-1]
    middles = (depths[0::2] + depths[1::2]) / 2
    total = torch.zeros_like(middles)
    cut = torch.zeros_like(depths[0])
    for axis in (1, 2):
        jumps = depths.diff(dim=axis)
        ends = [jumps.narrow(axis, 0, 1), jumps, jumps.narrow(axis, size - 2, 1)]
        padded = torch.cat(ends, axis)
        before, after = padded.narrow(axis, 0, size - 1), padded.narrow(axis, 2, size - 1)
        along = torch.minimum(before.abs(), after.abs())
        torn = ((jumps.abs() > APART) & (jumps.abs() > STEEPER * along)).any(0).float()
        beside = [torn, torch.zeros_like(torn.narrow(axis - 1, 0, 1))]
        cut += torch.cat(beside, axis - 1) + torch.cat(beside[::-1], axis - 1)
        steps = middles.diff(dim=axis).abs()
        first, last = steps.narrow(axis, 0, 1), steps.narrow(axis, size - 2, 1)
        # The lesser of both sides: a break is no slope.
        slope = torch.minimum(torch.cat([first, steps], axis), torch.cat([steps, last], axis))
        total += (slope * size).clamp(max=STEEPEST).square()
    return total.sqrt(), cut


def _laplace(x: Tensor) -> Tensor:
    """The cumulative distribution of Laplace's errors."""
    tail = 0.5 * (-x.abs()).exp()
    return torch.where(x > 0, 1 - tail, tail)


def boxed(solid: LayeredSolid, resolution: int = 96) -> LayeredSolid:
    """The solid moved and scaled so that it fills the object frame's box, as every shape does."""
    seen = solid.maps[6] > 0
    if not seen.any():
        return solid
    front, back = np.percentile(solid.maps[0][seen], 2), np.percentile(solid.maps[3][seen], 98)
    reach = (1 + max(back, 0) / solid.focal) * np.hypot(1.0, max(back - front, 0.0))
    wide = replace(solid, scale=float(reach), shift=(0.0, 0.0, float(front + back) / 2))
    inside = (occupancy(wide, resolution) > 0.5).nonzero().numpy()
    if not len(inside):
        return solid
    low, high = inside.min(0) / resolution - 0.5, (inside.max(0) + 1) / resolution - 0.5
    middle, side = (low + high) / 2, float((high - low).max())
    shift = np.asarray(wide.shift) + wide.scale * solid.rotation @ middle
    return replace(
        solid, scale=wide.scale * side, shift=(float(shift[0]), float(shift[1]), float(shift[2]))
    )


def relief(maps: Maps, resolution: int = 128) -> VoxelGrid:
    """What one photograph shows as a relief: its front, with a flat back. UserError for no object.

    It faces the front of the object frame. The depth is in object sides, of which the crop is taken
    to be MARGIN wide, as it is about the longest side of the outline.
    """
    seen = maps.silhouette > 0.5
    if not seen.any():
        raise UserError("No object was found in the photograph. Mark it, or give another one.")
    size = len(seen)
    depth = np.where(seen, maps.depth / MARGIN, 0).astype(np.float32)
    # The few pixels that lie far behind all others are mistakes at the edge.
    back = float(np.percentile(depth[seen], 98)) + BACKING
    sharp = np.full_like(depth, 1e-3)
    flat = np.full_like(depth, back)
    outline = outline_distance(maps.silhouette, size)
    layers = np.stack([np.minimum(depth, back), flat, flat, flat, sharp, sharp, outline])
    solid = boxed(LayeredSolid(layers, 0, 0, 0, FAR_AWAY, 1.0, (0, 0, 0)))
    return VoxelGrid.canonical(occupancy(solid, resolution).numpy())
