"""What a picture's border tells of the background: its colours, its shading, its shadows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from core.types import Bytes

Bools = npt.NDArray[np.bool_]
Reals = npt.NDArray[np.float64]

# Lab units: how uneven a background is at least (a cut-out on white) and at most taken to be.
LEAST_NOISE, MOST_NOISE = 0.8, 4.0
# A shadow: how much darker than the background, how much other in colour, how steep a pixel.
SHADOW_DEPTH, SHADOW_TINT, SHADOW_SLOPE = 45.0, 4.0, 2.0
SMOOTH, FOLLOWING = 3.3, 0.93  # how well, and how much of, a border follows a studio shading
PLAIN_SHARE = 0.35  # of the border, for one even colour to be the whole background


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


def flattened(lab: Reals) -> Reals:
    """The picture without the slow shading of a studio background (a vignette, a gradient).

    A quadratic is fitted robustly to the border; where most of the border does not follow it, the
    background is no such thing and the picture stays as it is.
    """
    height, width = lab.shape[:2]
    y, x = np.meshgrid(np.linspace(-1, 1, height), np.linspace(-1, 1, width), indexing="ij")
    basis = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=-1)
    band = border(lab)
    terms, colors = basis[band], lab[band]
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
class Background:
    """The border's colours (K, 3) with the spread of each (K,), and how uneven the plainest is."""

    colors: Reals
    spread: Reals
    noise: float

    @classmethod
    def of(cls, lab: Reals) -> Background:
        """From clusters of border pixels, without those that are the object leaving the picture.

        Where one even colour has a good part of the border and a corner, other colours are
        background only if they have a corner too; else every colour on two sides is.
        """
        band = border(lab)
        samples = lab[band]
        wanted = min(5, len(np.unique(np.rint(samples), axis=0)))
        centres, label = clusters(samples, wanted)
        count = len(centres)
        share = np.bincount(label, minlength=count) / len(label)
        spread = np.array([
            np.median(np.linalg.norm(samples[label == k] - centres[k], axis=1)) if share[k] else 0
            for k in range(count)
        ])  # fmt: skip
        rows, columns = np.nonzero(band)
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
        squared = np.einsum("hwkc,hwkc->hwk", offset, offset) / self.spread**2
        return np.asarray(np.sqrt(squared.min(axis=-1)))


def find_shadow(lab: Reals, inside: Bools, background: Background) -> Bools:
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


def clusters(samples: Reals, count: int) -> tuple[Reals, npt.NDArray[np.int32]]:
    if count < 2 or len(samples) <= count:
        return samples.mean(axis=0, keepdims=True), np.zeros(len(samples), np.int32)
    # Starts spread along the lightness, so that the same picture gives the same mask.
    order = np.argsort(samples[:, 0], kind="stable")
    starts = samples[order[np.linspace(0, len(order) - 1, count).astype(int)]]
    starts = starts + np.arange(count)[:, None] * 1e-3
    for _ in range(8):
        # Squared distances less what is the same for every centre.
        label = ((starts**2).sum(axis=1) - 2 * samples @ starts.T).argmin(axis=1)
        for k in range(count):
            if (label == k).any():
                starts[k] = samples[label == k].mean(axis=0)
    return starts, label.astype(np.int32)


def border(like: npt.NDArray[np.generic]) -> Bools:
    """A band along the picture's edge, a fiftieth of the short side wide."""
    band = np.zeros(like.shape[:2], np.bool_)
    width = max(1, min(like.shape[:2]) // 50)
    band[:width] = band[-width:] = True
    band[:, :width] = band[:, -width:] = True
    return band
