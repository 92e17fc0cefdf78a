"""Completing a shape of which a camera saw one side, and where to look next.

Wu et al. 2015, sections 3.1 and 3.2: what was seen stays clamped while code and unknown voxels are
drawn in turn; several chains give several plausible shapes, and the next best view is the one that
can be expected to settle most of what they disagree on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from core.rendering.visibility import Seen, candidate_poses, seen_from
from core.types import Floats, Pose, VoxelGrid

if TYPE_CHECKING:
    from core.networks.deep_belief import BeliefNet

STEPS = 2
ALIKE = 8  # known shapes that chains may begin with


@dataclass(frozen=True, eq=False)
class Completion:
    """Plausible shapes behind what was seen.

    ``shapes`` are probabilities; ``codes`` (K, D) what they were decoded from; ``labels`` (K, L)
    what each is taken for.
    """

    seen: Seen
    shapes: tuple[VoxelGrid, ...]
    codes: Floats
    labels: Floats

    @property
    def mean(self) -> VoxelGrid:
        """The mean of the shapes: how probable each voxel is."""
        return VoxelGrid.canonical(np.mean([shape.occupancy for shape in self.shapes], axis=0))


@torch.no_grad()
def complete(
    net: BeliefNet, seen: Seen, count: int = 4, seed: int = 0, steps: int = STEPS
) -> Completion:
    """``count`` chains of ``steps`` drawings each.

    The first begins with nothing where nothing was seen, the others with what known shapes have
    there that agree with what was seen: chains are too short to find other shapes by themselves.
    """
    device = net.basis_mean.device
    generator = torch.Generator(device).manual_seed(seed)
    known = torch.from_numpy(seen.known).to(device)
    clamped = torch.from_numpy(seen.occupied).float().to(device)
    begun = _alike(net, known, clamped > 0, count - 1, generator)
    solid = torch.where(known, clamped, torch.cat([torch.zeros_like(clamped)[None], begun]))
    for _ in range(steps):
        code = net.encode(solid, generator=generator, sample=True).code
        chance = net.decode(code).float().sigmoid()
        chance = torch.where(known, clamped, chance)
        solid = (chance > 0.5).float()
    labels = net.read_label(code).float().softmax(1)
    return Completion(
        seen,
        tuple(VoxelGrid.canonical(grid) for grid in chance.cpu().numpy()),
        (code > 0.5).float().cpu().numpy(),
        labels.cpu().numpy(),
    )


def _alike(
    net: BeliefNet, known: Tensor, occupied: Tensor, count: int, generator: torch.Generator
) -> Tensor:
    """Known shapes (count, N, N, N), drawn from those that fit best where something was seen."""
    shapes = net.known_shapes()
    here = shapes & known
    shared = (here & occupied).flatten(1).sum(1)
    fit = shared / (here | occupied).flatten(1).sum(1).clamp(min=1)
    best = fit.topk(max(ALIKE, count)).indices
    chosen = best[torch.randperm(len(best), generator=generator, device=best.device)[:count]]
    return shapes[chosen].float()


def next_best_view(found: Completion) -> tuple[Pose, Floats]:
    """The candidate view that promises most, and what every candidate promises, in bits.

    A view is worth the entropy of the unknown voxels that it would see, averaged over the shapes
    that the completions hold possible.
    """
    mean = found.mean.occupancy.clip(1e-6, 1 - 1e-6)
    bits = -(mean * np.log2(mean) + (1 - mean) * np.log2(1 - mean))
    bits = np.where(found.seen.known, 0, bits)
    poses = candidate_poses()
    gains = np.array(
        [np.mean([bits[seen_from(shape, pose).known].sum() for shape in found.shapes])
         for pose in poses],
        np.float32,
    )  # fmt: skip
    return poses[int(gains.argmax())], gains
