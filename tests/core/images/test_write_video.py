"""Films are read back: as many pictures as were given, in time and in colour."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.errors import UserError
from core.images import write_video
from core.images.write_video import write_film
from core.types import Bytes


def slide(count: int = 12) -> Iterator[Bytes]:
    """A red square that slides to the right over grey, 60 x 81."""
    for index in range(count):
        picture = np.full((60, 81, 3), 120, np.uint8)
        picture[20:40, 5 * index : 5 * index + 20] = (220, 30, 20)
        yield picture


def left_of_red(picture: Bytes) -> float:
    red = picture[..., 0].astype(int) - picture[..., 2] > 100
    return float(np.flatnonzero(red.any(axis=0)).min())


def test_a_gif_holds_every_picture_and_runs_for_ever(tmp_path: Path):
    path = write_film(tmp_path / "slide ä.gif", slide(), rate=20)
    with Image.open(path) as film:
        assert (film.n_frames, film.size, film.info["loop"]) == (12, (81, 60), 0)
        for index in range(film.n_frames):
            film.seek(index)
            assert film.info["duration"] == 50
            seen = np.asarray(film.convert("RGB"))
            assert left_of_red(seen) == 5 * index
            assert np.abs(seen[:10].astype(int) - 120).max() < 4, "the background does not flicker"


def test_an_mp4_holds_every_picture(tmp_path: Path):
    av = pytest.importorskip("av")
    path = write_film(tmp_path / "slide.mp4", slide(), rate=30)
    with av.open(str(path)) as film:
        stream = film.streams.video[0]
        assert (stream.width, stream.height, stream.average_rate) == (80, 60, 30)
        seen = [frame.to_ndarray(format="rgb24") for frame in film.decode(stream)]
    assert [left_of_red(picture) for picture in seen] == pytest.approx(
        [5 * index for index in range(12)], abs=1.5
    )


def test_without_av_gif_is_advised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(write_video, "has_video", lambda: False)
    with pytest.raises(UserError, match="choose GIF"):
        write_film(tmp_path / "slide.mp4", slide(), 30)
    with pytest.raises(UserError, match=r"\.gif or \.mp4"):
        write_film(tmp_path / "slide.avi", slide(), 30)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("suffix", [".gif", ".mp4"])
def test_an_error_on_the_way_leaves_the_old_file(tmp_path: Path, suffix: str):
    if suffix == ".mp4":
        pytest.importorskip("av")
    path = tmp_path / f"film{suffix}"
    path.write_bytes(b"old")

    def broken() -> Iterator[Bytes]:
        yield from slide(3)
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        write_film(path, broken(), 20)
    assert path.read_bytes() == b"old" and len(list(tmp_path.iterdir())) == 1
