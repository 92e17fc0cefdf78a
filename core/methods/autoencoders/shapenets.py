"""`shapenets`: 3D ShapeNets, a discrete code of 4,000 units with those of a label beside it.

Wu et al. 2015 (arXiv 1406.5670), section 3. The network is in `core.networks.deep_belief`;
completing a shape that was seen from one side, and choosing the next view, in
`core.methods.completion`.

It is trained as a denoising autoencoder with drawn units: what lies behind the first surface, seen
along an axis, is lost or comes from another shape, and is to be put right. Drawing code and shape
in turn is then a Markov chain over shapes (Bengio et al. 2014, arXiv 1306.1091, section 3), which
takes the place of the paper's Gibbs sampling; chains begin at codes of known shapes.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import torch
from torch import Tensor
from torch.nn import functional as F

from core.data.dataset import Pack
from core.errors import UserError
from core.methods.autoencoders.method import ShapeMethod, prepare
from core.methods.autoencoders.training import Batch, ShapeRecipe
from core.methods.completion import Completion, complete
from core.networks.deep_belief import BeliefNet
from core.networks.losses import occupancy_loss
from core.rendering.visibility import Seen
from core.training.presets import half_precision
from core.training.trainer import Draw, Stage
from core.types import VoxelGrid
from core.utils.weights import read_card

KEY = "shapenets"
GROUPS = {"shape": 4000}
LABELS = 10  # as many as ModelNet10 has classes; in the order of the alphabet
AXES = 32  # sliders: the widest of the principal axes
INTACT = 0.4  # share of shapes that are given whole
LABEL_WEIGHT = 0.1


def build() -> BeliefNet:
    """The network, untrained."""
    return BeliefNet(GROUPS["shape"], LABELS, AXES)


def load(device: str = "auto") -> BeliefMethod:
    """The method with its weights. UserError: no such device; weights missing or altered."""
    net = build()
    place = prepare(net, KEY, device)
    return BeliefMethod(KEY, GROUPS, net, place)


class BeliefMethod(ShapeMethod):
    """3D ShapeNets also names classes and completes what was seen from one side."""

    net: BeliefNet

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the label units."""
        return tuple(read_card(KEY)["trained_on"]["classes"])

    @torch.no_grad()
    def classify(self, grid: VoxelGrid) -> dict[str, float]:
        """How probable each class is."""
        code = torch.from_numpy(self.encode_shape(grid).shape).to(self.device)[None]
        logits = self.net.read_label(code)[0, : len(self.classes)]
        return dict(zip(self.classes, logits.softmax(0).tolist(), strict=True))

    def complete(self, seen: Seen, count: int = 4, seed: int = 0) -> Completion:
        """Plausible shapes behind what was seen of a 32^3 grid."""
        return complete(self.net, seen, count, seed)


def recipe(pack: Pack, device: torch.device, start: Path | None = None) -> BeliefRecipe:
    """What the training loop needs. UserError: more classes than there are label units."""
    made = BeliefRecipe(KEY, GROUPS, build(), pack, device, start)
    if len(made.classes) > LABELS:
        raise UserError(
            f"The pack has {len(made.classes)} classes to learn from, and '{KEY}' has units for "
            f"{LABELS}. Use a pack with fewer, such as one of ModelNet10."
        )
    return made


class BeliefRecipe(ShapeRecipe):
    """Puts damaged shapes right, with the label given or to be told."""

    net: BeliefNet

    stages: ClassVar[tuple[Stage, ...]] = (
        Stage("shape", 0.85, (("picture_", 0.0), ("latent.label", 2e-4), ("", 1.5e-3))),
        Stage("picture", 0.15, (("picture_", 1e-3),)),
    )

    def shape_loss(self, stage: Stage, batch: Batch, draw: Draw) -> dict[str, Tensor]:
        """Rebuilding what was damaged, and telling the class where it was not given."""
        given = damage(batch.grids, draw.generator)
        told = torch.rand(len(given), generator=draw.generator, device=given.device) < 0.5
        label = F.one_hot(batch.labels, LABELS).float() * told[:, None]
        with half_precision(self.device):
            code = self.net.encode(given, generator=draw.generator, sample=True, label=label).code
            logits = self.net.decode(code)
            labels = self.net.read_label(code)
        asked = F.cross_entropy(labels.float(), batch.labels, reduction="none") * ~told
        return {
            "occupancy": occupancy_loss(logits.float(), batch.grids),
            "label": LABEL_WEIGHT * asked.mean(),
        }


def damage(grids: Tensor, generator: torch.Generator) -> Tensor:
    """Grids (B, N, N, N) of which most lost what one looking along an axis would not see.

    In place of the hidden part comes nothing, or what another shape of the batch has there.
    """
    batch = len(grids)

    def dice(*size: int) -> Tensor:
        return torch.rand(batch, *size, generator=generator, device=grids.device)

    side = (dice() * 6).long()
    hidden = torch.zeros_like(grids, dtype=torch.bool)
    for number in range(6):
        chosen = side == number
        hidden[chosen] = hidden_along(grids[chosen], number // 2 + 1, bool(number % 2))
    hidden &= (dice() > INTACT)[:, None, None, None]
    other = grids.roll(1, 0) * (dice() < 0.5)[:, None, None, None]
    return torch.where(hidden, other, grids)


def hidden_along(grids: Tensor, axis: int, from_far: bool) -> Tensor:
    """Which voxels (B, N, N, N) lie behind the first occupied one, seen along an axis."""
    seen = grids.flip(axis) if from_far else grids
    behind = (seen.cumsum(axis) - seen) > 0
    return behind.flip(axis) if from_far else behind
