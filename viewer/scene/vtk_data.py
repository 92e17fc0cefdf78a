"""Numpy arrays as VTK data, without copying."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from vtkmodules.util.numpy_support import numpy_to_vtk, numpy_to_vtkIdTypeArray
from vtkmodules.vtkCommonCore import VTK_UNSIGNED_CHAR, vtkPoints
from vtkmodules.vtkCommonDataModel import vtkCellArray, vtkImageData, vtkPolyData
from vtkmodules.vtkRenderingCore import vtkActor, vtkPolyDataMapper, vtkTexture

from core.types import Bytes, Floats

Cells = npt.NDArray[np.integer]


def polydata(
    points: Floats,
    cells: Cells,
    normals: Floats | None = None,
    colors: Bytes | None = None,
    uv: Floats | None = None,
) -> vtkPolyData:
    """Arrays as VTK data without copying: cells (N, 1) dots, (N, 2) lines, (N, 3) or (N, 4) faces.

    VTK keeps the numpy arrays alive. ``colors`` is uint8 (V, 4), ``uv`` (V, 2) as in `Mesh`.
    """
    data = vtkPolyData()
    places = vtkPoints()
    places.SetData(numpy_to_vtk(np.ascontiguousarray(points, np.float32)))
    data.SetPoints(places)
    topology = vtkCellArray()
    flat = np.ascontiguousarray(cells, np.int64)
    topology.SetData(flat.shape[1], numpy_to_vtkIdTypeArray(flat.reshape(-1)))
    if flat.shape[1] == 1:
        data.SetVerts(topology)
    elif flat.shape[1] == 2:
        data.SetLines(topology)
    else:
        data.SetPolys(topology)
    if normals is not None:
        array = numpy_to_vtk(np.ascontiguousarray(normals, np.float32))
        array.SetName("normals")
        data.GetPointData().SetNormals(array)
    if colors is not None:
        data.GetPointData().SetScalars(
            numpy_to_vtk(np.ascontiguousarray(colors), array_type=VTK_UNSIGNED_CHAR)
        )
    if uv is not None:
        spots = numpy_to_vtk(np.ascontiguousarray(uv, np.float32))
        spots.SetName("uv")
        data.GetPointData().SetTCoords(spots)
    return data


def texture_of(picture: Bytes) -> vtkTexture:
    """A picture (H, W, 3) to lie on a surface, its first row at v = 0 as uv has it."""
    image = vtkImageData()
    image.SetDimensions(picture.shape[1], picture.shape[0], 1)
    rows = np.ascontiguousarray(picture).reshape(-1, 3)
    image.GetPointData().SetScalars(numpy_to_vtk(rows, array_type=VTK_UNSIGNED_CHAR))
    texture = vtkTexture()
    texture.SetInputData(image)
    texture.InterpolateOn()
    texture.MipmapOn()
    texture.SetWrap(vtkTexture.ClampToEdge)
    return texture


def actor_of(data: vtkPolyData) -> vtkActor:
    """An actor that draws the data in its own colours."""
    mapper = vtkPolyDataMapper()
    mapper.SetInputData(data)
    actor = vtkActor()
    actor.SetMapper(mapper)
    return actor


def replace_data(actor: vtkActor, data: vtkPolyData) -> None:
    actor.GetMapper().SetInputData(data)
