"""Pictures made for training: paint, rooms and faults change the picture and never its truth."""

import numpy as np
import pytest
import torch

from core.data.augment import pictures
from core.data.paint import painted
from core.data.procedural import generate
from core.data.random_patterns import Dice, pattern
from core.data.surroundings import compressed, room
from core.rendering.splat import pack, random_pose, render, sample_surface, unpack


@pytest.fixture(scope="module")
def views() -> torch.Tensor:
    """Eight packed views of two shapes."""
    rng = np.random.default_rng(0)
    surfaces = [
        sample_surface(*generate(family, 1).mesh(), 20_000, rng) for family in ("horse", "pot")
    ]
    made = [pack(render(surfaces[k % 2], random_pose(rng), 128)) for k in range(8)]
    return torch.from_numpy(np.stack(made))


def dice(count: int, seed: int = 0) -> Dice:
    return Dice(count, torch.Generator().manual_seed(seed))


def test_the_same_seed_gives_the_same_wild_pictures_and_another_one_does_not(views):
    first, again, other = (
        pictures(views, torch.Generator().manual_seed(seed), wild=1.0) for seed in (3, 3, 4)
    )
    assert torch.equal(first.image, again.image)
    assert not torch.equal(first.image, other.image)
    assert first.image.min() >= 0 and first.image.max() <= 1 and first.image.isfinite().all()


def test_paint_changes_colours_on_most_objects_and_none_without_strength(views):
    buffers = unpack(views)
    albedo = buffers.albedo.clamp(0.05, 1)
    assert torch.equal(painted(albedo, buffers, dice(8), 0.0), albedo)
    changed = sum(
        (painted(albedo, buffers, dice(8, seed), 1.0) != albedo).flatten(1).any(1).sum()
        for seed in range(10)
    )
    assert 50 <= int(changed) < 80


def test_patterns_stay_between_nothing_and_full_and_show_both(views):
    ramp = torch.linspace(-1, 1, 64)
    u, v = ramp.expand(40, 64, 64), ramp[:, None].expand(40, 64, 64)
    drawn = pattern(dice(40), u, v)
    assert drawn.min() >= 0 and drawn.max() <= 1
    assert ((drawn > 0.5).flatten(1).float().mean(1) > 0).sum() > 25


def test_compression_keeps_a_flat_picture_flat_and_rounds_fine_detail():
    flat = torch.full((4, 3, 128, 128), 0.4)
    out = compressed(flat, dice(4))
    assert torch.allclose(out, out[..., :1, :1].expand_as(out), atol=1e-5)
    assert (out - flat).abs().max() < 0.02
    fine = torch.rand(4, 3, 128, 128, generator=torch.Generator().manual_seed(0))
    error = (compressed(fine, dice(4)) - fine).abs()
    assert 0.001 < error.mean() < 0.3


def test_an_object_darkens_the_floor_under_it_and_not_the_wall_above():
    cover = torch.zeros(64, 1, 128, 128)
    cover[:, :, 40:90, 44:84] = 1
    nothing = torch.zeros(2, 64, 4, 128, 128)
    without = room(torch.zeros_like(cover), nothing, dice(64))
    shaded = room(cover, nothing, dice(64))
    darker = (without - shaded).mean((0, 1))
    assert darker[91:96, 50:78].min() > 0.01
    assert darker[:20].abs().max() < 0.01
