"""Layered pictures on disk: a folder that one process fills while another learns from it.

    crops-000123.npy   uint8 (N, S, S, CHANNELS), see core.data.layered_views
    crops-000123.json  of each crop the shape it shows and its framing
    surfaces/          points of shapes that came from files, so that they are made solid once

New files are added at the end and, when there are more than were asked for, the oldest go: what is
learned from stays fresh, and the disk does not fill up.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch

from core.data.dataset import PROCEDURAL, Pack, family, open_pack, split_of
from core.data.layered_views import (
    CHANNELS,
    POINTS,
    SIZE,
    SolidSurface,
    deformed,
    random_crop,
    render_layers,
    solid_surface,
)
from core.errors import UserError
from core.importers.shapes import NamedShape, iter_shapes
from core.rendering.splat import random_pose
from core.types import Bytes, Floats, Progress
from core.utils.containers import OWN, map_array, read_arrays, read_json, reading
from core.utils.files import atomic, is_folder, make_folder

SHARD = 384  # crops a file, unless told
RESOLUTION = 128  # voxels a side that tell a solid's inside from its outside
VIEWS = 4  # pictures of a shape before another has its turn, each of another deformation
PROCEDURAL_SHARE = 0.5
# How often a shape is drawn beside others: realistic furniture more, coarse voxels and trees less.
SOURCE_WEIGHTS = {"sh3d": 3.0, "modelnet10": 0.12}
GROUP_WEIGHTS = {"tree": 0.3, "plant": 0.5}
log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Crops:
    """Some crops: packed uint8 (B, S, S, CHANNELS) and their framings (B, 8), see Framing.row."""

    packed: Bytes
    framing: Floats


class CropFolder:
    """The crops that a folder holds just now; new ones are found as they come."""

    def __init__(self, folder: str | Path) -> None:
        """UserError when the folder holds none."""
        self.folder = Path(folder)
        if not _shards(self.folder):
            raise UserError(
                f"{folder} holds no layered pictures. Make some with: main.py dataset layers."
            )

    def draw(self, rng: np.random.Generator, count: int) -> Crops:
        """Crops chosen by lot."""
        numbers = _shards(self.folder)
        parts = []
        for number, times in zip(
            *np.unique(rng.choice(numbers, count), return_counts=True), strict=True
        ):
            try:
                packed, rows = _open(self.folder, int(number))
            except FileNotFoundError:  # it went this very moment: another stands for it
                packed, rows = _open(self.folder, _shards(self.folder)[-1])
            some = np.sort(rng.choice(len(packed), int(times), replace=times > len(packed)))
            parts.append((packed[some], rows[some]))
        return Crops(*(np.concatenate(part) for part in zip(*parts, strict=True)))

    def all(self) -> Generator[Crops, None, None]:
        """Every crop once, a file at a time."""
        for number in _shards(self.folder):
            yield Crops(*_open(self.folder, number))


def _shards(folder: Path) -> list[int]:
    if not is_folder(folder):
        return []
    names = (re.fullmatch(r"crops-(\d+)\.json", path.name) for path in folder.glob("crops-*.json"))
    return sorted(int(name[1]) for name in names if name)


@lru_cache(maxsize=256)
def _open(folder: Path, number: int) -> tuple[Bytes, Floats]:
    damaged = f"{folder} is not a folder of layered pictures. Make one with: dataset layers."
    rows = read_json(folder / f"crops-{number:06d}.json", damaged, OWN)
    packed = map_array(folder / f"crops-{number:06d}.npy", damaged)
    with reading(damaged):
        return packed, np.array([row["framing"] for row in rows], np.float32)


def build_layers(
    sources: Sequence[str | Path],
    out: str | Path,
    count: int,
    keep: int | None = None,
    split: str = "train",
    seed: int = 0,
    shard: int = SHARD,
) -> Generator[Progress, None, Path]:
    """Add ``count`` crops of the shapes of one split; ``keep`` at most stay in the folder.

    Sources are collections of meshes or voxels, and ``procedural:1`` for shapes that the program
    makes itself, another one each time. UserError when a source cannot be read.
    """
    folder = make_folder(out)
    make_folder(folder / "surfaces")
    yield Progress("Reading shapes", 0.0)
    maker = _Maker(sources, folder / "surfaces", split)
    first = (_shards(folder) or [-1])[-1] + 1
    made = 0
    while made < count:
        rng = np.random.default_rng((seed, first))
        packed = np.empty((shard, SIZE, SIZE, CHANNELS), np.uint8)
        rows: list[dict[str, object]] = []
        while len(rows) < shard:
            name, surface = maker.draw(rng)
            for _ in range(min(VIEWS, shard - len(rows))):
                try:
                    crop, framing = render_layers(
                        deformed(surface, rng), random_pose(rng), *random_crop(rng)
                    )
                except ValueError:  # the camera was inside
                    continue
                packed[len(rows)] = crop
                rows.append({"shape": name, "framing": framing.row.tolist()})
            yield Progress("Rendering", min(1.0, (made + len(rows)) / count), f"{made + len(rows)}")
        with atomic(folder / f"crops-{first:06d}.npy") as path, path.open("wb") as file:
            np.save(file, packed)
        with atomic(folder / f"crops-{first:06d}.json") as path:  # last: the file's sign of life
            path.write_text(json.dumps(rows))
        made, first = made + shard, first + 1
        if keep is not None:
            for old in _shards(folder)[: -max(1, keep // shard)]:
                (folder / f"crops-{old:06d}.json").unlink()
                (folder / f"crops-{old:06d}.npy").unlink()
    return folder


class _Maker:
    """Draws shapes of one split as surfaces."""

    def __init__(self, sources: Sequence[str | Path], cache: Path, split: str) -> None:
        from core.data.procedural import FAMILIES

        self.cache, self.split = cache, split
        self.families = list(FAMILIES)
        self.procedural = any(str(source).startswith(PROCEDURAL) for source in sources)
        self.shapes: list[NamedShape] = []
        for source in sources:
            if not str(source).startswith(PROCEDURAL):
                shapes = iter_shapes(Path(source))
                self.shapes += [shape for shape in shapes if split_of(family(shape)) == split]
        if not self.shapes and not self.procedural:
            raise UserError(f"No shape of the split '{split}' was found. Give other sources.")
        weights = np.array([_weight(shape) for shape in self.shapes])
        self.weights = weights / max(weights.sum(), 1e-9)

    def draw(self, rng: np.random.Generator) -> tuple[str, SolidSurface]:
        """A shape's name and surface; shapes without a solid are passed over."""
        while True:
            if not self.shapes or (self.procedural and rng.random() < PROCEDURAL_SHARE):
                return self._procedural(rng)
            index = int(rng.choice(len(self.shapes), p=self.weights))
            surface = self._from_file(index, rng)
            if surface is not None:
                return self.shapes[index].id, surface

    def _procedural(self, rng: np.random.Generator) -> tuple[str, SolidSurface]:
        from core.data.procedural import generate, occupancy
        from core.rendering.splat import sample_surface

        name = self.families[rng.integers(len(self.families))]
        # Seeds of the splits do not meet: no shape of one is ever a shape of another.
        offset = {"train": 0, "validation": 1, "test": 2}[self.split]
        seed = 3 * int(rng.integers(1 << 30)) + offset
        shape = generate(name, seed)
        mesh, colors = shape.mesh()
        surface = sample_surface(mesh, colors, POINTS * 3 // 2, rng)
        return f"procedural/{name}/{seed}", solid_surface(surface, occupancy(shape, RESOLUTION))

    def _from_file(self, index: int, rng: np.random.Generator) -> SolidSurface | None:
        path = self.cache / f"{self.split}-{index}.npz"
        if path.is_file():
            kept = read_arrays(path, f"{path} is damaged. Remove it, and it is made again.", OWN)
            points, normals, albedo, thin = (kept[name] for name in ("p", "n", "a", "t"))
            if not len(points):
                return None
            parts = (
                points.astype(np.float32),
                normals / np.float32(127),
                albedo / np.float32(255),
                thin,
            )
            return SolidSurface(*(torch.from_numpy(np.ascontiguousarray(part)) for part in parts))
        surface = _surface(self.shapes[index], rng)
        empty = torch.zeros(0, 3)
        shown = surface or SolidSurface(empty, empty, empty, torch.zeros(0, dtype=torch.bool))
        with atomic(path) as temporary, temporary.open("wb") as file:
            np.savez(
                file,
                p=shown.points.numpy().astype(np.float16),
                n=(shown.normals.numpy() * 127).round().astype(np.int8),
                a=(shown.albedo.numpy() * 255).round().astype(np.uint8),
                t=shown.thin.numpy(),
            )
        return surface


def _surface(shape: NamedShape, rng: np.random.Generator) -> SolidSurface | None:
    """The boundary of a shape from a file, or None (logged) when it has no solid."""
    from core.data.dataset import _refine, paint
    from core.geometry.voxelize import normalize, solidify
    from core.rendering.splat import sample_surface

    try:
        if shape.grid is not None:
            mesh, colors = _refine(shape.grid, RESOLUTION)[1], None
        else:
            assert shape.mesh is not None
            mesh, colors = normalize(shape.mesh), shape.face_colors
        solid = solidify(mesh, RESOLUTION)[0]
        if solid.sum() < 100:
            return None
        colors = paint(mesh, rng) if colors is None else colors
        found = solid_surface(sample_surface(mesh, colors, 2 * POINTS, rng), solid)
        if 0 < len(found.points) < POINTS // 2:  # most of the mesh lies inside the solid
            more = min(12 * POINTS, 2 * POINTS * POINTS // len(found.points))
            found = solid_surface(sample_surface(mesh, colors, more, rng), solid)
    except (ValueError, UserError) as error:
        log.warning("%s was left out: %s", shape.id, error)
        return None
    return found if len(found.points) > POINTS // 20 else None


def _weight(shape: NamedShape) -> float:
    source = next((w for name, w in SOURCE_WEIGHTS.items() if shape.source.startswith(name)), 1.0)
    return source * GROUP_WEIGHTS.get(shape.group, 1.0)


def open_data(path: str | Path) -> Pack | CropFolder:
    """What a method is trained on: a pack, or layered pictures. UserError for neither."""
    return CropFolder(path) if _shards(Path(path)) else open_pack(path)
