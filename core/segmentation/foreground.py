"""Finding the object in a photograph.

U^2-Net-p looks at the whole picture, then again, in finer detail, at the object that it found
there: thin legs, handles and holes show only then. A page of print, a flat drawing and a picture
without an object give no mask.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image
from scipy import ndimage

from core.errors import UserError
from core.images.masks import Box, clipped
from core.segmentation.backdrop_model import border
from core.segmentation.classical import enlarge
from core.segmentation.salient import look
from core.types import Bytes, Floats, View

Bools = npt.NDArray[np.bool_]

SMALLEST, LARGEST = 0.003, 0.95  # share of the picture that a believable object covers
MOST_OF_BORDER = 0.6
REMARKED = 512  # pixels of the longer side at which masks are looked at
CUT = 0.15  # of the object's longer side at one edge of the picture: it goes on beyond
LARGEST_PIECE = 0.6  # of a mask, below which it is not that of one object
WIRE = 0.012  # half the width of an object of wires, beside its longer side
SIDE = 320  # pixels a side that the network sees at either look, as many as in its training
MARGIN = 0.12  # of an object's longest side: what the second look sees around it
GAP = 0.015  # of the picture: parts that are closer than twice that are one object
BESIDE = 0.25  # share of the largest object that another one has at least
ALIKE = 0.75  # overlap of both looks, above which they show the same object
LEAST = 0.45  # certainty, below which there is no object
PRINT_SIDE = 512  # pixels along the longer side that print is looked for at


def find_mask(view: View, number: int = 1) -> View:
    """The view with the mask (H, W) of its object, or with none where there is none to be found.

    Of several objects the largest in the middle is number 1; ``mask_choice`` says how many there
    are, and beyond the last comes the first again. ``mask_certainty`` is the overlap (IoU) with
    the true outline to expect.
    """
    image = view.image
    nothing = view.with_mask(None, "none")
    if _is_print(image):
        return nothing
    first = look(image, (0, 0, image.shape[1], image.shape[0]), SIDE)
    objects = _objects(first)
    if not objects:
        return nothing
    which = (number - 1) % len(objects)
    coarse, fine, box = _looked_again(image, first, objects, which)
    certainty = expected_iou((coarse + fine) / np.float32(2))
    if certainty < LEAST:
        return nothing
    # The second look is the better one. But from so near it may miss what belongs together, or the
    # box was wrong: then the two differ, and the surer one is right more often.
    finer = _overlap(coarse, fine) > ALIKE or expected_iou(fine) > expected_iou(coarse)
    mask = _outline(image, fine if finer else coarse, box)
    if not is_believable(mask) or _is_flat(image, mask):
        return nothing
    return view.with_mask(mask, "salient", certainty, (which + 1, len(objects)))


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


def remarks(view: View) -> tuple[str, ...]:
    """What is wrong with the object of a photograph, as its mask has it; sentences, often none."""
    if view.mask is None:
        return ()
    step = max(1, max(view.mask.shape) // REMARKED)
    inside = view.mask[::step, ::step] > 0.5
    rows, columns = (np.flatnonzero(inside.any(axis)) for axis in (1, 0))
    if not len(rows):
        return ()
    side = max(np.ptp(rows), np.ptp(columns)) + 1
    ends = inside[0], inside[-1], inside[:, 0], inside[:, -1]
    pieces = np.bincount(ndimage.label(inside, np.ones((3, 3)))[0][inside])[1:]
    said = []
    if max(int(end.sum()) for end in ends) > CUT * side:
        said.append(
            f"The edge of {view.name} cuts the object off. Take a photograph that shows all of it."
        )
    if pieces.max() < LARGEST_PIECE * pieces.sum():
        said.append(f"The mask of {view.name} is in {len(pieces)} pieces. Leave one object in it.")
    elif ndimage.distance_transform_edt(inside).max() < WIRE * side:
        said.append(f"The object of {view.name} is as thin as a wire, so most of it is a guess.")
    return tuple(said)


def is_believable(mask: Floats) -> bool:
    """Whether a mask covers a sensible share of the picture and leaves most of its border free."""
    inside = mask > 0.5
    share, at_border = float(inside.mean()), float(inside[border(inside)].mean())
    return SMALLEST < share < LARGEST and at_border < MOST_OF_BORDER


def expected_iou(chance: Floats) -> float:
    """The IoU of what is above one half with the truth, by the chances (h, w) themselves."""
    inside = chance > 0.5
    return float(chance[inside].sum() / (inside.sum() + chance[~inside].sum() + 1e-9))


def _objects(chance: Floats) -> list[Bools]:
    """Where the objects of a first look (h, w) are, best first; parts that are close are one."""
    inside = chance > 0.5
    reach = max(1, round(GAP * max(inside.shape)))
    labels, count = ndimage.label(ndimage.binary_dilation(inside, iterations=reach))
    labels[~inside] = 0
    y, x = (np.arange(length) / length - 0.5 for length in inside.shape)
    weight = chance * np.exp(-4 * (y[:, None] ** 2 + x**2))  # what is in the middle is meant
    sums = ndimage.sum_labels(weight, labels, np.arange(1, count + 1))
    order = [k for k in np.argsort(-sums, kind="stable") if sums[k] >= BESIDE * sums.max()]
    return [labels == k + 1 for k in order]


def _looked_again(
    image: Bytes, first: Floats, objects: list[Bools], which: int
) -> tuple[Floats, Floats, Box]:
    """The chances (SIDE, SIDE) of one of the objects at both looks, and the box they cover."""
    place = objects[which]
    down, across = (full / part for full, part in zip(image.shape, place.shape, strict=False))
    rows, columns = np.flatnonzero(place.any(1)) * down, np.flatnonzero(place.any(0)) * across
    top, bottom, left, right = rows[0], rows[-1] + down, columns[0], columns[-1] + across
    margin = MARGIN * max(bottom - top, right - left) + 2
    box = clipped((left - margin, top - margin, right + margin, bottom + margin), image.shape)
    within = (box[0] / across, box[1] / down, box[2] / across, box[3] / down)

    def seen(part: Floats) -> Floats:
        picture = Image.fromarray(part)
        found = picture.resize((SIDE, SIDE), Image.Resampling.BILINEAR, box=within)
        return np.asarray(found, np.float32)

    coarse, fine = seen(first), look(image, box, SIDE)
    if len(objects) > 1:  # what is nearer to another object belongs to that
        others = np.any([each for each in objects if each is not place], axis=0)
        far, farther = (ndimage.distance_transform_edt(~part) for part in (place, others))
        own = seen((far < farther).astype(np.float32))
        coarse, fine = coarse * own, fine * own
    return coarse, fine, box


def _overlap(one: Floats, other: Floats) -> float:
    """The IoU of what either holds to be the object."""
    a, b = one > 0.5, other > 0.5
    return float((a & b).sum() / max(1, (a | b).sum()))


def _outline(image: Bytes, chance: Floats, box: Box) -> Floats:
    """A mask (H, W) from chances in a box, its edge laid along the photograph's own."""
    left, top, right, bottom = box
    picture = Image.fromarray(image[top:bottom, left:right])
    small = picture.resize(chance.shape[::-1], Image.Resampling.BOX)
    mask = np.zeros(image.shape[:2], np.float32)
    soft = chance.astype(np.float64)
    mask[top:bottom, left:right] = enlarge(soft, small.convert("L"), picture.convert("L"))
    return mask


def _is_print(image: Bytes) -> bool:
    """Whether an image is a page of text: a plain ground with many small marks on it."""
    small = Image.fromarray(image).convert("L")
    small.thumbnail((PRINT_SIDE, PRINT_SIDE), Image.Resampling.BOX)
    grey = np.asarray(small, np.float32)
    ink = np.abs(grey - np.median(grey)) > 40
    labels, count = ndimage.label(ink, np.ones((3, 3)))
    if count < 60 or ink.mean() > 0.4:
        return False
    sizes = np.bincount(labels.ravel())[1:]
    return bool(sizes.max() < 0.1 * sizes.sum())


def _is_flat(image: Bytes, mask: Floats) -> bool:
    """Whether what a mask (H, W) covers is of even colours, as logos are.

    No light falls on it, so that nothing of its form can be seen.
    """
    small = Image.fromarray(image).convert("L")
    small.thumbnail((PRINT_SIDE, PRINT_SIDE), Image.Resampling.NEAREST)
    grey = np.asarray(small, np.float32)
    part = np.asarray(Image.fromarray(mask).resize(small.size, Image.Resampling.BILINEAR))
    inside = ndimage.binary_erosion(part > 0.5, iterations=3)
    steps = (ndimage.maximum_filter(grey, 3) - ndimage.minimum_filter(grey, 3))[inside]
    even, slow = steps < 1.5, (steps >= 1.5) & (steps < 20)
    # Between two even colours there are sharp edges and nothing else; light makes slow changes.
    return bool(len(steps) and even.mean() > 0.5 and slow.mean() < 0.08)
