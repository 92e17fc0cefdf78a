"""The training loop: stages, checkpoints by time, exact resume.

All randomness of a step comes from (seed, stage, step), so the number of the step is the state of
the sampler and of every generator: a run that was cut goes on exactly as if it had not been.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from pickle import UnpicklingError
from typing import Any, Protocol

import numpy as np
import torch
from torch import Tensor, nn

from core.errors import UserError
from core.training.distributed import agreed, rank, stepper
from core.types import Progress
from core.utils.files import atomic, make_folder

log = logging.getLogger(__name__)
CHECKPOINT = "checkpoint.pt"
CHECKPOINT_SECONDS = 120.0
WARM_UP = 0.03  # share of a stage in which the learning rate rises
EMA_DECAY = 0.998


@dataclass(frozen=True)
class Stage:
    """A part of the training: its share of the budget, and learning rates by parameter name prefix.

    The first prefix that fits a parameter decides; what fits none is frozen.
    """

    name: str
    share: float
    rates: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Budget:
    """How long to train: hours by the clock, or steps in all (which repeats exactly)."""

    hours: float | None = None
    steps: int | None = None


@dataclass(frozen=True, eq=False)
class Draw:
    """The random numbers of one step: a numpy generator for choosing, a torch one for the rest."""

    rng: np.random.Generator
    generator: torch.Generator


class Recipe(Protocol):
    """What a system brings to the loop."""

    net: nn.Module
    stages: Sequence[Stage]

    def begin(self, stage: Stage) -> None:
        """Called before a stage's first step, also on resume."""

    def loss(self, stage: Stage, draw: Draw) -> tuple[Tensor, dict[str, float]]:
        """The loss of one batch, and numbers for the log."""

    def finish(self, out: Path, seconds: float) -> Path:
        """After the last step: write what ships into ``out``."""


def train(
    recipe: Recipe,
    out: str | Path,
    budget: Budget,
    device: torch.device,
    resume: bool = False,
    seed: int = 0,
) -> Generator[Progress, None, Path]:
    """Run a recipe's stages one after another; yields about once a second.

    Closing the generator writes a checkpoint first.
    Raises UserError when there is nothing to resume from, or a checkpoint is not of this recipe.
    """
    folder = make_folder(out)
    run = _Run(recipe, folder, budget, device, seed)
    if resume:
        run.load()
    for index in range(run.stage_index, len(recipe.stages)):
        yield from run.stage(index)
    with run.averaged():
        if rank() > 0:
            return folder
        weights = recipe.finish(folder, run.seconds)
    yield Progress("Done", 1.0, str(weights))
    return weights


class _Run:
    """The state of a run: what a checkpoint holds."""

    def __init__(
        self, recipe: Recipe, folder: Path, budget: Budget, device: torch.device, seed: int
    ) -> None:
        self.recipe, self.folder, self.budget = recipe, folder, budget
        self.device, self.seed = device, seed
        self.net = recipe.net.to(device)
        self.stage_index, self.step, self.seconds, self.stage_start = 0, 0, 0.0, 0.0
        self.average = {k: v.detach().clone() for k, v in self.net.state_dict().items()}
        self.optimizer_state: dict[str, Any] | None = None

    def stage(self, index: int) -> Generator[Progress, None, None]:
        stage = self.recipe.stages[index]
        if index != self.stage_index:
            self.stage_index, self.step, self.optimizer_state = index, 0, None
            self.stage_start = self.seconds
            self.net.load_state_dict(self.average)  # a stage builds on the smoothed result
        optimizer = self._optimizer(stage)
        self.recipe.begin(stage)
        step = stepper(self.recipe, stage)
        started, said, saved = time.monotonic(), 0.0, time.monotonic()
        before = self.seconds
        while (done := agreed(self._share_done(stage), self.device)) < 1:
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * _schedule(done)
            loss, numbers = step(self._draw(index))
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            trained = [p for group in optimizer.param_groups for p in group["params"]]
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            self._average_in()
            self.step += 1
            now = time.monotonic()
            self.seconds = before + now - started
            if now - said > 1:
                said = now
                detail = " ".join(f"{k} {v:.4f}" for k, v in numbers.items())
                share = sum(s.share for s in self.recipe.stages[:index]) + stage.share * done
                try:
                    yield Progress(f"Training: {stage.name}", share, f"step {self.step} {detail}")
                except GeneratorExit:  # asked to stop between two steps
                    self.save(optimizer)
                    raise
            if now - saved > CHECKPOINT_SECONDS:
                saved = now
                self.save(optimizer)
        self.save(optimizer)

    def _share_done(self, stage: Stage) -> float:
        if self.budget.steps is not None:
            return self.step / max(1, round(self.budget.steps * stage.share))
        hours = self.budget.hours if self.budget.hours is not None else 1.0
        return (self.seconds - self.stage_start) / (hours * 3600 * stage.share)

    def _draw(self, index: int) -> Draw:
        own = () if rank() == 0 else (rank(),)  # of several processes, each has its own batches
        rng = np.random.default_rng((self.seed, index, self.step, *own))
        torch.manual_seed(int(rng.integers(2**62)))  # for dropout, which takes no generator
        generator = torch.Generator(self.device).manual_seed(int(rng.integers(2**62)))
        return Draw(rng, generator)

    def _optimizer(self, stage: Stage) -> torch.optim.Optimizer:
        groups: dict[float, list[nn.Parameter]] = {}
        for name, parameter in self.net.named_parameters():
            rate = next((r for prefix, r in stage.rates if name.startswith(prefix)), 0.0)
            parameter.requires_grad_(rate > 0)
            if rate > 0:
                groups.setdefault(rate, []).append(parameter)
        optimizer = torch.optim.AdamW(
            [{"params": p, "lr": rate, "peak": rate} for rate, p in groups.items()],
            betas=(0.9, 0.98),
            weight_decay=0.01,
        )
        if self.optimizer_state is not None:
            optimizer.load_state_dict(self.optimizer_state)
        return optimizer

    def _average_in(self) -> None:
        """Exponential moving average of the weights, quick at first."""
        decay = min(EMA_DECAY, (1 + self.step) / (10 + self.step))
        for name, value in self.net.state_dict().items():
            if value.is_floating_point():
                self.average[name].lerp_(value, 1 - decay)
            else:
                self.average[name].copy_(value)

    class _Averaged:
        def __init__(self, run: _Run) -> None:
            self.run = run

        def __enter__(self) -> None:
            self.kept = {k: v.clone() for k, v in self.run.net.state_dict().items()}
            self.run.net.load_state_dict(self.run.average)

        def __exit__(self, *_: object) -> None:
            self.run.net.load_state_dict(self.kept)

    def averaged(self) -> _Averaged:
        """The averaged weights stand in the net inside this context."""
        return self._Averaged(self)

    @property
    def checkpoint(self) -> Path:
        return self.folder / CHECKPOINT

    def save(self, optimizer: torch.optim.Optimizer) -> None:
        if rank() > 0:
            return
        state = {
            "stage": self.stage_index, "step": self.step, "seconds": self.seconds,
            "stage_start": self.stage_start, "seed": self.seed, "net": self.net.state_dict(),
            "average": self.average, "optimizer": optimizer.state_dict(),
        }  # fmt: skip
        with atomic(self.checkpoint) as path:
            torch.save(state, path)

    def load(self) -> None:
        if not self.checkpoint.is_file():
            raise UserError(f"{self.checkpoint} does not exist. Train without --resume first.")
        try:
            state = torch.load(self.checkpoint, map_location=self.device, weights_only=True)
            self.net.load_state_dict(state["net"])
            self.stage_index, self.step = state["stage"], state["step"]
            self.seconds, self.stage_start = state["seconds"], state["stage_start"]
            self.average, self.optimizer_state = state["average"], state["optimizer"]
            self.seed = state["seed"]
        except (RuntimeError, KeyError, EOFError, ValueError, TypeError, UnpicklingError) as error:
            raise UserError(
                f"{self.checkpoint} is not a checkpoint of this method. Train without --resume."
            ) from error


def _schedule(done: float) -> float:
    """Warm up, then a cosine down to a hundredth."""
    if done < WARM_UP:
        return max(done / WARM_UP, 0.01)
    return 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * (done - WARM_UP) / (1 - WARM_UP)))
