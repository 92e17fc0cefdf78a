"""Animals on four legs, heads toward +Z: one skeleton, many species, several postures.

Lengths are in heights of the shoulder.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.data.procedural.limbs import aimed, both, off, sweep, toward
from core.data.procedural.palettes import FABRICS, METALS, PAINTS, RUBBER, WOODS, Color, pick
from core.data.procedural.shape import (
    Part,
    ProceduralShape,
    Rng,
    assemble,
    between,
    chance,
    choose,
)
from core.data.procedural.solids import Array, Solid, box, ellipsoid

Range = tuple[float, float]
_BROWN = ("8a4a25", "6b3a20", "5b4331", "a5673f", "b5743c", "3a2a22", "c08a55")
_GREY = ("9b9a97", "6f7076", "848a92", "55585c", "a39a90")
_PALE = ("e4dccf", "f0ece4", "d9cbb5", "c8a87a")
_DARK = ("2b2724", "1e1d1f", "3a3430")
_ORANGE = ("d0742a", "c4622d", "b8742f", "e08a3a")
_PINK = ("e8a9a0", "d99a8c", "edc1b4")
_SPOTTED = ("d9b060", "c99a4b", "e2c07d")


@dataclass(frozen=True)
class Beast:
    """What a species looks like: ranges of lengths and what heads, feet and tails it may have."""

    length: Range  # of the trunk
    chest: Range  # height of the trunk
    girth: Range  # width over height of the trunk
    leg: Range  # radius of the upper leg
    neck: Range
    rise: Range  # degrees of the neck above level
    head: Range  # length from neck to nose
    muzzle: Range  # thickness of the nose over that of the skull
    droop: Range  # degrees by which the nose hangs
    ears: tuple[str, ...]
    ear: Range
    tails: tuple[str, ...]
    tail: Range
    coats: tuple[str, ...]
    foot: str = "paw"
    skull: Range = (0.42, 0.52)  # height of the head over its length
    horns: tuple[str, ...] = ("none",)
    points: tuple[str, ...] = ()  # colours of legs, nose and tail, if unlike the coat
    mane: tuple[str, ...] = ("none",)
    postures: tuple[str, ...] = ("stand", "walk", "walk", "run")
    tuck: Range = (0.7, 0.95)  # how slim the loins are


_HORSE = Beast(
    (0.95, 1.15), (0.42, 0.5), (0.62, 0.78), (0.085, 0.11), (0.5, 0.68), (38, 68), (0.42, 0.5),
    (0.5, 0.62), (25, 62), ("pointed",), (0.1, 0.14), ("horse",), (0.5, 0.75),
    (*_BROWN, *_DARK, *_PALE, *_GREY), "hoof", (0.36, 0.44), points=(*_DARK, *_PALE),
    mane=("crest", "crest", "short"), postures=("stand", "walk", "walk", "run", "rear"),
)  # fmt: skip
_DOG = Beast(
    (0.75, 1.2), (0.36, 0.5), (0.65, 0.9), (0.06, 0.1), (0.22, 0.4), (25, 65), (0.34, 0.5),
    (0.4, 0.72), (0, 22), ("pointed", "floppy", "floppy", "small"), (0.1, 0.22),
    ("whip", "bushy", "curl", "stump"), (0.25, 0.6), (*_BROWN, *_DARK, *_PALE, *_GREY),
    skull=(0.5, 0.66), points=(*_DARK, *_PALE, *_BROWN), tuck=(0.6, 0.9),
    postures=("stand", "walk", "run", "sit", "sit", "lie"),
)  # fmt: skip
_FOX = Beast(
    (0.95, 1.25), (0.36, 0.46), (0.7, 0.85), (0.05, 0.075), (0.25, 0.38), (25, 55), (0.42, 0.52),
    (0.26, 0.38), (4, 20), ("pointed",), (0.18, 0.28), ("bushy",), (0.6, 0.9),
    (*_ORANGE, *_GREY[:3], *_PALE[:2]), skull=(0.5, 0.6), points=_DARK + _PALE[:2],
    postures=("stand", "walk", "run", "sit", "sit", "lie"),
)  # fmt: skip
_CAT = Beast(
    (1.05, 1.45), (0.34, 0.44), (0.72, 0.9), (0.065, 0.095), (0.18, 0.3), (20, 60), (0.32, 0.4),
    (0.5, 0.7), (2, 18), ("pointed", "pointed", "round"), (0.1, 0.18), ("whip", "long"),
    (0.6, 1.0), (*_ORANGE, *_GREY, *_DARK, *_PALE, *_SPOTTED), skull=(0.72, 0.9),
    points=(*_PALE, *_DARK), mane=("none", "none", "lion"),
    postures=("stand", "walk", "run", "sit", "sit", "lie"),
)  # fmt: skip
_CATTLE = Beast(
    (1.05, 1.3), (0.5, 0.6), (0.62, 0.8), (0.08, 0.11), (0.3, 0.45), (8, 38), (0.4, 0.5),
    (0.62, 0.8), (30, 60), ("side",), (0.14, 0.2), ("tassel",), (0.5, 0.7),
    (*_BROWN, *_DARK, *_PALE), "hoof", (0.42, 0.52),
    horns=("none", "cow", "cow", "long"), points=(*_DARK, *_PALE, *_PINK), tuck=(0.9, 1.05),
)  # fmt: skip
_GOAT = Beast(
    (0.9, 1.15), (0.46, 0.62), (0.75, 0.98), (0.055, 0.08), (0.3, 0.42), (35, 65), (0.34, 0.42),
    (0.5, 0.65), (25, 50), ("side",), (0.12, 0.2), ("stump", "tassel"), (0.1, 0.2),
    (*_PALE, *_PALE, *_BROWN, *_DARK), "hoof", (0.42, 0.52), horns=("none", "goat", "ram"),
    points=(*_DARK, *_PALE), tuck=(0.95, 1.1),
)  # fmt: skip
_ELEPHANT = Beast(
    (0.95, 1.15), (0.58, 0.7), (0.72, 0.88), (0.13, 0.17), (0.18, 0.28), (10, 30), (0.4, 0.5),
    (0.5, 0.6), (30, 50), ("fan",), (0.34, 0.5), ("tassel",), (0.4, 0.55),
    (*_GREY, *_GREY, "6f6a8a"), "pad", (0.7, 0.85), horns=("tusks", "tusks", "none"),
    tuck=(0.95, 1.05), postures=("stand", "walk", "walk"),
)  # fmt: skip
_GIRAFFE = Beast(
    (0.62, 0.75), (0.36, 0.44), (0.6, 0.75), (0.06, 0.08), (0.85, 1.15), (55, 78), (0.3, 0.36),
    (0.42, 0.52), (20, 45), ("side",), (0.1, 0.14), ("tassel",), (0.4, 0.55), _SPOTTED, "hoof",
    (0.38, 0.45), horns=("knobs",), mane=("short",), points=_PALE,
    postures=("stand", "walk", "walk"),
)  # fmt: skip
_LLAMA = Beast(
    (0.8, 1.0), (0.42, 0.54), (0.7, 0.9), (0.065, 0.09), (0.55, 0.8), (50, 82), (0.3, 0.38),
    (0.5, 0.65), (5, 35), ("pointed", "small"), (0.1, 0.2), ("stump", "tassel"), (0.2, 0.35),
    (*_PALE, *_BROWN, *_SPOTTED), "pad", (0.42, 0.52), mane=("none", "hump"),
    postures=("stand", "walk", "walk"),
)  # fmt: skip
_PIG = Beast(
    (1.2, 1.6), (0.58, 0.72), (0.8, 1.0), (0.09, 0.13), (0.12, 0.22), (-5, 25), (0.46, 0.6),
    (0.45, 0.68), (8, 30), ("floppy", "pointed", "small"), (0.12, 0.22), ("curl", "tassel"),
    (0.2, 0.35), (*_PINK, *_PINK, *_DARK, *_GREY, *_BROWN), "hoof", (0.62, 0.78),
    horns=("none", "none", "rhino", "boar"), tuck=(0.92, 1.1),
)  # fmt: skip
_DEER = Beast(
    (0.8, 1.0), (0.36, 0.44), (0.62, 0.75), (0.06, 0.08), (0.4, 0.55), (45, 72), (0.34, 0.42),
    (0.38, 0.5), (18, 42), ("side", "pointed"), (0.14, 0.2), ("stump",), (0.1, 0.16),
    (*_BROWN, *_SPOTTED), "hoof", (0.42, 0.5), horns=("antlers", "antlers", "none"),
    points=(*_PALE, *_DARK), postures=("stand", "walk", "run", "run", "lie"),
)  # fmt: skip
_BEAR = Beast(
    (1.1, 1.4), (0.56, 0.7), (0.8, 1.0), (0.12, 0.17), (0.18, 0.3), (0, 35), (0.4, 0.5),
    (0.4, 0.55), (5, 25), ("round",), (0.1, 0.15), ("stump",), (0.06, 0.12),
    (*_BROWN, *_DARK, *_PALE[:2], *_GREY), skull=(0.68, 0.85), points=(*_DARK, *_DARK, *_PALE),
    tuck=(0.95, 1.1), postures=("stand", "walk", "sit", "sit", "lie"),
)  # fmt: skip
_RABBIT = Beast(
    (0.95, 1.3), (0.55, 0.75), (0.75, 0.95), (0.07, 0.1), (0.14, 0.22), (20, 55), (0.42, 0.55),
    (0.4, 0.6), (5, 25), ("tall", "tall", "round", "pointed"), (0.3, 0.6),
    ("stump", "whip", "bushy"), (0.12, 0.7), (*_GREY, *_PALE, *_BROWN, *_ORANGE),
    skull=(0.7, 0.85), points=_PALE, postures=("sit", "sit", "lie", "stand"), tuck=(1.0, 1.25),
)  # fmt: skip


def horse(rng: Rng) -> ProceduralShape:
    """A horse, pony or foal: standing, walking, running or rearing; some are saddled."""
    return _beast(rng, "horse", _HORSE)


def dog(rng: Rng) -> ProceduralShape:
    """A dog or wolf: standing, running, sitting or lying."""
    return _beast(rng, "dog", _DOG)


def fox(rng: Rng) -> ProceduralShape:
    """A fox with its brush."""
    return _beast(rng, "fox", _FOX)


def cat(rng: Rng) -> ProceduralShape:
    """A cat, great or small; some with a lion's mane."""
    return _beast(rng, "cat", _CAT)


def cattle(rng: Rng) -> ProceduralShape:
    """A cow or bull, a goat, a sheep or a ram."""
    return _beast(rng, "cattle", choose(rng, (_CATTLE, _CATTLE, _GOAT)))


def elephant(rng: Rng) -> ProceduralShape:
    """An elephant; some carry a seat on their back."""
    return _beast(rng, "elephant", _ELEPHANT)


def giraffe(rng: Rng) -> ProceduralShape:
    """A giraffe, or a llama or camel."""
    return _beast(rng, "giraffe", choose(rng, (_GIRAFFE, _LLAMA)))


def pig(rng: Rng) -> ProceduralShape:
    """A pig, boar or rhinoceros."""
    return _beast(rng, "pig", _PIG)


def deer(rng: Rng) -> ProceduralShape:
    """A deer, mostly with antlers."""
    return _beast(rng, "deer", _DEER)


def bear(rng: Rng) -> ProceduralShape:
    """A bear or panda on all fours, sitting or lying."""
    return _beast(rng, "bear", _BEAR)


def rabbit(rng: Rng) -> ProceduralShape:
    """A rabbit, mouse or squirrel, mostly sitting up."""
    return _beast(rng, "rabbit", _RABBIT)


def _beast(rng: Rng, family: str, kind: Beast) -> ProceduralShape:
    """An animal of a species: trunk, legs, neck, head, tail and what it carries."""
    posture = choose(rng, kind.postures)
    long, chest = between(rng, *kind.length), between(rng, *kind.chest)
    wide = chest * between(rng, *kind.girth)
    thick, slim = between(rng, *kind.leg), between(rng, *kind.tuck)
    coat = pick(rng, kind.coats)
    points = pick(rng, kind.points) if kind.points and chance(rng, 0.6) else coat
    pitch = {"sit": between(rng, 35, 62), "rear": between(rng, 30, 50)}.get(posture, 0.0)
    pitch += between(rng, -4, 5)
    height = {"sit": chest * 0.45, "lie": chest * 0.5}.get(posture, 1 - chest / 2)
    rump = off(toward(180, long / 2), 0, height, 0)
    if posture == "rear":
        rump[1] *= 0.95
    along = toward(pitch)
    up = toward(pitch + 90)
    front = rump + along * long
    belly = np.array([0.78, 0.95, slim, slim * 1.05, 1.0, 0.92]) * chest / 2
    flank = np.array([0.75, 1.0, 0.92, 0.98, 0.95, 0.72]) * wide / 2
    sag = np.array([0.0, 0.02, -0.01, -0.03, -0.02, 0.0]) * chest
    shares = np.array([-0.02, 0.15, 0.4, 0.6, 0.83, 0.98])
    spine = rump + along * (shares * long)[:, None] + up * sag[:, None]
    parts = [Part("body", sweep(spine, flank, belly, 14, 14), coat)]
    if len(kind.points) and chance(rng, 0.25):
        parts.append(
            Part(
                "belly",
                sweep(spine[1:5] - up * chest * 0.1, flank[1:5] * 0.9, belly[1:5] * 0.9, 9, 12),
                points,
            )
        )
    legs, feet = _legs(rng, kind, posture, rump, along, up, long, chest, wide, thick)
    parts += [Part("leg", solid, coat if n < 2 or points is coat else points) for n, solid in legs]
    parts += [
        Part("foot", solid, points if kind.foot != "hoof" else pick(rng, _DARK)) for solid in feet
    ]
    parts += _forepart(rng, kind, front, pitch, chest, wide, thick, coat, points)
    parts += _tail(rng, kind, rump + up * chest * 0.28 - along * 0.05, pitch, coat, points)
    back = rump + along * long * 0.5 + up * chest * 0.45
    if "hump" in kind.mane and chance(rng, 0.6):
        for share in choose(rng, ((0.5,), (0.32, 0.68))):
            at = rump + along * long * share + up * chest * 0.5
            parts.append(
                Part("hump", ellipsoid((wide * 0.34, chest * 0.32, long * 0.15), tuple(at)), coat)
            )
    elif (
        posture in ("stand", "walk")
        and family in ("horse", "elephant", "giraffe")
        and chance(rng, 0.4)
    ):
        parts += _saddle(rng, back, wide, chest, long, family == "elephant")
    factors = {
        "trunk": long,
        "chest": chest,
        "trunk_width": wide,
        "leg_radius": thick,
        "pitch": pitch,
    }
    return assemble(family, parts, factors | {"sits": posture == "sit", "lies": posture == "lie"})


def _legs(
    rng: Rng, kind: Beast, posture: str, rump: Array, along: Array, up: Array, long: float,
    chest: float, wide: float, thick: float,
) -> tuple[list[tuple[int, Solid]], list[Solid]]:  # fmt: skip
    """Upper (0), lower (2) legs and feet of an animal whose trunk lies as given."""
    legs: list[tuple[int, Solid]] = []
    feet: list[Solid] = []
    slim = thick * (0.85 if kind.foot == "pad" else between(rng, 0.42, 0.6))
    stride = {"walk": between(rng, 0.1, 0.22), "run": between(rng, 0.3, 0.5)}.get(posture, 0.03)
    phase = between(rng, 0, 2 * np.pi)
    for hind in (True, False):
        place = (
            rump + along * long * (0.12 if hind else 0.87) - up * chest * (0.05 if hind else 0.1)
        )
        for n, s in enumerate((-1, 1)):
            root = off(place, s * (wide * 0.36 if hind else wide * 0.32), 0, 0)
            x = s * wide * between(rng, 0.28, 0.36)
            swing = stride * np.sin(phase + np.pi * (n + hind) + (0.6 * hind))
            lift = max(0.0, stride * 0.5 * np.cos(phase + np.pi * (n + hind) + (0.6 * hind)))
            low = slim * 0.5
            bend = 1.0
            if posture == "lie" or (posture == "sit" and hind):
                if hind:
                    knee = off(root, s * wide * 0.18, -0.02, chest * 0.62)
                    knee[1] = max(float(knee[1]), chest * 0.42) if posture == "sit" else chest * 0.4
                    heel = np.array([knee[0], thick * 0.6, root[2] + 0.02])
                    toe = np.array([knee[0], low, root[2] + chest * 0.8])
                else:
                    knee = np.array([x, thick * 0.8, root[2] - 0.06])
                    heel = np.array([x, thick * 0.55, root[2] + 0.1])
                    toe = np.array([x, low, root[2] + chest * 0.72])
                legs.append(
                    (
                        0,
                        sweep(
                            [root, (root + knee) / 2, knee],
                            [thick * 1.5, thick * 1.5, thick * 0.9],
                            [thick * 2.2, thick * 2, thick],
                            7,
                            10,
                        ),
                    )
                )
                legs.append(
                    (2, sweep([knee, heel, toe], [thick * 0.8, slim * 1.1, slim], None, 8, 8))
                )
                feet.append(_foot(kind, slim, toe))
                continue
            if posture == "rear" and not hind:
                toe = root + toward(between(rng, -50, 0), 0.36)
                toe[0] = x
                knee = (root + toe) / 2 + toward(between(rng, 20, 60), 0.16)
                heel = knee * 0.45 + toe * 0.55 + toward(20, 0.03)
            else:
                reach = float(root[1])
                base = -0.05 if hind else 0.02
                toe = np.array([x, low + lift, root[2] + swing + base])
                if posture == "sit":
                    toe[2] = root[2] + between(rng, 0.0, 0.06)
                    bend = 0.4
                if hind:
                    knee = np.array([x, reach * 0.6 + lift * 0.6, root[2] + 0.07 + swing * 0.55])
                    heel = np.array([x, reach * 0.33 + lift, root[2] - 0.1 * bend + swing * 0.65])
                else:
                    knee = np.array(
                        [x, reach * 0.68 + lift * 0.3, root[2] - 0.05 * bend + swing * 0.3]
                    )
                    heel = np.array(
                        [x, reach * 0.36 + lift * 0.9, root[2] + 0.03 * bend + swing * 0.8]
                    )
            heavy = 1.55 if hind else 1.3
            legs.append(
                (
                    0,
                    sweep(
                        [root, root * 0.45 + knee * 0.55, knee],
                        [thick * 1.15, thick * 1.1, thick * 0.85],
                        [thick * heavy * 1.5, thick * heavy, thick],
                        7,
                        10,
                    ),
                )
            )
            shin = [knee, heel, heel * 0.4 + toe * 0.6, toe]
            girths = np.array([thick * 0.9, slim * 1.25, slim * 0.9, slim])
            legs.append((2, sweep(shin, girths * 0.9, girths, 10, 9)))
            feet.append(_foot(kind, slim, toe))
    return legs, feet


def _foot(kind: Beast, slim: float, toe: Array) -> Solid:
    """A hoof, paw or pad whose sole is level with the leg's end."""
    x, y, z = map(float, toe)
    if kind.foot == "paw":
        return ellipsoid(
            (slim * 1.25, slim * 0.85, slim * 1.8), (x, y + slim * 0.2, z + slim * 0.9)
        )
    wide = slim * (1.3 if kind.foot == "hoof" else 1.12)
    line = [(x, y + slim * 1.1, z), (x, y - slim * 0.45, z + slim * 0.35)]
    return sweep(line, [wide * 0.8, wide], [wide * 0.8, wide * 1.1], 0, 10, flat=True)


def _forepart(
    rng: Rng, kind: Beast, front: Array, pitch: float, chest: float, wide: float, thick: float,
    coat: Color, points: Color,
) -> list[Part]:  # fmt: skip
    """Neck, head, ears, eyes, horns and mane; the head may be turned aside."""
    neck, rise = between(rng, *kind.neck), between(rng, *kind.rise) + 0.55 * pitch
    size = between(rng, *kind.head)
    high = size * between(rng, *kind.skull) / 2
    broad = high * between(rng, 0.72, 0.95)
    turn = float(rng.normal(0, 14)) if chance(rng, 0.6) else 0.0
    start = front - toward(pitch, chest * 0.42) + toward(pitch + 90, chest * 0.1)
    poll = start + toward(min(rise, 88.0), neck + chest * 0.25)
    poll[0] += np.sin(np.radians(turn)) * neck * 0.3
    mid = start * 0.5 + poll * 0.5 + toward(rise - 90, neck * 0.07)
    base = min(chest * 0.42, wide * 0.75)
    parts = [
        Part(
            "neck",
            sweep(
                [start, mid, poll],
                [wide * 0.34, broad * 1.05, broad * 0.85],
                [base, (base + high) / 2, high * 0.95],
                9,
                12,
            ),
            coat,
        )
    ]
    droop = between(rng, *kind.droop) - 0.25 * pitch
    thin = between(rng, *kind.muzzle)
    stations = np.array([-0.12, 0.12, 0.34, 0.62, 0.93]) * size
    head = np.stack([0 * stations, np.array([0.0, 0.02, 0, -0.05, -0.1]) * high * 2, stations], 1)
    talls = high * np.array([0.75, 1.0, 0.95, (1 + thin) / 2 * 0.9, thin * 0.82])
    wides = broad * np.array([0.75, 1.0, 0.95, (1 + thin) / 2 * 0.85, thin * 0.85])

    def put(solid: Solid) -> Solid:
        return aimed(solid, -droop, turn, poll)

    parts.append(Part("head", put(sweep(head, wides, talls, 10, 12)), coat))
    tip = head[-1]
    dark = pick(rng, _DARK)
    if kind is _PIG or (kind is not _ELEPHANT and chance(rng, 0.6)):
        muzzle = points if kind is not _PIG else pick(rng, _PINK, _DARK)
        if kind is _PIG:
            snout = sweep(
                [tip * 0.9, off(tip, 0, 0, size * 0.06)],
                wides[-1] * 0.95,
                talls[-1] * 0.95,
                0,
                10,
                True,
            )
        else:
            snout = ellipsoid(
                (wides[-1] * 1.05, talls[-1] * 1.02, size * 0.17),
                tuple(tip - [0, talls[-1] * 0.08, size * 0.03]),
            )
        parts.append(Part("muzzle", put(snout), muzzle))
    if kind is _ELEPHANT:
        reach, curl = between(rng, 0.5, 0.75), between(rng, -0.1, 0.35)
        lift = between(rng, -0.1, 0.5) if chance(rng, 0.4) else -0.2
        drop = poll + toward(-droop, size * 0.85)
        end = off(drop, 0, -reach + max(lift, 0) * 1.6, 0.12 + curl + max(lift, 0) * 0.4)
        knee = drop * 0.45 + end * 0.55 + [0, -0.1 - 0.1 * max(lift, 0), 0.06]
        trunk = sweep(
            [poll + toward(-droop, size * 0.5), drop, knee, end],
            [broad * 0.7, broad * 0.52, broad * 0.34, broad * 0.22],
            None,
            14,
            10,
        )
        parts.append(Part("trunk", trunk, coat))
    elif chance(rng, 0.7):
        nose = ellipsoid(
            (wides[-1] * 0.4, talls[-1] * 0.3, size * 0.05),
            tuple(off(tip, 0, talls[-1] * 0.45, talls[-1] * 0.75)),
            6,
        )
        parts.append(Part("nose", put(nose), dark))
    eye = high * between(rng, 0.12, 0.22)
    place = (wides[2] * 0.88, talls[2] * 0.4, stations[2] * 0.95)
    parts += [
        Part("eye", put(e.solid), dark)
        for e in both("eye", ellipsoid((eye, eye, eye), place, 7), dark)
    ]
    parts += [
        Part("ear", put(p.solid), p.color)
        for p in _ears(rng, kind, size, broad, high, coat, points)
    ]
    horns = choose(rng, kind.horns)
    parts += [Part(p.name, put(p.solid), p.color) for p in _horns(rng, horns, size, wides, talls)]
    mane = choose(rng, kind.mane)
    hair = pick(rng, _DARK, _BROWN, _PALE) if chance(rng, 0.5) else points
    if mane in ("crest", "short"):
        tall = 0.09 if mane == "crest" else 0.045
        back = toward(rise + 90)
        line = [
            start + back * base * 0.9 + toward(rise, chest * 0.3),
            mid + back * (base + high) * 0.48,
            poll + back * high * 0.95 + toward(rise, high * 0.3),
        ]
        parts.append(Part("mane", sweep(line, 0.035, [tall, tall * 1.3, tall * 0.9], 8, 8), hair))
        if mane == "crest":
            side = np.array([choose(rng, (-1, 1)) * broad * 0.75, 0, 0])
            lower = [
                line[0] + side - back * 0.1,
                line[1] + side - back * 0.1,
                line[2] + side * 0.8 - back * 0.08,
            ]
            parts.append(Part("mane", sweep(lower, 0.03, [0.1, 0.13, 0.07], 8, 8), hair))
    elif mane == "lion":
        ring = ellipsoid(
            (high * 1.7, high * 1.8, high * 0.9),
            tuple(poll - toward(rise, high * 0.1) - [0, high * 0.3, 0]),
            10,
        )
        parts.append(Part("mane", ring, hair))
    return parts


def _ears(
    rng: Rng, kind: Beast, size: float, broad: float, high: float, coat: Color, points: Color
) -> list[Part]:
    """A pair of ears on a head that looks along +Z from the origin."""
    form, long = choose(rng, kind.ears), between(rng, *kind.ear)
    color = points if chance(rng, 0.4) else coat
    root = np.array([broad * 0.55, high * 0.75, size * 0.02])
    if form == "floppy":
        line = [root, off(root, broad * 0.5, 0.0, 0), off(root, broad * 0.62, -long * 1.1, 0.02)]
        return both(
            "ear",
            sweep(line, [long * 0.2, long * 0.3, long * 0.28], [0.03, 0.03, 0.025], 7, 8),
            color,
        )
    if form == "round":
        disc = ellipsoid(
            (long * 0.62, long * 0.62, long * 0.3), tuple(off(root, broad * 0.12, long * 0.3, 0)), 8
        )
        return both("ear", disc, color)
    if form == "side":
        line = [
            root - [0, high * 0.2, 0],
            off(root, long * 0.5, 0.02, -0.01),
            off(root, long, between(rng, -0.05, 0.03), -0.02),
        ]
        return both(
            "ear",
            sweep(line, [0.025, 0.03, 0.015], [long * 0.2, long * 0.3, long * 0.08], 7, 8),
            color,
        )
    if form == "fan":
        flap = (
            ellipsoid((long * 0.55, long * 0.72, 0.05), detail=9)
            .turned("y", between(rng, 25, 65))
            .turned("z", between(rng, -10, 15))
        )
        return both(
            "ear",
            flap.moved(broad * 0.7 + long * 0.32, high * 0.2 - long * 0.2, -long * 0.15),
            color,
        )
    if form == "small":
        return both(
            "ear",
            ellipsoid(
                (long * 0.3, long * 0.35, long * 0.15), tuple(off(root, 0, long * 0.12, 0)), 7
            ),
            color,
        )
    lean = between(rng, 0.05, 0.3) * long
    slim = 0.3 if form == "pointed" else 0.16
    line = [
        root - [0, long * 0.25, 0],
        off(root, lean * 0.5, long * 0.45, -0.01),
        off(root, lean, long, -0.02),
    ]
    sharp = 0.05 if form == "pointed" else 0.1
    return both(
        "ear",
        sweep(
            line,
            [long * slim, long * slim * 0.9, long * sharp],
            [long * slim * 0.45, long * slim * 0.4, long * 0.04],
            6,
            8,
        ),
        color,
    )


def _horns(rng: Rng, form: str, size: float, wides: Array, talls: Array) -> list[Part]:
    """Horns, antlers or tusks on a head that looks along +Z from the origin."""
    bone = pick(rng, ("d9cbb5", "b8a68a", "6f6252", "efe7d6", "4a4038"))
    root = np.array([wides[1] * 0.45, talls[1] * 0.85, size * 0.03])
    if form in ("cow", "long"):
        out = between(rng, 0.12, 0.25) * (2 if form == "long" else 1)
        line = [root, off(root, out * 0.7, 0.02, 0), off(root, out, out * 0.6, out * 0.3)]
        return both("horn", sweep(line, [0.035, 0.03, 0.01], None, 8, 8), bone)
    if form == "goat":
        tall, back = between(rng, 0.18, 0.4), between(rng, 0.1, 0.4)
        line = [root, off(root, 0.03, tall * 0.7, -back * 0.3), off(root, 0.08, tall * 0.8, -back)]
        return both("horn", sweep(line, [0.035, 0.028, 0.01], None, 8, 8), bone)
    if form == "ram":
        turn = np.linspace(0, between(rng, 4, 5.6), 9)
        r = between(rng, 0.11, 0.16)
        coil = root + np.stack(
            [0.02 + 0.03 * turn, r * np.sin(turn) * 0.9, -r + r * np.cos(turn)], 1
        )
        return both("horn", sweep(coil, np.linspace(0.05, 0.015, 9), None, 14, 8), bone)
    if form == "antlers":
        tall, out = between(rng, 0.35, 0.6), between(rng, 0.15, 0.35)
        beam = np.array([root, off(root, out * 0.8, tall * 0.4, -0.14), off(root, out, tall, 0.0)])
        parts = both("antler", sweep(beam, [0.025, 0.022, 0.012], None, 9, 7), bone)
        for share in np.linspace(0.12, 0.8, int(rng.integers(2, 5))):
            at = (
                beam[0] * (1 - share) ** 2
                + 2 * share * (1 - share) * (2 * beam[1] - (beam[0] + beam[2]) / 2)
                + share**2 * beam[2]
            )
            tine = sweep([at, off(at, 0.03, 0.08 + 0.05 * share, 0.12)], [0.018, 0.01], None, 0, 6)
            parts += both("tine", tine, bone)
        return parts
    if form == "knobs":
        return both(
            "horn",
            sweep([root * 0.8, off(root, 0.01, 0.09, -0.02)], [0.018, 0.022], None, 0, 7),
            bone,
        )
    if form in ("tusks", "boar"):
        big = between(rng, 0.25, 0.5) if form == "tusks" else 0.1
        at = np.array([wides[3] * 0.8, -talls[3] * 0.5, size * (0.6 if form == "tusks" else 0.85)])
        line = [
            at,
            off(at, big * 0.12, -big * 0.25, big * 0.5),
            off(at, big * 0.12, big * 0.05, big),
        ]
        return both(
            "tusk",
            sweep(line, [big * 0.09, big * 0.08, big * 0.03], None, 8, 8),
            pick(rng, ("efe7d6", "e6dcc4")),
        )
    if form == "rhino":
        tip = np.array([0, talls[-1] * 0.5, size * 0.88])
        tall = between(rng, 0.15, 0.3)
        parts = [
            Part(
                "horn",
                sweep(
                    [tip, off(tip, 0, tall * 0.6, 0.03), off(tip, 0, tall, -0.03)],
                    [0.06, 0.035, 0.01],
                    None,
                    7,
                    8,
                ),
                bone,
            )
        ]
        second = tip - [0, -0.06, size * 0.28]
        return [
            *parts,
            Part(
                "horn",
                sweep(
                    [second - [0, 0.06, 0], off(second, 0, tall * 0.45, 0)],
                    [0.05, 0.012],
                    None,
                    0,
                    8,
                ),
                bone,
            ),
        ]
    return []


def _tail(
    rng: Rng, kind: Beast, root: Array, pitch: float, coat: Color, points: Color
) -> list[Part]:
    """A tail from a root, away from the trunk."""
    form, long = choose(rng, kind.tails), between(rng, *kind.tail)
    aside = float(rng.normal(0, 0.15)) * long
    floor = float(root[1]) - 0.03
    if form == "stump":
        at = tuple(root + toward(180, 0.04))
        size = 0.05 + 0.3 * min(long, 0.2)
        return [Part("tail", ellipsoid((size * 0.7, size, size), at, 7), points)]
    if form == "horse":
        lift, drop = between(rng, 0, 0.16), min(long, floor)
        line = [
            root + toward(0, 0.06),
            off(root, 0, lift, -0.1),
            off(root, aside * 0.5, -drop * 0.45, -0.17 - lift * 0.5),
            off(root, aside, -drop, -0.15),
        ]
        return [
            Part(
                "tail",
                sweep(line, [0.035, 0.05, 0.085, 0.03], [0.035, 0.045, 0.06, 0.03], 12, 9),
                points,
            )
        ]
    if form == "tassel":
        drop = min(long, floor)
        line = [root + toward(0, 0.05), off(root, 0, 0.0, -0.06), off(root, aside, -drop, -0.08)]
        tuft = ellipsoid((0.04, 0.09, 0.04), tuple(line[-1]), 7)
        return [
            Part("tail", sweep(line, [0.03, 0.025, 0.015], None, 8, 7), coat),
            Part("tuft", tuft, points),
        ]
    if form == "curl":
        turn = np.linspace(0, between(rng, 4, 7), 10)
        r = between(rng, 0.06, 0.1)
        coil = root + np.stack(
            [0.012 * turn, r - r * np.cos(turn), -r * np.sin(turn) - 0.005 * turn], 1
        )
        return [Part("tail", sweep(coil, np.linspace(0.035, 0.018, 10), None, 14, 7), coat)]
    angle = between(rng, -35, 75)
    hang = np.array(
        [aside, long * 0.8 * np.sin(np.radians(angle)), -long * 0.8 * np.cos(np.radians(angle))]
    )
    if floor + hang[1] < 0.04:
        hang[1] = 0.04 - floor
    bow = between(rng, -0.15, 0.15) * long
    line = [
        root + toward(pitch, 0.08),
        root + hang * 0.45 + [0, -abs(bow), 0],
        root + hang + [0, bow, 0],
    ]
    if form == "bushy":
        fat = between(rng, 0.16, 0.24) * long
        line.insert(3, root + hang * 1.3 + [0, bow * 1.2, 0])
        tail = [Part("tail", sweep(line, [0.04, fat, fat * 1.1, fat * 0.25], None, 12, 10), coat)]
        if chance(rng, 0.6):
            tip = [line[2], line[3]]
            tail.append(
                Part("tip", sweep(tip, [fat * 0.95, fat * 0.3], None, 6, 10), pick(rng, _PALE))
            )
        return tail
    return [Part("tail", sweep(line, [0.045, 0.038, 0.03], None, 10, 8), coat)]


def _saddle(
    rng: Rng, back: Array, wide: float, chest: float, long: float, seat: bool
) -> list[Part]:
    """A cloth with a saddle, or a seat with a canopy as elephants carry."""
    cloth, leather = pick(rng, FABRICS, PAINTS), pick(rng, WOODS, RUBBER)
    _, y, z = map(float, back)
    arc = np.radians(np.linspace(-100, 100, 9))
    half_w, half_h = wide * 0.54, chest * 0.53
    line = [(half_w * np.sin(a), y - chest * 0.45 + half_h * np.cos(a), z) for a in arc]
    parts = [Part("cloth", sweep(line, long * 0.19, 0.02, 0, 8, True), cloth)]
    if not seat:
        parts.append(
            Part(
                "saddle",
                sweep(
                    [(0, y + 0.06, z - 0.13), (0, y + 0.03, z), (0, y + 0.07, z + 0.13)],
                    [wide * 0.3, wide * 0.22, wide * 0.14],
                    [0.05, 0.04, 0.05],
                    8,
                    10,
                ),
                leather,
            )
        )
        return parts
    w, d, h = wide * 0.6, long * 0.36, between(rng, 0.08, 0.3)
    frame = pick(rng, METALS, WOODS)
    parts.append(Part("seat", box(w, 0.14, d, (0, y + 0.09, z), 0.02), frame))
    parts.append(Part("back", box(w, h + 0.1, 0.05, (0, y + 0.14 + h / 2, z - d / 2), 0.02), cloth))
    for s in (-1, 1):
        parts.append(
            Part(
                "rail", box(0.04, h * 0.6 + 0.1, d, (s * w / 2, y + 0.12 + h * 0.3, z), 0.01), frame
            )
        )
    if chance(rng, 0.5):
        tall = between(rng, 0.3, 0.5)
        parts += [
            Part(
                "post", box(0.03, tall, 0.03, (s * w * 0.48, y + tall / 2, z + k * d * 0.46)), frame
            )
            for s in (-1, 1)
            for k in (-1, 1)
        ]
        parts.append(Part("canopy", ellipsoid((w * 0.68, 0.13, d * 0.68), (0, y + tall, z)), cloth))
    return parts
