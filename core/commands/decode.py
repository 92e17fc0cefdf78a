"""`decode`: a code to a shape."""

from __future__ import annotations

import argparse
from collections.abc import Generator
from functools import partial
from pathlib import Path

from core import pipeline
from core.commands.options import (
    add_device,
    add_shape_output,
    resolution_of,
    tell,
    write_shape,
)
from core.commands.progress import follow
from core.exporters import ExportReport, exporter_for
from core.latent.codes import read_code
from core.methods.multiview.painting import painted
from core.types import LatentCode, Progress
from core.utils.files import check_writable
from core.utils.memory import within_memory


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("code", type=Path, metavar="CODE.npz", help="what encode wrote")
    add_shape_output(parser)
    add_device(parser)


def run(options: argparse.Namespace) -> None:
    """Decode and write the shape."""
    exporter_for(options.out, options.kind)
    check_writable(options.out)
    tell(*follow(_steps(read_code(options.code), options)))


def _steps(
    code: LatentCode, options: argparse.Namespace
) -> Generator[Progress, None, tuple[ExportReport, str]]:
    yield Progress("Loading the method", 0.0)
    method = pipeline.load_method(code.method, options.device)

    def work(resolution: int) -> Generator[Progress, None, ExportReport]:
        yield Progress("Building the shape", 0.6, f"{resolution}³ voxels")
        return write_shape(
            method.decode(code, resolution), options, paint=partial(painted, method, code)
        )

    return (yield from within_memory(work, resolution_of(options, code.method)))
