"""A folder of photographs, a shape each: what fails is named, the rest goes on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from verbs import done, refused

from core.batch import SUMMARY, Outcome, note, plan, read_summary, reconstruct_file
from core.commands import USER_ERROR, run
from core.errors import NO_MEMORY
from core.importers.shapes import load_shape
from core.types import Mesh


@pytest.fixture
def photos(chair: Path, armchair: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "Fotos ä 照片"
    folder.mkdir()
    shutil.copy(chair, folder / "1 Stuhl.png")
    (folder / "2 broken.png").write_bytes(b"no image")
    shutil.copy(armchair, folder / "10 椅子.png")
    return folder


def test_the_verb_makes_a_shape_of_each_and_a_summary(
    photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert not out.exists()
    argv = ("reconstruct", photos, "-o", out, "--format", "stl", "--size-mm", 50)
    assert run([str(each) for each in (*argv, "--resolution", 32)]) == USER_ERROR
    told = capsys.readouterr()
    assert told.out.splitlines() == [str(out / "1 Stuhl.stl"), str(out / "10 椅子.stl")]
    assert "1 of 3 images gave no shape: 2 broken.png." in told.err and SUMMARY in told.err
    assert sorted(path.name for path in out.iterdir()) == [
        "1 Stuhl.stl", "10 椅子.stl", SUMMARY,
    ]  # fmt: skip
    rows = read_summary(out / SUMMARY)
    assert [row["image"] for row in rows] == ["1 Stuhl.png", "2 broken.png", "10 椅子.png"]
    assert rows[1]["problem"] and not rows[1]["file"] and not rows[1]["faces"]
    for row in (rows[0], rows[2]):
        shape = load_shape(out / row["file"])
        assert isinstance(shape, Mesh) and len(shape.faces) == int(row["faces"])
        sides = [float(row[side]) for side in ("width_mm", "height_mm", "depth_mm")]
        assert max(sides) == pytest.approx(50, rel=1e-3)
        assert row["watertight"] == "True" and 0 < float(row["confidence"]) <= 1
        assert not row["problem"] and float(row["seconds"]) > 0


def test_all_well_exits_with_0_and_says_the_files(
    chair: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done("reconstruct", chair, "-o", tmp_path, "--resolution", 16)
    assert capsys.readouterr().out == f"{tmp_path / 'chair.glb'}\n"


@pytest.mark.parametrize("more", [("--as", "depth"), ("--hypotheses", 2), ("--mask", "a.png")])
def test_what_is_for_one_object_is_refused(
    chair: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], more: tuple[object, ...]
) -> None:
    assert "for one object" in refused(capsys, "reconstruct", chair, "-o", tmp_path, *more)
    said = refused(capsys, "reconstruct", chair, "-o", tmp_path, "--format", "abc")
    assert "'.abc' is not a format" in said
    assert list(tmp_path.iterdir()) == []


def test_no_two_files_have_one_name() -> None:
    images = [Path("a/chair.png"), Path("a/chair.jpg"), Path("b/chair.jpg"), Path("a/mug.png")]
    names = plan(images, ".glb")
    assert len(set(names)) == 4 and names[0] == "chair-png.glb" and names[3] == "mug.glb"


def test_stopping_keeps_what_is_done(photos: Path, tmp_path: Path) -> None:
    steps = reconstruct_file(photos / "2 broken.png", tmp_path / "2.glb")
    with pytest.raises(StopIteration) as ended:
        while True:
            next(steps)
    assert ended.value.value.problem
    steps = reconstruct_file(photos / "1 Stuhl.png", tmp_path / "1.glb", resolution=16)
    next(steps)
    steps.close()
    assert [row["image"] for row in read_summary(tmp_path / SUMMARY)] == ["2 broken.png"]
    assert not (tmp_path / "1.glb").exists()


def test_a_row_is_replaced_and_the_others_are_kept(tmp_path: Path) -> None:
    summary = tmp_path / SUMMARY
    note(Outcome("a, b.png", problem='a "bad"\nend'), summary)
    note(Outcome("c.png", "c.glb", faces=3), summary)
    note(Outcome("a, b.png", "a.glb"), summary)
    rows = read_summary(summary)
    assert [(row["image"], row["file"], row["problem"]) for row in rows] == [
        ("a, b.png", "a.glb", ""), ("c.png", "c.glb", ""),
    ]  # fmt: skip
    summary.write_bytes(b"\xff\xfe nonsense")
    assert read_summary(summary) == []


def test_a_bug_and_missing_memory_are_named_and_do_not_stop_the_rest(
    chair: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    errors = [MemoryError(), ValueError("inside out")]
    monkeypatch.setattr("core.batch.export", lambda *_, **__: (_ for _ in ()).throw(errors.pop(0)))
    problems = []
    for _ in range(2):
        steps = reconstruct_file(chair, tmp_path / "chair.glb", resolution=16)
        with pytest.raises(StopIteration) as ended:
            while True:
                next(steps)
        problems.append(ended.value.value.problem)
    assert problems[0] == NO_MEMORY and "ValueError: inside out" in problems[1]
