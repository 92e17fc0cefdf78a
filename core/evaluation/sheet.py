"""A contact sheet: photographs, and what methods made of them from several sides, to be looked at.

A row a photograph: the photograph with its ground faded, then for each method the shape wearing the
photograph from its camera, +40, +90 and 180 degrees, and from +40 in plain grey.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from core.evaluation.drawing import draw, drawable
from core.evaluation.input_view import InView
from core.images.crop import window, window_of
from core.types import Bytes, View
from core.utils.files import atomic

CELL, GAP, TITLE = 176, 6, 22  # pixels
ROWS = 8  # of one sheet; more photographs make more sheets
COLUMNS = ((0, False), (40, False), (90, False), (180, False), (40, True))  # degrees, plain
FADED = 0.75  # of the way to white, for what is not the object


@dataclass(frozen=True, eq=False)
class SheetRow:
    """A photograph, and the shapes that were made of it, by method; None where there is none."""

    view: View
    shapes: Mapping[str, InView | None]


def write_sheets(rows: Sequence[SheetRow], path: Path) -> list[Path]:
    """PNG files with ROWS photographs each: the given one, then ``-2``, ``-3`` and so on."""
    written = []
    for start in range(0, len(rows), ROWS):
        number = start // ROWS + 1
        name = path if number == 1 else path.with_stem(f"{path.stem}-{number}")
        with atomic(name) as temporary:
            sheet(rows[start : start + ROWS]).save(temporary, "PNG")
        written.append(name)
    return written


def sheet(rows: Sequence[SheetRow]) -> Image.Image:
    """One sheet."""
    names = list(rows[0].shapes)
    columns = 1 + len(COLUMNS) * len(names)
    size = columns * (CELL + GAP) + GAP * len(names), TITLE + len(rows) * (CELL + GAP)
    page = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(14)
    for place, name in enumerate(names):
        words = ", ".join(f"{turn}°{' plain' if plain else ''}" for turn, plain in COLUMNS)
        pen.text((_left(1, place), 3), f"{name}: {words}", "black", font)
    for number, row in enumerate(rows):
        top = TITLE + number * (CELL + GAP)
        page.paste(Image.fromarray(_photograph(row.view)), (0, top))
        pen.text((3, top + CELL - 15), row.view.name, "black", ImageFont.load_default(11))
        for place, name in enumerate(names):
            for column, picture in enumerate(_pictures(row.shapes[name]), 1):
                page.paste(Image.fromarray(picture), (_left(column, place), top))
    return page


def _left(column: int, method: int) -> int:
    """Where a column of a method begins; each method is set off by a gap."""
    return (column + len(COLUMNS) * method) * (CELL + GAP) + GAP * (method + 1)


def _pictures(shape: InView | None) -> Iterator[Bytes]:
    look = None if shape is None else drawable(shape)
    if look is not None:
        for turn, plain in COLUMNS:
            yield draw(look, turn, CELL, plain=plain)


def _photograph(view: View) -> Bytes:
    """The crop of a photograph with its ground faded (CELL, CELL, 3)."""
    left, top, side = window_of(view)
    x, y, size = round(left), round(top), max(round(side), 1)
    image = window(view.image, x, y, x + size, y + size, "edge").astype(np.float32)
    if view.mask is not None:
        mask = window(view.mask, x, y, x + size, y + size, "constant")[..., None]
        image += FADED * (1 - mask) * (255 - image)
    picture = Image.fromarray(np.rint(image).astype(np.uint8))
    return np.asarray(
        picture.resize(
            (CELL, CELL), Image.Resampling.BOX if size > CELL else Image.Resampling.BICUBIC
        )
    )
