"""`vae`: the 3D variational autoencoder, one flat continuous code.

Brock et al. 2016 (arXiv 1608.04236), section 3: 32^3 voxels, a 100-d code of mean and standard
deviation with a sampling layer. Their convolutions at full resolution are here patches of 4^3
voxels and residual blocks below, which a CPU can train (`core.networks.volume`).
"""

from __future__ import annotations

from pathlib import Path

import torch

from core.data.dataset import Pack
from core.methods.autoencoders.method import ShapeMethod, load_shape_method
from core.methods.autoencoders.training import ShapeRecipe
from core.networks.autoencoders import Autoencoder
from core.networks.latents import FlatLatent

KEY = "vae"
GROUPS = {"shape": 100}


def build() -> Autoencoder:
    """The network, untrained."""
    return Autoencoder(GROUPS, lambda: FlatLatent(Autoencoder.features, GROUPS["shape"]))


def load(device: str = "auto") -> ShapeMethod:
    """The method with its weights. UserError: no such device; weights missing or altered."""
    return load_shape_method(KEY, GROUPS, build(), device)


def recipe(pack: Pack, device: torch.device, start: Path | None = None) -> ShapeRecipe:
    """What the training loop needs: the shared recipe with its variational loss."""
    return ShapeRecipe(KEY, GROUPS, build(), pack, device, start)
