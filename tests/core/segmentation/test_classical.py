"""The object of a product photograph is found by its colours alone."""

import io

import numpy as np
import pytest
from PIL import Image
from scipy import ndimage

from core.segmentation.classical import segment
from core.types import View

HEIGHT, WIDTH, SCALE = 240, 320, 2  # scenes are drawn small and photographed larger
Y, X = np.mgrid[:HEIGHT, :WIDTH]
DISC = np.hypot(X - 160, Y - 120) < 70
RING = DISC & (np.hypot(X - 160, Y - 120) > 35)
TABLE = ((np.abs(X - 160) < 90) & (np.abs(Y - 90) < 12)) | (
    (np.abs(np.abs(X - 160) - 75) < 8) & (np.abs(Y - 140) < 60)
)
WHITE, GREY, BROWN = (255, 255, 255), (128, 128, 128), (120, 70, 30)


def photograph(shape, color, background=WHITE, shading=0.0, shadow=0.0, noise=2.0) -> View:
    """A scene as a JPEG: the object lit from the left, its shadow falling below it."""
    light = 1.0 - 0.25 * (X - 160) / 160
    scene = np.ones((HEIGHT, WIDTH, 3)) * background
    scene *= 1 - shading * (((X - 160) / 160) ** 2 + ((Y - 120) / 120) ** 2)[..., None] / 2
    cast = ndimage.gaussian_filter(np.roll(shape, (25, 10), (0, 1)).astype(float), 12)
    scene *= 1 - shadow * cast[..., None]
    scene = np.where(shape[..., None], np.array(color) * light[..., None], scene)
    scene += np.random.default_rng(0).normal(0, noise, scene.shape)
    data = io.BytesIO()
    picture = Image.fromarray(scene.clip(0, 255).astype(np.uint8))
    picture.resize((WIDTH * SCALE, HEIGHT * SCALE)).save(data, "jpeg", quality=90)
    return View(np.asarray(Image.open(data)), name="photo.jpg")


def iou(mask, shape) -> float:
    found = np.asarray(Image.fromarray(mask).resize((WIDTH, HEIGHT), Image.Resampling.BOX)) > 0.5
    return float((found & shape).sum() / (found | shape).sum())


@pytest.mark.parametrize("shape", [DISC, RING, TABLE], ids=["disc", "ring", "table"])
@pytest.mark.parametrize("background", [WHITE, GREY, (40, 60, 120)], ids=["white", "grey", "blue"])
def test_an_object_on_a_plain_background(shape, background):
    view = photograph(shape, BROWN, background)
    mask = segment(view.image)
    assert mask.shape == view.image.shape[:2] and mask.dtype == np.float32
    assert iou(mask, shape) > 0.93


def test_a_white_object_on_white():
    assert iou(segment(photograph(DISC, (225, 224, 220), noise=0.5).image), DISC) > 0.95


def test_a_studio_background_that_darkens_to_its_corners():
    view = photograph(TABLE, BROWN, (230, 228, 225), shading=0.35)
    assert iou(segment(view.image), TABLE) > 0.93


def test_a_soft_shadow_is_not_the_object():
    view = photograph(DISC, BROWN, (240, 240, 240), shadow=0.3)
    assert iou(segment(view.image), DISC) > 0.93


def test_a_wall_and_a_floor_are_both_background():
    floor = np.where((Y > 150)[..., None], (150, 120, 90), (200, 205, 190))
    assert iou(segment(photograph(DISC, (180, 30, 30), floor).image), DISC) > 0.95


def test_an_object_that_leaves_the_picture():
    shape = (np.abs(X - 160) < 70) & (Y > 60)
    assert iou(segment(photograph(shape, BROWN).image), shape) > 0.95


def test_the_same_picture_gives_the_same_mask():
    view = photograph(TABLE, BROWN, GREY)
    assert np.array_equal(segment(view.image), segment(view.image))
