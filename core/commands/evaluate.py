"""`evaluate`: methods beside their baselines on a held-out split."""

from __future__ import annotations

import argparse
from pathlib import Path

from core.commands.options import add_device, add_json, whole, write_json
from core.commands.progress import follow, say
from core.errors import UserError
from core.files import check_writable
from core.methods import METHODS


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument(
        "--method", required=True, metavar="KEY[,KEY...]", help="the methods to measure"
    )
    parser.add_argument(
        "--data", type=Path, required=True, metavar="PATH", help="a pack from: dataset build"
    )
    parser.add_argument(
        "--limit", type=whole(1), metavar="N", help="measure on this many shapes only"
    )
    add_json(parser)
    add_device(parser)


def run(options: argparse.Namespace) -> None:
    """Measure and print the tables."""
    keys = [key.strip() for key in options.method.split(",") if key.strip()]
    unknown = [key for key in keys if key not in METHODS]
    if unknown or not keys:
        known = ", ".join(METHODS)
        raise UserError(f"There is no method '{', '.join(unknown)}'. Choose one of: {known}.")
    if options.json is not None:
        check_writable(options.json)
    from core.evaluation.run import evaluate, to_text

    result = follow(evaluate(keys, options.data, options.device, options.limit))
    if options.json is not None:
        write_json(result, options.json)
    say(to_text(result).rstrip("\n"))
