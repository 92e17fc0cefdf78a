"""The jobs for walking in a latent space, with the shipped networks."""

from __future__ import annotations

import numpy as np
import pytest

from core.errors import UserError
from core.evaluation.properties import undecided_share
from core.latent.atlas import Atlas
from core.latent.detail import between
from core.process.jobs.latent import FRAMES, hypotheses, path, portray, sample, standing
from core.process.jobs.state import Memory
from core.types import LatentCode
from core.utils.progress import finished


@pytest.fixture(scope="module")
def memory() -> Memory:
    return Memory("cpu")


@pytest.fixture(scope="module")
def codes(memory: Memory) -> tuple[LatentCode, LatentCode]:
    """Two shapes of `tl`, two sigma apart along its strongest axis."""
    finished(memory.prepare())
    directions = memory.method("tl").directions()
    sizes = {"pose": np.zeros(16), "lighting": np.zeros(8), "shape": directions.mean}
    mean = LatentCode(sizes, "tl")
    ends = [mean.with_shape(directions.moved(mean.shape, 0, side)) for side in (-1, 1)]
    return ends[0], ends[1]


def test_a_path_is_drawn_and_judged(memory: Memory, codes: tuple[LatentCode, LatentCode]):
    found = finished(path(memory, *codes))
    assert found.count == FRAMES and found.pictures.shape == (FRAMES // 2 + 1, 48, 48)
    assert all(0.02 < (picture > 0).mean() < 0.9 for picture in found.pictures)
    assert not np.array_equal(found.pictures[0], found.pictures[-1])
    assert 0 < found.mean <= found.largest < 1
    assert 0 <= found.broken <= FRAMES and 0 <= found.hollow <= FRAMES
    assert 0 < found.undecided <= 1 and 0 < found.at_ends <= 1


def test_what_is_undecided_is_a_share_also_of_ghosts_that_are_hardly_there():
    ghost = np.full((8, 8, 8), 0.3, np.float32)
    ghost[0, 0, 0] = 0.9
    block = np.zeros((8, 8, 8), np.float32)
    block[:4] = 1
    block[4] = 0.5
    assert undecided_share([ghost]) == pytest.approx(511 / 512)
    assert undecided_share([block]) == pytest.approx(1 / 5)
    assert undecided_share([block, np.zeros_like(block)]) == pytest.approx(1 / 10)


def test_nothing_changes_on_a_path_that_leads_nowhere(memory: Memory, codes):
    found = finished(path(memory, codes[0], codes[0]))
    assert found.largest == 0 and np.array_equal(found.pictures[0], found.pictures[-1])


def test_codes_of_two_methods_have_no_path(memory: Memory, codes):
    with pytest.raises(UserError, match="different methods"):
        finished(path(memory, codes[0], LatentCode({"shape": np.zeros(100)}, "vae")))


def test_the_ends_of_a_path_are_the_very_codes():
    start, end = np.float32([0.1, 2]), np.float32([0.3, -7])
    assert between(start, end, 0) is start and between(start, end, 1) is end
    assert between(start, end, 0.5) == pytest.approx([0.2, -2.5])


def test_standing_tells_neighbours_and_the_smallest_step(memory: Memory, codes):
    plain = finished(standing(memory, codes[0]))
    assert 0 < plain.step < 0.2
    random = np.random.default_rng(0)
    known = codes[0].shape + random.normal(size=(20, 128)).astype(np.float32)
    labels = (np.arange(20) % 2).astype(np.uint8)
    places, pictures = np.zeros((20, 2), np.float32), np.zeros((20, 4, 4), np.uint8)
    memory._atlases["tl"] = Atlas(known, places, ("chair", "table"), labels, pictures)
    try:
        found = finished(standing(memory, codes[0].with_shape(known[3])))
        assert found.strangeness == pytest.approx(0, abs=1e-5) and found.neighbours[0] == "table"
        assert len(found.neighbours) == 6
        far = finished(standing(memory, codes[0].with_shape(known[3] + 50)))
        assert far.strangeness > 10
    finally:
        del memory._atlases["tl"]


def test_a_code_becomes_an_image_with_its_shape(memory: Memory, codes):
    found, shape = finished(portray(memory, "tl", codes[0].shape, "chair"))
    assert np.array_equal(found.code.shape, codes[0].shape) and found.shape is shape.grid
    view = found.views[0]
    assert view.name == "chair" and view.solid is not None and 0.02 < view.mask.mean() < 0.9


def test_a_method_without_a_prior_says_so(memory: Memory):
    for job in (sample(memory, "tl", 1), hypotheses(memory, (), "tl", 3, 1)):
        with pytest.raises(UserError, match="no prior"):
            finished(job)
