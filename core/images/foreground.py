"""Finding the object in a photograph without a network.

Made for product photographs: what the picture's border shows is background, what differs from it
is the object. The border's colours and the way to them (a soft shadow is reached without crossing
an edge) give a first guess; colour models of both sides and a contrast-sensitive smoothing refine
it in turns, as GrabCut does (Rother, Kolmogorov, Blake, SIGGRAPH 2004), with the random walker
with priors (Grady, CVPR 2005) in place of the cut, because it is a quick linear solve.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from PIL import Image
from scipy import ndimage, sparse
from scipy.special import logit

from core.errors import UserError
from core.types import Bytes, Floats, View

Bools = npt.NDArray[np.bool_]
Reals = npt.NDArray[np.float64]

WORKING_SIDE = 256
SMALLEST, LARGEST = 0.01, 0.95  # share of the picture that a believable object covers
MOST_OF_BORDER = 0.6
ROUNDS = 3
# Lab units: how uneven a background is at least (a cut-out on white) and at most taken to be.
LEAST_NOISE, MOST_NOISE = 0.8, 4.0
# A shadow: how much darker than the background, how much other in colour, how steep a pixel.
SHADOW_DEPTH, SHADOW_TINT, SHADOW_SLOPE = 45.0, 4.0, 2.0
SMOOTH, FOLLOWING = 3.3, 0.93  # how well, and how much of, a border follows a studio shading
PLAIN_SHARE = 0.35  # of the border, for one even colour to be the whole background


def find_mask(view: View, network_silhouette: Callable[[View], Floats] | None = None) -> View:
    """The view with a mask (H, W): classical, else the network's silhouette, else none.

    ``network_silhouette`` is asked only when the classical mask is not believable.
    """
    mask = segment(view.image)
    if is_believable(mask):
        return replace(view, mask=mask, mask_source="classical")
    if network_silhouette is not None:
        return replace(view, mask=network_silhouette(view), mask_source="network")
    return replace(view, mask=None, mask_source="none")


def check_mask(view: View) -> None:
    """Raises UserError when the view has no mask or one that is empty or covers everything."""
    share = 0.0 if view.mask is None else float((view.mask > 0.5).mean())
    if view.mask is None or share < 1e-3:
        raise UserError(
            f"No object was found in {view.name}. Use a picture with a plainer background, "
            "or give a mask."
        )
    if share > 0.995:
        raise UserError(
            f"The mask of {view.name} covers the whole picture. Leave some background around "
            "the object, or give a mask."
        )


def is_believable(mask: Floats) -> bool:
    """Whether a mask covers a sensible share of the picture and leaves most of its border free."""
    inside = mask > 0.5
    share, at_border = float(inside.mean()), float(inside[_border(inside)].mean())
    return SMALLEST < share < LARGEST and at_border < MOST_OF_BORDER


def segment(image: Bytes) -> Floats:
    """Soft foreground mask (H, W) of an image uint8 (H, W, 3)."""
    height, width = image.shape[:2]
    scale = min(1.0, WORKING_SIDE / max(height, width))
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    small = np.asarray(Image.fromarray(image).resize(size, Image.Resampling.BOX))
    lab = _flattened(to_lab(small))
    links = _Links.of(lab)
    background = _Background.of(lab)
    chance, certain = _first_guess(lab, links, background)
    soft = links.smooth(chance, certain)
    for _ in range(ROUNDS):
        inside = soft > 0.5
        if min(inside.sum(), (~inside).sum()) < 50:
            break
        floor = background.noise**2
        ratio = _log_likelihood(lab, inside, floor) - _log_likelihood(lab, ~inside, floor)
        # What the colours say, tempered by the first guess, which also knows the place.
        evidence = 0.5 * np.clip(ratio, -6, 6) + 0.7 * logit(np.clip(chance, 0.02, 0.98))
        soft = links.smooth(1 / (1 + np.exp(-evidence)), certain)
    shadow = _shadow(lab, soft > 0.5, background)
    if shadow.any():
        guess = np.where(shadow, 0.0, soft)
        soft = links.smooth(guess, certain + 2.0 * shadow)
    return _enlarge(_tidy(soft), image, small)


def to_lab(image: Bytes) -> Reals:
    """CIE L*a*b* (H, W, 3) of sRGB, D65 white."""
    value = image.astype(np.float64) / 255
    linear = np.where(value > 0.04045, ((value + 0.055) / 1.055) ** 2.4, value / 12.92)
    matrix = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    xyz = linear @ matrix.T / (0.9505, 1.0, 1.089)
    root = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    x, y, z = np.moveaxis(root, -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def _flattened(lab: Reals) -> Reals:
    """The picture without the slow shading of a studio background (a vignette, a gradient).

    A quadratic is fitted robustly to the border; where most of the border does not follow it, the
    background is no such thing and the picture stays as it is.
    """
    height, width = lab.shape[:2]
    y, x = np.meshgrid(np.linspace(-1, 1, height), np.linspace(-1, 1, width), indexing="ij")
    basis = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=-1)
    border = _border(lab)
    terms, colors = basis[border], lab[border]
    weights = np.ones(len(terms))
    for _ in range(6):
        root = np.sqrt(weights)[:, None]
        fit = np.linalg.lstsq(terms * root, colors * root, rcond=None)[0]
        error = np.linalg.norm(colors - terms @ fit, axis=1)
        scale = 1.5 * float(np.median(error)) + 0.2
        weights = 1 / (1 + (error / scale) ** 2) ** 2
    if scale > SMOOTH or (error < 3 * scale).mean() < FOLLOWING:
        return lab
    return np.asarray(lab - basis @ fit + (terms @ fit).mean(axis=0))


@dataclass(frozen=True, eq=False)
class _Links:
    """The picture as a graph of neighbouring pixels: ends (E,), colour difference (E,)."""

    shape: tuple[int, int]
    start: npt.NDArray[np.int64]
    end: npt.NDArray[np.int64]
    contrast: Reals

    @classmethod
    def of(cls, lab: Reals) -> _Links:
        shape = lab.shape[:2]
        index = np.arange(shape[0] * shape[1]).reshape(shape)
        start = np.concatenate([index[:, :-1].ravel(), index[:-1].ravel()])
        end = np.concatenate([index[:, 1:].ravel(), index[1:].ravel()])
        flat = lab.reshape(-1, 3)
        return cls(
            (shape[0], shape[1]), start, end, np.linalg.norm(flat[start] - flat[end], axis=1)
        )

    def distance(self, sources: Bools, ripple: float) -> Reals:
        """How much contrast (H, W) must be crossed from the sources, ripples being free."""
        cost = np.maximum(self.contrast - ripple, 0) + 1e-3
        count = sources.size
        seeds = np.flatnonzero(sources)
        hub = np.full(len(seeds), count)
        weights = np.concatenate([cost, np.full(len(seeds), 1e-3)])
        ends = (np.concatenate([self.start, hub]), np.concatenate([self.end, seeds]))
        graph = sparse.csr_matrix((weights, ends), shape=(count + 1, count + 1))
        found = sparse.csgraph.dijkstra(graph, directed=False, indices=count)
        return np.asarray(found[:count]).reshape(self.shape)

    def smooth(self, chance: Reals, certain: Reals) -> Reals:
        """Chances (H, W) spread where there is no contrast; certain ones (weights) hold firm."""
        scale = 2 * max(float((self.contrast**2).mean()), 1.0)
        weight = 4.0 * np.exp(-(self.contrast**2) / scale) + 0.02
        count = chance.size
        pull = (0.02 + 0.5 * np.abs(2 * chance - 1) + certain).ravel()
        both = (np.concatenate([self.start, self.end]), np.concatenate([self.end, self.start]))
        between = sparse.csr_matrix((np.tile(weight, 2), both), shape=(count, count))
        diagonal = pull + np.asarray(between.sum(axis=1)).ravel()
        system = sparse.diags(diagonal) - between
        inverse = sparse.diags(1 / diagonal)
        solved, _ = sparse.linalg.cg(
            system, pull * chance.ravel(), x0=chance.ravel(), rtol=1e-3, maxiter=60, M=inverse
        )
        return np.asarray(np.clip(solved, 0, 1).reshape(self.shape))


@dataclass(frozen=True, eq=False)
class _Background:
    """The border's colours (K, 3) with the spread of each (K,), and how uneven the plainest is."""

    colors: Reals
    spread: Reals
    noise: float

    @classmethod
    def of(cls, lab: Reals) -> _Background:
        """From clusters of border pixels, without those that are the object leaving the picture.

        Where one even colour has a good part of the border and a corner, other colours are
        background only if they have a corner too; else every colour on two sides is.
        """
        border = _border(lab)
        samples = lab[border]
        wanted = min(5, len(np.unique(np.rint(samples), axis=0)))
        centres, label = _clusters(samples, wanted)
        count = len(centres)
        share = np.bincount(label, minlength=count) / len(label)
        spread = np.array([
            np.median(np.linalg.norm(samples[label == k] - centres[k], axis=1)) if share[k] else 0
            for k in range(count)
        ])  # fmt: skip
        rows, columns = np.nonzero(border)
        high, wide = lab.shape[0] - 1, lab.shape[1] - 1
        sides = [rows == 0, rows == high, columns == 0, columns == wide]
        shares = np.array(
            [np.bincount(label[side], minlength=count) / side.sum() for side in sides]
        )
        corners = {
            int(label[(np.hypot(rows - y, columns - x)).argmin()])
            for y in (0, high)
            for x in (0, wide)
        }
        plain = [k for k in corners if share[k] > PLAIN_SHARE and spread[k] < MOST_NOISE]
        kept = [
            k
            for k in range(count)
            if k in corners or (not plain and share[k] > 0.05 and (shares[:, k] > 0.1).sum() > 1)
        ]
        noise = min(spread[plain]) if plain else MOST_NOISE
        noise = float(np.clip(noise, LEAST_NOISE, MOST_NOISE))
        return cls(centres[kept], np.maximum(spread[kept], noise), noise)

    def distance(self, lab: Reals) -> Reals:
        """How far each pixel (H, W) is from the nearest background colour, in spreads."""
        offset = lab[:, :, None] - self.colors
        return np.asarray((np.linalg.norm(offset, axis=-1) / self.spread).min(axis=-1))


def _first_guess(lab: Reals, links: _Links, background: _Background) -> tuple[Reals, Reals]:
    """Chance of foreground (H, W) from the border alone, and how firmly to hold to it."""
    distance = background.distance(lab)
    seeds = _border(lab) & (distance < 2.5)
    way = links.distance(seeds, background.noise / 2)
    by_color = 1 - np.exp(-((distance / 3.0) ** 2))
    by_way = 1 - np.exp(-((way / (3.0 * background.noise)) ** 2))
    chance = np.clip(np.sqrt(by_color * by_way), 0.02, 0.98)
    return np.where(seeds, 0.0, chance), np.where(seeds, 4.0, 0.0)


def _shadow(lab: Reals, inside: Bools, background: _Background) -> Bools:
    """The parts of a mask that are the object's shadow.

    A shadow has the background's colour, only darker, changes slowly, lies low, meets the
    background along much of its outline, as the shaded side of a pale object does not, and is
    less than what casts it.
    """
    offset = lab[:, :, None] - background.colors
    tint = np.linalg.norm(offset[..., 1:], axis=-1)
    dark = (offset[..., 0] < 0) & (offset[..., 0] > -SHADOW_DEPTH)
    slope = ndimage.gaussian_gradient_magnitude(lab[..., 0], 1.0)
    like = inside & (dark & (tint < SHADOW_TINT)).any(axis=-1) & (slope < SHADOW_SLOPE)
    labels, count = ndimage.label(like)
    shadow = np.zeros_like(inside)
    if count == 0:
        return shadow
    middle = np.flatnonzero(inside.any(axis=1)).mean()
    whole = ndimage.label(inside)[0]
    area = np.bincount(whole.ravel())
    near = ndimage.binary_dilation(~inside, iterations=3)
    for k, box in enumerate(ndimage.find_objects(labels), 1):
        part = labels[box] == k
        outline = part & ~ndimage.binary_erosion(part)
        low = np.nonzero(part)[0].mean() + box[0].start > middle
        open_ = (near[box] & outline).sum() > 0.35 * outline.sum()
        if low and open_ and 20 < part.sum() < 0.4 * area[whole[box][part][0]]:
            shadow[box] |= part
    return shadow


def _log_likelihood(lab: Reals, chosen: Bools, floor: float, components: int = 4) -> Reals:
    """Log-likelihood (H, W) of every pixel under a Gaussian mixture fitted to the chosen ones.

    ``floor`` is added to the variances.
    """
    samples = lab[chosen]
    samples = samples[:: max(1, len(samples) // 3000)]
    centres, label = _clusters(samples, components)
    pixels = lab.reshape(-1, 3)
    total = np.full(len(pixels), -np.inf)
    for k in range(len(centres)):
        own = samples[label == k]
        if len(own) < 5:
            continue
        covariance = np.cov(own.T) + floor * np.eye(3)
        whitened = (pixels - own.mean(axis=0)) @ np.linalg.cholesky(np.linalg.inv(covariance))
        density = -0.5 * (whitened**2).sum(axis=1) - 0.5 * np.linalg.slogdet(covariance)[1]
        total = np.logaddexp(total, density + np.log(len(own) / len(samples)))
    # No colour is impossible: a floor keeps single odd pixels from deciding.
    return np.asarray(np.logaddexp(total, -18.0).reshape(lab.shape[:2]))


def _clusters(samples: Reals, count: int) -> tuple[Reals, npt.NDArray[np.int32]]:
    if count < 2 or len(samples) <= count:
        return samples.mean(axis=0, keepdims=True), np.zeros(len(samples), np.int32)
    # Starts spread along the lightness, so that the same picture gives the same mask.
    order = np.argsort(samples[:, 0], kind="stable")
    starts = samples[order[np.linspace(0, len(order) - 1, count).astype(int)]]
    starts = starts + np.arange(count)[:, None] * 1e-3
    for _ in range(8):
        label = ((samples[:, None] - starts) ** 2).sum(axis=-1).argmin(axis=1)
        for k in range(count):
            if (label == k).any():
                starts[k] = samples[label == k].mean(axis=0)
    return starts, label.astype(np.int32)


def _tidy(soft: Reals) -> Reals:
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


def _enlarge(soft: Reals, image: Bytes, small: Bytes) -> Floats:
    """The mask at full size, its edge laid along the photograph's own.

    Fast guided filter (He, Sun 2015): fit mask = a * grey + b in windows, enlarge a and b.
    """
    guide = small.mean(axis=-1) / 255
    radius = 5

    def mean(values: Reals) -> Reals:
        return np.asarray(ndimage.uniform_filter(values, radius, mode="nearest"))

    slope = (mean(guide * soft) - mean(guide) * mean(soft)) / (
        mean(guide**2) - mean(guide) ** 2 + 1e-3
    )
    offset = mean(mean(soft) - slope * mean(guide))
    size = (image.shape[1], image.shape[0])
    a, b = (
        np.asarray(Image.fromarray(part.astype(np.float32)).resize(size, Image.Resampling.BILINEAR))
        for part in (mean(slope), offset)
    )
    grey = image.mean(axis=-1, dtype=np.float32) / 255
    # The fit leaves a grey veil on both sides: the middle of the range is stretched.
    return np.asarray(np.clip((a * grey + b - 0.2) / 0.6, 0, 1), np.float32)


def _border(like: npt.NDArray[np.generic]) -> Bools:
    """A band along the picture's edge, a fiftieth of the short side wide."""
    band = np.zeros(like.shape[:2], np.bool_)
    width = max(1, min(like.shape[:2]) // 50)
    band[:width] = band[-width:] = True
    band[:, :width] = band[:, -width:] = True
    return band


def _frame(like: npt.NDArray[np.generic]) -> Bools:
    frame = np.zeros(like.shape[:2], np.bool_)
    frame[[0, -1]] = True
    frame[:, [0, -1]] = True
    return frame
