"""A hull's surface spanned anew between the places where it touches the object.

A hull is the largest shape with its outlines: faces bulge up to where rays met that passed by their
edges. The object touches every ray of an outline somewhere (Laurentini 1994). Where the cones of
many photographs meet the surface in one place, it does so there: at edges, at corners, along rods.
Those places are held, and between them the surface is spanned like a membrane. Where it then falls
short of an outline, the likeliest place on that ray is held too, and it is spanned again. (Franco,
Lapierre and Boyer 2006 look for smooth surfaces that touch all cones, too.)
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from scipy.sparse import csc_array, dia_array
from scipy.sparse.csgraph import laplacian
from scipy.sparse.linalg import splu
from scipy.spatial import KDTree
from torch import Tensor

from core.cameras.rig import Rig
from core.geometry.mesh import adjacency
from core.multiview.hull import centres, outside
from core.multiview.sdf import normals, occupancy
from core.types import VoxelGrid

NEAR = 0.7  # voxels between a place and a cone that touches it
FEW, MANY = 0.2, 0.35  # of all cones: as many say nothing yet, as many make it certain
FREE, HELD = 1e-4, 10.0  # how firmly a place stays, against the pull of one neighbour
ROUNDS = 5  # of spanning
SHORT = 0.25  # voxels by which an outline may be missed
FIRMER, FIRMEST = 4.0, 4  # times as firm for each SHORT that is missing, for so many of them
ASIDE = 6  # places next to an outline, of which one must reach it
BESIDE = 1.5  # voxels over which rays of an outline count as one
LIKELY = 0.5  # cones by which a place may be touched less than the likeliest on its ray
Reals = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class _Shown:
    """Places (P, 3) in V photographs of an object of N voxels a side.

    ``pixels`` (V, P, 2); ``away`` (V, P) voxels outside the outline; ``voxel`` (V, P) its pixels;
    ``touching`` (V, P) whether the cone of the photograph touches the place, ``cones`` (P,) by how
    many it is touched, in parts where it is not quite.
    """

    pixels: Reals
    away: Reals
    voxel: Reals
    touching: npt.NDArray[np.bool_]
    cones: Reals


def spanned(rig: Rig, distances: Tensor, field: Tensor) -> Generator[float, None, Tensor]:
    """A hull (N, N, N) without what bulges between the places in which it touches the object.

    ``distances`` are those of `core.multiview.hull.silhouette_distances`. Nothing is added to it.
    Yields the share of the work that is done.
    """
    from core.geometry.isosurface import isosurface  # which brings VTK

    size = len(field)
    mesh = isosurface(VoxelGrid.canonical(occupancy(field).cpu().numpy()))
    if not len(mesh.vertices):
        return field
    start = mesh.vertices.astype(np.float64)
    before = _shown(rig, distances, start, size)
    firm = _certainty(before) * HELD + FREE
    pull = laplacian(adjacency(mesh))
    for number in range(ROUNDS - 1):
        yield number / ROUNDS
        places = _solved(pull, firm, start)
        missing = _missing(before, _shown(rig, distances, places, size)) / SHORT
        if not (missing > 1).any():
            break
        firmer = np.minimum(firm * FIRMER ** missing.clip(0, FIRMEST), HELD)
        firm = np.where(missing > 1, firmer, firm)
    yield (ROUNDS - 1) / ROUNDS
    places = _solved(pull, firm, start)
    outward = normals(field, torch.from_numpy(mesh.vertices).to(field)).cpu().numpy()
    return _inward(field, start, ((start - places) * outward).sum(1).clip(min=0))


def _shown(rig: Rig, distances: Tensor, places: Reals, size: int) -> _Shown:
    points = torch.from_numpy(places.astype(np.float32)).to(rig.K)
    pixels, depth = rig.project(points)
    away, seen = outside(rig, distances, points)
    away = away * size
    voxel = rig.focal[:, None] / depth / size
    touching = (away.abs() < NEAR) & seen
    cones = (torch.exp(-((away / NEAR) ** 2)) * touching).sum(0)
    return _Shown(
        pixels.double().cpu().numpy(), away.double().cpu().numpy(), voxel.double().cpu().numpy(),
        touching.cpu().numpy(), cones.double().cpu().numpy(),
    )  # fmt: skip


def _certainty(shown: _Shown) -> Reals:
    """How certain it is (P,), from 0 to 1, that the object is touched there."""
    few = max(3.0, FEW * len(shown.away))
    many = few + max(2.0, (MANY - FEW) * len(shown.away))
    found: Reals = np.clip((shown.cones - few) / (many - few), 0, 1) ** 2
    return found


def _solved(pull: csc_array, firm: Reals, start: Reals) -> Reals:
    """Where places (P, 3) come to rest that neighbours pull at."""
    stays = dia_array((firm[None], [0]), shape=pull.shape)
    found: Reals = splu(csc_array(pull + stays)).solve(firm[:, None] * start)
    return found


def _missing(before: _Shown, now: _Shown) -> Reals:
    """By how many voxels (P,) an outline is missed that a place touched, at worst.

    Only for the likeliest places on each ray: the others may well have been bulges.
    """
    worst = np.zeros(before.away.shape[1])
    for view, touching in enumerate(before.touching):
        if not touching.any():
            continue
        pixels, voxel = before.pixels[view][touching], before.voxel[view][touching]
        tree = KDTree(now.pixels[view])
        apart, near = tree.query(pixels, k=min(ASIDE, tree.n), workers=-1)
        short = before.away[view][touching] - now.away[view][near].max(1)
        short = np.maximum(short, apart[:, 0] / voxel - 1)  # nothing is even beside it
        cells = np.floor(pixels / (BESIDE * np.median(voxel))).astype(np.int64)
        ray = np.unique(cells, axis=0, return_inverse=True)[1].ravel()
        most = np.zeros(ray.max() + 1)
        np.maximum.at(most, ray, before.cones[touching])
        likely = before.cones[touching] >= most[ray] - LIKELY
        worst[touching] = np.maximum(worst[touching], np.where(likely, short, 0.0))
    return worst


def _inward(field: Tensor, start: Reals, depth: Reals) -> Tensor:
    """The field moved inward at its surface, as far as the nearest of places (P, 3) says (P,)."""
    reach = float(depth.max()) + 2 / len(field)
    index = (field.view(-1).abs() < reach).nonzero()[:, 0]
    near = KDTree(start).query(centres(len(field), field.device, index).cpu().numpy(), workers=-1)
    moved = field.clone()
    moved.view(-1)[index] += torch.from_numpy(depth[near[1]]).to(field)
    return moved
