"""The network of `layers`: a photograph to depth in layers in the camera's frame, and its framing.

View-centred prediction generalises to kinds of things that were never seen, where a canonical shape
does not (Shin, Fowlkes, Hoiem 2018, arXiv 1804.06032); depth and outline first and the solid from
them is the intermediate route of MarrNet (Wu et al. 2017, arXiv 1711.03129), here with what lies
behind the front as well (layered depth images, Shade et al. 1998; predicted from one picture by
Tulsiani, Tucker, Snavely 2018, arXiv 1807.10264).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from core.networks.efficientnet import EfficientNetLite
from core.networks.image import CodeReader

SIZE = 128
AZIMUTH_BINS = 24
SWEEPS = 12  # of the inflation at each size
MAPS = 11
FRAMING = AZIMUTH_BINS + 6


@dataclass(frozen=True, eq=False)
class Layers:
    """What is predicted of each pixel (B, S, S), in crop sides at the object's distance.

    mask (logits) whether the object is there; front the depth of the first entry from the object's
    middle; thickness from there to the last exit; gap (logits) whether there is room between;
    first, last the share of the thickness that the first and last run of matter take; normal
    (B, 3, S, S) unit, x right, y up, z toward the camera; front_scale, thickness_scale the expected
    errors of both.
    """

    mask: Tensor
    front: Tensor
    thickness: Tensor
    gap: Tensor
    first: Tensor
    last: Tensor
    normal: Tensor
    front_scale: Tensor
    thickness_scale: Tensor


@dataclass(frozen=True, eq=False)
class FramingReading:
    """azimuth logits (B, 24) over the circle; elevation, roll degrees (B,); where the object's
    origin is seen, x and y (B,) from the crop's middle, and the crop's side there, unit (B,) in
    object sides; focal (B,), the focal length in crop sides."""

    azimuth: Tensor
    elevation: Tensor
    roll: Tensor
    x: Tensor
    y: Tensor
    unit: Tensor
    focal: Tensor


class LayersNet(nn.Module):
    """All of it: a pretrained backbone, a light decoder to the crop's own size, a framing head."""

    def __init__(self) -> None:
        super().__init__()
        self.backbone = EfficientNetLite()
        quarter, eighth, sixteenth, deepest = self.backbone.channels
        self.deepest = nn.Conv2d(deepest, 128, 1)
        self.whole = nn.Sequential(nn.Linear(deepest, 256), nn.SiLU(), nn.Linear(256, 128))
        self.up = nn.ModuleList(
            [_Up(128, sixteenth, 128), _Up(128, eighth, 96), _Up(96, quarter, 64)]
        )
        # The backbone begins at a quarter of the size; thin legs are seen before that.
        self.at_full = nn.Sequential(nn.Conv2d(5, 12, 3, padding=1), nn.SiLU())
        self.at_half = nn.Sequential(nn.Conv2d(12, 24, 3, stride=2, padding=1), nn.SiLU())
        self.to_half = _Up(64, 24, 40)
        self.to_fine = nn.Sequential(nn.Conv2d(40, 64, 3, padding=1), nn.PixelShuffle(2), nn.SiLU())
        self.maps = nn.Conv2d(16 + 12, MAPS, 3, padding=1)
        nn.init.zeros_(self.maps.weight)  # a new head must not shake what the backbone knows
        nn.init.zeros_(self.maps.bias)  # type: ignore[arg-type]
        # Flattened and not averaged: where something is in the crop says how large it is.
        self.squeeze = nn.Conv2d(deepest, 96, 1)
        self.framing = nn.Sequential(nn.SiLU(), nn.Linear(96 * 16, 256), nn.SiLU())
        self.read_framing = CodeReader(256, FRAMING, 128)

    def forward(self, picture: Tensor) -> tuple[Layers, FramingReading]:
        """Square crops (B, 4, 128, 128): sRGB in [0, 1], grey where the mask, the fourth, is 0."""
        pyramid = self.backbone(picture[:, :3])
        thick = inflation(picture[:, 3] > 0.5)[:, None]
        fine = self.at_full(torch.cat([picture - 0.5, 4 * thick], 1))  # of like range
        deepest = pyramid[-1]
        x = self.deepest(deepest) + self.whole(deepest.mean((2, 3)))[:, :, None, None]
        for up, level in zip(self.up, reversed(pyramid[:-1]), strict=True):
            x = up(x, level)
        x = self.to_half(x, self.at_half(fine))
        maps = self.maps(torch.cat([self.to_fine(x), fine], 1))
        framing = self.read_framing(self.framing(self.squeeze(deepest).flatten(1)))
        return _layers(maps), _framing(framing)


@torch.no_grad()
def inflation(mask: Tensor) -> Tensor:
    """How thick a round thing of this outline is: half its depth (B, S, S) in crop sides.

    Where laplace(h^2) = -4 inside a mask (B, S, S) and h = 0 at its edge, a disc becomes a sphere
    and a strip a rod. Solved from coarse to fine, with a few sweeps at each size.
    """
    square = torch.zeros(len(mask), 1, 4, 4, device=mask.device)
    inside = mask[:, None].float()
    for size in (8, 16, 32, 64, 128):
        within = (F.adaptive_avg_pool2d(inside, size) > 0.5).float()
        square = F.interpolate(square, scale_factor=2.0, mode="bilinear") * within
        for _ in range(SWEEPS):
            around = F.pad(square, (1, 1, 1, 1))
            total = around[..., :-2, 1:-1] + around[..., 2:, 1:-1]
            total += around[..., 1:-1, :-2] + around[..., 1:-1, 2:]
            square = total.add_(4 / size**2).mul_(0.25).mul_(within)
    return square[:, 0].sqrt()


class _Up(nn.Module):
    """Features to twice their size, joined with those that the encoder had there."""

    def __init__(self, inputs: int, beside: int, outputs: int) -> None:
        super().__init__()
        self.narrow = nn.Conv2d(inputs, outputs, 1)
        self.beside = nn.Conv2d(beside, outputs, 1)
        self.join = nn.Conv2d(outputs, outputs, 3, padding=1)
        self.norm = nn.GroupNorm(8, outputs)

    def forward(self, x: Tensor, beside: Tensor) -> Tensor:
        x = F.interpolate(self.narrow(x), scale_factor=2.0) + self.beside(beside)
        return F.silu(x + self.norm(self.join(F.silu(x))))


def _layers(maps: Tensor) -> Layers:
    maps = maps.float()
    normal = torch.cat([maps[:, 6:8], maps[:, 8:9] + 1], 1)  # at first, toward the camera
    return Layers(
        mask=maps[:, 0],
        front=0.5 * maps[:, 1],
        thickness=0.3 * maps[:, 2].clamp(-5, 2.5).exp(),
        gap=maps[:, 3],
        first=maps[:, 4].sigmoid(),
        last=maps[:, 5].sigmoid(),
        normal=F.normalize(normal, dim=1),
        front_scale=0.05 * maps[:, 9].clamp(-3.5, 2.5).exp(),
        thickness_scale=0.1 * maps[:, 10].clamp(-3.5, 2.5).exp(),
    )


def _framing(values: Tensor) -> FramingReading:
    values = values.float()
    elevation, roll, x, y, unit, focal = values[:, AZIMUTH_BINS:].unbind(1)
    return FramingReading(
        values[:, :AZIMUTH_BINS], 30 * elevation + 20, 10 * roll, 0.1 * x, 0.1 * y,
        1.2 * (0.3 * unit).exp(), 2 * (0.5 * focal).exp(),
    )  # fmt: skip
