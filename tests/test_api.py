"""The Python API: what `core` exports, and that importing it costs nothing."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import core

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def method() -> object:
    return core.load_method("tl", device="cpu")


def test_importing_core_imports_no_torch_and_no_window() -> None:
    heavy = "torch PySide6 pyqtgraph vtkmodules trimesh scipy PIL"
    program = f"import sys, core; print(*(m for m in '{heavy}'.split() if m in sys.modules))"
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ended.stdout.strip() == ""


def test_every_exported_name_is_there() -> None:
    assert all(hasattr(core, name) for name in core.__all__)
    promised = "METHODS load_method load_views reconstruct VoxelGrid PointCloud Mesh LatentCode"
    assert set(promised.split()) <= set(core.__all__)


def test_photographs_to_a_code_to_a_grid(method: core.pipeline.Method, chair: Path) -> None:
    views = core.load_views([chair])
    assert views[0].mask is not None and views[0].mask_source == "alpha"
    code = method.encode(views)
    assert {name: values.shape for name, values in code.items()} == {
        "shape": (128,), "pose": (16,), "lighting": (8,),
    }  # fmt: skip
    assert all(values.dtype == np.float32 for values in code.values())
    for resolution in (16, 64, 96):
        grid = method.decode(code, resolution=resolution)
        assert isinstance(grid, core.VoxelGrid)
        assert grid.occupancy.shape == (resolution,) * 3
        assert grid.occupancy.dtype == np.float32
        assert grid.occupancy.min() >= 0 and grid.occupancy.max() <= 1
        corner = grid.origin - grid.voxel_size / 2
        np.testing.assert_allclose(corner, -0.5, atol=1e-6)
        assert grid.voxel_size * resolution == pytest.approx(1)


def test_masks_are_found_on_the_way(armchair: Path) -> None:
    (view,) = core.load_views([str(armchair)])
    assert view.mask_source == "salient"
    assert view.mask is not None and view.mask.shape == view.image.shape[:2]


def test_a_mask_is_believed_as_far_as_it_is_certain(
    method: core.pipeline.Method, chair: Path
) -> None:
    (given,) = core.load_views([chair])
    crop = method.encode([given]).shape
    whole = method.encode([replace(given, mask=None)]).shape
    sure, doubtful, wrong = (
        method.encode([given.with_mask(given.mask, "salient", certainty)]).shape
        for certainty in (0.95, 0.7, 0.4)
    )
    apart = np.linalg.norm(crop - whole)
    distances = [np.linalg.norm(code - whole) / apart for code in (wrong, doubtful, sure)]
    np.testing.assert_allclose(wrong, whole, atol=1e-4)
    assert distances[0] < distances[1] < distances[2] < 1


def test_a_shape_becomes_a_code_of_the_shape_alone(method: core.pipeline.Method) -> None:
    occupancy = np.zeros((32, 32, 32), np.float32)
    occupancy[8:24, :, 8:24] = 1
    size = 1 / 32
    grid = core.VoxelGrid(occupancy, np.full(3, -0.5 + size / 2, np.float32), size)
    code = method.encode_shape(grid)
    assert list(code) == ["shape"] and code["shape"].shape == (128,)
    assert isinstance(method.decode(code, resolution=32), core.VoxelGrid)


def test_reconstruct_tells_how_far_it_is_and_returns_everything(
    method: core.pipeline.Method, chair: Path
) -> None:
    steps = core.reconstruct(core.load_views([chair]), method=method, resolution=32)
    said = []
    while True:
        try:
            said.append(next(steps))
        except StopIteration as finished:
            result = finished.value
            break
    fractions = [progress.fraction for progress in said]
    assert fractions == sorted(fractions) and fractions[0] == 0 and fractions[-1] == 1
    assert isinstance(result, core.Reconstruction)
    assert isinstance(result.shape, core.VoxelGrid) and result.method == "tl"
    assert isinstance(result.pose, core.Pose) and -180 < result.pose.azimuth <= 180
    assert isinstance(result.lighting, core.Lighting) and 0 <= result.lighting.ambient <= 1
    assert result.rendering.image.dtype == np.uint8
    assert result.maps.depth.shape == result.maps.silhouette.shape
    assert 0 <= result.confidence <= 1


def test_codes_can_be_swapped_and_stay_as_they_were(
    method: core.pipeline.Method, chair: Path, armchair: Path
) -> None:
    a, b = (method.encode(core.load_views([path])) for path in (chair, armchair))
    swapped = a.replace(pose=b["pose"])
    assert method.pose(swapped) == method.pose(b)
    assert method.lighting(swapped) == method.lighting(a)
    shapes = [method.decode(code, resolution=32).occupancy for code in (a, swapped)]
    np.testing.assert_array_equal(*shapes)
    with pytest.raises(ValueError, match="read-only"):
        a["pose"][0] = 1


def test_what_does_not_exist_is_a_user_error(tmp_path: Path) -> None:
    with pytest.raises(core.UserError, match="no method 'magic'"):
        core.load_method("magic")
    with pytest.raises(core.UserError, match="no device 'tpu'"):
        core.load_method("tl", device="tpu")
    with pytest.raises(core.UserError, match="does not exist"):
        core.load_views([tmp_path / "none.jpg"])
    with pytest.raises(core.UserError, match="no image"):
        next(core.reconstruct([]))


def test_no_object_in_the_picture_is_a_user_error(
    method: core.pipeline.Method, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = core.View(np.full((96, 96, 3), 255, np.uint8), name="wall.png")
    analyse = type(method).analyse

    def sees_nothing(self: object, views: object) -> object:
        from dataclasses import replace

        found = analyse(self, views)
        return replace(found, maps=replace(found.maps, silhouette=0 * found.maps.silhouette))

    monkeypatch.setattr(type(method), "analyse", sees_nothing)
    with pytest.raises(core.UserError, match=r"No object was found in wall\.png"):
        list(core.reconstruct([empty], method=method))
