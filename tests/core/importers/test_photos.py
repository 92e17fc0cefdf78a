"""Files, folders with their cameras, and videos become photographs; what is wrong is named."""

from __future__ import annotations

import importlib.util
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.errors import UserError
from core.images.read_video import Glance, chosen, movement, read_video
from core.importers.photos import gather, photographs_in
from core.utils.progress import finished
from tests.core.importers.test_photo_checks import FLIP, with_ring
from tests.helpers.pictures import drawn, saved


@pytest.fixture(scope="module")
def views():
    return with_ring([drawn(seed) for seed in range(5)])


@pytest.fixture
def folder(tmp_path, views) -> Path:
    saved(views, tmp_path / "images")
    return tmp_path / "images"


def write_cameras(path: Path, views, name=lambda view: view.name) -> Path:
    rows = [
        {
            "image": name(view), "width": 240, "height": 180, "K": view.camera.K.tolist(),
            "R": view.camera.R.tolist(), "t": view.camera.t.tolist(),
        }
        for view in views
    ]  # fmt: skip
    path.write_text(json.dumps({"cameras": rows}))
    return path


def test_a_folder_becomes_photographs_with_masks_and_bytes(folder, views):
    found = finished(gather([folder]))
    assert [view.name for view in found.views] == [view.name for view in views]
    assert not found.problems and found.survey.together and found.cameras_from == ""
    for view, given, data in zip(found.views, views, found.originals, strict=True):
        assert view.camera is None and data == (folder / view.name).read_bytes()
        inside = (view.mask > 0.5) == (given.mask > 0.5)
        assert inside.mean() > 0.97


@pytest.mark.parametrize("place", ["images", "."])
@pytest.mark.parametrize("given", ["images", "."])
def test_cameras_beside_photographs_are_found(tmp_path, folder, views, place, given):
    write_cameras(tmp_path / place / "cameras.json", views, lambda view: f"images/{view.name}")
    found = finished(gather([tmp_path / given]))
    assert found.cameras_from == "cameras.json" and not found.problems
    for view, known in zip(found.views, views, strict=True):
        assert np.allclose(view.camera.R, known.camera.R)
    assert (found.survey.method, found.survey.cameras) == ("hull", 5)
    assert finished(gather([folder], search=False)).survey.cameras == 0


def test_a_camera_file_of_other_photographs_is_named(folder, views, tmp_path):
    write_cameras(folder / "cameras.json", views, lambda view: f"other {view.name}")
    found = finished(gather([folder]))
    assert found.survey.cameras == 0 and len(found.views) == 5
    assert "not of these photographs" in found.problems["cameras.json"]
    with pytest.raises(UserError, match="not of these photographs"):
        finished(gather([folder], cameras=folder / "cameras.json"))


def test_photographs_that_the_camera_file_leaves_out_are_named(folder, views):
    write_cameras(folder / "cameras.json", views[:3])
    found = finished(gather([folder]))
    assert found.survey.cameras == 3
    assert found.problems["cameras.json"] == "cameras.json has no camera for 03.png, 04.png."


def test_a_camera_of_another_format_is_named_and_not_used(folder, views):
    wrong = replace(views[1], camera=replace(views[1].camera, height=180))
    write_cameras(folder / "cameras.json", [views[0], wrong, *views[2:]])
    rows = json.loads((folder / "cameras.json").read_text())
    rows["cameras"][1]["width"] = 180
    (folder / "cameras.json").write_text(json.dumps(rows))
    found = finished(gather([folder]))
    assert found.views[1].camera is None and "proportions" in found.problems["01.png"]
    assert found.survey.cameras == 4


def test_cameras_that_cannot_be_right_are_not_used(folder, views):
    flipped = [
        replace(v, camera=replace(v.camera, R=FLIP @ v.camera.R, t=FLIP @ v.camera.t))
        for v in views
    ]
    file = write_cameras(folder / "cameras.json", flipped)
    found = finished(gather([folder]))
    assert "other axes" in found.problems["cameras.json"] and found.survey.cameras == 0
    assert all(view.camera is None for view in found.views)
    with pytest.raises(UserError, match="other axes"):
        finished(gather([folder], cameras=file))


def test_a_damaged_photograph_is_named_and_the_rest_goes_on(folder):
    (folder / "02.png").write_bytes(b"not a picture")
    found = finished(gather([folder]))
    assert len(found.views) == len(found.originals) == 4
    assert "not an image" in found.problems["02.png"]
    with pytest.raises(UserError, match="not an image"):
        finished(gather([folder / "02.png"]))


def test_nothing_to_see_is_said_and_the_photograph_stays(folder):
    blank = replace(drawn(7), image=np.full((180, 240, 3), 200, np.uint8))
    saved([blank], folder)
    found = finished(gather([folder]))
    assert found.views[-1].mask is None and "No object" in found.problems["07.png"]


def test_equal_names_are_told_apart(folder, tmp_path, views):
    more = saved([drawn(20), drawn(21)], tmp_path / "more")
    more[0].rename(tmp_path / "more" / "00.png")
    names = [view.name for view in finished(gather([folder, tmp_path / "more"])).views]
    assert len(set(names)) == 7 and "00 (2).png" in names


def test_an_empty_folder_is_named(tmp_path):
    with pytest.raises(UserError, match="no images"):
        finished(gather([tmp_path]))
    with pytest.raises(UserError, match="no photograph"):
        finished(gather([]))


def film(path: Path, pictures, rate=25) -> Path:
    pytest.importorskip("av")
    from core.images.write_video import write_film

    return write_film(path, pictures, rate)


def passing(count=40, blurred=()) -> list[np.ndarray]:
    """An object that passes by, blurred in some frames."""
    from tests.helpers.pictures import smeared

    wide = drawn(3, size=(400, 120)).image
    frames = [np.ascontiguousarray(wide[:, 3 * k : 3 * k + 200]) for k in range(count)]
    return [smeared(f, 3) if k in blurred else f for k, f in enumerate(frames)]


def test_sharp_frames_are_taken_along_the_way(tmp_path):
    path = film(tmp_path / "walk.mp4", passing(blurred=set(range(0, 40, 2))))
    photos = finished(read_video(path, 8))
    numbers = [int(view.name.split("-")[1].split(".")[0]) for view, _ in photos]
    assert len(numbers) == 8 and all(number % 2 for number in numbers)
    assert max(np.diff(numbers)) <= 10
    found = finished(gather([path]))
    assert found.video and len(found.views) == len(found.originals) > 8
    assert found.views[0].image.shape == (120, 200, 3)


def test_a_folder_with_a_video_is_one(tmp_path):
    film(tmp_path / "walk.mp4", passing())
    assert finished(gather([tmp_path])).video


@pytest.mark.parametrize("pictures", [1, 30])
def test_a_video_without_movement_is_named(tmp_path, pictures):
    path = film(tmp_path / "still.mp4", [drawn(1).image] * pictures)
    with pytest.raises(UserError, match=r"Nothing moves in still\.mp4"):
        finished(gather([path]))


def test_what_is_no_video_is_named(tmp_path, monkeypatch):
    pytest.importorskip("av")
    for content in (b"", b"not a video at all" * 100):
        (tmp_path / "a.mp4").write_bytes(content)
        with pytest.raises(UserError, match=r"a\.mp4 is damaged or no video"):
            finished(read_video(tmp_path / "a.mp4"))
    with pytest.raises(UserError, match="does not exist"):
        finished(read_video(tmp_path / "b.mp4"))


def test_sound_alone_is_named(tmp_path):
    av = pytest.importorskip("av")
    with av.open(str(tmp_path / "a.mkv"), "w") as file:
        stream = file.add_stream("pcm_s16le", rate=8000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 800), np.int16), "s16", "mono")
        frame.rate = 8000
        file.mux(stream.encode(frame))
    with pytest.raises(UserError, match="only sound"):
        finished(read_video(tmp_path / "a.mkv"))


def test_without_the_package_a_sentence_says_how_to_bring_it(tmp_path, monkeypatch):
    (tmp_path / "a.mp4").touch()
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(UserError, match=r"pip install 'shapewright\[video\]'"):
        finished(gather([tmp_path / "a.mp4"]))


def test_movement_is_measured_in_shares_of_the_picture():
    picture = drawn(1).image.mean(axis=2)
    assert movement(picture, picture) == 0
    assert movement(picture, 0.7 * picture + 20) < 0.002
    moved = [movement(picture, np.roll(picture, step, axis=1)) for step in (1, 2)]
    assert 0.002 < moved[0] < 0.008 and 1.4 < moved[1] / moved[0] < 2.2


def test_each_part_of_the_way_gives_its_sharpest_frame():
    ways = [0, 0, 0, 0, 1, 2, 3, 3, 3]
    sharp = [1, 5, 2, 1, 1, 1, 1, 1, 4]
    glances = [Glance(k, s, w) for k, (w, s) in enumerate(zip(ways, sharp, strict=True))]
    assert chosen(glances, 3) == [1, 4, 8]
    assert chosen(glances, 100) == [1, 4, 5, 8]


def test_photographs_are_found_in_the_inner_folder_that_keeps_them(folder, views, tmp_path):
    assert photographs_in(tmp_path) == photographs_in(folder) != []
    with pytest.raises(UserError, match="no images"):
        photographs_in(empty(tmp_path))


def empty(tmp_path) -> Path:
    (tmp_path / "empty").mkdir()
    return tmp_path / "empty"
