"""`encode`: photographs of an object, or a shape, to a code."""

from __future__ import annotations

import argparse
from collections.abc import Generator, Sequence
from pathlib import Path

from core import pipeline
from core.commands.console import say
from core.commands.options import add_device
from core.commands.progress import follow
from core.errors import UserError
from core.geometry.normalize import in_object_frame
from core.images.load import expand_paths
from core.importers.formats import SHAPE_SUFFIXES
from core.importers.shapes import load_shape
from core.latent.codes import write_code
from core.methods import DEFAULT
from core.types import LatentCode, Progress
from core.utils.files import check_writable

CODE_SUFFIXES = (".npz", ".json")


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument(
        "sources", nargs="+", type=Path, metavar="IMAGE|SHAPE",
        help="photographs of one object, or one mesh or grid",
    )  # fmt: skip
    parser.add_argument(
        "-o", "--out", type=Path, required=True, metavar="CODE.npz", help="where to write the code"
    )
    parser.add_argument(
        "--method", default=DEFAULT, metavar="KEY", help=f"see: methods ({DEFAULT})"
    )
    add_device(parser)


def run(options: argparse.Namespace) -> None:
    """Encode and write the code."""
    if options.out.suffix.lower() not in CODE_SUFFIXES:
        raise UserError(f"A code cannot be written as '{options.out.suffix}'. Use .npz or .json.")
    check_writable(options.out)
    shapes = [path for path in options.sources if path.suffix.lower() in SHAPE_SUFFIXES]
    if shapes and len(options.sources) > 1:
        raise UserError("A code is of one shape or of images. Give one shape, or images only.")
    if shapes:
        code = follow(_encode_shape(shapes[0], options))
    else:
        code = follow(_encode_images(expand_paths(options.sources), options))
    write_code(code, options.out)
    groups = ", ".join(f"{name} {len(values)}" for name, values in code.items())
    say(f"{options.out}: code of '{code.method}' ({groups})")


def _encode_images(
    images: Sequence[Path], options: argparse.Namespace
) -> Generator[Progress, None, LatentCode]:
    yield Progress("Reading the photographs", 0.0, f"{len(images)}")
    views = pipeline.load_views(images)
    yield Progress("Loading the method", 0.3)
    method = pipeline.load_method(options.method, options.device)
    yield Progress("Encoding", 0.7)
    return method.encode(pipeline.with_masks(views))


def _encode_shape(path: Path, options: argparse.Namespace) -> Generator[Progress, None, LatentCode]:
    yield Progress("Reading the shape", 0.0, path.name)
    grid = in_object_frame(load_shape(path))
    yield Progress("Loading the method", 0.3)
    method = pipeline.load_method(options.method, options.device)
    yield Progress("Encoding", 0.7)
    return method.encode_shape(grid)
