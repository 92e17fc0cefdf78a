"""How photographs compare with each other: sharpness, colours of the object, same picture twice.

The numbers were chosen on the photographs of one skull from all sides, of many different products,
and on copies of them that were blurred, resized and compressed again: false alarms weigh more than
misses.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image
from scipy import ndimage
from scipy.sparse.csgraph import connected_components

from core.segmentation.backdrop_model import to_lab
from core.types import View

Reals = npt.NDArray[np.floating]
Bools = npt.NDArray[np.bool_]

SHARP_SIDE, COLOUR_SIDE, TWIN_SIDE = 640, 96, 192
DIRECTIONS = ((0, 1), (1, 0), (1, 1), (1, -1))
STRONGEST = 0.995  # quantile: the edges that tell, mostly the outline
BLURRED = 0.55  # of the others' sharpness; a blur of 1.5 pixels at SHARP_SIDE gives at most 0.5
LIKE = 0.12  # views of one object from near each other differ by less in colour
UNLIKE = 0.3  # views of one object never differed by as much from all others
FAINT = 3.0  # grey levels of detail that mean nothing
SAME = 0.5  # correlation of the fine detail of a picture and its copy, smaller or compressed again


def sharpness(view: View) -> float:
    """How steeply the object's strongest edges rise, in the direction that is least sharp.

    The second difference over the first, which knows no contrast: 1 is as sharp as can be.
    """
    grey = ndimage.gaussian_filter(_grey(view, SHARP_SIDE), 0.7)
    inside = _inside(view, grey.shape)
    rows, columns = (np.flatnonzero(inside.any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return 0.0
    part = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    grey, inside = grey[part], inside[part][1:-1, 1:-1]
    if inside.sum() < 100:
        return 0.0
    height, width = grey.shape
    found = []
    for down, right in DIRECTIONS:
        ahead = grey[1 + down : height - 1 + down, 1 + right : width - 1 + right]
        behind = grey[1 - down : height - 1 - down, 1 - right : width - 1 - right]
        second = np.abs(ahead + behind - 2 * grey[1:-1, 1:-1])[inside] / np.hypot(down, right)
        first = np.abs(ahead - behind)[inside] / 2
        found.append(_strongest(second) / max(_strongest(first), 1e-3))
    return min(found)


def _strongest(values: Reals) -> float:
    """The quantile STRONGEST; much faster than numpy's own."""
    place = int(STRONGEST * (len(values) - 1))
    return float(np.partition(values, place)[place])


def blurred(values: Sequence[float]) -> list[int]:
    """Which of the photographs, by their sharpness, are blurred where the others are sharp."""
    if len(values) < 3:
        return []
    return [k for k, value in enumerate(values) if value < BLURRED * float(np.median(values))]


def colours(view: View) -> Reals:
    """The object's colours as a histogram of unit length, square roots of shares."""
    picture = _resized(Image.fromarray(view.image), COLOUR_SIDE)
    lab = to_lab(np.asarray(picture))
    inside = np.ones(lab.shape[:2], np.bool_)
    if view.mask is not None:
        inside = np.asarray(_resized(Image.fromarray(view.mask), COLOUR_SIDE)) > 0.8
    pixels = lab[inside] if inside.sum() > 20 else lab.reshape(-1, 3)
    wide = np.linspace(-64, 64, 17)
    counts, _ = np.histogramdd(pixels, bins=(np.linspace(0, 100.01, 6), wide, wide))
    counts = ndimage.gaussian_filter(counts, (0.5, 0.7, 0.7), mode="constant")
    return np.asarray(np.sqrt(counts / max(counts.sum(), 1e-9))).ravel()


def difference(histograms: Sequence[Reals]) -> Reals:
    """How far the colours of each two differ (N, N), in [0, 1]."""
    rows = np.array(histograms)
    return np.asarray(np.clip(1 - rows @ rows.T, 0, 1))


def main_group(apart: Reals) -> Bools:
    """The largest group (N,) in which each is like some other."""
    _, group = connected_components(apart < LIKE, directed=False)
    return np.asarray(group == np.bincount(group).argmax())


def outsiders(apart: Reals, group: Bools) -> list[int]:
    """Those that are unlike all of the group."""
    return [
        int(k) for k in np.flatnonzero(~group) if group.any() and apart[k][group].min() > UNLIKE
    ]


def detail(view: View) -> Reals:
    """The fine detail of the whole picture, of unit length: what no second shot has the same."""
    grey = np.asarray(
        Image.fromarray(view.image)
        .convert("L")
        .resize((TWIN_SIDE, TWIN_SIDE), Image.Resampling.BOX),
        np.float64,
    )
    fine = grey - ndimage.gaussian_filter(grey, 2)
    # Its own strength everywhere, or the outline alone would decide, which is often the same.
    fine = (fine / (np.sqrt(ndimage.gaussian_filter(fine**2, 3)) + FAINT)).ravel()
    return np.asarray(fine / max(float(np.linalg.norm(fine)), 1e-9))


def twins(details: Sequence[Reals]) -> dict[int, int]:
    """Which pictures are copies, each with the first of its kind."""
    found: dict[int, int] = {}
    for later in range(len(details)):
        for earlier in range(later):
            if earlier not in found and details[later] @ details[earlier] > SAME:
                found[later] = earlier
                break
    return found


def _grey(view: View, side: int) -> Reals:
    return np.asarray(_resized(Image.fromarray(view.image).convert("L"), side), np.float32)


def _resized(picture: Image.Image, side: int) -> Image.Image:
    scale = min(1.0, side / max(picture.size))
    size = (max(4, round(picture.width * scale)), max(4, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.BOX)


def _inside(view: View, shape: tuple[int, ...]) -> Bools:
    """The object with its outline, in another size."""
    if view.mask is None:
        return np.ones(shape, np.bool_)
    mask = Image.fromarray(view.mask).resize((shape[1], shape[0]), Image.Resampling.BILINEAR)
    return np.asarray(ndimage.binary_dilation(np.asarray(mask) > 0.5, iterations=6))
