"""How far to trust a grid, from the grid itself."""

from __future__ import annotations

from core.types import VoxelGrid


def expected_iou(grid: VoxelGrid, threshold: float = 0.5) -> float:
    """The IoU with the truth that a grid's own probabilities lead one to expect, in [0, 1].

    If every voxel is occupied with the probability that the grid states, the solid at the
    threshold shares ``sum of p inside`` voxels with the truth, and the union has
    ``voxels inside + sum of p outside``. 0 for an empty solid. How well it is borne out is
    measured by `evaluate`.
    """
    inside = grid.occupancy > threshold
    count = int(inside.sum())
    if not count:
        return 0.0
    shared = float(grid.occupancy[inside].sum(dtype="float64"))
    outside = float(grid.occupancy[~inside].sum(dtype="float64"))
    return shared / (count + outside)
