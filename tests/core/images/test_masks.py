"""Strokes, growing, filling, cropping and turning do what geometry says."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from core.errors import UserError
from core.images import masks
from core.segmentation.box import segment_box
from core.segmentation.finders import find_object
from core.types import Camera, View

HEIGHT, WIDTH = 120, 160
Y, X = np.mgrid[:HEIGHT, :WIDTH] + 0.5


def disc(x, y, radius):
    return np.clip(radius + 0.5 - np.hypot(X - x, Y - y), 0, 1).astype(np.float32)


def blank():
    return np.zeros((HEIGHT, WIDTH), np.float32)


def area(mask):
    return float(mask.sum())


@pytest.mark.parametrize("radius", [3.0, 10.5, 40.0])
def test_a_dab_is_a_disc_of_that_radius_around_that_point(radius):
    mask = blank()
    masks.paint(mask, (80.25, 60.5), (80.25, 60.5), radius, 1)
    assert area(mask) == pytest.approx(np.pi * radius**2, rel=0.02)
    assert (mask * X).sum() / area(mask) == pytest.approx(80.25, abs=0.02)
    assert (mask * Y).sum() / area(mask) == pytest.approx(60.5, abs=0.02)


def test_a_stroke_is_a_capsule_and_changes_nothing_beyond_its_box():
    mask = blank()
    left, top, right, bottom = masks.paint(mask, (30, 40), (110, 70), 8, 1)
    assert area(mask) == pytest.approx(np.pi * 64 + 16 * np.hypot(80, 30), rel=0.01)
    rest = mask.copy()
    rest[top:bottom, left:right] = 0
    assert not rest.any()
    path = [(30, 40), (110, 70)]
    assert np.array_equal(masks.stroke(blank(), path, 8, 1), mask)


def test_the_eraser_takes_away_what_the_brush_gave():
    mask = masks.stroke(blank(), [(80, 60)], 20, 1)
    gone = masks.stroke(mask, [(80, 60)], 21, 0)
    assert not gone.any() and mask.max() == 1  # and the first mask is untouched
    half = masks.stroke(mask, [(40, 0), (40, HEIGHT)], 40, 0)
    assert not half[:, :79].any() and half[60, 90] == 1


def test_a_stroke_beyond_the_picture_is_cut_off():
    mask = masks.stroke(blank(), [(0, 0)], 20, 1)
    assert area(mask) == pytest.approx(np.pi * 400 / 4, rel=0.02)
    assert not masks.stroke(blank(), [(-90, -90)], 20, 1).any()


@pytest.mark.parametrize("by", [-9.0, -2.5, 1.0, 12.0])
def test_growing_moves_the_outline_by_that_much(by):
    grown = masks.grow(disc(80, 60, 30), by)
    assert area(grown) == pytest.approx(np.pi * (30 + by) ** 2, rel=0.03)
    assert grown.dtype == np.float32 and grown.min() >= 0 and grown.max() <= 1


def test_growing_nothing_and_shrinking_all_of_it_leave_nothing():
    assert not masks.grow(blank(), 5).any()
    assert not masks.grow(disc(80, 60, 10), -15).any()


def test_an_object_that_leaves_the_picture_is_not_shrunk_from_there():
    half = disc(0, 60, 30)
    shrunk = masks.grow(half, -5)
    assert shrunk[60, 0] == 1 and area(shrunk) == pytest.approx(np.pi * 25**2 / 2, rel=0.03)
    whole = np.ones((HEIGHT, WIDTH), np.float32)
    assert np.array_equal(masks.grow(whole, -5), whole)


def test_holes_are_filled_and_bays_are_not():
    ring = disc(80, 60, 40) - disc(80, 60, 20)
    assert np.abs(masks.fill_holes(ring) - disc(80, 60, 40)).max() == 0
    bay = disc(0, 60, 40) - disc(0, 60, 20)
    assert np.array_equal(masks.fill_holes(bay), bay)


def test_a_click_fills_the_hole_or_takes_the_island_away():
    two = np.maximum(disc(40, 60, 25) - disc(40, 60, 10), disc(120, 60, 12))
    filled = masks.fill_region(two, (40.0, 60.0))
    assert np.array_equal(filled, np.maximum(disc(40, 60, 25), disc(120, 60, 12)))
    assert np.array_equal(masks.fill_region(filled, (120.5, 55.0)), disc(40, 60, 25))
    assert masks.fill_region(filled, (-1.0, 5.0)) is filled


def test_inverting_twice_is_nothing():
    inverted = masks.invert(disc(80, 60, 30))
    assert inverted[60, 80] == 0 and inverted[0, 0] == 1
    assert np.allclose(masks.invert(inverted), disc(80, 60, 30))


def photograph() -> View:
    image = np.random.default_rng(0).integers(0, 255, (HEIGHT, WIDTH, 3), np.uint8)
    return View(image, disc(100, 40, 20), name="noise")


def test_a_crop_carries_the_mask_and_refuses_a_sliver():
    view = photograph()
    cut = masks.crop(view, (20.4, 10, 500, 90.2))
    assert np.array_equal(cut.image, view.image[10:91, 20:])
    assert np.array_equal(cut.mask, view.mask[10:91, 20:])
    with pytest.raises(UserError, match="too small"):
        masks.crop(view, (20, 10, 25, 90))


def test_four_quarter_turns_are_none_and_left_undoes_right():
    view = photograph()
    left = masks.rotate(view, to_the_left=True)
    assert np.array_equal(left.image, np.rot90(view.image))
    assert np.array_equal(left.mask, np.rot90(view.mask))
    back = masks.rotate(left, to_the_left=False)
    assert np.array_equal(back.image, view.image) and np.array_equal(back.mask, view.mask)


def project(camera: Camera, points):
    seen = points @ camera.R.T + camera.t
    x, y = (seen[:, :2] / seen[:, 2:]).T
    k1, k2, p1, p2, k3 = camera.distortion
    r = x * x + y * y
    radial = 1 + k1 * r + k2 * r**2 + k3 * r**3
    bent = np.stack(
        [
            x * radial + 2 * p1 * x * y + p2 * (r + 2 * x * x),
            y * radial + p1 * (r + 2 * y * y) + 2 * p2 * x * y,
            np.ones_like(x),
        ]
    )
    return (camera.K @ bent)[:2].T


def test_the_camera_sees_the_same_points_after_a_crop_and_a_turn():
    K = np.array([[150.0, 0, 75], [0, 140, 62], [0, 0, 1]])
    R = Rotation.random(random_state=3).as_matrix()
    bent = (0.1, -0.02, 0.01, -0.03, 0.004)
    view = replace(
        photograph(), camera=Camera(WIDTH, HEIGHT, K, R, np.array([0.1, -0.2, 3.0]), bent)
    )
    points = np.random.default_rng(1).uniform(-0.5, 0.5, (20, 3))
    x, y = project(view.camera, points).T
    cut = masks.crop(view, (20, 10, 120, 90)).camera
    assert (cut.width, cut.height) == (100, 80)
    assert np.allclose(project(cut, points), np.stack([x - 20, y - 10], 1))
    left = masks.rotate(view, to_the_left=True).camera
    assert (left.width, left.height) == (HEIGHT, WIDTH)
    assert np.allclose(project(left, points), np.stack([y, WIDTH - x], 1))
    right = masks.rotate(view, to_the_left=False).camera
    assert np.allclose(project(right, points), np.stack([HEIGHT - y, x], 1))


def two_things(noise=3.0):
    scene = np.full((HEIGHT, WIDTH, 3), (200, 205, 190), float)
    scene[disc(45, 60, 25) > 0.5] = (150, 60, 40)
    scene[disc(115, 60, 25) > 0.5] = (40, 70, 150)
    scene += np.random.default_rng(0).normal(0, noise, scene.shape)
    return scene.clip(0, 255).astype(np.uint8)


def test_a_box_finds_the_one_object_in_it():
    mask = segment_box(two_things(), (82, 28, 150, 95))
    truth = disc(115, 60, 25) > 0.5
    assert ((mask > 0.5) & truth).sum() / ((mask > 0.5) | truth).sum() > 0.95
    assert not mask[:, :82].any()


def test_a_box_around_everything_is_the_ordinary_way():
    mask = segment_box(two_things(), (-5, -5, WIDTH + 5, HEIGHT + 5))
    both = (disc(45, 60, 25) > 0.5) | (disc(115, 60, 25) > 0.5)
    assert ((mask > 0.5) & both).sum() / ((mask > 0.5) | both).sum() > 0.93


def no_network():
    raise AssertionError("the network is not asked")


def test_an_object_is_found_again_by_its_colours():
    view = View(two_things(), blank(), name="two", mask_source="edited")
    found = find_object(view, "classical", no_network)
    assert found.mask_source == "classical" and found.mask[60, 45] > 0.5
    with pytest.raises(UserError, match="No object was found in wall"):
        find_object(View(np.full((64, 64, 3), 90, np.uint8), name="wall"), "classical", no_network)
