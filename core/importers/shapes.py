"""Shapes from disk: single files, and whole collections one shape at a time.

A collection is a folder of meshes, a furniture library (``.sh3f``), the packed set (an ``.npz`` of
meshes beside its ``catalogue.csv``) or a voxel set (an ``.npz`` of labelled grids).
"""

from __future__ import annotations

import csv
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from core.errors import UserError
from core.importers.binvox import read_binvox
from core.importers.formats import GRID_SUFFIXES, MESH_SUFFIXES
from core.importers.meshes import read_mesh
from core.importers.sweethome3d import Furniture, iter_furniture
from core.types import Bytes, Mesh, VoxelGrid
from core.utils.containers import read_arrays, reading
from core.utils.files import is_file, is_folder, read_bytes

PACKED_SCALE = 60000  # the packed set holds coordinates as 16-bit integers
log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class NamedShape:
    """A shape with what is known of it: a mesh, with colours a face (F, 3) maybe, or a grid."""

    id: str
    name: str
    group: str
    source: str
    licence: str = "unknown"
    author: str = "unknown"
    mesh: Mesh | None = None
    grid: VoxelGrid | None = None
    face_colors: Bytes | None = None


def load_shape(path: str | Path) -> Mesh | VoxelGrid:
    """A mesh (+Y up, the file's own units) or a grid, by suffix; STL and 3MF are read as +Z up.

    Raises UserError for an unknown suffix and for a missing or damaged file.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix in MESH_SUFFIXES:
        return read_mesh(path)[0]
    if suffix not in GRID_SUFFIXES:
        known = " ".join((*MESH_SUFFIXES, *GRID_SUFFIXES))
        raise UserError(f"{path.name} is not a shape this program reads. Use one of: {known}.")
    if not is_file(path):
        raise UserError(f"{path} does not exist. Check the name.")
    return read_binvox(path) if suffix == ".binvox" else _grid(path)


def iter_shapes(source: str | Path) -> Iterator[NamedShape]:
    """The shapes of a collection or of a single file, in a fixed order.

    A damaged mesh inside a collection is left out with a warning in the log. Raises UserError when
    the source itself cannot be read or holds no shape.
    """
    source = Path(source)
    if not (is_file(source) or is_folder(source)):
        raise UserError(f"{source} does not exist. Check the name.")
    found = False
    for shape in _folder(source) if is_folder(source) else _file(source, source.parent):
        found = True
        yield shape
    if not found:
        raise UserError(f"{source} holds no shape. Give a folder of meshes or a .sh3f library.")


def _folder(folder: Path) -> Iterator[NamedShape]:
    known = {*MESH_SUFFIXES, *GRID_SUFFIXES, ".sh3f"}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix.lower() in known:
            try:
                yield from _file(path, folder)
            except UserError as error:
                log.warning("left out: %s", error)


def _file(path: Path, root: Path) -> Iterator[NamedShape]:
    suffix = path.suffix.lower()
    if suffix == ".sh3f":
        yield from _library(path)
        return
    if suffix == ".npz":
        arrays = _arrays(path)
        if "vertex_start" in arrays:
            yield from _packed(path, arrays)
            return
        if "label" in arrays:
            yield from _voxel_set(path, arrays)
            return
    relative = path.relative_to(root)
    group = relative.parts[0] if len(relative.parts) > 1 else root.name
    shape = NamedShape(relative.as_posix(), path.stem, group, root.name)
    if suffix in MESH_SUFFIXES:
        mesh, colors = read_mesh(path)
        yield replace(shape, mesh=mesh, face_colors=colors)
    else:
        grid = load_shape(path)
        assert isinstance(grid, VoxelGrid)
        yield replace(shape, grid=grid)


def _library(path: Path) -> Iterator[NamedShape]:
    for piece in iter_furniture(path):
        try:
            mesh, colors = read_mesh(piece.model)
        except UserError as error:
            log.warning("left out %s of %s: %s", piece.id, path.name, error)
            continue
        yield NamedShape(
            piece.id, piece.name, piece.category, path.name, piece.licence, piece.creator,
            mesh=_stood_up(mesh, piece), face_colors=colors,
        )  # fmt: skip


def _stood_up(mesh: Mesh, piece: Furniture) -> Mesh:
    """The model turned as its catalogue says and stretched to its real size in cm."""
    vertices = mesh.vertices.astype(np.float64) @ piece.rotation.T
    extent = np.ptp(vertices[np.unique(mesh.faces)], axis=0)
    if piece.size is not None:
        # A flat side cannot be stretched to a thickness.
        vertices *= np.where(extent > 1e-9, piece.size / np.maximum(extent, 1e-9), 1.0)
    return replace(mesh, vertices=vertices.astype(np.float32))


def _packed(path: Path, arrays: dict[str, np.ndarray]) -> Iterator[NamedShape]:
    catalogue = path.with_name("catalogue.csv")
    missing = f"{catalogue} is missing or damaged. Put it beside {path.name}."
    if not is_file(catalogue):
        raise UserError(missing)
    with reading(missing):
        rows = list(csv.DictReader(read_bytes(catalogue).decode("utf-8-sig").splitlines()))
    if len(rows) + 1 != len(arrays["vertex_start"]):
        raise UserError(f"{catalogue} does not belong to {path.name}. Use the pair that does.")
    for index, row in enumerate(rows):
        with reading(f"{path.name} is damaged at its shape {index + 1}. Write it again."):
            v0, v1 = arrays["vertex_start"][index : index + 2]
            f0, f1 = arrays["face_start"][index : index + 2]
            vertices = arrays["vertices"][v0:v1] / PACKED_SCALE
            faces = arrays["faces"][f0:f1].astype(np.int32)
            if faces.min(initial=0) < 0 or faces.max(initial=0) >= max(len(vertices), 1):
                raise ValueError("corners that are not there")
            shape = NamedShape(
                row["id"], row["name"], row["group"], row["source"], row["licence"], row["author"],
                mesh=Mesh(vertices.astype(np.float32), faces),
                face_colors=arrays["face_colors"][f0:f1],
            )  # fmt: skip
        yield shape


def _voxel_set(path: Path, arrays: dict[str, np.ndarray]) -> Iterator[NamedShape]:
    source = path.resolve().parent.name
    damaged = f"{path.name} is damaged or no set of labelled grids. Write it again."
    with reading(damaged):
        grids = arrays["occupancy"]
        names = [str(arrays["classes"][label]) for label in arrays["label"]]
        if grids.ndim != 4 or len(set(grids.shape[1:])) != 1 or len(grids) != len(names):
            raise ValueError("no labelled grids")
        empty = int((~grids.any(axis=(1, 2, 3))).sum())
    if empty:
        log.warning("left out: %d empty grids of %s", empty, path.name)
    for index, (occupancy, group) in enumerate(zip(grids, names, strict=True)):
        if not occupancy.any():
            continue
        name = f"{group} {index}"
        grid = VoxelGrid.canonical(occupancy)
        yield NamedShape(f"{source}/{index}", name, group, source, grid=grid)


def _grid(path: Path) -> VoxelGrid:
    arrays = _arrays(path)
    occupancy = arrays.get("occupancy", np.zeros(0))
    if occupancy.ndim != 3 or len(set(occupancy.shape)) != 1:
        raise UserError(f"{path.name} holds no cubic grid named 'occupancy'. Use another file.")
    with reading(f"The grid of {path.name} is damaged. Write it again."):
        values = occupancy.astype(np.float32)
        if not values.size or not np.isfinite(values).all():
            raise ValueError("no numbers")
        if "origin" not in arrays or "voxel_size" not in arrays:
            return VoxelGrid.canonical(values)
        origin, edge = arrays["origin"].astype(np.float32).reshape(3), arrays["voxel_size"].item()
        if not np.isfinite([*origin, edge]).all() or edge <= 0:
            raise ValueError("no place in space")
        return VoxelGrid(values, origin, float(edge))


def _arrays(path: Path) -> dict[str, np.ndarray]:
    return read_arrays(path, f"{path.name} could not be read as arrays. Write it again.")
