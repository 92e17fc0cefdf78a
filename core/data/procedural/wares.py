"""Things that are held, worn or put up: pots and baskets, lanterns, shoes and bags, devices."""

from __future__ import annotations

import numpy as np

from core.data.procedural.limbs import aimed, both, off, route, sweep
from core.data.procedural.palettes import (
    CARS,
    CERAMICS,
    FABRICS,
    GLASSES,
    METALS,
    PAINTS,
    RUBBER,
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
    Solid,
    box,
    curve,
    cylinder,
    ellipse,
    ellipsoid,
    extrude,
    lathe,
    loft,
    superquadric,
    tube,
)
from core.data.procedural.vessels import hollow

_GLOWS = ("f0c850", "e07ab0", "f4e9d0", "e08a3a", "7ad0e0")
_DARK = ("1e1d1f", "2b2724", "3c3e41")


def pot(rng: Rng) -> ProceduralShape:
    """A teapot, kettle, jug or watering can: round belly, foot, spout toward +X, handle at -X."""
    glaze = pick(rng, CERAMICS, METALS, PAINTS)
    trim = glaze if chance(rng, 0.65) else pick(rng, METALS, WOODS, RUBBER)
    kind = choose(rng, ("teapot", "teapot", "kettle", "jug", "can"))
    h = between(rng, 0.45, 0.8) if kind != "jug" else between(rng, 0.7, 1.1)
    r = between(rng, 0.32, 0.48) if kind != "jug" else between(rng, 0.24, 0.36)
    neck = r * between(rng, 0.4, 0.7)
    foot = r * between(rng, 0.5, 0.85)
    where = between(rng, 0.3, 0.6)
    knots = [
        (foot, 0),
        (r * 0.97, h * where * 0.6),
        (r, h * where),
        (r * 0.82, h * 0.85),
        (neck, h),
    ]
    if kind == "can":
        knots = [(r * between(rng, 0.85, 1.1), 0), (r, h * 0.5), (r * between(rng, 0.8, 1.0), h)]
        neck = knots[-1][0]
    body = curve(knots, 20)
    lobes = between(rng, 0.01, 0.05) if chance(rng, 0.15) else 0.0
    parts: list[Part] = []
    open_ = kind in ("jug", "can")
    if open_:
        if kind == "jug":
            body = np.concatenate(
                [body, curve([(neck, h), (neck * 0.95, h * 1.1), (neck * 1.25, h * 1.25)], 7)[1:]]
            )
        parts.append(Part("body", lathe(hollow(body, 0.035), 28, 0.035, lobes), glaze))
    else:
        parts.append(
            Part("body", lathe([(0, 0), *map(tuple, body), (0, h)], 28, lobes=lobes), glaze)
        )
        dome = neck * between(rng, 0.25, 0.7)
        lid = curve(
            [(neck * 1.06, h - 0.01), (neck * 0.9, h + dome * 0.55), (neck * 0.3, h + dome)], 9
        )
        parts.append(
            Part(
                "lid",
                lathe(
                    [(0, h - 0.02), (neck * 1.06, h - 0.02), *map(tuple, lid), (0, h + dome)], 24
                ),
                glaze if chance(rng, 0.8) else trim,
            )
        )
        knob = between(rng, 0.045, 0.08)
        parts.append(
            Part(
                "knob",
                lathe(
                    [
                        (0, 0),
                        (knob * 0.5, 0),
                        (knob * 0.45, knob * 0.6),
                        (knob, knob * 1.2),
                        (knob * 0.7, knob * 2),
                        (0, knob * 2.2),
                    ],
                    14,
                ).moved(y=h + dome - 0.012),
                trim,
            )
        )
    if chance(rng, 0.4):
        parts.append(Part("foot", cylinder(foot * 1.05, 0.05, (0, 0.0, 0), foot), trim))
    out, rise = between(rng, 0.22, 0.5), h * between(rng, 0.8, 1.1)
    base = between(rng, 0.07, 0.12)
    if kind == "can":
        out *= 1.5
        line = route((r * 0.8, h * 0.2, 0), (r + out * 0.5, h * 0.55, 0), (r + out, h * 1.1, 0))
        parts.append(
            Part("spout", sweep(line, [base, base * 0.6, base * 0.5], None, 10, 10, True), glaze)
        )
        rose = cylinder(base * 0.6, 0.12, top=between(rng, 1.0, 1.6) * base).turned("z", -50)
        parts.append(Part("rose", rose.moved(*line[-1].tolist()), trim))
    elif kind == "jug":
        lip = sweep(
            route((neck * 0.4, h * 1.16, 0), (neck * 1.2, h * 1.2, 0), (neck * 1.6, h * 1.28, 0)),
            [neck * 0.5, neck * 0.4, 0.04],
            [0.05, 0.045, 0.02],
            8,
            10,
        )
        parts.append(Part("lip", lip, glaze))
    else:
        line = route(
            (r * 0.7, h * 0.25, 0),
            (r + out * 0.35, h * 0.38, 0),
            (r + out * 0.6, h * 0.7, 0),
            (r + out, rise, 0),
        )
        parts.append(
            Part(
                "spout",
                sweep(line, [base * 1.25, base, base * 0.7, base * 0.5], None, 15, 12, True),
                glaze,
            )
        )
    thick = between(rng, 0.03, 0.055)
    hoop = kind in ("kettle", "can") and chance(rng, 0.8)
    if hoop:
        arch = np.linspace(0.05, np.pi - 0.05, 15)
        high = h * between(rng, 0.35, 0.75)
        loop = np.stack([-np.cos(arch) * r * 0.8, h * 0.85 + np.sin(arch) * high, 0 * arch], 1)
        parts.append(Part("handle", sweep(loop, thick, thick * between(rng, 0.6, 1.0), 0, 9), trim))
    else:
        reach = between(rng, 0.2, 0.4)
        high, low = h * between(rng, 0.75, 0.95), h * between(rng, 0.15, 0.35)
        at = (
            float(np.interp(high, body[:, 1], body[:, 0])),
            float(np.interp(low, body[:, 1], body[:, 0])),
        )
        line = route(
            (-at[0] * 0.9, high, 0),
            (-r - reach * 0.8, high + between(rng, -0.03, 0.12), 0),
            (-r - reach, (high * 1.2 + low * 0.8) / 2, 0),
            (-at[1] * 0.92, low, 0),
        )
        parts.append(
            Part("handle", sweep(line, thick, thick * between(rng, 0.6, 1.1), 18, 9), trim)
        )
    turn = choose(rng, (0.0, 0.0, 180.0, 90.0))
    parts = [Part(p.name, p.solid.turned("y", turn), p.color) for p in parts]
    return assemble(
        "pot",
        parts,
        {"radius": r, "body_height": h, "spout": out, "neck": neck, "hoop": hoop, "open": open_},
    )


def pan(rng: Rng) -> ProceduralShape:
    """A frying pan, saucepan or pot with two ears, with or without a lid."""
    metal, grip = pick(rng, METALS, PAINTS), pick(rng, RUBBER, WOODS, METALS)
    r, h = between(rng, 0.32, 0.48), between(rng, 0.1, 0.6)
    wall, flare = between(rng, 0.03, 0.05), between(rng, 0.0, 0.12)
    outside = curve([(r * (1 - flare), 0), (r * (1 - flare / 3), h * 0.5), (r, h)], 8)
    parts = [Part("body", lathe(hollow(outside, wall), 30, wall), metal)]
    lid = h > 0.2 and chance(rng, 0.6)
    if lid:
        dome = between(rng, 0.05, 0.16)
        parts.append(
            Part(
                "lid",
                lathe(
                    [
                        (0, h - 0.02),
                        (r * 1.02, h - 0.02),
                        (r * 1.02, h + 0.02),
                        (r * 0.7, h + dome * 0.7),
                        (0, h + dome),
                    ],
                    28,
                ),
                pick(rng, METALS, GLASSES),
            )
        )
        parts.append(Part("knob", cylinder(0.05, 0.1, (0, h + dome + 0.03, 0), 0.065), grip))
    ears = h > 0.22 and chance(rng, 0.55)
    if ears:
        y, out = h * between(rng, 0.6, 0.9), between(rng, 0.1, 0.18)
        ear = route(
            (r * 0.93, y, -0.14),
            (r + out, y + 0.02, -0.11),
            (r + out, y + 0.02, 0.11),
            (r * 0.93, y, 0.14),
        )
        parts += both("ear", sweep(ear, 0.03, 0.03, 14, 8), grip)
        long = out
    else:
        long, rise = between(rng, 0.5, 1.0), between(rng, -0.02, 0.25)
        line = route(
            (r * 0.95, h * 0.75, 0),
            (r + long * 0.3, h * 0.8 + rise * 0.6, 0),
            (r + long, h * 0.8 + rise, 0),
        )
        parts.append(
            Part("handle", sweep(line, [0.03, 0.04, 0.05], [0.025, 0.03, 0.03], 9, 9), grip)
        )
    food = not lid and chance(rng, 0.3)
    if food:
        tint = pick(rng, ("e8b53a", "c73f2f", "6aa043", "7a4a2a", "f0e2c4"))
        parts.append(
            Part("food", cylinder(r * (1 - flare) * 0.97, h * 0.6, (0, h * 0.35, 0)), tint)
        )
    return assemble(
        "pan", parts, {"radius": r, "body_height": h, "handle": long, "lid": lid, "ears": ears}
    )


def basket(rng: Rng) -> ProceduralShape:
    """A basket, bucket or crate with a hoop or two handles, empty or full."""
    weave, trim = pick(rng, WOODS, METALS, PAINTS), pick(rng, WOODS, METALS)
    h, low = between(rng, 0.3, 0.7), between(rng, 0.25, 0.4)
    top, power = low * between(rng, 1.0, 1.45), choose(rng, (2.0, 2.0, 4.0, 8.0))
    long = between(rng, 1.0, 1.6)
    outside = curve([(low, 0), ((low + top) / 2 * between(rng, 0.98, 1.1), h / 2), (top, h)], 10)
    body = lathe(hollow(outside, 0.04), 32, 0.04)

    def squared(points: Array) -> Array:
        angle = np.arctan2(points[:, 0], points[:, 2])
        ratio = (np.abs(np.sin(angle)) ** power + np.abs(np.cos(angle)) ** power) ** (-1 / power)
        points[:, 0] *= ratio * long
        points[:, 2] *= ratio
        return points

    parts = [Part("body", body.bent(squared), weave)]
    turn = np.linspace(0, 2 * np.pi, 33)
    for share in np.linspace(0.1, 1.0, int(rng.integers(1, 6))):
        r = float(np.interp(share * h, outside[:, 1], outside[:, 0]))
        ring = np.stack([r * np.sin(turn), 0 * turn + share * h, r * np.cos(turn)], 1)
        parts.append(
            Part("band", tube(squared(ring), 0.03, 7), trim if chance(rng, 0.5) else weave)
        )
    hoop = chance(rng, 0.65)
    if hoop:
        high = between(rng, 0.3, 0.7)
        arch = np.linspace(0, np.pi, 17)
        line = np.stack(
            [-np.cos(arch) * top * long * 0.97, h * 0.9 + np.sin(arch) * high, 0 * arch], 1
        )
        parts.append(Part("handle", sweep(line, 0.028, between(rng, 0.02, 0.05), 0, 8), trim))
    else:
        ear = route(
            (top * long * 0.95, h * 0.95, -0.1),
            (top * long + 0.06, h + 0.12, -0.08),
            (top * long + 0.06, h + 0.12, 0.08),
            (top * long * 0.95, h * 0.95, 0.1),
        )
        parts += both("handle", sweep(ear, 0.024, None, 14, 7), trim)
    full = chance(rng, 0.45)
    if full:
        tint = pick(rng, ("c0272d", "8fae3f", "e0a526", "d9622b", "f0ece4", "7a2f5a"))
        size = low * between(rng, 0.25, 0.42)
        for k in range(int(rng.integers(5, 12))):
            a, reach = k * 2.4, top * 0.62 * np.sqrt((k + 0.5) / 12)
            at = (
                reach * long * np.sin(a),
                h - size * 0.1 + between(rng, 0, 0.06),
                reach * np.cos(a),
            )
            parts.append(Part("content", ellipsoid((size, size, size), at, 8), tint))
        parts.append(
            Part(
                "content",
                superquadric(
                    (low * 0.9 * long, h * 0.42, low * 0.9), (0, h * 0.48, 0), 0.8, 0.4, 10
                ),
                tint,
            )
        )
    return assemble(
        "basket",
        parts,
        {
            "body_height": h,
            "foot": low,
            "rim": top,
            "squareness": power,
            "long": long,
            "hoop": hoop,
            "full": full,
        },
    )


def lantern(rng: Rng) -> ProceduralShape:
    """A lantern: base, glass between posts, roof and ring; or a candlestick or oil lamp."""
    metal, glow = pick(rng, METALS, PAINTS, WOODS), pick(rng, _GLOWS)
    sides = choose(rng, (4, 6, 8, 20))
    r, tall = between(rng, 0.2, 0.34), between(rng, 0.4, 0.8)
    foot = between(rng, 0.06, 0.2)
    belly = between(rng, 0.85, 1.15)

    def turned(profile: list[tuple[float, float]]) -> Solid:
        return lathe(profile, sides).turned("y", 180 / sides)

    steps = [
        (0.0, 0.0),
        (r * 1.25, 0.0),
        (r * 1.25, foot * 0.5),
        (r * 1.02, foot * 0.7),
        (r * 1.02, foot),
        (0.0, foot),
    ]
    parts = [Part("base", turned(steps), metal)]
    glass = [
        (0.0, foot - 0.01),
        (r * 0.85, foot - 0.01),
        (r * 0.88 * belly, foot + tall / 2),
        (r * 0.8, foot + tall + 0.01),
        (0.0, foot + tall + 0.01),
    ]
    parts.append(Part("glass", turned(glass), glow))
    posts = sides if sides < 20 else 4
    for k in range(posts):
        a = 2 * np.pi * (k + 0.5) / posts
        bow = r * 0.98 * np.array([1.0, max(belly, 1.0), 0.95])
        line = [
            (b * np.sin(a), y, b * np.cos(a))
            for b, y in zip(bow, (foot - 0.02, foot + tall / 2, foot + tall + 0.02), strict=True)
        ]
        parts.append(Part("post", sweep(line, between(rng, 0.02, 0.035), None, 7, 7), metal))
    if chance(rng, 0.5):
        share = between(rng, 0.3, 0.7)
        parts.append(
            Part(
                "band",
                turned(
                    [
                        (0.0, 0.0),
                        (r * 1.02 * max(belly, 1), 0.0),
                        (r * 1.02 * max(belly, 1), 0.05),
                        (0.0, 0.05),
                    ]
                ).moved(y=foot + tall * share),
                metal,
            )
        )
    y, roof = foot + tall, between(rng, 0.12, 0.35)
    eave = r * between(rng, 1.1, 1.5)
    cap = [
        (0.0, 0.0),
        (eave, 0.0),
        (eave * 0.98, 0.04),
        (r * 0.6, roof * 0.5),
        (r * 0.3, roof * 0.75),
        (r * 0.25, roof),
        (0.0, roof * 1.05),
    ]
    parts.append(
        Part("roof", turned(cap).moved(y=y), metal if chance(rng, 0.7) else pick(rng, PAINTS))
    )
    ring = between(rng, 0.06, 0.14)
    circle = np.linspace(0, 2 * np.pi, 21)
    thick = between(rng, 0.018, 0.03)
    if chance(rng, 0.7):
        loop = np.stack(
            [ring * np.sin(circle), y + roof + ring * 0.9 - ring * np.cos(circle), 0 * circle], 1
        )
        parts.append(Part("ring", tube(loop, thick, 8), metal))
    else:
        arch = np.linspace(0, np.pi, 15)
        loop = np.stack(
            [
                -np.cos(arch) * r * 1.15,
                foot * 0.5 + tall * 0.9 + np.sin(arch) * (roof + tall * 0.35),
                0 * arch,
            ],
            1,
        )
        loop[[0, -1], 1] = y + 0.02
        parts.append(Part("handle", sweep(loop, thick, None, 0, 8), metal))
    return assemble(
        "lantern",
        parts,
        {"radius": r, "glass": tall, "foot": foot, "sides": sides, "roof": roof, "ring": ring},
    )


def shoe(rng: Rng) -> ProceduralShape:
    """A shoe, boot, high heel or skate; the toe toward +Z."""
    upper, sole, trim = (
        pick(rng, FABRICS, PAINTS, WOODS),
        pick(rng, RUBBER, PAINTS[:2]),
        pick(rng, PAINTS, FABRICS),
    )
    kind = choose(rng, ("sneaker", "sneaker", "boot", "heel", "skate", "skate", "clog"))
    w, long = between(rng, 0.15, 0.2), 1.0
    rise = between(rng, 0.3, 0.5) if kind == "heel" else between(rng, 0.0, 0.06)
    thick = between(rng, 0.05, 0.12) if kind in ("sneaker", "skate", "boot") else 0.035
    t = np.linspace(0, 1, 13)
    lift = rise * (1 - np.clip(t / 0.7, 0, 1)) ** 1.6
    width = w * np.interp(t, [0, 0.1, 0.35, 0.7, 0.9, 1], [0.5, 0.75, 0.7, 1.0, 0.8, 0.35])
    z = (t - 0.5) * long
    spring = 0.05 * np.clip((t - 0.8) / 0.2, 0, 1) ** 2
    # A sole with flat top and bottom: sections of four sides, rounded at the toe by their width.
    rings = [
        [(-b, y, c), (b, y, c), (b, y + thick, c), (-b, y + thick, c)]
        for b, y, c in zip(width * 1.06, lift + spring, z, strict=True)
    ]
    parts = [Part("sole", loft(rings, thick), sole)]
    high = np.interp(
        t, [0, 0.15, 0.35, 0.55, 0.8, 0.95, 1], [0.32, 0.36, 0.34, 0.3, 0.17, 0.13, 0.07]
    )
    if kind == "heel":
        high = np.interp(
            t, [0, 0.1, 0.3, 0.6, 0.72, 0.95, 1], [0.2, 0.22, 0.1, 0.05, 0.1, 0.09, 0.05]
        )
    top = lift + spring + thick
    line = np.stack([0 * t, top + high / 2 - 0.03, z], 1)
    parts.append(Part("upper", sweep(line, width * 0.95, high / 2 + 0.02, 0, 14), upper))
    shaft = {
        "boot": between(rng, 0.4, 0.9),
        "skate": between(rng, 0.3, 0.5),
        "heel": 0.0,
        "clog": 0.0,
    }.get(kind, between(rng, 0.02, 0.2))
    if shaft:
        base = float(top[2] + high[2])
        lean = between(rng, -0.06, 0.04)
        outer = [
            [0, base - 0.16, -0.24],
            [0, base + shaft * 0.5, -0.26 + lean * 0.5],
            [0, base + shaft, -0.26 + lean],
        ]
        parts.append(
            Part(
                "shaft",
                sweep(
                    outer,
                    [w * 0.82, w * 0.75, w * between(rng, 0.8, 1.0)],
                    [0.21, 0.19, between(rng, 0.18, 0.23)],
                    9,
                    16,
                    True,
                ),
                upper,
            )
        )
        inner = [
            [0, base + shaft * 0.4, -0.26 + lean * 0.6],
            [0, base + shaft + 0.012, -0.26 + lean],
        ]
        parts.append(Part("lining", sweep(inner, w * 0.62, 0.155, 0, 14, True), trim))
    else:
        parts.append(
            Part(
                "lining",
                ellipsoid(
                    (w * 0.55, 0.03, 0.2),
                    (0, float(top[4] + high[4]) - 0.02, -0.25 + 0.05 * (kind == "clog")),
                    9,
                ),
                trim,
            )
        )
    if kind in ("sneaker", "boot", "skate"):
        for share in np.linspace(0.36, 0.64, int(rng.integers(3, 6))):
            y = float(np.interp(share, t, top + high))
            b = float(np.interp(share, t, width)) * 0.55
            lace = [
                (-b, y - 0.035, (share - 0.5)),
                (0, y + 0.012, (share - 0.5) + 0.01),
                (b, y - 0.035, (share - 0.5)),
            ]
            parts.append(Part("lace", sweep(lace, 0.016, None, 7, 6), trim))
        parts.append(
            Part(
                "cap",
                ellipsoid((w * 0.82, 0.08, 0.15), (0, float(top[-2]) + 0.05, 0.37), 9),
                trim if chance(rng, 0.5) else upper,
            )
        )
        if chance(rng, 0.5):
            for s in (-1, 1):
                stripe = extrude(
                    [(-0.05, 0), (0.05, 0), (0.12, 0.2), (0.02, 0.2)], 0.03, "x"
                ).moved(s * w * 0.68, float(top[6]), -0.02)
                parts.append(Part("stripe", stripe, trim))
    if kind == "heel":
        parts.append(
            Part(
                "heel",
                sweep(
                    [(0, rise + 0.02, -0.42), (0, 0.02, -0.46)],
                    [w * 0.4, 0.03],
                    [0.06, 0.03],
                    5,
                    9,
                    True,
                ),
                sole,
            )
        )
    elif kind == "boot" and chance(rng, 0.5):
        parts.append(Part("heel", box(w * 1.4, 0.1, 0.25, (0, -0.03, -0.36)), sole))
    if kind == "skate":
        if chance(rng, 0.6):
            frame = pick(rng, METALS, PAINTS)
            parts.append(
                Part(
                    "frame",
                    extrude([(-0.42, 0), (0.4, 0), (0.42, -0.1), (-0.42, -0.12)], 0.1, "x").moved(
                        y=0.04
                    ),
                    frame,
                )
            )
            count = choose(rng, (3, 4, 4))
            r = 0.42 / count
            for place in np.linspace(-0.42 + r * 0.3, 0.42 - r * 0.3, count):
                wheel = cylinder(r, 0.07).turned("z", 90).moved(0, -0.1 - r * 0.3, float(place))
                parts.append(Part("wheel", wheel, pick(rng, RUBBER)))
                parts.append(
                    Part(
                        "hub",
                        cylinder(r * 0.45, 0.085)
                        .turned("z", 90)
                        .moved(0, -0.1 - r * 0.3, float(place)),
                        frame,
                    )
                )
        else:
            steel = pick(rng, METALS[:2])
            parts.append(
                Part(
                    "blade",
                    extrude(
                        [(-0.5, -0.12), (-0.45, -0.17), (0.5, -0.17), (0.58, -0.1), (0.5, -0.12)],
                        0.03,
                        "x",
                    ),
                    steel,
                )
            )
            for place in (-0.32, 0.25):
                parts.append(Part("post", box(0.09, 0.18, 0.12, (0, -0.06, place)), steel))
    return assemble(
        "shoe",
        parts,
        {"width": w, "rise": rise, "sole": thick, "shaft": shaft, "heel": kind == "heel"},
    )


def bag(rng: Rng) -> ProceduralShape:
    """A duffel, handbag, backpack, suitcase, briefcase or sack."""
    cloth, trim = pick(rng, FABRICS, PAINTS, WOODS), pick(rng, RUBBER, FABRICS, WOODS)
    metal = pick(rng, METALS)
    kind = choose(rng, ("duffel", "duffel", "handbag", "handbag", "backpack", "suitcase", "sack"))
    parts: list[Part] = []
    w, h, d = between(rng, 0.7, 1.0), between(rng, 0.4, 0.8), between(rng, 0.22, 0.45)

    def strap(z: float, half: float, rise: float, low: float, thick: float = 0.022) -> None:
        x = np.array([-1, -1, -0.9, -0.45, 0.45, 0.9, 1, 1]) * half
        y = np.array(
            [low, h * 0.8, h + rise * 0.45, h + rise, h + rise, h + rise * 0.45, h * 0.8, low]
        )
        line = np.stack([x, y, np.full(8, z)], 1)
        line[2:6, 2] = z * between(rng, 0.3, 1.0)
        parts.append(Part("strap", sweep(line, between(rng, 0.025, 0.05), thick, 26, 8), trim))

    if kind == "duffel":
        w, h = 1.0, between(rng, 0.38, 0.58)
        d = h * between(rng, 0.7, 1.0)
        t = np.linspace(-1, 1, 11)
        slump = 1 - between(rng, 0.0, 0.18) * np.abs(t) ** 3
        rings = [
            [(x, y * s, z) for y, z in ellipse(h, d, 18, 3.5) * [1, s] + [h / 2, 0]]
            for x, s in zip(t * w / 2, slump, strict=True)
        ]
        parts.append(Part("body", loft(rings), cloth))
        parts += both(
            "end",
            box(0.03, h * 0.75, d * 0.75, (w / 2, h * 0.45, 0), 0.01),
            trim if chance(rng, 0.5) else cloth,
        )
        parts.append(Part("zip", box(w * 0.95, 0.03, 0.05, (0, h, 0)), trim))
        rise = between(rng, 0.15, 0.4)
        for s in (-1, 1):
            strap(s * (d / 2 + 0.005), w * between(rng, 0.18, 0.28), rise, 0.05)
        if chance(rng, 0.5):
            parts.append(
                Part("pocket", box(w * 0.5, h * 0.55, 0.08, (0, h * 0.36, d / 2), 0.03), cloth)
            )
    elif kind == "handbag":
        top, power = between(rng, 0.55, 1.0), between(rng, 3, 8)
        rings = [
            [(a, y, b) for a, b in ellipse(w * sx, d * sz, 22, power)]
            for y, sx, sz in (
                (0.0, 0.92, 0.9),
                (0.04, 1, 1),
                (h * 0.6, (1 + top) / 2, 0.85),
                (h, top, between(rng, 0.25, 0.6)),
            )
        ]
        parts.append(Part("body", loft(rings), cloth))
        rise = between(rng, 0.15, 0.5)
        for s in choose(rng, ((0,), (-1, 1))):
            strap(s * d * 0.2, w * top * between(rng, 0.28, 0.42), rise, h * 0.6)
        if chance(rng, 0.6):
            flap = h * between(rng, 0.3, 0.65)
            parts.append(
                Part(
                    "flap",
                    box(w * top * 0.98, flap, 0.04, (0, h - flap / 2, d * 0.36), 0.015).bent(
                        lambda p: p + np.array([0, 0, 1]) * (0.12 * (h - p[:, 1:2]))
                    ),
                    trim if chance(rng, 0.5) else cloth,
                )
            )
            parts.append(
                Part(
                    "clasp",
                    box(0.09, 0.07, 0.05, (0, h - flap, d * 0.38 + 0.12 * flap + 0.02)),
                    metal,
                )
            )
        else:
            parts.append(Part("clasp", ellipsoid((0.05, 0.05, 0.05), (0, h, 0), 8), metal))
    elif kind == "backpack":
        w, h, d = between(rng, 0.55, 0.75), 1.0, between(rng, 0.3, 0.45)
        body = superquadric((w / 2, h / 2, d / 2), (0, h / 2, 0), 0.4, between(rng, 0.35, 0.7), 12)
        parts.append(Part("body", body, cloth))
        parts.append(
            Part(
                "pocket",
                superquadric((w * 0.4, h * 0.2, d * 0.3), (0, h * 0.28, d * 0.42), 0.4, 0.4, 10),
                trim if chance(rng, 0.4) else cloth,
            )
        )
        if chance(rng, 0.6):
            parts.append(
                Part(
                    "lid",
                    superquadric((w * 0.5, h * 0.13, d * 0.56), (0, h * 0.88, 0.02), 0.5, 0.6, 10),
                    trim,
                )
            )
        if chance(rng, 0.4):
            roll = cylinder(0.11, w * 1.1).turned("z", 90).moved(0, h * 1.02, 0)
            parts.append(Part("roll", roll, pick(rng, FABRICS)))
        rise = 0.1
        line = route(
            (-0.07, h * 0.93, -d * 0.3),
            (-0.05, h * 1.06, -d * 0.36),
            (0.05, h * 1.06, -d * 0.36),
            (0.07, h * 0.93, -d * 0.3),
        )
        parts.append(Part("handle", sweep(line, 0.022, None, 12, 7), trim))
        arm = route(
            (w * 0.22, h * 0.92, -d * 0.35),
            (w * 0.28, h * 0.7, -d * 0.75),
            (w * 0.34, h * 0.3, -d * 0.7),
            (w * 0.38, h * 0.08, -d * 0.35),
        )
        parts += both("strap", sweep(arm, 0.045, 0.02, 14, 8), trim)
        parts += both(
            "side",
            superquadric((0.09, h * 0.18, d * 0.3), (w * 0.47, h * 0.25, 0), 0.5, 0.5, 9),
            cloth,
        )
    elif kind == "suitcase":
        h = between(rng, 0.55, 1.3) * w
        d = between(rng, 0.22, 0.34)
        shell = pick(rng, PAINTS, CARS, WOODS)
        parts.append(
            Part(
                "body",
                box(w, h, d, (0, h / 2 + 0.05, 0), between(rng, 0.02, 0.09), smooth=True),
                shell,
            )
        )
        for x in np.linspace(-0.35, 0.35, int(rng.integers(2, 7))):
            parts.append(
                Part(
                    "rib",
                    box(0.035, h * 0.9, d * 1.05, (float(x) * w, h / 2 + 0.05, 0), 0.01),
                    shell if chance(rng, 0.6) else trim,
                )
            )
        rise = between(rng, 0.08, 0.35)
        half = w * 0.18
        line = route(
            (-half, h, 0), (-half, h + rise + 0.05, 0), (half, h + rise + 0.05, 0), (half, h, 0)
        )
        parts.append(Part("handle", tube(line, 0.022, 7), metal))
        for x in (-1, 1):
            for z in (-1, 1):
                parts.append(
                    Part(
                        "wheel",
                        cylinder(0.05, 0.05)
                        .turned("z", 90)
                        .moved(x * w * 0.38, 0.035, z * d * 0.33),
                        pick(rng, RUBBER),
                    )
                )
    else:
        rise = between(rng, 0.1, 0.3)
        r = between(rng, 0.3, 0.42)
        sack = curve(
            [(r * 0.7, 0), (r, h * 0.3), (r * 0.8, h * 0.75), (r * 0.28, h), (r * 0.5, h + rise)],
            16,
        )
        parts.append(
            Part(
                "body",
                lathe(
                    [(0, 0), *map(tuple, sack), (0, h + rise * 0.7)],
                    24,
                    lobes=between(rng, 0, 0.06),
                ),
                cloth,
            )
        )
        parts.append(
            Part(
                "cord",
                lathe([(0, -0.03), (r * 0.34, -0.03), (r * 0.34, 0.03), (0, 0.03)], 18).moved(y=h),
                trim,
            )
        )
    return assemble("bag", parts, {"bag_width": w, "bag_height": h, "bag_depth": d, "rise": rise})


def headphones(rng: Rng) -> ProceduralShape:
    """Headphones or earphones, cups to the left and right."""
    shell, pad, trim = (
        pick(rng, PAINTS, METALS, CARS),
        pick(rng, RUBBER, FABRICS),
        pick(rng, METALS, PAINTS),
    )
    w, high = between(rng, 0.36, 0.46), between(rng, 0.42, 0.6)
    arch = np.linspace(-0.15, np.pi + 0.15, 21)
    lean = between(rng, 0.75, 1.0)
    line = np.stack([-np.cos(arch) * w, np.sin(arch) * high, 0 * arch], 1)
    band = between(rng, 0.05, 0.09)
    parts = [Part("band", sweep(line, band, between(rng, 0.018, 0.035), 0, 10), shell)]
    inner = line[5:16] * [0.95, 0.94, 1]
    parts.append(Part("cushion", sweep(inner, band * 0.9, 0.035, 0, 10), pad))
    cup, deep = between(rng, 0.17, 0.26), between(rng, 0.08, 0.16)
    tall = between(rng, 1.0, 1.3)
    drop = -0.15 * high - cup * 0.5
    tilt = between(rng, -10, 10)
    for name, solid, tint in (
        (
            "cup",
            superquadric((deep, cup * tall, cup), (0, 0, 0), between(rng, 0.5, 1.0), 1.0, 12),
            shell,
        ),
        (
            "pad",
            superquadric(
                (deep * 0.7, cup * tall * 0.98, cup * 0.98), (-deep * 0.75, 0, 0), 0.6, 1, 11
            ),
            pad,
        ),
        ("plate", cylinder(cup * 0.6, 0.05).turned("z", 90).moved(deep * 0.93, 0, 0), trim),
        ("yoke", box(0.05, cup * 1.3, 0.07, (deep * 0.5, cup * tall * 0.8, 0), 0.015), trim),
    ):
        parts += both(name, solid.turned("z", tilt).moved(w * lean, drop, 0), tint)
    mic = chance(rng, 0.25)
    if mic:
        boom = route(
            (w, drop - cup * 0.4, 0.05),
            (w * 0.95, drop - cup * 1.2, 0.25),
            (w * 0.4, drop - cup * 1.25, 0.42),
        )
        parts.append(Part("mic", sweep(boom, 0.02, None, 11, 7), trim))
        parts.append(Part("mic", ellipsoid((0.05, 0.04, 0.04), tuple(boom[-1]), 7), pad))
    if chance(rng, 0.4):
        cord = route(
            (-w, drop - cup * 0.8, 0),
            (-w * 0.9, drop - cup - 0.3, 0.1),
            (0, drop - cup - 0.35, 0.25),
            (between(rng, -0.1, 0.3), drop - cup - 0.5, 0.1),
        )
        parts.append(Part("cord", sweep(cord, 0.016, None, 18, 6), pad))
    turn = choose(rng, (0.0, 0.0, -between(rng, 20, 80)))
    parts = [Part(p.name, aimed(p.solid, -turn, 0, (0, 0, 0)), p.color) for p in parts]
    return assemble(
        "headphones", parts, {"span": w, "arch": high, "cup": cup, "cup_depth": deep, "mic": mic}
    )


def extinguisher(rng: Rng) -> ProceduralShape:
    """A fire extinguisher, gas bottle, spray can or pill bottle: a tall body with a head."""
    paint = pick(rng, ("b5201e", "c0272d", "a3211f"), PAINTS, METALS)
    metal, dark = pick(rng, METALS), pick(rng, RUBBER)
    kind = choose(rng, ("fire", "fire", "spray", "jar", "jar", "gas"))
    r, h = between(rng, 0.13, 0.2), between(rng, 0.6, 0.8)
    if kind == "jar":
        r, h = between(rng, 0.26, 0.38), between(rng, 0.5, 0.85)
    neck = r * (0.3 if kind in ("fire", "gas") else between(rng, 0.5, 0.8))
    body = curve([(r, h - r * 0.6), (r * 0.9, h - r * 0.2), (neck, h)], 8)
    parts = [
        Part(
            "body",
            lathe(
                [
                    (0, 0),
                    (r * 0.9, 0),
                    (r, 0.04),
                    (r, h * 0.5),
                    *map(tuple, body),
                    (neck, h + 0.04),
                    (0, h + 0.04),
                ],
                26,
            ),
            paint,
        )
    ]
    hose = 0.0
    if chance(rng, 0.8):
        tall = h * between(rng, 0.25, 0.5)
        parts.append(
            Part(
                "label",
                cylinder(r * 1.035, tall, (0, h * between(rng, 0.3, 0.5), 0)),
                pick(rng, PAINTS),
            )
        )
    if kind == "fire":
        parts.append(Part("valve", cylinder(neck * 1.3, 0.2, (0, h + 0.11, 0)), metal))
        for tilt, y in ((12, 0.19), (-8, 0.12)):
            lever = box(0.05, 0.025, 0.3, (0, 0, 0.1)).turned("x", -tilt).moved(0, h + y, 0)
            parts.append(Part("lever", lever.turned("y", 90), dark if chance(rng, 0.6) else metal))
        parts.append(
            Part("gauge", cylinder(0.05, 0.05).turned("x", 90).moved(0, h + 0.1, neck * 1.4), metal)
        )
        hose = between(rng, 0.3, 0.75)
        line = route(
            (-neck, h + 0.09, 0),
            (-r * 1.1, h + 0.06, 0.0),
            (-r * 1.35, h * 0.75, 0),
            (-r * 1.15, h * (1 - hose), 0.02),
        )
        parts.append(Part("hose", sweep(line, 0.03, None, 15, 8), dark))
        horn = sweep(
            [line[-1], off(line[-1], 0.01, -0.2, 0)],
            [0.035, between(rng, 0.04, 0.08)],
            None,
            5,
            9,
            True,
        )
        parts.append(Part("horn", horn, dark))
        parts.append(
            Part("clip", box(r * 0.5, 0.04, 0.08, (-r * 1.1, h * (1 - hose) + 0.05, 0)), metal)
        )
    elif kind == "spray":
        parts.append(
            Part(
                "cap",
                cylinder(neck * 1.1, 0.14, (0, h + 0.1, 0), neck * between(rng, 0.5, 1.1)),
                pick(rng, PAINTS, RUBBER),
            )
        )
        if chance(rng, 0.5):
            parts.append(Part("nozzle", box(0.08, 0.07, 0.2, (0, h + 0.18, 0.06), 0.02), dark))
    elif kind == "jar":
        tall = between(rng, 0.12, 0.22)
        parts.append(
            Part(
                "cap",
                lathe(
                    [
                        (0, 0),
                        (neck * 1.15, 0),
                        (neck * 1.15, tall * 0.9),
                        (neck * 1.08, tall),
                        (0, tall),
                    ],
                    32,
                    lobes=between(rng, 0, 0.015),
                ).moved(y=h + 0.01),
                pick(rng, PAINTS, METALS),
            )
        )
    else:
        turn = np.linspace(0, 2 * np.pi, 25)
        guard = np.stack([r * 0.75 * np.sin(turn), 0 * turn + h + 0.16, r * 0.75 * np.cos(turn)], 1)
        parts.append(Part("guard", tube(guard, 0.022, 7), metal))
        for k in range(3):
            a = 2 * np.pi * k / 3
            x, z = r * 0.74 * np.sin(a), r * 0.74 * np.cos(a)
            parts.append(
                Part(
                    "post", sweep([(x, h - r * 0.4, z), (x, h + 0.16, z)], 0.022, None, 0, 6), metal
                )
            )
        parts.append(Part("valve", cylinder(neck, 0.14, (0, h + 0.06, 0)), metal))
    return assemble(
        "extinguisher", parts, {"radius": r, "body_height": h, "neck": neck, "hose": hose}
    )


def telephone(rng: Rng) -> ProceduralShape:
    """A telephone: an old one with dial and receiver, a desk set or a candlestick."""
    shell, metal = pick(rng, RUBBER, PAINTS, WOODS, METALS), pick(rng, METALS)
    w, d, h = between(rng, 0.6, 0.85), between(rng, 0.5, 0.7), between(rng, 0.24, 0.42)
    slope = between(rng, 0.35, 0.7)
    rings = [
        [(a, y, b + shift) for a, b in ellipse(w * s, d * s2, 20, 5)]
        for y, s, s2, shift in (
            (0.0, 1.0, 1.0, 0.0),
            (0.06, 1.0, 1.0, 0.0),
            (h * 0.6, 0.8, slope + 0.12, -0.06),
            (h, 0.66, slope * 0.75, -0.1),
        )
    ]
    parts = [Part("body", loft(rings), shell)]
    if chance(rng, 0.4):
        parts.append(
            Part(
                "base", superquadric((w * 0.54, 0.04, d * 0.54), (0, 0.02, 0), 0.4, 0.4, 10), metal
            )
        )
    dial = w * between(rng, 0.22, 0.3)
    lean = between(rng, 35, 65)
    place = (0, h * 0.45, d * between(rng, 0.24, 0.3))
    kind = choose(rng, ("dial", "dial", "keys"))
    if kind == "dial":
        disc = cylinder(dial, 0.07).turned("x", lean).moved(*place)
        parts += [
            Part("dial", disc, metal),
            Part(
                "hub", cylinder(dial * 0.4, 0.1).turned("x", lean).moved(*place), pick(rng, PAINTS)
            ),
        ]
        for k in range(10):
            a = np.radians(k * 30 + 20)
            hole = (
                cylinder(dial * 0.13, 0.09)
                .moved(dial * 0.72 * np.sin(a), 0, dial * 0.72 * np.cos(a))
                .turned("x", lean)
                .moved(*place)
            )
            parts.append(Part("hole", hole, pick(rng, RUBBER)))
    else:
        for i in (-1, 0, 1):
            for j in (-1, 0, 1, 2):
                key = box(
                    dial * 0.42,
                    0.09,
                    dial * 0.36,
                    (i * dial * 0.55, 0, (j - 0.5) * dial * 0.48),
                    0.01,
                )
                parts.append(
                    Part("key", key.turned("x", lean * 0.7).moved(*place), pick(rng, PAINTS[:2]))
                )
    lift = between(rng, 0.05, 0.3)
    y = h + lift
    for s in (-1, 1):
        fork = route(
            (s * w * 0.12, h - 0.05, -0.1),
            (s * w * 0.2, h + lift * 0.6, -0.1),
            (s * w * 0.28, y, -0.1),
        )
        parts.append(Part("fork", sweep(fork, [0.05, 0.035, 0.03], None, 7, 8), metal))
    half = between(rng, 0.42, 0.56)
    bow = between(rng, 0.0, 0.12)
    bar = route(
        (-half, y - bow, -0.1),
        (-half * 0.5, y + 0.03, -0.1),
        (half * 0.5, y + 0.03, -0.1),
        (half, y - bow, -0.1),
    )
    grip = pick(rng, WOODS, RUBBER) if chance(rng, 0.4) else shell
    parts.append(Part("receiver", sweep(bar, [0.045, 0.05, 0.05, 0.045], None, 15, 10), grip))
    cup = between(rng, 0.09, 0.13)
    bell = lathe(
        [(0, 0), (cup * 0.45, 0), (cup, -cup * 0.9), (cup * 0.95, -cup * 1.15), (0, -cup)], 18
    )
    parts += both(
        "cup",
        bell.turned("x", between(rng, -15, 15)).moved(half, y - bow + 0.05, -0.1),
        shell if chance(rng, 0.6) else metal,
    )
    cord = chance(rng, 0.6)
    if cord:
        path = curve(
            [
                (-half, y - bow - cup, -0.1),
                (-half - 0.12, y * 0.55, -0.05),
                (-half, 0.05, -0.05),
                (-w * 0.4, 0.06, -0.1),
            ],
            40,
        )
        turn = np.linspace(0, between(rng, 30, 60), 40)
        coil = path + 0.02 * np.stack([np.sin(turn), np.cos(turn), np.cos(turn)], 1)
        parts.append(Part("cord", sweep(coil, 0.02, None, 0, 6), pick(rng, RUBBER)))
    return assemble(
        "telephone",
        parts,
        {
            "base_width": w,
            "base_depth": d,
            "base_height": h,
            "lift": lift,
            "receiver": half,
            "cord": cord,
        },
    )


def camera(rng: Rng) -> ProceduralShape:
    """A camera, its lens toward +Z; some on a tripod."""
    body, skin, metal = (
        pick(rng, RUBBER, METALS, PAINTS),
        pick(rng, RUBBER, FABRICS, WOODS),
        pick(rng, METALS),
    )
    w, h, d = between(rng, 0.7, 0.95), between(rng, 0.42, 0.6), between(rng, 0.22, 0.36)
    parts = [Part("body", box(w, h, d, (0, 0, 0), between(rng, 0.01, 0.08), smooth=True), body)]
    parts.append(Part("leather", box(w * 1.03, h * 0.6, d * 1.07, (0, -h * 0.05, 0), 0.02), skin))
    r, long = h * between(rng, 0.3, 0.48), between(rng, 0.12, 0.6)
    x = between(rng, -0.08, 0.08) * w
    profile = [
        (0, 0),
        (r, 0),
        (r, long * 0.35),
        (r * 0.9, long * 0.38),
        (r * 0.92, long * 0.7),
        (r * between(rng, 0.9, 1.15), long * 0.75),
        (r * between(rng, 0.9, 1.15), long),
        (r * 0.8, long),
        (r * 0.75, long * 0.9),
        (0, long * 0.88),
    ]
    parts.append(
        Part(
            "lens",
            lathe(profile, 26).turned("x", 90).moved(x, -h * 0.04, d / 2 - 0.01),
            pick(rng, RUBBER, METALS),
        )
    )
    parts.append(
        Part(
            "glass",
            ellipsoid((r * 0.76, r * 0.76, 0.05), (x, -h * 0.04, d / 2 + long * 0.87), 10),
            pick(rng, GLASSES, RUBBER),
        )
    )
    hump = chance(rng, 0.6)
    if hump:
        top = extrude([(-0.17, 0), (0.17, 0), (0.1, h * 0.28), (-0.1, h * 0.28)], d * 0.8).moved(
            x, h / 2 - 0.01, 0
        )
        parts.append(Part("finder", top, body))
    else:
        parts.append(
            Part(
                "flash",
                box(w * 0.18, h * 0.16, 0.04, (-w * 0.3, h * 0.33, d / 2), 0.01),
                pick(rng, GLASSES, PAINTS[:1]),
            )
        )
    for px in (-0.38, 0.3, 0.42):
        if chance(rng, 0.75):
            parts.append(
                Part(
                    "knob",
                    cylinder(between(rng, 0.035, 0.075), 0.09, (px * w, h / 2 + 0.03, 0)),
                    metal,
                )
            )
    if chance(rng, 0.6):
        grip = superquadric((0.07, h * 0.46, 0.07), (-w * 0.42, -0.01, d / 2), 0.7, 0.4, 9)
        parts.append(Part("grip", grip, skin))
    legs = 0.0
    if chance(rng, 0.25):
        legs = between(rng, 0.8, 1.6)
        parts.append(Part("head", cylinder(0.07, 0.16, (0, -h / 2 - 0.06, 0)), metal))
        for k in range(3):
            a = 2 * np.pi * (k + 0.5) / 3
            leg = [
                (0, -h / 2 - 0.08, 0),
                (0.4 * legs * np.sin(a), -h / 2 - legs, 0.4 * legs * np.cos(a)),
            ]
            parts.append(Part("leg", tube(leg, [0.035, 0.025], 7), pick(rng, RUBBER, WOODS)))
    elif chance(rng, 0.3):
        strap = route(
            (-w / 2, h * 0.3, 0),
            (-w * 0.62, -h * 0.1, 0.15),
            (-w * 0.3, -h * 0.5 + 0.02, 0.4),
            (w * 0.2, -h * 0.5 + 0.02, 0.45),
            (w * 0.62, -h * 0.1, 0.15),
            (w / 2, h * 0.3, 0),
        )
        parts.append(Part("strap", sweep(strap, 0.022, 0.022, 24, 7), pick(rng, RUBBER, FABRICS)))
    return assemble(
        "camera",
        parts,
        {"body_width": w, "body_height": h, "lens": long, "lens_radius": r, "tripod": legs},
    )


def clock(rng: Rng) -> ProceduralShape:
    """An alarm clock, mantel clock, tall clock, watch or hourglass."""
    case, face, metal = (
        pick(rng, WOODS, PAINTS, METALS),
        pick(rng, PAINTS[:2], PAINTS),
        pick(rng, METALS),
    )
    kind = choose(rng, ("alarm", "alarm", "mantel", "tall", "watch", "hourglass"))
    r, d = between(rng, 0.28, 0.42), between(rng, 0.1, 0.3)
    parts: list[Part] = []
    tall = 0.0
    if kind == "hourglass":
        tall = between(rng, 0.9, 1.2)
        waist = between(rng, 0.04, 0.08)
        bulb = curve(
            [
                (r * 0.8, -tall * 0.44),
                (r * 0.85, -tall * 0.25),
                (waist, 0),
                (r * 0.85, tall * 0.25),
                (r * 0.8, tall * 0.44),
            ],
            18,
        ).clip([waist, -9], None)
        parts.append(
            Part(
                "glass",
                lathe([(0, -tall * 0.45), *map(tuple, bulb), (0, tall * 0.45)], 22),
                pick(rng, GLASSES, ("e0c08a",)),
            )
        )
        for s in (-1, 1):
            parts.append(Part("plate", cylinder(r * 1.1, 0.08, (0, s * tall * 0.47, 0)), case))
        for k in range(3):
            a = 2 * np.pi * k / 3
            x, z = r * np.sin(a), r * np.cos(a)
            parts.append(
                Part(
                    "post",
                    tube(
                        [(x, -tall * 0.47, z), (x, tall * 0.47, z)], between(rng, 0.025, 0.045), 8
                    ),
                    case,
                )
            )
        return assemble("clock", parts, {"radius": r, "tall": tall, "depth": d, "waist": waist})
    parts.append(
        Part(
            "case",
            lathe(
                [(0, -d / 2), (r, -d / 2), (r * 1.06, 0), (r * 1.04, d / 2), (0, d / 2)], 28
            ).turned("x", 90),
            case,
        )
    )
    parts.append(Part("face", cylinder(r * 0.9, 0.05).turned("x", 90).moved(0, 0, d / 2), face))
    hour, minute = between(rng, 0, 360), between(rng, 0, 360)
    for angle, long, wide in ((hour, 0.5, 0.035), (minute, 0.78, 0.024)):
        hand = (
            box(wide, long * r, 0.02, (0, long * r * 0.45, 0))
            .turned("z", angle)
            .moved(0, 0, d / 2 + 0.035)
        )
        parts.append(Part("hand", hand, pick(rng, RUBBER)))
    for k in range(12):
        a = np.radians(k * 30)
        mark = (
            box(0.02, 0.06 * r + 0.015, 0.02, (0, r * 0.78, 0))
            .turned("z", float(np.degrees(a)))
            .moved(0, 0, d / 2 + 0.025)
        )
        parts.append(Part("mark", mark, pick(rng, RUBBER)))
    if kind == "alarm":
        size = between(rng, 0.1, 0.16)
        for s in (-1, 1):
            bell = (
                ellipsoid((size, size * 0.75, size), (0, 0, 0), 9)
                .turned("z", -s * 35)
                .moved(s * r * 0.62, r * 0.98 + size * 0.3, 0)
            )
            parts.append(Part("bell", bell, metal))
            parts.append(
                Part(
                    "foot",
                    sweep(
                        route((s * r * 0.5, -r * 0.8, 0), (s * r * 0.75, -r * 1.25, 0.03)),
                        [0.04, 0.03],
                        None,
                        0,
                        7,
                    ),
                    metal,
                )
            )
        if chance(rng, 0.7):
            arch = route(
                (-r * 0.5, r + size * 0.7, 0), (0, r + size * 2.2, 0), (r * 0.5, r + size * 0.7, 0)
            )
            parts.append(Part("handle", sweep(arch, 0.022, None, 11, 7), metal))
    elif kind == "mantel":
        wide = between(rng, 1.3, 2.2) * r
        tall = between(rng, 0.15, 0.4)
        parts.append(
            Part("base", box(wide * 2, tall, d * 1.3, (0, -r - tall / 2 + 0.08, 0), 0.03), case)
        )
        hump = superquadric(
            (wide * 0.85, r * 0.95, d * 0.48), (0, -r * 0.25, 0), between(rng, 0.3, 1), 0.6, 12
        )
        parts.append(Part("body", hump, case))
    elif kind == "tall":
        tall = between(rng, 1.6, 2.4)
        parts.append(Part("hood", box(2.3 * r, 2.4 * r, d * 0.9, (0, 0, 0), 0.02), case))
        parts.append(Part("trunk", box(1.6 * r, tall, d * 0.8, (0, -r - tall / 2, 0)), case))
        parts.append(
            Part(
                "window",
                box(r, tall * 0.6, d * 0.86, (0, -r - tall * 0.45, 0)),
                pick(rng, GLASSES, RUBBER),
            )
        )
        parts.append(Part("base", box(2.4 * r, r, d * 1.1, (0, -r - tall, 0)), case))
        parts.append(
            Part(
                "crown",
                extrude([(-1.25 * r, 0), (1.25 * r, 0), (0, r * between(rng, 0.3, 0.9))], d).moved(
                    y=1.15 * r
                ),
                case,
            )
        )
    else:
        strap = pick(rng, RUBBER, WOODS, METALS)
        tall = between(rng, 0.6, 1.1)
        droop = between(rng, 0.0, 0.9)
        for s in (-1, 1):
            line = route(
                (0, s * r * 0.9, 0),
                (0, s * (r + tall * 0.5), -0.1 * droop),
                (0, s * (r + tall * (1 - 0.4 * droop)), -tall * 0.8 * droop),
            )
            parts.append(
                Part("strap", sweep(line, r * between(rng, 0.45, 0.6), 0.035, 11, 10), strap)
            )
        parts.append(Part("crown", cylinder(0.05, 0.1).turned("z", 90).moved(r * 1.1, 0, 0), metal))
    return assemble("clock", parts, {"radius": r, "depth": d, "tall": tall, "hour": hour})
