"""Turned and hollow things: vase, bottle, mug, bowl, teapot."""

from __future__ import annotations

import numpy as np

from core.data.procedural.palettes import (
    CERAMICS,
    GLASSES,
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
    Solid,
    curve,
    cylinder,
    ellipsoid,
    lathe,
    superquadric,
    tube,
)


def hollow(outside: Array, wall: float) -> list[tuple[float, float]]:
    """A profile with an inside: out along the floor, up the line (K, 2), down a wall within."""
    line = np.concatenate([[(0.0, outside[0, 1])], outside])
    steps = np.diff(line, axis=0)
    steps /= np.maximum(np.linalg.norm(steps, axis=1, keepdims=True), 1e-9)
    along = np.concatenate([steps[:1], steps[:-1] + steps[1:], steps[-1:]])
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    inner = line + wall * np.stack([-along[:, 1], along[:, 0]], 1)
    inner[:, 0] = np.maximum(inner[:, 0], 0)
    return [*map(tuple, line), *map(tuple, inner[1:][::-1]), (0.0, float(inner[0, 1]))]


def _handle(r: float, low: float, high: float, reach: float, thick: float) -> Solid:
    line = [
        (r * 0.9, high, 0),
        (r + reach, high, 0),
        (r + reach, (low + high) / 2, 0),
        (r * 0.9, low, 0),
    ]
    return tube(curve(line, 12), thick, 8)


def vase(rng: Rng) -> ProceduralShape:
    """A vase or jar of a random smooth profile, some fluted, some with ears or a lid."""
    h = between(rng, 0.6, 1.6)
    radii = [between(rng, 0.1, 0.45) for _ in range(int(rng.integers(3, 6)))]
    knots = np.stack([radii, np.linspace(0, h, len(radii))], 1)
    outside = curve(knots, 16)
    outside[:, 0] = np.maximum(outside[:, 0], 0.06)
    wall, color = between(rng, 0.03, 0.06), pick(rng, CERAMICS, PAINTS, GLASSES)
    lobes = between(rng, 0.02, 0.08) if chance(rng, 0.2) else 0.0
    lid = chance(rng, 0.2)
    parts = [Part("body", lathe(hollow(outside, wall), 24, wall, lobes), color)]
    if lid:
        rim = float(outside[-1, 0])
        parts.append(Part("lid", superquadric((rim, rim * 0.4, rim), (0, h, 0)), color))
        parts.append(Part("knob", ellipsoid((0.05, 0.06, 0.05), (0, h + rim * 0.45, 0)), color))
    handles = choose(rng, (0, 0, 0, 1, 2))
    for k in range(handles):
        wide = float(np.interp(h * 0.6, outside[:, 1], outside[:, 0]))
        ear = _handle(wide, h * 0.45, h * 0.8, between(rng, 0.1, 0.25), 0.03)
        parts.append(Part("handle", ear.turned("y", 180 * k), color))
    factors = {"neck": radii[-1], "belly": max(radii), "foot": radii[0], "body_height": h}
    return assemble("vase", parts, factors | {"handles": handles, "lid": lid})


def bottle(rng: Rng) -> ProceduralShape:
    """A bottle with shoulder and neck, round or square."""
    r, h = between(rng, 0.14, 0.32), between(rng, 0.5, 1.0)
    neck, long = r * between(rng, 0.25, 0.6), between(rng, 0.1, 0.45)
    slope = between(rng, 0.05, 0.3)
    knots = [(0, 0), (r * 0.95, 0), (r, 0.03), (r * between(rng, 0.8, 1.1), h * 0.5), (r, h)]
    knots += [((r + neck) / 2, h + slope * 0.7), (neck, h + slope), (neck, h + slope + long)]
    knots += [
        (neck * 1.2, h + slope + long),
        (neck * 1.2, h + slope + long + 0.05),
        (0, h + slope + long + 0.05),
    ]
    body = lathe(knots, 20)
    flat = between(rng, 0.45, 1.0) if chance(rng, 0.3) else 1.0
    body = body.bent(lambda points: points * np.array([1, 1, flat]))
    parts = [Part("body", body, pick(rng, GLASSES, PAINTS, CERAMICS))]
    cap = chance(rng, 0.5)
    if cap:
        top = h + slope + long + 0.06
        parts.append(
            Part("cap", cylinder(neck * 1.3, 0.12, (0, top, 0)), pick(rng, METALS, PAINTS))
        )
    if chance(rng, 0.4):
        label = cylinder(r * 1.02, h * 0.4, (0, h * 0.5, 0))
        parts.append(
            Part("label", label.bent(lambda p: p * np.array([1, 1, flat])), pick(rng, PAINTS))
        )
    factors = {"radius": r, "body_height": h, "neck_radius": neck, "neck_length": long}
    return assemble("bottle", parts, factors | {"flatness": flat, "cap": cap})


def mug(rng: Rng) -> ProceduralShape:
    """A mug, cup or glass, with a handle at +X more often than not."""
    h, low, top = between(rng, 0.5, 1.3), between(rng, 0.2, 0.42), between(rng, 0.32, 0.5)
    bulge, wall = between(rng, -0.05, 0.1), between(rng, 0.03, 0.06)
    outside = curve([(low, 0), ((low + top) / 2 + bulge, h / 2), (top, h)], 8)
    color = pick(rng, CERAMICS, PAINTS, GLASSES)
    parts = [Part("body", lathe(hollow(outside, wall), 24, wall), color)]
    handle, reach = chance(rng, 0.75), between(rng, 0.15, 0.35)
    if handle:
        ends = h * between(rng, 0.1, 0.3), h * between(rng, 0.7, 0.95)
        parts.append(
            Part("handle", _handle(min(low, top), *ends, reach, between(rng, 0.035, 0.06)), color)
        )
    saucer = chance(rng, 0.25)
    if saucer:
        wide = top * between(rng, 1.4, 2)
        plate = [
            (0, -0.04),
            (wide * 0.5, -0.04),
            (wide, 0.06),
            (wide, 0.1),
            (wide * 0.5, 0.01),
            (0, 0.01),
        ]
        parts.append(Part("saucer", lathe(plate, 24, 0.05), color))
    stem = not handle and chance(rng, 0.5)
    if stem:
        long = between(rng, 0.3, 0.8)
        foot = [
            (top * 0.8, -long),
            (top * 0.8, -long + 0.04),
            (0.04, -long + 0.1),
            (0.04, 0),
            (low, 0.03),
        ]
        parts.append(Part("stem", lathe(foot, 20, 0.05), color))
    factors = {"body_height": h, "top_radius": top, "foot_radius": low, "handle": handle}
    return assemble("mug", parts, factors | {"saucer": saucer, "stem": stem})


def bowl(rng: Rng) -> ProceduralShape:
    """A bowl, dish, plate or pan."""
    r, h = between(rng, 0.4, 0.6), between(rng, 0.06, 0.6)
    foot, power, wall = r * between(rng, 0.25, 0.8), between(rng, 1, 3), between(rng, 0.03, 0.06)
    t = np.linspace(0, 1, 9)
    outside = np.stack([foot + (r - foot) * t ** (1 / power), h * t**power], 1)
    parts = [
        Part("body", lathe(hollow(outside, wall), 28, wall), pick(rng, CERAMICS, WOODS, METALS))
    ]
    pan = chance(rng, 0.2)
    if pan:
        line = [
            (r * 0.97, h * 0.85, 0),
            (r + between(rng, 0.4, 0.9), h * between(rng, 0.8, 1.6), 0),
        ]
        parts.append(Part("handle", tube(line, [0.04, 0.05], 8), pick(rng, METALS, WOODS)))
    return assemble("bowl", parts, {"rim": r, "body_height": h, "foot": foot, "handle": pan})


def teapot(rng: Rng) -> ProceduralShape:
    """A pot or watering can: body, lid, spout toward +X, handle at -X or over the top."""
    r, h = between(rng, 0.3, 0.45), between(rng, 0.4, 0.9)
    color = pick(rng, CERAMICS, METALS, PAINTS)
    if chance(rng, 0.6):
        body = superquadric((r, h / 2, r), (0, h / 2, 0), 1.0, between(rng, 0.4, 1.0), 12)
    else:
        body = cylinder(r, h, (0, h / 2, 0), r * between(rng, 0.5, 1.0))
    rim = r * between(rng, 0.35, 0.6)
    parts = [Part("body", body, color), Part("lid", ellipsoid((rim, 0.12, rim), (0, h, 0)), color)]
    parts.append(Part("knob", ellipsoid((0.05, 0.06, 0.05), (0, h + 0.15, 0)), color))
    out, rise = between(rng, 0.25, 0.6), h * between(rng, 0.75, 1.2)
    spout = curve([(r * 0.7, h * 0.3, 0), (r + out * 0.4, h * 0.45, 0), (r + out, rise, 0)], 9)
    thick = between(rng, 0.06, 0.1)
    parts.append(Part("spout", tube(spout, np.linspace(thick, thick * 0.5, 9), 10), color))
    hoop = chance(rng, 0.35)
    if hoop:
        arch = np.linspace(0, np.pi, 12)
        line = np.stack(
            [-np.cos(arch) * r * 0.9, h * 0.5 + np.sin(arch) * (h * 0.7 + 0.2), 0 * arch], 1
        )
        parts.append(Part("handle", tube(line, 0.035, 8), color))
    else:
        ear = _handle(r * 0.8, h * 0.25, h * 0.8, between(rng, 0.2, 0.4), 0.04)
        parts.append(Part("handle", ear.turned("y", 180), color))
    factors = {"radius": r, "body_height": h, "spout_reach": out, "hoop": hoop}
    return assemble("teapot", parts, factors)
