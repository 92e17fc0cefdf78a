"""Rounded bodies along a line, and things that come in pairs: what living things are made of."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from core.data.procedural.palettes import Color
from core.data.procedural.shape import Part
from core.data.procedural.solids import Array, Solid, curve, loft

_CAP = np.radians([80.0, 50.0, 22.0])  # where on its round end a body has rings


def sweep(
    line: npt.ArrayLike,
    wide: float | npt.ArrayLike,
    tall: float | npt.ArrayLike | None = None,
    count: int = 0,
    sides: int = 12,
    flat: bool = False,
) -> Solid:
    """A body along a line (K, 3) with half a width and half a height at each point.

    The width lies along X as far as the line allows (else along Z or Y), the
    height across it; without heights the body is round. ``count`` resamples the line smoothly.
    The ends are round unless ``flat``.
    """
    points = np.asarray(line, np.float64)
    widths = np.broadcast_to(np.asarray(wide, np.float64), len(points))
    heights = widths if tall is None else np.broadcast_to(np.asarray(tall, float), len(points))
    track = np.column_stack([points, widths, heights])
    if count:
        least = track[:, 3:].min(0) * 0.8
        track = curve(track, count)
        track[:, 3:] = np.maximum(track[:, 3:], least)
    centre, half = track[:, :3], track[:, 3:]
    tangent = np.gradient(centre, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    along = np.abs(tangent).max(0)  # how far the line runs along each axis somewhere
    across = np.eye(3)[0 if along[0] < 0.92 else 2 - int(np.argmin(along[[2, 1]]))]
    side = across - tangent * (tangent @ across)[:, None]
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    up = np.cross(tangent, side)
    size = np.ones(len(centre))
    if not flat:
        caps = []
        for end, sign in ((0, -1.0), (-1, 1.0)):
            angles = _CAP if end == 0 else _CAP[::-1]
            reach = half[end].mean() * np.sin(angles)
            caps.append((centre[end] + sign * reach[:, None] * tangent[end], np.cos(angles)))
        first, last = [0] * len(_CAP), [-1] * len(_CAP)
        centre = np.concatenate([caps[0][0], centre, caps[1][0]])
        size = np.concatenate([caps[0][1], size, caps[1][1]])
        half, side, up = (np.concatenate([a[first], a, a[last]]) for a in (half, side, up))
    angle = 2 * np.pi * (np.arange(sides) + 0.5) / sides
    rings = centre[:, None] + size[:, None, None] * (
        np.cos(angle)[None, :, None] * (half[:, :1] * side)[:, None]
        + np.sin(angle)[None, :, None] * (half[:, 1:] * up)[:, None]
    )
    thin = track[:, 3:].min(1)
    return loft(rings, 2 * max(float(thin.min()), float(np.median(thin)) / 2), rod=True)


def both(name: str, solid: Solid, color: Color) -> list[Part]:
    """A part on the left and its mirror image on the right."""
    return [Part(name, solid, color), Part(name, solid.mirrored(), color)]


def toward(degrees: float, length: float = 1.0) -> Array:
    """A step in the plane x = 0, from +Z at 0 degrees up to +Y at 90, (3,)."""
    angle = float(np.radians(degrees))
    return np.asarray(length * np.array([0.0, np.sin(angle), np.cos(angle)]))


def aimed(solid: Solid, pitch: float, turn: float, at: npt.ArrayLike) -> Solid:
    """A solid that looks along +Z made to look up by ``pitch`` and to its left by ``turn``."""
    x, y, z = np.asarray(at, np.float64).tolist()
    return solid.turned("x", -pitch).turned("y", turn).moved(x, y, z)


def off(point: npt.ArrayLike, x: float, y: float, z: float) -> Array:
    """A place beside a point (3,)."""
    return np.asarray(np.asarray(point, np.float64) + np.array([x, y, z]))


def route(*points: npt.ArrayLike) -> Array:
    """A line (K, 3) through places."""
    return np.array([np.asarray(point, np.float64) for point in points])
