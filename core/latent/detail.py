"""What of one photograph rides along with a shape code: how much of it is left, and on a path.

The groups ``detail_...`` of a code say what a photograph shows beyond what its shape code can. They
belong to the shape code ``detail_anchor``; the farther the shape is moved from there, the less of
the detail is shown. ``detail_share`` is how much is asked for, from 0 to 1.
"""

from __future__ import annotations

import numpy as np

from core.types import Directions, Floats, LatentCode, kind_of

SHARE = "detail_share"
FAR = 3.0  # distance from the anchor, in steps of sigma, over which detail fades to four fifths


def detail_of(code: LatentCode) -> LatentCode:
    """The groups of a code that are detail; none where the method knows no such thing."""
    groups = {name: values for name, values in code.items() if kind_of(name) == "detail"}
    return LatentCode(groups, code.method)


def has_detail(code: LatentCode | None) -> bool:
    """Whether a code holds the detail of a photograph; one of a shape that was given has none."""
    return code is not None and SHARE in code and bool(code["detail_maps"].any())


def without_detail(code: LatentCode) -> LatentCode:
    """The code as it is of a shape that was given, and that no photograph shows."""
    if SHARE not in code:
        return code
    blank = {name: np.zeros_like(values) for name, values in detail_of(code).items()}
    return code.replace(**{**blank, "detail_anchor": code["shape"]})


def nearness(code: LatentCode, directions: Directions) -> float:
    """How near the shape of a code still is to its photograph's, from 1 to 0."""
    way = directions.coordinates(code["shape"]) - directions.coordinates(code["detail_anchor"])
    return float(np.exp(-((np.linalg.norm(way) / FAR / 2) ** 2)))


def between(start: Floats, end: Floats, share: float) -> Floats:
    """The shape code a share of the way from one (D,) to another; the ends are the very codes."""
    if share in (0.0, 1.0):
        return start if share == 0 else end
    return np.asarray(start + share * (end - start), np.float32)


def on_the_way(start: LatentCode, end: LatentCode, share: float) -> LatentCode:
    """The code a share of the way: the first one's but for the shape.

    The detail is that of the nearer end, and fades to nothing in the middle: between two
    photographs there is no third one.
    """
    code = start.with_shape(between(start.shape, end.shape, share))
    near = detail_of(start if share < 0.5 else end)
    if SHARE in near:
        near = near.replace(**{SHARE: near[SHARE] * abs(1 - 2 * share)})
    return code.replace(**near)
