"""How steady the shape of a video is, frame by frame, before and after smoothing."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from core.evaluation.report import Row, Table
from core.latent.smoothing import steady
from core.metrics import iou
from core.types import Pose, Progress, VoxelGrid

if TYPE_CHECKING:
    from core.methods.base import Method

FRAMES, ARC = 24, 120.0  # a walk a third of the way around
FAMILIES = ("chair", "armchair", "desk", "mug")
HELD_OUT = 2_000_000  # seeds that training never draws


def video_table(methods: Mapping[str, Method]) -> Generator[Progress, None, Table]:
    """Frames of generated shapes, each reconstructed alone: as they are, and smoothed."""
    from core.data.procedural import generate, occupancy

    rows: list[Row] = []
    made = [generate(family, HELD_OUT + 1) for family in FAMILIES]
    truths = [occupancy(each, 64) for each in made]
    clips = []
    for number, each in enumerate(made):
        yield Progress("Filming", number / len(made) / 2, FAMILIES[number])
        clips.append(_frames(*each.mesh(), number))
    for key, method in methods.items():
        yield Progress("Frame by frame", 0.6, key)
        reader: Any = method
        codes = [[reader.encode_features(frame[None]) for frame in clip] for clip in clips]
        for name, smoothed in ((key, False), (f"{key}, smoothed", True)):
            flicker, found = [], []
            for clip, truth in zip(codes, truths, strict=True):
                shown = steady(clip) if smoothed else clip
                grids = [method.decode(code, 64) for code in shown]
                solid = [grid.occupancy > 0.5 for grid in grids if isinstance(grid, VoxelGrid)]
                flicker += [1 - iou(a, b) for a, b in pairwise(solid)]
                found += [iou(a, truth) for a in solid]
            rows.append(
                {"": name, "flicker": float(np.mean(flicker)), "IoU 64³": float(np.mean(found))}
            )
    return Table(
        "A video, frame by frame",
        rows,
        f"{len(FAMILIES)} generated objects, {FRAMES} frames over {ARC:.0f} degrees, each with "
        "other noise and another background. Flicker: 1 - IoU of the shapes of successive frames.",
    )


@torch.no_grad()
def _frames(mesh: Any, colors: Any, number: int) -> Tensor:
    """Features (FRAMES, 512) of a walk around an object."""
    from core.data.augment import pictures
    from core.methods.tl import method as tl
    from core.rendering import splat

    surface = splat.sample_surface(mesh, colors, 110_000, np.random.default_rng(number))
    turns = np.linspace(-ARC / 2, ARC / 2, FRAMES)
    buffers = [
        splat.pack(splat.render(surface, Pose(float(turn), 20, 0, 2.2), 128)) for turn in turns
    ]
    packed = torch.from_numpy(np.stack([np.asarray(each) for each in buffers]))
    batch = pictures(packed, torch.Generator().manual_seed(number), mirror=False, masks=1.0)
    features: Tensor = tl.load("cpu").net.image_encoder(batch.image)[0]
    return features
