"""`reconstruct` of a video into a folder: a shape for each frame, without flicker."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from verbs import done, refused

from core.batch import SUMMARY, read_summary
from core.data.procedural import generate
from core.data.sample_photos import HELD_OUT
from core.geometry.voxelize import normalize, voxelize
from core.importers.shapes import load_shape
from core.metrics import iou
from core.rendering.splat import sample_surface
from core.rendering.turntable import photographed
from core.types import Pose


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A video of a way around an armchair."""
    pytest.importorskip("av")
    from core.images.write_video import write_film

    mesh, colors = generate("armchair", HELD_OUT + 3).mesh()
    drawn = sample_surface(mesh, colors, 60_000, np.random.default_rng(0))
    views = photographed(drawn, [Pose(turn, 20, 0, 2.2) for turn in range(-60, 61, 12)], 160)
    path = tmp_path_factory.mktemp("video") / "walk ä.mp4"
    return write_film(path, (view.image for view in views), 10)


def test_every_frame_is_a_shape_and_they_do_not_flicker(walk: Path, tmp_path: Path, capsys) -> None:
    folder = tmp_path / "shapes"
    done("reconstruct", walk, "-o", folder, "--format", "stl", "--resolution", 32)
    rows = read_summary(folder / SUMMARY)
    assert len(rows) > 5 and not any(row["problem"] for row in rows)
    assert [row["image"] for row in rows] == sorted(row["image"] for row in rows)
    assert capsys.readouterr().out.splitlines() == [str(folder / row["file"]) for row in rows]
    meshes = [normalize(load_shape(folder / row["file"])) for row in rows]
    grids = [voxelize(mesh, 32).occupancy > 0.5 for mesh in meshes]
    steps = [1 - iou(a.astype(np.float32), b) for a, b in pairwise(grids)]
    assert 0 < np.mean(steps) < 0.15


def test_a_method_that_measures_needs_all_frames_together(walk: Path, tmp_path: Path, capsys):
    said = refused(
        capsys,
        "reconstruct",
        walk,
        "-o",
        tmp_path / "shapes",
        "--format",
        "stl",
        "--method",
        "hull",
    )
    assert "one shape in all frames" in said
