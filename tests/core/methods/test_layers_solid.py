"""Depth in layers: what renders say of known solids, and the solid that layers make again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from core.data.layered_dataset import CropFolder, build_layers
from core.data.layered_views import SolidSurface, deformed, render_layers, unpack_layers
from core.methods.layers.solid import LayeredSolid, boxed, occupancy, outline_distance
from core.types import Floats, Pose

FRONT = Pose(0, 0, 0, 4.0)


def sphere(count: int = 60_000) -> SolidSurface:
    """Points all over a sphere of diameter 1, by Fibonacci's spiral."""
    number = torch.arange(count) + 0.5
    up = 1 - 2 * number / count
    turn = number * 2.399963
    round_ = (1 - up**2).sqrt()
    normals = torch.stack([round_ * turn.cos(), up, round_ * turn.sin()], 1)
    grey = torch.full((count, 3), 0.5)
    return SolidSurface(normals / 2, normals, grey, torch.zeros(count, dtype=torch.bool))


def plates(*depths: float, thick: float = 0.1, count: int = 500_000) -> SolidSurface:
    """Square plates one behind the other, the middle of each at a depth z."""
    rng = np.random.default_rng(0)
    points, normals = [], []
    for depth in depths:
        for side in (-1.0, 1.0):
            at = rng.uniform(-0.5, 0.5, (count // (2 * len(depths)), 3))
            at[:, 2] = depth + side * thick / 2
            points.append(at)
            normals.append(np.tile([0.0, 0.0, side], (len(at), 1)))
    found = torch.from_numpy(np.concatenate(points).astype(np.float32))
    outward = torch.from_numpy(np.concatenate(normals).astype(np.float32))
    grey = torch.full((len(found), 3), 0.5)
    return SolidSurface(found, outward, grey, torch.zeros(len(found), dtype=torch.bool))


def seen(surface: SolidSurface, pose: Pose = FRONT) -> tuple[Floats, Floats, float]:
    """Depth (4, S, S) in object sides, mask (S, S), and how many object sides the crop is."""
    packed, framing = render_layers(surface, pose)
    views = unpack_layers(torch.from_numpy(packed)[None])
    return views.depth[0].numpy() * framing.unit, views.mask[0].numpy(), framing.unit


def test_the_middle_of_a_sphere_is_as_deep_as_it_is_wide() -> None:
    depth, mask, _ = seen(sphere())
    middle = depth[:, 60:68, 60:68].mean((1, 2))
    assert mask[60:68, 60:68].min() == 1
    assert middle == pytest.approx([-0.5, 0.5, -0.5, 0.5], abs=0.01)


def test_two_plates_are_entered_and_left_twice() -> None:
    depth, _, _ = seen(plates(0.3, -0.3))
    middle = depth[:, 56:72, 56:72].mean((1, 2))
    assert middle == pytest.approx([-0.35, -0.25, 0.25, 0.35], abs=0.01)


def test_of_three_plates_the_first_and_the_last_are_told() -> None:
    depth, _, _ = seen(plates(0.4, 0.0, -0.4))
    middle = depth[:, 56:72, 56:72].mean((1, 2))
    assert middle == pytest.approx([-0.45, -0.35, 0.35, 0.45], abs=0.01)


def test_deformed_shapes_fill_the_box_and_keep_their_normals_outward() -> None:
    rng = np.random.default_rng(4)
    for _ in range(8):
        shape = deformed(sphere(4000), rng)
        extent = shape.points.amax(0) - shape.points.amin(0)
        assert float(extent.max()) == pytest.approx(1, abs=1e-4)
        assert float((shape.normals * shape.points).sum(1).min()) > 0
        assert shape.normals.norm(dim=1).numpy() == pytest.approx(1, abs=1e-4)


def solid_of(surface: SolidSurface, pose: Pose) -> LayeredSolid:
    """The layered solid that a network without fault would give."""
    packed, framing = render_layers(surface, pose)
    views = unpack_layers(torch.from_numpy(packed)[None])
    mask = views.mask[0].numpy()
    entry_1, exit_1, entry_2, exit_2 = views.depth[0].numpy()
    twice = entry_2 > entry_1 + 1e-4
    middle = (entry_1 + exit_2) / 2
    maps = [
        entry_1, np.where(twice, exit_1, middle), np.where(twice, entry_2, middle), exit_2,
        np.full_like(mask, 0.003), np.full_like(mask, 0.003),
        outline_distance(mask.repeat(2, 0).repeat(2, 1), len(mask)),
    ]  # fmt: skip
    return LayeredSolid(
        np.stack(maps).astype(np.float32), pose.azimuth, pose.elevation, pose.roll,
        framing.focal, 1 / framing.unit, (framing.x, framing.y, 0.0),
    )  # fmt: skip


@pytest.mark.parametrize("pose", [FRONT, Pose(140, 25, 4, 2.0)])
def test_a_sphere_comes_back_from_its_layers(pose: Pose) -> None:
    solid = solid_of(sphere(), pose)
    inside = occupancy(solid, 64).numpy() > 0.5
    axis = (np.arange(64) + 0.5) / 64 - 0.5
    true = (axis[:, None, None] ** 2 + axis[:, None] ** 2 + axis**2) < 0.25
    assert (inside & true).sum() / (inside | true).sum() > 0.94


def test_what_is_seen_between_two_plates_stays_empty() -> None:
    inside = occupancy(solid_of(plates(0.3, -0.3), Pose(25, 20, 0, 3.0)), 64).numpy() > 0.5
    assert inside[24:40, 24:40, 48:53].mean() > 0.9  # z is about 0.3
    assert inside[24:40, 24:40, 26:38].mean() < 0.15


def test_a_plate_seen_flat_has_no_holes() -> None:
    solid = solid_of(plates(0.0, thick=0.02), Pose(82, 0, 0, 4.0))
    inside = occupancy(solid, 64).numpy() > 0.5
    assert inside[4:60, 4:60].any(2).mean() > 0.98


def test_a_prior_decides_what_the_photograph_leaves_open_and_contradicts_none() -> None:
    solid = solid_of(plates(0.3, thick=0.1), Pose(0, 0, 0, 4.0))
    full, empty = torch.ones(64, 64, 64), torch.zeros(64, 64, 64)
    inside = occupancy(solid, 64, full).numpy() > 0.5
    assert inside[24:40, 24:40, :48].mean() > 0.95  # behind the plate
    assert inside[24:40, 24:40, 56:].mean() < 0.05  # before it
    for trust, least in ((1.0, 0.03), (0.0, 0.09)):  # of a plate of 0.1 something always stays
        inside = occupancy(solid, 64, empty, trust).numpy() > 0.5
        assert inside[24:40, 24:40].sum(2).mean() / 64 > least


def test_a_solid_is_put_into_the_middle_of_the_box() -> None:
    solid = solid_of(sphere(), Pose(30, 10, 0, 3.0))
    moved = LayeredSolid.read(solid.maps, [*solid.framing[:4], 1.7 * solid.scale, 0.2, -0.1, 0.1])
    where = np.argwhere(occupancy(boxed(moved), 64).numpy() > 0.5)
    assert where.min(0) == pytest.approx([0, 0, 0], abs=1.5)
    assert where.max(0) == pytest.approx([63, 63, 63], abs=1.5)


def test_its_camera_sees_it_where_the_photograph_has_it() -> None:
    solid = boxed(solid_of(sphere(), Pose(30, 10, 0, 3.0)))
    camera = solid.camera((100.0, 50.0, 400.0), (600, 800))
    x, y, z = camera.K @ camera.t  # the object's middle
    assert (x / z, y / z) == pytest.approx((300, 250), abs=6)
    assert camera.R @ camera.centre + camera.t == pytest.approx(np.zeros(3), abs=1e-5)


def test_a_wire_holds_together_and_specks_go() -> None:
    mask = np.zeros((256, 256), np.float32)
    mask[20:240, 60:200] = 1
    mask[100:103, 200:250] = 1  # a wire of one and a half pixels
    mask[5:8, 5:8] = 1
    found = outline_distance(mask, 128)
    assert (found[50, 100:124] > 0).all()
    assert found[3, 3] < 0


def test_layered_pictures_are_made_and_kept(tmp_path: Path) -> None:
    for _ in build_layers(["procedural:1"], tmp_path, count=6, keep=4, shard=2):
        pass
    names = sorted(path.name for path in tmp_path.glob("crops-*.npy"))
    assert names == ["crops-000001.npy", "crops-000002.npy"]
    crops = CropFolder(tmp_path).draw(np.random.default_rng(0), 3)
    views = unpack_layers(torch.from_numpy(crops.packed))
    inside = views.mask > 0.9
    assert inside.float().mean() > 0.02
    assert ((views.depth[:, 3] - views.depth[:, 0])[inside] > 0).all()
    assert crops.framing.shape == (3, 8)
