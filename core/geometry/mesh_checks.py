"""Whether a mesh can be used: closed, in one piece, outside out, thick enough."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from typing import Any

import numpy as np
from vtkmodules.vtkCommonCore import mutable
from vtkmodules.vtkCommonDataModel import vtkStaticCellLocator

from core.geometry.mesh import is_watertight
from core.geometry.points import sample_points
from core.geometry.postprocess import Finished
from core.geometry.repair import is_solid, open_loops
from core.geometry.shells import shells
from core.types import Health, Mesh, Progress

RAYS = 2000
AT_ONCE = 200  # of them, between two chances to be left
SKIN = 1e-4  # of the diagonal: rays start this deep, not to hit the triangle that they leave
THIN_SHARE = 0.02  # of the surface may be thinner: edges that run out, slivers


def health(finished: Finished) -> Generator[Progress, None, Health]:
    """All checks on a finished mesh; it can be left between any two of them."""
    mesh = finished.mesh
    done = Health(
        faces=len(mesh.faces),
        repairs=finished.repairs,
        left_out=finished.left_out,
        full=finished.full,
    )
    if done.faces == 0:
        return done
    extent = np.ptp(mesh.vertices, axis=0)
    side = float(extent.max()) or 1.0
    x, y, z = (float(length / side) for length in extent)
    yield Progress("Looking for holes", 0.0)
    closed = is_watertight(mesh)
    done = replace(
        done, sides=(x, y, z), watertight=closed, holes=0 if closed else len(open_loops(mesh))
    )
    yield Progress("Counting pieces", 0.1)
    found = shells(mesh)
    hollows = sum(shell.is_hollow for shell in found)
    outward = all(shell.volume <= 0 if shell.is_hollow else shell.volume >= 0 for shell in found)
    done = replace(
        done,
        pieces=len(found) - hollows,
        hollows=hollows,
        oriented=_wound_alike(mesh) and outward,
    )
    yield Progress("Testing whether it is solid", 0.3)
    done = replace(done, solid=is_solid(mesh))
    thinnest = yield from thickness(mesh)
    return replace(done, thinnest=None if thinnest is None else thinnest / side)


def thickness(mesh: Mesh) -> Generator[Progress, None, float | None]:
    """The thickness that 98 % of the surface exceeds, in the mesh's units; None if there is none.

    Measured by rays from points spread over the surface, straight inward to the other side.
    """
    cloud = sample_points(mesh, RAYS)
    if cloud.normals is None or len(cloud.points) == 0:
        return None
    reach = float(np.linalg.norm(np.ptp(mesh.vertices, axis=0)))
    locator, step = _locator(mesh), SKIN * reach
    starts = cloud.points - cloud.normals * step
    ends = cloud.points - cloud.normals * (step + reach)
    places: Any = [mutable(0.0), mutable(0), mutable(0)]
    place, subcell, cell = places
    hit, local = [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]
    found = []
    for number, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        if number % AT_ONCE == 0:
            yield Progress("Measuring walls", 0.5 + 0.5 * number / RAYS)
        if locator.IntersectWithLine(start, end, 0.0, place, hit, local, subcell, cell):
            found.append(float(place) * reach + step)
    return float(np.quantile(found, THIN_SHARE)) if len(found) > RAYS / 2 else None


def _locator(mesh: Mesh) -> vtkStaticCellLocator:
    """The triangles sorted in space, for rays."""
    from vtkmodules.util.numpy_support import numpy_to_vtk, numpy_to_vtkIdTypeArray
    from vtkmodules.vtkCommonCore import vtkPoints
    from vtkmodules.vtkCommonDataModel import vtkCellArray, vtkPolyData

    data, places, triangles = vtkPolyData(), vtkPoints(), vtkCellArray()
    places.SetData(numpy_to_vtk(np.ascontiguousarray(mesh.vertices, np.float32), deep=True))
    flat = np.ascontiguousarray(mesh.faces, np.int64).ravel()
    triangles.SetData(3, numpy_to_vtkIdTypeArray(flat, deep=True))
    data.SetPoints(places)
    data.SetPolys(triangles)
    locator = vtkStaticCellLocator()
    locator.SetDataSet(data)
    locator.BuildLocator()
    return locator


def _wound_alike(mesh: Mesh) -> bool:
    """Whether no two triangles run along an edge the same way."""
    start = mesh.faces.astype(np.int64)
    names = np.sort((start * len(mesh.vertices) + np.roll(start, -1, axis=1)).ravel())
    return bool((names[1:] != names[:-1]).all())
