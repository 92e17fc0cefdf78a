"""A depth map made as fine as its normals: low frequencies from one, high ones from the other.

A network knows roughly how far away things are and better how they are inclined. The depth that is
nearest to a given one, and whose gradients are nearest to those that normals ask for, solves a
screened Poisson equation; where the given depth breaks, normals say nothing.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.linalg import cg

from core.types import Floats

HELD = 0.03  # what a pixel's own depth counts beside a gradient: it leads over 6 pixels and more
BREAK = 0.04  # a difference between neighbours at which a slope counts half
STEEPEST = 3.0  # slope that normals may ask for
GRAZING = 0.25  # the least cosine to the camera of a normal
SWEEPS = 60


def refined_depth(depth: Floats, normals: Floats, inside: npt.NDArray[np.bool_]) -> Floats:
    """The depth (S, S), in sides of the picture, with the detail of its normals (S, S, 3).

    Normals are unit, x right, y up, z toward the camera. Outside of ``inside`` nothing changes.
    """
    size = len(depth)
    count = int(inside.sum())
    if not count:
        return depth
    index = np.full(depth.shape, -1)
    index[inside] = np.arange(count)
    facing = np.maximum(normals[..., 2], GRAZING)
    slopes = np.stack([-normals[..., 1], normals[..., 0]]) / facing
    slopes = np.clip(slopes, -STEEPEST, STEEPEST) / size
    diagonal, wanted = np.full(count, HELD), HELD * depth[inside].astype(np.float64)
    rows, columns, weights = [], [], []
    for axis in (0, 1):
        one, other = (np.take(index, range(k, size - 1 + k), axis) for k in (0, 1))
        both = (one >= 0) & (other >= 0)
        one, other = one[both], other[both]
        weight = 1 / (1 + (np.diff(depth, axis=axis)[both] / BREAK) ** 4)
        slope = slopes[axis]
        mean = (np.take(slope, range(size - 1), axis) + np.take(slope, range(1, size), axis)) / 2
        pull = weight * mean[both]
        for place, sign in ((one, -1), (other, 1)):
            diagonal += np.bincount(place, weight, count)
            wanted += sign * np.bincount(place, pull, count)
        rows += [one, other]
        columns += [other, one]
        weights += [-weight, -weight]
    each = np.arange(count)
    matrix = sparse.coo_array(
        (
            np.concatenate([*weights, diagonal]),
            (np.concatenate([*rows, each]), np.concatenate([*columns, each])),
        ),
        shape=(count, count),
    ).tocsr()
    found, _ = cg(matrix, wanted, x0=depth[inside], rtol=1e-4, maxiter=SWEEPS)
    refined = depth.copy()
    refined[inside] = found
    return refined
