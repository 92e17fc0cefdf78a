"""The turntable camera as a value: every move makes a new one.

Object frame: +Y up, +Z front. Azimuth 0 looks at the front and grows toward +X, as in
``core.types.Pose``; screen positions are -1 to 1, x to the right and y up.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from core.types import Pose

VIEW_ANGLE = 30.0  # degrees, vertical; long enough a lens that shapes are not distorted
CLOSEST, FARTHEST = 0.15, 40.0
Vector = npt.NDArray[np.float64]

PRESETS: dict[str, tuple[float, float]] = {
    "front": (0.0, 0.0),
    "right": (90.0, 0.0),
    "back": (180.0, 0.0),
    "left": (-90.0, 0.0),
    "top": (0.0, 90.0),
    "bottom": (0.0, -90.0),
    "iso": (38.0, 24.0),
}


@dataclass(frozen=True)
class Orbit:
    """Where the camera stands around ``target``: degrees, and distance in object sides."""

    azimuth: float = PRESETS["iso"][0]
    elevation: float = PRESETS["iso"][1]
    roll: float = 0.0
    distance: float = 3.0
    target: tuple[float, float, float] = (0.0, 0.0, 0.0)
    view_angle: float = VIEW_ANGLE
    parallel: bool = False

    def axes(self) -> Vector:
        """Rows right, up and backward (toward the camera) of the camera, (3, 3)."""
        azimuth, elevation, roll = np.radians([self.azimuth, self.elevation, self.roll])
        sin_a, cos_a = np.sin(azimuth), np.cos(azimuth)
        sin_e, cos_e = np.sin(elevation), np.cos(elevation)
        right = np.array([cos_a, 0.0, -sin_a])
        up = np.array([-sin_e * sin_a, cos_e, -sin_e * cos_a])
        backward = np.array([cos_e * sin_a, sin_e, cos_e * cos_a])
        cos_r, sin_r = np.cos(roll), np.sin(roll)
        return np.stack([cos_r * right - sin_r * up, cos_r * up + sin_r * right, backward])

    @property
    def position(self) -> Vector:
        return np.asarray(self.target) + self.distance * self.axes()[2]

    @property
    def half_height(self) -> float:
        """Half of what the picture spans at the target, from bottom to top."""
        return self.distance * math.tan(math.radians(self.view_angle) / 2)

    def turned(self, azimuth: float, elevation: float) -> Orbit:
        """Moved on the turntable; up stays up, so a roll taken from a photograph goes."""
        return replace(
            self,
            azimuth=_wrap(self.azimuth + azimuth),
            elevation=float(np.clip(self.elevation + elevation, -90.0, 90.0)),
            roll=0.0,
        )

    def tumbled(self, x: float, y: float) -> Orbit:
        """Turned about the camera's own axes, as a ball under the hand: up need not stay up."""
        right, up, backward = self.axes()
        sin, cos = math.sin(math.radians(x)), math.cos(math.radians(x))
        right, backward = cos * right - sin * backward, cos * backward + sin * right
        sin, cos = math.sin(math.radians(y)), math.cos(math.radians(y))
        backward = cos * backward + sin * up
        azimuth = self.azimuth
        if math.hypot(backward[0], backward[2]) > 1e-6:  # straight from above any would do
            azimuth = math.degrees(math.atan2(backward[0], backward[2]))
        elevation = math.degrees(math.asin(float(np.clip(backward[1], -1, 1))))
        level = replace(self, azimuth=azimuth, elevation=elevation, roll=0.0)
        level_right, level_up, _ = level.axes()
        roll = math.degrees(math.atan2(-right @ level_up, right @ level_right))
        return replace(level, roll=roll)

    def widened(self, view_angle: float) -> Orbit:
        """With another lens, from where the target looks as large as before."""
        distance = self.half_height / math.tan(math.radians(view_angle) / 2)
        return replace(self, view_angle=view_angle, distance=distance)

    def magnified(self, factor: float) -> Orbit:
        """From where it stands, through a lens that shows everything larger by ``factor``."""
        tangent = math.tan(math.radians(self.view_angle) / 2) / factor
        angle = 2 * math.degrees(math.atan(tangent))
        return replace(self, view_angle=float(np.clip(angle, 2.0, 110.0)))

    def within(self, aspect: float, other: float) -> Orbit:
        """For a picture of another width / height that shows no less than this one's does."""
        return self if other >= aspect else self.magnified(other / aspect)

    def project(self, points: Vector, width: float, height: float) -> Vector:
        """Where points (N, 3) are in a picture: right, down and how far away (N, 3)."""
        right, up, backward = self.axes() @ (np.asarray(points) - self.position).T
        away = np.full_like(backward, self.distance) if self.parallel else -backward
        scale = height / 2 / self.half_height * self.distance / np.maximum(away, 1e-6)
        return np.stack([width / 2 + right * scale, height / 2 - up * scale, -backward], axis=1)

    def ray(self, x: float, y: float, width: float, height: float) -> tuple[Vector, Vector]:
        """What lies under a place of a picture: where the line of sight starts, and its way."""
        axes = self.axes()
        scale = 2 * self.half_height / height
        across = ((x - width / 2) * axes[0] + (height / 2 - y) * axes[1]) * scale
        if self.parallel:
            return self.position + across + FARTHEST * axes[2], -axes[2]
        way = across - self.distance * axes[2]
        return self.position, way / np.linalg.norm(way)

    def panned(self, x: float, y: float) -> Orbit:
        """The picture moved by ``x``, ``y`` in halves of its height."""
        right, up, _ = self.axes()
        return self._aimed(np.asarray(self.target) - self.half_height * (x * right + y * up))

    def zoomed(self, factor: float, x: float = 0.0, y: float = 0.0) -> Orbit:
        """Nearer by ``factor`` while the point at ``x``, ``y`` (halves of the height) stays."""
        distance = float(np.clip(self.distance / factor, CLOSEST, FARTHEST))
        right, up, _ = self.axes()
        target = np.asarray(self.target)
        held = target + self.half_height * (x * right + y * up)
        moved = held + (target - held) * (distance / self.distance)
        return replace(self, distance=distance)._aimed(moved)

    def toward(self, azimuth: float, elevation: float) -> Orbit:
        return replace(self, azimuth=azimuth, elevation=elevation, roll=0.0)

    def framing(self, low: Vector, high: Vector, aspect: float, margin: float = 1.22) -> Orbit:
        """At the distance from which the box ``low`` to ``high`` just fills the picture."""
        centre = (low + high) / 2
        x, y, depth = self.axes() @ (_corners(low, high) - centre).T
        tangent = math.tan(math.radians(self.view_angle) / 2) / margin
        reach = np.maximum(np.abs(x) / max(aspect, 0.1), np.abs(y)) / tangent
        distance = reach.max() if self.parallel else (reach + depth).max()
        distance = float(np.clip(distance, CLOSEST, FARTHEST))
        return replace(self, distance=distance)._aimed(centre)

    def through_lens(self, low: Vector, high: Vector, aspect: float, margin: float = 1.3) -> Orbit:
        """From where it stands, with the view angle at which the box fills the picture."""
        x, y, depth = self.axes() @ (_corners(low, high) - np.asarray(self.target)).T
        away = self.distance if self.parallel else np.maximum(self.distance - depth, 0.05)
        tangent = float((np.maximum(np.abs(x) / max(aspect, 0.1), np.abs(y)) / away).max())
        angle = 2 * math.degrees(math.atan(tangent * margin))
        return replace(self, view_angle=float(np.clip(angle, 2.0, 110.0)))

    def _aimed(self, target: Vector) -> Orbit:
        return replace(self, target=(float(target[0]), float(target[1]), float(target[2])))


def from_pose(pose: Pose, parallel: bool = False) -> Orbit:
    """The camera of a photograph. Its lens is open until ``through_lens`` fits one.

    A pose gives the distance, and with it the perspective, but no focal length: networks see a
    crop around the object.
    """
    distance = float(np.clip(pose.distance, 0.9, FARTHEST))
    return Orbit(_wrap(pose.azimuth), pose.elevation, pose.roll, distance, parallel=parallel)


def from_axes(
    right: Vector, up: Vector, backward: Vector, position: Vector, distance: float
) -> Orbit:
    """The camera with these axes at a place, its target ``distance`` before it."""
    azimuth = 0.0
    if math.hypot(backward[0], backward[2]) > 1e-9:  # straight from above any would do
        azimuth = math.degrees(math.atan2(backward[0], backward[2]))
    elevation = math.degrees(math.asin(float(np.clip(backward[1], -1, 1))))
    level = Orbit(azimuth, elevation, distance=distance)
    level_right, level_up, _ = level.axes()
    roll = math.degrees(math.atan2(-float(right @ level_up), float(right @ level_right)))
    return replace(level, roll=roll)._aimed(position - distance * backward)


def between(start: Orbit, end: Orbit, share: float) -> Orbit:
    """A camera on the way: angles take the short way round, distances grow by equal ratios."""

    def mix(a: float, b: float) -> float:
        return a + (b - a) * share

    if share >= 1.0:
        return end
    target = np.asarray(start.target) * (1 - share) + np.asarray(end.target) * share
    return replace(
        end,
        azimuth=_wrap(start.azimuth + share * _wrap(end.azimuth - start.azimuth)),
        elevation=mix(start.elevation, end.elevation),
        roll=start.roll + share * _wrap(end.roll - start.roll),
        distance=math.exp(mix(math.log(start.distance), math.log(end.distance))),
        view_angle=mix(start.view_angle, end.view_angle),
    )._aimed(target)


def _corners(low: Vector, high: Vector) -> Vector:
    """The eight corners of a box (8, 3)."""
    return np.array([[(low, high)[i >> k & 1][k] for k in range(3)] for i in range(8)])


def _wrap(degrees: float) -> float:
    return (degrees + 180.0) % 360.0 - 180.0
