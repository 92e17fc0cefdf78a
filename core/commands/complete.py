"""`complete`: what one side of a shape leaves open, filled in several ways."""

from __future__ import annotations

import argparse
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

from core.commands.console import say
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
from core.exporters import ExportReport, exporter_for
from core.geometry.normalize import in_object_frame
from core.importers.shapes import load_shape
from core.types import Pose, Progress, VoxelGrid
from core.utils.files import check_writable

if TYPE_CHECKING:
    from core.methods.completion import Completion

DISTANCE = 2.4  # object sides, from where the camera looks


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("shape", type=Path, metavar="SHAPE", help="a mesh or a grid")
    add_shape_output(parser)
    parser.add_argument(
        "--view", type=angles, default=(30.0, 20.0), metavar="AZ,EL",
        help="where the depth camera stands, in degrees (30,20); azimuth 0 looks at the front",
    )  # fmt: skip
    parser.add_argument(
        "--hypotheses", type=whole(1, 64), default=1, metavar="K",
        help="how many ways: OUT, then OUT-2, OUT-3... (1)",
    )  # fmt: skip
    parser.add_argument("--seed", type=seed, default=0, metavar="N", help="of all chance (0)")
    add_device(parser)


def run(options: argparse.Namespace) -> None:
    """Look from one side, complete, write, and say what it is and where to look next."""
    exporter_for(options.out, options.kind)
    check_writable(options.out)
    found, classes, pose, reports = follow(_steps(options))
    for report in reports:
        tell(report, "")
    chances = found.labels.mean(0)[: len(classes)]
    best = int(chances.argmax())
    say(
        f"Taken for: {classes[best].replace('_', ' ')} ({chances[best]:.0%}). "
        f"Next best view: azimuth {pose.azimuth:.0f}, elevation {pose.elevation:.0f}."
    )


def _steps(
    options: argparse.Namespace,
) -> Generator[Progress, None, tuple[Completion, tuple[str, ...], Pose, list[ExportReport]]]:
    yield Progress("Reading the shape", 0.0, options.shape.name)
    grid = in_object_frame(load_shape(options.shape))
    yield Progress("Loading the method", 0.2)
    import torch

    from core.geometry.resample import at_resolution, resampled
    from core.methods.autoencoders import shapenets
    from core.methods.completion import next_best_view
    from core.rendering.visibility import seen_from

    method = shapenets.load(options.device)
    coarse = resampled(torch.from_numpy(grid.occupancy)[None], method.net.resolution)
    azimuth, elevation = options.view
    seen = seen_from(
        VoxelGrid.canonical(coarse[0].numpy()), Pose(azimuth, elevation, 0.0, DISTANCE)
    )
    yield Progress("Completing", 0.4)
    # Several ways are needed to know what is in doubt, even if only one is wanted.
    found = method.complete(seen, max(4, options.hypotheses), options.seed)
    pose, _ = next_best_view(found)
    reports = []
    for number, shape in enumerate(found.shapes[: options.hypotheses], 1):
        yield Progress("Writing", 0.7 + 0.3 * number / options.hypotheses)
        out = numbered(options.out, number)
        fine = at_resolution(torch.from_numpy(shape.occupancy), resolution_of(options, "shapenets"))
        reports.append(write_shape(fine, options, out))
    return found, method.classes, pose, reports


def angles(text: str) -> tuple[float, float]:
    """An argparse type: azimuth and elevation in degrees."""
    try:
        azimuth, elevation = (float(part) for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"'{text}' is no view, give two angles as in 30,20"
        ) from None
    if not (abs(azimuth) <= 360 and abs(elevation) <= 90):
        raise argparse.ArgumentTypeError(f"{text} is out of range: 360 degrees around, 90 up")
    return azimuth, elevation
