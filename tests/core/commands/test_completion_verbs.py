"""Completing from one side and drawing several shapes, from the command line to the measures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import trimesh
from verbs import done

from core.data.dataset import open_pack
from core.errors import UserError
from core.evaluation.completion import completion_table
from core.evaluation.shapes import _radius, _thin_kept, _touched, _undecided
from core.geometry.normalize import in_object_frame
from core.importers.shapes import load_shape
from core.methods.completion import Completion
from core.rendering.shape_image import portrait
from core.rendering.visibility import Seen
from core.types import LatentCode, Mesh, VoxelGrid
from core.utils.files import RESOURCES
from core.utils.progress import finished
from core.utils.weights import has_weights

SIDE = 32
SAMPLES = RESOURCES / "samples"


@pytest.fixture
def stool(tmp_path: Path) -> Path:
    """A seat on four legs, as a mesh file."""
    seat = trimesh.creation.box((1.0, 0.2, 1.0))
    legs = [trimesh.creation.box((0.16, 0.8, 0.16)) for _ in range(4)]
    for leg, (x, z) in zip(legs, ((-1, -1), (-1, 1), (1, -1), (1, 1)), strict=True):
        leg.apply_translation((0.42 * x, -0.5, 0.42 * z))
    path = tmp_path / "stool.stl"
    trimesh.util.concatenate([seat, *legs]).export(path)
    return path


@pytest.mark.timeout(400)
@pytest.mark.skipif(not has_weights("shapenets"), reason="needs the weights of shapenets")
def test_a_shape_is_completed_in_several_ways(
    stool: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outs = [tmp_path / "whole.binvox", tmp_path / "whole-2.binvox"]
    verb = ("complete", stool, "-o", outs[0], "--hypotheses", "2", "--resolution", "32")
    done(*verb, "--seed", "1")
    said = capsys.readouterr().out
    assert "Taken for: " in said and "Next best view: azimuth" in said
    first, second = (load_shape(path).occupancy > 0.5 for path in outs)
    assert first.shape == (SIDE,) * 3
    assert 0.02 < first.mean() < 0.7 and 0.02 < second.mean() < 0.7
    assert (first != second).any()


@pytest.mark.skipif(not has_weights("vae"), reason="needs the weights of vae")
def test_a_photograph_gives_several_shapes(tmp_path: Path) -> None:
    out = tmp_path / "chair.binvox"
    done(
        "reconstruct", SAMPLES / "armchair.png", "-o", out, "--method", "vae",
        "--hypotheses", "3", "--seed", "2", "--resolution", "32",
    )  # fmt: skip
    names = ("chair.binvox", "chair-2.binvox", "chair-3.binvox")
    shapes = [load_shape(tmp_path / name).occupancy > 0.5 for name in names]
    assert all(0.01 < shape.mean() < 0.9 for shape in shapes)
    assert (shapes[0] != shapes[1]).any() and (shapes[1] != shapes[2]).any()


# ---- measures, on shapes whose answer is known


def cube(low: int = 8, high: int = 24) -> np.ndarray:
    solid = np.zeros((SIDE, SIDE, SIDE), np.float32)
    solid[low:high, low:high, low:high] = 1
    return solid


class Perfect:
    """Knows every cube: it completes what it sees of one to the whole."""

    classes = ("cube", "other")

    def classify(self, grid: VoxelGrid) -> dict[str, float]:
        return {"cube": 0.9, "other": 0.1}

    def complete(self, seen: Seen, count: int) -> Completion:
        labels = np.tile(np.array([[0.9, 0.1]], np.float32), (count, 1))
        shapes = (VoxelGrid.canonical(cube()),) * count
        return Completion(seen, shapes, np.zeros((count, 1), np.float32), labels)

    def encode_shape(self, grid: VoxelGrid) -> LatentCode:
        return LatentCode({"shape": [0.0]}, "perfect")

    def decode(self, code: LatentCode, resolution: int) -> VoxelGrid:
        return VoxelGrid.canonical(np.zeros((resolution,) * 3, np.float32))


class Cubes:
    """A pack of one cube."""

    class Row:
        group = "cube"

    rows = (Row(),)

    def occupancy(self, shapes: list[int]) -> np.ndarray:
        return np.stack([cube() for _ in shapes])


def test_a_completer_that_knows_everything_is_measured_as_perfect() -> None:
    (table,) = finished(completion_table(Perfect(), Cubes(), np.array([0])))  # type: ignore[arg-type]
    value = {str(row[""]): float(row["value"]) for row in table.rows}
    assert value["class by the label units, whole shape"] == 100
    assert value["completed, mean of 4 chains"] == value["completed, best of 4"] == 1
    assert value["chains differ by"] == 0
    assert value["rebuilt once from it"] == 0
    # Of 16^3 voxels a camera sees three faces at most.
    assert 0 < value["what the depth map saw"] <= (16**3 - 13**3) / 16**3


def test_thin_parts_are_those_that_a_block_does_not_fit_into() -> None:
    truth = cube() > 0.5
    truth[24:30, 16, 16] = True  # a rod
    bare = cube()
    assert _thin_kept(np.array([truth], np.float32), np.array([truth])) == 1
    assert _thin_kept(bare[None], np.array([truth])) == 0
    half = truth.copy()
    half[27:30, 16, 16] = False
    assert _thin_kept(np.array([half], np.float32), np.array([truth])) == 0.5


def test_undecided_voxels_are_counted_against_the_occupied_ones() -> None:
    grids = cube()[None].copy()
    assert _undecided(grids) == 0
    grids[0, :8, 0, 0] = 0.4
    assert _undecided(grids) == pytest.approx(8 / 16**3)


def test_what_changes_in_one_part_touches_few_blocks_and_lies_close_together() -> None:
    solid = cube() > 0.5
    corner = np.zeros_like(solid)
    corner[8:12, 8:12, 8:12] = True
    assert _touched(solid, solid) == 1
    assert _touched(corner, solid) == 1 / 4**3
    assert _radius(corner) == pytest.approx(np.sqrt(3 * (16 - 1) / 12))
    assert _radius(corner) < _radius(solid)


# ---- shapes that are given


def test_a_given_shape_stands_in_the_object_frame_and_has_its_picture() -> None:
    box = trimesh.creation.box((4.0, 2.0, 1.0))
    box.apply_translation((7.0, -3.0, 2.0))
    mesh = Mesh(np.asarray(box.vertices, np.float32), np.asarray(box.faces, np.int32))
    grid = in_object_frame(mesh)
    filled = np.argwhere(grid.occupancy > 0.5)
    size = filled.max(axis=0) + 1 - filled.min(axis=0)
    assert np.abs(size - [64, 32, 16]).max() <= 1
    assert np.abs(filled.mean(axis=0) - 31.5).max() < 1
    assert in_object_frame(grid).occupancy is grid.occupancy  # it is there already
    with pytest.raises(UserError, match="No voxel"):
        in_object_frame(VoxelGrid.canonical(np.zeros((8, 8, 8), np.float32)))
    shown = portrait(mesh, "box.stl")
    assert shown.solid is not None and np.array_equal(shown.solid.occupancy, grid.occupancy)
    assert shown.mask is not None and shown.mask_source == "shape"
    inside = shown.mask > 0.5
    rows, columns = np.nonzero(inside)
    assert np.ptp(columns) > 1.3 * np.ptp(rows)  # it lies
    assert (shown.image[~inside & (shown.mask == 0)] == 255).all()
    assert shown.image[inside].mean() < 220


def test_a_data_set_of_coarse_grids_is_built(tmp_path: Path) -> None:
    out = tmp_path / "pack"
    done("dataset", "build", "procedural:2", "-o", out, "--views", "1", "--resolution", "32",
         "--workers", "1")  # fmt: skip
    grids = open_pack(out).occupancy(np.arange(2))
    assert grids.shape == (2, SIDE, SIDE, SIDE)
    for grid in grids:
        filled = np.argwhere(grid > 0.5)
        longest = (filled.max(axis=0) + 1 - filled.min(axis=0)).max()
        assert SIDE - 2 <= longest <= SIDE  # it fills its box
