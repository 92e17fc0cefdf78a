"""Several photographs for `tl`: its views' codes fused by attention over them.

What `tl` says of one photograph stays as it is; its networks stay as they are too, and the fused
code is one of the same space. So the fusion has weights of its own beside those of `tl`, whose
card says by which image encoder they were trained. Training is in `tl_fusion_training`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from core.methods.tl.network import AZIMUTH_BINS, SHAPE, TLNet
from core.networks.base import PICTURE
from core.networks.fusion import ViewFusion, bearings, known_bearings
from core.types import View
from core.utils.weights import has_weights, read_card, read_weights

if TYPE_CHECKING:
    from core.data.dataset import Pack
    from core.methods.tl.fusion_training import FusionRecipe

KEY = "tl_fusion"


def build() -> ViewFusion:
    """The network, untrained."""
    return ViewFusion(PICTURE, SHAPE, AZIMUTH_BINS + 1)


def recipe(pack: Pack, device: torch.device, start: Path | None = None) -> FusionRecipe:
    """What the training loop needs to train it on a pack with several views a shape."""
    from core.methods.tl.fusion_training import FusionRecipe

    return FusionRecipe(pack, device, start)


def load_fusion(device: torch.device) -> ViewFusion | None:
    """The network with its weights; None where it was not trained with the image encoder there.

    UserError when its weights are altered.
    """
    if not has_weights(KEY) or read_card(KEY)["pictures_by"] != read_card("tl")["sha256"]:
        return None
    net = build()
    read_weights(net, KEY)
    return net.to(device).eval()


def fuse(net: ViewFusion, tl: TLNet, features: Tensor, cameras: Tensor | None = None) -> Tensor:
    """Features (B, V, 512) of views to a code of all, (B, SHAPE).

    ``cameras`` (B, V, 2) are azimuth and elevation in degrees, up to a common turn.
    """
    codes = tl.to_shape(features)
    read = tl.read_pose(tl.to_pose(features).flatten(0, 1))
    azimuth = read.azimuth.view(*features.shape[:2], AZIMUTH_BINS)
    elevation = read.elevation.view(features.shape[:2])
    if cameras is None:
        seen = bearings(azimuth, elevation)
    else:
        seen = known_bearings(azimuth, *cameras.unbind(2))
    fused: Tensor = net(features, codes, seen)
    return fused


def directions(views: Sequence[View]) -> list[tuple[float, float]] | None:
    """Azimuth and elevation, in degrees, from which known cameras look; None unless all are known.

    In the world of the cameras, whose +Y is up; its front may be anywhere.
    """
    found = []
    for view in views:
        if view.camera is None:
            return None
        x, y, z = (float(v) for v in -view.camera.R[2])  # back along the optical axis
        found.append((math.degrees(math.atan2(x, z)), math.degrees(math.asin(max(-1, min(1, y))))))
    return found
