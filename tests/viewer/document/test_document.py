"""The document never changes: every edit makes a new one, and the code follows from it alone."""

from __future__ import annotations

import numpy as np
import pytest

from core.types import Directions, LatentCode, Reconstruction, View, VoxelGrid
from viewer.document.item_edits import (
    GROUPS,
    Document,
    Item,
    Mix,
    add,
    compose,
    hold,
    keep_result,
    lock,
    move,
    random_shape,
    remove,
    reset_shape,
    select,
    swap,
)

SIZE = 6


def view(name: str) -> View:
    return View(np.zeros((4, 4, 3), np.uint8), np.ones((4, 4), np.float32), name=name)


def result(seed: int) -> Reconstruction:
    rng = np.random.default_rng(seed)
    code = LatentCode({group: rng.normal(size=SIZE) for group in GROUPS}, "tl")
    return Reconstruction("tl", code, VoxelGrid.canonical(np.zeros((2, 2, 2))), ())


def directions() -> Directions:
    rng = np.random.default_rng(9)
    axes = np.linalg.qr(rng.normal(size=(SIZE, SIZE)))[0].astype(np.float32)
    sigma = np.linspace(2, 0.5, SIZE).astype(np.float32)
    return Directions(np.ones(SIZE, np.float32), axes, sigma, sigma / 10)


@pytest.fixture
def document() -> Document:
    made = Document()
    for seed, name in enumerate(("a.png", "b.png")):
        made = add(view(name)).apply(made)
        made = keep_result(made.current, result(seed)).apply(made)
    return made


def items(document: Document) -> tuple[Item, Item]:
    first, second = document.items
    return first, second


def test_edits_have_names_and_leave_the_old_document_alone():
    before = Document()
    edit = add(view("chair.jpg"))
    after = edit.apply(before)
    assert edit.name == "Add chair.jpg"
    assert before.items == () and [item.name for item in after.items] == ["chair.jpg"]
    assert after.current is after.items[0]


def test_an_untouched_image_shows_the_very_code_of_its_result(document: Document):
    for item in document.items:
        assert compose(document, item) is item.result.code


def test_shape_pose_and_lighting_come_from_three_images(document: Document):
    document = add(view("c.png")).apply(document)
    first, second, third = document.items
    document = swap(third, "shape", first).apply(document)
    document = swap(document.current, "pose", second).apply(document)
    assert document.code is None  # the lighting's source has not been run
    edit = swap(document.current, "lighting", first)
    document = edit.apply(document)
    assert edit.name == "Swap lighting"
    sources = {"shape": first, "pose": second, "lighting": first}
    for group, source in sources.items():
        assert np.array_equal(document.code[group], source.result.code[group])


def test_a_move_sets_one_coordinate_and_keeps_the_others(document: Document):
    axes = directions()
    item = document.current
    before = axes.coordinates(compose(document, item)["shape"])
    edit = move(document, item, 2, 1.5, axes, drag=7)
    moved = edit.apply(document)
    after = axes.coordinates(moved.code["shape"])
    assert edit.name == "Move shape 3" and edit.merge == 7
    assert after[2] == pytest.approx(1.5, abs=1e-5)
    others = np.arange(SIZE) != 2
    assert np.allclose(after[others], before[others], atol=1e-5)
    for group in ("pose", "lighting"):
        assert np.array_equal(moved.code[group], document.code[group])


def test_reset_gives_back_the_code_and_a_swapped_shape_starts_unmoved(document: Document):
    axes = directions()
    first, second = items(document)
    moved = move(document, second, 0, -2, axes, drag=1).apply(document)
    assert reset_shape(moved.current).apply(moved).code is second.result.code
    swapped = swap(moved.current, "shape", first).apply(moved)
    assert np.array_equal(swapped.code["shape"], first.result.code["shape"])


def test_a_random_shape_follows_the_directions(document: Document):
    axes, rng = directions(), np.random.default_rng(0)
    drawn = []
    for _ in range(400):
        edit = random_shape(document, document.current, axes, rng)
        drawn.append(axes.coordinates(edit.apply(document).code["shape"]))
    assert np.allclose(np.mean(drawn, axis=0), 0, atol=0.2)
    assert np.allclose(np.std(drawn, axis=0), 1, atol=0.15)


def test_what_is_locked_stays_when_all_else_is_drawn(document: Document):
    axes, rng = directions(), np.random.default_rng(0)
    for axis in (4, 1):
        document = lock(document.current, axis).apply(document)
    document = move(document, document.current, 1, 2.5, axes, drag=1).apply(document)
    before = axes.coordinates(document.code.shape)
    edit = random_shape(document, document.current, axes, rng)
    after = axes.coordinates(edit.apply(document).code.shape)
    assert document.current.locked == (1, 4)
    assert after[[1, 4]] == pytest.approx(before[[1, 4]], abs=1e-4)
    assert not np.isclose(after[[0, 2, 3, 5]], before[[0, 2, 3, 5]], atol=1e-3).any()


def test_hold_keeps_locked_axes_and_takes_the_rest():
    axes, rng = directions(), np.random.default_rng(1)
    kept, wanted = rng.normal(size=(2, SIZE)).astype(np.float32)
    held = axes.coordinates(hold(kept, wanted, axes, (0, 3, 999)))
    assert held[[0, 3]] == pytest.approx(axes.coordinates(kept)[[0, 3]], abs=1e-4)
    assert held[[1, 2, 4, 5]] == pytest.approx(axes.coordinates(wanted)[[1, 2, 4, 5]], abs=1e-4)
    assert hold(kept, wanted, axes, ()) == pytest.approx(wanted)


def test_a_lock_is_a_named_step_and_goes_with_the_method(document: Document):
    edit = lock(document.current, 2)
    locked = edit.apply(document)
    assert edit.name == "Lock shape 3" and locked.current.locked == (2,)
    again = lock(locked.current, 2)
    assert again.name == "Unlock shape 3" and again.apply(locked).current.locked == ()
    same = keep_result(locked.current, result(5)).apply(locked)
    assert same.current.locked == (2,)
    other = Reconstruction("vae", LatentCode({"shape": np.zeros(100)}, "vae"), result(5).shape, ())
    assert keep_result(locked.current, other).apply(locked).current.locked == ()


def test_a_shape_taken_from_one_that_got_another_method_loses_its_offset(document: Document):
    document = add(view("c.png")).apply(document)
    first = document.items[0]
    for group in GROUPS:
        document = swap(document.current, group, first).apply(document)
    document = move(document, document.current, 0, 1.0, directions(), drag=1).apply(document)
    code = LatentCode({"shape": np.ones(100)}, "vae")
    other = keep_result(first, Reconstruction("vae", code, result(5).shape, ()))
    assert np.array_equal(other.apply(document).code.shape, np.ones(100))


def test_removing_a_source_gives_its_users_their_own_code_back(document: Document):
    first, second = items(document)
    document = swap(second, "pose", first).apply(document)
    edit = remove(first)
    after = edit.apply(document)
    assert edit.name == "Remove a.png"
    assert after.current.mix == Mix(second.id, second.id, second.id)
    assert np.array_equal(after.code["pose"], second.result.code["pose"])
    assert remove(after.current).apply(after).current is None


def test_numbers_of_images_are_not_used_twice(document: Document):
    after = add(view("c.png")).apply(remove(document.current).apply(document))
    assert after.current.id not in {item.id for item in document.items}


def test_looking_at_another_image_changes_nothing_else(document: Document):
    first, second = items(document)
    other = select(document, first.id)
    assert other.current is first and other.items is document.items
    assert select(document, second.id) is document
