"""What measuring in photographs costs, by their number and by the resolution: a part of `bench`.

The photographs are drawn of a shape that the program makes itself, so that anyone can repeat it.
"""

from __future__ import annotations

import time
from collections.abc import Generator
from pathlib import Path

import numpy as np

from core import pipeline
from core.evaluation.report import Row, Table
from core.types import Progress

# Number of photographs, voxels a side: one grows while the other stands.
CASES = ((6, 128), (12, 128), (24, 128), (24, 64), (24, 256))
NOTE = (
    "Seconds for all of the work, painting and comparing included; carving alone is the hull's "
    "grid. Memory is the most that the program has held so far."
)


def photographs() -> Generator[Progress, None, Table]:
    """A row a case."""
    from core.evaluation.photographs import known_shapes
    from core.rendering.splat import sample_surface
    from core.rendering.turntable import around, outlined, photographed

    _, mesh, colors = next(iter(known_shapes("procedural:1", 1)))
    surface = sample_surface(mesh, colors, 200_000, np.random.default_rng(0))
    rows: list[Row] = []
    for number, (count, resolution) in enumerate(CASES):
        views = outlined(photographed(surface, around(count), 640), mesh)
        yield Progress("Measuring photographs", number / len(CASES), f"{count}")
        started = time.perf_counter()
        result = yield from pipeline.reconstruct(views, "hull", resolution)
        row: Row = {
            "photographs": count,
            "voxels": resolution,
            "hull s": round(time.perf_counter() - started, 1),
            "carving alone s": round(result.seconds["measure"], 2),
            "memory MB": peak_mb(),
        }
        rows.append(row)
    return Table("Measuring in photographs", rows, NOTE)


def peak_mb() -> int | None:
    """The most memory that this process has held, where the system tells (Linux)."""
    status = Path("/proc/self/status")
    if not status.exists():
        return None
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) // 1024
