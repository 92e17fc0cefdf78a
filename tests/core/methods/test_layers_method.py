"""The method `layers`: a photograph's outline and front in the shape, and a code underneath."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

import core
from core.data.layered_dataset import CropFolder, build_layers, open_data
from core.errors import UserError
from core.geometry.isosurface import isosurface
from core.geometry.mesh import is_watertight
from core.geometry.texture import cover_of
from core.methods.layers.method import LayersMethod
from core.methods.layers.network import LayersNet, inflation
from core.types import LatentCode, View, VoxelGrid
from core.utils.progress import finished


@pytest.fixture(scope="module")
def method() -> LayersMethod:
    found = core.load_method("layers", device="cpu")
    assert isinstance(found, LayersMethod)
    return found


@pytest.fixture
def view(chair: Path) -> View:
    return core.load_views([chair])[0]


def outline_iou(grid: VoxelGrid, view: View, camera: core.Camera) -> float:
    """How far the grid's picture through the camera and the mask overlap."""
    assert view.mask is not None
    points = isosurface(grid).vertices
    inside = np.argwhere(grid.occupancy > 0.5) * grid.voxel_size + grid.origin
    x, y, z = camera.K @ (camera.R @ np.concatenate([points, inside]).T + camera.t[:, None])
    drawn = np.zeros(view.mask.shape, bool)
    step = max(1, round(camera.K[0, 0] * grid.voxel_size / float(np.median(z)) / 2))
    for dx in range(-step, step + 1):
        for dy in range(-step, step + 1):
            column, row = (np.rint(x / z).astype(int) + dx, np.rint(y / z).astype(int) + dy)
            ok = (column >= 0) & (row >= 0) & (column < drawn.shape[1]) & (row < drawn.shape[0])
            drawn[row[ok], column[ok]] = True
    true = view.mask > 0.5
    return float((drawn & true).sum() / (drawn | true).sum())


def test_the_shape_has_the_outline_of_the_photograph(method: LayersMethod, view: View) -> None:
    found = method.analyse([view])
    assert found.camera is not None
    grid = method.decode(found.code, 96)
    assert outline_iou(grid, view, found.camera) > 0.85
    assert is_watertight(isosurface(grid))


def test_without_detail_it_is_the_code_alone(method: LayersMethod, view: View) -> None:
    code = method.encode([view])
    plain = method.decode(code.replace(detail_share=[0.0]), 32)
    prior = LatentCode({name: code[name] for name in ("shape", "pose", "lighting")}, "tl")
    assert np.array_equal(plain.occupancy, method.prior.decode(prior, 32).occupancy)


def test_sliders_move_the_shape_and_its_detail_fades(method: LayersMethod, view: View) -> None:
    code = method.encode([view])
    directions = method.directions()
    assert len(code.shape) == len(directions.mean) == 128

    def distance(sigma: float) -> float:
        moved = code.with_shape(directions.moved(code.shape, 0, sigma))
        alone = method.decode(moved.replace(detail_share=[0.0]), 32).occupancy
        return float(np.abs(method.decode(moved, 32).occupancy - alone).mean())

    start = float(directions.coordinates(code.shape)[0])
    near, middle, far = (distance(start + by) for by in (0.01, 4.0, 30.0))
    assert near > middle > far
    assert far < 0.1 * near


def test_a_shape_has_a_code_without_detail(method: LayersMethod) -> None:
    ball = np.zeros((64, 64, 64), np.float32)
    axis = np.linspace(-1, 1, 64)
    ball[(axis[:, None, None] ** 2 + axis[:, None] ** 2 + axis**2) < 0.9] = 1
    code = method.encode_shape(VoxelGrid.canonical(ball))
    assert set(code) == {"shape"}
    assert method.decode(code, 32).occupancy[16, 16, 16] > 0.5


def test_other_readings_are_thinner_thicker_or_turned(method: LayersMethod, view: View) -> None:
    found = method.analyse([view])
    readings = method.alternatives([view], 4)
    names = [name for name, _ in readings]
    assert names[:2] == ["thinner", "thicker"] and "from behind" in names[2:]
    assert len(set(names)) == 4

    def depth(code: LatentCode) -> float:
        """How far it reaches along the camera's axis."""
        inside = np.argwhere(method.decode(code, 48).occupancy > 0.5) / 48
        pose = np.radians([method.pose(code).azimuth, method.pose(code).elevation])
        (sin, sin_up), (cos, cos_up) = np.sin(pose), np.cos(pose)
        return float(np.ptp(inside @ [sin * cos_up, sin_up, cos * cos_up]))

    thin, thick = (depth(code) for _, code in readings[:2])
    assert thin < depth(found.code) < thick
    turned = readings[names.index("from behind")][1]
    behind = method.pose(turned).azimuth - method.pose(found.code).azimuth
    assert abs((behind + 360) % 360 - 180) < 1e-3
    for _, code in readings:  # sliders begin at its own shape
        assert np.array_equal(code["shape"], code["detail_anchor"])
    assert len(method.hypotheses([view], 63)) == 63


def test_the_pose_that_its_own_head_found_goes_with_the_pose_group(
    method: LayersMethod, view: View
) -> None:
    found = method.analyse([view])
    assert found.pose == method.pose(found.code)
    given = found.code.replace(**method.encode_shape(method.decode(found.code, 64)))
    assert method.pose(given) == found.pose, "also where no detail is left"
    blank = found.code.replace(pose=np.zeros(20))
    assert method.pose(blank).distance > 0


def test_of_several_photographs_the_one_that_tells_most_gives_the_detail(
    method: LayersMethod, view: View
) -> None:
    doubtful = replace(view, name="doubtful.png", mask_certainty=0.3)
    found = finished(core.reconstruct([doubtful, view], method, 32))
    assert found.seen == 1
    assert cover_of(found) is not None
    assert found.notes == (f"The detail is that of {view.name}, which tells most.",)


def test_codes_of_other_methods_are_refused(method: LayersMethod) -> None:
    with pytest.raises(UserError, match="not one of the method 'layers'"):
        method.decode(LatentCode({"shape": np.zeros(128)}, "vae"), 32)


def test_an_outline_is_blown_up_to_a_sphere_or_a_rod() -> None:
    y, x = torch.meshgrid(*[(torch.arange(128) + 0.5) / 128 - 0.5] * 2, indexing="ij")
    disc, strip = x**2 + y**2 < 0.4**2, (x.abs() < 0.03) & (y.abs() < 0.4)
    half = inflation(torch.stack([disc, strip]))
    sphere = (0.4**2 - x**2 - y**2).clamp(min=0).sqrt()
    assert float((half[0] - sphere)[disc].abs().mean()) < 0.02
    assert float(half[1].max()) == pytest.approx(0.03 * 2**0.5, rel=0.4)  # as of laplace(h^2) = -4
    assert not half[0][~disc].any()


def test_a_new_network_begins_with_a_flat_front() -> None:
    with torch.no_grad():
        layers, framing = LayersNet().eval()(torch.rand(2, 4, 128, 128))
    assert layers.front.shape == (2, 128, 128)
    assert float(layers.front.abs().max()) == 0
    assert float(layers.thickness.min()) == pytest.approx(0.3)
    assert framing.azimuth.shape == (2, 24)


def test_training_lowers_the_loss(tmp_path: Path) -> None:
    from core.methods.layers.training import LayersRecipe

    for _ in build_layers(["procedural:1"], tmp_path, count=4, shard=4):
        pass
    crops = open_data(tmp_path)
    assert isinstance(crops, CropFolder)
    recipe = LayersRecipe(crops, torch.device("cpu"))
    recipe.begin(recipe.stages[0])
    batch = crops.draw(np.random.default_rng(0), 4)
    optimizer = torch.optim.Adam(recipe.net.parameters(), 1e-3)
    losses = []
    for _ in range(6):
        terms = recipe.terms(batch, torch.Generator().manual_seed(1))
        total = torch.stack(list(terms.values())).sum()
        optimizer.zero_grad()
        total.backward()
        optimizer.step()
        losses.append(total.item())
    assert losses[-1] < losses[0] - 0.2


def test_it_learns_from_layered_pictures_only(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="not a data set pack"):
        open_data(tmp_path)
