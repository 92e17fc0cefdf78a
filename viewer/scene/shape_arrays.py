"""Arrays that make shapes good to look at: faces of voxels, normals, baked shade. numpy only.

Real ambient occlusion costs more than everything else in software OpenGL. A blurred copy of the
occupancy answers the same question (how much matter is near this point, on its outer side?) with
two look-ups a vertex.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from core.geometry.texture import sampled
from core.types import Bytes, Floats, Ints, Mesh, PointCloud, VoxelGrid

INSIDE = 0.5
FIELD = 40  # cells along an edge of the box in which shade is worked out; 32 span the object
FIELD_HALF = 0.625
FLAT = 0.125  # what both blurs find above an open, flat face: no shade yet
SHADOW = 96  # pixels along the edge of the shadow picture
SHADOW_HALF = 1.0  # the shadow covers [-1, 1]^2 of the ground


@dataclass(frozen=True, eq=False)
class Quads:
    """Faces of voxels: points (4 Q, 3), four a face in order, and their normals (4 Q, 3)."""

    points: Floats
    normals: Floats


def exposed_quads(grid: VoxelGrid) -> Quads:
    """The faces between an occupied voxel and an empty one, counter-clockwise from outside."""
    solid = np.pad(grid.occupancy > INSIDE, 1)
    inner = (slice(1, -1),) * 3
    points, normals = [], []
    for axis in range(3):
        u, v = (axis + 1) % 3, (axis + 2) % 3
        for sign in (-1, 1):
            faces = np.argwhere(solid[inner] & ~np.roll(solid, -sign, axis)[inner])
            corners = np.zeros((4, 3), np.float32)
            corners[:, axis] = sign / 2
            corners[:, u] = np.array([-1, 1, 1, -1]) * sign / 2
            corners[:, v] = np.array([-1, -1, 1, 1]) / 2
            points.append((faces[:, None, :] + corners).reshape(-1, 3).astype(np.float32))
            normal = np.zeros((len(points[-1]), 3), np.float32)
            normal[:, axis] = sign
            normals.append(normal)
    places = np.concatenate(points) * np.float32(grid.voxel_size) + grid.origin
    return Quads(places.astype(np.float32), np.concatenate(normals))


def vertex_normals(vertices: Floats, faces: Ints, rounds: int = 1) -> Floats:
    """Normals (V, 3) by Max's weights (J. Graphics Tools 4(2), 1999).

    They are exact on a sphere and do not mind the slivers of an isosurface, which show as ribs
    when faces are weighed by area. ``rounds`` of averaging with the neighbours soften the
    terraces that a surface between voxels keeps from its grid.
    """
    index = faces.T.reshape(-1)  # corner by corner, and below axis by axis, which is quicker
    corners = vertices.T.take(index, axis=1).reshape(3, 3, -1)  # (axis, corner, F)
    sides = corners[:, (1, 2, 0)] - corners
    (x, y, z), (u, v, w) = sides[:, 0], sides[:, 1]
    across = np.stack([y * w - z * v, z * u - x * w, x * v - y * u])
    square = np.maximum(np.einsum("acf,acf->cf", sides, sides), 1e-14)
    weight = 1 / (square * square[[2, 0, 1]])  # of each corner: its two sides
    normals = _gathered([(axis * weight).reshape(-1) for axis in across], index, len(vertices))
    for _ in range(rounds):
        means = normals.take(index, axis=1).reshape(3, 3, -1).sum(axis=1)
        normals = _gathered([np.tile(mean, 3) for mean in means], index, len(vertices))
    return np.ascontiguousarray(normals.T)


def _gathered(of_corners: Sequence[Floats], index: Ints, count: int) -> Floats:
    """The sum of what the corners at each vertex say, an axis each, made unit length (3, V)."""
    total = np.stack([np.bincount(index, axis, minlength=count) for axis in of_corners])
    length = np.sqrt(np.einsum("av,av->v", total, total))
    return (total / np.maximum(length, 1e-30)).astype(np.float32)


def scatter_points(mesh: Mesh, count: int) -> PointCloud:
    """About ``count`` points spread evenly over a mesh, the same ones for the same mesh.

    They have the colours of its texture, where it wears one.
    Of four times as many random points, one is kept in each small cell: without clumps, a cloud
    is easier to read.
    """
    a, b, c = (mesh.vertices[mesh.faces[:, k]] for k in range(3))
    across = np.cross(b - a, c - a)
    area = np.linalg.norm(across, axis=1)
    edges = np.cumsum(area)
    if not len(edges) or edges[-1] <= 0:
        return PointCloud(np.zeros((0, 3), np.float32), np.zeros((0, 3), np.float32))
    random = np.random.default_rng(0)
    face = np.searchsorted(edges, (np.arange(4 * count) + 0.5) / (4 * count) * edges[-1])
    root, along = np.sqrt(random.random((4 * count, 1))), random.random((4 * count, 1))
    weights = np.concatenate([1 - root, root * (1 - along), root * along], axis=1)
    points = weights[:, :1] * a[face] + weights[:, 1:2] * b[face] + weights[:, 2:] * c[face]
    cell = np.floor(points / np.sqrt(0.5 * edges[-1] / count) * 1.16).astype(np.int64)
    key = (cell[:, 0] * 4096 + cell[:, 1]) * 4096 + cell[:, 2]
    kept = np.unique(key, return_index=True)[1]
    normals = across[face[kept]] / np.maximum(area[face[kept]], 1e-12)[:, None]
    colors = None
    if mesh.uv is not None and mesh.texture is not None:
        uv = np.einsum("pk,pkc->pc", weights[kept], mesh.uv[mesh.faces[face[kept]]])
        colors = sampled(mesh.texture, uv.astype(np.float32))
    return PointCloud(points[kept].astype(np.float32), normals.astype(np.float32), colors)


def occupancy_field(grid: VoxelGrid | None, mesh: Mesh | None, points: PointCloud | None) -> Floats:
    """How full each cell around the object is (FIELD,)*3, of voxels or else of surface."""
    if grid is not None:
        return np.minimum(_of_voxels(grid), 1.0)
    if mesh is not None:
        return np.minimum(_histogram(scatter_points(mesh, 20_000).points) / 6, 1.0)
    if points is not None:
        return np.minimum(_histogram(points.points) / 3, 1.0)
    return np.zeros((FIELD,) * 3, np.float32)


def _of_voxels(grid: VoxelGrid) -> Floats:
    """Every voxel goes to the cell that its middle is in: along one axis after the other."""
    field = grid.occupancy * np.float32(1.25)
    field -= np.float32(0.125)
    np.clip(field, 0, 1, out=field)
    for axis in (2, 1, 0):  # each round sums up the last axis and turns it to the front
        shares = _shares(field.shape[-1], float(grid.origin[axis]), float(grid.voxel_size))
        field = np.moveaxis(field @ shares, -1, 0)
    return np.ascontiguousarray(field)


@cache
def _shares(count: int, origin: float, voxel_size: float) -> Floats:
    """How much of each cell's length each voxel fills along an axis (count, FIELD)."""
    cell = 2 * FIELD_HALF / FIELD
    times = max(1, round(voxel_size / cell))  # coarse voxels are cut up, to fill all cells
    middles = origin + voxel_size * ((np.arange(count * times) + 0.5) / times - 0.5)
    cells = np.floor((middles + FIELD_HALF) / cell).astype(np.int64)
    shares = np.zeros((count, FIELD), np.float32)
    within = (cells >= 0) & (cells < FIELD)
    voxels = np.arange(count * times) // times
    np.add.at(shares, (voxels[within], cells[within]), voxel_size / times / cell)
    return shares


def _histogram(places: Floats) -> Floats:
    cell = ((places + FIELD_HALF) * (FIELD / (2 * FIELD_HALF))).astype(np.int64)
    within = ((cell >= 0) & (cell < FIELD)).all(axis=1)
    index = (cell[:, 0] * FIELD + cell[:, 1]) * FIELD + cell[:, 2]
    counts = np.bincount(index[within], minlength=FIELD**3)
    return counts.reshape((FIELD,) * 3).astype(np.float32)


def baked_shade(field: Floats, floor: float, points: Floats, normals: Floats) -> Bytes:
    """How open each point lies to the sky, 255 open to 0 closed (P,); ``floor`` is a y."""
    standing = field.copy()
    below = int(np.clip((floor + FIELD_HALF) * FIELD / (2 * FIELD_HALF), 0, FIELD))
    standing[:, :below] = np.maximum(standing[:, :below], 0.55)
    padded = np.pad(standing, 4)
    near, far = _blur(padded, 1), _blur(padded, 3)
    cell = 2 * FIELD_HALF / FIELD
    close = _sample(near, points + normals * np.float32(1.4 * cell))
    wide = _sample(far, points + normals * np.float32(3.5 * cell))
    open_close = 1 - 1.9 * np.clip(close - FLAT, 0, 0.5)
    open_wide = 1 - 1.8 * np.clip(wide - FLAT, 0, 0.5)
    openness = open_close * open_wide
    return (255 * np.clip(openness, 0.12, 1)).astype(np.uint8)


def contact_shadow(field: Floats, floor: float) -> Floats:
    """The shade on the ground under a shape, (SHADOW, SHADOW) indexed [x, z], in [0, 1].

    Low parts throw a tight shadow and high parts a wide, faint one, as under a cloudy sky.
    """
    cell = 2 * FIELD_HALF / FIELD
    height = (np.arange(FIELD) + 0.5) * cell - FIELD_HALF - floor
    light = np.ones((SHADOW, SHADOW), np.float32)
    for reach, strength, radius in ((0.08, 0.7, 2), (0.3, 0.45, 4), (2.0, 0.42, 9)):
        low = field[:, height < reach]
        if low.shape[1]:
            light *= 1 - strength * _blur(_on_ground(low.max(axis=1)), radius)
    return 1 - light


def _on_ground(plan: Floats) -> Floats:
    """A plan (FIELD, FIELD) drawn into the larger, finer picture of the ground."""
    place = ((np.arange(SHADOW) + 0.5) / SHADOW * 2 - 1) * SHADOW_HALF
    cell = (place + FIELD_HALF) * FIELD / (2 * FIELD_HALF)
    within = (cell >= 0) & (cell < FIELD)
    index = np.where(within, cell, 0).astype(np.int64)
    drawn = plan[np.ix_(index, index)] * np.outer(within, within)
    return drawn.astype(np.float32)


def _blur(values: Floats, radius: int) -> Floats:
    """Two box filters along every axis, close to a Gaussian; the border counts as empty."""
    for _ in range(values.ndim):  # each round blurs the last axis and turns it to the front
        values = np.moveaxis(values @ _boxes(values.shape[-1], radius), -1, 0)
    return np.ascontiguousarray(values)


@cache
def _boxes(size: int, radius: int) -> Floats:
    """The matrix (size, size) of two box filters one after the other."""
    place = np.arange(size)
    box = np.abs(place[:, None] - place) <= radius
    once = box.astype(np.float32) / np.float32(2 * radius + 1)
    return once @ once


def _sample(padded: Floats, places: Floats) -> Floats:
    """Trilinear look-up in a field padded by 4 cells."""
    cell = (places + FIELD_HALF) * (FIELD / (2 * FIELD_HALF)) + 3.5
    cell = np.clip(cell, 0, FIELD + 6.99).astype(np.float32)
    low = cell.astype(np.int32)
    share = cell - low
    size = padded.shape[0]
    flat = padded.reshape(-1)
    index = (low[:, 0] * size + low[:, 1]) * size + low[:, 2]
    result = np.zeros(len(places), np.float32)
    for i in range(8):
        offset, weight = 0, np.ones(len(places), np.float32)
        for k in range(3):
            bit = i >> k & 1
            offset += bit * size ** (2 - k)
            weight = weight * (share[:, k] if bit else 1 - share[:, k])
        result += weight * flat[index + offset]
    return result
