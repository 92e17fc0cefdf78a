"""What every network of shapes offers, whatever its latent space."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

import torch
from torch import Tensor

from core.networks.directions import Steerable
from core.networks.latents import Inference

PICTURE = 512  # features of a photograph, from the image encoder of `tl`


class ShapeNet(Steerable, ABC):
    """Occupancy (B, N, N, N) to a code (B, D) and back; N is ``resolution``."""

    resolution: int

    @abstractmethod
    def encode(self, grid: Tensor, **how: Any) -> Inference:
        """The code of occupancy; ``how`` as the latent space takes it: generator, sample..."""

    @abstractmethod
    def encode_picture(self, picture: Tensor, **how: Any) -> Inference:
        """The code of the shape in photographs, given their features (B, PICTURE)."""

    @abstractmethod
    def draw(self, count: int, generator: torch.Generator | None = None) -> Tensor:
        """Codes (B, D) of shapes that nobody gave, from where the known ones lie."""

    @abstractmethod
    def remember(self, codes: Tensor) -> None:
        """Keep, after training, what `draw` needs of the codes (N, D) of known shapes."""

    def draw_prior(self, count: int, generator: torch.Generator | None = None) -> Tensor:
        """Codes (B, D) from the prior alone, where that is something else."""
        return self.draw(count, generator)
