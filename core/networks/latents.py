"""Latent spaces: what stands between an encoder and a decoder.

A latent space reads features and says what it believes of the code (`Inference`); it can also
draw codes from its prior, which knows no features.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class Gaussian(NamedTuple):
    """A diagonal Gaussian over codes: mean and log of the variance, both (B, D)."""

    mean: Tensor
    log_variance: Tensor

    def sample(self, generator: torch.Generator | None = None) -> Tensor:
        """mean + sigma * eps; gradients pass through (Kingma and Welling 2014, section 2.4)."""
        return self.mean + (0.5 * self.log_variance).exp() * _noise(self.mean, generator)


class GaussianLatent(nn.Module):
    """Features (B, F) to a Gaussian over codes (B, D)."""

    def __init__(self, features: int, size: int) -> None:
        super().__init__()
        self.linear = nn.Linear(features, 2 * size)

    def forward(self, features: Tensor) -> Gaussian:
        mean, log_variance = self.linear(features.float()).chunk(2, dim=1)
        return Gaussian(mean, log_variance.clamp(-10, 4))


class Inference(NamedTuple):
    """What is believed of a batch of codes: one (B, D) of them, drawn or likeliest, and why.

    ``posteriors`` are the Gaussians of the groups, one after the other; their divergence is from
    ``priors``, where None stands for N(0, I). Both are empty for a discrete code.
    """

    code: Tensor
    posteriors: tuple[Gaussian, ...] = ()
    priors: tuple[Gaussian | None, ...] = ()


class FlatLatent(nn.Module):
    """One continuous code with a Gaussian prior (Kingma and Welling 2014)."""

    def __init__(self, features: int, size: int) -> None:
        super().__init__()
        self.size = size
        self.gaussian = GaussianLatent(features, size)

    def forward(
        self, features: Tensor, generator: torch.Generator | None = None, sample: bool = False
    ) -> Inference:
        """Features (B, F) to codes: samples, or else means."""
        gaussian: Gaussian = self.gaussian(features)
        code = gaussian.sample(generator) if sample else gaussian.mean
        return Inference(code, (gaussian,), (None,))

    def draw(self, count: int, generator: torch.Generator | None = None) -> Tensor:
        """Codes (B, D) from the prior."""
        return _noise(self.gaussian.linear.weight.new_empty(count, self.size), generator)


class LadderLatent(nn.Module):
    """A global code and local ones, each given the ones before it (Liu et al. 2018, section 3).

    q(z_0 | x), q(z_i | x, z_0, z_(i-1)) and the prior p(z_i | z_0, z_(i-1)); p(z_0) is N(0, I).
    """

    def __init__(self, features: int, whole: int, local: int, count: int, width: int = 100) -> None:
        super().__init__()
        self.size = whole
        self.whole = GaussianLatent(features, whole)
        before = [whole] + [whole + local] * (count - 1)
        self.local = nn.ModuleList(_conditional(features + b, local, width) for b in before)
        self.prior = nn.ModuleList(_conditional(b, local, width) for b in before)

    def forward(
        self, features: Tensor, generator: torch.Generator | None = None, sample: bool = False
    ) -> Inference:
        """Features (B, F) to codes (B, D), the groups side by side: samples, or else means."""

        def value(gaussian: Gaussian) -> Tensor:
            return gaussian.sample(generator) if sample else gaussian.mean

        posteriors: list[Gaussian] = [self.whole(features)]
        priors: list[Gaussian | None] = [None]
        codes = [value(posteriors[0])]
        for local, prior in zip(self.local, self.prior, strict=True):
            given = _given(codes)
            posteriors.append(local(torch.cat([features.float(), given], 1)))
            priors.append(prior(given))
            codes.append(value(posteriors[-1]))
        return Inference(torch.cat(codes, 1), tuple(posteriors), tuple(priors))

    def draw(self, count: int, generator: torch.Generator | None = None) -> Tensor:
        """Codes (B, D) from the priors, each level given the ones above it."""
        whole = self.whole.linear.weight.new_empty(count, self.size)
        codes = [_noise(whole, generator)]
        for prior in self.prior:
            gaussian: Gaussian = prior(_given(codes))
            codes.append(gaussian.sample(generator))
        return torch.cat(codes, 1)


def _given(codes: list[Tensor]) -> Tensor:
    """What the next local code is conditioned on: the global one and the one just before."""
    return codes[0] if len(codes) == 1 else torch.cat([codes[0], codes[-1]], 1)


def _conditional(inputs: int, size: int, width: int) -> nn.Module:
    return nn.Sequential(nn.Linear(inputs, width), nn.SiLU(), GaussianLatent(width, size))


class BinaryLatent(nn.Module):
    """Many units that are on or off, joined with the units of a label (Wu et al. 2015, section 3).

    The top of 3D ShapeNets: features v and label y decide with which probability each unit of the
    code is on, p(h = 1 | v, y) = sigmoid(W v + U y + b), and the same weights lead back,
    v = W^T h + c and p(y | h) = softmax(U^T h + d). A label that is not known is left out of the
    sum. Units are drawn in training; the gradient goes past the drawing (Bengio et al. 2013).
    """

    def __init__(self, features: int, size: int, labels: int) -> None:
        super().__init__()
        self.size, self.labels = size, labels
        self.up = nn.Linear(features, size)
        self.label = nn.Parameter(torch.zeros(size, labels))
        self.down_bias = nn.Parameter(torch.zeros(features))
        self.label_bias = nn.Parameter(torch.zeros(labels))

    def forward(
        self,
        features: Tensor,
        generator: torch.Generator | None = None,
        sample: bool = False,
        label: Tensor | None = None,
    ) -> Inference:
        """Features (B, F) and, where known, label weights (B, L) to codes of zeros and ones."""
        logits = self.up(features.float())
        if label is not None:
            logits = logits + label @ self.label.T
        probability = logits.sigmoid()
        threshold = 0.5
        if sample:
            noise = probability.new_empty(probability.shape)
            threshold = noise.uniform_(generator=generator)
        code = (probability > threshold).float()
        # The difference first: it is exactly 0, and the code stays of zeros and ones alone.
        return Inference(code + (probability - probability.detach()))

    def down(self, code: Tensor) -> Tensor:
        """What a code (B, D) lets one expect of the features (B, F)."""
        return F.linear(code, self.up.weight.T, self.down_bias)

    def read_label(self, code: Tensor) -> Tensor:
        """Logits of the labels (B, L)."""
        return F.linear(code, self.label.T, self.label_bias)


def _noise(like: Tensor, generator: torch.Generator | None) -> Tensor:
    return torch.randn(like.shape, generator=generator, device=like.device, dtype=like.dtype)
