"""The numbers of compared shapes as words, in tables for the eye and for spreadsheets."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence

from core.process.jobs import Numbers
from viewer.i18n.translate import tr

UNKNOWN = "–"


def headings() -> tuple[str, ...]:
    """What is said of each shape, in the order of `values`."""
    return (
        tr("IoU"),
        tr("Chamfer, mm"),
        tr("Faces"),
        tr("Width, mm"),
        tr("Height, mm"),
        tr("Depth, mm"),
        tr("Watertight"),
        tr("Volume, cm³"),
    )


def hints() -> tuple[str, ...]:
    """What the headings mean."""
    size = tr("The side of the bounding box")
    return (
        tr("Volume in common with the live shape over the volume of both, at 64³; 1 is the same"),
        tr("Mean distance between the two surfaces, both ways"),
        tr("Triangles"),
        size,
        size,
        size,
        tr("Whether the surface is closed"),
        tr("What the surface encloses"),
    )


def values(numbers: Numbers, mm: float, live: bool = False) -> tuple[str, ...]:
    """A shape in words; ``mm`` is an object side's length. The live one is compared to none."""
    known = math.isfinite(numbers.chamfer) and not live
    return (
        UNKNOWN if live else f"{numbers.iou:.3f}",
        f"{numbers.chamfer * mm:.2f}" if known else UNKNOWN,
        str(numbers.faces),
        *(f"{side * mm:.1f}" for side in numbers.size),
        tr("yes") if numbers.watertight else tr("no"),
        _short(numbers.volume * mm**3 / 1000) if numbers.watertight else UNKNOWN,
    )


def _short(value: float) -> str:
    """Without a decimal where it would not matter, so that a narrow column holds it."""
    return f"{value:.1f}" if value < 1000 else f"{value:.0f}"


def as_text(names: Sequence[str], rows: Sequence[Sequence[str]], separator: str) -> str:
    """A line a shape under a line of headings, for a spreadsheet."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=separator, lineterminator="\n")
    writer.writerow((tr("Shape"), *headings()))
    writer.writerows((name, *row) for name, row in zip(names, rows, strict=True))
    return file.getvalue()
