"""What the window asks of the core process: one generator a job, listed in JOBS.

A job takes the core's memory (the loaded methods and the last shapes) and keyword arguments,
yields Progress and returns a value that can be pickled. It runs without a window as well.
"""

from __future__ import annotations

import importlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from core import pipeline
from core.errors import UserError
from core.types import (
    Bytes,
    Directions,
    Finish,
    Floats,
    Health,
    LatentCode,
    Lighting,
    Mesh,
    PointCloud,
    Pose,
    Progress,
    Reconstruction,
    Rendering,
    View,
    VoxelGrid,
)

if TYPE_CHECKING:
    from core.batch import Outcome
    from core.exporters import ExportReport
    from core.geometry.finish import Finished
    from core.methods.base import Method

Job = Generator[Progress, None, Any]

KEPT_SHAPES = 16
KEPT_FINISHED = 6
AS_IT_CAME = Finish()


@dataclass(frozen=True, eq=False)
class Shape:
    """A decoded code, ready to be shown: the grid and its surface."""

    grid: VoxelGrid
    mesh: Mesh


@dataclass(frozen=True, eq=False)
class Loaded:
    """What became of one file: a view, or the sentence that says why there is none.

    With both, the photograph was read and the sentence is about its mask. ``original`` are the
    bytes of the file.
    """

    name: str
    view: View | None
    error: str = ""
    original: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, eq=False)
class Drawn:
    """The network's own picture of a code, and what its pose and lighting groups say."""

    rendering: Rendering
    pose: Pose
    lighting: Lighting


@dataclass(frozen=True)
class Numbers:
    """A shape in numbers, some of them against another one; lengths in object sides.

    ``iou`` at 64³ and ``chamfer``, the mean distance between the surfaces, are those against the
    other shape; ``size`` (x, y, z) is its bounding box, ``volume`` what it encloses.
    """

    iou: float
    chamfer: float
    faces: int
    size: tuple[float, float, float]
    watertight: bool
    volume: float


class Memory:
    """What the core process keeps between jobs: encode once, decode many."""

    def __init__(self, device: str = "auto") -> None:
        self.device = device
        self._methods: dict[str, Method] = {}
        self._shapes: OrderedDict[tuple[object, ...], Shape] = OrderedDict()
        self._finished: OrderedDict[tuple[object, ...], Finished] = OrderedDict()
        self._importing: threading.Thread | None = None

    def prepare(self) -> Iterator[Progress]:
        """Import torch beside the running job, so that it can be cancelled and overtaken."""
        if self._importing is None:
            self._importing = threading.Thread(
                target=importlib.import_module, args=("torch",), daemon=True
            )
            self._importing.start()
        while self._importing.is_alive():
            yield Progress("Starting the networks", 0.0)
            self._importing.join(0.05)

    @property
    def prepared(self) -> bool:
        """Whether torch has been imported whole."""
        return self._importing is not None and not self._importing.is_alive()

    def method(self, key: str) -> Method:
        """The method, loaded at its first use."""
        if key not in self._methods:
            self._methods[key] = pipeline.load_method(key, self.device)
        return self._methods[key]

    def recall(self, code: LatentCode, resolution: int) -> Shape | None:
        """A shape decoded a short while ago."""
        return self._shapes.get(_name(code, resolution))

    def keep(self, code: LatentCode, resolution: int, shape: Shape) -> None:
        """Remember a shape and forget the oldest."""
        _keep(self._shapes, _name(code, resolution), shape, KEPT_SHAPES)

    def recall_finished(self, code: LatentCode, resolution: int, finish: Finish) -> Finished | None:
        """A mesh finished a short while ago."""
        return self._finished.get((*_name(code, resolution), finish))

    def keep_finished(
        self, code: LatentCode, resolution: int, finish: Finish, finished: Finished
    ) -> None:
        """Remember a finished mesh and forget the oldest."""
        _keep(self._finished, (*_name(code, resolution), finish), finished, KEPT_FINISHED)


def _keep(
    store: OrderedDict[tuple[object, ...], Any], name: tuple[object, ...], one: Any, most: int
) -> None:
    store[name] = one
    store.move_to_end(name)
    while len(store) > most:
        store.popitem(last=False)


def _name(code: LatentCode, resolution: int) -> tuple[object, ...]:
    """What a shape depends on: pose and lighting turn it and light it, but do not change it."""
    groups = [name for name in code if name not in ("pose", "lighting")]
    return (code.method, resolution, *(code[name].tobytes() for name in groups))


def warm_up(memory: Memory, method: str) -> Generator[Progress, None, Directions]:
    """Load a method and run it once, so that the first real job is quick; its shape directions."""
    yield from memory.prepare()
    yield Progress("Loading the method", 0.0)
    loaded = memory.method(method)
    yield Progress("Warming up", 0.7)
    directions = loaded.directions("shape")
    yield Progress("Warming up", 0.9)
    mean = LatentCode({**_blank(method), "shape": directions.mean}, method)
    yield from decode(memory, mean)
    yield from render(memory, mean)
    return directions


def _blank(method: str) -> dict[str, list[float]]:
    return {name: [0.0] * size for name, size in pipeline.METHODS[method].latent.items()}


def load(
    memory: Memory,
    paths: Sequence[str] = (),
    blobs: Sequence[tuple[bytes, str]] = (),
    method: str = "tl",
) -> Generator[Progress, None, tuple[Loaded, ...]]:
    """Photographs from files, folders and the clipboard (bytes, name), each with its mask."""
    from core.images.load import expand_paths, load_image_bytes, read_file

    found: list[Loaded] = []
    readers: list[tuple[str, Callable[[], bytes]]] = []
    for given in paths:
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
        loaded = yield from _masked(memory, view, method)
        found.append(replace(loaded, original=original))
    yield Progress("Done", 1.0)
    return tuple(found)


def _masked(memory: Memory, view: View, method: str) -> Generator[Progress, None, Loaded]:
    """Alpha, else a classical mask, else the network's own silhouette."""
    from core.images.foreground import check_mask, find_mask

    try:
        if view.mask is None:
            view = find_mask(view)
        if view.mask is None:
            yield from memory.prepare()
            view = pipeline.mask_from_network(view, memory.method(method))
        check_mask(view)
    except UserError as error:
        return Loaded(view.name, view, str(error))
    return Loaded(view.name, view)


def reconstruct(
    memory: Memory, views: Sequence[View], method: str, resolution: int = 64
) -> Generator[Progress, None, tuple[Reconstruction, Shape]]:
    """The pipeline's reconstruction, and its shape ready to be shown."""
    yield from memory.prepare()
    yield Progress("Loading the method", 0.0)
    loaded = memory.method(method)
    steps = pipeline.reconstruct(views, loaded, resolution)
    while True:
        try:
            progress = next(steps)
        except StopIteration as finished:
            result: Reconstruction = finished.value
            break
        yield replace(progress, fraction=0.95 * progress.fraction)
    yield Progress("Making the surface", 0.95)
    shape = _surface(result.shape)
    memory.keep(result.code, resolution, shape)
    return result, shape


def decode(
    memory: Memory, code: LatentCode, resolution: int = 64
) -> Generator[Progress, None, Shape]:
    """A code as a grid and its surface."""
    shape = memory.recall(code, resolution)
    if shape is None:
        yield Progress("Building the shape", 0.0, f"{resolution}³ voxels")
        decoded = memory.method(code.method).decode(code, resolution)
        yield Progress("Making the surface", 0.8)
        shape = _surface(decoded)
    memory.keep(code, resolution, shape)
    return shape


def restore(
    memory: Memory, results: Sequence[tuple[LatentCode, VoxelGrid]]
) -> Generator[Progress, None, tuple[Shape, ...]]:
    """The surfaces of results that come from a file: they need no network, so they come first."""
    shapes = []
    for index, (code, grid) in enumerate(results):
        yield Progress("Making the surface", index / len(results))
        shapes.append(_surface(grid))
        memory.keep(code, len(grid.occupancy), shapes[-1])
    return tuple(shapes)


def _surface(decoded: VoxelGrid | PointCloud | Mesh) -> Shape:
    from core.geometry.isosurface import isosurface

    if not isinstance(decoded, VoxelGrid):
        raise TypeError(f"the window shows grids, not {type(decoded).__name__}")
    return Shape(decoded, isosurface(decoded))


def render(memory: Memory, code: LatentCode) -> Generator[Progress, None, Drawn]:
    """The network's own picture of a code, its pose and its lamp."""
    yield Progress("Drawing it again", 0.0)
    method = memory.method(code.method)
    return Drawn(method.render(code), method.pose(code), method.lighting(code))


def agreement(
    memory: Memory, code: LatentCode, mask: np.ndarray
) -> Generator[Progress, None, float]:
    """How well a code's shape, from its pose, fills a mask of the crop (S, S): their IoU."""
    from core.geometry.silhouette import silhouette, silhouette_iou

    shape = yield from decode(memory, code)
    yield Progress("Comparing with the photograph", 0.5)
    pose = memory.method(code.method).pose(code)
    return silhouette_iou(mask, silhouette(shape.mesh, pose, len(mask)))


def finish(
    memory: Memory, code: LatentCode, finish: Finish, resolution: int = 64
) -> Generator[Progress, None, Shape]:
    """A code as a finished grid and surface, ready to be shown."""
    from core.geometry.finish import finish_grid

    shape = yield from decode(memory, code, resolution)
    finished = yield from _finished(memory, code, finish.of_shape, resolution)
    return Shape(finish_grid(shape.grid, finish), finished.mesh)


def _finished(
    memory: Memory, code: LatentCode, finish: Finish, resolution: int
) -> Generator[Progress, None, Finished]:
    """A code's finished mesh. What the budget and turn start from is kept, for dragging them."""
    from core.geometry.finish import finish_mesh

    known = memory.recall_finished(code, resolution, finish)
    if known is not None:
        return known
    before = replace(finish, faces=0, turn="")
    if before == finish:
        shape = yield from decode(memory, code, resolution)
        yield Progress("Finishing", 0.85)
        done = finish_mesh(shape.mesh, finish)
    else:
        done = yield from _finished(memory, code, before, resolution)
        yield Progress("Finishing", 0.9)
        last = finish_mesh(done.mesh, Finish(faces=finish.faces, turn=finish.turn))
        done = replace(done, mesh=last.mesh)
    memory.keep_finished(code, resolution, finish, done)
    return done


def measure(
    memory: Memory, code: LatentCode, resolution: int = 64, finish: Finish = AS_IT_CAME
) -> Generator[Progress, None, Health]:
    """What the finished surface would be like as a file."""
    from core.geometry.health import health

    finished = yield from _finished(memory, code, finish.of_shape, resolution)
    return (yield from health(finished))


def compare(
    memory: Memory, code: LatentCode, others: Sequence[LatentCode], finish: Finish = AS_IT_CAME
) -> Generator[Progress, None, tuple[Numbers, ...]]:
    """The numbers of a code's finished shape, then those of others against it, at 64³.

    The others are turned as it is, and not finished otherwise.
    """
    live = yield from _in_finish(memory, code, finish)
    found = [(yield from _numbers(live, live))]
    for index, other in enumerate(others):
        yield Progress("Comparing", (index + 1) / (len(others) + 1))
        shape = yield from _in_finish(memory, other, Finish(turn=finish.turn))
        found.append((yield from _numbers(live, shape)))
    return tuple(found)


def _in_finish(
    memory: Memory, code: LatentCode, wanted: Finish
) -> Generator[Progress, None, Shape]:
    plain = wanted.of_shape == AS_IT_CAME.of_shape
    job = decode(memory, code) if plain else finish(memory, code, wanted)
    return (yield from job)


def _numbers(live: Shape, shape: Shape) -> Generator[Progress, None, Numbers]:
    from core.evaluation.metrics import iou
    from core.geometry.difference import surface_distance
    from core.geometry.mesh import is_watertight, volume

    mesh = shape.mesh
    empty = len(mesh.faces) == 0
    x, y, z = (0.0,) * 3 if empty else (float(side) for side in np.ptp(mesh.vertices, axis=0))
    return Numbers(
        iou=iou(live.grid.occupancy, shape.grid.occupancy > 0.5),
        chamfer=0.0 if live is shape else (yield from surface_distance(live.mesh, mesh)),
        faces=len(mesh.faces),
        size=(x, y, z),
        watertight=is_watertight(mesh),
        volume=0.0 if empty else volume(mesh),
    )


def difference(
    memory: Memory, points: Floats, other: LatentCode, turn: str = ""
) -> Generator[Progress, None, Floats]:
    """How far points (P, 3) lie outside the turned shape of a code, negative inside, in sides."""
    from core.geometry.difference import signed_distances

    shape = yield from _in_finish(memory, other, Finish(turn=turn))
    return (yield from signed_distances(points, shape.mesh))


def export(
    memory: Memory,
    code: LatentCode,
    path: str,
    finish: Finish = AS_IT_CAME,
    resolution: int = 64,
    kind: str | None = None,
) -> Generator[Progress, None, ExportReport]:
    """Write a code's finished shape, and check the file; the suffix chooses the format.

    ``kind`` is ``mesh``, ``points`` or ``voxels`` as in `core.exporters.export`, or ``code`` for
    the numbers themselves.
    """
    from core.codes import write_code
    from core.exporters import ExportReport, exporter_for
    from core.exporters import export as write

    name = Path(path).name
    if kind == "code":
        yield Progress("Writing", 0.5, name)
        write_code(code, path)
        count = sum(len(values) for values in code.values())
        return ExportReport(Path(path), kind, count, 0, False, (0, 0, 0), Path(path).stat().st_size)
    exporter = exporter_for(path, kind)
    if "voxels" in (kind, exporter.kind):
        from core.geometry.finish import finish_grid

        shape = yield from decode(memory, code, resolution)
        yield Progress("Writing", 0.9, name)
        return write(finish_grid(shape.grid, finish), path, finish.size_mm, kind, finish.up)
    finished = yield from _finished(memory, code, finish.of_shape, resolution)
    yield Progress("Writing", 0.9, name)
    return write(finished.mesh, path, finish.size_mm, kind, finish.up)


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
    from core.images.boxed import segment_box

    yield Progress("Finding the outline", 0.2)
    mask = segment_box(image, box)
    if not (mask > 0.5).any():
        raise UserError("Nothing in the box differs from what is around it. Paint the object.")
    return mask


def find_mask(
    memory: Memory, view: View, finder: str, method: str
) -> Generator[Progress, None, View]:
    """The view with its object found anew, by one of `core.images.finders.FINDERS`."""
    from core.images.finders import find_object

    if finder == "network":
        yield from memory.prepare()
    yield Progress("Finding the object", 0.3)
    return find_object(view, finder, lambda: memory.method(method))


def reconstruct_into(
    memory: Memory, image: str, out: str, method: str, size_mm: float, resolution: int
) -> Generator[Progress, None, Outcome]:
    """One photograph of a folder to a file, and its row into the summary beside it."""
    from core.batch import reconstruct_file

    yield from memory.prepare()
    yield Progress("Loading the method", 0.0)
    loaded = memory.method(method)
    return (yield from reconstruct_file(Path(image), Path(out), loaded, resolution, size_mm))


JOBS: dict[str, Callable[..., Job]] = {
    "warm_up": warm_up,
    "load": load,
    "reconstruct": reconstruct,
    "decode": decode,
    "restore": restore,
    "render": render,
    "agreement": agreement,
    "finish": finish,
    "measure": measure,
    "compare": compare,
    "difference": difference,
    "export": export,
    "reconstruct_into": reconstruct_into,
    "change_mask": change_mask,
    "box_mask": box_mask,
    "find_mask": find_mask,
}
