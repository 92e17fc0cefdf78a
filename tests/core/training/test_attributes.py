"""What is measured of a solid to find out what a slider does: lengths, legs, backs, arms."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from core.training.attributes import MEASURES

SIDE = 32


def box(x: tuple[int, int], y: tuple[int, int], z: tuple[int, int]) -> Tensor:
    """A grid bool (SIDE, SIDE, SIDE) that is filled from..to along each axis."""
    solid = torch.zeros(SIDE, SIDE, SIDE, dtype=torch.bool)
    solid[slice(*x), slice(*y), slice(*z)] = True
    return solid


def table() -> Tensor:
    """A slab on four legs."""
    solid = box((4, 28), (20, 24), (4, 28))
    for x in ((4, 6), (26, 28)):
        for z in ((4, 6), (26, 28)):
            solid |= box(x, (4, 20), z)
    return solid


def block() -> Tensor:
    return box((4, 28), (4, 24), (4, 28))


def seat() -> Tensor:
    """A block to sit on, without a back."""
    return box((6, 26), (4, 16), (6, 26))


def chair() -> Tensor:
    """A seat with a back, which is behind: +Z is the front."""
    return seat() | box((6, 26), (16, 30), (6, 9))


def armchair() -> Tensor:
    return chair() | box((6, 9), (16, 22), (6, 26)) | box((23, 26), (16, 22), (6, 26))


def measure(name: str, *solids: Tensor) -> list[float]:
    values: list[float] = MEASURES[name](torch.stack(solids)).tolist()
    return values


def test_lengths_are_shares_of_the_grid_along_x_y_and_z() -> None:
    small, large = box((8, 12), (0, 16), (30, 32)), box((0, 32), (4, 5), (8, 16))
    assert measure("width", small, large) == [4 / 32, 1]
    assert measure("height", small, large) == [16 / 32, 1 / 32]
    assert measure("depth", small, large) == [2 / 32, 8 / 32]
    assert measure("bulk", small)[0] == pytest.approx(4 * 16 * 2 / 32**3)


def test_a_table_is_open_below_and_a_block_is_not() -> None:
    on_legs, solid = measure("open below", table(), block())
    assert on_legs > 0.95
    assert solid == pytest.approx(0, abs=1e-6)
    # It is the shape's own lowest third, wherever in the grid the shape stands.
    assert measure("open below", table().roll(4, 1))[0] == pytest.approx(on_legs)


def test_a_chair_has_a_back_and_a_stool_has_none() -> None:
    with_back, without = measure("tall back", chair(), seat())
    assert with_back == pytest.approx((30 - 16) / 32)
    assert without == 0
    assert measure("tall back", chair().flip(2))[0] == pytest.approx(-(30 - 16) / 32)


def test_arms_are_raised_sides() -> None:
    arms, none = measure("raised sides", armchair(), chair())
    assert arms > 0.05 and none == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("name", list(MEASURES))
def test_nothing_measures_as_a_finite_number(name: str) -> None:
    empty = torch.zeros(SIDE, SIDE, SIDE, dtype=torch.bool)
    assert measure(name, empty, block())[0] == pytest.approx(0, abs=1e-6)
    assert torch.isfinite(torch.tensor(measure(name, ~empty)))
