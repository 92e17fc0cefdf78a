"""Making the decoder's probabilities mean what they say, after training.

Losses that weigh shapes and not voxels leave a decoder whose best surface is not at one half and
which is surer than it should be. A shift and a scale of the logits, found on validation pictures
and folded into the last layer, put the best surface at 0.5 and make the IoU that a grid expects of
itself (`core.geometry.expected_iou`) the one that it gets, on average (compare temperature scaling,
Guo et al. 2017, section 4.2).
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from core.data.dataset import Pack
from core.data.test_views import draw
from core.geometry.expected_iou import expected_iou
from core.methods.tl.network import TLNet
from core.metrics import THRESHOLDS, iou_curve
from core.types import VoxelGrid

SCALES = tuple(np.geomspace(0.15, 1.5, 24))


@torch.no_grad()
def calibrate(net: TLNet, pack: Pack, device: torch.device, most: int = 160) -> dict[str, float]:
    """Shift and scale the decoder's logits; returns what was found, for the card."""
    shapes = pack.shapes("validation")
    if len(shapes) < 8:
        return {}
    shapes = shapes[np.linspace(0, len(shapes) - 1, min(most, len(shapes))).astype(np.int64)]
    given = draw(pack, shapes, 1.0, seed=1)
    logits = []
    for start in range(0, len(shapes), 16):
        image = given.batch.image[start : start + 16].to(device)
        logits.append(net.decode(net.encode_image(image).shape).float().cpu())
    values = torch.cat(logits)
    truths = pack.occupancy(shapes)
    curves = np.array(
        [iou_curve(v.sigmoid().numpy(), t) for v, t in zip(values, truths, strict=True)]
    )
    best = int(curves.mean(0).argmax())
    level, reached = THRESHOLDS[best], float(curves.mean(0)[best])
    shifted = values - torch.logit(torch.tensor(level))
    scale = min(SCALES, key=lambda a: abs(_mean_expected(shifted * a) - reached))
    last = net.shape_decoder.body[-1]
    assert isinstance(last, torch.nn.Conv3d) and last.bias is not None
    last.bias.sub_(torch.logit(torch.tensor(level)).to(last.bias.device))
    last.bias.mul_(scale)
    last.weight.mul_(scale)
    return {"threshold": level, "scale": round(float(scale), 3), "iou_64_validation": reached}


def _mean_expected(logits: Tensor) -> float:
    grids = (VoxelGrid.canonical(each.sigmoid().numpy()) for each in logits)
    return float(np.mean([expected_iou(grid) for grid in grids]))
