"""Where cameras stand around an object: poses, which way is up, and where to stand next."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from core.geometry.fields import normals, trace
from core.geometry.hull import centres
from core.geometry.rig import Rig
from core.geometry.visibility import candidate_poses
from core.training.render import rotation
from core.types import Camera, Pose, View

Reals = npt.NDArray[np.float64]
CLEAR = 0.5  # length of the mean of all cameras' up, below which there is no telling
STRAIGHT = 25.0  # degrees within which an axis counts as up
LOOKED_AT = 4000  # points of the surface that views are judged by
ENOUGH = 4.0  # photographs of a point, beyond which another one hardly helps


def pose_of(camera: Camera) -> Pose:
    """A camera in the object frame as a pose; what it looks at need not be the very middle."""
    centre = -camera.R.T @ camera.t
    distance = float(np.linalg.norm(centre))
    azimuth = math.degrees(math.atan2(centre[0], centre[2]))
    elevation = math.degrees(math.asin(centre[1] / max(distance, 1e-9)))
    level = rotation(azimuth, elevation, 0.0)
    # Of the turn that is left, the part about the optical axis.
    left = camera.R @ level.T
    roll = math.degrees(math.atan2(left[0, 1] - left[1, 0], left[0, 0] + left[1, 1]))
    return Pose(azimuth, elevation, roll, distance)


def upright(views: Sequence[View]) -> Reals:
    """The turn (3, 3) that brings what the cameras hold upward to +Y.

    Their own axes stay where +Y is up already; where another axis is, quarter turns; and where the
    cameras do not agree on what is up, nothing is turned.
    """
    cameras = [view.camera for view in views if view.camera is not None]
    mean = np.mean([-camera.R[1] for camera in cameras], axis=0)
    if np.linalg.norm(mean) < CLEAR:
        return np.eye(3)
    up = mean / np.linalg.norm(mean)
    axis = int(np.abs(up).argmax())
    straight = math.degrees(math.acos(min(1.0, abs(float(up[axis])))))
    if straight < STRAIGHT:
        up = np.sign(up[axis]) * np.eye(3)[axis]
    return _turn_to_y(up)


def _turn_to_y(up: Reals) -> Reals:
    """The smallest rotation (3, 3) from a unit vector to +Y."""
    cosine = float(up[1])
    if cosine < -1 + 1e-9:
        return np.diag([1.0, -1.0, -1.0])
    x, y, z = np.cross(up, (0.0, 1.0, 0.0))
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    turn: Reals = np.eye(3) + cross + cross @ cross / (1 + cosine)
    return turn


def next_view(field: Tensor, rig: Rig) -> Pose | None:
    """From where one more photograph would show most of what few have seen; None for no surface."""
    index = (field.reshape(-1).abs() < 0.7 / len(field)).nonzero()[:, 0]
    if not len(index):
        return None
    index = index[:: max(1, len(index) // LOOKED_AT)]
    points = centres(len(field), field.device, index)
    normal = normals(field, points)
    points = points + normal * (2 / len(field))
    seen = sum(_facing(field, points, normal, centre) for centre in rig.centres)
    assert isinstance(seen, Tensor)
    need = (1 - seen / ENOUGH).clamp(min=0)
    distance = float(rig.centres.norm(dim=1).median())
    poses = [
        *candidate_poses(distance), Pose(0, 85, 0, distance),
        *(Pose(float(a), -35.0, 0.0, distance) for a in range(-180, 180, 45)),
    ]  # fmt: skip
    worth = []
    for pose in poses:
        centre = points.new_tensor(-rotation(pose.azimuth, pose.elevation, 0)[2] * distance)
        worth.append(float((need * _facing(field, points, normal, centre)).sum()))
    return poses[int(np.argmax(worth))]


def _facing(field: Tensor, points: Tensor, normal: Tensor, centre: Tensor) -> Tensor:
    """How straight a camera looks at points (P,), 0 where something is in the way."""
    towards = centre - points
    cosine = (towards * normal).sum(1) / towards.norm(dim=1)
    which = (cosine > 0.1).nonzero()[:, 0]
    _, hidden = trace(field, points[which], towards[which])
    found = torch.zeros_like(cosine)
    found[which[~hidden]] = cosine[which[~hidden]]
    return found
