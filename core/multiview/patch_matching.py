"""Small patches of a surface, as one photograph and its neighbours see them.

A patch lies in a plane, so that photographs taken far apart can be compared. Likeness is
normalised cross-correlation, which does not mind that a lamp moves with the camera.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from core.cameras.rig import Rig, sampled

HALF = 2  # pixels to either side
PLAIN = 1e-4  # variance of a patch in which there is nothing to compare
BEST_OF = 2  # neighbours that have to like a patch; the others may see something before it
STRETCH = 2.0  # times that a pixel at a patch's edge may be nearer or farther than its middle


@dataclass(frozen=True, eq=False)
class Patches:
    """P patches of a surface in one photograph, and where M neighbours would see them.

    ``mine`` (P, K) are the grey values of their K places less their mean, ``theirs`` (M, 1, H, W)
    the neighbours' grey pictures. A patch at depth z along its ray is in those at
    ``z * slope + shift``: (3, M, P, K) and (3, M, 1, 1), homogeneous, [-1, 1] across a picture.
    """

    mine: Tensor
    theirs: Tensor
    slope: Tensor
    shift: Tensor

    def likeness(self, depth: Tensor) -> Tensor:
        """How alike patches look at depths (P,) along their rays: (M, P) in [-1, 1].

        0 where there is nothing to compare.
        """
        x, y, away = depth[:, None] * self.slope + self.shift
        place = torch.stack([x, y], -1) / away.clamp(min=1e-6)[..., None]
        seen = F.grid_sample(self.theirs, place, align_corners=False)[:, 0]
        power = self.mine.square().mean(1)
        other = seen.square().mean(2) - seen.mean(2).square()
        found = (self.mine * seen).mean(2) / (power * other).clamp(min=1e-12).sqrt()
        return torch.where((power > PLAIN) & (other > PLAIN / 4), found, torch.zeros_like(found))


def patches(
    rig: Rig, grey: Tensor, index: int, near: Sequence[int], pixels: Tensor, normal: Tensor
) -> Patches:
    """Patches with unit normals (P, 3) around pixels (P, 2) of photograph ``index``.

    ``grey`` (V, 1, H, W) are the pictures of the rig; ``near`` are the neighbours.
    """
    one, them = rig.some([index]), rig.some(near)
    line = torch.arange(-HALF, HALF + 1, device=pixels.device).float()
    offsets = torch.stack(torch.meshgrid(line, line, indexing="xy"), -1).view(-1, 2)
    around = (pixels[:, None] + offsets).reshape(1, -1, 2)
    rays = one.rays(pixels[None])[0]
    others = one.rays(around)[0].view(len(pixels), -1, 3)
    # How far along its own ray each place of the patch lies, its middle at 1.
    slant = (normal * rays).sum(1, keepdim=True)
    across = (others * normal[:, None]).sum(2).clamp(max=-0.05)
    edges = others * (slant / across).clamp(1 / STRETCH, STRETCH)[..., None]
    mine = sampled(grey[index : index + 1], around)[0, 0].view(len(pixels), -1)
    height, width = grey.shape[2:]
    K = grey.new_tensor([[2 / width, 0, -1], [0, 2 / height, -1], [0, 0, 1]]) @ them.K
    slope = torch.einsum("pkc,mdc->dmpk", edges, K @ them.R)
    shift = (K @ (them.R @ one.centres[0] + them.t)[..., None]).transpose(0, 1)[..., None]
    return Patches(mine - mine.mean(1, keepdim=True), grey[list(near)], slope, shift)


def best_of(likeness: Tensor) -> Tensor:
    """The neighbours' likeness (M, P) that counts: the best few of each patch, (<= BEST_OF, P)."""
    return likeness.topk(min(BEST_OF, len(likeness)), dim=0).values
