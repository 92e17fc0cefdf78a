"""How `tl` is trained: its losses and its three stages (Girdhar et al. 2016, section 3.3).

1. shape: the variational autoencoder alone, on grids;
2. image: the image encoder learns to give a picture the code of its shape, which stays as it is,
   and pose, light, maps and the redrawn picture beside it;
3. joint: the voxels themselves decide; image encoder and shape decoder move together, and the
   decoder keeps decoding the autoencoder's codes too, so that both share one space.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from core.data.augment import ImageBatch, pictures
from core.data.dataset import Pack
from core.methods.tl.calibration import calibrate
from core.methods.tl.network import AZIMUTH_BINS, SHAPE, ImageCodes, TLNet
from core.networks.losses import (
    direction_loss,
    kl_to_prior,
    likeness_loss,
    masked_mean,
    occupancy_loss,
    soft_bins,
)
from core.training.credits import credits
from core.training.model_card import hours, trained_on
from core.training.presets import PRESETS, half_precision
from core.training.trainer import Draw, Stage
from core.utils.files import atomic
from core.utils.weights import read_card, read_weights

KEY = "tl"
KL_WEIGHT, FREE_BITS, LIKENESS_WEIGHT = 5e-4, 0.1, 0.15
IMAGE_PARTS = (
    # The first stages of the ImageNet backbone see edges and colours, which photographs taught
    # it better than renders can; they stay, which also halves the cost of a step.
    ("image_encoder.backbone.stem", 0.0),
    ("image_encoder.backbone.stages.0", 0.0),
    ("image_encoder.backbone.stages.1", 0.0),
    ("image_encoder.backbone", 4e-4),
    ("image_encoder", 1e-3),
    ("to_", 1e-3),
    ("pose_reader", 1e-3),
    ("light_reader", 1e-3),
    ("map_decoder", 1e-3),
    ("image_decoder", 1e-3),
)
SHAPE_PARTS = (("shape_", 1.5e-3),)
JOINT_PARTS = (
    *IMAGE_PARTS[:3],
    ("shape_decoder", 5e-4),
    *((prefix, rate * 0.6) for prefix, rate in IMAGE_PARTS[3:]),
)
log = logging.getLogger(__name__)


class TLRecipe:
    """Trains a TLNet on a pack; see core.training.trainer.Recipe."""

    stages = (
        Stage("shape", 0.28, SHAPE_PARTS),
        Stage("image", 0.32, IMAGE_PARTS),
        Stage("joint", 0.40, JOINT_PARTS),
    )

    def __init__(
        self,
        pack: Pack,
        device: torch.device,
        imagenet: bool = True,
        start: Path | None = None,
    ) -> None:
        self.pack, self.device = pack, device
        self.preset = PRESETS[device.type]
        self.net = TLNet()
        self.earlier: dict[str, Any] = {}  # the card of the weights that it starts from
        if start is not None:
            read_weights(self.net, KEY, start)
            self.earlier = read_card(KEY, start)
        elif imagenet:
            _start_from_imagenet(self.net)
        self.shapes = pack.shapes("train")
        self.weights = sampling_weights(pack, self.shapes)
        # Views are laid down shape after shape, so a shape's views are one run.
        self.first_view = np.searchsorted(pack.owners, np.arange(len(pack.rows) + 1))
        self.codes: Tensor | None = None

    def begin(self, stage: Stage) -> None:
        """Set what trains; give every shape its code once the shape side stands."""
        self.net.train()
        self.net.image_encoder.backbone.eval()  # keeps the batch statistics of photographs
        if stage.name != "shape" and self.codes is None:
            self.codes = shape_codes(self.net, self.pack, self.device)

    def loss(self, stage: Stage, draw: Draw) -> tuple[Tensor, dict[str, float]]:
        """One batch of the stage's kind."""
        if stage.name == "shape":
            return self._shape_loss(draw)
        return self._image_loss(draw, joint=stage.name == "joint")

    def finish(self, out: Path, seconds: float) -> Path:
        """Lay the sliders' axes along the codes' principal axes and write weights and card."""
        from core.data.categories import kind
        from core.methods.tl.method import save
        from core.training.latent_map import draw_atlas, measured, name_axes

        self.net.eval()
        if self.codes is None:
            self.codes = shape_codes(self.net, self.pack, self.device)
        calibration = calibrate(self.net, self.pack, self.device)
        codes = self.codes[0][torch.from_numpy(self.shapes)]
        groups = {"shape": SHAPE}
        self.net.set_basis(codes, groups, measured(self.net, codes))
        rows = [self.pack.rows[i] for i in self.shapes]
        draw_atlas(self.net, codes, [kind(row.group) for row in rows], out / f"{KEY}.atlas.npz")
        with atomic(out / "CREDITS.md") as path:
            path.write_text(credits(rows), encoding="utf-8")
        axes = name_axes(self.net, codes, groups)
        facts = {**self._facts(seconds), "calibration": calibration, "axes": axes}
        return save(self.net, facts, out)

    def _facts(self, seconds: float) -> dict[str, Any]:
        """What the card says of the training."""
        rows = [self.pack.rows[i] for i in self.shapes]
        return {
            "trained_on": trained_on(rows, views=len(self.pack.view_indices(self.shapes))),
            "held_out": "test and validation splits, by object family",
            "stages": [stage.name for stage in self.stages],
            "hours": hours(seconds, self.earlier),
            "started_from": self.earlier.get("sha256", "ImageNet weights of the image encoder"),
            "device": self.device.type,
        }

    def _choose(self, draw: Draw, count: int) -> np.ndarray:
        return draw.rng.choice(self.shapes, count, p=self.weights)

    def _grids(self, shapes: np.ndarray, mirrored: Tensor) -> Tensor:
        """Occupancy (B, 64, 64, 64) as float, exchanged along x where mirrored."""
        grids = torch.from_numpy(self.pack.occupancy(shapes)).to(self.device)
        return torch.where(mirrored[:, None, None, None], grids.flip(1), grids).float()

    def _shape_loss(self, draw: Draw) -> tuple[Tensor, dict[str, float]]:
        shapes = self._choose(draw, self.preset.grids)
        mirrored = torch.rand(len(shapes), generator=draw.generator, device=self.device) < 0.5
        grids = self._grids(shapes, mirrored)
        with half_precision(self.device):
            code = self.net.encode_shape(grids)
        code = type(code)(code.mean.float(), code.log_variance.float())
        with half_precision(self.device):
            logits = self.net.decode(code.sample(draw.generator))
        reconstruction = occupancy_loss(logits.float(), grids)
        kl = kl_to_prior(code, FREE_BITS)
        likeness = likeness_loss(code.mean, grids)
        numbers = {"occupancy": reconstruction.item(), "kl": kl.item(), "likeness": likeness.item()}
        return reconstruction + KL_WEIGHT * kl + LIKENESS_WEIGHT * likeness, numbers

    def _image_loss(self, draw: Draw, joint: bool) -> tuple[Tensor, dict[str, float]]:
        assert self.codes is not None
        shapes = self._choose(draw, self.preset.pictures)
        first, last = self.first_view[shapes], self.first_view[shapes + 1]
        views = draw.rng.integers(first, last)
        packed = torch.from_numpy(self.pack.views[views]).to(self.device)
        batch = pictures(packed, draw.generator, wild=1.0)
        poses = torch.from_numpy(self.pack.poses[views]).to(self.device)
        target = self.codes[batch.mirrored.long(), torch.from_numpy(shapes).to(self.device)]

        found = self.net.encode_image(batch.image.contiguous(memory_format=torch.channels_last))
        terms = {
            "code": F.mse_loss(found.shape, target),
            "pose": self._pose_loss(found, poses, batch),
            "light": self._light_loss(found, batch),
            "maps": _map_loss(found.maps, batch),
            "picture": self._picture_loss(found, target, batch, draw),
        }
        if joint:
            terms["code"] = 0.3 * terms["code"]
            grids = self._grids(shapes, batch.mirrored)
            anchor = len(shapes) // 8
            codes = torch.cat([found.shape, target[:anchor]])
            with half_precision(self.device):
                logits = self.net.decode(codes)
            terms["occupancy"] = 2 * occupancy_loss(
                logits.float(), torch.cat([grids, grids[:anchor]])
            )
        total = torch.stack(list(terms.values())).sum()
        return total, {name: term.item() for name, term in terms.items()}

    def _pose_loss(self, found: ImageCodes, poses: Tensor, batch: ImageBatch) -> Tensor:
        sign = torch.where(batch.mirrored, -1.0, 1.0)
        read = self.net.read_pose(found.pose)
        bins = soft_bins(poses[:, 0] * sign, AZIMUTH_BINS, width=10.0)
        azimuth = -(bins * read.azimuth.log_softmax(1)).sum(1).mean()
        elevation = F.smooth_l1_loss(read.elevation / 30, poses[:, 1] / 30)
        roll = F.smooth_l1_loss(read.roll / 10, poses[:, 2] * sign / 10)
        distance = F.smooth_l1_loss(read.distance.log(), poses[:, 3].log())
        return 0.15 * azimuth + elevation + 0.3 * roll + 0.3 * distance

    def _light_loss(self, found: ImageCodes, batch: ImageBatch) -> Tensor:
        read = self.net.read_lighting(found.lighting)
        direction = direction_loss(read.direction, batch.light)
        ambient = F.l1_loss(read.ambient, batch.ambient)
        return direction + ambient + F.l1_loss(read.tint, batch.tint)

    def _picture_loss(
        self, found: ImageCodes, target: Tensor, batch: ImageBatch, draw: Draw
    ) -> Tensor:
        # Half of the time the shape's own code stands for the picture's, so that codes of shapes
        # which no photograph gave can be drawn too.
        own = torch.rand(len(target), 1, generator=draw.generator, device=self.device) < 0.5
        shape = torch.where(own, target, found.shape)
        drawn = self.net.decode_image(shape, found.pose, found.lighting)
        mask = batch.clay[:, 3]
        silhouette = F.binary_cross_entropy_with_logits(drawn[:, 3], mask)
        colour = masked_mean((drawn[:, :3].sigmoid() - batch.clay[:, :3]).abs().sum(1), mask)
        return silhouette + 2 * colour


def _map_loss(maps: Tensor, batch: ImageBatch) -> Tensor:
    silhouette = F.binary_cross_entropy_with_logits(maps[:, 0], batch.silhouette)
    depth = masked_mean((maps[:, 1] - batch.depth).abs(), batch.silhouette)
    cosine = 1 - F.cosine_similarity(maps[:, 2:5], batch.normal, dim=1)
    return silhouette + 2 * depth + 0.5 * masked_mean(cosine, batch.silhouette)


def _start_from_imagenet(net: TLNet) -> None:
    from core.networks.efficientnet import load_imagenet

    try:
        load_imagenet(net.image_encoder.backbone)
    except ImportError:
        log.warning("The ImageNet start is not installed (extra 'train'); starting from scratch.")


def sampling_weights(pack: Pack, shapes: np.ndarray) -> np.ndarray:
    """How often each shape is drawn: realistic furniture more, trees and plants less."""
    weight: Mapping[str, float] = {"tree": 0.3, "plant": 0.5}
    weights = np.array(
        [
            (3.0 if pack.rows[i].source.startswith("sh3") else 1.0)
            * weight.get(pack.rows[i].group, 1.0)
            * (0.8 if pack.rows[i].source == "modelnet10" else 1.0)
            for i in shapes
        ]
    )
    normalised: np.ndarray = weights / weights.sum()
    return normalised


@torch.no_grad()
def shape_codes(net: TLNet, pack: Pack, device: torch.device) -> Tensor:
    """The mean code of every shape and of its mirror image, (2, S, D)."""
    net.eval()
    codes: list[list[Tensor]] = [[], []]
    for start in range(0, len(pack.rows), 64):
        index = np.arange(start, min(start + 64, len(pack.rows)))
        grids = torch.from_numpy(pack.occupancy(index)).to(device).float()
        for mirror, given in enumerate((grids, grids.flip(1))):
            with half_precision(device):
                mean = net.encode_shape(given).mean
            codes[mirror].append(mean.float())
    net.train()
    net.image_encoder.backbone.eval()
    return torch.stack([torch.cat(each) for each in codes])
