"""How large to train, by what there is to train on."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass

import torch


@dataclass(frozen=True)
class Preset:
    """Batch sizes for grids and for pictures."""

    grids: int
    pictures: int


PRESETS = {"cpu": Preset(grids=32, pictures=32), "cuda": Preset(grids=128, pictures=256)}


def half_precision(device: torch.device) -> AbstractContextManager[None]:
    """bf16 autocast where the hardware multiplies it quickly, else nothing."""
    supported = getattr(torch.cpu, "_is_avx512_bf16_supported", lambda: False)
    enabled = device.type == "cuda" or bool(supported())
    context: AbstractContextManager[None] = torch.autocast(
        device.type, torch.bfloat16, enabled=enabled
    )
    return context
