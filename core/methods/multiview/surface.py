"""`surface`: a shape measured in photographs with known cameras, hollows and all.

1. masks that agree with each other, unless they were given, and a hull that surely holds the object
   (`agreement`, `hull`);
   what `tl` makes of the photographs, if that fits them (`prior`);
2. depth maps by sweeping patches from the hull inward, and from what was found so far, ever closer
   (`stereo`), each time fused with the silhouettes into one signed distance grid (`fusing`);
3. the grid refined against the photographs by differentiable rendering (`refine`).

It works for any object that has something to see on its surface. Where no photograph shows it, the
learned shape decides if there is one. An object with hardly anything to compare stays its hull,
without the bulges that a hull has between outlines (`membrane`).
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from typing import TypeVar

import torch
from torch.nn import functional as F

from core.cameras.rig import Rig
from core.methods.multiview.base import Found, Measured, Subject, given
from core.methods.multiview.learned_prior import imagined
from core.multiview.depth_fusion import fused
from core.multiview.hull import hull_field, silhouette_distances
from core.multiview.hull_smoothing import spanned
from core.multiview.mask_consistency import MISTAKEN, agreed_masks, masks_around
from core.multiview.next_view import seen_by
from core.multiview.refinement import drawn_in, refined
from core.multiview.stereo import LATTICE, Depths, Sweep, depth_maps
from core.types import Progress
from core.utils import device as devices

KEY = "surface"
T = TypeVar("T")
SWEEPS = (
    Sweep(0.02, 0.9, 100, side=320, smooth=2, lattice=160, across=True),
    Sweep(0.03, 0.07, 18, side=400, smooth=2),
    Sweep(0.03, 0.05, 16, side=400, smooth=2, alone=0.25, solid=0.2),
    Sweep(0.012, 0.012, 9, side=640, smooth=1, alone=0.25, solid=0.2),
)
REMASKED = 1  # the sweep after which the surface is known well enough to better the masks
REFINED = 640  # pixels of the longer side that the surface is refined against
COMPARABLE = 0.08  # of the object must have a depth that others confirm, or outlines alone decide
PLAIN = (
    "There is too little to compare on the surface: its colours are plain. It was carved from the "
    "outlines alone, and hollows stay filled."
)
UNSEEN = 0.3  # of the hull's surface in no photograph, from which on a learned shape is asked
SWEPT = 128  # voxels a side in which depth maps are fused


def load(device: str = "auto") -> Surface:
    """The method; it has no weights. UserError: no such device."""
    return Surface(devices.choose(device))


class Surface(Measured):
    """Silhouettes, then what neighbouring photographs agree on."""

    key = KEY
    mistaken = MISTAKEN

    @torch.no_grad()
    def field(self, subject: Subject, resolution: int) -> Generator[Progress, None, Found]:
        rig, distances, mistaken = subject.rig, subject.distances, 0
        found = not given(subject.views)
        if found:
            rig = yield from _told(agreed_masks(rig), Progress("Comparing the outlines", 0.12), 0.2)
            distances = silhouette_distances(rig)
            mistaken = round(MISTAKEN * len(rig))
        field = bound = hull_field(rig, distances, SWEPT, mistaken)
        seen, prior = seen_by(field, rig), None
        if seen is not None and seen.unseen > UNSEEN:
            yield Progress("Comparing with known shapes", 0.2)
            prior = imagined(subject.placed, rig, SWEPT)
        guess = None if prior is None else prior.field
        for index, sweep in enumerate(SWEEPS):
            start, end = (0.2 + 0.52 * (index + part) / len(SWEEPS) for part in (0, 0.9))
            step = Progress("Finding depth", start, f"{index + 1} / {len(SWEEPS)}")
            depths = yield from _told(depth_maps(rig, field, sweep), step, end)
            if not index and prior is None and _compared(rig, depths) < COMPARABLE:
                hull = hull_field(rig, distances, SWEPT, mistaken // 4) if mistaken else bound
                flat = spanned(rig, distances, hull)
                bulges = (yield from _told(flat, Progress("Spanning the surface", end), 0.4)) - hull
                if resolution > SWEPT:
                    hull = hull_field(rig, distances, resolution, mistaken // 4)
                    bulges = F.interpolate(bulges[None, None], hull.shape, mode="trilinear")[0, 0]
                drawn = drawn_in(rig.at_size(REFINED), hull, bulges)
                last = Progress("Refining the surface", 0.4)
                hull = yield from _told(drawn, last, 0.85)
                return Found(hull, rig, (PLAIN,))
            yield Progress("Joining the depths", end)
            if index == len(SWEEPS) - 1 and resolution > SWEPT:
                bound = hull_field(rig, distances, resolution, mistaken)
            field = fused(rig, distances, depths, bound, sweep.solid, guess)
            if index == REMASKED and found:
                again = masks_around(rig, field)
                rig = yield from _told(again, Progress("Comparing the outlines", end), end)
                distances = silhouette_distances(rig)
        finer = refined(rig.at_size(REFINED), field)
        field = yield from _told(finer, Progress("Refining the surface", 0.72), 0.85)
        field = torch.maximum(field, bound)
        if prior is None:
            return Found(field, rig)
        guessed = (
            "What no photograph shows was guessed by `tl`, whose shape fits the outlines by "
            f"{prior.fits:.0%}."
        )
        return Found(field, rig, (guessed,))


def _compared(rig: Rig, depths: Depths) -> float:
    """The share of what the photographs show of the object whose depth others confirm."""
    shown = rig.at_size(LATTICE).masks > 0.5
    return float((depths.weight[shown] > 0).float().mean())


def _told(
    steps: Generator[float, None, T], first: Progress, end: float
) -> Generator[Progress, None, T]:
    """Work that yields its share done, as a step of all the work from ``first`` on."""
    while True:
        try:
            share = next(steps)
        except StopIteration as done:
            found: T = done.value
            return found
        yield replace(first, fraction=first.fraction + share * (end - first.fraction))
