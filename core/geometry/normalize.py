"""Bringing shapes into the object frame, where every method reads and writes them."""

from __future__ import annotations

import numpy as np

from core.errors import UserError
from core.geometry.isosurface import isosurface
from core.geometry.voxelize import normalize, voxelize
from core.types import Mesh, VoxelGrid


def in_object_frame(shape: Mesh | VoxelGrid) -> VoxelGrid:
    """A grid of the shape in the object frame: centred, its longest side 1.

    A grid that already is stays as it is. Raises UserError for a shape without volume or extent.
    """
    if isinstance(shape, Mesh):
        return voxelize(normalize(shape))
    filled = np.argwhere(shape.occupancy > 0.5)
    if not len(filled):
        raise UserError("No voxel of the grid is occupied. Use another grid.")
    low, high = filled.min(axis=0), filled.max(axis=0) + 1
    side = shape.occupancy.shape[0]
    centred = np.abs(low + high - side).max() <= 2 and (high - low).max() >= side - 2
    if centred:
        return VoxelGrid.canonical(shape.occupancy)
    return voxelize(normalize(isosurface(shape)))
