"""What a camera sees of a grid, and what is hidden behind it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.types import Pose, VoxelGrid

Bools = npt.NDArray[np.bool_]
Reals = npt.NDArray[np.float64]
POINTS = 4  # along a voxel's side when it is drawn into the depth map
PIXELS = 2.0  # of the depth map to a voxel
SLACK = 0.3  # of a voxel: what lies no farther behind the map is on it


@dataclass(frozen=True, eq=False)
class Seen:
    """Part of a grid: ``known`` (N, N, N) voxels were seen, ``occupied`` ones of them are solid."""

    known: Bools
    occupied: Bools

    def joined(self, other: Seen) -> Seen:
        """What two cameras saw together."""
        return Seen(self.known | other.known, self.occupied | other.occupied)


def seen_from(grid: VoxelGrid, pose: Pose) -> Seen:
    """What a depth camera at a pose sees of a grid over [-0.5, 0.5]^3: free space and surface.

    The depth map is drawn from the solid voxels. A solid voxel is seen if any point of it is; an
    empty one if its middle does not lie behind the map.
    """
    solid = grid.occupancy > 0.5
    size = len(solid)
    half, count = _frame(size, pose)
    corners = np.linspace(-0.5, 0.5, POINTS) / size
    offsets = np.stack(np.meshgrid(corners, corners, corners, indexing="ij"), -1).reshape(-1, 3)
    voxels = np.argwhere(solid)
    points = ((voxels + 0.5) / size - 0.5)[:, None] + offsets
    plane, depth = _projected(points.reshape(-1, 3), pose)
    pixels = _pixels(plane, half, count)
    nearest = np.full(count * count, np.inf)
    np.minimum.at(nearest, pixels, depth)
    front = (depth <= nearest[pixels] + SLACK / size).reshape(-1, POINTS**3).any(1)
    occupied = np.zeros_like(solid)
    occupied[tuple(voxels[front].T)] = True

    line = (np.arange(size) + 0.5) / size - 0.5
    centres = np.stack(np.meshgrid(line, line, line, indexing="ij"), -1).reshape(-1, 3)
    plane, depth = _projected(centres, pose)
    before = (depth <= nearest[_pixels(plane, half, count)]).reshape(solid.shape)
    return Seen((before & ~solid) | occupied, occupied)


def candidate_poses(distance: float = 2.4) -> list[Pose]:
    """Where one could look from next: eight sides, from three heights."""
    return [
        Pose(float(azimuth), float(elevation), 0.0, distance)
        for elevation in (0, 30, 60)
        for azimuth in range(-180, 180, 45)
    ]


def _projected(points: Reals, pose: Pose) -> tuple[Reals, Reals]:
    """Image plane coordinates (P, 2) and depth (P,) of points (P, 3)."""
    from core.rendering.splat import rotation

    local = points @ rotation(pose.azimuth, pose.elevation, pose.roll).T.astype(np.float64)
    depth = local[:, 2] + pose.distance
    return local[:, :2] / depth[:, None], depth


def _frame(size: int, pose: Pose) -> tuple[float, int]:
    """Half the width of the image plane that holds the whole cube, and its pixels a side."""
    reach = math.sqrt(3) / 2
    half = reach / math.sqrt(max(pose.distance**2 - reach**2, 0.05))
    nearest = 1 / (size * (pose.distance - 0.5))
    return half, math.ceil(2 * half / nearest * PIXELS)


def _pixels(plane: Reals, half: float, count: int) -> npt.NDArray[np.int64]:
    place = np.floor((plane / half + 1) / 2 * count).astype(np.int64).clip(0, count - 1)
    flat: npt.NDArray[np.int64] = place[:, 1] * count + place[:, 0]
    return flat
