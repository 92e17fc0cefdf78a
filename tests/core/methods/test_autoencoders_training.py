"""Training of shape networks: it learns, goes on exactly where it was cut, and ships weights."""

from __future__ import annotations

import importlib
import itertools
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from core.data.dataset import Pack, build, open_pack
from core.errors import UserError
from core.methods import METHODS
from core.methods.autoencoders import training as shape_training
from core.methods.autoencoders import vae_gan
from core.methods.autoencoders.shapenets import BeliefMethod, damage, hidden_along
from core.methods.autoencoders.training import Batch, ShapeRecipe, shape_codes
from core.networks import directions as steering
from core.training import latent_map, trainer
from core.training.presets import Preset
from core.training.trainer import CHECKPOINT, Budget, Draw, train
from core.types import VoxelGrid
from core.utils import weights

ROOT = Path(__file__).resolve().parents[3]
CPU = torch.device("cpu")
STEPS = 5  # four on shapes, one on pictures
KEYS = ["vae", "vsl", "shapenets"]


@pytest.fixture(scope="module")
def pack_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack of six shapes at 32 voxels a side, all for training."""
    folder = tmp_path_factory.mktemp("data") / "pack"
    for _ in build(["procedural:6"], folder, views=1, workers=1, resolution=32):
        pass
    rows = json.loads((folder / "shapes.json").read_text())
    (folder / "shapes.json").write_text(json.dumps([{**row, "split": "train"} for row in rows]))
    return folder


@pytest.fixture
def pack(pack_folder: Path) -> Pack:
    return open_pack(pack_folder)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of four, axes measured on one shape, Progress after every step."""
    monkeypatch.setitem(shape_training.PRESETS, "cpu", Preset(grids=2, pictures=2))
    monkeypatch.setattr(steering, "PROBES", 1)
    monkeypatch.setattr(latent_map, "PROBES", 1)
    clock = itertools.count(0.0, 2.0)
    monkeypatch.setattr(trainer, "time", SimpleNamespace(monotonic=lambda: next(clock)))


def recipe(key: str, pack: Pack) -> Any:
    torch.manual_seed(0)
    return importlib.import_module(METHODS[key].module).recipe(pack, CPU)


def trained(
    key: str, pack: Pack, out: Path, resume: bool = False, stop_at: int | None = None
) -> None:
    """Train, or stop after the Progress with this number."""
    steps = train(recipe(key, pack), out, Budget(steps=STEPS), CPU, resume)
    for index, _ in enumerate(steps, 1):
        if index == stop_at:
            steps.close()


def draws(number: int = 0) -> Draw:
    return Draw(np.random.default_rng(number), torch.Generator().manual_seed(number))


@pytest.mark.parametrize("key", KEYS)
def test_a_run_that_was_stopped_goes_on_exactly(
    key: str, pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ship(self: ShapeRecipe, out: Path, seconds: float) -> Path:
        return weights.write_weights(self.shipped(), self.key, {}, out)

    monkeypatch.setattr(ShapeRecipe, "finish", ship)  # axes and map are made afterwards
    trained(key, pack, tmp_path / "whole")
    whole = load_file(tmp_path / "whole" / f"{key}.safetensors")
    # Within the stage of shapes; and before that of pictures, which is the same for all.
    for stop_at in (2, 4) if key == "vae" else (2,):
        out = tmp_path / f"cut {stop_at}"
        trained(key, pack, out, stop_at=stop_at)
        assert (out / CHECKPOINT).is_file() and not (out / f"{key}.safetensors").exists()
        trained(key, pack, out, resume=True)
        cut = load_file(out / f"{key}.safetensors")
        assert cut.keys() == whole.keys()
        assert all(torch.equal(cut[name], whole[name]) for name in whole)


@pytest.mark.parametrize("key", ["vae", "vsl"])  # axes of 4,000 switches take a minute
def test_the_weights_come_with_a_card_and_a_map_and_load(
    key: str, pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trained(key, pack, tmp_path)
    card = json.loads((tmp_path / f"{key}.json").read_text())
    assert card["trained_on"]["shapes"] == {"procedural": 6}
    assert card["stages"] == ["shape", "picture"] and card["resolution"] == 32
    assert "generates itself" in (tmp_path / "CREDITS.md").read_text()

    with monkeypatch.context() as patch:
        patch.setattr(weights, "WEIGHTS", tmp_path)
        method = importlib.import_module(METHODS[key].module).load("cpu")
        directions = method.directions()
    count = len(directions.axes)
    np.testing.assert_allclose(directions.axes @ directions.axes.T, np.eye(count), atol=2e-2)
    assert list(dict.fromkeys(directions.groups)) == list(METHODS[key].latent)

    from core.latent.atlas import read_atlas

    known = read_atlas(key, tmp_path)
    assert len(known) == 6 and known.binary is (key == "shapenets")
    truth = VoxelGrid.canonical(pack.occupancy([0])[0])
    code = method.encode_shape(truth)
    assert {name: len(values) for name, values in code.items()} == METHODS[key].latent
    assert np.abs(known.codes[0] - code.shape).max() < 0.1
    drawn = method.sample(2, seed=1)
    assert all(method.decode(each, 32).occupancy.shape == (32, 32, 32) for each in drawn)


@pytest.mark.parametrize("key", KEYS)
def test_training_learns_a_batch_by_heart(key: str, pack: Pack) -> None:
    taught = recipe(key, pack)
    stage = taught.stages[0]
    taught.begin(stage)
    taught.net.requires_grad_(True)
    optimizer = torch.optim.AdamW(taught.net.parameters(), 5e-3)
    losses = []
    for _ in range(10):
        loss, _numbers = taught.loss(stage, draws())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < 0.7 * losses[0]


@pytest.mark.parametrize("key", KEYS)
def test_the_way_in_from_pictures_learns_alone(key: str, pack: Pack) -> None:
    """In the second stage only what reads pictures moves; shapes keep their codes."""
    taught = recipe(key, pack)
    stage = taught.stages[-1]
    moving = {
        name
        for name, _ in taught.net.named_parameters()
        if next((rate for prefix, rate in stage.rates if name.startswith(prefix)), 0.0) > 0
    }
    assert stage.name == "picture" and moving
    assert all(name.startswith("picture_") for name in moving)
    taught.begin(stage)
    loss, numbers = taught.loss(stage, draws())
    loss.backward()
    assert set(numbers) == {"occupancy", "code", "kl"}
    gradients = dict(taught.net.named_parameters())
    assert all(gradients[name].grad is not None for name in moving)


def test_a_mirrored_picture_shall_arrive_at_the_code_of_the_mirrored_shape(pack: Pack) -> None:
    net = recipe("vae", pack).net.eval()
    straight, mirrored = shape_codes(net, pack, CPU)
    flipped = torch.from_numpy(pack.occupancy([2])[:, ::-1].copy()).float()
    with torch.no_grad():
        torch.testing.assert_close(net.encode(flipped).code[0], mirrored[2], atol=0.02, rtol=0.05)
    assert not torch.equal(straight[2], mirrored[2])


# ---- 3D-VAE-GAN: the game of two


@pytest.fixture(scope="module")
def game(pack_folder: Path) -> Any:
    """A recipe for 64^3, to play with four shapes of 32^3 made twice as fine."""
    torch.manual_seed(0)
    made = vae_gan.AdversarialRecipe(
        "vae_gan", vae_gan.GROUPS, vae_gan.build(), open_pack(pack_folder), CPU
    )
    solid = torch.from_numpy(made.pack.occupancy([0, 1, 2, 3])).float()
    for axis in (1, 2, 3):
        solid = solid.repeat_interleave(2, axis)
    batch = Batch(solid, torch.zeros(4, dtype=torch.long))
    return made, made.shape_loss(made.stages[1], batch, draws())


def reached(made: Any, term: torch.Tensor) -> set[str]:
    """Which of the two a term's gradient changes."""
    made.net.zero_grad(set_to_none=True)
    term.backward(retain_graph=True)
    return {
        "judge" if name.startswith("discriminator") else "maker"
        for name, parameter in made.net.named_parameters()
        if parameter.grad is not None and parameter.grad.abs().sum() > 0
    }


def test_judging_teaches_the_judge_and_fooling_the_maker(game: Any) -> None:
    made, terms = game
    assert {"occupancy", "kl", "likeness", "judging", "fooling"} == set(terms)
    assert reached(made, terms["judging"]) == {"judge"}
    assert reached(made, terms["fooling"]) == {"maker"}
    assert reached(made, terms["occupancy"]) == {"maker"}


def test_a_judge_that_is_right_often_enough_waits(
    game: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, _ = game
    monkeypatch.setattr(vae_gan, "RIGHT_ENOUGH", 0.0)  # whatever it says is enough
    grids = torch.zeros(2, 64, 64, 64)
    grids[:, 20:40, 20:40, 20:40] = 1
    with torch.no_grad():
        terms = made.shape_loss(
            made.stages[1], Batch(grids, torch.zeros(2, dtype=torch.long)), draws()
        )
        alone = made.shape_loss(
            made.stages[0], Batch(grids, torch.zeros(2, dtype=torch.long)), draws()
        )
    assert terms["judging"] == 0 and terms["fooling"] > 0
    assert set(alone) == {"occupancy", "kl", "likeness"}  # before the game nobody judges


def test_the_judge_does_not_ship(game: Any) -> None:
    made, _ = game
    names = made.shipped().state_dict().keys()
    assert names and not any("discriminator" in name for name in names)
    assert any("discriminator" in name for name in made.net.state_dict())  # checkpoints keep it


# ---- 3D ShapeNets: what is put right


def test_damage_keeps_what_one_sees_along_an_axis(pack: Pack) -> None:
    """Of each shape the first surface along some axis is whole, and all before it is empty."""
    grids = torch.from_numpy(pack.occupancy(range(6))).float()
    seen_some = 0
    for seed in range(4):
        given = damage(grids, torch.Generator().manual_seed(seed))
        assert given.shape == grids.shape and ((given == 0) | (given == 1)).all()
        for whole, left in zip(grids, given, strict=True):
            if torch.equal(whole, left):
                continue
            seen_some += 1
            sides = [hidden_along(whole[None], axis, far)[0]
                     for axis in (1, 2, 3) for far in (False, True)]  # fmt: skip
            assert any(torch.equal(whole[~hidden], left[~hidden]) for hidden in sides)
    assert 8 <= seen_some <= 22  # of 24: some are given whole, most are not


def test_hidden_is_what_lies_behind_the_first_voxel() -> None:
    row = torch.zeros(1, 1, 1, 6)
    row[..., 2] = row[..., 4] = 1
    assert hidden_along(row, 3, False)[0, 0, 0].tolist() == [False] * 3 + [True] * 3
    assert hidden_along(row, 3, True)[0, 0, 0].tolist() == [True] * 4 + [False] * 2


def test_the_label_is_asked_only_where_it_was_not_given(pack: Pack) -> None:
    taught = recipe("shapenets", pack)
    taught.begin(taught.stages[0])
    _, numbers = taught.loss(taught.stages[0], draws())
    assert set(numbers) == {"occupancy", "label"} and numbers["label"] > 0


def test_more_classes_than_label_units_are_refused(pack: Pack) -> None:
    rows = [json.loads(json.dumps(vars(row))) for row in pack.rows]
    many = [type(pack.rows[0])(**{**row, "group": f"class {i}"}) for i, row in enumerate(rows * 2)]
    crowded = Pack(pack.path, tuple(many), pack.grids, pack.views, pack.poses, pack.owners)
    with pytest.raises(UserError, match="12 classes"):
        recipe("shapenets", crowded)


def test_classes_that_nobody_taught_are_not_named(pack: Pack) -> None:
    """Ten label units and a pack of fewer classes: the names that there are share the chances."""
    made = recipe("shapenets", pack)
    method = BeliefMethod("shapenets", made.groups, made.net.eval(), CPU)
    grid = VoxelGrid.canonical(pack.occupancy([0])[0])
    with pytest.MonkeyPatch.context() as patch:
        card = {"trained_on": {"classes": made.classes}}
        patch.setattr("core.methods.autoencoders.shapenets.read_card", lambda key: card)
        chances = method.classify(grid)
    assert set(chances) == set(made.classes)
    assert sum(chances.values()) == pytest.approx(1, abs=1e-5)


# ---- two processes

TOGETHER = """
import json, os, sys
import torch
from core.commands import run
from core.methods.autoencoders import training as shape_training
from core.methods.autoencoders import vae
from core.networks import directions as steering
from core.training import latent_map as atlas
from core.training.presets import Preset

shape_training.PRESETS["cpu"] = Preset(grids=2, pictures=2)
steering.PROBES = atlas.PROBES = 1
made, chosen, begin = [], [], vae.recipe

def recipe(*arguments):
    made.append(begin(*arguments))
    grids = made[0]._grids
    def noted(shapes, mirrored):
        chosen.append(shapes.tolist())
        return grids(shapes, mirrored)

    made[0]._grids = noted
    return made[0]

vae.recipe = recipe
code = run(["train", "vae", *sys.argv[2:]])
found = {"net": made[0].net.state_dict(), "chosen": chosen}
torch.save(found, f"{sys.argv[1]}/{os.environ['RANK']}.pt")
sys.exit(code)
"""


def test_two_processes_train_one_network(pack_folder: Path, tmp_path: Path) -> None:
    """Each with shapes of its own; in the end both hold the same weights, and one wrote them."""
    script, out = tmp_path / "together.py", tmp_path / "out"
    script.write_text(TOGETHER)
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--standalone"]
    command = [*torchrun, "--nproc_per_node", "2", str(script), str(tmp_path)]
    options = ["--data", str(pack_folder), "--out", str(out), "--steps", "4", "--device", "cpu"]
    ended = subprocess.run(
        [*command, *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
    )
    assert ended.returncode == 0, ended.stderr
    lines = ended.stdout.splitlines()
    assert len(lines) == 1 and str(out / "vae.safetensors") in lines[0]
    first, second = (torch.load(tmp_path / f"{rank}.pt") for rank in (0, 1))
    assert first["chosen"] != second["chosen"]
    assert all(torch.equal(first["net"][name], value) for name, value in second["net"].items())
    assert set(load_file(out / "vae.safetensors")) == set(first["net"])
