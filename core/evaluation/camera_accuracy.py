"""How well cameras were found that nobody gave, beside known ones, and what was measured with them.

The found cameras stand in a frame of their own. It is laid onto the known one by the cameras'
centres (Umeyama 1991), and onto a reference cloud by the nearest points (Besl and McKay 1992).
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.spatial import KDTree
from scipy.spatial.transform import Rotation
from trimesh.registration import icp, procrustes

from core import pipeline
from core.cameras.load import load_cameras
from core.errors import UserError
from core.evaluation.photographs import SAMPLES, cameras_in, cloud_in, images_in
from core.evaluation.report import Report, Row, Table
from core.evaluation.version import version
from core.geometry.isosurface import isosurface
from core.geometry.points import sample_points
from core.types import Camera, Progress, Reconstruction, Similarity, VoxelGrid

FEWEST = 3  # cameras that two frames are laid onto each other by
NEAR = 0.05  # object sides from the surface, beyond which a reference point belongs to nothing
Reals = npt.NDArray[np.float64]
NOTE = (
    "No camera was given. Degrees between found cameras and known ones of the same photographs; "
    "share of the reference cloud within 1 % and 1.5 % of the object's size; silhouette IoU with "
    "the photographs that were used."
)


def placed_report(
    keys: Sequence[str], data: str | Path, reference: Path, device: str
) -> Generator[Progress, None, Report]:
    """Methods that measure, on photographs without cameras.

    ``reference`` is a folder with cameras of photographs of the same names, and perhaps a cloud.
    UserError where there is nothing to compare with.
    """
    folder = Path(data)
    photographs = images_in(folder)
    known = load_cameras(cameras_in(reference), images_in(reference))
    both = sum(path.name in known for path in photographs)
    if both < FEWEST:
        raise UserError(
            f"{reference} has cameras for {both} of the photographs in {folder}, {FEWEST} are "
            "needed. Give a folder whose photographs have the same names."
        )
    cloud = cloud_in(reference)
    views = pipeline.load_views(photographs)
    rows: list[Row] = []
    for key in keys:
        result: Reconstruction = yield from pipeline.reconstruct(views, key, 128, device)
        rows.append({
            "": key, "photographs": len(views), **placed_row(result, known, cloud),
            "seconds": sum(result.seconds.values()),
        })  # fmt: skip
    about = {"device": device, "version": version()}
    table = Table(f"{folder.name}: cameras found", rows, NOTE)
    return Report(folder.name, "all photographs", 1, len(views), [table], about)


def placed_row(
    result: Reconstruction, known: Mapping[str, Camera], cloud: Reals | None = None
) -> Row:
    """What was found beside known cameras and a cloud (P, 3) in their frame."""
    found = [(v.camera, known[v.name]) for v in result.views if v.camera and v.name in known]
    here, there = (np.array([pair[side].centre for pair in found]) for side in (0, 1))
    frame = _similarity(procrustes(there, here, reflection=False)[0])
    turns = [
        np.degrees(Rotation.from_matrix(mine.R @ frame.camera(theirs).R.T).magnitude())
        for mine, theirs in found
    ]
    row: dict[str, float] = {
        "placed": len(result.views), "known": len(found),
        "degrees, median": float(np.median(turns)), "degrees, worst": float(np.max(turns)),
        "silhouette IoU": float(np.mean(result.agreement)),
    }  # fmt: skip
    if cloud is None:
        return row
    assert isinstance(result.shape, VoxelGrid)
    surface = sample_points(isosurface(result.shape), SAMPLES).points
    points = frame.points(cloud)
    near = points[KDTree(surface).query(points, workers=-1)[0] < NEAR]
    points = _similarity(icp(near, surface, reflection=False)[0]).points(points)
    away = KDTree(surface).query(points, workers=-1)[0]
    return row | {
        "cloud within 1 %": float((away < 0.01).mean()),
        "within 1.5 %": float((away < 0.015).mean()),
    }


def _similarity(matrix: Reals) -> Similarity:
    scale = float(np.linalg.det(matrix[:3, :3])) ** (1 / 3)
    return Similarity(scale, matrix[:3, :3] / scale, matrix[:3, 3])
