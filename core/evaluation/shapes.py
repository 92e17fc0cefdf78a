"""The tables on latent spaces of shapes, side by side for several methods.

A pack of coarse grids (32^3) is data for these; methods are given the held-out shapes themselves,
and pictures of them for those columns that say so.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from core.data.test_views import draw
from core.evaluation import baselines
from core.evaluation.properties import path_validity, similarity_correlation, step_changes
from core.evaluation.report import Row, Table
from core.evaluation.retrieval import mean_average_precision, svm_accuracy
from core.metrics import iou
from core.types import Floats, LatentCode, Progress, VoxelGrid

if TYPE_CHECKING:
    from core.data.dataset import Pack
    from core.methods.base import Method

PUBLISHED = {"shapenets": 83.5, "vsl": 91.0, "vae_gan": 91.0}
SIDE = 32
PATHS, PATH_STEPS = 60, 9
SAMPLES, GUESSES, PICTURES = 64, 8, 60
Indices = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class _Codes:
    """A method's codes of training and test shapes (n, D), and its test shapes rebuilt."""

    method: Method
    train: Floats
    mirrored: Floats
    test: Floats
    rebuilt: Floats
    codes: Sequence[LatentCode]

    def decode(self, values: npt.NDArray[np.floating]) -> Floats:
        return _decode(self.method, self.codes[0].with_shape(values))


def shape_tables(
    methods: Mapping[str, Method], pack: Pack, shapes: Indices, seed: int
) -> Generator[Progress, None, list[Table]]:
    """Everything measured of shape codes; ``shapes`` are the held-out ones."""
    gallery = pack.shapes("train")
    found: dict[str, _Codes] = {}
    for number, (key, method) in enumerate(methods.items()):
        yield Progress("Encoding shapes", 0.05 + 0.4 * number / len(methods), key)
        test = _encode(method, pack, shapes)
        train, mirrored = (
            np.stack([code.shape for code in _encode(method, pack, gallery, mirror)])
            for mirror in (False, True)
        )
        rebuilt = np.stack([_decode(method, code) for code in test])
        found[key] = _Codes(
            method, train, mirrored, np.stack([c.shape for c in test]), rebuilt, test
        )
    yield Progress("Measuring codes", 0.5, "classes and rebuilding")
    tables = [
        (yield from _classes(found, pack, gallery, shapes)),
        (yield from _properties(found, pack, shapes)),
        (yield from _samples(found, pack)),
        (yield from _pictures(found, pack, shapes, seed)),
    ]
    for key, codes in found.items():
        if len(codes.codes[0]) > 2 and "global" in codes.codes[0]:
            yield Progress("Measuring codes", 0.85, f"{key}: levels")
            tables.append(_levels(key, codes))
        if key == "shapenets":
            from core.evaluation.completion import completion_table

            tables += yield from completion_table(codes.method, pack, shapes)
    return tables


def _encode(method: Method, pack: Pack, shapes: Indices, mirror: bool = False) -> list[LatentCode]:
    grids = pack.occupancy(shapes)
    if mirror:
        grids = grids[:, ::-1]
    together = getattr(method, "encode_shapes", None)
    if together is not None:
        codes: list[LatentCode] = together(grids)
        return codes
    return [method.encode_shape(VoxelGrid.canonical(grid)) for grid in grids]


def _decode(method: Method, code: LatentCode) -> Floats:
    grid = method.decode(code, SIDE)
    assert isinstance(grid, VoxelGrid)
    return grid.occupancy


def _classes(
    found: Mapping[str, _Codes], pack: Pack, gallery: Indices, shapes: Indices
) -> Generator[Progress, None, Table]:
    groups = np.array([row.group for row in pack.rows])
    truths = pack.occupancy(shapes)
    rows: list[Row] = []
    for key, codes in found.items():
        yield Progress("Measuring codes", 0.55, f"{key}: classes")
        pairs = zip(codes.rebuilt, truths, strict=True)
        rows.append(
            {
                "": key,
                "numbers in a code": codes.test.shape[1],
                "linear SVM, %": 100
                * svm_accuracy(
                    codes.train, groups[gallery], codes.test, groups[shapes], codes.mirrored
                ),
                "published, %": PUBLISHED.get(key),
                "retrieval mAP": mean_average_precision(codes.test, groups[shapes]),
                "IoU 32³ rebuilt": float(np.mean([iou(a, b) for a, b in pairs])),
                "thin parts kept": _thin_kept(codes.rebuilt, truths),
                "undecided": _undecided(codes.rebuilt),
            }
        )
    yield Progress("Measuring codes", 0.6, "oracle")
    best, score = baselines.oracle_nearest(pack.grids[shapes], pack.grids[gallery])
    nearest = pack.occupancy(gallery[best])
    rows.append(
        {
            "": "oracle nearest neighbour",
            "linear SVM, %": 100 * float((groups[gallery[best]] == groups[shapes]).mean()),
            "IoU 32³ rebuilt": float(np.mean(score)),
            "thin parts kept": _thin_kept(nearest, truths),
        }
    )
    return Table(
        "Codes of shapes, and shapes rebuilt from them",
        rows,
        f"{len(shapes)} shapes, {len(gallery)} to learn from. SVM and retrieval (held-out shapes "
        "among themselves) see the codes alone; the SVM learns from shapes and mirrored shapes. "
        "Published figures are of the official test split: "
        "3D ShapeNets with labels, VSL and 3D-GAN without. Thin parts: share of the voxels that a "
        "3³ opening removes; undecided: voxels between 0.2 and 0.8 over occupied ones. The "
        "oracle's first figure is the class of the training shape that fits best.",
    )


def _thin_kept(grids: npt.NDArray[Any], truths: npt.NDArray[np.bool_]) -> float:
    from scipy import ndimage

    block = np.ones((3, 3, 3), bool)
    kept, all_ = 0, 0
    for grid, truth in zip(grids, truths, strict=True):
        thin = truth & ~ndimage.binary_opening(truth, block)
        kept += int((thin & (grid > 0.5)).sum())
        all_ += int(thin.sum())
    return kept / max(all_, 1)


def _undecided(grids: Floats) -> float:
    occupied = np.maximum((grids > 0.5).sum((1, 2, 3)), 1)
    return float((((grids > 0.2) & (grids < 0.8)).sum((1, 2, 3)) / occupied).mean())


def _properties(
    found: Mapping[str, _Codes], pack: Pack, shapes: Indices
) -> Generator[Progress, None, Table]:
    packed = np.ascontiguousarray(pack.grids[shapes])
    rng = np.random.default_rng(0)
    pairs = [rng.choice(len(shapes), 2, replace=False) for _ in range(PATHS)]
    rows: list[Row] = []
    for key, codes in found.items():
        yield Progress("Measuring codes", 0.65, f"{key}: properties")
        row: dict[str, Any] = {"": key, "near codes": similarity_correlation(codes.test, packed)}
        paths = [_path(codes, a, b) for a, b in pairs]
        small = [_path(codes, a, b, np.array([0, 0.1])) for a, b in pairs]
        ends = [step_changes(path[[0, -1]])[0] for path in paths]
        changes = [step_changes(path) for path in paths]
        valid = [path_validity(path[1:-1]) for path in paths]
        row["tenth of the way"] = float(
            np.mean([step_changes(p)[0] for p in small]) / np.mean(ends)
        )
        row["largest step"] = float(np.mean([c.max() for c in changes]) / np.mean(ends))
        row["path length"] = float(np.mean([c.sum() for c in changes]) / np.mean(ends))
        row["one piece"] = float(np.mean([v.one_piece for v in valid]))
        row["ghosts"] = float(np.mean([v.undecided for v in valid]))
        rows.append(row)
    themselves = path_validity(pack.occupancy(shapes).astype(np.float32))
    rows.append({"": "the shapes themselves", "one piece": themselves.one_piece})
    return Table(
        "Properties 1 and 2",
        rows,
        f"Near codes: rank correlation of code distance with 1 - IoU. Then {PATHS} straight paths "
        f"of {PATH_STEPS} shapes between held-out shapes: change (1 - IoU) for a tenth of the way, "
        "for the largest of the steps and for all of them, each over that between the ends; "
        "in-between shapes in one piece (98 % of their voxels); their undecided voxels over "
        "occupied ones.",
    )


def _samples(found: Mapping[str, _Codes], pack: Pack) -> Generator[Progress, None, Table]:
    """New shapes, from the fitted density and from the prior that training assumed."""
    gallery = pack.grids[pack.shapes("train")]
    rows: list[Row] = []
    for key, codes in found.items():
        yield Progress("Measuring codes", 0.7, f"{key}: samples")
        draw = getattr(codes.method, "sample", None)
        if draw is None:
            continue
        first: Floats | None = None
        for name, prior in (("", False), (", prior alone", True)):
            drawn = [code.shape for code in draw(SAMPLES, seed=0, prior=prior)]
            if first is not None and np.array_equal(drawn[0], first):
                continue  # the method has no other way to draw
            first = drawn[0]
            grids = np.stack([codes.decode(code) for code in drawn])
            valid = path_validity(grids)
            nearest = baselines.oracle_nearest(baselines.pack_grids(grids > 0.5), gallery)[1]
            solid = grids > 0.5
            pairs = [1 - iou(a, b) for a, b in pairwise(solid)]
            rows.append(
                {
                    "": key + name,
                    "one piece": valid.one_piece,
                    "ghosts": valid.undecided,
                    "IoU to nearest": float(np.mean(nearest)),
                    "differ by": float(np.mean(pairs)),
                }
            )
    return Table(
        "Shapes drawn by lot",
        rows,
        f"{SAMPLES} samples each: in one piece, undecided voxels over occupied ones, IoU with the "
        "training shape nearest to them (1 would be learned by heart), 1 - IoU between two of "
        "them. They are drawn from a density fitted to the codes of the training shapes; beside "
        "it the prior that training measures divergence from.",
    )


def _path(codes: _Codes, a: int, b: int, shares: npt.ArrayLike | None = None) -> Floats:
    at = np.linspace(0, 1, PATH_STEPS) if shares is None else np.asarray(shares)
    start, end = codes.test[a], codes.test[b]
    return np.stack([codes.decode((1 - s) * start + s * end) for s in at])


def _pictures(
    found: Mapping[str, _Codes], pack: Pack, shapes: Indices, seed: int
) -> Generator[Progress, None, Table]:
    given = draw(pack, shapes, 1.0, seed)
    truths = pack.occupancy(shapes)
    some = np.linspace(0, len(shapes) - 1, min(PICTURES, len(shapes))).astype(int)
    rows: list[Row] = []
    for key, codes in found.items():
        yield Progress("Measuring codes", 0.75, f"{key}: pictures")
        method = codes.method
        views = [given.view(i, True) for i in range(len(shapes))]
        direct = np.array(
            [iou(_decode(method, method.encode([v])), t)
             for v, t in zip(views, truths, strict=True)]
        )  # fmt: skip
        row: dict[str, Any] = {"": key, "IoU 32³": float(direct.mean())}
        guess = getattr(method, "hypotheses", None)
        if guess is not None:
            scores, spread = [], []
            for i in some:
                grids = [_decode(method, code) for code in guess([views[i]], GUESSES, seed=0)]
                scores.append([iou(grid, truths[i]) for grid in grids])
                spread.append(np.mean([1 - iou(grids[0], g > 0.5) for g in grids[1:]]))
            row[f"likeliest of {len(some)}"] = float(direct[some].mean())
            row[f"mean of {GUESSES} samples"] = float(np.mean(scores))
            row[f"best of {GUESSES}"] = float(np.max(scores, axis=1).mean())
            row["they differ by"] = float(np.mean(spread))
        rows.append(row)
    return Table(
        "Shapes from one picture",
        rows,
        "Pictures of the held-out shapes with their masks. The likeliest code, and several "
        "plausible ones; they differ by 1 - IoU.",
    )


def _levels(key: str, codes: _Codes) -> Table:
    """What two sigma along the axes of each level change, and how widely."""
    directions = codes.method.directions()
    some = codes.test[np.linspace(0, len(codes.test) - 1, 20).astype(int)]
    before = [codes.decode(code) > 0.5 for code in some]
    rows: list[Row] = []
    for group in dict.fromkeys(directions.groups):
        changed, blocks, spread = [], [], []
        for axis in [k for k, name in enumerate(directions.groups) if name == group]:
            step = 2 * directions.sigma[axis] * directions.axes[axis]
            for code, old in zip(some, before, strict=True):
                other = (codes.decode(code + step) > 0.5) ^ old
                changed.append(other.sum() / max(old.sum(), 1))
                blocks.append(_touched(other, old))
                if other.sum() > 1:
                    spread.append(_radius(other) / max(_radius(old), 1e-9))
        rows.append(
            {
                "": group,
                "axes": sum(name == group for name in directions.groups),
                "voxels changed": float(np.mean(changed)),
                "of the shape's parts": float(np.mean(blocks)),
                "spread": float(np.mean(spread)) if spread else None,
            }
        )
    return Table(
        f"{key}: what each level changes",
        rows,
        "Two sigma along each axis of a level, over 20 held-out shapes: changed voxels over "
        "occupied ones; share of the shape's 4³ blocks in which a tenth of the voxels or more "
        "changed; how far the changed voxels lie apart, over how far the shape's own do.",
    )


def _touched(changed: npt.NDArray[np.bool_], solid: npt.NDArray[np.bool_]) -> float:
    def blocks(grid: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
        side = SIDE // 4
        return np.asarray(grid.reshape(side, 4, side, 4, side, 4).mean((1, 3, 5)))

    own = blocks(solid) > 0
    return float((blocks(changed)[own] >= 0.1).mean()) if own.any() else 0.0


def _radius(solid: npt.NDArray[np.bool_]) -> float:
    """Root mean square distance of voxels from their middle."""
    points = np.argwhere(solid)
    return float(np.sqrt(points.var(0).sum()))
