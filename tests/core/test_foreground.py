"""The object of a product photograph is found without a network; where it is not, that is said."""

import io

import numpy as np
import pytest
from PIL import Image
from scipy import ndimage

from core.errors import UserError
from core.images.foreground import check_mask, find_mask
from core.methods.base import Analysis
from core.pipeline import mask_from_network
from core.types import LatentCode, Maps, View

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
    view = find_mask(photograph(shape, BROWN, background))
    assert view.mask_source == "classical"
    assert view.mask.shape == view.image.shape[:2] and view.mask.dtype == np.float32
    assert iou(view.mask, shape) > 0.93


def test_a_white_object_on_white():
    assert iou(find_mask(photograph(DISC, (225, 224, 220), noise=0.5)).mask, DISC) > 0.95


def test_a_studio_background_that_darkens_to_its_corners():
    view = photograph(TABLE, BROWN, (230, 228, 225), shading=0.35)
    assert iou(find_mask(view).mask, TABLE) > 0.93


def test_a_soft_shadow_is_not_the_object():
    view = photograph(DISC, BROWN, (240, 240, 240), shadow=0.3)
    assert iou(find_mask(view).mask, DISC) > 0.93


def test_a_wall_and_a_floor_are_both_background():
    floor = np.where((Y > 150)[..., None], (150, 120, 90), (200, 205, 190))
    assert iou(find_mask(photograph(DISC, (180, 30, 30), floor)).mask, DISC) > 0.95


def test_an_object_that_leaves_the_picture():
    shape = (np.abs(X - 160) < 70) & (Y > 60)
    assert iou(find_mask(photograph(shape, BROWN)).mask, shape) > 0.95


def test_the_same_picture_gives_the_same_mask():
    view = photograph(TABLE, BROWN, GREY)
    assert np.array_equal(find_mask(view).mask, find_mask(view).mask)


class Seer:
    """A method that sees one silhouette (S, S), or none, in every photograph."""

    def __init__(self, silhouette: np.ndarray | None):
        self.silhouette = silhouette

    def analyse(self, views) -> Analysis:
        code = LatentCode({}, "seer")
        if self.silhouette is None:
            return Analysis(code)
        flat = np.zeros_like(self.silhouette)
        window = (40.0, 0.0, 240.0)  # left, top, side of the crop in a photograph 320 x 240
        return Analysis(code, Maps(self.silhouette, flat, np.stack([flat] * 3, -1), window))


def test_without_an_object_the_network_is_asked():
    blank = View(np.full((HEIGHT, WIDTH, 3), 200, np.uint8), name="blank.jpg")
    assert find_mask(blank).mask is None
    asked = mask_from_network(blank, Seer(DISC[:, 40:280].astype(np.float32)))
    assert asked.mask_source == "network" and iou(asked.mask, DISC) > 0.98


@pytest.mark.parametrize(
    "seen", [None, np.zeros((64, 64)), np.ones((64, 64))], ids=["no maps", "nothing", "all"]
)
def test_a_silhouette_that_cannot_be_believed_is_not_taken(seen):
    blank = View(np.full((240, 240, 3), 200, np.uint8), name="blank.jpg")
    seer = Seer(None if seen is None else seen.astype(np.float32))
    assert mask_from_network(blank, seer) is blank


@pytest.mark.parametrize("mask", [None, np.zeros((9, 9), np.float32)])
def test_no_object_is_said(mask):
    with pytest.raises(UserError, match=r"No object was found in blank\.jpg"):
        check_mask(View(np.zeros((9, 9, 3), np.uint8), mask, name="blank.jpg"))


def test_a_mask_over_everything_is_said():
    view = View(np.zeros((9, 9, 3), np.uint8), np.ones((9, 9), np.float32), name="full.jpg")
    with pytest.raises(UserError, match=r"full\.jpg covers the whole picture"):
        check_mask(view)


def test_a_good_mask_passes():
    check_mask(View(np.zeros((HEIGHT, WIDTH, 3), np.uint8), DISC.astype(np.float32)))
