"""Results as tables: text for a terminal, Markdown for the README, a dict for JSON."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Cell = str | int | float | None
Row = Mapping[str, Cell]


@dataclass(frozen=True)
class Table:
    """A title and rows of the same kind; columns are the keys in the order they first appear."""

    title: str
    rows: Sequence[Row]
    note: str = ""

    @property
    def columns(self) -> list[str]:
        """Names of the columns."""
        return list(dict.fromkeys(name for row in self.rows for name in row))


@dataclass(frozen=True)
class Report:
    """What was measured, on what: data, split, number of shapes and images.

    ``about`` is what else a reader needs to repeat it: seed, device, version.
    """

    data: str
    split: str
    shapes: int
    images: int
    tables: Sequence[Table]
    about: Mapping[str, str] = field(default_factory=dict)

    @property
    def heading(self) -> str:
        """One line that says what the numbers belong to."""
        line = f"{self.data}, {self.split}: {self.shapes} shapes, {self.images} images"
        for name, value in self.about.items():
            line += f"; {name} {value}"
        return line


def to_text(report: Report) -> str:
    """Aligned columns under their titles."""
    blocks = [report.heading]
    for table in report.tables:
        rows = [table.columns, *_cells(table)]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = [_aligned(row, widths, "  ").rstrip() for row in rows]
        lines.insert(1, "  ".join("-" * width for width in widths))
        blocks.append("\n".join([table.title, *lines, *([table.note] if table.note else [])]))
    return "\n\n".join(blocks) + "\n"


def to_markdown(report: Report) -> str:
    """The same as Markdown tables, aligned in the source too."""
    blocks = [report.heading]
    for table in report.tables:
        rows = [table.columns, *_cells(table)]
        widths = [max(3, *map(len, column)) for column in zip(*rows, strict=True)]
        lines = [f"| {_aligned(row, widths, ' | ')} |" for row in rows]
        rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
        lines.insert(1, f"| {' | '.join(rule)} |")
        blocks.append(f"**{table.title}**\n\n" + "\n".join(lines))
        if table.note:
            blocks.append(table.note)
    return "\n\n".join(blocks) + "\n"


def to_json(report: Report) -> dict[str, object]:
    """Plain values; numbers at full precision, what is not finite as null."""
    return {
        "data": report.data,
        "split": report.split,
        "shapes": report.shapes,
        "images": report.images,
        "about": dict(report.about),
        "tables": {
            table.title: [{name: _plain(cell) for name, cell in row.items()} for row in table.rows]
            for table in report.tables
        },
    }


def _plain(cell: Cell) -> Cell:
    return None if isinstance(cell, float) and not math.isfinite(cell) else cell


def _cells(table: Table) -> list[list[str]]:
    return [[_format(row.get(name)) for name in table.columns] for row in table.rows]


def _format(cell: Cell) -> str:
    """Three decimals below 10, one above; a dash where there is nothing."""
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return "–"
    if isinstance(cell, float):
        return f"{cell:.1f}" if abs(cell) >= 10 else f"{cell:.3f}"
    return str(cell)


def _aligned(row: Sequence[str], widths: Sequence[int], between: str) -> str:
    """Names to the left, numbers to the right."""
    first, *rest = (
        cell.ljust(width) if place == 0 else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return between.join([first, *rest])
