"""Where a line of sight meets a surface. numpy only."""

from __future__ import annotations

import numpy as np

from core.types import Floats
from viewer.scene.clipping import Plane
from viewer.scene.orbit_camera import Vector


def first_hit(
    start: Vector, way: Vector, triangles: Floats, cut: Plane | None = None
) -> Vector | None:
    """The first point (3,) of triangles (F, 3, 3), counter-clockwise from outside, on a ray.

    Möller and Trumbore, J. Graphics Tools 2(1), 1997. What lies beyond the plane ``cut`` is not
    there; where the ray passes the plane within the solid, the point on the plane counts.
    """
    if not len(triangles):
        return None
    corner = triangles[:, 0].astype(np.float64)
    along, beside = triangles[:, 1] - corner, triangles[:, 2] - corner
    across = np.cross(way, beside)
    share = np.einsum("fk,fk->f", along, across)
    flat = np.abs(share) < 1e-14
    share = np.where(flat, 1.0, share)
    offset = start - corner
    u = np.einsum("fk,fk->f", offset, across) / share
    turned = np.cross(offset, along)
    v = turned @ way / share
    distance = np.einsum("fk,fk->f", beside, turned) / share
    edge = 1e-9  # a ray along a common edge shall meet one of its two triangles
    met = ~flat & (u >= -edge) & (v >= -edge) & (u + v <= 1 + edge)
    away = float(way @ np.asarray(cut[0])) if cut is not None else 0.0
    passes = -np.inf  # how far along the ray enters the side of the plane that is shown
    if cut is not None:
        met &= (start + distance[:, None] * way) @ np.asarray(cut[0]) <= cut[1]
        passes = (cut[1] - start @ np.asarray(cut[0])) / away if away < 0 else -np.inf
    met &= distance > 0
    if not met.any():
        return None
    nearest = int(np.where(met, distance, np.inf).argmin())
    reached = float(distance[nearest])
    if 0 < passes < reached and share[nearest] < 0:
        reached = passes  # it left the solid there without having entered: through the cut
    return np.asarray(start + reached * way)
