"""Tables, desks, coffee tables. Metres, floor at y = 0; a desk's sitter is at +Z."""

from __future__ import annotations

import numpy as np

from core.data.procedural.palettes import METALS, PAINTS, WOODS, Color, pick
from core.data.procedural.shape import (
    Part,
    ProceduralShape,
    Rng,
    assemble,
    between,
    chance,
    choose,
)
from core.data.procedural.solids import box, cylinder, tube
from core.data.procedural.supports import legs, pedestal, slab, sled


def _stand(rng: Rng, w: float, d: float, h: float, color: Color) -> tuple[str, list[Part]]:
    kind = choose(
        rng, ("legs", "legs", "legs", "pedestal", "trestle", "panels", "sled", "cross", "drum")
    )
    thick = between(rng, 0.015, 0.05)
    inset = between(rng, 0.75, 1.0)
    if kind == "legs":
        return kind, legs(rng, w * inset, d * inset, h, thick, color)
    if kind == "sled":
        return kind, sled(rng, w * inset, d * inset, h, thick, color)
    if kind == "pedestal":
        parts = pedestal(rng, min(w, d) * between(rng, 0.3, 0.45), h, thick * 1.8, color)
        if w > 1.7 * d:
            twin = [p.solid.moved(x=s * w * 0.28) for s in (-1, 1) for p in parts]
            names = [p.name for p in parts] * 2
            return kind, [Part(n, s, color) for n, s in zip(names, twin, strict=True)]
        return kind, parts
    if kind == "drum":
        width = between(rng, 0.3, 0.8) * min(w, d)
        return kind, [
            Part(
                "base",
                cylinder(width / 2, h, (0, h / 2, 0), width * between(rng, 0.25, 0.5)),
                color,
            )
        ]
    x = w / 2 * inset - thick
    if kind == "panels":
        sides = [box(2 * thick, h, d * inset, (s * x, h / 2, 0)) for s in (-1, 1)]
        rail = box(2 * x, h * 0.25, thick, (0, h * 0.8, 0))
        return kind, [Part("panel", solid, color) for solid in (*sides, rail)]
    z, parts = d / 2 * inset - thick, []
    for s in (-1, 1):
        for k in (-1, 1):
            low = (s * x * 0.85, 0, k * z)
            top = (s * x * 0.85, h, -k * z * (1 if kind == "cross" else -0.3))
            parts.append(Part("leg", tube([low, top], thick, 4), color))
        if kind == "trestle":
            bar = box(thick, thick, 1.3 * z, (s * x * 0.85, h / 2, 0))
            parts.append(Part("crossbar", bar, color))
    parts.append(Part("beam", tube([(-x, h / 2, 0), (x, h / 2, 0)], thick, 4), color))
    return kind, parts


def table(rng: Rng) -> ProceduralShape:
    """A dining or side table."""
    return _table(rng, "table", between(rng, 0.5, 0.95))


def coffee_table(rng: Rng) -> ProceduralShape:
    """A low table, half of them with a shelf."""
    return _table(rng, "coffee_table", between(rng, 0.22, 0.48))


def _table(rng: Rng, family: str, h: float) -> ProceduralShape:
    d = between(rng, 0.45, 1.0)
    w = d * between(rng, 1.0, 2.6)
    shape = choose(rng, ("rect", "rect", "rect", "round", "oval", "rounded", "polygon"))
    if shape in ("round", "polygon"):
        w = d
    thick = between(rng, 0.015, 0.08)
    color = pick(rng, WOODS, PAINTS)
    frame = color if chance(rng, 0.5) else pick(rng, WOODS, METALS, PAINTS)
    inner = {"round": 0.68, "oval": 0.68, "polygon": 0.56, "rounded": 0.82}.get(shape, 1.0)
    shelf = family == "coffee_table" and chance(rng, 0.5)
    if shelf:  # it needs upright legs at its corners
        kind, thin = "legs", between(rng, 0.015, 0.05)
        parts = legs(rng, w * inner, d * inner, h - thick, thin, frame, splay=0.0)
        board = box(w * inner - thin, 0.025, d * inner - thin, (0, h * between(rng, 0.15, 0.5), 0))
        parts.append(Part("shelf", board, color))
    else:
        kind, parts = _stand(rng, w * inner, d * inner, h - thick, frame)
    parts.append(Part("top", slab(rng, shape, w, d, thick, h - thick / 2), color))
    if shape in ("rect", "rounded") and chance(rng, 0.4):
        apron = between(rng, 0.05, 0.12)
        parts.append(
            Part("apron", box(w * 0.85, apron, d * 0.85, (0, h - thick - apron / 2, 0)), frame)
        )
    factors = {"top_width": w, "top_depth": d, "leg_length": h, "top_thickness": thick}
    factors |= {"round": shape in ("round", "oval"), "shelf": shelf, "legs": kind == "legs"}
    return assemble(family, parts, factors)


def desk(rng: Rng) -> ProceduralShape:
    """A desk with drawers on no, one or both sides, perhaps a hutch."""
    w, d, h = between(rng, 0.9, 1.9), between(rng, 0.45, 0.85), between(rng, 0.68, 0.8)
    thick, t = between(rng, 0.018, 0.05), between(rng, 0.015, 0.03)
    color, trim = pick(rng, WOODS, PAINTS), pick(rng, METALS, WOODS)
    front = color if chance(rng, 0.5) else pick(rng, WOODS, PAINTS)
    parts = [Part("top", box(w, thick, d, (0, h - thick / 2, 0)), color)]
    sides = choose(rng, ((), (1,), (-1,), (-1, 1), (1,)))
    wide, foot = between(rng, 0.3, 0.45), 0.0 if chance(rng, 0.6) else 0.15
    for s in (-1, 1):
        x = s * (w - wide) / 2
        if s in sides:
            tall = h - thick - foot
            parts.append(
                Part("pedestal", box(wide, tall, d * 0.92, (x, foot + tall / 2, 0)), color)
            )
            rows = int(rng.integers(1, 5))
            for k in range(rows):
                y = foot + tall * (k + 0.5) / rows
                face = box(wide * 0.9, tall / rows * 0.86, 0.02, (x, y, d * 0.46 + 0.01))
                parts += [Part("drawer", face, front)]
                parts += [Part("handle", box(0.1, 0.02, 0.03, (x, y, d * 0.46 + 0.03)), trim)]
        if s not in sides or foot:
            edge = s * (w / 2 - 2 * t)
            for z in (-1, 1):
                top = (edge, h - thick, z * (d / 2 - 2 * t))
                parts.append(
                    Part("leg", tube([(edge, 0, top[2]), top], t, choose(rng, (4, 8))), trim)
                )
    if chance(rng, 0.6):
        low = h * between(rng, 0.2, 0.7)
        parts.append(
            Part(
                "back panel",
                box(w * 0.9, h - low, 0.02, (0, (h + low) / 2 - thick, -d * 0.42)),
                color,
            )
        )
    hutch = chance(rng, 0.25)
    if hutch:
        tall, deep = between(rng, 0.25, 0.7), d * between(rng, 0.25, 0.4)
        rear = -(d - deep) / 2
        parts.append(Part("shelf", box(w, 0.025, deep, (0, h + tall, rear)), color))
        for place in np.linspace(-w / 2 + 0.015, w / 2 - 0.015, int(rng.integers(2, 5))):
            side = box(0.025, tall, deep, (float(place), h + tall / 2, rear))
            parts.append(Part("side", side, color))
    factors = {"top_width": w, "top_depth": d, "leg_length": h, "drawers": len(sides)}
    return assemble("desk", parts, factors | {"hutch": hutch})
