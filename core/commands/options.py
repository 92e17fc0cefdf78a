"""Arguments that several verbs share, and what can be said of them before work starts."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from core.commands.console import note, say
from core.methods import METHODS
from core.types import FEWEST_FACES, LARGEST_MM, SMALLEST_MM, Finish, Mesh
from core.utils.device import DEVICES
from core.utils.files import atomic

if TYPE_CHECKING:
    from core.exporters import ExportReport, Shape
    from core.geometry.texture import Cover

FINEST, COARSEST = 256, 8
KINDS = ("mesh", "voxels", "points")


def add_device(parser: argparse.ArgumentParser) -> None:
    """``--device``."""
    parser.add_argument(
        "--device", choices=DEVICES, default="auto", help="where the networks run (auto)"
    )


def add_json(parser: argparse.ArgumentParser) -> None:
    """``--json FILE``."""
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers there as JSON")


def add_shape_output(parser: argparse.ArgumentParser, *more_kinds: str) -> None:
    """``-o``, ``--as``, ``--resolution`` and ``--size-mm``: how a shape is written."""
    parser.add_argument(
        "-o", "--out", type=Path, required=True, metavar="OUT",
        help="where to write; the suffix says the format: "
        ".glb .obj .stl .ply .off .3mf .usdz, or .npz .binvox for a grid",
    )  # fmt: skip
    parser.add_argument(
        "--as", dest="kind", choices=(*KINDS, *more_kinds),
        help="what to write, where the format holds more than one kind",
    )  # fmt: skip
    parser.add_argument(
        "--resolution", type=whole(COARSEST, FINEST), metavar="N",
        help=f"voxels a side, {COARSEST} to {FINEST} (64; 128 where photographs are measured)",
    )  # fmt: skip
    parser.add_argument(
        "--size-mm", type=size, default=100.0, metavar="S", help="the longest side (100)"
    )
    add_finish(parser)


def add_finish(parser: argparse.ArgumentParser) -> None:
    """How a shape is worked over before it is written; nothing of it is done unasked."""
    finish = parser.add_argument_group("finishing")
    finish.add_argument("--repair", action="store_true", help="close it and remove specks")
    finish.add_argument("--largest", action="store_true", help="keep the largest piece only")
    finish.add_argument(
        "--smooth", type=share, default=0.0, metavar="X", help="smooth a mesh, 0 to 1 (0)"
    )
    finish.add_argument(
        "--faces",
        type=whole(FEWEST_FACES),
        default=0,
        metavar="N",
        help=f"most triangles of a mesh, {FEWEST_FACES} or more (all)",
    )
    finish.add_argument(
        "--turn", type=turns, default="", metavar="AXES",
        help="quarter turns, a letter each, first to last: x, yy or xz",
    )  # fmt: skip
    finish.add_argument(
        "--up", choices=("y", "z"), default="",
        help="the file's axis that is up (z for .stl and .3mf, else y)",
    )  # fmt: skip


def finish_of(options: argparse.Namespace) -> Finish:
    """What `add_finish` was given."""
    return Finish(
        options.repair, options.largest, options.smooth, options.faces, options.turn,
        options.up, options.size_mm,
    )  # fmt: skip


def write_shape(
    shape: Shape,
    options: argparse.Namespace,
    out: Path | None = None,
    paint: Callable[[Mesh, str], Mesh] | None = None,
    photo: Cover | None = None,
) -> ExportReport:
    """Finish a shape and write it as the arguments have it, or as a file beside it, ``out``.

    ``paint`` says of a finished mesh, turned so, what photographs know of it; ``photo`` is the one
    photograph of the shape as it came.
    """
    from core.exporters import export, finished

    finish = finish_of(options)
    kind = options.kind if options.kind in KINDS else None  # a relief is a mesh
    ready = finished(shape, finish, options.out.suffix, kind)
    if paint is not None and isinstance(ready, Mesh):
        ready = paint(ready, finish.turn)
    photo = None if photo is None else photo.turned(finish.turn)
    return export(ready, out or options.out, options.size_mm, kind, finish.up, photo)


def resolution_of(options: argparse.Namespace, method: str) -> int:
    """Voxels a side: as asked for, or else what suits the method."""
    card = METHODS.get(method)
    usual = 64 if card is None else card.resolution
    return usual if options.resolution is None else int(options.resolution)


def numbered(out: Path, number: int) -> Path:
    """Where the first, second, third of several shapes goes: OUT, OUT-2, OUT-3."""
    return out if number == 1 else out.with_stem(f"{out.stem}-{number}")


def whole(lowest: int, highest: int | None = None) -> Callable[[str], int]:
    """An argparse type: a whole number within limits."""

    def checked(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"'{text}' is not a whole number") from None
        if value < lowest:
            raise argparse.ArgumentTypeError(f"{value} is too small, the least is {lowest}")
        if highest is not None and value > highest:
            raise argparse.ArgumentTypeError(f"{value} is too large, the most is {highest}")
        return value

    return checked


def size(text: str) -> float:
    """An argparse type: a length in mm that a shape can be given."""
    value = number(text)
    if not SMALLEST_MM <= value <= LARGEST_MM:
        raise argparse.ArgumentTypeError(
            f"{text} mm is not a size, give one from {SMALLEST_MM:g} to {LARGEST_MM:,.0f} mm"
        )
    return value


def positive(text: str) -> float:
    """An argparse type: a finite number above 0."""
    value = number(text)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not possible, give a number above 0")
    return value


def seed(text: str) -> int:
    """An argparse type: any whole number, to begin chance with; those 2^32 apart are the same."""
    try:
        return int(text) % 2**32
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number") from None


def number(text: str) -> float:
    """An argparse type: a number."""
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number") from None


def share(text: str) -> float:
    """An argparse type: a number from 0 to 1."""
    value = number(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not from 0 to 1")
    return value


def turns(text: str) -> str:
    """An argparse type: quarter turns, as letters of x, y and z."""
    if set(text) - set("xyz"):
        raise argparse.ArgumentTypeError(f"'{text}' is not a turn, give letters of x, y and z")
    return text


def write_json(value: object, path: Path) -> None:
    """Numbers for other programs, written whole or not at all."""
    with atomic(path) as temporary:
        temporary.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", "utf-8")


def tell(report: ExportReport, remark: str) -> None:
    """Say what was written, and beside it what there is to remark."""
    say(described(report))
    for sentence in (remark, report.note):
        if sentence:
            note(sentence)


def described(report: ExportReport) -> str:
    """One line on a file that was written, and read back."""
    if report.kind == "voxels":
        return f"{report.path}: {report.vertices:,} occupied voxels"
    x, y, z = report.size_mm
    extent = f"{x:.1f} x {y:.1f} x {z:.1f} mm (width, height, depth)"
    if report.kind == "points":
        return f"{report.path}: {report.vertices:,} points, {extent}"
    state = "watertight" if report.watertight else "not watertight"
    return f"{report.path}: {report.faces:,} triangles, {state}, {extent}"
