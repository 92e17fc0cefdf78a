"""The four properties of a good code, measured (Han, Laga, Bennamoun 2021, section 3).

1. images of similar objects have nearby codes       ``similarity_correlation``
2. a small step of the code is a small change        ``step_changes``, ``path_validity``
3. the shape code ignores pose and light             ``picture_errors``, and ``probes.py``
4. a model and its image have the same code          ``cross_modal_recall``, ``code_gap``

All take arrays, not models: codes (n, D), grids, truths.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from core.evaluation.baselines import unpack_grids
from core.metrics import iou
from core.types import Bytes

Reals = npt.NDArray[np.float64]


# ---- 1. similar objects, similar codes


def similarity_correlation(
    codes: npt.ArrayLike, packed: Bytes, pairs: int = 4000, seed: int = 0
) -> float:
    """Spearman's correlation of code distance with 1 - IoU over random pairs of shapes.

    ``codes`` (n, D) belong to the packed grids (n, N^3 / 8). 1 is a perfect ordering, 0 is none.
    """
    from scipy.stats import spearmanr

    values = np.asarray(codes, np.float64)
    random = np.random.default_rng(seed)
    first = random.integers(len(values), size=pairs)
    second = (first + random.integers(1, len(values), size=pairs)) % len(values)
    distance = np.linalg.norm(values[first] - values[second], axis=1)
    unlikeness = np.empty(pairs)
    for start in range(0, pairs, 256):
        here = slice(start, start + 256)
        a, b = unpack_grids(packed[first[here]]), unpack_grids(packed[second[here]])
        shared, union = (a & b).sum((1, 2, 3)), (a | b).sum((1, 2, 3))
        unlikeness[here] = 1 - shared / np.maximum(union, 1)
    return float(spearmanr(distance, unlikeness).statistic)


# ---- 2. small steps, valid paths


@dataclass(frozen=True)
class PathValidity:
    """How solid the shapes between two shapes are.

    ``one_piece`` the share of grids whose largest piece holds 98 % of the voxels; ``largest`` the
    mean share of that piece; ``sealed_void`` the mean volume of hollows without a way out,
    relative to the solid; ``undecided`` the mean share of voxels between 0.2 and 0.8 relative to
    the occupied ones, which is large for a blend of two ghosts; ``evenness`` the mean over the
    largest change between neighbours, 1 when every step changes as much.
    """

    one_piece: float
    largest: float
    sealed_void: float
    undecided: float
    evenness: float


def step_changes(grids: npt.ArrayLike, threshold: float = 0.5) -> Reals:
    """1 - IoU between each of the grids (K, N, N, N) along a path and the next: (K - 1,)."""
    solid = np.asarray(grids) > threshold
    return np.array([1 - iou(a, b) for a, b in pairwise(solid)])


def path_validity(grids: npt.ArrayLike, threshold: float = 0.5) -> PathValidity:
    """Validity of the grids (K, N, N, N), probabilities, decoded along a line between two codes."""
    values = np.asarray(grids, np.float32)
    largest = np.array([largest_piece(grid > threshold) for grid in values])
    voids = np.array([sealed_void(grid > threshold) for grid in values])
    occupied = np.maximum((values > threshold).sum((1, 2, 3)), 1)
    undecided = ((values > 0.2) & (values < 0.8)).sum((1, 2, 3)) / occupied
    steps = step_changes(values, threshold)
    evenness = float(steps.mean() / steps.max()) if steps.max() > 0 else 1.0
    return PathValidity(
        float((largest >= 0.98).mean()),
        float(largest.mean()),
        float(voids.mean()),
        float(undecided.mean()),
        evenness,
    )


def undecided_share(grids: npt.ArrayLike) -> float:
    """Of the voxels of grids (K, N, N, N), probabilities, that may be full (above 0.2), the share
    that may as well be empty (below 0.8): the mean over the grids, 0 to 1."""
    values = np.asarray(grids, np.float32)
    possible = (values > 0.2).sum((1, 2, 3))
    undecided = ((values > 0.2) & (values < 0.8)).sum((1, 2, 3))
    return float((undecided / np.maximum(possible, 1)).mean())


def largest_piece(solid: npt.NDArray[np.bool_]) -> float:
    """The share of voxels in the largest piece, voxels touching by a corner; 0 when empty."""
    from scipy import ndimage

    labels, count = ndimage.label(solid, np.ones((3, 3, 3)))
    return float(np.bincount(labels.ravel())[1:].max() / solid.sum()) if count else 0.0


def sealed_void(solid: npt.NDArray[np.bool_]) -> float:
    """The volume of empty space that is shut in, relative to the solid's."""
    from scipy import ndimage

    filled = ndimage.binary_fill_holes(solid)
    return float((filled & ~solid).sum() / max(int(solid.sum()), 1))


# ---- 3. pictures of swapped codes


@dataclass(frozen=True)
class PictureErrors:
    """Pictures against what they should show.

    ``color`` is the mean absolute difference of sRGB in [0, 1] over the true silhouette,
    ``silhouette`` the mean IoU of the outlines.
    """

    color: float
    silhouette: float


def picture_errors(
    pictures: npt.ArrayLike,
    silhouettes: npt.ArrayLike,
    truth: npt.ArrayLike,
    true_silhouettes: npt.ArrayLike,
) -> PictureErrors:
    """Swap consistency: pictures drawn from swapped codes against renderings of the same mixture.

    Pictures uint8 (n, H, W, 3), silhouettes (n, H, W) in [0, 1]. The same numbers for unswapped
    codes are what they are to be compared with.
    """
    drawn, wanted = np.asarray(pictures, np.float64) / 255, np.asarray(truth, np.float64) / 255
    outlines, masks = np.asarray(silhouettes), np.asarray(true_silhouettes)
    inside = masks > 0.5
    color = np.abs(drawn - wanted).mean(-1)[inside].mean() if inside.any() else float("nan")
    overlap = [iou(a, b) for a, b in zip(outlines, masks, strict=True)]
    return PictureErrors(float(color), float(np.mean(overlap)))


def code_gap(codes: npt.ArrayLike, others: npt.ArrayLike) -> float:
    """Mean distance of paired codes (n, D) over that of unpaired ones: 0 equal, 1 unrelated.

    For an image and its model, and for a code before and after drawing it and looking again.
    """
    first, second = np.asarray(codes, np.float64), np.asarray(others, np.float64)
    if len(first) < 2:
        raise ValueError("two pairs of codes are needed to tell paired from unpaired")
    paired = np.linalg.norm(first - second, axis=1).mean()
    # Every pairing by a shift that leaves no code with its own partner, at most 50 of them.
    shifts = np.unique(np.linspace(1, len(first) - 1, 50).astype(int))
    apart = [np.linalg.norm(first - np.roll(second, int(k), 0), axis=1).mean() for k in shifts]
    return float(paired / max(float(np.mean(apart)), 1e-12))


# ---- 4. image and model


@dataclass(frozen=True)
class Recall:
    """Finding an image's own model by its code: shares found first and in the first five."""

    at_1: float
    at_5: float
    median_rank: float
    gallery: int


def cross_modal_recall(
    image_codes: npt.ArrayLike, shape_codes: npt.ArrayLike, owners: npt.ArrayLike
) -> Recall:
    """Rank of model ``owners[i]`` among shape codes (m, D) by distance to image code i of (n, D).

    Models with exactly the same code share the rank between them.
    """
    images, shapes = np.asarray(image_codes, np.float64), np.asarray(shape_codes, np.float64)
    own = np.asarray(owners)
    norms = np.square(shapes).sum(1)
    distance = norms - 2 * images @ shapes.T
    mine = distance[np.arange(len(images)), own][:, None]
    nearer, equal = (distance < mine).sum(1), (distance == mine).sum(1)
    rank = 1 + nearer + (equal - 1) / 2
    return Recall(
        float((rank < 2).mean()), float((rank < 6).mean()), float(np.median(rank)), len(shapes)
    )
