"""How alike two pictures are to a network that was trained to tell things apart.

Features of a backbone, averaged over the picture, compared by their cosine: what a deep feature
says of a picture survives a shift and another light, and agrees with people better than pixels do
(Zhang et al. 2018, arXiv 1801.03924).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional as F

from core.networks.efficientnet import EfficientNetLite, load_imagenet
from core.types import Bytes

SIZE = 224  # pixels a side, as the ImageNet weights were trained on
Reals = npt.NDArray[np.float64]


class ImageFeatures:
    """A backbone with ImageNet weights where their package is there, else with those of `tl`."""

    def __init__(self) -> None:
        self.backbone = EfficientNetLite()
        try:
            load_imagenet(self.backbone)
            self.source = "EfficientNet-Lite0 with ImageNet weights"
        except ImportError:
            from core.methods.tl import method as tl

            self.backbone = tl.load("cpu").net.image_encoder.backbone
            self.source = "the backbone of tl"
        self.backbone.eval()

    @torch.no_grad()
    def of(self, pictures: Sequence[Bytes]) -> Reals:
        """Unit vectors (n, D) of pictures uint8 (S, S, 3)."""
        found = [self._one(picture) for picture in pictures]
        return np.stack(found) if found else np.zeros((0, 1))

    def _one(self, picture: Bytes) -> Reals:
        image = torch.from_numpy(np.array(picture)).permute(2, 0, 1)[None].float() / 255
        image = F.interpolate(image, (SIZE, SIZE), mode="bilinear", antialias=True)
        levels: list[Tensor] = [level.mean((2, 3)) for level in self.backbone(image)[2:]]
        joined = torch.cat([F.normalize(level, dim=1) for level in levels], 1)
        return np.asarray(F.normalize(joined, dim=1)[0].double().numpy())
