"""The photographs of an object: put together, taken apart, ordered, masked one by one, and kept."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from steering import photo

from core.document.model import Document, Item
from core.document.project_file import Project, read_project, write_project
from core.errors import UserError
from core.types import Camera
from viewer.document import photo_edits as several
from viewer.document.item_edits import Edit, add, select
from viewer.document.mask_edits import change_mask, reset_mask


def apply(document: Document, *edits: Edit) -> Document:
    for edit in edits:
        document = edit.apply(document)
    return document


def names(item: Item) -> list[str]:
    return [view.name for view in item.views]


@pytest.fixture
def three() -> Document:
    edits = [add(photo(f"{k}.png", k), bytes([k])) for k in range(3)]
    return apply(Document(), *edits)


@pytest.fixture
def one(three: Document) -> Document:
    """The three photographs as one object."""
    first, *others = three.items
    return several.put_together(first, others).apply(three)


def test_photographs_put_together_are_one_item_with_all_that_belongs_to_them(one: Document):
    (item,) = one.items
    assert names(item) == ["0.png", "1.png", "2.png"] and one.selected == item.id
    assert (item.original, item.more_originals) == (b"\0", (b"\1", b"\2"))


def test_a_photograph_taken_out_becomes_the_next_item(one: Document):
    after = several.take_out(one.items[0], 1).apply(one)
    assert [names(item) for item in after.items] == [["0.png", "2.png"], ["1.png"]]
    assert after.items[1].original == b"\1" and after.items[1].id == one.next_id
    apart = several.split(one.items[0]).apply(one)
    assert [names(item) for item in apart.items] == [["0.png"], ["1.png"], ["2.png"]]
    assert len({item.id for item in apart.items}) == 3
    assert all(item.mix.shape == item.id for item in apart.items[1:])


def test_the_first_photograph_can_go_and_another_can_take_its_place(one: Document):
    item = one.items[0]
    assert names(several.move_photograph(item, 2, 0).apply(one).items[0]) == [
        "2.png", "0.png", "1.png",
    ]  # fmt: skip
    gone = several.remove_photograph(item, 0).apply(one).items[0]
    assert names(gone) == ["1.png", "2.png"] and gone.original == b"\1"


def test_a_mask_is_changed_and_reset_on_the_photograph_that_is_meant(one: Document):
    face = several.facing(one.items[0], 1)
    assert face.view is one.items[0].more[0] and face.more == ()
    empty = np.zeros_like(face.view.mask)
    after = change_mask(face, empty, "Erase").apply(one)
    assert [float(view.mask.max()) for view in after.items[0].views] == [1.0, 0.0, 1.0]
    before, untouched = after.items[0].more_found
    assert before.mask is face.view.mask and untouched is None
    edited = several.found_again(after, face)
    assert edited is not None and edited.view.mask is empty and edited.found is not None
    back = reset_mask(edited).apply(after)
    assert back.items[0].views[1].mask is face.view.mask
    assert several.found_again(select(Document(), None), face) is None


def test_cameras_go_to_the_photographs_of_their_names(one: Document):
    item = one.items[0]
    camera = Camera(80, 60, np.eye(3), np.eye(3), np.zeros(3))
    after = several.attach_cameras(item, {"1.png": camera}).apply(one).items[0]
    assert [view.camera is not None for view in after.views] == [False, True, False]
    with pytest.raises(UserError, match="named like"):
        several.attach_cameras(item, {"other.png": camera})


def test_an_object_of_several_photographs_comes_back_from_its_file(one: Document, tmp_path: Path):
    pixels = np.random.default_rng(5).integers(0, 255, (60, 80, 3), np.uint8)
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    shown = [
        several.Photograph(replace(photo(f"{k}.png"), image=pixels), stream.getvalue())
        for k in range(2)
    ]
    document = several.add_object([*shown, several.Photograph(photo("raw"), b"raw")]).apply(one)
    path = tmp_path / "several.shapewright"
    write_project(Project(document), path)
    again = read_project(path).document
    assert [names(item) for item in again.items] == [names(item) for item in document.items]
    for before, after in zip(document.items, again.items, strict=True):
        assert after.more_originals == before.more_originals
        for a, b in zip(before.views, after.views, strict=True):
            assert np.array_equal(a.image, b.image) and np.array_equal(a.mask, b.mask)
    with zipfile.ZipFile(path) as file:
        stored = sum(file.read(name) == stream.getvalue() for name in file.namelist())
    assert stored == 1  # two photographs with the same bytes, which also are their pixels
