"""Binvox: a thresholded cubic grid, run-length encoded.

Format: https://www.patrickmin.com/binvox/binvox.html. Voxels run with y fastest, then z, then x.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from core.types import VoxelGrid
from core.utils.containers import check_size, reading
from core.utils.files import read_bytes

MEMORY = 6  # bytes that a voxel takes while it is read


def read_binvox(path: Path) -> VoxelGrid:
    """The grid in the file's own frame. Raises UserError for anything but a cubic binvox."""
    head, found, data = read_bytes(path).partition(b"\ndata\n")
    lines = [line.split() for line in head.decode("ascii", "replace").splitlines()]
    header = {line[0]: line[1:] for line in lines if line}
    with reading(f"{path.name} is not a whole binvox file. Write it again."):
        if not found or "#binvox" not in header:
            raise ValueError("no binvox header")
        (side,) = {int(text) for text in header["dim"]}
        if side < 1:
            raise ValueError("unlikely size")
        check_size(path.name, MEMORY * side**3)
        corner = np.array([float(text) for text in header.get("translate", "000")]).reshape(3)
        scale = float(header.get("scale", ["1"])[0])
        runs = np.frombuffer(data, np.uint8)[: len(data) // 2 * 2].reshape(-1, 2)
        if runs[:, 1].sum(dtype=np.int64) != side**3:
            raise ValueError("wrong number of voxels")
        if not np.isfinite([*corner, scale]).all() or scale <= 0:
            raise ValueError("no place in space")
    values = np.repeat(runs[:, 0], runs[:, 1]).reshape(side, side, side)
    edge = scale / side
    occupancy = (values.transpose(0, 2, 1) > 0).astype(np.float32)
    return VoxelGrid(occupancy, (corner + edge / 2).astype(np.float32), edge)


def write_binvox(grid: VoxelGrid, path: Path, level: float = 0.5) -> None:
    """Write the voxels above ``level``; a run holds at most 255 voxels."""
    values = (grid.occupancy > level).transpose(0, 2, 1).ravel()
    starts = np.concatenate([[0], np.flatnonzero(np.diff(values)) + 1])
    lengths = np.diff(np.append(starts, len(values)))
    full, rest = np.divmod(lengths, 255)
    counts = np.full(int(full.sum() + len(rest)), 255, np.uint8)
    counts[np.cumsum(full + 1) - 1] = rest
    runs = np.stack([np.repeat(values[starts], full + 1).astype(np.uint8), counts], axis=1)
    corner = grid.origin.astype(np.float64) - grid.voxel_size / 2
    side = grid.occupancy.shape[0]
    header = (
        f"#binvox 1\ndim {side} {side} {side}\n"
        f"translate {corner[0]:.9g} {corner[1]:.9g} {corner[2]:.9g}\n"
        f"scale {grid.voxel_size * side:.9g}\ndata\n"
    )
    path.write_bytes(header.encode() + runs[runs[:, 1] > 0].tobytes())
