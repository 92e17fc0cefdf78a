"""What methods share that measure a shape in photographs from known places.

Their code is the measured field itself: group ``field`` (N^3) is the signed distance over
[-0.5, 0.5]^3 in object sides, negative inside; ``color`` (3 B), ``seen`` and ``agreement`` (B) are
what the photographs say of the B voxels at the surface, in the order of the grid. So it is kept,
compared, decoded and written like the code of any other method.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from scipy import ndimage
from scipy.spatial import KDTree
from torch import Tensor
from torch.nn import functional as F

from core.cameras.rig import Rig, build_rig
from core.cameras.vertical import levelled
from core.errors import UserError
from core.methods.base import Analysis
from core.multiview.cleanup import believed, fitted, unfrayed
from core.multiview.hull import (
    centres,
    contradicting,
    looked_at,
    silhouette_distances,
    tightened,
    used,
)
from core.multiview.next_view import next_view, pose_of
from core.multiview.sdf import normals, occupancy, trace
from core.multiview.vertex_colors import painted
from core.segmentation.foreground import check_mask, find_mask
from core.types import (
    Directions,
    Floats,
    LatentCode,
    Lighting,
    Mesh,
    Pose,
    Progress,
    Reconstruction,
    Rendering,
    Similarity,
    View,
    VoxelGrid,
)
from core.utils.progress import finished

FEWEST = 3  # photographs of known places; two leave a ridge on either side
BAND = 0.9  # voxels from the surface within which it is painted
COMPARED = 224  # pixels of the longer side at which silhouettes are compared
GIVEN = ("alpha", "file", "edited")  # sources of masks that people made
LOOSE = 0.9  # agreement with the silhouettes, below which people are told
NEAR = 4  # painted voxels that a vertex takes its colour from


@dataclass(frozen=True, eq=False)
class Subject:
    """What is measured: views that are used and why others are not, their rig, and the frame.

    ``rig`` looks at the object in [-0.5, 0.5]^3, ``frame`` leads there from the cameras' own.
    """

    views: tuple[View, ...]
    left_out: Mapping[str, str]
    rig: Rig
    distances: Tensor
    frame: Similarity
    notes: tuple[str, ...] = ()

    @property
    def placed(self) -> tuple[View, ...]:
        """The views with their cameras in the frame of the rig."""
        return tuple(
            replace(view, camera=self.frame.camera(view.camera))
            for view in self.views
            if view.camera
        )


@dataclass(frozen=True, eq=False)
class Found:
    """The signed distance (N, N, N) in the subject's frame, the rig with better masks, notes."""

    field: Tensor
    rig: Rig
    notes: tuple[str, ...] = ()


class Measured:
    """The calls of core.methods.base.Measuring; a method adds how it finds the field."""

    key: str
    mistaken = 0.0  # share of the masks that may be wrong about a point, when they were found

    def __init__(self, device: torch.device) -> None:
        self.device = device

    def field(self, subject: Subject, resolution: int) -> Generator[Progress, None, Found]:
        """The shape in the subject's frame."""
        raise NotImplementedError

    def measure(
        self, views: Sequence[View], resolution: int
    ) -> Generator[Progress, None, Reconstruction]:
        """Photographs to a shape. See core.pipeline.reconstruct.

        UserError for fewer photographs than are needed, and for silhouettes that fit no shape.
        """
        started = time.perf_counter()
        subject = yield from prepared(views, self.device, self.mistaken)
        ready = time.perf_counter()
        shape = yield from self.field(subject, resolution)
        found = time.perf_counter()
        yield Progress("Painting the surface", 0.85)
        with torch.no_grad():
            field = unfrayed(shape.field, shape.rig) if self.mistaken else shape.field
            field, frame = fitted(believed(field), subject.frame)
            moved = shape.rig.moved(subject.frame.inverse.then(frame))
            code = encoded(self.key, field, moved)
            yield Progress("Comparing with the photographs", 0.93)
            agreement = silhouette_agreement(moved, field)
            hint = next_view(field, moved)
        views = tuple(
            replace(view, camera=frame.camera(view.camera)) for view in subject.views if view.camera
        )
        yield Progress("Done", 1.0)
        unseen = float((code["seen"] < 0.5).mean())
        notes = (*subject.notes, *shape.notes)
        fits = float(np.mean(agreement))
        if fits < LOOSE:
            notes = (
                *notes,
                f"Its outline fits those of the photographs by {fits:.0%} only: cameras or masks "
                "are not exact.",
            )
        if unseen > 0.01:
            notes = (*notes, f"{unseen:.0%} of the surface is in no photograph and was guessed.")
        assert views[0].camera is not None
        return Reconstruction(
            method=self.key,
            code=code,
            shape=self.decode(code, resolution),
            views=views,
            pose=pose_of(views[0].camera),
            confidence=fits * (1 - unseen),
            notes=notes,
            seconds={
                "prepare": ready - started,
                "measure": found - ready,
                "paint": time.perf_counter() - found,
            },
            frame=frame,
            agreement=agreement,
            left_out=subject.left_out,
            next_view=hint,
        )

    def analyse(self, views: Sequence[View]) -> Analysis:
        """The code, after all of the work is done."""
        result = finished(self.measure(views, 128))
        return Analysis(result.code, pose=result.pose)

    def encode(self, views: Sequence[View]) -> LatentCode:
        """Photographs to the measured field."""
        return self.analyse(views).code

    def encode_shape(self, grid: VoxelGrid) -> LatentCode:
        """A grid over [-0.5, 0.5]^3 as a field that no photograph has seen."""
        inside = np.pad(grid.occupancy > 0.5, 1)
        away = ndimage.distance_transform_edt(~inside) - ndimage.distance_transform_edt(inside)
        field = torch.from_numpy((away - 0.5 * np.sign(away)) / len(grid.occupancy))
        return encoded(self.key, field[1:-1, 1:-1, 1:-1].float().contiguous(), None)

    def decode(self, code: LatentCode, resolution: int = 128) -> VoxelGrid:
        """The field as occupancy at any resolution: 0.5 at the surface, certain off it."""
        field = field_of(code)
        if resolution < 2:
            raise UserError(f"A grid of {resolution} voxels cannot hold a shape. Use 16 or more.")
        if resolution > len(field):
            field = F.interpolate(
                field[None, None], size=3 * (resolution,), mode="trilinear", align_corners=False
            )[0, 0]
        grid = occupancy(field)
        if resolution < len(field):
            grid = F.adaptive_avg_pool3d(grid[None, None], resolution)[0, 0]
        return VoxelGrid.canonical(grid.numpy())

    def paint(self, code: LatentCode, mesh: Mesh) -> Mesh:
        """The mesh with what the photographs say of its vertices."""
        if not len(mesh.vertices) or not len(code["seen"]):
            return mesh
        field = field_of(code)
        places = centres(len(field), field.device, banded(field)).numpy()
        away, near = KDTree(places).query(mesh.vertices, k=min(NEAR, len(places)), workers=-1)
        weight = 1 / np.maximum(away, 1e-4)
        weight /= weight.sum(1, keepdims=True)
        layers = np.column_stack(
            [code["color"].reshape(-1, 3), code["seen"], code["agreement"]]
        ).astype(np.float64)
        color, seen, agreement = np.split(
            np.einsum("vk,vkc->vc", weight, layers[near]), [3, 4], axis=1
        )
        return replace(
            mesh,
            vertex_colors=(color * 255).round().clip(0, 255).astype(np.uint8),
            seen=seen[:, 0].round().astype(np.float32),
            confidence=(agreement[:, 0] * np.minimum(seen[:, 0] / 2, 1)).astype(np.float32),
        )

    def render(self, code: LatentCode) -> Rendering | None:
        """It has no picture of its own."""
        return None

    def pose(self, code: LatentCode) -> Pose | None:
        """The cameras are in the reconstruction, not in the code."""
        return None

    def lighting(self, code: LatentCode) -> Lighting | None:
        """It knows no light."""
        return None

    def directions(self) -> Directions:
        """There is nothing to steer: what was measured is what is there."""
        none = np.zeros(0, np.float32)
        return Directions(none, none.reshape(0, 0), none, none)


def prepared(
    views: Sequence[View], device: torch.device, mistaken: float = 0.0
) -> Generator[Progress, None, Subject]:
    """Photographs with masks and cameras, those left out that contradict the others.

    ``mistaken`` is the share of the masks that may be wrong about a point, when they were found.
    """
    if len(views) < FEWEST:
        raise UserError(
            f"Measuring a shape needs {FEWEST} photographs or more from different sides. "
            "Add some, or choose a learned method."
        )
    left_out: dict[str, str] = {}
    masked = []
    for index, view in enumerate(views):
        found = view
        if view.mask is None:
            yield Progress("Finding the object", 0.05 * index / len(views), view.name)
            found = find_mask(view)
        try:
            check_mask(found)
            masked.append(found)
        except UserError:
            left_out[view.name] = "no object was found in it"
    masked, notes = yield from _placed(masked, left_out)
    if len(masked) < FEWEST:
        raise UserError(
            f"Only {len(masked)} of the {len(views)} photographs can be used, {FEWEST} are "
            "needed. Add more, or mend their masks and cameras."
        )
    yield Progress("Comparing the outlines", 0.1)
    with torch.no_grad():
        cameras = [view.camera for view in masked if view.camera is not None]
        turn = Similarity(1.0, levelled(cameras), np.zeros(3))
        rig = build_rig(masked, device).moved(turn)
        distances = silhouette_distances(rig)
        region = looked_at(rig)
        gone = contradicting(rig.moved(region.frame), distances)
        for index in gone:
            left_out[masked[index].name] = "its outline or its camera contradicts all the others"
        kept = used(len(masked), gone)
        rig, distances = rig.some(kept), distances[kept]
        wrong = 0 if given(masked) else round(mistaken * len(rig))
        frame = tightened(rig, distances, region, wrong).frame
    return Subject(
        tuple(masked[i] for i in kept), left_out, rig.moved(frame), distances,
        turn.then(frame), notes,
    )  # fmt: skip


def given(views: Sequence[View]) -> bool:
    """Whether people made all of the masks: those are believed as they are."""
    return all(view.mask_source in GIVEN for view in views)


def _placed(
    views: Sequence[View], left_out: dict[str, str]
) -> Generator[Progress, None, tuple[list[View], tuple[str, ...]]]:
    """The views with their cameras, which are found where too few are known."""
    known = [view for view in views if view.camera is not None]
    if len(known) >= FEWEST:
        for view in views:
            if view.camera is None:
                left_out[view.name] = "its camera is not known"
        return known, ()
    from core.cameras.sfm import find_cameras

    placed = yield from find_cameras(views)
    left_out.update(placed.left_out)
    note = f"The cameras were found in the photographs: {len(placed.views)} of {len(views)}."
    return list(placed.views), (note,)


def banded(field: Tensor) -> Tensor:
    """Numbers (B,) of the voxels at the surface, in the order of the grid."""
    return (field.reshape(-1).abs() < BAND / len(field)).nonzero()[:, 0]


def encoded(key: str, field: Tensor, rig: Rig | None) -> LatentCode:
    """The code of a field that photographs paint."""
    index = banded(field)
    groups: dict[str, Floats] = {"field": field.reshape(-1).cpu().numpy()}
    if rig is None:
        count = len(index)
        color, seen, agreement = np.full((count, 3), 0.7), np.zeros(count), np.zeros(count)
    else:
        points = centres(len(field), field.device, index)
        points = points - field.reshape(-1)[index, None] * normals(field, points)
        paint = painted(rig, field, points)
        color, seen, agreement = (
            part.cpu().numpy() for part in (paint.color, paint.seen, paint.agreement)
        )
    return LatentCode({**groups, "color": color, "seen": seen, "agreement": agreement}, key)


def field_of(code: LatentCode) -> Tensor:
    """The field (N, N, N) of a code. UserError for a code of another kind."""
    field = code.get("field")
    side = 0 if field is None else round(len(field) ** (1 / 3))
    if field is None or side**3 != len(field) or side < 2:
        raise UserError("This code holds no measured shape. Reconstruct from photographs first.")
    return torch.from_numpy(np.array(field)).view(side, side, side)


def silhouette_agreement(rig: Rig, field: Tensor) -> tuple[float, ...]:
    """IoU of the shape's silhouette and the mask, a number a photograph."""
    small = rig.at_size(COMPARED)
    height, width = small.masks.shape[1:]
    found = []
    for index, centre in enumerate(small.centres):
        rays = small.some([index]).rays(small.pixels[None])[0]
        _, hit = trace(field, centre.expand_as(rays), rays)
        drawn = hit.view(height, width) & (small.valid[index] > 0.5)
        mask = small.masks[index] > 0.5
        union = int((drawn | mask).sum())
        found.append(int((drawn & mask).sum()) / union if union else 0.0)
    return tuple(found)
