"""The ground: one square whose shader draws grid lines, axes and the shadow of the shape.

Lines drawn by a shader are smooth at any distance, fade out, and cost less in software OpenGL
than geometry does.
"""

from __future__ import annotations

import numpy as np
from vtkmodules.util.numpy_support import numpy_to_vtk
from vtkmodules.vtkCommonCore import VTK_UNSIGNED_CHAR
from vtkmodules.vtkCommonDataModel import vtkImageData, vtkPolyData
from vtkmodules.vtkRenderingCore import vtkActor, vtkTexture

from core.types import Floats
from viewer.scene.material import srgb
from viewer.scene.shape_arrays import SHADOW, SHADOW_HALF
from viewer.scene.vtk_data import actor_of, polydata
from viewer.theme.palette import Palette

HALF = 1.7  # the ground covers [-HALF, HALF]^2, in object sides

DECLARE = """
float line(float at, float pixel, float width)
{
  float away = abs(fract(at - 0.5) - 0.5) / pixel;
  return clamp(0.5 + 0.5 * width - away, 0.0, 1.0) * clamp(1.4 - 2.6 * pixel, 0.0, 1.0);
}
float lines(vec2 p, vec2 pixel, float step, float width)
{
  return max(line(p.x / step, pixel.x / step, width), line(p.y / step, pixel.y / step, width));
}
vec4 over(vec4 top, vec4 below)
{
  float alpha = top.a + below.a * (1.0 - top.a);
  vec3 color = top.rgb * top.a + below.rgb * below.a * (1.0 - top.a);
  return vec4(color / max(alpha, 1e-4), alpha);
}
//VTK::Light::Dec
"""

DRAW = """
  vec2 p = (tcoordVCVSOutput - 0.5) * groundSpan;
  vec2 pixel = max(fwidth(p), vec2(1e-5));
  float fade = pow(clamp(1.0 - length(p) / (0.5 * groundSpan), 0.0, 1.0), 1.4);
  float minor = 0.22 * lines(p, pixel, 0.1, lineWidth);
  float major = 0.5 * lines(p, pixel, 0.5, lineWidth);
  vec4 drawn = vec4(gridColor, gridShown * fade * max(minor, major));
  vec2 onAxis = clamp(0.5 + 0.75 * lineWidth - abs(p) / pixel, 0.0, 1.0) * axesShown * fade * 0.9;
  drawn = over(vec4(axisZ, onAxis.x), drawn);
  drawn = over(vec4(axisX, onAxis.y), drawn);
  vec2 inShadow = p / shadowSpan + 0.5;
  float shade = texture(actortexture, inShadow).a * shadowShown;
  fragOutput0 = over(vec4(shadowColor, shade), drawn);
"""


class Ground:
    """The square, its shadow picture, and the values its shader reads."""

    def __init__(self) -> None:
        self._pixels = np.zeros((SHADOW, SHADOW, 4), np.uint8)
        self._picture = vtkImageData()
        self._picture.SetDimensions(SHADOW, SHADOW, 1)
        self._picture.GetPointData().SetScalars(
            numpy_to_vtk(self._pixels.reshape(-1, 4), array_type=VTK_UNSIGNED_CHAR)
        )
        texture = vtkTexture()
        texture.SetInputData(self._picture)
        texture.InterpolateOn()
        texture.SetWrap(vtkTexture.ClampToEdge)
        self.actor: vtkActor = actor_of(_square())
        self.actor.SetTexture(texture)
        self.actor.GetProperty().LightingOff()
        self.actor.ForceTranslucentOn()
        shader = self.actor.GetShaderProperty()
        shader.AddFragmentShaderReplacement("//VTK::Light::Dec", True, DECLARE, False)
        shader.AddFragmentShaderReplacement("//VTK::TCoord::Impl", True, DRAW, False)
        self._uniforms = shader.GetFragmentCustomUniforms()
        self._uniforms.SetUniformf("groundSpan", 2 * HALF)
        self._uniforms.SetUniformf("shadowSpan", 2 * SHADOW_HALF)

    def paint(self, palette: Palette) -> None:
        """Take the colours of a theme."""
        self._strength = palette.shadow_strength
        for name, color in (
            ("gridColor", palette.grid),
            ("axisX", palette.axis_x),
            ("axisZ", palette.axis_z),
            ("shadowColor", palette.shadow),
        ):
            self._uniforms.SetUniform3f(name, srgb(color))

    def show(self, grid: bool, axes: bool, shadow: bool, scale: float) -> None:
        """What of the ground is drawn, with lines for ``scale`` pixels a point."""
        self.actor.SetVisibility(grid or axes or shadow)
        self._uniforms.SetUniformf("gridShown", float(grid))
        self._uniforms.SetUniformf("axesShown", float(axes))
        self._uniforms.SetUniformf("shadowShown", self._strength * shadow)
        self._uniforms.SetUniformf("lineWidth", scale)

    def cast(self, shade: Floats) -> None:
        """Take a shade (SHADOW, SHADOW) indexed [x, z] as the shadow."""
        self._pixels[..., 3] = (255 * shade.T).astype(np.uint8)
        self._picture.GetPointData().GetScalars().Modified()
        self._picture.Modified()

    def lay(self, floor: float) -> None:
        """Put the ground at this height, a hair lower so that nothing flickers."""
        self.actor.SetPosition(0.0, floor - 0.0015, 0.0)


def _square() -> vtkPolyData:
    """The square on the ground, its texture's u along x and v along z."""
    corners = np.array([[-1, 0, -1], [-1, 0, 1], [1, 0, 1], [1, 0, -1]], np.float32)
    data = polydata(corners * np.float32(HALF), np.array([[0, 1, 2, 3]]))
    places = np.ascontiguousarray((corners[:, [0, 2]] + 1) / 2)
    coordinates = numpy_to_vtk(places)
    coordinates.SetName("ground")
    data.GetPointData().SetTCoords(coordinates)
    return data
