"""Where the codes of real shapes lie: a density fitted after training, to draw new shapes from.

A decoder is good where training shapes have their codes, and they do not fill the prior evenly.
Fitting a density to the codes afterwards finds where they are (Ghosh et al. 2020, "From variational
to deterministic autoencoders", section 4).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

COMPONENTS = 30
SHRINK = 0.05  # share of a component's covariance that is made the same in all directions
FLOOR = 1e-8  # variance of a component of equal codes, which has none of its own
ROUNDS = 30


class Mixture(nn.Module):
    """A mixture of Gaussians over codes (B, D), each with a covariance of its own."""

    weights: Tensor
    means: Tensor
    factors: Tensor

    def __init__(self, size: int) -> None:
        super().__init__()
        self.register_buffer("weights", torch.full((COMPONENTS,), 1 / COMPONENTS))
        self.register_buffer("means", torch.zeros(COMPONENTS, size))
        self.register_buffer("factors", torch.eye(size).expand(COMPONENTS, -1, -1).contiguous())

    @torch.no_grad()
    def fit(self, codes: Tensor) -> None:
        """Means and covariances of the clusters that k-means finds in codes (N, D)."""
        codes = codes.float()
        picked = torch.linspace(0, len(codes) - 1, COMPONENTS, device=codes.device).long()
        means = codes[picked].clone()
        for _ in range(ROUNDS):
            nearest = torch.cdist(codes, means).argmin(1)
            for k in nearest.unique():
                means[k] = codes[nearest == k].mean(0)
        size = codes.shape[1]
        for k in range(COMPONENTS):
            own = codes[nearest == k]
            self.weights[k] = len(own) / len(codes)
            if len(own) < 2:
                self.factors[k].zero_()
                continue
            covariance = (own - means[k]).T @ (own - means[k]) / (len(own) - 1)
            even = covariance.trace() / size * torch.eye(size, device=codes.device)
            spread = (1 - SHRINK) * covariance + SHRINK * even
            self.factors[k] = torch.linalg.cholesky(spread + FLOOR * torch.eye(size).to(spread))
        self.means.copy_(means)

    def draw(self, count: int, generator: torch.Generator | None = None) -> Tensor:
        """Codes (B, D)."""
        place = self.means.device
        which = torch.multinomial(self.weights, count, replacement=True, generator=generator)
        noise = torch.randn(count, self.means.shape[1], generator=generator, device=place)
        return self.means[which] + torch.einsum("bij,bj->bi", self.factors[which], noise)
