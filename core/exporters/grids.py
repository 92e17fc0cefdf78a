"""NPZ and binvox: grids in their own frame."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from core.importers.binvox import write_binvox
from core.types import VoxelGrid


def write(shape: VoxelGrid, path: Path) -> None:
    """``.npz`` with occupancy (N, N, N), origin (3,) and voxel_size, or a thresholded binvox."""
    if path.suffix.lower() == ".binvox":
        write_binvox(shape, path)
        return
    # By an open file, because numpy adds its suffix to any other name than .npz in lower case.
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            occupancy=shape.occupancy.astype(np.float32),
            origin=shape.origin.astype(np.float32),
            voxel_size=np.float64(shape.voxel_size),
        )
