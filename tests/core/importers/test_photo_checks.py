"""What photographs are is seen in them, and false alarms are rare."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from core.cameras import sfm
from core.cameras.checks import coverage, odd_cameras, rig_fault
from core.importers.photo_checks import sound, survey
from core.methods import DEFAULT
from tests.core.cameras.test_sfm import looking, ring
from tests.helpers.pictures import drawn, smeared


@pytest.fixture
def views():
    return [drawn(seed) for seed in range(8)]


def with_ring(views, **options):
    cameras = ring(len(views), **options)
    cameras = [replace(c, width=240, height=180, K=K) for c in cameras]
    return [replace(v, camera=c) for v, c in zip(views, cameras, strict=True)]


K = np.array([[240.0, 0, 120], [0, 240, 90], [0, 0, 1]])


def compressed(image, scale=0.7, quality=60):
    picture = Image.fromarray(image)
    size = (round(picture.width * scale), round(picture.height * scale))
    stored = io.BytesIO()
    picture.resize(size).save(stored, "JPEG", quality=quality)
    return np.asarray(Image.open(stored))


def test_views_of_one_object_are_together_and_nothing_sticks_out(views):
    found = survey(views)
    assert found.together and not found.doubtful and found.method == DEFAULT and not found.fault
    assert "few" in found.why


def test_many_are_measured_where_cameras_can_be_found(monkeypatch):
    views = [drawn(seed, size=(120, 90)) for seed in range(12)]
    monkeypatch.setattr(sfm, "is_installed", lambda: True)
    assert survey(views).method == "surface"
    monkeypatch.setattr(sfm, "is_installed", lambda: False)
    found = survey(views)
    assert found.method == DEFAULT and "shapewright[sfm]" in found.why


@pytest.fixture
def many():
    return [drawn(seed) for seed in range(14)]


def test_known_cameras_are_used_for_what_their_number_allows(views, many):
    found = survey(with_ring(many))
    assert (found.method, found.cameras) == ("surface", 14) and "all 14" in found.why
    assert "13 of 14" in survey([*with_ring(many)[:13], many[13]]).why
    few = survey(with_ring(views))
    assert (few.method, few.cameras) == ("hull", 8) and "a dozen" in few.why
    assert survey(with_ring(views)[:3]).method == DEFAULT


def test_many_that_stand_far_apart_are_carved_and_those_from_one_side_are_guessed_from(many):
    rigged = with_ring(many)
    assert coverage(rigged) == pytest.approx((180 * 0.8, 24), abs=30)
    corners = [replace(view, camera=rigged[7 * (k % 2)].camera) for k, view in enumerate(rigged)]
    assert coverage(corners)[1] == pytest.approx(0, abs=0.1)
    far = [looking(place) for place in DIRECTIONS]
    far = [replace(camera, width=240, height=180, K=K) for camera in far]
    apart = [replace(view, camera=camera) for view, camera in zip(many, far, strict=False)]
    assert coverage(apart)[1] > 50 and survey(apart).method == "hull"
    side = [looking((3, 1 + 0.1 * k, 0.1 * k)) for k in range(14)]
    side = [replace(camera, width=240, height=180, K=K) for camera in side]
    found = survey([replace(v, camera=c) for v, c in zip(many, side, strict=True)])
    assert found.method == DEFAULT and "from one side" in found.why


# The corners of an icosahedron, slightly turned so that nothing looks straight up or down.
GOLDEN = (1 + 5**0.5) / 2
DIRECTIONS = [
    tuple(1.6 * np.roll((0.1, a, b * GOLDEN), turn))
    for turn in range(3)
    for a in (-1, 1)
    for b in (-1, 1)
]


def test_one_photograph_is_guessed_from(views):
    assert survey(views[:1]).method == DEFAULT


def test_a_copy_is_named_though_it_is_smaller_and_compressed_again(views):
    copy = replace(views[2], image=compressed(views[2].image), mask=None, name="copy.jpg")
    found = survey([*views, copy])
    assert found.duplicates == {"copy.jpg": "02.png"}
    assert sound([*views, copy], found) == tuple(views)


def test_the_same_picture_from_elsewhere_is_no_copy(views):
    same = [replace(view, image=views[0].image) for view in views]
    assert len(survey(same).duplicates) == 7
    assert not survey(with_ring(same)).duplicates


@pytest.mark.parametrize("sigma", [2.0, 4.0])
def test_a_blurred_one_among_sharp_ones_is_named(views, sigma):
    views[3] = replace(views[3], image=smeared(views[3].image, sigma))
    assert survey(views).blurred == ("03.png",)


def test_where_all_are_blurred_none_is_named(views):
    views = [replace(view, image=smeared(view.image, 3.0)) for view in views]
    assert not survey(views).blurred


def test_another_object_is_named(views):
    stranger = replace(drawn(50, colour=(40, 90, 200)), name="stranger.png")
    found = survey([*views, stranger])
    assert found.together and found.strangers == ("stranger.png",)


def test_different_objects_are_not_taken_for_one():
    colours = [(200, 40, 40), (40, 160, 60), (50, 70, 200), (230, 200, 60), (40, 40, 40)]
    views = [drawn(seed, colour=colour) for seed, colour in enumerate(colours)]
    found = survey(views)
    assert not found.together and found.method == DEFAULT and not found.doubtful
    sizes = [(100 + 17 * k, 90 + 11 * k) for k in range(5)]
    alike = [drawn(seed, size=size) for seed, size in enumerate(sizes)]
    assert not survey(alike).together  # pictures of many sizes come from many places


def test_cameras_that_see_the_object_are_right(views):
    assert rig_fault(with_ring(views)) == "" and odd_cameras(with_ring(views)) == {}


def test_a_camera_that_looks_past_the_object_is_named(views):
    rigged = with_ring(views)
    aside = looking((3, 1, 0), target=(0, 1, 4))
    rigged[2] = replace(rigged[2], camera=replace(aside, width=240, height=180, K=K))
    assert set(survey(rigged).odd) == {"02.png"}


def turned(views, change):
    return [replace(view, camera=change(view.camera)) for view in views]


OFF = np.array([[0, 0, 4000.0], [0, 0, 0], [0, 0, 0]])  # the middle of a much larger picture
FLIP = np.diag([1.0, -1, -1])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda c: replace(c, R=FLIP @ c.R, t=FLIP @ c.t), "other axes"),
        (lambda c: replace(c, t=np.zeros(3)), "one place"),
        (lambda c: replace(c, t=c.R @ (7.0, 1.0, 2.0)), "one place"),
        (lambda c: replace(c, K=c.K + OFF), "one"),
    ],
)
def test_cameras_that_cannot_be_right_are_said_to_be(views, change, words):
    found = survey(turned(with_ring(views), change))
    assert words in found.fault and found.method == DEFAULT
