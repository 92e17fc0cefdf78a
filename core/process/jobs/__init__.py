"""What the window asks of the core process: one generator a job, listed in JOBS.

A job takes the core's memory (the loaded methods and the last shapes) and keyword arguments,
yields Progress and returns a value that can be pickled. It runs without a window as well.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from core.process.jobs.completion import complete
from core.process.jobs.latent import Path, Standing, hypotheses, path, portray, sample, standing
from core.process.jobs.meshes import (
    compare,
    difference,
    export,
    finish,
    measure,
    reconstruct_into,
)
from core.process.jobs.photos import (
    box_mask,
    cameras,
    change_mask,
    cover,
    find_mask,
    gather,
    load,
)
from core.process.jobs.shapes import (
    agreement,
    decode,
    reconstruct,
    render,
    restore,
    steerable,
    warm_up,
)
from core.process.jobs.state import Drawn, Loaded, Memory, Numbers, Shape
from core.types import Progress

__all__ = ["JOBS", "Drawn", "Job", "Loaded", "Memory", "Numbers", "Path", "Shape", "Standing"]

Job = Generator[Progress, None, Any]

JOBS: dict[str, Callable[..., Job]] = {
    "warm_up": warm_up,
    "load": load,
    "cameras": cameras,
    "gather": gather,
    "reconstruct": reconstruct,
    "decode": decode,
    "restore": restore,
    "steerable": steerable,
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
    "cover": cover,
    "standing": standing,
    "path": path,
    "sample": sample,
    "hypotheses": hypotheses,
    "complete": complete,
    "portray": portray,
}
