"""U^2-Net-p, which finds the salient object of a photograph (Qin et al. 2020, arXiv 2005.09007).

A U-Net whose blocks are U-Nets themselves (residual U-blocks, section 3.1), here in its small form
with 16 channels within a block and 64 between blocks (table 1, "U^2-Net-dagger"). The batch norms
of the paper are folded into the convolutions: this one is for use, not for training.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

SIDE = 320  # pixels a side that it was trained on
MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
INSIDE, BETWEEN = 16, 64  # channels
DEPTHS = (7, 6, 5, 4)  # of the blocks at strides 1, 2, 4, 8; the deepest two blocks are dilated


class U2NetP(nn.Module):
    """RGB in [0, 1] (B, 3, H, W) to the logits (B, 1, H, W) of the salient object."""

    mean: Tensor
    std: Tensor

    def __init__(self) -> None:
        super().__init__()
        widths = (3, *(BETWEEN for _ in DEPTHS[1:]))
        down: list[nn.Module] = [
            ResidualUBlock(width, depth) for width, depth in zip(widths, DEPTHS, strict=True)
        ]
        self.down = nn.ModuleList([*down, DilatedUBlock(BETWEEN), DilatedUBlock(BETWEEN)])
        up: list[nn.Module] = [ResidualUBlock(2 * BETWEEN, depth) for depth in DEPTHS]
        self.up = nn.ModuleList([*up, DilatedUBlock(2 * BETWEEN)])
        self.side = nn.ModuleList(nn.Conv2d(BETWEEN, 1, 3, padding=1) for _ in self.down)
        self.fuse = nn.Conv2d(len(self.down), 1, 1)
        self.register_buffer("mean", torch.tensor(MEAN).view(1, 3, 1, 1), persistent=False)
        self.register_buffer("std", torch.tensor(STD).view(1, 3, 1, 1), persistent=False)

    def forward(self, image: Tensor) -> Tensor:
        x = (image - self.mean) / self.std
        levels: list[Tensor] = []
        for block in self.down:
            x = block(_halved(x) if levels else x)
            levels.append(x)
        seen = [x]
        for block, level in zip(reversed(self.up), reversed(levels[:-1]), strict=True):
            x = block(torch.cat([_resized(x, level), level], 1))
            seen.insert(0, x)
        maps = [side(level) for side, level in zip(self.side, seen, strict=True)]
        fused: Tensor = self.fuse(torch.cat([_resized(each, maps[0]) for each in maps], 1))
        return fused


class ConvRelu(nn.Sequential):
    """A 3 x 3 convolution, which may be dilated, and a ReLU."""

    def __init__(self, inputs: int, outputs: int, dilation: int = 1) -> None:
        conv = nn.Conv2d(inputs, outputs, 3, padding=dilation, dilation=dilation)
        super().__init__(conv, nn.ReLU(inplace=True))


class ResidualUBlock(nn.Module):
    """RSU-L of the paper (figure 2e): a U-Net of L levels, added to what goes into it."""

    def __init__(self, inputs: int, depth: int) -> None:
        super().__init__()
        self.enter = ConvRelu(inputs, BETWEEN)
        widths = (BETWEEN, *(INSIDE for _ in range(depth - 2)))
        self.down = nn.ModuleList(ConvRelu(width, INSIDE) for width in widths)
        self.bottom = ConvRelu(INSIDE, INSIDE, dilation=2)
        outputs = (BETWEEN, *(INSIDE for _ in range(depth - 2)))
        self.up = nn.ModuleList(ConvRelu(2 * INSIDE, width) for width in outputs)

    def forward(self, x: Tensor) -> Tensor:
        entered: Tensor = self.enter(x)
        x = entered
        levels: list[Tensor] = []
        for conv in self.down:
            x = conv(_halved(x) if levels else x)
            levels.append(x)
        x = self.bottom(x)
        for conv, level in zip(reversed(self.up), reversed(levels), strict=True):
            x = conv(torch.cat([_resized(x, level), level], 1))
        return x + entered


class DilatedUBlock(nn.Module):
    """RSU-4F: as a residual U-block of four levels, but dilated instead of made smaller."""

    def __init__(self, inputs: int) -> None:
        super().__init__()
        self.enter = ConvRelu(inputs, BETWEEN)
        wide = ((BETWEEN, 1), (INSIDE, 2), (INSIDE, 4))  # inputs and dilation
        self.down = nn.ModuleList(ConvRelu(inputs, INSIDE, by) for inputs, by in wide)
        self.bottom = ConvRelu(INSIDE, INSIDE, dilation=8)
        back = ((BETWEEN, 1), (INSIDE, 2), (INSIDE, 4))  # outputs and dilation
        self.up = nn.ModuleList(ConvRelu(2 * INSIDE, outputs, by) for outputs, by in back)

    def forward(self, x: Tensor) -> Tensor:
        entered: Tensor = self.enter(x)
        x = entered
        levels: list[Tensor] = []
        for conv in self.down:
            x = conv(x)
            levels.append(x)
        x = self.bottom(x)
        for conv, level in zip(reversed(self.up), reversed(levels), strict=True):
            x = conv(torch.cat([x, level], 1))
        return x + entered


def _halved(x: Tensor) -> Tensor:
    return F.max_pool2d(x, 2, ceil_mode=True)


def _resized(x: Tensor, like: Tensor) -> Tensor:
    if x.shape[-2:] == like.shape[-2:]:
        return x
    return F.interpolate(x, size=like.shape[-2:], mode="bilinear")
