"""What codes of shapes say about their class, without labels having made them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Reals = npt.NDArray[np.float64]
PENALTIES = (0.003, 0.03, 0.3)
FOLDS = 4


def svm_accuracy(
    codes: npt.ArrayLike,
    labels: npt.ArrayLike,
    queries: npt.ArrayLike,
    truth: npt.ArrayLike,
    twins: npt.ArrayLike | None = None,
) -> float:
    """Share of queries that a linear support vector machine learned on codes (n, D) gets right.

    One against the rest with squared hinge loss on standardised codes; how much errors weigh is
    chosen by cross-validation on the codes it learns from. ``twins`` (n, D) are further codes of
    the same classes, as of mirrored shapes, to learn from in the end.
    """
    known, classes = np.asarray(codes, np.float64), np.asarray(labels)
    mean, scale = known.mean(0), known.std(0) + 1e-9
    learn, ask = (known - mean) / scale, (np.asarray(queries, np.float64) - mean) / scale
    fold = np.random.default_rng(0).permutation(len(learn)) % FOLDS
    scores = [
        np.mean([
            (_classify(learn[fold != k], classes[fold != k], learn[fold == k], penalty)
             == classes[fold == k]).mean()
            for k in range(FOLDS if learn.shape[1] < 1000 else 1)
        ])
        for penalty in PENALTIES
    ]  # fmt: skip
    best = PENALTIES[int(np.argmax(scores))]
    if twins is not None:
        learn = np.concatenate([learn, (np.asarray(twins, np.float64) - mean) / scale])
        classes = np.concatenate([classes, classes])
    return float((_classify(learn, classes, ask, best) == np.asarray(truth)).mean())


def _classify(
    x: Reals, labels: npt.NDArray[np.generic], queries: Reals, penalty: float
) -> npt.NDArray[np.generic]:
    from scipy.optimize import minimize

    with_one = np.c_[x, np.ones(len(x))].astype(np.float32)
    names = np.unique(labels)

    def loss(weights: Reals, side: npt.NDArray[np.float32]) -> tuple[float, Reals]:
        w = weights.astype(np.float32)
        margin = np.maximum(0, 1 - side * (with_one @ w))
        slope = w - 2 * penalty * ((side * margin) @ with_one)
        return float(0.5 * w @ w + penalty * margin @ margin), slope.astype(np.float64)

    rows = [
        minimize(
            loss, np.zeros(with_one.shape[1]), args=(np.where(labels == name, 1, -1).astype("f4"),),
            jac=True, method="L-BFGS-B", options={"maxiter": 150},
        ).x
        for name in names
    ]  # fmt: skip
    best = (np.c_[queries, np.ones(len(queries))] @ np.array(rows).T).argmax(1)
    return np.asarray(names[best])


def mean_average_precision(codes: npt.ArrayLike, labels: npt.ArrayLike) -> float:
    """Retrieval among codes (n, D): each asks for those of its class, by Euclidean distance."""
    values, classes = np.asarray(codes, np.float64), np.asarray(labels)
    norms = np.square(values).sum(1)
    distance = norms[:, None] + norms - 2 * values @ values.T
    np.fill_diagonal(distance, np.inf)
    order = distance.argsort(1)[:, :-1]
    hits = classes[order] == classes[:, None]
    precision = hits.cumsum(1) / np.arange(1, hits.shape[1] + 1)
    found = hits.sum(1)
    return float(((precision * hits).sum(1)[found > 0] / found[found > 0]).mean())
