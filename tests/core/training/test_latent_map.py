"""The map of codes that training draws: neighbours stay neighbours, and shapes have pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from core.latent.atlas import read_atlas
from core.methods.autoencoders import vae
from core.rendering.thumbnails import SIZE, sketch, sketch_grids
from core.training import latent_map
from core.training.latent_map import draw_atlas, tsne

SIDE = 32


def three_clusters(count: int) -> Tensor:
    """In ten dimensions, twenty deviations apart, one cluster after the other."""
    drawn = torch.randn(3 * count, 10, generator=torch.Generator().manual_seed(0))
    return drawn + 20 * torch.eye(3, 10).repeat_interleave(count, 0)


def test_far_clusters_stay_apart_on_the_map() -> None:
    count = 40
    places = tsne(three_clusters(count), steps=300)
    assert places.shape == (3 * count, 2) and torch.isfinite(places).all()
    assert places.abs().max() == pytest.approx(1)
    distance = torch.cdist(places, places)
    distance.fill_diagonal_(torch.inf)
    cluster = torch.arange(3).repeat_interleave(count)
    assert torch.equal(cluster[distance.argmin(1)], cluster)  # each has one of its own nearest


def test_equal_codes_lie_on_a_finite_map() -> None:
    places = tsne(torch.cat([torch.zeros(8, 4), torch.ones(8, 4)]), steps=100)
    assert torch.isfinite(places).all() and places.abs().max() <= 1


@pytest.mark.parametrize("binary", [False, True])
def test_a_map_that_was_drawn_can_be_read(
    binary: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With every so-many-th code where there are many, and thumbnails of rebuilt shapes."""
    monkeypatch.setattr(latent_map, "MOST", 12)
    torch.manual_seed(0)
    net = vae.build().eval()
    codes = torch.randn(30, 100)
    codes = (codes > 0).float() if binary else codes
    groups = ["sofa", "chair", "table"] * 10
    draw_atlas(net, codes, groups, tmp_path / "vae.atlas.npz")
    found = read_atlas("vae", tmp_path)
    assert len(found) == 12 and found.binary is binary
    assert found.classes == ("chair", "sofa", "table")
    kept = np.linspace(0, 29, 12).astype(int)
    assert np.abs(found.codes - codes[kept].numpy()).max() < 2e-3  # half precision
    assert [found.class_of(k) for k in range(12)] == [groups[i] for i in kept]
    assert found.thumbnails.shape == (12, SIZE, SIZE)


# ---- the thumbnails


def solid(low: int, high: int, shift: int = 0) -> Tensor:
    grid = torch.zeros(SIDE, SIDE, SIDE)
    grid[low + shift : high + shift, low:high, low:high] = 1
    return grid


def test_a_cube_is_drawn_in_the_middle_with_its_sides_in_different_tones() -> None:
    picture = sketch(solid(8, 24)[None])[0].numpy()
    rows, columns = np.nonzero(picture)
    assert abs((rows.min() + rows.max()) / 2 - (SIZE - 1) / 2) <= 1
    assert abs((columns.min() + columns.max()) / 2 - (SIZE - 1) / 2) <= 1
    assert (picture[[0, -1]] == 0).all() and (picture[:, [0, -1]] == 0).all()
    # A cube of half a side, seen at 35 degrees, is (cos + sin)/2 of a side wide.
    width = 0.5 * (np.cos(np.radians(35)) + np.sin(np.radians(35)))
    assert np.ptp(columns) + 1 == pytest.approx(width / 1.7 * SIZE, abs=2)
    top, left, right = (picture[at] for at in ((17, 24), (28, 18), (28, 31)))
    assert min(top, left, right) > 0 and len({int(top), int(left), int(right)}) == 3


def test_what_stands_to_the_side_is_drawn_to_the_side() -> None:
    plus, minus = sketch(torch.stack([solid(12, 20, 8), solid(12, 20, -8)])).numpy()
    assert np.nonzero(plus)[1].mean() > SIZE / 2 + 4  # +X is to the right of one looking at it
    assert np.nonzero(minus)[1].mean() < SIZE / 2 - 4


def test_nothing_is_drawn_of_nothing() -> None:
    assert not sketch(torch.zeros(2, SIDE, SIDE, SIDE)).any()


def test_arrays_give_the_same_picture_and_any_size() -> None:
    grid = solid(8, 24)[None]
    assert np.array_equal(sketch_grids(grid.numpy()), sketch(grid).numpy())
    assert sketch(grid, size=96).shape == (1, 96, 96)
