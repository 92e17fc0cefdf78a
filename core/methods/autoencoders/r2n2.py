"""`r2n2`: 3D-R2N2, a recurrent network that is told one view after another.

Choy et al. 2016 (arXiv 1604.00449), section 3, with the 3D convolutional gated unit. Views come
through the image encoder of `tl`, which stays as it is, in place of one of its own; the state of
4^3 cells has 16 channels and not 128, so that it can be kept as a code. The order of the views
matters by nature: what came last is remembered best.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import torch
from torch import Tensor
from torch.nn import functional as F

from core.data.categories import kind
from core.data.dataset import Pack, ShapeRow
from core.data.view_sets import MOST, ViewSets
from core.methods.autoencoders import vae
from core.methods.autoencoders.method import ShapeMethod, prepare
from core.methods.autoencoders.training import Batch, ShapeRecipe
from core.networks.losses import likeness_loss, occupancy_loss
from core.networks.recurrent import RecurrentNet
from core.training.presets import half_precision
from core.training.trainer import Draw, Stage
from core.types import LatentCode
from core.utils.weights import read_card, read_weights

KEY = "r2n2"
CHANNELS = 16
GROUPS = {"shape": CHANNELS * 4**3}
AXES = 32  # sliders: the widest of the principal axes


def build() -> RecurrentNet:
    """The network, untrained."""
    return RecurrentNet(CHANNELS, AXES)


def load(device: str = "auto") -> RecurrentMethod:
    """The method with its weights. UserError: no such device; weights missing or altered."""
    net = build()
    place = prepare(net, KEY, device)
    return RecurrentMethod(KEY, GROUPS, net, place)


def recipe(pack: Pack, device: torch.device, start: Path | None = None) -> RecurrentRecipe:
    """What the training loop needs to train it on a pack with several views a shape."""
    net = build()
    if start is None:
        start_from_vae(net)
    made = RecurrentRecipe(KEY, GROUPS, net, pack, device, start)
    if start is None:
        made.earlier = {"sha256": f"the autoencoder of vae, {read_card('vae')['sha256']}"}
    return made


@torch.no_grad()
def start_from_vae(net: RecurrentNet) -> None:
    """Take what reads and writes grids from `vae`, which has the same parts."""
    given = vae.build()
    read_weights(given, vae.KEY)
    for ours, theirs in ((net.encoder[0], given.encoder), (net.decoder[1], given.decoder)):
        parts = {n: v for n, v in theirs.state_dict().items() if n.startswith("body.")}
        ours.load_state_dict({name.removeprefix("body."): v for name, v in parts.items()})


class RecurrentMethod(ShapeMethod):
    """Photographs are looked at in the order in which they are given."""

    @torch.no_grad()
    def encode_features(self, features: Tensor) -> LatentCode:
        """Features (V, 512) of photographs, in their order, to the code after the last."""
        return self._code(self.net.encode_picture(features[None]).code[0])


class RecurrentRecipe(ShapeRecipe):
    """Learns codes of grids, then to arrive at them with one to eight views.

    In the second stage the decoder goes on learning from what the views give, and from the codes
    of the shapes, so that both stay in one space.
    """

    net: RecurrentNet
    stages: ClassVar[tuple[Stage, ...]] = (
        Stage("shape", 0.4, (("picture_", 0.0), ("", 1.5e-3))),
        Stage("picture", 0.6, (("picture_", 1e-3), ("decoder", 4e-4))),
    )
    held_out: ClassVar[str] = "test and validation splits, by object family"

    def begin(self, stage: Stage) -> None:
        """Before the second stage: what the views are."""
        super().begin(stage)
        if self.pictures is not None:
            self.sets = ViewSets(self.pack, self.pictures)

    def class_of(self, row: ShapeRow) -> str:
        return kind(row.group)

    def shape_loss(self, stage: Stage, batch: Batch, draw: Draw) -> dict[str, Tensor]:
        """Rebuilding, and similar shapes near each other."""
        with half_precision(self.device):
            code = self.net.encode(batch.grids, generator=draw.generator, sample=True).code
            logits = self.net.decode(code)
        return {
            "occupancy": occupancy_loss(logits.float(), batch.grids),
            "likeness": self.likeness_weight * likeness_loss(code.float(), batch.grids),
        }

    def _picture_loss(self, draw: Draw) -> dict[str, Tensor]:
        assert self.targets is not None
        shapes = draw.rng.choice(self.shapes, self.batch)
        views = self.sets.draw(shapes, int(draw.rng.integers(1, MOST + 1)), draw.rng)
        target = self.targets[views.mirrored.long(), torch.from_numpy(shapes).to(self.device)]
        grids = self._grids(shapes, views.mirrored)
        anchor = len(shapes) // 8
        with half_precision(self.device):
            code = self.net.encode_picture(views.features).code
            logits = self.net.decode(torch.cat([code, target[:anchor].to(code.dtype)]))
        return {
            "occupancy": occupancy_loss(logits.float(), torch.cat([grids, grids[:anchor]])),
            "code": F.mse_loss(code.float(), target),
        }
