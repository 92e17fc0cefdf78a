"""Bodies with limbs: animals and figures, facing +Z."""

from __future__ import annotations

import numpy as np

from core.data.procedural.palettes import (
    FABRICS,
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
    ellipsoid,
    superquadric,
    tube,
)


def animal(rng: Rng) -> ProceduralShape:
    """A beast on four legs, head toward +Z: proportions from dachshund to giraffe."""
    long, fat, leg = between(rng, 0.6, 1.4), between(rng, 0.16, 0.4), between(rng, 0.2, 0.9)
    neck, rise = between(rng, 0.1, 0.8), between(rng, 10, 80)
    head, fur = between(rng, 0.1, 0.22), pick(rng, FURS)
    dark = fur if chance(rng, 0.6) else pick(rng, FURS)
    y = leg + fat * 0.6
    barrel = superquadric((fat * between(rng, 0.7, 1), fat, long / 2), (0, y, 0), 1.0, 0.8, 12)
    parts = [Part("body", barrel, fur)]
    up, out = np.sin(np.radians(rise)) * neck, np.cos(np.radians(rise)) * neck
    start = (0, y + fat * 0.4, long * 0.4)
    top = (0, start[1] + up, start[2] + out)
    parts.append(Part("neck", tube([start, top], [fat * 0.6, head * 0.7], 10), fur))
    snout = head * between(rng, 0.6, 1.8)
    parts.append(Part("head", ellipsoid((head * 0.8, head * 0.85, head), top), fur))
    parts.append(
        Part(
            "snout",
            tube(
                [top, (0, top[1] - head * 0.3, top[2] + head * 0.6 + snout)],
                [head * 0.6, head * 0.35],
                8,
            ),
            dark,
        )
    )
    ears = choose(rng, (0.3, 0.6, 1.0, 1.8)) * head
    horns = chance(rng, 0.25)
    for s in (-1, 1):
        tip = (s * head * 1.1, top[1] + head * 0.6 + ears, top[2] - head * 0.3)
        root = (s * head * 0.5, top[1] + head * 0.5, top[2] - head * 0.2)
        parts.append(Part("ear", tube([root, tip], [head * 0.3, head * 0.08], 6), dark))
        if horns:
            line = curve(
                [
                    root,
                    (s * head * 1.4, root[1] + head, root[2]),
                    (s * head, root[1] + 2 * head, root[2] + head),
                ],
                7,
            )
            parts.append(Part("horn", tube(line, np.linspace(0.04, 0.01, 7), 6), pick(rng, FURS)))
    thick, stride = between(rng, 0.05, 0.12), between(rng, 0, 0.15)
    for s in (-1, 1):
        for k in (-1, 1):
            x, z = s * fat * 0.55, k * long * 0.34
            swing = stride * s * k
            knee = (x, leg * 0.5, z + swing * 0.3 + 0.03 * k)
            shin = [(x, y, z), knee, (x, 0, z + swing)]
            parts.append(Part("leg", tube(shin, [thick * 1.3, thick * 0.8, thick * 0.7], 8), fur))
            parts.append(
                Part(
                    "paw",
                    ellipsoid(
                        (thick, thick * 0.5, thick * 1.2),
                        (x, thick * 0.3, z + swing + thick * 0.4),
                        7,
                    ),
                    dark,
                )
            )
    tail, hang = between(rng, 0.1, 0.8), between(rng, -0.7, 0.7)
    line = curve(
        [
            (0, y + fat * 0.4, -long * 0.45),
            (0, y + fat * 0.5, -long * 0.5 - tail * 0.4),
            (0, y + fat * 0.4 + hang * tail, -long * 0.5 - tail),
        ],
        7,
    )
    parts.append(Part("tail", tube(line, np.linspace(0.06, 0.025, 7), 6), dark))
    factors = {"body_length": long, "girth": fat, "leg_length": leg, "neck": neck, "tail": tail}
    return assemble("animal", parts, factors | {"ears": ears, "horns": horns})


def figure(rng: Rng) -> ProceduralShape:
    """A person, robot or teddy, arms somewhere between hanging and raised."""
    leg, torso, head = between(rng, 0.3, 1.0), between(rng, 0.45, 0.75), between(rng, 0.12, 0.3)
    w, thick = between(rng, 0.3, 0.6), between(rng, 0.05, 0.12)
    boxy = between(rng, 0.15, 1.0)
    skin, cloth, trousers = (
        pick(rng, FURS, METALS, PAINTS),
        pick(rng, FABRICS, PAINTS),
        pick(rng, FABRICS),
    )
    y = leg + torso / 2
    parts = [
        Part(
            "torso",
            superquadric((w / 2, torso / 2 + 0.04, w * 0.32), (0, y, 0), boxy, boxy, 10),
            cloth,
        )
    ]
    top = leg + torso + head * 0.9
    parts.append(
        Part(
            "head", superquadric((head * 0.8, head, head * 0.85), (0, top, 0), boxy, boxy, 9), skin
        )
    )
    parts.append(Part("neck", cylinder(head * 0.4, 0.2, (0, leg + torso, 0)), skin))
    stance, raised = between(rng, 0.0, 0.3), between(rng, -75, 70)
    ahead, reach = between(rng, -0.1, 0.4), between(rng, 0.45, 0.75)
    for s in (-1, 1):
        hip, foot = (
            (s * w * 0.2, leg + torso * 0.25, 0),
            (s * (w * 0.25 + stance * leg * 0.5), thick * 0.5, 0),
        )
        parts.append(Part("leg", tube([hip, foot], [thick * 1.3, thick], 8), trousers))
        parts.append(
            Part(
                "foot",
                box(thick * 2, thick, thick * 3.5, (foot[0], thick * 0.5, thick), thick * 0.4),
                pick(rng, RUBBER, WOODS),
            )
        )
        angle = np.radians(raised + between(rng, -15, 15))
        shoulder = np.array([s * w * 0.48, leg + torso * 0.9, 0])
        chest = shoulder * [0.4, 1, 1] - [0, torso * 0.1, 0]
        elbow = shoulder + reach / 2 * np.array([s * np.cos(angle), np.sin(angle), 0])
        hand = elbow + reach / 2 * np.array([s * np.cos(angle) * 0.9, np.sin(angle), ahead])
        parts.append(
            Part(
                "arm",
                tube([chest, shoulder, elbow, hand], thick * np.array([1, 1, 0.85, 0.7]), 8),
                cloth,
            )
        )
        parts.append(Part("hand", ellipsoid((thick, thick, thick), tuple(hand), 7), skin))
    hat = chance(rng, 0.3)
    if hat:
        parts.append(
            Part(
                "hat",
                cylinder(head * 0.9, head, (0, top + head, 0), head * between(rng, 0.1, 0.9)),
                pick(rng, FABRICS),
            )
        )
    factors = {"leg_length": leg, "torso": torso, "head": head, "shoulders": w, "arm_raise": raised}
    return assemble("figure", parts, factors | {"hat": hat, "roundness": boxy})
