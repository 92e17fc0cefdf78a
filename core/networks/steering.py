"""Axes of a latent space, kept with the network that knows it: what sliders move along."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import torch
from torch import Tensor, nn

PROBES = 24  # codes on which the effect of an axis is measured


class Steerable(nn.Module):
    """A network with the principal axes of its training shapes' codes, set after training."""

    basis_mean: Tensor
    basis_axes: Tensor
    basis_sigma: Tensor
    basis_effect: Tensor

    def __init__(self, size: int, axes: int | None = None) -> None:
        super().__init__()
        count = size if axes is None else axes
        self.register_buffer("basis_mean", torch.zeros(size))
        self.register_buffer("basis_axes", torch.eye(count, size))
        self.register_buffer("basis_sigma", torch.ones(count))
        self.register_buffer("basis_effect", torch.zeros(count))

    @torch.no_grad()
    def set_basis(
        self,
        codes: Tensor,
        groups: Mapping[str, int],
        decode: Callable[[Tensor], Tensor],
    ) -> None:
        """Principal axes of codes (N, D), group by group, each ordered by what it changes.

        How much an axis changes is the share of voxels that two sigma along it turn, over
        PROBES of the codes. A space with more dimensions than axes keeps the widest.
        """
        mean = codes.mean(0)
        axes, sigma = _principal_axes(codes - mean, groups, len(self.basis_sigma))
        base = codes[torch.linspace(0, len(codes) - 1, PROBES, device=codes.device).long()]
        before = decode(base) > 0
        effect = torch.zeros_like(sigma)
        for k in range(len(sigma)):
            after = decode(base + 2 * sigma[k] * axes[k]) > 0
            effect[k] = (before ^ after).sum() / before.sum().clamp(min=1)
        order, first = [], 0
        for size in groups.values():
            last = min(first + size, len(sigma))
            order.append(first + effect[first:last].argsort(descending=True))
            first = last
        place = torch.cat(order)
        self.basis_mean.copy_(mean)
        self.basis_axes.copy_(axes[place])
        self.basis_sigma.copy_(sigma[place])
        self.basis_effect.copy_(effect[place])


def _principal_axes(
    centred: Tensor, groups: Mapping[str, int], count: int
) -> tuple[Tensor, Tensor]:
    """Unit axes (K, D) and standard deviations (K,), widest first in each group."""
    axes = centred.new_zeros(count, centred.shape[1])
    sigma = centred.new_ones(count)
    first = 0
    for size in groups.values():
        part = centred[:, first : first + size]
        # Of the covariance and not of the codes: it has D axes however few shapes there were.
        variance, columns = torch.linalg.eigh(part.T @ part / max(1, len(part) - 1))
        kept = min(size, count - first)
        axes[first : first + kept, first : first + size] = columns.T.flip(0)[:kept]
        sigma[first : first + kept] = variance.flip(0)[:kept].clamp(min=1e-8).sqrt()
        first += size
    return axes, sigma
