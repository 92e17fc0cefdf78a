"""The tables on codes: the four properties, pose and light, leakage, swaps.

Definitions are in `properties` and `probes`; here they are asked of a method and a pack.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from core.evaluation.probes import angle_probe, value_probe
from core.evaluation.properties import (
    code_gap,
    cross_modal_recall,
    path_validity,
    picture_errors,
    similarity_correlation,
    step_changes,
)
from core.evaluation.report import Row, Table
from core.geometry.expected_iou import expected_iou
from core.metrics import direction, iou, light_errors, pose_errors
from core.types import Floats, LatentCode, Pose, Progress, VoxelGrid

if TYPE_CHECKING:
    from core.data.dataset import Pack
    from core.data.test_views import Pictures
    from core.methods.base import Disentangled, Method

PATHS, PATH_STEPS, SWAPS = 40, 9, 120


def code_tables(
    key: str,
    method: Disentangled,
    pack: Pack,
    given: Pictures,
    codes: Sequence[LatentCode],
    threshold: float,
) -> Generator[Progress, None, list[Table]]:
    """Everything measured of a method's codes on test pictures with masks."""
    yield Progress("Measuring codes", 0.3, key)
    shape_codes = np.stack(
        [
            method.encode_shape(VoxelGrid.canonical(pack.occupancy([i])[0]))["shape"]
            for i in given.shapes
        ]
    )
    groups = {name: np.stack([code[name] for code in codes]) for name in codes[0]}
    tables = [
        _properties(method, pack, given, groups["shape"], shape_codes, threshold),
        _pose_and_light(method, codes, given),
        _leakage(groups, given, shape_codes),
        _trust(method, pack, given, codes, threshold),
    ]
    yield Progress("Measuring codes", 0.45, f"{key}: swaps")
    tables.append(_swaps(method, pack, given, codes))
    return [Table(f"{key}: {table.title}", table.rows, table.note) for table in tables]


def _properties(
    method: Method,
    pack: Pack,
    given: Pictures,
    image_codes: Floats,
    shape_codes: Floats,
    threshold: float,
) -> Table:
    packed = np.ascontiguousarray(pack.grids[given.shapes])
    recall = cross_modal_recall(image_codes, shape_codes, np.arange(len(shape_codes)))
    rng = np.random.default_rng(0)
    pairs = [rng.choice(len(shape_codes), 2, replace=False) for _ in range(PATHS)]
    paths = [_path(method, shape_codes[a], shape_codes[b]) for a, b in pairs]
    found = [path_validity(path, threshold) for path in paths]
    small = [
        _path(method, shape_codes[a], shape_codes[a] + 0.1 * (shape_codes[b] - shape_codes[a]), 2)
        for a, b in pairs
    ]
    steps = [step_changes(path, threshold)[0] for path in small]
    ends = [step_changes(path[[0, -1]], threshold)[0] for path in paths]
    return Table(
        "the four properties",
        [
            {
                "": "1 similar objects, near codes",
                "measure": "rank correlation of image code distance with 1 - IoU",
                "value": similarity_correlation(image_codes, packed),
            },
            {
                "": "2 small step, small change",
                "measure": "1 - IoU for a tenth of the way, over that for the whole way",
                "value": float(np.mean(steps) / np.mean(ends)),
            },
            {
                "": "2 valid on the way",
                "measure": "share of in-between shapes in one piece",
                "value": float(np.mean([each.one_piece for each in found])),
            },
            {
                "": "2 no blend of ghosts",
                "measure": "undecided voxels over occupied ones",
                "value": float(np.mean([each.undecided for each in found])),
            },
            {
                "": "3 free of pose and light",
                "measure": "same shape, other view and light: code gap (0 equal, 1 unrelated)",
                "value": _view_gap(method, pack, given, image_codes),
            },
            {
                "": "4 image and model, one code",
                "measure": f"own model found first among {recall.gallery}",
                "value": recall.at_1,
            },
            {"": "", "measure": "own model among the first five", "value": recall.at_5},
            {"": "", "measure": "code gap", "value": code_gap(image_codes, shape_codes)},
        ],
    )


def _path(method: Method, start: Floats, end: Floats, steps: int = PATH_STEPS) -> Floats:
    grids = []
    for share in np.linspace(0, 1, steps):
        code = LatentCode({"shape": (1 - share) * start + share * end}, method.key)
        shape = method.decode(code, 64)
        assert isinstance(shape, VoxelGrid)
        grids.append(shape.occupancy)
    return np.stack(grids)


def _view_gap(method: Method, pack: Pack, given: Pictures, image_codes: Floats) -> float:
    """Codes of two pictures of the same shape, over those of different shapes."""
    import torch

    from core.data.augment import pictures
    from core.data.test_views import Pictures

    chosen = np.arange(0, len(given.shapes), max(1, len(given.shapes) // SWAPS))
    first = np.searchsorted(pack.owners, given.shapes[chosen])
    second = np.minimum(first + 1, len(pack.owners) - 1)
    same = pack.owners[second] == pack.owners[first]
    chosen, second = chosen[same], second[same]
    if len(chosen) < 2:
        return float("nan")
    batch = pictures(
        torch.from_numpy(pack.views[second]), torch.Generator().manual_seed(11), False, 1.0
    )
    other = Pictures(given.shapes[chosen], batch, np.array(pack.poses[second]))
    codes = [method.encode([other.view(i, True)])["shape"] for i in range(len(chosen))]
    return code_gap(image_codes[chosen], np.stack(codes))


def _pose_and_light(method: Disentangled, codes: Sequence[LatentCode], given: Pictures) -> Table:
    poses = [method.pose(code) for code in codes]
    lights = [method.lighting(code) for code in codes]
    pose = pose_errors(
        [p.azimuth for p in poses],
        given.poses[:, 0],
        [p.elevation for p in poses],
        given.poses[:, 1],
    )
    found = direction([v.azimuth for v in lights], [v.elevation for v in lights])
    light = light_errors(
        found,
        given.batch.light.numpy(),
        [v.ambient for v in lights],
        given.batch.ambient.numpy(),
    )
    return Table(
        "pose and light",
        [
            {"": "azimuth, median error", "value": pose.azimuth, "unit": "degrees"},
            {"": "azimuth within 30 degrees", "value": pose.within_30, "unit": "share"},
            {"": "azimuth, front or back alike", "value": pose.azimuth_half, "unit": "degrees"},
            {"": "elevation, median error", "value": pose.elevation, "unit": "degrees"},
            {"": "lamp direction, median error", "value": light.direction, "unit": "degrees"},
            {"": "the same of a constant", "value": light.direction_chance, "unit": "degrees"},
            {"": "ambient share, mean error", "value": light.ambient, "unit": "share"},
            {"": "the same of a constant", "value": light.ambient_chance, "unit": "share"},
        ],
    )


def _leakage(groups: dict[str, Floats], given: Pictures, shape_codes: Floats) -> Table:
    owners = given.shapes
    light = given.batch.light.numpy()
    light_azimuth = np.degrees(np.arctan2(light[:, 0], light[:, 2]))
    rows: list[Row] = []
    for name, codes in groups.items():
        azimuth = angle_probe(codes, given.poses[:, 0], owners)
        lamp = angle_probe(codes, light_azimuth, owners)
        shape = value_probe(codes, shape_codes, owners)
        rows.append(
            {
                "read off the code": name,
                "pose azimuth": min(azimuth.linear, azimuth.neighbours),
                "chance": azimuth.chance,
                "lamp azimuth": min(lamp.linear, lamp.neighbours),
                "chance ": lamp.chance,
                "shape (R²)": max(shape.linear, shape.neighbours, 0.0),
            }
        )
    return Table(
        "leakage",
        rows,
        "Median degrees of the better of a linear and a nearest-neighbour probe, learned on half "
        "of the objects; a code without leakage is at chance, and at 0 for the shape.",
    )


def _trust(
    method: Method,
    pack: Pack,
    given: Pictures,
    codes: Sequence[LatentCode],
    threshold: float,
) -> Table:
    """Whether the IoU that the program tells people to expect is the one they get."""
    from scipy.stats import spearmanr

    expected, found = [], []
    for code, shape in zip(codes, given.shapes, strict=True):
        grid = method.decode(code, 64)
        assert isinstance(grid, VoxelGrid)
        expected.append(expected_iou(grid, threshold))
        found.append(iou(grid.occupancy, pack.occupancy([shape])[0], threshold))
    return Table(
        "trust",
        [
            {"": "IoU 64³ that the grid itself expects, mean", "value": float(np.mean(expected))},
            {"": "IoU 64³ found, mean", "value": float(np.mean(found))},
            {
                "": "rank correlation of the two",
                "value": float(spearmanr(expected, found).statistic),
            },
        ],
    )


def _swaps(method: Disentangled, pack: Pack, given: Pictures, codes: Sequence[LatentCode]) -> Table:
    """Shape of one picture with pose and light of another, drawn, against the true rendering."""
    count = min(SWAPS, len(codes))
    step = max(1, len(codes) // count)
    chosen = np.arange(0, step * count, step)
    partner = np.roll(chosen, 1)
    rows: list[Row] = []
    for name, other in (("own codes", chosen), ("pose and light of another", partner)):
        truth = _true_pictures(pack, given, chosen, other)
        drawn = [
            method.render(codes[a].replace(pose=codes[b]["pose"], lighting=codes[b]["lighting"]))
            for a, b in zip(chosen.tolist(), other.tolist(), strict=True)
        ]
        error = picture_errors(
            np.stack([d.image for d in drawn]),
            np.stack([d.silhouette for d in drawn]),
            truth[..., :3],
            truth[..., 3] / 255,
        )
        again = [
            method.pose(codes[a].replace(pose=codes[b]["pose"]))
            for a, b in zip(chosen.tolist(), other.tolist(), strict=True)
        ]
        true_azimuth = given.poses[other, 0]
        pose = pose_errors(
            [p.azimuth for p in again], true_azimuth, [p.elevation for p in again],
            given.poses[other, 1],
        )  # fmt: skip
        rows.append(
            {
                "drawn from": name,
                "silhouette IoU": error.silhouette,
                "colour error": error.color,
                "azimuth error": pose.azimuth,
            }
        )
    return Table(
        "swap consistency",
        rows,
        "The network's picture against a rendering of the true shape from the true pose and light.",
    )


def _true_pictures(
    pack: Pack,
    given: Pictures,
    shapes: npt.NDArray[np.int64],
    scenes: npt.NDArray[np.int64],
) -> npt.NDArray[np.uint8]:
    """Clay renderings (n, 64, 64, 4): shape a from the pose and in the light of picture b."""
    import torch

    from core.geometry.isosurface import isosurface
    from core.networks.image import MAP_SIZE
    from core.rendering.shading import shade, to_srgb
    from core.rendering.splat import render, sample_surface

    result = []
    for a, b in zip(shapes, scenes, strict=True):
        grid = pack.occupancy([given.shapes[a]])[0].astype(np.float32)
        mesh = isosurface(VoxelGrid.canonical(grid))
        colors = np.full((len(mesh.faces), 3), 255, np.uint8)
        surface = sample_surface(mesh, colors, 40_000, np.random.default_rng(0))
        seen = render(surface, Pose(*(float(v) for v in given.poses[b])), MAP_SIZE, 2.0)
        light, ambient = given.batch.light[b : b + 1], given.batch.ambient[b : b + 1]
        tone = shade(seen.normal[None], light, ambient)[0]
        clay = to_srgb(given.batch.tint[b][:, None, None] * tone)
        result.append(torch.cat([clay, seen.mask[None]]).permute(1, 2, 0).numpy())
    return np.asarray((np.stack(result) * 255).round(), np.uint8)
