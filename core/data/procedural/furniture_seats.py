"""Things to sit on: chair, armchair, sofa, stool, bench. Metres; sitters face +Z."""

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
    Solid,
    box,
    cylinder,
    ellipse,
    extrude,
    loft,
    superquadric,
    tube,
)
from core.data.procedural.supports import (
    arched,
    cantilever,
    leaning,
    legs,
    pedestal,
    slab,
    sled,
)


def _base(rng: Rng, kind: str, w: float, d: float, h: float, color: Color) -> list[Part]:
    thick = between(rng, 0.012, 0.035)
    if kind == "legs":
        return legs(rng, w, d, h, thick, color)
    if kind == "sled":
        return sled(rng, w, d, h, thick, color)
    if kind == "cantilever":
        return cantilever(rng, w, d, h, thick, color)
    if kind == "block":
        return [
            Part(
                "base",
                box(w * between(rng, 0.7, 1), h, d * between(rng, 0.7, 1), (0, h / 2, 0)),
                color,
            )
        ]
    return pedestal(rng, min(w, d) * between(rng, 0.4, 0.65), h, thick * 1.4, color)


_SEATS = ("box", "cushion", "rounded", "trapezoid", "round", "scoop")
# How far out, of half its sides, a seat reaches toward its corners: there the legs stand.
_REACH = {"rounded": 0.85, "trapezoid": 0.75, "round": 0.68}


def _seat(kind: str, rng: Rng, w: float, d: float, thick: float, y: float) -> Solid:
    if kind == "cushion":
        return box(w, max(thick, 0.05), d, (0, y, 0), radius=between(rng, 0.02, 0.06), smooth=True)
    if kind == "scoop":
        rise = between(rng, 0.03, 0.12) * w
        board = box(w, thick, d, cuts=(6, 1, 2))
        return board.bent(lambda p: p + [[0, 1, 0]] * (rise * (2 * p[:, :1] / w) ** 2)).moved(y=y)
    outlines = {"box": "rect", "rounded": "rounded", "trapezoid": "trapezoid", "round": "oval"}
    return slab(rng, outlines[kind], w, d, thick, y)


def _back(rng: Rng, w: float, y: float, height: float, frame: Color, fabric: Color) -> list[Part]:
    """A back whose plane is z = 0, from height y up."""
    kind = choose(rng, ("panel", "panel", "slats", "ladder", "frame", "oval", "rail", "mesh"))
    t, middle = between(rng, 0.015, 0.04), y + height / 2
    posts = [
        Part(
            "post",
            tube([(s * (w / 2 - t), y, 0), (s * (w / 2 - t), y + height, 0)], t * 0.7, 4),
            frame,
        )
        for s in (-1, 1)
    ]
    if kind == "panel":
        thick = between(rng, 0.02, 0.12)
        low = between(rng, 0, 0.35) * height
        panel = box(
            w, height - low, thick, (0, middle + low / 2, 0), min(thick / 2, 0.03), (6, 4, 1)
        )
        return [Part("back", panel, fabric)] + (posts if low > 0.05 else [])
    if kind == "oval":
        disc = extrude(ellipse(w, height * 0.9, 24, between(rng, 2, 5)), between(rng, 0.02, 0.06))
        stay = box(w * between(rng, 0.15, 0.6), height * 0.4, 0.02, (0, y + height * 0.2, 0))
        return [Part("back", disc.moved(y=y + height * 0.55), fabric), Part("stay", stay, frame)]
    rail = between(rng, 0.03, 0.09)
    top = Part("rail", box(w, rail, 2 * t, (0, y + height - rail / 2, 0), cuts=(6, 1, 1)), frame)
    if kind == "slats":
        count = int(rng.integers(2, 8))
        wide = between(rng, 0.012, 0.6 * w / count)
        places = np.linspace(-w / 2 + 2 * t + wide, w / 2 - 2 * t - wide, count)
        slats = [Part("slat", box(wide, height, t, (float(x), middle, 0)), frame) for x in places]
        return [*posts, top, *slats]
    if kind == "ladder":
        count = int(rng.integers(2, 6))
        tall = between(rng, 0.3, 0.75) * height / (count + 1)
        rungs = [
            box(w - 2 * t, tall, t, (0, y + height * (k + 1) / (count + 1), 0), cuts=(6, 1, 1))
            for k in range(count)
        ]
        return [*posts, top, *(Part("rung", rung, frame) for rung in rungs)]
    if kind == "rail":
        return [*posts, top]
    inner = box(w - 2 * t, height * 0.8, t, (0, y + height * 0.55, 0), cuts=(6, 4, 1))
    if kind == "mesh":
        return [*posts, Part("back", inner, fabric)]
    arch = np.linspace(0, np.pi, 12)
    line = np.stack(
        [-np.cos(arch) * (w / 2 - t), y + np.sin(arch) ** 0.6 * (height - t), 0 * arch], 1
    )
    loop = Part("frame", tube(line, t, 8), frame)
    spindles = np.linspace(-w / 4, w / 4, int(rng.integers(1, 6)))
    rods = [
        tube([(float(x), y, 0), (float(x), y + height * 0.93, 0)], t * 0.5, 6) for x in spindles
    ]
    return [loop, *(Part("spindle", rod, frame) for rod in rods)]


def _arms(rng: Rng, w: float, d: float, y: float, rise: float, color: Color) -> list[Part]:
    kind = choose(rng, ("post", "loop", "panel", "pad"))
    t = between(rng, 0.015, 0.035)
    parts = []
    for s in (-1, 1):
        x, z = s * (w / 2 + t * 0.5), d / 2 - 2 * t
        if kind == "panel":
            parts.append(Part("arm", box(2 * t, rise, d * 0.9, (x, y + rise / 2, 0)), color))
        elif kind == "loop":
            line = [(x, y, z * 0.7), (x, y + rise, z), (x, y + rise, -d / 2)]
            parts.append(Part("arm", tube(line, t * 0.8, 8), color))
        else:
            wide = t * (4 if kind == "pad" else 2)
            parts.append(
                Part("arm", box(wide, 1.4 * t, d * 0.95, (x, y + rise, 0), t * 0.6), color)
            )
            front = z if kind == "post" else 0.0
            parts.append(Part("arm post", tube([(x, y, front), (x, y + rise, front)], t, 4), color))
    return parts


def chair(rng: Rng) -> ProceduralShape:
    """A chair of any of the usual kinds."""
    w, d = between(rng, 0.36, 0.62), between(rng, 0.36, 0.6)
    y, thick = between(rng, 0.36, 0.56), between(rng, 0.02, 0.11)
    tall, lean = between(rng, 0.22, 0.8), between(rng, 0, 17)
    bow, curl = between(rng, -0.02, 0.12), between(rng, 0, 0.3)
    frame = pick(rng, WOODS, METALS, PAINTS)
    fabric = frame if chance(rng, 0.4) else pick(rng, FABRICS, PAINTS)
    kind = choose(rng, ("legs", "legs", "legs", "pedestal", "sled", "cantilever", "block"))
    arms = chance(rng, 0.35)
    seat = choose(rng, _SEATS)
    reach = _REACH.get(seat, 1.0)
    parts = _base(rng, kind, w * reach, d * reach, y, frame)
    parts.append(Part("seat", _seat(seat, rng, w, d, thick, y), fabric))
    low = y - thick / 2  # the back begins within the seat
    for part in _back(rng, w * reach * between(rng, 0.8, 1.0), low, tall, frame, fabric):
        shaped = leaning(arched(part.solid, w, bow), y, lean, curl)
        parts.append(Part(part.name, shaped.moved(z=-d / 2 * min(reach, 0.92)), part.color))
    if arms:
        parts += _arms(rng, w * min(reach + 0.1, 1), d, y, between(rng, 0.14, 0.28), frame)
    factors = {"seat_width": w, "seat_depth": d, "leg_length": y, "back_height": tall}
    factors |= {"back_lean": lean, "back_bow": bow, "seat_thickness": thick, "arms": arms}
    return assemble("chair", parts, factors | {"pedestal": kind == "pedestal"})


def _cushion(w: float, h: float, d: float, at: tuple[float, float, float], soft: float) -> Solid:
    return box(w, h, d, at, radius=soft * min(w, h, d) / 2, smooth=True)


def _couch(rng: Rng, family: str, seats: int, corner: bool) -> ProceduralShape:
    """Upholstered seats in a row: a base, a back, arms, cushions, short legs."""
    seat, d = between(rng, 0.5, 0.78), between(rng, 0.7, 1.0)
    foot, y = between(rng, 0.0, 0.2), between(rng, 0.36, 0.48)
    arm_width, arm_height = between(rng, 0.06, 0.28), between(rng, 0.1, 0.34)
    back, back_depth = between(rng, 0.3, 0.75 if seats == 1 else 0.5), between(rng, 0.1, 0.28)
    soft, lean = between(rng, 0.1, 0.8), between(rng, 0, 14)
    arms = 0 if chance(rng, 0.15) else choose(rng, (1, 2, 2))
    fabric, wood = pick(rng, FABRICS, FABRICS, WOODS), pick(rng, WOODS, METALS)
    pillow = fabric if chance(rng, 0.6) else pick(rng, FABRICS)
    w = seats * seat
    full = w + (2 * arm_width if arms else 0)
    base = y - 0.14
    parts = [Part("base", box(full, base - foot, d, (0, (base + foot) / 2, 0), 0.02), fabric)]
    at = (0.0, (y + back + foot) / 2, -d / 2 + back_depth / 2)
    rest = box(full, y + back - foot, back_depth, at, soft * 0.08, (4, 4, 1), True)
    parts.append(Part("back", leaning(rest, y, lean), fabric))
    front = d - back_depth
    for k in range(seats):
        x = (k - (seats - 1) / 2) * seat
        at = (x, y - 0.07, d / 2 - front / 2 + 0.01)
        parts.append(Part("cushion", _cushion(seat * 0.98, 0.16, front, at, soft), pillow))
        if chance(rng, 0.6):
            at = (x, y + back * 0.5, -d / 2 + back_depth + 0.05)
            puff = _cushion(seat * 0.92, back * 0.95, 0.16, at, max(soft, 0.5))
            parts.append(Part("pillow", leaning(puff, y, lean), pillow))
    for s in (-1, 1) if arms else ():
        x = s * (full - arm_width) / 2
        tall = y + arm_height - foot
        rounded = soft * arm_width / 2
        arm = box(arm_width, tall, d, (x, foot + tall / 2, 0), rounded, smooth=True)
        parts.append(Part("arm", arm, fabric))
        if arms == 2 and chance(rng, 0.5):
            roll = cylinder(arm_width * 0.6, d).turned("x", 90).moved(x, y + arm_height, 0)
            parts.append(Part("arm roll", roll, fabric))
        if seats == 1 and back > 0.5 and chance(rng, 0.4):
            wing = box(0.07, back * 0.8, d * 0.4, (x, y + back * 0.55, -d * 0.25), 0.03)
            parts.append(Part("wing", leaning(wing, y, lean), fabric))
    if corner:
        side, long = choose(rng, (-1, 1)), between(rng, 0.5, 1.1)
        x = side * (w - seat) / 2
        at = (x, (y + foot) / 2 - 0.07, d / 2 + long / 2)
        parts.append(Part("chaise", box(seat, y - foot - 0.14, long, at, 0.02), fabric))
        at = (x, y - 0.07, d / 2 + long / 2)
        parts.append(Part("cushion", _cushion(seat * 0.98, 0.16, long, at, soft), pillow))
    if foot > 0.03:
        parts += legs(
            rng, full * 0.95, d * 0.95, foot + 0.02, between(rng, 0.015, 0.04), wood, splay=0.0
        )
    factors = {"seats": seats, "seat_width": seat, "seat_depth": d, "back_height": back}
    factors |= {"arm_width": arm_width, "arm_height": arm_height, "arms": arms > 0}
    return assemble(family, parts, factors | {"leg_length": foot, "corner": corner})


def armchair(rng: Rng) -> ProceduralShape:
    """One upholstered seat, with or without wings; or a tub."""
    if chance(rng, 0.75):
        return _couch(rng, "armchair", 1, False)
    radius, y, back = between(rng, 0.34, 0.46), between(rng, 0.36, 0.46), between(rng, 0.15, 0.5)
    wall, sweep = between(rng, 0.05, 0.14), between(rng, 80, 130)
    drop, foot = between(rng, 0, 0.7), between(rng, 0, 0.2)
    fabric = pick(rng, FABRICS)
    turn = np.linspace(-sweep, sweep, 18) * np.pi / 180
    rings = []
    for a in turn:
        top = y + back * (1 - drop * (abs(a) / turn[-1]) ** 2)
        inner, outer = radius - wall, radius
        profile = [(outer, foot), (inner, foot), (inner, top), (outer * 1.05, top)]
        rings.append([(r * np.sin(a), h, -r * np.cos(a)) for r, h in profile])
    parts = [Part("shell", loft(rings, wall), fabric)]
    seat = superquadric((radius * 0.95, 0.09, radius * 0.95), (0, y - 0.07, 0), north=0.4)
    parts.append(Part("cushion", seat, fabric if chance(rng, 0.5) else pick(rng, FABRICS)))
    parts.append(
        Part("base", cylinder(radius * 0.9, y - 0.1 - foot, (0, (y - 0.1 + foot) / 2, 0)), fabric)
    )
    if foot > 0.03:
        parts += legs(rng, radius * 1.3, radius * 1.3, foot + 0.02, 0.02, pick(rng, WOODS, METALS))
    factors = {"seat_width": 2 * radius, "back_height": back, "leg_length": foot, "arms": 1}
    return assemble("armchair", parts, factors | {"sweep": sweep})


def sofa(rng: Rng) -> ProceduralShape:
    """Two to four upholstered seats, a quarter of them with a chaise."""
    return _couch(rng, "sofa", int(rng.integers(2, 5)), chance(rng, 0.25))


def stool(rng: Rng) -> ProceduralShape:
    """A seat without a back."""
    y, w, thick = between(rng, 0.3, 0.85), between(rng, 0.28, 0.45), between(rng, 0.02, 0.12)
    color = pick(rng, WOODS, METALS, PAINTS)
    top = color if chance(rng, 0.4) else pick(rng, FABRICS)
    count = choose(rng, (0, 3, 4, 4))
    kind = choose(rng, ("round", "round", "rect", "rounded", "cushion"))
    if count:
        spread = w * (0.9 if kind == "rect" else 0.64 if count == 4 else 0.85)
        thin, splay = between(rng, 0.012, 0.03), between(rng, 0, 0.3)
        parts = legs(rng, spread, spread, y, thin, color, count, splay)
        if chance(rng, 0.4):
            turn = np.linspace(0, 2 * np.pi, 17)
            share = between(rng, 0.25, 0.5)
            height, diagonal = y * share, np.sqrt(2) if count == 4 else 1.0
            reach = diagonal * (spread / 2 - thin + (1 - share) * splay * y / 2)
            ring = np.stack([reach * np.sin(turn), 0 * turn + height, reach * np.cos(turn)], 1)
            parts.append(Part("ring", tube(ring, 0.012, 6), color))
    else:
        parts = pedestal(rng, w * between(rng, 0.45, 0.7), y, between(rng, 0.02, 0.04), color)
    if kind == "cushion":
        parts.append(Part("seat", superquadric((w / 2, thick, w / 2), (0, y, 0), north=0.5), top))
    else:
        parts.append(Part("seat", slab(rng, kind, w, w, thick, y), top))
    return assemble("stool", parts, {"leg_length": y, "seat_width": w, "legs": count})


def bench(rng: Rng) -> ProceduralShape:
    """A long seat of one board or of slats, with or without a back."""
    w, d, y = between(rng, 0.8, 2.0), between(rng, 0.28, 0.5), between(rng, 0.36, 0.5)
    color, iron = pick(rng, WOODS, PAINTS), pick(rng, METALS, WOODS)
    thick, boards = between(rng, 0.02, 0.07), int(rng.integers(1, 5))
    parts = []
    for k in range(boards):
        z = ((k + 0.5) / boards - 0.5) * d
        wide = d / boards * (1 if boards == 1 else 0.8)
        parts.append(Part("seat", box(w, thick, wide, (0, y, z)), color))
    for s in (-1, 1) if boards > 1 else ():
        parts.append(Part("bearer", box(0.08, thick, d, (s * w * 0.45, y - thick / 2, 0)), iron))
    kind = choose(rng, ("legs", "panels", "trestle"))
    if kind == "legs":
        share = between(rng, 0.7, 1) if boards == 1 else 0.95
        parts += legs(rng, w * share, d, y, between(rng, 0.015, 0.04), iron)
    else:
        t = between(rng, 0.03, 0.1)
        for s in (-1, 1):
            x = s * w * between(rng, 0.3, 0.45) if kind == "trestle" else s * (w - t) / 2
            parts.append(Part("side", box(t, y, d * 0.9, (x, y / 2, 0)), iron))
    back = chance(rng, 0.5)
    if back:
        tall, lean = between(rng, 0.25, 0.5), between(rng, 0, 15)
        rows = int(rng.integers(1, 4))
        for k in range(rows):
            at = (0, y + tall * (k + 0.7) / rows, -d * 0.46)
            board = box(w, tall / rows * 0.7, thick, at)
            parts.append(Part("back", leaning(board, y, lean), color))
        for s in (-1, 1):
            x, z = s * w * 0.44, -d * 0.46
            post = tube([(x, y - thick, z), (x, y + tall, z)], 0.02, 4)
            parts.append(Part("post", leaning(post, y, lean), iron))
        if chance(rng, 0.4):
            parts += _arms(rng, w * 0.95, d, y, between(rng, 0.15, 0.25), iron)
    return assemble(
        "bench", parts, {"seat_width": w, "leg_length": y, "back": back, "boards": boards}
    )
