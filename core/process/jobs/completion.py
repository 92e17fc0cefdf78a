"""The job that makes whole what one side of a shape leaves open."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

from core.methods import COMPLETES
from core.process.jobs.shapes import decode
from core.process.jobs.state import Memory
from core.types import LatentCode, Pose, Progress, VoxelGrid

if TYPE_CHECKING:
    from core.methods.autoencoders.shapenets import BeliefMethod

NEAREST = 1.6  # sides: a camera nearer than that would stand inside the grid's corners


@dataclass(frozen=True, eq=False)
class Completed:
    """Plausible wholes: codes of `shapenets`, what each is taken for and how surely.

    ``kind`` is what all of them together are taken for. ``seen`` is the share of the shape's
    surface voxels that the camera saw, ``look`` the view that would tell most about the rest;
    ``views`` are all that were weighed, each with the bits that it promises.
    """

    codes: tuple[LatentCode, ...]
    labels: tuple[str, ...]
    chances: tuple[float, ...]
    kind: tuple[str, float]
    seen: float
    look: Pose
    views: tuple[tuple[Pose, float], ...]


def complete(
    memory: Memory, code: LatentCode, solid: VoxelGrid | None, pose: Pose, count: int, seed: int
) -> Generator[Progress, None, Completed]:
    """What a depth camera at a pose sees of a shape, completed in ``count`` ways.

    The shape is the ``solid`` that was given, or else the code's. A camera that is too near steps
    back to 1.6 sides.
    """
    yield from memory.prepare()
    if solid is None:
        shape = yield from decode(memory, code)
        solid = shape.grid
    yield Progress("Loading the method", 0.3)
    import torch
    from scipy import ndimage

    from core.geometry.resample import resampled
    from core.methods.completion import next_best_view
    from core.rendering.visibility import candidate_poses, seen_from

    method = cast("BeliefMethod", memory.method(COMPLETES))
    grid = torch.from_numpy(np.array(solid.occupancy))[None]
    coarse = VoxelGrid.canonical(resampled(grid, method.net.resolution)[0].numpy())
    pose = Pose(pose.azimuth, pose.elevation, pose.roll, max(NEAREST, pose.distance))
    seen = seen_from(coarse, pose)
    yield Progress("Completing what is hidden", 0.5)
    found = method.complete(seen, count, seed)
    yield Progress("Choosing the next view", 0.8)
    look, gains = next_best_view(found)
    whole = coarse.occupancy > 0.5
    surface = whole & ~ndimage.binary_erosion(whole)
    best, mean = found.labels.argmax(1), found.labels.mean(0)
    kinds = [name.replace("_", " ") for name in method.classes]
    return Completed(
        tuple(LatentCode({"shape": values}, COMPLETES) for values in found.codes),
        tuple(kinds[k] for k in best),
        tuple(float(row[k]) for row, k in zip(found.labels, best, strict=True)),
        (kinds[int(mean.argmax())], float(mean.max())),
        float((seen.occupied & surface).sum() / max(int(surface.sum()), 1)),
        look,
        tuple((view, float(gain)) for view, gain in zip(candidate_poses(), gains, strict=True)),
    )
