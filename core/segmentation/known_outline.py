"""Finding an object whose outline is roughly known, as from other photographs of it."""

from __future__ import annotations

import numpy as np
from PIL import Image

from core.segmentation.backdrop_model import Background, flattened, to_lab
from core.segmentation.classical import WORKING_SIDE, Bools, enlarge, refined, tidy
from core.segmentation.pixel_graph import PixelGraph
from core.types import Bytes, Floats

SURE = 6.0  # how firmly what is known holds against what the colours say


def segment_between(image: Bytes, inner: Bools, outer: Bools) -> Floats:
    """Soft mask (H, W) of an object that fills ``inner`` (H, W) and lies within ``outer``.

    What is between the two is decided by the colours of both sides and by contrast.
    """
    height, width = image.shape[:2]
    scale = min(1.0, WORKING_SIDE / max(height, width))
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    picture = Image.fromarray(image)
    small = picture.resize(size, Image.Resampling.BOX)
    sure, possible = (
        np.asarray(Image.fromarray(part.astype(np.uint8) * 255).resize(size, Image.Resampling.BOX))
        for part in (inner, outer)
    )
    lab = flattened(to_lab(np.asarray(small)))
    noise = Background.of(lab).noise
    known = (sure > 250) | (possible < 5)
    chance = np.where(sure > 250, 0.98, np.where(possible < 5, 0.02, 0.5))
    certain = np.where(known, SURE, 0.0)
    soft = refined(lab, PixelGraph.of(lab), chance, certain, noise**2)
    found = enlarge(tidy(soft), small.convert("L"), picture.convert("L"))
    found[~outer] = 0
    return found
