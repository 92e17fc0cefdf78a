"""From an occupancy grid to the surface of the object."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import ndimage
from vtkmodules.util.numpy_support import numpy_to_vtk, vtk_to_numpy
from vtkmodules.vtkCommonDataModel import vtkImageData
from vtkmodules.vtkFiltersCore import vtkFlyingEdges3D

from core.types import Floats, Mesh, VoxelGrid

# Values at the level itself would put several vertices into one place: they are moved off it.
CLEARANCE = 1e-3
LOGIT_LIMIT = 6.0


def isosurface(grid: VoxelGrid, level: float = 0.5) -> Mesh:
    """The surface where occupancy crosses ``level``, closed, turned outward, in the grid's frame.

    Outside the grid counts as empty, so that a shape cut by the border is closed there. A grid
    without a crossing gives a mesh without triangles.
    Source: Schroeder, Maynard, Geveci, Flying Edges, LDAV 2015.
    """
    values = np.zeros(np.add(grid.occupancy.shape, 2), np.float32)
    values[1:-1, 1:-1, 1:-1] = grid.occupancy
    close = np.abs(values - level) < CLEARANCE
    if close.any():
        values[close] = level + np.where(values[close] > level, CLEARANCE, -CLEARANCE)
    vertices, faces = _flying_edges(values, level)
    return Mesh((vertices - 1) * np.float32(grid.voxel_size) + grid.origin, faces)


def upsample(grid: VoxelGrid, resolution: int) -> VoxelGrid:
    """The same box at another resolution by cubic splines through the logits.

    Interpolating logits keeps the surface where it was and decided voxels decided.
    """
    size = grid.occupancy.shape[0]
    if resolution == size:
        return grid
    chance = np.clip(grid.occupancy, 1e-6, 1 - 1e-6)
    logits = np.clip(np.log(chance / (1 - chance)), -LOGIT_LIMIT, LOGIT_LIMIT)
    # A spline is linear in its values: one matrix (resolution, size), used along each axis.
    spline = ndimage.zoom(
        np.eye(size), (resolution / size, 1), order=3, mode="nearest", grid_mode=True
    ).astype(np.float32)
    for _ in range(3):
        logits = np.tensordot(logits, spline, axes=(0, 1))  # the axis done goes last
    edge = grid.voxel_size * size / resolution
    origin = grid.origin + (edge - grid.voxel_size) / 2
    return VoxelGrid(1 / (1 + np.exp(-logits)), origin.astype(np.float32), edge)


def _flying_edges(values: Floats, level: float) -> tuple[Floats, npt.NDArray[np.int32]]:
    """Vertices in index units and triangles, counter-clockwise from the low side."""
    image = vtkImageData()
    # VTK wants x to run fastest, the grid has z: handing over z as x saves transposing the array.
    image.SetDimensions(*values.shape[::-1])
    image.GetPointData().SetScalars(numpy_to_vtk(values.ravel()))
    surface = vtkFlyingEdges3D()
    surface.SetInputData(image)
    surface.SetValue(0, level)
    surface.ComputeNormalsOff()
    surface.ComputeGradientsOff()
    surface.ComputeScalarsOff()
    surface.Update()
    output = surface.GetOutput()
    if output.GetNumberOfPolys() == 0:
        return np.zeros((0, 3), np.float32), np.zeros((0, 3), np.int32)
    points = vtk_to_numpy(output.GetPoints().GetData())
    triangles = vtk_to_numpy(output.GetPolys().GetConnectivityArray()).reshape(-1, 3)
    return points[:, ::-1].astype(np.float32), triangles[:, ::-1].astype(np.int32)
