"""The shipped shape networks: codes and back, drawing by lot, and the verbs that use them."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from verbs import done, refused

from core.errors import UserError
from core.importers.shapes import load_shape
from core.latent.codes import read_code
from core.methods import METHODS
from core.metrics import iou
from core.types import LatentCode, VoxelGrid
from core.utils.weights import has_weights

KEYS = [key for key in METHODS if METHODS[key].samples and has_weights(key)]


@pytest.fixture(scope="module", params=KEYS)
def method(request: pytest.FixtureRequest) -> Any:
    return importlib.import_module(METHODS[request.param].module).load("cpu")


def table() -> VoxelGrid:
    """A table of 64 voxels: a slab on four legs."""
    solid = np.zeros((64, 64, 64), np.float32)
    solid[2:62, 44:50, 12:52] = 1
    for x in (slice(4, 10), slice(54, 60)):
        for z in (slice(14, 20), slice(44, 50)):
            solid[x, 14:44, z] = 1
    return VoxelGrid.canonical(solid)


def test_a_shape_becomes_a_code_of_the_groups_and_comes_back(method: Any) -> None:
    code = method.encode_shape(table())
    assert {name: len(values) for name, values in code.items()} == METHODS[method.key].latent
    assert np.array_equal(code.with_shape(code.shape).shape, code.shape)
    rebuilt = method.decode(code)
    assert rebuilt.occupancy.shape == (64, 64, 64)
    assert iou(rebuilt.occupancy, table().occupancy > 0.5) > 0.4


def test_what_is_drawn_repeats_with_its_seed_alone(method: Any) -> None:
    first, again, other = (method.sample(2, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(first[1].shape, again[1].shape)
    assert not np.array_equal(first[0].shape, first[1].shape)
    assert not np.array_equal(first[0].shape, other[0].shape)


def test_the_code_of_another_method_is_refused(method: Any) -> None:
    with pytest.raises(UserError, match=f"not one of the method '{method.key}'"):
        method.decode(LatentCode({"shape": np.zeros(3)}, "tl"))
    (code,) = method.sample(1)
    longer = {name: np.append(values, 0.0) for name, values in code.items()}
    with pytest.raises(UserError, match=f"not one of the method '{method.key}'"):
        method.decode(LatentCode(longer, method.key))


@pytest.mark.skipif("vae" not in KEYS, reason="there are no weights of vae yet")
def test_shapes_are_drawn_on_the_command_line(tmp_path: Path) -> None:
    out = tmp_path / "new.binvox"
    done("sample", "vae", "-o", out, "--count", "2", "--seed", "3", "--resolution", "32")
    shapes = [load_shape(tmp_path / name) for name in ("new.binvox", "new-2.binvox")]
    assert all(isinstance(shape, VoxelGrid) and shape.occupancy.any() for shape in shapes)


def test_a_mesh_is_encoded_on_the_command_line(tmp_path: Path) -> None:
    import trimesh

    trimesh.creation.box((1.0, 0.5, 0.7)).export(tmp_path / "box.stl")
    done("encode", tmp_path / "box.stl", "-o", tmp_path / "code.npz", "--method", "vae")
    code = read_code(tmp_path / "code.npz")
    assert code.method == "vae" and len(code.shape) == 100


def test_mistakes_get_one_sentence(
    tmp_path: Path, chair: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "draws no shapes by lot" in refused(capsys, "sample", "tl", "-o", tmp_path / "a.glb")
    assert "two angles" in refused(
        capsys, "complete", chair, "-o", tmp_path / "a.glb", "--view", "left"
    )
    assert "Leave --hypotheses out" in refused(
        capsys, "reconstruct", chair, "-o", tmp_path / "a.png", "--as", "depth",
        "--method", "vae", "--hypotheses", "3",
    )  # fmt: skip
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("seed", ["-7", str(10**30)])
def test_any_whole_number_begins_chance(seed: str, tmp_path: Path) -> None:
    one, other = tmp_path / "one.npz", tmp_path / "other.npz"
    for out in (one, other):
        done("sample", "vae", "-o", out, "--seed", seed, "--resolution", 32)
    assert np.array_equal(load_shape(one).occupancy, load_shape(other).occupancy)
