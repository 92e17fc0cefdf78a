"""What one asks of a triangle mesh."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csr_array

from core.types import Floats, Mesh

if TYPE_CHECKING:
    import trimesh  # imported where it is needed: it takes half a second


def as_trimesh(mesh: Mesh) -> trimesh.Trimesh:
    """The same mesh for trimesh, which merges and drops nothing on the way."""
    import trimesh

    measured = {"seen": mesh.seen, "confidence": mesh.confidence}
    return trimesh.Trimesh(
        mesh.vertices,
        mesh.faces,
        vertex_colors=mesh.vertex_colors,
        vertex_attributes={name: of for name, of in measured.items() if of is not None},
        process=False,
    )


def from_trimesh(mesh: trimesh.Trimesh) -> Mesh:
    """A trimesh as Mesh; vertex colours are kept where they were set."""
    from trimesh.visual import ColorVisuals

    colors = None
    visual = mesh.visual
    if isinstance(visual, ColorVisuals) and visual.kind == "vertex":
        colors = np.asarray(visual.vertex_colors[:, :3], np.uint8)
    vertices = np.asarray(mesh.vertices, np.float32)
    return Mesh(vertices, np.asarray(mesh.faces, np.int32), colors)


def adjacency(mesh: Mesh) -> csr_array:
    """The matrix (V, V) that is 1 where two vertices share an edge."""
    start, end = mesh.faces.ravel(), np.roll(mesh.faces, -1, axis=1).ravel()
    rows, columns = np.concatenate([start, end]), np.concatenate([end, start])
    shape = 2 * (len(mesh.vertices),)
    links = csr_array(coo_array((np.ones(len(rows)), (rows, columns)), shape=shape))
    links.data[:] = 1.0  # an edge is met from both its triangles
    return links


def volume(mesh: Mesh) -> float:
    """Signed volume by the divergence theorem; meaningless when the mesh is not watertight."""
    a, b, c = np.moveaxis(mesh.vertices.astype(np.float64)[mesh.faces], 1, 0)
    return float((a * np.cross(b, c)).sum() / 6)


def is_watertight(mesh: Mesh) -> bool:
    """Whether every edge joins exactly two triangles, which run along it in opposite directions.

    Triangles are joined by vertex index: vertices that only coincide leave the mesh open.
    """
    if len(mesh.faces) == 0:
        return False
    start = mesh.faces.astype(np.int64)
    end = np.roll(start, -1, axis=1)
    forward = np.sort((start * len(mesh.vertices) + end).ravel())
    backward = np.sort((end * len(mesh.vertices) + start).ravel())
    once = bool((forward[1:] != forward[:-1]).all())
    return once and bool((forward == backward).all())


def face_areas(mesh: Mesh) -> npt.NDArray[np.float64]:
    """Area of each triangle (F,)."""
    return np.asarray(np.linalg.norm(_cross(mesh), axis=1) / 2)


def face_normals(mesh: Mesh) -> Floats:
    """Outward unit normal of each triangle (F, 3), zero for one without area."""
    cross = _cross(mesh)
    length = np.linalg.norm(cross, axis=1, keepdims=True)
    return np.asarray(cross / np.maximum(length, 1e-30), np.float32)


def vertex_normals(mesh: Mesh) -> Floats:
    """Outward unit normals of vertices (V, 3), triangles weighed by area.

    Vertices of a textured mesh that are at one place have the same.
    """
    if mesh.uv is not None:
        places, index = joined(mesh)
        return np.asarray(vertex_normals(places)[index])
    across = _cross(mesh)
    corner, count = mesh.faces.T.reshape(-1), len(mesh.vertices)
    normals = np.stack([np.bincount(corner, np.tile(axis, 3), count) for axis in across.T], axis=1)
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    return np.asarray(normals / np.maximum(length, 1e-30), np.float32)


def joined(mesh: Mesh) -> tuple[Mesh, npt.NDArray[np.int64]]:
    """Places and triangles alone, vertices at exactly one place being one, and their index (V,)."""
    places, index = np.unique(mesh.vertices, axis=0, return_inverse=True)
    index = index.reshape(-1)
    return Mesh(places, index[mesh.faces].astype(np.int32)), index


def _cross(mesh: Mesh) -> npt.NDArray[np.float64]:
    a, b, c = np.moveaxis(mesh.vertices.astype(np.float64)[mesh.faces], 1, 0)
    return np.cross(b - a, c - a)
