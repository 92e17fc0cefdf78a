"""`train`: a method's training, which can be stopped at any time and gone on with."""

from __future__ import annotations

import argparse
import importlib
import signal
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from core.commands.console import note, say
from core.commands.options import add_device, positive, seed, whole
from core.commands.progress import follow
from core.errors import UserError
from core.methods import METHODS, PARTS
from core.types import Progress
from core.utils import device as devices
from core.utils.files import is_file

if TYPE_CHECKING:
    from core.training.trainer import Budget


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument(
        "key", choices=(*METHODS, *PARTS), metavar="KEY",
        help=f"the method to train, or a part of one: {', '.join(PARTS)}",
    )  # fmt: skip
    parser.add_argument(
        "--data",
        type=Path,
        required=True,
        metavar="PATH",
        help="from: dataset build, or dataset layers",
    )
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="where checkpoint and weights go (runs/KEY)"
    )
    parser.add_argument(
        "--start", type=Path, metavar="DIR", help="begin with the weights and card in a folder"
    )
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--hours", type=positive, metavar="H", help="how long to train (1)")
    length.add_argument(
        "--steps", type=whole(3), metavar="N", help="how many steps instead, which repeats exactly"
    )
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint in --out")
    parser.add_argument("--seed", type=seed, default=0, metavar="N", help="of all chance (0)")
    add_device(parser)


def run(options: argparse.Namespace) -> None:
    """Train until the budget is used up; Ctrl+C stops after the step, with a checkpoint."""
    from core.training.trainer import CHECKPOINT, Budget

    out = options.out or Path("runs") / options.key
    if is_file(out / CHECKPOINT) and not options.resume:
        raise UserError(
            f"{out} holds a training that was begun. Go on with --resume, or choose another --out."
        )
    hours = 1.0 if options.hours is None and options.steps is None else options.hours
    steps = _steps(options, out, Budget(hours, options.steps))
    with interruptible() as interrupted:
        try:
            weights = follow(steps, interrupted.is_set)
        except KeyboardInterrupt:
            note(f"The checkpoint is in {out}. Go on with the same command and --resume.")
            raise
    if is_file(weights):  # of several processes, only the first writes them
        say(f"{weights}: weights of '{options.key}', with their card beside them")


def _steps(
    options: argparse.Namespace, out: Path, budget: Budget
) -> Generator[Progress, None, Path]:
    yield Progress("Loading the networks", 0.0)
    import torch

    from core.data.layered_dataset import open_data
    from core.training.distributed import rank, together
    from core.training.trainer import train

    with together(devices.choose(options.device)) as device:
        torch.manual_seed(options.seed)  # what the networks start from
        key = options.key
        module = importlib.import_module(PARTS[key] if key in PARTS else METHODS[key].module)
        recipe = module.recipe(open_data(options.data), device, options.start)
        steps = train(recipe, out, budget, device, options.resume, options.seed)
        if rank() == 0:
            return (yield from steps)
        for _ in steps:  # the first process speaks for all
            pass
        return out


@contextmanager
def interruptible() -> Iterator[threading.Event]:
    """Ctrl+C sets the event instead of cutting a step in two; a second one cuts."""
    interrupted = threading.Event()
    before = signal.getsignal(signal.SIGINT)

    def ask(number: int, frame: FrameType | None) -> None:
        interrupted.set()
        signal.signal(signal.SIGINT, before)
        note("Stopping after this step; Ctrl+C again stops at once.")

    signal.signal(signal.SIGINT, ask)
    try:
        yield interrupted
    finally:
        signal.signal(signal.SIGINT, before)
