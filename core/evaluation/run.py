"""Measuring methods on the held-out shapes of a pack, beside what needs no reconstruction.

Every method sees the same pictures: one view of each held-out shape, lit and set before a
background as in training but from another seed, once with the mask given and once with the
background left in and no mask. Grids are cut at 0.5, as the program does; blurred baselines where
they fit their own training shapes best.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from core.data.test_views import Pictures, draw, source_name
from core.errors import UserError
from core.evaluation import baselines
from core.evaluation.codes import code_tables
from core.evaluation.report import Report, Row, Table
from core.evaluation.shapes import shape_tables
from core.evaluation.version import version
from core.geometry.isosurface import isosurface
from core.geometry.points import sample_points
from core.methods import METHODS
from core.methods.base import is_disentangled
from core.metrics import average_precision, best_threshold, iou, pooled, surface_scores
from core.types import Floats, LatentCode, PointCloud, Progress, VoxelGrid
from core.utils.device import choose

if TYPE_CHECKING:
    from core.data.dataset import Pack
    from core.methods.base import Method

SURFACE_POINTS = 4000
CLUSTERS = 64
LEVEL = 0.5  # where the program cuts grids
LOOSE = ("modelnet10", "procedural")
FEWEST = 4
Bools = npt.NDArray[np.bool_]
Shapes = Callable[[int], Floats]  # the i-th test shape as somebody reconstructs it


def evaluate(
    keys: Sequence[str],
    data: str | Path,
    device: str = "auto",
    limit: int | None = None,
    seed: int = 7,
    several: bool = False,
    reference: Path | None = None,
    in_view: bool = False,
    sheet: Path | None = None,
) -> Generator[Progress, None, Report]:
    """Measure methods on a pack's test split, or on all shapes of a folder or library of meshes.

    In a folder of photographs nobody knows the truth: there it is measured how far shapes fit them.

    ``limit`` takes at most so many shapes; ``several`` measures what more views of a shape bring,
    and nothing else, ``in_view`` how one picture fares in its own view, and nothing else;
    ``reference`` is a folder of the same photographs with their cameras; ``sheet`` a file for
    pictures of what was made of the photographs.
    Raises UserError for unknown methods and unusable data.
    """
    from core.data.dataset import build, is_pack, open_pack
    from core.evaluation.photographs import images_in
    from core.evaluation.single_view import input_view_tables
    from core.pipeline import load_method

    if any(METHODS[key].cameras for key in keys):
        from core.evaluation.photographs import photograph_report

        if sheet is not None:
            raise UserError("--sheet is for methods that take one photograph. Leave it out.")
        if not all(METHODS[key].cameras for key in keys):
            raise UserError(
                "Methods that measure and methods that learned need different data. "
                "Evaluate them one after the other."
            )
        if reference is not None:
            from core.evaluation.camera_accuracy import placed_report

            return (yield from placed_report(keys, data, reference, device))
        return (yield from photograph_report(keys, data, device, limit))
    if reference is not None:
        raise UserError("--reference is for methods that measure, such as surface. Leave it out.")
    methods = {key: load_method(key, device) for key in keys}
    photographs = [] if is_pack(data) or several else images_in(Path(data))[:limit]
    if photographs:
        return (yield from _photographs(methods, photographs, device, sheet))
    with tempfile.TemporaryDirectory() as scratch:
        ready = is_pack(data)
        folder = Path(data)
        if not ready:
            folder = yield from build([data], Path(scratch) / "pack", views=1)
        pack = open_pack(folder)
        shapes = _spread(pack.shapes("test") if ready else pack.shapes(*_SPLITS), limit)
        if len(shapes) < FEWEST:
            raise UserError(
                f"{data} holds {len(shapes)} test shapes, and {FEWEST} are the least that say "
                "anything. Build a larger data set."
            )
        about = {"seed": str(seed), "device": choose(device).type, "version": version()}
        split = "test split" if ready else "all shapes"
        name = folder.name if ready else Path(data).name
        if several:
            from core.evaluation.multi_view import MOST, several_tables

            tables = yield from several_tables(methods, pack, shapes, seed)
            return Report(name, split, len(shapes), MOST * len(shapes), tables, about=about)
        if sheet is not None:
            yield from _draw(methods, pack, shapes, seed, sheet)
        if in_view:
            tables = yield from input_view_tables(methods, pack, shapes, seed)
            return Report(name, split, len(shapes), len(shapes), tables, about=about)
        if pack.resolution < 64:  # too coarse to judge surfaces by: data on codes of shapes
            tables = yield from shape_tables(methods, pack, shapes, seed)
            return Report(name, split, len(shapes), len(shapes), tables, about=about)
        yield Progress("Drawing test pictures", 0.02, f"{len(shapes)} shapes")
        masked, plain = (draw(pack, shapes, masks, seed) for masks in (1.0, 0.0))
        rows: list[_Scored] = []
        tables = []
        for key, method in methods.items():
            for shown, given in (("mask given", masked), ("background left in", plain)):
                label = f"{key}, {shown}"
                codes = yield from _encode(method, given, given is masked, label)
                rows.append(_Scored(label, _decoded(method, codes), LEVEL))
                if given is masked:
                    found = codes
            if is_disentangled(method):
                tables += yield from code_tables(key, method, pack, masked, found, LEVEL)
        if ready and len(pack.shapes("train")):
            rows += yield from _baseline_rows(pack, shapes, found, methods[keys[-1]])
        score = _score(pack, shapes, rows)
        own = yield from input_view_tables(methods, pack, shapes, seed)
        tables = [*(yield from score), *own, *tables]
        return Report(name, split, len(shapes), len(shapes), tables, about=about)


def _photographs(
    methods: Mapping[str, Method], photographs: Sequence[Path], device: str, sheet: Path | None
) -> Generator[Progress, None, Report]:
    """Methods on photographs of things whose shape nobody knows."""
    from core.evaluation.real_photos import likeness_tables, made_of_photographs, photograph_rows
    from core.evaluation.sheet import write_sheets

    views, found = yield from made_of_photographs(methods, photographs)
    if sheet is not None:
        yield Progress("Drawing", 0.8, sheet.name)
        write_sheets(photograph_rows(views, found), sheet)
    tables = yield from likeness_tables(views, found)
    about = {"device": choose(device).type, "version": version()}
    name = photographs[0].parent.name
    return Report(name, "all photographs", len(views), len(views), tables, about=about)


def _draw(
    methods: Mapping[str, Method], pack: Pack, shapes: npt.NDArray[np.int64], seed: int, sheet: Path
) -> Generator[Progress, None, None]:
    """What methods make of some pictures whose truth is known, beside it."""
    from core.evaluation.sheet import ROWS, write_sheets
    from core.evaluation.single_view import known_rows

    yield Progress("Drawing", 0.0, sheet.name)
    write_sheets(known_rows(methods, pack, _spread(shapes, 2 * ROWS), seed), sheet)


_SPLITS = ("train", "validation", "test")


@dataclass(frozen=True, eq=False)
class _Scored:
    """A row of the table: a name, a way to give the i-th shape's occupancy, its threshold."""

    name: str
    shape: Shapes
    threshold: float


def _decoded(method: Method, codes: Sequence[LatentCode]) -> Shapes:
    def shape(index: int) -> Floats:
        found = method.decode(codes[index], 64)
        assert isinstance(found, VoxelGrid)
        return found.occupancy

    return shape


def _chosen(shapes: Sequence[Floats], choice: npt.NDArray[np.int64]) -> Shapes:
    return lambda index: shapes[int(choice[index])]


def _known(pack: Pack, choice: npt.NDArray[np.int64]) -> Shapes:
    return lambda index: pack.occupancy([choice[index]])[0].astype(np.float32)


def _spread(indices: npt.NDArray[np.int64], limit: int | None) -> npt.NDArray[np.int64]:
    """At most ``limit`` of some indices, evenly spread."""
    if limit is None or limit >= len(indices):
        return indices
    return indices[np.linspace(0, len(indices) - 1, limit).astype(np.int64)]


def _encode(
    method: Method, given: Pictures, masked: bool, label: str
) -> Generator[Progress, None, list[LatentCode]]:
    codes = []
    for index in range(len(given.shapes)):
        if index % 50 == 0:
            yield Progress("Encoding", 0.2, f"{label}: {index} of {len(given.shapes)}")
        codes.append(method.encode([given.view(index, masked)]))
    return codes


def _baseline_rows(
    pack: Pack, shapes: npt.NDArray[np.int64], codes: Sequence[LatentCode], method: Method
) -> Generator[Progress, None, list[_Scored]]:
    """Mean shape, clusters, retrieval by the method's own codes, and the oracle."""
    yield Progress("Baselines", 0.5, "mean shape and clusters")
    gallery = pack.shapes("train")
    packed = np.ascontiguousarray(pack.grids[gallery])
    small = baselines.coarse(packed)
    clusters = baselines.cluster(packed, CLUSTERS)
    yield Progress("Baselines", 0.6, "retrieval")
    gallery_codes = np.stack(
        [method.encode_shape(VoxelGrid.canonical(pack.occupancy([i])[0])).shape for i in gallery]
    )
    asked = np.stack([code.shape for code in codes])
    classifier = baselines.fit_classifier(gallery_codes, clusters.labels)
    nearest = gallery[baselines.nearest(asked, gallery_codes)]
    yield Progress("Baselines", 0.7, "oracle")
    best, _ = baselines.oracle_nearest(baselines.coarse(pack.grids[shapes]), small)
    mean = baselines.mean_shape(packed)
    # Blurred shapes have their own best thresholds, found on the training shapes they blur.
    some = np.arange(0, len(gallery), max(1, len(gallery) // 300))
    truths = pack.occupancy(gallery[some])
    mean_level = best_threshold((mean, truth) for truth in truths)[0]
    cluster_level = best_threshold(
        (clusters.shapes[clusters.labels[i]], truth) for i, truth in zip(some, truths, strict=True)
    )[0]
    return [
        _Scored("mean shape", _chosen([mean], np.zeros(len(shapes), np.int64)), mean_level),
        _Scored(
            f"{CLUSTERS} clusters, classifier",
            _chosen(list(clusters.shapes), classifier.predict(asked)),
            cluster_level,
        ),
        _Scored("retrieval, mask given", _known(pack, nearest), LEVEL),
        _Scored("oracle nearest neighbour", _known(pack, gallery[best]), LEVEL),
    ]


def _score(
    pack: Pack, shapes: npt.NDArray[np.int64], rows: Sequence[_Scored]
) -> Generator[Progress, None, list[Table]]:
    """The main table, and IoU by source."""
    table: list[Row] = []
    by_source: list[Row] = []
    kinds = np.array([source_name(pack.rows[i].source) for i in shapes])
    # Nameless grids and generated shapes have no families to hold out: their test shapes are new,
    # but of kinds that were trained on. They do not count in the main table.
    strict = ~np.isin(kinds, LOOSE)
    if not strict.any():
        strict[:] = True
    for row in rows:
        yield Progress("Scoring", 0.8, row.name)
        scores = np.array(
            [_one(row, i, pack.occupancy([s])[0], bool(strict[i])) for i, s in enumerate(shapes)]
        )
        names = ("IoU 32³", "IoU 64³", "AP", "F-score 1 %", "Chamfer-L1", "normals")
        means = np.nanmean(scores[strict], axis=0)
        table.append({"": row.name, **dict(zip(names, map(float, means), strict=True))})
        parts = {f"{k} ({(kinds == k).sum()})": scores[kinds == k, 0] for k in np.unique(kinds)}
        by_source.append({"": row.name, **{k: float(v.mean()) for k, v in parts.items()}})
    note = (
        f"{strict.sum()} shapes of families that training did not see. F-score, Chamfer-L1 (object "
        "sides) and normal consistency are of the surfaces of the 64³ grids."
    )
    return [
        Table("Reconstruction from one picture", table, note),
        Table(
            "IoU 32³ by source (number of shapes)",
            by_source,
            "Shapes of modelnet10 and procedural shapes are new ones of kinds that training saw.",
        ),
    ]


def _one(row: _Scored, index: int, truth: Bools, whole: bool) -> tuple[float, ...]:
    """All scores of one shape, or IoU 32³ alone."""
    found = row.shape(index)
    solid = found > row.threshold
    small = iou(pooled(solid.astype(np.float32), 32), pooled(truth.astype(np.float32), 32))
    if not whole:
        return (small, *(5 * (float("nan"),)))
    surfaces = surface_scores(_surface(solid), _surface(truth))
    return (
        small,
        iou(found, truth, row.threshold),
        average_precision(found, truth),
        surfaces.f_score,
        surfaces.chamfer_l1,
        surfaces.normal_consistency,
    )


def _surface(solid: Bools) -> PointCloud:
    mesh = isosurface(VoxelGrid.canonical(solid.astype(np.float32)))
    if not len(mesh.faces):
        return PointCloud(np.zeros((0, 3), np.float32))
    return sample_points(mesh, SURFACE_POINTS, seed=0)
