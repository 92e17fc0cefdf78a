"""Several views of one object: fusing their codes, telling them one by one, steady videos."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from core.data.dataset import Pack, build, open_pack
from core.latent.smoothing import steady
from core.methods.tl import features
from core.methods.tl import method as tl
from core.methods.tl.fusion import directions, fuse
from core.networks.fusion import ViewFusion, known_bearings
from core.networks.recurrent import GridUnit
from core.pipeline import load_views
from core.rendering.splat import rotation
from core.training import trainer
from core.training.presets import Preset
from core.training.trainer import Budget, train
from core.types import Camera, LatentCode, View
from core.utils import weights
from core.utils.files import RESOURCES

CPU = torch.device("cpu")
SAMPLES = [RESOURCES / "samples" / f"{name}.png" for name in ("chair", "armchair", "sofa", "mug")]


@pytest.fixture(scope="module")
def method() -> tl.TL:
    made = tl.load("cpu")
    assert made.fusion is not None
    return made


@pytest.fixture(scope="module")
def views() -> tuple[View, ...]:
    return load_views(SAMPLES)


def test_the_order_of_the_views_changes_nothing(method: tl.TL, views: tuple[View, ...]) -> None:
    codes = [method.encode(list(order)).shape for order in itertools.permutations(views[:3])]
    for code in codes[1:]:
        np.testing.assert_allclose(code, codes[0], atol=1e-5)
    assert np.abs(codes[0] - method.encode(views[1:]).shape).max() > 0.1  # views do matter


def test_pose_light_and_maps_are_those_of_the_first(method: tl.TL, views: tuple[View, ...]) -> None:
    alone, among = method.analyse(views[1:2]), method.analyse([views[1], views[0], views[2]])
    assert among.maps is not None and alone.maps is not None
    assert np.array_equal(among.maps.depth, alone.maps.depth)
    for group in ("pose", "lighting"):
        assert np.array_equal(among.code[group], alone.code[group])


def test_of_one_view_the_fused_code_is_its_own(method: tl.TL) -> None:
    assert method.fusion is not None
    seen = torch.randn(3, 1, 512, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        assert torch.equal(fuse(method.fusion, method.net, seen), method.net.to_shape(seen)[:, 0])


def test_without_a_fusion_of_this_image_encoder_codes_are_averaged(
    weights: Path, views: tuple[View, ...]
) -> None:
    (weights / "tl_fusion.json").write_text('{"pictures_by": "another"}')
    plain = tl.load("cpu")
    assert plain.fusion is None
    some = torch.randn(3, 512, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        mean = plain.net.to_shape(some).mean(0).numpy()
    np.testing.assert_allclose(plain.encode_features(some).shape, mean, atol=1e-6)


def camera(azimuth: float, elevation: float) -> Camera:
    turn = rotation(azimuth, elevation, 10.0).astype(np.float64)
    return Camera(64, 64, np.eye(3), turn, np.array([0.0, 0.0, 2.0]))


def test_known_cameras_say_from_where_they_look(views: tuple[View, ...]) -> None:
    placed = [
        replace(view, camera=camera(*angles))
        for view, angles in zip(views, ((-150, 30), (20, -10), (75, 60)), strict=False)
    ]
    found = directions(placed)
    assert found is not None
    np.testing.assert_allclose(found, [(-150, 30), (20, -10), (75, 60)], atol=1e-3)
    assert directions([placed[0], views[1]]) is None  # one camera is not known


def test_views_vote_on_where_the_front_is() -> None:
    """Three of four views are sure of themselves; the world of the cameras is turned by 90."""
    true = torch.tensor([[0.0, 60.0, 120.0, 180.0]])
    logits = torch.full((1, 4, 24), -8.0)
    for view, degrees in enumerate((0, 60, 120, 300)):  # the last one is wrong
        logits[0, view, degrees // 15] = 8.0
    found = known_bearings(logits, true - 90, torch.zeros(1, 4))[0, :, :24].argmax(1)
    assert (found * 15).tolist() == [0, 60, 120, 180]


def test_a_recurrent_unit_remembers_what_it_was_told() -> None:
    torch.manual_seed(0)
    unit = GridUnit(8, 4)
    told = torch.randn(2, 3, 8)
    state = unit(told)
    assert state.shape == (2, 4, 4, 4, 4) and state.abs().max() <= 1
    assert not torch.allclose(state, unit(told[:, 1:]))  # the first view still counts
    assert not torch.allclose(state, unit(told.flip(1)))  # and so does the order


def test_frames_around_a_bad_one_are_steady_and_slow_change_stays() -> None:
    slow = np.linspace(0, 1, 21)[:, None] * np.ones(4)
    rough = slow + np.random.default_rng(0).normal(0, 0.05, slow.shape)
    rough[10] += 5
    codes = [LatentCode({"shape": row, "pose": [n]}, "tl") for n, row in enumerate(rough)]
    found = np.stack([code["shape"] for code in steady(codes)])
    assert np.abs(np.diff(found, axis=0)).max() < 0.2
    assert np.abs(found - slow).max() < 0.15
    assert [code["pose"][0] for code in steady(codes)] == list(range(21))
    assert steady(codes[:1]) == codes[:1]
    with pytest.raises(ValueError, match="several methods"):
        steady([codes[0], LatentCode({"shape": np.zeros(4)}, "vae")])


# ---- training


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    folder = tmp_path_factory.mktemp("data") / "pack"
    for _ in build(["procedural:4"], folder, views=4, workers=1):
        pass
    opened = open_pack(folder)
    rows = tuple(replace(row, split="train") for row in opened.rows)
    return replace(opened, rows=rows)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    from core.methods.autoencoders import training as shape_training
    from core.methods.tl import fusion_training

    for module in (fusion_training, shape_training):
        monkeypatch.setitem(module.PRESETS, "cpu", Preset(grids=2, pictures=2))
    clock = itertools.count(0.0, 2.0)
    monkeypatch.setattr(trainer, "time", SimpleNamespace(monotonic=lambda: next(clock)))


def test_all_views_of_a_shape_are_mirrored_or_none(pack: Pack) -> None:
    seen = features.picture_features(pack, CPU)
    for shape in range(4):
        assert len(set(seen.mirrored[seen.shapes == shape].tolist())) == 1


def ended(steps: Any, stop_at: int | None = None) -> None:
    for number, _ in enumerate(steps, 1):
        if number == stop_at:
            steps.close()


@pytest.mark.usefixtures("small")
def test_fusion_goes_on_where_it_was_cut_and_is_used(
    pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.methods.tl.fusion import recipe
    from core.utils.weights import read_weights

    def run(out: Path, resume: bool = False, stop_at: int | None = None) -> None:
        torch.manual_seed(0)
        ended(train(recipe(pack, CPU), out, Budget(steps=4), CPU, resume), stop_at)

    run(tmp_path / "whole")
    run(tmp_path / "cut", stop_at=2)
    assert not (tmp_path / "cut" / "tl_fusion.safetensors").exists()
    run(tmp_path / "cut", resume=True)
    nets = []
    for name in ("whole", "cut"):
        net = ViewFusion(512, 128, 25)
        read_weights(net, "tl_fusion", tmp_path / name)
        nets.append(net.state_dict())
    assert all(torch.equal(nets[0][name], nets[1][name]) for name in nets[0])
    assert nets[0]["correct.4.weight"].abs().max() > 0  # it has learned something
    card = weights.read_card("tl_fusion", tmp_path / "whole")
    assert card["pictures_by"] == weights.read_card("tl")["sha256"]


@pytest.mark.usefixtures("small")
def test_the_recurrent_network_learns_from_views(pack: Pack) -> None:
    from core.methods.autoencoders.r2n2 import recipe
    from core.training.trainer import Draw

    torch.manual_seed(0)
    taught = recipe(pack, CPU)
    stage = taught.stages[1]
    taught.begin(stage)
    optimizer = torch.optim.AdamW(taught.net.parameters(), 2e-3)
    losses = []
    for _ in range(8):
        draw = Draw(np.random.default_rng(1), torch.Generator().manual_seed(1))
        loss, numbers = taught.loss(stage, draw)
        assert set(numbers) == {"occupancy", "code"}
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < 0.8 * losses[0]
