"""Snapshots in the document, and what can be compared with the live shape."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from test_document import directions, result, view

from viewer.document.compared_items import candidates, choose, code_of, compared
from viewer.document.item_edits import Document, add, keep_result, mixed, move, remove, select, swap
from viewer.document.snapshot_edits import (
    how_made,
    remove_snapshot,
    rename_snapshot,
    restore_snapshot,
    take_snapshot,
)


@pytest.fixture
def document() -> Document:
    """Two reconstructed images; the second is shown."""
    made = Document()
    for seed, name in enumerate(("a.png", "b.png")):
        made = add(view(name)).apply(made)
        made = keep_result(made.current, result(seed)).apply(made)
    return made


def took(document: Document) -> Document:
    return take_snapshot(document, document.current).apply(document)


def test_a_snapshot_keeps_the_code_and_says_what_made_it(document: Document):
    first, second = document.items
    after = took(document)
    (snapshot,) = after.snapshots
    assert snapshot.code is second.result.code
    assert (snapshot.name, snapshot.item, snapshot.made) == ("b 1", "b.png", "as reconstructed")
    assert document.snapshots == ()
    mix = swap(second, "pose", first).apply(after)
    moved = move(mix, mix.current, 0, 2.0, directions(), 1).apply(mix)
    again = took(moved)
    assert [one.name for one in again.snapshots] == ["b 1", "b 2"]
    assert again.snapshots[1].made == "pose of a.png, shape moved by hand"
    assert np.array_equal(again.snapshots[1].code["shape"], moved.code["shape"])
    assert snapshot.code is again.snapshots[0].code


def test_it_outlives_its_image_and_can_be_renamed_and_removed(document: Document):
    after = took(document)
    (snapshot,) = after.snapshots
    assert remove(after.current).apply(after).snapshots == (snapshot,)
    edit = rename_snapshot(snapshot, "good legs")
    assert edit.name == "Rename snapshot b 1"
    assert edit.apply(after).snapshots[0].name == "good legs"
    assert rename_snapshot(snapshot, "b 1").apply(after) is after
    assert remove_snapshot(snapshot).apply(after).snapshots == ()


def test_restoring_shows_the_very_code_and_sliders_start_there(document: Document):
    first, second = document.items
    kept = took(document)
    (snapshot,) = kept.snapshots
    other = select(kept, first.id)
    back = restore_snapshot(other.current, snapshot).apply(other)
    assert back.code is snapshot.code
    assert back.find(second.id).result is second.result
    assert how_made(back, back.current) == "restored from a snapshot"
    moved = move(back, back.current, 1, 1.5, directions(), 1).apply(back)
    assert mixed(moved, moved.current) is snapshot.code
    assert directions().coordinates(moved.code["shape"])[1] == pytest.approx(1.5, abs=1e-5)
    lit = swap(moved.current, "lighting", second).apply(moved)
    assert np.array_equal(lit.code["pose"], snapshot.code["pose"])
    fresh = result(5)
    assert keep_result(lit.current, fresh).apply(lit).code is fresh.code


def test_what_can_be_compared_are_snapshots_then_other_images(document: Document):
    first, second = document.items
    document = took(took(document))
    one, two = document.snapshots
    assert candidates(document) == (two.id, one.id, first.id)
    assert code_of(document, first.id) is first.result.code
    assert code_of(document, one.id) is one.code
    assert code_of(document, 999) is None
    assert compared(document, (first.id, 999)) == (first.id, two.id, one.id)
    assert choose(document, (), 0, first.id) == (first.id, one.id, two.id)
    assert choose(document, (one.id,), 2, one.id) == (first.id, two.id, one.id)
    unfinished = add(view("c.png")).apply(document)
    assert candidates(unfinished) == (two.id, one.id, first.id, second.id)
    bare = replace(document, items=(replace(first, result=None), second))
    assert candidates(bare) == (two.id, one.id)
