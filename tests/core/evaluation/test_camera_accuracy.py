"""What `evaluate --reference` says of cameras that nobody gave."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import trimesh
from scipy.spatial.transform import Rotation

import core
from core.commands import USER_ERROR, run
from core.evaluation.camera_accuracy import placed_row
from core.geometry.mesh import from_trimesh
from core.rendering.splat import sample_surface
from core.rendering.turntable import around, photographed
from core.types import Camera, Similarity, View
from core.utils.progress import finished


@pytest.fixture(scope="module")
def views() -> list[View]:
    """An ellipsoid from twelve sides."""
    egg = from_trimesh(trimesh.creation.icosphere(4, 0.5).apply_scale((1, 0.7, 0.5)))
    colors = np.full((len(egg.faces), 3), 180, np.uint8)
    drawn = sample_surface(egg, colors, 100_000, np.random.default_rng(0))
    return photographed(drawn, around(12), 160)


def test_cameras_and_surface_are_compared_in_whatever_frame_the_known_ones_are(views: list[View]):
    elsewhere = Similarity(
        7.0, Rotation.from_euler("xyz", (40, 200, 10), True).as_matrix(), [3, 2, 1]
    )
    known = {view.name: elsewhere.camera(view.camera) for view in views}
    egg = trimesh.creation.icosphere(3, 0.5).apply_scale((1, 0.7, 0.5))
    result = finished(core.reconstruct(views, method="hull", resolution=64))
    row = placed_row(result, known, elsewhere.points(egg.vertices))
    assert (row["placed"], row["known"]) == (12, 12)
    assert row["degrees, worst"] < 0.01
    assert row["cloud within 1 %"] > 0.9 and row["within 1.5 %"] > 0.99
    known["03.png"] = turned(known["03.png"], 2.0)
    row = placed_row(result, known)
    assert row["degrees, worst"] == pytest.approx(2.0, abs=0.1)
    assert row["degrees, median"] < 0.1


def turned(camera: Camera, degrees: float) -> Camera:
    """The camera in its place, looking so far aside."""
    turn = Rotation.from_euler("y", degrees, True).as_matrix()
    return replace(camera, R=turn @ camera.R, t=turn @ camera.t)


def test_a_reference_that_says_nothing_is_refused(tmp_path: Path, capsys):
    photographs = Path(core.__file__).parent.parent / "resources" / "samples"
    given = ["--data", str(photographs), "--reference", str(tmp_path)]
    assert run(["evaluate", "--method", "surface", *given]) == USER_ERROR
    assert "no cameras.json" in capsys.readouterr().err
    assert run(["evaluate", "--method", "tl", *given]) == USER_ERROR
    assert "for methods that measure" in capsys.readouterr().err
    row = {"image": "other.png", "K": np.eye(3).tolist(), "R": np.eye(3).tolist(), "t": [0, 0, 2]}
    (tmp_path / "cameras.json").write_text(
        json.dumps({"cameras": [{**row, "width": 100, "height": 100}]})
    )
    assert run(["evaluate", "--method", "surface", *given]) == USER_ERROR
    assert "cameras for 0 of the photographs" in capsys.readouterr().err
