"""Weapons and tools, chests and mailboxes, machines on wheels, houses, instruments and toys."""

from __future__ import annotations

import numpy as np

from core.data.procedural.limbs import both, off, route, sweep
from core.data.procedural.palettes import (
    CARS,
    CERAMICS,
    FABRICS,
    GLASSES,
    LEAVES,
    METALS,
    PAINTS,
    RUBBER,
    WOODS,
    Color,
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
    Solid,
    box,
    curve,
    cylinder,
    ellipsoid,
    extrude,
    lathe,
    loft,
    superquadric,
    tube,
)

_GEMS = ("3aa0e0", "c0272d", "3fa35a", "8a5ab0", "e0a526")
_BRIGHT = (*PAINTS, "e0a526", "c0392b", "27548a", "3fa35a", "e08a3a", "8a5ab0")


def wheel(r: float, wide: float, spokes: int, rim: Color, tyre: Color) -> list[Part]:
    """A wheel about the X axis at the origin: tyre and disc, or with spokes and a hub."""
    if spokes == 0:
        return [
            Part("tyre", cylinder(r, wide).turned("z", 90), tyre),
            Part("disc", cylinder(r * 0.6, wide * 1.12).turned("z", 90), rim),
        ]
    turn = np.linspace(0, 2 * np.pi, 21)
    ring = np.stack([0 * turn, r * 0.92 * np.cos(turn), r * 0.92 * np.sin(turn)], 1)
    parts = [Part("tyre", tube(ring, min(wide / 2, r * 0.12), 7), tyre)]
    for k in range(spokes):
        parts.append(
            Part("spoke", box(wide * 0.4, 1.8 * r, wide * 0.4).turned("x", 180 * k / spokes), rim)
        )
    parts.append(Part("hub", cylinder(r * 0.18, wide * 1.3).turned("z", 90), rim))
    return parts


def _placed(parts: list[Part], x: float, y: float, z: float) -> list[Part]:
    return [Part(p.name, p.solid.moved(x, y, z), p.color) for p in parts]


def sword(rng: Rng) -> ProceduralShape:
    """A sword, dagger, axe, spear or shield; upright, its point up or down."""
    steel, gold, wrap = (
        pick(rng, METALS, ("7ad0e0", "3aa0e0")),
        pick(rng, METALS),
        pick(rng, WOODS, FABRICS, RUBBER),
    )
    gem = pick(rng, _GEMS)
    kind = choose(rng, ("sword", "sword", "sword", "sabre", "axe", "spear", "shield"))
    long, wide, thick = between(rng, 0.8, 1.5), between(rng, 0.05, 0.13), between(rng, 0.02, 0.04)
    grip = between(rng, 0.2, 0.4)
    parts: list[Part] = []
    if kind == "shield":
        w, h = between(rng, 0.6, 0.8), between(rng, 0.8, 1.0)
        if chance(rng, 0.5):
            outline = np.stack(
                [
                    w / 2 * np.sin(np.linspace(0, 2 * np.pi, 28)[:-1]),
                    w / 2 * np.cos(np.linspace(0, 2 * np.pi, 28)[:-1]),
                ],
                1,
            )
            h = w
        else:
            half = curve(
                [
                    (0.02, h / 2),
                    (w / 2, h / 2 - 0.04),
                    (w / 2, 0),
                    (w * 0.3, -h * 0.32),
                    (0.0, -h / 2),
                ],
                14,
            )[1:]
            outline = np.concatenate([half, half[:-1][::-1] * [-1, 1]])
        bow = between(rng, 0.1, 0.5)

        def bent(solid: Solid) -> Solid:
            return solid.bent(
                lambda p: p - np.array([0, 0, 1]) * (bow * np.hypot(p[:, :1], p[:, 1:2] * 0.6) ** 2)
            )

        parts.append(Part("rim", bent(extrude(outline, 0.06)), gold))
        parts.append(Part("face", bent(extrude(outline * 0.88, 0.06).moved(z=0.025)), steel))
        parts.append(Part("boss", ellipsoid((0.11, 0.11, 0.09), (0, 0, 0.04), 9), gold))
        for across in choose(rng, ((), (0,), (0, 90))):
            parts.append(
                Part(
                    "bar",
                    bent(
                        box(0.07, h * 0.75, 0.05, (0, 0, 0.04), cuts=(1, 8, 1)).turned("z", across)
                    ),
                    gold,
                )
            )
        return assemble("sword", parts, {"blade": h, "blade_width": w, "grip": 0, "bow": bow})
    if kind in ("sword", "sabre"):
        bend = between(rng, 0.1, 0.3) if kind == "sabre" else 0.0
        taper, bulge = between(rng, 0.5, 1.0), between(rng, 0.0, 0.35)
        t = np.linspace(0, 1, 13)
        half = wide * (1 - (1 - taper) * t) * (1 + bulge * np.sin(t * np.pi * 1.3) ** 2)
        half = half * np.clip((1 - t) / 0.16, 0.03, 1) ** 0.7
        x = bend * t**2
        rings = [
            [(c - b, y, 0), (c, y, -thick), (c + b, y, 0), (c, y, thick)]
            for c, b, y in zip(x, half, t * long, strict=True)
        ]
        parts.append(Part("blade", loft(rings, thick), steel))
        if chance(rng, 0.5):
            parts.append(
                Part(
                    "fuller",
                    box(wide * 0.35, long * 0.65, thick * 2.1, (0, long * 0.36, 0)).bent(
                        lambda p: p + np.array([1, 0, 0]) * (bend * (p[:, 1:2] / long).clip(0) ** 2)
                    ),
                    gold if chance(rng, 0.5) else gem,
                )
            )
        reach, curl = wide * between(rng, 1.6, 3.2), between(rng, -0.12, 0.18)
        for s in (-1, 1):
            arm = route((0, 0, 0), (s * reach * 0.6, curl * 0.3, 0), (s * reach, curl, 0))
            parts.append(
                Part("guard", sweep(arm, [0.035, 0.03, 0.025], [0.05, 0.04, 0.03], 8, 8), gold)
            )
            if chance(rng, 0.35):
                wing = extrude(
                    [
                        (0, -0.03),
                        (s * reach * 0.9, 0.14),
                        (s * reach * 0.5, 0.04),
                        (s * reach * 0.75, 0.3),
                        (0, 0.06),
                    ],
                    0.05,
                )
                parts.append(Part("wing", wing, gold if chance(rng, 0.5) else steel))
        if chance(rng, 0.5):
            parts.append(Part("gem", ellipsoid((0.05, 0.06, 0.05), (0, 0, 0), 8), gem))
        parts.append(Part("grip", sweep([(0, 0.02, 0), (0, -grip, 0)], 0.035, None, 0, 9), wrap))
        for k in range(int(rng.integers(0, 6))):
            parts.append(
                Part("ring", cylinder(0.044, 0.025, (0, -grip * (k + 0.7) / 6.5, 0)), gold)
            )
        parts.append(
            Part(
                "pommel",
                ellipsoid((0.06, 0.06, 0.06), (0, -grip - 0.03, 0), 8),
                gem if chance(rng, 0.3) else gold,
            )
        )
    else:
        shaft = between(rng, 0.9, 1.5)
        parts.append(Part("shaft", sweep([(0, 0, 0), (0, shaft, 0)], 0.032, None, 0, 8), wrap))
        if kind == "spear":
            tip = [(0.05, 0, 0), (0, 0, 0.03), (-0.05, 0, 0), (0, 0, -0.03)]
            rings = [
                [(a * s, shaft - 0.04 + y, b * s) for a, _, b in tip]
                for y, s in ((0, 0.6), (0.1, wide * 22), (0.35, 0.05))
            ]
            parts.append(Part("blade", loft(rings, 0.03), steel))
        else:
            for s in choose(rng, ((1,), (1, -1))):
                size = between(rng, 0.2, 0.36)
                blade = [
                    (0, -0.08),
                    (size, -size * 0.9),
                    (size * 1.25, -size * 0.3),
                    (size * 1.3, size * 0.3),
                    (size, size * 0.9),
                    (0, 0.08),
                ]
                head = extrude(np.array(blade) * [s, 1], 0.06).moved(0, shaft * 0.88, 0)
                parts.append(Part("blade", head, steel))
            parts.append(Part("collar", cylinder(0.06, 0.2, (0, shaft * 0.88, 0)), gold))
        parts.append(Part("pommel", ellipsoid((0.045,) * 3, (0, 0, 0), 7), gold))
        grip = shaft
    turn = choose(rng, (0.0, 0.0, 180.0, between(rng, 20, 160)))
    parts = [Part(p.name, p.solid.turned("z", turn), p.color) for p in parts]
    return assemble(
        "sword", parts, {"blade": long, "blade_width": wide, "grip": grip, "turn": turn}
    )


def handtool(rng: Rng) -> ProceduralShape:
    """A drill, scissors, pliers, wrench, saw, screwdriver, spade or hair dryer."""
    grip, metal, dark = pick(rng, _BRIGHT, WOODS), pick(rng, METALS), pick(rng, RUBBER)
    kind = choose(rng, ("drill", "scissors", "pliers", "wrench", "saw", "driver", "spade", "dryer"))
    long, wide = between(rng, 0.7, 1.0), between(rng, 0.06, 0.1)
    parts: list[Part] = []
    spread = 0.0
    if kind in ("drill", "dryer"):
        r = between(rng, 0.12, 0.2)
        profile = [
            (0, -long * 0.4),
            (r * 0.8, -long * 0.4),
            (r, -long * 0.28),
            (r, 0.1),
            (r * 0.75, long * 0.3),
            (0, long * 0.3),
        ]
        if kind == "dryer":
            profile = [
                (0, -long * 0.3),
                (r, -long * 0.28),
                (r * 1.15, -long * 0.1),
                (r * 0.8, long * 0.3),
                (r * 0.85, long * 0.4),
                (0, long * 0.38),
            ]
        parts.append(Part("barrel", lathe(profile, 20).turned("x", 90), grip))
        if kind == "drill":
            parts.append(
                Part(
                    "chuck",
                    lathe([(0, 0), (r * 0.6, 0), (r * 0.6, 0.14), (r * 0.25, 0.22), (0, 0.22)], 14)
                    .turned("x", 90)
                    .moved(z=long * 0.28),
                    metal,
                )
            )
            parts.append(
                Part("bit", cylinder(0.022, 0.3).turned("x", 90).moved(z=long * 0.28 + 0.33), metal)
            )
        down, back = between(rng, 0.38, 0.55), between(rng, 0.0, 0.18)
        parts.append(
            Part(
                "grip",
                sweep(
                    route(
                        (0, -r * 0.3, -0.16),
                        (0, -down * 0.5, -0.2 - back * 0.4),
                        (0, -down, -0.2 - back),
                    ),
                    wide,
                    wide * 1.3,
                    9,
                    12,
                ),
                dark if chance(rng, 0.5) else grip,
            )
        )
        if kind == "drill":
            parts.append(
                Part("battery", box(0.18, 0.13, 0.3, (0, -down - 0.06, -0.15 - back), 0.02), dark)
            )
            parts.append(Part("trigger", box(0.05, 0.12, 0.06, (0, -r - 0.03, -0.06)), dark))
        spread = down
    elif kind in ("scissors", "pliers"):
        spread = between(rng, 6, 30)
        for s in (-1, 1):
            blade_long = long * (0.6 if kind == "scissors" else 0.28)
            if kind == "scissors":
                blade = extrude(
                    [(-0.045, 0), (0.045, 0), (0.04, blade_long * 0.6), (0.005 * s, blade_long)],
                    0.035,
                )
            else:
                blade = extrude(
                    [
                        (-0.06, -0.05),
                        (0.07, -0.05),
                        (0.06, blade_long * 0.5),
                        (0.02, blade_long),
                        (-0.01, blade_long),
                    ],
                    0.1,
                )
            half: list[Part] = [Part("blade", blade.moved(z=0.012 * s), metal)]
            if kind == "scissors":
                circle = np.linspace(0, 2 * np.pi, 19)
                big = between(rng, 0.1, 0.15)
                ring = np.stack(
                    [
                        big * np.sin(circle) - s * 0.05,
                        -0.36 - big * 1.3 * np.cos(circle),
                        0 * circle,
                    ],
                    1,
                )
                half.append(Part("ring", tube(ring, 0.03, 8), grip))
                half.append(
                    Part(
                        "shank",
                        sweep(
                            route((0, 0.05, 0), (0, -0.15, 0), (-s * 0.05, -0.25, 0)),
                            [0.045, 0.04, 0.03],
                            0.03,
                            7,
                            8,
                        ),
                        metal,
                    )
                )
            else:
                bow = between(rng, 0.03, 0.1)
                line = route((0, 0, 0), (-s * bow, -long * 0.35, 0), (-s * 0.02, -long * 0.65, 0))
                half.append(Part("grip", sweep(line, [0.05, 0.055, 0.045], None, 10, 9), grip))
            parts += [Part(p.name, p.solid.turned("z", -s * spread / 2), p.color) for p in half]
        parts.append(Part("pivot", cylinder(0.05, 0.12).turned("x", 90), metal))
    elif kind == "wrench":
        parts.append(Part("shaft", box(wide * 1.2, long, 0.05, (0, 0, 0), 0.02), metal))
        for end in (-1, 1):
            size = between(rng, 0.12, 0.2)
            a = np.radians(np.linspace(30, 330, 16))
            rim = np.stack([np.sin(a), np.cos(a)], 1) * size
            mouth = np.concatenate([rim, rim[::-1] * 0.5])
            head = extrude(mouth, 0.07).turned("z", between(rng, -20, 20))
            if end < 0:
                head = head.turned("z", 180)
            parts.append(Part("head", head.moved(y=end * (long / 2 + size * 0.75)), metal))
            spread = size
    elif kind == "saw":
        deep = between(rng, 0.14, 0.28)
        teeth = [(x, -0.02 - 0.025 * (k % 2)) for k, x in enumerate(np.linspace(0, long, 27))]
        parts.append(Part("blade", extrude([*teeth, (long, deep * 0.45), (0, deep)], 0.02), metal))
        circle = np.linspace(0, 2 * np.pi, 17)
        loop = np.stack(
            [-0.12 + 0.13 * np.cos(circle), deep * 0.4 + 0.17 * np.sin(circle), 0 * circle], 1
        )
        parts.append(Part("grip", tube(loop, 0.042, 8), grip))
        spread = deep
    elif kind == "driver":
        h = between(rng, 0.3, 0.45)
        knots = curve(
            [(wide * 0.7, 0), (wide, h * 0.3), (wide * 0.75, h * 0.75), (wide * 0.9, h)], 9
        )
        parts.append(
            Part("grip", lathe([(0, 0), *map(tuple, knots), (0, h)], 16, lobes=0.06), grip)
        )
        parts.append(Part("shaft", cylinder(0.026, long * 0.7, (0, h + long * 0.34, 0)), metal))
        parts.append(Part("tip", box(0.07, 0.1, 0.025, (0, h + long * 0.69, 0)), metal))
        spread = h
    else:
        h = between(rng, 0.6, 1.1)
        parts.append(Part("shaft", cylinder(0.032, h, (0, h / 2, 0)), pick(rng, WOODS)))
        w = between(rng, 0.14, 0.22)
        blade = extrude([(-w, 0), (w, 0), (w, -0.25), (0, -0.4), (-w, -0.25)], 0.035)
        parts.append(Part("blade", blade.moved(y=0.06), metal))
        parts.append(Part("grip", box(0.26, 0.06, 0.06, (0, h, 0), 0.02), grip))
        spread = h
    turn = choose(rng, (0.0, 0.0, 90.0, between(rng, -60, 60)))
    parts = [Part(p.name, p.solid.turned("z", turn), p.color) for p in parts]
    return assemble("handtool", parts, {"long": long, "grip": wide, "spread": spread, "turn": turn})


def chest(rng: Rng) -> ProceduralShape:
    """A treasure chest, trunk or barrel; the chest open or shut, with bands and a lock."""
    wood, iron, gold = (
        pick(rng, WOODS, _BRIGHT),
        pick(rng, METALS),
        pick(rng, ("d4af6a", "e0b53a"), METALS),
    )
    w, h, d = between(rng, 0.8, 1.1), between(rng, 0.35, 0.6), between(rng, 0.5, 0.75)
    if chance(rng, 0.2):
        r, belly = between(rng, 0.3, 0.42), between(rng, 1.05, 1.3)
        knots = curve([(r, 0), (r * belly, 0.5), (r, 1.0)], 11)
        parts = [Part("body", lathe([(0, 0.04), *map(tuple, knots), (0, 0.96)], 24), wood)]
        for y in (0.06, 0.3, 0.7, 0.94):
            wide = float(np.interp(y, knots[:, 1], knots[:, 0]))
            parts.append(Part("hoop", cylinder(wide * 1.04, 0.07, (0, y, 0)), iron))
        lies = chance(rng, 0.3)
        if lies:
            parts = [Part(p.name, p.solid.turned("x", 90), p.color) for p in parts]
        return assemble("chest", parts, {"width_": r, "belly": belly, "lies": lies, "open": 0})
    flare = between(rng, 1.0, 1.15)
    bottom, top = np.array([w, d]) / 2, np.array([w, d]) / 2 * flare
    rings = [
        [(x * s[0], y, z * s[1]) for x, z in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
        for y, s in ((0.0, bottom), (h, top))
    ]
    parts = [Part("body", loft(rings), wood)]
    opened = between(rng, 35, 100) if chance(rng, 0.4) else 0.0
    rise, half_d = between(rng, 0.15, 0.5) * d, float(top[1])
    arc = np.linspace(0, np.pi, 11)
    outline = np.stack([half_d * np.cos(arc), rise * np.sin(arc)], 1)
    lid: list[Part] = [Part("lid", extrude(outline, float(top[0]) * 2, "x"), wood)]
    bands = np.linspace(-0.46, 0.46, int(rng.integers(2, 5)))
    for x in bands:
        lid.append(
            Part(
                "band",
                extrude(outline * 1.05 + [0, -0.01], 0.09, "x").moved(x=float(x) * w * flare),
                iron,
            )
        )
        strap = [
            [(x * w + a, y, z * s) for a, z in ((-0.045, -1), (0.045, -1), (0.045, 1), (-0.045, 1))]
            for y, s in ((-0.01, bottom[1] * 1.05), (h, half_d * 1.05))
        ]
        parts.append(Part("band", loft(strap), iron))
    hinge = np.array([0, h, -half_d])
    for p in lid:
        solid = p.solid.moved(z=half_d).turned("x", -opened).moved(*hinge.tolist())
        parts.append(Part(p.name, solid, p.color))
    if opened:
        heap = superquadric((w * 0.4, 0.14, d * 0.38), (0, h, 0), 0.6, 1.0, 10)
        parts.append(Part("treasure", heap, gold))
        for _ in range(int(rng.integers(0, 9))):
            at = (between(rng, -0.3, 0.3) * w, h + 0.1, between(rng, -0.25, 0.25) * d)
            parts.append(Part("gem", ellipsoid((0.05,) * 3, at, 6), pick(rng, _GEMS, METALS)))
    parts.append(Part("lock", box(0.16, 0.2, 0.08, (0, h - 0.05, half_d), 0.02), gold))
    if chance(rng, 0.5):
        parts.append(
            Part("rim", box(w * flare * 1.03, 0.08, d * flare * 1.03, (0, h - 0.04, 0)), iron)
        )
    if chance(rng, 0.4):
        parts += [
            Part("foot", box(0.14, 0.12, 0.14, (s * w * 0.42, -0.03, k * d * 0.4)), iron)
            for s in (-1, 1)
            for k in (-1, 1)
        ]
    if chance(rng, 0.5):
        ear = route(
            (w / 2, h * 0.7, -0.12),
            (w / 2 + 0.1, h * 0.55, -0.1),
            (w / 2 + 0.1, h * 0.55, 0.1),
            (w / 2, h * 0.7, 0.12),
        )
        parts += both("handle", sweep(ear, 0.028, None, 13, 7), iron)
    return assemble(
        "chest",
        parts,
        {"box_width": w, "box_height": h, "box_depth": d, "dome": rise, "open": opened},
    )


def mailbox(rng: Rng) -> ProceduralShape:
    """A mailbox, pillar box, street lamp, hydrant or parking meter."""
    paint, post, metal = (
        pick(rng, _BRIGHT, CARS),
        pick(rng, WOODS, METALS, RUBBER),
        pick(rng, METALS),
    )
    kind = choose(rng, ("mail", "mail", "pillar", "street", "street", "hydrant", "sign"))
    parts: list[Part] = []
    tall, w = between(rng, 0.5, 1.1), between(rng, 0.3, 0.45)
    if kind == "mail":
        long, wall = between(rng, 0.55, 0.85), w * between(rng, 0.3, 0.6)
        arc = np.linspace(0, np.pi, 11)
        outline = np.concatenate(
            [
                [(w / 2, -wall)],
                np.stack([w / 2 * np.cos(arc), w / 2 * np.sin(arc)], 1),
                [(-w / 2, -wall)],
            ]
        )
        y = wall + (tall if chance(rng, 0.7) else 0.12)
        parts.append(Part("box", extrude(outline, long).moved(y=y), paint))
        parts.append(
            Part(
                "door",
                extrude(outline * 0.94, 0.05).moved(0, y, long / 2),
                pick(rng, _BRIGHT, METALS),
            )
        )
        parts.append(Part("slot", box(w * 0.5, 0.05, 0.05, (0, y, long / 2 + 0.03)), metal))
        side = w / 2 + 0.015
        parts.append(Part("flag", box(0.035, 0.3, 0.035, (side, y + 0.15, long * 0.1)), metal))
        parts.append(
            Part(
                "flag",
                box(0.035, 0.12, 0.2, (side, y + 0.26, long * 0.1 + 0.09)),
                pick(rng, ("c0272d", "e0a526")),
            )
        )
        if y > wall + 0.2:
            parts.append(Part("post", box(0.13, tall, 0.13, (0, tall / 2, 0)), post))
        else:
            parts += [
                Part("foot", box(0.1, 0.2, 0.1, (s * w * 0.42, 0.09, k * long * 0.42)), post)
                for s in (-1, 1)
                for k in (-1, 1)
            ]
        for z in np.linspace(-0.4, 0.4, int(rng.integers(0, 4))):
            parts.append(
                Part("band", extrude(outline * 1.04, 0.05).moved(0, y, float(z) * long), metal)
            )
    elif kind == "pillar":
        r = w * 0.5
        tall = between(rng, 0.9, 1.3)
        profile = [
            (0, 0),
            (r * 1.15, 0),
            (r * 1.15, 0.08),
            (r, 0.12),
            (r, tall),
            (r * 1.15, tall + 0.03),
            (r * 1.1, tall + 0.08),
            (r * 0.6, tall + 0.16),
            (0, tall + 0.2),
        ]
        parts.append(Part("body", lathe(profile, choose(rng, (6, 24))), paint))
        parts.append(
            Part("slot", box(r * 0.9, 0.06, 0.1, (0, tall * 0.82, r * 0.95)), pick(rng, RUBBER))
        )
        parts.append(
            Part("plate", box(r * 0.7, 0.22, 0.06, (0, tall * 0.6, r * 0.95)), pick(rng, PAINTS))
        )
    elif kind == "street":
        tall = between(rng, 1.6, 2.6)
        parts.append(
            Part(
                "base",
                lathe([(0, 0), (0.15, 0), (0.14, 0.12), (0.06, 0.25), (0.045, 0.4), (0, 0.4)], 16),
                post,
            )
        )
        parts.append(Part("pole", cylinder(0.04, tall, (0, tall / 2, 0), 0.03), post))
        arms = choose(rng, (0, 0, 1, 2))
        for s in (1, -1)[:arms] if arms else (0,):
            x = s * between(rng, 0.3, 0.5)
            y = tall - 0.02
            if s:
                arm = route(
                    (0, tall - 0.15, 0),
                    (x * 0.4, tall + 0.2, 0),
                    (x, tall + 0.18, 0),
                    (x, tall + 0.04, 0),
                )
                parts.append(Part("arm", sweep(arm, 0.025, None, 15, 7), post))
                y = tall - 0.22
            size = between(rng, 0.1, 0.15)
            parts.append(
                Part(
                    "glass",
                    lathe(
                        [(0, 0), (size * 0.6, 0), (size, size * 1.8), (0, size * 1.9)],
                        choose(rng, (4, 6, 16)),
                    ).moved(x, y, 0),
                    pick(rng, ("f4e9d0", "f0c850")),
                )
            )
            parts.append(
                Part(
                    "cap",
                    lathe(
                        [(0, 0), (size * 1.3, 0), (size * 0.4, size * 0.7), (0, size * 1.1)], 12
                    ).moved(x, y + size * 1.8, 0),
                    post,
                )
            )
    elif kind == "hydrant":
        tall = between(rng, 0.6, 0.8)
        r = tall * between(rng, 0.2, 0.27)
        parts.append(
            Part(
                "body",
                lathe(
                    [
                        (0, 0),
                        (r * 1.4, 0),
                        (r * 1.4, 0.07),
                        (r, 0.08),
                        (r, tall),
                        (r * 1.2, tall),
                        (r * 1.2, tall + 0.06),
                        (r * 0.95, tall + 0.1),
                        (r * 0.5, tall + 0.22),
                        (0, tall + 0.24),
                    ],
                    22,
                ),
                paint,
            )
        )
        parts.append(Part("nut", cylinder(0.045, 0.12, (0, tall + 0.26, 0)), metal))
        for s in (-1, 1):
            parts.append(
                Part(
                    "outlet",
                    cylinder(r * 0.42, r * 0.8).turned("z", 90).moved(s * r * 1.2, tall * 0.7, 0),
                    paint,
                )
            )
        parts.append(
            Part(
                "outlet",
                cylinder(r * 0.6, r * 0.8).turned("x", 90).moved(0, tall * 0.62, r * 1.1),
                metal,
            )
        )
    else:
        parts.append(Part("post", cylinder(0.035, tall * 1.6, (0, tall * 0.8, 0)), post))
        form = choose(rng, (3, 4, 8, 24))
        a = 2 * np.pi * (np.arange(form) + (0.5 if form in (4, 8) else 0)) / form
        size = between(rng, 0.28, 0.4)
        board = np.stack([np.sin(a), np.cos(a)], 1) * size
        parts.append(
            Part(
                "rim",
                extrude(board, 0.05).moved(y=tall * 1.6),
                pick(rng, ("c0272d", "f2f0ea", "1d1d1f")),
            )
        )
        parts.append(Part("board", extrude(board * 0.82, 0.05).moved(0, tall * 1.6, 0.025), paint))
        parts.append(Part("foot", cylinder(between(rng, 0.12, 0.2), 0.06, (0, 0.03, 0)), post))
    return assemble(
        "mailbox", parts, {"tall": tall, "wide": w, "parts": len(parts), "post": kind == "mail"}
    )


def biplane(rng: Rng) -> ProceduralShape:
    """A biplane, helicopter or rocket, its nose toward +Z."""
    paint, trim, metal = pick(rng, _BRIGHT, CARS), pick(rng, _BRIGHT, CARS), pick(rng, METALS)
    kind = choose(rng, ("biplane", "biplane", "helicopter", "rocket"))
    r, long = between(rng, 0.12, 0.2), between(rng, 0.9, 1.2)
    parts: list[Part] = []
    span = between(rng, 0.55, 0.85)
    if kind == "rocket":
        tall = between(rng, 0.9, 1.4)
        body = curve(
            [(r * 0.75, 0), (r * 1.2, tall * 0.35), (r, tall * 0.7), (0.01, tall)], 18
        ).clip([0, -9], None)
        parts.append(Part("body", lathe([(0, 0), *map(tuple, body)], 22), paint))
        nose = body[body[:, 1] > tall * 0.78]
        parts.append(
            Part("nose", lathe([(0, nose[0, 1]), *map(tuple, nose * [1.08, 1.0])], 22), trim)
        )
        fins = choose(rng, (3, 4))
        out = r * between(rng, 1.2, 2.0)
        for k in range(fins):
            fin = extrude(
                [
                    (r * 0.6, tall * 0.4),
                    (r * 0.9 + out * 0.6, tall * 0.12),
                    (r * 0.9 + out, -tall * 0.12),
                    (r * 0.6, tall * 0.06),
                ],
                0.04,
            )
            parts.append(Part("fin", fin.turned("y", 360 * k / fins + 45), trim))
        parts.append(Part("nozzle", cylinder(r * 0.7, 0.12, (0, -0.04, 0), r * 0.5), metal))
        window = cylinder(r * 0.45, 0.06).turned("x", 90).moved(0, tall * 0.55, r * 1.08)
        parts += [
            Part("window", window, metal),
            Part(
                "glass",
                ellipsoid((r * 0.34, r * 0.34, 0.04), (0, tall * 0.55, r * 1.15), 8),
                pick(rng, GLASSES),
            ),
        ]
        return assemble("biplane", parts, {"radius": r, "long": tall, "span": out, "fins": fins})
    if kind == "helicopter":
        fat = r * 1.5
        cabin = sweep(
            [(0, 0, -0.25), (0, 0, 0), (0, -0.02, 0.22)],
            [fat * 0.7, fat, fat * 0.75],
            [fat * 0.75, fat * 1.05, fat * 0.7],
            10,
            14,
        )
        parts.append(Part("cabin", cabin, paint))
        parts.append(
            Part(
                "glass",
                ellipsoid((fat * 0.88, fat * 0.8, 0.22), (0, fat * 0.12, 0.24), 11),
                pick(rng, GLASSES, RUBBER),
            )
        )
        parts.append(
            Part(
                "tail",
                sweep([(0, 0.04, -0.3), (0, 0.08, -long)], [fat * 0.4, 0.035], None, 6, 9),
                paint,
            )
        )
        parts.append(
            Part(
                "fin",
                extrude([(-0.1, -0.08), (0.08, 0), (-0.02, 0.28), (-0.14, 0.28)], 0.03, "x").moved(
                    0, 0.08, -long
                ),
                trim,
            )
        )
        parts.append(Part("mast", cylinder(0.04, 0.22, (0, fat + 0.06, -0.05)), metal))
        blades, start = choose(rng, (2, 3, 4)), between(rng, 0, 90)
        for k in range(blades):
            blade = box(0.08, 0.02, span, (0, 0, span / 2)).turned("y", start + 360 * k / blades)
            parts.append(Part("blade", blade.moved(0, fat + 0.16, -0.05), metal))
        rotor = box(0.02, 0.3, 0.045).turned("x", between(rng, 0, 180)).moved(0.03, 0.12, -long)
        parts.append(Part("rotor", rotor, metal))
        for s in (-1, 1):
            x = s * fat * 0.85
            skid = route((x, -fat - 0.12, -0.32), (x, -fat - 0.13, 0.25), (x, -fat - 0.06, 0.36))
            parts.append(Part("skid", sweep(skid, 0.022, None, 9, 7), metal))
            for z in (-0.18, 0.15):
                parts.append(
                    Part(
                        "strut",
                        tube([(x * 0.4, -fat * 0.6, z), (x, -fat - 0.12, z)], 0.02, 6),
                        metal,
                    )
                )
        return assemble("biplane", parts, {"radius": r, "long": long, "span": span, "fins": blades})
    hull = sweep(
        [(0, 0, 0.35), (0, 0, 0), (0, 0.02, -0.4), (0, 0.04, -long * 0.7)],
        [r, r * 1.02, r * 0.75, r * 0.2],
        [r, r * 1.08, r * 0.8, r * 0.3],
        16,
        14,
        True,
    )
    parts.append(Part("fuselage", hull, paint))
    parts.append(
        Part(
            "cowl",
            lathe([(0, 0), (r * 1.12, 0), (r * 1.15, 0.14), (r * 0.8, 0.22), (0, 0.22)], 20)
            .turned("x", 90)
            .moved(z=0.3),
            trim if chance(rng, 0.6) else metal,
        )
    )
    parts.append(Part("spinner", ellipsoid((0.05, 0.05, 0.09), (0, 0, 0.54), 8), metal))
    blades, start = choose(rng, (2, 2, 3)), between(rng, 0, 180)
    for k in range(blades):
        blade = box(0.075, between(rng, 0.26, 0.34), 0.03, (0, 0.15, 0)).turned(
            "z", start + 360 * k / blades
        )
        parts.append(Part("propeller", blade.moved(z=0.55), pick(rng, WOODS, METALS)))
    chord, gap = between(rng, 0.26, 0.36), between(rng, 0.32, 0.45)
    for y, z in ((-r * 0.6, 0.08), (-r * 0.6 + gap, 0.14)):
        line = [(-span, y + 0.03, z), (0, y, z), (span, y + 0.03, z)]
        parts.append(Part("wing", sweep(line, chord / 2, 0.025, 9, 10), trim))
    low, high = -r * 0.6 + 0.02, -r * 0.6 + gap + 0.02
    for s in (-1, 1):
        for x in (0.45, 0.82):
            for z in (0.0, 0.2):
                parts.append(
                    Part(
                        "strut",
                        tube([(s * x * span, low, z), (s * x * span, high, z + 0.04)], 0.014, 6),
                        metal,
                    )
                )
        parts.append(
            Part(
                "strut",
                tube([(s * r * 0.5, r * 0.6, 0.12), (s * r * 1.2, high, 0.14)], 0.016, 6),
                metal,
            )
        )
        wheel_r = between(rng, 0.09, 0.13)
        at = (s * r * 1.6, -r - 0.2, 0.28)
        parts.append(Part("strut", tube([(s * r * 0.5, -r * 0.7, 0.2), at], 0.02, 6), metal))
        parts += _placed(wheel(wheel_r, 0.06, 0, metal, pick(rng, RUBBER)), *at)
    parts.append(
        Part("axle", tube([(-r * 1.6, -r - 0.2, 0.28), (r * 1.6, -r - 0.2, 0.28)], 0.016, 6), metal)
    )
    z = -long * 0.62
    parts.append(
        Part(
            "stabiliser",
            sweep(
                [(-span * 0.36, 0.05, z), (0, 0.05, z), (span * 0.36, 0.05, z)], 0.11, 0.022, 7, 8
            ),
            trim,
        )
    )
    parts.append(
        Part(
            "fin",
            extrude([(0.12, 0), (-0.12, 0), (-0.14, 0.22), (0.0, 0.26)], 0.03, "x").moved(
                0, 0.03, z
            ),
            trim,
        )
    )
    parts.append(
        Part(
            "cockpit", ellipsoid((r * 0.6, 0.05, 0.13), (0, r * 0.98, -0.12), 9), pick(rng, RUBBER)
        )
    )
    if chance(rng, 0.5):
        parts.append(
            Part(
                "pilot", ellipsoid((0.06, 0.075, 0.065), (0, r + 0.09, -0.14), 9), pick(rng, WOODS)
            )
        )
    parts.append(
        Part(
            "screen",
            box(r * 0.9, 0.09, 0.02, (0, r + 0.03, 0.0)).turned("x", 0),
            pick(rng, GLASSES),
        )
    )
    return assemble(
        "biplane", parts, {"radius": r, "long": long, "span": span, "gap": gap, "fins": blades}
    )


def digger(rng: Rng) -> ProceduralShape:
    """A bulldozer, excavator, tractor, tank or steam engine, its front toward +Z."""
    paint = pick(rng, ("e0a526", "d9622b", "e8b53a"), _BRIGHT, CARS)
    dark, metal, glass = pick(rng, RUBBER), pick(rng, METALS), pick(rng, GLASSES, RUBBER)
    kind = choose(rng, ("bulldozer", "bulldozer", "excavator", "tractor", "tank", "train"))
    w, long = between(rng, 0.5, 0.7), between(rng, 0.8, 1.1)
    track = between(rng, 0.22, 0.34)
    parts: list[Part] = []
    y = track * 0.75
    tracks = kind in ("bulldozer", "excavator", "tank")
    if tracks:
        h, end = track, long / 2
        outline = [
            (-end, h * 0.5),
            (-end + h * 0.3, h * 0.05),
            (-end + h * 0.5, 0),
            (end - h * 0.5, 0),
            (end - h * 0.2, h * 0.1),
            (end, h * 0.5),
            (end - h * 0.2, h * 0.9),
            (end - h * 0.5, h),
            (-end + h * 0.5, h),
            (-end + h * 0.2, h * 0.9),
        ]
        belt = w * between(rng, 0.26, 0.36)
        for s in (-1, 1):
            parts.append(Part("track", extrude(outline, belt, "x").moved(x=s * w * 0.5), dark))
            for z in np.linspace(-end + h * 0.5, end - h * 0.5, int(rng.integers(2, 6))):
                hub = cylinder(h * 0.34, belt * 1.12).turned("z", 90)
                parts.append(
                    Part(
                        "hub",
                        hub.moved(s * w * 0.5, h * 0.48, float(z)),
                        metal if chance(rng, 0.5) else paint,
                    )
                )
            for z in np.linspace(-end + h * 0.4, end - h * 0.4, 11):
                parts.append(
                    Part("cleat", box(belt * 1.02, h * 0.1, 0.04, (s * w * 0.5, h, float(z))), dark)
                )
    else:
        big, small = between(rng, 0.24, 0.36), between(rng, 0.12, 0.24)
        spokes = choose(rng, (0, 0, 4, 6)) if kind == "train" else 0
        for z, r in (
            ((-long * 0.3, big), (long * 0.34, small))
            if kind == "tractor"
            else ((-long * 0.34, small), (0.0, small), (long * 0.34, small))
        ):
            for s in (-1, 1):
                parts += _placed(
                    wheel(r, w * 0.26, spokes, paint if chance(rng, 0.4) else metal, dark),
                    s * w * 0.5,
                    r,
                    z,
                )
            parts.append(Part("axle", cylinder(0.04, w).turned("z", 90).moved(0, r, z), dark))
        y = small
    deck = box(w * 0.8, track * 0.6, long * 0.85, (0, y + track * 0.25, 0), 0.02)
    parts.append(Part("chassis", deck, dark if chance(rng, 0.4) else paint))
    top = y + track * 0.5
    arm = 0.0
    if kind == "tank":
        h = between(rng, 0.14, 0.22)
        parts.append(
            Part("hull", superquadric((w * 0.5, h, long * 0.46), (0, top, 0), 0.3, 0.5, 10), paint)
        )
        parts.append(
            Part(
                "turret",
                superquadric((w * 0.4, h, w * 0.45), (0, top + h, -0.04), 0.7, 0.6, 11),
                paint,
            )
        )
        arm = between(rng, 0.5, 0.9)
        tilt = between(rng, 0, 15)
        parts.append(
            Part(
                "gun",
                cylinder(0.045, arm)
                .turned("x", 90)
                .moved(z=arm / 2)
                .turned("x", -tilt)
                .moved(0, top + h * 1.1, 0.1),
                paint,
            )
        )
        parts.append(Part("hatch", cylinder(0.1, 0.08, (0.05, top + 2 * h - 0.01, -0.1)), metal))
        return assemble(
            "digger",
            parts,
            {"body_width": w, "long": long, "track": track, "arm": arm, "turret": h},
        )
    cabin_h, cabin_d = between(rng, 0.32, 0.48), between(rng, 0.28, 0.4)
    back = -long * 0.2
    if kind == "train":
        r = w * between(rng, 0.34, 0.45)
        boiler = cylinder(r, long * 0.75).turned("x", 90).moved(0, top + r * 0.9, long * 0.12)
        parts += [
            Part("boiler", boiler, paint),
            Part(
                "front",
                ellipsoid((r * 0.95, r * 0.95, 0.06), (0, top + r * 0.9, long * 0.5), 10),
                dark,
            ),
        ]
        tall = between(rng, 0.15, 0.4)
        parts.append(
            Part(
                "chimney",
                cylinder(
                    r * 0.25,
                    tall + 0.1,
                    (0, top + r * 1.8 + tall / 2, long * 0.38),
                    r * between(rng, 0.25, 0.55),
                ),
                dark,
            )
        )
        for z in (0.0, 0.18):
            parts.append(
                Part(
                    "dome",
                    ellipsoid((r * 0.3, r * 0.45, r * 0.3), (0, top + r * 1.8, z * long), 9),
                    pick(rng, METALS),
                )
            )
        plow = extrude(
            [(-w * 0.4, 0), (w * 0.4, 0), (w * 0.25, 0.2), (-w * 0.25, 0.2)], 0.14
        ).moved(0, 0.03, long * 0.5)
        parts.append(Part("plow", plow, metal))
        back, cabin_h = -long * 0.36, r * 2 + 0.1
    else:
        h = between(rng, 0.18, 0.3)
        hood_w = w * between(rng, 0.45, 0.7)
        parts.append(
            Part(
                "hood",
                box(hood_w, h, long * 0.48, (0, top + h / 2 - 0.01, long * 0.2), 0.03),
                paint,
            )
        )
        parts.append(
            Part("grille", box(hood_w * 0.8, h * 0.8, 0.04, (0, top + h / 2, long * 0.445)), dark)
        )
        pipe = between(rng, 0.2, 0.4)
        parts.append(
            Part(
                "pipe",
                cylinder(0.03, pipe, (hood_w * 0.25, top + h + pipe / 2 - 0.02, long * 0.2)),
                metal,
            )
        )
        lamp = (
            cylinder(0.05, 0.06).turned("x", 90).moved(hood_w * 0.35, top + h * 0.75, long * 0.46)
        )
        parts += both("lamp", lamp, pick(rng, ("f4e9d0",)))
    glazed = chance(rng, 0.5)
    centre = (0, top + cabin_h / 2 - 0.01, back)
    if glazed:
        parts.append(Part("cabin", box(w * 0.68, cabin_h, cabin_d, centre, 0.03), paint))
        parts.append(
            Part(
                "window",
                box(
                    w * 0.56,
                    cabin_h * 0.45,
                    cabin_d * 1.05,
                    off(centre, 0, cabin_h * 0.17, 0).tolist(),
                ),
                glass,
            )
        )
        parts.append(
            Part(
                "window",
                box(
                    w * 0.72,
                    cabin_h * 0.45,
                    cabin_d * 0.75,
                    off(centre, 0, cabin_h * 0.17, 0).tolist(),
                ),
                glass,
            )
        )
    else:
        for s in (-1, 1):
            for k in (-1, 1):
                parts.append(
                    Part(
                        "post",
                        box(
                            0.045,
                            cabin_h,
                            0.045,
                            (s * w * 0.31, centre[1], back + k * cabin_d * 0.45),
                        ),
                        dark,
                    )
                )
        parts.append(Part("seat", box(w * 0.4, 0.12, 0.2, (0, top + 0.05, back), 0.03), dark))
        parts.append(
            Part("seat", box(w * 0.4, 0.26, 0.06, (0, top + 0.15, back - 0.11), 0.02), dark)
        )
    parts.append(
        Part(
            "roof",
            box(w * 0.78, 0.05, cabin_d * 1.2, (0, top + cabin_h, back), 0.015),
            paint if chance(rng, 0.7) else dark,
        )
    )
    if kind == "bulldozer":
        high, wide = between(rng, 0.26, 0.4), w * between(rng, 1.5, 1.9)
        blade = [
            (0.0, 0.0),
            (0.08, 0.02),
            (0.03, high * 0.5),
            (0.1, high),
            (0.03, high),
            (-0.05, high * 0.5),
        ]
        arm = between(rng, 0.12, 0.3)
        z = long / 2 + arm
        parts.append(
            Part(
                "blade",
                extrude(blade, wide, "x").moved(0, 0.02, z),
                metal if chance(rng, 0.6) else paint,
            )
        )
        for s in (-1, 1):
            parts.append(
                Part(
                    "arm",
                    tube(
                        [(s * w * 0.68, track * 0.4, 0), (s * w * 0.68, track * 0.45, z)], 0.035, 4
                    ),
                    dark,
                )
            )
            parts.append(
                Part(
                    "axle",
                    cylinder(0.05, w * 0.3).turned("z", 90).moved(s * w * 0.55, track * 0.4, 0),
                    dark,
                )
            )
            parts.append(
                Part(
                    "piston",
                    tube(
                        [(s * w * 0.3, top + 0.08, long * 0.4), (s * w * 0.35, high * 0.6, z)],
                        0.024,
                        7,
                    ),
                    metal,
                )
            )
    elif kind == "excavator":
        arm, lift = between(rng, 0.5, 0.75), between(rng, 20, 60)
        root = np.array([w * 0.15, top + 0.1, long * 0.3])
        up = np.radians(lift)
        elbow = root + arm * np.array([0, np.sin(up), np.cos(up)])
        drop = np.radians(between(rng, -80, -35))
        wrist = elbow + arm * 0.75 * np.array([0, np.sin(drop), np.cos(drop)])
        mid = (root + elbow) / 2 + [0, 0.1, 0]
        parts.append(
            Part("boom", sweep(route(root, mid, elbow), 0.05, [0.07, 0.075, 0.05], 9, 6), paint)
        )
        parts.append(Part("stick", sweep(route(elbow, wrist), 0.04, [0.06, 0.04], 0, 6), paint))
        parts.append(Part("piston", tube(route(off(root, 0, 0, 0.05), mid), 0.022, 7), metal))
        size = between(rng, 0.13, 0.2)
        bucket = extrude(
            [
                (-0.04, 0.05),
                (0.05, 0.05),
                (size * 0.6, -size * 0.5),
                (-size * 0.6, -size * 1.3),
                (-size, -size * 0.9),
                (-size * 0.5, -size * 0.3),
            ],
            between(rng, 0.22, 0.34),
            "x",
        )
        parts.append(Part("bucket", bucket.moved(*wrist.tolist()), metal))
    return assemble(
        "digger",
        parts,
        {"body_width": w, "long": long, "track": track, "arm": arm, "cabin": cabin_h},
    )


def cart(rng: Rng) -> ProceduralShape:
    """A cart, covered wagon, carriage, pram or wheelbarrow, its shaft toward +Z."""
    wood, iron, cloth = (
        pick(rng, WOODS, _BRIGHT),
        pick(rng, METALS, WOODS, RUBBER),
        pick(rng, FABRICS, PAINTS),
    )
    kind = choose(rng, ("wagon", "wagon", "cart", "carriage", "pram", "barrow"))
    w, long, h = between(rng, 0.42, 0.6), between(rng, 0.75, 1.05), between(rng, 0.15, 0.35)
    big = between(rng, 0.2, 0.32)
    small = big * between(rng, 0.6, 1.0)
    spokes = choose(rng, (3, 4, 5)) if kind != "barrow" else choose(rng, (0, 4))
    floor = big * between(rng, 0.9, 1.25)
    parts: list[Part] = []
    flare = between(rng, 1.0, 1.3)
    bed = [
        [
            (x * w / 2 * s, y, z * long / 2 * (1 + (s - 1) * 0.4))
            for x, z in ((-1, -1), (1, -1), (1, 1), (-1, 1))
        ]
        for y, s in ((floor, 1.0), (floor + h, flare))
    ]
    if kind == "pram":
        body = superquadric(
            (w / 2, h * 1.1, long * 0.42), (0, floor + h * 0.7, 0), 0.8, 0.7, 12
        ).bent(
            lambda p: np.stack(
                [p[:, 0], np.minimum(p[:, 1], floor + h + 0.1 * (p[:, 1] - floor - h)), p[:, 2]], 1
            )
        )
        parts.append(Part("bed", body, cloth))
        parts.append(Part("plate", box(w * 0.3, 0.2, long * 0.7, (0, floor - 0.02, 0)), iron))
    else:
        parts.append(Part("bed", loft(bed), wood))
        inner = [
            [
                (x * (w / 2 * flare - 0.035), y, z * (long / 2 - 0.02))
                for x, z in ((-1, -1), (1, -1), (1, 1), (-1, 1))
            ]
            for y in (floor + h - 0.05, floor + h + 0.012)
        ]
        load = chance(rng, 0.4)
        parts.append(
            Part(
                "inside",
                loft(inner, 0.05),
                pick(rng, RUBBER, WOODS[3:5]) if not load else pick(rng, WOODS, LEAVES),
            )
        )
        if load and kind in ("cart", "barrow"):
            heap = ellipsoid(
                (w * 0.45, between(rng, 0.12, 0.3), long * 0.42), (0, floor + h, 0), 10
            )
            parts.append(Part("load", heap, pick(rng, LEAVES, WOODS, ("c8a03a", "c0272d"))))
        for y in np.linspace(floor + 0.05, floor + h - 0.03, int(rng.integers(1, 4))):
            grow = 1 + (flare - 1) * (y - floor) / h
            parts.append(
                Part(
                    "plank",
                    box(
                        w * grow * 1.04,
                        0.04,
                        long * (1 + (grow - 1) * 0.4) * 1.03,
                        (0, float(y), 0),
                    ),
                    iron,
                )
            )
    axles = {
        "wagon": ((-0.36, big), (0.36, small)),
        "carriage": ((-0.36, big), (0.36, small)),
        "pram": ((-0.3, small), (0.3, small)),
        "cart": ((0.0, big),),
        "barrow": ((0.52, small),),
    }[kind]
    for share, r in axles:
        z = share * long
        pair = (0,) if kind == "barrow" else (-1, 1)
        for s in pair:
            parts += _placed(
                wheel(r, 0.07, spokes, wood if chance(rng, 0.7) else iron, iron),
                s * (w / 2 * flare + 0.08),
                r,
                z,
            )
        parts.append(
            Part(
                "axle",
                cylinder(0.03, w * flare + 0.2 if kind != "barrow" else 0.2)
                .turned("z", 90)
                .moved(0, r, z),
                iron,
            )
        )
        if kind != "barrow":
            parts.append(
                Part(
                    "bolster",
                    box(w * 0.35, max(floor - r, 0.0) + 0.1, 0.1, (0, (floor + r) / 2, z)),
                    wood,
                )
            )
    cover = 0.0
    if kind in ("wagon", "carriage"):
        cover = between(rng, 0.3, 0.5)
        base = floor + h - 0.02
        arc = np.linspace(0, np.pi, 13)
        wide = w / 2 * flare
        if kind == "wagon":
            outline = np.stack([wide * np.cos(arc), cover * np.sin(arc) ** 0.8], 1)
            parts.append(
                Part("cover", extrude(outline, long * between(rng, 0.8, 1.1)).moved(y=base), cloth)
            )
            for z in np.linspace(-0.4, 0.4, int(rng.integers(2, 5))):
                parts.append(
                    Part(
                        "hoop",
                        extrude(outline * 1.04, 0.05).moved(0, base, float(z) * long),
                        iron if chance(rng, 0.5) else wood,
                    )
                )
        else:
            parts.append(
                Part(
                    "cabin",
                    box(
                        w * 0.95,
                        cover * 1.1,
                        long * 0.6,
                        (0, base + cover * 0.5, -long * 0.05),
                        0.06,
                        smooth=True,
                    ),
                    wood,
                )
            )
            parts.append(
                Part(
                    "window",
                    box(
                        w * 1.0,
                        cover * 0.45,
                        long * 0.26,
                        (0, base + cover * 0.62, -long * 0.05),
                        0.02,
                    ),
                    pick(rng, GLASSES, RUBBER),
                )
            )
            parts.append(
                Part(
                    "roof",
                    superquadric(
                        (w * 0.54, 0.1, long * 0.35),
                        (0, base + cover * 1.05, -long * 0.05),
                        0.5,
                        0.8,
                        10,
                    ),
                    cloth,
                )
            )
            parts.append(
                Part("seat", box(w * 0.7, 0.1, 0.22, (0, base + 0.03, long * 0.38), 0.02), cloth)
            )
    if kind == "pram":
        cover = between(rng, 0.25, 0.4)
        hood = ellipsoid((w * 0.48, cover, long * 0.26), (0, floor + h * 0.9, -long * 0.18), 12)
        parts.append(Part("hood", hood, cloth))
        grip = route(
            (-w * 0.4, floor + h * 0.8, long * 0.3),
            (-w * 0.4, floor + h + 0.3, long * 0.62),
            (w * 0.4, floor + h + 0.3, long * 0.62),
            (w * 0.4, floor + h * 0.8, long * 0.3),
        )
        parts.append(Part("handle", tube(grip, 0.024, 7), iron))
    elif kind == "barrow":
        for s in (-1, 1):
            bar = route(
                (s * 0.05, small, long * 0.52),
                (s * w * 0.36, floor + 0.02, long * 0.1),
                (s * w * 0.45, floor + 0.1, -long * 0.9),
            )
            parts.append(Part("handle", sweep(bar, 0.028, None, 10, 7), iron))
            parts.append(
                Part(
                    "leg",
                    tube(
                        [
                            (s * w * 0.4, floor + 0.03, -long * 0.3),
                            (s * w * 0.42, 0.02, -long * 0.34),
                        ],
                        0.026,
                        7,
                    ),
                    iron,
                )
            )
    else:
        shafts = (-1, 1) if chance(rng, 0.5) else (0,)
        reach = between(rng, 0.35, 0.7)
        dip = between(rng, -0.25, 0.1)
        for s in shafts:
            bar = route(
                (s * w * 0.3, floor + 0.02, long * 0.4),
                (s * w * 0.28, floor + 0.02 + dip * 0.4, long * 0.5 + reach * 0.5),
                (s * w * 0.25, max(floor + dip, 0.04), long * 0.5 + reach),
            )
            parts.append(Part("shaft", sweep(bar, 0.03, None, 8, 7), wood))
        if 0 not in shafts:
            parts.append(
                Part(
                    "bar",
                    box(
                        w * 0.6,
                        0.04,
                        0.04,
                        (0, max(floor + dip * 0.9, 0.05), long * 0.5 + reach * 0.9),
                    ),
                    wood,
                )
            )
    return assemble(
        "cart",
        parts,
        {
            "bed_width": w,
            "bed_length": long,
            "bed_height": h,
            "wheel": big,
            "cover": cover,
            "spokes": spokes,
        },
    )


def cottage(rng: Rng) -> ProceduralShape:
    """A cottage, castle, windmill, well or lighthouse with its small parts; the door toward +Z."""
    wall, tile, wood = (
        pick(rng, PAINTS, CERAMICS, WOODS, _BRIGHT),
        pick(rng, WOODS, CERAMICS, METALS, _BRIGHT),
        pick(rng, WOODS),
    )
    kind = choose(
        rng, ("cottage", "cottage", "cottage", "castle", "windmill", "well", "lighthouse")
    )
    parts: list[Part] = []
    w, d, h = between(rng, 0.6, 0.9), between(rng, 0.5, 0.8), between(rng, 0.35, 0.6)
    pitch = between(rng, 0.6, 1.3)
    glass = pick(rng, GLASSES, ("f0c850", "3c3e41"))
    trim = pick(rng, WOODS, PAINTS, _BRIGHT)

    def window(x: float, y: float, z: float, turn: float = 0.0, size: float = 1.0) -> None:
        for name, solid, tint in (
            ("frame", box(0.15 * size, 0.18 * size, 0.06), trim),
            ("glass", box(0.11 * size, 0.14 * size, 0.08), glass),
            ("bar", box(0.02 * size, 0.15 * size, 0.095), trim),
        ):
            parts.append(Part(name, solid.turned("y", turn).moved(x, y, z), tint))

    def gable(width: float, depth: float, rise: float, thick: float = 0.05) -> Solid:
        over = width / 2 + 0.09
        drop = -0.09 * rise / (width / 2)
        return extrude(
            [
                (-over, drop),
                (0, rise),
                (over, drop),
                (over, drop + thick),
                (0, rise + thick * 1.5),
                (-over, drop + thick),
            ],
            depth,
        )

    if kind == "cottage":
        rise = pitch * w / 2
        parts.append(Part("walls", box(w, h, d, (0, h / 2, 0)), wall))
        parts.append(
            Part("gable", extrude([(-w / 2, 0), (w / 2, 0), (0, rise)], d).moved(y=h - 0.005), wall)
        )
        roof = gable(w, d * 1.18, rise).moved(y=h)
        bend = between(rng, 0.0, 0.12)
        parts.append(Part("roof", roof, tile))
        for z in np.linspace(-0.52, 0.52, int(rng.integers(0, 8))):
            parts.append(Part("tile", gable(w, 0.03, rise, 0.075).moved(0, h, float(z) * d), tile))
        if chance(rng, 0.35):
            parts += [
                Part(
                    "log",
                    cylinder(0.035, w * 1.1).turned("z", 90).moved(0, y, s * d / 2),
                    pick(rng, WOODS, _BRIGHT),
                )
                for y in np.arange(0.04, h, 0.075)
                for s in (-1, 1)
            ]
            parts += [
                Part(
                    "log",
                    cylinder(0.035, d * 1.1).turned("x", 90).moved(s * w / 2, y, 0),
                    pick(rng, WOODS, _BRIGHT),
                )
                for y in np.arange(0.04, h, 0.075)
                for s in (-1, 1)
            ]
        x = between(rng, -0.2, 0.2) * w
        parts.append(
            Part("door", box(0.17, h * 0.62, 0.06, (x, h * 0.31, d / 2 + 0.015), 0.0), wood)
        )
        parts.append(Part("frame", box(0.22, h * 0.66, 0.045, (x, h * 0.33, d / 2 + 0.01)), trim))
        for side in (-0.33, 0.33):
            if abs(side * w - x) > 0.2:
                window(side * w, h * 0.55, d / 2)
        window(0, h + rise * 0.35, d / 2, 0, 0.8)
        for z in (-0.25, 0.2):
            window(w / 2, h * 0.55, z * d, 90)
            window(-w / 2, h * 0.55, z * d, 90)
        if chance(rng, 0.75):
            tall = between(rng, 0.25, 0.45)
            cx, cz = choose(rng, (-1, 1)) * w * 0.25, between(rng, -0.3, 0.2) * d
            cy = h + rise * 0.5
            parts.append(
                Part(
                    "chimney",
                    box(0.11, tall + 0.15, 0.11, (cx, cy + tall / 2, cz)),
                    pick(rng, CERAMICS, METALS),
                )
            )
            parts.append(
                Part(
                    "chimney",
                    box(0.15, 0.04, 0.15, (cx, cy + tall + 0.07, cz)),
                    pick(rng, CERAMICS),
                )
            )
        if chance(rng, 0.45):
            deep = between(rng, 0.2, 0.32)
            parts.append(
                Part(
                    "porch",
                    gable(0.34, deep, 0.2, 0.04).moved(x, h * 0.72, d / 2 + deep / 2 - 0.02),
                    tile,
                )
            )
            for s in (-1, 1):
                parts.append(
                    Part(
                        "post",
                        box(0.04, h * 0.75, 0.04, (x + s * 0.16, h * 0.37, d / 2 + deep - 0.05)),
                        trim,
                    )
                )
            parts.append(Part("step", box(0.44, 0.06, deep, (x, 0.03, d / 2 + deep / 2)), wood))
        if chance(rng, 0.45):
            s = choose(rng, (-1, 1))
            ww, hh = w * 0.5, h * between(rng, 0.6, 0.9)
            parts.append(
                Part(
                    "wing", box(ww, hh, d * 0.7, (s * (w / 2 + ww / 2 - 0.02), hh / 2, -0.05)), wall
                )
            )
            parts.append(
                Part(
                    "roof",
                    gable(d * 0.7, ww * 1.15, 0.22)
                    .turned("y", 90)
                    .moved(s * (w / 2 + ww / 2), hh, -0.05),
                    tile,
                )
            )
            window(s * (w / 2 + ww / 2), hh * 0.55, d * 0.35 - 0.05)
        if chance(rng, 0.45):
            rise = between(rng, 0.18, 0.28)
            dormer = between(rng, 0.1, 0.25) * w
            parts.append(
                Part("dormer", box(0.2, 0.26, 0.2, (dormer * 0, h + 0.08, d / 2 - 0.02)), wall)
            )
            parts.append(
                Part("roof", gable(0.2, 0.3, rise * 0.6, 0.035).moved(0, h + 0.2, d / 2), tile)
            )
        if chance(rng, 0.4):
            parts.append(
                Part(
                    "ground",
                    superquadric((w * 0.95, 0.05, d * 1.05), (0, -0.02, 0.05), 0.8, 0.6, 11),
                    pick(rng, LEAVES, WOODS),
                )
            )
            for _ in range(int(rng.integers(0, 4))):
                s = choose(rng, (-1, 1))
                tall = between(rng, 0.25, 0.5)
                at = (s * w * between(rng, 0.66, 0.8), 0.0, between(rng, -0.3, 0.6) * d)
                parts.append(
                    Part(
                        "tree",
                        lathe(
                            [(0, 0), (0.03, 0), (0.03, 0.08), (tall * 0.35, 0.08), (0.005, tall)],
                            10,
                        ).moved(*at),
                        pick(rng, LEAVES),
                    )
                )
        bend = h
    elif kind == "castle":
        bend = between(rng, 0.9, 1.3)
        parts.append(Part("walls", box(w, h * 0.8, d, (0, h * 0.4, 0)), wall))
        for x in np.linspace(-w / 2, w / 2, 7):
            parts += [
                Part("merlon", box(0.06, 0.09, 0.07, (float(x), h * 0.83, s * d / 2)), wall)
                for s in (-1, 1)
            ]
        parts.append(
            Part("gate", superquadric((0.12, 0.22, 0.05), (0, 0.1, d / 2), 0.5, 0.8, 10), wood)
        )
        for s in (-1, 1):
            for k in (-1, 1):
                r, tall = between(rng, 0.1, 0.16), h * between(rng, 1.0, 1.7)
                at = (s * w / 2, 0.0, k * d / 2)
                parts.append(
                    Part(
                        "tower",
                        lathe(
                            [
                                (0, 0),
                                (r * 1.1, 0),
                                (r, 0.1),
                                (r, tall),
                                (r * 1.2, tall + 0.04),
                                (r * 1.2, tall + 0.1),
                                (0, tall + 0.1),
                            ],
                            16,
                        ).moved(*at),
                        wall,
                    )
                )
                if chance(rng, 0.7):
                    parts.append(
                        Part(
                            "spire",
                            lathe(
                                [(0, 0), (r * 1.3, 0), (0.008, r * between(rng, 2, 4))], 16
                            ).moved(at[0], tall + 0.09, at[2]),
                            tile,
                        )
                    )
        parts.append(
            Part("keep", box(w * 0.45, h * bend, d * 0.45, (0, h * bend / 2, -d * 0.1)), wall)
        )
        parts.append(
            Part(
                "roof",
                loft(
                    [
                        [
                            (x * s, y, z * s - d * 0.1)
                            for x, z in ((-1, -1), (1, -1), (1, 1), (-1, 1))
                        ]
                        for y, s in ((h * bend, w * 0.27), (h * bend + 0.3, 0.01))
                    ]
                ),
                tile,
            )
        )
    elif kind == "well":
        r = w * 0.5
        bend = between(rng, 0.25, 0.4)
        parts.append(
            Part(
                "wall",
                lathe(
                    [
                        (0, 0),
                        (r, 0),
                        (r, bend),
                        (r * 0.75, bend),
                        (r * 0.75, bend * 0.4),
                        (0, bend * 0.4),
                    ],
                    22,
                    r * 0.25,
                ),
                wall,
            )
        )
        tall = between(rng, 0.4, 0.6)
        for s in (-1, 1):
            parts.append(
                Part("post", box(0.06, tall + 0.1, 0.06, (s * r * 0.87, bend + tall / 2, 0)), wood)
            )
        parts.append(
            Part(
                "roof",
                gable(r * 2.2, r * 1.7, 0.3)
                .turned("y", 90 * int(chance(rng, 0.3)))
                .moved(y=bend + tall - 0.02),
                tile,
            )
        )
        parts.append(Part("beam", box(r * 2.0, 0.05, 0.05, (0, bend + tall, 0)), wood))
        parts.append(
            Part(
                "drum",
                cylinder(0.05, r * 1.76).turned("z", 90).moved(0, bend + tall * 0.5, 0),
                wood,
            )
        )
        parts.append(Part("rope", cylinder(0.018, tall * 0.5, (0, bend + tall * 0.28, 0)), wood))
        parts.append(
            Part("bucket", cylinder(0.08, 0.13, (0, bend + 0.03, 0), 0.1), pick(rng, METALS, WOODS))
        )
    else:
        low, tall = between(rng, 0.26, 0.38), between(rng, 0.8, 1.3)
        high = low * between(rng, 0.5, 0.8)
        bend = tall
        sides = choose(rng, (8, 20))
        parts.append(Part("tower", lathe([(0, 0), (low, 0), (high, tall), (0, tall)], sides), wall))
        parts.append(Part("door", box(0.13, 0.24, 0.1, (0, 0.12, low * 0.93)), wood))
        if kind == "lighthouse":
            for k in range(int(rng.integers(1, 4))):
                a, b = (2 * k + 0.6) / 7, (2 * k + 1.6) / 7
                parts.append(
                    Part(
                        "stripe",
                        lathe(
                            [
                                (0, a * tall),
                                ((low + (high - low) * a) * 1.04, a * tall),
                                ((low + (high - low) * b) * 1.04, b * tall),
                                (0, b * tall),
                            ],
                            sides,
                        ),
                        pick(rng, ("c0272d", "27548a"), PAINTS),
                    )
                )
            parts.append(Part("gallery", cylinder(high * 1.4, 0.05, (0, tall, 0)), trim))
            parts.append(
                Part(
                    "light",
                    cylinder(high * 0.7, 0.24, (0, tall + 0.13, 0)),
                    pick(rng, ("f0c850", "f4e9d0")),
                )
            )
            parts.append(
                Part(
                    "cap",
                    lathe([(0, 0), (high * 1.0, 0), (0.01, high * 1.1)], 16).moved(y=tall + 0.24),
                    tile,
                )
            )
        else:
            parts.append(
                Part(
                    "cap",
                    lathe(
                        [
                            (0, -0.02),
                            (high * 1.12, -0.02),
                            (high * 0.7, high * 0.8),
                            (0, high * 1.15),
                        ],
                        16,
                    ).moved(y=tall),
                    tile,
                )
            )
            hub = np.array([0, tall + high * 0.25, high * 1.25])
            parts.append(
                Part(
                    "axle",
                    cylinder(0.05, high * 1.3).turned("x", 90).moved(0, float(hub[1]), high * 0.7),
                    wood,
                )
            )
            start, reach = between(rng, 0, 90), between(rng, 0.5, 0.75)
            for k in range(4):
                arm = box(0.035, reach, 0.035, (0, reach / 2, 0)).turned("z", start + 90 * k)
                sail = box(0.15, reach * 0.72, 0.02, (0.06, reach * 0.6, 0.01)).turned(
                    "z", start + 90 * k
                )
                parts += [
                    Part("arm", arm.moved(*hub.tolist()), wood),
                    Part("sail", sail.moved(*hub.tolist()), pick(rng, PAINTS[:2])),
                ]
            window(0, tall * 0.6, (low + (high - low) * 0.6) * 0.97)
    return assemble(
        "cottage",
        parts,
        {"wall_width": w, "wall_depth": d, "wall_height": h, "pitch": pitch, "tall": bend},
    )


def instrument(rng: Rng) -> ProceduralShape:
    """A drum, trumpet, piano, violin-like lute, accordion or xylophone."""
    brass, wood, dark = (
        pick(rng, ("d4af6a", "e0b53a", "c4c6c8")),
        pick(rng, WOODS, RUBBER, _BRIGHT),
        pick(rng, RUBBER),
    )
    kind = choose(rng, ("drum", "trumpet", "piano", "upright", "horn", "xylophone"))
    parts: list[Part] = []
    w, h = between(rng, 0.7, 1.0), between(rng, 0.3, 0.7)
    if kind == "drum":
        r = w / 2
        parts.append(
            Part("shell", cylinder(r, h, (0, h / 2, 0), r * between(rng, 0.75, 1.1)), wood)
        )
        for y in (0.03, h - 0.03):
            parts.append(Part("hoop", cylinder(r * 1.06, 0.07, (0, y, 0)), brass))
        parts.append(
            Part("skin", cylinder(r * 0.98, 0.03, (0, h + 0.015, 0)), pick(rng, PAINTS[:2]))
        )
        for k in range(8):
            a = 2 * np.pi * k / 8
            rod = [
                (r * 1.04 * np.sin(a), 0.03, r * 1.04 * np.cos(a)),
                (r * 1.04 * np.sin(a), h - 0.03, r * 1.04 * np.cos(a)),
            ]
            parts.append(Part("rod", tube(rod, 0.018, 6), brass))
        if chance(rng, 0.5):
            for s in (-1, 1):
                stick = sweep(
                    [(s * 0.1, h + 0.04, -r * 0.6), (s * 0.3, h + 0.06, r * 0.9)],
                    [0.025, 0.018],
                    None,
                    0,
                    7,
                )
                parts.append(Part("stick", stick, pick(rng, WOODS)))
        if chance(rng, 0.4):
            for k in range(3):
                a = 2 * np.pi * k / 3
                parts.append(
                    Part(
                        "leg",
                        tube(
                            [
                                (r * 0.9 * np.sin(a), 0.06, r * 0.9 * np.cos(a)),
                                (r * 1.1 * np.sin(a), -0.4, r * 1.1 * np.cos(a)),
                            ],
                            0.022,
                            6,
                        ),
                        brass,
                    )
                )
    elif kind in ("trumpet", "horn"):
        t = np.linspace(0, 1, 14)
        bell = between(rng, 0.14, 0.24)
        flare = 0.028 + (bell - 0.03) * t**4
        if kind == "trumpet":
            line = np.stack([0 * t, 0 * t, t * 0.8 - 0.2], 1)
            parts.append(Part("bell", sweep(line, flare, None, 0, 14, True), brass))
            loop = route(
                (0, 0, -0.18),
                (0, -0.02, -0.36),
                (0, -0.16, -0.38),
                (0, -0.2, -0.2),
                (0, -0.2, 0.2),
                (0, -0.13, 0.32),
                (0, -0.03, 0.2),
            )
            parts.append(Part("tube", sweep(loop, 0.026, None, 32, 8), brass))
            pipe = route((0, -0.03, 0.1), (0.02, -0.02, -0.45), (0.02, -0.02, -0.62))
            parts.append(Part("pipe", sweep(pipe, [0.025, 0.02, 0.035], None, 0, 8), brass))
            for z in (-0.1, 0.0, 0.1):
                parts.append(Part("valve", cylinder(0.042, 0.3, (0.0, -0.1, z)), brass))
                parts.append(Part("button", cylinder(0.035, 0.1, (0.0, 0.08, z)), dark))
        else:
            turn = np.linspace(0, 4.6 * np.pi / 2, 30)
            reach = 0.24 + 0.012 * turn
            coil = np.stack([0.012 * turn, reach * np.cos(turn), reach * np.sin(turn)], 1)
            away = coil[-1] - coil[-2]
            away /= np.linalg.norm(away)
            line = np.concatenate([coil, coil[-1] + away * np.linspace(0.06, 0.45, 9)[:, None]])
            girth = np.concatenate(
                [np.full(30, 0.032), 0.034 + (bell - 0.03) * np.linspace(0.1, 1, 9) ** 3]
            )
            parts.append(Part("tube", sweep(line, girth, None, 0, 12, True), brass))
            parts.append(
                Part(
                    "pipe",
                    sweep(
                        route(coil[0], coil[0] + [0, 0.02, -0.2], coil[0] + [0, 0.06, -0.36]),
                        [0.03, 0.02, 0.03],
                        None,
                        6,
                        8,
                    ),
                    brass,
                )
            )
        h = bell
    elif kind == "piano":
        half = curve(
            [
                (-0.5, 0.0),
                (-0.5, 0.5),
                (-0.3, 0.85),
                (0.0, 0.9),
                (0.2, 0.6),
                (0.5, 0.4),
                (0.5, 0.0),
            ],
            24,
        )
        outline = half * [w, w]
        tall = between(rng, 0.16, 0.22)
        y = 0.42
        parts.append(Part("case", extrude(outline * [1, -1], tall, "y").moved(y=y), wood))
        angle = between(rng, 15, 45)
        lid = (
            extrude(outline * [1, -1], 0.03, "y").moved(x=w / 2).turned("z", -angle).moved(x=-w / 2)
        )
        parts.append(Part("lid", lid.moved(0, y + tall / 2, -0.02), wood))
        parts.append(
            Part(
                "prop",
                tube(
                    [
                        (w * 0.3, y, -0.3),
                        (w * 0.3, y + tall / 2 + w * 0.8 * np.sin(np.radians(angle)), -0.3),
                    ],
                    0.015,
                    6,
                ),
                brass,
            )
        )
        parts.append(Part("keys", box(w * 0.94, 0.05, 0.16, (0, y, 0.06)), pick(rng, PAINTS[:1])))
        parts.append(Part("keybed", box(w, 0.06, 0.2, (0, y - 0.05, 0.06)), wood))
        for x, z in ((-0.42, -0.05), (0.42, -0.05), (-0.15, -0.7)):
            parts.append(Part("leg", cylinder(0.045, y, (x * w, y / 2, z * w), 0.06), wood))
    elif kind == "upright":
        tall, d = between(rng, 0.75, 0.95), between(rng, 0.26, 0.36)
        parts.append(Part("case", box(w, tall, d, (0, tall / 2, -d / 2), 0.015), wood))
        parts.append(Part("keybed", box(w, 0.08, 0.24, (0, tall * 0.52, 0.1)), wood))
        parts.append(
            Part(
                "keys",
                box(w * 0.92, 0.04, 0.16, (0, tall * 0.52 + 0.05, 0.11)),
                pick(rng, PAINTS[:1]),
            )
        )
        for k in range(12):
            if k % 7 not in (2, 6):
                parts.append(
                    Part(
                        "key",
                        box(
                            0.03, 0.04, 0.09, ((k / 11 - 0.5) * w * 0.85, tall * 0.52 + 0.075, 0.08)
                        ),
                        dark,
                    )
                )
        for s in (-1, 1):
            parts.append(
                Part("leg", box(0.06, tall * 0.5, 0.06, (s * w * 0.46, tall * 0.25, 0.18)), wood)
            )
        parts.append(
            Part("rest", box(w * 0.6, 0.18, 0.03, (0, tall * 0.75, 0.02)).turned("x", 0), wood)
        )
        parts.append(Part("top", box(w * 1.04, 0.04, d * 1.1, (0, tall, -d / 2)), wood))
        if chance(rng, 0.5):
            parts.append(
                Part("floor", box(w * 1.02, 0.03, d + 0.7, (0, 0.0, 0.2)), pick(rng, WOODS))
            )
            parts.append(Part("bench", box(w * 0.5, 0.07, 0.22, (0, 0.36, 0.44), 0.02), wood))
            parts += [
                Part("leg", box(0.05, 0.36, 0.05, (s * w * 0.2, 0.18, 0.44 + k * 0.07)), wood)
                for s in (-1, 1)
                for k in (-1, 1)
            ]
    else:
        count = int(rng.integers(6, 12))
        for k in range(count):
            x = (k / (count - 1) - 0.5) * w
            deep = 0.5 - 0.28 * k / (count - 1)
            parts.append(
                Part(
                    "bar", box(w / count * 0.75, 0.05, deep, (x, 0.12, 0), 0.01), pick(rng, _BRIGHT)
                )
            )
        for s in (-1, 1):
            rail = route((-w * 0.56, 0.07, s * 0.2), (w * 0.56, 0.07, s * 0.08))
            parts.append(Part("rail", tube(rail, 0.04, 4), pick(rng, WOODS)))
        for x, z in ((-0.56, 0.2), (0.56, 0.09)):
            parts.append(
                Part("end", box(0.06, 0.1, 2 * z + 0.1, (x * w, 0.05, 0)), pick(rng, WOODS))
            )
    return assemble("instrument", parts, {"wide": w, "tall": h, "parts": len(parts)})


def toy(rng: Rng) -> ProceduralShape:
    """A sorting board, building blocks, stacked rings, spinning top, rocking horse or duck."""
    wood = pick(rng, WOODS)
    kind = choose(rng, ("sorting", "sorting", "blocks", "rings", "top", "rocking", "abacus"))
    parts: list[Part] = []
    w = between(rng, 0.8, 1.0)
    count = int(rng.integers(3, 7))
    if kind == "sorting":
        parts.append(
            Part("board", box(w, 0.06, w * between(rng, 0.6, 1.0), (0, 0.0, 0), 0.02), wood)
        )
        spots = [(x, z) for x in (-0.25, 0.25) for z in (-0.22, 0.22)]
        for x, z in spots:
            form, size = choose(rng, (3, 4, 6, 24)), between(rng, 0.14, 0.19)
            a = 2 * np.pi * (np.arange(form) + 0.5) / form
            outline = np.stack([np.sin(a), np.cos(a)], 1) * size
            pieces = int(rng.integers(1, 5))
            for k in range(pieces):
                parts.append(
                    Part(
                        "piece",
                        extrude(outline, 0.085, "y").moved(x * w, 0.07 + 0.08 * k, z * w * 0.85),
                        pick(rng, _BRIGHT),
                    )
                )
            parts.append(
                Part(
                    "peg",
                    cylinder(
                        0.03, 0.08 * pieces + 0.08, (x * w, 0.06 + 0.04 * pieces, z * w * 0.85)
                    ),
                    wood,
                )
            )
    elif kind == "blocks":
        y = 0.0
        for row in range(count, 0, -1):
            for k in range(row if count < 5 else min(row, 3)):
                size = 0.2
                x = (k - (min(row, 3 if count >= 5 else row) - 1) / 2) * size * 1.02
                block = box(size, size, size, (0, 0, 0), 0.012).turned("y", between(rng, -9, 9))
                parts.append(
                    Part(
                        "block",
                        block.moved(
                            x + between(rng, -0.01, 0.01), y + size / 2, between(rng, -0.03, 0.03)
                        ),
                        pick(rng, _BRIGHT, WOODS),
                    )
                )
            y += 0.198
        w = y
    elif kind == "rings":
        r, y = between(rng, 0.3, 0.4), 0.06
        parts.append(Part("base", cylinder(r * 1.05, 0.06, (0, 0.03, 0)), wood))
        circle = np.linspace(0, 2 * np.pi, 25)
        for _ in range(count):
            fat = between(rng, 0.06, 0.1)
            ring = np.stack(
                [
                    (r - fat) * np.sin(circle),
                    0 * circle + y + fat * 0.85,
                    (r - fat) * np.cos(circle),
                ],
                1,
            )
            parts.append(Part("ring", tube(ring, fat, 12), pick(rng, _BRIGHT)))
            y, r = y + 1.75 * fat, r * between(rng, 0.8, 0.92)
        parts.append(Part("post", cylinder(0.2, y, (0, y / 2, 0), 0.06), wood))
        parts.append(
            Part("ball", ellipsoid((0.12, 0.12, 0.12), (0, y + 0.06, 0), 10), pick(rng, _BRIGHT))
        )
        w = y
    elif kind == "top":
        r, h = between(rng, 0.3, 0.45), between(rng, 0.3, 0.6)
        parts.append(
            Part(
                "body",
                lathe(
                    [
                        (0, 0),
                        (0.02, 0),
                        (r * 0.4, h * 0.3),
                        (r, h * 0.6),
                        (r * 0.9, h * 0.72),
                        (r * 0.3, h * 0.85),
                        (0, h * 0.9),
                    ],
                    26,
                ),
                pick(rng, _BRIGHT),
            )
        )
        parts.append(
            Part(
                "band",
                lathe(
                    [
                        (0, h * 0.5),
                        (r * 0.86, h * 0.5),
                        (r * 1.04, h * 0.6),
                        (r * 0.98, h * 0.7),
                        (0, h * 0.7),
                    ],
                    26,
                ),
                pick(rng, _BRIGHT),
            )
        )
        parts.append(Part("stem", cylinder(0.03, h * 0.7, (0, h * 1.1, 0)), wood))
        parts.append(
            Part("knob", ellipsoid((0.06, 0.05, 0.06), (0, h * 1.45, 0), 8), pick(rng, _BRIGHT))
        )
        tilt = between(rng, 0, 30)
        parts = [Part(p.name, p.solid.turned("z", tilt), p.color) for p in parts]
        w = h
    elif kind == "rocking":
        coat, trim = pick(rng, _BRIGHT, WOODS), pick(rng, _BRIGHT, FABRICS)
        bow = between(rng, 0.1, 0.2)
        for s in (-1, 1):
            rocker = route((s * 0.18, bow, -0.55), (s * 0.18, 0.0, 0.0), (s * 0.18, bow, 0.55))
            parts.append(Part("rocker", sweep(rocker, 0.03, 0.04, 13, 6), wood))
            for z in (-0.26, 0.26):
                parts.append(
                    Part(
                        "leg",
                        sweep(
                            route((s * 0.09, 0.5, z * 0.8), (s * 0.18, bow * 0.25, z * 1.2)),
                            [0.06, 0.04],
                            None,
                            5,
                            8,
                        ),
                        coat,
                    )
                )
        parts.append(
            Part("rung", cylinder(0.025, 0.36).turned("z", 90).moved(0, bow * 0.3, 0.34), wood)
        )
        parts.append(
            Part(
                "body",
                sweep(
                    [(0, 0.52, -0.3), (0, 0.5, 0), (0, 0.54, 0.28)], [0.12, 0.14, 0.12], None, 9, 12
                ),
                coat,
            )
        )
        rise = between(rng, 0.3, 0.42)
        parts.append(
            Part(
                "neck",
                sweep(
                    [(0, 0.55, 0.24), (0, 0.58 + rise * 0.6, 0.36), (0, 0.56 + rise, 0.42)],
                    [0.1, 0.075, 0.075],
                    [0.13, 0.1, 0.08],
                    8,
                    10,
                ),
                coat,
            )
        )
        parts.append(
            Part(
                "head",
                sweep(
                    [(0, 0.6 + rise, 0.38), (0, 0.48 + rise, 0.62)],
                    [0.075, 0.055],
                    [0.09, 0.065],
                    6,
                    10,
                ),
                coat,
            )
        )
        parts += both(
            "ear",
            sweep(
                [(0.04, 0.64 + rise, 0.38), (0.05, 0.76 + rise, 0.36)], [0.035, 0.01], None, 4, 7
            ),
            coat,
        )
        parts.append(
            Part(
                "mane",
                sweep(
                    [(0, 0.62, 0.14), (0, 0.62 + rise * 0.7, 0.29), (0, 0.69 + rise, 0.36)],
                    0.04,
                    0.06,
                    9,
                    8,
                ),
                trim,
            )
        )
        parts.append(
            Part(
                "tail",
                sweep(
                    [(0, 0.55, -0.3), (0, 0.5, -0.46), (0, 0.26, -0.5)],
                    [0.03, 0.06, 0.03],
                    None,
                    9,
                    8,
                ),
                trim,
            )
        )
        parts.append(
            Part(
                "saddle",
                sweep(
                    [(0, 0.64, -0.16), (0, 0.62, 0), (0, 0.66, 0.14)],
                    [0.13, 0.12, 0.1],
                    0.04,
                    7,
                    10,
                ),
                trim,
            )
        )
        handle = cylinder(0.022, 0.3).turned("z", 90).moved(0, 0.56 + rise * 0.85, 0.4)
        parts.append(Part("handle", handle, wood))
        w = rise
    else:
        h = between(rng, 0.55, 0.8)
        for s in (-1, 1):
            parts.append(Part("post", box(0.06, h, 0.08, (s * w * 0.45, h / 2, 0)), wood))
        parts.append(Part("base", box(w, 0.06, 0.28, (0, 0.03, 0), 0.015), wood))
        for k in range(count):
            y = 0.14 + (h - 0.2) * k / max(count - 1, 1)
            parts.append(
                Part(
                    "rod",
                    cylinder(0.014, w * 0.9).turned("z", 90).moved(0, y, 0),
                    pick(rng, METALS),
                )
            )
            bead = pick(rng, _BRIGHT)
            left = int(rng.integers(0, 9))
            for n in range(8):
                x = -w * 0.4 + 0.075 * n if n < left else w * 0.4 - 0.075 * (7 - n)
                parts.append(Part("bead", ellipsoid((0.038, 0.05, 0.05), (x, y, 0), 6), bead))
    return assemble(
        "toy",
        parts,
        {
            "wide": w,
            "count": count,
            "parts": len(parts),
            "tall": float(np.concatenate([p.solid.vertices for p in parts])[:, 1].max()),
        },
    )
