"""Mistakes on the command line cost one line, and nothing of the user's is lost."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from verbs import done, picture_size, refused

from core.batch import SUMMARY, read_summary
from core.commands import BUG, INTERRUPTED, USER_ERROR, faults, run
from core.errors import NO_MEMORY
from core.methods.base import Method
from core.types import LatentCode


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["paint"], "no file or command 'paint'"),
        (["reconstruct", "{chair}"], "required: -o"),
        (["reconstruct", "-o", "{out}.glb"], "required: IMAGE"),
        (["reconstruct", "{chair}", "-o", "{out}.abc"], "'.abc' is not a format"),
        (["reconstruct", "{chair}", "-o", "{out}.glb", "--as", "points"], "Use .ply"),
        (["reconstruct", "{chair}", "-o", "{out}.npz", "--as", "mesh"], "voxels only"),
        (["reconstruct", "{chair}", "-o", "{out}.glb", "--as", "depth"], "Use .npz, or .png"),
        (["reconstruct", "{chair}", "-o", "{out}/none/a.glb"], "folder does not exist"),
        (["reconstruct", "{chair}", "-o", "{out}.glb", "--resolution", "100000"], "too large"),
        (["reconstruct", "{chair}", "-o", "{out}.glb", "--resolution", "many"], "whole number"),
        (["reconstruct", "{chair}", "-o", "{out}.glb", "--size-mm", "-3"], "not a size"),
        (["reconstruct", "{chair}", "-o", "{out}.glb", "--size-mm", "nan"], "not a size"),
        (["reconstruct", "{chair}", "-o", "{out}.glb", "--size-mm", "1e300"], "from 0.01 to"),
        (["reconstruct", "{chair}", "-o", "{out}.glb", "--seed", "some"], "whole number"),
        (["reconstruct", "{chair}", "-o", "{out}.glb", "--method", "magic"], "no method 'magic'"),
        (["reconstruct", "{chair}", "-o", "{out}.glb", "--device", "tpu"], "invalid choice"),
        (
            ["reconstruct", "{chair}", "-o", "{out}.glb", "--method", "r2n2", "--hypotheses", "3"],
            "gives one shape",
        ),
        (["reconstruct", "{chair}", "-o", "{out}.glb", "--mask", "a", "b"], "1 images but 2 masks"),
        (["reconstruct", "{out}.mp4", "-o", "{out}.glb"], "does not exist"),
        (["reconstruct", "{out}.mp4", "-o", "{out}", "--format", "glb"], "does not exist"),
        (["encode", "{chair}", "-o", "{out}.glb"], "Use .npz"),
        (["encode", "{chair}", "{out}.obj", "-o", "{out}.npz"], "one shape, or images only"),
        (["encode", "{out}.obj", "-o", "{out}.npz"], "does not exist"),
        (["decode", "{chair}", "-o", "{out}.glb"], "not a code"),
        (["evaluate", "--method", "magic", "--data", "{out}"], "no method 'magic'"),
        (["train", "magic", "--data", "{out}"], "invalid choice"),
        (["train", "tl", "--data", "{out}/none"], "not a data set pack"),
        (["dataset", "burn", "{out}", "-o", "{out}/pack"], "invalid choice"),
        (["dataset", "build", "{out}/none", "-o", "{out}/pack"], "does not exist"),
        (["dataset", "build", "procedural:x", "-o", "{out}/pack"], "no number of shapes"),
        (["bench", "--json", "{out}/none/a.json"], "folder does not exist"),
    ],
)
def test_a_mistake_gets_one_sentence(
    argv: list[str],
    sentence: str,
    chair: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    filled = [each.format(chair=chair, out=tmp_path / "out") for each in argv]
    assert sentence in refused(capsys, *filled)
    assert not list(tmp_path.glob("out*"))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "is empty"), (b"not an image at all", "is not an image"), (None, "is damaged")],
)
def test_what_is_no_photograph_is_named(
    content: bytes | None,
    sentence: str,
    chair: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    photo = tmp_path / "photo.png"
    photo.write_bytes(chair.read_bytes()[:4000] if content is None else content)
    said = refused(capsys, "reconstruct", photo, "-o", tmp_path / "out.glb")
    assert said.startswith("photo.png") and sentence in said


def test_empty_and_covering_masks_are_refused(
    armchair: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.glb"
    for level, sentence in ((0, "No object was found"), (255, "covers the whole picture")):
        Image.new("L", picture_size(armchair), level).save(tmp_path / "mask.png")
        said = refused(capsys, "reconstruct", armchair, "-o", out, "--mask", tmp_path / "mask.png")
        assert "armchair.png" in said and sentence in said


def test_a_gpu_that_is_not_there_is_said(
    chair: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import torch

    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    out = tmp_path / "out.glb"
    said = refused(capsys, "reconstruct", chair, "-o", out, "--device", "cuda")
    assert "No CUDA GPU" in said


def test_missing_altered_and_foreign_weights_are_refused(
    weights: Path, chair: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ("reconstruct", chair, "-o", tmp_path / "out.glb")
    file = weights / "tl.safetensors"
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert "not the file of its card" in refused(capsys, *command)
    (weights / "tl.json").write_text("{")
    assert "card" in refused(capsys, *command)
    file.unlink()
    assert "missing" in refused(capsys, *command)
    done("methods", "--json")
    rows = {row["key"]: row["weights"] for row in json.loads(capsys.readouterr().out)}
    assert rows["tl"] is False and rows["vae"] is True


def test_the_old_file_stays_whole_when_writing_fails(
    chair: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from core.exporters import grids

    out = tmp_path / "out.npz"
    out.write_bytes(b"the work of yesterday")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(grids, "write", full)
    assert run(["reconstruct", str(chair), "-o", str(out), "--resolution", "16"]) == USER_ERROR
    assert capsys.readouterr().err.splitlines()[-1].startswith(f"{out} was not written: No space")
    assert out.read_bytes() == b"the work of yesterday"
    assert [path.name for path in tmp_path.iterdir()] == ["out.npz"]


# ---- bugs and interruptions


def test_names_that_no_file_can_have_are_mistakes(
    chair: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    long = "x" * 300
    out = tmp_path / "out.glb"
    assert "too long" in refused(capsys, "reconstruct", chair, "-o", tmp_path / f"{long}.glb")
    for argv in (
        ("reconstruct", f"{long}.png", "-o", out),
        ("reconstruct", chair, "-o", out, "--cameras", f"{long}.json"),
        ("reconstruct", chair, "-o", out, "--mask", f"{long}.png"),
        ("encode", f"{long}.glb", "-o", tmp_path / "code.npz"),
        ("decode", f"{long}.npz", "-o", out),
        ("dataset", "build", long, "-o", tmp_path / "pack"),
        ("train", "tl", "--data", long, "--out", tmp_path / "run"),
        ("evaluate", "--method", "tl", "--data", long),
    ):
        assert long in refused(capsys, *argv)
    assert not out.exists()


@pytest.mark.parametrize("kind", ["processor", "array", "card"])
def test_running_out_of_memory_is_no_bug(
    kind: str,
    chair: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    import torch

    from core import pipeline

    def greedy(*_: object) -> object:
        if kind == "card":  # as there may be none here
            raise torch.cuda.OutOfMemoryError("CUDA out of memory. Tried to allocate 9 GiB.")
        return torch.empty(1 << 50) if kind == "processor" else np.empty(1 << 50)

    monkeypatch.setattr(pipeline, "reconstruct", greedy)
    assert run(["reconstruct", str(chair), "-o", str(tmp_path / "a.glb")]) == USER_ERROR
    said = capsys.readouterr().err.splitlines()[-1]
    assert said == "There was not enough memory. Use a lower resolution or fewer images."


class Greedy:
    """A method whose finest grids need more memory than there is."""

    def __init__(self, method: Method, error: Exception) -> None:
        self._method, self._error = method, error

    def decode(self, code: LatentCode, resolution: int = 64) -> object:
        if resolution > 64:
            raise self._error
        return self._method.decode(code, resolution)

    def __getattr__(self, name: str) -> object:
        return getattr(self._method, name)


@pytest.mark.parametrize("kind", ["processor", "card"])
def test_where_memory_runs_out_the_shape_is_coarser_and_it_is_said(
    kind: str,
    chair: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    import torch

    from core import pipeline

    card = torch.cuda.OutOfMemoryError("CUDA out of memory. Tried to allocate 9 GiB.")
    greedy = Greedy(pipeline.load_method("tl"), card if kind == "card" else MemoryError())
    monkeypatch.setattr(pipeline, "load_method", lambda *_: greedy)
    said = "There was not enough memory for 256³ voxels, so the shape was made with 64³."
    grid, code = tmp_path / "a.npz", tmp_path / "code.npz"
    done("reconstruct", chair, "-o", grid, "--resolution", 256)
    assert capsys.readouterr().err.splitlines()[-1] == said
    assert np.load(grid)["occupancy"].shape == (64, 64, 64)
    done("encode", chair, "-o", code)
    done("decode", code, "-o", tmp_path / "b.glb", "--resolution", 256)
    assert capsys.readouterr().err.splitlines()[-1] == said
    done("reconstruct", chair, "-o", tmp_path, "--resolution", 256)
    assert f"{chair.name}: {said}" in capsys.readouterr().err
    assert [row["note"] for row in read_summary(tmp_path / SUMMARY)] == [said]
    monkeypatch.setattr(greedy, "decode", lambda *_: np.empty(1 << 50))  # coarser ones, too
    assert run(["decode", str(code), "-o", str(tmp_path / "c.glb")]) == USER_ERROR
    assert capsys.readouterr().err.splitlines()[-1] == NO_MEMORY
    assert not (tmp_path / "c.glb").exists()


def test_a_bug_is_one_line_and_its_traceback_is_in_the_log(
    chair: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from core import pipeline

    def broken(*_: object) -> None:
        raise ZeroDivisionError("by accident")

    monkeypatch.setattr(pipeline, "reconstruct", broken)
    monkeypatch.setattr(faults, "log_file", lambda: tmp_path / "log" / "shapewright.log")
    assert run(["reconstruct", str(chair), "-o", str(tmp_path / "out.glb")]) == BUG
    last = capsys.readouterr().err.splitlines()[-1]
    assert "ZeroDivisionError: by accident" in last and "shapewright.log" in last
    assert "Traceback" in (tmp_path / "log" / "shapewright.log").read_text()


def test_ctrl_c_is_said_in_a_line(
    chair: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from core import pipeline

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "reconstruct", interrupted)
    assert run(["reconstruct", str(chair), "-o", str(tmp_path / "out.glb")]) == INTERRUPTED
    assert capsys.readouterr().err.splitlines()[-1].startswith("Interrupted.")


# ---- finishing
