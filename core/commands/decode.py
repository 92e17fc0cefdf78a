"""`decode`: a code to a shape."""

from __future__ import annotations

import argparse
from collections.abc import Generator
from pathlib import Path

from core import pipeline
from core.codes import read_code
from core.commands.options import (
    add_device,
    add_shape_output,
    described,
    write_shape,
)
from core.commands.progress import follow, say
from core.exporters import Shape, exporter_for
from core.files import check_writable
from core.types import LatentCode, Progress


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("code", type=Path, metavar="CODE.npz", help="what encode wrote")
    add_shape_output(parser)
    add_device(parser)


def run(options: argparse.Namespace) -> None:
    """Decode and write the shape."""
    exporter_for(options.out, options.kind)
    check_writable(options.out)
    shape = follow(_steps(read_code(options.code), options))
    say(described(write_shape(shape, options)))


def _steps(code: LatentCode, options: argparse.Namespace) -> Generator[Progress, None, Shape]:
    yield Progress("Loading the method", 0.0)
    method = pipeline.load_method(code.method, options.device)
    yield Progress("Building the shape", 0.6, f"{options.resolution}³ voxels")
    return method.decode(code, options.resolution)
