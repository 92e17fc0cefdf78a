"""Mending a mesh, and saying what was done."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from core.geometry.mesh import is_watertight, volume
from core.geometry.shells import part, shells
from core.types import Mesh, Repairs

Edges = npt.NDArray[np.int64]

SPECK = 0.01  # of the largest piece's volume: what is smaller is dirt, not a part
SAME = 1e-6  # of the longest side: vertices nearer than this are one
HOLE = 0.35  # of the longest side: what is open wider is a bowl or a sheet, not a hole
ROUNDS = 3  # of mending; each may lay open what the next one closes
REBUILT_RESOLUTION = 192


def is_solid(mesh: Mesh) -> bool:
    """Whether the mesh bounds a solid: closed, wound one way, its outside outside.

    Asked of manifold3d, which takes nothing else; volume tells inside from outside.
    """
    if not is_watertight(mesh) or volume(mesh) <= 0:
        return False
    import manifold3d

    body = manifold3d.Manifold(
        manifold3d.Mesh(
            np.ascontiguousarray(mesh.vertices, np.float32),
            np.ascontiguousarray(mesh.faces, np.uint32),
        )
    )
    return bool(body.status() == manifold3d.Error.NoError)


def repair(mesh: Mesh) -> tuple[Mesh, Repairs]:
    """Close a mesh and take away its specks; a solid without any is left as it is."""
    closed, done = close(mesh)
    loose = [shell for shell in shells(closed)[1:] if not shell.is_hollow]
    specks = [shell for shell in loose if abs(shell.volume) < SPECK * abs(volume(closed))]
    if not specks:
        return closed, done
    keep = ~np.any([shell.faces for shell in specks], axis=0)
    return part(closed, keep), replace(done, pieces=len(specks))


def close(mesh: Mesh, rebuild: bool = True) -> tuple[Mesh, Repairs]:
    """Coinciding vertices merged, useless triangles dropped, holes filled, turned outward.

    What is solid already is left as it is; what cannot be mended is made anew from voxels, which
    loses detail, or stays as far as it came without ``rebuild``. An empty mesh stays empty.
    """
    if len(mesh.faces) == 0 or is_solid(mesh):
        return mesh, Repairs()
    mended, merged = _merged(mesh)
    dropped = holes = 0
    for _ in range(ROUNDS):
        mended, useless = _without_useless(mended)
        mended = _one_way(mended)
        mended, filled = _filled(mended)
        dropped, holes = dropped + useless, holes + filled
        if is_watertight(mended):
            break
    mended = _outward(mended)
    done = Repairs(merged, dropped, _turned(mesh, mended), holes)
    if len(mended.faces) == 0 or not rebuild or is_solid(mended):
        return mended, done
    return _rebuilt(mesh), Repairs(rebuilt=True)


def largest(mesh: Mesh) -> tuple[Mesh, int]:
    """The largest piece with its hollows, and how many pieces were left out."""
    found = shells(mesh)
    keep = [shell for index, shell in enumerate(found) if index == 0 or shell.around == (0,)]
    rest = [shell for shell in found if not shell.is_hollow][1:]
    if not rest:
        return mesh, 0
    return part(mesh, np.any([shell.faces for shell in keep], axis=0)), len(rest)


def _merged(mesh: Mesh) -> tuple[Mesh, int]:
    side = float(np.ptp(mesh.vertices, axis=0).max()) or 1.0
    places = np.rint(mesh.vertices / (side * SAME)).astype(np.int64)
    _, first, index = np.unique(places, axis=0, return_index=True, return_inverse=True)
    colors = None if mesh.vertex_colors is None else mesh.vertex_colors[first]
    faces = index.reshape(-1)[mesh.faces].astype(np.int32)
    return Mesh(mesh.vertices[first], faces, colors), len(mesh.vertices) - len(first)


def _without_useless(mesh: Mesh) -> tuple[Mesh, int]:
    """Without triangles that have no area, come twice, or share an edge with more than one."""
    corners = np.sort(mesh.faces, axis=1)
    keep = (corners[:, :-1] != corners[:, 1:]).all(axis=1)
    _, first = np.unique(corners, axis=0, return_index=True)
    keep &= np.isin(np.arange(len(corners)), first)
    kept = mesh.faces[keep]
    names = _edge_names(kept, len(mesh.vertices))
    _, index, count = np.unique(names, return_inverse=True, return_counts=True)
    crowded = (count[index.reshape(-1)] > 2).reshape(-1, 3).any(axis=1)
    kept = kept[~crowded]
    useless = len(mesh.faces) - len(kept)
    whole = replace(mesh, faces=kept)
    return part(whole, np.ones(len(kept), bool)), useless


def _edge_names(faces: npt.NDArray[np.int32], count: int) -> Edges:
    """A number for each edge, whichever way it is run along: three a triangle, in order."""
    start = faces.astype(np.int64).ravel()
    end = np.roll(faces, -1, axis=1).astype(np.int64).ravel()
    return np.asarray(np.minimum(start, end) * count + np.maximum(start, end))


def _one_way(mesh: Mesh) -> Mesh:
    """Neighbours wound alike.

    Every triangle is there twice, as it is and turned over; those that agree are linked, so that
    the components are surfaces wound one way. Of each pair the one with more unturned is taken.
    """
    faces = mesh.faces
    names = _edge_names(faces, len(mesh.vertices))
    order = np.argsort(names, kind="stable")
    joined = np.flatnonzero(names[order][1:] == names[order][:-1])
    one, other = order[joined], order[joined + 1]
    start = faces.ravel()
    unlike = start[one] == start[other]  # both run along the edge the same way
    a, b, count = one // 3, other // 3, len(faces)
    links = [(a, b + unlike * count), (a + count, b + ~unlike * count)]
    rows, columns = (np.concatenate(ends) for ends in zip(*links, strict=True))
    graph = coo_array((np.ones(len(rows), np.int8), (rows, columns)), shape=(2 * count, 2 * count))
    side = connected_components(graph, directed=False)[1]
    plain, turned = side[:count], side[count:]
    votes = np.bincount(plain, minlength=int(side.max(initial=0)) + 1)
    lower = plain < turned
    turn = np.where(
        votes[plain] == votes[turned], ~lower & (plain != turned), votes[plain] < votes[turned]
    )
    return replace(mesh, faces=np.where(turn[:, None], faces[:, ::-1], faces))


def _filled(mesh: Mesh) -> tuple[Mesh, int]:
    """A fan around the middle of every hole that is not too wide, and how many there were."""
    vertices, faces = [mesh.vertices], [mesh.faces]
    colors = mesh.vertex_colors
    count = len(mesh.vertices)
    widest = HOLE * float(np.ptp(mesh.vertices, axis=0).max(initial=0.0))
    rings = open_loops(mesh)
    loops = [ring for ring in rings if np.ptp(mesh.vertices[ring], axis=0).max() <= widest]
    for loop in loops:
        if len(loop) == 3:
            faces.append(np.array([loop[::-1]], np.int32))
            continue
        ring = np.array(loop, np.int32)
        vertices.append(mesh.vertices[ring].mean(axis=0, keepdims=True))
        if colors is not None:
            middle = np.rint(colors[ring].mean(axis=0, keepdims=True)).astype(np.uint8)
            colors = np.concatenate([colors, middle])
        middle_index = np.full(len(ring), count, np.int32)
        faces.append(np.stack([np.roll(ring, -1), ring, middle_index], axis=1))
        count += 1
    return Mesh(np.concatenate(vertices), np.concatenate(faces), colors), len(loops)


def open_loops(mesh: Mesh) -> list[list[int]]:
    """The borders of a mesh, as rings of vertices that run as its triangles do.

    A border that touches itself is parted there.
    """
    faces = mesh.faces.astype(np.int64)
    count = len(mesh.vertices)
    start, end = faces.ravel(), np.roll(faces, -1, axis=1).ravel()
    lone = ~np.isin(start * count + end, end * count + start)
    onward: dict[int, list[int]] = {}
    for a, b in zip(start[lone].tolist(), end[lone].tolist(), strict=True):
        onward.setdefault(a, []).append(b)
    loops = []
    while onward:
        path = [next(iter(onward))]
        places = {path[0]: 0}
        while path[-1] in onward:
            nexts = onward[path[-1]]
            step = nexts.pop()
            if not nexts:
                del onward[path[-1]]
            if step in places:
                loop = path[places[step] :]
                if len(loop) > 2:
                    loops.append(loop)
                for gone in loop[1:]:
                    del places[gone]
                path = path[: places[step] + 1]
            else:
                places[step] = len(path)
                path.append(step)
    return loops


def _outward(mesh: Mesh) -> Mesh:
    """Matter enclosed by its surface, hollows turned toward their inside."""
    faces = mesh.faces.copy()
    for shell in shells(mesh):
        if (shell.volume < 0) != shell.is_hollow:
            faces[shell.faces] = faces[shell.faces][:, ::-1]
    return replace(mesh, faces=faces)


def _turned(before: Mesh, after: Mesh) -> int:
    """How many of the triangles that both have face the other way now."""
    ways = []
    for mesh in (before, after):
        # From the lowest corner on, so that the same triangle has the same words in both.
        corners = mesh.vertices[mesh.faces]
        first = np.lexsort(np.moveaxis(corners, -1, 0)[::-1], axis=-1)[:, :1]
        order = (first + np.arange(3)) % 3
        ring = np.take_along_axis(corners, order[..., None], axis=1)
        ways.append({row.tobytes() for row in np.ascontiguousarray(ring).reshape(len(ring), 9)})
    plain, now = ways
    return sum(_reversed(row) in now and row not in now for row in plain)


def _reversed(row: bytes) -> bytes:
    third = len(row) // 3
    return row[:third] + row[2 * third :] + row[third : 2 * third]


def _rebuilt(mesh: Mesh) -> Mesh:
    """The surface of the mesh's voxels, in the mesh's own frame and colours."""
    from scipy.spatial import KDTree

    from core.geometry.isosurface import isosurface
    from core.geometry.voxelize import normalize, voxelize

    framed = normalize(mesh)
    built = isosurface(voxelize(framed, REBUILT_RESOLUTION))
    low, high = mesh.vertices.min(axis=0), mesh.vertices.max(axis=0)
    vertices = built.vertices * (high - low).max() + (low + high) / 2
    colors = None
    if mesh.vertex_colors is not None:
        used = np.unique(framed.faces)
        nearest = used[KDTree(framed.vertices[used]).query(built.vertices)[1]]
        colors = mesh.vertex_colors[nearest]
    return Mesh(vertices.astype(np.float32), built.faces, colors)
