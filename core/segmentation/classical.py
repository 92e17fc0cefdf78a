"""Finding the object in a photograph by its colours, without a network.

Made for product photographs: what the picture's border shows is background, what differs from it
is the object. The border's colours and the contrast on the way to it give a first guess; colour
models of both sides and a contrast-sensitive smoothing refine it in turns, as GrabCut does
(Rother, Kolmogorov, Blake, SIGGRAPH 2004), with the random walker with priors (Grady, CVPR 2005)
in place of the cut, because it is a quick linear solve.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image
from scipy import ndimage
from scipy.special import logit

from core.segmentation.backdrop_model import (
    Background,
    border,
    clusters,
    find_shadow,
    flattened,
    to_lab,
)
from core.segmentation.pixel_graph import PixelGraph
from core.types import Bytes, Floats

Bools = npt.NDArray[np.bool_]
Reals = npt.NDArray[np.float64]

WORKING_SIDE = 256
ROUNDS = 3


def segment(image: Bytes) -> Floats:
    """Soft foreground mask (H, W) of an image uint8 (H, W, 3)."""
    height, width = image.shape[:2]
    scale = min(1.0, WORKING_SIDE / max(height, width))
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    picture = Image.fromarray(image)
    small = picture.resize(size, Image.Resampling.BOX)
    lab = flattened(to_lab(np.asarray(small)))
    links = PixelGraph.of(lab)
    background = Background.of(lab)
    chance, certain = _first_guess(lab, links, background)
    soft = refined(lab, links, chance, certain, background.noise**2)
    shadow = find_shadow(lab, soft > 0.5, background)
    if shadow.any():
        guess = np.where(shadow, 0.0, soft)
        soft = links.smooth(guess, certain + 2.0 * shadow)
    return enlarge(tidy(soft), small.convert("L"), picture.convert("L"))


def _first_guess(lab: Reals, links: PixelGraph, background: Background) -> tuple[Reals, Reals]:
    """Chance of foreground (H, W) from the border alone, and how firmly to hold to it."""
    distance = background.distance(lab)
    seeds = border(lab) & (distance < 2.5)
    way = links.distance(seeds, background.noise / 2)
    by_color = 1 - np.exp(-((distance / 3.0) ** 2))
    by_way = 1 - np.exp(-((way / (3.0 * background.noise)) ** 2))
    chance = np.clip(np.sqrt(by_color * by_way), 0.02, 0.98)
    return np.where(seeds, 0.0, chance), np.where(seeds, 4.0, 0.0)


def refined(lab: Reals, links: PixelGraph, chance: Reals, certain: Reals, floor: float) -> Reals:
    """A first guess improved in turns: colour models of both sides, then smoothing.

    ``floor`` is the least variance of a colour; ``certain`` weighs what must not change.
    """
    soft = links.smooth(chance, certain)
    for _ in range(ROUNDS):
        inside = soft > 0.5
        if min(inside.sum(), (~inside).sum()) < 50:
            break
        ratio = log_likelihood(lab, inside, floor) - log_likelihood(lab, ~inside, floor)
        # What the colours say, tempered by the first guess, which also knows the place.
        evidence = 0.5 * np.clip(ratio, -6, 6) + 0.7 * logit(np.clip(chance, 0.02, 0.98))
        soft = links.smooth(1 / (1 + np.exp(-evidence)), certain)
    return soft


def log_likelihood(lab: Reals, chosen: Bools, floor: float, components: int = 4) -> Reals:
    """Log-likelihood (H, W) of every pixel under a Gaussian mixture fitted to the chosen ones.

    ``floor`` is added to the variances.
    """
    samples = lab[chosen]
    samples = samples[:: max(1, len(samples) // 3000)]
    centres, label = clusters(samples, components)
    pixels = lab.reshape(-1, 3)
    # No colour is impossible: a floor keeps single odd pixels from deciding, and logarithms finite.
    total = np.full(len(pixels), np.exp(-18.0))
    for k in range(len(centres)):
        own = samples[label == k]
        if len(own) < 5:
            continue
        covariance = np.cov(own.T) + floor * np.eye(3)
        whitened = (pixels - own.mean(axis=0)) @ np.linalg.cholesky(np.linalg.inv(covariance))
        height = len(own) / len(samples) / np.sqrt(np.linalg.det(covariance))
        total += height * np.exp(-0.5 * np.einsum("pc,pc->p", whitened, whitened))
    return np.asarray(np.log(total).reshape(lab.shape[:2]))


def tidy(soft: Reals) -> Reals:
    """Only the large parts, without pinholes."""
    inside = soft > 0.5
    if not inside.any():
        return soft
    labels, _ = ndimage.label(inside, np.ones((3, 3)))
    sizes = np.bincount(labels.ravel())
    sizes[0] = 0
    soft = np.where(inside & (sizes[labels] < 0.1 * sizes.max()), 0.0, soft)
    holes, _ = ndimage.label(soft <= 0.5)
    extent = np.bincount(holes.ravel())
    extent[0] = 0
    extent[np.unique(holes[_frame(holes)])] = 0
    small = (extent > 0) & (extent < 0.01 * sizes.max())
    return np.where(small[holes], 1.0, soft)


def enlarge(soft: Reals, small: Image.Image, large: Image.Image) -> Floats:
    """The mask at full size, its edge laid along the photograph's own.

    Fast guided filter (He, Sun 2015): fit mask = a * grey + b in windows, enlarge a and b.
    """
    guide = np.asarray(small, np.float64) / 255
    radius = 5

    def mean(values: Reals) -> Reals:
        return np.asarray(ndimage.uniform_filter(values, radius, mode="nearest"))

    slope = (mean(guide * soft) - mean(guide) * mean(soft)) / (
        mean(guide**2) - mean(guide) ** 2 + 1e-3
    )
    offset = mean(mean(soft) - slope * mean(guide))
    a, b = (
        np.array(
            Image.fromarray(part.astype(np.float32)).resize(large.size, Image.Resampling.BILINEAR)
        )
        for part in (mean(slope), offset)
    )
    # The fit leaves a grey veil on both sides: the middle of the range is stretched. In place,
    # for the arrays are large.
    a *= np.asarray(large)
    b *= 255
    a += b - 0.2 * 255
    a /= 0.6 * 255
    return np.clip(a, 0, 1, out=a)


def _frame(like: npt.NDArray[np.generic]) -> Bools:
    frame = np.zeros(like.shape[:2], np.bool_)
    frame[[0, -1]] = True
    frame[:, [0, -1]] = True
    return frame
