"""Surroundings and faults of pictures: floors and walls, shadows on them, clutter, compression."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional as F

from core.data.random_patterns import Dice, blur, noise, pattern


def room(cover: Tensor, others: Tensor, dice: Dice) -> Tensor:
    """A patterned floor that meets a wall, with clutter and the object's shadow: (B, 3, S, S).

    ``cover`` (B, 1, S, S) says where the object is; ``others`` (2, B, 4, S, S) are pictures with
    their coverage that may stand behind. sRGB in [0, 1].
    """
    size = cover.shape[-1]
    ramp = torch.linspace(-1, 1, size, device=cover.device)
    x, y = ramp.expand(size, size), ramp[:, None].expand(size, size)
    horizon = dice.uniform(-0.6, 0.75, 1, 1)
    below = y - horizon + 0.08 * dice.normal(1, 1) * x
    # A plane seen at a slant: places run together toward the horizon.
    far = 0.6 / (below.clamp(min=0) + dice.uniform(0.08, 0.5, 1, 1))
    scale = dice.uniform(0.6, 2, 1, 1)
    colours = _tones(dice, 4)
    on = below > 0
    u = torch.where(on, x * far, 1.5 * x) * scale
    drawn = pattern(dice, u, torch.where(on, 2 * far, 1.5 * y) * scale)[:, None]
    ground = torch.lerp(colours[0], colours[1], drawn * dice.uniform(0, 0.8, 1, 1, 1))
    plain = dice.uniform(0, 0.6, 1, 1, 1) * dice.chance(0.5)[:, None, None, None]
    wall = torch.lerp(colours[2], colours[3], drawn * plain)
    scene = torch.where(on[:, None], ground, wall)
    grain = noise(dice, size, octaves=5) * dice.uniform(0, 0.12, 1, 1, 1)
    light = 1 + dice.normal(1, 1, 1) * 0.2 * x + dice.normal(1, 1, 1) * 0.2 * y
    scene = (scene + grain) * light
    scene = _crowd(scene, others, dice)
    # Out of focus behind what is sharp.
    soft = dice.uniform(0, 1) * dice.chance(0.5)
    scene = torch.lerp(scene, _defocused(scene), soft[:, None, None, None])
    return (scene * (1 - _fallen(cover, dice))).clamp(0, 1)


def crowd_in_front(picture: Tensor, others: Tensor, dice: Dice) -> Tensor:
    """Another object (B, 4, S, S) reaches into each picture from its edge."""
    other = _moved(others, dice, 0.75, 0.95)
    cover = other[:, 3:4].clamp(0, 1)
    return picture * (1 - cover) + other[:, :3] * cover


def compressed(picture: Tensor, dice: Dice) -> Tensor:
    """Blocks of 8 x 8 with their fine detail rounded away, colour more than light, as JPEG does.

    The discrete cosine transform of ITU-T T.81, with steps that grow along the frequencies.
    """
    batch, _, high, wide = picture.shape
    k = torch.arange(8, device=picture.device, dtype=torch.float32)
    wave = torch.cos(math.pi / 8 * (k + 0.5) * k[:, None]) / 2
    wave[0] /= math.sqrt(2)
    split = picture.new_tensor(
        [[0.299, 0.587, 0.114], [-0.169, -0.331, 0.5], [0.5, -0.419, -0.081]]
    )
    back = torch.linalg.inv(split)
    blocks = torch.einsum("kc,bchw->bkhw", split, picture)
    blocks = blocks.reshape(batch, 3, high // 8, 8, wide // 8, 8).transpose(3, 4)
    waves = wave @ blocks @ wave.T
    step = (0.5 + 0.5 * (k + k[:, None])) * torch.tensor([1.0, 2.5, 2.5], device=picture.device)[
        :, None, None, None, None
    ]
    step = (
        step
        * torch.exp(dice.uniform(math.log(0.01), math.log(0.09)))[:, None, None, None, None, None]
    )
    rough = wave.T @ (torch.round(waves / step) * step) @ wave
    rough = rough.transpose(3, 4).reshape(batch, 3, high, wide)
    rough = torch.einsum("kc,bchw->bkhw", back, rough)
    return rough


def vignette(picture: Tensor, dice: Dice) -> Tensor:
    """Darker corners and a cast of one colour."""
    ramp = torch.linspace(-1, 1, picture.shape[-1], device=picture.device)
    far = ramp.square() + ramp.square()[:, None]
    dark = 1 - dice.uniform(0, 0.3, 1, 1, 1) * far
    cast = torch.exp(0.12 * dice.normal(3, 1, 1))
    return picture * dark * cast


def _tones(dice: Dice, count: int) -> Tensor:
    """Colours of rooms (count, B, 3, 1, 1): greys, browns and pale tints more than bright ones."""
    base = dice.uniform(0.05, 0.95, count, 1)
    warm = dice.normal(count, 1) * base.new_tensor([0.08, 0.0, -0.08])
    tones = base + warm + dice.normal(count, 3) * 0.06
    return tones.clamp(0, 1).transpose(0, 1)[..., None, None]


def _defocused(scene: Tensor) -> Tensor:
    """A wide blur that leaves the borders as bright as they are."""
    small = F.avg_pool2d(scene, 8)
    return F.interpolate(small, size=scene.shape[-2:], mode="bilinear")


def _crowd(scene: Tensor, others: Tensor, dice: Dice) -> Tensor:
    """Other objects, larger or smaller, now and then behind."""
    for other in others:
        index, few = dice.some(0.3)
        if len(index):
            moved = _moved(other[index], few, 0.2, 0.9)
            cover = moved[:, 3:4].clamp(0, 1)
            scene[index] = scene[index] * (1 - cover) + moved[:, :3] * cover
    return scene


def _moved(layers: Tensor, dice: Dice, near: float, far: float) -> Tensor:
    """Layers shifted aside by between ``near`` and ``far`` of a picture's side, and scaled."""
    aside = torch.where(dice.chance(0.5), 1.0, -1.0) * dice.uniform(near, far) * 2
    theta = torch.zeros(len(layers), 2, 3, device=layers.device)
    zoom = dice.uniform(0.7, 1.8)
    theta[:, 0, 0] = theta[:, 1, 1] = zoom
    theta[:, 0, 2] = -aside * zoom
    theta[:, 1, 2] = dice.uniform(-0.6, 0.4) * zoom
    grid = F.affine_grid(theta, list(layers.shape), align_corners=False)
    return F.grid_sample(layers, grid, align_corners=False)


def _fallen(cover: Tensor, dice: Dice) -> Tensor:
    """The shadow under an object and the one it throws on a floor, (B, 1, S, S) in [0, 1]."""
    size = cover.shape[-1]
    ramp = torch.linspace(-1, 1, size, device=cover.device)
    rows = (cover[:, 0].amax(2) > 0.5) * (ramp + 2)
    foot = rows.amax(1) - 2  # where the object stands, in [-1, 1]
    near = ((ramp - foot[:, None] + 0.25) * 8).sigmoid()[:, None, :, None]
    contact = blur((cover * near).roll(size // 32, -2)) * dice.uniform(0.3, 1, 1, 1, 1)
    # The outline laid flat: squashed and sheared about the line on which the object stands.
    squash, shear = dice.uniform(0.15, 0.6), dice.normal() * 1.2
    theta = torch.zeros(len(cover), 2, 3, device=cover.device)
    theta[:, 0, 0] = 1
    theta[:, 0, 1], theta[:, 0, 2] = shear, -shear * foot
    theta[:, 1, 1], theta[:, 1, 2] = 1 / squash, foot - foot / squash
    grid = F.affine_grid(theta, list(cover.shape), align_corners=False)
    thrown = F.grid_sample(cover, grid, align_corners=False)
    thrown = torch.lerp(thrown, blur(thrown), dice.uniform(0.2, 1, 1, 1, 1))
    thrown = thrown * (dice.uniform(0.1, 0.6) * dice.chance(0.5))[:, None, None, None]
    return torch.maximum(contact, thrown).clamp(0, 0.9) * dice.chance(0.75)[:, None, None, None]
