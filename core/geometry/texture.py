"""The one photograph of an object, laid on its surface through the camera that took it.

No unwrapping is needed, because a camera already maps the surface to a picture. The texture has
two charts beside each other: the photograph around the object, its colours continued outward so
that no background bleeds in, and a small, smooth copy of it for what nothing is known of. A part
of the surface that the camera sees has the photograph's colours; one that it does not see has
those of its mirror image in the object's plane of symmetry, where that was seen and the seen
halves are alike; else the smooth ones, so that neither eyes nor print appear on a back, or, behind
another part of the object, those of the nearest place that was seen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from core.errors import UserError
from core.geometry.mesh import vertex_normals
from core.geometry.orientation import rotation
from core.images.crop import window
from core.types import Bytes, Camera, Floats, Mesh, Reconstruction, Similarity, View

LARGEST = 1536  # pixels of the longer side of what is kept of a photograph
AROUND = 0.03  # of the object's picture, added on each side
EROSION = 0.004  # of the object's picture: nearer to its edge colours are mixed with those behind
EDGE = 0.02  # what a colour there counts, where there is no better one near
SMOOTHER = 4  # pixels of the photograph along one of the smooth copy
BLURRED = 6  # pixels of the longer side at which the object's middle is told from its edge
RIM = 0.03  # of the longer side: what of the object's edge gives its colours to what is not seen
DEPTHS = 256  # pixels of the longer side of the depth map
SLACK = 0.035  # object sides behind the depth map at which a point is hidden
GRAZING = 0.05  # cosine to the surface below which a camera sees too little of it
ALIKE = 30.0, 0.7  # how far colours of seen halves may differ, of 255, or of how they vary
BEHIND = 0.08  # object sides behind other matter at which a point belongs to another part
NEAR = 0.12  # object sides within which a hidden point has the colour of one that is seen
SCRAPS = 0.1  # of what is not seen: less in the mirror's colours would be scraps among smooth ones
TOGETHER = 0.03  # object sides over which neighbours decide together what is seen
MOST_SWEEPS = 8
FEWEST = 50  # vertices seen in both halves that this can be judged by

Bools = npt.NDArray[np.bool_]
Reals = npt.NDArray[np.floating[Any]]
KINDS = 4
SEEN, MIRRORED, HIDDEN, SMOOTH = range(KINDS)  # where colours are from, best first


@dataclass(frozen=True, eq=False)
class Cover:
    """A photograph ready to be laid on meshes in the frame of its camera.

    ``texture`` (H, W, 3) sRGB has two charts, of (left, top, width, height) pixels each:
    ``photograph``, then ``smooth``. ``window`` is (left, top, width, height) of both in pixels of
    the photograph. ``outline`` (h, w) is the object's there, a little widened. ``mirror`` (3, 3) is
    the reflection in the object's plane of symmetry.
    """

    camera: Camera
    texture: Bytes
    photograph: tuple[int, int, int, int]
    smooth: tuple[int, int, int, int]
    window: tuple[int, int, int, int]
    outline: Bools
    mirror: npt.NDArray[np.float64]

    def turned(self, turn: str) -> Cover:
        """For meshes after quarter turns (see `core.geometry.orientation`)."""
        if not turn:
            return self
        matrix = rotation(turn).astype(np.float64)
        camera = Similarity(1.0, matrix, np.zeros(3)).camera(self.camera)
        return replace(self, camera=camera, mirror=matrix @ self.mirror @ matrix.T)


def cover(view: View, camera: Camera) -> Cover:
    """What of a photograph can lie on a shape; the camera is in the object frame, undistorted.

    Raises UserError where the mask shows no object.
    """
    height, width = view.image.shape[:2]
    mask = np.ones((height, width), np.float32) if view.mask is None else view.mask
    rows, columns = (np.flatnonzero((mask > 0.5).any(axis)) for axis in (1, 0))
    if not len(rows):
        raise UserError(f"The mask of {view.name} is empty. Mark the object or give another mask.")
    side = max(np.ptp(rows), np.ptp(columns)) + 1
    rim = 2 + round(AROUND * side)
    x0, x1 = int(columns[0]) - rim, int(columns[-1]) + 1 + rim
    y0, y1 = int(rows[0]) - rim, int(rows[-1]) + 1 + rim
    image = Image.fromarray(np.ascontiguousarray(window(view.image, x0, y0, x1, y1, "edge")))
    solid = window(mask, x0, y0, x1, y1, "constant")
    shape = Image.fromarray((np.clip(solid, 0, 1) * 255).astype(np.uint8))
    scale = min(1.0, LARGEST / max(image.size))
    # Whole pixels of the smooth copy, so that both charts show the same.
    wide, high = (max(SMOOTHER, round(n * scale / SMOOTHER) * SMOOTHER) for n in image.size)
    image, shape = (one.resize((wide, high), Image.Resampling.BOX) for one in (image, shape))
    return _charts(np.asarray(image), np.asarray(shape), camera, (x0, y0, x1 - x0, y1 - y0))


def cover_of(result: Reconstruction) -> Cover | None:
    """The photograph of a reconstruction, where it has one and its camera is known."""
    return None if result.camera is None else cover(result.views[result.seen], result.camera)


def textured(mesh: Mesh, view: View, camera: Camera) -> Mesh:
    """A mesh in the object frame with the photograph on it; see `laid` and `cover`."""
    return laid(mesh, cover(view, camera))


def laid(mesh: Mesh, photo: Cover) -> Mesh:
    """The mesh with uv and texture; vertices where two kinds of colours meet are doubled.

    Its ``seen`` is 1 where the photograph shows the surface and 0 where the colour is a guess.
    """
    if not len(mesh.faces):
        return mesh
    look = _look(mesh, photo)
    of_face = np.full(len(mesh.faces), SMOOTH)
    of_face[(look.seen | look.hidden)[mesh.faces].all(axis=1)] = HIDDEN
    of_face[look.mirrored[mesh.faces].all(axis=1)] = MIRRORED
    of_face[look.seen[mesh.faces].all(axis=1)] = SEEN
    count = len(mesh.vertices)
    wanted = mesh.faces + count * of_face[:, None]
    used = np.zeros(KINDS * count, np.bool_)
    used[wanted.reshape(-1)] = True
    kind, vertex = np.divmod(np.flatnonzero(used), count)
    number = np.cumsum(used, dtype=np.int32) - 1
    kept = {
        name: value[vertex]
        for name in ("vertex_colors", "confidence")
        if (value := getattr(mesh, name)) is not None
    }
    return Mesh(
        mesh.vertices[vertex],
        number[wanted],
        **kept,
        seen=(kind == SEEN).astype(np.float32),
        uv=_uv(look, kind, vertex, photo),
        texture=photo.texture,
    )


def colored(mesh: Mesh, photo: Cover) -> Mesh:
    """The mesh with the same colours at its vertices, for formats that hold no texture."""
    if not len(mesh.faces):
        return mesh
    look = _look(mesh, photo)
    kind = np.select([look.seen, look.mirrored, look.hidden], [SEEN, MIRRORED, HIDDEN], SMOOTH)
    uv = _uv(look, kind, np.arange(len(kind)), photo)
    seen = look.seen.astype(np.float32)
    return replace(mesh, vertex_colors=sampled(photo.texture, uv), seen=seen)


def sampled(texture: Bytes, uv: Floats) -> Bytes:
    """The texture's colours (P, 3) at uv (P, 2), bilinear."""
    height, width = texture.shape[:2]
    x = np.clip(uv[:, 0] * width - 0.5, 0, width - 1)
    y = np.clip(uv[:, 1] * height - 0.5, 0, height - 1)
    left, top = np.minimum(x.astype(int), width - 2), np.minimum(y.astype(int), height - 2)
    u, v = (x - left)[:, None], (y - top)[:, None]
    upper = texture[top, left] * (1 - u) + texture[top, left + 1] * u
    lower = texture[top + 1, left] * (1 - u) + texture[top + 1, left + 1] * u
    return np.asarray(np.rint(upper * (1 - v) + lower * v), np.uint8)


# What the camera sees


@dataclass(frozen=True, eq=False)
class _Look:
    """What the photograph tells of V vertices. ``places`` (KINDS, V, 2) are where in its window,
    in [0, 1] twice, a vertex has its colour from if that is of a kind; the others (V,) say of which
    it can be: it is ``seen``, its mirror image is, or it is ``hidden`` behind other matter."""

    places: Reals
    seen: Bools
    mirrored: Bools
    hidden: Bools


def _look(mesh: Mesh, photo: Cover) -> _Look:
    points = np.asarray(mesh.vertices, np.float64)
    normals = vertex_normals(mesh)
    plane, depth, facing = _projected(points, normals, photo)
    entry, leave = (_depth_map(plane, depth, mesh.faces, photo, side) for side in (1, -1))
    seen = facing > GRAZING
    seen &= depth < _at(entry, plane, np.inf) + SLACK
    seen &= _at(photo.outline, plane, False)
    seen = _of_most(seen, mesh)
    hidden = depth > _at(leave, plane, np.inf) + BEHIND
    flip = photo.mirror.T
    other, depth, facing = _projected(points @ flip, normals @ flip, photo)
    mirrored = facing > GRAZING
    mirrored &= np.abs(depth - _at(entry, other, np.inf)) < SLACK
    mirrored &= _at(photo.outline, other, False)
    few = (mirrored & ~seen).sum() < SCRAPS * (~seen).sum()
    if few or not _alike(plane, other, seen & mirrored, photo):
        mirrored[:] = False
    hidden &= ~(seen | mirrored)
    nearest, near = _nearest_seen(points, seen, hidden)
    places = np.stack([plane, other, plane[nearest], plane]).astype(np.float32)
    return _Look(places, seen, mirrored, near)


def _of_most(marked: Bools, mesh: Mesh) -> Bools:
    """What most vertices around one are (V,): no scraps of one kind of colour amid another."""
    share: Reals = marked.astype(np.float32)
    corners = mesh.faces.reshape(-1)
    count = np.maximum(np.bincount(corners, minlength=len(marked)), 1)
    edges = mesh.vertices[mesh.faces[:, 1]] - mesh.vertices[mesh.faces[:, 0]]
    step = float(np.median(np.linalg.norm(edges, axis=1)))
    for _ in range(int(min(TOGETHER / max(step, 1e-6), MOST_SWEEPS))):
        of_face = np.repeat(share[mesh.faces].mean(axis=1), 3)
        share = np.bincount(corners, of_face, len(marked)) / count
    return np.asarray(share > 0.5)


def _nearest_seen(points: Reals, seen: Bools, hidden: Bools) -> tuple[npt.NDArray[np.int64], Bools]:
    """For hidden vertices the seen one that is nearest (V,), and for which there is one near.

    Of the others it is they themselves.
    """
    from scipy.spatial import KDTree

    nearest, near = np.arange(len(seen)), np.zeros(len(seen), np.bool_)
    known = np.flatnonzero(seen)
    if len(known) and hidden.any():
        away, index = KDTree(points[known]).query(points[hidden], distance_upper_bound=NEAR)
        near[hidden] = found = away < NEAR
        nearest[near] = known[index[found]]
    return nearest, near


def _projected(points: Reals, normals: Reals, photo: Cover) -> tuple[Reals, Reals, Reals]:
    """Places in the window (V, 2), depths (V,), and cosines to the camera (V,)."""
    camera = photo.camera
    local = points @ camera.R.T + camera.t
    depth = np.maximum(local[:, 2], 1e-3)
    pixels = local @ camera.K.T
    left, top, width, height = photo.window
    plane = (pixels[:, :2] / depth[:, None] - (left, top)) / (width, height)
    away = camera.centre - points
    facing = np.einsum("va,va->v", normals, away) / np.maximum(np.linalg.norm(away, axis=1), 1e-9)
    return plane, depth, facing


def _depth_map(
    plane: Reals, depth: Reals, faces: npt.NDArray[np.int32], photo: Cover, side: int
) -> Reals:
    """The nearest depth around each pixel of the window (h, w), inf where nothing is.

    ``side`` is 1 for where rays enter the shape, -1 for where they leave it. Triangles are drawn as
    points less than a pixel apart. Every pixel takes the nearest of its neighbours too: what is
    hidden but for a pixel's breadth must not show the colour of what hides it.
    """
    height, width = photo.outline.shape
    corners, deep = (plane * (width, height))[faces], depth[faces]
    (ux, uy), (vx, vy) = (corners[:, k].T - corners[:, 0].T for k in (1, 2))
    chosen = side * (ux * vy - uy * vx) < 0  # y is down
    corners, deep = corners[chosen], deep[chosen]
    longest = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2).max(axis=1, initial=0)
    steps = np.minimum(np.ceil(longest), 2 * DEPTHS).astype(np.int64) + 1
    buffer = np.full(height * width, np.inf)
    for step in np.unique(steps):
        some = steps == step
        weights = _spread(int(step))
        x, y = (np.floor(weights @ corners[some, :, axis].T).astype(np.int64) for axis in (0, 1))
        depths = weights @ deep[some].T
        inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
        np.minimum.at(buffer, (y * width + x)[inside], depths[inside])
    return _nearest(buffer.reshape(height, width))


def _spread(steps: int) -> Reals:
    """Weights (P, 3) of the corners, for points all over a triangle, ``steps`` along a side."""
    i, j = np.meshgrid(np.arange(steps), np.arange(steps), indexing="ij")
    within = i + j < steps
    u, v = i[within] / max(steps - 1, 1), j[within] / max(steps - 1, 1)
    return np.stack([1 - u - v, u, v], axis=1)


def _nearest(values: Reals) -> Reals:
    """The least of each pixel and its eight neighbours."""
    for axis in (0, 1):
        padded = np.pad(values, [(1, 1) if k == axis else (0, 0) for k in (0, 1)], mode="edge")
        parts = [np.take(padded, range(k, k + values.shape[axis]), axis) for k in range(3)]
        values = np.minimum(np.minimum(*parts[:2]), parts[2])
    return values


def _at(picture: npt.NDArray[Any], plane: Reals, outside: float) -> npt.NDArray[Any]:
    """The pixels of a picture of the window at places (V, 2) in it."""
    height, width = picture.shape
    x, y = np.floor(np.clip(plane, -1, 2) * (width, height)).astype(np.int64).T
    inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    found = picture[y.clip(0, height - 1), x.clip(0, width - 1)]
    return np.asarray(np.where(inside, found, outside), picture.dtype)


def _alike(plane: Reals, other: Reals, both: Bools, photo: Cover) -> bool:
    """Whether the photograph has the same colours where both a point and its mirror image are
    seen: else the object is not symmetric, or stands otherwise than was thought."""
    if int(both.sum()) < FEWEST:
        return True
    one, two = (
        sampled(photo.texture, _on_chart(place[both], photo.photograph, photo)).astype(np.float32)
        for place in (plane, other)
    )
    differ, vary = (float(np.square(one - of).mean()) ** 0.5 for of in (two, one.mean(axis=0)))
    return bool(differ < max(ALIKE[0], ALIKE[1] * vary))


def _uv(
    look: _Look, kind: npt.NDArray[np.int64], vertex: npt.NDArray[np.int64], photo: Cover
) -> Floats:
    """uv (P, 2) of vertices (P,) whose colours are of a kind (P,)."""
    places = look.places[kind, vertex]
    uv = _on_chart(places, photo.photograph, photo)
    smooth = kind == SMOOTH
    uv[smooth] = _on_chart(places[smooth], photo.smooth, photo)
    return uv


def _on_chart(places: Reals, chart: tuple[int, int, int, int], photo: Cover) -> Floats:
    """uv (P, 2) of places (P, 2) in the window, a pixel from the chart's border or more."""
    left, top, width, height = chart
    rows, columns = photo.texture.shape[:2]
    size = np.array([width, height])
    pixels = np.clip(places * size, 1, size - 1) + np.array([left, top])
    return np.asarray(pixels / (columns, rows), np.float32)


# The charts


def _charts(image: Bytes, mask: Bytes, camera: Camera, place: tuple[int, int, int, int]) -> Cover:
    height, width = mask.shape
    sure = _eroded(mask, max(1, round(EROSION * max(height, width))))
    weight = np.maximum(sure, np.float32(EDGE) * mask).astype(np.float32) / np.float32(255)
    filled, smooth = _continued(image, weight)
    rows, columns = smooth.shape[:2]
    texture = np.empty((height, width + columns, 3), np.uint8)
    texture[:] = np.rint(smooth.mean(axis=(0, 1)))
    texture[:, :width] = filled
    texture[:rows, width:] = smooth
    scale = DEPTHS / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = np.asarray(Image.fromarray(mask).resize(size, Image.Resampling.BOX), np.float32)
    return Cover(
        camera,
        texture,
        (0, 0, width, height),
        (width, 0, columns, rows),
        place,
        _nearest(_nearest(-small)) < -25,
        np.diag([-1.0, 1.0, 1.0]),
    )


def _eroded(mask: Bytes, radius: int) -> Bytes:
    for axis in (0, 1):
        low = mask
        for step in range(1, radius + 1):
            for sign in (-step, step):
                low = np.minimum(low, np.roll(mask, sign, axis))
        mask = low  # the rim around the object is wider than what is rolled over the border
    return mask


def _continued(image: Bytes, weight: Reals) -> tuple[Bytes, Bytes]:
    """The image with its colours continued to where the weight is 0, and its smooth copy.

    The smooth copy has the colours of the object's rim, continued inward: a back is more like what
    is seen beside it than like a face.
    """
    colors, weights = _pulled(image, weight)
    fills = _pushed(colors, weights)
    smoother = SMOOTHER.bit_length() - 1
    blurred = next(k for k, share in enumerate(weights) if max(share.shape) <= BLURRED)
    sharp, shape = fills[smoother], weights[smoother].shape
    deep = _eroded(np.uint8(255) * (weights[smoother] > 0.5), max(1, round(RIM * max(shape))))
    soft = _pushed(*_pulled(sharp, weights[smoother] * (deep == 0)))[0]
    # Toward the outline it is as sharp as the photograph, so that both meet there unseen.
    inner = _resized(weights[max(blurred - 1, 0)][..., None], shape)
    inner = np.clip(2 * inner - 1, 0, 1)
    return _bytes(fills[0]), _bytes(sharp + inner * (soft - sharp))


def _pulled(image: npt.NDArray[Any], weight: Reals) -> tuple[list[Reals], list[Reals]]:
    """Weighed colours and weights, from fine to coarse. Gortler et al., The lumigraph, SIGGRAPH
    1996, section 3.4 (pull and push)."""
    colors: list[Reals] = [image * weight[..., None]]
    weights: list[Reals] = [weight]
    while max(weights[-1].shape) > 2:
        colors.append(_halved(colors[-1]))
        weights.append(_halved(weights[-1]))
    return colors, weights


def _pushed(colors: list[Reals], weights: list[Reals]) -> list[Reals]:
    """Colours from fine to coarse, those of coarser levels where finer ones are missing."""
    known = [
        color / np.maximum(share, 1e-9)[..., None]
        for color, share in zip(colors, weights, strict=True)
    ]
    fills: list[Reals] = [known[-1]]  # from coarse to fine
    for color, share in zip(known[-2::-1], weights[-2::-1], strict=True):
        coarse = _resized(fills[-1], share.shape)
        fills.append(coarse + np.minimum(4 * share, 1)[..., None] * (color - coarse))
    return fills[::-1]


def _bytes(colors: Reals) -> Bytes:
    return np.rint(np.clip(colors, 0, 255)).astype(np.uint8)


def _halved(values: Reals) -> Reals:
    """Means of 2 x 2 pixels; an odd last row or column is taken twice."""
    odd = [(0, n % 2) for n in values.shape[:2]] + [(0, 0)] * (values.ndim - 2)
    even = np.pad(values, odd, mode="edge") if any(end for _, end in odd) else values
    return (even[::2, ::2] + even[1::2, ::2] + even[::2, 1::2] + even[1::2, 1::2]) / 4


def _resized(
    values: Reals, shape: tuple[int, ...], between: Image.Resampling = Image.Resampling.BILINEAR
) -> Reals:
    """Layers (H, W, C) at another size."""
    size = shape[1], shape[0]
    layers = [np.ascontiguousarray(layer, np.float32) for layer in np.moveaxis(values, -1, 0)]
    return np.stack([np.asarray(Image.fromarray(one).resize(size, between)) for one in layers], -1)
