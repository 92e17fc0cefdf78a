"""The renderer against a ball, whose picture is known in closed form."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
import trimesh

from core.rendering import splat
from core.rendering.splat import GBuffer, Surface
from core.types import Mesh, Pose

SIZE, DISTANCE, RADIUS = 128, 2.0, 0.5


def surface_of(body: trimesh.Trimesh, points: int = 150_000) -> Surface:
    mesh = Mesh(body.vertices.astype(np.float32), body.faces.astype(np.int32))
    centres = mesh.vertices[mesh.faces].mean(axis=1)
    # Red where x is positive, green where z is.
    colors = np.zeros((len(mesh.faces), 3), np.uint8)
    colors[:, 0], colors[:, 1] = 255 * (centres[:, 0] > 0), 255 * (centres[:, 2] > 0)
    return splat.sample_surface(mesh, colors, points, np.random.default_rng(0))


@pytest.fixture(scope="module")
def ball() -> GBuffer:
    body = trimesh.creation.icosphere(5, RADIUS)
    return splat.render(surface_of(body), Pose(0, 0, 0, DISTANCE), SIZE)


def rays() -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Through each pixel of the ball's crop: x, y (S, S) at depth 1, and where the ray hits.

    The rim of a ball is seen at the angle asin(radius / distance).
    """
    rim = math.tan(math.asin(RADIUS / DISTANCE))
    axis = ((torch.arange(SIZE) + 0.5) / SIZE - 0.5) * 2 * rim * splat.MARGIN
    x, y = axis[None, :].expand(SIZE, SIZE), axis[:, None].expand(SIZE, SIZE)
    a, b, c = x**2 + y**2 + 1, -2 * DISTANCE, DISTANCE**2 - RADIUS**2
    along = (-b - (b**2 - 4 * a * c).clamp(min=0).sqrt()) / (2 * a)
    return x, y, along


def test_the_silhouette_has_the_area_of_a_disc(ball: GBuffer) -> None:
    radius = SIZE / splat.MARGIN / 2
    assert float(ball.mask.sum()) == pytest.approx(math.pi * radius**2, rel=0.03)
    assert float(ball.mask[SIZE // 2, SIZE // 2]) == 1 and float(ball.mask[0, 0]) == 0


def test_depth_is_measured_from_the_centre_of_the_object(ball: GBuffer) -> None:
    _, _, along = rays()
    inside = _well_inside()
    error = (ball.depth - (along - DISTANCE))[inside].abs()
    assert float(ball.depth[SIZE // 2, SIZE // 2]) == pytest.approx(-RADIUS, abs=0.01)
    assert float(error.mean()) < 0.01 and float(error.max()) < 0.05


def test_normals_are_right_up_and_toward_the_camera(ball: GBuffer) -> None:
    x, y, along = rays()
    true = torch.stack([x * along, -y * along, DISTANCE - along]) / RADIUS
    cosine = (ball.normal * true).sum(0)[_well_inside()]
    assert float(cosine.mean()) > 0.995 and float(cosine.min()) > 0.9


def _well_inside() -> torch.Tensor:
    x, y, _ = rays()
    return (x**2 + y**2).sqrt() < 0.9 * math.tan(math.asin(RADIUS / DISTANCE))


@pytest.mark.parametrize(
    ("pose", "left", "right"),
    [
        (Pose(0, 0, 0, 3), (0, 1, 0), (1, 1, 0)),  # the front: +x is at the right
        (Pose(90, 0, 0, 3), (1, 1, 0), (1, 0, 0)),  # from +x: the front is at the left
        (Pose(180, 0, 0, 3), (1, 0, 0), (0, 0, 0)),  # the back
    ],
)
def test_azimuth_goes_around_from_the_front_to_the_objects_left(
    pose: Pose, left: tuple[float, ...], right: tuple[float, ...]
) -> None:
    seen = splat.render(surface_of(trimesh.creation.icosphere(4, RADIUS), 60_000), pose, 64)
    assert seen.albedo[:, 32, 20].tolist() == pytest.approx(left, abs=0.05)
    assert seen.albedo[:, 32, 44].tolist() == pytest.approx(right, abs=0.05)


def test_elevation_looks_down_and_roll_turns_the_camera_clockwise() -> None:
    tower = surface_of(trimesh.creation.box((0.2, 1.0, 0.2)), 500_000)
    above = splat.render(tower, Pose(0, 89, 0, 3), 64)
    assert float(above.normal[2, 32, 32]) > 0.99  # the lid faces the camera
    assert float(above.depth[32, 32]) == pytest.approx(-0.5, abs=0.02)
    level = splat.render(tower, Pose(0, 0, 0, 3), 64).mask > 0.5
    rolled = splat.render(tower, Pose(0, 0, 30, 3), 64).mask > 0.5
    assert level.any(1).sum() > 3 * level.any(0).sum()
    # A camera turned clockwise sees the world turned the other way: the top leans left.
    columns = torch.arange(64.0)
    top, bottom = rolled[:20].float().sum(0), rolled[44:].float().sum(0)
    assert (columns @ top) / top.sum() < 26 and (columns @ bottom) / bottom.sum() > 38


def test_what_lies_behind_is_hidden() -> None:
    front = trimesh.creation.box((1.0, 1.0, 0.05))
    front.apply_translation((0, 0, 0.4))
    back = trimesh.creation.box((0.9, 0.9, 0.05))
    back.apply_translation((0, 0, -0.4))
    both = surface_of(trimesh.util.concatenate([front, back]))
    seen = splat.render(both, Pose(0, 0, 0, 3), 96)
    covered = seen.mask == 1
    assert float(seen.albedo[1][covered].min()) > 0.99  # green: in front
    assert float(seen.depth[covered].max()) < -0.4


def test_a_packed_view_is_the_view_again(ball: GBuffer) -> None:
    again = splat.unpack(torch.from_numpy(splat.pack(ball))[None])
    inside = ball.mask > 0.5
    assert torch.allclose(again.mask[0], ball.mask, atol=1 / 255)
    assert torch.allclose(again.depth[0][inside], ball.depth[inside], atol=1.8 / 255)
    assert float((again.normal[0] * ball.normal).sum(0)[inside].min()) > 0.99


def test_a_camera_inside_the_object_is_refused() -> None:
    with pytest.raises(ValueError, match="inside"):
        splat.render(surface_of(trimesh.creation.box((1, 1, 1)), 1000), Pose(0, 0, 0, 0.4))
