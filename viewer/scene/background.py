"""What lies behind everything: one square in the shader's own screen space.

VTK's gradients are made for a whole window; this one knows which rows of the picture are being
drawn, so that a large picture can be drawn in strips.
"""

from __future__ import annotations

import numpy as np
from vtkmodules.vtkRenderingCore import vtkActor

from viewer.scene.material import srgb
from viewer.scene.vtk_data import actor_of, polydata
from viewer.theme.palette import Background, Palette, palette_of

PLACE = """
  gl_Position = vec4(vertexMC.xy, 0.999999, 1.0);
  onScreen = vertexMC.xy;
"""
DRAW = """
  vec2 place = vec2(onScreen.x * aspect, mix(rows.x, rows.y, 0.5 + 0.5 * onScreen.y));
  float away = length(place) / length(vec2(aspect, 1.0));
  fragOutput0 = vec4(mix(centreColor, edgeColor, spread * away), 1.0);
"""


class Backdrop:
    """The square and the values that its shader reads."""

    def __init__(self) -> None:
        corners = np.array([[-1, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]], np.float32)
        self.actor: vtkActor = actor_of(polydata(corners, np.array([[0, 1, 2, 3]])))
        self.actor.UseBoundsOff()
        self.actor.GetProperty().LightingOff()
        shader = self.actor.GetShaderProperty()
        shader.AddVertexShaderReplacement(
            "//VTK::Normal::Dec", True, "out vec2 onScreen;\n//VTK::Normal::Dec", False
        )
        shader.AddVertexShaderReplacement("//VTK::PositionVC::Impl", True, PLACE, False)
        shader.AddFragmentShaderReplacement(
            "//VTK::Normal::Dec", True, "in vec2 onScreen;\n//VTK::Normal::Dec", False
        )
        shader.AddFragmentShaderReplacement("//VTK::Light::Impl", True, DRAW, False)
        self._uniforms = shader.GetFragmentCustomUniforms()

    def paint(self, palette: Palette, background: Background) -> None:
        """Take the colours of a theme; ``dark`` is dark in both."""
        colors = palette_of(palette, background)
        self._uniforms.SetUniform3f("centreColor", srgb(colors.view_centre))
        self._uniforms.SetUniform3f("edgeColor", srgb(colors.view_edge))
        self._uniforms.SetUniformf("spread", float(background != "plain"))

    def cover(self, aspect: float, bottom: float, top: float) -> None:
        """The part of the picture that is drawn: rows from -1 to 1, for its width / height."""
        self._uniforms.SetUniformf("aspect", aspect)
        self._uniforms.SetUniform2f("rows", [bottom, top])
