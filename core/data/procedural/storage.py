"""Cases: bookcase, cabinet, dresser, nightstand, wardrobe, and beds. Metres, doors at +Z."""

from __future__ import annotations

import numpy as np

from core.data.procedural.palettes import FABRICS, METALS, PAINTS, WOODS, Color, pick
from core.data.procedural.shape import (
    Part,
    ProceduralShape,
    Rng,
    assemble,
    between,
    chance,
    choose,
)
from core.data.procedural.solids import (
    Array,
    box,
    cylinder,
    ellipse,
    extrude,
    lathe,
    superquadric,
    tube,
)
from core.data.procedural.supports import legs


def bookcase(rng: Rng) -> ProceduralShape:
    """Shelves between sides, with or without back, uprights and books."""
    w, h, d = between(rng, 0.4, 1.6), between(rng, 0.6, 2.2), between(rng, 0.2, 0.45)
    t, rows = between(rng, 0.015, 0.05), int(rng.integers(2, 7))
    columns = int(rng.integers(1, 4)) if w > 0.7 else 1
    color = pick(rng, WOODS, PAINTS)
    ladder = chance(rng, 0.15)
    parts = []
    for k in range(rows + 1):
        y = t / 2 + (h - t) * k / rows
        deep = d * (1 - 0.5 * k / rows) if ladder else d
        parts.append(Part("shelf", box(w, t, deep, (0, y, (deep - d) / 2)), color))
    for x in np.linspace(-w / 2 + t / 2, w / 2 - t / 2, columns + 1):
        parts.append(
            Part(
                "side",
                box(t, h, d * (0.5 if ladder else 1), (float(x), h / 2, -d * 0.25 * ladder)),
                color,
            )
        )
    back = chance(rng, 0.65)
    if back:
        parts.append(Part("back", box(w, h, 0.02, (0, h / 2, -d / 2 + 0.01)), color))
    books = chance(rng, 0.4)
    for k in range(rows if books else 0):
        if chance(rng, 0.7):
            long, tall = between(rng, 0.2, 0.9) * w, between(rng, 0.4, 0.85) * (h / rows - t)
            x = between(rng, -1, 1) * (w - long - 2 * t) / 2
            at = (x, t + (h - t) * k / rows + tall / 2, -d * 0.1)
            parts.append(Part("books", box(long, tall, d * 0.6, at), pick(rng, FABRICS)))
    return assemble("bookcase", parts, {"rows": rows, "columns": columns, "back": back, "board": t})


def _case(
    rng: Rng, family: str, w: float, h: float, d: float, rows: int, columns: int, doors: bool
) -> ProceduralShape:
    """A closed case on plinth or legs with doors or drawers in front, and handles."""
    color, trim = pick(rng, WOODS, PAINTS), pick(rng, METALS, WOODS)
    front = color if chance(rng, 0.6) else pick(rng, WOODS, PAINTS)
    foot = choose(rng, (0.0, 0.0, between(rng, 0.03, 0.1), between(rng, 0.1, 0.35)))
    foot = min(foot, h * 0.4)
    tall = h - foot
    bow = between(rng, 0.02, 0.08) if chance(rng, 0.12) else 0.0
    parts = [Part("case", box(w, tall, d, (0, foot + tall / 2, 0)), color)]
    if foot >= 0.1:
        parts += legs(rng, w * 0.97, d * 0.95, foot, between(rng, 0.015, 0.035), trim)
    elif foot > 0:
        parts.append(Part("plinth", box(w * 0.94, foot, d * 0.9, (0, foot / 2, 0)), color))
    if chance(rng, 0.5):
        over = between(rng, 0.01, 0.06)
        parts.append(Part("top", box(w + over, 0.03, d + over, (0, h + 0.015, 0)), color))
    open_row = int(rng.integers(rows)) if chance(rng, 0.15) and rows > 1 else -1
    for i in range(columns):
        for j in range(rows):
            if j == open_row:
                continue
            cell_w, cell_h = w / columns, tall / rows
            x, y = (i + 0.5) * cell_w - w / 2, foot + (j + 0.5) * cell_h
            panel = box(cell_w * 0.94, cell_h * 0.94, 0.025 + bow, (x, y, d / 2 + 0.01))
            parts.append(Part("door" if doors else "drawer", panel, front))
            knob_x = x + (cell_w * 0.38 * (1 if i % 2 == 0 else -1) if doors else 0.0)
            at = (knob_x, y, d / 2 + 0.035 + bow / 2)
            size = (
                (0.02, min(0.2, cell_h * 0.3), 0.03)
                if doors
                else (min(0.16, cell_w * 0.3), 0.02, 0.03)
            )
            parts.append(Part("handle", box(*size, at), trim))
    factors = {"rows": rows, "columns": columns, "doors": doors, "leg_length": foot}
    return assemble(family, parts, factors)


def cabinet(rng: Rng) -> ProceduralShape:
    """A sideboard or cupboard."""
    w, h = between(rng, 0.6, 2.2), between(rng, 0.5, 1.3)
    return _case(
        rng,
        "cabinet",
        w,
        h,
        between(rng, 0.3, 0.6),
        int(rng.integers(1, 3)),
        int(rng.integers(2, 5)),
        True,
    )


def dresser(rng: Rng) -> ProceduralShape:
    """A chest of drawers."""
    w, h, rows = between(rng, 0.6, 1.6), between(rng, 0.6, 1.3), int(rng.integers(3, 7))
    return _case(
        rng, "dresser", w, h, between(rng, 0.38, 0.6), rows, int(rng.integers(1, 3)), False
    )


def nightstand(rng: Rng) -> ProceduralShape:
    """A small case for the bedside."""
    w, h = between(rng, 0.32, 0.6), between(rng, 0.38, 0.75)
    return _case(
        rng,
        "nightstand",
        w,
        h,
        between(rng, 0.3, 0.5),
        int(rng.integers(1, 4)),
        1,
        chance(rng, 0.3),
    )


def wardrobe(rng: Rng) -> ProceduralShape:
    """A tall case with doors."""
    w, h = between(rng, 0.6, 2.2), between(rng, 1.6, 2.4)
    return _case(
        rng,
        "wardrobe",
        w,
        h,
        between(rng, 0.45, 0.7),
        choose(rng, (1, 1, 2)),
        int(rng.integers(1, 5)),
        True,
    )


def _end(rng: Rng, w: float, h: float, z: float, color: Color) -> list[Part]:
    """A headboard or footboard up to height h."""
    t = between(rng, 0.03, 0.1)
    kind = choose(rng, ("panel", "panel", "slats", "arch", "bars"))
    if kind == "panel":
        return [Part("board", box(w, h, t, (0, h / 2, z), radius=between(rng, 0, t / 2)), color)]
    if kind == "arch":
        top = ellipse(w, h * 0.8, 28, 3)
        outline = [(-w / 2, 0.0), (w / 2, 0.0), *map(tuple, top[:15] + np.array([0, h * 0.6]))]
        return [Part("board", extrude(outline, t).moved(z=z), color)]
    parts = [Part("post", box(t, h, t, (s * (w - t) / 2, h / 2, z)), color) for s in (-1, 1)]
    parts.append(Part("rail", box(w, t, t, (0, h - t / 2, z)), color))
    count = int(rng.integers(3, 11))
    for k in range(count):
        if kind == "bars":
            x = ((k + 1) / (count + 1) - 0.5) * w
            parts.append(Part("bar", tube([(x, 0.2, z), (x, h, z)], t * 0.25, 6), color))
        elif k < 4:
            parts.append(
                Part("slat", box(w, h * 0.1, t * 0.5, (0, h * (0.35 + 0.16 * k), z)), color)
            )
    return parts


def bed(rng: Rng) -> ProceduralShape:
    """A bed, its foot toward +Z: single or double, bunk, with posts or canopy."""
    w, long = between(rng, 0.8, 2.0), between(rng, 1.85, 2.2)
    y, thick = between(rng, 0.18, 0.5), between(rng, 0.12, 0.3)
    head, foot = between(rng, 0.15, 0.9), between(rng, 0, 0.5)
    color = pick(rng, WOODS, PAINTS, METALS, FABRICS)
    sheet, cover = pick(rng, PAINTS, FABRICS), pick(rng, FABRICS)
    bunk = w < 1.15 and chance(rng, 0.4)
    parts: list[Part] = []
    levels = (y, y + between(rng, 0.9, 1.2)) if bunk else (y,)
    for level in levels:
        rail = between(rng, 0.08, 0.2)
        parts.append(Part("frame", box(w, rail, long, (0, level, 0)), color))
        at = (0.0, level + thick / 2, 0.0)
        parts.append(
            Part("mattress", box(w * 0.96, thick, long * 0.97, at, 0.05, smooth=True), sheet)
        )
        reach = between(rng, 0.5, 0.85) * long
        at = (0.0, level + thick * 0.55, long / 2 - reach / 2)
        parts.append(
            Part("cover", box(w * 1.01, thick * 1.05, reach, at, 0.06, smooth=True), cover)
        )
        count = 2 if w > 1.2 else 1
        for k in range(count):
            x = (k - (count - 1) / 2) * w * 0.46
            half = (w * 0.2 if count == 2 else w * 0.35, 0.08, 0.2)
            at = (x, level + thick + 0.05, -long / 2 + 0.28)
            parts.append(Part("pillow", superquadric(half, at, 0.5, 0.8, 8), sheet))
    top = levels[-1] + thick
    parts += _end(rng, w, top + head, -long / 2, color)
    if foot > 0.1:
        parts += _end(rng, w, top + foot, long / 2, color)
    posts = bunk or chance(rng, 0.12)
    if posts:
        tall = top + (0.35 if bunk else between(rng, 0.6, 1.3))
        for x, z in ((s, k) for s in (-1, 1) for k in (-1, 1)):
            post = tube([(x * w / 2, 0, z * long / 2), (x * w / 2, tall, z * long / 2)], 0.035, 4)
            parts.append(Part("post", post, color))
        if not bunk and chance(rng, 0.6):
            for s in (-1, 1):
                parts.append(Part("canopy", box(w, 0.05, 0.05, (0, tall, s * long / 2)), color))
                parts.append(Part("canopy", box(0.05, 0.05, long, (s * w / 2, tall, 0)), color))
    elif chance(rng, 0.5):
        parts += legs(rng, w, long, y, between(rng, 0.02, 0.05), color, splay=0.0)
    else:
        parts.append(Part("base", box(w * 0.94, y, long * 0.96, (0, y / 2, 0)), color))
    factors = {"bed_width": w, "bed_height": y, "head_height": head, "foot_height": foot}
    return assemble("bed", parts, factors | {"bunk": bunk, "posts": posts})


def box_or_basket(rng: Rng) -> ProceduralShape:
    """An open or closed box, crate, basket or bag with handles."""
    w, h, d = between(rng, 0.3, 1), between(rng, 0.2, 0.9), between(rng, 0.25, 0.8)
    kind = choose(rng, ("closed", "open", "crate", "round", "bag"))
    color, trim = pick(rng, WOODS, FABRICS, PAINTS), pick(rng, WOODS, METALS)
    t = between(rng, 0.02, 0.05)
    parts: list[Part] = []
    if kind == "closed":
        parts.append(Part("body", box(w, h, d, (0, h / 2, 0), between(rng, 0, 0.08)), color))
        parts.append(Part("lid", box(w * 1.04, h * 0.15, d * 1.04, (0, h, 0), 0.01), trim))
    elif kind == "bag":
        squeeze = between(rng, 0.2, 1.0)

        def pinch(points: Array) -> Array:
            points[:, 2] *= 1 - (1 - squeeze) * points[:, 1:2].clip(0, h)[:, 0] / h
            return points

        body = box(w, h, d * 0.6, (0, h / 2, 0), 0.06, (3, 5, 3), True)
        parts.append(Part("body", body.bent(pinch), color))
    elif kind == "round":
        top = w / 2 * between(rng, 0.9, 1.5)
        profile = [(0, 0), (w / 2, 0), (top, h), (top - t, h), (w / 2 - t, t), (0, t)]
        parts.append(Part("body", lathe(profile, 24, t), color))
    else:
        parts.append(Part("floor", box(w, t, d, (0, t / 2, 0)), color))
        rows = int(rng.integers(2, 5)) if kind == "crate" else 1
        for k in range(rows):
            tall = h / rows * (0.75 if rows > 1 else 1)
            y = h * (k + 0.5) / rows
            for s in (-1, 1):
                parts.append(Part("side", box(t, tall, d, (s * (w - t) / 2, y, 0)), color))
                parts.append(Part("side", box(w, tall, t, (0, y, s * (d - t) / 2)), color))
        if kind == "crate":
            for x, z in ((s, k) for s in (-1, 1) for k in (-1, 1)):
                at = (x * (w / 2 - t), h / 2, z * (d / 2 - t))
                parts.append(Part("corner", box(2 * t, h, 2 * t, at), trim))
    hold = w * 0.3
    if kind == "round":
        hold = top - t / 2
    elif kind in ("open", "crate"):
        hold = (w - t) / 2
    handle = kind in ("bag", "round") or chance(rng, 0.2)
    if handle:
        arch = np.linspace(0, np.pi, 12)
        rise = between(rng, 0.15, 0.5) * w
        line = np.stack([-np.cos(arch) * hold, h * 0.95 + np.sin(arch) * rise, 0 * arch], 1)
        parts.append(Part("handle", tube(line, 0.02, 6), trim))
    elif kind == "closed" and chance(rng, 0.3):
        parts.append(Part("knob", cylinder(0.04, 0.05, (0, h * 1.1, 0)), trim))
    factors = {"open": kind in ("open", "crate", "round"), "handle": handle}
    return assemble("box", parts, factors | {"body_height": h, "body_width": w, "board": t})
