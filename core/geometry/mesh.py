"""What one asks of a triangle mesh, and how one mends it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy import sparse

from core.types import Floats, Mesh

if TYPE_CHECKING:
    import trimesh  # imported where it is needed: it takes half a second


def as_trimesh(mesh: Mesh) -> trimesh.Trimesh:
    """The same mesh for trimesh, which merges and drops nothing on the way."""
    import trimesh

    colors = mesh.vertex_colors
    return trimesh.Trimesh(mesh.vertices, mesh.faces, vertex_colors=colors, process=False)


def from_trimesh(mesh: trimesh.Trimesh) -> Mesh:
    """A trimesh as Mesh; vertex colours are kept where they were set."""
    from trimesh.visual import ColorVisuals

    colors = None
    visual = mesh.visual
    if isinstance(visual, ColorVisuals) and visual.kind == "vertex":
        colors = np.asarray(visual.vertex_colors[:, :3], np.uint8)
    vertices = np.asarray(mesh.vertices, np.float32)
    return Mesh(vertices, np.asarray(mesh.faces, np.int32), colors)


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


def components(mesh: Mesh) -> npt.NDArray[np.int32]:
    """For each triangle (F,) the number of the connected part that it belongs to, from 0."""
    count = len(mesh.vertices)
    start = mesh.faces.ravel()
    end = np.roll(mesh.faces, -1, axis=1).ravel()
    links = sparse.coo_matrix((np.ones(len(start), np.bool_), (start, end)), shape=(count, count))
    labels = sparse.csgraph.connected_components(links, directed=False)[1]
    numbers = np.unique(labels[mesh.faces[:, 0]], return_inverse=True)[1]
    return np.asarray(numbers, np.int32)


def select(mesh: Mesh, faces: npt.NDArray[np.bool_]) -> Mesh:
    """The triangles marked in ``faces`` (F,) with the vertices that they use."""
    kept = mesh.faces[faces]
    used, renumbered = np.unique(kept, return_inverse=True)
    colors = None if mesh.vertex_colors is None else mesh.vertex_colors[used]
    return Mesh(mesh.vertices[used], renumbered.reshape(-1, 3).astype(np.int32), colors)


def largest_component(mesh: Mesh) -> Mesh:
    """The connected part with the most surface."""
    if len(mesh.faces) == 0:
        return mesh
    part = components(mesh)
    return select(mesh, part == np.bincount(part, face_areas(mesh)).argmax())


def face_areas(mesh: Mesh) -> npt.NDArray[np.float64]:
    """Area of each triangle (F,)."""
    return np.asarray(np.linalg.norm(_cross(mesh), axis=1) / 2)


def face_normals(mesh: Mesh) -> Floats:
    """Outward unit normal of each triangle (F, 3), zero for one without area."""
    cross = _cross(mesh)
    length = np.linalg.norm(cross, axis=1, keepdims=True)
    return np.asarray(cross / np.maximum(length, 1e-30), np.float32)


def repair(mesh: Mesh) -> Mesh:
    """Coinciding vertices merged, useless triangles dropped, small holes filled, turned outward.

    A mesh with large holes, or whose parts share edges, stays open: ``is_watertight`` tells.
    """
    from trimesh.repair import fill_holes, fix_normals

    body = as_trimesh(mesh)
    body.merge_vertices(merge_tex=True, merge_norm=True)
    body.update_faces(body.nondegenerate_faces() & body.unique_faces())
    body.remove_unreferenced_vertices()
    if len(body.faces) == 0:
        return Mesh(np.zeros((0, 3), np.float32), np.zeros((0, 3), np.int32))
    fill_holes(body)
    fix_normals(body, multibody=True)
    repaired = from_trimesh(body)
    if volume(repaired) < 0:
        repaired = replace(repaired, faces=repaired.faces[:, ::-1].copy())
    return repaired


def simplify(mesh: Mesh, faces: int) -> Mesh:
    """About ``faces`` triangles by quadric edge collapse; colours follow the nearest vertex."""
    if len(mesh.faces) <= faces:
        return mesh
    import fast_simplification

    vertices, triangles = fast_simplification.simplify(
        mesh.vertices, mesh.faces, target_count=max(4, faces)
    )
    colors = mesh.vertex_colors
    if colors is not None:
        from scipy.spatial import KDTree

        colors = colors[KDTree(mesh.vertices).query(vertices)[1]]
    return Mesh(np.asarray(vertices, np.float32), np.asarray(triangles, np.int32), colors)


def smooth(mesh: Mesh, rounds: int = 10, shrink: float = 0.5, grow: float = 0.53) -> Mesh:
    """Taubin smoothing: steps toward the neighbours' mean, each followed by a step away from it.

    The second step undoes the shrinking. After Taubin, Curve and surface smoothing without
    shrinkage, ICCV 1995.
    """
    count = len(mesh.vertices)
    start = mesh.faces.ravel()
    end = np.roll(mesh.faces, -1, axis=1).ravel()
    weights = np.ones(2 * len(start), np.float32)
    ends = (np.concatenate([start, end]), np.concatenate([end, start]))
    links = sparse.csr_matrix((weights, ends), shape=(count, count))
    mean = sparse.diags(1 / np.maximum(np.asarray(links.sum(axis=1)).ravel(), 1)) @ links
    vertices = mesh.vertices
    alone = np.asarray(links.sum(axis=1)).ravel() == 0
    for _ in range(rounds):
        for step in (shrink, -grow):
            moved = vertices + np.float32(step) * (mean @ vertices - vertices)
            vertices = np.where(alone[:, None], vertices, moved).astype(np.float32)
    return replace(mesh, vertices=vertices)


def _cross(mesh: Mesh) -> npt.NDArray[np.float64]:
    a, b, c = np.moveaxis(mesh.vertices.astype(np.float64)[mesh.faces], 1, 0)
    return np.cross(b - a, c - a)
