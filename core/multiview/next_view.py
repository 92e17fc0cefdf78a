"""Where cameras stand around an object: poses, and where to stand next."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from torch import Tensor

from core.cameras.rig import Rig
from core.multiview.hull import centres
from core.multiview.sdf import facing, normals, values
from core.rendering.splat import rotation
from core.rendering.visibility import candidate_poses
from core.types import Camera, Pose

LOOKED_AT = 4000  # points of the surface that views are judged by
ENOUGH = 4.0  # photographs of a point, beyond which another one hardly helps


def pose_of(camera: Camera) -> Pose:
    """A camera in the object frame as a pose; what it looks at need not be the very middle."""
    centre = camera.centre
    distance = float(np.linalg.norm(centre))
    azimuth = math.degrees(math.atan2(centre[0], centre[2]))
    elevation = math.degrees(math.asin(centre[1] / max(distance, 1e-9)))
    level = rotation(azimuth, elevation, 0.0)
    # Of the turn that is left, the part about the optical axis.
    left = camera.R @ level.T
    roll = math.degrees(math.atan2(left[0, 1] - left[1, 0], left[0, 0] + left[1, 1]))
    return Pose(azimuth, elevation, roll, distance)


@dataclass(frozen=True, eq=False)
class Seen:
    """Points (P, 3) all over a surface, normals (P, 3), how straight views look at it (V, P)."""

    points: Tensor
    normals: Tensor
    facing: Tensor

    @property
    def unseen(self) -> float:
        """The share of the surface that is in no photograph."""
        return float((self.facing == 0).all(0).float().mean())


def seen_by(field: Tensor, rig: Rig) -> Seen | None:
    """Which of the surface of a signed distance grid photographs show; None for no surface."""
    index = (field.reshape(-1).abs() < 0.7 / len(field)).nonzero()[:, 0]
    if not len(index):
        return None
    index = index[:: max(1, len(index) // LOOKED_AT)]
    points = centres(len(field), field.device, index)
    normal = normals(field, points)
    # Deep inside, too, a hull's field may be next to 0: only what borders on air is surface.
    airy = values(field, points + 2 / len(field) * normal) > 0
    points, normal = points[airy], normal[airy]
    if not len(points):
        return None
    return Seen(points, normal, facing(field, points, normal, rig.centres))


def next_view(field: Tensor, rig: Rig) -> Pose | None:
    """From where one more photograph would show most of what few have seen; None for no surface."""
    seen = seen_by(field, rig)
    if seen is None:
        return None
    need = (1 - seen.facing.sum(0) / ENOUGH).clamp(min=0)
    distance = float(rig.centres.norm(dim=1).median())
    poses = [
        *candidate_poses(distance), Pose(0, 85, 0, distance),
        *(Pose(float(a), -35.0, 0.0, distance) for a in range(-180, 180, 45)),
    ]  # fmt: skip
    places = [-distance * rotation(pose.azimuth, pose.elevation, 0)[2] for pose in poses]
    worth = facing(field, seen.points, seen.normals, need.new_tensor(np.array(places))) @ need
    return poses[int(worth.argmax())]
