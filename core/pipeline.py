"""From photographs to a shape: what the window, the command line and scripts call."""

from __future__ import annotations

import importlib
import time
from collections.abc import Generator, Sequence
from dataclasses import replace
from os import PathLike
from typing import TYPE_CHECKING

from core.errors import UserError
from core.geometry.expected_iou import expected_iou
from core.latent.detail import without_detail
from core.methods import DEFAULT, METHODS
from core.methods.base import is_measuring
from core.types import (
    Camera,
    Maps,
    Mesh,
    PointCloud,
    Pose,
    Progress,
    Reconstruction,
    View,
    VoxelGrid,
)
from core.utils.weights import read_card

if TYPE_CHECKING:
    from core.methods.base import Method


INSTEAD = DEFAULT  # takes several photographs without cameras, where those cannot be found


def load_method(key: str, device: str = "auto") -> Method:
    """A method with its weights from ``resources/weights``, ready on a device.

    Raises UserError for an unknown key, missing or altered weights, a device that is not there.
    """
    if key not in METHODS:
        raise UserError(f"There is no method '{key}'. Choose one of: {', '.join(METHODS)}.")
    module = importlib.import_module(METHODS[key].module)
    method: Method = module.load(device)
    return method


def load_views(
    paths: Sequence[str | PathLike[str]], masks: Sequence[str | PathLike[str]] | None = None
) -> tuple[View, ...]:
    """Photographs as views with masks: a file's own alpha, the given files, else segmentation.

    Raises UserError naming the file that cannot be read.
    """
    from core.images.load import load_image, load_mask
    from core.segmentation.foreground import find_mask

    if masks is not None and len(masks) != len(paths):
        raise UserError(f"{len(paths)} images but {len(masks)} masks. Give one mask an image.")
    views = [load_image(path) for path in paths]
    if masks is not None:
        return tuple(load_mask(view, mask) for view, mask in zip(views, masks, strict=True))
    return tuple(view if view.mask is not None else find_mask(view) for view in views)


def reconstruct(
    views: Sequence[View],
    method: str | Method = DEFAULT,
    resolution: int = 64,
    device: str = "auto",
) -> Generator[Progress, None, Reconstruction]:
    """Views to a Reconstruction, a step at a time.

    Raises UserError for no views and for a view in which no object was found.
    """
    if not views:
        raise UserError("There is no image to reconstruct from. Add one.")
    started = time.perf_counter()
    seconds: dict[str, float] = {}

    def lap(step: str) -> None:
        nonlocal started
        now = time.perf_counter()
        seconds[step] = now - started
        started = now

    yield Progress("Loading the method", 0.0)
    chosen = load_method(method, device) if isinstance(method, str) else method
    lap("load")
    yield Progress("Looking at the photographs", 0.3, f"{len(views)} of {len(views)}")
    notes: tuple[str, ...] = ()
    if is_measuring(chosen):
        from core.cameras.sfm import TooFewPlaced

        try:
            return (yield from chosen.measure(views, resolution))
        except TooFewPlaced as error:  # a guess is of more use than none
            chosen = load_method(INSTEAD, device)
            notes = (str(error), f"The learned method '{INSTEAD}' guessed the shape instead.")
    from core.segmentation.foreground import remarks

    views = with_masks(views)
    analysis = chosen.analyse(views)
    if (solid := views[0].solid) is not None:  # given as a shape: no need to guess it
        code = analysis.code.replace(**chosen.encode_shape(solid))
        analysis = replace(analysis, code=without_detail(code))
    lap("encode")
    yield Progress("Building the shape", 0.6, f"{resolution}³ voxels")
    shape = chosen.decode(analysis.code, resolution)
    lap("decode")
    yield Progress("Drawing it again", 0.85)
    rendering = chosen.render(analysis.code)
    lap("render")
    yield Progress("Done", 1.0)
    pose = analysis.pose or chosen.pose(analysis.code)
    camera = analysis.camera if solid is None else None
    camera = camera or camera_of(views, shape, pose, analysis.maps)
    if len(views) == 1 and solid is None:
        notes = (*notes, *remarks(views[0]))
    if len(views) > 1 and analysis.camera is not None:
        notes = (*notes, f"The detail is that of {views[analysis.seen].name}, which tells most.")
    return Reconstruction(
        method=chosen.key,
        code=analysis.code,
        shape=shape,
        views=tuple(views),
        pose=pose,
        lighting=chosen.lighting(analysis.code),
        maps=analysis.maps,
        rendering=rendering,
        confidence=_confidence(shape, chosen.key, solid),
        notes=notes,
        seconds=seconds,
        camera=camera,
        agreement=_agreement(views, shape, camera),
        seen=analysis.seen,
    )


def camera_of(
    views: Sequence[View],
    shape: VoxelGrid | PointCloud | Mesh,
    pose: Pose | None,
    maps: Maps | None,
) -> Camera | None:
    """The camera of the one photograph, where a pose is known: its lens follows from the crop."""
    if len(views) != 1 or views[0].solid is not None or pose is None or maps is None:
        return None
    from core.geometry.isosurface import isosurface
    from core.rendering.silhouette import camera_by_crop

    mesh = isosurface(shape) if isinstance(shape, VoxelGrid) else shape
    if isinstance(mesh, PointCloud) or not len(mesh.vertices):
        return None
    return camera_by_crop(mesh.vertices, pose, maps.crop, views[0].image.shape)


def _agreement(
    views: Sequence[View], shape: VoxelGrid | PointCloud | Mesh, camera: Camera | None
) -> tuple[float, ...]:
    """The outline's IoU with the mask of the one photograph, where its camera is known."""
    if len(views) != 1 or camera is None or views[0].mask is None:
        return ()
    from core.geometry.isosurface import isosurface
    from core.rendering.silhouette import outline_iou

    mesh = isosurface(shape) if isinstance(shape, VoxelGrid) else shape
    return () if isinstance(mesh, PointCloud) else (outline_iou(mesh, camera, views[0].mask),)


def _confidence(
    shape: VoxelGrid | PointCloud | Mesh, key: str, solid: VoxelGrid | None
) -> float | None:
    """The IoU to expect; where a method was found to expect too much of pictures, less of it.

    Of a shape that was given as one, the IoU itself.
    """
    if not isinstance(shape, VoxelGrid):
        return None
    if solid is not None:
        from core.geometry.isosurface import upsample
        from core.metrics import iou

        size = max(len(shape.occupancy), len(solid.occupancy))
        found, wanted = (upsample(grid, size).occupancy for grid in (shape, solid))
        return iou(found, wanted)
    trust = read_card(key).get("trust")
    worth = trust["found"] / trust["expected"] if trust else 1.0
    return min(1.0, worth * expected_iou(shape))


def with_masks(views: Sequence[View]) -> tuple[View, ...]:
    """The views, with the object found where they have no mask.

    Raises UserError when there is none to be found, or when a mask is empty or covers all.
    """
    from core.segmentation.foreground import check_mask, find_mask

    masked = tuple(view if view.mask is not None else find_mask(view) for view in views)
    for view in masked:
        check_mask(view)
    return masked
