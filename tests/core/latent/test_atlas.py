"""The map of codes: where a code lies, which code lies at a place, how far it is from others."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.errors import UserError
from core.latent.atlas import Atlas, atlas_path, read_atlas

SIDE = 5


def plane() -> Atlas:
    """Codes on a grid of 5 x 5 in the first two of three numbers, drawn as that very grid."""
    line = np.linspace(-1, 1, SIDE)
    places = np.stack(np.meshgrid(line, line, indexing="ij"), -1).reshape(-1, 2)
    codes = np.concatenate([3 * places, np.zeros((SIDE**2, 1))], 1)
    labels = (places[:, 0] > 0).astype(np.uint8)
    pictures = np.zeros((SIDE**2, 4, 4), np.uint8)
    parts = (codes.astype(np.float32), places.astype(np.float32), ("left", "right"))
    return Atlas(*parts, labels, pictures)


def save(folder: Path, atlas: Atlas, **changed: object) -> None:
    codes = np.packbits(atlas.codes > 0.5, axis=1) if atlas.binary else atlas.codes
    parts = {
        "codes": codes if atlas.binary else codes.astype(np.float16),
        "places": atlas.places,
        "classes": np.array(atlas.classes),
        "labels": atlas.labels,
        "thumbnails": atlas.thumbnails,
    }
    np.savez_compressed(atlas_path("vae", folder), **(parts | changed))


def wide(atlas: Atlas) -> Atlas:
    """With the 100 numbers of the codes of ``vae``."""
    more = np.zeros((len(atlas), 97), np.float32)
    return replace(atlas, codes=np.concatenate([atlas.codes, more], 1))


def test_a_known_code_lies_at_its_place_and_its_place_gives_it_back():
    atlas = plane()
    for index in (0, 7, 24):
        assert np.array_equal(atlas.place(atlas.codes[index]), atlas.places[index])
        assert np.array_equal(atlas.at(atlas.places[index]), atlas.codes[index])
        assert atlas.strangeness(atlas.codes[index]) == 0


def test_between_known_codes_both_ways_agree():
    atlas = plane()
    middle = np.array([0.25, 0.25], np.float32)  # of a cell: as far from each of its corners
    assert atlas.at(middle) == pytest.approx([0.75, 0.75, 0], abs=1e-5)
    assert atlas.place(np.array([0.75, 0.75, 0])) == pytest.approx(middle, abs=1e-5)
    edge = atlas.at([0.125, 0.0])
    assert 0 < edge[0] < 0.75 and edge[1] == pytest.approx(0, abs=1e-5)


def test_a_place_beyond_the_map_gives_no_wild_code():
    assert np.abs(plane().at([40, -40])).max() <= 3.0


def test_distance_is_in_steps_between_neighbours_and_numbers_nobody_uses_do_not_count():
    atlas = plane()
    assert atlas.strangeness(np.array([3 + 1.5, 3.0, 0])) == pytest.approx(1, abs=1e-4)
    assert atlas.strangeness(np.array([3 + 6.0, 3.0, 0])) == pytest.approx(4, abs=1e-4)
    assert atlas.strangeness(np.array([3.0, 3.0, 50])) == pytest.approx(0, abs=1e-4)
    chosen, distances = atlas.nearest(np.array([0.1, 0, 0]), 5)
    assert chosen[0] == 12 and list(distances) == sorted(distances)
    assert {atlas.class_of(int(index)) for index in atlas.nearest(np.array([3.0, 0, 0]), 3)[0]} == {
        "right"
    }


def test_binary_codes_vote():
    codes = np.array([[1, 1, 0, 0], [1, 0, 1, 0], [1, 0, 0, 1], [0, 0, 0, 0]], np.float32)
    places = np.array([[0, 0.1], [0.1, 0], [0, -0.1], [-1, 0]], np.float32)
    labels, pictures = np.zeros(4, np.uint8), np.zeros((4, 2, 2), np.uint8)
    atlas = Atlas(codes, places, ("any",), labels, pictures, binary=True)
    assert atlas.at([0, 0]).tolist() == [1, 0, 0, 0]
    assert atlas.at([0.1, 0]).tolist() == codes[1].tolist()


@pytest.mark.parametrize("binary", [False, True])
def test_what_was_written_is_read(tmp_path: Path, binary: bool):
    atlas = replace(wide(plane()), binary=binary)
    if binary:
        atlas = replace(atlas, codes=(atlas.codes > 0).astype(np.float32))
    save(tmp_path, atlas)
    found = read_atlas("vae", tmp_path)
    assert found.binary == binary
    assert np.array_equal(found.codes, atlas.codes)
    assert np.array_equal(found.places, atlas.places)
    assert found.classes == ("left", "right") and found.class_of(24) == "right"


def test_a_damaged_map_is_said_so(tmp_path: Path):
    def said() -> str:
        with pytest.raises(UserError) as error:
            read_atlas("vae", tmp_path)
        return str(error.value)

    assert "map of the codes of 'vae'" in said()  # missing
    atlas = wide(plane())
    whole = {"places": atlas.places[:-1]}, {"labels": atlas.labels + 2}, {"codes": plane().codes}
    for change in (*whole, {"places": np.full_like(atlas.places, np.nan)}):
        save(tmp_path, atlas, **change)
        assert "damaged" in said()
    save(tmp_path, atlas)
    path = atlas_path("vae", tmp_path)
    path.write_bytes(path.read_bytes()[:300])
    assert "damaged" in said()
    path.write_bytes(b"")
    assert "damaged" in said()


def test_reading_it_takes_no_torch():
    code = "import sys, core.latent.atlas; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
