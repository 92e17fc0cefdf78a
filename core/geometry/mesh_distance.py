"""How far one surface lies from another."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
from vtkmodules.util.numpy_support import numpy_to_vtk, numpy_to_vtkIdTypeArray, vtk_to_numpy
from vtkmodules.vtkCommonCore import vtkDoubleArray, vtkPoints
from vtkmodules.vtkCommonDataModel import vtkCellArray, vtkPolyData
from vtkmodules.vtkFiltersCore import vtkImplicitPolyDataDistance

from core.geometry.points import sample_points
from core.types import Floats, Mesh, Progress

AT_ONCE = 1000  # points between two looks at whether the work is still wanted
SAMPLES = 4000  # points on each surface for the mean distance between them


def signed_distances(points: Floats, mesh: Mesh) -> Generator[Progress, None, Floats]:
    """The distance of points (P, 3) to a closed surface (P,): positive outside, negative inside.

    It is the distance to the nearest triangle, not to a vertex or a sample. The sign comes from
    pseudonormals, which are right at edges and corners too; on an open mesh it means little.
    NaN when the mesh has no triangles.
    Source: Bærentzen and Aanæs, Signed Distance Computation Using the Angle Weighted Pseudonormal,
    IEEE TVCG 11(3), 2005, as in VTK.
    """
    found = np.full(len(points), np.nan, np.float32)
    if len(mesh.faces) == 0:
        return found
    yield Progress("Measuring the difference", 0.0)
    surface = vtkImplicitPolyDataDistance()
    surface.SetInput(_polydata(mesh))
    for start in range(0, len(points), AT_ONCE):
        yield Progress("Measuring the difference", start / len(points))
        part = slice(start, start + AT_ONCE)
        values = vtkDoubleArray()
        surface.FunctionValue(numpy_to_vtk(points[part].astype(np.float64)), values)
        found[part] = vtk_to_numpy(values)
    return found


def surface_distance(a: Mesh, b: Mesh, count: int = SAMPLES) -> Generator[Progress, None, float]:
    """Chamfer-L1: the mean distance from ``a`` to ``b`` and from ``b`` to ``a``, averaged.

    Points spread over one surface are measured to the triangles of the other, so that equal
    surfaces score 0 however few the points are. NaN when a mesh is empty.
    """
    there = yield from signed_distances(sample_points(a, count).points, b)
    back = yield from signed_distances(sample_points(b, count).points, a)
    if not len(there) or not len(back):
        return float("nan")
    return float(np.abs(there).mean() + np.abs(back).mean()) / 2


def _polydata(mesh: Mesh) -> vtkPolyData:
    """The mesh for VTK, which keeps the arrays alive."""
    points, triangles = vtkPoints(), vtkCellArray()
    points.SetData(numpy_to_vtk(np.ascontiguousarray(mesh.vertices, np.float64)))
    flat = np.ascontiguousarray(mesh.faces, np.int64).reshape(-1)
    triangles.SetData(3, numpy_to_vtkIdTypeArray(flat))
    data = vtkPolyData()
    data.SetPoints(points)
    data.SetPolys(triangles)
    return data
