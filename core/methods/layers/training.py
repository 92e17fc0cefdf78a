"""How `layers` is trained: crops that are made while it learns, all losses together.

What a photograph cannot tell is not asked for: how far away the object is shifts all of its depths,
so the front's error counts after its mean is taken out, and only weakly with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from core.data.augment import layered_pictures
from core.data.layered_dataset import CropFolder, Crops
from core.methods.layers.network import AZIMUTH_BINS, FramingReading, Layers, LayersNet
from core.networks.losses import masked_mean, soft_bins
from core.training.model_card import hours
from core.training.presets import PRESETS
from core.training.trainer import Draw, Stage
from core.utils.weights import read_card, read_weights

KEY = "layers"
RATES = (
    # As in `tl`: the first stages of the ImageNet backbone know photographs; they stay.
    ("backbone.stem", 0.0),
    ("backbone.stages.0", 0.0),
    ("backbone.stages.1", 0.0),
    ("backbone", 3e-4),
    ("", 1e-3),
)


class LayersRecipe:
    """Trains a LayersNet on a folder of layered pictures; see core.training.trainer.Recipe."""

    stages = (Stage("layers", 1.0, RATES),)

    def __init__(self, crops: CropFolder, device: torch.device, start: Path | None = None) -> None:
        self.crops, self.device = crops, device
        self.preset = PRESETS[device.type]
        self.net = LayersNet()
        self.earlier: dict[str, Any] = {}
        if start is not None:
            read_weights(self.net, KEY, start)
            self.earlier = read_card(KEY, start)
        else:
            _start_from_tl(self.net)

    def begin(self, stage: Stage) -> None:
        """Set what trains; batch statistics stay those of photographs."""
        self.net.train()
        self.net.backbone.eval()

    def loss(self, stage: Stage, draw: Draw) -> tuple[Tensor, dict[str, float]]:
        """One batch."""
        crops = self.crops.draw(draw.rng, self.preset.pictures)
        terms = self.terms(crops, draw.generator)
        return torch.stack(list(terms.values())).sum(), {k: v.item() for k, v in terms.items()}

    def terms(self, crops: Crops, generator: torch.Generator) -> dict[str, Tensor]:
        """The parts of the loss on some crops."""
        batch = layered_pictures(torch.from_numpy(crops.packed).to(self.device), generator)
        framing = torch.from_numpy(crops.framing).to(self.device)
        layers, read = self.net(batch.picture.contiguous(memory_format=torch.channels_last))
        return {
            **_layer_terms(layers, batch.mask, batch.depth, batch.normal),
            **_framing_terms(read, framing),
        }

    def finish(self, out: Path, seconds: float) -> Path:
        """Write weights and card."""
        from core.utils.weights import write_weights

        self.net.eval()
        facts = {
            "trained_on": "layered pictures of meshes, voxels, procedural shapes; made meanwhile",
            "held_out": "test and validation splits, by object family",
            "stages": [stage.name for stage in self.stages],
            "hours": hours(seconds, self.earlier),
            "started_from": self.earlier.get("sha256", "the image encoder of tl"),
            "device": self.device.type,
        }
        return write_weights(self.net, KEY, facts, out)


@dataclass(frozen=True, eq=False)
class Runs:
    """Where matter is on each ray: two runs from begin to end (B, S, S), maybe of length 0."""

    begin_1: Tensor
    end_1: Tensor
    begin_2: Tensor
    end_2: Tensor

    @property
    def length(self) -> Tensor:
        return (self.end_1 - self.begin_1) + (self.end_2 - self.begin_2)

    def shared(self, other: Runs) -> Tensor:
        """The length that lies in both."""
        pairs = [(a, b) for a in self.runs for b in other.runs]
        return torch.stack([_overlap(*a, *b) for a, b in pairs]).sum(0)

    @property
    def runs(self) -> tuple[tuple[Tensor, Tensor], ...]:
        return (self.begin_1, self.end_1), (self.begin_2, self.end_2)


def _overlap(a: Tensor, b: Tensor, c: Tensor, d: Tensor) -> Tensor:
    return (torch.minimum(b, d) - torch.maximum(a, c)).clamp(min=0)


def _layer_terms(layers: Layers, mask: Tensor, depth: Tensor, normal: Tensor) -> dict[str, Tensor]:
    """Losses of the maps against truth: mask (B, S, S), depth (B, 4, S, S), normal (B, 3, S, S)."""
    inside = (mask > 0.5).float()
    entry_1, exit_1, entry_2, exit_2 = depth.unbind(1)
    gap = (entry_2 > entry_1 + 1e-4).float() * inside
    thickness = exit_2 - entry_1

    off = layers.front - entry_1
    shift = ((off * inside).sum((1, 2)) / inside.sum((1, 2)).clamp(min=1))[:, None, None]
    rest = off - shift
    front = rest.abs() / layers.front_scale + layers.front_scale.log()
    thick = (layers.thickness - thickness).abs()
    thick = thick / layers.thickness_scale + layers.thickness_scale.log()
    ratio = (layers.thickness.log() - thickness.clamp(min=5e-3).log()).abs()
    back = layers.front + layers.thickness - exit_2 - shift

    begin = layers.front - shift
    end = begin + layers.thickness
    zero = torch.zeros_like(begin)
    one = Runs(begin, end, zero, zero)
    # Two runs may not overlap: what both take of the thickness is at most all of it.
    share = (layers.first + layers.last).clamp(min=1)
    two = Runs(
        begin,
        begin + layers.thickness * layers.first / share,
        end - layers.thickness * layers.last / share,
        end,
    )
    true = Runs(
        entry_1,
        torch.where(gap > 0, exit_1, exit_2),
        torch.where(gap > 0, entry_2, exit_2),
        exit_2,
    )
    chance = layers.gap.sigmoid()
    shared = (1 - chance) * one.shared(true) + chance * two.shared(true)
    length = (1 - chance) * one.length + chance * two.length
    overlap = (shared * inside).sum((1, 2))
    together = ((length + true.length - shared) * inside).sum((1, 2))
    first = (exit_1 - entry_1) / thickness.clamp(min=1e-3)
    last = (exit_2 - entry_2) / thickness.clamp(min=1e-3)
    no_gap = F.binary_cross_entropy_with_logits(layers.gap, gap, reduction="none")
    return {
        "mask": F.binary_cross_entropy_with_logits(layers.mask, mask),
        "front": 0.35 * masked_mean(front, inside) + 0.3 * shift.abs().mean(),
        "edges": 2 * _gradients(rest, inside),
        "thick": 0.25 * masked_mean(thick, inside) + 0.3 * masked_mean(ratio, inside),
        "back": 2 * _gradients(back, inside),
        "gap": 0.5 * masked_mean(no_gap, inside),
        "runs": masked_mean((layers.first - first).abs() + (layers.last - last).abs(), gap),
        "normal": 0.5 * masked_mean(1 - (layers.normal * normal).sum(1), inside),
        "iou": 1.5 * (1 - overlap / together.clamp(min=1e-3)).mean(),
    }  # fmt: skip


def _gradients(error: Tensor, inside: Tensor) -> Tensor:
    """How uneven an error (B, S, S) is, at several scales: form counts, not its place."""
    total = error.new_zeros(())
    for step in (1, 2, 4, 8):
        for axis in (1, 2):
            length = error.shape[axis] - step
            ahead, behind = error.narrow(axis, step, length), error.narrow(axis, 0, length)
            both = inside.narrow(axis, step, length) * inside.narrow(axis, 0, length)
            total = total + masked_mean((ahead - behind).abs(), both)
    return total


def _framing_terms(read: FramingReading, framing: Tensor) -> dict[str, Tensor]:
    azimuth, elevation, roll, _, focal, x, y, unit = framing.unbind(1)
    bins = soft_bins(azimuth, AZIMUTH_BINS, width=10.0)
    return {
        "azimuth": -0.1 * (bins * read.azimuth.log_softmax(1)).sum(1).mean(),
        "tilt": F.smooth_l1_loss(read.elevation / 30, elevation / 30)
        + 0.3 * F.smooth_l1_loss(read.roll / 10, roll / 10),
        "place": 2 * F.l1_loss(read.x, x) + 2 * F.l1_loss(read.y, y)
        + F.l1_loss(read.unit.log(), unit.log())
        + 0.2 * F.l1_loss(read.focal.log(), focal.log()),
    }  # fmt: skip


def _start_from_tl(net: LayersNet) -> None:
    from core.methods.tl.network import TLNet

    trained = TLNet()
    read_weights(trained, "tl")
    net.backbone.load_state_dict(trained.image_encoder.backbone.state_dict())
