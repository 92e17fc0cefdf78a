"""Films of pictures: GIF with Pillow, MP4 with PyAV where that is installed."""

from __future__ import annotations

import importlib.util
import itertools
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from core.errors import UserError
from core.types import Bytes
from core.utils.files import atomic

GIF_COLORS = 255
QUALITY = "18"  # x264's constant rate factor: hardly to be told from the original


def write_film(path: str | Path, pictures: Iterable[Bytes], rate: int) -> Path:
    """Write uint8 pictures (H, W, 3), ``rate`` a second; the suffix chooses the format.

    The pictures may come one by one; an error from them leaves no file.
    """
    target = Path(path)
    writer = FILMS.get(target.suffix.lower())
    if writer is None:
        known = " or ".join(FILMS)
        raise UserError(f"'{target.name}' is no kind of film this program writes. Use {known}.")
    with atomic(target) as temporary:
        writer(temporary, iter(pictures), rate)
    return target


def has_video() -> bool:
    """Whether MP4 can be written."""
    return importlib.util.find_spec("av") is not None


def _gif(path: Path, pictures: Iterator[Bytes], rate: int) -> None:
    """All pictures share the colours of the first, or the background would flicker."""
    first = Image.fromarray(next(pictures))
    palette = first.quantize(GIF_COLORS, Image.Quantize.MEDIANCUT)
    dithered = Image.Dither.FLOYDSTEINBERG

    def reduced() -> Iterator[Image.Image]:
        for picture in pictures:
            yield Image.fromarray(picture).quantize(palette=palette, dither=dithered)

    first.quantize(palette=palette, dither=dithered).save(
        path, save_all=True, append_images=reduced(), duration=round(1000 / rate), loop=0
    )


def _mp4(path: Path, pictures: Iterator[Bytes], rate: int) -> None:
    if not has_video():
        raise UserError(
            "MP4 needs the package av. Install it with pip install 'shapewright[video]', "
            "or choose GIF."
        )
    import av

    first = next(pictures)
    height, width = (side - side % 2 for side in first.shape[:2])  # the format wants even sides
    with av.open(str(path), "w", format="mp4") as film:
        stream = film.add_stream("libx264", rate=rate, options={"crf": QUALITY})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for picture in itertools.chain([first], pictures):
            even = np.ascontiguousarray(picture[:height, :width])
            film.mux(stream.encode(av.VideoFrame.from_ndarray(even, format="rgb24")))
        film.mux(stream.encode())


FILMS: dict[str, Callable[[Path, Iterator[Bytes], int], None]] = {".gif": _gif, ".mp4": _mp4}
