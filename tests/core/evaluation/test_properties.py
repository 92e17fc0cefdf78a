"""The properties of a good code, on codes that have them by construction and codes that do not."""

import json

import numpy as np
import pytest

from core.evaluation import probes, properties, report
from core.evaluation.baselines import pack_grids

RANDOM = np.random.default_rng(0)


def boxes(widths: np.ndarray, size: int = 16) -> np.ndarray:
    return (
        np.arange(size)[None, :, None, None] + np.zeros((1, 1, size, size))
        < widths[:, None, None, None]
    )


def test_codes_that_are_the_shape_correlate_and_random_ones_do_not() -> None:
    widths = RANDOM.integers(1, 17, 60)
    packed = pack_grids(boxes(widths))
    # The IoU of two such boxes is the ratio of their widths: distance of logarithms, in order.
    exact = np.log(widths)[:, None]
    assert properties.similarity_correlation(exact, packed, 800) > 0.999
    noise = RANDOM.normal(size=(60, 8))
    assert abs(properties.similarity_correlation(noise, packed, 800)) < 0.25


def test_a_path_that_grows_is_valid_and_a_blend_is_not() -> None:
    growing = boxes(np.array([4, 6, 8, 10])).astype(np.float32)
    changes = properties.step_changes(growing)
    assert changes == pytest.approx([1 / 3, 1 / 4, 1 / 5])
    valid = properties.path_validity(growing)
    assert (valid.one_piece, valid.largest, valid.sealed_void, valid.undecided) == (1, 1, 0, 0)
    assert valid.evenness == pytest.approx(np.mean(changes) * 3)
    left, right = np.zeros((2, 16, 16, 16), np.float32)
    left[:4], right[12:] = 1, 1
    share = np.linspace(0, 1, 5)[:, None, None, None]
    blend = properties.path_validity((1 - share) * left + share * right)
    assert blend.undecided > 1 and blend.evenness < 0.6
    two = properties.path_validity(np.stack([left + right] * 3))
    assert two.one_piece == 0 and two.largest == pytest.approx(0.5) and two.evenness == 1


def test_hollows_are_counted_only_when_sealed() -> None:
    shell = np.ones((6, 6, 6), bool)
    shell[2:4, 2:4, 2:4] = False
    assert properties.sealed_void(shell) == pytest.approx(8 / 208)
    shell[2, 2, :] = False
    assert properties.sealed_void(shell) == 0
    assert properties.largest_piece(np.zeros((4, 4, 4), bool)) == 0


def leaky(strength: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Codes of 400 images of 100 objects that hold the azimuth with some strength."""
    owners = np.repeat(np.arange(100), 4)
    shape = np.repeat(RANDOM.normal(size=(100, 6)), 4, axis=0)
    azimuth = RANDOM.uniform(0, 360, 400)
    circle = np.stack([np.sin(np.radians(azimuth)), np.cos(np.radians(azimuth))], 1)
    mixed = np.concatenate([shape, strength * circle], 1) @ RANDOM.normal(size=(8, 8))
    return mixed, azimuth, owners


def test_a_leak_is_found_and_its_absence_too() -> None:
    codes, azimuth, owners = leaky(1.0)
    found = probes.angle_probe(codes, azimuth, owners)
    assert found.linear < 1 and found.neighbours < 45 and 75 < found.chance < 105
    codes, azimuth, owners = leaky(0.0)
    found = probes.angle_probe(codes, azimuth, owners)
    assert found.linear > 70 and found.neighbours > 70


def test_a_probe_is_tested_on_objects_it_has_not_seen() -> None:
    # The target is a private number of each object: it can be memorised but not predicted.
    owners = np.repeat(np.arange(100), 4)
    codes = np.repeat(RANDOM.normal(size=(100, 5)), 4, axis=0)
    private = np.repeat(RANDOM.normal(size=100), 4)
    found = probes.value_probe(codes, private, owners)
    assert found.linear < 0.1 and found.neighbours < 0.1
    linear = probes.value_probe(codes, codes @ RANDOM.normal(size=(5, 3)), owners)
    assert linear.linear > 0.99 and 0.3 < linear.neighbours < linear.linear
    with pytest.raises(ValueError, match="two objects"):
        probes.value_probe(codes, private, np.zeros(400))


def test_recall_by_hand() -> None:
    shapes = np.arange(10.0)[:, None] * 10
    offsets = np.ones((10, 1))
    offsets[2], offsets[9] = 6, -29
    found = properties.cross_modal_recall(shapes + offsets, shapes, np.arange(10))
    # Image 2, at 26, is nearer to model 3: rank 2. Image 9, at 61, has five models nearer: rank 6.
    assert found.at_1 == pytest.approx(0.8)
    assert found.at_5 == pytest.approx(0.9)
    assert found.median_rank == 1 and found.gallery == 10


def test_codes_that_have_collapsed_do_not_count_as_found() -> None:
    found = properties.cross_modal_recall(np.zeros((6, 3)), np.zeros((101, 3)), np.arange(6))
    assert found.at_1 == found.at_5 == 0 and found.median_rank == 51


def test_the_gap_between_codes() -> None:
    codes = RANDOM.normal(size=(200, 16))
    assert properties.code_gap(codes, codes) == 0
    assert properties.code_gap(codes, RANDOM.normal(size=(200, 16))) == pytest.approx(1, abs=0.05)
    near = codes + 0.1 * RANDOM.normal(size=codes.shape)
    assert 0.03 < properties.code_gap(codes, near) < 0.12


def test_pictures_are_compared_inside_the_outline() -> None:
    truth = np.full((1, 8, 8, 3), 200, np.uint8)
    mask = np.zeros((1, 8, 8))
    mask[:, :4] = 1
    drawn = truth.copy()
    drawn[:, 4:] = 0  # outside the object: whatever
    assert properties.picture_errors(drawn, mask, truth, mask) == properties.PictureErrors(0, 1)
    darker, shifted = np.full_like(truth, 149), np.roll(mask, 2, axis=1)
    errors = properties.picture_errors(darker, shifted, truth, mask)
    assert errors.color == pytest.approx(51 / 255) and errors.silhouette == pytest.approx(2 / 6)


def test_a_report_reads_as_text_markdown_and_json() -> None:
    rows = [
        {"method": "tl", "IoU 32": 0.51234, "ms": 41.26},
        {"method": "mean shape", "IoU 32": 0.2},
    ]
    table = report.Table("Reconstruction", rows, "Higher is better.")
    made = report.Report("own shapes", "test", 12, 36, [table], {"seed": "7"})
    text = report.to_text(made)
    assert text.splitlines()[0] == ("own shapes, test: 12 shapes, 36 images; seed 7")
    assert [line.split() for line in text.splitlines()[3:7]] == [
        ["method", "IoU", "32", "ms"],
        ["----------", "------", "----"],
        ["tl", "0.512", "41.3"],
        ["mean", "shape", "0.200", "–"],
    ]
    markdown = report.to_markdown(made)
    assert "| tl         |  0.512 | 41.3 |" in markdown
    assert "| ---------- | -----: | ---: |" in markdown
    plain = json.loads(json.dumps(report.to_json(made)))
    assert plain["tables"]["Reconstruction"][0]["IoU 32"] == 0.51234
    assert plain["images"] == 36 and plain["about"] == {"seed": "7"}
    unknown = report.Report("d", "s", 1, 1, [report.Table("T", [{"x": float("nan")}])])
    assert json.dumps(report.to_json(unknown), allow_nan=False)
