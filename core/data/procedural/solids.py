"""Closed triangle solids that shapes are put together from.

A solid is built near the origin, +Y up, in any unit, and placed by moving, turning and bending its
vertices. Only numpy is used, because thousands of shapes are made while a network trains.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Faces = npt.NDArray[np.int32]
Point = Sequence[float]
POLE = 1e-3  # radius of a pole relative to its ring, so that no triangle there has no area


@dataclass(frozen=True, eq=False)
class Solid:
    """A closed mesh: vertices (V, 3), faces (F, 3) counter-clockwise from outside.

    ``thickness`` is how thin it gets; ``rod`` says that it is that thin in two directions.
    """

    vertices: Array
    faces: Faces
    thickness: float
    rod: bool = False

    def moved(self, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> Solid:
        """The solid shifted."""
        return replace(self, vertices=self.vertices + np.array([x, y, z]))

    def turned(self, axis: str, degrees: float) -> Solid:
        """The solid turned about ``x``, ``y`` or ``z`` through the origin, right-handed."""
        first, second = {"x": (1, 2), "y": (2, 0), "z": (0, 1)}[axis]
        cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
        points = self.vertices.copy()
        points[:, first] = cos * self.vertices[:, first] - sin * self.vertices[:, second]
        points[:, second] = sin * self.vertices[:, first] + cos * self.vertices[:, second]
        return replace(self, vertices=points)

    def scaled(self, factor: float) -> Solid:
        """The solid in another unit, thickness included."""
        return replace(self, vertices=self.vertices * factor, thickness=self.thickness * factor)

    def mirrored(self) -> Solid:
        """The solid reflected from left to right (x to -x)."""
        return replace(self, vertices=self.vertices * [-1.0, 1, 1], faces=self.faces[:, ::-1])

    def bent(self, bend: Callable[[Array], Array]) -> Solid:
        """The solid with vertices (V, 3) mapped by a function that keeps its orientation."""
        return replace(self, vertices=bend(self.vertices.copy()))


def closed(vertices: Array, faces: npt.ArrayLike, thickness: float, rod: bool = False) -> Solid:
    """A solid whose faces are turned outward as a whole if its volume came out negative."""
    triangles = np.asarray(faces, np.int32)
    if volume(vertices, triangles) < 0:
        triangles = triangles[:, ::-1]
    return Solid(np.asarray(vertices, np.float64), triangles, float(thickness), rod)


def volume(vertices: Array, faces: Faces) -> float:
    """Signed volume by the divergence theorem; overlaps count twice."""
    a, b, c = (vertices[faces[:, k]] for k in range(3))
    return float(np.einsum("ij,ij->", a, np.cross(b, c)) / 6)


# ---- boxes


def box(
    width: float,
    height: float,
    depth: float,
    at: Point = (0, 0, 0),
    radius: float = 0.0,
    cuts: tuple[int, int, int] = (1, 1, 1),
    smooth: bool = False,
) -> Solid:
    """A box centred ``at`` a point, with rounded edges, cut into strips where it will be bent."""
    half = np.array([width, height, depth]) / 2
    radius = min(radius, 0.999 * float(half.min()))
    knots = [_knots(half[k], radius, cuts[k], smooth) for k in range(3)]
    vertices, faces = _box_surface(knots)
    if radius > 0:
        core = np.clip(vertices, radius - half, half - radius)
        outward = vertices - core
        vertices = core + radius * outward / np.linalg.norm(outward, axis=1, keepdims=True)
    sizes = np.sort(2 * half)
    rod = bool(sizes[1] < 2 * sizes[0])
    return Solid(vertices + np.asarray(at, np.float64), faces, float(sizes[0]), rod)


def _knots(half: float, radius: float, cuts: int, smooth: bool) -> Array:
    """Places along one side: even cuts between the rounded ends."""
    inner = np.linspace(radius - half, half - radius, cuts + 1)
    if radius <= 0:
        return inner
    ends = [half - 0.4 * radius, half] if smooth else [half]
    return np.concatenate([[-end for end in reversed(ends)], inner, ends])


def _box_surface(knots: list[Array]) -> tuple[Array, Faces]:
    """The six faces of a box as one grid of triangles with shared vertices."""
    counts = [len(k) for k in knots]
    corners: list[npt.NDArray[np.int64]] = []
    for axis in range(3):
        u, v = (axis + 1) % 3, (axis + 2) % 3
        i, j = np.meshgrid(np.arange(counts[u] - 1), np.arange(counts[v] - 1), indexing="ij")
        for side in (0, counts[axis] - 1):
            quad = []
            for du, dv in ((0, 0), (1, 0), (1, 1), (0, 1)):
                index = np.zeros((i.size, 3), np.int64)
                index[:, axis], index[:, u], index[:, v] = side, i.ravel() + du, j.ravel() + dv
                quad.append((index[:, 0] * counts[1] + index[:, 1]) * counts[2] + index[:, 2])
            a, b, c, d = quad if side else quad[::-1]
            corners += [np.stack([a, b, c], 1), np.stack([a, c, d], 1)]
    used, faces = np.unique(np.concatenate(corners), return_inverse=True)
    i, rest = np.divmod(used, counts[1] * counts[2])
    j, k = np.divmod(rest, counts[2])
    vertices = np.stack([knots[0][i], knots[1][j], knots[2][k]], 1)
    return vertices, faces.reshape(-1, 3).astype(np.int32)


# ---- swept and turned solids


def loft(rings: npt.ArrayLike, thickness: float | None = None, rod: bool = False) -> Solid:
    """A skin over rings (K, N, 3) of equally many points, closed by a fan at either end."""
    points = np.asarray(rings, np.float64)
    count, sides, _ = points.shape
    vertices = np.concatenate(
        [points.reshape(-1, 3), points[0].mean(0)[None], points[-1].mean(0)[None]]
    )
    ring, step = np.meshgrid(np.arange(count - 1), np.arange(sides), indexing="ij")
    a, b = ring * sides + step, ring * sides + (step + 1) % sides
    c, d = a + sides, b + sides
    skin = np.concatenate(
        [np.stack([a, b, d], -1).reshape(-1, 3), np.stack([a, d, c], -1).reshape(-1, 3)]
    )
    around = np.arange(sides)
    after = (around + 1) % sides
    first = np.stack([after, around, np.full(sides, count * sides)], 1)
    last = np.stack([around, after, np.full(sides, count * sides + 1)], 1)
    last[:, :2] += (count - 1) * sides
    if thickness is None:
        thickness = float(np.ptp(vertices, axis=0).min())
    return closed(vertices, np.concatenate([skin, first, last]), thickness, rod)


def tube(points: npt.ArrayLike, radius: float | npt.ArrayLike, sides: int = 8) -> Solid:
    """A round (or square, ``sides`` 4) rod along a line (K, 3), with a radius at each point."""
    line = np.asarray(points, np.float64)
    radii = np.broadcast_to(np.asarray(radius, np.float64), len(line))
    steps = np.diff(line, axis=0)
    steps /= np.linalg.norm(steps, axis=1, keepdims=True)
    tangents = np.concatenate([steps[:1], steps[:-1] + steps[1:], steps[-1:]])
    tangents /= np.linalg.norm(tangents, axis=1, keepdims=True)
    first = tangents[0]
    normal = np.eye(3)[2 if abs(first[2]) < 0.8 else 0]
    normal = normal - first * (normal @ first)
    normal /= np.linalg.norm(normal)
    angles = 2 * np.pi * (np.arange(sides) + 0.5) / sides
    reach = radii / np.cos(np.pi / sides) if sides == 4 else radii
    rings = []
    before = np.concatenate([steps[:1], steps])
    after = np.concatenate([steps, steps[-1:]])
    for k, tangent in enumerate(tangents):
        normal = _transported(normal, tangents[max(k - 1, 0)], tangent)
        side = np.cross(tangent, normal)
        ring = np.cos(angles)[:, None] * normal + np.sin(angles)[:, None] * side
        # A mitre: at a bend the ring is wider across it, so that the rod keeps its width.
        bend = after[k] - before[k]
        half = float(np.linalg.norm(bend)) / 2
        if half > 1e-6:
            widen = min(1 / np.sqrt(max(1 - half**2, 0.25)), 2.0) - 1
            ring = ring + widen * (ring @ bend)[:, None] * bend / (2 * half) ** 2
        rings.append(line[k] + reach[k] * ring)
    # A pointed end may be thinner than what the rod counts as.
    return loft(rings, 2 * max(float(radii.min()), float(np.median(radii)) / 2), rod=True)


def _transported(vector: Array, start: Array, end: Array) -> Array:
    """A vector carried by the smallest rotation from one unit direction to another."""
    axis, cos = np.cross(start, end), float(start @ end)
    turned = vector * cos + np.cross(axis, vector) + axis * (axis @ vector) / max(1 + cos, 1e-6)
    return np.asarray(turned / np.linalg.norm(turned))


def lathe(
    profile: npt.ArrayLike, segments: int = 20, thickness: float | None = None, lobes: float = 0.0
) -> Solid:
    """A profile of (radius, height) points turned about the Y axis; ``lobes`` flutes it.

    A hollow vessel's profile runs up outside and down inside; its thickness is that of its wall.
    """
    outline = np.asarray(profile, np.float64)
    angles = 2 * np.pi * np.arange(segments) / segments
    radii = np.maximum(outline[:, :1], POLE * outline[:, 0].max())
    radii = radii * (1 + lobes * np.cos(angles * (segments // 4)))
    heights = np.broadcast_to(outline[:, 1:], radii.shape)
    rings = np.stack([radii * np.sin(angles), heights, radii * np.cos(angles)], -1)
    if thickness is None:
        thickness = min(2 * float(outline[:, 0].max()), float(np.ptp(outline[:, 1])))
    slim = 2 * float(outline[:, 0].max()) <= thickness * 1.001
    return loft(rings, thickness, rod=slim)


def cylinder(
    radius: float, height: float, at: Point = (0, 0, 0), top: float | None = None
) -> Solid:
    """An upright cylinder or cone frustum whose middle is ``at`` a point."""
    upper = radius if top is None else top
    profile = [(radius, -height / 2), (upper, height / 2)]
    return lathe(profile, segments=20).moved(*at)


def superquadric(
    half: Point, at: Point = (0, 0, 0), east: float = 1.0, north: float = 1.0, detail: int = 10
) -> Solid:
    """A superellipsoid: exponents 1 round, toward 0 boxy, 2 pinched (Barr 1981)."""
    latitude = np.linspace(-np.pi / 2, np.pi / 2, detail)[:, None]
    longitude = 2 * np.pi * np.arange(2 * detail)[None] / (2 * detail)

    def power(value: Array, exponent: float) -> Array:
        return np.asarray(np.sign(value) * np.abs(value) ** exponent)

    cos = np.maximum(power(np.cos(latitude), north), POLE)
    rings = np.stack(
        [
            cos * power(np.sin(longitude), east),
            np.broadcast_to(power(np.sin(latitude), north), (detail, 2 * detail)),
            cos * power(np.cos(longitude), east),
        ],
        -1,
    )
    sizes = np.sort(2 * np.asarray(half, np.float64))
    rod = bool(sizes[1] < 2 * sizes[0])
    return loft(rings * np.asarray(half) + np.asarray(at), float(sizes[0]), rod)


def ellipsoid(half: Point, at: Point = (0, 0, 0), detail: int = 9) -> Solid:
    """An ellipsoid with the given half axes."""
    return superquadric(half, at, detail=detail)


# ---- extruded outlines


def extrude(outline: npt.ArrayLike, depth: float, axis: str = "z", taper: float = 1.0) -> Solid:
    """A simple polygon (N, 2) given depth about its plane.

    ``axis`` names the direction of the depth: ``z`` takes the outline as (x, y), ``y`` as (x, z),
    ``x`` as (z, y). ``taper`` shrinks the outline at the far end.
    """
    polygon = np.asarray(outline, np.float64)
    if _area(polygon) < 0:
        polygon = polygon[::-1]
    count = len(polygon)
    centre = polygon.mean(0)
    far = centre + (polygon - centre) * taper
    flat = np.concatenate([polygon, far])
    along = np.repeat([-depth / 2, depth / 2], count)
    first, second, third = {"z": (0, 1, 2), "y": (0, 2, 1), "x": (2, 1, 0)}[axis]
    vertices = np.empty((2 * count, 3))
    vertices[:, first], vertices[:, second], vertices[:, third] = flat[:, 0], flat[:, 1], along
    cap = _triangulate(polygon)
    i = np.arange(count)
    j = (i + 1) % count
    sides = [np.stack([i, j, j + count], 1), np.stack([i, j + count, i + count], 1)]
    return closed(vertices, np.concatenate([cap[:, ::-1], cap + count, *sides]), depth)


def _area(polygon: Array) -> float:
    x, y = polygon.T
    return float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum() / 2)


def _triangulate(polygon: Array) -> Faces:
    """Ear clipping of a simple counter-clockwise polygon (N, 2) into (N - 2, 3) triangles."""
    left = list(range(len(polygon)))
    triangles: list[tuple[int, int, int]] = []
    while len(left) > 3:
        for k in range(len(left)):
            ear = left[k - 1], left[k], left[(k + 1) % len(left)]
            if _is_ear(polygon, ear, left):
                break
        triangles.append(ear)
        left.remove(ear[1])
    triangles.append((left[0], left[1], left[2]))
    return np.array(triangles, np.int32)


def _is_ear(polygon: Array, ear: tuple[int, int, int], left: list[int]) -> bool:
    a, b, c = polygon[list(ear)]

    def side(p: Array, q: Array, points: Array) -> Array:
        return np.asarray(
            (q[0] - p[0]) * (points[..., 1] - p[1]) - (q[1] - p[1]) * (points[..., 0] - p[0])
        )

    if side(a, b, c) <= 0:
        return False
    rest = polygon[[k for k in left if k not in ear]]
    within = (side(a, b, rest) >= 0) & (side(b, c, rest) >= 0) & (side(c, a, rest) >= 0)
    return not bool(within.any())


def ellipse(width: float, depth: float, count: int = 24, power: float = 2.0) -> Array:
    """A superellipse outline (count, 2): power 2 an ellipse, larger toward a rectangle."""
    angles = 2 * np.pi * np.arange(count) / count
    cos, sin = np.cos(angles), np.sin(angles)
    return np.stack(
        [
            width / 2 * np.sign(cos) * np.abs(cos) ** (2 / power),
            depth / 2 * np.sign(sin) * np.abs(sin) ** (2 / power),
        ],
        1,
    )


def curve(points: npt.ArrayLike, count: int) -> Array:
    """A smooth line (count, D) through points (K, D): Catmull-Rom, even in the parameter."""
    knots = np.asarray(points, np.float64)
    padded = np.concatenate([2 * knots[:1] - knots[1:2], knots, 2 * knots[-1:] - knots[-2:-1]])
    place = np.linspace(0, len(knots) - 1, count)
    start = np.minimum(place.astype(int), len(knots) - 2)
    t = (place - start)[:, None]
    p0, p1, p2, p3 = (padded[start + k] for k in range(4))
    return np.asarray(
        p1
        + 0.5 * t * (p2 - p0 + t * (2 * p0 - 5 * p1 + 4 * p2 - p3 + t * (3 * (p1 - p2) + p3 - p0)))
    )
