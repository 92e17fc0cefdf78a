"""Random numbers and patterns for a batch of pictures, from one generator."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional as F


class Dice:
    """Random numbers of a given batch on a device, from one generator."""

    def __init__(self, batch: int, generator: torch.Generator) -> None:
        self.batch, self.generator, self.device = batch, generator, generator.device

    def uniform(self, low: float, high: float, *shape: int) -> Tensor:
        size = (self.batch, *shape)
        return low + (high - low) * torch.rand(size, generator=self.generator, device=self.device)

    def normal(self, *shape: int) -> Tensor:
        return torch.randn((self.batch, *shape), generator=self.generator, device=self.device)

    def chance(self, probability: float) -> Tensor:
        return self.uniform(0, 1) < probability

    def some(self, share: float) -> tuple[Tensor, Dice]:
        """Indices (K,) of a share of the pictures, and dice for these alone."""
        index = self.chance(share).nonzero()[:, 0]
        return index, Dice(len(index), self.generator)

    def order(self) -> Tensor:
        return torch.randperm(self.batch, generator=self.generator, device=self.device)


def blur(layer: Tensor) -> Tensor:
    """A blur of about ten pixels, at a quarter of the size, which is much quicker."""
    small = F.avg_pool2d(F.avg_pool2d(layer, 4), 3, 1, 1)
    return F.interpolate(small, scale_factor=4.0, mode="bilinear")


def noise(dice: Dice, size: int, octaves: int, channels: int = 1) -> Tensor:
    """Noise of several scales with about unit variance, (B, channels, S, S)."""
    cells = 4
    total = dice.normal(channels, cells, cells)
    for octave in range(1, octaves):
        cells *= 2
        total = F.interpolate(total, scale_factor=2.0, mode="bilinear")
        total = total + dice.normal(channels, cells, cells) * 0.7**octave
    return F.interpolate(total, size=(size, size), mode="bilinear")


def pattern(dice: Dice, u: Tensor, v: Tensor) -> Tensor:
    """A pattern over places u and v (B, S, S), where the object spans about [-1, 1]: (B, S, S).

    Stripes, checks, spots, tiles with joints, a gradient, marks like lines of text, patches with
    sharp edges or grain, one kind a picture, in [0, 1].
    """
    kind = (dice.uniform(0, 1) * len(_KINDS)).long()
    drawn = torch.zeros_like(u)
    for number, draw in enumerate(_KINDS):
        index = (kind == number).nonzero()[:, 0]
        if len(index):
            few = Dice(len(index), dice.generator)
            turn = (few.uniform(0, math.pi) * few.chance(0.6))[:, None, None]
            cos, sin = turn.cos(), turn.sin()
            x, y = u[index], v[index]
            drawn[index] = draw(few, cos * x + sin * y, cos * y - sin * x)
    return drawn


def _often(dice: Dice) -> Tensor:
    return torch.exp(dice.uniform(math.log(1.5), math.log(9), 1, 1))


def _stripes(dice: Dice, u: Tensor, v: Tensor) -> Tensor:
    return ((u * _often(dice)).remainder(1) < dice.uniform(0.2, 0.7, 1, 1)).float()


def _checks(dice: Dice, u: Tensor, v: Tensor) -> Tensor:
    often = _often(dice)
    return ((u * often).remainder(1) < 0.5).logical_xor((v * often).remainder(1) < 0.5).float()


def _spots(dice: Dice, u: Tensor, v: Tensor) -> Tensor:
    often = _often(dice)
    u, v = u * often, v * often
    row = v.floor().remainder(2) * 0.5
    far = ((u + row).remainder(1) - 0.5).square() + (v.remainder(1) - 0.5).square()
    return (far < dice.uniform(0.03, 0.16, 1, 1)).float()


def _tiles(dice: Dice, u: Tensor, v: Tensor) -> Tensor:
    often = _often(dice)
    u, v = u * often, v * often * torch.exp(dice.normal(1, 1) * 0.4)
    joint = ((u.remainder(1) < 0.06) | (v.remainder(1) < 0.06)).float()
    return joint + 0.3 * (1 - joint) * (u.floor() * 0.37 + v.floor() * 0.61).remainder(1)


def _gradient(dice: Dice, u: Tensor, v: Tensor) -> Tensor:
    return (u * dice.uniform(0.35, 1.4, 1, 1) + dice.uniform(0.2, 0.7, 1, 1)).clamp(0, 1)


def _text(dice: Dice, u: Tensor, v: Tensor) -> Tensor:
    sheet = dice.normal(1, 64, 64) * (torch.arange(64, device=u.device)[:, None] % 3 > 0)
    return (_printed(dice, sheet, u, v) > 0.25).float()


def _patches(dice: Dice, u: Tensor, v: Tensor) -> Tensor:
    return (_printed(dice, dice.normal(1, 9, 9), u, v) > dice.uniform(-0.2, 0.4, 1, 1)).float()


def _grain(dice: Dice, u: Tensor, v: Tensor) -> Tensor:
    return (_printed(dice, dice.normal(1, 64, 5), u, v) * 0.35 + 0.5).clamp(0, 1)


def _printed(dice: Dice, sheet: Tensor, u: Tensor, v: Tensor) -> Tensor:
    """A sheet (B, 1, H, W) laid over places u and v, mirrored beyond its edges."""
    place = torch.stack([u, v], -1) * dice.uniform(0.4, 0.9, 1, 1, 1)
    return F.grid_sample(sheet, place, padding_mode="reflection", align_corners=False)[:, 0]


_KINDS = (_stripes, _checks, _spots, _tiles, _gradient, _text, _patches, _grain)
