"""The shells of a mesh: its connected surfaces, which is solid matter, which a hollow in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from core.geometry.mesh import volume
from core.types import Mesh

Labels = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Shell:
    """A connected surface: which triangles (F,) bool, its signed volume, the shells around it."""

    faces: npt.NDArray[np.bool_]
    volume: float
    around: tuple[int, ...]

    @property
    def is_hollow(self) -> bool:
        """Whether it bounds a hollow: it lies in an odd number of others."""
        return len(self.around) % 2 == 1


def labels(mesh: Mesh) -> Labels:
    """The number of each triangle's shell (F,), from 0: those that share vertices are one."""
    if len(mesh.faces) == 0:
        return np.zeros(0, np.intp)
    start, end = mesh.faces[:, [0, 1]].ravel(), mesh.faces[:, [1, 2]].ravel()
    count = len(mesh.vertices)
    graph = coo_array((np.ones(len(start), np.int8), (start, end)), shape=(count, count))
    of_vertex = connected_components(graph, directed=False)[1][mesh.faces[:, 0]]
    return np.unique(of_vertex, return_inverse=True)[1]


def shells(mesh: Mesh) -> list[Shell]:
    """The shells of a mesh in the order of their size, the largest first."""
    of_face = labels(mesh)
    parts = [of_face == number for number in range(int(of_face.max(initial=-1)) + 1)]
    parts.sort(key=lambda faces: -abs(volume(part(mesh, faces))))
    surfaces = [part(mesh, faces) for faces in parts]
    return [
        Shell(faces, volume(surface), _around(index, surfaces))
        for index, (faces, surface) in enumerate(zip(parts, surfaces, strict=True))
    ]


def part(mesh: Mesh, faces: npt.NDArray[np.bool_]) -> Mesh:
    """Some of the triangles, and of the vertices those that they use."""
    used, index = np.unique(mesh.faces[faces], return_inverse=True)
    colors = None if mesh.vertex_colors is None else mesh.vertex_colors[used]
    return Mesh(mesh.vertices[used], index.reshape(-1, 3).astype(np.int32), colors)


def winding(surface: Mesh, point: npt.NDArray[np.float32]) -> float:
    """How often a closed surface goes around a point: 0 outside, 1 or -1 inside.

    Source: van Oosterom, Strackee, IEEE Trans. Biomed. Eng. 30(2), 1983.
    """
    a, b, c = np.moveaxis((surface.vertices - point).astype(np.float64)[surface.faces], 1, 0)
    lengths = [np.linalg.norm(corner, axis=1) for corner in (a, b, c)]
    up = (a * np.cross(b, c)).sum(axis=1)
    down = lengths[0] * lengths[1] * lengths[2]
    for one, other, length in ((a, b, 2), (b, c, 0), (c, a, 1)):
        down = down + (one * other).sum(axis=1) * lengths[length]
    return float(np.arctan2(up, down).sum() / (2 * np.pi))


def _around(index: int, surfaces: list[Mesh]) -> tuple[int, ...]:
    """The larger shells that a shell lies in."""
    inner = surfaces[index].vertices
    low, high = inner.min(axis=0), inner.max(axis=0)
    found = []
    for number, other in enumerate(surfaces[:index]):
        outside = (other.vertices.min(axis=0) > low) | (other.vertices.max(axis=0) < high)
        if not outside.any() and abs(winding(other, inner[0])) > 0.5:
            found.append(number)
    return tuple(found)
