"""Methods that take one picture, measured in its own view (`core.evaluation.input_view`).

The truth is that of a pack. Pictures are drawn from the views that a pack holds, with a light and a
ground of their own, which do not change when the pictures of training do, off the middle of a
larger photograph, and with their exact masks.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import torch

from core import pipeline
from core.data.test_views import source_name
from core.errors import UserError
from core.evaluation.input_view import (
    TURNS,
    InView,
    ViewScores,
    canonical_grid,
    compare,
    in_view,
    mesh_of,
    outline_iou,
)
from core.evaluation.report import Report, Row, Table
from core.evaluation.sheet import SheetRow
from core.geometry.expected_iou import expected_iou
from core.geometry.isosurface import isosurface
from core.geometry.texture import textured
from core.images.crop import window_of
from core.metrics import EMPTY_DISTANCE, iou, pooled
from core.rendering.shading import light_direction, shade, to_linear, to_srgb
from core.rendering.silhouette import camera_by_crop
from core.rendering.splat import unpack
from core.types import Floats, PointCloud, Pose, Progress, Reconstruction, View, VoxelGrid
from core.utils.progress import finished

if TYPE_CHECKING:
    from core.data.dataset import Pack
    from core.methods.base import Method

Indices = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

WIDTH, HEIGHT = 192, 160  # of a photograph, around a crop of the size that views of packs have
FEWEST = 5  # shapes of a kind that get a row of their own
CANONICAL = 32  # voxels a side, as in the tables of canonical shapes


# ---- pictures


@dataclass(frozen=True, eq=False)
class Known:
    """A photograph of a shape of a pack, the shape as its camera saw it, and its solid."""

    view: View
    truth: InView
    solid: Bools


def known_picture(pack: Pack, shape: int, seed: int = 7) -> Known:
    """The first view of a shape, lit, on a ground, with its exact mask."""
    index = int(np.searchsorted(pack.owners, shape))
    rng = np.random.default_rng([seed, shape])
    lit, cover = _lit(pack.views[index], rng)
    image, mask = _ground(rng), np.zeros((HEIGHT, WIDTH), np.float32)
    size = len(cover)
    top, left = (int(rng.integers(0, room - size + 1)) for room in (HEIGHT, WIDTH))
    here = slice(top, top + size), slice(left, left + size)
    image[here] += cover[..., None] * (lit - image[here])
    mask[here] = cover
    view = View((image * 255).round().astype(np.uint8), mask, None, pack.rows[shape].id, "file")
    solid = pack.occupancy([shape])[0]
    grid = VoxelGrid.canonical(solid)
    pose = Pose(*(float(value) for value in pack.poses[index]))
    camera = camera_by_crop(isosurface(grid).vertices, pose, (left, top, size), mask.shape)
    return Known(view, in_view(grid, camera, window_of(view)), solid)


def _lit(packed: npt.NDArray[np.uint8], rng: np.random.Generator) -> tuple[Floats, Floats]:
    """A packed view (S, S, 8) in the light of a lamp: sRGB (S, S, 3), and its mask (S, S)."""
    seen = unpack(torch.from_numpy(np.array(packed))[None])
    azimuth, elevation, ambient = (
        torch.tensor([rng.uniform(low, high)], dtype=torch.float32)
        for low, high in ((-70, 70), (0, 70), (0.3, 0.7))
    )
    light = shade(seen.normal, light_direction(azimuth, elevation), ambient)
    colour: Floats = to_srgb(to_linear(seen.albedo) * light)[0].permute(1, 2, 0).numpy()
    cover: Floats = seen.mask[0].numpy()
    return colour, cover


def _ground(rng: np.random.Generator) -> Floats:
    """A wall that darkens evenly (HEIGHT, WIDTH, 3), sRGB in [0, 1]."""
    colour = np.clip(rng.uniform(0.2, 0.95) + rng.normal(0, 0.06, 3), 0.05, 1)
    fall = np.linspace(1, rng.uniform(0.7, 1), HEIGHT)[:, None, None]
    return np.broadcast_to(fall * colour, (HEIGHT, WIDTH, 3)).astype(np.float32)


# ---- what methods make of them


@dataclass(frozen=True, eq=False)
class Found:
    """What a method made of a photograph, as the photograph's crop shows it, and in how long."""

    result: Reconstruction
    shape: InView
    seconds: float


def found_in(method: Method, view: View) -> Found:
    """A method's shape in the view of a photograph.

    Raises UserError where no object is found, no shape, or not where the shape is.
    """
    started = time.perf_counter()
    result = finished(pipeline.reconstruct([view], method))
    mesh = mesh_of(result)
    seconds = time.perf_counter() - started
    if isinstance(result.shape, PointCloud) or result.camera is None:
        raise UserError(f"Nothing was found in {view.name}. Use another picture or another method.")
    crop = window_of(result.views[0])
    return Found(result, in_view(result.shape, result.camera, crop, mesh), seconds)


def wearing_photograph(made: Found) -> InView:
    """The shape with the photograph on it, unless it has colours of its own."""
    mesh, camera = mesh_of(made.result), made.result.camera
    assert camera is not None and not isinstance(made.result.shape, PointCloud)
    view = made.result.views[0]
    if mesh.texture is None and mesh.vertex_colors is None:
        mesh = textured(mesh, view, camera)
    return in_view(made.result.shape, camera, window_of(view), mesh)


def known_rows(
    methods: Mapping[str, Method], pack: Pack, shapes: Indices, seed: int
) -> list[SheetRow]:
    """Pictures of shapes of a pack, what methods make of them, and the truth, for a sheet."""
    rows = []
    for shape in shapes:
        known = known_picture(pack, int(shape), seed)
        made: dict[str, InView | None] = {}
        for key, method in methods.items():
            try:
                made[key] = wearing_photograph(found_in(method, known.view))
            except UserError:
                made[key] = None
        rows.append(SheetRow(known.view, {**made, "truth": known.truth}))
    return rows


@dataclass(frozen=True)
class _Measured:
    """One picture's numbers."""

    view: ViewScores
    canonical: float
    seconds: float
    expected: float


EXPECTED = "expected IoU"
NOTHING = _Measured(
    ViewScores(0.0, EMPTY_DISTANCE, 0.0, len(TURNS) * (0.0,), False), 0.0, float("nan"), 0.0
)


def trust_of(report: Report, key: str) -> Row:
    """What a method's shapes expect of themselves and what they reach, for its card."""
    row = next(row for row in report.tables[0].rows if row[""] == key)
    return {"expected": row[EXPECTED], "found": row["IoU"], "pictures": report.images}


def input_view_tables(
    methods: Mapping[str, Method], pack: Pack, shapes: Indices, seed: int
) -> Generator[Progress, None, list[Table]]:
    """Methods in the view of one picture of each shape: all together, by source and by kind."""
    found: dict[str, list[_Measured]] = {key: [] for key in methods}
    limit: list[float] = []
    for done, shape in enumerate(shapes):
        if done % 10 == 0:
            share = done / len(shapes)
            yield Progress("Measuring in the input view", share, f"{done} of {len(shapes)}")
        known = known_picture(pack, int(shape), seed)
        for key, method in methods.items():
            try:
                found[key].append(_measured(found_in(method, known.view), known))
            except UserError:
                found[key].append(NOTHING)
        assert known.view.mask is not None
        limit.append(outline_iou(known.truth, known.view.mask))
    kinds = [(_source(pack, shape), pack.rows[shape].group or "other") for shape in shapes]
    sources = [source for source, _ in kinds]
    names = [f"{source}: {kind}" for source, kind in kinds]
    tables = [
        _all_together(found, limit),
        _apart("Input view, by source", found, sources, 1, SOURCES_NOTE),
        _apart("Input view, by kind", found, names, FEWEST, KINDS_NOTE),
    ]
    return [table for table in tables if table.rows]


def _measured(made: Found, known: Known) -> _Measured:
    assert known.view.mask is not None and not isinstance(made.result.shape, PointCloud)
    grids = (canonical_grid(made.result.shape), known.solid)
    mine, wanted = (pooled(grid.astype(np.float32), CANONICAL) for grid in grids)
    return _Measured(
        compare(made.shape, known.truth, known.view.mask),
        iou(mine, wanted),
        made.seconds,
        expected_iou(made.result.shape) if isinstance(made.result.shape, VoxelGrid) else 0.0,
    )


def _source(pack: Pack, shape: int) -> str:
    return source_name(pack.rows[shape].source)


def _all_together(found: Mapping[str, Sequence[_Measured]], limit: Sequence[float]) -> Table:
    rows: list[Row] = []
    for key, numbers in found.items():
        views = [each.view for each in numbers]
        turned = np.mean([view.silhouettes for view in views], axis=0)
        rows.append({
            "": key,
            "IoU": _mean([view.iou for view in views]),
            "Chamfer-L1": _mean([view.chamfer_l1 for view in views]),
            "F-score 2 %": _mean([view.f_score for view in views]),
            **{f"{turn}°": float(value) for turn, value in zip(TURNS, turned, strict=True)},
            "closed": _mean([view.closed for view in views]),
            "seconds": float(np.nanmedian([each.seconds for each in numbers])),
            "canonical IoU 32³": _mean([each.canonical for each in numbers]),
            EXPECTED: _mean([each.expected for each in numbers]),
        })  # fmt: skip
    spread = max(np.std([n.view.iou for n in each]) / len(each) ** 0.5 for each in found.values())
    note = f"{INPUT_NOTE} The standard error of IoU is {spread:.3f}."
    rows.append({"": "true grid 64³", f"{TURNS[0]}°": _mean(limit)})
    return Table("One picture, in its own view", rows, note)


def _apart(
    title: str,
    found: Mapping[str, Sequence[_Measured]],
    groups: Sequence[str],
    fewest: int,
    note: str,
) -> Table:
    rows: list[Row] = []
    for group in sorted(set(groups)):
        here = [place for place, name in enumerate(groups) if name == group]
        if len(here) < fewest:
            continue
        row: dict[str, str | float] = {"": f"{group} ({len(here)})"}
        for key, numbers in found.items():
            views = [numbers[place].view for place in here]
            row[f"{key}: IoU"] = _mean([view.iou for view in views])
            row[f"{key}: F-score"] = _mean([view.f_score for view in views])
            row[f"{key}: 0°"] = _mean([view.silhouettes[0] for view in views])
            row[f"{key}: 90°"] = _mean([view.silhouettes[TURNS.index(90)] for view in views])
        rows.append(row)
    return Table(title, rows, note)


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values))


INPUT_NOTE = (
    "Shapes stand as the camera of the picture sees them, in sides of the crop; the middles of "
    "their boxes are laid onto each other along the line of sight and nowhere else. IoU of solids "
    "in voxels of 1/64 of the true box; Chamfer-L1 and F-score of the surfaces. Silhouettes: with "
    "the mask of the picture at 0°, then of both shapes turned about the upright axis. Closed is a "
    "share, seconds the median to the mesh. Canonical: the same shape in the object frame. "
    "Expected: the IoU that shapes expect of themselves, by their own probabilities."
)
SOURCES_NOTE = "In brackets how many. F-score at 2 %; silhouettes at 0° and 90°."
KINDS_NOTE = f"Kinds with {FEWEST} shapes and more."
