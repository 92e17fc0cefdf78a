"""`vae_gan`: 3D-VAE-GAN, an autoencoder whose decoder also has to deceive a discriminator.

Wu et al. 2016 (arXiv 1610.07584), section 3: 64^3 voxels, a 200-d code, an image encoder that
gives two vectors, mean and deviation; the discriminator learns only while it is right less often
than 80 %. It is dropped after training. The networks are the patched ones of this program
(`core.networks.volume`); the discriminator mirrors the encoder. Volumes of 64^3 are slow to learn
on, so training begins with the autoencoder of `tl`, which has the same parts and saw the same
shapes among others.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import torch
from torch import Tensor
from torch.func import functional_call
from torch.nn import functional as F

from core.data.dataset import Pack
from core.methods.autoencoders.method import ShapeMethod, load_shape_method
from core.methods.autoencoders.training import Batch, ShapeRecipe
from core.networks.autoencoders import WIDTHS, Autoencoder
from core.networks.latents import FlatLatent
from core.networks.volume import VolumeDecoder, VolumeEncoder
from core.training.presets import half_precision
from core.training.trainer import Draw, Stage
from core.utils.weights import read_card, read_weights

KEY = "vae_gan"
GROUPS = {"shape": 200}
RESOLUTION = 64
FOOLING = 0.05  # weight of deceiving beside rebuilding
RIGHT_ENOUGH = 0.8


def build() -> Autoencoder:
    """The network, untrained; encoder and generator without the discriminator."""
    latent = Autoencoder.features, GROUPS["shape"]
    return Autoencoder(GROUPS, lambda: FlatLatent(*latent), RESOLUTION)


def load(device: str = "auto") -> ShapeMethod:
    """The method with its weights. UserError: no such device; weights missing or altered."""
    return load_shape_method(KEY, GROUPS, build(), device)


def recipe(pack: Pack, device: torch.device, start: Path | None = None) -> AdversarialRecipe:
    """What the training loop needs."""
    net = build()
    if start is None:
        start_from_tl(net)
    made = AdversarialRecipe(KEY, GROUPS, net, pack, device, start)
    if start is None:
        made.earlier = {"sha256": f"the autoencoder of tl, {read_card('tl')['sha256']}"}
    return made


@torch.no_grad()
def start_from_tl(net: Autoencoder) -> None:
    """Take over the autoencoder of `tl`; the code's further dimensions start out saying little."""
    from core.methods.tl.network import SHAPE, TLNet

    known = TLNet()
    read_weights(known, "tl")
    net.encoder.load_state_dict(known.shape_encoder.state_dict())
    size, latent = GROUPS["shape"], net.latent
    assert isinstance(net.decoder, VolumeDecoder) and isinstance(latent, FlatLatent)
    net.decoder.body.load_state_dict(known.shape_decoder.body.state_dict())
    net.decoder.stem.bias.copy_(known.shape_decoder.stem.bias)
    net.decoder.stem.weight *= 0.1
    net.decoder.stem.weight[:, :SHAPE] = known.shape_decoder.stem.weight
    ours, theirs = latent.gaussian.linear, known.shape_latent.linear
    for first, other in ((0, 0), (size, SHAPE)):  # means, then deviations
        ours.weight[first : first + SHAPE] = theirs.weight[other : other + SHAPE]
        ours.bias[first : first + SHAPE] = theirs.bias[other : other + SHAPE]


class AdversarialRecipe(ShapeRecipe):
    """First the autoencoder alone, so that there is something to judge, then the game of two."""

    stages: ClassVar[tuple[Stage, ...]] = (
        Stage("shape", 0.3, (("picture_", 0.0), ("discriminator", 0.0), ("", 8e-4))),
        Stage("game", 0.55, (("picture_", 0.0), ("discriminator", 2e-4), ("", 5e-4))),
        Stage("picture", 0.15, (("picture_", 1e-3),)),
    )

    def __init__(
        self,
        key: str,
        groups: dict[str, int],
        net: Autoencoder,
        pack: Pack,
        device: torch.device,
        start: Path | None = None,
    ) -> None:
        super().__init__(key, groups, net, pack, device, start)
        self.discriminator = VolumeEncoder(1, WIDTHS[RESOLUTION])
        net.discriminator = self.discriminator  # trains, and is kept in checkpoints, with the net

    def shape_loss(self, stage: Stage, batch: Batch, draw: Draw) -> dict[str, Tensor]:
        """Rebuilding, divergence and, in the game, both sides of it (section 3.3)."""
        with half_precision(self.device):
            found = self.net.encode(batch.grids, generator=draw.generator, sample=True)
            drawn = self.net.draw_prior(len(batch.grids) // 2, draw.generator)
            playing = stage.name == "game"
            codes = torch.cat([found.code, drawn]) if playing else found.code
            logits = self.net.decode(codes).float()
        terms = self.bound(found, logits[: len(batch.grids)], batch)
        if not playing:
            return terms
        # Made-up shapes and half of the rebuilt ones, against as many real ones.
        made = logits[len(batch.grids) // 2 :].sigmoid()
        with half_precision(self.device):
            real = self._score(batch.grids, learns=True)
            false = self._score(made.detach(), learns=True)
            fooled = self._score(made, learns=False)
        right = ((real > 0).float().mean() + (false < 0).float().mean()) / 2
        judging = F.softplus(-real).mean() + F.softplus(false).mean()
        terms["judging"] = judging * (right < RIGHT_ENOUGH)
        terms["fooling"] = FOOLING * F.softplus(-fooled).mean()
        return terms

    def _score(self, grids: Tensor, learns: bool) -> Tensor:
        """How real grids look, (B,); what does not learn here passes gradients on to the grids."""
        if learns:
            score: Tensor = self.discriminator(grids)
        else:
            fixed = {name: value.detach() for name, value in self.discriminator.named_parameters()}
            score = functional_call(self.discriminator, fixed, (grids,))
        return score.float()[:, 0]

    def shipped(self) -> Autoencoder:
        """Encoder, generator and picture head alone."""
        net = build().to(self.device).eval()
        trained = self.net.state_dict()
        net.load_state_dict({name: trained[name] for name in net.state_dict()})
        return net
