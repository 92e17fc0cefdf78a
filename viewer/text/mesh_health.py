"""A mesh's health in words: what each light shows, says and advises."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from core.types import Finish, Health, Repairs
from viewer.i18n.translate import mark, tr

Level = Literal["good", "warning", "problem", "unknown"]

PRINTABLE_MM = 1.0  # thinner walls are weak in print
NOZZLE_MM = 0.4  # thinner ones do not come out at all
HEAVY = 300_000  # faces; more are slow in other programs

TITLES = {
    "closed": mark("Closed"),
    "pieces": mark("One piece"),
    "oriented": mark("Outside is outside"),
    "walls": mark("Thinnest wall"),
    "faces": mark("Faces"),
    "size": mark("Size"),
}
HINTS = {
    "closed": mark("Whether the surface encloses a solid without holes, as printing needs."),
    "pieces": mark("Whether everything hangs together."),
    "oriented": mark("Whether all triangles face outward, so that inside and outside are clear."),
    "walls": mark("98 % of the surface is over matter thicker than this, at the size below."),
    "faces": mark("How many triangles the surface has."),
    "size": mark("Width × height × depth, at the size below."),
}


@dataclass(frozen=True)
class Light:
    """One check: how it went, the finding in a word or two, and what to do about it."""

    level: Level
    finding: str
    advice: str = ""


def lights(health: Health, finish: Finish) -> dict[str, Light]:
    """A light for each name in TITLES."""
    return {
        "closed": _closed(health),
        "pieces": _pieces(health),
        "oriented": _oriented(health),
        "walls": _walls(health, finish),
        "faces": _faces(health),
        "size": Light("good", size_words(health, finish)),
    }


def size_words(health: Health, finish: Finish) -> str:
    """Width × height × depth in mm."""
    return sides_words([side * finish.size_mm for side in health.sides])


def sides_words(sides: list[float] | tuple[float, ...]) -> str:
    """Lengths in mm, with as many digits as matter."""
    digits = 0 if max(sides) >= 20 else 1
    return " × ".join(f"{side:.{digits}f}" for side in sides) + " mm"


def _closed(health: Health) -> Light:
    if health.solid or health.watertight:
        return Light("good", tr("watertight"))
    if health.full > health.faces:  # mending comes before the budget
        return Light("problem", tr("open"), tr("Too few faces for this shape: allow more."))
    if health.holes:
        finding = tr("1 hole") if health.holes == 1 else tr("{count} holes", count=health.holes)
        return Light("problem", finding, tr("Repair closes it."))
    return Light("problem", tr("tangled"), tr("Repair mends it."))


def _pieces(health: Health) -> Light:
    if health.pieces == 1 and not health.hollows:
        return Light("good", tr("yes"))
    if health.pieces == 1:
        advice = tr("A hollow inside is closed off: resin and powder would stay in it.")
        return Light("warning", tr("with {count} hollow", count=health.hollows), advice)
    advice = tr("Repair removes specks; or keep the largest piece.")
    return Light("warning", tr("{count} pieces", count=health.pieces), advice)


def _oriented(health: Health) -> Light:
    if health.oriented:
        return Light("good", tr("yes"))
    return Light("problem", tr("no"), tr("Repair turns it the right way."))


def _walls(health: Health, finish: Finish) -> Light:
    if health.thinnest is None:
        return Light("unknown", tr("none"))
    wall = health.thinnest * finish.size_mm
    finding = f"{wall:.1f} mm" if wall >= 0.095 else f"{wall:.2f} mm"
    if wall >= PRINTABLE_MM:
        return Light("good", finding)
    needed = math.ceil(PRINTABLE_MM / max(health.thinnest, 1e-4) / 5) * 5
    advice = tr("Thin to print. From {size:,} mm on it is {wall:g} mm.", size=needed,
                wall=PRINTABLE_MM)  # fmt: skip
    return Light("warning" if wall >= NOZZLE_MM else "problem", finding, advice)


def _faces(health: Health) -> Light:
    finding = f"{health.faces:,}"
    if health.faces > HEAVY:
        return Light("warning", finding, tr("Heavy for other programs: set a budget below."))
    return Light("good", finding)


def repair_words(repairs: Repairs) -> str:
    """What mending did, as a sentence."""
    if repairs.rebuilt:
        return tr("It could not be mended, so it was made anew from voxels; fine detail is lost.")
    parts = [
        _counted(repairs.holes, tr("closed 1 hole"), tr("closed {count:,} holes")),
        _counted(repairs.pieces, tr("removed 1 speck"), tr("removed {count:,} specks")),
        _counted(repairs.flipped, tr("turned 1 face"), tr("turned {count:,} faces")),
        _counted(repairs.merged, tr("merged 1 double vertex"), tr("merged {count:,} vertices")),
        _counted(repairs.dropped, tr("dropped 1 useless face"), tr("dropped {count:,} faces")),
    ]
    done = [part for part in parts if part]
    if not done:
        return tr("Nothing needed mending.")
    return tr("Repaired: {what}.", what=", ".join(done))


def _counted(count: int, one: str, many: str) -> str:
    if count == 0:
        return ""
    return one if count == 1 else many.format(count=count)
