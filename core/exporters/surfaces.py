"""STL, PLY and OFF: surfaces, with vertex colours where the format has them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from core.geometry.mesh import as_trimesh
from core.types import Mesh, PointCloud


def write(shape: Mesh | PointCloud, path: Path) -> None:
    """Write a mesh in the format of the suffix, or points as PLY, in the shape's own frame."""
    if isinstance(shape, PointCloud):
        path.write_bytes(points_ply(shape))
        return
    data: Any = as_trimesh(shape).export(file_type=path.suffix.lower()[1:])
    path.write_bytes(data.encode() if isinstance(data, str) else data)


def points_ply(cloud: PointCloud) -> bytes:
    """A binary PLY of points with their normals and colours."""
    fields = [(name, "<f4") for name in "xyz"]
    if cloud.normals is not None:
        fields += [(name, "<f4") for name in ("nx", "ny", "nz")]
    if cloud.colors is not None:
        fields += [(name, "u1") for name in ("red", "green", "blue")]
    rows = np.zeros(len(cloud.points), fields)
    columns = [cloud.points, cloud.normals, cloud.colors]
    values = [column for array in columns if array is not None for column in array.T]
    for (name, _), column in zip(fields, values, strict=True):
        rows[name] = column
    types = {"<f4": "float", "u1": "uchar"}
    header = ["ply", "format binary_little_endian 1.0", f"element vertex {len(rows)}"]
    header += [f"property {types[kind]} {name}" for name, kind in fields]
    return "\n".join([*header, "end_header", ""]).encode() + rows.tobytes()
