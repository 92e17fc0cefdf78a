"""Finding the object in a box that somebody drew around it, without a network.

What lies outside the box is background, and shows its colours; inside, what differs from them, or
lies behind a contrast, is the object at first. Then as in `core.segmentation.classical`, in the box
alone and so in finer detail.
"""

from __future__ import annotations

import numpy as np
from PIL import Image

from core.images.masks import clipped
from core.segmentation.backdrop_model import Background, flattened, to_lab
from core.segmentation.classical import (
    WORKING_SIDE,
    Bools,
    Reals,
    enlarge,
    log_likelihood,
    refined,
    segment,
    tidy,
)
from core.segmentation.pixel_graph import PixelGraph
from core.types import Bytes, Floats

MARGIN = 0.2  # of the box's longest side: how far around it the background is looked at


def segment_box(image: Bytes, box: tuple[float, float, float, float]) -> Floats:
    """Soft mask (H, W) of the object in a box (left, top, right, bottom); nothing outside it.

    A box without anything around it is the whole picture, and is treated as such.
    """
    shape = image.shape[:2]
    left, top, right, bottom = clipped(box, shape)
    margin = max(4.0, MARGIN * max(right - left, bottom - top))
    x0, y0, x1, y1 = clipped((left - margin, top - margin, right + margin, bottom + margin), shape)
    picture = Image.fromarray(image[y0:y1, x0:x1])
    scale = min(1.0, WORKING_SIDE / max(picture.size))
    size = (max(8, round(picture.width * scale)), max(8, round(picture.height * scale)))
    small = picture.resize(size, Image.Resampling.BOX)
    columns = x0 + (np.arange(size[0]) + 0.5) / size[0] * (x1 - x0)
    rows = y0 + (np.arange(size[1]) + 0.5) / size[1] * (y1 - y0)
    across, down = (columns > left) & (columns < right), (rows > top) & (rows < bottom)
    around = ~(down[:, None] & across[None, :])
    mask = np.zeros(shape, np.float32)
    if around.sum() < 50:
        found = segment(image)
    else:
        soft = _refined_in(flattened(to_lab(np.asarray(small))), around)
        found = mask.copy()
        found[y0:y1, x0:x1] = enlarge(tidy(soft), small.convert("L"), picture.convert("L"))
    mask[top:bottom, left:right] = found[top:bottom, left:right]
    return mask


def _refined_in(lab: Reals, around: Bools) -> Reals:
    links = PixelGraph.of(lab)
    noise = Background.of(lab).noise
    unlike = -log_likelihood(lab, around, noise**2)
    unlike -= np.percentile(unlike[around], 90)
    by_color = 1 - np.exp(-np.clip(unlike, 0, None) / 4)
    way = links.distance(around, noise / 2)
    by_way = 1 - np.exp(-((way / (3 * noise)) ** 2))
    chance = np.where(around, 0.0, np.clip(np.sqrt(by_color * by_way), 0.05, 0.95))
    return refined(lab, links, chance, np.where(around, 4.0, 0.0), noise**2)
