"""Meshes to solid voxel grids, also from meshes that are not watertight.

Three sources of evidence are put together, because meshes found in libraries are triangle soups:

* surface voxels: dense samples of every triangle; thin sheets and legs are never lost;
* flood fill: what the surface shuts off from outside is solid, however its triangles are wound;
* winding: signed crossings along the three axes say which voxel *centres* are inside, so that a
  solid is not inflated by its surface voxels, and still fill a shape with holes in its surface.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from core.errors import UserError
from core.types import Mesh, VoxelGrid

Bools = npt.NDArray[np.bool_]
Reals = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

SAMPLE_SPACING = 0.5  # voxels; below 0.7 no path from centre to centre slips between two samples
LEAK_SHARE = 0.02  # of the solid, found by winding alone, above which a mesh counts as leaking
# Rays pass a little beside the centres: models love to put vertices and edges exactly there.
RAY_SHIFT = (3.7e-5, 6.1e-5)


@dataclass(frozen=True, eq=False)
class Surface:
    """The sample nearest to the centre of each surface voxel, in voxel units.

    cells (M, 3), points (M, 3), normals (M, 3) of either sign; ``mask`` (N, N, N) marks the cells.
    """

    mask: Bools
    cells: Indices
    points: Reals
    normals: Reals


def normalize(mesh: Mesh) -> Mesh:
    """The mesh with its bounding box centred at the origin and its longest side 1.

    Raises UserError for a mesh without extent.
    """
    used = mesh.vertices[np.unique(mesh.faces)].astype(np.float64)
    side = float(np.ptp(used, axis=0).max()) if len(used) else 0.0
    if not 0.0 < side < np.inf:
        raise UserError("The mesh is empty or has no size. Use one with triangles.")
    centre = (used.min(axis=0) + used.max(axis=0)) / 2
    return replace(mesh, vertices=((mesh.vertices - centre) / side).astype(np.float32))


def voxelize(mesh: Mesh, resolution: int = 64) -> VoxelGrid:
    """Solid occupancy (0 or 1) of a mesh in the object frame, over [-0.5, 0.5]^3."""
    return VoxelGrid.canonical(solidify(mesh, resolution)[0])


def solidify(mesh: Mesh, resolution: int = 64) -> tuple[Bools, bool]:
    """Solid voxels (N, N, N), and whether the surface leaks so that winding had to fill it.

    A voxel is solid when its centre is inside; a part too thin to hold centres keeps the voxels
    that its surface passes through.
    """
    # Voxel units: the centre of voxel i is at i.
    corners = (mesh.vertices.astype(np.float64)[mesh.faces] + 0.5) * resolution - 0.5
    surface = sample_surface(corners, resolution)
    votes = winding_votes(corners, resolution)
    voted = votes > 0
    outside = _connected_to_border(~surface.mask)
    # A hole below is a model without its bottom and is filled; a hole above is a cup, and is not.
    roofed = np.logical_or.accumulate(surface.mask[:, ::-1], axis=1)[:, ::-1]
    unsealed = (votes > 1) & outside & roofed
    solid = (~outside & ~surface.mask) | (voted & surface.mask) | unsealed
    solid[tuple(surface.cells.T)] |= _keep(surface, solid)
    solid = ~_connected_to_border(~solid)
    return solid, bool(unsealed.sum() > LEAK_SHARE * max(1, solid.sum()))


def sample_surface(corners: Reals, resolution: int) -> Surface:
    """Surface voxels of triangles (F, 3, 3) in voxel units, without gaps.

    Rows of samples run across each triangle from its sharpest corner to the edge opposite, so
    that slivers cost what their area is worth.
    """
    a, b, c = _shortest_edge_last(corners)
    length = np.maximum(np.linalg.norm(b - a, axis=1), np.linalg.norm(c - a, axis=1))
    steps = np.ceil(length / SAMPLE_SPACING).astype(np.int64) + 1
    triangle, row = expand(steps)
    along = row / np.maximum(steps[triangle] - 1, 1)
    width = np.linalg.norm(c - b, axis=1)[triangle] * along
    columns = np.ceil(width / SAMPLE_SPACING).astype(np.int64) + 1
    line, column = expand(columns)
    across = column / np.maximum(columns[line] - 1, 1)
    triangle, along = triangle[line], along[line]
    points = a[triangle] + along[:, None] * (
        (b - a)[triangle] + across[:, None] * (c - b)[triangle]
    )
    cells = np.clip(np.rint(points).astype(np.int64), 0, resolution - 1)
    index = (cells[:, 0] * resolution + cells[:, 1]) * resolution + cells[:, 2]
    distance = ((points - cells) ** 2).sum(axis=1)
    # Written farthest first, so that the nearest sample of a voxel is the one that stays.
    order = np.argsort(-distance.astype(np.float32))
    nearest = np.full(resolution**3, -1, np.int64)
    nearest[index[order]] = order
    chosen = nearest[nearest >= 0]
    normals = np.cross(b - a, c - a)[triangle[chosen]]
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    mask = (nearest >= 0).reshape((resolution,) * 3)
    return Surface(mask, cells[chosen], points[chosen], normals)


def winding_votes(corners: Reals, resolution: int) -> npt.NDArray[np.int8]:
    """For each voxel centre (N, N, N), how many more of its three rays call it inside than not.

    A ray whose crossings do not cancel came through a hole in the surface and has no vote.
    """
    votes = np.zeros((resolution,) * 3, np.int8)
    for axis in range(3):
        winding = _winding(np.roll(corners, 2 - axis, axis=2), resolution)
        closed = winding[:, :, -1:] == 0
        vote = np.where(winding[:, :, :-1] != 0, np.int8(1), np.int8(-1)) * closed
        votes += np.transpose(vote, np.roll((0, 1, 2), axis - 2))
    return votes


def _winding(corners: Reals, resolution: int) -> npt.NDArray[np.int32]:
    """Winding number at each centre, for rays along the last axis, and behind the grid (N+1)."""
    flat = corners[:, :, :2] - np.array(RAY_SHIFT)
    low = np.clip(np.ceil(flat.min(axis=1)), 0, resolution).astype(np.int64)
    high = np.clip(np.floor(flat.max(axis=1)), -1, resolution - 1).astype(np.int64)
    size = np.maximum(high - low + 1, 0)
    triangle, offset = expand(size[:, 0] * size[:, 1])
    u = low[triangle, 0] + offset // size[triangle, 1]
    v = low[triangle, 1] + offset % size[triangle, 1]
    (a, b, c) = (flat[:, k] for k in range(3))
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])

    def side(p: Reals, q: Reals) -> Reals:
        """Which side of each triangle's edge the ray passes on, by sign."""
        constant = (q[:, 1] - p[:, 1]) * p[:, 0] - (q[:, 0] - p[:, 0]) * p[:, 1]
        return np.asarray((q - p)[triangle, 0] * v - (q - p)[triangle, 1] * u + constant[triangle])

    ab, bc, ca = side(a, b), side(b, c), side(c, a)
    hit = ((ab > 0) & (bc > 0) & (ca > 0)) | ((ab < 0) & (bc < 0) & (ca < 0))
    triangle, u, v = triangle[hit], u[hit], v[hit]
    n = normal[triangle]
    first = corners[triangle, 0]
    slope = (u + RAY_SHIFT[0] - first[:, 0]) * n[:, 0] + (v + RAY_SHIFT[1] - first[:, 1]) * n[:, 1]
    depth = first[:, 2] - slope / n[:, 2]
    behind = np.clip(np.ceil(depth), 0, resolution).astype(np.int64)
    index = (u * resolution + v) * (resolution + 1) + behind
    crossings = np.bincount(index, -np.sign(n[:, 2]), resolution**2 * (resolution + 1))
    shape = (resolution, resolution, resolution + 1)
    return np.cumsum(crossings.astype(np.int32).reshape(shape), axis=2, dtype=np.int32)


def _keep(surface: Surface, solid: Bools) -> Bools:
    """Which surface cells (M,) are solid for what lies beside them.

    With solid on both sides the surface is an inner wall; with solid on one, the centre must be on
    that side; with solid on neither it is a thin sheet, or the edge of a solid. Then the centre is
    outside, and what lies straight behind the edge is solid.
    """
    front = _solid_beside(surface.points, surface.normals, solid)
    back = _solid_beside(surface.points, -surface.normals, solid)
    inward = surface.points - surface.cells
    length = np.linalg.norm(inward, axis=1)
    behind = _solid_beside(surface.points, inward / np.maximum(length, 1e-9)[:, None], solid)
    edge = behind & (length > 0.1)  # nearer to the centre the direction means nothing
    height = -(inward * surface.normals).sum(axis=1)
    one_side = np.where(front, height > 0, height < 0)
    return np.asarray(np.where(front == back, front | ~edge, one_side))


def _solid_beside(points: Reals, direction: Reals, solid: Bools) -> Bools:
    found = np.zeros(len(points), np.bool_)
    for step in (0.5, 1.0, 1.5):
        beside = np.rint(points + step * direction).astype(np.int64)
        valid = ((beside >= 0) & (beside < solid.shape[0])).all(axis=1)
        found |= valid & solid[tuple(np.where(valid[:, None], beside, 0).T)]
    return found


def _connected_to_border(free: Bools) -> Bools:
    """The free voxels reachable from outside the grid through faces."""
    labels = ndimage.label(np.pad(free, 1, constant_values=True))[0]
    return np.asarray(labels == labels[0, 0, 0])[1:-1, 1:-1, 1:-1]


def _shortest_edge_last(corners: Reals) -> tuple[Reals, Reals, Reals]:
    """Corners a, b, c of each triangle, turned so that bc is its shortest edge."""
    edges = np.linalg.norm(np.roll(corners, -1, axis=1) - np.roll(corners, -2, axis=1), axis=2)
    order = (edges.argmin(axis=1)[:, None] + np.arange(3)) % 3
    turned = np.take_along_axis(corners, order[:, :, None], axis=1)
    return turned[:, 0], turned[:, 1], turned[:, 2]


def expand(counts: Indices) -> tuple[Indices, Indices]:
    """(owner, place) of every item when owner i has ``counts[i]`` items, end to end."""
    owner = np.repeat(np.arange(len(counts)), counts)
    start = np.cumsum(counts) - counts
    return owner, np.arange(len(owner)) - start[owner]
