"""`evaluate`: methods beside their baselines on a held-out split."""

from __future__ import annotations

import argparse
from pathlib import Path

from core.commands.console import show
from core.commands.options import add_device, add_json, whole, write_json
from core.commands.page import check_page, mark_for, write_page
from core.commands.progress import follow
from core.errors import UserError
from core.methods import METHODS
from core.utils.files import check_writable
from core.utils.weights import add_to_card


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument(
        "--method", required=True, metavar="KEY[,KEY...]", help="the methods to measure"
    )
    parser.add_argument(
        "--data",
        type=Path,
        required=True,
        metavar="PATH",
        help="a pack from: dataset build (its test split), or a folder or library of meshes (all), "
        "or a folder of photographs",
    )
    parser.add_argument(
        "--limit", type=whole(4), metavar="N", help="measure on this many shapes only"
    )
    parser.add_argument(
        "--several", action="store_true",
        help="measure what 1 to 8 views of a shape bring instead (a pack built with --views 8)",
    )  # fmt: skip
    parser.add_argument(
        "--in-view", action="store_true",
        help="measure in the view of the one picture instead, which is quick",
    )  # fmt: skip
    parser.add_argument(
        "--sheet", type=Path, metavar="FILE.png",
        help="draw what was made of the photographs from several sides, to be looked at",
    )  # fmt: skip
    parser.add_argument(
        "--reference", type=Path, metavar="FOLDER",
        help="photographs of the same names with their cameras: measure how well those are found",
    )  # fmt: skip
    parser.add_argument(
        "--page", type=Path, metavar="FILE", help="put the tables between a page's evaluate marks"
    )
    parser.add_argument(
        "--card", action="store_true", help="put the numbers into the card of the weights"
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
    if options.sheet is not None:
        check_writable(options.sheet)
    mark = "several" if options.several else "evaluate"
    if options.several and options.card:
        raise UserError("--card is for the tables on one picture. Leave out one of the two.")
    if options.page is not None:
        mark = mark_for(options.page, mark, options.data.name)
        check_page(options.page, mark)
    from core.evaluation.report import to_json, to_markdown, to_text
    from core.evaluation.run import evaluate
    from core.evaluation.single_view import trust_of

    report = follow(
        evaluate(
            keys,
            options.data,
            options.device,
            options.limit,
            several=options.several,
            reference=options.reference,
            in_view=options.in_view,
            sheet=options.sheet,
        )
    )
    show(to_text(report).rstrip("\n"))
    if options.json is not None:
        write_json(to_json(report), options.json)
    if options.page is not None:
        write_page(options.page, mark, to_markdown(report))
    if options.card:
        for key in keys:
            in_view = options.in_view  # there a photograph's own trust is measured, not its tables
            add_to_card(
                key,
                {"trust": trust_of(report, key)} if in_view else {"evaluation": to_json(report)},
            )
