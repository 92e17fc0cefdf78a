"""Codes of a video's frames, smoothed over time, so that its shape does not flicker."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.types import LatentCode

WIDTH = 2.0  # frames: deviation of the bell that neighbours in time are weighed by


def steady(codes: Sequence[LatentCode], width: float = WIDTH) -> list[LatentCode]:
    """The same codes with what decides the shape blended with the frames around each.

    Frames near in time count most, and those far from what most around them say hardly at all, so
    that one bad frame does not pull the others along. Pose and lighting stay as they were: they
    are what moves. ValueError for codes of several methods.
    """
    if len({code.method for code in codes}) > 1:
        raise ValueError("the codes are of several methods")
    if len(codes) < 3:
        return list(codes)
    values = np.stack([code.shape for code in codes])
    times = np.arange(len(codes))
    found = []
    for time, code in enumerate(codes):
        near = np.exp(-0.5 * ((times - time) / width) ** 2)
        around = np.abs(times - time) <= 2 * width
        middle = np.median(values[around], axis=0)
        far = np.linalg.norm(values - middle, axis=1)
        usual = max(float(np.median(far[around])), 1e-12)
        weights = near / (1 + (far / usual) ** 4)
        shown = code.with_shape(weights @ values / weights.sum())
        # What a single frame shows in detail is not what the next one shows.
        found.append(shown.replace(detail_share=[0.0]) if "detail_share" in shown else shown)
    return found
