"""The data set on disk: what is built can be read back, and splits go by object family."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import trimesh

from core.commands import DONE, run
from core.data.dataset import Pack, build, open_pack, split_of
from core.data.procedural import generate, occupancy
from core.errors import UserError
from core.rendering.splat import DEPTH_RANGE


def built(sources: list[str | Path], out: Path, views: int = 1) -> Pack:
    for _ in build(sources, out, views=views, workers=1):
        pass
    return open_pack(out)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return built(["procedural:6"], tmp_path_factory.mktemp("data") / "six", views=2)


def test_a_pack_holds_the_voxels_of_its_shapes(pack: Pack) -> None:
    assert len(pack.rows) == 6
    grids = pack.occupancy(np.arange(6))
    for index, row in enumerate(pack.rows):
        made = occupancy(generate(row.group, index), 64)
        np.testing.assert_array_equal(grids[index], made)


def test_every_shape_has_its_views_in_one_run(pack: Pack) -> None:
    np.testing.assert_array_equal(pack.owners, np.repeat(np.arange(6), 2))
    assert pack.views.shape == (12, 128, 128, 8)
    np.testing.assert_array_equal(pack.view_indices([2, 4]), [4, 5, 8, 9])
    mask = pack.views[..., 7] > 127
    rows, columns = mask.any(axis=2).sum(axis=1), mask.any(axis=1).sum(axis=1)
    # Each is cropped to a square with a margin around the silhouette.
    assert (np.abs(np.maximum(rows, columns) - 128 / 1.15) < 5).all()
    depth = (pack.views[..., 6] / 255 * 2 - 1) * DEPTH_RANGE
    assert np.abs(depth[mask]).max() < 0.87  # half the diagonal of the unit box


def test_splits_are_by_family_and_never_change(pack: Pack) -> None:
    assert all(row.split == split_of(row.family) for row in pack.rows)
    assert split_of("a/chair") == split_of("a/chair")
    splits = [split_of(f"source/family {n}") for n in range(4000)]
    assert 0.06 < splits.count("test") / 4000 < 0.10
    assert 0.02 < splits.count("validation") / 4000 < 0.06


def test_variations_of_one_object_stay_in_one_split(tmp_path: Path) -> None:
    meshes = tmp_path / "meshes"
    meshes.mkdir()
    for index in range(3):
        trimesh.creation.box((1, 1 + index / 3, 0.5)).export(meshes / f"crate_{index}.obj")
    families = {row.family for row in built([meshes], tmp_path / "pack").rows}
    assert families == {"meshes/crate"}


def test_packs_join_with_other_sources(pack: Pack, tmp_path: Path) -> None:
    meshes = tmp_path / "meshes"
    meshes.mkdir()
    trimesh.creation.icosphere(3).export(meshes / "ball.glb")
    (meshes / "broken.obj").write_text("no mesh")
    joined = built([pack.path, meshes], tmp_path / "joined")
    assert [row.name for row in joined.rows] == [*(row.name for row in pack.rows), "ball"]
    np.testing.assert_array_equal(joined.views[:12], pack.views)
    np.testing.assert_array_equal(joined.poses[:12], pack.poses)
    ball = joined.occupancy([6])[0]
    assert ball.sum() == pytest.approx(np.pi / 6 * 64**3, rel=0.03)


def test_the_same_seed_builds_the_same_pack(pack: Pack, tmp_path: Path) -> None:
    again = built(["procedural:6"], tmp_path / "again", views=2)
    np.testing.assert_array_equal(again.views, pack.views)
    np.testing.assert_array_equal(again.grids, pack.grids)


def test_an_interrupted_build_leaves_the_old_pack_whole(tmp_path: Path) -> None:
    old = built(["procedural:1"], tmp_path / "pack").rows
    steps = build(["procedural:5"], tmp_path / "pack", views=1, workers=1)
    next(steps)
    steps.close()
    assert open_pack(tmp_path / "pack").rows == old
    assert [path.name for path in tmp_path.iterdir()] == ["pack"]
    assert len(built(["procedural:2"], tmp_path / "pack").rows) == 2


def test_other_peoples_folders_are_not_written_into(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(UserError, match="something else"):
        built(["procedural:1"], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_folder_without_shapes_gives_no_pack(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserError, match="holds no shape"):
        built([tmp_path / "empty"], tmp_path / "pack")
    assert not (tmp_path / "pack").exists()


def test_the_verb_builds_with_its_workers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "pack"
    command = ["dataset", "build", "procedural:2", "-o", str(out), "--views", "1", "--workers", "2"]
    assert run(command) == DONE
    assert capsys.readouterr().out == f"{out}: 2 shapes, 2 views\n"
    assert len(open_pack(out).rows) == 2


def test_only_the_shapes_of_a_split_are_made(tmp_path: Path) -> None:
    out = tmp_path / "pack"
    for _ in build(["procedural:8"], out, views=1, workers=1, splits=["test"]):
        pass
    rows = open_pack(out).rows
    assert 0 < len(rows) < 8 and {row.split for row in rows} == {"test"}
