"""How well shapes measured in photographs fit: silhouettes, reference clouds, known shapes."""

from __future__ import annotations

import itertools
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from scipy.spatial import KDTree

from core import pipeline
from core.cameras.load import load_cameras, with_cameras
from core.errors import UserError
from core.evaluation.report import Report, Row, Table
from core.evaluation.version import version
from core.geometry.isosurface import isosurface
from core.geometry.points import sample_points
from core.geometry.voxelize import normalize, voxelize
from core.images.load import IMAGE_SUFFIXES
from core.importers.shapes import iter_shapes
from core.metrics import iou
from core.rendering.splat import sample_surface
from core.rendering.turntable import around, outlined, photographed
from core.types import (
    Bytes,
    Mesh,
    Progress,
    Reconstruction,
    View,
    VoxelGrid,
)
from core.utils.files import is_folder
from core.utils.progress import finished

EVERY = 4  # each fourth photograph is left out of the fit
CLOSE = 0.01  # of the object's longest side
SAMPLES = 200_000
SPLATS = 500_000  # of a surface that is photographed
FIRST = 38  # families to choose from: later ones would change which shapes a number stands for


@dataclass(frozen=True)
class Fit:
    """How a shape measured in some photographs fits others of the same object, and a cloud.

    ``left_out`` is the mean silhouette IoU with photographs that were not used, whose masks were
    found in each alone, ``left_out_masked`` the same where the surface told the masks where to
    look; ``used`` with photographs that were used; ``near`` is the share of the reference points
    within CLOSE of the surface and ``ninety`` the distance, in object sides, that nine in ten of
    them are within.
    """

    left_out: float
    left_out_masked: float
    used: float
    near: float | None = None
    ninety: float | None = None
    seconds: float = 0.0


def fit(
    views: Sequence[View],
    method: str,
    cloud: npt.NDArray[np.float64] | None = None,
    device: str = "auto",
) -> Generator[Progress, None, Fit]:
    """Measure in three of four photographs and look at the fourth; ``cloud`` in their frame."""
    from core.cameras.rig import build_rig
    from core.methods.multiview.base import field_of, prepared, silhouette_agreement
    from core.multiview.hull import used
    from core.multiview.mask_consistency import masks_around

    place = torch.device("cpu")
    aside = list(range(EVERY - 1, len(views), EVERY))
    result: Reconstruction = yield from pipeline.reconstruct(
        [views[i] for i in used(len(views), aside)], method, 128, device
    )
    assert result.frame is not None
    subject = yield from prepared(views, place)
    with torch.no_grad():
        tests = [view for view in subject.views if view.name in {views[i].name for i in aside}]
        rig = build_rig(tests, place).moved(result.frame)
        field = field_of(result.code)
        agreement = silhouette_agreement(rig, field)
        guided = finished(masks_around(rig, field))
        agreement_guided = silhouette_agreement(guided, field)
    near = ninety = None
    if cloud is not None:
        whole = yield from pipeline.reconstruct(views, method, 128, device)
        away = distances_to(whole, cloud)
        near, ninety = float((away < CLOSE).mean()), float(np.quantile(away, 0.9))
    return Fit(
        float(np.mean(agreement)), float(np.mean(agreement_guided)),
        float(np.mean(result.agreement)), near, ninety,
        sum(result.seconds.values()),
    )  # fmt: skip


def distances_to(result: Reconstruction, cloud: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """How far points (P, 3) in the cameras' frame are from the surface, in object sides."""
    assert result.frame is not None and isinstance(result.shape, VoxelGrid)
    surface = sample_points(isosurface(result.shape), SAMPLES)
    found: npt.NDArray[np.float64] = KDTree(surface.points).query(
        result.frame.points(cloud), workers=-1
    )[0]
    return found


@dataclass(frozen=True)
class Known:
    """A measured shape against the true one: IoU at 128^3, Chamfer distance, F-score at 1 %."""

    iou: float
    chamfer: float
    f_score: float
    seconds: float


def against(result: Reconstruction, truth: Mesh) -> Known:
    """How near a shape comes to a mesh in the frame that the cameras were given in."""
    assert result.frame is not None and isinstance(result.shape, VoxelGrid)
    back = result.frame.inverse
    mesh = isosurface(result.shape)
    mine = back.points(sample_points(mesh, 60_000).points)
    theirs = sample_points(truth, 60_000).points.astype(np.float64)
    ahead, behind = (KDTree(b).query(a, workers=-1)[0] for a, b in ((mine, theirs), (theirs, mine)))
    precision, recall = float((ahead < CLOSE).mean()), float((behind < CLOSE).mean())
    there = Mesh(back.points(mesh.vertices).astype(np.float32), mesh.faces)
    both = [voxelize(shape, 128).occupancy > 0.5 for shape in (there, truth)]
    return Known(
        iou(both[0].astype(np.float32), both[1]),
        float(ahead.mean() + behind.mean()) / 2,
        2 * precision * recall / max(precision + recall, 1e-9),
        sum(result.seconds.values()),
    )


def photograph_report(
    keys: Sequence[str], data: str | Path, device: str, limit: int | None
) -> Generator[Progress, None, Report]:
    """Methods that measure, on a folder of photographs with their cameras or on known shapes.

    A folder may hold a reference cloud (``.ply``) in the cameras' frame. Known shapes are meshes,
    or ``procedural:COUNT``; they are photographed from 20 sides.
    """
    about = {"device": device, "version": version()}
    folder = Path(data)
    if is_folder(folder) and (photographs := images_in(folder)):
        yield Progress("Reading the photographs", 0.0, f"{len(photographs)}")
        cameras = load_cameras(cameras_in(folder), photographs)
        views = with_cameras(pipeline.load_views(photographs), cameras)
        cloud = cloud_in(folder)
        rows: list[Row] = []
        for key in keys:
            rows.append(fit_row(key, (yield from fit(views, key, cloud, device))))
        table = Table(f"{folder.name}: photographs left out of the fit", rows, FIT_NOTE)
        return Report(folder.name, "every fourth left out", 1, len(views), [table], about)
    rows, count = [], 0
    for shape, mesh, colors in known_shapes(data, limit or 6):
        surface = sample_surface(mesh, colors, SPLATS, np.random.default_rng(0))
        drawn = outlined(photographed(surface, around(KNOWN_VIEWS)), mesh)
        row: dict[str, str | float | None] = {"": shape, "convex": round(convexity(mesh), 2)}
        for key in keys:
            result = yield from pipeline.reconstruct(drawn, key, 128, device)
            found = against(result, mesh)
            row |= {
                f"{key}: IoU 128³": found.iou, f"{key}: Chamfer": found.chamfer,
                f"{key}: F-score 1 %": found.f_score,
            }  # fmt: skip
        rows.append(row)
        count += 1
    rows.sort(key=lambda row: -float(row["convex"] or 0))
    table = Table("Known shapes in 20 rendered photographs", rows, KNOWN_NOTE)
    return Report(str(data), "all shapes", count, count * KNOWN_VIEWS, [table], about)


KNOWN_VIEWS = 20
FIT_NOTE = (
    "IoU of silhouettes with photographs that were left out: against masks found in each of them "
    "alone, and found knowing the surface; share of the reference cloud within 1 % of the object's "
    "size, and the distance that 90 % of it is within, when fitted to all photographs."
)
KNOWN_NOTE = (
    "Convex: volume over that of the convex hull. Chamfer: mean distance between the surfaces in "
    "object sides, of which about 0.002 is sampling."
)


def fit_row(key: str, found: Fit) -> Row:
    """A fit as a row of the table."""
    return {
        "": key, "IoU left out, own mask": found.left_out,
        "IoU left out, guided mask": found.left_out_masked, "IoU used": found.used,
        "cloud within 1 %": found.near, "90 % within": found.ninety, "seconds": found.seconds,
    }  # fmt: skip


def images_in(folder: Path) -> list[Path]:
    """The photographs of a folder, or of the folder ``images`` in it."""
    for place in (folder, folder / "images"):
        if is_folder(place):
            found = [path for path in place.iterdir() if path.suffix.lower() in IMAGE_SUFFIXES]
            if found:
                return sorted(found)
    return []


def cameras_in(folder: Path) -> Path:
    for name in ("cameras.json", "transforms.json", "sparse/0", "sparse"):
        if (folder / name).exists():
            return folder / name
    raise UserError(f"{folder} holds photographs but no cameras.json. Measured cameras are needed.")


def cloud_in(folder: Path) -> npt.NDArray[np.float64] | None:
    from core.importers.meshes import load_scene

    for path in sorted(folder.glob("*.ply")):
        scene = load_scene(path, f"{path.name} could not be read as points. Export it again.")
        (cloud,) = scene.geometry.values()
        return np.asarray(cloud.vertices, np.float64)
    return None


def known_shapes(data: str | Path, count: int) -> Iterator[tuple[str, Mesh, Bytes]]:
    """Name, mesh with its longest side 1 and face colours of so many shapes."""
    from core.data.dataset import PROCEDURAL

    if str(data).startswith(PROCEDURAL):
        from core.data.procedural import FAMILIES, generate

        for number in range(min(count, int(str(data)[len(PROCEDURAL) :]))):
            name = list(FAMILIES)[number * 17 % FIRST]  # of every kind soon
            mesh, colors = generate(name, 1).mesh()
            yield name, normalize(mesh), colors
        return
    shapes = (shape for shape in iter_shapes(data) if shape.mesh is not None)
    for shape in itertools.islice(shapes, count):
        assert shape.mesh is not None
        plain = np.full((len(shape.mesh.faces), 3), 180, np.uint8)
        yield (
            shape.name,
            normalize(shape.mesh),
            plain if shape.face_colors is None else shape.face_colors,
        )


def convexity(mesh: Mesh) -> float:
    """Volume over that of the convex hull."""
    from scipy.spatial import ConvexHull

    filled = float((voxelize(mesh, 64).occupancy > 0.5).mean())
    return min(1.0, filled / float(ConvexHull(mesh.vertices).volume))
