"""Many photographs, a shape each: a folder in, a folder of files and ``summary.csv`` out.

An image that fails is named in the summary, and the rest goes on. The summary is written anew
after each image, so what was done is kept whenever the work is stopped.
"""

from __future__ import annotations

import csv
import io
import logging
import time
from collections.abc import Generator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from core import pipeline
from core.errors import NO_MEMORY, UserError, is_out_of_memory
from core.exporters import ExportReport, export
from core.geometry.texture import cover_of
from core.methods import DEFAULT
from core.types import Progress, Reconstruction
from core.utils.files import atomic, is_file
from core.utils.memory import within_memory

if TYPE_CHECKING:
    from core.methods.base import Method

log = logging.getLogger(__name__)

SUMMARY = "summary.csv"
BUG = "Something went wrong inside the program ({summary}). Please report it."


@dataclass(frozen=True)
class Outcome:
    """A row of the summary: what became of an image. Lengths are of the object, along x, y, z.

    ``confidence`` is the share of the volume that the method expects to have right; ``note`` a
    sentence about a shape that is not quite what was asked for.
    """

    image: str
    file: str = ""
    problem: str = ""
    confidence: float | None = None
    faces: int | None = None
    watertight: bool | None = None
    width_mm: float | None = None
    height_mm: float | None = None
    depth_mm: float | None = None
    seconds: float | None = None
    note: str = ""


def plan(images: Sequence[Path], suffix: str) -> list[str]:
    """A file name for each image, no two the same."""
    stems = [image.stem for image in images]
    names: list[str] = []
    for image, stem in zip(images, stems, strict=True):
        plain = stems.count(stem) == 1
        name = f"{stem if plain else image.name.replace('.', '-')}{suffix}"
        twins = names.count(name)
        names.append(name if not twins else f"{stem}-{len(names)}{suffix}")
    return names


def reconstruct_file(
    image: Path,
    out: Path,
    method: str | Method = DEFAULT,
    resolution: int = 64,
    size_mm: float = 100.0,
    as_: str | None = None,
    device: str = "auto",
) -> Generator[Progress, None, Outcome]:
    """One photograph to a file; its row is put into the summary beside it.

    What goes wrong with the image is in the outcome. Raises UserError only when the summary
    cannot be written.
    """
    started = time.perf_counter()
    try:
        yield Progress("Reading", 0.0, image.name)
        views = pipeline.load_views([image])

        def work(resolution: int) -> Generator[Progress, None, tuple[Reconstruction, ExportReport]]:
            result = yield from pipeline.reconstruct(views, method, resolution, device)
            yield Progress("Writing", 0.95, out.name)
            photo = cover_of(result)
            return result, export(result.shape, out, size_mm, as_, photo=photo)

        (result, report), said = yield from within_memory(work, resolution)
        width, height, depth = (round(float(side), 3) for side in report.size_mm)
        outcome = Outcome(
            image.name, out.name, "", result.confidence, report.faces, report.watertight,
            width, height, depth, note=said,
        )  # fmt: skip
    except UserError as error:
        outcome = Outcome(image.name, problem=str(error))
    except Exception as error:
        if is_out_of_memory(error):
            outcome = Outcome(image.name, problem=NO_MEMORY)
        else:
            log.exception("%s gave no shape", image.name)
            summary = f"{type(error).__name__}: {error}".splitlines()[0]
            outcome = Outcome(image.name, problem=BUG.format(summary=summary))
    outcome = replace(outcome, seconds=round(time.perf_counter() - started, 3))
    note(outcome, out.parent / SUMMARY)
    return outcome


def reconstruct_each(
    images: Sequence[Path],
    folder: Path,
    suffix: str,
    method: str = DEFAULT,
    resolution: int = 64,
    size_mm: float = 100.0,
    as_: str | None = None,
    device: str = "auto",
) -> Generator[Progress, None, list[Outcome]]:
    """A shape for each image, one after the other, into a folder.

    Raises UserError when the method cannot be loaded or the summary cannot be written.
    """
    yield Progress("Loading the method", 0.0)
    loaded = pipeline.load_method(method, device)
    outcomes = []
    for place, (image, name) in enumerate(zip(images, plan(images, suffix), strict=True)):
        steps = reconstruct_file(image, folder / name, loaded, resolution, size_mm, as_)
        while True:
            try:
                step = next(steps)
            except StopIteration as finished:
                outcomes.append(finished.value)
                break
            share = (place + min(step.fraction, 1.0)) / len(images)
            said = f"{image.name}, {place + 1} of {len(images)}"
            yield Progress(step.step, share, said)
    yield Progress("Done", 1.0)
    return outcomes


def note(outcome: Outcome, summary: Path) -> None:
    """Put a row into a summary, in place of an earlier one of the same image."""
    names = [field.name for field in fields(Outcome)]
    rows = {row["image"]: row for row in read_summary(summary)}
    told = asdict(outcome)
    rows[outcome.image] = {name: "" if told[name] is None else str(told[name]) for name in names}
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, names, restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows.values())
    with atomic(summary) as temporary:
        temporary.write_bytes(text.getvalue().encode())


def read_summary(path: Path) -> list[dict[str, str]]:
    """The rows of a summary; none where there is no file, or another one of that name."""
    if not is_file(path):
        return []
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error):
        return []
    return [row for row in rows if row.get("image")]
