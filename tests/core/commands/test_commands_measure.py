"""`evaluate` and `bench`: tables for people, JSON for programs."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

from core.commands import DONE, USER_ERROR, bench, run
from core.data.dataset import build
from core.evaluation import codes
from core.geometry.isosurface import isosurface


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """Eight shapes: four to learn from, four to be asked about."""
    folder = tmp_path / "pack"
    for _ in build(["procedural:8"], folder, views=1, workers=1):
        pass
    rows = json.loads((folder / "shapes.json").read_text())
    for index, row in enumerate(rows):
        row["split"] = "test" if index % 2 else "train"
    (folder / "shapes.json").write_text(json.dumps(rows))
    return folder


def test_evaluate_sets_a_method_beside_its_baselines(
    pack: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(codes, "PATHS", 2)
    out = tmp_path / "numbers.json"
    command = ["evaluate", "--method", "tl", "--data", str(pack), "--json", str(out)]
    assert run(command) == DONE
    text = capsys.readouterr().out
    for name in ("mean shape", "clusters", "retrieval", "oracle nearest neighbour", "IoU 32³"):
        assert name in text
    report = json.loads(out.read_text())
    assert report["shapes"] == 4
    rows = {row[""]: row for row in report["tables"]["Reconstruction from one picture"]}
    assert all(0 <= row["IoU 64³"] <= 1 for row in rows.values())
    # The oracle chooses by the truth: no other choice among the same shapes is better.
    assert rows["oracle nearest neighbour"]["IoU 32³"] >= rows["retrieval, mask given"]["IoU 32³"]


def test_too_few_shapes_to_evaluate_are_said(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = json.loads((pack / "shapes.json").read_text())
    rows = [{**row, "split": "train"} for row in rows]
    (pack / "shapes.json").write_text(json.dumps(rows))
    assert run(["evaluate", "--method", "tl", "--data", str(pack)]) == USER_ERROR
    assert "holds 0 test shapes" in capsys.readouterr().err


def test_bench_reports_the_core_beside_what_is_to_be_reached(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "bench.json"
    assert run(["bench", "--rounds", "1", "--window-rounds", "0", "--json", str(out)]) == DONE
    written = json.loads(out.read_text())
    assert written["machine"]["processors"] >= 1
    numbers = written["numbers"]
    for name in ("core photo to mesh s", "encode ms", "decode 32 ms", "isosurface 128 ms"):
        assert numbers[name]["value"] > 0
    assert numbers["isosurface 128 ms"]["to reach"] == 20
    table = capsys.readouterr().out
    assert all(name in table for name in numbers)


def test_the_windows_numbers_are_medians_of_its_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    starts = iter([{"a s": 3.0, "b s": None}, {"a s": 1.0, "b s": 5.0}, {"a s": 2.0, "b s": None}])

    def started(*_: object, **__: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess([], 0, json.dumps(next(starts)), "")

    monkeypatch.setattr(subprocess, "run", started)
    found = [bench.window_numbers() for _ in range(3)]
    assert bench.medians(found) == {"a s": 2.0, "b s": 5.0}


def test_a_window_that_does_not_open_is_said_and_not_counted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def crashed(*_: object, **__: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess([], -6, "", "no display")

    monkeypatch.setattr(subprocess, "run", crashed)
    assert bench.window_numbers() == {}
    assert "could not be measured" in capsys.readouterr().err


def test_the_ball_that_bench_takes_is_a_ball() -> None:
    mesh = isosurface(bench.sphere(64))
    assert np.allclose(np.linalg.norm(mesh.vertices, axis=1), 0.45, atol=0.005)
