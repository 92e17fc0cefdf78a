"""Shape autoencoders: grids to codes and back, by the kind of latent space between.

Each has a second way in, from the features of a photograph, which is trained to arrive where the
shape itself does: T at training, L at test (Girdhar et al. 2016, section 3).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from core.networks.base import PICTURE, ShapeNet
from core.networks.density import Mixture
from core.networks.latents import FlatLatent, Inference, LadderLatent
from core.networks.volume import VolumeDecoder, VolumeEncoder

FEATURES = 256
WIDTHS = {32: (48, 128), 64: (32, 64, 128)}  # channels from N/4 down to 4, by N


class Autoencoder(ShapeNet):
    """Occupancy (B, N, N, N) to a code (B, D), whose groups lie side by side, to logits."""

    def __init__(
        self,
        groups: Mapping[str, int],
        latent: Callable[[], FlatLatent | LadderLatent],
        resolution: int = 32,
        axes: int | None = None,
    ) -> None:
        super().__init__(sum(groups.values()), axes)
        self.groups, self.resolution = groups, resolution
        self.encoder, self.decoder = self.volumes(WIDTHS[resolution])
        self.latent = latent()
        self.picture_head = nn.Sequential(
            nn.Linear(PICTURE, 384), nn.SiLU(), nn.Dropout(0.2), nn.Linear(384, self.features)
        )
        self.picture_latent = latent()
        self.density = Mixture(sum(groups.values()))

    features: ClassVar[int] = FEATURES

    def volumes(self, widths: Sequence[int]) -> tuple[nn.Module, nn.Module]:
        """What reads grids and what writes them."""
        return VolumeEncoder(FEATURES, widths), VolumeDecoder(sum(self.groups.values()), widths)

    def read(self, grid: Tensor) -> Tensor:
        """What the latent space is inferred from, (B, features)."""
        return F.silu(self.encoder(grid))

    def encode(self, grid: Tensor, **how: Any) -> Inference:
        inference: Inference = self.latent(self.read(grid), **how)
        return inference

    def encode_picture(self, picture: Tensor, **how: Any) -> Inference:
        inference: Inference = self.picture_latent(F.silu(self.picture_head(picture)), **how)
        return inference

    def decode(self, code: Tensor) -> Tensor:
        logits: Tensor = self.decoder(code)
        return logits

    def draw(self, count: int, generator: torch.Generator | None = None) -> Tensor:
        return self.density.draw(count, generator)

    def remember(self, codes: Tensor) -> None:
        self.density.fit(codes)

    def draw_prior(self, count: int, generator: torch.Generator | None = None) -> Tensor:
        """Codes (B, D) from the prior that training measures divergence from."""
        return self.latent.draw(count, generator)
