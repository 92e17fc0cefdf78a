"""The photograph lies on the shape where it belongs; what it does not show is marked as guessed."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import trimesh

import core.utils.progress
from core.errors import UserError
from core.geometry.isosurface import isosurface
from core.geometry.mesh import from_trimesh
from core.geometry.texture import colored, cover, laid, sampled, textured
from core.rendering.silhouette import camera_by_crop
from core.rendering.splat import Surface, render, sample_surface
from core.types import Bytes, Camera, Mesh, Pose, View

SIZE = 480


def photographed(mesh: Mesh, colors: Bytes, pose: Pose) -> tuple[View, Camera]:
    """A photograph of a mesh with coloured faces on a green ground, drawn by our own renderer."""
    surface: Surface = sample_surface(mesh, colors, 1_000_000, np.random.default_rng(0))
    drawn = render(surface, pose, SIZE)
    mask = drawn.mask.numpy()
    picture = drawn.albedo.permute(1, 2, 0).numpy() * 255
    image = np.where(mask[..., None] > 0, picture, (0, 255, 0)).round().astype(np.uint8)
    camera = camera_by_crop(mesh.vertices, pose, (0.0, 0.0, float(SIZE)), (SIZE, SIZE))
    return View(image, mask, name="checker"), camera


def ball() -> Mesh:
    return from_trimesh(trimesh.creation.icosphere(6, 0.5))


def checkered(points: np.ndarray, squares: int = 6) -> tuple[np.ndarray, np.ndarray]:
    """Red and blue squares in x and y (P, 3), and how far points are from their edges (P,)."""
    place = points[:, :2] * squares + 0.25
    odd = np.floor(place).sum(axis=1).astype(int) % 2 == 0
    colors = np.where(odd[:, None], (220, 40, 20), (20, 40, 220)).astype(np.uint8)
    return colors, np.abs(place - np.rint(place)).min(axis=1) / squares


def facing(mesh: Mesh, camera: Camera) -> np.ndarray:
    away = camera.centre - mesh.vertices
    return np.einsum("va,va->v", mesh.vertices, away) / (0.5 * np.linalg.norm(away, axis=1))


@pytest.mark.parametrize("azimuth", [0.0, 25.0, -70.0])
def test_a_balls_checkers_lie_where_they_are(azimuth: float):
    mesh, pose = ball(), Pose(azimuth, 20.0, 8.0, 2.2)
    colors = checkered(mesh.vertices[mesh.faces].mean(axis=1))[0]
    view, camera = photographed(mesh, colors, pose)
    made = textured(mesh, view, camera)
    cosine = facing(made, camera)
    assert made.seen[cosine > 0.35].all() and not made.seen[cosine < 0.05].any()
    true, away = checkered(made.vertices)
    clear = (made.seen > 0) & (away > 0.015) & (cosine > 0.35)
    error = np.abs(sampled(made.texture, made.uv).astype(int) - true).max(axis=1)
    assert clear.sum() > 5000 and (error[clear] < 30).mean() > 0.995
    # The surface is the same: only vertices were doubled.
    assert np.array_equal(made.vertices[made.faces], mesh.vertices[mesh.faces])


def test_no_ground_bleeds_in_anywhere():
    mesh = ball()
    red = np.full((len(mesh.faces), 3), (200, 30, 20), np.uint8)
    view, camera = photographed(mesh, red, Pose(30.0, 10.0, 0.0, 2.0))
    for made in (textured(mesh, view, camera), colored(mesh, cover(view, camera))):
        found = made.vertex_colors if made.uv is None else sampled(made.texture, made.uv)
        assert np.abs(found.astype(int) - (200, 30, 20)).max() < 12


def test_the_back_is_smooth_where_it_cannot_be_mirrored():
    """A small eye in the middle of the front does not appear on the back."""
    mesh, pose = ball(), Pose(0.0, 0.0, 0.0, 2.2)
    middle = mesh.vertices[mesh.faces].mean(axis=1)
    eye = np.linalg.norm(middle[:, :2], axis=1) < 0.06
    colors = np.where(eye[:, None], (0, 0, 0), (230, 200, 150)).astype(np.uint8)
    made = textured(mesh, *photographed(mesh, colors, pose))
    found = sampled(made.texture, made.uv).astype(int)
    behind = (made.vertices[:, 2] < -0.45) & (np.linalg.norm(made.vertices[:, :2], axis=1) < 0.06)
    before = (made.vertices[:, 2] > 0.45) & (np.linalg.norm(made.vertices[:, :2], axis=1) < 0.03)
    assert found[before].max() < 60 and not made.seen[behind].any()
    assert found[behind].min() > 90 and np.ptp(found[behind], axis=0).max() < 40


def sides(mesh: Mesh, left: tuple[int, int, int], right: tuple[int, int, int]) -> Bytes:
    """Colours of faces: a band on the left half (+x), one on the right half, grey elsewhere."""
    middle = mesh.vertices[mesh.faces].mean(axis=1)
    colors = np.full((len(middle), 3), 150, np.uint8)
    band = (np.abs(middle[:, 1]) < 0.25) & (np.abs(middle[:, 0]) > 0.1)
    colors[band & (middle[:, 0] > 0)] = left
    colors[band & (middle[:, 0] < 0)] = right
    return colors


def test_what_is_hidden_is_mirrored_where_the_halves_are_alike():
    mesh = ball()
    hidden = np.array([-0.5, 0.0, 0.0])
    at = np.argmin(np.linalg.norm(mesh.vertices - hidden, axis=1))
    pose = Pose(50.0, 10.0, 0.0, 2.2)
    alike = colored(
        mesh, cover(*photographed(mesh, sides(mesh, (220, 40, 20), (220, 40, 20)), pose))
    )
    assert (
        not alike.seen[at]
        and np.abs(alike.vertex_colors[at].astype(int) - (220, 40, 20)).max() < 15
    )
    # Of an object whose halves differ where both are seen nothing is known of the far side.
    unlike = colored(
        mesh, cover(*photographed(mesh, sides(mesh, (220, 40, 20), (20, 40, 220)), pose))
    )
    assert unlike.vertex_colors[at][0] < 200


def test_what_stands_behind_does_not_take_the_colour_of_what_hides_it():
    """A red post before a blue wall leaves no red stripe on the wall."""
    post = trimesh.creation.box((0.12, 0.8, 0.1)).apply_translation((0, 0, 0.4))
    wall = trimesh.creation.box((1.0, 1.0, 0.1)).apply_translation((0, 0, -0.3))
    for part in (post, wall):
        part.visual = trimesh.visual.ColorVisuals()
    post, wall = (from_trimesh(part.subdivide_to_size(0.03)) for part in (post, wall))
    both = Mesh(
        np.concatenate([post.vertices, wall.vertices]),
        np.concatenate([post.faces, wall.faces + len(post.vertices)]),
    )
    red = np.arange(len(both.faces)) < len(post.faces)
    colors = np.where(red[:, None], (220, 30, 20), (20, 40, 220)).astype(np.uint8)
    pose = Pose(20.0, 5.0, 0.0, 2.2)
    view, camera = photographed(both, colors, pose)
    made = laid(both, cover(view, camera))
    before = made.vertices[:, 2] > 0
    found = sampled(made.texture, made.uv).astype(int)
    front = (
        ~before & (made.vertices[:, 2] > -0.26) & (np.abs(made.vertices[:, :2]).max(axis=1) < 0.4)
    )
    assert (made.seen[front] == 0).sum() > 50  # behind the post
    assert found[front][:, 0].max() < 90 and found[front][:, 2].min() > 150
    assert found[before & (made.seen > 0)][:, 0].mean() > 200


def test_a_turned_shape_wears_the_same():
    mesh, pose = ball(), Pose(35.0, 15.0, 0.0, 2.2)
    photo = cover(*photographed(mesh, checkered(mesh.vertices[mesh.faces].mean(axis=1))[0], pose))
    plain = laid(mesh, photo)
    turned = replace(mesh, vertices=mesh.vertices[:, [0, 2, 1]] * np.float32([1, -1, 1]))
    again = laid(turned, photo.turned("x"))
    assert np.allclose(again.uv, plain.uv, atol=1e-5) and np.array_equal(again.seen, plain.seen)


@pytest.mark.parametrize(("wide", "scale"), [(4000, 1536 / 4000), (300, 1.0)])
def test_large_photographs_are_made_smaller_and_small_ones_kept(wide: int, scale: float):
    image = np.zeros((600, 4400, 3), np.uint8)
    mask = np.zeros((600, 4400), np.float32)
    mask[200:400, 200 : 200 + wide] = 1
    camera = Camera(4400, 600, np.diag([2000.0, 2000, 1]), np.eye(3), np.array([0, 0, 2.0]))
    photo = cover(View(image, mask), camera)
    assert photo.photograph[2] <= 1536
    assert photo.photograph[2] / photo.window[2] == pytest.approx(scale, rel=0.08)


def test_a_mask_without_an_object_is_said():
    camera = Camera(8, 8, np.eye(3), np.eye(3), np.zeros(3))
    with pytest.raises(UserError, match="mask"):
        cover(View(np.zeros((8, 8, 3), np.uint8), np.zeros((8, 8), np.float32)), camera)


def test_a_reconstruction_tells_the_camera_of_its_photograph(chair: Path):
    """Seen through it the shape covers what the mask covers, but for the shape's own faults."""
    views = core.load_views([chair])
    result = core.utils.progress.finished(core.reconstruct(views, method="tl"))
    camera, mesh = result.camera, isosurface(result.shape)
    local = mesh.vertices @ camera.R.T + camera.t
    pixels = (local @ camera.K.T)[:, :2] / local[:, 2:]
    box = np.argwhere(views[0].mask > 0.5)[:, ::-1]
    assert np.ptp(pixels, axis=0).max() == pytest.approx(np.ptp(box, axis=0).max(), rel=0.02)
    middle = (pixels.min(axis=0) + pixels.max(axis=0)) / 2
    assert np.allclose(middle, (box.min(axis=0) + box.max(axis=0)) / 2, atol=3)
    assert (camera.height, camera.width) == views[0].image.shape[:2]
    made = textured(mesh, views[0], camera)
    assert 0.2 < made.seen.mean() < 0.8
    # Two photographs have no one camera.
    assert core.utils.progress.finished(core.reconstruct(views * 2, method="tl")).camera is None
