"""The command line: every verb does what its help says."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from verbs import done, picture_size, refused

from core.commands import COMMANDS
from core.importers.shapes import load_shape
from core.methods import DEFAULT, METHODS
from core.types import Mesh, VoxelGrid

ROOT = Path(__file__).resolve().parents[3]


# ---- the program as people start it


def test_the_program_lists_its_methods_at_once_and_as_json() -> None:
    command = [sys.executable, "main.py", "methods", "--json"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    rows = json.loads(ended.stdout)
    assert [row["key"] for row in rows] == list(METHODS)
    (tl,) = (row for row in rows if row["key"] == "tl")
    assert tl["latent"] == {"shape": 128, "pose": 16, "lighting": 8}
    assert tl["weights"] is True
    assert {"title", "inputs", "outputs"} <= set(tl)
    assert ended.stderr == ""


def test_the_program_makes_a_mesh_of_a_photograph(armchair: Path, tmp_path: Path) -> None:
    out = tmp_path / "Ein schöner Sessel 椅子.glb"
    command = [sys.executable, "main.py", "reconstruct", str(armchair), "-o", str(out)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    steps = ended.stderr.splitlines()
    assert "Loading the method" in steps and len(steps) == len(set(steps))
    assert str(out) in ended.stdout and "watertight" in ended.stdout
    assert isinstance(load_shape(out), Mesh)
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def test_a_mistake_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    command = [sys.executable, "main.py", "reconstruct", "none.jpg", "-o", str(tmp_path / "a.glb")]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 2
    assert ended.stderr == "none.jpg does not exist. Check the name.\n"


@pytest.mark.parametrize("verb", COMMANDS)
def test_every_verb_explains_itself(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    done(verb, "--help")
    assert capsys.readouterr().out.startswith(f"usage: python main.py {verb}")
    done("--help")
    assert verb in capsys.readouterr().out


# ---- reconstruct


@pytest.mark.parametrize("suffix", [".glb", ".obj", ".stl", ".ply", ".off", ".3mf"])
def test_meshes_have_the_size_that_was_asked_for(suffix: str, chair: Path, tmp_path: Path) -> None:
    out = tmp_path / f"chair{suffix}"
    done("reconstruct", chair, "-o", out, "--size-mm", 250, "--resolution", 32)
    mesh = load_shape(out)
    assert isinstance(mesh, Mesh)
    side = float(np.ptp(mesh.vertices, axis=0).max())
    assert side == pytest.approx(0.25 if suffix == ".glb" else 250, rel=1e-4)


def test_grids_are_arrays_in_the_object_frame(chair: Path, tmp_path: Path) -> None:
    out = tmp_path / "chair.npz"
    done("reconstruct", chair, "-o", out, "--resolution", 32)
    with np.load(out) as file:
        assert file["occupancy"].shape == (32, 32, 32)
        assert file["occupancy"].dtype == np.float32
        assert 0 <= file["occupancy"].min() < 0.5 < file["occupancy"].max() <= 1
        np.testing.assert_allclose(file["origin"], np.full(3, -0.5 + 0.5 / 32))
        assert float(file["voxel_size"]) == pytest.approx(1 / 32)


def test_binvox_holds_the_same_voxels_as_the_grid(chair: Path, tmp_path: Path) -> None:
    for suffix in (".npz", ".binvox"):
        done("reconstruct", chair, "-o", tmp_path / f"chair{suffix}", "--resolution", 32)
    soft, hard = (load_shape(tmp_path / f"chair{suffix}") for suffix in (".npz", ".binvox"))
    assert isinstance(soft, VoxelGrid) and isinstance(hard, VoxelGrid)
    np.testing.assert_array_equal(soft.occupancy > 0.5, hard.occupancy > 0.5)


def test_points_and_blocks_are_written_on_request(chair: Path, tmp_path: Path) -> None:
    points, blocks = tmp_path / "points.ply", tmp_path / "blocks.obj"
    done("reconstruct", chair, "-o", points, "--as", "points", "--resolution", 32)
    assert b"element face" not in points.read_bytes()[:400]
    done("reconstruct", chair, "-o", blocks, "--as", "voxels", "--resolution", 16)
    mesh = load_shape(blocks)
    assert isinstance(mesh, Mesh)
    corners = mesh.vertices[mesh.faces]
    normals = np.abs(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]))
    assert np.allclose(normals.max(axis=1), normals.sum(axis=1), rtol=1e-3)  # along the axes


def test_depth_comes_as_arrays_or_as_a_16_bit_picture(chair: Path, tmp_path: Path) -> None:
    arrays, picture = tmp_path / "depth.npz", tmp_path / "depth.png"
    for out in (arrays, picture):
        done("reconstruct", chair, "-o", out, "--as", "depth")
    with np.load(arrays) as file:
        depth, normals, silhouette = (file[name] for name in ("depth", "normals", "silhouette"))
    assert depth.shape == silhouette.shape and normals.shape == (*depth.shape, 3)
    np.testing.assert_allclose(np.linalg.norm(normals, axis=-1), 1, atol=1e-3)
    with Image.open(picture) as opened:
        values = np.asarray(opened).astype(np.int64)
    assert values.max() > 255
    inside = silhouette > 0.5
    assert (values[~inside] == 0).all()
    np.testing.assert_allclose((values[inside] - 32768) / 32768, depth[inside], atol=1e-4)


def test_a_mask_file_stands_in_for_segmentation(armchair: Path, tmp_path: Path) -> None:
    width, height = picture_size(armchair)
    half = np.zeros((height, width), np.uint8)
    half[:, : width // 2] = 255
    Image.fromarray(half).save(tmp_path / "mask.png")
    found, given = tmp_path / "found.npz", tmp_path / "given.npz"
    done("reconstruct", armchair, "-o", found, "--as", "depth")
    done("reconstruct", armchair, "-o", given, "--as", "depth", "--mask", tmp_path / "mask.png")
    with np.load(given) as file:
        left, _, side = file["crop"]
    assert left + side / 2 == pytest.approx(width / 4)
    assert found.read_bytes() != given.read_bytes()


def test_several_photographs_and_folders_make_one_shape(
    chair: Path, armchair: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    for path in (chair, armchair):
        shutil.copy(path, folder)
    done("reconstruct", folder, "-o", tmp_path / "a.npz", "--resolution", 16)
    # Folders are read in the order people count, and options may stand anywhere.
    done("reconstruct", armchair, "-o", tmp_path / "b.npz", "--resolution", 16, chair)
    a, b = load_shape(tmp_path / "a.npz"), load_shape(tmp_path / "b.npz")
    assert isinstance(a, VoxelGrid) and isinstance(b, VoxelGrid)
    np.testing.assert_allclose(a.occupancy, b.occupancy, atol=1e-6)


def camera_file(folder: Path, name: str, width: int, height: int) -> Path:
    row = {
        "image": name, "width": width, "height": height,
        "K": [[900, 0, width / 2], [0, 900, height / 2], [0, 0, 1]],
        "R": np.eye(3).tolist(), "t": [0, 0, 2],
    }  # fmt: skip
    path = folder / "cameras.json"
    path.write_text(json.dumps({"cameras": [row]}))
    return path


def test_cameras_that_a_method_does_not_need_are_checked_and_mentioned(
    chair: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "chair.npz"
    width, height = picture_size(chair)
    good = camera_file(tmp_path, "folder/chair.png", width, height)
    done("reconstruct", chair, "-o", out, "--cameras", good, "--resolution", 16)
    assert "works without cameras" in capsys.readouterr().err
    stranger = camera_file(tmp_path, "table.png", width, height)
    said = refused(capsys, "reconstruct", chair, "-o", out, "--cameras", stranger)
    assert "not of these photographs" in said and "chair.png" in said
    skewed = camera_file(tmp_path, "chair.png", width, 2 * height)
    said = refused(capsys, "reconstruct", chair, "-o", out, "--cameras", skewed)
    assert "proportions" in said


# ---- encode and decode


def test_a_code_holds_a_group_an_array_and_decodes_to_the_same_shape(
    chair: Path, tmp_path: Path
) -> None:
    code, decoded, direct = (tmp_path / name for name in ("code.npz", "decoded.npz", "direct.npz"))
    done("encode", chair, "-o", code)
    with np.load(code, allow_pickle=False) as file:
        assert str(file["method"]) == DEFAULT
        sizes = {name: file[name].shape for name in file.files if name != "method"}
    assert sizes == {name: (size,) for name, size in METHODS[DEFAULT].latent.items()}
    done("decode", code, "-o", decoded, "--resolution", 32)
    done("reconstruct", chair, "-o", direct, "--resolution", 32)
    a, b = load_shape(decoded), load_shape(direct)
    assert isinstance(a, VoxelGrid) and isinstance(b, VoxelGrid)
    np.testing.assert_allclose(a.occupancy, b.occupancy, atol=1e-5)


def test_shapes_encode_wherever_they_lie_and_however_large_they_are(tmp_path: Path) -> None:
    import trimesh

    box = trimesh.creation.box((0.6, 1.0, 0.4))
    box.export(tmp_path / "box.obj")
    box.apply_scale(70)
    box.apply_translation((300, -20, 5))
    box.export(tmp_path / "moved.ply")
    grid = np.zeros((20, 20, 20), np.float32)
    grid[4:10, 6:16, 2:6] = 1  # the same proportions in voxels
    np.savez(tmp_path / "grid.npz", occupancy=grid)
    codes = []
    for name in ("box.obj", "moved.ply", "grid.npz"):
        done("encode", tmp_path / name, "-o", tmp_path / "code.npz")
        with np.load(tmp_path / "code.npz") as file:
            assert set(file.files) == {"shape", "method"}
            codes.append(file["shape"])
    np.testing.assert_allclose(codes[0], codes[1], atol=1e-4)
    # The grid's corners are rounded on the way, which is all the difference there may be.
    assert np.abs(codes[2] - codes[0]).mean() < 0.35 * np.abs(codes[0]).mean() + 0.05


@pytest.mark.parametrize(
    ("arrays", "sentence"),
    [
        ({"shape": np.zeros(128)}, "names no method"),
        ({"method": np.array("tl"), "shape": np.zeros(5)}, "not one of 'tl'"),
        ({"method": np.array("tl"), "shape": np.full(128, np.nan)}, "not one of 'tl'"),
        ({"method": np.array("tl"), "pose": np.zeros(16)}, "no group 'shape'"),
        ({"method": np.array("none"), "shape": np.zeros(128)}, "not a method"),
        ({"method": np.array([{"a": 1}], object), "shape": np.zeros(128)}, "not a code"),
    ],
)
def test_foreign_arrays_are_no_code(
    arrays: dict[str, np.ndarray],
    sentence: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    np.savez(tmp_path / "code.npz", **arrays)
    said = refused(capsys, "decode", tmp_path / "code.npz", "-o", tmp_path / "out.glb")
    assert sentence in said
    assert not (tmp_path / "out.glb").exists()


def test_a_cut_off_code_is_refused(
    chair: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = tmp_path / "code.npz"
    done("encode", chair, "-o", code)
    capsys.readouterr()
    code.write_bytes(code.read_bytes()[:700])
    assert "damaged" in refused(capsys, "decode", code, "-o", tmp_path / "out.glb")


def test_a_shape_is_finished_on_the_way_out(chair: Path, tmp_path: Path, capsys) -> None:
    code, out = tmp_path / "chair.json", tmp_path / "chair.obj"
    done("encode", chair, "-o", code, "--method", "tl")
    assert json.loads(code.read_text())["method"] == "tl"
    finish = ["--faces", 800, "--smooth", 0.4, "--largest", "--turn", "x", "--up", "z"]
    done("decode", code, "-o", out, "--resolution", 64, *finish)
    assert "watertight" in capsys.readouterr().out
    fine = tmp_path / "plain.obj"
    done("decode", code, "-o", fine, "--resolution", 64)
    few, plain = load_shape(out), load_shape(fine)
    assert isinstance(few, Mesh) and isinstance(plain, Mesh)
    assert len(few.faces) <= 800 < len(plain.faces)
    # Turned by x, and then z is up in the file: as it stood, seen upside down.
    few_sides, plain_sides = (np.ptp(mesh.vertices, axis=0) for mesh in (few, plain))
    assert few_sides / few_sides.max() == pytest.approx(plain_sides / plain_sides.max(), abs=0.06)


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (("--faces", 5), "too small"),
        (("--smooth", 3), "not from 0 to 1"),
        (("--turn", "q"), "is not a turn"),
    ],
)
def test_a_finish_that_is_not_possible_is_said_at_once(wish, words, chair, tmp_path, capsys):
    assert words in refused(capsys, "reconstruct", chair, "-o", tmp_path / "a.stl", *wish)
    assert not list(tmp_path.glob("*.stl"))
