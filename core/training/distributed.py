"""Training in several processes, as `torchrun` starts them: each draws its own batches.

DistributedDataParallel averages the gradients, so N processes train as one with batches N times as
large. The first of them alone speaks, keeps the clock and writes files.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import torch
from torch import Tensor, distributed, nn
from torch.nn.parallel import DistributedDataParallel

if TYPE_CHECKING:
    from core.training.trainer import Draw, Recipe, Stage


def rank() -> int:
    """The number of this process, 0 when it is the only one."""
    return distributed.get_rank() if distributed.is_initialized() else 0


@contextmanager
def together(device: torch.device) -> Iterator[torch.device]:
    """Join the other processes, if `torchrun` started several; the device of this one."""
    if int(os.environ.get("WORLD_SIZE", "1")) < 2:
        yield device
        return
    cuda = device.type == "cuda"
    if cuda:
        device = torch.device("cuda", int(os.environ["LOCAL_RANK"]))
        torch.cuda.set_device(device)
    distributed.init_process_group("nccl" if cuda else "gloo")
    try:
        yield device
    finally:
        distributed.destroy_process_group()


def agreed(number: float, device: torch.device) -> float:
    """The number that the first process has, in all of them."""
    if not distributed.is_initialized():
        return number
    told = torch.tensor([number], dtype=torch.float64, device=device)
    distributed.broadcast(told, 0)
    return float(told[0])


def stepper(recipe: Recipe, stage: Stage) -> nn.Module:
    """What gives the loss of a batch: with several processes, gradients meet on the way back."""
    step = _Step(recipe, stage)
    if not distributed.is_initialized():
        return step
    # Not every trained parameter has a part in every batch: some losses are asked now and then.
    return DistributedDataParallel(step, find_unused_parameters=True)


class _Step(nn.Module):
    """One stage's loss as a module, which is what can be made parallel."""

    def __init__(self, recipe: Recipe, stage: Stage) -> None:
        super().__init__()
        self.recipe, self.stage = recipe, stage
        self.net = recipe.net

    def forward(self, draw: Draw) -> tuple[Tensor, dict[str, float]]:
        return self.recipe.loss(self.stage, draw)
