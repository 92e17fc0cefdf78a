"""Training: it learns, it can be stopped anywhere and goes on exactly, and it ships weights."""

from __future__ import annotations

import itertools
import json
import signal
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from core.commands import DONE, INTERRUPTED, run
from core.data.dataset import build, open_pack
from core.errors import UserError
from core.methods.tl import training as tl_training
from core.methods.tl.training import TLRecipe
from core.networks import directions as steering
from core.training import latent_map, trainer
from core.training.attributes import MEASURES
from core.training.presets import Preset
from core.training.trainer import CHECKPOINT, Budget, train

CPU = torch.device("cpu")
STEPS = 6


@pytest.fixture(scope="module")
def pack_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack of six shapes that are all for training."""
    folder = tmp_path_factory.mktemp("data") / "pack"
    for _ in build(["procedural:6"], folder, views=1, workers=1):
        pass
    rows = json.loads((folder / "shapes.json").read_text())
    (folder / "shapes.json").write_text(json.dumps([{**row, "split": "train"} for row in rows]))
    return folder


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of two, sliders measured on one shape, Progress after every step."""
    monkeypatch.setitem(tl_training.PRESETS, "cpu", Preset(grids=2, pictures=2))
    monkeypatch.setattr(steering, "PROBES", 1)
    monkeypatch.setattr(latent_map, "PROBES", 1)
    monkeypatch.setattr(latent_map, "TRIED", 2)
    clock = itertools.count(0.0, 2.0)
    monkeypatch.setattr(trainer, "time", SimpleNamespace(monotonic=lambda: next(clock)))


def recipe(pack_folder: Path) -> TLRecipe:
    torch.manual_seed(0)
    return TLRecipe(open_pack(pack_folder), CPU, imagenet=False)


def trained(pack_folder: Path, out: Path, resume: bool = False, stop_at: int | None = None) -> None:
    """Train, or stop after the Progress with this number."""
    steps = train(recipe(pack_folder), out, Budget(steps=STEPS), CPU, resume)
    for index, _ in enumerate(steps, 1):
        if index == stop_at:
            steps.close()


def same(a: Path, b: Path) -> bool:
    first, second = load_file(a / "tl.safetensors"), load_file(b / "tl.safetensors")
    return all(torch.equal(first[name], second[name]) for name in first.keys() | second.keys())


def test_a_run_that_was_stopped_goes_on_exactly(pack_folder: Path, tmp_path: Path) -> None:
    trained(pack_folder, tmp_path / "whole")
    for stop_at in (1, 4):  # within a stage, and between two
        out = tmp_path / f"cut {stop_at}"
        trained(pack_folder, out, stop_at=stop_at)
        assert (out / CHECKPOINT).is_file() and not (out / "tl.safetensors").exists()
        trained(pack_folder, out, resume=True)
        assert same(tmp_path / "whole", out)


def test_the_weights_come_with_a_card_and_load(
    pack_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.methods.tl.method import load
    from core.utils import weights

    trained(pack_folder, tmp_path)
    card = json.loads((tmp_path / "tl.json").read_text())
    assert card["trained_on"]["shapes"] == {"procedural": 6}
    assert card["stages"] == ["shape", "image", "joint"]
    monkeypatch.setattr(weights, "WEIGHTS", tmp_path)
    directions = load("cpu").directions()
    # Axes along which something measurable grows come first, then the strongest of the rest.
    assert (np.diff(directions.effect[len(MEASURES) :]) <= 0).all()
    np.testing.assert_allclose(
        directions.axes @ directions.axes.T, np.eye(len(directions.axes)), atol=5e-2
    )


def test_a_run_can_begin_with_the_weights_of_another(pack_folder: Path, tmp_path: Path) -> None:
    trained(pack_folder, tmp_path)
    first = json.loads((tmp_path / "tl.json").read_text())
    second = TLRecipe(open_pack(pack_folder), CPU, start=tmp_path)
    kept = load_file(tmp_path / "tl.safetensors")
    torch.testing.assert_close(second.net.to_shape[0].weight, kept["to_shape.0.weight"].float())
    card = json.loads(second.finish(tmp_path, 7200).with_suffix(".json").read_text())
    assert card["started_from"] == first["sha256"]
    assert card["hours"] == pytest.approx(first["hours"] + 2)


def test_training_learns_a_batch_by_heart(pack_folder: Path) -> None:
    taught = recipe(pack_folder)
    stage = taught.stages[0]
    taught.begin(stage)
    optimizer = torch.optim.AdamW(taught.net.shape_decoder.parameters(), 5e-3)
    losses = []
    for _ in range(10):
        draw = trainer.Draw(np.random.default_rng(0), torch.Generator().manual_seed(0))
        loss, _numbers = taught.loss(stage, draw)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < 0.6 * losses[0]


def test_the_image_loss_does_not_reach_the_shape_code(pack_folder: Path) -> None:
    net = recipe(pack_folder).net
    codes = [torch.randn(2, size, requires_grad=True) for size in (128, 16, 8)]
    net.decode_image(*codes).sum().backward()
    shape, pose, lighting = (code.grad for code in codes)
    assert shape is None
    assert pose is not None and pose.abs().sum() > 0
    assert lighting is not None and lighting.abs().sum() > 0


@pytest.mark.parametrize(
    "write",
    [
        lambda path: path.write_bytes(b"nothing of the kind"),
        lambda path: path.write_bytes(b""),
        lambda path: torch.save({"net": {"a": torch.zeros(3)}}, path),
        lambda path: torch.save([1, 2, 3], path),
        lambda path: None,
    ],
    ids=["text", "empty", "another network", "a list", "missing"],
)
def test_what_is_no_checkpoint_is_refused(
    write: Callable[[Path], object], pack_folder: Path, tmp_path: Path
) -> None:
    write(tmp_path / CHECKPOINT)
    with pytest.raises(UserError, match="--resume"):
        trained(pack_folder, tmp_path, resume=True)


# ---- the verb


def test_ctrl_c_leaves_a_checkpoint_to_go_on_from(
    pack_folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    command = ["train", "tl", "--data", str(pack_folder), "--out", str(tmp_path), "--steps", "6"]
    loss = TLRecipe.loss

    def interrupted(self: TLRecipe, *arguments: object) -> object:
        signal.raise_signal(signal.SIGINT)
        return loss(self, *arguments)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(TLRecipe, "loss", interrupted)
        assert run(command) == INTERRUPTED
    assert "--resume" in capsys.readouterr().err
    state = torch.load(tmp_path / CHECKPOINT, weights_only=True)
    assert state["step"] == 1
    # What was begun is not begun anew by mistake.
    assert run(command) == 2
    assert "--resume" in capsys.readouterr().err
    assert run([*command, "--resume"]) == DONE
    assert str(tmp_path / "tl.safetensors") in capsys.readouterr().out
