"""Leakage: what can be read off a code that should not be in it.

A probe learns on the images of one half of the objects and is tested on the other half.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.metrics import angle_error

Reals = npt.NDArray[np.float64]


@dataclass(frozen=True)
class AngleProbe:
    """Median errors in degrees of reading an angle off a code; ``chance`` knows nothing.

    ``linear`` is a ridge regression of sine and cosine, ``neighbours`` the mean of five neighbours.
    A shape code without leakage is at chance.
    """

    linear: float
    neighbours: float
    chance: float


def angle_probe(
    codes: npt.ArrayLike, degrees: npt.ArrayLike, owners: npt.ArrayLike, seed: int = 0
) -> AngleProbe:
    """How well an angle can be read off codes (n, D) of images; no object is in both halves."""
    values, angle = np.asarray(codes, np.float64), np.asarray(degrees, np.float64)
    learn, test = _halves(owners, seed)
    circle = np.stack([np.sin(np.radians(angle)), np.cos(np.radians(angle))], 1)

    def error(found: Reals) -> float:
        turned = np.degrees(np.arctan2(found[:, 0], found[:, 1]))
        return float(np.median(angle_error(turned, angle[test])))

    constant = np.broadcast_to(circle[learn].mean(0), (int(test.sum()), 2))
    return AngleProbe(
        error(_ridge(values[learn], circle[learn], values[test])),
        error(_neighbours(values[learn], circle[learn], values[test])),
        error(constant),
    )


@dataclass(frozen=True)
class Probe:
    """Share of the variance of a target (R^2, at most 1) that a code predicts; 0 is chance."""

    linear: float
    neighbours: float


def value_probe(
    codes: npt.ArrayLike, targets: npt.ArrayLike, owners: npt.ArrayLike, seed: int = 0
) -> Probe:
    """How well values (n,) or (n, K), as another code, can be predicted from codes (n, D)."""
    values = np.asarray(codes, np.float64)
    wanted = np.asarray(targets, np.float64).reshape(len(values), -1)
    learn, test = _halves(owners, seed)

    def explained(found: Reals) -> float:
        rest = np.square(wanted[test] - found).sum()
        return float(1 - rest / np.square(wanted[test] - wanted[test].mean(0)).sum())

    return Probe(
        explained(_ridge(values[learn], wanted[learn], values[test])),
        explained(_neighbours(values[learn], wanted[learn], values[test])),
    )


def _halves(
    owners: npt.ArrayLike, seed: int
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    groups = np.asarray(owners)
    names = np.unique(groups)
    if len(names) < 2:
        raise ValueError("a probe needs codes of two objects at least")
    chosen = np.random.default_rng(seed).permutation(names)[: len(names) // 2]
    learn = np.isin(groups, chosen)
    return learn, ~learn


def _ridge(x: Reals, y: Reals, queries: Reals) -> Reals:
    """Ridge regression; the penalty is the best by generalised cross-validation (Golub 1979)."""
    mean, scale = x.mean(0), x.std(0) + 1e-9
    offset = y.mean(0)
    u, s, vt = np.linalg.svd((x - mean) / scale, full_matrices=False)
    projected = u.T @ (y - offset)
    best, weights = np.inf, np.zeros((x.shape[1], y.shape[1]))
    for penalty in len(x) * np.logspace(-5, 2, 15):
        shrink = s**2 / (s**2 + penalty)
        rest = np.square(y - offset - u @ (shrink[:, None] * projected)).sum()
        score = rest / max(len(x) - shrink.sum(), 1e-9) ** 2
        if score < best:
            best = score
            weights = vt.T @ ((s / (s**2 + penalty))[:, None] * projected)
    return np.asarray((queries - mean) / scale @ weights + offset)


def _neighbours(x: Reals, y: Reals, queries: Reals, count: int = 5) -> Reals:
    from scipy.spatial import cKDTree

    mean, scale = x.mean(0), x.std(0) + 1e-9
    count = min(count, len(x))
    _, index = cKDTree((x - mean) / scale).query((queries - mean) / scale, k=count)
    return np.asarray(y[np.reshape(index, (len(queries), count))].mean(1))
