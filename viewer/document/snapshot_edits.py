"""Snapshots: codes kept in the document. Each edit of them is one undo step."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from viewer.document.item_edits import (
    Document,
    Edit,
    Item,
    Snapshot,
    compose,
    is_moved,
    started_from,
)
from viewer.i18n.translate import tr


def take_snapshot(document: Document, item: Item) -> Edit:
    """Keep the code that an item shows."""
    code = compose(document, item)
    if code is None:
        raise ValueError(f"{item.name} has no code to keep")
    name = _free_name(document, Path(item.name).stem)
    made = how_made(document, item)

    def apply(document: Document) -> Document:
        snapshot = Snapshot(document.next_id, name, code, item.name, made)
        snapshots = (*document.snapshots, snapshot)
        return replace(document, snapshots=snapshots, next_id=document.next_id + 1)

    return Edit(tr("Take snapshot {name}", name=name), apply)


def rename_snapshot(snapshot: Snapshot, name: str) -> Edit:
    """Give a snapshot another name."""
    fresh = replace(snapshot, name=name)

    def apply(document: Document) -> Document:
        if name == snapshot.name:
            return document
        kept = tuple(fresh if one.id == fresh.id else one for one in document.snapshots)
        return replace(document, snapshots=kept)

    return Edit(tr("Rename snapshot {name}", name=snapshot.name), apply)


def remove_snapshot(snapshot: Snapshot) -> Edit:
    """Take a snapshot away."""

    def apply(document: Document) -> Document:
        kept = tuple(one for one in document.snapshots if one.id != snapshot.id)
        return replace(document, snapshots=kept)

    return Edit(tr("Remove snapshot {name}", name=snapshot.name), apply)


def restore_snapshot(item: Item, snapshot: Snapshot) -> Edit:
    """Let an item show the code of a snapshot; swaps and sliders start from there."""
    fresh = replace(started_from(item, snapshot.code), restored=snapshot.code)

    def apply(document: Document) -> Document:
        items = tuple(fresh if one.id == item.id else one for one in document.items)
        return replace(document, items=items)

    return Edit(tr("Restore {name}", name=snapshot.name), apply)


def how_made(document: Document, item: Item) -> str:
    """In words, what made the code that an item shows."""
    said = [tr("restored from a snapshot")] if item.restored is not None else []
    borrowed = {
        "shape": lambda name: tr("shape of {name}", name=name),
        "pose": lambda name: tr("pose of {name}", name=name),
        "lighting": lambda name: tr("light of {name}", name=name),
    }
    for group, words in borrowed.items():
        source = document.find(getattr(item.mix, group))
        if source is not None and source.id != item.id:
            said.append(words(source.name))
    if is_moved(item):
        said.append(tr("shape moved by hand"))
    return ", ".join(said) or tr("as reconstructed")


def _free_name(document: Document, stem: str) -> str:
    taken = {snapshot.name for snapshot in document.snapshots}
    number = 1
    while f"{stem} {number}" in taken:
        number += 1
    return f"{stem} {number}"
