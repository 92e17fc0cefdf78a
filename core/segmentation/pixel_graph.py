"""A picture as a graph of neighbouring pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

Bools = npt.NDArray[np.bool_]
Reals = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class PixelGraph:
    """Ends (E,) of the links between neighbouring pixels, and their colour difference (E,)."""

    shape: tuple[int, int]
    start: npt.NDArray[np.int64]
    end: npt.NDArray[np.int64]
    contrast: Reals

    @classmethod
    def of(cls, lab: Reals) -> PixelGraph:
        shape = lab.shape[:2]
        index = np.arange(shape[0] * shape[1]).reshape(shape)
        start = np.concatenate([index[:, :-1].ravel(), index[:-1].ravel()])
        end = np.concatenate([index[:, 1:].ravel(), index[1:].ravel()])
        flat = lab.reshape(-1, 3)
        return cls(
            (shape[0], shape[1]), start, end, np.linalg.norm(flat[start] - flat[end], axis=1)
        )

    def distance(self, sources: Bools, ripple: float) -> Reals:
        """How much contrast (H, W) must be crossed from the sources, ripples being free."""
        cost = np.maximum(self.contrast - ripple, 0) + 1e-3
        count = sources.size
        seeds = np.flatnonzero(sources)
        hub = np.full(len(seeds), count)
        weights = np.concatenate([cost, np.full(len(seeds), 1e-3)])
        ends = (np.concatenate([self.start, hub]), np.concatenate([self.end, seeds]))
        graph = sparse.csr_matrix((weights, ends), shape=(count + 1, count + 1))
        found = sparse.csgraph.dijkstra(graph, directed=False, indices=count)
        return np.asarray(found[:count]).reshape(self.shape)

    def smooth(self, chance: Reals, certain: Reals) -> Reals:
        """Chances (H, W) spread where there is no contrast; certain ones (weights) hold firm."""
        scale = 2 * max(float((self.contrast**2).mean()), 1.0)
        weight = 4.0 * np.exp(-(self.contrast**2) / scale) + 0.02
        count = chance.size
        pull = (0.02 + 0.5 * np.abs(2 * chance - 1) + certain).ravel()
        both = (np.concatenate([self.start, self.end]), np.concatenate([self.end, self.start]))
        between = sparse.csr_matrix((np.tile(weight, 2), both), shape=(count, count))
        diagonal = pull + np.asarray(between.sum(axis=1)).ravel()
        system = sparse.diags(diagonal) - between
        inverse = sparse.diags(1 / diagonal)
        solved, _ = sparse.linalg.cg(
            system, pull * chance.ravel(), x0=chance.ravel(), rtol=1e-3, maxiter=60, M=inverse
        )
        return np.asarray(np.clip(solved, 0, 1).reshape(self.shape))
