"""Finishing a shape for use: mending, pieces, smoothing, face budget, orientation.

A `Finish` is a plain value of the document. The window's preview, its measures, the export and
the command line all call the same functions, so that they agree.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from scipy import ndimage
from scipy.sparse import csr_array, dia_array

from core.geometry.mesh import adjacency, is_watertight, volume
from core.geometry.orientation import rotation
from core.geometry.repair import SPECK, close, largest, repair
from core.types import Finish, Floats, Mesh, PointCloud, Repairs, VoxelGrid

TRIES = 4  # at a face budget; each asks for fewer
PASSES = 40  # of smoothing at its strongest
SHRINK, SWELL = 0.5, -0.53  # Taubin's lambda and mu


@dataclass(frozen=True, eq=False)
class Finished:
    """A finished mesh, what was mended and left out on the way, its faces before the budget."""

    mesh: Mesh
    repairs: Repairs = field(default_factory=Repairs)
    left_out: int = 0
    full: int = 0


def finish_mesh(mesh: Mesh, finish: Finish) -> Finished:
    """Pieces, smoothing, budget and turn, in this order."""
    done, left_out = Repairs(), 0
    if finish.repair:
        mesh, done = repair(mesh)
    if finish.largest:
        mesh, left_out = largest(mesh)
    if finish.smooth > 0:
        mesh = smoothed(mesh, finish.smooth)
    full = len(mesh.faces)
    if 0 < finish.faces < full:
        mesh = reduced(mesh, finish.faces)
    if finish.turn:
        mesh = replace(mesh, vertices=_turned_points(mesh.vertices, finish.turn))
    return Finished(mesh, done, left_out, full)


def finish_grid(grid: VoxelGrid, finish: Finish) -> VoxelGrid:
    """What finishing means for voxels: pieces and turn."""
    if finish.repair or finish.largest:
        grid = _without_pieces(grid, 1.0 if finish.largest else SPECK)
    return _turned_grid(grid, finish.turn) if finish.turn else grid


def finish_points(cloud: PointCloud, finish: Finish) -> PointCloud:
    """What finishing means for points: turn."""
    if not finish.turn:
        return cloud
    normals = None if cloud.normals is None else _turned_points(cloud.normals, finish.turn)
    return replace(cloud, points=_turned_points(cloud.points, finish.turn), normals=normals)


# Smoothing


def smoothed(mesh: Mesh, strength: float) -> Mesh:
    """Taubin's smoothing, which does not shrink; what volume it still takes is given back.

    Source: Taubin, A signal processing approach to fair surface design, SIGGRAPH 1995.
    """
    if len(mesh.faces) == 0:
        return mesh
    mean = _neighbours(mesh)
    vertices = mesh.vertices.astype(np.float64)
    for _ in range(max(1, round(PASSES * strength))):
        for step in (SHRINK, SWELL):
            vertices += step * (mean @ vertices - vertices)
    smooth = replace(mesh, vertices=vertices.astype(np.float32))
    return _with_volume(smooth, volume(mesh))


def _neighbours(mesh: Mesh) -> csr_array:
    """The matrix (V, V) that gives every vertex the mean of its neighbours, a lone one itself."""
    links = adjacency(mesh)
    lone = (links.sum(axis=1) == 0).astype(np.float64)
    links = links + dia_array((lone[None], [0]), shape=links.shape)
    return csr_array(links.multiply(1.0 / links.sum(axis=1)[:, None]))


def _with_volume(mesh: Mesh, wanted: float) -> Mesh:
    """The surface moved along its normals by what its volume lacks."""
    corners = mesh.vertices.astype(np.float64)[mesh.faces]
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    area = float(np.linalg.norm(across, axis=1).sum() / 2)
    if area == 0:
        return mesh
    normals = np.zeros((len(mesh.vertices), 3))
    for corner in mesh.faces.T:
        for axis in range(3):
            normals[:, axis] += np.bincount(corner, across[:, axis], len(normals))
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-30)
    moved = mesh.vertices + normals * (wanted - volume(mesh)) / area
    return replace(mesh, vertices=moved.astype(np.float32))


# Face budget


def reduced(mesh: Mesh, faces: int) -> Mesh:
    """At most ``faces`` triangles by quadric edge collapse; a closed mesh stays closed.

    Source: Garland, Heckbert, Surface simplification using quadric error metrics, SIGGRAPH 1997.
    """
    was_closed, wanted = is_watertight(mesh), faces
    for _ in range(TRIES):
        fewer = _collapsed(mesh, wanted)
        if was_closed:  # collapsing pinches a surface here and there
            fewer = close(fewer, rebuild=False)[0]
        over = len(fewer.faces) - faces
        if over <= 0 and is_watertight(fewer) == was_closed:
            break
        wanted -= max(2 * over, faces // 50)
    return fewer


def _collapsed(mesh: Mesh, faces: int) -> Mesh:
    import fast_simplification

    vertices, triangles = fast_simplification.simplify(
        np.ascontiguousarray(mesh.vertices, np.float32),
        np.ascontiguousarray(mesh.faces, np.int32),
        target_count=max(faces, 4),
    )
    fewer = Mesh(np.asarray(vertices, np.float32), np.asarray(triangles, np.int32))
    if mesh.vertex_colors is None or len(fewer.vertices) == 0:
        return fewer
    from scipy.spatial import KDTree

    nearest = KDTree(mesh.vertices).query(fewer.vertices)[1]
    return replace(fewer, vertex_colors=mesh.vertex_colors[nearest])


# Orientation


def _turned_points(points: Floats, turn: str) -> Floats:
    return np.asarray(points @ rotation(turn).T.astype(np.float32), np.float32)


def _turned_grid(grid: VoxelGrid, turn: str) -> VoxelGrid:
    matrix = rotation(turn)
    source = np.abs(matrix).argmax(axis=1)
    backward = tuple(axis for axis in range(3) if matrix[axis, source[axis]] < 0)
    occupancy = np.flip(grid.occupancy.transpose(source), backward)
    half = grid.voxel_size * (np.array(grid.occupancy.shape) - 1) / 2
    origin = matrix @ (grid.origin + half) - half[source]
    return VoxelGrid(np.ascontiguousarray(occupancy), origin.astype(np.float32), grid.voxel_size)


# Pieces of a grid


def _without_pieces(grid: VoxelGrid, share: float) -> VoxelGrid:
    """Emptied where a piece fills less than ``share`` of what the largest does, and around it."""
    pieces, count = ndimage.label(grid.occupancy > 0.5)
    if count < 2:
        return grid
    sizes = np.bincount(pieces.ravel(), minlength=count + 1)[1:]
    small = sizes < share * sizes.max()
    small[sizes.argmax()] = False
    gone = np.concatenate([[False], small])[pieces]
    near = ndimage.binary_dilation(gone) & ~(pieces.astype(bool) & ~gone)
    return replace(grid, occupancy=np.where(near, np.float32(0), grid.occupancy))
