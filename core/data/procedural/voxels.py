"""Which voxels closed solids fill, exactly; and thin parts made fit to be seen by voxels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from core.data.procedural.solids import Array, Faces, Solid

PLATE = 1.02  # voxels; a hair more, as symmetric plates end exactly at voxel centres
ROD = 1.65  # voxels; sqrt(2), and what a rod of six sides lacks to a round one


def thickened(solid: Solid, least: float) -> Solid:
    """The solid grown along its normals until no part that matters is thinner than ``least``.

    A rod is grown to ROD times that, since a thinner one can pass between four voxel centres.
    """
    needed = least * (ROD if solid.rod else PLATE)
    if solid.thickness >= needed:
        return solid
    corners = solid.vertices[solid.faces]
    edges = np.roll(corners, -1, axis=1) - corners
    edges /= np.maximum(np.linalg.norm(edges, axis=2, keepdims=True), 1e-12)
    normals = np.cross(edges[:, 0], edges[:, 1])
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    cosines = -np.einsum("fkd,fkd->fk", edges, np.roll(edges, 1, axis=1))
    angles = np.arccos(np.clip(cosines, -1, 1))
    outward = np.zeros_like(solid.vertices)
    for k in range(3):
        np.add.at(outward, solid.faces[:, k], normals * angles[:, k : k + 1])
    outward /= np.maximum(np.linalg.norm(outward, axis=1, keepdims=True), 1e-12)
    # At an edge the faces, not the vertex, are to move by the wanted amount.
    lean = np.ones(len(outward))
    for k in range(3):
        index = solid.faces[:, k]
        np.minimum.at(lean, index, np.einsum("fd,fd->f", outward[index], normals))
    reach = (needed - solid.thickness) / 2 / np.clip(lean, 0.5, 1.0)
    return replace(solid, vertices=solid.vertices + outward * reach[:, None], thickness=needed)


def voxelize(vertices: Array, faces: Faces, resolution: int) -> npt.NDArray[np.bool_]:
    """Which voxel centres of [-0.5, 0.5]^3 lie inside the union of closed meshes: (N, N, N).

    Every triangle is drawn along Z into the columns it covers; where the sum of entries and exits
    up to a centre, its winding number, is positive the centre is inside.
    """
    size = resolution
    # The shift keeps columns off edges: symmetric shapes have theirs exactly on voxel centres.
    points = (vertices + 0.5) * size - 0.5 + np.array([1.3e-7, 2.9e-7, 0.0])
    a, b, c = (points[faces[:, k]] for k in range(3))
    doubled = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    low = np.maximum(np.ceil(np.minimum(np.minimum(a, b), c)[:, :2]), 0).astype(np.int64)
    high = np.minimum(np.floor(np.maximum(np.maximum(a, b), c)[:, :2]), size - 1).astype(np.int64)
    spans = np.maximum(high - low + 1, 0)
    counts = np.where(doubled != 0, spans[:, 0] * spans[:, 1], 0)
    triangle = np.repeat(np.arange(len(faces)), counts)
    place = np.arange(len(triangle)) - np.repeat(np.cumsum(counts) - counts, counts)
    x = low[triangle, 0] + place // spans[triangle, 1]
    y = low[triangle, 1] + place % spans[triangle, 1]
    a, b, c, doubled = a[triangle], b[triangle], c[triangle], doubled[triangle]
    u = ((b[:, 0] - x) * (c[:, 1] - y) - (b[:, 1] - y) * (c[:, 0] - x)) / doubled
    v = ((c[:, 0] - x) * (a[:, 1] - y) - (c[:, 1] - y) * (a[:, 0] - x)) / doubled
    hit = (u >= 0) & (v >= 0) & (u + v <= 1)
    depth = u * a[:, 2] + v * b[:, 2] + (1 - u - v) * c[:, 2]
    level = np.clip(np.ceil(depth[hit]), 0, size).astype(np.int64)
    bins = (x[hit] * size + y[hit]) * (size + 1) + level
    change = np.bincount(bins, -np.sign(doubled[hit]), size * size * (size + 1))
    winding = np.cumsum(change.reshape(size, size, size + 1), axis=2)[:, :, :size]
    return np.asarray(winding > 0.5)
