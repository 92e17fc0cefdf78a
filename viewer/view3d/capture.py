"""Pictures and films to keep, made in steps from a 3D view. Encoding runs beside, in a thread."""

from __future__ import annotations

import queue
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image
from PySide6.QtGui import QImage

from core.images.write_video import write_film
from core.types import Bytes, Progress
from core.utils.files import atomic, check_writable
from viewer.i18n.translate import tr
from viewer.tasks.stepper import Steps, Thread
from viewer.view3d.annotations import MarkedView
from viewer.widgets.pictures import to_image

if TYPE_CHECKING:
    from viewer.scene.scene import Scene

WAITING = 3  # pictures that may wait for the encoder


@dataclass(frozen=True)
class Turn:
    """A film of one turn: pixels, seconds, pictures a second."""

    width: int
    height: int
    seconds: float = 6.0
    rate: int = 20


def shoot(view: MarkedView, width: int, height: int, transparent: bool) -> Steps:
    """A screenshot of what the view shows, with its marks but without grid and axes: a QImage."""
    scene = view.scene
    if scene is None:
        return QImage()
    step = tr("Drawing")
    aspect = view.width() / max(view.height(), 1)
    camera = scene.camera.within(aspect, width / height)
    shots = scene.shots(width, height, transparent, camera)
    picture = yield from _drawn(shots, lambda share: Progress(step, 0.9 * share))
    image = to_image(picture)
    view.mark(image, camera)
    return image


def save_shot(
    view: MarkedView, path: str | Path, width: int, height: int, transparent: bool
) -> Steps:
    """The same, into a PNG; its path."""
    check_writable(path)
    image = yield from shoot(view, width, height, transparent)
    pixels = _array(image)

    def write() -> Path:
        with atomic(path) as temporary:
            Image.fromarray(pixels).save(temporary, "PNG")
        return Path(path)

    writer = Thread(write)
    writer.start()
    return (yield from writer.wait(Progress(tr("Writing"), 0.9)))


def film(scene: Scene, path: str | Path, turn: Turn) -> Steps:
    """One turn around the shape, starting from what is seen; the path of the film."""
    check_writable(path)
    ready: queue.Queue[Bytes | None] = queue.Queue()
    stopped = False

    def pictures() -> Iterator[Bytes]:
        while (picture := ready.get()) is not None:
            yield picture
        if stopped:
            raise _Stopped

    writer = Thread(lambda: write_film(path, pictures(), turn.rate))
    start, count = scene.camera, max(2, round(turn.seconds * turn.rate))
    writer.start()
    try:
        for index in range(count):
            said = Progress(tr("Drawing"), 0.95 * index / count, f"{index + 1} / {count}")
            camera = replace(start, azimuth=start.azimuth + 360 * index / count)
            shots = scene.shots(turn.width, turn.height, camera=camera)
            picture = yield from _drawn(shots, lambda share, said=said: said)
            ready.put(np.ascontiguousarray(picture[..., :3]))
            while ready.qsize() > WAITING and writer.is_alive():
                yield said
                writer.join(0.004)
            if not writer.is_alive():
                break
        ready.put(None)
        return (yield from writer.wait(Progress(tr("Writing"), 0.95)))
    except GeneratorExit:
        stopped = True
        ready.put(None)
        writer.join()
        raise


class _Stopped(Exception):
    """Ends the writing of a film that nobody wants any more."""


def _drawn(
    shots: Generator[float, None, Bytes], said: Callable[[float], Progress]
) -> Generator[Progress, None, Bytes]:
    """Steps of the scene as steps of a task; one at the end, so that every picture is one."""
    while True:
        try:
            share = next(shots)
        except StopIteration as finished:
            yield said(1.0)
            picture: Bytes = finished.value
            return picture
        yield said(share)


def _array(image: QImage) -> Bytes:
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : 4 * image.width()].reshape(image.height(), image.width(), 4).copy()
