"""Volumetric parts: grids to features and features to grids.

Three-dimensional convolutions at full resolution are what makes such networks slow on a CPU, so
both directions work on patches of 4^3 voxels: a linear layer turns patches into channels of a
coarse grid at one end and back into voxels at the other, and convolutions run there and below.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import torch
from torch import Tensor, nn

PATCH = 4


def to_patches(grid: Tensor) -> Tensor:
    """(B, N, N, N) to (B, PATCH^3, N/PATCH, N/PATCH, N/PATCH)."""
    batch, size = grid.shape[0], grid.shape[1] // PATCH
    x = grid.reshape(batch, size, PATCH, size, PATCH, size, PATCH)
    return x.permute(0, 2, 4, 6, 1, 3, 5).reshape(batch, PATCH**3, size, size, size)


def from_patches(patches: Tensor) -> Tensor:
    """The inverse of `to_patches`."""
    batch, size = patches.shape[0], patches.shape[2]
    x = patches.reshape(batch, PATCH, PATCH, PATCH, size, size, size)
    return x.permute(0, 4, 1, 5, 2, 6, 3).reshape(batch, *(3 * (size * PATCH,)))


class ResidualBlock3d(nn.Module):
    """Two 3^3 convolutions with group norm and SiLU, added to the input (He et al. 2016)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.GroupNorm(8, channels), nn.SiLU(), nn.Conv3d(channels, channels, 3, padding=1),
            nn.GroupNorm(8, channels), nn.SiLU(), nn.Conv3d(channels, channels, 3, padding=1),
        )  # fmt: skip

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = self.body(x)
        return x + y


class VolumeEncoder(nn.Module):
    """Occupancy (B, N, N, N) in [0, 1] to features (B, outputs).

    One width a resolution, from N/4 down to 4: three of them read 64^3, two read 32^3.
    """

    def __init__(self, outputs: int, widths: Sequence[int] = (32, 64, 128)) -> None:
        super().__init__()
        self.body = falling(widths)
        self.head = nn.Linear(widths[-1] * 4**3, outputs)

    def forward(self, grid: Tensor) -> Tensor:
        y: Tensor = self.head(fallen(self.body, grid).flatten(1))
        return y


def falling(widths: Sequence[int]) -> nn.Sequential:
    """From patches of a grid down to 4^3 cells of ``widths[-1]`` channels."""
    blocks: list[nn.Module] = [nn.Conv3d(PATCH**3, widths[0], 1), ResidualBlock3d(widths[0])]
    for fine, coarse in itertools.pairwise(widths):
        blocks += [nn.Conv3d(fine, coarse, 2, stride=2), ResidualBlock3d(coarse)]
    return nn.Sequential(*blocks, nn.GroupNorm(8, widths[-1]), nn.SiLU())


def fallen(body: nn.Module, grid: Tensor) -> Tensor:
    """Occupancy (B, N, N, N) in [0, 1] through `falling`, (B, widths[-1], 4, 4, 4)."""
    x: Tensor = body(to_patches(grid * 2 - 1).contiguous(memory_format=torch.channels_last_3d))
    return x


def rising(widths: Sequence[int]) -> nn.Sequential:
    """From 4^3 cells of ``widths[-1]`` channels up to the patches of a grid."""
    finest, coarsest = widths[0], widths[-1]
    blocks: list[nn.Module] = [ResidualBlock3d(coarsest)]
    for coarse, fine in itertools.pairwise(reversed(widths)):
        blocks += [nn.ConvTranspose3d(coarse, fine, 2, stride=2), ResidualBlock3d(fine)]
        if fine != finest:  # the finest level costs as much as all others together
            blocks.append(ResidualBlock3d(fine))
    return nn.Sequential(
        *blocks,
        nn.GroupNorm(8, finest),
        nn.SiLU(),
        nn.Conv3d(finest, 2 * PATCH**3, 1),
        nn.SiLU(),
        nn.Conv3d(2 * PATCH**3, PATCH**3, 1),
    )


def risen(body: nn.Module, cells: Tensor) -> Tensor:
    """Cells (B, widths[-1], 4, 4, 4) through `rising` to logits (B, N, N, N)."""
    return from_patches(body(cells.contiguous(memory_format=torch.channels_last_3d)))


class VolumeDecoder(nn.Module):
    """Code (B, inputs) to occupancy logits (B, N, N, N): up-convolutions from 4^3 to (N/4)^3.

    ``widths`` as of the encoder, finest first.
    """

    def __init__(self, inputs: int, widths: Sequence[int] = (32, 64, 128)) -> None:
        super().__init__()
        self.width = widths[-1]
        self.stem = nn.Linear(inputs, self.width * 4**3)
        self.body = rising(widths)

    def forward(self, code: Tensor) -> Tensor:
        return risen(self.body, self.stem(code).view(-1, self.width, 4, 4, 4))
