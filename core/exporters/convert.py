"""From what a method produced to what a format holds: kind, size, axes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from core.errors import UserError
from core.geometry.isosurface import isosurface
from core.geometry.points import sample_points
from core.geometry.repair import close
from core.geometry.texture import colored, laid
from core.geometry.voxelize import normalize, voxelize
from core.types import Floats, Mesh, PointCloud, VoxelGrid

if TYPE_CHECKING:
    from core.exporters import Exporter, Shape
    from core.geometry.texture import Cover

POINTS = 50_000
GRID_RESOLUTION = 64


def convert(
    shape: Shape, suffix: str, exporter: Exporter, as_: str | None, photo: Cover | None = None
) -> Shape:
    """The shape as the kind that the format holds, or that was asked for, and the photograph on it.

    Raises UserError where the shape is not of that kind, and for an empty one.
    """
    if exporter.kind == "voxels":
        result: Shape = _as_grid(shape)
    elif as_ == "points" or isinstance(shape, PointCloud):
        if suffix != ".ply":
            raise UserError(f"Points cannot be written as {suffix}. Use .ply.")
        result = shape if isinstance(shape, PointCloud) else _as_points(shape, photo)
    elif as_ == "voxels":
        result = blocks(_as_grid(shape))
    else:
        mesh = _as_mesh(shape)
        result = mesh if mesh.texture is not None else close(mesh)[0]  # laid on a closed one
    if isinstance(result, Mesh) and photo is not None:
        result = _dressed(result, photo, exporter)
    if extent(result).max() <= 0:
        raise UserError("The shape is empty, so nothing was written. Reconstruct one first.")
    return result


def blocks(grid: VoxelGrid, level: float = 0.5) -> Mesh:
    """The outer sides of the voxels above ``level``, without those between two such voxels.

    Watertight: where two voxels touch along an edge only, a third one joins them.
    """
    solid = np.pad(joined(grid.occupancy, level), 1)
    corners, count = [], 0
    for axis in range(3):
        for step in (-1, 1):
            cells = np.argwhere(solid & ~np.roll(solid, -step, axis=axis)) - 1
            u, v = np.eye(3)[(axis + 1) % 3], np.eye(3)[(axis + 2) % 3]
            square = np.array([-u - v, u - v, u + v, -u + v]) / 2 + step * np.eye(3)[axis] / 2
            corners.append((cells[:, None] + square[::step]).reshape(-1, 3))
            count += len(cells)
    points = np.concatenate(corners)
    # Corners lie at halves: doubled they are whole numbers, by which equal ones are found.
    unique, index = np.unique(np.rint(points * 2).astype(np.int64), axis=0, return_inverse=True)
    quads = index.reshape(count, 4)
    faces = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]]).astype(np.int32)
    vertices = unique / 2 * grid.voxel_size + grid.origin
    return Mesh(vertices.astype(np.float32), faces)


def joined(occupancy: Floats, level: float) -> npt.NDArray[np.bool_]:
    """The voxels above ``level``, and what it takes for no two to touch along an edge only.

    Of the two voxels that could join such a pair the one of more occupancy is taken.
    """
    solid = occupancy > level
    # Views on both, turned so that the edges looked at run along the last axis.
    turns = [(np.moveaxis(solid, k, -1), np.moveaxis(occupancy, k, -1)) for k in range(3)]
    low, high = slice(None, -1), slice(1, None)
    while True:
        before = int(solid.sum())
        for filled, chance in turns:
            for a, b in ((low, high), (high, low)):
                apart = filled[low, a] & filled[high, b] & ~filled[low, b] & ~filled[high, a]
                first = chance[low, b] >= chance[high, a]
                filled[low, b] |= apart & first
                filled[high, a] |= apart & ~first
        if int(solid.sum()) == before:
            return solid


def longest_side(shape: Shape) -> float:
    """The longest side of the shape's bounding box, in its own units."""
    return float(extent(shape).max())


def scaled(shape: Shape, factor: float, z_up: bool) -> Shape:
    """A mesh or cloud centred, scaled, and turned to +Z up where wanted; a grid as it is."""
    if isinstance(shape, Mesh):
        return replace(shape, vertices=_turned(_centred(shape.vertices) * factor, z_up))
    if isinstance(shape, PointCloud):
        return replace(shape, points=_turned(_centred(shape.points) * factor, z_up))
    return shape


def extent(shape: Shape) -> npt.NDArray[np.float64]:
    """The sides (3,) of a shape's bounding box; of a grid, of its filled voxels."""
    if isinstance(shape, VoxelGrid):
        filled = np.argwhere(shape.occupancy > 0.5)
        sides = np.ptp(filled, axis=0) + 1 if len(filled) else np.zeros(3)
        return np.asarray(sides * shape.voxel_size, np.float64)
    points = shape.vertices if isinstance(shape, Mesh) else shape.points
    if len(points) == 0:
        return np.zeros(3)
    return np.asarray(points.max(axis=0) - points.min(axis=0), np.float64)


def _centred(points: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    exact = points.astype(np.float64)
    return np.asarray(exact - (exact.min(axis=0) + exact.max(axis=0)) / 2)


def _turned(points: npt.NDArray[np.float64], z_up: bool) -> npt.NDArray[np.float32]:
    turned = points[:, [0, 2, 1]] * (1, -1, 1) if z_up else points
    return np.asarray(turned, np.float32)


def upright(sides: npt.NDArray[np.float64], z_up: bool) -> npt.NDArray[np.float64]:
    """The sides (3,) of a file's box, in the object frame."""
    return sides[[0, 2, 1]] if z_up else sides


def _as_mesh(shape: Shape) -> Mesh:
    if isinstance(shape, VoxelGrid):
        return isosurface(shape)
    assert isinstance(shape, Mesh)
    return shape


def _dressed(mesh: Mesh, photo: Cover, exporter: Exporter) -> Mesh:
    if not exporter.colors:
        return mesh
    return laid(mesh, photo) if exporter.colors == "texture" else colored(mesh, photo)


def _as_points(shape: Shape, photo: Cover | None) -> PointCloud:
    mesh = _as_mesh(shape)
    return sample_points(mesh if photo is None else colored(mesh, photo), POINTS)


def _as_grid(shape: Shape) -> VoxelGrid:
    if isinstance(shape, PointCloud):
        raise UserError("Points alone cannot be written as voxels. Use .ply.")
    return shape if isinstance(shape, VoxelGrid) else voxelize(normalize(shape), GRID_RESOLUTION)
