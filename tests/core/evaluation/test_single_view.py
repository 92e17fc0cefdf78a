"""`evaluate` in the view of one picture: packs with a truth, photographs without, sheets."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.commands import DONE, USER_ERROR, run
from core.data.dataset import Pack, build, open_pack
from core.evaluation.drawing import draw, drawable
from core.evaluation.image_features import ImageFeatures
from core.evaluation.input_view import InView, in_view, outline_iou
from core.evaluation.sheet import CELL, COLUMNS, ROWS, SheetRow, sheet, write_sheets
from core.evaluation.single_view import known_picture
from core.types import Camera, Mesh, View, VoxelGrid


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """Eight shapes, all of them to be asked about."""
    folder = tmp_path_factory.mktemp("made") / "pack"
    for _ in build(["procedural:8"], folder, views=1, workers=1):
        pass
    rows = json.loads((folder / "shapes.json").read_text())
    (folder / "shapes.json").write_text(json.dumps([{**row, "split": "test"} for row in rows]))
    return open_pack(folder)


@pytest.fixture(scope="module")
def photographs(pack: Pack, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two cut-outs."""
    folder = tmp_path_factory.mktemp("photographs")
    for number in range(2):
        view = known_picture(pack, number).view
        assert view.mask is not None
        alpha = (view.mask * 255).round().astype(np.uint8)[..., None]
        Image.fromarray(np.concatenate([view.image, alpha], 2)).save(folder / f"{number}.png")
    return folder


def red_and_green() -> InView:
    """A block that is red on the left, green on the right, and blue behind."""
    shape = np.zeros((32, 32, 32), np.float32)
    shape[4:28, 8:24, 12:20] = 1
    camera = Camera(
        100, 100, np.array([[200, 0, 50], [0, 200, 50], [0, 0, 1.0]]), np.diag([1.0, -1, -1]),
        np.array([0, 0, 2.5]),
    )  # fmt: skip
    view = in_view(VoxelGrid.canonical(shape), camera, (0, 0, 100))
    x, _, z = view.mesh.vertices.T
    colors = np.where(x[:, None] < 0, (255, 0, 0), (0, 255, 0))
    colors[z > 0] = (0, 0, 255)
    mesh = Mesh(view.mesh.vertices, view.mesh.faces, colors.astype(np.uint8))
    return InView(view.shape, mesh, view.frame, view.camera)


def test_the_truth_fits_the_picture_that_was_drawn_of_it(pack: Pack) -> None:
    for shape in range(8):
        known = known_picture(pack, shape)
        assert known.view.mask is not None
        assert outline_iou(known.truth, known.view.mask) > 0.8  # thin parts are a voxel wide
        assert np.abs(known.truth.mesh.vertices[:, :2]).max() < 0.55


def test_pictures_stay_the_same(pack: Pack) -> None:
    first, again = known_picture(pack, 3), known_picture(pack, 3)
    assert (first.view.image == again.view.image).all()
    assert (first.view.image != known_picture(pack, 3, seed=8).view.image).any()


def test_a_shape_is_drawn_from_where_it_says() -> None:
    look = drawable(red_and_green())
    assert look is not None
    front, beside, back = (draw(look, turn, 100).astype(int) for turn in (0, 90, 180))
    # 0.75 wide and 0.5 high at a distance of 2.5 minus half its depth, at a focal length of 200.
    inside = (front < 250).any(2)
    assert np.ptp(np.flatnonzero(inside.any(0))) == pytest.approx(0.75 * 200 / 2.375, abs=2)
    assert np.ptp(np.flatnonzero(inside.any(1))) == pytest.approx(0.5 * 200 / 2.375, abs=2)
    assert front[50, 30].argmax() == 0 and front[50, 70].argmax() == 1
    assert beside[50, 35].argmax() == 1 and beside[50, 65].argmax() == 2
    assert back[50, 50].argmax() == 2
    plain = draw(look, 0, 100, plain=True)
    assert (plain.max(2) == plain.min(2)).all()


def test_nothing_cannot_be_drawn() -> None:
    shape = red_and_green()
    none = Mesh(np.zeros((0, 3), np.float32), np.zeros((0, 3), np.int32))
    assert drawable(InView(shape.shape, none, shape.frame, shape.camera)) is None


def test_features_know_a_picture_again_in_another_light(pack: Pack) -> None:
    pictures = [known_picture(pack, shape).view.image for shape in range(4)]
    darker = [(picture * 0.8).astype(np.uint8) for picture in pictures]
    features = ImageFeatures()
    alike = features.of(pictures) @ features.of(darker).T
    assert (alike.argmax(1) == np.arange(4)).all()
    assert (features.of(pictures) @ features.of(pictures).T).diagonal() == pytest.approx(np.ones(4))


def test_a_sheet_has_a_row_for_each_photograph(tmp_path: Path) -> None:
    shape = red_and_green()
    mask = shape.silhouette(shape.camera).astype(np.float32)
    view = View(np.full((100, 100, 3), 90, np.uint8), mask)
    full, empty = SheetRow(view, {"one": shape}), SheetRow(view, {"one": None})
    page = np.asarray(sheet([empty, full]))
    assert page.shape[0] >= 2 * CELL and page.shape[1] >= (1 + len(COLUMNS)) * CELL
    assert (page[-CELL:, 2 * CELL :] < 255).mean() > 0.05  # the last row has a shape
    assert (page[-2 * CELL - 6 : -CELL - 6, 2 * CELL :] == 255).all()
    written = write_sheets((ROWS + 1) * [empty], tmp_path / "seen.png")
    assert [path.name for path in written] == ["seen.png", "seen-2.png"]
    assert all(path.exists() for path in written)


def test_evaluate_measures_a_pack_in_its_pictures_own_view(pack: Pack, tmp_path: Path) -> None:
    out = tmp_path / "numbers.json"
    command = ["evaluate", "--method", "tl", "--data", str(pack.path), "--in-view"]
    assert run([*command, "--limit", "4", "--json", str(out)]) == DONE
    tables = json.loads(out.read_text())["tables"]
    row, truth = tables["One picture, in its own view"]
    assert row[""] == "tl" and row["closed"] == 1
    assert all(0 < row[name] < 1 for name in ("IoU", "F-score 2 %", "0°", "90°", "180°"))
    assert row["0°"] < truth["0°"]
    assert [each[""] for each in tables["Input view, by source"]] == ["procedural (4)"]


def test_evaluate_measures_photographs_without_a_truth(photographs: Path, tmp_path: Path) -> None:
    out, seen = tmp_path / "numbers.json", tmp_path / "seen.png"
    command = ["evaluate", "--method", "tl", "--data", str(photographs)]
    assert run([*command, "--json", str(out), "--sheet", str(seen)]) == DONE
    tables = json.loads(out.read_text())["tables"]
    (row,) = tables["Photographs"]
    assert row["photographs"] == 2 and row["no shape"] == 0
    assert 0 < row["outline IoU"] == row["with exact masks (2)"] < 1
    assert row["like it 0°"] > row["another's 0°"]
    assert [each[""] for each in tables["Photographs, one by one"]] == ["0.png", "1.png"]
    assert seen.exists()


def test_methods_that_measure_have_no_sheet(
    photographs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["evaluate", "--method", "hull", "--data", str(photographs), "--sheet", "a.png"]
    assert run(command) == USER_ERROR
    assert "--sheet is for" in capsys.readouterr().err
