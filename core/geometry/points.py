"""Points on surfaces."""

from __future__ import annotations

import numpy as np

from core.geometry.mesh import face_areas, face_normals
from core.types import Mesh, PointCloud


def sample_points(mesh: Mesh, count: int, seed: int = 0) -> PointCloud:
    """``count`` points spread evenly over the surface, with normals, and colours where known.

    The same seed gives the same points. A mesh without area gives no points.
    """
    areas = face_areas(mesh)
    if areas.sum() <= 0:
        empty = np.zeros((0, 3), np.float32)
        return PointCloud(empty, empty)
    random = np.random.default_rng(seed)
    # Stratified along the running area: closer to even than independent draws.
    places = (np.arange(count) + random.random(count)) / max(count, 1) * areas.sum()
    face = np.minimum(np.searchsorted(np.cumsum(areas), places, side="right"), len(areas) - 1)
    u, v = random.random((2, count))
    weights = np.stack([1 - np.sqrt(u), np.sqrt(u) * (1 - v), np.sqrt(u) * v], axis=1)
    corners = mesh.vertices[mesh.faces[face]]
    points = np.einsum("pc,pcd->pd", weights, corners).astype(np.float32)
    colors = None
    if mesh.texture is not None and mesh.uv is not None:
        from core.geometry.texture import sampled

        uv = np.einsum("pc,pcd->pd", weights, mesh.uv[mesh.faces[face]])
        colors = sampled(mesh.texture, uv.astype(np.float32))
    elif mesh.vertex_colors is not None:
        blended = np.einsum("pc,pcd->pd", weights, mesh.vertex_colors[mesh.faces[face]])
        colors = np.rint(blended).astype(np.uint8)
    return PointCloud(points, face_normals(mesh)[face], colors)
