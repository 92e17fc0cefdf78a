"""Detail of a photograph that rides along with a shape code."""

from __future__ import annotations

import numpy as np
import pytest

from core.document.model import Document, Item, Mix, compose
from core.latent.detail import SHARE, detail_of, has_detail, nearness, on_the_way
from core.types import Directions, LatentCode, Reconstruction, View, VoxelGrid

STEERS = Directions(np.zeros(3), np.eye(3), np.full(3, 0.5), np.ones(3))


def code(place: float) -> LatentCode:
    shape = np.full(3, place)
    detail = {"detail_maps": np.full(5, place + 1), "detail_anchor": shape, SHARE: [1.0]}
    return LatentCode({"shape": shape, "pose": [place], **detail}, "layers")


def test_detail_is_whole_at_its_photograph_and_fades_with_distance() -> None:
    here = code(1)
    assert nearness(here, STEERS) == 1
    near, far = (
        nearness(here.with_shape(STEERS.moved(here.shape, 0, 2 + way)), STEERS) for way in (1, 9)
    )
    assert 0.9 < near < 1 and far < 0.2
    # It is the way from the photograph that counts, whichever direction it takes.
    back = here.with_shape(STEERS.moved(here.shape, 1, 2 - 9))
    assert nearness(back, STEERS) == pytest.approx(far, rel=1e-5)


def test_a_path_has_the_detail_of_the_nearer_end_and_none_in_the_middle() -> None:
    start, end = code(0), code(4)
    quarter, middle, late, last = (on_the_way(start, end, share) for share in (0.25, 0.5, 0.9, 1))
    assert np.allclose(quarter.shape, 1) and quarter["detail_maps"][0] == 1
    assert quarter[SHARE] == 0.5 and middle[SHARE] == 0
    assert late["detail_maps"][0] == 5 and late[SHARE] == pytest.approx(0.8)
    assert np.array_equal(last.shape, end.shape) and last[SHARE] == 1
    assert {n: v.tolist() for n, v in detail_of(last).items()} == {
        n: v.tolist() for n, v in detail_of(end).items()
    }
    assert last["pose"] == start["pose"], "the camera stays where it was"


def test_a_path_between_codes_without_detail_is_the_straight_line() -> None:
    start, end = LatentCode({"shape": [0.0, 0]}, "vae"), LatentCode({"shape": [2.0, 4]}, "vae")
    assert on_the_way(start, end, 0.5).shape.tolist() == [1, 2]
    assert not has_detail(start) and has_detail(code(0))
    assert not has_detail(code(-1)), "maps of nothing are those of a shape that was given"


def test_an_item_shows_less_of_the_detail_and_lends_it_with_its_shape() -> None:
    view = View(np.zeros((2, 2, 3), np.uint8))
    grid = VoxelGrid.canonical(np.zeros((2, 2, 2)))
    items = [
        Item(k, view, Mix(k, k, k), Reconstruction("layers", code(k), grid, (view,)))
        for k in (1, 2)
    ]
    whole = compose(Document(tuple(items)), items[0])
    assert whole is items[0].own_code
    less = LatentCode({SHARE: [0.25]}, "layers")
    items[0] = Item(1, view, Mix(2, 1, 1), items[0].result, detail=less)
    shown = compose(Document(tuple(items)), items[0])
    assert shown is not None and shown[SHARE] == 0.25
    assert shown["detail_maps"][0] == 3 and shown["pose"] == 1
