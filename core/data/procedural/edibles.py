"""Food and what grows: burgers, cakes, fruit, sweets, mushrooms, bunches of flowers, trees."""

from __future__ import annotations

import numpy as np

from core.data.procedural.limbs import off, route, sweep
from core.data.procedural.palettes import (
    CERAMICS,
    FOODS,
    GLASSES,
    LEAVES,
    METALS,
    PAINTS,
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
    Array,
    Solid,
    box,
    curve,
    cylinder,
    ellipsoid,
    lathe,
    loft,
    superquadric,
    tube,
)
from core.data.procedural.vessels import hollow

_BUNS = ("c98a45", "b5743c", "d8a05a", "a5673f", "e0b878")
_CREAMS = ("f4f1ea", "f0e2c4", "e8b8c0", "5b3420", "d7a5a0", "8fc0a8", "e0a526")
_FRUITS = ("c0272d", "8fae3f", "e0a526", "d9622b", "7a2f5a", "b5c04a", "c73f2f")
_PETALS = ("f2e6b0", "d9415a", "e8a0b8", "e0a526", "8a5ab0", "f2f0ea", "d9622b", "c0272d")
_CAPS = ("c0272d", "b5743c", "8a6844", "d9c7a3", "e8b48c", "7a3b22", "d9622b")


def _disc(
    r: float,
    t: float,
    y: float,
    wave: float = 0.0,
    lobes: int = 0,
    turn: float = 0.0,
    edge: float = 0.4,
) -> Solid:
    """A round slice lying at height y, its rim waved up and down."""
    solid = superquadric((r, t / 2, r), north=edge, detail=12)

    def bend(p: Array) -> Array:
        angle = np.arctan2(p[:, 0], p[:, 2]) + turn
        far = np.hypot(p[:, 0], p[:, 2]) / r
        p[:, 1] += wave * far**2 * np.sin(lobes * angle)
        return p

    return solid.bent(bend).moved(y=y)


def _tray(rng: Rng, r: float) -> list[Part]:
    """A plate, board or cake stand under y = 0, or nothing."""
    kind = choose(rng, ("none", "plate", "plate", "board", "stand"))
    color = pick(rng, CERAMICS, PAINTS, WOODS)
    wide = r * between(rng, 1.15, 1.7)
    if kind == "plate":
        rim = between(rng, 0.02, 0.1)
        profile = [
            (0, -0.05),
            (wide * 0.6, -0.05),
            (wide, rim - 0.03),
            (wide, rim),
            (wide * 0.62, 0.01),
            (0, 0.01),
        ]
        return [Part("plate", lathe(profile, 28, 0.05), color)]
    if kind == "board":
        return [
            Part(
                "plate",
                box(wide * 2, 0.07, wide * between(rng, 1.4, 2), (0, -0.03, 0), 0.02),
                color,
            )
        ]
    if kind == "stand":
        tall = between(rng, 0.12, 0.5)
        profile = [
            (0, -tall),
            (wide * 0.6, -tall),
            (wide * 0.5, -tall + 0.04),
            (0.07, -tall * 0.75),
            (0.06, -0.1),
            (wide * 0.5, -0.05),
            (wide, -0.04),
            (wide, 0.01),
            (0, 0.01),
        ]
        return [Part("stand", lathe(profile, 28, 0.06), color)]
    return []


def _reach(parts: list[Part]) -> float:
    """How far parts go from the axis."""
    return max(float(np.hypot(*p.solid.vertices[:, [0, 2]].T).max()) for p in parts)


def burger(rng: Rng) -> ProceduralShape:
    """A hamburger or sandwich: bun, meat, cheese, leaves, tomato, on a plate or not."""
    r = between(rng, 0.4, 0.5)
    bun = pick(rng, _BUNS)
    low = between(rng, 0.1, 0.2)
    parts = [Part("bun", superquadric((r, low / 2 + 0.01, r), (0, low / 2, 0), 1, 0.55, 12), bun)]
    y = low
    colors = {
        "meat": ("5b3420", "6b3a20", "7a4a2a"), "cheese": ("e8b53a", "f0c850"),
        "leaf": ("6aa043", "8fae3f", "4f8a35"), "tomato": ("c73f2f", "b5302a"),
        "onion": ("e8dcd8", "a05a80"), "egg": ("f4f1ea",),
    }  # fmt: skip
    fillings = ["meat", *(choose(rng, tuple(colors)) for _ in range(int(rng.integers(2, 6))))]
    rng.shuffle(fillings)
    for name in fillings:
        color = pick(rng, colors[name])
        if name == "meat":
            t = between(rng, 0.08, 0.18)
            parts.append(
                Part(
                    name,
                    superquadric(
                        (r * between(rng, 0.95, 1.08), t / 2 + 0.01, r * 1.02),
                        (0, y + t / 2, 0),
                        1,
                        0.5,
                        12,
                    ),
                    color,
                )
            )
        elif name == "cheese":
            t, side = 0.03, r * between(rng, 1.45, 1.7)
            sheet = box(side, t, side, (0, 0, 0), 0, (8, 1, 8))
            sheet = sheet.bent(
                lambda p: (
                    p - [0, 1, 0] * (0.9 * np.maximum(np.hypot(p[:, :1], p[:, 2:]) - r * 0.93, 0))
                )
            )
            parts.append(
                Part(name, sheet.turned("y", between(rng, 0, 90)).moved(y=y + t / 2), color)
            )
        elif name == "leaf":
            t = 0.05
            parts.append(
                Part(
                    name,
                    _disc(
                        r * between(rng, 1.05, 1.2),
                        t,
                        y + t / 2,
                        between(rng, 0.03, 0.06),
                        int(rng.integers(5, 10)),
                        between(rng, 0, 6),
                    ),
                    color,
                )
            )
        else:
            t = between(rng, 0.04, 0.08)
            parts.append(
                Part(name, _disc(r * between(rng, 0.9, 1.02), t + 0.015, y + t / 2), color)
            )
        y += t * 0.92
    tall = between(rng, 0.2, 0.38)
    top = superquadric((r * 1.02, tall, r * 1.02), (0, y - 0.01, 0), 1, 0.9, 16)
    top = top.bent(
        lambda p: np.stack(
            [p[:, 0], np.maximum(p[:, 1], y - 0.02 + 0.1 * (p[:, 1] - y)), p[:, 2]], 1
        )
    )
    parts.append(Part("bun", top, bun))
    seeds = int(rng.integers(0, 26))
    for _ in range(seeds):
        a, e = between(rng, 0, 2 * np.pi), np.radians(between(rng, 25, 88))
        at = np.array(
            [
                r * 1.02 * np.cos(e) * np.sin(a),
                tall * np.sin(e) + y - 0.01,
                r * 1.02 * np.cos(e) * np.cos(a),
            ]
        )
        parts.append(
            Part("seed", ellipsoid((0.02, 0.014, 0.012), tuple(at), 5), pick(rng, ("f0e2c4",)))
        )
    if chance(rng, 0.25):
        stick = sweep([(0, y, 0), (0, y + tall + 0.2, 0)], 0.014, None, 0, 6)
        parts += [
            Part("stick", stick, pick(rng, WOODS)),
            Part(
                "olive",
                ellipsoid((0.05, 0.06, 0.05), (0, y + tall + 0.1, 0), 8),
                pick(rng, LEAVES, _FRUITS),
            ),
        ]
    parts += _tray(rng, r)
    return assemble(
        "burger",
        parts,
        {"radius": r, "fillings": len(fillings), "height": y + tall, "seeds": seeds, "dome": tall},
    )


def cake(rng: Rng) -> ProceduralShape:
    """A cake of layers and tiers, whole or with a slice cut out, with cream and fruit on top."""
    parts: list[Part] = []
    r, y = between(rng, 0.32, 0.5), 0.0
    tiers = choose(rng, (1, 1, 2, 3))
    square = chance(rng, 0.15)
    sponge, cream = pick(rng, _CREAMS, FOODS), pick(rng, _CREAMS)
    cut = between(rng, 35, 110) if tiers == 1 and not square and chance(rng, 0.4) else 0.0
    first = between(rng, 0.22, 0.4)
    for tier in range(tiers):
        tall = first * between(rng, 0.8, 1.1)
        layers = choose(rng, (1, 3, 5))
        for k in range(layers):
            t = tall / layers
            color = cream if k % 2 or layers == 1 else sponge
            wide = r * (0.985 if k % 2 and layers > 1 else 1.0)
            if cut:
                parts.append(
                    Part("layer", _wedge(wide, t * 1.04, cut, 360).moved(y=y + t * k), color)
                )
            else:
                body = superquadric(
                    (wide, t * 0.54, wide), (0, y + t * (k + 0.5), 0), 0.2 if square else 1, 0.2, 12
                )
                parts.append(Part("layer", body, color))
        y += tall
        if not cut and chance(rng, 0.5):
            count = int(rng.integers(8, 14))
            drip = pick(rng, _CREAMS)
            parts.append(
                Part(
                    "icing",
                    superquadric(
                        (r * 1.02, 0.03, r * 1.02), (0, y, 0), 0.2 if square else 1, 0.4, 10
                    ),
                    drip,
                )
            )
            for a in np.arange(count) * 2 * np.pi / count if not square else []:
                long = between(rng, 0.05, tall * 0.6)
                x, z = r * np.sin(a), r * np.cos(a)
                parts.append(
                    Part("drip", sweep([(x, y, z), (x, y - long, z)], 0.035, None, 0, 7), drip)
                )
        if tier < tiers - 1:
            r *= between(rng, 0.6, 0.8)
    topping = choose(rng, ("none", "swirls", "berries", "candles", "mixed"))
    count = int(rng.integers(4, 9))
    for k in range(count if topping != "none" else 0):
        if cut and k * 360 / count < cut + 25:
            continue
        a = 2 * np.pi * (k + 0.5 * bool(cut)) / count
        at = np.array([np.sin(a), 0, np.cos(a)]) * r * between(rng, 0.6, 0.75) + [0, y, 0]
        kind = topping if topping != "mixed" else choose(rng, ("swirls", "berries"))
        size = r * between(rng, 0.14, 0.24)
        x, _, z = at.tolist()
        if kind == "swirls":
            swirl = lathe(
                [
                    (size, -0.02),
                    (size * 1.1, size * 0.4),
                    (size * 0.7, size * 0.8),
                    (size * 0.75, size),
                    (size * 0.3, size * 1.4),
                    (0, size * 1.8),
                ],
                12,
                lobes=0.1,
            )
            parts.append(Part("cream", swirl.moved(x, y, z), cream))
        elif kind == "berries":
            parts.append(
                Part(
                    "berry",
                    ellipsoid((size * 0.8, size, size * 0.8), (x, y + size * 0.7, z), 8),
                    pick(rng, _FRUITS),
                )
            )
        else:
            tall = between(rng, 0.12, 0.22)
            parts.append(
                Part("candle", cylinder(0.02, tall, (x, y + tall / 2 - 0.01, z)), pick(rng, PAINTS))
            )
            parts.append(
                Part(
                    "flame",
                    ellipsoid((0.018, 0.035, 0.018), (x, y + tall + 0.02, z), 6),
                    pick(rng, ("f0c850",)),
                )
            )
    parts += _tray(rng, _reach(parts))
    return assemble(
        "cake", parts, {"radius": r, "tiers": tiers, "tall": y, "cut": cut, "toppings": count}
    )


def _wedge(r: float, t: float, start: float, end: float) -> Solid:
    """The part of a round slab between two angles in degrees, standing on y = 0."""
    angle = np.radians(np.linspace(start, end, 24))
    out = np.stack([np.sin(angle), 0 * angle, np.cos(angle)], 1)
    # Swept about the axis, from one cut face to the other; on the axis it keeps a hair's width.
    rings = np.stack([out * 0.004, out * r, out * r, out * 0.004], 1)
    rings[:, 2:, 1] += t
    return loft(rings, min(t, r))


def fruit(rng: Rng) -> ProceduralShape:
    """Apples, pears, bananas, melons, grapes or pineapples: alone, in pairs or cut in half."""
    kind = choose(rng, ("apple", "apple", "pear", "banana", "melon", "grapes", "pineapple", "half"))
    color, stalk = pick(rng, _FRUITS), pick(rng, WOODS)
    parts: list[Part] = []

    def apple(at: Array, r: float, pear: float) -> None:
        knots = [
            (0.0, 0.12),
            (0.3, 0.0),
            (0.85, 0.35),
            (1.0, 0.95),
            (0.75 - 0.25 * pear, 1.5 + 0.2 * pear),
            (0.35, 1.75 + 0.6 * pear),
            (0.12, 1.66 + 0.62 * pear),
            (0.0, 1.5 + 0.6 * pear),
        ]
        body = lathe(curve(knots, 26).clip(0) * r, 22, lobes=between(rng, 0, 0.02))
        tilt, turn = between(rng, -25, 25), between(rng, 0, 360)
        pieces = [("fruit", body, color)]
        top = (1.55 + 0.6 * pear) * r
        stem = sweep(
            [
                (0, top, 0),
                (0, top + r * 0.25, 0.01),
                (between(rng, -0.15, 0.15) * r, top + r * 0.55, 0.02),
            ],
            0.05 * r,
            None,
            7,
            7,
        )
        pieces.append(("stem", stem, stalk))
        if chance(rng, 0.6):
            leaf = sweep(
                [
                    (0, top + 0.3 * r, 0),
                    (r * 0.4, top + r * 0.6, 0),
                    (r * 0.95, top + r * 0.55, 0.0),
                ],
                [0.06 * r, 0.28 * r, 0.03 * r],
                [0.03 * r, 0.035 * r, 0.02 * r],
                9,
                8,
            )
            pieces.append(("leaf", leaf, pick(rng, LEAVES)))
        for name, solid, tint in pieces:
            parts.append(
                Part(
                    name,
                    solid.moved(y=-r)
                    .turned("x", tilt)
                    .turned("y", turn)
                    .moved(y=r)
                    .moved(*at.tolist()),
                    tint,
                )
            )

    r = 0.4
    count = 1
    if kind in ("apple", "pear"):
        count = choose(rng, (1, 1, 2, 3))
        for k in range(count):
            apple(
                np.array([k * 0.72 - 0.35 * (count - 1), 0, -0.32 * (k % 2)]),
                r * between(rng, 0.92, 1.0),
                between(rng, 0.7, 1.1) if kind == "pear" else 0.0,
            )
    elif kind == "half":
        flesh = pick(rng, ("f0e2b4", "f4e9d0", "d9415a", "e8a040"))
        if chance(rng, 0.6):
            apple(np.array([-0.42, 0, -0.25]), r, 0.0)
        deep = between(rng, 0.32, 0.4)
        half = ellipsoid((0.42, 0.4, deep), detail=14).bent(
            lambda p: np.stack([p[:, 0], p[:, 1], np.minimum(p[:, 2], 0.01 * p[:, 2])], 1)
        )
        face = cylinder(1.0, 0.03).turned("x", 90).bent(lambda p: p * np.array([0.385, 0.365, 1]))
        seeds = [
            ellipsoid((0.025, 0.045, 0.02), (0.09 * np.cos(a), 0.09 * np.sin(a), 0.02), 6)
            for a in np.arange(5) * 2 * np.pi / 5
        ]
        back, turn = between(rng, 5, 50), between(rng, -40, 40)
        for name, solid, tint in [
            ("fruit", half, color),
            ("flesh", face, flesh),
            *(("seed", s, pick(rng, WOODS[3:5])) for s in seeds),
        ]:
            parts.append(
                Part(name, solid.turned("x", -back).turned("y", turn).moved(0.3, 0.38, 0.3), tint)
            )
    elif kind == "banana":
        count = int(rng.integers(1, 6))
        bend, yellow = between(rng, 0.18, 0.32), pick(rng, ("e0c040", "d8b83a", "b5c04a"))
        for k in range(count):
            line = route((0, 0.5, 0), (0, 0.2, bend), (0, -0.2, bend * 1.1), (0, -0.5, 0.1))
            solid = sweep(line, [0.03, 0.075, 0.085, 0.03], None, 14, 9).turned(
                "y", (k - count / 2) * 24
            )
            parts.append(Part("banana", solid, yellow))
        parts.append(
            Part(
                "stem",
                sweep([(0, 0.46, 0), (0, 0.56, -0.03)], [0.05, 0.035], None, 0, 8),
                pick(rng, FOODS[1:2], LEAVES),
            )
        )
        turn = between(rng, 0, 90)
        parts = [Part(p.name, p.solid.turned("x", turn), p.color) for p in parts]
    elif kind == "melon":
        long = between(rng, 1.0, 1.4)
        parts.append(
            Part(
                "fruit",
                lathe(
                    curve(
                        [(0, -long), (0.55, -long * 0.8), (1, 0), (0.55, long * 0.8), (0, long)], 20
                    ).clip([0, -9], None)
                    * r,
                    32,
                    lobes=between(rng, 0.0, 0.06),
                ),
                color,
            )
        )
        parts.append(
            Part(
                "stem",
                sweep([(0, r * long - 0.03, 0), (0.03, r * long + 0.14, 0.02)], 0.035, None, 0, 7),
                pick(rng, LEAVES, WOODS),
            )
        )
        if chance(rng, 0.4):
            turn = between(rng, 30, 90)
            parts = [Part(p.name, p.solid.turned("x", turn), p.color) for p in parts]
    elif kind == "grapes":
        count, size = int(rng.integers(20, 38)), between(rng, 0.08, 0.11)
        for k in range(count):
            share = k / count
            reach = 0.28 * (1 - share) ** 0.7
            a = k * 2.4
            parts.append(
                Part(
                    "grape",
                    ellipsoid(
                        (size, size * 1.1, size),
                        (reach * np.sin(a), -share * 0.75, reach * np.cos(a)),
                        7,
                    ),
                    color,
                )
            )
        parts.append(
            Part("core", sweep([(0, 0.2, 0), (0, -0.7, 0)], [0.05, 0.06], None, 0, 7), color)
        )
        parts.append(
            Part(
                "stem",
                sweep([(0, -0.1, 0), (0, 0.15, 0), (0.06, 0.3, 0)], 0.028, None, 7, 7),
                stalk,
            )
        )
        parts.append(
            Part("leaf", ellipsoid((0.2, 0.02, 0.16), (0.16, 0.16, 0), 8), pick(rng, LEAVES))
        )
    else:
        tall = between(rng, 0.42, 0.55)
        parts.append(
            Part(
                "fruit",
                superquadric((r * 0.8, tall, r * 0.8), (0, 0, 0), 1, 0.8, 14),
                pick(rng, ("c98a2f", "b5923a", "8a7a2f")),
            )
        )
        for k in range(int(rng.integers(10, 22))):
            a, high = k * 2.4, between(rng, 0.3, 0.75)
            out = 0.38 * (1 - high)
            line = route(
                (0, tall - 0.08, 0),
                (out * 0.6 * np.sin(a), tall + high * 0.5, out * 0.6 * np.cos(a)),
                ((out + 0.1) * np.sin(a), tall + high, (out + 0.1) * np.cos(a)),
            )
            parts.append(
                Part(
                    "leaf",
                    sweep(line, [0.05, 0.045, 0.01], [0.03, 0.02, 0.01], 7, 6),
                    pick(rng, LEAVES),
                )
            )
    if kind in ("apple", "pear", "half", "melon") and chance(rng, 0.2):
        parts = [Part(p.name, p.solid.moved(y=0.02), p.color) for p in parts]
        parts += _tray(rng, _reach(parts))
    wide, tall, _ = np.ptp(parts[0].solid.vertices, axis=0).tolist()
    return assemble("fruit", parts, {"count": count, "wide": wide, "tall": tall})


def sweet(rng: Rng) -> ProceduralShape:
    """An ice cream, cupcake, doughnut, lollipop, croissant or pie."""
    kind = choose(rng, ("ice", "ice", "cupcake", "doughnut", "lollipop", "croissant", "pie"))
    cream, crust = pick(rng, _CREAMS), pick(rng, _BUNS)
    parts: list[Part] = []
    size = between(rng, 0.2, 0.3)
    if kind == "ice":
        tall = between(rng, 0.6, 0.95)
        if chance(rng, 0.7):
            parts.append(
                Part(
                    "cone",
                    lathe(
                        [
                            (0, 0),
                            (size * 0.12, 0),
                            (size * 0.9, tall),
                            (size * 0.98, tall + 0.02),
                            (0, tall),
                        ],
                        20,
                    ),
                    crust,
                )
            )
        else:
            parts.append(
                Part(
                    "cup",
                    lathe(
                        [
                            (size * 0.7, 0),
                            (size * 0.7, 0.03),
                            (size * 0.12, 0.1),
                            (size * 0.12, tall * 0.5),
                            (size, tall + 0.02),
                            (0, tall),
                        ],
                        20,
                    ),
                    pick(rng, GLASSES, PAINTS),
                )
            )
        y = tall + size * 0.4
        for _ in range(int(rng.integers(1, 4))):
            scoop = ellipsoid(
                (size * 1.02, size * 0.95, size * 1.02),
                (between(rng, -0.04, 0.04), y, between(rng, -0.04, 0.04)),
                11,
            )
            parts.append(Part("scoop", scoop, pick(rng, _CREAMS)))
            y += size * between(rng, 0.85, 1.2)
        if chance(rng, 0.5):
            parts.append(Part("cherry", ellipsoid((0.07,) * 3, (0, y, 0), 8), pick(rng, _FRUITS)))
        if chance(rng, 0.3):
            parts.append(
                Part(
                    "wafer",
                    box(0.09, 0.4, 0.03, (size * 0.5, y - size * 0.3, 0)).turned("z", -12),
                    crust,
                )
            )
    elif kind == "cupcake":
        tall, top = between(rng, 0.3, 0.45), between(rng, 1.1, 1.4)
        parts.append(
            Part(
                "cup",
                lathe([(0, 0), (size, 0), (size * top, tall), (0, tall)], 32, lobes=0.04),
                pick(rng, PAINTS),
            )
        )
        y = tall
        r = size * top * 1.08
        for _ in range(int(rng.integers(2, 5))):
            parts.append(Part("cream", superquadric((r, 0.1, r), (0, y, 0), 1, 0.8, 10), cream))
            y, r = y + 0.11, r * between(rng, 0.65, 0.8)
        parts.append(Part("top", ellipsoid((0.07, 0.08, 0.07), (0, y, 0), 8), pick(rng, _FRUITS)))
    elif kind == "doughnut":
        around = np.linspace(0, 2 * np.pi, 33)
        big, fat = between(rng, 0.3, 0.36), between(rng, 0.12, 0.2)
        line = np.stack([big * np.sin(around), 0 * around, big * np.cos(around)], 1)
        parts.append(Part("dough", tube(line, fat, 14), crust))
        parts.append(Part("icing", tube(off(line, 0, fat * 0.22, 0), fat * 0.95, 12), cream))
        for _ in range(int(rng.integers(0, 24))):
            a, b = between(rng, 0, 2 * np.pi), between(rng, -0.9, 0.9)
            reach = big + fat * 0.95 * np.sin(b)
            at = (reach * np.sin(a), fat * (0.22 + 0.95 * np.cos(b)), reach * np.cos(a))
            parts.append(
                Part(
                    "sprinkle",
                    ellipsoid((0.012, 0.012, 0.03), (0, 0, 0), 5)
                    .turned("y", between(rng, 0, 180))
                    .moved(*at),
                    pick(rng, PAINTS),
                )
            )
    elif kind == "lollipop":
        disc = chance(rng, 0.5)
        half = (size, size, size * (0.25 if disc else 1.0))
        parts.append(Part("candy", ellipsoid(half, (0, 0.8, 0), 11), pick(rng, PAINTS, _FRUITS)))
        parts.append(Part("stick", cylinder(0.03, 0.8, (0, 0.35, 0)), pick(rng, PAINTS[:2])))
    elif kind == "croissant":
        arc = np.linspace(-1.9, 1.9, 23)
        big = between(rng, 0.28, 0.4)
        line = np.stack([big * np.sin(arc), 0 * arc, -big * np.cos(arc)], 1)
        ridge = 1 - 0.12 * (np.arange(23) % 4 == 0)
        girth = between(rng, 0.12, 0.2) * (np.cos(arc / 1.9 * 1.35) + 0.1) * ridge
        parts.append(Part("dough", sweep(line, girth, girth, 0, 12), crust))
    else:
        cut = choose(rng, (0.0, 60.0))
        tall, r = between(rng, 0.12, 0.22), between(rng, 0.42, 0.5)
        parts.append(
            Part(
                "filling",
                _wedge(r * 0.97, tall, cut, 360)
                if cut
                else cylinder(r * 0.97, tall, (0, tall / 2, 0)),
                pick(rng, _FRUITS, FOODS),
            )
        )
        parts.append(
            Part(
                "crust",
                _wedge(r, tall * 0.6, cut, 360)
                if cut
                else cylinder(r * 0.85, tall * 0.9, (0, tall * 0.45, 0), r * 1.04),
                crust,
            )
        )
        for k in range(-2, 3):
            if not cut:
                half = np.sqrt(max(r**2 - (k * 0.16) ** 2, 0.01))
                for turn in (0, 90):
                    parts.append(
                        Part(
                            "lattice",
                            box(0.06, 0.04, 2 * half, (k * 0.16, tall + 0.005, 0)).turned(
                                "y", turn
                            ),
                            crust,
                        )
                    )
    if kind in ("cupcake", "doughnut", "croissant", "pie"):
        parts += _tray(rng, _reach(parts))
    points = np.concatenate([p.solid.vertices for p in parts])
    return assemble(
        "sweet",
        parts,
        {
            "size": size,
            "tall": float(np.ptp(points[:, 1])),
            "wide": float(np.ptp(points[:, 0])),
            "pieces": len(parts),
        },
    )


def mushroom(rng: Rng) -> ProceduralShape:
    """A mushroom, toadstool or several on the ground; some are a house with a door."""
    cap, stem = pick(rng, _CAPS), pick(rng, ("f0e2c4", "e8dcc8", "d9c7a3"))
    spots = int(rng.integers(6, 14)) if chance(rng, 0.5) else 0
    count = choose(rng, (1, 1, 1, 2, 3))
    parts: list[Part] = []
    house = count == 1 and chance(rng, 0.35)
    first = {"cap": 0.0, "stem": 0.0, "dome": 0.0}
    for k in range(count):
        scale = 1.0 if k == 0 else between(rng, 0.45, 0.75)
        tall, thick = (
            between(rng, 0.35, 0.8) * scale,
            between(rng, 0.1, 0.22) * scale * (1.5 if house else 1),
        )
        r, dome = between(rng, 0.32, 0.5) * scale, between(rng, 0.18, 0.5) * scale
        lean = between(rng, -0.12, 0.12) * scale
        at = (
            np.array([0, 0, 0.0])
            if k == 0
            else np.array([choose(rng, (-1, 1)) * 0.33, 0, between(rng, -0.1, 0.3)])
        )
        foot = off(at, 0, 0, 0)
        top = off(at, lean, tall, 0)
        parts.append(
            Part(
                "stem",
                sweep(
                    route(off(foot, 0, thick, 0), (foot + top) / 2, top),
                    [thick * between(rng, 1.0, 1.4), thick, thick * 0.9],
                    None,
                    9,
                    14,
                ),
                stem,
            )
        )
        knots = curve(
            [
                (r * 0.75, -0.03 * scale),
                (r, 0.02 * scale),
                (r * 0.92, dome * 0.4),
                (r * 0.55, dome * 0.85),
                (0.0, dome),
            ],
            15,
        ).clip([0, -9], None)
        body = lathe([(0, dome * 0.1), *map(tuple, knots)], 22)
        parts.append(Part("cap", body.turned("z", -lean * 80).moved(*top.tolist()), cap))
        for n in range(spots):
            angle, up = n * 2.4, between(rng, 0.1, 0.95)
            wide = float(np.interp(up * dome, knots[:, 1], knots[:, 0]))
            size = between(rng, 0.03, 0.08) * scale
            spot = ellipsoid(
                (size, size * 0.8, size), (wide * np.sin(angle), up * dome, wide * np.cos(angle)), 7
            )
            parts.append(Part("spot", spot.turned("z", -lean * 80).moved(*top.tolist()), stem))
        if k == 0:
            first = {"cap": r, "stem": tall, "dome": dome}
            if house:
                wood = pick(rng, WOODS, PAINTS)
                z = thick * 1.05
                parts.append(
                    Part(
                        "door",
                        superquadric(
                            (thick * 0.42, tall * 0.3, 0.05), (0, tall * 0.32, z), 0.6, 0.6, 9
                        ),
                        wood,
                    )
                )
                if chance(rng, 0.6):
                    parts.append(
                        Part(
                            "chimney",
                            cylinder(0.05, 0.24, (r * 0.4, tall + dome * 0.85, 0)),
                            pick(rng, CERAMICS),
                        )
                    )
                if chance(rng, 0.5):  # a pot in the form of a house
                    spout = route(
                        (thick * 0.8, tall * 0.3, 0),
                        (r * 0.95, tall * 0.45, 0),
                        (r * 1.25, tall * 0.95, 0),
                    )
                    parts.append(
                        Part(
                            "spout",
                            sweep(spout, [0.07, 0.055, 0.04], None, 9, 9),
                            pick(rng, WOODS, LEAVES),
                        )
                    )
                    ear = route(
                        (-thick * 0.8, tall * 0.75, 0),
                        (-r * 1.2, tall * 0.85, 0),
                        (-r * 1.3, tall * 0.4, 0),
                        (-thick * 0.9, tall * 0.2, 0),
                    )
                    parts.append(
                        Part("handle", sweep(ear, 0.04, None, 14, 8), pick(rng, WOODS, LEAVES))
                    )
    if count > 1 or chance(rng, 0.4):
        parts.append(
            Part(
                "ground",
                superquadric(
                    (between(rng, 0.45, 0.6), between(rng, 0.05, 0.12), 0.5),
                    (0, 0.0, 0.08),
                    1,
                    1,
                    11,
                ),
                pick(rng, LEAVES, WOODS),
            )
        )
    return assemble("mushroom", parts, first | {"count": count, "spots": spots})


def bouquet(rng: Rng) -> ProceduralShape:
    """Flowers in a vase or pot: tulips, roses or daisies with leaves."""
    glaze, green = pick(rng, CERAMICS, GLASSES, PAINTS), pick(rng, LEAVES)
    h, belly, neck = between(rng, 0.3, 0.6), between(rng, 0.14, 0.26), between(rng, 0.07, 0.16)
    outside = curve(
        [
            (belly * between(rng, 0.5, 0.8), 0),
            (belly, h * between(rng, 0.3, 0.6)),
            (neck, h * 0.85),
            (neck * between(rng, 1.0, 1.4), h),
        ],
        14,
    )
    parts = [Part("vase", lathe(hollow(outside, 0.03), 24, 0.03), glaze)]
    parts.append(Part("soil", cylinder(neck * 0.97, 0.05, (0, h * 0.86, 0)), pick(rng, WOODS[3:5])))
    count, tall = int(rng.integers(1, 9)), between(rng, 0.35, 0.85)
    kind = choose(rng, ("tulip", "rose", "daisy"))
    petals = [pick(rng, _PETALS) for _ in range(choose(rng, (1, 1, 2)))]
    size = between(rng, 0.07, 0.14)
    for k in range(count):
        a = k * 2.4 + between(rng, -0.3, 0.3)
        out = between(rng, 0.05, 0.4) * (k > 0) + 0.02
        up = tall * between(rng, 0.65, 1.0)
        base = np.array([neck * 0.4 * np.sin(a), h * 0.84, neck * 0.4 * np.cos(a)])
        tip = np.array([out * np.sin(a), h + up, out * np.cos(a)])
        mid = (base + tip) / 2 + [0, up * 0.12, 0]
        parts.append(Part("stem", sweep(route(base, mid, tip), 0.018, None, 9, 6), green))
        lean = np.degrees(np.arctan2(out, up)) * 0.8
        color = petals[k % len(petals)]

        def put(
            name: str,
            solid: Solid,
            tint: Color = color,
            lean: float = lean,
            a: float = a,
            tip: Array = tip,
        ) -> None:
            parts.append(
                Part(
                    name,
                    solid.turned("x", lean).turned("y", np.degrees(a)).moved(*tip.tolist()),
                    tint,
                )
            )

        if kind == "tulip":
            put(
                "flower",
                lathe(
                    curve(
                        [
                            (0.02, -0.02),
                            (size * 0.8, size * 0.4),
                            (size * 0.75, size * 1.4),
                            (size * 0.35, size * 2),
                        ],
                        10,
                    ),
                    12,
                    lobes=0.12,
                ),
            )
        elif kind == "rose":
            put("flower", ellipsoid((size, size * 0.85, size), (0, size * 0.5, 0), 7))
            for n in range(5):
                petal = ellipsoid(
                    (size * 0.6, size * 0.6, size * 0.15), (0, size * 0.5, size * 0.75), 6
                ).turned("y", n * 72)
                put("petal", petal)
        else:
            for n in range(8):
                petal = ellipsoid(
                    (size * 0.35, size * 0.1, size * 0.75), (0, size * 0.1, size * 0.8), 5
                ).turned("y", n * 45)
                put("petal", petal)
            put(
                "heart",
                ellipsoid((size * 0.5, size * 0.28, size * 0.5), (0, size * 0.12, 0), 6),
                pick(rng, ("e0a526", "7a4a2a")),
            )
    for k in range(int(rng.integers(2, 9))):
        a, out, up = k * 2.1 + 1, between(rng, 0.15, 0.4), between(rng, 0.15, 0.6)
        line = route(
            (0, h * 0.84, 0),
            (out * 0.5 * np.sin(a), h + up * 0.7, out * 0.5 * np.cos(a)),
            (out * np.sin(a), h + up, out * np.cos(a)),
        )
        parts.append(
            Part("leaf", sweep(line, [0.025, 0.065, 0.015], [0.02, 0.02, 0.012], 9, 7), green)
        )
    return assemble(
        "bouquet", parts, {"vase": h, "belly": belly, "flowers": count, "tall": tall, "size": size}
    )


def tree(rng: Rng) -> ProceduralShape:
    """A tree: branching and leafy, a fir, a palm or bare."""
    bark = pick(rng, WOODS)
    kind = choose(rng, ("leafy", "leafy", "fir", "palm", "bare"))
    green = pick(rng, LEAVES, LEAVES, ("c4622d", "d0a03a", "b5405a"))
    tall, thick = between(rng, 0.5, 1.0), between(rng, 0.05, 0.1)
    lean = rng.normal(0, 0.07, 2)
    top = np.array([lean[0], tall, lean[1]])
    parts = [
        Part(
            "trunk",
            sweep(
                route((0, thick, 0), (top * 0.5) + [0.02, 0, 0], top),
                [thick * 1.4, thick, thick * 0.7],
                None,
                9,
                10,
            ),
            bark,
        )
    ]
    count = 0
    if kind == "fir":
        count = int(rng.integers(3, 7))
        r, y = between(rng, 0.3, 0.5), tall * between(rng, 0.2, 0.45)
        step = (1.5 - y) / count
        for k in range(count):
            wide = r * (1 - k / (count + 0.6))
            cone = lathe(
                [(0, 0.05), (wide, 0), (wide * 0.3, step * 1.1), (0.01, step * 1.7)],
                16,
                lobes=between(rng, 0, 0.08),
            )
            parts.append(
                Part("crown", cone.moved(lean[0] * 0.5, y + step * k, lean[1] * 0.5), green)
            )
        parts.append(
            Part(
                "trunk",
                sweep(
                    [(0, 0.1, 0), (lean[0] * 0.5, 1.2, lean[1] * 0.5)], [thick, 0.03], None, 0, 8
                ),
                bark,
            )
        )
    elif kind == "palm":
        count = int(rng.integers(6, 11))
        for k in range(count):
            a, long, drop = (
                2 * np.pi * k / count + between(rng, -0.2, 0.2),
                between(rng, 0.4, 0.6),
                between(rng, 0.0, 0.35),
            )
            out = np.array([np.sin(a), 0, np.cos(a)])
            line = route(
                top, top + out * long * 0.5 + [0, 0.14, 0], top + out * long - [0, drop, 0]
            )
            flat = sweep(line, [0.03, 0.09, 0.02], [0.02, 0.018, 0.012], 9, 8)
            parts.append(Part("leaf", flat, green))
        parts += [
            Part("nut", ellipsoid((0.06,) * 3, tuple(off(top, 0.08 * s, -0.05, 0.05)), 7), bark)
            for s in (-1, 1)
        ]
    else:
        count = int(rng.integers(4, 9))
        for k in range(count):
            a, start = k * 2.4, between(rng, 0.45, 1.0)
            root = top * start
            out = np.array([np.sin(a), 0, np.cos(a)]) * between(rng, 0.2, 0.42)
            end = root + out + [0, between(rng, 0.12, 0.4), 0]
            parts.append(
                Part(
                    "branch",
                    sweep(
                        route(root, (root + end) / 2 + [0, -0.03, 0], end),
                        [thick * 0.6, thick * 0.42, thick * 0.22],
                        None,
                        8,
                        7,
                    ),
                    bark,
                )
            )
            if kind == "bare":
                for s in (-1, 1):
                    twig = off(end, s * 0.12 * np.cos(a), 0.16, -s * 0.12 * np.sin(a))
                    parts.append(
                        Part(
                            "twig",
                            sweep(
                                route((root + end) / 2, twig),
                                [thick * 0.3, thick * 0.15],
                                None,
                                5,
                                6,
                            ),
                            bark,
                        )
                    )
            else:
                size = between(rng, 0.16, 0.3)
                half = (size, size * between(rng, 0.7, 1.0), size)
                parts.append(Part("crown", ellipsoid(half, tuple(end), 8), green))
        if kind == "leafy":
            size = between(rng, 0.22, 0.36)
            parts.append(
                Part(
                    "crown",
                    ellipsoid((size, size * 0.9, size), tuple(off(top, 0, 0.2, 0)), 9),
                    green,
                )
            )
    if chance(rng, 0.3):
        parts.append(
            Part(
                "ground",
                superquadric((between(rng, 0.2, 0.4), 0.06, 0.28), (0, 0.02, 0), 1, 1, 10),
                pick(rng, LEAVES, WOODS, METALS),
            )
        )
    return assemble(
        "tree",
        parts,
        {"trunk": tall, "thickness": thick, "branches": count, "lean": float(lean[0])},
    )
