"""`methods`: a row a method. Needs no torch."""

from __future__ import annotations

import argparse
import json

from core.commands.console import show
from core.methods import METHODS
from core.utils.weights import has_weights


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(options: argparse.Namespace) -> None:
    """Print the table, or the rows as JSON."""
    listed = rows()
    show(json.dumps(listed, indent=2) if options.json else table(listed))


def rows() -> list[dict[str, object]]:
    """A row a method: key, title, inputs, outputs, latent (group to size), weights."""
    return [
        {
            "key": key,
            "title": card.title,
            "inputs": list(card.inputs),
            "outputs": list(card.outputs),
            "latent": dict(card.latent),
            "weights": has_weights(key),
        }
        for key, card in METHODS.items()
    ]


def table(listed: list[dict[str, object]]) -> str:
    """The rows in aligned columns."""
    names = list(listed[0])
    cells = [names, *([_text(row[name]) for name in names] for row in listed)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    )


def _text(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {size}" for name, size in value.items())
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
