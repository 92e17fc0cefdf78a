"""What needs no reconstruction: the floors and the ceiling that every method is printed beside.

After Tatarchenko et al. 2019 ("What do single-view 3D reconstruction networks learn?"): the mean
shape, clustering with a classifier, retrieval, and the oracle nearest neighbour, which is the best
that retrieval could do. Training grids come packed as the data set stores them: uint8 (n, N^3 / 8)
of ``np.packbits`` over a flattened grid.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from core.metrics import every_nth, pooled
from core.types import Bytes, Floats

Indices = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]
BLOCK = 512  # grids unpacked at a time: 64 MB at 32^3 in float32


def pack_grids(grids: npt.ArrayLike) -> Bytes:
    """Grids (n, N, N, N), occupied above one half, to bits (n, N^3 / 8)."""
    occupied = np.asarray(grids) > 0.5
    return np.packbits(occupied.reshape(len(occupied), -1), axis=1)


def unpack_grids(packed: Bytes) -> npt.NDArray[np.bool_]:
    """Bits (n, N^3 / 8) to grids (n, N, N, N)."""
    size = resolution_of(packed)
    return np.unpackbits(np.asarray(packed), axis=1).astype(np.bool_).reshape(-1, size, size, size)


def resolution_of(packed: Bytes) -> int:
    """N of packed grids."""
    return int(np.rint(np.cbrt(packed.shape[1] * 8)))


def coarse(packed: Bytes, resolution: int = 32) -> Bytes:
    """Packed grids at a coarser resolution (see ``metrics.pooled``)."""
    if resolution_of(packed) == resolution:
        return np.asarray(packed)
    parts = [pack_grids(pooled(grids, resolution)) for _, grids in _blocks(packed)]
    return np.concatenate(parts)


def _blocks(packed: Bytes) -> Iterator[tuple[int, npt.NDArray[np.bool_]]]:
    for start in range(0, len(packed), BLOCK):
        yield start, unpack_grids(packed[start : start + BLOCK])


# ---- mean shape


def mean_shape(packed: Bytes) -> Floats:
    """How often each voxel is occupied in the training set, float32 (N, N, N)."""
    total = sum(grids.sum(axis=0, dtype=np.int64) for _, grids in _blocks(packed))
    return np.asarray(total / len(packed), np.float32)


# ---- clusters and the classifier that chooses one


@dataclass(frozen=True, eq=False)
class Clusters:
    """Labels (n,) of the training shapes, and the mean shape of each cluster (K, N, N, N)."""

    labels: Indices
    shapes: Floats


def cluster(packed: Bytes, count: int = 64, seed: int = 0, rounds: int = 30) -> Clusters:
    """k-means over grids at 16^3, from k-means++ seeds; shapes are means at full resolution."""
    blocks = [_means(grids, 16).reshape(len(grids), -1) for _, grids in _blocks(packed)]
    points = np.concatenate(blocks)
    count = min(count, len(points))
    labels = k_means(points, count, seed, rounds)
    size = resolution_of(packed)
    totals = np.zeros((count, size**3), np.float32)
    for start, grids in _blocks(packed):
        chosen = labels[start : start + len(grids)]
        member = (chosen[None] == np.arange(count)[:, None]).astype(np.float32)
        totals += member @ grids.reshape(len(grids), -1).astype(np.float32)
    counts = np.maximum(np.bincount(labels, minlength=count), 1)[:, None]
    shapes = np.asarray(totals / counts, np.float32)
    return Clusters(labels, shapes.reshape(count, size, size, size))


def k_means(points: Floats, count: int, seed: int = 0, rounds: int = 30) -> Indices:
    """Lloyd's algorithm from k-means++ seeds (Arthur and Vassilvitskii 2007): labels (n,)."""
    random = np.random.default_rng(seed)
    norms = np.einsum("nd,nd->n", points, points)
    chosen = [int(random.integers(len(points)))]
    nearest = _square_distances(points, norms, points[chosen])[:, 0]
    while len(chosen) < count:
        weights = nearest / nearest.sum() if nearest.sum() > 0 else None
        chosen.append(int(random.choice(len(points), p=weights)))
        distance = _square_distances(points, norms, points[chosen[-1:]])[:, 0]
        nearest = np.minimum(nearest, distance)
    centres = points[chosen]
    labels = np.full(len(points), -1, np.int64)
    for _ in range(rounds):
        before, labels = labels, _square_distances(points, norms, centres).argmin(1)
        if np.array_equal(before, labels):
            break
        member = (labels[None] == np.arange(count)[:, None]).astype(points.dtype)
        filled = member.sum(1) > 0  # an empty cluster keeps its centre
        centres[filled] = (member @ points)[filled] / member.sum(1)[filled, None]
    return labels


def _square_distances(points: Floats, norms: Floats, centres: Floats) -> Reals:
    found = norms[:, None] - 2 * points @ centres.T + np.einsum("kd,kd->k", centres, centres)
    return np.asarray(np.maximum(found, 0), np.float64)


def _means(grids: npt.NDArray[np.bool_], resolution: int) -> Floats:
    block = max(grids.shape[-1] // resolution, 1)
    counts: npt.NDArray[Any] = grids.astype(np.uint16)
    for axis in (-3, -2, -1):
        parts = [every_nth(counts, axis, block, start) for start in range(block)]
        counts = np.asarray(sum(parts[1:], parts[0]))
    return np.asarray(counts / np.float32(block**3), np.float32)


@dataclass(frozen=True, eq=False)
class Classifier:
    """Softmax regression on standardised features: weights (D + 1, K), the last row the bias."""

    mean: Reals
    scale: Reals
    weights: Reals

    def predict(self, features: npt.ArrayLike) -> Indices:
        """The most probable class of each row (n,)."""
        return np.asarray((_standard(features, self.mean, self.scale) @ self.weights).argmax(1))


def fit_classifier(
    features: npt.ArrayLike, labels: npt.ArrayLike, decay: float = 1e-3, rounds: int = 200
) -> Classifier:
    """Softmax regression of labels (n,) on features (n, D), by L-BFGS with weight decay."""
    from scipy.optimize import minimize

    values, truth = np.asarray(features, np.float64), np.asarray(labels)
    mean, scale = values.mean(0), values.std(0) + 1e-6
    x = _standard(values, mean, scale)
    classes = int(truth.max()) + 1
    wanted = np.zeros((len(x), classes))
    wanted[np.arange(len(x)), truth] = 1

    def loss(flat: Reals) -> tuple[float, Reals]:
        weights = flat.reshape(-1, classes)
        logits = x @ weights
        logits -= logits.max(1, keepdims=True)
        probability = np.exp(logits)
        sums = probability.sum(1, keepdims=True)
        probability /= sums
        entropy = float((np.log(sums[:, 0]) - logits[np.arange(len(x)), truth]).mean())
        slope = x.T @ (probability - wanted) / len(x) + decay * weights
        return entropy + decay / 2 * float(np.square(weights).sum()), slope.ravel()

    start = np.zeros(x.shape[1] * classes)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": rounds})
    return Classifier(mean, scale, found.x.reshape(-1, classes))


def _standard(features: npt.ArrayLike, mean: Reals, scale: Reals) -> Reals:
    values = (np.asarray(features, np.float64) - mean) / scale
    return np.concatenate([values, np.ones((len(values), 1))], 1)


# ---- neighbours


def nearest(queries: npt.ArrayLike, gallery: npt.ArrayLike, cosine: bool = False) -> Indices:
    """For each query (q, D) the index of the nearest row of the gallery (g, D).

    Retrieval: queries are test images' features or codes, the gallery training images' or shapes'.
    """
    first, second = np.asarray(queries, np.float32), np.asarray(gallery, np.float32)
    if cosine:
        first = first / np.maximum(np.linalg.norm(first, axis=1, keepdims=True), 1e-12)
        second = second / np.maximum(np.linalg.norm(second, axis=1, keepdims=True), 1e-12)
    norms = np.einsum("gd,gd->g", second, second)
    found = [
        (norms - 2 * first[start : start + 1024] @ second.T).argmin(1)
        for start in range(0, len(first), 1024)
    ]
    return np.concatenate(found) if found else np.zeros(0, np.int64)


def oracle_nearest(queries: Bytes, gallery: Bytes) -> tuple[Indices, Reals]:
    """For each packed query the gallery shape of highest IoU: (indices (q,), that IoU (q,)).

    Intersections are a matrix product of the bits; exact, since float32 counts to 2^24.
    """
    best = np.full(len(queries), -1.0)
    index = np.zeros(len(queries), np.int64)
    for start, grids in _blocks(gallery):
        others = grids.reshape(len(grids), -1).astype(np.float32)
        sizes = others.sum(1)
        for first, wanted in _blocks(queries):
            mine = wanted.reshape(len(wanted), -1).astype(np.float32)
            shared = mine @ others.T
            union = mine.sum(1)[:, None] + sizes - shared
            scores = np.where(union > 0, shared / np.maximum(union, 1), 1.0)
            here = slice(first, first + len(wanted))
            top = scores.argmax(1)
            value = scores[np.arange(len(top)), top]
            better = value > best[here]
            index[here] = np.where(better, start + top, index[here])
            best[here] = np.where(better, value, best[here])
    return index, best
