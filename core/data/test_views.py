"""Test pictures of shapes: what methods are measured and calibrated on. Torch and numpy only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from core.types import Floats, View

if TYPE_CHECKING:
    from core.data.augment import ImageBatch
    from core.data.dataset import Pack


@dataclass(frozen=True, eq=False)
class Pictures:
    """Test pictures of some shapes: what a method is given, and what is true of it."""

    shapes: npt.NDArray[np.int64]
    batch: ImageBatch
    poses: Floats

    def view(self, index: int, masked: bool) -> View:
        """Picture ``index`` as a photograph, with its mask or without."""
        image = self.batch.image[index].permute(1, 2, 0).numpy()
        mask = None
        if masked:
            small: Floats = self.batch.silhouette[index].numpy()
            mask = small.repeat(2, 0).repeat(2, 1)
        return View((image * 255).round().astype(np.uint8), mask, name=f"picture {index}")


def draw(pack: Pack, shapes: npt.NDArray[np.int64], masks: float, seed: int) -> Pictures:
    """One picture of each shape; the same scene whatever the masks."""
    import torch

    from core.data.augment import pictures

    views = np.searchsorted(pack.owners, shapes)
    parts = []
    for start in range(0, len(views), 64):
        packed = torch.from_numpy(pack.views[views[start : start + 64]])
        generator = torch.Generator().manual_seed(seed * 100_003 + start)
        parts.append(pictures(packed, generator, mirror=False, masks=masks))
    fields = parts[0].__dataclass_fields__
    batch = type(parts[0])(*(torch.cat([getattr(p, name) for p in parts]) for name in fields))
    return Pictures(shapes, batch, np.array(pack.poses[views]))


def source_name(source: str) -> str:
    """Where a shape of a pack comes from, in a word or two."""
    if source in ("procedural", "modelnet10"):
        return source
    return "furniture libraries" if source.startswith("sh3") else "game assets"
