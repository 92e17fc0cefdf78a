"""Jobs about shapes: from photographs to codes, from codes to surfaces and pictures."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from core import pipeline
from core.methods import METHODS
from core.process.jobs.state import Drawn, Memory, Shape
from core.types import (
    Camera,
    Directions,
    Floats,
    LatentCode,
    Mesh,
    PointCloud,
    Pose,
    Progress,
    Reconstruction,
    View,
    VoxelGrid,
)

if TYPE_CHECKING:
    from core.methods.base import Method


def warm_up(memory: Memory, method: str) -> Generator[Progress, None, Directions]:
    """Load a method and run it once, so that the first real job is quick; its shape directions."""
    yield from memory.prepare()
    yield Progress("Loading the method", 0.0)
    loaded = memory.method(method)
    yield Progress("Warming up", 0.7)
    directions = loaded.directions()
    if METHODS[method].cameras:
        return directions
    yield Progress("Warming up", 0.9)
    mean = LatentCode(_blank(method), method).with_shape(directions.mean)
    yield from decode(memory, mean)
    yield from render(memory, mean)
    return directions


def _blank(method: str) -> dict[str, list[float]]:
    return {name: [0.0] * size for name, size in METHODS[method].latent.items()}


def reconstruct(
    memory: Memory, views: Sequence[View], method: str, resolution: int = 64
) -> Generator[Progress, None, tuple[Reconstruction, Shape]]:
    """The pipeline's reconstruction, and its shape ready to be shown."""
    yield from memory.prepare()
    yield Progress("Loading the method", 0.0)
    loaded = memory.method(method)
    steps = pipeline.reconstruct(views, loaded, resolution)
    while True:
        try:
            progress = next(steps)
        except StopIteration as finished:
            result: Reconstruction = finished.value
            break
        yield replace(progress, fraction=0.95 * progress.fraction)
    yield Progress("Making the surface", 0.95)
    # A method that could not measure may have handed over to one that guesses.
    shape = surface(result.shape, memory.method(result.method), result.code)
    memory.keep(result.code, resolution, shape)
    return result, shape


def decode(
    memory: Memory, code: LatentCode, resolution: int = 64
) -> Generator[Progress, None, Shape]:
    """A code as a grid and its surface."""
    shape = memory.recall(code, resolution)
    if shape is None:
        yield Progress("Building the shape", 0.0, f"{resolution}³ voxels")
        method = memory.method(code.method)
        decoded = method.decode(code, resolution)
        yield Progress("Making the surface", 0.8)
        shape = surface(decoded, method, code)
    memory.keep(code, resolution, shape)
    return shape


def restore(
    memory: Memory, results: Sequence[tuple[LatentCode, VoxelGrid]]
) -> Generator[Progress, None, tuple[Shape, ...]]:
    """The surfaces of results that come from a file: they need no network, so they come first."""
    shapes = []
    for index, (code, grid) in enumerate(results):
        yield Progress("Making the surface", index / len(results))
        # What measures has no network to load: its shapes are painted at once.
        method = memory.method(code.method) if METHODS[code.method].cameras else None
        shapes.append(surface(grid, method, code))
        memory.keep(code, len(grid.occupancy), shapes[-1])
    return tuple(shapes)


def steerable(memory: Memory, code: LatentCode, name: str) -> Generator[Progress, None, View]:
    """The shape of a code as one that is given: a view that holds it, drawn of it."""
    from core.rendering.shape_image import portrait

    shape = yield from decode(memory, code)
    yield Progress("Drawing the shape", 0.5, name)
    return portrait(shape.grid, name)


def surface(
    decoded: VoxelGrid | PointCloud | Mesh, method: Method | None, code: LatentCode
) -> Shape:
    """A decoded code with its surface; of a measured one, with what the photographs say of it."""
    from core.geometry.isosurface import isosurface
    from core.methods.multiview.painting import painted

    if not isinstance(decoded, VoxelGrid):
        raise TypeError(f"the window shows grids, not {type(decoded).__name__}")
    mesh = isosurface(decoded)
    return Shape(decoded, mesh if method is None else painted(method, code, mesh))


def render(memory: Memory, code: LatentCode) -> Generator[Progress, None, Drawn]:
    """The network's own picture of a code, its pose and its lamp."""
    yield Progress("Drawing it again", 0.0)
    method = memory.method(code.method)
    return Drawn(method.render(code), method.pose(code), method.lighting(code))


def agreement(
    memory: Memory,
    code: LatentCode,
    mask: Floats,
    camera: Camera | None,
    pose: Pose,
    crop: tuple[float, float, float],
) -> Generator[Progress, None, float]:
    """How well a code's shape, seen through a camera, fills the mask (H, W) of a photograph.

    Without a camera it is the one at the pose for which the shape fills the photograph's crop.
    """
    from core.rendering.silhouette import camera_by_crop, outline_iou

    shape = yield from decode(memory, code, METHODS[code.method].resolution)
    yield Progress("Comparing with the photograph", 0.5)
    if not len(shape.mesh.vertices):
        return 0.0
    if camera is None:
        camera = camera_by_crop(shape.mesh.vertices, pose, crop, mask.shape)
    return outline_iou(shape.mesh, camera, mask)
