"""What the core process says of itself: memory, device, threads, versions."""

from __future__ import annotations

import os
import platform
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Vitals:
    """The core process as it stands. Memory is in bytes, 0 where the system does not tell.

    ``devices`` are those that this machine offers, known once torch is there; ``gpu_used`` is what
    the whole graphics card has in use, as other programs share it.
    """

    memory: int = 0
    threads: int = 0
    device: str = ""
    devices: tuple[str, ...] = ("auto", "cpu")
    gpu: str = ""
    gpu_used: int = 0
    gpu_total: int = 0
    versions: dict[str, str] = field(default_factory=dict)


def vitals(device: str, torch_is_ready: bool) -> Vitals:
    """Ask the system. torch is asked only once it has been imported by somebody else."""
    versions = {"Python": platform.python_version()}
    torch: Any = sys.modules.get("torch") if torch_is_ready else None
    if torch is None:
        return Vitals(resident_memory(), device=device, versions=versions)
    versions["torch"] = str(torch.__version__)
    has_gpu = bool(torch.cuda.is_available())
    found = Vitals(
        resident_memory(),
        int(torch.get_num_threads()),
        "cuda" if has_gpu and device in ("auto", "cuda") else "cpu",
        ("auto", "cpu", "cuda") if has_gpu else ("auto", "cpu"),
        versions=versions,
    )
    if not has_gpu:
        return found
    free, total = torch.cuda.mem_get_info()
    name = str(torch.cuda.get_device_name())
    return Vitals(
        found.memory, found.threads, found.device, found.devices,
        name, int(total - free), int(total), versions,
    )  # fmt: skip


def resident_memory() -> int:
    """Bytes of memory that this process has in use; its peak where only that is told; else 0."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(peak if sys.platform == "darwin" else peak * 1024)
