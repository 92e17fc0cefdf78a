"""Every format holds the same solid: to scale, closed, upright, and readable by others."""

import importlib

import numpy as np
import pytest
import trimesh

from core.errors import UserError
from core.exporters import EXPORTERS, convert, export, finished
from core.geometry import repair
from core.geometry.isosurface import isosurface
from core.geometry.mesh import from_trimesh, is_watertight, volume
from core.importers.shapes import load_shape
from core.types import LARGEST_MM, SMALLEST_MM, Finish, Mesh, PointCloud, VoxelGrid

MESHES = [".glb", ".obj", ".stl", ".ply", ".3mf", ".off"]
SIDES = np.array([0.5, 0.8, 0.3])  # x, y (up), z of an ellipsoid


@pytest.fixture(scope="module")
def grid() -> VoxelGrid:
    axis = (np.arange(32) + 0.5) / 32 - 0.5
    centres = np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), axis=-1)
    inside = 1 - np.linalg.norm(centres / (SIDES / 2), axis=-1)
    return VoxelGrid.canonical(1 / (1 + np.exp(-20 * inside)))


def test_every_format_has_a_writer():
    assert set(EXPORTERS) >= {*MESHES, ".usdz", ".npz", ".binvox"}


@pytest.mark.parametrize("suffix", MESHES)
def test_size_axes_and_solidity_survive_the_way_to_disk(grid, tmp_path, suffix):
    report = export(grid, tmp_path / f"shape{suffix}", size_mm=80)
    assert report.watertight and report.kind == "mesh"
    assert np.allclose(report.size_mm, SIDES * 100, atol=1)
    assert max(report.size_mm) == pytest.approx(80)
    assert report.bytes == report.path.stat().st_size

    raw = trimesh.load_mesh(report.path)
    assert raw.is_volume  # closed, wound one way, outward
    unit = {".glb": 0.001}.get(suffix, 1.0)
    order = [0, 2, 1] if suffix in (".stl", ".3mf") else [0, 1, 2]  # printers have z up
    assert np.allclose(raw.extents, np.array(report.size_mm)[order] * unit, rtol=1e-4)

    back = repair.close(load_shape(report.path))[0]
    assert np.allclose(np.ptp(back.vertices, axis=0), np.array(report.size_mm) * unit, rtol=1e-4)
    assert volume(back) > 0 and len(back.faces) == report.faces


@pytest.mark.parametrize("suffix", [".stl", ".3mf"])
def test_up_is_up_for_printers(tmp_path, suffix):
    cone = from_trimesh(trimesh.creation.cone(0.2, 1.0))  # its tip at +z
    upright = Mesh(cone.vertices[:, [1, 2, 0]], cone.faces)  # its tip at +y
    report = export(upright, tmp_path / f"cone{suffix}")
    raw = trimesh.load_mesh(report.path)
    top = raw.vertices[raw.vertices[:, 2] > raw.vertices[:, 2].max() - 1]
    assert np.ptp(top[:, 0]) < 1  # the tip is above, the round base below
    assert raw.volume > 0


@pytest.mark.parametrize("suffix", [".glb", ".obj", ".ply"])
def test_vertex_colours_are_kept(grid, tmp_path, suffix):
    plain = isosurface(grid)
    red = np.tile(np.array([[200, 30, 10]], np.uint8), (len(plain.vertices), 1))
    report = export(Mesh(plain.vertices, plain.faces, red), tmp_path / f"red{suffix}")
    assert np.abs(load_shape(report.path).vertex_colors.astype(int) - red[0]).max() <= 1


@pytest.mark.parametrize("suffix", MESHES)
def test_a_broken_mesh_is_closed(tmp_path, suffix, monkeypatch):
    monkeypatch.setattr(repair, "REBUILT_RESOLUTION", 64)
    ball = trimesh.creation.icosphere(3, 0.5)
    ball.update_faces(~(ball.triangles_center[:, 1] < -0.4))  # a large hole below
    red = np.tile(np.array([[200, 30, 10]], np.uint8), (len(ball.vertices), 1))
    mesh = from_trimesh(ball)
    report = export(Mesh(mesh.vertices, mesh.faces, red), tmp_path / f"ball{suffix}", size_mm=50)
    assert report.watertight
    raw = trimesh.load_mesh(report.path)
    unit = {".glb": 0.001}.get(suffix, 1.0)
    assert raw.is_volume
    assert raw.volume == pytest.approx(4 / 3 * np.pi * (25 * unit) ** 3, rel=0.06)
    if suffix in (".glb", ".obj", ".ply"):
        assert np.abs(load_shape(report.path).vertex_colors.astype(int) - red[0]).max() <= 1


def test_a_bowl_gets_a_wall(tmp_path, monkeypatch):
    monkeypatch.setattr(repair, "REBUILT_RESOLUTION", 64)
    ball = trimesh.creation.icosphere(4, 0.5)
    ball.update_faces(ball.triangles_center[:, 1] < -0.1)
    report = export(from_trimesh(ball), tmp_path / "bowl.obj", size_mm=100)
    raw = trimesh.load_mesh(report.path)
    assert report.watertight and raw.is_volume
    assert 0 < raw.volume < 0.2 * 4 / 3 * np.pi * 50**3  # and is not filled up


def test_an_inverted_mesh_is_turned_outward(tmp_path):
    inverted = trimesh.creation.box((1, 2, 3))
    inverted.invert()
    path = export(from_trimesh(inverted), tmp_path / "box.ply", size_mm=30).path
    assert trimesh.load_mesh(path).volume == pytest.approx(6000)


def test_grids_come_back_as_they_were(grid, tmp_path):
    exact = load_shape(export(grid, tmp_path / "grid.npz").path)
    assert np.array_equal(exact.occupancy, grid.occupancy)
    solid = load_shape(export(grid, tmp_path / "grid.binvox").path)
    assert np.array_equal(solid.occupancy > 0.5, grid.occupancy > 0.5)
    for back in (exact, solid):
        assert np.allclose(back.origin, grid.origin)
        assert back.voxel_size == pytest.approx(grid.voxel_size)


@pytest.mark.parametrize("suffix", [*MESHES, ".npz", ".binvox"])
def test_suffixes_may_be_in_capitals(grid, tmp_path, suffix):
    path = tmp_path / f"SHAPE{suffix.upper()}"
    path.write_text("old")
    report = export(grid, path)
    assert list(tmp_path.iterdir()) == [path] and report.bytes == path.stat().st_size
    small = load_shape(export(grid, tmp_path / f"small{suffix}").path)
    assert type(load_shape(path)) is type(small)
    if isinstance(small, VoxelGrid):
        assert np.array_equal(load_shape(path).occupancy, small.occupancy)
    else:
        assert np.allclose(load_shape(path).vertices, small.vertices)


def test_binvox_is_what_other_programs_read(tmp_path):
    occupancy = np.random.default_rng(0).random((12, 12, 12)) > 0.6
    path = export(VoxelGrid.canonical(occupancy), tmp_path / "noise.binvox").path
    assert np.array_equal(trimesh.load(path).matrix, occupancy)


def test_points_and_blocks_on_request(grid, tmp_path):
    points = export(grid, tmp_path / "points.ply", size_mm=80, as_="points")
    cloud = trimesh.load(points.path)
    assert points.kind == "points" and len(cloud.vertices) == points.vertices > 1000
    assert np.allclose(np.ptp(cloud.vertices, axis=0), SIDES * 100, atol=2)

    blocks = trimesh.load_mesh(export(grid, tmp_path / "blocks.obj", as_="voxels").path)
    normals = np.abs(blocks.face_normals)
    assert np.allclose(normals.max(axis=1), 1)
    assert blocks.is_watertight


def test_usdz_is_written_or_the_extra_is_named(grid, tmp_path):
    path = tmp_path / "shape.usdz"
    try:
        from pxr import Usd, UsdGeom
    except ImportError:
        with pytest.raises(UserError, match="usd"):
            export(grid, path)
        assert list(tmp_path.iterdir()) == []
        return
    export(grid, path, size_mm=80)
    stage = Usd.Stage.Open(str(path))
    surface = UsdGeom.Mesh(stage.GetDefaultPrim().GetChild("surface"))
    extent = np.ptp(np.array(surface.GetPointsAttr().Get()), axis=0)
    assert np.allclose(extent, SIDES / 10, atol=1e-3)


@pytest.mark.parametrize(
    ("name", "size", "as_", "words"),
    [
        ("shape.abc", 100, None, "'.abc' is not a format"),
        ("shape", 100, None, "is not a format"),
        ("shape.stl", 0, None, "not possible"),
        ("shape.stl", float("nan"), None, "not possible"),
        ("shape.glb", 1e300, None, "from 0.01 to 1,000,000 mm"),
        ("shape.stl", 100, "points", "Use .ply"),
        ("shape.npz", 100, "mesh", "voxels only"),
        ("shape.obj", 100, "depth", "cannot be written as 'depth'"),
        ("missing/shape.obj", 100, None, "folder does not exist"),
    ],
)
def test_what_cannot_be_written_is_said_and_leaves_nothing(grid, tmp_path, name, size, as_, words):
    with pytest.raises(UserError, match=words):
        export(grid, tmp_path / name, size, as_)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", MESHES)
@pytest.mark.parametrize("size", [SMALLEST_MM, LARGEST_MM])
def test_the_smallest_and_the_largest_size_survive_the_way_to_disk(grid, tmp_path, suffix, size):
    report = export(grid, tmp_path / f"shape{suffix}", size_mm=size)
    assert report.watertight and max(report.size_mm) == pytest.approx(size, rel=1e-3)
    other = trimesh.load_mesh(report.path)
    unit = {".glb": 0.001}.get(suffix, 1.0)
    assert other.extents.max() == pytest.approx(size * unit, rel=1e-3)


@pytest.mark.parametrize("suffix", [".glb", ".npz"])
def test_an_empty_shape_is_not_written_over_an_old_file(tmp_path, suffix):
    path = tmp_path / f"shape{suffix}"
    path.write_text("old")
    with pytest.raises(UserError, match="empty"):
        export(VoxelGrid.canonical(np.zeros((8, 8, 8))), path)
    assert path.read_text() == "old"


def test_points_alone_are_written_as_ply_only(tmp_path):
    cloud = PointCloud(np.random.default_rng(0).random((50, 3)).astype(np.float32))
    assert export(cloud, tmp_path / "cloud.ply", size_mm=10).kind == "points"
    with pytest.raises(UserError, match="Points"):
        export(cloud, tmp_path / "cloud.glb")


@pytest.mark.parametrize("suffix", [".obj", ".stl", ".glb"])
def test_blocks_that_touch_along_an_edge_are_joined(tmp_path, suffix):
    occupancy = np.zeros((4, 4, 4))
    occupancy[1, 1, 1] = occupancy[2, 2, 1] = 0.9
    occupancy[1, 2, 1] = 0.3  # rather here than at (2, 1, 1)
    blocks = export(VoxelGrid.canonical(occupancy), tmp_path / f"two{suffix}", 20, "voxels")
    raw = trimesh.load_mesh(blocks.path)
    unit = {".glb": 0.001}.get(suffix, 1.0)
    assert blocks.watertight and raw.is_volume
    assert raw.volume == pytest.approx(3 * (10 * unit) ** 3)

    noise = VoxelGrid.canonical(np.random.default_rng(0).random((12, 12, 12)))
    blocks = export(noise, tmp_path / f"noise{suffix}", 20, "voxels")
    assert blocks.watertight and trimesh.load_mesh(blocks.path).is_watertight


def test_the_voxel_that_joins_is_the_likelier():
    occupancy = np.zeros((2, 2, 2), np.float32)
    occupancy[0, 1, 0] = occupancy[0, 0, 1] = 1
    occupancy[0, 1, 1] = 0.2
    assert np.argwhere(convert.joined(occupancy, 0.5)).tolist() == [[0, 0, 1], [0, 1, 0], [0, 1, 1]]


def test_blocks_of_a_single_voxel_make_a_cube(tmp_path):
    occupancy = np.zeros((4, 4, 4))
    occupancy[1, 2, 3] = 1
    mesh = load_shape(
        export(VoxelGrid.canonical(occupancy), tmp_path / "cube.obj", 10, "voxels").path
    )
    assert is_watertight(mesh) and len(mesh.faces) == 12
    assert volume(mesh) == pytest.approx(1000)


@pytest.mark.parametrize("up", ["y", "z"])
@pytest.mark.parametrize("suffix", MESHES)
def test_which_way_is_up_can_be_chosen(grid, tmp_path, suffix, up):
    report = export(grid, tmp_path / f"shape{suffix}", size_mm=80, up=up)
    assert np.allclose(report.size_mm, SIDES * 100, atol=1)  # always as x, y up, z
    raw = trimesh.load_mesh(report.path)
    assert raw.extents.argmax() == "xyz".index(up)
    assert raw.volume > 0


@pytest.mark.parametrize("suffix", [".stl", ".glb", ".ply", ".npz", ".binvox"])
def test_a_file_that_reads_back_differently_is_not_kept(grid, tmp_path, suffix, monkeypatch):
    path = tmp_path / f"shape{suffix}"
    path.write_text("old")
    other = VoxelGrid.canonical(np.pad(np.ones((8, 8, 8)), 4))
    module = importlib.import_module(EXPORTERS[suffix].module)
    write = module.write

    def wrong(shape, path):
        write(other if isinstance(shape, VoxelGrid) else isosurface(other), path)

    monkeypatch.setattr(module, "write", wrong)
    with pytest.raises(UserError, match="read back differently"):
        export(grid, path)
    monkeypatch.setattr(module, "write", lambda shape, path: path.write_bytes(b"half a fi"))
    with pytest.raises(UserError, match="could not be read back"):
        export(grid, path)
    assert path.read_text() == "old" and list(tmp_path.iterdir()) == [path]


def test_finishing_is_in_the_file(grid, tmp_path):
    finish = Finish(faces=500, turn="z")  # the height lies along x now
    for name, as_ in (("a.obj", None), ("a.npz", None), ("b.ply", "points"), ("b.obj", "voxels")):
        shape = finished(grid, finish, name[1:], as_)
        report = export(shape, tmp_path / name, 80, as_)
        assert np.allclose(report.size_mm, SIDES[[1, 0, 2]] * 100, atol=4)
    assert len(trimesh.load_mesh(tmp_path / "a.obj").faces) <= 500
