"""Image parts: photographs to features, features to 2.5D maps, codes to pictures."""

from __future__ import annotations

import itertools

from torch import Tensor, nn
from torch.nn import functional as F

from core.networks.efficientnet import EfficientNetLite

IMAGE_SIZE = 128
MAP_SIZE = 64


class ImageEncoder(nn.Module):
    """RGB in [0, 1] (B, 3, 128, 128) to a feature vector (B, features) and a pyramid for maps."""

    def __init__(self, features: int) -> None:
        super().__init__()
        self.backbone = EfficientNetLite()
        deepest = self.backbone.channels[-1]
        self.squeeze = nn.Conv2d(deepest, 128, 1)
        # Flattened and not averaged: where something is in the crop says how large it is.
        self.head = nn.Sequential(nn.SiLU(), nn.Linear(128 * 4 * 4, features), nn.SiLU())

    def forward(self, image: Tensor) -> tuple[Tensor, tuple[Tensor, ...]]:
        pyramid = self.backbone(image)
        return self.head(self.squeeze(pyramid[-1]).flatten(1)), pyramid


class MapDecoder(nn.Module):
    """A feature pyramid to silhouette logits, depth and normals (B, 5, 64, 64), top down."""

    def __init__(self, channels: tuple[int, ...], width: int = 64) -> None:
        super().__init__()
        self.lateral = nn.ModuleList(nn.Conv2d(c, width, 1) for c in channels)
        self.smooth = nn.ModuleList(
            nn.Sequential(nn.Conv2d(width, width, 3, padding=1), nn.SiLU()) for _ in channels[1:]
        )
        self.head = nn.Sequential(nn.Conv2d(width, 5 * 4, 3, padding=1), nn.PixelShuffle(2))

    def forward(self, pyramid: tuple[Tensor, ...]) -> Tensor:
        x = self.lateral[-1](pyramid[-1])
        for index in reversed(range(len(pyramid) - 1)):
            x = F.interpolate(x, scale_factor=2.0) + self.lateral[index](pyramid[index])
            x = self.smooth[index](x)
        y: Tensor = self.head(x)
        return y


class ImageDecoder(nn.Module):
    """A code (B, inputs) to a picture: sRGB and silhouette logits (B, 4, 64, 64)."""

    def __init__(self, inputs: int, widths: tuple[int, ...] = (128, 96, 64, 48, 32)) -> None:
        super().__init__()
        self.width = widths[0]
        self.stem = nn.Sequential(
            nn.Linear(inputs, 256), nn.SiLU(), nn.Linear(256, widths[0] * 4 * 4)
        )
        blocks: list[nn.Module] = []
        for a, b in itertools.pairwise(widths):
            blocks += [
                nn.GroupNorm(8, a), nn.SiLU(), nn.Upsample(scale_factor=2.0),
                nn.Conv2d(a, b, 3, padding=1),
            ]  # fmt: skip
        self.body = nn.Sequential(*blocks, nn.SiLU(), nn.Conv2d(widths[-1], 4, 3, padding=1))

    def forward(self, code: Tensor) -> Tensor:
        y: Tensor = self.body(self.stem(code).view(-1, self.width, 4, 4))
        return y


class CodeReader(nn.Module):
    """A small code (B, inputs) to the numbers it stands for (B, outputs)."""

    def __init__(self, inputs: int, outputs: int, width: int = 64) -> None:
        super().__init__()
        self.body = nn.Sequential(nn.Linear(inputs, width), nn.SiLU(), nn.Linear(width, outputs))

    def forward(self, code: Tensor) -> Tensor:
        y: Tensor = self.body(code)
        return y
