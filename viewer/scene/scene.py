"""The 3D scene, without Qt: a shape, its light and its camera in, a picture out.

Everything is drawn off-screen and on demand. The window paints the picture (``viewport.py``);
tests and the command line can use the scene as it is.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import replace

import numpy as np

from core.types import Bytes, Lighting, Mesh, PointCloud, Pose, VoxelGrid
from viewer.scene.background import Backdrop
from viewer.scene.camera_frusta import Frusta
from viewer.scene.clipping import Clip
from viewer.scene.ground import Ground
from viewer.scene.offscreen import off_screen
from viewer.scene.orbit_camera import PRESETS, VIEW_ANGLE, Orbit, Vector, from_pose
from viewer.scene.picking import first_hit
from viewer.scene.shape_actor import Representation, Shading, ShapeProp
from viewer.scene.tiles import Area, halved, last, pixels_of, unmultiplied
from viewer.theme.palette import LIGHT, Background, Palette, palette_of

STRIP = 600_000  # pixels drawn at once: the window lives on between strips
DENSE = 1.5  # pixels a point from which edges are smooth enough


class Scene:
    """A shape on a softly lit ground, and the camera that looks at it."""

    def __init__(self) -> None:
        self.camera = Orbit()
        self._palette = LIGHT
        self._background: Background = "studio"
        self._clip: Clip | None = None
        self.view_angle = VIEW_ANGLE
        self._ground_shown = {"grid": True, "axes": True, "shadow": True}
        self._stale = True
        self._build()
        self.set_theme(LIGHT)

    def _build(self) -> None:
        self._window, self._renderer = off_screen()
        self._backdrop = Backdrop()
        self._renderer.AddActor(self._backdrop.actor)
        self._shape = ShapeProp()
        self._ground = Ground()
        self._renderer.AddActor(self._ground.actor)  # before the shape, which may be translucent
        self._renderer.AddActor(self._shape.surface)
        self._renderer.AddActor(self._shape.dots)
        self.frusta = Frusta()
        self._renderer.AddActor(self.frusta.lines)
        self._renderer.AddActor(self.frusta.pictures)

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
        self._palette = palette
        self._paint()

    def set_background(self, background: Background) -> None:
        """Behind everything: the theme's soft gradient, its plain colour, or darkness."""
        if background != self._background:
            self._background = background
            self._paint()

    def _paint(self) -> None:
        colors = palette_of(self._palette, self._background)
        self._shape.palette = colors
        self._backdrop.paint(self._palette, self._background)
        self._ground.paint(colors)
        self._stale = True

    def set_lamp(self, lighting: Lighting | None) -> None:
        """Light the shape as a photograph was lit; None is the studio."""
        if self._shape.light(lighting):
            self._stale = True

    def set_tint(self, color: tuple[float, float, float] | None) -> None:
        """The object's own colour, linear RGB, whatever lights it; None is clay."""
        if self._shape.tint(color):
            self._stale = True

    def set_clip(self, clip: Clip | None) -> None:
        """Cut the shape open, or show all of it again."""
        self._clip = clip

    # The camera

    @property
    def empty(self) -> bool:
        """Whether there is nothing to see."""
        return self._shape.shown is None

    def bounds(self) -> tuple[Vector, Vector]:
        """The lowest and the highest corner of the shape, or of the unit box when there is none."""
        return self._shape.low.astype(np.float64), self._shape.high.astype(np.float64)

    def frame(self, aspect: float = 4 / 3) -> None:
        """Step back, or nearer, until the whole shape fills a picture of this width / height."""
        self.camera = self.framed(self.camera, aspect)

    def framed(self, orbit: Orbit, aspect: float = 4 / 3) -> Orbit:
        """``orbit`` at the distance from which the whole shape is seen."""
        plain = replace(orbit, view_angle=self.view_angle)
        return plain.framing(*self.bounds(), aspect)

    def look(self, preset: str) -> None:
        """Look from a side: front, back, left, right, top, bottom or iso."""
        self.camera = self.camera.toward(*PRESETS[preset])

    def set_orthographic(self, parallel: bool) -> None:
        self.camera = replace(self.camera, parallel=parallel)

    def set_view_angle(self, degrees: float) -> None:
        """Take another lens, vertical angle; the target stays as large as it is."""
        if degrees != self.view_angle:
            self.view_angle = degrees
            self.camera = self.camera.widened(degrees)

    def pick(self, x: float, y: float, width: float, height: float) -> Vector | None:
        """The point of the shape under a place of the picture, in the object frame."""
        way = self.camera.ray(x, y, width, height)
        plane = None if self._clip is None else self._clip.plane(*self.bounds())
        return first_hit(*way, self._shape.facets(), plane)

    def look_from(self, pose: Pose, aspect: float = 4 / 3) -> None:
        """Stand where the photograph's camera stood."""
        self.camera = self.posed(pose, aspect)

    def through(self, orbit: Orbit, aspect: float) -> Orbit:
        """A measured camera, with a lens that shows all of the shape."""
        return replace(orbit, parallel=False).through_lens(*self.bounds(), aspect)

    def posed(self, pose: Pose, aspect: float = 4 / 3) -> Orbit:
        """The camera that ``look_from`` takes."""
        return from_pose(pose, self.camera.parallel).through_lens(*self.bounds(), aspect)

    # Pictures

    def render(self, width: int, height: int, scale: float = 1.0, fine: bool = True) -> Bytes:
        """A picture of ``width`` x ``height`` points, ``scale`` pixels each: RGBA (H, W, 4).

        ``fine`` draws four times the pixels and averages them, which in software OpenGL costs
        less than multisampling and looks better; without it edges are rough, for movement.
        """
        return last(self.strips(width, height, scale, fine))

    def strips(
        self,
        width: int,
        height: int,
        scale: float = 1.0,
        fine: bool = True,
        transparent: bool = False,
    ) -> Generator[float, None, Bytes]:
        """The same in steps that each take a few hundredths of a second: yields the share done.

        ``transparent`` leaves the background out: alpha tells how much of a pixel is covered,
        and the colours are not multiplied with it. A shape changed between steps starts it anew.
        """
        columns, rows = max(1, round(width * scale)), max(1, round(height * scale))
        samples = 2 if fine and scale < DENSE else 1
        deep = max(1, STRIP // (columns * samples * samples))
        picture = np.empty((rows, columns, 4), np.uint8)
        top = 0
        while top < rows:
            some = min(deep, rows - top)
            area = Area(columns * samples, rows * samples, top * samples, some * samples)
            strip = self._draw(area, scale * samples, transparent)
            strip = halved(strip) if samples == 2 else strip
            picture[top : top + some] = unmultiplied(strip) if transparent else strip
            top += some
            if top < rows:
                yield top / rows
                top = 0 if self._stale else top
        return picture

    def _draw(self, area: Area, scale: float, transparent: bool) -> Bytes:
        self._prepare(area.height, scale)
        self._aim(scale, area)
        self._backdrop.actor.SetVisibility(not transparent)
        self._backdrop.cover(area.width / area.height, *area.span)
        self._window.SetSize(area.width, area.rows)
        self._window.Render()
        picture = pixels_of(self._window, area)
        if not transparent:
            picture[..., 3] = 255
        return picture

    def warm_up(self) -> None:
        """Have the shaders compiled before the first shape comes, which then shows sooner."""
        corner = Mesh(np.eye(3, dtype=np.float32), np.arange(3, dtype=np.int32)[None])
        self._shape.hold(None, corner, None)
        self._stale = True
        self.render(8, 8)
        self.set_shape()

    def capabilities(self) -> str:
        """What draws it, as VTK reports it."""
        return str(self._window.ReportCapabilities())

    def screenshot(self, width: int, height: int, transparent: bool = False) -> Bytes:
        """A picture to keep, without grid and axes: RGBA (H, W, 4), alpha not multiplied in."""
        return last(self.shots(width, height, transparent))

    def shots(
        self, width: int, height: int, transparent: bool = False, camera: Orbit | None = None
    ) -> Generator[float, None, Bytes]:
        """A screenshot in steps, as `strips`, also from elsewhere; what is seen stays as it is."""
        camera, shown = camera or self.camera, {"grid": False, "axes": False}
        steps = self.strips(width, height, 1.0, True, transparent)
        while True:
            before = self.camera, self._ground_shown, self.frusta.shown
            self.camera, self._ground_shown = camera, {**self._ground_shown, **shown}
            self.frusta.shown = False
            try:
                share = next(steps)
            except StopIteration as finished:
                picture: Bytes = finished.value
                return picture
            finally:
                self.camera, self._ground_shown, self.frusta.shown = before
            yield share

    def close(self) -> None:
        """Give back the OpenGL context; the scene draws no more."""
        self._renderer.RemoveAllViewProps()
        self._window.RemoveRenderer(self._renderer)
        self._window.Finalize()

    # How it is done

    def _aim(self, scale: float, area: Area) -> None:
        orbit, camera = self.camera, self._renderer.GetActiveCamera()
        bottom, top = area.span
        share = (top - bottom) / 2
        half = math.atan(math.tan(math.radians(orbit.view_angle) / 2) * share)
        camera.SetWindowCenter(0.0, (bottom + top) / 2 / share)
        axes = orbit.axes()
        camera.SetFocalPoint(*orbit.target)
        camera.SetPosition(*orbit.position)
        camera.SetViewUp(*axes[1])
        camera.SetViewAngle(2 * math.degrees(half))
        camera.SetParallelProjection(orbit.parallel)
        camera.SetParallelScale(orbit.half_height * share)
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
        self.frusta.seen_from(orbit.position, palette_of(self._palette, self._background))
        self._renderer.ResetCameraClippingRange()

    def _prepare(self, height: int, scale: float) -> None:
        if self._stale:
            self._shape.draw()
            self._ground.lay(float(self._shape.low[1]))
            self._ground.cast(self._shape.shade_on_ground())
            self._stale = False
        self._shape.cut(None if self._clip is None else self._clip.plane(*self.bounds()))
        self._shape.scale_to(scale, height / 2 / self.camera.half_height)
        self.frusta.scale_to(scale)
