"""Methods that take one picture, on photographs of things whose shape nobody knows.

What can be asked of them: whether the outline is that of the mask, and whether the shape, wearing
the photograph, still looks like it to a network: from where it was taken, and from beside.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core import pipeline
from core.errors import UserError
from core.evaluation.drawing import draw, drawable
from core.evaluation.image_features import SIZE, ImageFeatures, Reals
from core.evaluation.input_view import outline_iou
from core.evaluation.report import Row, Table
from core.evaluation.sheet import SheetRow
from core.evaluation.single_view import Found, found_in, wearing_photograph
from core.images.crop import GREY, square_crop
from core.types import Bytes, Progress, View

if TYPE_CHECKING:
    from core.methods.base import Method

BESIDE = 30  # degrees
Shapes = Mapping[str, Sequence[Found | None]]


def made_of_photographs(
    methods: Mapping[str, Method], photographs: Sequence[Path]
) -> Generator[Progress, None, tuple[list[View], dict[str, list[Found | None]]]]:
    """Photographs with their masks, and what methods make of them; None where they make nothing."""
    views: list[View] = []
    found: dict[str, list[Found | None]] = {key: [] for key in methods}
    for done, path in enumerate(photographs):
        yield Progress("Reconstructing", done / len(photographs), path.name)
        (view,) = pipeline.load_views([path])
        views.append(view)
        for key, method in methods.items():
            try:
                found[key].append(found_in(method, view))
            except UserError:
                found[key].append(None)
    return views, found


def likeness_tables(views: Sequence[View], found: Shapes) -> Generator[Progress, None, list[Table]]:
    """Outlines and likeness of methods' shapes, all together and one by one."""
    features = ImageFeatures()
    rows: list[Row] = []
    single: list[dict[str, str | float | None]] = [{"": view.name} for view in views]
    for key, shapes in found.items():
        yield Progress("Comparing with the photographs", 0.9, key)
        kept = [place for place, made in enumerate(shapes) if made is not None]
        made_here = [made for made in shapes if made is not None]
        outlines = np.array([_outline(made) for made in made_here])
        asked = features.of([_masked(made) for made in made_here])
        front, beside = (
            features.of([_drawn(made, turn) for made in made_here]) for turn in (0, BESIDE)
        )
        exact = np.array([views[place].mask_source == "alpha" for place in kept], bool)
        near, aside = asked @ front.T, asked @ beside.T
        rows.append({
            "": key,
            "photographs": len(views),
            "no shape": len(views) - len(kept),
            "outline IoU": _mean(outlines),
            f"with exact masks ({int(exact.sum())})": _mean(outlines[exact]),
            "like it 0°": _mean(near.diagonal()),
            f"like it {BESIDE}°": _mean(aside.diagonal()),
            "another's 0°": _mean(near[~np.eye(len(near), dtype=bool)]),
            f"own found first {BESIDE}°": _mean(aside.argmax(1) == np.arange(len(aside))),
            "closed": _mean([made.shape.closed for made in made_here]),
            "seconds": float(np.median([made.seconds for made in made_here] or [np.nan])),
        })  # fmt: skip
        for place, outline, alike in zip(kept, outlines, aside.diagonal(), strict=True):
            single[place] |= {f"{key}: outline IoU": float(outline),
                              f"{key}: like it {BESIDE}°": float(alike)}  # fmt: skip
    note = (
        "Outline IoU: the shape's silhouette through the camera that the method found, with the "
        "mask; exact masks are those that came as alpha. Like it: cosine between features "
        f"({features.source}) of the photograph's masked crop and of the shape wearing the "
        f"photograph, from its camera and {BESIDE}° beside; another's is the same for the shapes "
        "of other photographs, and found first the share of photographs to which no other's shape "
        "is more alike. Seconds are the median from mask to mesh."
    )
    return [
        Table("Photographs", rows, note),
        Table("Photographs, one by one", single),
    ]


def photograph_rows(views: Sequence[View], found: Shapes) -> list[SheetRow]:
    """Photographs and what was made of them, to be drawn on a sheet."""
    return [
        SheetRow(
            view,
            {key: made and wearing_photograph(made) for key, made in zip(found, each, strict=True)},
        )
        for view, *each in zip(views, *found.values(), strict=True)
    ]


def _outline(made: Found) -> float:
    mask = made.result.views[0].mask
    assert mask is not None
    return outline_iou(made.shape, mask)


def _masked(made: Found) -> Bytes:
    crop = square_crop(made.result.views[0], SIZE)
    return np.rint(crop.image * 255).astype(np.uint8)


def _drawn(made: Found, turn: int) -> Bytes:
    shape = drawable(wearing_photograph(made))
    assert shape is not None  # there is no Found without a surface
    return draw(shape, turn, SIZE, GREY / 255)


def _mean(values: Sequence[float] | Reals) -> float:
    return float(np.mean(values)) if len(values) else float("nan")
