"""A project file holds a whole document, and no accident leaves half of one."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
import zipfile
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from core.document.model import Document, Item, Mix, Snapshot
from core.document.project_file import (
    MANIFEST,
    Project,
    is_project,
    read_preview,
    read_project,
    write_project,
)
from core.errors import UserError
from core.images.load import load_image_bytes
from core.methods import METHODS
from core.types import (
    Camera,
    Finish,
    LatentCode,
    Lighting,
    Maps,
    Pose,
    Reconstruction,
    Rendering,
    View,
    VoxelGrid,
)

ROOT = Path(__file__).resolve().parents[3]


def photograph(seed: int, alpha: bool = False) -> bytes:
    rng = np.random.default_rng(seed)
    pixels = rng.integers(0, 255, (40, 60, 4 if alpha else 3), np.uint8)
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG" if alpha else "JPEG")
    return stream.getvalue()


def result(view: View, seed: int) -> Reconstruction:
    rng = np.random.default_rng(seed)
    code = LatentCode(
        {name: rng.normal(size=size) for name, size in METHODS["tl"].latent.items()}, "tl"
    )
    flat = rng.random((8, 8), np.float32)
    return Reconstruction(
        "tl",
        code,
        VoxelGrid.canonical(rng.random((8, 8, 8))),
        (replace(view, image=view.image.copy()),),
        Pose(1.5, -2.25, 0.125, 2.0),
        Lighting(10.0, 20.0, 0.25),
        Maps(flat, flat + 1, rng.random((8, 8, 3), np.float32), (1.5, 2.0, 30.0)),
        Rendering(rng.integers(0, 255, (8, 8, 3), np.uint8), flat),
        0.625,
        ("a note",),
        {"encode": 0.5},
        camera=Camera(60, 40, rng.random((3, 3)), rng.random((3, 3)), rng.random(3)),
    )


@pytest.fixture
def document() -> Document:
    """Two photographs from files, one of them cut out, and a pasted and painted one."""
    items = []
    for id, alpha in ((1, True), (2, False), (3, False)):
        original = photograph(id, alpha)
        view = load_image_bytes(original, f"Stühle {id} 椅子.jpg")
        if not alpha:
            mask = np.random.default_rng(id).random((40, 60), np.float32)
            view = view.with_mask(mask, "salient", 0.75, (id - 1, 2))
        items.append(Item(id, view, Mix(id, id, id), result(view, id), original=original))
    offset = np.full(METHODS["tl"].latent["shape"], 0.1, np.float32)
    finish = Finish(True, False, 0.25, 5000, "xy", "z", 80.0)
    items[1] = replace(items[1], mix=Mix(1, 2, 3), offset=offset, title="Der Stuhl", finish=finish)
    items[1] = replace(items[1], stale=True, found=replace(items[1].view, mask=None))
    items[2] = replace(items[2], result=None, original=None)
    items[0] = replace(items[0], restored=items[1].result.code)
    snapshots = tuple(
        Snapshot(id, f"Schnappschuss {id}", items[place].result.code, "ein Stuhl", "pose of ä")
        for id, place in ((4, 0), (6, 1))
    )
    return Document(tuple(items), 2, next_id=7, snapshots=snapshots)


def same(a: Any, b: Any) -> bool:
    """Whether two trees hold the same values to the last bit."""
    if is_dataclass(a):
        return type(a) is type(b) and all(
            same(getattr(a, field.name), getattr(b, field.name)) for field in fields(a)
        )
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, LatentCode):
        return a.method == b.method and same(tuple(a.items()), tuple(b.items()))
    if isinstance(a, tuple):
        return len(a) == len(b) and all(map(same, a, b))
    return type(a) is type(b) and a == b


def test_a_document_comes_back_to_the_last_bit(document: Document, tmp_path: Path):
    path = tmp_path / "mein Stuhl ä 椅子.shapewright"
    write_project(Project(document, {"camera": {"azimuth": 12.5}}, b"\x89PNG-", "/a/b"), path)
    opened = read_project(path)
    assert same(opened.document, document)
    assert opened.view == {"camera": {"azimuth": 12.5}}
    assert opened.preview == read_preview(path) == b"\x89PNG-" and opened.origin == "/a/b"
    first = opened.document.items[0]
    assert first.result.views[0].image is first.view.image  # kept once
    assert not first.view.image.flags.writeable
    assert list(tmp_path.iterdir()) == [path]


def test_originals_are_kept_as_they_were_and_their_pixels_not_again(
    document: Document, tmp_path: Path
):
    write_project(Project(document), tmp_path / "a.shapewright")
    with zipfile.ZipFile(tmp_path / "a.shapewright") as file:
        names = file.namelist()
        assert file.read("items/1/original.png") == document.items[0].original
        assert file.read("items/2/original.jpg") == document.items[1].original
        assert file.testzip() is None
    assert len(names) == len(set(names))
    pictures = [name for name in names if name.endswith("view/image.png")]
    assert pictures == ["items/3/view/image.png"]  # the one without a file, losslessly


def test_a_picture_that_was_edited_is_kept_beside_its_original(document: Document, tmp_path: Path):
    item = document.items[1]
    turned = replace(item.view, image=np.rot90(item.view.image), mask=np.rot90(item.view.mask))
    document = replace(
        document, items=(document.items[0], replace(item, view=turned), document.items[2])
    )
    write_project(Project(document), tmp_path / "a.shapewright")
    assert same(read_project(tmp_path / "a.shapewright").document, document)


def test_an_empty_document_is_a_document(tmp_path: Path):
    write_project(Project(Document()), tmp_path / "a.shapewright")
    assert same(read_project(tmp_path / "a.shapewright").document, Document())
    assert read_preview(tmp_path / "a.shapewright") is None


def test_projects_are_known_by_their_suffix():
    assert is_project("a.shapewright") and is_project(Path("B.ShapeWright"))
    assert not is_project("a.zip") and not is_project("shapewright")


def change_manifest(path: Path, change: Any) -> Path:
    """A copy of a project whose manifest is another."""
    changed = path.with_name(f"changed {path.name}")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == MANIFEST:
                manifest = json.loads(data)
                change(manifest)
                data = json.dumps(manifest).encode()
            new.writestr(name, data)
    return changed


@pytest.fixture
def project(document: Document, tmp_path: Path) -> Path:
    write_project(Project(document), tmp_path / "a.shapewright")
    return tmp_path / "a.shapewright"


def test_a_newer_file_says_so(project: Path):
    newer = change_manifest(project, lambda manifest: manifest.update(version=99))
    with pytest.raises(UserError, match="made by a newer Shapewright"):
        read_project(newer)


def test_fields_of_later_and_earlier_programs_are_no_hindrance(project: Path, document: Document):
    def change(manifest: dict[str, Any]) -> None:
        manifest["document"]["later"] = 5
        del manifest["document"]["items"][0]["title"]

    assert same(read_project(change_manifest(project, change)).document, document)


def test_projects_from_before_results_had_a_camera_open_without_one(project: Path):
    def change(manifest: dict[str, Any]) -> None:
        del manifest["document"]["items"][0]["result"]["camera"]

    first, second, _ = read_project(change_manifest(project, change)).document.items
    assert first.result.camera is None and second.result.camera is not None


@pytest.mark.parametrize(
    "change",
    [
        lambda m: m["document"].update(selected=9),
        lambda m: m["document"].update(next_id=2),
        lambda m: m["document"].update(method="unknown"),
        lambda m: m["document"].update(items=5),
        lambda m: m["document"]["items"][0].update(id="1"),
        lambda m: m["document"]["items"][0].update(view=None),
        lambda m: m["document"]["items"][0]["mix"].update(pose=9),
        lambda m: m["document"]["items"][1].update(offset="items/1/result/code/pose.npy"),
        lambda m: m["document"]["items"][1]["view"].update(mask="items/1/result/maps/depth.npy"),
        lambda m: m["document"]["items"][0]["view"].update(image="items/1/result/maps/depth.npy"),
        lambda m: m["document"]["items"][0]["result"]["shape"].update(kind="Reconstruction"),
        lambda m: m["document"]["items"][0]["result"]["code"]["groups"].pop("pose"),
        lambda m: m["document"]["items"][0]["result"]["camera"].update(
            K="items/1/result/camera/t.npy"
        ),
        lambda m: m["document"]["items"][2]["view"].update(image="nowhere.png"),
        lambda m: m.pop("document"),
        lambda m: m.update(version="1"),
    ],
)
def test_what_does_not_fit_together_is_damage(project: Path, change: Any):
    with pytest.raises(UserError, match="damaged"):
        read_project(change_manifest(project, change))


def test_shapes_of_a_method_whose_codes_have_other_sizes_now_are_left_out(
    project: Path, document: Document, monkeypatch: pytest.MonkeyPatch
):
    sizes = dict(METHODS["tl"].latent)
    assert read_project(project).outdated == 0
    later = replace(METHODS["tl"], latent={**sizes, "shape": sizes["shape"] + 8})
    monkeypatch.setitem(METHODS, "tl", later)
    found = read_project(project)
    made = [item for item in document.items if item.own_code is not None]
    assert found.outdated == len(made) + len(document.snapshots) > 0
    assert all(item.result is None and item.offset is None for item in found.document.items)
    assert len(found.document.items) == len(document.items) and not found.document.snapshots


def test_other_files_are_told_from_projects(tmp_path: Path):
    other = tmp_path / "other.shapewright"
    with zipfile.ZipFile(other, "w") as file:
        file.writestr("word/document.xml", "<xml/>")
    with pytest.raises(UserError, match="not a Shapewright project"):
        read_project(other)
    other.write_bytes(photograph(1))
    with pytest.raises(UserError, match="damaged or no project"):
        read_project(other)
    other.write_bytes(b"")
    with pytest.raises(UserError, match="damaged or no project"):
        read_project(other)
    with pytest.raises(UserError, match="does not exist"):
        read_project(tmp_path / "nowhere.shapewright")
    with pytest.raises(UserError, match="folder"):
        read_project(tmp_path)


def test_a_pickle_in_place_of_an_array_is_not_opened(project: Path):
    changed = project.with_name("pickled.shapewright")
    with zipfile.ZipFile(project) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "items/2/view/mask.npy":
                stream = io.BytesIO()
                np.save(stream, np.array([{"a": 1}], object), allow_pickle=True)
                data = stream.getvalue()
            new.writestr(name, data)
    with pytest.raises(UserError, match="damaged"):
        read_project(changed)


def test_every_cut_and_every_changed_byte_is_noticed_or_harmless(project: Path, document: Document):
    data, rng = project.read_bytes(), np.random.default_rng(0)
    hurt = project.with_name("hurt.shapewright")
    for length in rng.integers(0, len(data) - 1, 40):
        hurt.write_bytes(data[:length])
        with pytest.raises(UserError, match="damaged"):
            read_project(hurt)
    for place in rng.integers(0, len(data), 150):
        changed = bytearray(data)
        changed[place] ^= 0xFF
        hurt.write_bytes(changed)
        try:
            opened = read_project(hurt)
        except UserError:
            continue
        assert same(opened.document, document)  # a byte that says nothing, such as a date


SAVING = """
import sys
from pathlib import Path
from dataclasses import replace
from core.document.project_file import Project, read_project, write_project
path = Path(sys.argv[1])
projects = [read_project(path), read_project(sys.argv[2])]
sys.stdout.write("ready\\n")
sys.stdout.flush()
while True:
    for project in projects:
        write_project(project, path)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
def test_killed_at_any_moment_of_saving_the_old_or_the_new_file_is_whole(
    document: Document, tmp_path: Path
):
    path, other = tmp_path / "kept ä.shapewright", tmp_path / "other.shapewright"
    old, new = document, replace(document, items=document.items[:1], selected=1)
    write_project(Project(new), other)
    rng, seen, halves = np.random.default_rng(5), set(), 0
    for _ in range(20):
        write_project(Project(old), path)
        saving = subprocess.Popen(
            [sys.executable, "-c", SAVING, str(path), str(other)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
        )
        assert saving.stdout.readline() == b"ready\n"
        with pytest.raises(subprocess.TimeoutExpired):
            saving.wait(rng.uniform(0, 0.1))  # the moment of the blow
        saving.send_signal(signal.SIGKILL)
        saving.wait()
        saving.stdout.close()
        opened = read_project(path).document
        matches = [name for name, one in (("old", old), ("new", new)) if same(opened, one)]
        assert len(matches) == 1
        seen |= set(matches)
        for left in tmp_path.glob(".*"):  # what a killed write leaves beside the file
            halves += 1
            left.unlink()
    assert seen == {"old", "new"} and halves > 5  # the blows did fall into the saving
