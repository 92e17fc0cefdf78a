"""`sample`: shapes that nobody gave, drawn from what a method has learned."""

from __future__ import annotations

import argparse
from collections.abc import Generator
from typing import Any

from core import pipeline
from core.commands.options import (
    add_device,
    add_shape_output,
    numbered,
    resolution_of,
    seed,
    tell,
    whole,
    write_shape,
)
from core.commands.progress import follow
from core.errors import UserError
from core.exporters import ExportReport, exporter_for
from core.methods import METHODS
from core.types import Progress
from core.utils.files import check_writable


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("key", choices=tuple(METHODS), metavar="KEY", help="see: methods")
    add_shape_output(parser)
    parser.add_argument(
        "--count", type=whole(1, 64), default=1, metavar="N",
        help="how many shapes: OUT, then OUT-2, OUT-3... (1)",
    )  # fmt: skip
    parser.add_argument("--seed", type=seed, default=0, metavar="N", help="of all chance (0)")
    add_device(parser)


def run(options: argparse.Namespace) -> None:
    """Draw, decode and write."""
    exporter_for(options.out, options.kind)
    check_writable(options.out)
    for report in follow(_steps(options)):
        tell(report, "")


def _steps(options: argparse.Namespace) -> Generator[Progress, None, list[ExportReport]]:
    yield Progress("Loading the method", 0.0)
    method: Any = pipeline.load_method(options.key, options.device)
    if not hasattr(method, "sample"):
        able = ", ".join(key for key, card in METHODS.items() if card.samples)
        raise UserError(f"The method '{options.key}' draws no shapes by lot. Use one of: {able}.")
    reports = []
    for number, code in enumerate(method.sample(options.count, options.seed), 1):
        yield Progress("Drawing shapes", number / options.count, f"{number} of {options.count}")
        out = numbered(options.out, number)
        shape = method.decode(code, resolution_of(options, code.method))
        reports.append(write_shape(shape, options, out))
    return reports
