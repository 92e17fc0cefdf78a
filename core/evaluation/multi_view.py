"""How much every further photograph of an object helps, and whether their order matters.

Held-out shapes are drawn from eight sides, each time in another light; methods get the first of
them, the first two, and so on, in several random orders.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from core.errors import UserError
from core.evaluation.report import Row, Table
from core.evaluation.video import video_table
from core.geometry.resample import resampled
from core.metrics import iou
from core.types import LatentCode, Progress, VoxelGrid

if TYPE_CHECKING:
    from core.data.dataset import Pack
    from core.methods.base import Method

MOST = 8
ORDERS = 2
SIDE = 32
Cameras = list[tuple[float, float]]
Reader = Callable[[Tensor, Cameras], LatentCode]
Indices = npt.NDArray[np.int64]


def several_tables(
    methods: Mapping[str, Method], pack: Pack, shapes: Indices, seed: int
) -> Generator[Progress, None, list[Table]]:
    """IoU against the number of views, and what their order changes."""
    first = np.searchsorted(pack.owners, np.arange(len(pack.rows) + 1))
    shapes = shapes[first[shapes + 1] - first[shapes] >= MOST]
    if not len(shapes):
        raise UserError(
            f"{pack.path} has no test shapes with {MOST} views. Build one with --views {MOST}."
        )
    views = first[shapes][:, None] + np.arange(MOST)
    seen = yield from _looked_at(pack, views, seed)
    counts: list[Row] = []
    orders: list[Row] = []
    for key, method in methods.items():
        for name, read, wrong in _ways(key, method):
            row: dict[str, Any] = {"": name}
            for count in range(3 if wrong else 1, MOST + 1):
                yield Progress("Fusing views", 0.5, f"{name}: {count}")
                row[str(count)] = _score(method, read, pack, shapes, views, seen, count, wrong)
            counts.append({"": name, **{str(n): row.get(str(n)) for n in range(1, MOST + 1)}})
            if not wrong:
                orders.append(_order(name, method, read, pack, views, seen))
    video = yield from video_table(methods)
    note = (
        f"IoU 32³ of {len(shapes)} held-out shapes, mean over {ORDERS} random draws of views; "
        "pictures with masks given. A coarse voxel counts from a quarter of its volume on."
    )
    return [
        Table("IoU against the number of views", counts, note),
        Table(
            "What the order of eight views changes",
            orders,
            "Largest difference of a number of the code between two orders, in standard deviations "
            "of the codes; 1 - IoU of the two shapes.",
        ),
        video,
    ]


def _ways(key: str, method: Method) -> list[tuple[str, Reader, bool]]:
    """Names, ways from features to a code, and whether one of the views is of another object."""
    made: Any = method
    if key != "tl":
        read: Reader = lambda features, cameras: made.encode_features(features)  # noqa: E731
        return [(key, read, False), (f"{key}, one view of another object", read, True)]

    @torch.no_grad()
    def mean(features: Tensor, cameras: Cameras) -> LatentCode:
        return LatentCode({"shape": made.net.to_shape(features).mean(0).cpu().numpy()}, key)

    def fused(features: Tensor, cameras: Cameras) -> LatentCode:
        code: LatentCode = made.encode_features(features)
        return code

    def placed(features: Tensor, cameras: Cameras) -> LatentCode:
        code: LatentCode = made.encode_features(features, cameras)
        return code

    return [
        ("tl, mean of the codes", mean, False),
        ("tl, fused", fused, False),
        ("tl, fused, cameras known", placed, False),
        ("tl, mean of the codes, one view of another object", mean, True),
        ("tl, fused, one view of another object", fused, True),
    ]


@torch.no_grad()
def _looked_at(pack: Pack, views: Indices, seed: int) -> Generator[Progress, None, Tensor]:
    """Features (S, MOST, 512) of pictures of the views, by the image encoder of `tl`."""
    from core.data.augment import pictures
    from core.methods.tl import method as tl

    encoder = tl.load("cpu").net.image_encoder
    parts = []
    for number, row in enumerate(views):
        if number % 10 == 0:
            yield Progress("Looking at the views", 0.4 * number / len(views))
        packed = torch.from_numpy(np.array(pack.views[row]))
        generator = torch.Generator().manual_seed(seed * 100_003 + number)
        batch = pictures(packed, generator, mirror=False, masks=1.0)
        parts.append(encoder(batch.image)[0])
    return torch.stack(parts)


@torch.no_grad()
def _score(
    method: Method, read: Reader, pack: Pack, shapes: Indices, views: Indices, seen: Tensor,
    count: int, wrong: bool,
) -> float:  # fmt: skip
    scores = []
    for number, shape in enumerate(shapes):
        truth = _coarse(pack.occupancy([shape])[0])
        for order in range(ORDERS):
            chosen = np.random.default_rng((number, order)).permutation(MOST)[:count]
            features = seen[number, chosen].clone()
            if wrong:
                features[order % count] = seen[(number + len(seen) // 2) % len(seen), 0]
            cameras = pack.poses[views[number, chosen]][:, :2].tolist()
            found = method.decode(read(features, cameras), method_side(method))
            assert isinstance(found, VoxelGrid)
            scores.append(iou(_coarse(found.occupancy > 0.5), truth))
    return float(np.mean(scores))


def method_side(method: Method) -> int:
    """The voxels a side that a method's own network writes."""
    own: Any = method
    return int(getattr(own.net, "resolution", 64))


def _order(
    name: str, method: Method, read: Reader, pack: Pack, views: Indices, seen: Tensor
) -> Row:
    codes, unlike = [], []
    for number in range(len(seen)):
        pair = []
        for order in (np.arange(MOST), np.random.default_rng(number).permutation(MOST)):
            cameras = pack.poses[views[number, order]][:, :2].tolist()
            pair.append(read(seen[number, order], cameras))
        codes.append([code.shape for code in pair])
        grids = [method.decode(code, method_side(method)) for code in pair]
        first, second = (g.occupancy > 0.5 for g in grids if isinstance(g, VoxelGrid))
        unlike.append(1 - iou(first, second))
    both = np.array(codes)
    spread = float(both[:, 0].std(0).mean())
    return {
        "": name,
        "code, largest": f"{np.abs(both[:, 0] - both[:, 1]).max() / spread:.1e}",
        "shape, mean": float(np.mean(unlike)),
        "shape, largest": float(np.max(unlike)),
    }


def _coarse(solid: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    grid = torch.from_numpy(solid.astype(np.float32))[None]
    found: npt.NDArray[np.bool_] = resampled(grid, SIDE)[0].numpy() > 0.5
    return found
