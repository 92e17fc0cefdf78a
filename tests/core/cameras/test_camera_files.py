"""Measured cameras mean the same, whichever program wrote them."""

import json
import math
import struct

import numpy as np
import pytest
from PIL import Image
from scipy.spatial.transform import Rotation

from core.cameras.load import load_cameras
from core.cameras.projections import decompose
from core.errors import UserError
from core.types import Camera

WIDTH, HEIGHT = 64, 48
NAMES = ("view 1.png", "view2.png", "view10.png")


def truth(distortion=(0.0,) * 5) -> dict[str, Camera]:
    """Three cameras somewhere, with unequal focal lengths and the centre off the middle."""
    random = np.random.default_rng(5)
    K = np.array([[70.0, 0, 30], [0, 80, 25], [0, 0, 1]])
    turns = Rotation.random(3, random_state=5).as_matrix()
    return {
        name: Camera(WIDTH, HEIGHT, K, R, random.normal(size=3), distortion)
        for name, R in zip(NAMES, turns, strict=True)
    }


def same(found: dict[str, Camera], cameras: dict[str, Camera]) -> bool:
    return found.keys() == cameras.keys() and all(
        (found[name].width, found[name].height) == (camera.width, camera.height)
        and np.allclose(found[name].K, camera.K)
        and np.allclose(found[name].R, camera.R)
        and np.allclose(found[name].t, camera.t)
        and np.allclose(found[name].distortion, camera.distortion)
        for name, camera in cameras.items()
    )


def quaternion(camera: Camera) -> list[float]:
    x, y, z, w = Rotation.from_matrix(camera.R).as_quat()
    return [w, x, y, z]


def lens(camera: Camera) -> list[float]:
    K = camera.K
    return [K[0, 0], K[1, 1], K[0, 2], K[1, 2], *camera.distortion[:4]]


def write_json(folder, cameras):
    rows = [
        {
            "image": f"some folder/{name}", "width": camera.width, "height": camera.height,
            "K": camera.K.tolist(), "R": camera.R.tolist(), "t": camera.t.tolist(),
            "distortion": camera.distortion,
        }
        for name, camera in cameras.items()
    ]  # fmt: skip
    path = folder / "cameras.json"
    path.write_text(json.dumps({"cameras": rows}))
    return path


def write_colmap_text(folder, cameras):
    (folder / "cameras.txt").write_text(
        "# Camera list\n"
        + "".join(
            f"{k} OPENCV {WIDTH} {HEIGHT} {' '.join(map(repr, map(float, lens(camera))))}\n"
            for k, camera in enumerate(cameras.values(), 7)
        )
    )
    lines = ["# Image list", "#   IMAGE_ID, QW, QX, QY, QZ, TX, TY, TZ, CAMERA_ID, NAME"]
    for k, (name, camera) in enumerate(cameras.items(), 7):
        pose = " ".join(map(repr, map(float, [*quaternion(camera), *camera.t])))
        lines += [f"{k} {pose} {k} sub/{name}", "" if k == 7 else "1.5 2.5 -1 3.5 4.5 12"]
    (folder / "images.txt").write_text("\n".join(lines) + "\n")
    (folder / "points3D.txt").write_text("# none\n")
    return folder


def write_colmap_binary(folder, cameras):
    count = struct.pack("<Q", len(cameras))
    lenses, images = count, count
    for k, (name, camera) in enumerate(cameras.items(), 7):
        lenses += struct.pack("<iiQQ8d", k, 4, WIDTH, HEIGHT, *lens(camera))
        images += struct.pack("<i7di", k, *quaternion(camera), *camera.t, k)
        images += f"sub/{name}".encode() + b"\0" + struct.pack("<Q", k - 7)
        images += struct.pack("<ddq", 1.5, 2.5, -1) * (k - 7)
    (folder / "cameras.bin").write_bytes(lenses)
    (folder / "images.bin").write_bytes(images)
    (folder / "points3D.bin").write_bytes(struct.pack("<Q", 0))
    return folder


def write_nerf(folder, cameras):
    frames = []
    for name, camera in cameras.items():
        axes = camera.R.T @ np.diag([1, -1, -1])  # of the camera in the world: right, up, back
        centre = -camera.R.T @ camera.t
        matrix = np.vstack([np.column_stack([axes, centre]), (0, 0, 0, 1)])
        frames.append({"file_path": f"./images/{name}", "transform_matrix": matrix.tolist()})
    camera = cameras[NAMES[0]]
    keys = ("fl_x", "fl_y", "cx", "cy", "k1", "k2", "p1", "p2")
    common = dict(zip(keys, map(float, lens(camera)), strict=True))
    path = folder / "transforms.json"
    path.write_text(json.dumps({**common, "w": WIDTH, "h": HEIGHT, "frames": frames}))
    return path


@pytest.mark.parametrize("write", [write_json, write_colmap_text, write_colmap_binary, write_nerf])
def test_the_same_cameras_in_every_format(tmp_path, write):
    cameras = truth((0.01, -0.02, 0.003, 0.004, 0.0))
    assert same(load_cameras(write(tmp_path, cameras)), cameras)


@pytest.fixture
def photographs(tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    for name in NAMES:
        Image.new("RGB", (WIDTH, HEIGHT)).save(folder / name)
    return [folder / name for name in NAMES]


def matrices(cameras) -> dict[str, np.ndarray]:
    """Projections, which are the same times any number."""
    factors = (1.0, -3.0, 1e-3)
    return {
        name: factor * camera.K @ np.column_stack([camera.R, camera.t])
        for factor, (name, camera) in zip(factors, cameras.items(), strict=True)
    }


@pytest.mark.parametrize("stems", [False, True])
def test_projection_matrices_in_an_npz(tmp_path, photographs, stems):
    path = tmp_path / "cameras.npz"
    named = {k.removesuffix(".png" * stems): P for k, P in matrices(truth()).items()}
    np.savez(path, **named)
    assert same(load_cameras(path, photographs), truth())


@pytest.mark.parametrize("first", ["", "CONTOUR\n"])
def test_projection_matrices_as_text(tmp_path, photographs, first):
    folder = tmp_path / "P"
    folder.mkdir()
    for name, P in matrices(truth()).items():
        text = "\n".join(" ".join(map(repr, map(float, row))) for row in P)
        (folder / name.replace(".png", ".txt")).write_text(f"{first}{text}\n")
    assert same(load_cameras(folder, photographs), truth())
    alone = load_cameras(folder / "view2.txt", photographs)
    assert same(alone, {"view2.png": truth()["view2.png"]})


def test_without_the_photograph_the_centre_tells_the_size(tmp_path):
    np.savez(tmp_path / "cameras.npz", a=matrices(truth())[NAMES[1]])
    camera = load_cameras(tmp_path / "cameras.npz")["a"]
    assert (camera.width, camera.height) == (60, 50)


def test_a_projection_is_taken_apart_with_its_skew():
    K = np.array([[500.0, 3, 320], [0, 480, 240], [0, 0, 1]])
    R = Rotation.from_euler("xyz", (10, 20, 30), degrees=True).as_matrix()
    t = np.array([0.1, -0.2, 3])
    for factor in (2.5, -1e-6):
        for found, given in zip(
            decompose(factor * K @ np.column_stack([R, t])), (K, R, t), strict=True
        ):
            assert np.allclose(found, given)


def test_blender_scenes_take_their_sizes_from_the_images_beside_them(tmp_path, photographs):
    frame = {"file_path": "./photos/view2", "transform_matrix": np.eye(4).tolist()}
    path = tmp_path / "transforms_train.json"
    path.write_text(json.dumps({"camera_angle_x": math.radians(90), "frames": [frame]}))
    camera = load_cameras(path, photographs)["view2.png"]
    assert (camera.width, camera.height) == (WIDTH, HEIGHT)
    assert np.allclose(camera.K, [[32, 0, 32], [0, 32, 24], [0, 0, 1]])
    # The camera looks along -z and has y up: what is ahead and above is in the upper half.
    x, y, z = camera.K @ (camera.R @ (0.0, 0.5, -2.0) + camera.t)
    assert np.allclose((z, x / z, y / z), (2, 32, 24 - 8))
    assert load_cameras(path).keys() == {"view2"}
    photographs[1].unlink()
    with pytest.raises(UserError, match="Add w and h"):
        load_cameras(path)


def test_sizes_are_those_of_the_upright_picture(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # a quarter turn
    Image.new("RGB", (WIDTH, HEIGHT)).save(tmp_path / "a.jpg", exif=exif)
    np.savez(tmp_path / "cameras.npz", a=matrices(truth())[NAMES[0]])
    camera = load_cameras(tmp_path / "cameras.npz", [tmp_path / "a.jpg"])["a.jpg"]
    assert (camera.width, camera.height) == (HEIGHT, WIDTH)


@pytest.mark.parametrize("model", ["OPENCV_FISHEYE", "FOV"])
def test_lenses_that_are_no_pinholes_are_refused(tmp_path, model):
    write_colmap_text(tmp_path, truth())
    path = tmp_path / "cameras.txt"
    path.write_text(path.read_text().replace("OPENCV", model))
    with pytest.raises(UserError, match=f"{model} .* Undistort"):
        load_cameras(tmp_path)


ROW = {
    "image": "a.jpg", "width": 64, "height": 48, "K": [70, 0, 32, 0, 70, 24, 0, 0, 1],
    "R": [1, 0, 0, 0, 1, 0, 0, 0, 1], "t": [0, 0, 2],
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"width": 0}, "0 x 48 pixels"),
        ({"height": -5}, "64 x -5 pixels"),
        ({"K": [1, 2]}, "Camera 1 of"),
        ({"K": [math.nan, 0, 0, 0, 1, 0, 0, 0, 1]}, "not finite"),
        ({"K": [0] * 9}, "K is not"),
        ({"R": [2, 0, 0, 0, 1, 0, 0, 0, 1]}, "R is not a rotation"),
        ({"R": [-1, 0, 0, 0, 1, 0, 0, 0, 1]}, "reflection"),
        ({"R": [math.inf, 0, 0, 0, 1, 0, 0, 0, 1]}, "not finite"),
        ({"t": [0, 0]}, "Camera 1 of"),
        ({"t": None}, "Camera 1 of"),
        ({"width": "wide"}, "Camera 1 of"),
        ({"distortion": [0, 0]}, "Camera 1 of"),
        ({"distortion": 5}, "Camera 1 of"),
    ],
)
def test_impossible_cameras_are_named(tmp_path, change, words):
    path = tmp_path / "cameras.json"
    path.write_text(json.dumps({"cameras": [ROW]}))
    assert load_cameras(path)["a.jpg"].K[0, 2] == 32
    path.write_text(json.dumps({"cameras": [{**ROW, **change}]}))
    with pytest.raises(UserError, match=words):
        load_cameras(path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cameras.json", b"not json"),
        ("cameras.json", b"\xff\xfe"),
        ("cameras.json", b"[]"),
        ("cameras.json", b"5"),
        ("cameras.json", b'{"cameras": null}'),
        ("cameras.json", b'{"cameras": 5}'),
        ("transforms.json", b'{"frames": [5]}'),
        ("transforms.json", b'{"frames": [{"file_path": "a", "w": 1, "h": 1}]}'),
        ("P.txt", b"1 2 3"),
        ("P.txt", b"1 0 0 0\n0 1 0 0\n0 0 0 0\n"),
        ("P.npz", b"PK damaged"),
    ],
)
def test_what_is_no_camera_file_is_named(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UserError, match="not a camera file"):
        load_cameras(path)


def test_empty_damaged_and_doubled_files_are_named(tmp_path):
    with pytest.raises(UserError, match="holds no cameras"):
        load_cameras(tmp_path)
    path = tmp_path / "cameras.json"
    with pytest.raises(UserError, match="does not exist"):
        load_cameras(path)
    path.write_text(json.dumps({"cameras": [ROW, {**ROW, "image": "right/a.jpg"}]}))
    with pytest.raises(UserError, match=r"two cameras for a\.jpg"):
        load_cameras(path)


@pytest.mark.parametrize("name", ["cameras.bin", "images.bin"])
def test_a_model_that_was_cut_off_is_named(tmp_path, name):
    write_colmap_binary(tmp_path, truth())
    with pytest.raises(UserError, match="Give the folder"):
        load_cameras(tmp_path / name)
    whole = (tmp_path / name).read_bytes()
    for kept in range(0, len(whole), 20):
        (tmp_path / name).write_bytes(whole[:kept])
        with pytest.raises(UserError, match="damaged"):
            load_cameras(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(UserError, match=r"does not exist|no cameras"):
        load_cameras(tmp_path)
