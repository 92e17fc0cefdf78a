"""`reconstruct`: photographs to a shape, or to the depth or relief that the method sees in them.

With a folder as OUT every photograph becomes a shape of its own (see `core/batch.py`), and so does
every frame that is taken of a video (see `core/frames.py`).
"""

from __future__ import annotations

import argparse
from collections.abc import Generator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from core import pipeline
from core.batch import SUMMARY, reconstruct_each
from core.cameras.load import load_cameras, with_cameras
from core.commands.console import note, say
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
from core.frames import reconstruct_frames
from core.geometry.texture import cover_of
from core.images.formats import VIDEO_SUFFIXES
from core.images.load import expand_paths
from core.importers.photo_checks import sound
from core.importers.photos import gather
from core.methods import DEFAULT, METHODS
from core.methods.multiview.painting import painted
from core.types import Maps, Progress, Reconstruction, View
from core.utils.files import atomic, check_writable, is_folder, make_folder
from core.utils.memory import within_memory

DEPTH_SUFFIXES = (".npz", ".png")
MAPS = ("depth", "relief")  # kinds of output that are made of the 2.5D maps
# 16-bit depth images: 32768 is the object's centre, 32768 more would be one object side behind it.
DEPTH_CENTRE = 32768


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument(
        "images",
        nargs="+",
        type=Path,
        metavar="IMAGE",
        help="photographs of one object, a folder of them, or a video",
    )
    add_shape_output(parser, "depth", "relief")
    parser.add_argument(
        "--method", default=DEFAULT, metavar="KEY", help=f"see: methods ({DEFAULT})"
    )
    parser.add_argument(
        "--mask", nargs="+", type=Path, metavar="FILE", help="a mask for each image, in their order"
    )
    parser.add_argument(
        "--cameras",
        type=Path,
        metavar="FILE",
        help="measured cameras; found by themselves beside the photographs",
    )
    parser.add_argument(
        "--format", metavar="SUFFIX",
        help="OUT is a folder, and each photograph becomes a shape of this format in it (.glb)",
    )  # fmt: skip
    add_device(parser)
    parser.add_argument(
        "--seed", type=seed, default=0, metavar="N", help="for methods that draw lots (0)"
    )
    parser.add_argument(
        "--hypotheses", type=whole(1, 64), default=1, metavar="K",
        help="how many plausible shapes to give: OUT the likeliest, then OUT-2, OUT-3... (1)",
    )  # fmt: skip


def run(options: argparse.Namespace) -> None:
    """Reconstruct and write; everything that can be checked before the work starts is."""
    if options.format is not None or is_folder(options.out):
        _run_each(options)
        return
    _check(options)
    (result, report, remark, others), remarks = follow(_steps(options))
    if options.cameras is not None and not METHODS[options.method].cameras:
        note(f"The method '{options.method}' works without cameras and did not use them.")
    for sentence in remarks:
        note(sentence)
    for remarked in (*result.notes, *(f"{name}: {why}" for name, why in result.left_out.items())):
        note(remarked)
    if report is None:
        assert result.maps is not None
        write_depth(result.maps, options.out)
        say(f"{options.out}: depth of {result.views[0].name}")
        return
    tell(report, remark)
    for other in others:
        tell(other, "")


def _run_each(options: argparse.Namespace) -> None:
    """A shape for each photograph or frame; those that gave none are named at the end."""
    suffix = "." + (options.format or ".glb").lower().lstrip(".")
    if options.mask or options.cameras or options.kind in MAPS or options.hypotheses > 1:
        raise UserError(
            "Masks, cameras, depth and hypotheses are for one object. Give a file as OUT, "
            "or leave them out."
        )
    exporter_for(f"shape{suffix}", options.kind)
    rest = (
        options.out, suffix, options.method, resolution_of(options, options.method),
        options.size_mm, options.kind, options.device,
    )  # fmt: skip
    first = options.images[0]
    if len(options.images) == 1 and first.suffix.lower() in VIDEO_SUFFIXES:
        outcomes = follow(reconstruct_frames(first, *rest))
    else:
        images = expand_paths(options.images)
        make_folder(options.out)
        outcomes = follow(reconstruct_each(images, *rest))
    for outcome in outcomes:
        if outcome.file:
            say(str(options.out / outcome.file))
        if outcome.note:
            note(f"{outcome.image}: {outcome.note}")
    failed = [outcome for outcome in outcomes if outcome.problem]
    if failed:
        names = ", ".join(outcome.image for outcome in failed[:5])
        more = ", ..." if len(failed) > 5 else ""
        raise UserError(
            f"{len(failed)} of {len(outcomes)} images gave no shape: {names}{more}. "
            f"{options.out / SUMMARY} says why."
        )


def _check(options: argparse.Namespace) -> None:
    """Raises UserError for a wish that cannot be granted."""
    card = METHODS.get(options.method)
    if card is None:
        known = ", ".join(METHODS)
        raise UserError(f"There is no method '{options.method}'. Choose one of: {known}.")
    if options.kind in MAPS and "depth" not in card.outputs:
        raise UserError(f"The method '{options.method}' gives no depth. Choose another.")
    if options.kind == "relief":
        exporter_for(options.out, None)
    elif options.kind != "depth":
        exporter_for(options.out, options.kind)
    elif options.out.suffix.lower() not in DEPTH_SUFFIXES:
        raise UserError(
            f"Depth cannot be written as '{options.out.suffix}'. Use .npz, or .png with 16 bits."
        )
    if options.hypotheses > 1 and (options.kind in MAPS or not card.hypotheses):
        raise UserError(
            f"The method '{options.method}' gives one {options.kind or 'shape'}, not "
            f"{options.hypotheses}. Leave --hypotheses out."
        )
    check_writable(options.out)


Outcome = tuple[Reconstruction, ExportReport | None, str, list[ExportReport]]


def _photographs(
    options: argparse.Namespace,
) -> Generator[Progress, None, tuple[tuple[View, ...], list[str]]]:
    """The photographs to use, and sentences on what was found and left out."""
    if options.mask:
        images = expand_paths(options.images)
        cameras = {} if options.cameras is None else load_cameras(options.cameras, images)
        yield Progress("Reading the photographs", 0.0, f"{len(images)}")
        return with_cameras(pipeline.load_views(images, options.mask), cameras), []
    measures = METHODS[options.method].cameras
    found = yield from gather(options.images, options.cameras, search=measures)
    doubtful = found.survey.doubtful
    views = sound(found.views, found.survey) or found.views
    remarks = list(found.problems.values())
    if found.video:
        remarks.append(f"{len(found.views)} frames were taken from the video.")
    if found.cameras_from and options.cameras is None:
        remarks.append(f"The cameras were read from {found.cameras_from}.")
    if not found.survey.together:
        remarks.append("The photographs seem to show different objects.")
    if len(views) < len(found.views):
        remarks += [f"{name} was left out. {why}" for name, why in doubtful.items()]
    return views, remarks


def _steps(options: argparse.Namespace) -> Generator[Progress, None, tuple[Outcome, list[str]]]:
    """What was found; unless depth is wanted, the shape that was written, and a remark on it.

    Then the files of other shapes that the photographs leave possible, where they were asked for.
    With it sentences on the photographs.
    """
    views, remarks = yield from _photographs(options)

    def work(
        resolution: int,
    ) -> Generator[Progress, None, tuple[Reconstruction, ExportReport | None]]:
        result = yield from pipeline.reconstruct(views, options.method, resolution, options.device)
        if options.kind == "depth":
            return result, None
        if options.kind == "relief":
            from core.methods.layers.solid import relief

            assert result.maps is not None
            return result, write_shape(relief(result.maps, resolution), options)
        paint = None
        if METHODS[result.method].cameras:
            method = pipeline.load_method(result.method, options.device)
            paint = partial(painted, method, result.code)
        return result, write_shape(result.shape, options, paint=paint, photo=cover_of(result))

    resolution = resolution_of(options, options.method)
    (result, report), remark = yield from within_memory(work, resolution)
    others = []
    if options.hypotheses > 1:
        method = pipeline.load_method(options.method, options.device)
        guess: Any = method  # `_check` has seen that this method can
        codes = guess.hypotheses(result.views, options.hypotheses - 1, options.seed)
        for number, code in enumerate(codes, 2):
            yield Progress("Drawing other shapes", number / options.hypotheses, f"{number}")
            out = numbered(options.out, number)
            shape = method.decode(code, resolution)
            camera = pipeline.camera_of(result.views, shape, method.pose(code), result.maps)
            photo = cover_of(replace(result, camera=camera))
            others.append(write_shape(shape, options, out, photo=photo))
    return (result, report, remark, others), remarks


def write_depth(maps: Maps, path: Path) -> None:
    """The 2.5D of a view: all of it as ``.npz``, or the depth alone as a 16-bit ``.png``.

    In the picture ``(value - 32768) / 32768`` is the depth behind the object's centre in object
    sides, and 0 is background.
    """
    from PIL import Image

    with atomic(path) as temporary, temporary.open("wb") as file:
        if path.suffix.lower() == ".npz":
            np.savez_compressed(
                file, depth=maps.depth, normals=maps.normals, silhouette=maps.silhouette,
                crop=np.array(maps.crop),
            )  # fmt: skip
            return
        values = np.clip(np.rint(maps.depth * DEPTH_CENTRE) + DEPTH_CENTRE, 1, 65535)
        values = np.where(maps.silhouette > 0.5, values, 0)
        Image.fromarray(values.astype(np.uint16)).save(file, "PNG")
