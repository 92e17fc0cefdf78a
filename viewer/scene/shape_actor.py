"""The shape in the scene: one actor that is a mesh, voxels or points, made of clay."""

from __future__ import annotations

from typing import Literal

import numpy as np
from vtkmodules.vtkCommonDataModel import vtkDataObject

from core.geometry.mesh import joined
from core.types import Bytes, Floats, Lighting, Mesh, PointCloud, VoxelGrid
from viewer.scene.clipping import Plane
from viewer.scene.material import PHOTOGRAPH, RGB, STUDIO, Clay, lamp, linear, srgb
from viewer.scene.orbit_camera import Vector
from viewer.scene.shape_arrays import (
    INSIDE,
    baked_shade,
    contact_shadow,
    exposed_quads,
    occupancy_field,
    scatter_points,
    vertex_normals,
)
from viewer.scene.vtk_data import actor_of, polydata, replace_data, texture_of
from viewer.theme.palette import LIGHT, Palette

Representation = Literal["mesh", "voxels", "points"]
Shading = Literal["smooth", "flat", "wireframe", "normals", "xray"]
SCATTERED = 14_000  # points shown of a shape that comes without any
DOT = 2.0  # a dot is DOT / sqrt(count) object sides across: neighbours just touch
WHITE = np.full(3, 255, np.uint8)


class ShapeProp:
    """Holds the shape in its three forms and draws the one asked for, when it is asked for."""

    def __init__(self) -> None:
        self.representation: Representation = "mesh"
        self.shading: Shading = "smooth"
        self.palette: Palette = LIGHT
        nothing = np.zeros((0, 3), np.float32)
        self.surface = actor_of(polydata(nothing, np.zeros((0, 3), np.int64)))
        self._blank = texture_of(np.full((1, 1, 3), 255, np.uint8))
        self._texture: Bytes | None = None  # what the surface wears
        self.surface.SetTexture(self._blank)
        self.dots = actor_of(polydata(nothing, np.zeros((0, 1), np.int64), nothing))
        self.dots.GetProperty().SetRenderPointsAsSpheres(True)
        self.surface.GetProperty().SetEdgeColor(1.0, 1.0, 1.0)  # a weight, for the shader
        self.dots.GetMapper().MapDataArrayToVertexAttribute(
            "surfaceNormal", "normals", vtkDataObject.FIELD_ASSOCIATION_POINTS, -1
        )
        self.clays = (Clay(self.surface), Clay(self.dots, dots=True))
        self._lighting: Lighting | None = None
        self._tint: RGB | None = None
        self._dot_count = 0
        self.plane: Plane | None = None
        self._grid: VoxelGrid | None = None
        self._mesh: Mesh | None = None
        self._points: PointCloud | None = None
        self._forget()

    def hold(self, grid: VoxelGrid | None, mesh: Mesh | None, points: PointCloud | None) -> None:
        same = grid is self._grid and points is self._points and _same_form(mesh, self._mesh)
        self._grid, self._mesh, self._points = grid, mesh, points
        if not same:  # other colours on the same surface leave all of this as it is
            self._forget()

    def _forget(self) -> None:
        self._field: Floats | None = None
        self._normals: Floats | None = None
        self._facets: tuple[Representation | None, Floats] | None = None
        self.low, self.high = self._bounds()

    def cut(self, plane: Plane | None) -> None:
        """Show only what lies on the inner side of a plane."""
        self.plane = plane
        for clay in self.clays:
            clay.cut(plane)

    @property
    def _rounded(self) -> bool:
        return self.shading in ("smooth", "normals", "xray")

    def light(self, lighting: Lighting | None) -> bool:
        """Take a photograph's light, or the studio's for None; whether that changes anything."""
        if lighting == self._lighting:
            return False
        self._lighting = lighting
        return True

    def tint(self, color: RGB | None) -> bool:
        """The object's own colour, linear, under any light; None for clay. Whether it is new."""
        if color == self._tint:
            return False
        self._tint = color
        return True

    @property
    def shown(self) -> Representation | None:
        """What can be drawn of what was asked for."""
        has: dict[Representation, bool] = {
            "mesh": self._mesh is not None and len(self._mesh.faces) > 0,
            "voxels": self._grid is not None and bool((self._grid.occupancy > INSIDE).any()),
            "points": self._points is not None and len(self._points.points) > 0,
        }
        if self.representation == "points" and not has["points"] and has["mesh"]:
            return "points"
        order: tuple[Representation, ...] = (self.representation, "mesh", "voxels", "points")
        return next((form for form in order if has[form]), None)

    def shade_on_ground(self) -> Floats:
        """The shadow that lies under the shape; see ``drawable.contact_shadow``."""
        return contact_shadow(self._filled(), float(self.low[1]))

    def draw(self) -> None:
        """Rebuild what the actors show."""
        form = self.shown
        self.surface.SetVisibility(form in ("mesh", "voxels"))
        self.dots.SetVisibility(form == "points")
        wired = self.shading == "wireframe"
        look = self.surface.GetProperty()
        look.SetEdgeVisibility(form == "mesh" and wired)
        if form == "mesh" and self._rounded:
            look.SetInterpolationToGouraud()
        else:
            look.SetInterpolationToFlat()
        pictured = self._pictured
        for clay in self.clays:
            lighting = self._lighting
            clay.light(PHOTOGRAPH if pictured else STUDIO if lighting is None else lamp(lighting))
            clay.wire(srgb(self.palette.wire), wired)
            clay.inks(linear(self.palette.cut), srgb(self.palette.xray))
            clay.finish(self.shading if self.shading in ("normals", "xray") else "clay")
        if form == "mesh" and self._mesh is not None:
            self._draw_mesh(self._mesh)
        elif form == "voxels" and self._grid is not None:
            self._draw_voxels(self._grid)
        elif form == "points":
            self._draw_points()

    def facets(self) -> Floats:
        """The triangles (F, 3, 3) of what is shown; points lie on those of the mesh."""
        form = self.shown
        if self._facets is None or self._facets[0] != form:
            self._facets = form, self._triangles(form)
        return self._facets[1]

    def _triangles(self, form: Representation | None) -> Floats:
        if form == "voxels" and self._grid is not None:
            quads = exposed_quads(self._grid).points.reshape(-1, 4, 3)
            return np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
        if self._mesh is None:
            return np.zeros((0, 3, 3), np.float32)
        return self._mesh.vertices[self._mesh.faces]

    def seen_from(self, up_in_view: Vector, view_to_object: Vector) -> None:
        """Tell the material where the camera stands; see ``Clay.seen_from``."""
        for clay in self.clays:
            clay.seen_from(up_in_view, view_to_object)

    def scale_to(self, scale: float, per_side: float) -> None:
        """Lines for ``scale`` pixels a point, and dots that touch: ``per_side`` pixels a side."""
        across = float(np.clip(DOT / max(self._dot_count, 1) ** 0.5, 0.006, 0.05))
        self.dots.GetProperty().SetPointSize(max(across * per_side, 2.0 * scale))
        self.surface.GetProperty().SetLineWidth(max(scale - 0.7, 0.1))  # VTK adds half a pixel

    @property
    def _pictured(self) -> bool:
        """Whether what is shown has the colours of its one photograph, and so the light in it."""
        mesh = self._mesh if self.shown in ("mesh", "points") else None
        return mesh is not None and mesh.texture is not None and self._points is None

    def _wear(self, texture: Bytes | None) -> None:
        if texture is not self._texture:
            self._texture = texture
            self.surface.SetTexture(self._blank if texture is None else texture_of(texture))

    def _draw_mesh(self, mesh: Mesh) -> None:
        if self._normals is None:
            self._normals = _normals(mesh)
        normals = self._normals
        colors = self._colors(mesh.vertices, normals, mesh.vertex_colors)
        smooth = normals if self._rounded else None
        self._wear(mesh.texture)
        uv = np.zeros((len(mesh.vertices), 2), np.float32) if mesh.uv is None else mesh.uv
        replace_data(self.surface, polydata(mesh.vertices, mesh.faces, smooth, colors, uv))
        self.clays[0].voxels(0.0, (0.0, 0.0, 0.0))
        self.clays[0].color(self._clay_color(mesh.vertex_colors))

    def _draw_voxels(self, grid: VoxelGrid) -> None:
        quads = exposed_quads(grid)
        colors = self._colors(quads.points, quads.normals, None)
        cells = np.arange(len(quads.points)).reshape(-1, 4)
        self._wear(None)
        uv = np.zeros((len(quads.points), 2), np.float32)
        replace_data(self.surface, polydata(quads.points, cells, quads.normals, colors, uv))
        self.clays[0].voxels(grid.voxel_size, grid.origin - grid.voxel_size / 2)
        self.clays[0].color(self._clay_color(None))

    def _draw_points(self) -> None:
        cloud = self._points
        if cloud is None and self._mesh is not None:
            cloud = scatter_points(self._mesh, SCATTERED)
        if cloud is None:
            return
        normals = cloud.normals if cloud.normals is not None else np.zeros_like(cloud.points)
        colors = self._colors(cloud.points, normals, cloud.colors)
        self._dot_count = len(cloud.points)
        cells = np.arange(self._dot_count).reshape(-1, 1)
        replace_data(self.dots, polydata(cloud.points, cells, normals, colors))
        self.clays[1].color(self._clay_color(cloud.colors))

    def _clay_color(self, own: Bytes | None) -> RGB:
        """The object's colour, which a lamp's tint holds too; else the shape's own colours."""
        if self._pictured:
            return 1.0, 1.0, 1.0
        if self._lighting is not None:
            return self._tint or self._lighting.tint
        return self._tint or linear(self.palette.clay) if own is None else (1.0, 1.0, 1.0)

    def _colors(self, points: Floats, normals: Floats, own: Bytes | None) -> Bytes:
        colors = np.empty((len(points), 4), np.uint8)
        lamp_alone = self._lighting is not None and not self._pictured
        colors[:, :3] = WHITE if own is None or lamp_alone else own
        colors[:, 3] = baked_shade(self._filled(), float(self.low[1]), points, normals)
        return colors

    def _filled(self) -> Floats:
        if self._field is None:
            self._field = occupancy_field(self._grid, self._mesh, self._points)
        return self._field

    def _bounds(self) -> tuple[Floats, Floats]:
        points = self._extent()
        if not len(points):
            return np.full(3, -0.5, np.float32), np.full(3, 0.5, np.float32)
        return points.min(axis=0), points.max(axis=0)

    def _extent(self) -> Floats:
        if self._mesh is not None and len(self._mesh.vertices):
            return self._mesh.vertices
        if self._grid is not None:
            inside = np.argwhere(self._grid.occupancy > INSIDE)
            if len(inside):
                ends = np.stack([inside.min(axis=0) - 0.5, inside.max(axis=0) + 0.5])
                return (ends * self._grid.voxel_size + self._grid.origin).astype(np.float32)
        return np.zeros((0, 3), np.float32) if self._points is None else self._points.points


def _normals(mesh: Mesh) -> Floats:
    """Normals of vertices (V, 3), those that a texture has doubled being as one."""
    if mesh.uv is None:
        return vertex_normals(mesh.vertices, mesh.faces)
    places, index = joined(mesh)
    return vertex_normals(places.vertices, places.faces)[index]


def _same_form(one: Mesh | None, other: Mesh | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.vertices is other.vertices and one.faces is other.faces
