"""Choosing where the networks run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import UserError

if TYPE_CHECKING:
    import torch

DEVICES = ("auto", "cpu", "cuda")


def choose(name: str = "auto") -> torch.device:
    """The device for ``auto``, ``cpu`` or ``cuda``; UserError when it is not there."""
    import torch

    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    if name not in DEVICES:
        raise UserError(f"There is no device '{name}'. Choose one of {', '.join(DEVICES)}.")
    if name == "cuda" and not torch.cuda.is_available():
        raise UserError("No CUDA GPU was found on this computer. Use --device cpu or auto.")
    return torch.device(name)
