"""From unlit views to pictures such as people take: light, surface, background, camera faults.

Everything is batched torch on the device of the views and drawn from one generator, so that a
step of training is the same wherever and whenever it runs.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from core.data.layered_views import unpack_layers
from core.data.paint import painted
from core.data.random_patterns import Dice, blur, noise
from core.data.surroundings import compressed, crowd_in_front, room, vignette
from core.networks.image import IMAGE_SIZE, MAP_SIZE
from core.rendering.shading import light_direction, shade, to_linear, to_srgb
from core.rendering.splat import GBuffer, unit, unpack

GREY = 0.498  # what stands for "not the object"; zero after the backbone's normalisation


@dataclass(frozen=True, eq=False)
class ImageBatch:
    """Pictures and what is true of them; B pictures, S = IMAGE_SIZE, M = MAP_SIZE.

    image (B, 3, S, S) sRGB; silhouette (B, M, M), depth (B, M, M) and normal (B, 3, M, M) of the
    same crop; clay (B, 4, M, M): the shape in one colour under the same light, uncropped, with
    its silhouette; light (B, 3) toward the lamp in camera axes (x right, y up, z toward the
    camera); ambient (B,); tint (B, 3) linear; masked (B,) whether the background was taken away;
    mirrored (B,) whether left and right were exchanged.
    """

    image: Tensor
    silhouette: Tensor
    depth: Tensor
    normal: Tensor
    clay: Tensor
    light: Tensor
    ambient: Tensor
    tint: Tensor
    masked: Tensor
    mirrored: Tensor


def pictures(
    packed: Tensor,
    generator: torch.Generator,
    mirror: bool | Tensor = True,
    masks: float = 0.55,
    wild: float = 0.0,
) -> ImageBatch:
    """Packed views uint8 (B, 128, 128, 8) to pictures with their truths.

    ``masks`` is the share of pictures whose background is taken away; with ``mirror`` half are
    shown in a mirror, or those that it says (B,). ``wild`` in [0, 1] scales how many have prints,
    decals, shadows across them, rooms around them and the faults of real photographs; measures
    are taken at 0, so that they stay comparable.
    """
    dice = Dice(len(packed), generator)
    chance = dice.chance(0.5)
    mirrored = mirror if isinstance(mirror, Tensor) else chance & mirror
    views = _mirror(unpack(packed), mirrored)
    light = light_direction(dice.normal() * 55, dice.uniform(-15, 80))
    ambient = dice.uniform(0.2, 0.85)
    albedo = _repaint(views, dice, wild)
    lamp = 1 + 0.12 * dice.normal(3) * dice.chance(0.6)[:, None]
    exposure = torch.exp(dice.normal() * 0.25)
    colour = albedo * (lamp * exposure[:, None])[:, :, None, None]
    lit = colour * shade(views.normal, light, ambient) * _creases(views)
    lit = lit + _highlight(views.normal, light, dice)

    mask = views.mask[:, None]
    tint = (colour * mask).sum((2, 3)) / mask.sum((2, 3)).clamp(min=1)
    clay = to_srgb(tint[:, :, None, None] * shade(views.normal, light, ambient))
    clay = F.avg_pool2d(torch.cat([clay * mask, mask], 1), IMAGE_SIZE // MAP_SIZE)
    clay = torch.cat([clay[:, :3] / clay[:, 3:].clamp(min=1e-3), clay[:, 3:]], 1)

    masked = dice.chance(masks)
    layers = torch.cat([to_srgb(lit) * mask, mask, views.depth[:, None] * mask], 1)
    layers = torch.cat([layers, views.normal * mask], 1)
    layers = _reframe(layers, masked, dice)
    cover = layers[:, 3:4].clamp(0, 1)
    scene = _background(layers, dice, wild)
    picture = layers[:, :3] + (1 - cover) * scene
    picture = _occlude(picture, dice)
    index, few = dice.some(0.08 * wild) if wild else (None, dice)
    if index is not None and len(index):
        others = layers[dice.order()[index], :4]
        picture[index] = crowd_in_front(picture[index], others, few)
    picture = _camera_faults(picture, dice, wild)
    # A mask as a person or a segmentation gives it: a little too wide or narrow, soft or hard.
    kept = _imperfect(cover, dice)
    picture = torch.where(
        masked[:, None, None, None], picture * kept + GREY * (1 - kept), picture
    ).clamp(0, 1)

    maps = F.avg_pool2d(layers[:, 3:], IMAGE_SIZE // MAP_SIZE)
    inside = maps[:, :1].clamp(min=1e-3)
    return ImageBatch(
        image=picture,
        silhouette=maps[:, 0].clamp(0, 1),
        depth=maps[:, 1] / inside[:, 0],
        normal=unit(maps[:, 2:5]),
        clay=clay,
        light=light,
        ambient=ambient,
        tint=tint,
        masked=masked,
        mirrored=mirrored,
    )


@dataclass(frozen=True, eq=False)
class LayeredBatch:
    """Masked crops and what is true of them: picture (B, 4, S, S), sRGB and the mask that was
    found, which is never quite the true one; mask (B, S, S), normal (B, 3, S, S) and depth
    (B, 4, S, S) as in core.data.layered_views.LayeredViews."""

    picture: Tensor
    mask: Tensor
    normal: Tensor
    depth: Tensor


def layered_pictures(packed: Tensor, generator: torch.Generator) -> LayeredBatch:
    """Packed layered views uint8 (B, S, S, 15) to pictures of objects cut out of their ground."""
    dice = Dice(len(packed), generator)
    views = unpack_layers(packed)
    front = GBuffer(views.albedo, views.normal, views.depth[:, 0], views.mask)
    light = light_direction(dice.normal() * 55, dice.uniform(-15, 80))
    lamp = 1 + 0.12 * dice.normal(3) * dice.chance(0.6)[:, None]
    exposure = torch.exp(dice.normal() * 0.25)
    colour = _repaint(front, dice, wild=0.6) * (lamp * exposure[:, None])[:, :, None, None]
    lit = colour * shade(front.normal, light, dice.uniform(0.2, 0.85)) * _creases(front)
    lit = to_srgb(lit + _highlight(front.normal, light, dice))
    cover = views.mask[:, None]
    # Of the ground hardly more is seen than its colour, at the edge of a mask that is too wide.
    ground = dice.uniform(0, 1, 3, 1, 1) * (1 + 0.3 * noise(dice, cover.shape[-1], octaves=3))
    picture = _camera_faults(lit * cover + (1 - cover) * ground, dice, wild=0.5)
    kept = _imperfect(cover, dice)
    picture = (picture * kept + GREY * (1 - kept)).clamp(0, 1)
    return LayeredBatch(torch.cat([picture, kept], 1), views.mask, views.normal, views.depth)


def _mirror(views: GBuffer, mirrored: Tensor) -> GBuffer:
    """Left and right exchanged where asked."""
    choose = mirrored[:, None, None, None]
    flip = torch.tensor([-1.0, 1.0, 1.0], device=mirrored.device)[:, None, None]
    return GBuffer(
        torch.where(choose, views.albedo.flip(-1), views.albedo),
        torch.where(choose, views.normal.flip(-1) * flip, views.normal),
        torch.where(choose[:, 0], views.depth.flip(-1), views.depth),
        torch.where(choose[:, 0], views.mask.flip(-1), views.mask),
    )


def _repaint(views: GBuffer, dice: Dice, wild: float = 1.0) -> Tensor:
    """Albedo in linear light with other colours and a little texture, (B, 3, S, S)."""
    albedo = to_linear(views.albedo)
    plain = dice.uniform(0.02, 0.85, 1) * (1 - 0.7 * dice.uniform(0, 1, 3) * dice.uniform(0, 1, 1))
    albedo = torch.where(dice.chance(0.15)[:, None, None, None], plain[:, :, None, None], albedo)
    gains = torch.exp(0.35 * dice.normal(3) * dice.chance(0.5)[:, None])
    texture = noise(dice, IMAGE_SIZE, octaves=4) * 0.35 * dice.uniform(0, 1)[:, None, None, None]
    texture = texture * dice.chance(0.5)[:, None, None, None]
    albedo = (albedo * gains[:, :, None, None] * (1 + texture)).clamp(0.01, 1)
    return painted(albedo, views, dice, wild) if wild else albedo


def _creases(views: GBuffer) -> Tensor:
    """Less light where the surface lies behind its surroundings, (B, 1, S, S)."""
    mask = views.mask[:, None]
    depth = views.depth[:, None] * mask
    near = blur(depth) / blur(mask).clamp(min=0.05)
    return 1 - (4 * (views.depth[:, None] - near)).clamp(0, 0.45)


def _highlight(normal: Tensor, light: Tensor, dice: Dice) -> Tensor:
    """A specular spot, for the shiny share of things (Blinn 1977)."""
    half = F.normalize(light + torch.tensor([0.0, 0.0, 1.0], device=light.device), dim=1)
    power = torch.exp(dice.uniform(2, 4.5))[:, None, None]
    spot = torch.einsum("bchw,bc->bhw", normal, half).clamp(min=0) ** power
    strength = dice.uniform(0, 0.6) * dice.chance(0.4)
    return (spot * strength[:, None, None])[:, None]


def _reframe(layers: Tensor, masked: Tensor, dice: Dice) -> Tensor:
    """Crops are never exact: shift and scale, more where no mask told where the object is."""
    loose = torch.where(masked, 0.0, 1.0) * dice.chance(0.6)
    zoom = torch.exp(dice.normal() * 0.05 + loose * dice.uniform(0.0, 0.55))
    room = 0.03 + 0.35 * (zoom - 1).clamp(min=0)
    shift = dice.uniform(-1, 1, 2) * room[:, None] * zoom[:, None]
    theta = torch.zeros(len(layers), 2, 3, device=layers.device)
    theta[:, 0, 0] = zoom
    theta[:, 1, 1] = zoom * torch.exp(dice.normal() * 0.04)
    theta[:, :, 2] = shift
    grid = F.affine_grid(theta, list(layers.shape), align_corners=False)
    return F.grid_sample(layers, grid, align_corners=False)


def _background(layers: Tensor, dice: Dice, wild: float = 1.0) -> Tensor:
    """Plain, two-part, noisy or cluttered surroundings with a soft shadow, (B, 3, S, S) sRGB."""
    size = layers.shape[-1]
    plain = dice.uniform(0, 1, 1, 1, 1) + 0.12 * dice.normal(3, 1, 1)
    plain = torch.where(dice.chance(0.45)[:, None, None, None], torch.ones_like(plain), plain)
    ramp = torch.linspace(-1, 1, size, device=layers.device)
    fall = dice.normal(3, 1, 1) * 0.12 * ramp[:, None] + dice.normal(1, 1, 1) * 0.08 * ramp
    line = (ramp[:, None] > dice.uniform(-0.3, 0.7)[:, None, None])[:, None].float()
    floor = line * (0.3 * dice.normal(3, 1, 1))
    # One pattern in two colours, as wallpaper, wood or foliage; a rainbow is rarely behind a chair.
    mix = 0.12 * dice.normal(3, 2) + 0.2 * dice.normal(1, 2)
    clouds = torch.einsum("bchw,bkc->bkhw", noise(dice, size, octaves=5, channels=2), mix)
    rich = dice.chance(0.55)[:, None, None, None].float()
    scene = plain + rich * (fall + floor * dice.chance(0.5)[:, None, None, None] + clouds)
    # Other objects of the batch stand behind.
    other = layers[dice.order(), :4].roll(size // 3, -1)
    clutter = (dice.chance(0.25)[:, None, None, None] * other[:, 3:4]).clamp(0, 1)
    scene = scene * (1 - clutter) + other[:, :3] * clutter
    shadow = blur(layers[:, 3:4].roll(size // 10, -2))
    shadow = shadow * dice.uniform(0, 0.6, 1, 1, 1) * dice.chance(0.5)[:, None, None, None]
    scene = (scene * (1 - shadow)).clamp(0, 1)
    if not wild:
        return scene
    index, few = dice.some(0.5 * wild)
    if len(index):
        others = torch.stack([layers[dice.order()[index], :4] for _ in range(2)])
        scene[index] = room(layers[index, 3:4], others, few)
    return scene


def _occlude(picture: Tensor, dice: Dice) -> Tensor:
    """Now and then a bar of some colour runs across the picture's edge, in front."""
    size = picture.shape[-1]
    ramp = torch.linspace(-1, 1, size, device=picture.device)
    angle = dice.uniform(0, 2 * math.pi)[:, None, None]
    beyond = (angle.cos() * ramp + angle.sin() * ramp[:, None]) > dice.uniform(0.6, 1.0)[
        :, None, None
    ]
    cover = (beyond & dice.chance(0.12)[:, None, None])[:, None]
    return torch.where(cover, dice.uniform(0, 1, 3, 1, 1), picture)


def _camera_faults(picture: Tensor, dice: Dice, wild: float = 1.0) -> Tensor:
    """Contrast, white balance, blur, block artefacts and sensor noise."""
    gain = torch.exp(0.12 * dice.normal(1, 1, 1) + 0.05 * dice.normal(3, 1, 1))
    picture = (picture - 0.5) * torch.exp(0.12 * dice.normal(1, 1, 1)) + 0.5
    picture = picture * gain + 0.04 * dice.normal(1, 1, 1)
    soft = F.avg_pool2d(F.pad(picture, (1, 1, 1, 1), mode="replicate"), 3, 1)
    softness = dice.uniform(0, 1) * dice.chance(0.5)
    picture = torch.lerp(picture, soft, softness[:, None, None, None])
    coarse = F.interpolate(F.avg_pool2d(picture, 2), scale_factor=2.0, mode="bilinear")
    picture = torch.where(dice.chance(0.15)[:, None, None, None], coarse, picture)
    grain = dice.normal(1, *picture.shape[-2:]) * dice.uniform(0, 0.05, 3, 1, 1)
    picture = (picture + grain * dice.chance(0.5)[:, None, None, None]).clamp(0, 1)
    if not wild:
        return picture
    for share, fault in ((0.3, vignette), (0.4, compressed)):
        index, few = dice.some(share * wild)
        if len(index):
            picture[index] = fault(picture[index], few).clamp(0, 1)
    return picture


def _imperfect(cover: Tensor, dice: Dice) -> Tensor:
    """A mask (B, 1, S, S) with its edge moved by up to two pixels, sometimes with a hole in it."""
    wide = F.max_pool2d(cover, 5, 1, 2)
    narrow = -F.max_pool2d(-cover, 3, 1, 1)
    kind = dice.uniform(0, 1)[:, None, None, None]
    mask = torch.where(kind < 0.15, wide, torch.where(kind > 0.85, narrow, cover))
    hole = noise(dice, cover.shape[-1], octaves=3) > 1.5
    return torch.where(hole & dice.chance(0.15)[:, None, None, None], torch.zeros_like(mask), mask)
