"""A video, a shape for each of its frames: codes are smoothed over time, so that none flickers."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

from core import pipeline
from core.batch import SUMMARY, Outcome, note
from core.errors import UserError
from core.exporters import export
from core.images.read_video import read_video
from core.latent.smoothing import steady
from core.methods import METHODS
from core.types import LatentCode, Progress
from core.utils.files import make_folder
from core.utils.progress import finished


def reconstruct_frames(
    film: Path,
    folder: Path,
    suffix: str,
    method: str = "tl",
    resolution: int = 64,
    size_mm: float = 100.0,
    as_: str | None = None,
    device: str = "auto",
) -> Generator[Progress, None, list[Outcome]]:
    """Frames taken along a video's way, each as a shape of its own, into a folder.

    A frame in which no object is found is named in the summary, and the rest goes on. Raises
    UserError for a video that cannot be read, a method that measures (it needs all frames
    together), and when nothing can be written.
    """
    if method in METHODS and METHODS[method].cameras:
        raise UserError(
            f"'{method}' measures one shape in all frames. Give a file as OUT, or a learned method."
        )
    loaded = pipeline.load_method(method, device)
    photographs = yield from read_video(film)
    codes: dict[str, LatentCode] = {}
    outcomes: dict[str, Outcome] = {}
    for place, (view, _) in enumerate(photographs):
        share = 0.3 + 0.4 * place / len(photographs)
        yield Progress("Looking at the frames", share, f"{place + 1} of {len(photographs)}")
        try:
            result = finished(pipeline.reconstruct([view], loaded, resolution))
            codes[view.name] = result.code
        except UserError as error:
            outcomes[view.name] = Outcome(view.name, problem=str(error))
    make_folder(folder)
    for place, (name, code) in enumerate(zip(codes, steady(list(codes.values())), strict=True)):
        out = folder / f"{Path(name).stem}{suffix}"
        yield Progress("Writing", 0.7 + 0.3 * place / len(codes), out.name)
        report = export(loaded.decode(code, resolution), out, size_mm, as_)
        width, height, depth = (round(float(side), 3) for side in report.size_mm)
        outcomes[name] = Outcome(
            name, out.name, "", None, report.faces, report.watertight, width, height, depth
        )  # fmt: skip
    rows = [outcomes[view.name] for view, _ in photographs]
    for row in rows:
        note(row, folder / SUMMARY)
    yield Progress("Done", 1.0)
    return rows
