"""Pictures of the 3D scene as pictures: pixels, strips, backgrounds, what is cut out."""

from __future__ import annotations

import numpy as np
import pytest
from forms import ball, block, sphere_mesh
from pictured import HEIGHT, WIDTH, brightness

from viewer.scene import scene as scenes
from viewer.scene.orbit_camera import Orbit
from viewer.scene.tiles import last
from viewer.theme.palette import DARK


def test_pictures_have_the_pixels_asked_for(scene):
    assert scene.render(101, 51).shape == (51, 101, 4)
    assert scene.render(101, 51, scale=2.0).shape == (102, 202, 4)
    assert scene.render(101, 51, fine=False).shape == (51, 101, 4)
    assert (scene.render(20, 20)[..., 3] == 255).all()


@pytest.mark.parametrize("parallel", [False, True])
def test_a_picture_drawn_in_strips_is_the_picture_drawn_at_once(scene, parallel, monkeypatch):
    scene.set_shape(ball(), sphere_mesh())
    scene.set_visible(grid=True, axes=True, shadow=True)
    scene.camera = Orbit(azimuth=20, elevation=15, roll=10, distance=3.0, parallel=parallel)
    whole = scene.render(WIDTH, HEIGHT).astype(int)
    cut_out = scene.screenshot(WIDTH, HEIGHT, transparent=True).astype(int)
    monkeypatch.setattr(scenes, "STRIP", 4 * 7 * WIDTH)  # seven rows; 180 is no multiple
    shares, steps = [], scene.strips(WIDTH, HEIGHT)
    while True:
        try:
            shares.append(next(steps))
        except StopIteration as finished:
            strips = finished.value
            break
    assert len(shares) == 25 and np.all(np.diff(shares) > 0)
    alpha = scene.screenshot(WIDTH, HEIGHT, transparent=True)[..., 3:]
    for picture, at_once in ((strips, whole), (alpha, cut_out[..., 3:])):
        off = np.abs(picture - at_once).max(axis=-1)
        assert (off > 2).mean() < 0.004  # here and there a sample of an edge falls the other way


def test_there_is_a_background_where_a_strip_shows_nothing_else(scene):
    scene.set_shape(ball(), sphere_mesh())
    scene.set_visible(grid=True, axes=True, shadow=True)
    scene.camera = Orbit(azimuth=30, elevation=20, distance=30.0)
    picture = last(scene.strips(1200, 800, 1.0, True)).astype(int)
    assert picture[5, 600, 0] > 100 and picture[-6, 600, 0] > 100


def test_a_shape_that_changes_between_strips_is_not_drawn_in_two_halves(scene, monkeypatch):
    monkeypatch.setattr(scenes, "STRIP", 4 * 30 * WIDTH)
    scene.set_shape(ball())
    steps = scene.strips(WIDTH, HEIGHT)
    next(steps), next(steps), next(steps)
    scene.set_shape(block((2, 2, 2), (9, 9, 9)))
    picture = last(steps)
    assert np.abs(picture.astype(int) - scene.render(WIDTH, HEIGHT)).max() <= 2


def test_a_cut_out_laid_on_a_background_is_the_picture_on_that_background(scene):
    """Alpha and colours are exact: also for the soft shadow, which is half there."""
    scene.set_shape(ball(), sphere_mesh())
    scene.set_visible(shadow=True)
    scene.set_background("plain")
    scene.camera = Orbit(elevation=30, distance=3.0)
    cut_out = scene.screenshot(WIDTH, HEIGHT, transparent=True).astype(float)
    share, back = cut_out[..., 3:] / 255, scene.render(WIDTH, HEIGHT)[0, 0, :3].astype(float)
    laid = cut_out[..., :3] * share + back * (1 - share)
    assert 0.05 < ((share > 0.02) & (share < 0.9)).mean() < 0.6
    assert np.abs(laid - scene.screenshot(WIDTH, HEIGHT)[..., :3]).max() < 4


def test_the_background_is_a_gradient_or_plain_or_dark(scene):
    for background, dark, plain in (("studio", 0, 0), ("plain", 0, 1), ("dark", 1, 0)):
        scene.set_background(background)
        light = brightness(scene.render(WIDTH, HEIGHT))
        assert (light.max() < 90) == bool(dark)
        assert (np.ptp(light) < 2) == bool(plain)
        assert light[HEIGHT // 2, WIDTH // 2] >= light[0, 0], "brighter in the middle"
        assert np.abs(light - light[::-1, ::-1]).max() < 3


def test_a_still_picture_is_smooth_in_small_windows_and_large_ones(scene):
    """A slanted edge has pixels between shape and background, where a rough one has none."""
    scene.set_theme(DARK)
    scene.set_shape(mesh=sphere_mesh())
    scene.camera = Orbit(distance=3.0)
    for width, height in ((240, 180), (1600, 1000)):
        light = {fine: brightness(scene.render(width, height, fine=fine)) for fine in (True, False)}
        edge = np.abs(light[True] - light[False])
        assert (edge > 15).sum() > height / 2
        assert (
            edge[height // 2 - 20 : height // 2 + 20, width // 2 - 20 : width // 2 + 20].max() < 8
        )
