"""Jobs about photographs: reading them, and finding and changing their masks."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import UserError
from core.process.jobs.state import Loaded, Memory
from core.types import (
    Bytes,
    Camera,
    Floats,
    Progress,
    View,
)

if TYPE_CHECKING:
    from core.geometry.texture import Cover
    from core.importers.photos import Gathered


def load(
    memory: Memory,
    paths: Sequence[str] = (),
    blobs: Sequence[tuple[bytes, str]] = (),
) -> Generator[Progress, None, tuple[Loaded, ...]]:
    """Photographs from files, folders and the clipboard (bytes, name), each with its mask.

    A file of a mesh or a grid gives a view drawn of it (`core.rendering.shape_image`).
    """
    from core.images.load import expand_paths, load_image_bytes, read_file
    from core.importers.formats import SHAPE_SUFFIXES

    found: list[Loaded] = []
    readers: list[tuple[str, Callable[[], bytes]]] = []
    for given in paths:
        if Path(given).suffix.lower() in SHAPE_SUFFIXES:
            yield Progress("Reading", 0.0, Path(given).name)
            found.append((yield from _shape(memory, Path(given))))
            continue
        try:
            readers += [(path.name, partial(read_file, path)) for path in expand_paths([given])]
        except UserError as error:
            found.append(Loaded(Path(given).name, None, str(error)))
    readers += [(name, partial(bytes, data)) for data, name in blobs]
    for index, (name, read) in enumerate(readers):
        yield Progress("Reading", index / len(readers), name)
        try:
            original = read()
            view = load_image_bytes(original, name)
        except UserError as error:
            found.append(Loaded(name, None, str(error)))
            continue
        yield Progress("Finding the object", (index + 0.5) / len(readers), name)
        loaded = yield from _masked(memory, view)
        found.append(replace(loaded, original=original))
    yield Progress("Done", 1.0)
    return tuple(found)


def gather(memory: Memory, paths: Sequence[str]) -> Generator[Progress, None, Gathered]:
    """Files, folders and videos as photographs of what is probably one object."""
    from core.importers.photos import gather

    yield from memory.prepare()
    return (yield from gather(paths))


def cameras(
    memory: Memory, path: str, images: Sequence[str]
) -> Generator[Progress, None, dict[str, Camera]]:
    """The cameras in a file, by the names of photographs; see `core.cameras.load`."""
    from core.cameras.load import load_cameras

    yield Progress("Reading", 0.0, Path(path).name)
    return load_cameras(path, images)


def _shape(memory: Memory, path: Path) -> Generator[Progress, None, Loaded]:
    from core.importers.shapes import load_shape
    from core.rendering.shape_image import portrait

    try:
        shape = load_shape(path)
        yield from memory.prepare()
        yield Progress("Drawing the shape", 0.5, path.name)
        return Loaded(path.name, portrait(shape, path.name))
    except UserError as error:
        return Loaded(path.name, None, str(error))


def _masked(memory: Memory, view: View) -> Generator[Progress, None, Loaded]:
    """Alpha, else the object that the finder sees."""
    from core.segmentation.foreground import check_mask, find_mask

    try:
        if view.mask is None:
            yield from memory.prepare()
            view = find_mask(view)
        check_mask(view)
    except UserError as error:
        return Loaded(view.name, view, str(error))
    return Loaded(view.name, view)


def change_mask(
    memory: Memory, mask: Floats, operation: str, arguments: Sequence[Any] = ()
) -> Generator[Progress, None, Floats]:
    """A mask after ``grow``, ``fill_holes`` or ``fill_region``; see `core.images.masks`."""
    from core.images import masks

    yield Progress("Changing the mask", 0.0)
    operations: dict[str, Callable[..., Floats]] = {
        "grow": masks.grow,
        "fill_holes": masks.fill_holes,
        "fill_region": masks.fill_region,
    }
    return operations[operation](mask, *arguments)


def box_mask(
    memory: Memory, image: Bytes, box: tuple[float, float, float, float]
) -> Generator[Progress, None, Floats]:
    """The mask of the object in a box drawn on a photograph."""
    from core.segmentation.box import segment_box

    yield Progress("Finding the outline", 0.2)
    mask = segment_box(image, box)
    if not (mask > 0.5).any():
        raise UserError("Nothing in the box differs from what is around it. Paint the object.")
    return mask


def find_mask(
    memory: Memory, view: View, finder: str, method: str
) -> Generator[Progress, None, View]:
    """The view with its object found anew, by one of `core.segmentation.finders.FINDERS`."""
    from core.segmentation.finders import find_object

    yield from memory.prepare()
    yield Progress("Finding the object", 0.3)
    return find_object(view, finder, lambda: memory.method(method))


def cover(memory: Memory, view: View, camera: Camera) -> Generator[Progress, None, Cover]:
    """A photograph made ready to lie on shapes, by its camera in the object frame."""
    from core.geometry import texture

    yield Progress("Preparing the photograph", 0.0, view.name)
    return texture.cover(view, camera)
