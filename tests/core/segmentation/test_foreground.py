"""The object of a photograph is found, whatever is behind it; where there is none, that is said."""

import numpy as np
import pytest
from PIL import Image, ImageDraw
from scipy import ndimage

from core.errors import UserError
from core.methods.base import Analysis
from core.segmentation.finders import find_object, mask_from_network
from core.segmentation.foreground import check_mask, find_mask, remarks
from core.types import LatentCode, Maps, View

HEIGHT, WIDTH = 240, 320
Y, X = np.mgrid[:HEIGHT, :WIDTH] + 0.5


def wall(seed: int = 0) -> np.ndarray:
    """A mottled wall with a floor before it (H, W, 3)."""
    dice = np.random.default_rng(seed)
    mottled = sum(
        ndimage.zoom(dice.normal(0, 14, (cells, cells)), (HEIGHT / cells, WIDTH / cells), order=1)
        for cells in (4, 8, 20, 40)
    )
    color = np.where((Y > 180)[..., None], (120, 100, 80), (150, 155, 140))
    return color + mottled[..., None]


def ball(scene: np.ndarray, x: float, y: float, radius: float, color=(200, 60, 40)) -> np.ndarray:
    """The scene with a lit ball in it, and where the ball is."""
    far = np.hypot(X - x, Y - y) / radius
    lit = np.sqrt(np.clip(1 - far**2, 0, 1)) * (1 - 0.4 * (X - x) / radius)
    inside = far < 1
    return np.where(inside[..., None], np.array(color) * (0.25 + 0.75 * lit[..., None]), scene)


def photograph(scene: np.ndarray, name: str = "photo.jpg") -> View:
    noise = np.random.default_rng(1).normal(0, 2, scene.shape)
    return View((scene + noise).clip(0, 255).astype(np.uint8), name=name)


def disc(x: float, y: float, radius: float) -> np.ndarray:
    return np.hypot(X - x, Y - y) < radius


def iou(mask: np.ndarray, shape: np.ndarray) -> float:
    return float(((mask > 0.5) & shape).sum() / ((mask > 0.5) | shape).sum())


def test_an_object_before_a_mottled_wall():
    view = find_mask(photograph(ball(wall(), 170, 130, 60)))
    assert view.mask_source == "salient" and view.mask_choice == (1, 1)
    assert view.mask.shape == view.image.shape[:2] and view.mask.dtype == np.float32
    assert iou(view.mask, disc(170, 130, 60)) > 0.93
    assert 0.85 < view.mask_certainty <= 1
    again = find_mask(view)
    assert np.array_equal(again.mask, view.mask) and again.mask_certainty == view.mask_certainty


def test_several_objects_are_counted_and_taken_in_turn():
    scene = ball(ball(wall(), 105, 120, 55), 260, 130, 45, (50, 90, 190))
    view = find_mask(photograph(scene))
    assert view.mask_choice == (1, 2) and iou(view.mask, disc(105, 120, 55)) > 0.9
    other = find_object(view, "next", never)
    assert other.mask_choice == (2, 2) and iou(other.mask, disc(260, 130, 45)) > 0.9
    first = find_object(other, "next", never)
    assert first.mask_choice == (1, 2) and np.array_equal(first.mask, view.mask)


def page() -> np.ndarray:
    picture = Image.new("RGB", (WIDTH * 2, HEIGHT * 2), "white")
    pen = ImageDraw.Draw(picture)
    for line in range(18):
        pen.text((30, 20 + 25 * line), "Keep away from heat and read this page. " * 2, fill=0)
    return np.asarray(picture, np.float64)


def logo() -> np.ndarray:
    scene = np.full((HEIGHT, WIDTH, 3), 255.0)
    scene[disc(160, 120, 70)] = (30, 90, 200)
    scene[disc(160, 120, 40)] = (250, 200, 0)
    return scene


@pytest.mark.parametrize(
    "scene",
    [np.zeros((HEIGHT, WIDTH, 3)), np.full((HEIGHT, WIDTH, 3), 255.0), wall(3), page(), logo()],
    ids=["black", "white", "a wall", "a page", "a logo"],
)
def test_where_there_is_no_object_none_is_found(scene):
    view = find_mask(View(scene.clip(0, 255).astype(np.uint8), name="photo.jpg"))
    assert view.mask is None and view.mask_source == "none" and view.mask_certainty is None
    with pytest.raises(UserError, match=r"No object was found in photo\.jpg this way"):
        find_object(view, "salient", never)


def never():
    raise AssertionError("the method is not asked")


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


def test_the_method_can_be_asked_what_it_sees():
    blank = View(np.full((HEIGHT, WIDTH, 3), 200, np.uint8), name="blank.jpg")
    asked = mask_from_network(blank, Seer(disc(160, 120, 70)[:, 40:280].astype(np.float32)))
    assert asked.mask_source == "network" and iou(asked.mask, disc(160, 120, 70)) > 0.98


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
    check_mask(View(np.zeros((HEIGHT, WIDTH, 3), np.uint8), disc(160, 120, 70).astype(np.float32)))


def masked(inside: np.ndarray) -> View:
    return photograph(wall()).with_mask(inside.astype(np.float32), "file")


def test_an_object_that_the_edge_cuts_off_is_remarked() -> None:
    assert remarks(masked(disc(160, 120, 80))) == ()
    assert remarks(masked(disc(300, 120, 80))) == (
        "The edge of photo.jpg cuts the object off. Take a photograph that shows all of it.",
    )


def test_a_mask_of_many_pieces_is_remarked() -> None:
    inside = np.any([disc(40 + 60 * k, 120, 20) for k in range(5)], axis=0)
    assert remarks(masked(inside)) == (
        "The mask of photo.jpg is in 5 pieces. Leave one object in it.",
    )


def test_a_mask_as_thin_as_a_wire_is_remarked() -> None:
    inside = (np.abs(X - 160) < 2) & (np.abs(Y - 120) < 100)
    assert remarks(masked(inside)) == (
        "The object of photo.jpg is as thin as a wire, so most of it is a guess.",
    )
