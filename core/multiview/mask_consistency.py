"""Masks that agree with each other: each is found anew, knowing what the others leave possible.

A mask from one photograph takes things behind the object for part of it, and loses parts that lie
in the dark. Where the cameras are known, the others tell: what lies outside the shape that most of
them allow is background, what lies well inside the shape that all of them allow is the object.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import torch
from scipy import ndimage
from torch import Tensor
from torch.nn import functional as F

from core.cameras.rig import Rig
from core.multiview.hull import centres, hull_field, silhouette_distances
from core.segmentation.known_outline import segment_between

GRID = 96  # voxels a side of the shapes that masks are judged by
MISTAKEN = 0.2  # of the photographs may be wrong about a point
INWARD, OUTWARD = 0.02, 0.01  # object sides by which the two shapes are made smaller and larger
PINHOLE = 0.005  # of a mask, below which a hole in it is not believed
AROUND = 0.025  # object sides around a surface, in which its masks may still be wrong


def agreed_masks(rig: Rig) -> Generator[float, None, Rig]:
    """The rig, which looks at [-0.5, 0.5]^3, with masks found anew; yields the share done."""
    distances = silhouette_distances(rig)
    mistaken = round(MISTAKEN * len(rig))
    loose = hull_field(rig, distances, GRID, mistaken) < OUTWARD
    sure = hull_field(rig, distances, GRID, mistaken // 2) < -INWARD
    was = np.stack([_without_pinholes(mask) for mask in rig.masks.cpu().numpy() > 0.5])
    return (yield from _between(rig, _drawn(rig, loose), _drawn(rig, sure) & was))


def masks_around(rig: Rig, field: Tensor) -> Generator[float, None, Rig]:
    """Masks found anew, the surface being known to within AROUND; yields the share done."""
    inside = (F.adaptive_avg_pool3d(field[None, None], GRID)[0, 0] < 0).cpu().numpy()
    # Counted anew: where votes disagree, the field is near zero far from any surface.
    near, deep = (ndimage.distance_transform_edt(part) / GRID for part in (~inside, inside))
    outer, inner = (
        _drawn(rig, torch.from_numpy(part).to(field.device))
        for part in (near < AROUND, deep > AROUND)
    )
    return (yield from _between(rig, outer, inner))


def _between(
    rig: Rig, outer: npt.NDArray[np.bool_], inner: npt.NDArray[np.bool_]
) -> Generator[float, None, Rig]:
    """Masks that lie between two (V, H, W), by the colours of each photograph."""
    masks = []
    for index, image in enumerate(rig.images.cpu()):
        pixels = (image.permute(1, 2, 0).numpy() * 255).round().astype(np.uint8)
        mask = segment_between(pixels, inner[index], outer[index])
        mask[_without_pinholes(mask > 0.5) & (mask <= 0.5)] = 1
        masks.append(torch.from_numpy(mask))
        yield (index + 1) / len(rig)
    return replace(rig, masks=torch.stack(masks).to(rig.masks) * rig.valid)


def _without_pinholes(mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """The mask (H, W) without small holes: a mirrored lamp is no background."""
    holes, _ = ndimage.label(~mask)
    sizes = np.bincount(holes.ravel())
    sizes[0] = mask.size
    edge = np.concatenate([holes[0], holes[-1], holes[:, 0], holes[:, -1]])
    sizes[np.unique(edge)] = mask.size
    return np.asarray(mask | (sizes < PINHOLE * mask.sum())[holes])


def _drawn(rig: Rig, inside: Tensor) -> npt.NDArray[np.bool_]:
    """Which pixels (V, H, W) the voxels of a grid (GRID, GRID, GRID) of yes or no cover."""
    points = centres(GRID, rig.K.device, inside.reshape(-1).nonzero()[:, 0])
    if not len(points):
        return np.zeros(rig.masks.shape, np.bool_)
    pixels, depth = rig.project(points)
    height, width = rig.masks.shape[1:]
    voxel = rig.focal / depth.mean(1) / GRID  # pixels across
    pictures = []
    for place, away, size in zip(pixels, depth, voxel.tolist(), strict=True):
        x, y = (place[away > 0].cpu().numpy() / max(size, 1.0)).astype(int).T
        coarse = np.zeros((int(height / max(size, 1.0)) + 1, int(width / max(size, 1.0)) + 1), bool)
        inside_picture = (x >= 0) & (y >= 0) & (x < coarse.shape[1]) & (y < coarse.shape[0])
        coarse[y[inside_picture], x[inside_picture]] = True
        coarse = ndimage.binary_closing(np.pad(coarse, 2), iterations=2)[2:-2, 2:-2]
        rows, columns = ((np.arange(n) / max(size, 1.0)).astype(int) for n in (height, width))
        pictures.append(coarse[np.ix_(rows, columns)])
    return np.stack(pictures)
