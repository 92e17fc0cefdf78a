"""What furniture stands on, and tops and cushions: shared by the furniture families."""

from __future__ import annotations

import numpy as np

from core.data.procedural.palettes import Color
from core.data.procedural.shape import Part, Rng, between, chance, choose
from core.data.procedural.solids import (
    Array,
    Solid,
    box,
    cylinder,
    ellipse,
    extrude,
    lathe,
    tube,
)


def legs(
    rng: Rng,
    width: float,
    depth: float,
    height: float,
    thick: float,
    color: Color,
    count: int = 4,
    splay: float | None = None,
) -> list[Part]:
    """Legs under a top, from the floor to ``height``: straight, splayed, tapered or turned."""
    if splay is None:
        splay = 0.0 if chance(rng, 0.5) else between(rng, 0.02, 0.35)
    foot = choose(rng, (1.0, 1.0, 0.6, 0.4, 1.3))
    turned = chance(rng, 0.15)
    sides = choose(rng, (4, 4, 8))
    if count == 4:
        places = [(x, z) for x in (-1.0, 1.0) for z in (-1.0, 1.0)]
    else:
        turn = 2 * np.pi * np.arange(count) / count
        places = [(float(np.sin(a)), float(np.cos(a))) for a in turn]
    parts = []
    for x, z in places:
        top = np.array([x * (width / 2 - thick), height, z * (depth / 2 - thick)])
        floor = top * [1, 0, 1] + np.array([x, 0, z]) * splay * height * 0.5
        if turned:
            t = np.linspace(0, 1, 7)[:, None]
            line = floor + t * (top - floor)
            radius = thick * np.array([0.6, 0.9, 0.55, 0.8, 1.1, 0.7, 1.1])
            parts.append(Part("leg", tube(line, radius, 8), color))
        else:
            parts.append(Part("leg", tube([floor, top], [thick * foot, thick], sides), color))
    if count == 4 and chance(rng, 0.25):
        share = between(rng, 0.2, 0.5)
        out = (1 - share) * splay * height * 0.5  # where splayed legs stand at that height
        w, d = width / 2 - thick + out, depth / 2 - thick + out
        parts += _stretchers(rng, w, d, height * share, thick * 1.1, color)
    return parts


def _stretchers(rng: Rng, w: float, d: float, y: float, t: float, color: Color) -> list[Part]:
    """Rails between four legs that stand at (±w, ±d): an H or a frame."""
    rails = [box(t, t, 2 * d, (s * w, y, 0)) for s in (-1, 1)]
    if chance(rng, 0.5):
        rails.append(box(2 * w, t, t, (0, y, 0)))
    else:
        rails += [box(2 * w, t, t, (0, y, s * d)) for s in (-1, 1)]
    return [Part("stretcher", rail, color) for rail in rails]


def sled(
    rng: Rng, width: float, depth: float, height: float, thick: float, color: Color
) -> list[Part]:
    """Two closed frames of tube, one a side."""
    lean = between(rng, 0, 0.15) * depth
    parts = []
    for side in (-1, 1):
        x, d = side * (width / 2 - thick), depth / 2 - thick
        line = [(x, height, -d + lean), (x, thick, -d), (x, thick, d), (x, height, d - lean)]
        parts.append(Part("runner", tube(line, thick, choose(rng, (4, 8))), color))
    return parts


def cantilever(
    rng: Rng, width: float, depth: float, height: float, thick: float, color: Color
) -> list[Part]:
    """One bent tube: the seat hangs from the front alone."""
    w, d = width / 2 - thick, depth / 2 - thick
    line = [(-w, height, -d), (-w, height, d), (-w, thick, d), (-w, thick, -d)]
    line += [(-x, y, z) for x, y, z in reversed(line)]
    return [Part("frame", tube(line, thick, 8), color)]


def pedestal(rng: Rng, reach: float, height: float, thick: float, color: Color) -> list[Part]:
    """A column on a disc, a cone, a star of feet or feet with castors."""
    kind = choose(rng, ("disc", "cone", "star", "castors", "trumpet"))
    if kind == "trumpet":
        profile = [(reach, 0), (reach * 0.9, height * 0.04), (thick * 1.2, height * 0.4)]
        profile += [(thick, height * 0.7), (reach * 0.5, height)]
        return [Part("base", lathe(profile), color)]
    column = Part("column", cylinder(thick, height * 0.96, (0, height * 0.52, 0)), color)
    if kind == "disc":
        return [column, Part("base", cylinder(reach, 0.03, (0, 0.015, 0)), color)]
    if kind == "cone":
        return [column, Part("base", cylinder(reach, 0.1, (0, 0.05, 0), thick), color)]
    parts = [column]
    count, lift = int(rng.integers(3, 7)), 0.05 if kind == "castors" else 0.0
    turn = between(rng, 0, 90)
    for k in range(count):
        foot = tube([(0, lift + 0.08, 0), (0, lift + 0.03, reach)], [thick, thick * 0.7], 4)
        parts.append(Part("foot", foot.turned("y", turn + 360 * k / count), color))
        if lift:
            wheel = cylinder(0.03, 0.03).turned("z", 90).moved(0, 0.03, reach)
            parts.append(Part("castor", wheel.turned("y", turn + 360 * k / count), color))
    return parts


def outline(rng: Rng, kind: str, width: float, depth: float) -> Array:
    """The outline (N, 2) of a top in x and z."""
    if kind == "round":
        return ellipse(width, width, 28)
    if kind == "oval":
        return ellipse(width, depth, 28)
    if kind == "rounded":
        return ellipse(width, depth, 28, between(rng, 3, 8))
    if kind == "polygon":
        count = choose(rng, (5, 6, 8))
        turn = 2 * np.pi * (np.arange(count) + 0.5) / count
        return np.stack([width / 2 * np.cos(turn), width / 2 * np.sin(turn)], 1)
    if kind == "trapezoid":
        front, back = width / 2, width / 2 * between(rng, 0.6, 0.95)
        return np.array(
            [(-back, -depth / 2), (back, -depth / 2), (front, depth / 2), (-front, depth / 2)]
        )
    w, d = width / 2, depth / 2
    return np.array([(-w, -d), (w, -d), (w, d), (-w, d)])


def slab(rng: Rng, kind: str, width: float, depth: float, thick: float, y: float) -> Solid:
    """A flat top of the outline whose middle is at height ``y``."""
    return extrude(outline(rng, kind, width, depth), thick, "y").moved(y=y)


def arched(solid: Solid, width: float, bow: float) -> Solid:
    """A back bowed along x: its ends come forward by ``bow``."""

    def bend(points: Array) -> Array:
        points[:, 2] += bow * (2 * points[:, 0] / width) ** 2
        return points

    return solid.bent(bend)


def leaning(solid: Solid, y: float, degrees: float, curl: float = 0.0) -> Solid:
    """A back sheared to the rear above height ``y``; ``curl`` bends it further with height."""
    slope = np.tan(np.radians(degrees))

    def bend(points: Array) -> Array:
        rise = np.maximum(points[:, 1] - y, 0)
        points[:, 2] -= slope * rise + curl * rise**2
        return points

    return solid.bent(bend)
