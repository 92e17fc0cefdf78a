"""Losses that several systems share. Each returns a mean over the batch."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from core.networks.latents import Gaussian


def occupancy_loss(logits: Tensor, occupied: Tensor) -> Tensor:
    """Binary cross-entropy plus Dice (Milletari et al. 2016), for grids (B, N, N, N).

    Cross-entropy alone lets thin parts vanish in the many empty voxels; Dice weighs by shape.
    """
    bce = F.binary_cross_entropy_with_logits(logits, occupied)
    probability = logits.sigmoid().flatten(1)
    truth = occupied.flatten(1)
    overlap = (probability * truth).sum(1)
    dice = 1 - (2 * overlap + 1) / (probability.sum(1) + truth.sum(1) + 1)
    return 4 * bce + dice.mean()


def kl_to_prior(code: Gaussian, free_bits: float = 0.0) -> Tensor:
    """KL(q || N(0, I)) summed over the code; ``free_bits`` nats a dimension cost nothing."""
    each = 0.5 * (code.mean**2 + code.log_variance.exp() - 1 - code.log_variance)
    return each.mean(0).clamp(min=free_bits).sum()


def kl_between(code: Gaussian, prior: Gaussian | None, free_bits: float = 0.0) -> Tensor:
    """KL(q || p) of diagonal Gaussians, summed over the code; a prior of None is N(0, I)."""
    if prior is None:
        return kl_to_prior(code, free_bits)
    gap = (code.mean - prior.mean) ** 2 + code.log_variance.exp()
    each = 0.5 * (prior.log_variance - code.log_variance + gap / prior.log_variance.exp() - 1)
    return each.mean(0).clamp(min=free_bits).sum()


def masked_mean(values: Tensor, mask: Tensor) -> Tensor:
    """The mean of values (B, H, W) where the mask (B, H, W) is set."""
    return (values * mask).sum() / mask.sum().clamp(min=1)


def direction_loss(predicted: Tensor, truth: Tensor) -> Tensor:
    """1 - cosine between directions (B, 3); the prediction need not be of unit length."""
    return (1 - F.cosine_similarity(predicted, truth, dim=1)).mean()


def soft_bins(degrees: Tensor, bins: int, width: float) -> Tensor:
    """Angles (B,) as weights over bins of the circle (B, bins), a bump of ``width`` degrees."""
    centres = torch.arange(bins, device=degrees.device) * (360 / bins)
    gap = (degrees[:, None] - centres + 180) % 360 - 180
    weights = torch.exp(-0.5 * (gap / width) ** 2)
    return weights / weights.sum(1, keepdim=True)


def likeness_loss(codes: Tensor, grids: Tensor) -> Tensor:
    """1 - Pearson's correlation between distances of codes (B, D) and 1 - IoU of their grids.

    It asks for the first property of a good code, that similar shapes lie near each other (Han,
    Laga, Bennamoun 2021, section 3), without deciding how long a distance is.
    """
    flat = grids.flatten(1)
    shared = flat @ flat.T
    size = flat.sum(1)
    unlike = 1 - shared / (size[:, None] + size - shared).clamp(min=1)
    first, second = torch.triu_indices(len(codes), len(codes), 1, device=codes.device)
    distance = (codes[first] - codes[second]).square().sum(1).clamp(min=1e-8).sqrt()
    a, b = distance - distance.mean(), unlike[first, second] - unlike[first, second].mean()
    # The small term keeps two pairs of equals, where nothing correlates, from dividing by zero.
    return 1 - (a * b).sum() / (a.square().sum() * b.square().sum() + 1e-12).sqrt()
