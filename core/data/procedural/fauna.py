"""Other animals: dinosaurs, birds, turtles, fish, insects and crabs, snails, frogs, busts."""

from __future__ import annotations

import numpy as np

from core.data.procedural.limbs import aimed, both, off, route, sweep, toward
from core.data.procedural.palettes import (
    CERAMICS,
    FURS,
    LEAVES,
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
    Solid,
    box,
    curve,
    cylinder,
    ellipsoid,
    extrude,
    lathe,
    superquadric,
)

_SCALES = (*LEAVES, "6d7a4a", "4f6d7a", "8a7a55", "7a5a3a", "5a4a6a", "a0522d", "3fa35a")
_BONE = ("efe7d6", "e6dcc4", "d9cbb5")
_DARK = ("1e1d1f", "2b2724")
_FEATHERS = (*FURS, "c0392b", "27548a", "e0a526", "2e7d5b", "1d1d1f", "f2f0ea", "7aa7c7", "d9622b")
_BEAKS = ("e0a526", "d9622b", "3a3430", "8a6844", "c98a45")
_FISHES = ("d9622b", "7aa7c7", "8a8f98", "e0a526", "27548a", "c0392b", "5a6472", "c4c6c8", "2e7d5b")
_SHELLS = ("8a6844", "6f7d5d", "5b4331", "c8a87a", "b5743c", "7a3b22", "9b9a97")


def dinosaur(rng: Rng) -> ProceduralShape:
    """A dinosaur: on two legs with a great tail, or on four with a long neck, plates or horns."""
    skin, other = pick(rng, _SCALES), pick(rng, _SCALES, FURS)
    kind = choose(rng, ("hunter", "hunter", "hunter", "long", "plates", "horns"))
    fat = between(rng, 0.16, 0.26)
    if kind == "hunter":
        lean, hip = between(rng, 0, 40), between(rng, 0.5, 0.75)
        root = np.array([0, hip, 0.0])
        chest = root + toward(lean, between(rng, 0.4, 0.6))
        neck = chest + toward(lean + between(rng, 25, 60), between(rng, 0.15, 0.35))
        tail, rise = between(rng, 0.6, 1.0), between(rng, -20, 25)
        aside = between(rng, -0.25, 0.25)
        end = root + toward(180 - rise, tail) + [aside, 0, 0]
        end[1] = max(float(end[1]), 0.04)
        line = route(end, (root + end) / 2 + [0, -0.04, 0], root, (root + chest) / 2, chest, neck)
        body = sweep(
            line, np.array([0.12, 0.45, 0.9, 0.95, 0.72, 0.48]) * fat,
            np.array([0.15, 0.55, 1.1, 1.2, 0.9, 0.55]) * fat, 26, 14,
        )  # fmt: skip
        parts = [Part("body", body, skin)]
        size = between(rng, 0.22, 0.42)
        nod, turn, gape = between(rng, -20, 15), float(rng.normal(0, 15)), between(rng, 0, 28)
        high = size * between(rng, 0.2, 0.3)
        upper = sweep(
            [(0, 0, -0.05), (0, high * 0.2, size * 0.35), (0, 0, size)],
            [high * 0.75, high * 0.8, high * 0.5],
            [high, high, high * 0.55],
            9,
            12,
        )
        lower = sweep(
            [(0, 0, 0), (0, 0, size * 0.9)],
            [high * 0.65, high * 0.4],
            [high * 0.5, high * 0.3],
            6,
            10,
        )
        lower = lower.turned("x", gape).moved(0, -high * 0.55, 0)
        parts.append(Part("head", aimed(upper, nod, turn, neck), skin))
        parts.append(Part("jaw", aimed(lower, nod, turn, neck), other))
        if gape > 10:
            teeth = box(high * 0.7, high * 0.3, size * 0.5, (0, -high * 0.5, size * 0.65))
            parts.append(Part("teeth", aimed(teeth, nod, turn, neck), pick(rng, _BONE)))
        eye = ellipsoid((high * 0.2,) * 3, (high * 0.68, high * 0.55, size * 0.3), 7)
        parts += [
            Part("eye", aimed(p.solid, nod, turn, neck), p.color)
            for p in both("eye", eye, pick(rng, _DARK, _BONE))
        ]
        thick, stride = between(rng, 0.06, 0.1), between(rng, -0.2, 0.2)
        for s in (-1, 1):
            x, z = s * fat * 0.75, s * stride
            at = np.array([x, hip, 0.02])
            knee = np.array([x * 1.1, hip * 0.55, 0.16 + z * 0.6])
            heel = np.array([x * 1.05, hip * 0.26, -0.06 + z])
            toe = np.array([x * 1.05, thick * 0.4, 0.04 + z])
            parts.append(
                Part(
                    "thigh",
                    sweep(
                        [at, (at + knee) / 2, knee],
                        [thick * 1.2, thick * 1.3, thick * 0.8],
                        [thick * 2, thick * 1.8, thick],
                        7,
                        10,
                    ),
                    skin,
                )
            )
            parts.append(
                Part(
                    "shin",
                    sweep([knee, heel, toe], [thick * 0.8, thick * 0.5, thick * 0.45], None, 9, 8),
                    skin,
                )
            )
            parts.append(
                Part(
                    "foot",
                    ellipsoid(
                        (thick * 0.9, thick * 0.45, thick * 1.7), (x * 1.05, thick * 0.4, 0.1 + z)
                    ),
                    other,
                )
            )
            reach = between(rng, 0.1, 0.26)
            arm = off(chest, s * fat * 0.6, -fat * 0.2, 0)
            elbow = off(arm, s * 0.03, -reach * 0.7, -0.02)
            hand = off(elbow, 0, -reach * 0.2, reach * 0.7)
            parts.append(
                Part(
                    "arm",
                    sweep([arm, elbow, hand], [thick * 0.55, thick * 0.4, thick * 0.3], None, 8, 8),
                    skin,
                )
            )
        if chance(rng, 0.4):
            count = int(rng.integers(5, 11))
            path = curve(
                np.column_stack(
                    [np.array(line[:5]), np.array([0.13, 0.5, 1.05, 1.15, 0.85]) * fat]
                ),
                count + 2,
            )
            for x, y, z, r in path[1:-1]:
                at = np.array([x, y + r * 0.9, z])
                spike = sweep(
                    [at - [0, 0.04, 0], off(at, 0, 0.09, -0.03)], [0.03, 0.006], [0.05, 0.01], 0, 6
                )
                parts.append(Part("spike", spike, other))
        return assemble("dinosaur", parts, {"lean": lean, "tail": tail, "head": size, "girth": fat})
    long, hip = between(rng, 0.7, 0.95), between(rng, 0.4, 0.6)
    tail, reach = between(rng, 0.5, 0.9), between(rng, 0.7, 1.1) if kind == "long" else 0.15
    rise = between(rng, 15, 70) if kind == "long" else between(rng, -35, 5)
    fat *= 1.25
    front = np.array([0, hip, long / 2])
    tip = front + toward(rise, reach)
    end = np.array(
        [between(rng, -0.2, 0.2), max(hip - between(rng, 0, 0.4), 0.05), -long / 2 - tail]
    )
    line = route(
        end,
        (0, hip * 0.9, -long / 2 - tail * 0.35),
        (0, hip, -long / 2),
        (0, hip + 0.06, 0),
        front,
        (front * 0.5 + tip * 0.5) + [0, -0.03 * (kind == "long"), 0],
        tip,
    )
    body = sweep(line, np.array([0.08, 0.35, 0.75, 1.0, 0.75, 0.38, 0.3]) * fat,
                 np.array([0.1, 0.4, 0.85, 1.1, 0.85, 0.42, 0.32]) * fat, 30, 14)  # fmt: skip
    parts = [Part("body", body, skin)]
    size = between(rng, 0.2, 0.28) if kind != "horns" else between(rng, 0.35, 0.45)
    head = sweep(
        [(0, 0, -0.04), (0, 0, size * 0.4), (0, -0.03, size)],
        [size * 0.3, size * 0.28, size * 0.17],
        [size * 0.32, size * 0.3, size * 0.16],
        8,
        12,
    )
    parts.append(
        Part("head", aimed(head, min(rise, 0) * 0.3 - 10, float(rng.normal(0, 12)), tip), skin)
    )
    thick, stride = between(rng, 0.08, 0.12), between(rng, 0, 0.12)
    for s in (-1, 1):
        for k in (-1, 1):
            x, z, step = s * fat * 0.62, k * long * 0.36, s * k * stride
            leg = route(
                (x, hip, z),
                (x * 1.1, hip * 0.5, z - 0.03 * k + step * 0.4),
                (x * 1.1, 0.03, z + step),
            )
            parts.append(
                Part("leg", sweep(leg, [thick * 1.2, thick * 0.85, thick * 0.8], None, 8, 10), skin)
            )
    if kind == "plates":
        for t in np.linspace(-0.9, 0.9, int(rng.integers(6, 11))):
            tall = 0.1 + 0.2 * np.cos(t * 1.4)
            plate = extrude(
                [
                    (-tall * 0.45, 0),
                    (tall * 0.45, 0),
                    (tall * 0.2, tall),
                    (0, tall * 1.25),
                    (-tall * 0.2, tall),
                ],
                0.03,
                "x",
            )
            parts.append(
                Part(
                    "plate",
                    plate.moved(
                        0.03 * choose(rng, (-1, 1)),
                        hip + fat * 1.1 * np.cos(t) - 0.05,
                        t * long * 0.6,
                    ),
                    other,
                )
            )
    if kind == "horns":
        frill = ellipsoid((size * 0.62, size * 0.62, 0.06)).turned("x", -between(rng, 10, 40))
        parts.append(Part("frill", frill.moved(*(off(tip, 0, size * 0.25, 0.0))), other))
        for x, y, z in ((0.16, 0.28, 0.3), (-0.16, 0.28, 0.3), (0, 0.12, 0.85)):
            root = tip + np.array([x, y - 0.08, z]) * size
            parts.append(
                Part(
                    "horn",
                    sweep(
                        [root, off(root, 0, size * 0.25, size * 0.5)], [0.035, 0.008], None, 5, 8
                    ),
                    pick(rng, _BONE),
                )
            )
    return assemble(
        "dinosaur", parts, {"lean": 0, "tail": tail, "head": size, "girth": fat, "neck": reach}
    )


def bird(rng: Rng) -> ProceduralShape:
    """A bird that stands, perches on a branch or post, swims or flies; owl, duck, stork, parrot."""
    coat, wing_color = pick(rng, _FEATHERS), pick(rng, _FEATHERS)
    breast, horn = pick(rng, _FEATHERS), pick(rng, _BEAKS)
    pose = choose(rng, ("stand", "stand", "perch", "perch", "swim", "fly"))
    kind = choose(rng, ("song", "song", "duck", "stork", "owl", "raptor", "penguin"))
    if kind == "penguin":
        pose = "stand"
    pitch = {
        "owl": between(rng, 65, 85),
        "penguin": between(rng, 78, 90),
        "duck": between(rng, 0, 15),
    }.get(kind, between(rng, 12, 55))
    if pose in ("fly", "swim"):
        pitch = between(rng, -5, 12)
    long, fat = between(rng, 0.42, 0.6), between(rng, 0.13, 0.21)
    centre = np.array([0, 1.0, 0])
    low, high = centre - toward(pitch, long / 2), centre + toward(pitch, long / 2)
    belly = toward(pitch - 90, fat * 0.25)
    body = sweep(
        [
            low,
            centre + belly - toward(pitch, long * 0.12),
            centre + belly + toward(pitch, long * 0.18),
            high,
        ],
        np.array([0.3, 0.9, 1.0, 0.55]) * fat,
        np.array([0.3, 0.95, 1.05, 0.6]) * fat,
        14,
        14,
    )
    parts = [Part("body", body, coat)]
    chest = ellipsoid((fat * 0.85, fat * 0.9, long * 0.3), detail=10).turned("x", -pitch)
    parts.append(
        Part(
            "breast",
            chest.moved(
                *(
                    centre
                    + belly * 1.3
                    + toward(pitch, long * 0.12)
                    + toward(pitch - 90, fat * 0.12)
                )
            ),
            breast,
        )
    )
    neck = {"stork": between(rng, 0.35, 0.6), "duck": between(rng, 0.12, 0.5)}.get(
        kind, between(rng, 0.06, 0.12)
    )
    size = fat * (between(rng, 0.8, 1.0) if kind == "owl" else between(rng, 0.45, 0.72))
    poll = high + toward(20 if pose == "fly" else min(pitch + 45, 92), neck)
    mid = (high + poll) / 2 + toward(0, neck * between(rng, -0.1, 0.35))
    parts.append(
        Part(
            "neck",
            sweep(
                [high - toward(pitch, 0.06), mid, poll],
                [fat * 0.55, size * 0.62, size * 0.75],
                None,
                9,
                10,
            ),
            coat if chance(rng, 0.7) else breast,
        )
    )
    turn, nod = float(rng.normal(0, 25)), between(rng, -18, 12)
    head = ellipsoid((size * 0.88, size * 0.9, size), detail=10)
    parts.append(
        Part(
            "head", aimed(head, nod, turn, poll), coat if chance(rng, 0.6) else pick(rng, _FEATHERS)
        )
    )
    beak = size * {"stork": between(rng, 2, 3), "duck": 1.3, "owl": 0.5, "raptor": 0.8}.get(
        kind, between(rng, 0.6, 1.1)
    )
    flat = (0.45, 0.16) if kind == "duck" else (0.28, 0.3)
    hook = -0.5 if kind in ("owl", "raptor") else -0.12
    tip = sweep(
        [
            (0, 0, size * 0.75),
            (0, size * 0.02, size + beak * 0.5),
            (0, beak * hook * 0.6, size + beak),
        ],
        [size * flat[0], size * flat[0] * 0.8, size * (0.3 if kind == "duck" else 0.05)],
        [size * flat[1], size * flat[1] * 0.7, size * 0.05],
        7,
        8,
    )
    parts.append(Part("beak", aimed(tip, nod, turn, poll), horn))
    eye = size * (0.3 if kind == "owl" else 0.16)
    spot = ellipsoid(
        (eye, eye, eye),
        (
            size * 0.5 if kind == "owl" else size * 0.78,
            size * 0.25,
            size * (0.78 if kind == "owl" else 0.45),
        ),
        7,
    )
    parts += [
        Part("eye", aimed(p.solid, nod, turn, poll), p.color)
        for p in both("eye", spot, pick(rng, _DARK))
    ]
    if chance(rng, 0.25):
        crest = sweep(
            [(0, size * 0.7, 0.0), (0, size * 1.4, -size * 0.3), (0, size * 1.5, -size)],
            [size * 0.15, size * 0.1, 0.01],
            [size * 0.3, size * 0.25, 0.015],
            7,
            7,
        )
        parts.append(Part("crest", aimed(crest, nod, turn, poll), pick(rng, _FEATHERS)))
    tail, fan = between(rng, 0.15, 0.55), between(rng, 0.05, 0.14)
    drop = pitch - between(rng, -10, 25)
    end = low - toward(drop, tail)
    parts.append(
        Part(
            "tail",
            sweep(
                [low + toward(pitch, 0.1), low, end], [0.06, 0.06, fan], [0.05, 0.035, 0.018], 8, 10
            ),
            wing_color,
        )
    )
    if pose == "fly":
        span, sweep_back, beat = (
            between(rng, 0.6, 1.0),
            between(rng, 0, 0.35),
            between(rng, -30, 55),
        )
        shoulder = centre + toward(pitch, long * 0.15) + [fat * 0.4, 0.03, 0]
        bend = np.radians(beat)
        line = route(
            shoulder,
            off(shoulder, span * 0.45 * np.cos(bend), span * 0.45 * np.sin(bend), 0.06),
            off(
                shoulder,
                span * np.cos(bend * 0.6),
                span * (0.45 * np.sin(bend) + 0.5 * np.sin(bend * 0.3)),
                -sweep_back,
            ),
        )
        parts += both(
            "wing", sweep(line, [0.16, 0.19, 0.05], [0.03, 0.025, 0.012], 11, 10), wing_color
        )
        return assemble(
            "bird", parts, {"body": long, "fat": fat, "span": span, "beat": beat, "beak": beak}
        )
    shut = between(rng, 0.9, 1.15)
    root = centre + toward(pitch, long * 0.32) + [fat * 0.78, 0.02, 0]
    tip_ = low - toward(drop, long * 0.12) + [fat * 0.3, 0.02, 0]
    parts += both(
        "wing",
        sweep(
            [root, (root + tip_) / 2 + [fat * 0.22, 0, 0], tip_],
            np.array([0.3, 0.35, 0.12]) * fat,
            np.array([0.45, 0.75, 0.2]) * fat * shut,
            10,
            10,
        ),
        wing_color,
    )
    if pose == "swim":
        return assemble("bird", parts, {"body": long, "fat": fat, "neck": neck, "beak": beak})
    leg = {"stork": between(rng, 0.4, 0.7), "penguin": 0.05}.get(kind, between(rng, 0.1, 0.28))
    hip = centre - toward(pitch, long * 0.12) + toward(pitch - 90, fat * 0.7)
    sole = (
        float(min(low[1], hip[1] - 0.0)) - leg if kind == "penguin" else float(hip[1]) - 0.08 - leg
    )
    for s in (-1, 1):
        foot = np.array([s * fat * 0.42, sole, hip[2] + between(rng, 0.0, 0.06)])
        at = off(hip, s * fat * 0.42, 0.03, 0)
        parts.append(
            Part(
                "leg",
                sweep([at, (at + foot) / 2 - [0, 0, 0.02], foot], [0.05, 0.022, 0.018], None, 7, 7),
                horn,
            )
        )
        for spread in (-30, 0, 30):
            toe = off(
                foot, 0.1 * np.sin(np.radians(spread)), -0.005, 0.1 * np.cos(np.radians(spread))
            )
            parts.append(Part("toe", sweep([foot, toe], [0.018, 0.014], None, 0, 6), horn))
    if pose == "perch":
        wood = pick(rng, WOODS, CERAMICS)
        if chance(rng, 0.6):
            tall = between(rng, 0.3, 0.9)
            lean, top = between(rng, -0.15, 0.15), np.array([0, sole - 0.05, hip[2] + 0.03])
            base = top - [lean, tall, 0.05]
            parts.append(
                Part(
                    "trunk",
                    sweep(
                        [top, (top + base) / 2 + [0.06, 0, 0.03], base],
                        [0.07, 0.055, 0.09],
                        None,
                        9,
                        9,
                    ),
                    wood,
                )
            )
            parts.append(
                Part(
                    "branch",
                    sweep(
                        [
                            (top + base) / 2,
                            (top + base) / 2 + [choose(rng, (-1, 1)) * 0.22, 0.18, 0.05],
                        ],
                        [0.045, 0.025],
                        None,
                        5,
                        7,
                    ),
                    wood,
                )
            )
            parts.append(Part("foot", cylinder(between(rng, 0.16, 0.3), 0.08, tuple(base)), wood))
            for _ in range(int(rng.integers(0, 6))):
                at = top * 0.3 + base * 0.7 + rng.normal(0, 0.08, 3) * [1, 1.2, 1]
                parts.append(
                    Part(
                        "leaf",
                        ellipsoid((0.09, 0.05, 0.09), tuple(at), 7),
                        pick(rng, LEAVES, PAINTS),
                    )
                )
        else:
            wide = between(rng, 0.25, 0.5)
            y = sole - 0.03
            line = route(
                (-wide, y - 0.03, hip[2]),
                (0, y, hip[2] + 0.02),
                (wide, y + between(rng, -0.08, 0.15), hip[2]),
            )
            parts.append(Part("branch", sweep(line, [0.05, 0.045, 0.03], None, 9, 8), wood))
    return assemble(
        "bird", parts, {"body": long, "fat": fat, "neck": neck, "leg": leg, "beak": beak}
    )


def turtle(rng: Rng) -> ProceduralShape:
    """A tortoise walking or a sea turtle swimming: shell, rim, head, legs or flippers."""
    shell, skin = pick(rng, _SHELLS), pick(rng, _SCALES, _SHELLS)
    w, long, high = between(rng, 0.36, 0.48), between(rng, 0.45, 0.58), between(rng, 0.16, 0.4)
    sea = chance(rng, 0.5)
    high *= 0.7 if sea else 1.0
    lift = between(rng, 0.12, 0.24)
    dome = superquadric((w, high, long), (0, lift, 0), 1.0, between(rng, 0.7, 1.0), 14)
    dome = dome.bent(
        lambda p: np.stack(
            [p[:, 0], np.maximum(p[:, 1], lift - 0.06 + 0.02 * (p[:, 1] - lift)), p[:, 2]], 1
        )
    )
    parts = [Part("shell", dome, shell)]
    parts.append(
        Part(
            "rim",
            ellipsoid((w * 1.06, 0.05, long * 1.06), (0, lift - 0.02, 0), 10),
            pick(rng, _SHELLS),
        )
    )
    if chance(rng, 0.6):
        plate = pick(rng, _SHELLS)
        for z in (-0.55, -0.18, 0.18, 0.55):
            for x in (-0.5, 0.0, 0.5):
                up = np.sqrt(max(1 - x**2 * 0.9 - z**2, 0.05))
                parts.append(
                    Part(
                        "plate",
                        ellipsoid((w * 0.21, 0.03, long * 0.16), (0, 0, 0), 7)
                        .turned("z", -x * 60)
                        .turned("x", z * 50)
                        .moved(x * w, lift + high * up * 0.99, z * long),
                        plate,
                    )
                )
    parts.append(Part("belly", ellipsoid((w * 0.9, 0.09, long * 0.9), (0, lift - 0.05, 0)), skin))
    neck, rise, size = between(rng, 0.16, 0.34), between(rng, -5, 50), between(rng, 0.1, 0.15)
    start = np.array([0, lift, long * 0.85])
    poll = start + toward(rise, neck) + [between(rng, -0.1, 0.1), 0, 0]
    parts.append(
        Part(
            "neck",
            sweep(
                [start - [0, 0, 0.15], start, poll],
                [size * 0.9, size * 0.75, size * 0.7],
                None,
                8,
                10,
            ),
            skin,
        )
    )
    head = sweep(
        [(0, 0, -0.02), (0, 0, size), (0, -0.02, size * 1.7)],
        [size * 0.85, size * 0.9, size * 0.4],
        [size * 0.75, size * 0.8, size * 0.4],
        8,
        10,
    )
    turn = float(rng.normal(0, 15))
    parts.append(Part("head", aimed(head, 0, turn, poll), skin))
    eye = ellipsoid((0.025,) * 3, (size * 0.75, size * 0.3, size), 6)
    parts += [
        Part("eye", aimed(p.solid, 0, turn, poll), p.color)
        for p in both("eye", eye, pick(rng, _DARK))
    ]
    for s in (-1, 1):
        for k in (-1, 1):
            root = np.array([s * w * 0.7, lift - 0.03, k * long * 0.62])
            if sea:
                reach = between(rng, 0.4, 0.6) if k > 0 else between(rng, 0.15, 0.25)
                beat, back = between(rng, -0.2, 0.25), between(rng, -0.35, 0.0) if k > 0 else -0.2
                line = route(
                    root,
                    off(root, s * reach * 0.6, beat * 0.5, 0.08 * k),
                    off(root, s * reach, beat, back),
                )
                parts.append(
                    Part(
                        "flipper",
                        sweep(line, [0.09, 0.12, 0.04], [0.045, 0.035, 0.02], 9, 10),
                        skin,
                    )
                )
            else:
                step = between(rng, -0.08, 0.08)
                line = route(
                    root,
                    off(root, s * 0.12, -lift * 0.25, 0.05 * k + step * 0.5),
                    [root[0] + s * 0.15, 0.03, root[2] + 0.05 * k + step],
                )
                thick = between(rng, 0.075, 0.1)
                parts.append(
                    Part("leg", sweep(line, [thick * 1.1, thick, thick], None, 8, 10), skin)
                )
    tail = sweep(
        [(0, lift - 0.02, -long * 0.85), (0, lift - 0.08, -long - 0.14)], [0.06, 0.015], None, 5, 7
    )
    parts.append(Part("tail", tail, skin))
    return assemble(
        "turtle",
        parts,
        {"shell_width": w, "shell_length": long, "shell_height": high, "sea": sea, "neck": neck},
    )


def fish(rng: Rng) -> ProceduralShape:
    """A fish, shark, dolphin or whale, its head toward +Z."""
    coat, fin = pick(rng, _FISHES), pick(rng, _FISHES)
    belly = pick(rng, _FISHES, PAINTS[:2])
    kind = choose(rng, ("fish", "fish", "shark", "whale"))
    high = between(rng, 0.14, 0.34) if kind == "fish" else between(rng, 0.12, 0.2)
    wide = high * (between(rng, 0.35, 0.7) if kind == "fish" else between(rng, 0.8, 1.1))
    curl = between(rng, -0.18, 0.18)
    z = np.array([-0.5, -0.3, -0.05, 0.2, 0.4, 0.5])
    nose = between(rng, 0.25, 0.6)
    level = kind == "whale"
    bow = curl * (z - 0.1) ** 2 * 4
    line = np.stack([bow * (not level), bow * level, z], 1)
    shape = np.array([0.12, 0.5, 1.0, 1.0, 0.75, nose])
    parts = [Part("body", sweep(line, shape * wide, shape * high, 22, 16), coat)]
    under = line[1:5] - [0, high * 0.2, 0]
    parts.append(
        Part(
            "belly", sweep(under, shape[1:5] * wide * 0.85, shape[1:5] * high * 0.85, 12, 14), belly
        )
    )
    end = line[0]
    span, fork = between(rng, 0.14, 0.3), between(rng, 0.02, 0.2)
    if level:
        flukes = sweep(
            [end, off(end, span * 0.5, 0, -0.05), off(end, span, 0, -0.16)],
            [0.07, 0.08, 0.02],
            [0.03, 0.02, 0.012],
            8,
            8,
        )
        parts += both("fluke", flukes, coat)
    else:
        for s in (-1, 1):
            tall = span * (1.3 if s > 0 and kind == "shark" else 1)
            lobe = sweep(
                [
                    off(end, 0, 0, 0.06),
                    off(end, 0, s * tall * 0.5, -0.07),
                    off(end, 0, s * tall, -0.08 - fork),
                ],
                [0.03, 0.018, 0.012],
                [0.05, 0.08, 0.03],
                8,
                8,
            )
            parts.append(Part("tail", lobe, fin))
    tall, share = between(rng, 0.08, 0.22), between(rng, 0.15, 0.6) if kind == "fish" else 0.14
    sail = [
        (share / 2, 0),
        (0, tall),
        (-share / 2, tall * between(rng, 0.3, 0.9)),
        (-share / 2 - 0.03, 0),
    ]
    parts.append(Part("fin", extrude(sail, 0.025, "x").moved(0, high * 0.84, 0.03), fin))
    root = np.array([wide * 0.8, -high * 0.3, 0.2])
    reach = between(rng, 0.12, 0.3)
    parts += both(
        "fin",
        sweep(
            [
                root,
                off(root, reach * 0.6, -reach * 0.4, -0.06),
                off(root, reach, -reach * 0.6, -0.18),
            ],
            [0.05, 0.06, 0.02],
            [0.025, 0.018, 0.01],
            8,
            8,
        ),
        fin,
    )
    if kind == "fish":
        parts.append(
            Part(
                "fin",
                extrude([(0.05, 0), (-0.12, 0), (-0.14, -tall * 0.6)], 0.02, "x").moved(
                    0, -high * 0.8, -0.1
                ),
                fin,
            )
        )
    eye = between(rng, 0.02, 0.05)
    parts += both(
        "eye",
        ellipsoid((eye * 0.6, eye, eye), (wide * 0.72, high * 0.22, 0.4), 7),
        pick(rng, _DARK, _BONE),
    )
    return assemble(
        "fish",
        parts,
        {"body_height": high, "body_width": wide, "fork": fork, "curl": curl, "fin": tall},
    )


def crawler(rng: Rng) -> ProceduralShape:
    """A crab, spider, ant or beetle: a low body on six or eight bent legs."""
    coat, dark = pick(rng, _FISHES, _SHELLS), pick(rng, _DARK, _SHELLS)
    kind = choose(rng, ("crab", "spider", "beetle", "ant"))
    w, high, long = between(rng, 0.22, 0.36), between(rng, 0.1, 0.2), between(rng, 0.2, 0.34)
    y = between(rng, 0.12, 0.28)
    parts = []
    if kind == "crab":
        parts.append(
            Part(
                "shell", superquadric((w * 1.25, high, long * 0.85), (0, y, 0), 0.9, 1.0, 12), coat
            )
        )
        for s in (-1, 1):
            root = np.array([s * w, y, long * 0.5])
            elbow = off(root, s * 0.22, between(rng, 0.0, 0.15), between(rng, 0.1, 0.2))
            hand = off(elbow, -s * 0.1, between(rng, 0, 0.12), between(rng, 0.14, 0.22))
            big = between(rng, 0.08, 0.14)
            parts.append(
                Part("arm", sweep([root, elbow, hand], [0.05, 0.055, 0.05], None, 8, 8), coat)
            )
            for bend in (-1, 1):
                claw = route(
                    hand,
                    off(hand, bend * big * 0.6 - s * 0.02, 0, big),
                    off(hand, bend * big * 0.12 - s * 0.05, 0, big * 2.1),
                )
                parts.append(
                    Part("claw", sweep(claw, [big * 0.55, big * 0.4, big * 0.1], None, 8, 8), coat)
                )
            stalk = off((s * w * 0.35, y, long * 0.75), 0, high, 0.02)
            parts.append(
                Part(
                    "stalk",
                    sweep([off(stalk, 0, -high, 0), stalk], [0.025, 0.02], None, 0, 6),
                    coat,
                )
            )
            parts.append(Part("eye", ellipsoid((0.04, 0.04, 0.04), tuple(stalk), 7), dark))
        count = 4
    else:
        rear = between(rng, 1.0, 1.6)
        parts.append(
            Part(
                "abdomen",
                ellipsoid(
                    (w * rear * 0.75, high * rear * 0.9, long * rear),
                    (0, y + 0.05, -long * rear * 0.95),
                    11,
                ),
                coat,
            )
        )
        parts.append(
            Part("thorax", ellipsoid((w * 0.6, high * 0.85, long * 0.65), (0, y, 0.05), 10), dark)
        )
        at = (0, y + 0.02, long * 0.65 + 0.12)
        parts.append(Part("head", ellipsoid((w * 0.45, high * 0.7, long * 0.4), at, 9), coat))
        parts.append(
            Part("waist", sweep([(0, y, -long * 0.6), (0, y, at[2])], 0.06, None, 0, 8), dark)
        )
        eye = w * 0.14
        parts += both(
            "eye",
            ellipsoid((eye, eye, eye), (w * 0.3, y + high * 0.45, at[2] + long * 0.18), 7),
            pick(rng, _DARK, _BONE),
        )
        if kind != "spider":
            feeler = route(
                (w * 0.15, y + 0.04, at[2] + 0.1),
                (w * 0.5, y + 0.3, at[2] + 0.2),
                (w * 0.9, y + 0.22, at[2] + 0.4),
            )
            parts += both("feeler", sweep(feeler, [0.02, 0.016, 0.014], None, 8, 6), dark)
        count = 4 if kind == "spider" else 3
    reach, thick = between(rng, 0.4, 0.75), between(rng, 0.02, 0.04)
    arch = between(rng, 0.02, 0.3)
    for k in range(count):
        turn = np.radians(np.linspace(-42, 45, count)[k] - (15 if kind == "crab" else 0))
        out = np.array([np.cos(turn), 0, np.sin(turn)])
        root = np.array([w * 0.35, y, 0.03]) + out * [0, 0, 0.1]
        knee, foot = root + out * reach * 0.5 + [0, arch, 0], root + out * reach + [0, thick - y, 0]
        leg = sweep(
            [root, knee, (knee + foot) / 2 + out * 0.05, foot],
            [thick * 1.4, thick * 1.2, thick, thick * 0.6],
            None,
            10,
            7,
        )
        parts += both("leg", leg, coat if kind == "crab" else dark)
    return assemble(
        "crawler",
        parts,
        {"body_width": w, "body_length": long, "reach": reach, "arch": arch, "legs": 2 * count},
    )


def snail(rng: Rng) -> ProceduralShape:
    """A snail with its coiled shell, or a snake, coiled or winding."""
    skin, shell = pick(rng, FURS, _SCALES), pick(rng, _SHELLS, CERAMICS)
    if chance(rng, 0.5):
        turns, r = between(rng, 2, 3), between(rng, 0.2, 0.32)
        angle = np.linspace(0, turns * 2 * np.pi, round(turns * 14))
        share = angle / angle[-1]
        radius = r * (0.12 + 0.88 * share) * 0.62
        fat = r * (0.1 + 0.42 * share)
        centre = np.array([0, r + 0.1, -0.12])
        drift = between(rng, 0.2, 0.6) * r * (1 - share)
        line = centre + np.stack(
            [drift, -radius * np.cos(angle + 0.4), -radius * np.sin(angle + 0.4)], 1
        )
        parts = [Part("shell", sweep(line, fat, None, 0, 12), shell)]
        rise, long = between(rng, 0.1, 0.35), between(rng, 0.4, 0.6)
        body = [
            (0, 0.03, -long),
            (0, 0.07, -0.1),
            (0, 0.09, 0.3),
            (0, 0.12 + rise * 0.5, 0.48),
            (0, 0.12 + rise, 0.56),
        ]
        parts.append(
            Part(
                "body",
                sweep(body, [0.04, 0.13, 0.12, 0.09, 0.08], [0.03, 0.08, 0.09, 0.09, 0.08], 18, 12),
                skin,
            )
        )
        for s, out in ((-1, between(rng, 0.02, 0.1)), (1, between(rng, 0.02, 0.1))):
            tip = np.array([s * (0.05 + out), 0.12 + rise + between(rng, 0.15, 0.24), 0.62])
            parts.append(
                Part(
                    "stalk",
                    sweep(route((s * 0.03, 0.14 + rise, 0.57), tip), [0.024, 0.018], None, 0, 6),
                    skin,
                )
            )
            parts.append(Part("eye", ellipsoid((0.032,) * 3, tuple(tip), 7), pick(rng, _DARK)))
        return assemble(
            "snail", parts, {"shell_radius": r, "turns": turns, "rise": rise, "snake": 0}
        )
    coil, fat = chance(rng, 0.5), between(rng, 0.045, 0.08)
    t = np.linspace(0, 1, 48)
    if coil:
        turns = between(rng, 1.6, 2.6)
        radius = 0.42 - 0.26 * t
        line = np.stack(
            [
                radius * np.sin(turns * 2 * np.pi * t),
                fat + t * turns * fat * 1.5,
                radius * np.cos(turns * 2 * np.pi * t),
            ],
            1,
        )
        head = np.array([0, line[-1, 1] + between(rng, 0.15, 0.35), 0.12])
        line = np.concatenate([line, [line[-1] * 0.4 + head * 0.6 - [0, 0.08, 0.05], head]])
    else:
        waves, wide = between(rng, 1, 2.2), between(rng, 0.12, 0.28)
        turns = waves
        line = np.stack([wide * np.sin(waves * 2 * np.pi * t), 0 * t + fat, (t - 0.5) * 1.2], 1)
        line[-6:, 1] += np.linspace(0, between(rng, 0.02, 0.3), 6) ** 1.2
        head = line[-1]
    girth = (
        fat
        * np.minimum(1, 0.2 + 2.5 * np.linspace(0, 1, len(line)))
        * np.where(np.arange(len(line)) > len(line) - 6, 0.85, 1)
    )
    parts = [Part("body", sweep(line, girth, None, 70, 10), shell)]
    parts.append(
        Part(
            "head",
            ellipsoid((fat * 1.2, fat * 0.9, fat * 1.9), tuple(off(head, 0, 0, fat)), 9),
            shell,
        )
    )
    parts += [
        Part("eye", e.solid.moved(*head), e.color)
        for e in both(
            "eye",
            ellipsoid((fat * 0.25,) * 3, (fat * 0.9, fat * 0.45, fat * 1.6), 6),
            pick(rng, _DARK, _BONE),
        )
    ]
    return assemble(
        "snail", parts, {"shell_radius": fat, "turns": turns, "rise": float(head[1]), "snake": 1}
    )


def frog(rng: Rng) -> ProceduralShape:
    """A frog or a lizard: a flat head with high eyes, legs spread to the sides."""
    skin, belly = pick(rng, _SCALES), pick(rng, _SCALES, FURS)
    lizard = chance(rng, 0.45)
    fat, long = between(rng, 0.1, 0.16), between(rng, 0.4, 0.6)
    if lizard:
        tail, wave = between(rng, 0.5, 0.9), between(rng, -0.2, 0.2)
        line = route(
            (wave, 0.05, -long - tail),
            (-wave * 0.6, 0.08, -long - tail * 0.45),
            (0, 0.13, -long),
            (0, 0.14, -long / 2),
            (0, 0.15, 0),
            (0, 0.17, 0.16),
        )
        body = sweep(
            line,
            np.array([0.08, 0.4, 0.8, 1.1, 0.9, 0.6]) * fat,
            np.array([0.08, 0.35, 0.7, 0.9, 0.75, 0.5]) * fat,
            26,
            12,
        )
        parts = [Part("body", body, skin)]
        parts.append(
            Part(
                "head",
                sweep(
                    [(0, 0.17, 0.1), (0, 0.18, 0.22), (0, 0.16, 0.42)],
                    np.array([0.7, 0.85, 0.3]) * fat,
                    np.array([0.6, 0.65, 0.25]) * fat,
                    9,
                    10,
                ),
                skin,
            )
        )
        parts += both(
            "eye", ellipsoid((0.03,) * 3, (fat * 0.65, 0.23, 0.24), 7), pick(rng, _DARK, _BONE)
        )
        for s in (-1, 1):
            for k, z in ((1, -0.03), (-1, -long * 0.95)):
                out = between(rng, 0.15, 0.26)
                leg = route(
                    (s * fat * 0.5, 0.13, z),
                    (s * (fat + out * 0.7), 0.16, z - 0.02 * k),
                    (s * (fat + out), 0.025, z + between(rng, 0.02, 0.14)),
                )
                parts.append(Part("leg", sweep(leg, [0.05, 0.038, 0.03], None, 8, 8), skin))
                parts.append(
                    Part(
                        "foot",
                        ellipsoid((0.045, 0.02, 0.07), (leg[2][0], 0.02, leg[2][2] + 0.04), 7),
                        belly,
                    )
                )
        return assemble("frog", parts, {"girth": fat, "trunk": long, "tail": tail, "lizard": 1})
    pitch = between(rng, 15, 40)
    fat *= 1.6
    rump = np.array([0, fat * 0.8, -0.25])
    neck = rump + toward(pitch, long * 0.75)
    parts = [
        Part(
            "body",
            sweep(
                [rump, (rump + neck) / 2, neck],
                np.array([0.75, 1.15, 1.05]) * fat,
                np.array([0.7, 1.0, 0.85]) * fat,
                9,
                14,
            ),
            skin,
        )
    ]
    parts.append(
        Part(
            "head",
            ellipsoid(
                (fat * 1.15, fat * 0.68, fat * 1.1),
                tuple(neck + toward(pitch * 0.3, fat * 0.5)),
                11,
            ),
            skin,
        )
    )
    parts.append(
        Part(
            "belly",
            ellipsoid(
                (fat * 0.95, fat * 0.7, long * 0.32),
                tuple((rump + neck) / 2 - [0, fat * 0.38, -0.03]),
                9,
            ),
            belly,
        )
    )
    parts += both(
        "eye",
        ellipsoid((fat * 0.34,) * 3, tuple(off(neck, fat * 0.62, fat * 0.62, fat * 0.55)), 8),
        skin,
    )
    parts += both(
        "pupil",
        ellipsoid((fat * 0.22,) * 3, tuple(off(neck, fat * 0.76, fat * 0.68, fat * 0.74)), 7),
        pick(rng, _DARK),
    )
    out = between(rng, 0.12, 0.22)
    hind = route(
        (fat * 0.7, fat * 0.8, -0.22),
        (fat + out, fat * 0.9, 0.0),
        (fat * 0.9 + out * 0.8, 0.06, -0.3),
        (fat + out, 0.04, -0.02),
    )
    parts += both("leg", sweep(hind, [0.1, 0.085, 0.05, 0.045], None, 14, 9), skin)
    parts += both("foot", ellipsoid((0.09, 0.025, 0.14), (fat + out, 0.03, 0.08), 7), belly)
    fore = route(
        tuple(off(neck, fat * 0.7, -fat * 0.2, 0)),
        (fat * 1.15, float(neck[1]) * 0.5, float(neck[2]) - 0.02),
        (fat * 1.05, 0.03, float(neck[2]) + 0.06),
    )
    parts += both("leg", sweep(fore, [0.06, 0.045, 0.04], None, 8, 8), skin)
    parts += both(
        "foot", ellipsoid((0.07, 0.025, 0.07), (fat * 1.05, 0.03, float(neck[2]) + 0.1), 7), belly
    )
    return assemble("frog", parts, {"girth": fat, "trunk": long, "pitch": pitch, "lizard": 0})


def bust(rng: Rng) -> ProceduralShape:
    """A head as a sculpture: of a person or a dog, bear or bull, on shoulders or a plinth."""
    stone = pick(rng, CERAMICS, METALS, PAINTS[:2], WOODS)
    beast = chance(rng, 0.6)
    w, high, deep = between(rng, 0.26, 0.36), between(rng, 0.34, 0.46), between(rng, 0.3, 0.42)
    y = between(rng, 0.45, 0.6)
    turn, nod = float(rng.normal(0, 8)), between(rng, -8, 8)
    many: list[Part] = []

    def add(name: str, solid: Solid, pair: bool = False) -> None:
        many.extend(both(name, solid, stone) if pair else [Part(name, solid, stone)])

    add("head", superquadric((w, high, deep), (0, 0, 0), 0.9, 0.95, 14))
    if beast:
        jowl, short = between(rng, 0.5, 0.95), between(rng, 0.1, 0.35)
        add(
            "muzzle",
            superquadric(
                (w * jowl * 0.75, high * 0.36, short + 0.12),
                (0, -high * 0.35, deep * 0.8),
                0.8,
                0.9,
                11,
            ),
        )
        add(
            "cheek",
            ellipsoid(
                (w * 0.42 * jowl, high * 0.34, 0.16),
                (w * 0.38, -high * 0.45, deep * 0.85 + short * 0.5),
                10,
            ),
            True,
        )
        add(
            "nose",
            ellipsoid(
                (w * 0.26, high * 0.13, 0.08), (0, -high * 0.12, deep * 0.85 + short + 0.06), 9
            ),
        )
        add(
            "brow",
            sweep(
                [
                    (w * 0.15, high * 0.25, deep * 0.82),
                    (w * 0.45, high * 0.36, deep * 0.78),
                    (w * 0.72, high * 0.18, deep * 0.6),
                ],
                0.06,
                None,
                8,
                8,
            ),
            True,
        )
        add("eye", ellipsoid((0.055,) * 3, (w * 0.45, high * 0.15, deep * 0.82), 8), True)
        if chance(rng, 0.5):
            add(
                "tongue",
                ellipsoid((w * 0.2, high * 0.24, 0.05), (0, -high * 0.85, deep * 0.75 + short), 8),
            )
        ear = choose(rng, ("up", "fold", "round"))
        root = np.array([w * 0.72, high * 0.62, 0.0])
        if ear == "round":
            add("ear", ellipsoid((0.13, 0.13, 0.07), tuple(off(root, 0.03, 0.1, 0)), 9), True)
        else:
            tip = off(root, 0.1, 0.3, 0) if ear == "up" else off(root, 0.24, 0.02, 0.14)
            add(
                "ear",
                sweep(
                    [off(root, -0.02, -0.1, 0), off(root, 0.1, 0.12, 0), tip],
                    [0.12, 0.11, 0.02],
                    [0.06, 0.05, 0.02],
                    8,
                    9,
                ),
                True,
            )
        if chance(rng, 0.2):
            add(
                "horn",
                sweep(
                    [off(root, 0, 0, 0), off(root, 0.25, 0.1, 0), off(root, 0.3, 0.35, 0.1)],
                    [0.08, 0.06, 0.015],
                    None,
                    9,
                    9,
                ),
                True,
            )
    else:
        add(
            "face",
            superquadric(
                (w * 0.78, high * 0.7, deep * 0.6), (0, -high * 0.3, deep * 0.38), 0.9, 0.9, 12
            ),
        )
        add(
            "nose",
            sweep(
                [(0, high * 0.12, deep * 0.88), (0, -high * 0.2, deep * 1.08)],
                [0.03, 0.055],
                [0.03, 0.05],
                5,
                8,
            ),
        )
        add("lip", ellipsoid((w * 0.3, 0.03, 0.05), (0, -high * 0.42, deep * 0.93), 8))
        add(
            "brow",
            sweep(
                [(w * 0.1, high * 0.1, deep * 0.93), (w * 0.55, high * 0.12, deep * 0.78)],
                0.035,
                None,
                5,
                7,
            ),
            True,
        )
        add("eye", ellipsoid((0.045,) * 3, (w * 0.4, high * 0.0, deep * 0.85), 8), True)
        add("chin", ellipsoid((w * 0.35, 0.09, 0.1), (0, -high * 0.82, deep * 0.72), 8))
        add("ear", ellipsoid((0.035, 0.09, 0.055), (w * 0.98, -0.03, -0.02), 8), True)
        if chance(rng, 0.7):
            add(
                "hair",
                superquadric(
                    (w * 1.1, high * 0.8, deep * 1.05),
                    (0, high * 0.32, -deep * 0.16),
                    1,
                    between(rng, 0.8, 1.1),
                    12,
                ),
            )
        if chance(rng, 0.3):
            add(
                "beard",
                ellipsoid((w * 0.6, high * 0.45, deep * 0.4), (0, -high * 0.85, deep * 0.5), 10),
            )
    parts = [
        Part(p.name, aimed(p.solid, nod, turn, (0, y + high * 0.8, 0.05)), p.color) for p in many
    ]
    thick = w * between(rng, 0.6, 0.95) * (1.15 if beast else 0.8)
    parts.append(
        Part(
            "neck",
            sweep(
                [(0, 0.1, -0.08), (0, y + high * 0.5, 0)], [thick * 1.25, thick], None, 6, 14, True
            ),
            stone,
        )
    )
    kind = choose(rng, ("shoulders", "cut", "plinth"))
    if kind == "shoulders":
        parts.append(
            Part(
                "shoulders",
                superquadric((between(rng, 0.45, 0.7), 0.28, 0.3), (0, 0.12, -0.05), 1, 0.9, 12),
                stone,
            )
        )
    else:
        r = thick * between(rng, 1.2, 1.5)
        foot = lathe(
            [(0, -0.12), (r, -0.12), (r, -0.05), (r * 0.8, 0), (r * 0.85, 0.14), (0, 0.14)], 24
        )
        parts.append(
            Part(
                "plinth", foot.moved(z=-0.06), stone if kind == "cut" else pick(rng, RUBBER, WOODS)
            )
        )
    return assemble(
        "bust", parts, {"head_width": w, "head_height": high, "beast": beast, "neck": thick}
    )
