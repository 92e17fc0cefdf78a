"""The camera of the 3D scene: what it shows where, and what lies under a place of its picture."""

from __future__ import annotations

import numpy as np
import pytest
from forms import ball, block, sphere_mesh
from pictured import HEIGHT, WIDTH, centroid, covered

from core.types import Pose
from viewer.scene.clipping import Clip
from viewer.scene.orbit_camera import Orbit
from viewer.scene.tiles import last


def test_the_pose_of_a_photograph_puts_front_and_left_where_they_belong(scene):
    """A block at +X stands at the right of the picture from the front, and +Z from the left."""
    scene.set_shape(block((12, 6, 6), (16, 10, 10)))
    scene.camera = Orbit(azimuth=0, elevation=0, distance=3.0)
    assert centroid(covered(scene))[0] > 0.3
    scene.look_from(Pose(azimuth=90, elevation=0, roll=0, distance=3.0), WIDTH / HEIGHT)
    assert centroid(covered(scene))[0] == pytest.approx(0, abs=0.05), "it comes at the camera"
    scene.look_from(Pose(azimuth=0, elevation=0, roll=90, distance=3.0), WIDTH / HEIGHT)
    x, y = centroid(covered(scene))
    assert y > 0.3 and abs(x) < 0.05, "a camera turned clockwise sees the right above"


def test_framing_shows_the_whole_shape_and_fills_the_picture(scene):
    for grid in (ball(), block((0, 7, 7), (16, 9, 9)), block((2, 2, 2), (4, 4, 4))):
        scene.set_shape(grid)
        for parallel in (False, True):
            scene.set_orthographic(parallel)
            scene.frame(WIDTH / HEIGHT)
            mask = covered(scene) > 0.5
            assert not (mask[0].any() or mask[-1].any() or mask[:, 0].any() or mask[:, -1].any())
            rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
            fills = max(np.ptp(rows) / HEIGHT, np.ptp(columns) / WIDTH)
            assert fills > 0.45


def test_orthographic_does_not_shrink_what_is_far(scene):
    scene.set_shape(block((7, 7, 0), (9, 9, 16)))
    scene.look("front")
    scene.frame()
    wide = covered(scene).sum()
    scene.set_orthographic(True)
    assert covered(scene).sum() < wide


@pytest.mark.parametrize("parallel", [False, True])
@pytest.mark.parametrize("size", [(WIDTH, HEIGHT), (333, 901)])
def test_picking_finds_the_point_that_is_drawn_there(scene, parallel, size):
    scene.set_shape(block((0, 0, 0), (8, 16, 16)))
    scene.camera = Orbit(azimuth=25, elevation=20, roll=9, distance=3.0, parallel=parallel)
    for place in ([-0.5, 0.4, 0.5], [0.0, 0.2, -0.45], [-0.3, 0.5, 0.1]):
        x, y, _ = scene.camera.project(np.array([place]), *size)[0]
        assert scene.pick(x, y, *size) == pytest.approx(place, abs=1e-6)
    assert scene.pick(1, 1, *size) is None


def test_the_pixels_of_the_shape_are_those_where_picking_meets_it(scene):
    """The camera of the picture and that of the ray are the same one, at any pixel ratio."""
    scene.set_shape(block((4, 2, 1), (12, 9, 14)))
    scene.camera = Orbit(azimuth=-40, elevation=30, roll=-5, distance=2.5)
    for scale in (1, 2):
        bare = scene.strips(WIDTH, HEIGHT, scale, fine=False, transparent=True)
        drawn = last(bare)[..., 3] > 0
        rng = np.random.default_rng(3)
        for y, x in rng.integers(0, (HEIGHT * scale, WIDTH * scale), (60, 2)):
            met = scene.pick((x + 0.5) / scale, (y + 0.5) / scale, WIDTH, HEIGHT) is not None
            around = drawn[max(y - 1, 0) : y + 2, max(x - 1, 0) : x + 2]
            if around.all() or not around.any():
                assert met == drawn[y, x]


def test_a_point_on_the_cut_can_be_picked(scene):
    scene.set_shape(mesh=sphere_mesh(48))
    scene.camera = Orbit(azimuth=0, elevation=0, distance=3.0)
    assert scene.pick(WIDTH / 2, HEIGHT / 2, WIDTH, HEIGHT)[2] == pytest.approx(0.4, abs=1e-3)
    scene.set_clip(Clip("z", 0.5))
    assert scene.pick(WIDTH / 2, HEIGHT / 2, WIDTH, HEIGHT) == pytest.approx([0, 0, 0], abs=1e-6)
    scene.set_clip(Clip("z", 0.5, flipped=True))
    assert scene.pick(WIDTH / 2, HEIGHT / 2, WIDTH, HEIGHT)[2] == pytest.approx(0.4, abs=1e-3)


def test_another_lens_changes_the_perspective_and_not_the_size(scene):
    scene.set_shape(block((5, 5, 0), (11, 11, 16)))
    scene.look("front")
    scene.frame(WIDTH / HEIGHT)
    height = scene.camera.half_height
    sizes = {}
    for angle in (12.0, 30.0, 80.0):
        scene.set_view_angle(angle)
        assert scene.camera.half_height == pytest.approx(height)
        sizes[angle] = covered(scene).sum()
    assert sizes[80.0] > 1.3 * sizes[30.0] > 1.3 * sizes[12.0], "what is near grows"
    scene.frame(WIDTH / HEIGHT)
    mask = covered(scene) > 0.5
    assert not (mask[0].any() or mask[-1].any()), "framing knows the lens"
