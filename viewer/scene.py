"""The 3D scene, without Qt: a shape, its light and its camera in, a picture out.

Everything is drawn off-screen and on demand. The window paints the picture (``viewport.py``);
tests and the command line can use the scene as it is.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import vtkmodules.vtkRenderingOpenGL2  # noqa: F401  (registers the OpenGL classes)
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkCommonCore import vtkUnsignedCharArray
from vtkmodules.vtkRenderingCore import vtkLight, vtkRenderer, vtkRenderWindow

from core.types import Bytes, Lighting, Mesh, PointCloud, Pose, VoxelGrid
from viewer.cameras import PRESETS, Orbit, Vector, from_pose
from viewer.clay import srgb
from viewer.ground import Ground
from viewer.palette import LIGHT, Palette
from viewer.shape_prop import Representation, Shading, ShapeProp

MOST = 6_000_000  # pixels to draw for one picture; larger windows get a cheaper smoothing (FXAA)
DENSE = 1.5  # pixels a point from which edges are smooth enough


class Scene:
    """A shape on a softly lit ground, and the camera that looks at it."""

    def __init__(self) -> None:
        self.camera = Orbit()
        self._palette = LIGHT
        self._ground_shown = {"grid": True, "axes": True, "shadow": True}
        self._stale = True
        self._build()
        self.set_theme(LIGHT)

    def _build(self) -> None:
        self._window = vtkRenderWindow()
        self._window.SetOffScreenRendering(True)
        self._window.SetMultiSamples(0)
        self._renderer = vtkRenderer()
        self._renderer.SetAutomaticLightCreation(False)
        self._renderer.SetUseOIT(False)  # one translucent square needs no sorting
        self._renderer.AddLight(vtkLight())  # without one VTK drops the normals
        self._window.AddRenderer(self._renderer)
        self._shape = ShapeProp()
        self._renderer.AddActor(self._shape.surface)
        self._renderer.AddActor(self._shape.dots)
        self._ground = Ground()
        self._renderer.AddActor(self._ground.actor)

    # What is shown

    def set_shape(
        self,
        grid: VoxelGrid | None = None,
        mesh: Mesh | None = None,
        points: PointCloud | None = None,
    ) -> None:
        """Show a shape. Forms that are missing are made from those that are there, when asked for.

        The camera stays; ``frame`` moves it.
        """
        self._shape.hold(grid, mesh, points)
        self._stale = True

    def set_representation(self, representation: Representation) -> None:
        if representation != self._shape.representation:
            self._shape.representation = representation
            self._stale = True

    def set_shading(self, shading: Shading) -> None:
        if shading != self._shape.shading:
            self._shape.shading = shading
            self._stale = True

    def set_visible(
        self, grid: bool | None = None, axes: bool | None = None, shadow: bool | None = None
    ) -> None:
        """Show or hide parts of the ground; None leaves a part as it is."""
        for name, shown in (("grid", grid), ("axes", axes), ("shadow", shadow)):
            if shown is not None:
                self._ground_shown[name] = shown

    def set_theme(self, palette: Palette) -> None:
        self._palette = self._shape.palette = palette
        self._renderer.SetBackground(*srgb(palette.view_centre))
        self._renderer.SetBackground2(*srgb(palette.view_edge))
        self._renderer.GradientBackgroundOn()
        self._renderer.SetGradientMode(
            vtkRenderer.GradientModes.VTK_GRADIENT_RADIAL_VIEWPORT_FARTHEST_CORNER
        )
        self._ground.paint(palette)
        self._stale = True

    def set_lamp(self, lighting: Lighting | None) -> None:
        """Light the shape as a photograph was lit; None is the studio."""
        if self._shape.light(lighting):
            self._stale = True

    # The camera

    def bounds(self) -> tuple[Vector, Vector]:
        """The lowest and the highest corner of the shape, or of the unit box when there is none."""
        return self._shape.low.astype(np.float64), self._shape.high.astype(np.float64)

    def frame(self, aspect: float = 4 / 3) -> None:
        """Step back, or nearer, until the whole shape fills a picture of this width / height."""
        self.camera = self.framed(self.camera, aspect)

    def framed(self, orbit: Orbit, aspect: float = 4 / 3) -> Orbit:
        """``orbit`` at the distance from which the whole shape is seen."""
        plain = replace(orbit, view_angle=Orbit.view_angle)
        return plain.framing(*self.bounds(), aspect)

    def look(self, preset: str) -> None:
        """Look from a side: front, back, left, right, top, bottom or iso."""
        self.camera = self.camera.toward(*PRESETS[preset])

    def set_orthographic(self, parallel: bool) -> None:
        self.camera = replace(self.camera, parallel=parallel)

    def look_from(self, pose: Pose, aspect: float = 4 / 3) -> None:
        """Stand where the photograph's camera stood."""
        self.camera = self.posed(pose, aspect)

    def posed(self, pose: Pose, aspect: float = 4 / 3) -> Orbit:
        """The camera that ``look_from`` takes."""
        return from_pose(pose, self.camera.parallel).through_lens(*self.bounds(), aspect)

    # Pictures

    def render(self, width: int, height: int, scale: float = 1.0, fine: bool = True) -> Bytes:
        """A picture of ``width`` x ``height`` points, ``scale`` pixels each: RGBA (H, W, 4).

        ``fine`` draws four times the pixels and averages them, which in software OpenGL costs
        less than multisampling and looks better; without it edges are rough, for movement.
        """
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        rough = fine and scale < DENSE
        samples = 2 if rough and 4 * size[0] * size[1] <= MOST else 1
        self._renderer.SetUseFXAA(rough and samples == 1)
        picture = self._picture(size[0] * samples, size[1] * samples, scale * samples)
        return halved(picture) if samples == 2 else picture

    def _picture(self, width: int, height: int, scale: float) -> Bytes:
        self._prepare(height, scale)
        self._aim(scale)
        self._window.SetSize(width, height)
        self._window.Render()
        read = vtkUnsignedCharArray()
        self._window.GetRGBACharPixelData(0, 0, width - 1, height - 1, 1, read)
        picture = vtk_to_numpy(read).reshape(height, width, 4)[::-1].copy()
        picture[..., 3] = 255
        return picture

    def warm_up(self) -> None:
        """Have the shaders compiled before the first shape comes, which then shows sooner."""
        corner = Mesh(np.eye(3, dtype=np.float32), np.arange(3, dtype=np.int32)[None])
        self._shape.hold(None, corner, None)
        self._stale = True
        self.render(8, 8)
        self.set_shape()

    def screenshot(self, width: int, height: int, transparent: bool = False) -> Bytes:
        """A picture to keep, without grid and axes: RGBA (H, W, 4), alpha not multiplied in."""
        shown = dict(self._ground_shown)
        self.set_visible(grid=False, axes=False)
        try:
            return self._cut_out(width, height) if transparent else self.render(width, height)
        finally:
            self._ground_shown = shown

    def _cut_out(self, width: int, height: int) -> Bytes:
        """Two pictures, on black and on white: their difference is the alpha, exactly."""
        self._renderer.GradientBackgroundOff()
        try:
            self._renderer.SetBackground(0.0, 0.0, 0.0)
            black = self.render(width, height)[..., :3].astype(np.float32)
            self._renderer.SetBackground(1.0, 1.0, 1.0)
            white = self.render(width, height)[..., :3].astype(np.float32)
        finally:
            self._renderer.SetBackground(*srgb(self._palette.view_centre))
            self._renderer.GradientBackgroundOn()
        alpha = np.clip(255 - (white - black).mean(axis=-1, keepdims=True), 0, 255)
        color = np.where(alpha > 0, black * 255 / np.maximum(alpha, 1), 0)
        return np.concatenate([color.clip(0, 255), alpha], axis=-1).round().astype(np.uint8)

    def close(self) -> None:
        """Give back the OpenGL context; the scene draws no more."""
        self._renderer.RemoveAllViewProps()
        self._window.RemoveRenderer(self._renderer)
        self._window.Finalize()

    # How it is done

    def _aim(self, scale: float) -> None:
        orbit, camera = self.camera, self._renderer.GetActiveCamera()
        axes = orbit.axes()
        camera.SetFocalPoint(*orbit.target)
        camera.SetPosition(*orbit.position)
        camera.SetViewUp(*axes[1])
        camera.SetViewAngle(orbit.view_angle)
        camera.SetParallelProjection(orbit.parallel)
        camera.SetParallelScale(orbit.half_height)
        height = axes[2][1] if orbit.parallel else orbit.position[1] - float(self._shape.low[1])
        above = bool(height > -1e-6)
        shown = self._ground_shown
        self._ground.show(
            above and shown["grid"],
            above and shown["axes"],
            above and shown["shadow"] and self._shape.shown is not None,
            scale,
        )
        to_object = np.eye(4)
        to_object[:3, :3] = axes.T
        to_object[:3, 3] = orbit.position
        self._shape.seen_from(axes[:, 1], to_object)
        self._renderer.ResetCameraClippingRange()

    def _prepare(self, height: int, scale: float) -> None:
        if self._stale:
            self._shape.draw()
            self._ground.lay(float(self._shape.low[1]))
            self._ground.cast(self._shape.shade_on_ground())
            self._stale = False
        self._shape.scale_to(scale, height / 2 / self.camera.half_height)


def halved(picture: Bytes) -> Bytes:
    """Every 2 x 2 pixels of RGBA averaged, all four channels of a pixel at once as one number."""
    pixels = picture.view(np.uint32)[..., 0]
    rows = _mean(pixels[::2], pixels[1::2])
    return _mean(rows[:, ::2], rows[:, 1::2])[..., None].view(np.uint8)


def _mean(a: npt.NDArray[np.uint32], b: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """The mean of each byte: what both have, and half of what one has, without carries."""
    return (a & b) + (((a ^ b) & np.uint32(0xFEFEFEFE)) >> np.uint32(1))
