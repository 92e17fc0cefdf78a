"""`bench`: how quick the program is on this computer, and how much memory it takes.

What the core does is measured here; the window is measured by ``viewer.bench`` in a process of its
own, through the real window. Numbers are medians.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Generator
from pathlib import Path
from statistics import median

import numpy as np

from core.commands.console import note, show
from core.commands.options import add_json, whole, write_json
from core.commands.page import check_page, write_page
from core.commands.progress import follow
from core.geometry.isosurface import isosurface
from core.methods import DEFAULT, METHODS
from core.pipeline import load_views
from core.process import jobs
from core.types import Progress, VoxelGrid
from core.utils.containers import parse_json
from core.utils.files import RESOURCES, check_writable

Numbers = dict[str, float | None]
# What is to be reached, by the name of the number.
TARGETS: dict[str, float] = {
    "window painted s": 1.0,
    "view in place s": 1.5,
    "photo to first mesh s": 2.0,
    "slider to pixels 32 ms": 60.0,
    "slider to pixels 64 ms": 200.0,
    "gui gap during a job p99 ms": 20.0,
    "gui gap during a job max ms": 100.0,
    "gui gap as a new shape appears max ms": 100.0,
    "cancel to idle s": 1.0,
    "isosurface 128 ms": 20.0,
    "core memory MB": 1500.0,
}
WINDOW_SECONDS = 180.0
PHOTO = RESOURCES / "samples" / "armchair.png"  # one whose object has to be found


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("--method", choices=tuple(METHODS), default=DEFAULT, metavar="KEY")
    parser.add_argument(
        "--rounds", type=whole(1), default=9, metavar="N", help="repetitions in the core (9)"
    )
    parser.add_argument(
        "--window-rounds", type=whole(0), default=3, metavar="N",
        help="how often the window is started (3); 0 leaves it out",
    )  # fmt: skip
    parser.add_argument(
        "--page", type=Path, metavar="FILE", help="put the table between a page's bench marks"
    )
    parser.add_argument(
        "--photographs", action="store_true",
        help="measure instead what shapes cost that are measured in photographs (half an hour)",
    )  # fmt: skip
    add_json(parser)


def run(options: argparse.Namespace) -> None:
    """Measure and print."""
    if options.photographs:
        _photographs(options)
        return
    if options.json is not None:
        check_writable(options.json)
    if options.page is not None:
        check_page(options.page, "bench")
    numbers = follow(measure(options.method, options.rounds, options.window_rounds))
    if options.json is not None:
        rows = {
            name: {"value": value, "to reach": TARGETS.get(name)} for name, value in numbers.items()
        }
        write_json({"machine": machine(), "numbers": rows}, options.json)
    show(table(numbers))
    if options.page is not None:
        write_page(options.page, "bench", markdown(numbers))


def _photographs(options: argparse.Namespace) -> None:
    from core.commands.bench_photographs import photographs
    from core.evaluation.report import Report, to_json, to_markdown, to_text

    if options.json is not None:
        check_writable(options.json)
    if options.page is not None:
        check_page(options.page, "bench")
    found = follow(photographs())
    about = {name: str(value) for name, value in machine().items() if name != "system"}
    report = Report("rendered photographs", "bench", 1, 24, [found], about)
    show(to_text(report).rstrip("\n"))
    if options.json is not None:
        write_json(to_json(report), options.json)
    if options.page is not None:
        write_page(options.page, "bench", to_markdown(report))


def measure(method: str, rounds: int, window_rounds: int) -> Generator[Progress, None, Numbers]:
    """All numbers by name; None where one could not be measured."""
    starts = []
    for index in range(window_rounds):
        share = 0.6 * index / window_rounds
        yield Progress("Measuring the window", share, f"start {index + 1} of {window_rounds}")
        starts.append(window_numbers())
    numbers = medians(starts)
    yield Progress("Measuring the core", 0.7)
    # The window's own core process is the one whose memory counts, where it was measured.
    return (yield from core_numbers(method, rounds)) | numbers


def medians(found: list[Numbers]) -> Numbers:
    """The median of each number over several measurements, of those in which there was one."""
    names = dict.fromkeys(name for numbers in found for name in numbers)
    values = {
        name: [n for numbers in found if (n := numbers.get(name)) is not None] for name in names
    }
    return {name: median(each) if each else None for name, each in values.items()}


def window_numbers() -> Numbers:
    """What ``viewer.bench`` finds, in a new process; nothing, and a note, when it fails."""
    command = [sys.executable, "-m", "viewer.bench", "--json"]
    try:
        ended = subprocess.run(
            command, cwd=RESOURCES.parent, capture_output=True, text=True, timeout=WINDOW_SECONDS
        )
        numbers: Numbers = parse_json(ended.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        note("The window could not be measured.")
        return {}
    return numbers


def core_numbers(method: str, rounds: int) -> Generator[Progress, None, Numbers]:
    """The core on its own: memory after a reconstruction, then each step."""
    memory = jobs.Memory()
    started = time.perf_counter()
    loaded = memory.method(method)
    loading = time.perf_counter() - started

    def photo_to_mesh() -> None:
        deque(jobs.reconstruct(memory, load_views([PHOTO]), method), maxlen=0)

    yield Progress("Measuring the core", 0.75, "photo to mesh")
    whole_way = timed(photo_to_mesh, rounds)
    resident = resident_mb()
    yield Progress("Measuring the core", 0.85, "encode and decode")
    views = load_views([PHOTO])
    code = loaded.encode(views)
    ball = sphere(128)
    return {
        "load method s": loading,
        "core photo to mesh s": whole_way,
        "encode ms": 1000 * timed(lambda: loaded.encode(views), rounds),
        "decode 32 ms": 1000 * timed(lambda: loaded.decode(code, 32), rounds),
        "decode 64 ms": 1000 * timed(lambda: loaded.decode(code, 64), rounds),
        "isosurface 128 ms": 1000 * timed(lambda: isosurface(ball), rounds),
        "core memory MB": resident,
    }


def timed(work: Callable[[], object], rounds: int) -> float:
    """Median seconds of some work, after once without the clock."""
    work()
    seconds = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return median(seconds)


def sphere(resolution: int) -> VoxelGrid:
    """A soft ball that nearly fills the grid."""
    axis = (np.arange(resolution) + 0.5) / resolution - 0.5
    distance = np.sqrt(axis[:, None, None] ** 2 + axis[:, None] ** 2 + axis**2)
    return VoxelGrid.canonical(1 / (1 + np.exp((distance - 0.45) * resolution)))


def resident_mb() -> float | None:
    """Memory of this process that is in use, where the system tells (Linux)."""
    status = Path("/proc/self/status")
    if not status.exists():
        return None
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def machine() -> dict[str, object]:
    """What the numbers were measured on."""
    import torch

    return {
        "system": platform.platform(),
        "processors": os.cpu_count(),
        "threads": torch.get_num_threads(),
        "python": platform.python_version(),
        "torch": torch.__version__,
    }


def table(numbers: Numbers) -> str:
    """Name, value and what is to be reached, in columns."""
    rows = _rows(numbers)
    width = max(len(name) for name, *_ in rows)
    return "\n".join(
        f"{name.ljust(width)}  {value:>12}  {target:>8}".rstrip() for name, value, target in rows
    )


def markdown(numbers: Numbers) -> str:
    """The same as a Markdown table."""
    head, *rows = (f"| {name} | {value} | {target} |" for name, value, target in _rows(numbers))
    return "\n".join([head, "|---|--:|--:|", *rows])


def _rows(numbers: Numbers) -> list[tuple[str, str, str]]:
    found = [
        (name, _shown(value), _shown(TARGETS.get(name), "")) for name, value in numbers.items()
    ]
    return [("", "median", "to reach"), *found]


def _shown(value: float | None, nothing: str = "not measured") -> str:
    if value is None:
        return nothing
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"
