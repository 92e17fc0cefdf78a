"""The VTK window that a scene is drawn in: never on screen, drawn on demand. No Qt."""

from __future__ import annotations

import vtkmodules.vtkRenderingOpenGL2  # noqa: F401  (registers the OpenGL classes)
from vtkmodules.vtkRenderingCore import vtkLight, vtkRenderer, vtkRenderWindow


def off_screen() -> tuple[vtkRenderWindow, vtkRenderer]:
    """A window with one renderer, whose pictures are clear where nothing was drawn."""
    window = vtkRenderWindow()
    window.SetOffScreenRendering(True)
    window.SetMultiSamples(0)
    renderer = vtkRenderer()
    # Where a strip shows nothing but the backdrop, that would be culled with all the rest.
    renderer.GetCullers().RemoveAllItems()
    renderer.SetAutomaticLightCreation(False)
    renderer.SetUseOIT(False)  # one translucent square needs no sorting
    renderer.AddLight(vtkLight())  # without one VTK drops the normals
    renderer.SetBackground(0.0, 0.0, 0.0)
    renderer.SetBackgroundAlpha(0.0)
    window.SetAlphaBitPlanes(True)
    window.AddRenderer(renderer)
    return window, renderer
