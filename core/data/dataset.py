"""The data set on disk: solid grids and unlit views of every shape, in one folder of plain arrays.

    shapes.json   one row a shape: id, name, source, group, family, licence, author, split
    grids.npy     uint8 (S, N^3 / 8): occupancy at N^3, eight voxels a byte; N is 64 or 32
    views.npy     uint8 (V, 128, 128, 8): packed G-buffers (core.rendering.splat.pack)
    poses.npy     float32 (V, 4): azimuth, elevation, roll in degrees, distance in object sides
    owners.npy    int32 (V,): the shape of each view

Arrays are memory-mapped: a pack may be larger than memory.
"""

from __future__ import annotations

import hashlib
import json
import logging
import multiprocessing
import re
import signal
from collections.abc import Generator, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt

from core.errors import UserError
from core.importers.shapes import NamedShape, iter_shapes
from core.types import Bytes, Floats, Mesh, Progress, VoxelGrid
from core.utils.containers import OWN, map_array, read_json, reading
from core.utils.files import is_file, is_folder, make_folder

RESOLUTION = 64
VIEW_SIZE = 128
POINTS = 110_000
PROCEDURAL = "procedural:"
SPLITS = ("train", "validation", "test")
TEST_SHARE, VALIDATION_SHARE = 0.08, 0.04
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ShapeRow:
    """What is known of a shape, and which split it belongs to (train, validation or test)."""

    id: str
    name: str
    source: str
    group: str
    family: str
    licence: str
    author: str
    split: str


@dataclass(frozen=True, eq=False)
class Pack:
    """An opened pack; see the module for its arrays."""

    path: Path
    rows: tuple[ShapeRow, ...]
    grids: Bytes
    views: Bytes
    poses: Floats
    owners: npt.NDArray[np.int32]

    @property
    def resolution(self) -> int:
        """Voxels a side of the grids."""
        side: int = round(float(8 * self.grids.shape[1]) ** (1 / 3))
        return side

    def occupancy(self, shapes: npt.ArrayLike) -> npt.NDArray[np.bool_]:
        """Occupancy of some shapes, bool (B, N, N, N)."""
        packed = self.grids[np.asarray(shapes)]
        bits = np.unpackbits(packed, axis=-1)
        return bits.reshape(-1, *(3 * (self.resolution,))).astype(np.bool_)

    def shapes(self, *splits: str) -> npt.NDArray[np.int64]:
        """Indices of the shapes of some splits."""
        return np.array([i for i, row in enumerate(self.rows) if row.split in splits], np.int64)

    def view_indices(self, shapes: npt.ArrayLike) -> npt.NDArray[np.int64]:
        """Indices of the views of some shapes."""
        return np.flatnonzero(np.isin(self.owners, np.asarray(shapes)))


def open_pack(path: str | Path) -> Pack:
    """Open a pack; UserError when the folder is not one."""
    folder = Path(path)
    damaged = f"{folder} is not a data set pack. Make one with: python main.py dataset build."
    names = ("grids", "views", "poses", "owners")
    if not all(is_file(folder / name) for name in ("shapes.json", *(f"{n}.npy" for n in names))):
        raise UserError(damaged)
    with reading(damaged):
        listed = read_json(folder / "shapes.json", damaged, OWN)
        rows = tuple(ShapeRow(**row) for row in listed)
        arrays = {name: map_array(folder / f"{name}.npy", damaged) for name in names}
    return Pack(folder, rows, **arrays)


def is_pack(path: str | Path) -> bool:
    """Whether a folder looks like a pack."""
    return is_file(Path(path) / "shapes.json")


def family(shape: NamedShape) -> str:
    """The object family by which splits are made: variations of one object share it.

    Packs of game assets number and suffix the variations of a model, so the first word of the
    name stands for all; in furniture libraries the whole name without numbers does.
    """
    if shape.grid is not None:  # nameless grids: exact duplicates share a family
        content = np.packbits(shape.grid.occupancy > 0.5).tobytes()
        return f"{shape.source}/{hashlib.sha1(content).hexdigest()[:16]}"
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+", shape.name)
    stem = " ".join(words) if "sh3" in shape.source else (words or [shape.id])[0]
    return f"{shape.source}/{stem.lower()}"


def split_of(name: str) -> str:
    """The split of a family, decided by its name alone, so that it never changes."""
    place = int(hashlib.sha1(name.encode()).hexdigest()[:8], 16) / 0xFFFFFFFF
    if place < TEST_SHARE:
        return "test"
    return "validation" if place < TEST_SHARE + VALIDATION_SHARE else "train"


def build(
    sources: Sequence[str | Path],
    out: str | Path,
    views: int = 3,
    seed: int = 0,
    workers: int | None = None,
    resolution: int = RESOLUTION,
    splits: Sequence[str] = SPLITS,
) -> Generator[Progress, None, Path]:
    """Make a pack from meshes, libraries, packed and voxel sets, packs and ``procedural:COUNT``.

    ``views`` a shape; furniture libraries, the most realistic, get twice as many. Grids that come
    at the ``resolution`` are kept as they are. Only shapes of the ``splits`` are made. Returns the
    folder. A pack that was there stays until the new one is whole.
    Raises UserError when a source cannot be read, nothing was found in any, or ``out`` is taken.
    """
    folder = Path(out)
    _check(sources, folder)
    make_folder(folder.parent)
    try:
        # Built beside its place and put there when it is whole, as single files are.
        with TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as name:
            building = Path(name) / "pack"
            building.mkdir()
            done = yield from _fill(
                building, _make_all(sources, views, seed, workers, resolution, splits), resolution
            )
            if folder.exists():
                folder.rename(Path(name) / "old")
            building.rename(folder)
    except OSError as error:
        raise UserError(f"{folder} was not built: {error.strerror or error}.") from error
    yield done
    return folder


def _check(sources: Sequence[str | Path], folder: Path) -> None:
    """Raises UserError for a source that is not there and for a folder with other things in it."""
    for source in sources:
        if str(source).startswith(PROCEDURAL):
            _count(source)
        elif not (is_file(Path(source)) or is_folder(Path(source))):
            raise UserError(f"{source} does not exist. Check the name.")
    if is_file(folder) or (is_folder(folder) and not is_pack(folder) and any(folder.iterdir())):
        raise UserError(f"{folder} holds something else than a pack. Choose a new folder.")


def _fill(
    folder: Path, made: Iterator[_Made | None], resolution: int
) -> Generator[Progress, None, Progress]:
    """Write the files of a pack; the last word on it."""
    rows: list[ShapeRow] = []
    poses: list[Floats] = []
    owners: list[int] = []

    def said() -> str:
        return f"{len(rows)} shapes, {len(owners)} views"

    yield Progress("Rendering shapes", 0.0)
    with (folder / "grids.bin").open("wb") as grids, (folder / "views.bin").open("wb") as pictures:
        for row, grid, buffers, cameras in filter(None, made):
            owners += [len(rows)] * len(buffers)
            rows.append(row)
            poses += cameras
            grids.write(grid.tobytes())
            for buffer in buffers:
                pictures.write(buffer.tobytes())
            if len(rows) % 20 == 0:  # how many there will be is not known
                yield Progress("Rendering shapes", 0.0, said())
    if not rows:
        raise UserError("No usable shape was found. Give a folder of meshes or a .sh3f library.")
    _to_npy(folder / "grids", (len(rows), resolution**3 // 8))
    _to_npy(folder / "views", (len(owners), VIEW_SIZE, VIEW_SIZE, 8))
    np.save(folder / "poses.npy", np.array(poses, np.float32).reshape(-1, 4))
    np.save(folder / "owners.npy", np.array(owners, np.int32))
    (folder / "shapes.json").write_text(json.dumps([asdict(row) for row in rows], indent=0))
    return Progress("Done", 1.0, said())


_Made = tuple[ShapeRow, Bytes, list[Bytes], list[Floats]]


def _make_all(
    sources: Sequence[str | Path],
    views: int,
    seed: int,
    workers: int | None,
    resolution: int,
    splits: Sequence[str],
) -> Iterator[_Made | None]:
    yield from (made for made in _copies(sources, resolution) if made[0].split in splits)
    tasks = (
        (shape, views, seed + index, resolution)
        for index, shape in enumerate(_all_shapes(sources))
        if split_of(_family(shape)) in splits
    )
    if workers == 1:
        yield from map(_make, tasks)
        return
    with multiprocessing.get_context("spawn").Pool(workers, _start_worker) as pool:
        yield from pool.imap(_make, tasks, chunksize=4)


def _copies(sources: Sequence[str | Path], resolution: int) -> Iterator[_Made]:
    """What packs among the sources already hold."""
    for pack in (open_pack(source) for source in sources if is_pack(source)):
        if pack.resolution != resolution:
            raise UserError(
                f"{pack.path} has grids of {pack.resolution} voxels a side, not {resolution}. "
                "Build it from its sources again."
            )
        first = np.searchsorted(pack.owners, np.arange(len(pack.rows) + 1))
        for index, row in enumerate(pack.rows):
            views = slice(first[index], first[index + 1])
            yield row, pack.grids[index], list(pack.views[views]), list(pack.poses[views])


def _start_worker() -> None:
    """One thread each; Ctrl+C is the business of the process that waits for them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    import torch

    torch.set_num_threads(1)


def _all_shapes(sources: Sequence[str | Path]) -> Iterator[NamedShape]:
    for source in sources:
        if is_pack(source):
            continue
        if str(source).startswith(PROCEDURAL):
            yield from _procedural(_count(source))
        else:
            yield from iter_shapes(Path(source))


def _count(source: str | Path) -> int:
    """How many procedural shapes are asked for."""
    text = str(source).removeprefix(PROCEDURAL)
    if not text.isdecimal() or int(text) == 0:
        raise UserError(f"'{source}' names no number of shapes. Write {PROCEDURAL}100 for 100.")
    return int(text)


def _procedural(count: int) -> Iterator[NamedShape]:
    """Placeholders by name; the shape itself is generated in the worker."""
    from core.data.procedural import FAMILIES

    names = list(FAMILIES)
    for index in range(count):
        name = names[index % len(names)]
        yield NamedShape(
            id=f"procedural/{name}/{index}", name=f"{name} {index}", group=name,
            source="procedural", licence="MIT", author="Shapewright", mesh=None, grid=None,
        )  # fmt: skip


def _make(task: tuple[NamedShape, int, int, int]) -> _Made | None:
    """One shape's grid and views, or None (logged) when it has no solid or no surface."""
    from core.rendering import splat

    shape, views, seed, resolution = task
    rng = np.random.default_rng(seed)
    try:
        mesh, colors, occupancy = _solid(shape, rng, resolution)
        if occupancy.sum() < 20:
            return None
        surface = splat.sample_surface(mesh, colors, POINTS, rng)
        count = 2 * views if shape.source.startswith("sh3") else views
        poses = [splat.random_pose(rng) for _ in range(count)]
        buffers = [splat.pack(splat.render(surface, pose, VIEW_SIZE)) for pose in poses]
    except (ValueError, UserError) as error:
        log.warning("%s was left out: %s", shape.id, error)
        return None
    name = _family(shape)
    row = ShapeRow(
        shape.id, shape.name, shape.source, shape.group, name, shape.licence, shape.author,
        split_of(name),
    )  # fmt: skip
    cameras = [
        np.array([pose.azimuth, pose.elevation, pose.roll, pose.distance], np.float32)
        for pose in poses
    ]
    return row, np.packbits(occupancy), buffers, cameras


def _family(shape: NamedShape) -> str:
    """The family by which a shape is put into a split; every procedural shape is its own."""
    return f"procedural/{shape.id}" if shape.source == "procedural" else family(shape)


def _solid(
    shape: NamedShape, rng: np.random.Generator, resolution: int
) -> tuple[Mesh, Bytes, npt.NDArray[np.bool_]]:
    """A shape's mesh, colours a face (F, 3) and occupancy (N, N, N), in the object frame."""
    from core.geometry.voxelize import normalize, solidify

    if shape.source == "procedural":
        from core.data.procedural import generate, occupancy

        made = generate(shape.group, int(shape.id.rsplit("/", 1)[1]))
        mesh, colors = made.mesh()
        return mesh, colors, occupancy(made, resolution)
    if shape.grid is not None:
        grid, mesh = _refine(shape.grid, resolution)
        return mesh, paint(mesh, rng), grid
    assert shape.mesh is not None
    mesh = normalize(shape.mesh)
    known = shape.face_colors
    return mesh, paint(mesh, rng) if known is None else known, solidify(mesh, resolution)[0]


def _refine(grid: VoxelGrid, resolution: int) -> tuple[npt.NDArray[np.bool_], Mesh]:
    """A coarse grid centred, interpolated to the resolution, with its smooth surface.

    A grid that has the resolution stays as it is.
    """
    from scipy import ndimage

    from core.geometry.isosurface import isosurface
    from core.geometry.voxelize import normalize, solidify

    occupied = np.pad(grid.occupancy > 0.5, 2).astype(np.float32)
    # Enough blur to take the stairs off, little enough to keep sheets of a single voxel.
    smooth = np.maximum(ndimage.gaussian_filter(occupied, 0.6), 0.55 * occupied)
    mesh = normalize(isosurface(VoxelGrid.canonical(smooth), 0.45))
    if len(grid.occupancy) == resolution:
        return grid.occupancy > 0.5, mesh
    return solidify(mesh, resolution)[0], mesh


def paint(mesh: Mesh, rng: np.random.Generator) -> Bytes:
    """Colours for a mesh without any, (F, 3): one to three, parted by planes, a little uneven."""
    centres = mesh.vertices[mesh.faces].mean(axis=1)
    hue = rng.random(3)
    base = (0.15 + 0.7 * rng.random()) * (1 - 0.6 * rng.random() * hue)
    colors = np.repeat(base[None], len(centres), 0)
    for _ in range(rng.integers(0, 3)):
        normal = np.eye(3)[rng.integers(0, 3)] * rng.choice([-1, 1])
        other = (0.1 + 0.8 * rng.random()) * (1 - 0.6 * rng.random() * rng.random(3))
        colors[centres @ normal > rng.uniform(-0.3, 0.3)] = other
    colors *= 1 + rng.normal(0, 0.02, (len(centres), 1))
    return np.asarray(np.clip(colors * 255, 0, 255), np.uint8)


def _to_npy(stem: Path, shape: tuple[int, ...]) -> None:
    """Turn raw bytes into an .npy by putting its header in front, without holding it in memory."""
    raw = stem.with_suffix(".bin")
    target = np.lib.format.open_memmap(
        stem.with_suffix(".npy"), mode="w+", dtype=np.uint8, shape=shape
    )
    step = max(1, (64 << 20) // int(np.prod(shape[1:])))
    with raw.open("rb") as source:
        for start in range(0, shape[0], step):
            rows = min(step, shape[0] - start)
            block = np.fromfile(source, np.uint8, rows * int(np.prod(shape[1:])))
            target[start : start + rows] = block.reshape(rows, *shape[1:])
    target.flush()
    raw.unlink()
