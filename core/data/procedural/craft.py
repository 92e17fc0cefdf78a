"""Airplane and ship, front toward +Z."""

from __future__ import annotations

import numpy as np

from core.data.procedural.palettes import CARS, GLASSES, METALS, PAINTS, WOODS, pick
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
    ellipsoid,
    extrude,
    lathe,
    loft,
    tube,
)


def _wing(root: float, tip: float, span: float, sweep: float, thick: float, rise: float) -> Solid:
    """A wing toward +X whose root's front edge is at the origin."""
    rings = []
    for share, chord in ((0.0, root), (1.0, tip)):
        section = ellipse(chord, thick * chord, 12)
        x, y = share * span, share * rise
        rings.append([(x, y + b, a - chord / 2 - share * sweep) for a, b in section])
    return loft(rings, thick * tip)


def airplane(rng: Rng) -> ProceduralShape:
    """An airliner, light plane or jet: fuselage, wings, tail, engines or propeller."""
    long, r = between(rng, 3.2, 5.0), between(rng, 0.2, 0.42)
    paint, trim = pick(rng, PAINTS, CARS), pick(rng, PAINTS, METALS)
    nose, tail = between(rng, 0.1, 0.3) * long, between(rng, 0.25, 0.5) * long
    profile = [
        (0, -long / 2),
        (r * 0.3, -long / 2 + 0.03),
        (r, -long / 2 + tail),
        (r, long / 2 - nose),
    ]
    profile += [(r * 0.8, long / 2 - nose * 0.5), (r * 0.4, long / 2 - nose * 0.1), (0, long / 2)]
    parts = [Part("fuselage", lathe(profile, 16).turned("x", 90), paint)]
    span, sweep = between(rng, 1.2, 2.6), between(rng, -0.1, 1.4)
    root, tip = between(rng, 0.6, 1.3), between(rng, 0.15, 0.6)
    y, z, thick = (
        choose(rng, (-0.5, 0.0, 0.85)) * r,
        between(rng, 0.2, 0.8),
        between(rng, 0.07, 0.14),
    )
    rise = between(rng, -0.1, 0.35)
    wing = _wing(root, tip, span, sweep, thick, rise).moved(0, y, z)
    fin_height, fin_sweep = between(rng, 0.5, 1.0), between(rng, 0.2, 0.7)
    fin = _wing(root * 0.6, tip * 0.7, fin_height, fin_sweep, 0.12, 0.0)
    stabiliser = _wing(root * 0.5, tip * 0.7, span * 0.38, sweep * 0.4, 0.12, 0.05)
    back = -long / 2 + root * 0.65
    upright = fin.turned("z", 90).moved(0, r * 0.1, back)
    share = choose(rng, (0.0, 0.0, 0.85))  # how far up the fin the stabiliser sits
    flat = stabiliser.moved(0, r * 0.15 + share * fin_height, back - share * fin_sweep)
    for side in (wing, flat):
        parts += [Part("wing", side, trim), Part("wing", side.mirrored(), trim)]
    parts.append(Part("fin", upright, trim))
    engines = choose(rng, (0, 1, 1, 2))
    for k in range(engines):
        place = 0.28 + 0.3 * k
        at = (place * span, y + place * rise - r * 0.3, z - place * sweep)
        pod = cylinder(r * 0.42, root * 0.7, top=r * 0.36).turned("x", 90).moved(*at)
        parts += [Part("engine", pod, trim), Part("engine", pod.mirrored(), trim)]
    if engines == 0:
        at = (0, 0, long / 2)
        parts.append(
            Part("propeller", box(between(rng, 0.7, 1.3), 0.1, 0.05, at), pick(rng, METALS))
        )
        parts.append(
            Part(
                "canopy",
                ellipsoid((r * 0.7, r * 0.7, r * 1.8), (0, r * 0.7, long * 0.15)),
                pick(rng, GLASSES),
            )
        )
    factors = {"span": span, "sweep": sweep, "wing_root": root, "radius": r, "engines": engines}
    return assemble("airplane", parts, factors | {"body_length": long})


def ship(rng: Rng) -> ProceduralShape:
    """A boat or ship, bow toward +Z: hull, deck houses, funnel or mast and sail."""
    long, w, h = between(rng, 3, 6), between(rng, 0.8, 1.7), between(rng, 0.4, 0.9)
    paint, upper = pick(rng, PAINTS, WOODS, CARS), pick(rng, PAINTS)
    stern, keel, sheer = between(rng, 0.5, 1), between(rng, 0.1, 0.8), between(rng, 0, 0.35)
    rings = []
    for t in np.linspace(0, 1, 12):
        beam = (
            w
            / 2
            * (stern + (1 - stern) * min(1, t * 3))
            * max(1 - max(0, (t - 0.5) / 0.5) ** 2.2, 0.02)
        )
        top, z = h * (1 + sheer * (2 * t - 1) ** 2), (t - 0.5) * long
        bottom = h * 0.6 * max(0, (t - 0.75) / 0.25) ** 2
        section = [
            (-beam, top),
            (-beam * (0.9 - 0.3 * keel), bottom + 0.35 * (top - bottom)),
            (0, bottom),
        ]
        section += [(-x, y) for x, y in section[1::-1]]
        rings.append([(x, y, z) for x, y in section])
    parts = [Part("hull", loft(rings), paint)]
    kind = choose(rng, ("sail", "motor", "cargo"))
    if kind == "sail":
        tall, foot = between(rng, 2.0, 5), between(rng, 0.8, 2)
        parts.append(
            Part("mast", tube([(0, h * 0.5, 0.3), (0, h + tall, 0.3)], 0.05, 8), pick(rng, WOODS))
        )
        sails = [[(0.3, h + 0.3), (0.3 - foot, h + 0.35), (0.3, h + tall * 0.95)]]
        sails += (
            [[(0.3, h + 0.3), (long * 0.45, h + 0.2), (0.3, h + tall * 0.85)]]
            if chance(rng, 0.7)
            else []
        )
        for sail in sails:
            parts.append(Part("sail", extrude(sail, 0.04, "x"), pick(rng, PAINTS[:2])))
        if chance(rng, 0.5):
            parts.append(
                Part(
                    "cabin", box(w * 0.5, 0.35, long * 0.3, (0, h + 0.1, -long * 0.1), 0.08), upper
                )
            )
    else:
        y, wide = h * 0.9, between(rng, 0.5, 0.8)
        share = between(rng, 0.2, 0.55) if kind == "motor" else between(rng, 0.1, 0.2)
        z = between(rng, -0.15, 0.0) * long if kind == "motor" else -long * 0.36
        for _ in range(int(rng.integers(1, 4))):
            tall = between(rng, 0.2, 0.5)
            parts.append(
                Part("house", box(w * wide, tall, long * share, (0, y + tall / 2, z), 0.05), upper)
            )
            y, wide, share = y + tall, wide * 0.85, share * between(rng, 0.6, 0.9)
        if chance(rng, 0.6):
            parts.append(
                Part("funnel", cylinder(0.16, 0.5, (0, y + 0.25, z - 0.1), 0.13), pick(rng, PAINTS))
            )
        for k in range(int(rng.integers(2, 6)) if kind == "cargo" else 0):
            at = (0, h + between(rng, 0.0, 0.2), -long * 0.2 + k * long * 0.12)
            parts.append(
                Part(
                    "cargo",
                    box(w * 0.7, between(rng, 0.3, 0.7), long * 0.1, at),
                    pick(rng, CARS, PAINTS),
                )
            )
    factors = {
        "hull_length": long,
        "beam": w,
        "hull_height": h,
        "sheer": sheer,
        "sail": kind == "sail",
    }
    return assemble("ship", parts, factors)
