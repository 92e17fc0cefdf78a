"""Jobs about meshes: finishing, measuring, comparing and writing them."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.methods import METHODS
from core.process.jobs.shapes import decode
from core.process.jobs.state import Memory, Numbers, Shape
from core.types import Camera, Finish, Floats, Health, LatentCode, Progress, View
from core.utils.memory import within_memory

if TYPE_CHECKING:
    from core.batch import Outcome
    from core.exporters import ExportReport
    from core.geometry.postprocess import Finished
    from core.geometry.texture import Cover

AS_IT_CAME = Finish()


def finish(
    memory: Memory, code: LatentCode, finish: Finish, resolution: int = 64
) -> Generator[Progress, None, Shape]:
    """A code as a finished grid and surface, ready to be shown."""
    from core.geometry.postprocess import finish_grid

    shape = yield from decode(memory, code, resolution)
    finished = yield from _finished(memory, code, finish.of_shape, resolution)
    return Shape(finish_grid(shape.grid, finish), finished.mesh)


def _finished(
    memory: Memory, code: LatentCode, finish: Finish, resolution: int
) -> Generator[Progress, None, Finished]:
    """A code's finished mesh. What the budget and turn start from is kept, for dragging them."""
    from core.geometry.postprocess import finish_mesh
    from core.methods.multiview.painting import painted

    known = memory.recall_finished(code, resolution, finish)
    if known is not None:
        return known
    before = replace(finish, faces=0, turn="")
    if before == finish:
        shape = yield from decode(memory, code, resolution)
        yield Progress("Finishing", 0.85)
        done = finish_mesh(shape.mesh, finish)
        mesh = painted(memory.method(code.method), code, done.mesh)
        done = replace(done, mesh=mesh)
    else:
        done = yield from _finished(memory, code, before, resolution)
        yield Progress("Finishing", 0.9)
        last = finish_mesh(done.mesh, Finish(faces=finish.faces, turn=finish.turn))
        mesh = painted(memory.method(code.method), code, last.mesh, finish.turn)
        done = replace(done, mesh=mesh)
    memory.keep_finished(code, resolution, finish, done)
    return done


def measure(
    memory: Memory,
    code: LatentCode,
    resolution: int | None = None,
    finish: Finish = AS_IT_CAME,
) -> Generator[Progress, None, Health]:
    """What the finished surface would be like as a file, of the method's own resolution or one."""
    from core.geometry.mesh_checks import health

    side = resolution or METHODS[code.method].resolution
    finished = yield from _finished(memory, code, finish.of_shape, side)
    return (yield from health(finished))


def compare(
    memory: Memory, code: LatentCode, others: Sequence[LatentCode], finish: Finish = AS_IT_CAME
) -> Generator[Progress, None, tuple[Numbers, ...]]:
    """The numbers of a code's finished shape, then those of others against it, as it is shown.

    The others are turned as it is, and not finished otherwise.
    """
    side = METHODS[code.method].resolution
    live = yield from _in_finish(memory, code, finish, side)
    found = [(yield from _numbers(live, live))]
    for index, other in enumerate(others):
        yield Progress("Comparing", (index + 1) / (len(others) + 1))
        shape = yield from _in_finish(memory, other, Finish(turn=finish.turn), side)
        found.append((yield from _numbers(live, shape)))
    return tuple(found)


def _in_finish(
    memory: Memory, code: LatentCode, wanted: Finish, side: int
) -> Generator[Progress, None, Shape]:
    plain = wanted.of_shape == AS_IT_CAME.of_shape
    job = decode(memory, code, side) if plain else finish(memory, code, wanted, side)
    return (yield from job)


def _numbers(live: Shape, shape: Shape) -> Generator[Progress, None, Numbers]:
    from core.geometry.mesh import is_watertight, volume
    from core.geometry.mesh_distance import surface_distance
    from core.metrics import iou

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
    from core.geometry.mesh_distance import signed_distances

    side = METHODS[other.method].resolution
    shape = yield from _in_finish(memory, other, Finish(turn=turn), side)
    return (yield from signed_distances(points, shape.mesh))


def export(
    memory: Memory,
    code: LatentCode,
    path: str,
    finish: Finish = AS_IT_CAME,
    resolution: int = 64,
    kind: str | None = None,
    photo: tuple[View, Camera] | None = None,
) -> Generator[Progress, None, ExportReport]:
    """Write a code's finished shape, and check the file; the suffix chooses the format.

    ``kind`` is ``mesh``, ``points`` or ``voxels`` as in `core.exporters.export`, or ``code`` for
    the numbers themselves. ``photo`` is the photograph that lies on the shape, and its camera in
    the object frame. Where memory runs out, the shape is made coarser.
    """
    from core.exporters import ExportReport
    from core.geometry.texture import cover
    from core.latent.codes import write_code

    if kind == "code":
        yield Progress("Writing", 0.5, Path(path).name)
        write_code(code, path)
        count = sum(len(values) for values in code.values())
        return ExportReport(Path(path), kind, count, 0, False, (0, 0, 0), Path(path).stat().st_size)
    laid = None if photo is None else cover(*photo).turned(finish.turn)
    report, note = yield from within_memory(
        lambda resolution: _write(memory, code, path, finish, resolution, kind, laid), resolution
    )
    return replace(report, note=" ".join(filter(None, (note, report.note))))


def _write(
    memory: Memory,
    code: LatentCode,
    path: str,
    finish: Finish,
    resolution: int,
    kind: str | None,
    photo: Cover | None,
) -> Generator[Progress, None, ExportReport]:
    from core.exporters import export as write
    from core.exporters import exporter_for

    name = Path(path).name
    exporter = exporter_for(path, kind)
    if "voxels" in (kind, exporter.kind):
        from core.geometry.postprocess import finish_grid

        shape = yield from decode(memory, code, resolution)
        yield Progress("Writing", 0.9, name)
        grid = finish_grid(shape.grid, finish)
        return write(grid, path, finish.size_mm, kind, finish.up, photo)
    finished = yield from _finished(memory, code, finish.of_shape, resolution)
    yield Progress("Writing", 0.9, name)
    return write(finished.mesh, path, finish.size_mm, kind, finish.up, photo)


def reconstruct_into(
    memory: Memory, image: str, out: str, method: str, size_mm: float, resolution: int
) -> Generator[Progress, None, Outcome]:
    """One photograph of a folder to a file, and its row into the summary beside it."""
    from core.batch import reconstruct_file

    yield from memory.prepare()
    yield Progress("Loading the method", 0.0)
    loaded = memory.method(method)
    return (yield from reconstruct_file(Path(image), Path(out), loaded, resolution, size_mm))
