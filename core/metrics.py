"""How near a reconstruction comes to the truth: pure functions of arrays.

Grids are occupancies (N, N, N), predictions as probabilities and truths as 0 or 1, both in the
object frame. Points are in object sides, so that a distance of 0.01 is 1 % of the longest side.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from core.types import PointCloud

Reals = npt.NDArray[np.float64]
THRESHOLDS: tuple[float, ...] = tuple(round(0.05 * step, 2) for step in range(1, 20))
EMPTY_DISTANCE = 1.0  # what an empty reconstruction scores: as if a whole side away


# ---- grids


def iou(occupancy: npt.ArrayLike, truth: npt.ArrayLike, threshold: float = 0.5) -> float:
    """Intersection over union of the voxels above the threshold and the truth; 1 if both empty."""
    found, wanted = np.asarray(occupancy) > threshold, np.asarray(truth) > 0.5
    union = int(np.count_nonzero(found | wanted))
    return int(np.count_nonzero(found & wanted)) / union if union else 1.0


def iou_curve(
    occupancy: npt.ArrayLike, truth: npt.ArrayLike, thresholds: Iterable[float] = THRESHOLDS
) -> Reals:
    """``iou`` at each of some rising thresholds (T,), in one pass over the grid."""
    levels = np.asarray(list(thresholds), np.float64)
    values, wanted = _real(occupancy).ravel(), np.asarray(truth).ravel() > 0.5
    # How many thresholds lie below a value: searchsorted "left" keeps `>` and not `>=`.
    passed = np.searchsorted(levels.astype(values.dtype), values, side="left")
    inside = np.bincount(passed[wanted], minlength=len(levels) + 1)
    outside = np.bincount(passed[~wanted], minlength=len(levels) + 1)
    hits = inside[::-1].cumsum()[::-1][1:]
    extra = outside[::-1].cumsum()[::-1][1:]
    union = wanted.sum() + extra
    return np.asarray(np.where(union > 0, hits / np.maximum(union, 1), 1.0))


def best_threshold(
    pairs: Iterable[tuple[npt.ArrayLike, npt.ArrayLike]],
    thresholds: Iterable[float] = THRESHOLDS,
) -> tuple[float, float]:
    """The threshold with the best mean IoU over (occupancy, truth) pairs, and that mean.

    To be used on the validation split; the threshold then holds for the test split.
    """
    levels = list(thresholds)
    curves = [iou_curve(occupancy, truth, levels) for occupancy, truth in pairs]
    if not curves:
        raise ValueError("no pairs to choose a threshold on")
    means = np.mean(curves, axis=0)
    best = int(means.argmax())
    return levels[best], float(means[best])


def _real(grid: npt.ArrayLike) -> npt.NDArray[np.floating]:
    values = np.asarray(grid)
    return values if np.issubdtype(values.dtype, np.floating) else values.astype(np.float32)


def average_precision(occupancy: npt.ArrayLike, truth: npt.ArrayLike) -> float:
    """Area under the precision-recall curve over voxels, sum of precision times gain in recall.

    The metric of the TL-embedding (Girdhar et al. 2016). Equal values enter together, so their
    order does not matter. NaN when the truth is empty.
    """
    values, wanted = _real(occupancy).ravel(), np.asarray(truth).ravel() > 0.5
    if not wanted.any():
        return float("nan")
    order = np.argsort(-values, kind="stable")
    values, wanted = values[order], wanted[order]
    last_of_equals = np.append(np.flatnonzero(np.diff(values)), len(values) - 1)
    hits = np.cumsum(wanted)[last_of_equals]
    precision = hits / (last_of_equals + 1)
    return float(np.sum(precision * np.diff(hits, prepend=0)) / wanted.sum())


def pooled(grids: npt.NDArray[np.generic], resolution: int) -> npt.NDArray[np.generic]:
    """Grids (..., N, N, N) at a resolution that divides N: the largest value of each block.

    A coarse voxel is as occupied as its most occupied part, so that thin parts stay; used for
    predictions and truths alike.
    """
    size = grids.shape[-1]
    if size % resolution:
        raise ValueError(f"{resolution} does not divide {size}")
    block = size // resolution
    # An axis at a time, the contiguous one last: many times faster than one reduction.
    for axis in (-3, -2, -1):
        parts = [every_nth(grids, axis, block, start) for start in range(block)]
        grids = reduce(np.maximum, parts)
    return grids


def every_nth(
    grids: npt.NDArray[np.generic], axis: int, step: int, start: int
) -> npt.NDArray[np.generic]:
    """A view of every ``step``-th layer along an axis counted from the end."""
    index: tuple[Any, ...] = (..., slice(start, None, step), *(slice(None),) * (-axis - 1))
    layers: npt.NDArray[np.generic] = grids[index]
    return layers


# ---- surfaces


@dataclass(frozen=True)
class SurfaceScores:
    """How two surfaces agree; distances in object sides."""

    chamfer_l1: float
    f_score: float
    normal_consistency: float


def surface_scores(
    found: PointCloud, truth: PointCloud, tau: float = 0.01, asked: int = 1
) -> SurfaceScores:
    """Chamfer-L1, F-score and normal consistency of evenly sampled points with normals.

    Only each ``asked``-th point is asked for the nearest of all others, which is quicker.

    Chamfer-L1 and normal consistency as in Occupancy Networks (Mescheder et al. 2019, appendix),
    the F-score as in Tatarchenko et al. 2019. An empty result scores a distance of one side and 0.
    """
    if not len(found.points) or not len(truth.points):
        return SurfaceScores(EMPTY_DISTANCE, 0.0, 0.0)
    there, index = _nearest(found.points[::asked], truth.points)
    back, index_back = _nearest(truth.points[::asked], found.points)
    consistency = float("nan")
    if found.normals is not None and truth.normals is not None:
        first = np.abs(np.einsum("pd,pd->p", found.normals[::asked], truth.normals[index])).mean()
        second = np.abs(
            np.einsum("pd,pd->p", truth.normals[::asked], found.normals[index_back])
        ).mean()
        consistency = float(first + second) / 2
    return SurfaceScores(
        float(there.mean() + back.mean()) / 2,
        _harmonic_mean(float((there < tau).mean()), float((back < tau).mean())),
        consistency,
    )


def chamfer_distance(found: npt.ArrayLike, truth: npt.ArrayLike) -> float:
    """Chamfer-L1 of points (P, 3) and (Q, 3): the mean of both mean distances, not squared."""
    return surface_scores(_cloud(found), _cloud(truth)).chamfer_l1


def f_score(found: npt.ArrayLike, truth: npt.ArrayLike, tau: float = 0.01) -> float:
    """Harmonic mean of the shares of points nearer than ``tau`` to the other surface."""
    return surface_scores(_cloud(found), _cloud(truth), tau).f_score


def normal_consistency(found: PointCloud, truth: PointCloud) -> float:
    """Mean |cosine| between a normal and that of the nearest point, both ways."""
    return surface_scores(found, truth).normal_consistency


def _cloud(points: npt.ArrayLike) -> PointCloud:
    return PointCloud(np.asarray(points, np.float32).reshape(-1, 3))


def _nearest(points: npt.ArrayLike, others: npt.ArrayLike) -> tuple[Reals, npt.NDArray[np.int64]]:
    from scipy.spatial import cKDTree

    distances, index = cKDTree(np.asarray(others)).query(np.asarray(points))
    return np.asarray(distances, np.float64), np.asarray(index, np.int64)


def _harmonic_mean(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


# ---- angles


def angle_error(found: npt.ArrayLike, truth: npt.ArrayLike, period: float = 360.0) -> Reals:
    """Degrees between angles on a circle; a ``period`` of 180 forgives front for back."""
    difference = np.asarray(found, np.float64) - np.asarray(truth, np.float64)
    return np.asarray(np.abs((difference + period / 2) % period - period / 2))


def direction(azimuth: npt.ArrayLike, elevation: npt.ArrayLike) -> Reals:
    """Unit vectors (..., 3) of degrees: azimuth 0 is +Z and grows toward +X, elevation is +Y."""
    a, e = np.radians(azimuth), np.radians(elevation)
    return np.stack([np.sin(a) * np.cos(e), np.sin(e), np.cos(a) * np.cos(e)], -1)


def direction_error(found: npt.ArrayLike, truth: npt.ArrayLike) -> Reals:
    """Degrees between unit vectors (..., 3)."""
    cosine = np.sum(np.asarray(found, np.float64) * np.asarray(truth, np.float64), axis=-1)
    return np.asarray(np.degrees(np.arccos(np.clip(cosine, -1, 1))))


@dataclass(frozen=True)
class PoseErrors:
    """Degrees, medians; shares of images whose azimuth is within 30 degrees.

    The ``half`` numbers count azimuth modulo 180, as for things without front or back.
    """

    azimuth: float
    within_30: float
    azimuth_half: float
    within_30_half: float
    elevation: float


def pose_errors(
    azimuth: npt.ArrayLike,
    true_azimuth: npt.ArrayLike,
    elevation: npt.ArrayLike,
    true_elevation: npt.ArrayLike,
) -> PoseErrors:
    """Errors of camera angles in degrees, each (n,)."""
    full = angle_error(azimuth, true_azimuth)
    half = angle_error(azimuth, true_azimuth, 180)
    return PoseErrors(
        float(np.median(full)),
        float((full <= 30).mean()),
        float(np.median(half)),
        float((half <= 30).mean()),
        float(np.median(angle_error(elevation, true_elevation))),
    )


@dataclass(frozen=True)
class LightErrors:
    """Median degrees between lamp directions, mean error of ambient; ``chance`` is a constant."""

    direction: float
    direction_chance: float
    ambient: float
    ambient_chance: float


def light_errors(
    found: npt.ArrayLike,
    truth: npt.ArrayLike,
    ambient: npt.ArrayLike,
    true_ambient: npt.ArrayLike,
) -> LightErrors:
    """Errors of unit lamp directions (n, 3), see ``direction``, and ambient shares (n,)."""
    wanted, share = np.asarray(truth, np.float64), np.asarray(true_ambient, np.float64)
    mean = wanted.mean(0) / max(float(np.linalg.norm(wanted.mean(0))), 1e-12)
    return LightErrors(
        float(np.median(direction_error(found, wanted))),
        float(np.median(direction_error(np.broadcast_to(mean, wanted.shape), wanted))),
        float(np.abs(np.asarray(ambient, np.float64) - share).mean()),
        float(np.abs(np.median(share) - share).mean()),
    )
