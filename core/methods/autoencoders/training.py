"""How shape autoencoders are trained: on grids first, then the way in from photographs.

1. shape: the autoencoder, on grids;
2. picture: a head on the features of `tl`'s image encoder learns to arrive at the code of the
   shape in the picture; everything else stays as it is (Girdhar et al. 2016, section 3.3).

A system brings its network and the loss of the first stage.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from core.data.dataset import Pack, ShapeRow
from core.data.view_sets import Features
from core.geometry.expected_iou import expected_iou
from core.geometry.resample import resampled
from core.methods.tl.features import picture_features
from core.metrics import iou
from core.networks.base import ShapeNet
from core.networks.latents import Inference
from core.networks.losses import kl_between, likeness_loss, occupancy_loss
from core.training.credits import credits
from core.training.model_card import hours, trained_on
from core.training.presets import PRESETS, half_precision
from core.training.trainer import Draw, Stage
from core.types import VoxelGrid
from core.utils.files import atomic
from core.utils.weights import read_card, read_weights, write_weights

PICTURE_KL = 1e-3
PICTURE_CODE = 0.5
SQUEEZE = 0.2  # by which shapes are made narrower, lower, flatter, at most
KEPT_SHARE = 0.35  # of a voxel that is squeezed: so thin parts stay
PICTURES = 160  # of the validation split, on which trust is measured


class Batch(NamedTuple):
    """Shapes to learn from: occupancy (B, N, N, N) of 0 and 1, class numbers (B,)."""

    grids: Tensor
    labels: Tensor


class ShapeRecipe:
    """Trains a shape network on a pack; see core.training.trainer.Recipe."""

    stages: ClassVar[tuple[Stage, ...]] = (
        Stage("shape", 0.85, (("picture_", 0.0), ("", 1.5e-3))),
        Stage("picture", 0.15, (("picture_", 1e-3),)),
    )
    kl_weight: ClassVar[float] = 3e-4
    free_bits: ClassVar[float] = 0.05
    likeness_weight: ClassVar[float] = 0.1
    held_out: ClassVar[str] = "test and validation splits, by equal grids"

    def __init__(
        self,
        key: str,
        groups: Mapping[str, int],
        net: ShapeNet,
        pack: Pack,
        device: torch.device,
        start: Path | None = None,
    ) -> None:
        self.key, self.groups = key, groups
        self.net, self.pack, self.device = net, pack, device
        # A step on grids of twice the side costs about eight times as much: fewer of them.
        grids = PRESETS[device.type].grids
        self.batch = 2 * grids if net.resolution <= 32 else grids // 2
        self.earlier: dict[str, Any] = {}
        if start is not None:
            read_weights(net, key, start)
            self.earlier = read_card(key, start)
        self.shapes = pack.shapes("train")
        self.classes = sorted({pack.rows[i].group for i in self.shapes})
        number = {name: index for index, name in enumerate(self.classes)}
        self.labels = np.array([number.get(row.group, 0) for row in pack.rows])
        self.pictures: Features | None = None
        self.targets: Tensor | None = None

    def begin(self, stage: Stage) -> None:
        """Before the second stage: the pictures' features and the codes they should arrive at."""
        self.net.eval()
        if stage.name == "picture":
            self.pictures = picture_features(self.pack, self.device)
            self.seen = np.flatnonzero(np.isin(self.pictures.shapes, self.shapes))
            self.targets = shape_codes(self.net, self.pack, self.device)
        self.net.train()

    def loss(self, stage: Stage, draw: Draw) -> tuple[Tensor, dict[str, float]]:
        """One batch of the stage's kind."""
        if stage.name == "picture":
            terms = self._picture_loss(draw)
        else:
            shapes = draw.rng.choice(self.shapes, self.batch)
            mirrored = torch.from_numpy(draw.rng.random(len(shapes)) < 0.5).to(self.device)
            grids = self._varied(self._grids(shapes, mirrored), draw)
            labels = torch.from_numpy(self.labels[shapes]).to(self.device)
            terms = self.shape_loss(stage, Batch(grids, labels), draw)
        total = torch.stack(list(terms.values())).sum()
        return total, {name: term.item() for name, term in terms.items()}

    def shape_loss(self, stage: Stage, batch: Batch, draw: Draw) -> dict[str, Tensor]:
        """The weighted terms of a batch: here the bound of a variational autoencoder.

        Kingma and Welling 2014, section 2.2, with free bits; similar shapes are asked to lie near
        each other as well (`likeness_loss`).
        """
        with half_precision(self.device):
            found = self.net.encode(batch.grids, generator=draw.generator, sample=True)
            logits = self.net.decode(found.code)
        return self.bound(found, logits.float(), batch)

    def bound(self, found: Inference, logits: Tensor, batch: Batch) -> dict[str, Tensor]:
        """What was rebuilt and how much the code says, as weighted terms."""
        means = torch.cat([posterior.mean for posterior in found.posteriors], 1)
        return {
            "occupancy": occupancy_loss(logits, batch.grids),
            "kl": self.kl_weight * self.divergence(found, self.free_bits),
            "likeness": self.likeness_weight * likeness_loss(means, batch.grids),
        }

    def divergence(self, found: Inference, free_bits: float = 0.0) -> Tensor:
        """KL of what was inferred from the prior, summed over the groups; 0 for discrete codes."""
        pairs = zip(found.posteriors, found.priors, strict=True)
        each = [kl_between(posterior, prior, free_bits) for posterior, prior in pairs]
        return torch.stack(each).sum() if each else found.code.new_zeros(())

    def finish(self, out: Path, seconds: float) -> Path:
        """Lay the sliders' axes, draw the map of the codes, and write weights and card."""
        from core.training.latent_map import draw_atlas, measured, name_axes

        self.net.eval()
        net = self.shipped()
        codes = shape_codes(net, self.pack, self.device)[0][torch.from_numpy(self.shapes)]
        net.set_basis(codes, self.groups, measured(net, codes))
        net.remember(codes)
        rows = [self.pack.rows[i] for i in self.shapes]
        with atomic(out / "CREDITS.md") as path:
            path.write_text(credits(rows), encoding="utf-8")
        draw_atlas(net, codes, [self.class_of(row) for row in rows], out / f"{self.key}.atlas.npz")
        facts = {
            **self._facts(seconds),
            "axes": name_axes(net, codes, self.groups),
            "trust": self._trust(net),
        }
        return write_weights(net, self.key, facts, out)

    def class_of(self, row: ShapeRow) -> str:
        """What the map of the codes calls a shape."""
        return row.group

    def shipped(self) -> ShapeNet:
        """The network as people use it: without what only training needs."""
        return self.net

    @torch.no_grad()
    def _trust(self, net: ShapeNet) -> dict[str, float]:
        """What shapes from validation pictures are worth, over what they expect of themselves.

        A picture says less than the decoder thinks, which never saw it.
        """
        seen = picture_features(self.pack, self.device)
        chosen = np.flatnonzero(np.isin(seen.shapes, self.pack.shapes("validation")))
        straight = [i for i in chosen.tolist() if not seen.mirrored[i]][:PICTURES]
        if len(straight) < 8:
            return {}
        logits = net.decode(net.encode_picture(seen.values[straight]).code)
        grids = logits.float().sigmoid().cpu().numpy()
        truths = self._grids(seen.shapes[straight], torch.zeros(len(straight), dtype=torch.bool))
        solid = truths.cpu().numpy() > 0.5
        expected = [expected_iou(VoxelGrid.canonical(grid)) for grid in grids]
        found = [iou(grid, truth) for grid, truth in zip(grids, solid, strict=True)]
        return {
            "expected": round(float(np.mean(expected)), 3),
            "found": round(float(np.mean(found)), 3),
            "pictures": len(straight),
        }

    def _facts(self, seconds: float) -> dict[str, Any]:
        rows = [self.pack.rows[i] for i in self.shapes]
        return {
            "trained_on": trained_on(rows, classes=self.classes),
            "held_out": self.held_out,
            "resolution": self.net.resolution,
            "stages": [stage.name for stage in self.stages],
            "hours": hours(seconds, self.earlier),
            "started_from": self.earlier.get("sha256", "nothing"),
            "pictures_by": read_card("tl")["sha256"],
            "device": self.device.type,
        }

    def _grids(self, shapes: np.ndarray, mirrored: Tensor) -> Tensor:
        """Occupancy (B, N, N, N) as float, exchanged along x where mirrored."""
        grids = torch.from_numpy(self.pack.occupancy(shapes)).to(self.device)
        grids = torch.where(mirrored[:, None, None, None], grids.flip(1), grids)
        return resampled(grids.float(), self.net.resolution)

    def _varied(self, grids: Tensor, draw: Draw) -> Tensor:
        """Half of the batches squeezed, and a voxel or none aside (Brock et al. 2016, section 3.1).

        A network that only sees the shapes as they are learns them by heart.
        """
        if draw.rng.random() < 0.5:
            return grids
        size = self.net.resolution
        sides = [int(n) for n in draw.rng.integers(round((1 - SQUEEZE) * size), size, 3)]
        step = [int(v) for v in draw.rng.integers(-1, 2, 3)]
        return squeezed(grids, sides).roll(step, (1, 2, 3))

    def _picture_loss(self, draw: Draw) -> dict[str, Tensor]:
        assert self.pictures is not None and self.targets is not None
        seen = draw.rng.choice(self.seen, self.batch)
        shapes = self.pictures.shapes[seen]
        index = torch.from_numpy(seen).to(self.device)
        mirrored = self.pictures.mirrored[index]
        target = self.targets[mirrored.long(), torch.from_numpy(shapes).to(self.device)]
        grids = self._grids(shapes, mirrored)
        with half_precision(self.device):
            found = self.net.encode_picture(
                self.pictures.values[index], generator=draw.generator, sample=True
            )
            logits = self.net.decode(found.code)
        means = torch.cat([p.mean for p in found.posteriors], 1) if found.posteriors else found.code
        return {
            "occupancy": occupancy_loss(logits.float(), grids),
            "code": PICTURE_CODE * F.mse_loss(means, target),
            "kl": PICTURE_KL * self.divergence(found),
        }


def squeezed(grids: Tensor, sides: Sequence[int]) -> Tensor:
    """Grids (B, N, N, N) with what they hold made to fill ``sides`` voxels, in the middle."""
    size, (x, y, z) = grids.shape[1], sides
    small = (F.adaptive_avg_pool3d(grids[:, None], (x, y, z))[:, 0] > KEPT_SHARE).float()
    around = [((size - n) // 2, size - n - (size - n) // 2) for n in reversed(sides)]
    return F.pad(small, [width for pair in around for width in pair])


@torch.no_grad()
def shape_codes(net: ShapeNet, pack: Pack, device: torch.device) -> Tensor:
    """The likeliest code of every shape and of its mirror image, (2, S, D)."""
    codes: list[list[Tensor]] = [[], []]
    for start in range(0, len(pack.rows), 64):
        index = np.arange(start, min(start + 64, len(pack.rows)))
        given = torch.from_numpy(pack.occupancy(index)).to(device).float()
        grids = resampled(given, net.resolution)
        for mirror, given in enumerate((grids, grids.flip(1))):
            with half_precision(device):
                found = net.encode(given)
            codes[mirror].append(found.code.float())
    return torch.stack([torch.cat(each) for each in codes])
