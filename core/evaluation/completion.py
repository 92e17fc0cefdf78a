"""How well shapes seen from one side are completed, and whether the next view is chosen well."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from core.evaluation.report import Row, Table
from core.metrics import iou
from core.rendering.visibility import Seen, candidate_poses, seen_from
from core.types import Pose, Progress, VoxelGrid

if TYPE_CHECKING:
    from core.data.dataset import Pack

SHAPES, CHAINS = 60, 4


def completion_table(
    method: Any, pack: Pack, shapes: npt.NDArray[np.int64]
) -> Generator[Progress, None, list[Table]]:
    """Completion and next best view of a method with ``classify``, ``complete`` and so on."""
    from core.methods.completion import next_best_view

    groups = np.array([row.group for row in pack.rows])
    named = [method.classify(VoxelGrid.canonical(pack.occupancy([i])[0])) for i in shapes]
    right = np.mean([max(n, key=n.get) == groups[i] for n, i in zip(named, shapes, strict=True)])
    some = shapes[np.linspace(0, len(shapes) - 1, min(SHAPES, len(shapes))).astype(int)]
    rng = np.random.default_rng(0)
    told: dict[str, list[float]] = {}
    yield Progress("Measuring codes", 0.9, "completion")
    for index in some:
        truth = pack.occupancy([index])[0]
        grid = VoxelGrid.canonical(truth)
        first = Pose(float(rng.uniform(-180, 180)), float(rng.uniform(0, 40)), 0.0, 2.4)
        seen = seen_from(grid, first)
        found = method.complete(seen, CHAINS)
        scores = [iou(shape.occupancy, truth) for shape in found.shapes]
        others = [1 - iou(s.occupancy, found.shapes[0].occupancy > 0.5) for s in found.shapes[1:]]
        once = method.decode(method.encode_shape(VoxelGrid.canonical(seen.occupied)), len(truth))
        label = max(zip(found.labels.mean(0), method.classes, strict=True))[1]
        best, _ = next_best_view(found)
        lot = candidate_poses()[int(rng.integers(len(candidate_poses())))]
        across = Pose((first.azimuth + 360) % 360 - 180, first.elevation, 0.0, first.distance)
        for name, value in {
            "seen": iou(seen.occupied, truth),
            "once": iou(once.occupancy, truth),
            "mean": float(np.mean(scores)),
            "best": max(scores),
            "differ": float(np.mean(others)),
            "label": float(label == groups[index]),
            "chosen": _after(method, grid, seen, best),
            "lot": _after(method, grid, seen, lot),
            "across": _after(method, grid, seen, across),
        }.items():
            told.setdefault(name, []).append(value)
    mean = {name: float(np.mean(values)) for name, values in told.items()}
    rows: list[Row] = [
        {"": "class by the label units, whole shape", "value": 100 * float(right), "unit": "%"},
        {"": "class by the label units, one depth map", "value": 100 * mean["label"], "unit": "%"},
        {"": "what the depth map saw", "value": mean["seen"], "unit": "IoU 32³"},
        {"": "rebuilt once from it", "value": mean["once"], "unit": "IoU 32³"},
        {"": f"completed, mean of {CHAINS} chains", "value": mean["mean"], "unit": "IoU 32³"},
        {"": f"completed, best of {CHAINS}", "value": mean["best"], "unit": "IoU 32³"},
        {"": "chains differ by", "value": mean["differ"], "unit": "1 - IoU"},
        {"": "with a second view: the next best", "value": mean["chosen"], "unit": "IoU 32³"},
        {"": "with a second view: drawn by lot", "value": mean["lot"], "unit": "IoU 32³"},
        {"": "with a second view: from across", "value": mean["across"], "unit": "IoU 32³"},
    ]
    note = f"{len(some)} held-out shapes, each seen once from a random side, 0 to 40 degrees up."
    return [Table("shapenets: labels, completion and next best view", rows, note)]


def _after(method: Any, grid: VoxelGrid, seen: Seen, pose: Pose) -> float:
    """IoU of the mean completion once a second view has been taken."""
    found = method.complete(seen.joined(seen_from(grid, pose)), CHAINS)
    return float(np.mean([iou(s.occupancy, grid.occupancy) for s in found.shapes]))
