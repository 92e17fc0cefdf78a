"""Latent spaces: what stands between an encoder and a decoder."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn


class Gaussian(NamedTuple):
    """A diagonal Gaussian over codes: mean and log of the variance, both (B, D)."""

    mean: Tensor
    log_variance: Tensor

    def sample(self, generator: torch.Generator | None = None) -> Tensor:
        """mean + sigma * eps; gradients pass through (Kingma and Welling 2014, section 2.4)."""
        noise = torch.randn(
            self.mean.shape, generator=generator, device=self.mean.device, dtype=self.mean.dtype
        )
        return self.mean + (0.5 * self.log_variance).exp() * noise


class GaussianLatent(nn.Module):
    """Features (B, F) to a Gaussian over codes (B, D)."""

    def __init__(self, features: int, size: int) -> None:
        super().__init__()
        self.linear = nn.Linear(features, 2 * size)

    def forward(self, features: Tensor) -> Gaussian:
        mean, log_variance = self.linear(features).chunk(2, dim=1)
        return Gaussian(mean, log_variance.clamp(-10, 4))
