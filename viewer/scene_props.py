"""What stands in the scene besides the camera: the shape, its shadow, the ground, the axes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from vtkmodules.util.numpy_support import numpy_to_vtk, numpy_to_vtkIdTypeArray
from vtkmodules.vtkCommonCore import VTK_UNSIGNED_CHAR, vtkPoints
from vtkmodules.vtkCommonDataModel import vtkCellArray, vtkImageData, vtkPolyData
from vtkmodules.vtkRenderingCore import vtkActor, vtkPolyDataMapper, vtkTexture

from core.types import Bytes, Floats
from viewer.clay import srgb
from viewer.drawable import SHADOW, SHADOW_HALF

GROUND_HALF = 1.6
SPACING = 0.1
Cells = npt.NDArray[np.integer]


def polydata(
    points: Floats,
    cells: Cells,
    normals: Floats | None = None,
    colors: Bytes | None = None,
) -> vtkPolyData:
    """Arrays as VTK data without copying: cells (N, 1) dots, (N, 2) lines, (N, 3) or (N, 4) faces.

    VTK keeps the numpy arrays alive. ``colors`` is uint8 (V, 4).
    """
    data = vtkPolyData()
    places = vtkPoints()
    places.SetData(numpy_to_vtk(np.ascontiguousarray(points, np.float32)))
    data.SetPoints(places)
    array = vtkCellArray()
    flat = np.ascontiguousarray(cells, np.int64)
    array.SetData(flat.shape[1], numpy_to_vtkIdTypeArray(flat.reshape(-1)))
    if flat.shape[1] == 1:
        data.SetVerts(array)
    elif flat.shape[1] == 2:
        data.SetLines(array)
    else:
        data.SetPolys(array)
    if normals is not None:
        data.GetPointData().SetNormals(numpy_to_vtk(np.ascontiguousarray(normals, np.float32)))
    if colors is not None:
        data.GetPointData().SetScalars(
            numpy_to_vtk(np.ascontiguousarray(colors), array_type=VTK_UNSIGNED_CHAR)
        )
    return data


def actor_of(data: vtkPolyData) -> vtkActor:
    """An actor that draws the data in its own colours."""
    mapper = vtkPolyDataMapper()
    mapper.SetInputData(data)
    actor = vtkActor()
    actor.SetMapper(mapper)
    return actor


def replace_data(actor: vtkActor, data: vtkPolyData) -> None:
    actor.GetMapper().SetInputData(data)


class Ground:
    """Grid lines that fade out, the two axes on them, and the shadow that holds the shape down."""

    def __init__(self) -> None:
        self.grid = _unlit(vtkPolyData())
        self.axes = _unlit(vtkPolyData())
        self.shadow = _unlit(_square(SHADOW_HALF))
        self._picture = vtkImageData()
        self._picture.SetDimensions(SHADOW, SHADOW, 1)
        self._pixels = np.zeros((SHADOW, SHADOW, 4), np.uint8)
        self._picture.GetPointData().SetScalars(
            numpy_to_vtk(self._pixels.reshape(-1, 4), array_type=VTK_UNSIGNED_CHAR)
        )
        texture = vtkTexture()
        texture.SetInputData(self._picture)
        texture.InterpolateOn()
        texture.RepeatOff()
        self.shadow.SetTexture(texture)
        self.strength = 0.6

    def actors(self) -> tuple[vtkActor, ...]:
        return self.grid, self.axes, self.shadow

    def scale_to(self, scale: float) -> None:
        """Lines for ``scale`` pixels a point."""
        self.grid.GetProperty().SetLineWidth(scale)
        self.axes.GetProperty().SetLineWidth(1.6 * scale)

    def paint(self, grid: str, shadow: str, strength: float, axis_x: str, axis_z: str) -> None:
        """Take the colours of a theme."""
        self.strength = strength
        self._pixels[..., :3] = _bytes(shadow)
        lines = np.arange(-GROUND_HALF, GROUND_HALF + SPACING / 2, SPACING)
        weight = np.where(np.abs(np.round(lines * 2) - lines * 2) < 1e-6, 0.42, 0.2)
        away = np.abs(lines) > SPACING / 2
        replace_data(self.grid, _fading_lines(lines[away], weight[away], _bytes(grid)))
        replace_data(self.axes, _fading_axes(_bytes(axis_x), _bytes(axis_z)))

    def cast(self, shade: Floats) -> None:
        """Draw a shade (SHADOW, SHADOW) indexed [x, z]."""
        self._pixels[..., 3] = (255 * self.strength * shade.T).astype(np.uint8)
        self._picture.GetPointData().GetScalars().Modified()
        self._picture.Modified()

    def lay(self, floor: float) -> None:
        """Put the ground at this height, a little below so that nothing flickers."""
        for step, actor in enumerate((self.shadow, self.axes, self.grid), 1):
            actor.SetPosition(0.0, floor - 0.0015 * step, 0.0)


def _unlit(data: vtkPolyData) -> vtkActor:
    actor = actor_of(data)
    actor.GetProperty().LightingOff()
    actor.ForceTranslucentOn()
    return actor


def _square(half: float) -> vtkPolyData:
    """A square on the ground, its texture's u along x and v along z."""
    corners = np.array([[-1, 0, -1], [-1, 0, 1], [1, 0, 1], [1, 0, -1]], np.float32)
    data = polydata(corners * np.float32(half), np.array([[0, 1, 2, 3]]))
    places = (corners[:, [0, 2]] + 1) / 2
    data.GetPointData().SetTCoords(numpy_to_vtk(np.ascontiguousarray(places)))
    return data


def _fading_lines(lines: Floats, weight: Floats, color: Bytes) -> vtkPolyData:
    """Lines along x and along z through ``lines``, fading with the distance from the middle."""
    along = np.linspace(-GROUND_HALF, GROUND_HALF, 49)
    a, b = np.meshgrid(lines, along, indexing="ij")
    zero = np.zeros_like(a)
    places = np.concatenate([np.stack([a, zero, b], -1), np.stack([b, zero, a], -1)])
    return _strips(places, np.tile(weight, 2)[:, None], color)


def _fading_axes(color_x: Bytes, color_z: Bytes) -> vtkPolyData:
    along = np.linspace(-GROUND_HALF, GROUND_HALF, 97)
    zero = np.zeros_like(along)
    places = np.stack([np.stack([along, zero, zero], -1), np.stack([zero, zero, along], -1)])
    return _strips(places, np.full((2, 1), 0.85), np.stack([color_x, color_z])[:, None, :])


def _strips(places: Floats, weight: Floats, color: Bytes) -> vtkPolyData:
    """Lines through places (L, S, 3), their opacity ``weight`` in the middle and 0 far out."""
    lines, steps = places.shape[:2]
    reach = np.linalg.norm(places, axis=-1) / GROUND_HALF
    fade = np.clip(1 - reach, 0, 1) ** 1.5
    colors = np.zeros((lines, steps, 4), np.uint8)
    colors[..., :3] = color
    colors[..., 3] = (255 * weight * fade).astype(np.uint8)
    index = np.arange(lines * steps).reshape(lines, steps)
    cells = np.stack([index[:, :-1], index[:, 1:]], -1).reshape(-1, 2)
    return polydata(places.reshape(-1, 3), cells, colors=colors.reshape(-1, 4))


def _bytes(color: str) -> Bytes:
    return (np.array(srgb(color)) * 255).round().astype(np.uint8)
