"""Cameras in the 3D scene: small pyramids, each with its photograph at the open end. No Qt.

All lines are one actor and all photographs another, with one texture of small pictures, so that
fifty cameras cost no more than the grid does.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from vtkmodules.util.numpy_support import numpy_to_vtk
from vtkmodules.vtkCommonDataModel import vtkImageData
from vtkmodules.vtkRenderingCore import vtkTexture

from core.types import Bytes, Camera, Floats
from viewer.scene.material import srgb
from viewer.scene.orbit_camera import Orbit, Vector
from viewer.scene.photo_cameras import place_of, spread
from viewer.scene.vtk_data import actor_of, polydata, replace_data
from viewer.theme.palette import Palette

EDGES = np.array([(0, 1), (0, 2), (0, 3), (0, 4), (1, 2), (2, 3), (3, 4), (4, 1)])
NEAR = 1.5  # a camera this many lengths of its pyramid from the eye is not shown


@dataclass(frozen=True, eq=False)
class Stand:
    """One camera in the frame of the shape, and a small copy of its photograph (h, w, 3)."""

    camera: Camera
    picture: Bytes


class Frusta:
    """Holds the cameras, and draws them from an eye: not the one that the eye is in."""

    def __init__(self) -> None:
        nothing = np.zeros((0, 3), np.float32)
        self.lines = actor_of(polydata(nothing, np.zeros((0, 2), np.int64)))
        self.pictures = actor_of(polydata(nothing, np.zeros((0, 4), np.int64)))
        for actor in (self.lines, self.pictures):
            actor.GetProperty().LightingOff()
            actor.SetVisibility(False)
        self._texture = vtkTexture()
        self._texture.InterpolateOn()
        self.pictures.SetTexture(self._texture)
        self._count = 0
        self._drawn: object = None
        self.shown = True
        self.chosen = -1
        self.corners: Floats = np.zeros((0, 5, 3), np.float32)  # eye, then the picture's corners

    def hold(self, stands: Sequence[Stand]) -> None:
        """Take other cameras."""
        self._drawn = None
        self._count = len(stands)
        if not stands:
            self.corners = np.zeros((0, 5, 3), np.float32)
            return
        size = spread([stand.camera for stand in stands])
        self.corners = np.stack([_corners(stand.camera, size) for stand in stands])
        self._lay_out([stand.picture for stand in stands])

    def _lay_out(self, pictures: Sequence[Bytes]) -> None:
        """All pictures as cells of one texture, and where each is in it."""
        high = max(picture.shape[0] for picture in pictures)
        wide = max(picture.shape[1] for picture in pictures)
        columns = math.ceil(math.sqrt(len(pictures)))
        rows = math.ceil(len(pictures) / columns)
        sheet = np.zeros((rows * high, columns * wide, 3), np.uint8)
        places = []
        for index, picture in enumerate(pictures):
            top, left = index // columns * high, index % columns * wide
            sheet[top : top + picture.shape[0], left : left + picture.shape[1]] = picture
            # Half a pixel inward: beyond it the neighbour shines through.
            x = (left + 0.5, left + picture.shape[1] - 0.5)
            y = (top + 0.5, top + picture.shape[0] - 0.5)
            places.append([(x[0], y[0]), (x[1], y[0]), (x[1], y[1]), (x[0], y[1])])
        data = vtkImageData()
        data.SetDimensions(sheet.shape[1], sheet.shape[0], 1)
        self._sheet = np.ascontiguousarray(sheet[::-1]).reshape(-1, 3)  # VTK counts from below
        data.GetPointData().SetScalars(numpy_to_vtk(self._sheet))
        self._texture.SetInputData(data)
        across = np.array(places, np.float32) / (sheet.shape[1], sheet.shape[0])
        across[..., 1] = 1 - across[..., 1]
        self._across = across.astype(np.float32)

    def seen_from(self, eye: Vector, palette: Palette) -> None:
        """Draw them as they are seen from a place, the chosen one in the colour of choice."""
        apart = np.linalg.norm(self.corners[:, 0] - eye, axis=1)
        length = np.linalg.norm(self.corners[:, 1] - self.corners[:, 0], axis=1)
        kept = np.flatnonzero(apart > NEAR * length)
        visible = self.shown and self._count > 1 and len(kept) > 0
        for actor in (self.lines, self.pictures):
            actor.SetVisibility(visible)
        drawn = (kept.tobytes(), self.chosen, palette.name)
        if not visible or drawn == self._drawn:
            return
        self._drawn = drawn
        corners = self.corners[kept]
        edges = (EDGES[None] + 5 * np.arange(len(kept))[:, None, None]).reshape(-1, 2)
        inks = np.empty((len(kept), 5, 4), np.uint8)
        plain, marked = (_ink(color) for color in (palette.muted, palette.accent))
        inks[:] = np.where((kept == self.chosen)[:, None, None], marked, plain)
        points = corners.reshape(-1, 3)
        replace_data(self.lines, polydata(points, edges, colors=inks.reshape(-1, 4)))
        squares = np.arange(4 * len(kept)).reshape(-1, 4)
        data = polydata(corners[:, 1:].reshape(-1, 3), squares)
        self._kept_across = np.ascontiguousarray(self._across[kept].reshape(-1, 2))
        data.GetPointData().SetTCoords(numpy_to_vtk(self._kept_across))
        replace_data(self.pictures, data)

    def scale_to(self, scale: float) -> None:
        """Lines for ``scale`` pixels a point."""
        self.lines.GetProperty().SetLineWidth(max(1.3 * scale, 1.0))

    def under(self, orbit: Orbit, x: float, y: float, size: tuple[float, float]) -> int | None:
        """Which camera is seen at a place of a picture, the nearest if several are."""
        if not (self.shown and self._count > 1):
            return None
        seen = orbit.project(self.corners.reshape(-1, 3), *size).reshape(-1, 5, 3)
        apart = np.linalg.norm(self.corners[:, 0] - orbit.position, axis=1)
        length = np.linalg.norm(self.corners[:, 1] - self.corners[:, 0], axis=1)
        before = (seen[..., 2] > 0).all(axis=1) & (apart > NEAR * length)
        place = np.array([x, y])
        met = np.zeros(len(seen), bool)
        for a, b, c in ((1, 2, 3), (1, 3, 4), (0, 1, 2), (0, 2, 3), (0, 3, 4), (0, 4, 1)):
            met |= _within(place, *(seen[:, corner, :2] for corner in (a, b, c)))
        found = np.flatnonzero(met & before)
        if not len(found):
            return None
        return int(found[np.argmin(seen[found, :, 2].min(axis=1))])

    def distance(self, index: int, eye: Vector) -> float:
        """How far a camera is from an eye."""
        return float(np.linalg.norm(self.corners[index] - eye, axis=1).min())


def _corners(camera: Camera, size: float) -> Floats:
    """The eye and the corners of the picture (5, 3), whose longer side is ``size``."""
    left, top, wide, high = place_of(camera)
    depth = size / max(wide, high)
    depth = min(depth, 1.4 * size)  # a long lens would make a needle
    grow = size / max(wide, high) / depth
    middle = np.array([left + wide / 2, top + high / 2])
    half = grow * np.array([wide, high]) / 2
    flat = [middle + half * side for side in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    points = np.array([(0, 0, 0), *((x * depth, y * depth, depth) for x, y in flat)])
    return np.asarray((points - camera.t) @ camera.R, np.float32)


def _within(place: Vector, a: Vector, b: Vector, c: Vector) -> np.ndarray:
    """Whether a place is in each of the triangles (N, 2), wound either way."""
    turns = [
        (q[:, 0] - p[:, 0]) * (place[1] - p[:, 1]) - (q[:, 1] - p[:, 1]) * (place[0] - p[:, 0])
        for p, q in ((a, b), (b, c), (c, a))
    ]
    return np.all(np.array(turns) >= 0, axis=0) | np.all(np.array(turns) <= 0, axis=0)


def _ink(color: str) -> Bytes:
    red, green, blue = srgb(color)
    return np.array([255 * red, 255 * green, 255 * blue, 255], np.float32).astype(np.uint8)
