"""Bodies that stand upright: people, robots and the figures of toys and cartoons."""

from __future__ import annotations

import numpy as np

from core.data.procedural.limbs import aimed, both, off, route, sweep
from core.data.procedural.palettes import (
    CARS,
    FABRICS,
    FURS,
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
    Array,
    Solid,
    box,
    cylinder,
    ellipsoid,
    extrude,
    lathe,
    superquadric,
)

_SKINS = ("e8b48c", "d99a6c", "8a5a3c", "5b3a28", "f0c8a8", "c48a5a")
_HAIRS = ("2b2420", "5b3a22", "8a5a33", "c8a05a", "9b9a97", "a5482a")
_DARK = ("1e1d1f", "2b2724")
_TOYS = (*FURS, *LEAVES, *PAINTS, "3fa35a", "e08a3a", "6a5acd", "d7a5a0")


def person(rng: Rng) -> ProceduralShape:
    """A man, woman or child in clothes: standing, walking, running, waving or sitting."""
    skin, hair = pick(rng, _SKINS), pick(rng, _HAIRS)
    top, trousers, shoes = (
        pick(rng, FABRICS, PAINTS),
        pick(rng, FABRICS, FABRICS, _SKINS),
        pick(rng, RUBBER, WOODS, PAINTS),
    )
    pose = choose(rng, ("stand", "stand", "walk", "walk", "run", "sit", "wave"))
    head = between(rng, 0.062, 0.1)  # half its height; the body is 1 tall
    build = between(rng, 0.85, 1.3)
    legs = between(rng, 0.44, 0.52) - (head - 0.065)
    shoulder, hips = between(rng, 0.095, 0.135) * build, between(rng, 0.075, 0.1) * build
    deep = between(rng, 0.055, 0.08) * build
    neck_y = 1 - 2 * head
    hip = np.array([0, legs, 0.0])
    stride = {"walk": between(rng, 0.1, 0.2), "run": between(rng, 0.25, 0.38)}.get(
        pose, between(rng, 0, 0.03)
    )
    lean = {"run": 0.08, "walk": 0.02}.get(pose, 0.0)
    if pose == "sit":
        hip = np.array([0, legs * 0.55, 0.0])
    chest = off(hip, 0, (neck_y - legs) * 0.75, lean)
    neck = off(hip, 0, neck_y - legs, lean * 1.3)
    spine = route(
        off(hip, 0, -0.03, 0),
        off(hip, 0, 0.08, 0),
        off(hip, 0, 0.16, 0.005),
        chest,
        off(neck, 0, -0.02, 0),
    )
    waist = between(rng, 0.8, 1.0)
    body = sweep(spine, [hips, hips * 1.02, hips * waist, shoulder * 0.95, shoulder * 0.5],
                 [deep, deep, deep * 0.9, deep * 1.05, deep * 0.6], 13, 14)  # fmt: skip
    parts = [Part("torso", body, top)]
    parts.append(
        Part(
            "neck",
            sweep([off(neck, 0, -0.03, 0), off(neck, 0, 0.03, 0.005)], 0.03 * build, None, 0, 10),
            skin,
        )
    )
    skull = off(neck, 0, head * 1.02, 0.012)
    turn, nod = float(rng.normal(0, 20)), float(rng.normal(0, 6))
    face: list[Part] = []
    face.append(
        Part(
            "head", superquadric((head * 0.74, head, head * 0.82), (0, 0, 0), 0.95, 0.95, 12), skin
        )
    )
    face.append(
        Part(
            "nose",
            ellipsoid((head * 0.12, head * 0.2, head * 0.16), (0, -head * 0.1, head * 0.82), 6),
            skin,
        )
    )
    face += both(
        "ear", ellipsoid((head * 0.08, head * 0.2, head * 0.14), (head * 0.74, 0, 0), 6), skin
    )
    style = choose(rng, ("short", "short", "long", "bald", "bun", "hat", "cap"))
    if style in ("short", "long", "bun"):
        face.append(
            Part(
                "hair",
                ellipsoid(
                    (head * 0.85, head * 0.8, head * 0.9), (0, head * 0.35, -head * 0.18), 10
                ),
                hair,
            )
        )
    if style == "long":
        drop = between(rng, 1.2, 2.6) * head
        face.append(
            Part(
                "hair",
                sweep(
                    [
                        (0, head * 0.3, -head * 0.45),
                        (0, -head * 0.5, -head * 0.75),
                        (0, -drop, -head * 0.8),
                    ],
                    [head * 0.8, head * 0.85, head * 0.5],
                    [head * 0.4, head * 0.35, head * 0.2],
                    9,
                    10,
                ),
                hair,
            )
        )
    if style == "bun":
        face.append(
            Part("hair", ellipsoid((head * 0.4,) * 3, (0, head * 0.9, -head * 0.7), 8), hair)
        )
    if style in ("hat", "cap"):
        cloth = pick(rng, FABRICS, PAINTS)
        face.append(
            Part(
                "hat",
                superquadric(
                    (head * 0.85, head * 0.75, head * 0.95),
                    (0, head * 0.42, -head * 0.05),
                    1,
                    0.6,
                    9,
                ),
                cloth,
            )
        )
        brim = (
            (head * 1.5, head * 0.08, head * 1.6)
            if style == "hat"
            else (head * 0.7, head * 0.07, head * 0.8)
        )
        face.append(
            Part(
                "brim",
                ellipsoid(brim, (0, head * 0.4, 0 if style == "hat" else head * 0.8), 9),
                cloth,
            )
        )
    parts += [Part(p.name, aimed(p.solid, nod, turn, skull), p.color) for p in face]
    thick = between(rng, 0.036, 0.05) * build
    skirt = chance(rng, 0.22) and pose != "sit"
    for n, s in enumerate((-1, 1)):
        root = off(hip, s * hips * 0.52, -0.01, 0)
        phase = s * stride
        if pose == "sit":
            knee = off(root, s * 0.02, 0.02, legs * 0.48)
            foot = off(knee, 0, -float(knee[1]) + 0.03, between(rng, -0.03, 0.06))
        else:
            spread = between(rng, 0.0, 0.04)
            back = max(0.0, -phase)
            foot = off(
                hip,
                s * (hips * 0.55 + spread),
                -legs + 0.03 + back * (0.9 if pose == "run" else 0.3),
                phase * 1.1,
            )
            knee = off((root + foot) / 2, 0, 0.0, 0.015 + abs(phase) * 0.25)
        bare = trousers if not skirt else skin
        parts.append(
            Part(
                "leg",
                sweep(
                    route(root, (root + knee) / 2, knee, (knee * 0.6 + foot * 0.4), foot),
                    [thick * 1.35, thick * 1.3, thick, thick * 0.95, thick * 0.65],
                    None,
                    12,
                    10,
                ),
                bare,
            )
        )
        shoe = superquadric((thick * 0.85, 0.024, 0.06), (0, 0, 0), 0.8, 0.7, 8).turned(
            "x", 40 * max(0.0, -phase) * 2
        )
        parts.append(
            Part(
                "shoe",
                shoe.moved(float(foot[0]), float(foot[1]) - 0.008, float(foot[2]) + 0.03),
                shoes,
            )
        )
        joint = off(chest, s * shoulder * 0.98, 0.015, 0)
        arm, fore = between(rng, 0.15, 0.18), between(rng, 0.13, 0.16)
        out = between(rng, 0.01, 0.05)
        swing = -phase * 0.7
        elbow = off(joint, s * (0.02 + out), -arm, swing)
        bend = (
            between(rng, 0.0, 0.05)
            + (0.1 if pose == "run" else 0.0)
            + (0.12 if pose == "sit" else 0)
        )
        hand = off(
            elbow, s * out * 0.3, -np.sqrt(max(fore**2 - bend**2, 0.0004)), bend + swing * 0.5
        )
        if pose == "wave" and n == 0:
            elbow = off(joint, s * arm * 0.9, between(rng, -0.05, 0.05), 0.02)
            hand = off(elbow, s * between(rng, -0.05, 0.08), fore, 0.03)
        elif chance(rng, 0.15):  # on the hip
            elbow, hand = (
                off(joint, s * 0.12, -arm * 0.8, -0.03),
                off(hip, s * hips * 1.05, 0.06, 0.02),
            )
        slim = thick * 0.78
        parts.append(
            Part(
                "arm",
                sweep(
                    route(off(joint, -s * 0.03, 0, 0), joint, elbow),
                    [slim * 1.2, slim * 1.2, slim * 0.95],
                    None,
                    8,
                    9,
                ),
                top,
            )
        )
        parts.append(
            Part(
                "forearm",
                sweep(route(elbow, hand), [slim * 0.92, slim * 0.62], None, 5, 9),
                choose(rng, (top, skin)),
            )
        )
        away = (hand - elbow) / np.linalg.norm(hand - elbow)
        parts.append(
            Part(
                "hand",
                sweep(
                    route(hand, hand + away * 0.045),
                    [slim * 0.45, slim * 0.5],
                    [slim * 0.75, slim * 0.7],
                    0,
                    8,
                ),
                skin,
            )
        )
        if n == 1 and chance(rng, 0.2):
            w, h = between(rng, 0.1, 0.2), between(rng, 0.1, 0.16)
            at = off(hand + away * 0.06, 0, -h / 2 - 0.04, 0)
            parts.append(Part("bag", box(0.06, h, w, tuple(at), 0.015), pick(rng, FABRICS, WOODS)))
            parts.append(
                Part(
                    "strap",
                    sweep(
                        [
                            off(at, 0, h / 2 - 0.01, -w * 0.3),
                            off(at, 0, h / 2 + 0.06, 0),
                            off(at, 0, h / 2 - 0.01, w * 0.3),
                        ],
                        0.009,
                        None,
                        9,
                        6,
                    ),
                    pick(rng, RUBBER),
                )
            )
    if skirt:
        long, wide = between(rng, 0.45, 0.95) * legs, between(rng, 1.15, 2.0)
        flare = lathe(
            [
                (0, 0.06),
                (hips * 0.95, 0.06),
                (hips * 1.15, -0.05),
                (hips * wide, -long),
                (0, -long + 0.02),
            ],
            20,
        )
        parts.append(
            Part(
                "skirt",
                flare.bent(lambda p: p * np.array([1, 1, 0.8])).moved(*hip.tolist()),
                trousers,
            )
        )
    elif chance(rng, 0.3):
        parts.append(
            Part(
                "belt",
                sweep(
                    [off(hip, 0, 0.05, 0), off(hip, 0, 0.075, 0)],
                    hips * 1.06,
                    deep * 1.08,
                    0,
                    14,
                    True,
                ),
                pick(rng, RUBBER),
            )
        )
    if pose == "sit":
        w, y = hips * 2.4, float(hip[1]) - thick
        stool = pick(rng, WOODS, FABRICS, METALS)
        if chance(rng, 0.5):
            parts.append(Part("seat", box(w, y, w * 0.9, (0, y / 2, 0.02), 0.01), stool))
        else:
            parts.append(Part("seat", cylinder(w * 0.55, 0.04, (0, y - 0.02, 0.02)), stool))
            parts.append(Part("post", cylinder(0.025, y, (0, y / 2, 0.02)), stool))
            parts.append(Part("foot", cylinder(w * 0.5, 0.025, (0, 0.0125, 0.02)), stool))
    elif chance(rng, 0.12):
        r = between(rng, 0.14, 0.22)
        parts.append(Part("base", cylinder(r, 0.05, (0, -0.005, 0)), pick(rng, WOODS, RUBBER)))
    factors = {"head": head, "legs": legs, "shoulders": shoulder, "build": build, "stride": stride}
    return assemble("person", parts, factors | {"sits": pose == "sit", "skirt": skirt})


def robot(rng: Rng) -> ProceduralShape:
    """A robot: boxy, round or humanoid, on legs, wheels or a foot, with a screen for a face."""
    shell, trim, dark = (
        pick(rng, PAINTS, CARS, METALS),
        pick(rng, METALS, PAINTS),
        pick(rng, RUBBER, METALS[2:4]),
    )
    glow = pick(rng, GLASSES, ("7ad0e0", "e0a526", "c0392b", "f2f0ea", "3fa35a"))
    boxy = between(rng, 0.12, 1.0)
    w, h, d = between(rng, 0.28, 0.46), between(rng, 0.3, 0.5), between(rng, 0.22, 0.34)
    leg = between(rng, 0.12, 0.55)
    y = leg + h / 2
    parts = [Part("torso", superquadric((w / 2, h / 2, d / 2), (0, y, 0), boxy, boxy, 12), shell)]
    big = between(rng, 0.6, 1.7)
    hw, hh, hd = w * big / 2, h * big * between(rng, 0.55, 0.8) / 2, d * big / 2
    gap = between(rng, 0.02, 0.08)
    top = leg + h + gap + hh
    parts.append(Part("neck", cylinder(w * 0.16, gap + 0.12, (0, leg + h + gap / 2, 0)), dark))
    round_ = min(1.0, max(0.12, boxy + between(rng, -0.25, 0.25)))
    face: list[Part] = [
        Part("head", superquadric((hw, hh, hd), (0, 0, 0), round_, round_, 12), shell)
    ]
    kind = choose(rng, ("eyes", "eyes", "screen", "visor", "cyclops"))
    front = hd * (0.92 if round_ > 0.5 else 0.97)
    eye = between(rng, 0.16, 0.34) * hh * 1.3
    if kind in ("screen", "eyes") and chance(rng, 0.6 if kind == "eyes" else 1.0):
        face.append(
            Part(
                "screen",
                superquadric(
                    (hw * 0.78, hh * 0.68, hd * 0.3),
                    (0, 0, hd * 0.76),
                    min(round_, 0.5),
                    min(round_, 0.5),
                    9,
                ),
                dark,
            )
        )
    if kind in ("screen", "eyes"):
        place = ellipsoid((eye, eye, hd * 0.12), (hw * 0.4, hh * 0.12, front + 0.025), 8)
        face += both("eye", place, glow)
        face += both(
            "pupil",
            ellipsoid(
                (eye * 0.5, eye * 0.5, hd * 0.1),
                (hw * 0.4, hh * 0.12, front + 0.025 + hd * 0.07),
                7,
            ),
            dark,
        )
        face.append(
            Part(
                "mouth",
                box(hw * between(rng, 0.3, 0.8), hh * 0.1, 0.04, (0, -hh * 0.45, front)),
                trim,
            )
        )
    elif kind == "visor":
        face.append(
            Part("visor", box(hw * 1.7, hh * 0.4, 0.08, (0, hh * 0.12, hd * 0.88), 0.02), glow)
        )
    else:
        ring = cylinder(eye * 1.7, 0.12).turned("x", 90).moved(0, 0, front)
        face += [
            Part("eye", ring, trim),
            Part("lens", ellipsoid((eye * 1.25, eye * 1.25, 0.06), (0, 0, front + 0.06), 9), glow),
        ]
    ears = choose(rng, ("none", "disc", "disc", "horn"))
    if ears != "none":
        disc = cylinder(hh * between(rng, 0.25, 0.5), hw * 0.3).turned("z", 90).moved(hw, 0, 0)
        face += both("ear", disc, trim)
    if ears == "horn":
        tip = between(rng, 0.12, 0.3)
        face += both(
            "antenna",
            sweep(
                [(hw * 1.05, 0, 0), (hw * 1.15, hh, 0), (hw * 1.4, hh + tip, 0)], 0.014, None, 7, 6
            ),
            dark,
        )
        face += both("tip", ellipsoid((0.03,) * 3, (hw * 1.4, hh + tip, 0), 7), glow)
    elif chance(rng, 0.55):
        tall = between(rng, 0.1, 0.3)
        face.append(Part("antenna", cylinder(0.014, tall, (0, hh + tall / 2 - 0.03, 0)), dark))
        face.append(Part("tip", ellipsoid((0.035,) * 3, (0, hh + tall - 0.03, 0), 7), glow))
    turn, nod = float(rng.normal(0, 15)), float(rng.normal(0, 6))
    parts += [Part(p.name, aimed(p.solid, nod, turn, (0, top, 0)), p.color) for p in face]
    if chance(rng, 0.75):
        parts.append(
            Part(
                "panel",
                box(
                    w * between(rng, 0.4, 0.7),
                    h * between(rng, 0.25, 0.5),
                    0.05,
                    (0, y, d / 2 - 0.01 - 0.03 * (boxy > 0.6)),
                    0.01,
                ),
                trim,
            )
        )
        for k in range(int(rng.integers(0, 4))):
            knob = (
                cylinder(0.022, 0.07).turned("x", 90).moved((k - 1) * w * 0.16, y - h * 0.05, d / 2)
            )
            parts.append(Part("button", knob, pick(rng, PAINTS)))
    if chance(rng, 0.25):
        parts.append(Part("pack", box(w * 0.7, h * 0.7, d * 0.5, (0, y, -d * 0.6), 0.03), trim))
    thick = between(rng, 0.035, 0.065)
    for s in (-1, 1):
        joint = np.array([s * (w / 2 + thick * 0.6), leg + h * 0.78, 0])
        parts.append(Part("shoulder", ellipsoid((thick * 1.6,) * 3, tuple(joint), 8), trim))
        angle, ahead = np.radians(between(rng, -95, 40)), between(rng, -0.06, 0.2)
        arm = between(rng, 0.4, 0.75) * (h + leg * 0.4) / 2
        elbow = joint + arm * np.array([s * max(0.15, np.cos(angle)), np.sin(angle), 0.1])
        hand = elbow + arm * np.array(
            [s * 0.35 * np.cos(angle), np.sin(angle) * 0.8, 0.15 + ahead * 3]
        )
        parts.append(
            Part(
                "arm",
                sweep(route(joint, elbow), thick, None, 0, 9),
                dark if chance(rng, 0.4) else shell,
            )
        )
        parts.append(Part("elbow", ellipsoid((thick * 1.25,) * 3, tuple(elbow), 7), trim))
        parts.append(
            Part("arm", sweep(route(elbow, hand), [thick, thick * 1.25], None, 0, 9), shell)
        )
        if chance(rng, 0.5):
            away = (hand - elbow) / np.linalg.norm(hand - elbow)
            for k in (-1, 1):
                claw = route(
                    hand,
                    hand + away * 0.07 + [0, k * 0.06, 0],
                    hand + away * 0.14 + [0, k * 0.025, 0],
                )
                parts.append(Part("claw", sweep(claw, [0.024, 0.022, 0.014], None, 7, 7), dark))
        else:
            parts.append(
                Part(
                    "hand", ellipsoid((thick * 1.6, thick * 1.7, thick * 1.6), tuple(hand), 8), trim
                )
            )
    base = choose(rng, ("legs", "legs", "legs", "wheels", "foot"))
    if base == "legs":
        for s in (-1, 1):
            x, step = s * w * between(rng, 0.22, 0.32), between(rng, -0.06, 0.06)
            wide = thick * between(rng, 1.1, 1.9)
            leg_line = route((x, leg + 0.06, 0), (x, leg * 0.5, step * 0.5 + 0.02), (x, 0.03, step))
            parts.append(
                Part("leg", sweep(leg_line, wide, None, 0, 10), shell if chance(rng, 0.5) else dark)
            )
            parts.append(Part("knee", ellipsoid((wide * 1.25,) * 3, tuple(leg_line[1]), 7), trim))
            parts.append(
                Part(
                    "foot",
                    superquadric(
                        (wide * 1.5, 0.05, wide * 2.2),
                        (x, 0.04, step + wide * 0.7),
                        min(boxy, 0.6),
                        0.5,
                        9,
                    ),
                    trim,
                )
            )
    elif base == "wheels":
        r = leg * 0.55
        parts.append(Part("axle", box(w * 0.9, leg * 0.7, d * 0.6, (0, leg * 0.72, 0), 0.02), dark))
        for s in (-1, 1):
            if chance(rng, 0.5):
                tread = extrude(
                    [
                        (-d * 0.7, r * 0.4),
                        (-d * 0.5, 0),
                        (d * 0.5, 0),
                        (d * 0.7, r * 0.4),
                        (d * 0.3, r * 1.4),
                        (-d * 0.3, r * 1.4),
                    ],
                    w * 0.24,
                    "x",
                )
                parts.append(Part("tread", tread.moved(s * w * 0.46, 0, 0), pick(rng, RUBBER)))
            else:
                wheel = cylinder(r, w * 0.2).turned("z", 90)
                parts.append(Part("wheel", wheel.moved(s * w * 0.48, r, 0), pick(rng, RUBBER)))
    else:
        parts.append(
            Part(
                "foot",
                lathe(
                    [
                        (0, 0),
                        (w * 0.6, 0),
                        (w * 0.6, 0.05),
                        (w * 0.22, 0.1),
                        (w * 0.2, leg + 0.05),
                        (0, leg + 0.05),
                    ],
                    20,
                ),
                dark,
            )
        )
    factors = {
        "torso_width": w,
        "torso_height": h,
        "leg_length": leg,
        "head_size": big,
        "roundness": boxy,
    }
    return assemble("robot", parts, factors | {"antenna": ears == "horn", "legs": base == "legs"})


def mascot(rng: Rng) -> ProceduralShape:
    """A cartoon animal on two legs: panda, dragon, mouse, bear or rabbit, bare or in clothes."""
    coat, second = pick(rng, _TOYS), pick(rng, _TOYS, PAINTS[:2])
    dark = pick(rng, _DARK)
    kind = choose(rng, ("bear", "panda", "mouse", "dragon", "rabbit", "cat", "teddy"))
    if kind == "panda":
        coat, second = pick(rng, PAINTS[:2]), pick(rng, _DARK)
    limb = second if kind == "panda" else coat
    head = between(rng, 0.2, 0.34)
    plump, torso, leg = between(rng, 0.14, 0.27), between(rng, 0.3, 0.46), between(rng, 0.12, 0.32)
    sits = kind in ("teddy", "bear") and chance(rng, 0.5)
    hip = 0.08 if sits else leg
    neck = hip + torso
    pear = between(rng, 0.65, 1.0)
    parts = [
        Part(
            "body",
            sweep(
                [(0, hip + 0.02, 0), (0, hip + torso * 0.35, 0.01), (0, neck, 0)],
                np.array([0.85, 1.05, 0.75 * pear]) * plump,
                np.array([0.8, 1.0, 0.7 * pear]) * plump,
                10,
                16,
            ),
            coat,
        ),
        Part(
            "belly",
            ellipsoid(
                (plump * 0.75, torso * 0.42, plump * 0.6), (0, hip + torso * 0.38, plump * 0.52), 10
            ),
            second if kind != "panda" else coat,
        ),
    ]
    face = _cartoon_head(rng, kind, head, coat, second, dark)
    turn, nod = float(rng.normal(0, 14)), float(rng.normal(0, 5))
    tall = head * between(rng, 0.72, 0.85)
    parts += [
        Part(p.name, aimed(p.solid, nod, turn, (0, neck + tall, 0.02)), p.color) for p in face
    ]
    thick = plump * between(rng, 0.3, 0.45)
    for s in (-1, 1):
        root = np.array([s * plump * 0.5, hip + 0.03, 0])
        if sits:
            foot = np.array([s * plump * between(rng, 0.8, 1.3), thick * 0.9, leg + plump * 0.5])
        else:
            foot = np.array(
                [s * plump * between(rng, 0.5, 0.9), thick * 0.5, between(rng, -0.05, 0.08)]
            )
        parts.append(
            Part(
                "leg",
                sweep(
                    route(root, (root + foot) / 2, foot),
                    [thick * 1.35, thick * 1.25, thick * 1.05],
                    None,
                    7,
                    10,
                ),
                limb,
            )
        )
        sole = (
            (thick * 1.15, thick * 1.5, thick * 0.75)
            if sits
            else (thick * 1.2, thick * 0.75, thick * 1.7)
        )
        parts.append(
            Part(
                "foot",
                ellipsoid(sole, tuple(off(foot, 0, 0, thick * 0.6)), 9),
                limb if chance(rng, 0.6) else second,
            )
        )
        angle = np.radians(between(rng, -75, 55))
        reach = between(rng, 0.22, 0.4)
        joint = np.array([s * plump * 0.55 * pear, neck - torso * 0.08, 0])
        hand = joint + reach * np.array(
            [s * max(np.cos(angle), 0.4), np.sin(angle), between(rng, -0.1, 0.6)]
        )
        elbow = (joint + hand) / 2 + [s * 0.03, -0.03, -0.02]
        parts.append(
            Part(
                "arm",
                sweep(
                    route(joint, elbow, hand),
                    [thick * 0.95, thick * 0.85, thick * 0.8],
                    None,
                    9,
                    10,
                ),
                limb,
            )
        )
        parts.append(
            Part(
                "hand",
                ellipsoid((thick * 0.95,) * 3, tuple(hand), 8),
                limb if chance(rng, 0.7) else second,
            )
        )
    tail = kind in ("dragon", "mouse", "cat")
    if tail:
        fat = thick * (1.3 if kind == "dragon" else 0.3)
        bend, rise = between(rng, -0.25, 0.25), between(rng, -0.1, 0.25)
        line = route(
            (0, hip + 0.08, -plump * 0.5),
            (bend * 0.5, max(hip - 0.04, 0.06), -plump - 0.15),
            (bend * 1.5, max(0.05, hip - 0.05 + rise), -plump - 0.36),
        )
        parts.append(Part("tail", sweep(line, [fat * 1.2, fat, fat * 0.35], None, 11, 10), coat))
    else:
        parts.append(
            Part(
                "tail",
                ellipsoid((plump * 0.25,) * 3, (0, hip + torso * 0.2, -plump * 0.95), 8),
                second if kind == "rabbit" else limb,
            )
        )
    wings = kind == "dragon" and chance(rng, 0.75)
    if wings:
        span, rise = between(rng, 0.25, 0.45), between(rng, 0.0, 0.25)
        outline = [
            (0.0, 0.05),
            (span * 0.5, rise + 0.14),
            (span, rise + 0.06),
            (span * 0.85, -0.1),
            (span * 0.6, -0.06),
            (span * 0.42, -0.16),
            (span * 0.2, -0.1),
            (0.0, -0.08),
        ]
        wing = (
            extrude(outline, 0.025)
            .turned("y", between(rng, 0, 40))
            .moved(plump * 0.3, hip + torso * 0.7, -plump * 0.6)
        )
        parts += both("wing", wing, pick(rng, _TOYS))
    parts += _clothes(rng, hip, torso, neck, plump, pear)
    factors = {"head": head, "girth": plump, "torso": torso, "leg_length": leg, "sits": sits}
    return assemble("mascot", parts, factors | {"wings": wings, "tail": tail})


def _cartoon_head(
    rng: Rng, kind: str, head: float, coat: Color, second: Color, dark: Color
) -> list[Part]:
    """A head about the origin that looks along +Z."""
    wide = head * between(rng, 0.92, 1.12)
    high, deep = head * between(rng, 0.78, 0.95), head * between(rng, 0.8, 0.95)
    face = [Part("head", ellipsoid((wide, high, deep), (0, 0, 0), 13), coat)]
    snout = head * (between(rng, 0.3, 0.65) if kind == "dragon" else between(rng, 0.08, 0.35))
    muzzle = ellipsoid(
        (wide * between(rng, 0.4, 0.6), high * 0.38, deep * 0.35 + snout),
        (0, -high * 0.32, deep * 0.66),
        10,
    )
    face.append(Part("muzzle", muzzle, coat if kind == "panda" or chance(rng, 0.3) else second))
    front = deep * 1.01 + snout
    if kind == "dragon":
        face += both(
            "nostril",
            ellipsoid((0.02, 0.025, 0.02), (wide * 0.18, -high * 0.12, front * 0.9), 6),
            dark,
        )
        jaw = ellipsoid(
            (wide * 0.42, high * 0.2, deep * 0.5 + snout * 0.6), (0, -high * 0.62, deep * 0.42), 9
        )
        face.append(Part("jaw", jaw, second))
    else:
        face.append(
            Part(
                "nose",
                ellipsoid(
                    (wide * 0.14, high * 0.1, deep * 0.09), (0, -high * 0.16, front * 0.97), 8
                ),
                dark,
            )
        )
    eye = head * between(rng, 0.1, 0.24)
    x, y = wide * between(rng, 0.32, 0.45), high * between(rng, 0.08, 0.3)
    z = deep * np.sqrt(max(1 - (x / wide) ** 2 - (y / high) ** 2, 0.1))
    white = pick(rng, PAINTS[:1])
    if kind == "panda" or chance(rng, 0.15):
        patch = ellipsoid(
            (eye * 1.5, eye * 1.8, eye * 0.8), (x, y - eye * 0.2, z - eye * 0.2), 8
        ).turned("z", 0)
        face += both("patch", patch, pick(rng, _DARK))
    glasses = chance(rng, 0.12)
    if glasses:
        big = head * between(rng, 0.3, 0.45)
        lens = (
            cylinder(big, head * 0.12).turned("x", 90).moved(max(x, big * 0.95), y, z + head * 0.08)
        )
        face += both("glasses", lens, dark if chance(rng, 0.5) else pick(rng, PAINTS))
        inner = (
            cylinder(big * 0.8, head * 0.14)
            .turned("x", 90)
            .moved(max(x, big * 0.95), y, z + head * 0.09)
        )
        face += both("lens", inner, pick(rng, RUBBER, GLASSES))
    elif chance(rng, 0.7):
        face += both("eye", ellipsoid((eye, eye * 1.15, eye * 0.6), (x, y, z), 9), white)
        face += both(
            "pupil",
            ellipsoid((eye * 0.6, eye * 0.7, eye * 0.4), (x * 0.96, y, z + eye * 0.32), 8),
            dark,
        )
    else:
        face += both("eye", ellipsoid((eye * 0.7, eye * 0.8, eye * 0.6), (x, y, z), 8), dark)
    size = head * between(rng, 0.3, 0.5)
    inner_color = pick(rng, _TOYS)
    if kind in ("bear", "panda", "teddy", "mouse"):
        size *= between(rng, 1.3, 1.9) if kind == "mouse" else 1.0
        at = (wide * 0.72 + size * 0.15, high * 0.62 + size * 0.45, -deep * 0.1)
        ear_color = pick(rng, _DARK) if kind == "panda" else coat
        face += both("ear", ellipsoid((size, size, size * 0.4), at, 10), ear_color)
        if kind != "panda":
            face += both(
                "ear",
                ellipsoid(
                    (size * 0.6, size * 0.6, size * 0.3), (at[0], at[1], at[2] + size * 0.2), 8
                ),
                inner_color,
            )
    elif kind == "rabbit":
        tall, lean = head * between(rng, 0.9, 1.7), between(rng, -0.1, 0.35) * head
        ear = sweep(
            [
                (wide * 0.35, high * 0.7, 0),
                (wide * 0.4 + lean * 0.4, high + tall * 0.5, -0.02),
                (wide * 0.4 + lean, high * 0.8 + tall, 0),
            ],
            [size * 0.35, size * 0.5, size * 0.25],
            [size * 0.22, size * 0.25, size * 0.15],
            9,
            10,
        )
        face += both("ear", ear, coat)
    elif kind == "cat":
        ear = sweep(
            [(wide * 0.55, high * 0.5, 0), (wide * 0.75, high * 1.2, -0.02)],
            [size * 0.75, size * 0.08],
            [size * 0.35, size * 0.06],
            6,
            8,
        )
        face += both("ear", ear, coat)
    else:
        out = between(rng, 0.2, 0.5) * head
        horn = route(
            (wide * 0.5, high * 0.6, -0.02),
            (wide * 0.6 + out * 0.8, high * 1.05, -0.04),
            (wide * 0.55 + out, high * 1.1 + head * 0.45, -0.02),
        )
        face += both(
            "horn",
            sweep(horn, [head * 0.16, head * 0.12, head * 0.02], None, 9, 9),
            pick(rng, ("e0a526", "d9622b", "efe7d6", "8a6844")),
        )
        for t in np.linspace(0.1, 0.9, 4):
            angle = np.radians(85 + 80 * t)
            root = np.array([0, high * np.sin(angle), deep * np.cos(angle)])
            face.append(
                Part(
                    "spike",
                    sweep(
                        route(root * 0.9, root * 1.22),
                        [head * 0.06, 0.008],
                        [head * 0.12, 0.01],
                        0,
                        7,
                    ),
                    inner_color,
                )
            )
    if chance(rng, 0.2):
        hat = pick(rng, PAINTS, METALS, FABRICS)
        r = head * between(rng, 0.35, 0.6)
        if chance(rng, 0.5):  # a crown with its points
            line = [(r * 0.9, 0), (r, r * 0.5), (r * 0.85, r * 0.5), (r * 0.8, 0.02), (0, 0.0)]
            face.append(Part("crown", lathe(line, 18, 0.05).moved(y=high * 0.82), hat))
            for k in range(6):
                a = k * np.pi / 3
                tip = np.array([np.sin(a) * r * 0.93, high * 0.82 + r * 0.45, np.cos(a) * r * 0.93])
                face.append(
                    Part(
                        "point",
                        sweep(
                            route(tip, off(tip, 0, r * 0.4, 0)), [r * 0.18, r * 0.05], None, 0, 6
                        ),
                        hat,
                    )
                )
        else:
            face.append(Part("brim", cylinder(r * 1.6, 0.025, (0, high * 0.86, 0)), hat))
            face.append(
                Part(
                    "hat",
                    cylinder(r, r * 1.4, (0, high * 0.86 + r * 0.7, 0), r * between(rng, 0.1, 1.1)),
                    hat,
                )
            )
    return face


def _clothes(
    rng: Rng, hip: float, torso: float, neck: float, plump: float, pear: float
) -> list[Part]:
    """Stripes, a coat, trousers, a scarf or nothing around a plump body."""
    kind = choose(rng, ("none", "none", "stripes", "coat", "trousers", "scarf"))
    cloth, trim = pick(rng, FABRICS, PAINTS), pick(rng, FABRICS, PAINTS, METALS)

    def ring(low: float, high: float, more: float) -> Solid:
        def width(t: float) -> float:
            return float(np.interp(t, [0, 0.35, 1], [0.85, 1.05, 0.75 * pear])) * plump * more

        places = [(0, hip + t * torso, 0.005) for t in (low, high)]
        sizes: Array = np.array([width(low), width(high)])
        return sweep(places, sizes, sizes * 0.97, 0, 16, True)

    if kind == "stripes":
        count = int(rng.integers(3, 6))
        edges = np.linspace(0.05, 0.95, 2 * count + 1)
        return [
            Part("stripe", ring(float(a), float(b), 1.05), cloth)
            for a, b in zip(edges[::2], edges[1::2], strict=False)
        ]
    if kind == "coat":
        low, wide = -between(rng, 0.1, 0.9) * hip, between(rng, 1.15, 1.5)
        profile = [
            (0, neck),
            (plump * 0.7 * pear, neck),
            (plump * 1.12, hip + torso * 0.35),
            (plump * wide, hip + low),
            (plump * (wide - 0.12), hip + low),
            (0, hip + torso * 0.1),
        ]
        coat = [Part("coat", lathe(profile, 20, plump * 0.12), cloth)]
        coat.append(
            Part(
                "trim",
                box(
                    plump * 0.35,
                    torso * 0.8,
                    plump * 0.3,
                    (0, hip + torso * 0.45, plump * 0.98),
                    0.02,
                ),
                trim,
            )
        )
        return [*coat, Part("belt", ring(0.32, 0.42, 1.13), trim)]
    if kind == "trousers":
        return [
            Part("trousers", ring(-0.08, 0.35, 1.06), cloth),
            Part("belt", ring(0.33, 0.39, 1.09), trim),
        ]
    if kind == "scarf":
        scarf = [Part("scarf", ring(0.86, 1.0, 1.35), cloth)]
        return [
            *scarf,
            Part(
                "scarf",
                box(
                    plump * 0.4,
                    torso * 0.45,
                    0.04,
                    (plump * 0.4, hip + torso * 0.7, plump * 0.85),
                    0.01,
                ),
                cloth,
            ),
        ]
    return []
