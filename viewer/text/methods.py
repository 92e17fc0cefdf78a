"""Methods in words: what people need to know to choose one, and the edit that chooses it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from core.errors import UserError
from core.methods import METHODS, MethodCard
from core.types import Directions, kind_of
from core.utils.weights import has_weights, read_card
from viewer.document.item_edits import Document, Edit
from viewer.i18n.translate import mark, tr

# Columns of the tables of `evaluate`, how they are called here, and how their numbers are written.
NUMBERS = (
    ("linear SVM, %", mark("Kinds told apart by code"), "{:.1f} %"),
    ("retrieval mAP", mark("Like found among like (mAP)"), "{:.2f}"),
    ("IoU 32³ rebuilt", mark("A shape from its own code (IoU)"), "{:.2f}"),
    ("near codes", mark("Near codes, alike shapes"), "{:.2f}"),
    ("one piece", mark("In one piece on the way"), "{:.0%}"),
    ("IoU 32³", mark("A shape from a photograph (IoU)"), "{:.2f}"),
)
GROUPS = {
    "global": mark("Global"),
    "shape": mark("Shape"),
    "pose": mark("Pose"),
    "lighting": mark("Lighting"),
}
PUBLISHED = {"linear SVM, %": "published, %"}  # where the papers' own numbers stand
ROWS = ("{key}", "{key}, mask given")  # where the tables have a method's own numbers
AXES = (
    mark("width"),
    mark("height"),
    mark("depth"),
    mark("bulk"),
    mark("open below"),
    mark("tall back"),
    mark("raised sides"),
)  # the names of `core.training.attributes.MEASURES`


@dataclass(frozen=True)
class Facts:
    """What the card of a method's weights tells; ``numbers`` are names with their values."""

    data: str = ""
    trained: str = ""
    numbers: tuple[tuple[str, str], ...] = ()


def choose_method(key: str) -> Edit:
    """Use another method from now on; shapes that are there keep theirs."""

    def apply(document: Document) -> Document:
        return document if document.method == key else replace(document, method=key)

    return Edit(tr("Choose {method}", method=METHODS[key].short), apply)


def why_not(key: str) -> str:
    """Why a method cannot be used, or nothing."""
    if METHODS[key].cameras or has_weights(key):
        return ""
    return tr("Its weights are not there. Train it: python main.py train {key}", key=key)


def needs_several(chosen: MethodCard, instead: MethodCard) -> str:
    """Why a method that measures is not used for the one photograph of an object."""
    return tr(
        "{chosen} measures several photographs of one object. This is one photograph, so {instead} "
        "makes its shape.",
        chosen=chosen.short,
        instead=instead.short,
    )


def facts(key: str) -> Facts:
    """What is written in the card beside the weights; nothing where there is none."""
    try:
        card = read_card(key)
    except UserError:
        return Facts()
    trained_on = card.get("trained_on", {})
    hours = float(card.get("hours", 0))
    trained = tr("{hours:.1f} hours on {device}", hours=hours, device=card.get("device", "cpu"))
    if isinstance(trained_on, str):  # in words, where shapes are made while it learns
        return Facts(trained_on, trained, tuple(_numbers(key, card)))
    shapes = trained_on.get("shapes", {})
    sources = ", ".join(shapes) if len(shapes) < 3 else tr("{count} sources", count=len(shapes))
    data = tr("{count:,} shapes ({sources})", count=sum(shapes.values()), sources=sources)
    if "views" in trained_on:
        data += tr(", {count:,} pictures", count=trained_on["views"])
    return Facts(data, trained, tuple(_numbers(key, card)))


@cache
def is_checked(key: str) -> bool:
    """Whether what a method expects to have right was compared with shapes that are known."""
    if METHODS[key].cameras:
        return True
    try:
        card = read_card(key)
    except UserError:
        return False
    return bool(card.get("trust") or card.get("calibration"))


def _numbers(key: str, card: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    tables = card.get("evaluation", {}).get("tables", {})
    names = [form.format(key=key) for form in ROWS]
    own = [row for rows in tables.values() for row in rows if row.get("") in names]
    for column, words, form in NUMBERS:
        values = [row[column] for row in own if isinstance(row.get(column), int | float)]
        if not values:
            continue
        value = form.format(values[0])
        papers = PUBLISHED.get(column)
        published = next((row[papers] for row in own if row.get(papers) is not None), None)
        if published is not None:
            value = tr("{value} (published {other})", value=value, other=form.format(published))
        yield tr(words), value


def code_words(key: str) -> str:
    """What a code of a method holds; the detail of a photograph is no code, but rides along."""
    latent = METHODS[key].latent
    groups = {name: size for name, size in latent.items() if kind_of(name) != "detail"}
    if not groups:
        return ""  # what is measured is its own code
    words = tr("{count} numbers", count=sum(groups.values()))
    if len(groups) > 1:
        named = ", ".join(f"{group_name(name)}: {size}" for name, size in groups.items())
        words = f"{words} ({named})"
    if len(groups) < len(latent):
        words = tr("{code}; the photograph's detail rides along", code=words)
    return words


def group_name(group: str) -> str:
    """A group of a code as a heading."""
    if group.startswith("local_"):
        return tr("Local {number}", number=group.removeprefix("local_"))
    return tr(GROUPS.get(group, "Shape"))


def axis_name(directions: Directions, axis: int) -> str:
    """What an axis is called where it stands among those of its group: a meaning or a number."""
    if axis < len(directions.names) and directions.names[axis]:
        return tr(directions.names[axis])
    if not directions.groups:
        return str(axis + 1)
    return str(axis - directions.groups.index(directions.groups[axis]) + 1)


def full_axis_name(directions: Directions, axis: int) -> str:
    """The same where its group is not seen."""
    name = axis_name(directions, axis)
    several = len(set(directions.groups)) > 1
    return f"{group_name(directions.groups[axis])} {name}" if several else name
