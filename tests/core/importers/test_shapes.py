"""Shapes come in from files, folders, furniture libraries and sets, upright and with colours."""

import logging
import zipfile

import numpy as np
import pytest
import trimesh
from PIL import Image

from core.errors import UserError
from core.importers.shapes import iter_shapes, load_shape
from core.importers.sweethome3d import parse_properties
from core.types import Mesh, VoxelGrid

SIDES = (1.0, 2.0, 3.0)  # x, y (up), z


def box(color=None) -> trimesh.Trimesh:
    body = trimesh.creation.box(SIDES)
    if color is not None:
        body.visual.face_colors = [*color, 255]
    return body


def sides(mesh: Mesh) -> list[float]:
    return np.ptp(mesh.vertices, axis=0).round(4).tolist()


@pytest.mark.parametrize("suffix", ["obj", "glb", "ply", "off", "stl", "3mf"])
def test_mesh_files_come_in_with_y_up(tmp_path, suffix):
    path = tmp_path / f"box.{suffix}"
    body = box()
    if suffix in ("stl", "3mf"):  # printers have z up
        body.apply_transform(trimesh.transformations.rotation_matrix(np.pi / 2, (1, 0, 0)))
    body.export(path)
    mesh = load_shape(path)
    assert isinstance(mesh, Mesh) and sides(mesh) == list(SIDES)
    assert mesh.faces.shape == (12, 3) and mesh.faces.dtype == np.int32


def test_all_parts_of_a_scene_stand_where_they_belong(tmp_path):
    scene = trimesh.Scene([box()])
    scene.add_geometry(box(), transform=trimesh.transformations.translation_matrix((4, 0, 0)))
    scene.export(tmp_path / "two.glb")
    assert sides(load_shape(tmp_path / "two.glb")) == [5, 2, 3]


def test_colours_come_from_materials_and_are_averaged_from_textures(tmp_path):
    checks = np.zeros((8, 8, 3), np.uint8)
    checks[:, ::2] = (200, 100, 0)
    Image.fromarray(checks).resize((256, 256), 0).save(tmp_path / "checks.png")
    (tmp_path / "two.mtl").write_text(
        "newmtl plain\nKd 0.2 0.4 0.6\nnewmtl checked\nKd 0 0 0\nmap_Kd checks.png\n"
    )
    rows = ["mtllib two.mtl", "v 0 0 0", "v 1 0 0", "v 1 1 0", "v 0 1 0"]
    rows += ["vt 0 0", "vt 1 0", "vt 1 1", "vt 0 1"]
    rows += ["usemtl plain", "f 1/1 2/2 3/3", "usemtl checked", "f 1/1 3/3 4/4"]
    (tmp_path / "two.obj").write_text("\n".join(rows) + "\n")
    (shape,) = iter_shapes(tmp_path / "two.obj")
    colors = {tuple(color) for color in shape.face_colors.tolist()}
    assert (51, 102, 153) in colors
    (checked,) = colors - {(51, 102, 153)}
    assert 0 < checked[0] < 200 and checked[2] == 0  # a mixture of both checks


def test_a_folder_is_read_in_order_and_a_bad_file_is_left_out(tmp_path, caplog):
    (tmp_path / "chairs").mkdir()
    box((255, 0, 0)).export(tmp_path / "chairs" / "a.ply")
    box().export(tmp_path / "chairs" / "b.stl")
    (tmp_path / "chairs" / "broken.glb").write_bytes(b"glTF and then nothing")
    (tmp_path / "notes.txt").write_text("no shape")
    with caplog.at_level(logging.WARNING):
        shapes = list(iter_shapes(tmp_path))
    assert [(s.id, s.name, s.group) for s in shapes] == [
        ("chairs/a.ply", "a", "chairs"),
        ("chairs/b.stl", "b", "chairs"),
    ]
    assert (shapes[0].face_colors == (255, 0, 0)).all() and shapes[1].face_colors is None
    assert "broken.glb" in caplog.text


CATALOGUE = """# a comment
name=Test library
license=CC0
id#1=test#lying
name#1=Caf\\u00e9 table
category#1=Living room
creator#1=A. Maker
model#1=/models/lying.obj
modelRotation#1=1 0 0 0 0 1 0 -1 0
width#1=10
depth#1=20
height#1=30
id#2=test#lost
name#2=Lost
model#2=/models/none.obj
id#3=test#plain
name#3=Plain \\
        box
category#3=Office
model#3=/models/lying.obj
"""


def library(path, extra=None):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("PluginFurnitureCatalog.properties", CATALOGUE)
        archive.writestr("models/lying.obj", box().export(file_type="obj"))
        if extra:
            archive.writestr(extra, "x")
    return path


def test_a_furniture_library_is_stood_up_scaled_and_credited(tmp_path, caplog):
    table, plain = iter_shapes(library(tmp_path / "test.sh3f"))
    assert (table.id, table.name, table.group) == ("test#lying", "Café table", "Living room")
    assert (table.author, table.licence, table.source) == ("A. Maker", "CC0", "test.sh3f")
    assert sides(table.mesh) == [10, 30, 20]  # width, height, depth, whatever the model had
    assert plain.name == "Plain box" and sides(plain.mesh) == list(SIDES)
    assert "test#lost" in caplog.text


def test_a_models_rotation_is_applied_row_by_row(tmp_path):
    table, plain = iter_shapes(library(tmp_path / "test.sh3f"))
    turned = plain.mesh.vertices @ np.array([[1, 0, 0], [0, 0, 1], [0, -1, 0]]).T
    assert np.allclose(table.mesh.vertices / (10, 30, 20), turned / np.ptp(turned, axis=0))


@pytest.mark.parametrize("name", ["../outside.txt", "/etc/outside.txt", "..\\outside.txt"])
def test_a_library_that_would_write_elsewhere_is_refused(tmp_path, name):
    path = library(tmp_path / "evil.sh3f", extra=name)
    with pytest.raises(UserError, match="unsafe paths"):
        list(iter_shapes(path))
    assert sorted(tmp_path.rglob("*")) == [path]


@pytest.mark.parametrize("keep", [0, 40, 300])
def test_a_damaged_library_is_named(tmp_path, keep):
    path = library(tmp_path / "test.sh3f")
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(UserError, match=r"test\.sh3f is not a furniture library"):
        list(iter_shapes(path))


def test_java_properties():
    text = "a = 1\nb:two words\n!no\n#no\nkey\\ with\\:colon=x\nlong=one \\\n   two\ne=\\u00e9\\n"
    assert parse_properties(text) == {
        "a": "1", "b": "two words", "key with:colon": "x", "long": "one two", "e": "é",
    }  # fmt: skip


def packed(folder):
    """Two boxes end to end, as integers."""
    body = box()
    np.savez(
        folder / "train.npz",
        vertices=np.tile(np.rint(body.vertices / 3 * 60000), (2, 1)).astype(np.int16),
        faces=np.tile(body.faces, (2, 1)).astype(np.uint16),
        face_colors=np.full((24, 3), 77, np.uint8),
        vertex_start=np.array([0, 8, 16]),
        face_start=np.array([0, 12, 24]),
    )
    (folder / "catalogue.csv").write_text(
        "index,id,source,category,group,name,licence,author\n"
        "0,set__one,set,box,container,One,CC0-1.0,Somebody\n"
        "1,set__two,set,box,container,Two,CC0-1.0,Somebody\n"
    )


def test_the_packed_set(tmp_path):
    packed(tmp_path)
    one, two = iter_shapes(tmp_path)
    assert (one.id, two.name, two.group, two.author) == ("set__one", "Two", "container", "Somebody")
    assert np.allclose(sides(two.mesh), np.array(SIDES) / 3, atol=1e-4)
    assert two.mesh.faces.max() == 7 and (two.face_colors == 77).all()


def test_a_packed_set_without_its_catalogue_is_refused(tmp_path):
    packed(tmp_path)
    (tmp_path / "catalogue.csv").unlink()
    with pytest.raises(UserError, match=r"catalogue\.csv is missing"):
        list(iter_shapes(tmp_path / "train.npz"))


def test_a_voxel_set_without_its_empty_grids(tmp_path):
    occupancy = np.zeros((3, 8, 8, 8), bool)
    occupancy[0, 2:4] = occupancy[2, :, 5] = True
    path = tmp_path / "voxels.npz"
    np.savez(path, occupancy=occupancy, label=np.array([1, 0, 0]), classes=["bed", "chair"])
    chair, bed = iter_shapes(path)
    assert (chair.group, bed.group) == ("chair", "bed")
    assert chair.grid.occupancy.sum() == 128 and chair.mesh is None


def test_a_grid_keeps_its_frame(tmp_path):
    path = tmp_path / "grid.npz"
    np.savez(path, occupancy=np.ones((4, 4, 4)), origin=[1, 2, 3], voxel_size=0.5)
    grid = load_shape(path)
    assert isinstance(grid, VoxelGrid)
    assert grid.origin.tolist() == [1, 2, 3] and grid.voxel_size == 0.5


def test_a_binvox_written_by_hand(tmp_path):
    # y runs fastest, then z, then x: the first run is the column x=0, z=0.
    path = tmp_path / "two.binvox"
    path.write_bytes(
        b"#binvox 1\ndim 2 2 2\ntranslate -1 0 4\nscale 2\ndata\n" + bytes([1, 2, 0, 5, 1, 1])
    )
    grid = load_shape(path)
    assert np.argwhere(grid.occupancy).tolist() == [[0, 0, 0], [0, 1, 0], [1, 1, 1]]
    assert grid.voxel_size == 1 and grid.origin.tolist() == [-0.5, 0.5, 4.5]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("shape.obj", b"", r"shape\.obj"),
        ("shape.glb", b"glTF but no more", r"shape\.glb could not be read"),
        ("shape.ply", b"\x00\x01\x02" * 50, r"shape\.ply could not be read"),
        ("shape.obj", b"v 0 0 0\nv 1 0 0\n", r"shape\.obj"),
        ("shape.npz", b"PK but no more", r"shape\.npz could not be read"),
        ("shape.binvox", b"#binvox 1\ndim 2 2 2\ndata\n\x01\x07", r"not a whole binvox"),
        ("shape.binvox", b"something else", r"not a whole binvox"),
        ("shape.xyz", b"1 2 3", r"not a shape this program reads"),
    ],
)
def test_bad_files_are_named(tmp_path, name, data, words):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UserError, match=words):
        load_shape(path)


def test_missing_files_and_empty_folders_are_named(tmp_path):
    for missing in ("none.obj", "none.npz"):
        with pytest.raises(UserError, match="does not exist"):
            load_shape(tmp_path / missing)
    with pytest.raises(UserError, match="does not exist"):
        list(iter_shapes(tmp_path / "nowhere"))
    with pytest.raises(UserError, match="holds no shape"):
        list(iter_shapes(tmp_path))


def test_damaged_grids_are_named(tmp_path):
    path = tmp_path / "grid.npz"
    whole = {"occupancy": np.ones((4, 4, 4), np.float32), "origin": np.zeros(3), "voxel_size": 0.1}
    np.savez(path, **whole)
    truncated = path.read_bytes()[:700]
    assert load_shape(path).voxel_size == pytest.approx(0.1)
    path.write_bytes(truncated)
    with pytest.raises(UserError, match=r"grid\.npz could not be read"):
        load_shape(path)
    with path.open("wb") as file:
        np.save(file, whole["occupancy"])  # an .npy by another name
    with pytest.raises(UserError, match=r"grid\.npz could not be read"):
        load_shape(path)
    for wrong in (
        {"origin": np.zeros(2)},
        {"voxel_size": np.ones(2)},
        {"voxel_size": 0.0},
        {"occupancy": np.full((2, 2, 2), "solid")},
    ):
        np.savez(path, **{**whole, **wrong})
        with pytest.raises(UserError, match=r"The grid of grid\.npz is damaged"):
            load_shape(path)
