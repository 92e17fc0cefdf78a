"""Shapes measured in photographs from known places, against shapes that are known exactly."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import trimesh

import core
from core.errors import UserError
from core.evaluation.photographs import Known, against
from core.geometry.isosurface import isosurface
from core.geometry.mesh import from_trimesh
from core.rendering.splat import sample_surface
from core.rendering.turntable import around, photographed
from core.types import Mesh, Reconstruction, Similarity, View
from core.utils.progress import finished

COUNT = 20


def ellipsoid() -> Mesh:
    """A closed, convex shape, longest side 1."""
    ball = trimesh.creation.icosphere(4, 0.5)
    return from_trimesh(trimesh.Trimesh(ball.vertices * (1.0, 0.8, 0.6), ball.faces))


def pictures(mesh: Mesh, count: int = COUNT, size: int = 256) -> list[View]:
    """Views of a mesh all around, striped so that there is something to compare."""
    middles = mesh.vertices[mesh.faces].mean(1)
    waves = np.sin(middles @ np.array([[37, 11, 3], [5, 41, 13], [17, 7, 29]]).T)
    colors = (127 + 120 * waves).astype(np.uint8)
    surface = sample_surface(mesh, colors, 150_000, np.random.default_rng(0))
    return photographed(surface, around(count), size)


@pytest.fixture(scope="module")
def views() -> list[View]:
    return pictures(ellipsoid())


def run(views: list[View], method: str = "hull", resolution: int = 64) -> Reconstruction:
    return finished(core.reconstruct(views, method=method, resolution=resolution))


def test_a_convex_shape_is_measured_nearly_exactly(views: list[View]) -> None:
    result = run(views, resolution=128)
    found: Known = against(result, ellipsoid())
    assert found.iou > 0.97
    assert found.chamfer < 0.006
    assert min(result.agreement) > 0.97
    assert not result.left_out


def test_the_shape_lies_in_the_object_frame_and_the_cameras_with_it(views: list[View]) -> None:
    result = run(views)
    mesh = isosurface(result.shape)
    low, high = mesh.vertices.min(0), mesh.vertices.max(0)
    np.testing.assert_allclose(high - low, (1.0, 0.8, 0.6), atol=0.03)
    np.testing.assert_allclose(high + low, 0, atol=0.01)
    first = result.views[0].camera
    assert first is not None and result.pose is not None
    np.testing.assert_allclose(np.linalg.norm(first.R.T @ first.t), 2.6, rtol=0.03)
    assert result.pose.azimuth == pytest.approx(around(COUNT)[0].azimuth, abs=2)
    assert result.pose.elevation == pytest.approx(around(COUNT)[0].elevation, abs=2)


def test_scale_place_and_axes_of_the_cameras_do_not_matter(views: list[View]) -> None:
    quarter = np.array([[1.0, 0, 0], [0, 0, -1], [0, 1, 0]])  # +Z is up there
    away = Similarity(7.0, quarter, np.array([30.0, -4.0, 12.0]))
    moved = [replace(view, camera=away.camera(view.camera)) for view in views if view.camera]
    result = run(moved)
    assert result.frame is not None
    both = away.then(result.frame)
    np.testing.assert_allclose(both.rotation, np.eye(3), atol=1e-6)
    assert both.scale == pytest.approx(1.0, rel=0.03)
    np.testing.assert_allclose(both.shift, 0, atol=0.02)


def test_a_wrong_mask_is_recognised_and_left_out(views: list[View]) -> None:
    mask = views[3].mask
    assert mask is not None
    wrong = replace(views[3], mask=np.roll(mask, 70, axis=1))
    result = run([*views[:3], wrong, *views[4:]])
    assert list(result.left_out) == [wrong.name]
    assert against(result, ellipsoid()).iou > 0.93


def test_cameras_of_other_photographs_are_refused(views: list[View]) -> None:
    flipped = [
        replace(v, camera=replace(v.camera, t=-v.camera.t)) for v in views if v.camera is not None
    ]
    with pytest.raises(UserError, match=r"contradict|can be used"):
        run(flipped)


def test_cameras_that_fit_badly_are_told(views: list[View]) -> None:
    mixed = [replace(v, camera=w.camera) for v, w in zip(views, views[7:] + views[:7], strict=True)]
    try:
        result = run(mixed)
    except UserError as error:
        assert "contradict" in str(error)
    else:
        assert any("not exact" in note for note in result.notes) or len(result.left_out) > 4


def test_the_order_of_photographs_changes_nothing(views: list[View]) -> None:
    one, other = run(views), run(views[::-1])
    np.testing.assert_allclose(one.code["field"], other.code["field"], atol=1e-4)


def test_vertices_know_their_colour_and_in_how_many_photographs_they_are(
    views: list[View],
) -> None:
    below = [view for view, pose in zip(views, around(COUNT), strict=True) if pose.elevation > -20]
    result = run(below)
    method = core.load_method("hull")
    mesh = method.paint(result.code, isosurface(result.shape))
    assert mesh.seen is not None and mesh.confidence is not None
    low, high = np.quantile(mesh.vertices[:, 1], (0.1, 0.9))
    top, bottom = (mesh.vertices[:, 1] > high), (mesh.vertices[:, 1] < low)
    assert mesh.seen[top].mean() > 4
    assert mesh.seen[bottom].mean() < 2
    assert mesh.confidence[top].mean() > mesh.confidence[bottom].mean()
    assert result.next_view is not None and result.next_view.elevation < 0


def test_a_code_is_kept_and_decoded_at_any_resolution(views: list[View], tmp_path) -> None:
    from core.latent.codes import read_code, write_code

    result = run(views)
    write_code(result.code, tmp_path / "code.npz")
    back = read_code(tmp_path / "code.npz")
    method = core.load_method("hull")
    for resolution in (32, 64, 100):
        grid = method.decode(back, resolution)
        assert grid.occupancy.shape == (resolution,) * 3
        volume = grid.occupancy.mean()
        assert volume == pytest.approx(np.pi / 6 * 1.0 * 0.8 * 0.6, rel=0.06)


def test_too_few_photographs_are_answered_with_a_sentence(views: list[View]) -> None:
    with pytest.raises(UserError, match="3 photographs or more"):
        run(views[:1])
