"""A photograph's colours in files: as a texture, at vertices, or not, and then it is said."""

import json
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest
import trimesh
from PIL import Image
from verbs import done

from core.errors import UserError
from core.exporters import export, files_of
from core.geometry.mesh import from_trimesh
from core.geometry.texture import Cover, cover, laid
from core.images.srgb import encoded, linear
from core.importers.shapes import load_shape
from core.types import Camera, Mesh, View

COLORS = {"left": (220, 40, 20), "right": (20, 60, 200)}  # of the picture


@pytest.fixture(scope="module")
def photo() -> Cover:
    """A photograph of a ball whose left half is red and whose right half is blue."""
    y, x = np.mgrid[:200, :240]
    image = np.where((x < 120)[..., None], COLORS["left"], COLORS["right"]).astype(np.uint8)
    mask = (np.hypot(x + 0.5 - 120, y + 0.5 - 100) < 80).astype(np.float32)
    # A ball of radius 0.5, 2 away, is seen under asin(1 / 4).
    focal = 80 / np.tan(np.arcsin(0.25))
    K = np.array([[focal, 0, 120], [0, focal, 100], [0, 0, 1]])
    camera = Camera(240, 200, K, np.diag([1.0, -1, -1]), np.array([0, 0, 2.0]))
    return cover(View(image, mask), camera)


@pytest.fixture(scope="module")
def ball() -> Mesh:
    return from_trimesh(trimesh.creation.icosphere(4, 0.5))


def near(found: np.ndarray, wanted: tuple[int, int, int]) -> bool:
    """Whether all are like it, but for a few at the border of two colours."""
    return bool(np.quantile(np.abs(found.astype(int) - wanted).max(axis=1), 0.98) < 25)


def colors_at(mesh: Mesh | trimesh.Trimesh, colors: np.ndarray, up: int) -> tuple[np.ndarray, ...]:
    """The colours of what faces the camera on the left and on the right; ``up`` is the up axis."""
    points = np.asarray(mesh.vertices) / np.ptp(mesh.vertices, axis=0).max()
    toward = points[:, 2] if up == 1 else -points[:, 1]
    front = toward > 0.3
    return tuple(colors[front & (side * points[:, 0] > 0.1)] for side in (-1, 1))


@pytest.mark.parametrize("suffix", [".glb", ".obj"])
def test_other_programs_find_the_photograph_as_a_texture(ball, photo, tmp_path, suffix):
    report = export(ball, tmp_path / f"ball{suffix}", size_mm=80, photo=photo)
    assert report.watertight and report.faces == len(ball.faces) and not report.note
    assert np.allclose(report.size_mm, 80, atol=0.5)
    other = trimesh.load_mesh(report.path, process=False)
    picture = (
        getattr(other.visual.material, "baseColorTexture", None) or other.visual.material.image
    )
    assert picture.size == photo.texture.shape[1::-1]
    left, right = colors_at(other, corner_colors(other, picture), 1)
    assert min(len(left), len(right)) > 100
    assert near(left, COLORS["left"]) and near(right, COLORS["right"])


def corner_colors(mesh: trimesh.Trimesh, picture: Image.Image) -> np.ndarray:
    uv = mesh.visual.uv
    size = np.array(picture.size)
    column, row = np.floor(np.stack([uv[:, 0], 1 - uv[:, 1]], 1) * size).astype(int).T
    return np.asarray(picture.convert("RGB"))[row, column]


def test_a_glb_is_rough_and_no_metal_and_its_colours_are_linear(ball, photo, tmp_path):
    def read(path: Path) -> dict:
        data = path.read_bytes()
        return json.loads(data[20 : 20 + struct.unpack("<I", data[12:16])[0]])

    document = read(export(ball, tmp_path / "a.glb", photo=photo).path)
    surface = document["materials"][0]["pbrMetallicRoughness"]
    assert surface["metallicFactor"] == 0 and 0.8 <= surface["roughnessFactor"] <= 1
    assert document["images"][0]["mimeType"] == "image/jpeg" and "baseColorTexture" in surface

    grey = np.full((len(ball.vertices), 3), 128, np.uint8)
    path = export(Mesh(ball.vertices, ball.faces, grey), tmp_path / "b.glb").path
    document, data = read(path), path.read_bytes()
    accessor = document["accessors"][
        document["meshes"][0]["primitives"][0]["attributes"]["COLOR_0"]
    ]
    view = document["bufferViews"][accessor["bufferView"]]
    start = 28 + struct.unpack("<I", data[12:16])[0] + view["byteOffset"]
    assert np.frombuffer(data, "<f4", 3, start) == pytest.approx(0.2158605, abs=1e-5)
    assert near(load_shape(path).vertex_colors, (128, 128, 128))


def test_vtk_finds_the_texture_in_a_glb(ball, photo, tmp_path):
    import vtkmodules.vtkRenderingOpenGL2  # noqa: F401
    from vtkmodules.util.numpy_support import vtk_to_numpy
    from vtkmodules.vtkIOImport import vtkGLTFImporter

    reader = vtkGLTFImporter()
    reader.SetFileName(str(export(ball, tmp_path / "ball.glb", photo=photo).path))
    reader.Update()
    actor = reader.GetRenderer().GetActors().GetLastActor()
    assert actor.GetProperty().GetMetallic() == 0
    picture = actor.GetProperty().GetTexture("albedoTex").GetInput()
    found = vtk_to_numpy(picture.GetPointData().GetScalars())
    assert picture.GetDimensions()[:2] == photo.texture.shape[1::-1]
    assert np.abs(found[:, :3].mean(0) - photo.texture.reshape(-1, 3).mean(0)).max() < 3


def test_an_obj_lies_with_its_material_and_its_picture_or_not_at_all(ball, photo, tmp_path):
    own = tmp_path / "my chair.png"  # a photograph of the user's
    own.write_bytes(b"mine")
    path = tmp_path / "my chair.obj"
    export(ball, path, photo=photo)
    names = {"my chair.png", "my chair.obj", "my_chair.mtl", "my_chair-texture.png"}
    assert {one.name for one in tmp_path.iterdir()} == names and own.read_bytes() == b"mine"
    assert {one.name for one in files_of(path)} == names - {"my chair.png"}
    assert "mtllib my_chair.mtl" in path.read_text()
    assert "map_Kd my_chair-texture.png" in (tmp_path / "my_chair.mtl").read_text()
    before = {one.name: one.read_bytes() for one in tmp_path.iterdir()}

    again = tmp_path / "new"
    again.mkdir()
    (again / "ball.mtl").mkdir()  # in the way of one of the three
    with pytest.raises(UserError, match="a folder has that name"):
        export(ball, again / "ball.obj", photo=photo)
    assert [one.name for one in again.iterdir()] == ["ball.mtl"]
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir() if one.is_file()} == before


def test_where_one_of_several_cannot_be_replaced_the_old_ones_stay(
    ball, photo, tmp_path, monkeypatch
):
    path = tmp_path / "ball.obj"
    export(ball, path, photo=photo)
    before = {one.name: one.read_bytes() for one in tmp_path.iterdir()}
    replace = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if Path(target) == path:
            raise PermissionError("in use")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(UserError, match="was not written"):
        export(Mesh(ball.vertices * np.float32([1, 0.5, 1]), ball.faces), path, photo=photo)
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == before


@pytest.mark.parametrize("suffix", [".ply", ".3mf"])
def test_colours_at_vertices_where_there_is_no_texture(ball, photo, tmp_path, suffix):
    report = export(ball, tmp_path / f"ball{suffix}", photo=photo)
    assert report.watertight and not report.note
    if suffix == ".ply":
        other = trimesh.load_mesh(report.path, process=False)
        found, up = np.asarray(other.visual.vertex_colors)[:, :3], 1
    else:
        other, found, up = *colors_of_3mf(report.path), 2
    left, right = colors_at(other, found, up)
    assert min(len(left), len(right)) > 100
    assert near(left, COLORS["left"]) and near(right, COLORS["right"])


def colors_of_3mf(path: Path) -> tuple[trimesh.Trimesh, np.ndarray]:
    """The vertices, and the colours that triangles have there, read as the specification says."""
    from xml.etree import ElementTree

    with zipfile.ZipFile(path) as file:
        root = ElementTree.fromstring(file.read("3D/3dmodel.model"))
    (group,) = root.findall(".//{*}colorgroup")
    palette = [tuple(bytes.fromhex(one.attrib["color"][1:7])) for one in group.findall("{*}color")]
    mesh = trimesh.load_mesh(path, process=False)
    found = np.zeros((len(mesh.vertices), 3), np.uint8)
    for triangle in root.findall(".//{*}triangle"):
        assert triangle.attrib["pid"] == group.attrib["id"]
        for corner in "123":
            found[int(triangle.attrib[f"v{corner}"])] = palette[int(triangle.attrib[f"p{corner}"])]
    return mesh, found


@pytest.mark.parametrize("suffix", [".stl", ".off"])
def test_a_format_without_colours_says_so(ball, photo, tmp_path, suffix):
    report = export(ball, tmp_path / f"ball{suffix}", photo=photo)
    assert "no colours" in report.note
    assert not export(ball, tmp_path / f"plain{suffix}").note


def test_points_have_the_photographs_colours(ball, photo, tmp_path):
    path = export(ball, tmp_path / "points.ply", as_="points", photo=photo).path
    cloud = trimesh.load(path)
    left, right = colors_at(cloud, np.asarray(cloud.colors)[:, :3], 1)
    assert min(len(left), len(right)) > 1000
    assert near(left, COLORS["left"]) and near(right, COLORS["right"])


def test_a_mesh_that_wears_a_texture_already_is_written_with_it(ball, photo, tmp_path):
    report = export(laid(ball, photo), tmp_path / "ball.glb")
    assert report.watertight and report.faces == len(ball.faces)
    assert trimesh.load_mesh(report.path).visual.material.baseColorTexture is not None


def test_usdz_holds_the_texture(ball, photo, tmp_path):
    pytest.importorskip("pxr")
    from pxr import Usd, UsdGeom, UsdShade

    report = export(ball, tmp_path / "ball.usdz", size_mm=80, photo=photo)
    assert report.watertight and np.allclose(report.size_mm, 80, atol=0.5)
    stage = Usd.Stage.Open(str(report.path))
    surface = stage.GetPrimAtPath("/shape/surface")
    material = UsdShade.MaterialBindingAPI(surface).ComputeBoundMaterial()[0]
    assert material.GetPath() == "/shape/material"
    texture = UsdShade.Shader(stage.GetPrimAtPath("/shape/material/texture"))
    assert texture.GetInput("file").Get().resolvedPath
    assert len(UsdGeom.PrimvarsAPI(surface).GetPrimvar("st").Get()) == len(
        UsdGeom.Mesh(surface).GetPointsAttr().Get()
    )


def test_linear_light_and_srgb_are_each_others_way_back():
    every = np.arange(256, dtype=np.uint8)
    assert np.array_equal(encoded(linear(every)), every)
    assert linear(np.uint8([0, 188, 255])) == pytest.approx([0, 0.5029, 1], abs=1e-4)


def colors_of_glb(path: Path) -> np.ndarray:
    """The texture's colours at the vertices of a GLB, those of the picture's middle first."""
    mesh = trimesh.load_mesh(path, process=False)
    return corner_colors(mesh, mesh.visual.material.baseColorTexture)


def test_the_command_line_writes_the_photograph_too(chair, tmp_path, capsys):
    coarse = ("--resolution", 32, "--method", "tl")  # in one piece, so that largest is all of it
    done("reconstruct", chair, "-o", tmp_path / "chair.glb", *coarse)
    plain = trimesh.load_mesh(tmp_path / "chair.glb", process=False)
    assert len(np.unique(colors_of_glb(tmp_path / "chair.glb"), axis=0)) > 300
    # Finishing makes other vertices: the photograph is laid on what comes out.
    wishes = ("--smooth", 0.3, "--faces", 1500, "--turn", "y", "--largest", "--size-mm", 300)
    done("reconstruct", chair, "-o", tmp_path / "done.glb", *coarse, *wishes)
    finished = trimesh.load_mesh(tmp_path / "done.glb", process=False)
    assert len(finished.faces) <= 1500 and finished.extents.max() == pytest.approx(0.3)
    middle = colors_of_glb(tmp_path / "done.glb").astype(int).mean(axis=0)
    assert np.abs(middle - colors_of_glb(tmp_path / "chair.glb").mean(axis=0)).max() < 25
    # Turned a quarter about y, what looked along z looks along x.
    assert seen_from(finished, 0) == pytest.approx(seen_from(plain, 2), abs=0.1)
    capsys.readouterr()
    done("reconstruct", chair, "-o", tmp_path / "chair.stl", "--resolution", 32)
    assert ".stl files hold no colours" in capsys.readouterr().err


def seen_from(mesh: trimesh.Trimesh, axis: int) -> float:
    """How much of the sharp chart's width the surface that faces along an axis spans."""
    facing = mesh.vertex_normals[:, axis] > 0.7
    return float(np.ptp(mesh.visual.uv[facing, 0]))
