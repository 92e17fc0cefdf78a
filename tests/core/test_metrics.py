"""Metrics against shapes whose scores can be worked out by hand."""

import numpy as np
import pytest

from core import metrics
from core.types import PointCloud


def slab(start: int, stop: int, size: int = 10) -> np.ndarray:
    grid = np.zeros((size, size, size), np.float32)
    grid[start:stop] = 1
    return grid


def sphere(radius: float, count: int = 20000, shift: float = 0.0) -> PointCloud:
    """Points spread evenly over a sphere (Fibonacci's spiral), with normals."""
    k = np.arange(count) + 0.5
    height, turn = 1 - 2 * k / count, np.pi * (1 + 5**0.5) * k
    ring = np.sqrt(1 - height**2)
    normals = np.stack([ring * np.cos(turn), height, ring * np.sin(turn)], 1).astype(np.float32)
    return PointCloud(radius * normals + np.float32([shift, 0, 0]), normals)


def test_iou_of_shifted_boxes() -> None:
    assert metrics.iou(slab(0, 6), slab(2, 8)) == pytest.approx(4 / 8)
    assert metrics.iou(slab(0, 5), slab(5, 10)) == 0
    assert metrics.iou(slab(0, 0), slab(0, 0)) == 1
    half_sure = slab(0, 5) * 0.4
    assert metrics.iou(half_sure, slab(0, 5)) == 0
    assert metrics.iou(half_sure, slab(0, 5), threshold=0.3) == 1


def test_the_curve_over_thresholds_is_iou_at_each() -> None:
    random = np.random.default_rng(0)
    # Steps of 0.05 hit the thresholds exactly, where "above" and "at least" differ.
    values = random.integers(0, 21, (12, 12, 12)).astype(np.float32) / np.float32(20)
    truth = random.random((12, 12, 12)) < 0.3
    curve = metrics.iou_curve(values, truth)
    expected = [metrics.iou(values, truth, level) for level in metrics.THRESHOLDS]
    assert curve == pytest.approx(expected)


def test_the_best_threshold_separates_sure_from_unsure() -> None:
    truth = slab(0, 5)
    timid = truth * 0.3 + 0.1
    threshold, mean = metrics.best_threshold([(timid, truth), (timid, truth)])
    assert 0.1 <= threshold < 0.4 and mean == 1
    with pytest.raises(ValueError, match="no pairs"):
        metrics.best_threshold([])


def test_average_precision_by_hand() -> None:
    # In order: hit, miss, hit, miss: precision 1 at the first hit and 2/3 at the second.
    assert metrics.average_precision([0.9, 0.8, 0.7, 0.1], [1, 0, 1, 0]) == pytest.approx(5 / 6)
    assert metrics.average_precision([0.9, 0.8, 0.1], [1, 1, 0]) == 1
    # All equal: the precision of guessing, whatever the order.
    assert metrics.average_precision([0.5] * 4, [1, 0, 0, 0]) == pytest.approx(0.25)
    assert metrics.average_precision([0.5] * 4, [0, 0, 0, 1]) == pytest.approx(0.25)
    assert metrics.average_precision(np.array([True, False]), [1, 0]) == 1
    assert np.isnan(metrics.average_precision([0.5], [0]))


def test_pooling_keeps_thin_parts() -> None:
    grid = np.zeros((8, 8, 8), bool)
    grid[3, :, 5] = True
    coarse = metrics.pooled(grid, 4)
    assert coarse.dtype == bool and coarse.shape == (4, 4, 4)
    assert np.argwhere(coarse).tolist() == [[1, y, 2] for y in range(4)]
    stack = np.random.default_rng(1).random((3, 6, 6, 6))
    assert np.array_equal(metrics.pooled(stack, 2)[1, 0, 1, 0], stack[1, :3, 3:, :3].max())
    with pytest.raises(ValueError, match="divide"):
        metrics.pooled(stack, 4)


def test_concentric_spheres_are_apart_by_the_difference_of_radii() -> None:
    inner, outer = sphere(0.40), sphere(0.42)
    scores = metrics.surface_scores(inner, outer)
    assert scores.chamfer_l1 == pytest.approx(0.02, abs=5e-4)
    assert scores.f_score == 0
    assert scores.normal_consistency == pytest.approx(1, abs=1e-3)
    assert metrics.f_score(inner.points, outer.points, tau=0.03) == 1
    assert metrics.chamfer_distance(inner.points, inner.points) == 0


def test_f_score_of_half_a_sphere() -> None:
    whole = sphere(0.4)
    half = PointCloud(whole.points[whole.points[:, 1] > 0])
    # All of the half lies on the whole; half of the whole, and a rim, lies on the half.
    rim = 0.01 / 0.4 / 2
    recall = 0.5 + rim
    expected = 2 * recall / (1 + recall)
    assert metrics.f_score(half.points, whole.points) == pytest.approx(expected, abs=0.01)


def test_a_plane_across_another_has_no_normals_in_common() -> None:
    side = np.linspace(-0.5, 0.5, 41)
    a, b = np.meshgrid(side, side)
    zero = np.zeros(a.size)
    flat = PointCloud(np.stack([a.ravel(), zero, b.ravel()], 1), np.tile([0.0, 1, 0], (a.size, 1)))
    upright = PointCloud(
        np.stack([a.ravel(), b.ravel(), zero], 1), np.tile([0, 0, 1.0], (a.size, 1))
    )
    assert metrics.normal_consistency(flat, upright) == 0
    flipped = PointCloud(flat.points, -flat.normals)
    assert metrics.normal_consistency(flat, flipped) == 1


def test_nothing_reconstructed_scores_the_worst() -> None:
    empty = PointCloud(np.zeros((0, 3), np.float32))
    scores = metrics.surface_scores(empty, sphere(0.4, 100))
    assert scores == metrics.SurfaceScores(1.0, 0.0, 0.0)


def test_angles_go_round() -> None:
    assert metrics.angle_error([350, 10, 180, 0], [10, 350, -180, 540]) == pytest.approx(
        [20, 20, 0, 180]
    )
    assert metrics.angle_error([0, 170], [180, -5], period=180) == pytest.approx([0, 5])
    found = metrics.direction([0, 90, 0, 45], [0, 0, 90, 0])
    assert found[:3] == pytest.approx(np.array([[0, 0, 1], [1, 0, 0], [0, 1, 0]]), abs=1e-12)
    assert metrics.direction_error(found[0], found) == pytest.approx([0, 90, 90, 45], abs=1e-5)


def test_pose_errors_tell_front_for_back_from_wrong() -> None:
    truth = np.zeros(4)
    errors = metrics.pose_errors([0, 180, 175, 90], truth, [10, 10, 10, 30], np.full(4, 10))
    assert errors.azimuth == pytest.approx(132.5)
    assert errors.within_30 == 0.25 and errors.within_30_half == 0.75
    assert errors.azimuth_half == pytest.approx(2.5)
    assert errors.elevation == 0


def test_light_errors_stand_beside_a_constant_guess() -> None:
    truth = metrics.direction([-40, 0, 40], [0, 0, 0])
    errors = metrics.light_errors(truth, truth, [0.2, 0.5, 0.5], [0.2, 0.4, 0.6])
    assert errors.direction == pytest.approx(0, abs=1e-5)
    assert errors.direction_chance == pytest.approx(40)
    assert errors.ambient == pytest.approx(0.2 / 3)
    assert errors.ambient_chance == pytest.approx(0.4 / 3)
