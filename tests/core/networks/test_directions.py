"""Sliders: the axes of a latent space, in which order they come and what they are named after."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor

from core.networks import directions as steering
from core.networks.base import ShapeNet
from core.networks.latents import Inference
from core.training import latent_map
from core.training.latent_map import measured, name_axes
from core.types import Directions

SIDE = 16
GROUPS = {"global": 3, "local": 2}


class Boxes(ShapeNet):
    """Codes of five numbers that stand for boxes on the floor.

    The second number stretches width, the first depth; height depends on the fourth. The
    third and the fifth do nothing.
    """

    resolution = SIDE

    def decode(self, code: Tensor) -> Tensor:
        line = (torch.arange(SIDE) + 0.5) / SIDE
        x, y, z = torch.meshgrid(line, line, line, indexing="ij")
        wide, deep, high = (0.25 + 0.06 * code[:, k, None, None, None] for k in (1, 0, 3))
        inside = torch.minimum(wide - (x - 0.5).abs(), deep - (z - 0.5).abs())
        return torch.minimum(inside, 2 * high - y)

    def encode(self, grid: Tensor, **how: object) -> Inference:
        raise NotImplementedError

    encode_picture = encode

    def draw(self, count: int, generator: torch.Generator | None = None) -> Tensor:
        return torch.randn(count, 5, generator=generator)

    def remember(self, codes: Tensor) -> None:
        raise NotImplementedError


def box_codes() -> Tensor:
    """Five hundred boxes that differ most in what does nothing; the numbers do not correlate."""
    spread = torch.tensor([1.3, 1.0, 2.0, 1.2, 1.8])
    drawn = torch.randn(500, 5, generator=torch.Generator().manual_seed(0))
    apart, _ = torch.linalg.qr(drawn - drawn.mean(0))
    return 0.2 + spread * apart * 499**0.5


@pytest.fixture(scope="module")
def boxes() -> Boxes:
    net, codes = Boxes(5), box_codes()
    net.set_basis(codes, GROUPS, measured(net, codes))
    return net


def test_axes_are_orthonormal_and_stay_within_their_group(boxes: Boxes) -> None:
    axes = boxes.basis_axes
    torch.testing.assert_close(axes @ axes.T, torch.eye(5), atol=1e-5, rtol=0)
    assert (axes[:3, 3:] == 0).all() and (axes[3:, :3] == 0).all()


def test_sigma_and_mean_are_those_of_the_codes(boxes: Boxes) -> None:
    codes = box_codes()
    torch.testing.assert_close(boxes.basis_mean, codes.mean(0))
    torch.testing.assert_close(
        boxes.basis_sigma, ((codes - codes.mean(0)) @ boxes.basis_axes.T).std(0), rtol=1e-4, atol=0
    )


def test_what_a_slider_tells_comes_before_what_varies_most(boxes: Boxes) -> None:
    """Width and depth first, though the third number has the widest spread."""
    first = boxes.basis_axes[:2].abs()
    assert first[0, 1] > 0.95 and first[1, 0] > 0.95  # in the order of the measures
    assert boxes.basis_axes[2, 2].abs() > 0.95
    assert boxes.basis_effect[2] < 0.5 * boxes.basis_effect[:2].min()
    assert boxes.basis_axes[3, 3].abs() > 0.95  # height, in the group of its own


def test_axes_are_named_after_what_they_do_and_how_surely(boxes: Boxes) -> None:
    rows = name_axes(boxes, box_codes(), GROUPS)
    named = {row["name"]: row for row in rows}
    assert {"width", "depth", "height"} <= set(named)
    for name, axis, number in (("width", 0, 1), ("depth", 1, 0), ("height", 3, 3)):
        row = named[name]
        assert row["axis"] == axis
        assert float(row["strength"]) > 0.95
        # More of it is where axis and sign point together.
        assert float(row["sign"]) * boxes.basis_axes[axis, number] > 0
    assert not {2, 4} & {row["axis"] for row in rows}  # what does nothing has no name


def test_an_axis_that_makes_less_has_the_sign_that_turns_it(boxes: Boxes) -> None:
    turned = Boxes(5)
    turned.load_state_dict(boxes.state_dict())
    turned.basis_axes[0] *= -1
    before, after = (name_axes(net, box_codes(), GROUPS)[0] for net in (boxes, turned))
    assert before["name"] == after["name"] == "width"
    assert before["sign"] == -int(after["sign"])


def test_without_measures_the_strongest_axis_comes_first_in_each_group() -> None:
    net = Boxes(5)
    net.set_basis(box_codes(), GROUPS)
    effect = net.basis_effect
    assert effect[0] >= effect[1] >= effect[2] and effect[3] >= effect[4]
    assert effect[0] > 0.2 and effect[2] < 0.1


def test_a_space_with_more_dimensions_than_axes_keeps_the_widest() -> None:
    net = Boxes(5, axes=2)
    net.set_basis(box_codes(), {"shape": 5})
    kept = net.basis_axes.abs().sum(0)
    assert net.basis_axes.shape == (2, 5)
    assert set(kept.topk(2).indices.tolist()) == {2, 4}  # spreads 2 and 1.8


def test_few_shapes_still_give_all_axes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer training shapes than dimensions: some axes are never travelled, none is missing."""
    monkeypatch.setattr(steering, "PROBES", 2)
    monkeypatch.setattr(latent_map, "PROBES", 2)
    net, codes = Boxes(5), box_codes()[:3]
    net.set_basis(codes, GROUPS, measured(net, codes))
    torch.testing.assert_close(net.basis_axes @ net.basis_axes.T, torch.eye(5), atol=1e-4, rtol=0)
    assert (net.basis_sigma > 0).all() and torch.isfinite(net.basis_effect).all()


# ---- directions, as the window reads them


def directions() -> Directions:
    rng = np.random.default_rng(0)
    axes = np.linalg.qr(rng.normal(size=(6, 6)))[0][:4]
    numbers = (rng.normal(size=6), axes, rng.uniform(0.5, 2, 4), np.ones(4))
    return Directions(*(np.asarray(each, np.float32) for each in numbers))


def test_coordinates_are_sigmas_from_the_mean_along_each_axis() -> None:
    found = directions()
    assert found.coordinates(found.mean) == pytest.approx(np.zeros(4), abs=1e-6)
    along = found.mean + 3 * found.sigma[1] * found.axes[1]
    assert found.coordinates(along) == pytest.approx([0, 3, 0, 0], abs=1e-5)


def test_moving_along_one_axis_changes_that_coordinate_alone_and_back_is_back() -> None:
    found = directions()
    code = np.random.default_rng(1).normal(size=6).astype(np.float32)
    before = found.coordinates(code)
    moved = found.moved(code, 2, 1.5)
    expected = before.copy()
    expected[2] = 1.5
    assert found.coordinates(moved) == pytest.approx(expected, abs=1e-5)
    assert found.moved(moved, 2, float(before[2])) == pytest.approx(code, abs=1e-5)
