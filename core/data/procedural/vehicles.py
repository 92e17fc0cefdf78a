"""Things on wheels: car, truck, bicycle. Metres, front toward +Z."""

from __future__ import annotations

import numpy as np

from core.data.procedural.palettes import CARS, GLASSES, METALS, PAINTS, RUBBER, pick
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
    Solid,
    box,
    cylinder,
    ellipsoid,
    extrude,
    tube,
)


def _wheels(length: float, width: float, radius: float, axles: list[float]) -> list[Part]:
    parts = []
    for z in axles:
        for s in (-1, 1):
            wheel = cylinder(radius, width * 0.14).turned("z", 90)
            parts.append(Part("wheel", wheel.moved(s * width * 0.44, radius, z * length), _RUBBER))
            hub = cylinder(radius * 0.55, width * 0.03).turned("z", 90)
            parts.append(Part("hub", hub.moved(s * width * 0.51, radius, z * length), _HUB))
    return parts


_RUBBER = np.array([28, 28, 30], np.uint8)
_HUB = np.array([165, 168, 172], np.uint8)

# Side profiles from rear to front: (share of length, share of height) of body and of cabin.
_BODIES = {
    "sedan": ([(0, 0.52), (0.08, 0.6), (0.3, 0.62), (0.66, 0.6), (0.97, 0.48), (1, 0.3)],
              [(0.12, 0.58), (0.28, 1), (0.55, 1), (0.7, 0.58)]),
    "hatchback": ([(0, 0.5), (0.02, 0.6), (0.3, 0.62), (0.7, 0.6), (0.97, 0.48), (1, 0.3)],
                  [(0.02, 0.58), (0.1, 0.96), (0.5, 1), (0.74, 0.58)]),
    "van": ([(0, 0.5), (0.02, 0.62), (0.5, 0.62), (0.85, 0.58), (0.98, 0.42), (1, 0.25)],
            [(0.01, 0.58), (0.03, 1), (0.74, 1), (0.9, 0.56)]),
    "pickup": ([(0, 0.5), (0.01, 0.58), (0.3, 0.58), (0.7, 0.58), (0.97, 0.5), (1, 0.3)],
               [(0.4, 0.56), (0.42, 1), (0.6, 1), (0.73, 0.56)]),
    "coupe": ([(0, 0.5), (0.06, 0.62), (0.3, 0.64), (0.6, 0.58), (0.96, 0.4), (1, 0.28)],
              [(0.05, 0.6), (0.35, 0.98), (0.45, 1), (0.65, 0.56)]),
}  # fmt: skip


def _profile(rows: list[tuple[float, float]], long: float, h: float, floor: float) -> Array:
    points = np.array([((z - 0.5) * long, y * h) for z, y in rows])
    ends = np.array([(points[-1, 0], floor), (points[0, 0], floor)])
    return np.concatenate([points, ends])


def _narrowing(solid: Solid, low: float, high: float, top: float) -> Solid:
    """Sides drawn in above ``low``, to the share ``top`` at ``high``."""

    def bend(points: Array) -> Array:
        rise = np.clip((points[:, 1] - low) / (high - low), 0, 1)
        points[:, 0] *= 1 - (1 - top) * rise
        return points

    return solid.bent(bend)


def car(rng: Rng) -> ProceduralShape:
    """A car: a body and a cabin of one of five side profiles, wheels, lamps."""
    kind = choose(rng, tuple(_BODIES))
    long, w, h = between(rng, 3.4, 5.2), between(rng, 1.55, 2.0), between(rng, 1.2, 1.8)
    if kind == "van":
        h *= between(rng, 1.05, 1.4)
    elif kind == "coupe":
        h *= 0.85
    radius, floor = between(rng, 0.28, 0.42), between(rng, 0.15, 0.35)
    paint, glass = pick(rng, CARS, PAINTS), pick(rng, GLASSES, RUBBER)
    body_rows, cabin_rows = (
        [(z + between(rng, -0.02, 0.02), y * between(rng, 0.96, 1.04)) for z, y in rows]
        for rows in _BODIES[kind]
    )
    hull = extrude(_profile(body_rows, long, h, floor), w, "x")
    parts = [Part("body", _narrowing(hull, h * 0.35, h * 0.65, between(rng, 0.88, 0.97)), paint)]
    taper = between(rng, 0.65, 0.9)
    cabin = extrude(_profile(cabin_rows, long, h, h * 0.5), w * 0.93, "x")
    solid_cabin = kind == "van" and chance(rng, 0.6)
    parts.append(
        Part("cabin", _narrowing(cabin, h * 0.55, h, taper), paint if solid_cabin else glass)
    )
    flat = [p for p in cabin_rows if p[1] > 0.85]
    start, end = flat[0][0] - 0.5, flat[-1][0] - 0.5
    roof = box(
        w * 0.93 * taper * 1.02,
        0.06,
        (end - start) * long,
        (0, h - 0.02, (start + end) / 2 * long),
        0.02,
    )
    parts.append(Part("roof", roof, paint))
    if kind == "pickup":
        for s in (-1, 1):
            parts.append(
                Part(
                    "bed",
                    box(0.06, h * 0.2, long * 0.42, (s * w * 0.44, h * 0.64, -long * 0.28)),
                    paint,
                )
            )
        parts.append(
            Part("tailgate", box(w * 0.88, h * 0.2, 0.06, (0, h * 0.64, -long * 0.48)), paint)
        )
    if chance(rng, 0.15):
        parts.append(Part("spoiler", box(w * 0.85, 0.05, 0.25, (0, h * 0.74, -long * 0.47)), paint))
        for s in (-1, 1):
            parts.append(
                Part(
                    "strut", box(0.06, h * 0.16, 0.1, (s * w * 0.3, h * 0.66, -long * 0.46)), paint
                )
            )
    front, rear = between(rng, 0.28, 0.35), between(rng, 0.28, 0.34)
    parts += _wheels(long, w, radius, [front, -rear])
    for s in (-1, 1):
        at = (s * w * 0.35, h * 0.4, long * 0.485)
        parts.append(
            Part("lamp", box(w * 0.16, 0.12, 0.08, at), np.array([240, 236, 215], np.uint8))
        )
    factors = {
        "wheel_radius": radius,
        "clearance": floor,
        "cabin_taper": taper,
        "body_length": long,
    }
    return assemble("car", parts, factors | {f"is_{name}": name == kind for name in _BODIES})


def truck(rng: Rng) -> ProceduralShape:
    """A lorry, bus or train car: boxes on wheels."""
    long, w, h = between(rng, 5, 10), between(rng, 2.0, 2.6), between(rng, 2.4, 3.6)
    paint, cargo, floor = pick(rng, CARS, PAINTS), pick(rng, PAINTS, CARS), between(rng, 0.5, 0.8)
    bus = chance(rng, 0.4)
    cab = 0.0 if bus else between(rng, 0.18, 0.35) * long
    tall = h - floor
    at = (0, floor + tall / 2, -cab / 2)
    parts = [
        Part("body", box(w, tall, long - cab * 1.05, at, between(rng, 0, 0.3), smooth=True), cargo)
    ]
    if bus:
        for s in (-1, 1):
            glass = box(0.04, tall * 0.35, long * 0.85, (s * w / 2, floor + tall * 0.65, 0))
            parts.append(Part("window", glass, pick(rng, RUBBER, GLASSES)))
        parts.append(
            Part(
                "window",
                box(w * 0.9, tall * 0.4, 0.05, (0, floor + tall * 0.65, long / 2)),
                pick(rng, RUBBER),
            )
        )
    else:
        high = tall * between(rng, 0.6, 1.0)
        z = long / 2 - cab / 2
        outline = [
            (-cab / 2, 0),
            (cab / 2, 0),
            (cab / 2, high * 0.5),
            (cab * between(rng, 0.1, 0.45), high),
            (-cab / 2, high),
        ]
        parts.append(Part("cab", extrude(outline, w * 0.95, "x").moved(0, floor, z), paint))
        parts.append(
            Part("chassis", box(w * 0.6, 0.25, long * 0.95, (0, floor - 0.1, 0)), pick(rng, RUBBER))
        )
        if chance(rng, 0.3):
            parts.append(
                Part(
                    "stack",
                    tube(
                        [(w * 0.4, floor, z - cab * 0.6), (w * 0.4, h * 1.05, z - cab * 0.6)], 0.08
                    ),
                    pick(rng, METALS),
                )
            )
    axles = [0.36, -0.25] + ([-0.38] if chance(rng, 0.5) else [])
    parts += _wheels(long, w, between(rng, 0.4, 0.55), axles)
    return assemble("truck", parts, {"body_length": long, "bus": bus, "clearance": floor})


def bicycle(rng: Rng) -> ProceduralShape:
    """A bicycle or motorcycle: two wheels in line, a frame, handlebar and saddle."""
    r, base = between(rng, 0.28, 0.36), between(rng, 0.95, 1.25)
    motor = chance(rng, 0.4)
    tyre = between(rng, 0.05, 0.08) if motor else between(rng, 0.02, 0.035)
    paint, metal = pick(rng, CARS, PAINTS), pick(rng, METALS)
    parts = []
    turn = np.linspace(0, 2 * np.pi, 21)
    for z in (-base / 2, base / 2):
        ring = np.stack([0 * turn, r + (r - tyre) * np.sin(turn), z + (r - tyre) * np.cos(turn)], 1)
        parts.append(Part("tyre", tube(ring, tyre, 6), _RUBBER))
        disc = cylinder((r - tyre if motor else r * 0.12), 0.05).turned("z", 90).moved(0, r, z)
        parts.append(Part("hub", disc, metal))
        for k in range(0 if motor else 4):
            spoke = box(0.012, 2 * r * 0.95, 0.012).turned("x", 45 * k).moved(0, r, z)
            parts.append(Part("spoke", spoke, metal))
    head, saddle = (0, 2.4 * r, base * 0.36), (0, 2.5 * r, -base * 0.18)
    crank, rear, front = (0, r * 0.85, -base * 0.05), (0, r, -base / 2), (0, r, base / 2)
    thick = 0.035 if motor else 0.022
    lines = [
        (crank, head),
        (crank, saddle),
        (saddle, head),
        (rear, crank),
        (rear, saddle),
        (head, front),
    ]
    parts += [Part("frame", tube(line, thick, 6), paint) for line in lines]
    wide, rise = between(rng, 0.4, 0.75), between(rng, 0.05, 0.25)
    bar = [
        (-wide / 2, 2.4 * r + rise, base * 0.26),
        (0, 2.4 * r + rise, base * 0.34),
        (wide / 2, 2.4 * r + rise, base * 0.26),
    ]
    parts.append(Part("handlebar", tube(bar, 0.018, 6), metal))
    parts.append(Part("stem", tube([head, bar[1]], 0.018, 6), metal))
    seat = ellipsoid((0.08 + 0.06 * motor, 0.05, 0.14 + 0.16 * motor), (0, 2.55 * r, -base * 0.2))
    parts.append(Part("saddle", seat, _RUBBER))
    if motor:
        parts.append(Part("tank", ellipsoid((0.14, 0.13, 0.26), (0, 2.4 * r, base * 0.1)), paint))
        parts.append(Part("engine", box(0.28, 0.32, 0.4, (0, r * 1.25, 0), 0.05), metal))
    return assemble(
        "bicycle", parts, {"wheel_radius": r, "wheel_base": base, "motor": motor, "bar": wide}
    )
