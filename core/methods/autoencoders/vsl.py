"""`vsl`: the Variational Shape Learner, a global code and local codes below it.

Liu, Giles, Ororbia 2018 (arXiv 1705.05994), section 3; sizes of its ModelNet40 model: global 20,
local 5 x 10. Each local code is inferred from the shape, the global code and the one before it, and
has a prior that knows the latter two; skip connections feed all codes to the decoder. Codes are
sampled in training, as in the paper (their released program decodes means).
"""

from __future__ import annotations

from pathlib import Path

import torch

from core.data.dataset import Pack
from core.methods.autoencoders.method import ShapeMethod, load_shape_method
from core.methods.autoencoders.training import ShapeRecipe
from core.networks.autoencoders import Autoencoder
from core.networks.latents import LadderLatent

KEY = "vsl"
GROUPS = {"global": 20, **{f"local_{index}": 10 for index in range(1, 6)}}


def build() -> Autoencoder:
    """The network, untrained."""
    return Autoencoder(GROUPS, lambda: LadderLatent(Autoencoder.features, 20, 10, 5))


def load(device: str = "auto") -> ShapeMethod:
    """The method with its weights. UserError: no such device; weights missing or altered."""
    return load_shape_method(KEY, GROUPS, build(), device)


def recipe(pack: Pack, device: torch.device, start: Path | None = None) -> ShapeRecipe:
    """What the training loop needs: the shared recipe; divergences are level by level."""
    return ShapeRecipe(KEY, GROUPS, build(), pack, device, start)
