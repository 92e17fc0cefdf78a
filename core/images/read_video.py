"""Videos as photographs: the sharpest frames, at even steps of how far the picture moved.

Read twice, so that no more than one frame and the chosen ones are ever in memory.
"""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image
from scipy import ndimage

from core.errors import UserError
from core.images.load import LONGEST_SIDE, load_image_bytes
from core.types import Bytes, Progress, View
from core.utils.files import is_file

Reals = npt.NDArray[np.floating]

NOT_INSTALLED = "Reading a video needs the package av. Install it: pip install 'shapewright[video]'"
COUNT = 24
MOST_LOOKED_AT = 600  # frames of a long video that are compared with each other
SMALL = 160  # the longer side at which they are
STILL = 0.01  # of the picture's longer side: less movement than this is none
QUALITY = 95  # of the JPEG that a frame is kept as


@dataclass(frozen=True)
class Glance:
    """What the first look at a frame found: its number, sharpness, and way moved so far."""

    number: int
    sharpness: float
    way: float


def read_video(
    path: str | Path, count: int = COUNT
) -> Generator[Progress, None, list[tuple[View, bytes]]]:
    """At most ``count`` frames as photographs, each with a JPEG file of it, in their order.

    Raises UserError without the package av, and for a file that is no video, has no frames, or
    shows no movement.
    """
    path = Path(path)
    if not is_file(path):
        raise UserError(f"{path} does not exist. Check the name.")
    if importlib.util.find_spec("av") is None:
        raise UserError(NOT_INSTALLED)
    glances: list[Glance] = []
    furthest = 0.0
    for glance, drift, share in _glances(path):
        glances.append(glance)
        furthest = max(furthest, drift)
        yield Progress("Looking through the video", 0.15 * share, path.name)
    if not glances:
        raise UserError(f"{path.name} has no frames. Choose another video.")
    if furthest < STILL:
        raise UserError(
            f"Nothing moves in {path.name}: all of it is one view. Film on a way around the object."
        )
    wanted = chosen(glances, count)
    found: list[tuple[View, bytes]] = []
    for number, picture in _pictures(path, set(wanted)):
        data = _jpeg(picture)
        found.append((load_image_bytes(data, f"{path.stem}-{number:05d}.jpg"), data))
        yield Progress("Taking frames", 0.15 + 0.15 * len(found) / len(wanted), path.name)
    return found


def chosen(glances: Sequence[Glance], count: int) -> list[int]:
    """The numbers of the sharpest frame in each of ``count`` equal parts of the way."""
    ways = np.array([glance.way for glance in glances])
    part = np.minimum(ways / max(ways[-1], 1e-12) * count, count - 1).astype(int)
    best: dict[int, Glance] = {}
    for index, glance in zip(part, glances, strict=True):
        if index not in best or glance.sharpness > best[index].sharpness:
            best[index] = glance
    return sorted(glance.number for glance in best.values())


def movement(before: Reals, after: Reals) -> float:
    """How far two small grey pictures differ, as a movement in shares of their longer side.

    The normal flow, |difference| over |gradient|, where there is something to move.
    """
    first, second = (_even(ndimage.gaussian_filter(p, 1.5)) for p in (before, after))
    mean = (first + second) / 2
    slope = np.hypot(ndimage.sobel(mean, 0), ndimage.sobel(mean, 1)) / 8
    changed = np.abs(second - first)
    tells = slope > np.quantile(slope, 0.7)
    return float(changed[tells].sum() / max(slope[tells].sum(), 1e-9) / max(before.shape))


def _even(picture: Reals) -> Reals:
    """Without the brightness and contrast that a camera changes while it films."""
    return np.asarray((picture - picture.mean()) / max(float(picture.std()), 1.0))


def _glances(path: Path) -> Iterator[tuple[Glance, float, float]]:
    """Each frame looked at, how far it is from the first, and the share of the video seen."""
    first = last = None
    way = 0.0
    for number, frame, share, step in _frames(path):
        if number % step:
            continue
        small = _small(frame)
        if first is None or last is None or small.shape != first.shape:
            first = last = small
        way += movement(last, small)
        last = small
        yield (
            Glance(number, float(ndimage.laplace(small).var()), way),
            movement(first, small),
            share,
        )


def _pictures(path: Path, numbers: set[int]) -> Iterator[tuple[int, Bytes]]:
    last = max(numbers)
    for number, frame, _, _ in _frames(path):
        if number in numbers:
            yield number, _upright(frame)
        if number >= last:
            return


def _frames(path: Path) -> Iterator[tuple[int, Any, float, int]]:
    """Decoded frames with their numbers, the share of the video they are at, and which step to
    take through it. UserError where it cannot be read; damage after the first frames ends it."""
    import av

    number = 0
    try:
        with av.open(str(path)) as film:
            if not film.streams.video:
                raise UserError(f"{path.name} has no pictures, only sound. Choose another video.")
            stream = film.streams.video[0]
            stream.thread_type = "AUTO"
            total = stream.frames or _estimated(film, stream)
            for frame in film.decode(stream):
                share = min(1.0, number / total) if total else 0.5
                yield number, frame, share, max(1, total // MOST_LOOKED_AT)
                number += 1
    except (av.FFmpegError, OSError, ValueError) as error:
        if not number:
            raise UserError(
                f"{path.name} is damaged or no video. Copy it again or choose another."
            ) from error


def _estimated(film: Any, stream: Any) -> int:
    """How many frames there are where the file does not say."""
    import av

    seconds = float(film.duration or 0) / av.time_base
    return int(seconds * float(stream.average_rate or 0))


def _small(frame: Any) -> Reals:
    scale = min(1.0, SMALL / max(frame.width, frame.height))
    width, height = (max(8, round(side * scale)) for side in (frame.width, frame.height))
    grey = frame.reformat(width=width, height=height, format="gray", interpolation="AREA")
    return np.asarray(grey.to_ndarray(), np.float32)


def _upright(frame: Any) -> Bytes:
    """The picture as people see it: turned as its metadata says, with square pixels."""
    scale = min(1.0, LONGEST_SIDE / max(frame.width, frame.height))
    width, height = (max(1, round(side * scale)) for side in (frame.width, frame.height))
    picture = frame.to_ndarray(format="rgb24", width=width, height=height)
    return np.ascontiguousarray(np.rot90(picture, round(frame.rotation / 90)))


def _jpeg(picture: Bytes) -> bytes:
    stored = io.BytesIO()
    Image.fromarray(picture).save(stored, "JPEG", quality=QUALITY, subsampling=0)
    return stored.getvalue()
