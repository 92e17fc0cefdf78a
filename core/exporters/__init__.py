"""Files out: a module a format family, and EXPORTERS, which maps each suffix to its writer.

A writer is the function ``write(shape, path)`` of its module; the module is imported when it is
needed, so that listing the formats costs nothing. Frames and units of what is written:

    .glb .usdz         +Y up, metres
    .stl .3mf          +Z up, millimetres
    .obj .ply .off     +Y up, millimetres
    .npz .binvox       the grid as it is, in the object frame

The photograph's colours are a texture in GLB, OBJ and USDZ, and colours at vertices in PLY and 3MF;
STL and OFF have none.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from core.errors import UserError
from core.types import LARGEST_MM, SMALLEST_MM, Finish, Mesh, PointCloud, VoxelGrid
from core.utils.files import atomic, atomic_with_others

if TYPE_CHECKING:
    from core.geometry.texture import Cover

Shape = Mesh | PointCloud | VoxelGrid


@dataclass(frozen=True)
class Exporter:
    """A format: the module with its writer, what it holds, its up axis and its unit in mm.

    ``colors`` is how it holds those of a photograph: as a ``texture``, at ``vertices``, or not at
    all. ``needs`` is an optional package that the writer imports.
    """

    module: str
    kind: str = "mesh"
    colors: Literal["texture", "vertices", ""] = ""
    z_up: bool = False
    unit_mm: float = 1.0
    needs: str = ""


EXPORTERS: dict[str, Exporter] = {
    ".glb": Exporter("core.exporters.glb", colors="texture", unit_mm=1000.0),
    ".obj": Exporter("core.exporters.obj", colors="texture"),
    ".stl": Exporter("core.exporters.surfaces", z_up=True),
    ".ply": Exporter("core.exporters.surfaces", colors="vertices"),
    ".3mf": Exporter("core.exporters.threemf", colors="vertices", z_up=True),
    ".off": Exporter("core.exporters.surfaces"),
    ".usdz": Exporter("core.exporters.usd", colors="texture", unit_mm=1000.0, needs="pxr"),
    ".npz": Exporter("core.exporters.grids", kind="voxels"),
    ".binvox": Exporter("core.exporters.grids", kind="voxels"),
}


@dataclass(frozen=True)
class ExportReport:
    """What is in a file that was written, as it was read back from there.

    ``size_mm`` is the extent along x, y, z in the object frame (+Y up); ``kind`` is ``mesh``,
    ``points`` or ``voxels``, or ``code`` with its numbers counted as vertices. Only meshes can be
    watertight. ``note`` is a sentence about how the shape came about.
    """

    path: Path
    kind: str
    vertices: int
    faces: int
    watertight: bool
    size_mm: tuple[float, float, float]
    bytes: int
    note: str = ""


def is_installed(suffix: str) -> bool:
    """Whether the package that a format needs, if any, is there."""
    needs = EXPORTERS[suffix].needs
    return not needs or importlib.util.find_spec(needs) is not None


def exporter_for(path: str | os.PathLike[str], as_: str | None = None) -> Exporter:
    """The exporter for a file's suffix that can write the kind asked for (see `export`).

    Raises UserError when there is none, or when it needs a package that is not installed.
    """
    suffix = Path(path).suffix.lower()
    exporter = EXPORTERS.get(suffix)
    if exporter is None:
        known = " ".join(EXPORTERS)
        raise UserError(f"'{suffix}' is not a format to export. Use one of: {known}.")
    if as_ not in (None, "mesh", "voxels", "points"):
        raise UserError(f"A shape cannot be written as '{as_}'. Use mesh, voxels or points.")
    if exporter.kind == "voxels" and as_ in ("mesh", "points"):
        raise UserError(f"{suffix} files hold voxels only. Use .glb for a mesh, .ply for points.")
    if as_ == "points" and suffix != ".ply":
        raise UserError(f"Points cannot be written as {suffix}. Use .ply.")
    if not is_installed(suffix):
        raise UserError(f"Writing {suffix} needs an extra. Install it: pip install usd-core")
    return exporter


def export(
    shape: Shape,
    path: str | os.PathLike[str],
    size_mm: float = 100.0,
    as_: str | None = None,
    up: str = "",
    photo: Cover | None = None,
) -> ExportReport:
    """Write a shape in the format of the suffix, its longest side ``size_mm``.

    ``as_`` is ``mesh``, ``voxels`` (blocks, in a mesh format) or ``points`` (in ``.ply``); nothing
    means what the format usually holds. ``up`` is the file's axis that is up, "y" or "z", where it
    shall not be the one that the format is used to. Meshes are closed and turned outward first,
    from voxels where mending is not enough; ``photo`` is then laid on them, where the format holds
    colours. What was written is read back and compared before it takes its name; an OBJ's material
    and texture take theirs beside it.
    Raises UserError for an unknown suffix, a size that is none, an empty shape, a kind that the
    format cannot hold, and a file that cannot be written or does not read back the same.
    """
    from core.exporters import convert
    from core.exporters.readback import read_back

    path = Path(path)
    exporter = exporter_for(path, as_)
    if not SMALLEST_MM <= size_mm <= LARGEST_MM:
        raise UserError(
            f"A size of {size_mm:g} mm is not possible. "
            f"Give one from {SMALLEST_MM:g} to {LARGEST_MM:,.0f} mm."
        )
    converted = convert.convert(shape, path.suffix.lower(), exporter, as_, photo)
    factor = size_mm / convert.longest_side(converted)
    z_up = up == "z" if up else exporter.z_up
    scaled = convert.scaled(converted, factor / exporter.unit_mm, z_up)
    module = importlib.import_module(exporter.module)
    several = exporter.module == "core.exporters.obj"
    with (atomic_with_others if several else atomic)(path) as temporary:
        module.write(scaled, temporary)
        found = read_back(temporary, path.name, scaled)
    # A grid keeps its own frame in the file; its size is that of the shape in it.
    to_mm = factor if isinstance(scaled, VoxelGrid) else exporter.unit_mm
    x, y, z = (float(side * to_mm) for side in convert.upright(found.sides, z_up))
    return ExportReport(
        path, found.kind, found.vertices, found.faces, found.watertight, (x, y, z),
        path.stat().st_size, colorless(path) if photo is not None else "",
    )  # fmt: skip


def files_of(path: Path) -> tuple[Path, ...]:
    """A file that was written and those that belong to it: an OBJ's material and texture."""
    if path.suffix.lower() != ".obj":
        return (path,)
    from core.exporters.obj import beside

    return path, *(other for name in beside(path) if (other := path.with_name(name)).is_file())


def colorless(path: str | os.PathLike[str]) -> str:
    """A sentence where a file's format holds no colours; of grids none are expected."""
    suffix = Path(path).suffix.lower()
    exporter = EXPORTERS[suffix]
    if exporter.colors or exporter.kind == "voxels":
        return ""
    return f"{suffix} files hold no colours. Use .glb to keep those of the photograph."


def finished(shape: Shape, finish: Finish, suffix: str, as_: str | None = None) -> Shape:
    """A shape finished as the kind that a format holds, or that is asked for: to be exported."""
    from core.geometry.isosurface import isosurface
    from core.geometry.postprocess import finish_grid, finish_mesh, finish_points

    if isinstance(shape, PointCloud):
        return finish_points(shape, finish)
    if isinstance(shape, VoxelGrid):
        if as_ == "voxels" or EXPORTERS[suffix.lower()].kind == "voxels":
            return finish_grid(shape, finish)
        shape = isosurface(shape)
    return finish_mesh(shape, finish).mesh
