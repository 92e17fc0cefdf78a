"""Reading a file that was just written, to know what is really in it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from core.errors import UserError
from core.exporters.convert import extent
from core.geometry.mesh import is_watertight, joined
from core.importers.binvox import read_binvox
from core.types import Bytes, Mesh, PointCloud, VoxelGrid
from core.utils.containers import OWN, open_zip, read_arrays

LOST = 6.0  # of 255 that a texture may have lost as JPEG
EXACT = 1e-3  # of the longest side: formats that write numbers as text round them


@dataclass(frozen=True, eq=False)
class Contents:
    """What a file holds; ``sides`` (3,) of its box along the file's own axes, in its own units.

    A grid's vertices are its filled voxels.
    """

    kind: str
    vertices: int
    faces: int
    watertight: bool
    sides: npt.NDArray[np.float64]


def read_back(path: Path, name: str, written: Mesh | PointCloud | VoxelGrid) -> Contents:
    """What is in a file. Raises UserError when that is not what was written.

    ``name`` is what the file will be called.
    """
    try:
        found = _read(path, written)
    # The readers fail in as many ways as files can be damaged.
    except Exception as error:
        raise UserError(f"{name} could not be read back, so it was not kept. {_AGAIN}") from error
    wanted = extent(written)
    finite = bool(np.isfinite(found.sides).all())
    same = (
        found.vertices > 0
        and finite
        and np.allclose(found.sides, wanted, atol=EXACT * wanted.max())
    )
    if isinstance(written, Mesh):
        same = same and found.faces == len(written.faces)
    elif isinstance(written, PointCloud):
        same = same and found.vertices == len(written.points)
    else:
        same = same and found.vertices == int((written.occupancy > 0.5).sum())
    if not same:
        raise UserError(f"{name} read back differently, so it was not kept. {_AGAIN}")
    return found


_AGAIN = "Write it to another folder or in another format."


def _read(path: Path, written: Mesh | PointCloud | VoxelGrid) -> Contents:
    suffix = path.suffix.lower()
    if isinstance(written, VoxelGrid):
        grid = read_binvox(path) if suffix == ".binvox" else _read_npz(path)
        return Contents("voxels", int((grid.occupancy > 0.5).sum()), 0, False, extent(grid))
    if isinstance(written, PointCloud):
        points = PointCloud(np.asarray(_load(path).vertices, np.float32))
        return Contents("points", len(points.points), 0, False, extent(points))
    mesh = (_read_usdz if suffix == ".usdz" else _read_mesh)(path, written.texture)
    return Contents("mesh", len(mesh.vertices), len(mesh.faces), is_watertight(mesh), extent(mesh))


def _read_npz(path: Path) -> VoxelGrid:
    file = read_arrays(path, f"{path.name} is damaged.", OWN)
    return VoxelGrid(file["occupancy"], file["origin"], float(file["voxel_size"]))


def _read_mesh(path: Path, texture: Bytes | None) -> Mesh:
    """The one mesh in a file, its vertices as they are; but equal places are one where a texture
    has doubled them, and in STL, which has no vertices. Raises ValueError for another texture."""
    loaded = _load(path)
    mesh = Mesh(np.asarray(loaded.vertices, np.float32), np.asarray(loaded.faces, np.int32))
    if texture is not None:
        material = loaded.visual.material
        picture = getattr(material, "baseColorTexture", None) or material.image
        _compare(picture, texture)
        if len(loaded.visual.uv) != len(mesh.vertices):
            raise ValueError("not every vertex has a place in the texture")
    return mesh if texture is None and path.suffix.lower() != ".stl" else joined(mesh)[0]


def _compare(picture: Any, texture: Bytes) -> None:
    """Raise ValueError for a picture that is not the texture, but for what JPEG loses."""
    found = np.asarray(picture.convert("RGB"), np.float32)
    if found.shape != texture.shape or np.abs(found - texture).mean() > LOST:
        raise ValueError("another texture")


def _load(path: Path) -> Any:
    """What trimesh finds in a file, nothing merged or dropped."""
    import trimesh

    with path.open("rb") as file:
        resolver = trimesh.resolvers.FilePathResolver(str(path.parent))
        scene = trimesh.load_scene(
            file, file_type=path.suffix.lower()[1:], process=False, resolver=resolver
        )
    (part,) = scene.dump()
    return part


def _read_usdz(path: Path, texture: Bytes | None) -> Mesh:
    from PIL import Image
    from pxr import Usd, UsdGeom  # type: ignore[import-not-found]

    stage = Usd.Stage.Open(str(path))
    surface = UsdGeom.Mesh(stage.GetDefaultPrim().GetChild("surface"))
    vertices = np.asarray(surface.GetPointsAttr().Get(), np.float32)
    faces = np.asarray(surface.GetFaceVertexIndicesAttr().Get(), np.int32)
    mesh = Mesh(vertices, faces.reshape(-1, 3))
    if texture is None:
        return mesh
    with open_zip(path, f"{path.name} is damaged.", OWN) as file:
        name = next(name for name in file.namelist() if name.endswith(".jpg"))
        _compare(Image.open(io.BytesIO(file.read(name))), texture)
    return joined(mesh)[0]
