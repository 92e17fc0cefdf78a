"""Things of the house: lamp, plant, bathtub, toilet."""

from __future__ import annotations

import numpy as np

from core.data.procedural.palettes import (
    CERAMICS,
    FABRICS,
    GLASSES,
    LEAVES,
    METALS,
    PAINTS,
    WOODS,
    pick,
)
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
    curve,
    cylinder,
    ellipsoid,
    lathe,
    superquadric,
    tube,
)
from core.data.procedural.supports import legs
from core.data.procedural.vessels import hollow


def lamp(rng: Rng) -> ProceduralShape:
    """A floor or table lamp, a desk lamp with an arm, a bulb or a pendant."""
    kind = choose(rng, ("shade", "shade", "shade", "arm", "bulb", "tripod"))
    metal, cloth = pick(rng, METALS, WOODS, CERAMICS), pick(rng, PAINTS, FABRICS)
    pole, r = between(rng, 0.25, 1.6), between(rng, 0.14, 0.35)
    thick = between(rng, 0.012, 0.04)
    if kind == "bulb":
        neck = r * between(rng, 0.35, 0.5)
        knots = [
            (neck, 0.0),
            (neck * 1.1, r * 0.4),
            (r, r * 1.5),
            (r * 0.75, r * 2.2),
            (0.0, r * 2.5),
        ]
        glass = curve(knots, 14).clip(0)
        screw = [(0, -r * 0.9), (neck * 0.6, -r * 0.85)]
        screw += [(neck * (1 if k % 2 else 0.85), -r * 0.8 + k * r * 0.16) for k in range(6)]
        parts = [Part("glass", lathe([(0, 0), *map(tuple, glass)], 20), pick(rng, GLASSES, PAINTS))]
        parts.append(Part("screw", lathe([*screw, (0, r * 0.1)], 20), metal))
        return assemble("lamp", parts, {"shade_radius": r, "bulb": 1, "pole": 0})
    parts = []
    if kind == "tripod":
        parts += legs(rng, 0.1, 0.1, pole, thick * 0.8, metal, 3, between(rng, 0.4, 0.9))
    elif chance(rng, 0.3):
        body = curve([(between(rng, 0.06, 0.2), h) for h in np.linspace(0, pole, 4)], 12)
        parts.append(Part("body", lathe([(0, 0), *map(tuple, body), (0, pole)], 18), metal))
    else:
        parts.append(Part("foot", cylinder(r * between(rng, 0.5, 0.9), 0.04, (0, 0.02, 0)), metal))
        parts.append(Part("pole", cylinder(thick, pole, (0, pole / 2, 0)), metal))
    if kind == "arm":
        out, up = between(rng, 0.2, 0.7), between(rng, -0.1, 0.5)
        parts.append(Part("arm", tube([(0, pole, 0), (0, pole + up, out)], thick * 0.8, 8), metal))
        head = lathe([(r * 0.2, 0.12), (r * 0.25, 0.1), (r * 0.6, -0.12), (0, -0.12)], 18)
        parts.append(Part("shade", head.turned("x", -30).moved(0, pole + up, out), cloth))
        return assemble("lamp", parts, {"shade_radius": r, "bulb": 0, "pole": pole, "arm": out})
    tall, top = between(rng, 0.15, 0.5), r * between(rng, 0.3, 1.0)
    if chance(rng, 0.2):
        shade = superquadric(
            (r, tall / 2, r), (0, pole + tall * 0.4, 0), north=between(rng, 0.3, 1.0)
        )
    else:
        shade = cylinder(r, tall, (0, pole + tall * 0.4, 0), top)
    parts.append(Part("shade", shade, cloth))
    return assemble(
        "lamp", parts, {"shade_radius": r, "bulb": 0, "pole": pole, "shade_height": tall}
    )


def plant(rng: Rng) -> ProceduralShape:
    """A plant in a pot: leaves on stems, a ball of leaves, a cactus or a small tree."""
    r, h = between(rng, 0.14, 0.3), between(rng, 0.2, 0.5)
    pot = cylinder(r * between(rng, 0.6, 1.0), h, (0, h / 2, 0), r)
    parts = [Part("pot", pot, pick(rng, CERAMICS, PAINTS))]
    green, bark = pick(rng, LEAVES), pick(rng, WOODS)
    kind = choose(rng, ("leaves", "ball", "cactus", "tree"))
    tall = between(rng, 0.3, 1.2)
    if kind == "leaves":
        for _ in range(int(rng.integers(5, 16))):
            turn, out, up = (
                between(rng, 0, 360),
                between(rng, 0.1, 0.55),
                tall * between(rng, 0.4, 1),
            )
            leaf = ellipsoid((between(rng, 0.04, 0.12), 0.025, out * 0.5), detail=7)
            leaf = leaf.turned("x", -between(rng, -10, 60)).moved(0, h + up, out * 0.5)
            parts.append(Part("leaf", leaf.turned("y", turn), green))
            stem = tube([(0, h, 0), (0, h + up, out * 0.4)], 0.018, 5)
            parts.append(Part("stem", stem.turned("y", turn), green))
    elif kind == "cactus":
        parts.append(
            Part(
                "trunk",
                superquadric((0.13, tall / 2, 0.13), (0, h + tall / 2, 0), north=0.5),
                green,
            )
        )
        for _ in range(int(rng.integers(0, 4))):
            y, out, up = (
                h + tall * between(rng, 0.3, 0.6),
                between(rng, 0.2, 0.35),
                between(rng, 0.15, 0.4),
            )
            arm = tube(curve([(0, y, 0), (0, y, out), (0, y + up, out)], 8), 0.06, 8)
            parts.append(Part("arm", arm.turned("y", between(rng, 0, 360)), green))
    else:
        trunk = tall if kind == "tree" else 0.1
        parts.append(Part("trunk", tube([(0, h * 0.9, 0), (0, h + trunk, 0)], 0.035, 7), bark))
        for k in range(1 if kind == "ball" else int(rng.integers(2, 7))):
            size = between(rng, 0.15, 0.4)
            spot = rng.normal(0, 0.15, 3) * (k > 0)
            at = (float(spot[0]), h + trunk + float(spot[1]) + size * 0.6, float(spot[2]))
            half = (size, size * between(rng, 0.7, 1.3), size)
            parts.append(Part("crown", ellipsoid(half, at, 8), green))
    return assemble("plant", parts, {"pot_radius": r, "pot_height": h, "growth": tall})


def bathtub(rng: Rng) -> ProceduralShape:
    """A tub or basin, long side along X; free-standing, boxed in, or on feet."""
    long, w, h = between(rng, 1.2, 1.9), between(rng, 0.55, 0.9), between(rng, 0.35, 0.7)
    color, metal = pick(rng, PAINTS[:2] + CERAMICS[:2], CERAMICS), pick(rng, METALS)
    wall, power = between(rng, 0.04, 0.1), between(rng, 2, 7)
    foot = choose(rng, (0.0, 0.0, between(rng, 0.08, 0.2)))
    t = np.linspace(0, 1, 7)
    outside = np.stack([between(rng, 0.65, 1) * (1 - t) + t, h * t], 1)
    turned = lathe(hollow(outside, wall / w * 2), 32, wall)

    def stretch(points: Array) -> Array:
        turn = np.arctan2(points[:, 2], points[:, 0])
        ratio = (np.abs(np.cos(turn)) ** power + np.abs(np.sin(turn)) ** power) ** (-1 / power)
        points[:, 0] *= ratio * long / 2
        points[:, 2] *= ratio * w / 2
        points[:, 1] += foot
        return points

    parts = [Part("tub", turned.bent(stretch), color)]
    if foot:
        parts += legs(rng, long * 0.6, w * 0.55, foot + 0.06, 0.03, metal)
    if chance(rng, 0.6):
        side, rim = (0.0, -w / 2), wall / w * 2
        inward = np.array([0.0, 0.15])
        if chance(rng, 0.5):
            side, inward = (-long / 2, 0.0), np.array([0.15, 0.0])
        x, z = np.array(side) * (1 - rim / 2)
        y = h + foot
        line = [(x, y - 0.05, z), (x, y + 0.2, z), (x + inward[0], y + 0.2, z + inward[1])]
        parts.append(Part("tap", tube(line, 0.025, 6), metal))
    return assemble(
        "bathtub", parts, {"tub_length": long, "tub_width": w, "tub_height": h, "feet": foot}
    )


def toilet(rng: Rng) -> ProceduralShape:
    """A toilet: bowl on a foot, seat, lid up or down, cistern behind."""
    w, d, h = between(rng, 0.34, 0.42), between(rng, 0.42, 0.56), between(rng, 0.34, 0.45)
    color, dark = pick(rng, PAINTS[:2] + CERAMICS[:1]), pick(rng, PAINTS[:2], WOODS)
    narrow = between(rng, 0.5, 0.9)
    profile = [(0, 0), (narrow * 0.5, 0), (narrow * 0.42, h * 0.3), (0.46, h * 0.75), (0.5, h)]
    profile += [(0.38, h), (0.3, h * 0.7), (0, h * 0.6)]
    bowl_ = lathe(profile, 24, 0.05).bent(lambda p: p * np.array([w, 1, d]))
    rim = np.linspace(0, 2 * np.pi, 25)
    line = np.stack([0.44 * np.sin(rim) * w, 0 * rim + h, 0.44 * np.cos(rim) * d], 1)
    seat = tube(line, 0.035, 8).bent(
        lambda p: (p - [0, h, 0]) * np.array([1, 0.6, 1]) + [0, h + 0.01, 0]
    )
    parts = [Part("bowl", bowl_, color), Part("seat", seat, dark)]
    lid = superquadric((w / 2, 0.02, d / 2), north=0.4)
    up = chance(rng, 0.5)
    placed = (
        lid.turned("x", -95).moved(0, h + d / 2, -d / 2 + 0.02) if up else lid.moved(y=h + 0.05)
    )
    if up or chance(rng, 0.7):
        parts.append(Part("lid", placed, dark))
    tank_w, tank_h, tank_d = (
        between(rng, 0.34, 0.5),
        between(rng, 0.28, 0.45),
        between(rng, 0.14, 0.22),
    )
    z = -d / 2 - tank_d / 2 + 0.02
    cistern = chance(rng, 0.85)
    if cistern:
        parts.append(
            Part("cistern", box(tank_w, tank_h, tank_d, (0, h + tank_h / 2, z), 0.03), color)
        )
        parts.append(
            Part("lid", box(tank_w * 1.05, 0.03, tank_d * 1.08, (0, h + tank_h, z)), color)
        )
    parts.append(
        Part("neck", box(w * 0.6, h + 0.02, tank_d * 1.4, (0, h / 2 + 0.01, z + 0.08), 0.03), color)
    )
    return assemble(
        "toilet", parts, {"bowl_width": w, "bowl_depth": d, "cistern": cistern, "lid_up": up}
    )
