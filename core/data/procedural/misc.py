"""Everything else: screens, instruments, food, buildings, and shapes that are nothing."""

from __future__ import annotations

import numpy as np

from core.data.procedural.palettes import (
    ANY,
    CERAMICS,
    FABRICS,
    FOODS,
    FURS,
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
    box,
    curve,
    cylinder,
    ellipse,
    ellipsoid,
    extrude,
    lathe,
    superquadric,
    tube,
)


def screen(rng: Rng) -> ProceduralShape:
    """A television, monitor, old tube set or laptop; the picture toward +Z."""
    w = between(rng, 0.4, 1.4)
    h, t = w * between(rng, 0.5, 0.85), between(rng, 0.02, 0.08)
    dark, glass = pick(rng, RUBBER, METALS, PAINTS), pick(rng, RUBBER, PAINTS[-4:])
    kind = choose(rng, ("monitor", "monitor", "feet", "tube", "laptop"))
    tilt = between(rng, -5, 12)
    panel = [Part("frame", box(w, h, t, radius=t * 0.3), dark)]
    panel.append(Part("picture", box(w * 0.94, h * 0.92, 0.02, (0, 0, t / 2)), glass))
    lift = between(rng, 0.05, 0.3) * h
    parts = []
    if kind == "laptop":
        d, tilt = w * between(rng, 0.6, 0.75), between(rng, 5, 35)
        parts.append(Part("keyboard", box(w, t, d, (0, t / 2, d / 2), t * 0.3), dark))
        lift = 0.0
    elif kind == "tube":
        d = between(rng, 0.4, 0.9) * w
        half = np.array([w, h]) / 2 * 0.94
        outline = half * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)])
        shell = extrude(outline, d, "z", between(rng, 0.4, 0.8)).turned("y", 180)
        panel = [
            Part("case", box(w, h, d * 0.4, radius=0.04), dark),
            Part("back", shell.moved(z=-d * 0.6), dark),
        ]
        panel.append(Part("picture", box(w * 0.8, h * 0.8, 0.04, (0, 0, d * 0.2)), glass))
        lift, tilt = 0.0, 0.0
    elif kind == "feet":
        for s in (-1, 1):
            parts.append(
                Part("foot", box(t, lift + 0.05, w * 0.25, (s * w * 0.35, lift / 2, 0)), dark)
            )
    else:
        tall = lift + h * 0.4
        neck = box(w * between(rng, 0.05, 0.2), tall, 1.5 * t, (0, tall / 2, -0.8 * t))
        parts.append(Part("neck", neck, dark))
        foot = w * between(rng, 0.25, 0.6)
        shape = box(foot, 0.025, foot * 0.6) if chance(rng, 0.5) else cylinder(foot / 2, 0.025)
        parts.append(Part("foot", shape, dark))
    for part in panel:
        turned = part.solid.moved(y=h / 2).turned("x", -tilt).moved(y=lift)
        parts.append(Part(part.name, turned, part.color))
    return assemble(
        "screen", parts, {"panel_width": w, "panel_height": h, "tilt": tilt, "lift": lift}
    )


def guitar(rng: Rng) -> ProceduralShape:
    """A guitar, violin or bass standing on its end, strings toward +Z."""
    lower, upper, waist = between(rng, 0.36, 0.5), between(rng, 0.26, 0.38), between(rng, 0.2, 0.28)
    body, deep, neck = between(rng, 0.4, 0.6), between(rng, 0.05, 0.14), between(rng, 0.35, 0.8)
    widths = [0.06, lower, lower * 0.95, waist, upper, upper * 0.8, 0.05]
    half = curve(np.stack([widths, np.array([0, 0.12, 0.35, 0.6, 0.8, 0.93, 1]) * body], 1), 16)
    half[:, 0] = np.maximum(half[:, 0], 0.05) / 2
    horn = between(rng, 0, 0.12) if chance(rng, 0.4) else 0.0
    left = half[::-1] * [-1, 1] + np.array([0, 1]) * horn * (half[::-1, 1:] > 0.7 * body)
    wood, dark = pick(rng, WOODS, WOODS, PAINTS), pick(rng, WOODS[3:5], RUBBER)
    parts = [Part("body", extrude(np.concatenate([half, left]), deep), wood)]
    z = deep / 2
    parts.append(
        Part(
            "neck", box(0.055, neck + body * 0.4, 0.035, (0, body + neck / 2 - body * 0.2, z)), dark
        )
    )
    parts.append(Part("head", box(0.09, 0.17, 0.03, (0, body + neck + 0.07, z - 0.01)), dark))
    parts.append(Part("bridge", box(0.14, 0.025, 0.03, (0, body * 0.25, z + 0.01)), dark))
    if deep > 0.08:
        parts.append(
            Part("hole", cylinder(0.05, 0.01).turned("x", 90).moved(0, body * 0.52, z), dark)
        )
    for k in range(3):
        for s in (-1, 1):
            parts.append(
                Part(
                    "peg",
                    box(0.04, 0.02, 0.02, (s * 0.055, body + neck + 0.02 + 0.05 * k, z)),
                    dark,
                )
            )
    factors = {"lower": lower, "upper": upper, "waist": waist, "neck": neck, "body_depth": deep}
    return assemble("guitar", parts, factors)


def stack(rng: Rng) -> ProceduralShape:
    """Layers on layers: burger, cake, tower of rings or cushions."""
    square = between(rng, 0.3, 1.0)
    r, y, parts = between(rng, 0.35, 0.5), 0.0, []
    count = int(rng.integers(2, 8))
    shrink = between(rng, 0.82, 1.02)
    for _ in range(count):
        t, wide = between(rng, 0.04, 0.22), r * between(rng, 0.88, 1.08)
        layer = superquadric(
            (wide, t / 2, wide), (0, y + t / 2, 0), square, between(rng, 0.15, 1.0), 9
        )
        parts.append(Part("layer", layer, pick(rng, FOODS, CERAMICS)))
        y, r = y + t * 0.92, r * shrink
    dome = chance(rng, 0.6)
    if dome:
        t = between(rng, 0.1, 0.35)
        parts.append(
            Part("top", superquadric((r, t, r), (0, y, 0), square, 1.0, 12), pick(rng, FOODS))
        )
    return assemble(
        "stack", parts, {"layers": count, "squareness": 1 - square, "dome": dome, "shrink": shrink}
    )


def hat(rng: Rng) -> ProceduralShape:
    """A hat, cap or helmet, its peak toward +Z."""
    r, h, color = between(rng, 0.25, 0.35), between(rng, 0.15, 0.6), pick(rng, FABRICS, FURS)
    brim = choose(rng, (0.0, between(rng, 0.08, 0.35), between(rng, 0.08, 0.35)))
    top = r * between(rng, 0.1, 1.05)
    dome = chance(rng, 0.5)
    crown = (
        superquadric((r, h, r), (0, 0, 0), 1.0, between(rng, 0.5, 1.0), 12)
        if dome
        else cylinder(r, h, (0, h / 2, 0), top)
    )
    if dome:
        crown = crown.bent(lambda p: np.maximum(p, [-9, -0.02, -9]))
    parts = [Part("crown", crown, color)]
    if brim:
        curl = between(rng, -0.3, 0.8) * brim
        edge = r + brim
        profile = [
            (0, -0.02),
            (r, -0.02),
            (edge, curl - 0.02),
            (edge, curl + 0.02),
            (r, 0.02),
            (0, 0.02),
        ]
        parts.append(Part("brim", lathe(profile, 24, 0.04), color))
        parts.append(Part("band", cylinder(r * 1.02, 0.06, (0, 0.05, 0)), pick(rng, FABRICS)))
    elif chance(rng, 0.6):
        peak = superquadric(
            (r * 0.85, 0.03, between(rng, 0.2, 0.35)), (0, 0.02, r * 0.9), north=0.5
        )
        parts.append(Part("peak", peak, pick(rng, FABRICS)))
    if chance(rng, 0.2):
        parts.append(Part("bobble", ellipsoid((0.08, 0.08, 0.08), (0, h, 0)), pick(rng, FABRICS)))
    return assemble("hat", parts, {"radius": r, "crown": h, "brim": brim, "dome": dome})


def building(rng: Rng) -> ProceduralShape:
    """A house, tower, church or block; the door toward +Z."""
    w, d, h = between(rng, 0.6, 1.4), between(rng, 0.5, 1.2), between(rng, 0.4, 1.6)
    wall, tile, dark = (
        pick(rng, PAINTS, CERAMICS),
        pick(rng, WOODS, METALS, CERAMICS),
        pick(rng, WOODS, RUBBER),
    )
    parts = [Part("walls", box(w, h, d, (0, h / 2, 0)), wall)]
    kind = choose(rng, ("gable", "gable", "hip", "flat", "dome"))
    pitch, over = between(rng, 0.2, 0.9), between(rng, 1.0, 1.2)
    if kind == "gable":
        roof = extrude(
            [(-w / 2 * over, 0), (w / 2 * over, 0), (0, pitch * w * 0.6)], d * over
        ).moved(y=h)
        parts.append(Part("roof", roof, tile))
    elif kind == "hip":
        square = [
            (-w / 2 * over, -d / 2 * over),
            (w / 2 * over, -d / 2 * over),
            (w / 2 * over, d / 2 * over),
            (-w / 2 * over, d / 2 * over),
        ]
        roof = extrude(square, pitch * w * 0.6, "y", between(rng, 0.02, 0.5)).moved(
            y=h + pitch * w * 0.3
        )
        parts.append(Part("roof", roof, tile))
    elif kind == "dome":
        r = min(w, d) * 0.45
        parts.append(Part("roof", ellipsoid((r, r, r), (0, h, 0), 11), tile))
    else:
        parts.append(Part("roof", box(w * over, 0.06, d * over, (0, h, 0)), tile))
    tower = chance(rng, 0.35)
    if tower:
        s, tall = between(rng, 0.2, 0.4) * w, h * between(rng, 1.1, 2.0)
        x, z = between(rng, -0.5, 0.5) * w, between(rng, -0.5, 0.5) * d
        round_ = chance(rng, 0.5)
        parts.append(
            Part(
                "tower",
                cylinder(s / 2, tall, (x, tall / 2, z))
                if round_
                else box(s, tall, s, (x, tall / 2, z)),
                wall,
            )
        )
        cap = lathe([(s * 0.65, 0), (0.005, s * between(rng, 0.5, 2))], 20 if round_ else 4)
        parts.append(Part("spire", cap.turned("y", 0 if round_ else 45).moved(x, tall, z), tile))
    if chance(rng, 0.5):
        s = between(rng, 0.3, 0.6)
        x = choose(rng, (-1, 1)) * w * 0.5
        parts.append(
            Part("wing", box(w * s, h * between(rng, 0.4, 0.8), d * 0.7, (x, h * 0.3, 0)), wall)
        )
    if chance(rng, 0.5):
        parts.append(
            Part("chimney", box(0.1, h * 0.5 + 0.2, 0.1, (w * 0.3, h * 1.1 + 0.1, 0)), dark)
        )
    parts.append(Part("door", box(w * 0.16, h * 0.35, 0.05, (0, h * 0.175, d / 2)), dark))
    return assemble(
        "building", parts, {"wall_height": h, "pitch": pitch, "tower": tower, "wall_width": w}
    )


def tool(rng: Rng) -> ProceduralShape:
    """A handle with a head: hammer, axe, spoon, brush, racket, umbrella; upright."""
    long, thick = between(rng, 0.5, 1.2), between(rng, 0.02, 0.045)
    grip, metal = pick(rng, WOODS, RUBBER, PAINTS), pick(rng, METALS, PAINTS)
    kind = choose(rng, ("hammer", "axe", "spoon", "racket", "umbrella", "brush"))
    parts = [
        Part(
            "handle",
            tube(
                [(0, 0, 0), (0, long * 0.5, 0), (0, long, 0)], [thick, thick * 0.8, thick * 0.9], 8
            ),
            grip,
        )
    ]
    size = between(rng, 0.1, 0.25)
    if kind == "hammer":
        parts.append(
            Part("head", cylinder(size * 0.3, size * 2).turned("z", 90).moved(0, long, 0), metal)
        )
    elif kind == "axe":
        blade = [
            (-thick, -size * 0.3),
            (size, -size * 0.8),
            (size * 1.1, size * 0.7),
            (-thick, size * 0.3),
        ]
        parts.append(Part("head", extrude(blade, 0.05).moved(0, long * 0.92, 0), metal))
    elif kind == "spoon":
        parts.append(
            Part("head", ellipsoid((size * 0.6, size, 0.06), (0, long + size * 0.8, 0)), metal)
        )
    elif kind == "umbrella":
        canopy = [
            (0, 0.03),
            (size * 2.8, -size * 0.9),
            (size * 2.85, -size * 0.85),
            (size * 1.5, 0.05),
            (0, size * 0.35),
        ]
        parts.append(
            Part("canopy", lathe(canopy, 16, 0.05).moved(y=long - 0.08), pick(rng, FABRICS))
        )
    elif kind == "brush":
        parts.append(Part("head", box(size * 1.6, 0.06, 0.1, (0, long, 0), 0.02), grip))
        parts.append(
            Part(
                "bristles",
                box(size * 1.5, size * 0.5, 0.08, (0, long + size * 0.3, 0)),
                pick(rng, FURS),
            )
        )
    else:
        turn = np.linspace(0, 2 * np.pi, 21)
        ring = np.stack([size * 0.8 * np.sin(turn), long + size * (1 - np.cos(turn)), 0 * turn], 1)
        parts.append(Part("rim", tube(ring, 0.025, 6), metal))
        net = extrude(ellipse(size * 1.6, size * 2), 0.012).moved(y=long + size)
        parts.append(Part("strings", net, pick(rng, PAINTS)))
    return assemble("tool", parts, {"handle": long, "head": size, "thickness": thick})


def blob(rng: Rng) -> ProceduralShape:
    """A random assembly of superquadrics, tubes and boxes, half of them symmetric."""
    symmetric, parts = chance(rng, 0.6), []
    color = pick(rng, ANY)
    count = int(rng.integers(1, 8))
    centre, size = np.zeros(3), between(rng, 0.2, 0.45)
    for k in range(count):
        half = size * rng.uniform(0.3, 1.2, 3)
        kind = choose(rng, ("quadric", "quadric", "box", "tube"))
        if kind == "quadric":
            east, north = between(rng, 0.15, 1.7), between(rng, 0.15, 1.7)
            solid = superquadric(tuple(half), east=east, north=north, detail=11)
        elif kind == "box":
            w, h, d = map(float, 2 * half)
            solid = box(w, h, d, radius=between(rng, 0, 0.45) * min(w, h, d), smooth=True)
        else:
            line = curve(rng.normal(0, size, (3, 3)), 11)
            line -= line[5]
            solid = tube(line, rng.uniform(0.04, 0.12) * np.linspace(1, between(rng, 0.3, 1.2), 11))
        if k and chance(rng, 0.5):
            solid = solid.turned("x", between(rng, -60, 60)).turned("y", between(rng, -60, 60))
        solid = solid.moved(*centre)
        tint = color if chance(rng, 0.5) else pick(rng, ANY)
        parts.append(Part("blob", solid, tint))
        if symmetric:
            parts.append(Part("blob", solid.mirrored(), tint))
        # The next one is centred on the last one's skin, so that all hang together.
        spot = solid.vertices[int(rng.integers(len(solid.vertices)))]
        centre, size = spot, size * between(rng, 0.6, 1.0)
    return assemble("blob", parts, {"count": count, "symmetric": symmetric})
