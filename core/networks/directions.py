"""Axes of a latent space, kept with the network that knows it: what sliders move along."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn

PROBES = 24  # codes on which the effect of an axis is measured
TELLS = 0.5  # share of a measure's variance that an axis of its own has to explain


class Steerable(nn.Module):
    """A decoder of shapes with axes of its training shapes' codes, set after training."""

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

    def decode(self, code: Tensor) -> Tensor:
        """Codes (B, D) to occupancy logits (B, N, N, N)."""
        raise NotImplementedError

    @torch.no_grad()
    def set_basis(
        self, codes: Tensor, groups: Mapping[str, int], measured: Tensor | None = None
    ) -> None:
        """Axes of codes (N, D), group by group: what can be read off first, then what is left.

        An axis for each of the shapes' ``measured`` properties (N, M) that a group tells well, each
        at right angles to those before; then the principal axes of the rest, ordered by what they
        change.

        How much an axis changes is the share of voxels that two sigma along it turn, over
        PROBES of the codes. A space with more dimensions than axes keeps the widest.
        """
        mean = codes.mean(0)
        axes, sigma, told = _axes(codes - mean, groups, len(self.basis_sigma), measured)
        base = codes[torch.linspace(0, len(codes) - 1, PROBES, device=codes.device).long()]
        before = self.decode(base) > 0
        effect = torch.zeros_like(sigma)
        for k in range(len(sigma)):
            after = self.decode(base + 2 * sigma[k] * axes[k]) > 0
            effect[k] = (before ^ after).sum() / before.sum().clamp(min=1)
        order, first = [], 0
        for size, count in zip(groups.values(), told, strict=True):
            last = min(first + size, len(sigma))
            rest = effect[first + count : last].argsort(descending=True)
            order += [torch.arange(first, first + count, device=rest.device), first + count + rest]
            first = last
        place = torch.cat(order)
        self.basis_mean.copy_(mean)
        self.basis_axes.copy_(axes[place])
        self.basis_sigma.copy_(sigma[place])
        self.basis_effect.copy_(effect[place])


def _axes(
    centred: Tensor, groups: Mapping[str, int], count: int, measured: Tensor | None
) -> tuple[Tensor, Tensor, list[int]]:
    """Unit axes (K, D), standard deviations (K,), and how many of each group tell a measure."""
    axes = centred.new_zeros(count, centred.shape[1])
    sigma = centred.new_ones(count)
    told, first = [], 0
    for size in groups.values():
        part = centred[:, first : first + size]
        named = part[:0, :] if measured is None else _telling(part, measured)
        across = torch.linalg.qr(named.T, mode="complete").Q[:, len(named) :]
        rest = part @ across
        # Of the covariance and not of the codes: it has D axes however few shapes there were.
        _, columns = torch.linalg.eigh(rest.T @ rest / max(1, len(rest) - 1))
        kept = min(size, count - first)
        own = torch.cat([named, (across @ columns).T.flip(0)])[:kept]
        axes[first : first + kept, first : first + size] = own
        sigma[first : first + kept] = (part @ own.T).std(0).clamp(min=1e-4)
        told.append(min(len(named), kept))
        first += size
    return axes, sigma, told


def _telling(codes: Tensor, measured: Tensor) -> Tensor:
    """Orthonormal directions (M', D) in which codes move as measures (N, M) that they tell grow.

    The direction is the covariance of codes with the measure, which says how shapes with more of
    it differ; the one that reads it off best would hardly change it (Haufe et al. 2014).
    """
    wanted = measured - measured.mean(0)
    even = 1e-2 * codes.square().sum() / codes.shape[1] + 1e-6  # also where all codes are equal
    ridge = even * torch.eye(codes.shape[1]).to(codes)
    slopes = torch.linalg.solve(codes.T @ codes + ridge, codes.T @ wanted)
    told = 1 - (wanted - codes @ slopes).square().sum(0) / wanted.square().sum(0).clamp(min=1e-9)
    found: list[Tensor] = []
    for index in torch.nonzero(told > TELLS)[:, 0].tolist():
        direction = codes.T @ wanted[:, index]
        length = direction.norm()
        for other in found:
            direction = direction - (direction @ other) * other
        # What is nearly said by those before is no direction of its own.
        if direction.norm() > 0.35 * length:
            found.append(direction / direction.norm())
    return torch.stack(found) if found else codes[:0]
