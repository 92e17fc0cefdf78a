"""`reconstruct` from a folder: the cameras in it, and sentences on what was found and left out."""

import json
from dataclasses import replace

from core.cameras.vertical import upright
from tests.core.cameras.test_sfm import ring
from tests.helpers.pictures import box_seen, saved
from tests.helpers.verbs import done, refused


def test_a_folder_with_its_cameras_is_measured(tmp_path, capsys):
    views = [replace(box_seen(c), name=f"{k}.png", camera=c) for k, c in enumerate(ring(8))]
    saved(views, tmp_path / "photos")
    saved([replace(views[0], name="copy.png", image=views[0].image[::2, ::2])], tmp_path / "photos")
    (tmp_path / "photos" / "bad.png").write_bytes(b"not a picture")
    assert upright([view.camera for view in views]).rotation[1, 1] > 0.999
    rows = [
        {"image": v.name, "width": 320, "height": 240, "K": v.camera.K.tolist(),
         "R": v.camera.R.tolist(), "t": v.camera.t.tolist()}
        for v in views
    ]  # fmt: skip
    (tmp_path / "cameras.json").write_text(json.dumps({"cameras": rows}))
    out = tmp_path / "box.glb"
    done("reconstruct", tmp_path / "photos", "-o", out, "--method", "hull", "--resolution", 32)
    said = capsys.readouterr().err
    assert out.stat().st_size > 1000
    assert "The cameras were read from cameras.json." in said
    assert "bad.png is not an image" in said
    assert "copy.png was left out. It is a copy of 0.png." in said


def test_a_folder_of_nothing_readable_is_refused(tmp_path, capsys):
    (tmp_path / "a.png").write_bytes(b"not a picture")
    assert "a.png is not an image" in refused(
        capsys, "reconstruct", tmp_path, "-o", tmp_path / "box.glb", "--method", "hull"
    )
