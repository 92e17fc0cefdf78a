"""Shapes compared as the camera of one photograph sees them.

A photograph shows an outline, and nearly the front; how far away the object is, and so how large,
it does not show. Shapes are therefore brought into the *view frame*: OpenCV axes (x right, y down,
z forward) of a camera that looks through the middle of the photograph's crop, the origin at the
middle of the shape's box along that axis, and the side of the crop at that depth as the unit. What
lies in one pixel stays there: nothing is shifted or scaled until outlines meet.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy import ndimage
from scipy.spatial.transform import Rotation

from core.geometry.isosurface import isosurface
from core.geometry.mesh import is_watertight
from core.geometry.points import sample_points
from core.geometry.voxelize import expand, solidify
from core.metrics import iou, surface_scores
from core.rendering.silhouette import Window
from core.types import (
    Camera,
    Ints,
    Mesh,
    PointCloud,
    Reconstruction,
    Similarity,
    VoxelGrid,
)

Bools = npt.NDArray[np.bool_]
Reals = npt.NDArray[np.float64]

TURNS = (0, 30, 60, 90, 180)  # degrees about the view frame's upright axis
VOXELS = 64  # along the longest side of the true shape's box
MOST_VOXELS = 256  # along any side, however far a shape sticks out of the true one's box
POINTS, ASKED = 40_000, 4  # on a surface, each fourth asked for its nearest: about 0.003 away
TAU = 0.02  # of the side of the crop: what the F-score calls near
SIDE = 256  # pixels of the picture of a turned shape, which is two sides of the crop wide
FINER, LARGE = 2, 512  # pixels are drawn so many times finer in pictures that are not large
NEAREST = 0.05  # of a shape's distance; nothing is drawn nearer to the camera


@dataclass(frozen=True, eq=False)
class InView:
    """A shape, its surface in the view frame, the way there, and the camera that saw it, there."""

    shape: VoxelGrid | Mesh
    mesh: Mesh
    frame: Similarity
    camera: Camera

    @property
    def distance(self) -> float:
        """Of the camera from the origin, in sides of the crop."""
        return float(np.linalg.norm(self.camera.centre))

    @cached_property
    def points(self) -> PointCloud:
        """POINTS spread evenly over the surface."""
        return PointCloud(sample_points(self.mesh, POINTS).points)

    @cached_property
    def closed(self) -> bool:
        """Whether the surface has an inside."""
        return is_watertight(self.mesh)

    def turned(self, distance: float) -> list[Bools]:
        """Silhouettes after all but the first of TURNS, seen from a distance."""
        cameras = [turned_camera(degrees, distance) for degrees in TURNS[1:]]
        return [self.silhouette(camera) for camera in cameras]

    def silhouette(self, camera: Camera) -> Bools:
        """What a camera in the view frame sees, pixels (H, W)."""
        places = pixels_of(self.mesh, camera)
        return silhouette(places, self.mesh.faces, self.closed, (camera.width, camera.height))


@dataclass(frozen=True)
class ViewScores:
    """How a shape agrees with the true one; ``silhouettes`` (IoU) are those of TURNS."""

    iou: float
    chamfer_l1: float
    f_score: float
    silhouettes: tuple[float, ...]
    closed: bool


# ---- into the view frame


def in_view(
    shape: VoxelGrid | Mesh, camera: Camera, crop: Window, mesh: Mesh | None = None
) -> InView:
    """A shape and its camera, both in the same frame, as the crop of the photograph shows them.

    ``mesh`` is the surface of the shape, if it is known already.
    """
    if mesh is None:
        mesh = isosurface(shape) if isinstance(shape, VoxelGrid) else shape
    frame = view_frame(mesh, camera, crop)
    moved = replace(mesh, vertices=frame.points(mesh.vertices).astype(np.float32))
    return InView(shape, moved, frame, frame.camera(camera))


def view_frame(mesh: Mesh, camera: Camera, crop: Window) -> Similarity:
    """From the frame of a mesh to the view frame of a crop (left, top, side) in pixels."""
    left, top, side = crop
    middle = left + side / 2, top + side / 2
    turn = Rotation.align_vectors([[0, 0, 1]], [_ray(camera, *middle)])[0].as_matrix()
    rotation, shift = turn @ camera.R, turn @ camera.t
    used = mesh.vertices[np.unique(mesh.faces)] if len(mesh.faces) else np.zeros((1, 3))
    depth = used @ rotation[2] + shift[2]
    away = max(float(depth.min() + depth.max()) / 2, 1e-6)
    across = _on_plane(turn, camera, (left, middle[1]), (left + side, middle[1]), away)
    along = _on_plane(turn, camera, (middle[0], top), (middle[0], top + side), away)
    unit = (across + along) / 2
    return Similarity(1 / unit, rotation, (shift - [0, 0, away]) / unit)


def _ray(camera: Camera, x: float, y: float) -> Reals:
    """The direction (3,) in the camera's axes in which a pixel looks."""
    return np.asarray(np.linalg.solve(camera.K, [x, y, 1.0]))


def _on_plane(
    turn: Reals, camera: Camera, first: tuple[float, float], last: tuple[float, float], away: float
) -> float:
    """How far apart two pixels are on the plane ``away`` before the turned camera."""
    ends = [turn @ _ray(camera, *pixel) for pixel in (first, last)]
    return float(np.linalg.norm(ends[0] / ends[0][2] - ends[1] / ends[1][2])) * away


def mesh_of(result: Reconstruction) -> Mesh:
    """The surface of a result, without triangles where it has none."""
    shape = result.shape
    if isinstance(shape, PointCloud):
        return Mesh(shape.points, np.zeros((0, 3), np.int32))
    return isosurface(shape) if isinstance(shape, VoxelGrid) else shape


# ---- comparing


def compare(found: InView, truth: InView, outline: npt.ArrayLike) -> ViewScores:
    """A shape beside the true one; ``outline`` is the object's true mask (H, W)."""
    surfaces = surface_scores(found.points, truth.points, TAU, ASKED)
    turned = zip(found.turned(truth.distance), truth.turned(truth.distance), strict=True)
    return ViewScores(
        solid_iou(found, truth),
        surfaces.chamfer_l1,
        surfaces.f_score,
        (outline_iou(found, outline), *(iou(mine, wanted) for mine, wanted in turned)),
        found.closed,
    )


def solid_iou(found: InView, truth: InView) -> float:
    """IoU of solids on a grid of VOXELS along the true box's longest side, over both boxes."""
    if not len(found.mesh.faces):
        return 0.0
    (low, high), other = _box(truth.mesh), _box(found.mesh)
    edge = float((high - low).max()) / VOXELS
    low, high = np.minimum(low, other[0]), np.maximum(high, other[1])
    edge = max(edge, float((high - low).max()) / MOST_VOXELS)
    counts = np.ceil((high - low) / edge).astype(int) + 1
    mine, wanted = (inside(each.shape, each.frame, low, edge, counts) for each in (found, truth))
    return iou(mine, wanted)


def canonical_grid(shape: VoxelGrid | Mesh, size: int = VOXELS) -> Bools:
    """What of [-0.5, 0.5]^3 in the object frame is inside a shape in it (size, size, size)."""
    still = Similarity(1.0, np.eye(3), np.zeros(3))
    return inside(shape, still, np.full(3, -0.5 + 0.5 / size), 1 / size, np.full(3, size))


def _box(mesh: Mesh) -> tuple[Reals, Reals]:
    used = mesh.vertices[np.unique(mesh.faces)].astype(np.float64)
    return used.min(0), used.max(0)


def inside(
    shape: VoxelGrid | Mesh,
    frame: Similarity,
    origin: Reals,
    edge: float,
    counts: npt.NDArray[np.int_],
) -> Bools:
    """Which points of a grid, ``origin`` its first, are inside a shape that ``frame`` moves."""
    if isinstance(shape, Mesh):
        size = int(counts.max())
        units = (frame.points(shape.vertices) - origin) / edge  # voxel i has its middle at i
        cube = Mesh(((units + 0.5) / size - 0.5).astype(np.float32), shape.faces)
        return solidify(cube, size)[0][tuple(slice(0, count) for count in counts)]
    lines = np.meshgrid(*(np.arange(count) * edge for count in counts), indexing="ij")
    places = frame.inverse.points(np.stack([line.ravel() for line in lines], 1) + origin)
    index = (places - shape.origin) / shape.voxel_size
    chance = ndimage.map_coordinates(shape.occupancy, index.T, order=1, cval=0.0)
    return np.asarray(chance > 0.5).reshape(counts)


def outline_iou(shape: InView, outline: npt.ArrayLike) -> float:
    """IoU of a mask (H, W) with the silhouette that the shape's own camera sees of it."""
    return iou(shape.silhouette(shape.camera), outline)


def pixels_of(mesh: Mesh, camera: Camera) -> Reals:
    """Where a camera sees the vertices of a mesh (V, 2)."""
    local = mesh.vertices.astype(np.float64) @ camera.R.T + camera.t
    away = np.maximum(local[:, 2:], NEAREST * float(np.linalg.norm(camera.t)))
    return np.asarray((local @ camera.K.T)[:, :2] / away)


def turned_camera(degrees: float, distance: float) -> Camera:
    """One that looks at the origin of the view frame, after the shape was turned upright.

    Its picture is SIDE pixels wide and shows two sides of the crop.
    """
    turn = Rotation.from_euler("y", degrees, degrees=True).as_matrix()
    K = np.array(
        [[distance * SIDE / 2, 0, SIDE / 2], [0, distance * SIDE / 2, SIDE / 2], [0, 0, 1]]
    )
    return Camera(SIDE, SIDE, K, turn, np.array([0, 0, distance]))


def silhouette(places: Reals, faces: Ints, closed: bool, size: tuple[int, int]) -> Bools:
    """The pixels (H, W) that triangles between places (V, 2) in pixels cover by half or more.

    Of a ``closed`` surface the near half is enough.
    """
    finer = FINER if max(size) < LARGE else 1
    width, height = size[0] * finer, size[1] * finer
    a, b, c = np.moveaxis(places[faces] * finer - 0.5, 1, 0)  # whole numbers are middles of pixels
    area = _cross(b - a, c - a)
    kept = area > 0 if closed else area != 0
    a, b, c, sign = a[kept], b[kept], c[kept], np.sign(area[kept])
    low = np.clip(np.ceil(np.minimum(np.minimum(a, b), c)), 0, (width, height)).astype(np.int64)
    high = np.floor(np.maximum(np.maximum(a, b), c)).clip(-1, (width - 1, height - 1))
    counts = np.maximum(high.astype(np.int64) - low + 1, 0)
    owner, offset = expand(counts[:, 0] * counts[:, 1])
    pixel = low[owner] + np.stack([offset % counts[owner, 0], offset // counts[owner, 0]], 1)
    within = np.ones(len(owner), np.bool_)
    for start, end in ((a, b), (b, c), (c, a)):
        within &= _cross((end - start)[owner], pixel - start[owner]) * sign[owner] >= 0
    covered = np.zeros((height, width), np.bool_)
    covered[pixel[within, 1], pixel[within, 0]] = True
    blocks = covered.reshape(size[1], finer, size[0], finer)
    return np.asarray(blocks.mean((1, 3)) >= 0.5)


def _cross(first: Reals, second: Reals) -> Reals:
    return np.asarray(first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0])
