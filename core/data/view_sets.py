"""Sets of views to learn from: one to eight of a shape, now and then with a stranger among them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from core.data.dataset import Pack

MOST = 8
WRONG = 0.15  # share of sets in which one view is of another object


@dataclass(frozen=True, eq=False)
class Features:
    """Of V pictures: features (V, 512), the shape of each (V,), whether it is mirrored (V,)."""

    values: Tensor
    shapes: npt.NDArray[np.int64]
    mirrored: Tensor


@dataclass(frozen=True, eq=False)
class ViewSet:
    """Of B shapes V views each: which, their features (B, V, 512), azimuth and elevation (B, V).

    ``shapes`` (B,) are indices into the pack; ``mirrored`` (B,) says which are seen in a mirror,
    in which also azimuths are given.
    """

    shapes: npt.NDArray[np.int64]
    mirrored: Tensor
    features: Tensor
    azimuth: Tensor
    elevation: Tensor


class ViewSets:
    """Draws sets of views of a pack's shapes."""

    def __init__(self, pack: Pack, seen: Features) -> None:
        self.seen = seen
        self.device = seen.values.device
        self.first = np.searchsorted(pack.owners, np.arange(len(pack.rows) + 1))
        self.poses = torch.from_numpy(np.array(pack.poses)).to(self.device)

    def draw(
        self,
        shapes: npt.NDArray[np.int64],
        count: int,
        rng: np.random.Generator,
        wrong: float = WRONG,
    ) -> ViewSet:
        """``count`` different views of each shape; all there are, again, where it has fewer.

        Of three views or more, one is of another of the shapes in ``wrong`` of the sets.
        """
        views = np.stack([self._some(shape, count, rng) for shape in shapes])
        if count > 2:
            strange = np.flatnonzero(rng.random(len(shapes)) < wrong)
            at = rng.integers(0, count, len(strange))
            views[strange, at] = np.roll(views, 1, axis=0)[strange, at]
        chosen = torch.from_numpy(views).to(self.device)
        mirrored = self.seen.mirrored[torch.from_numpy(self.first[shapes]).to(self.device)]
        sign = torch.where(mirrored, -1.0, 1.0)[:, None]
        poses = self.poses[chosen]
        return ViewSet(
            shapes, mirrored, self.seen.values[chosen], poses[..., 0] * sign, poses[..., 1]
        )

    def _some(self, shape: int, count: int, rng: np.random.Generator) -> npt.NDArray[np.int64]:
        first, last = int(self.first[shape]), int(self.first[shape + 1])
        order = first + rng.permutation(last - first)
        return np.resize(order, count)
