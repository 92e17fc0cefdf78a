"""Project files: a whole document in one zip, with its own suffix ``.shapewright``.

    manifest.json               format, version, the document, how it was looked at
    preview.png                 a small picture of it
    items/3/original.jpg        the photograph as it was found
    items/3/view/mask.npy       arrays, by their place in the document
    items/3/result/code/shape.npy

An array that occurs twice is kept once; pixels that follow from an original are not kept at all.
Files are written whole or not at all, and nothing in them is ever unpickled.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from core.document.archive import Reader, Tell, Writer
from core.document.model import Document, Item
from core.document.records import pack, unpack
from core.errors import UserError
from core.methods import METHODS
from core.types import Camera, LatentCode, View, VoxelGrid
from core.utils.containers import TEXT_GROWS, check_size, open_zip, parse_json, reading
from core.utils.files import atomic, is_folder

SUFFIX = ".shapewright"
FORMAT, VERSION = "shapewright project", 1
MANIFEST, PREVIEW = "manifest.json", "preview.png"
LARGEST = 8 * 2**30  # bytes unpacked; more is no document but an attack


@dataclass(frozen=True, eq=False)
class Project:
    """What a file holds. ``view`` is how the window showed the document, in plain values.

    ``preview`` is a PNG. ``origin`` is only there in an autosave: the file that it belongs to, and
    ``origin_stamp`` what `core.utils.files.stamp` said of that.
    ``outdated`` shapes of the file are not in the document: their codes are of an earlier size.
    """

    document: Document
    view: Mapping[str, Any] = field(default_factory=dict)
    preview: bytes = field(default=b"", repr=False)
    origin: str = ""
    outdated: int = 0
    origin_stamp: str = ""


def is_project(path: str | PathLike[str]) -> bool:
    """Whether a name is that of a project file."""
    return Path(path).suffix.lower() == SUFFIX


def _nobody(share: float) -> None:
    pass


def write_project(project: Project, path: str | PathLike[str], tell: Tell = _nobody) -> None:
    """Write a project file. Raises UserError when it cannot be written; the old one stays then."""
    with atomic(path) as temporary, _new_zip(temporary) as file:
        writer = Writer(file, project.document, tell)
        manifest = {
            "format": FORMAT,
            "version": VERSION,
            "origin": project.origin,
            "origin_stamp": project.origin_stamp,
            "view": dict(project.view),
            "document": pack(project.document, Document, writer.put),
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=1)
        file.writestr(MANIFEST, text)
        if project.preview:
            file.writestr(PREVIEW, project.preview, zipfile.ZIP_STORED)


def _new_zip(path: Path) -> zipfile.ZipFile:
    # Probabilities hardly shrink: more than the least effort gains nothing.
    return zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1)


def read_project(path: str | PathLike[str], tell: Tell = _nobody) -> Project:
    """Read a project file.

    Raises UserError when it is missing, damaged, none of this program's, or of a newer version.
    """
    path = Path(path)
    if is_folder(path):
        raise UserError(f"{path.name} is a folder. Choose the project in it.")
    damaged = f"{path.name} is damaged or no project. Open another copy."
    with open_zip(path, damaged, LARGEST) as file:
        manifest = _manifest(file, path.name)
        with reading(f"{path.name} is damaged. Open another copy of it."):
            read: Document = unpack(manifest["document"], Document, Reader(file, tell).get)
            document, outdated = _without_outdated(read)
            _check(document)
            view, origin = manifest.get("view"), manifest.get("origin")
            stamp = manifest.get("origin_stamp")
            return Project(
                document,
                view if isinstance(view, dict) else {},
                file.read(PREVIEW) if PREVIEW in file.namelist() else b"",
                origin if isinstance(origin, str) else "",
                outdated,
                stamp if isinstance(stamp, str) else "",
            )


def read_preview(path: str | PathLike[str]) -> bytes | None:
    """The small picture in a project file; None where there is none."""
    try:
        with open_zip(path, "no preview", LARGEST) as file:
            return file.read(PREVIEW)
    except UserError:
        return None


def _manifest(file: zipfile.ZipFile, name: str) -> dict[str, Any]:
    foreign = UserError(f"{name} is not a Shapewright project. Choose another file.")
    if MANIFEST not in file.namelist():
        raise foreign
    with reading(f"{name} is damaged. Open another copy of it."):
        check_size(name, TEXT_GROWS * file.getinfo(MANIFEST).file_size)
        manifest = parse_json(file.read(MANIFEST))
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise foreign
    version = manifest.get("version")
    if not isinstance(version, int) or version < 1:
        raise UserError(f"{name} is damaged. Open another copy of it.")
    if version > VERSION:
        raise UserError(f"{name} was made by a newer Shapewright. Update this one to open it.")
    return manifest


def _without_outdated(document: Document) -> tuple[Document, int]:
    """The document without shapes whose codes are outdated, and how many. Photographs stay."""
    items = tuple(_without_shape(item) if _outdated(item) else item for item in document.items)
    kept = tuple(each for each in document.snapshots if not _of_other_sizes(each.code))
    count = sum(map(_outdated, document.items)) + len(document.snapshots) - len(kept)
    return replace(document, items=items, snapshots=kept), count


def _without_shape(item: Item) -> Item:
    return replace(
        item, result=None, restored=None, offset=None, detail=None, stale=False, locked=()
    )


def _outdated(item: Item) -> bool:
    codes = (item.restored, None if item.result is None else item.result.code)
    return any(code is not None and _of_other_sizes(code) for code in codes)


def _of_other_sizes(code: LatentCode) -> bool:
    """Whether its method had these groups, but in sizes that were changed since."""
    card = METHODS[code.method]
    return (
        not card.cameras
        and set(code) == set(card.latent)
        and any(len(values) != card.latent[name] for name, values in code.items())
    )


def _check(document: Document) -> None:
    """Raise ValueError where the parts do not fit together."""
    ids = [item.id for item in document.items]
    used = [*ids, *(snapshot.id for snapshot in document.snapshots)]
    if document.method not in METHODS:
        raise ValueError(f"no method {document.method}")
    if len(set(used)) < len(used) or any(not 0 < id < document.next_id for id in used):
        raise ValueError("the numbers of the items are wrong")
    if document.selected not in (None, *ids) or (ids and document.selected is None):
        raise ValueError("the selected item is not there")
    for item in document.items:
        _check_item(item, ids)
    for snapshot in document.snapshots:
        _check_code(snapshot.code)


def _check_item(item: Item, ids: list[int]) -> None:
    for view in (*item.views, item.found, *item.more_found):
        if view is not None:
            _check_view(view)
    if not {item.mix.shape, item.mix.pose, item.mix.lighting} <= set(ids):
        raise ValueError("a mix of items that are not there")
    if any(axis < 0 for axis in item.locked):
        raise ValueError("a lock on no axis")
    if item.own_code is not None:
        _check_code(item.own_code)
        if item.offset is not None and item.offset.shape != item.own_code.shape.shape:
            raise ValueError("the offset does not fit its code")
        if item.detail is not None:
            _check_code(item.own_code.replace(**item.detail))
    if item.result is not None:
        _check_code(item.result.code)
        grid = item.result.shape
        if isinstance(grid, VoxelGrid) and (grid.occupancy.ndim != 3 or not grid.occupancy.size):
            raise ValueError("no grid")
        if not 0 <= item.result.seen < max(1, len(item.result.views)):
            raise ValueError("no such photograph")
        if item.result.camera is not None:
            _check_camera(item.result.camera)
        for view in item.result.views:
            _check_view(view)


def _check_camera(camera: Camera) -> None:
    parts = (camera.K, camera.R, camera.t)
    if tuple(part.shape for part in parts) != _CAMERA or len(camera.distortion) != 5:
        raise ValueError("no camera")
    if not all(np.isfinite(part).all() for part in (*parts, camera.distortion)):
        raise ValueError("a camera without numbers")
    if not (camera.width > 0 and camera.height > 0 and np.linalg.det(camera.K)):
        raise ValueError("a camera without a picture")


_CAMERA = ((3, 3), (3, 3), (3,))  # the shapes of K, R and t


def _check_view(view: View) -> None:
    image, mask = view.image, view.mask
    if image.ndim != 3 or image.shape[2] != 3 or not image.size:
        raise ValueError("no picture")
    if mask is not None and mask.shape != image.shape[:2]:
        raise ValueError("the mask does not fit its picture")
    if view.solid is not None:
        _check_solid(view.solid)
    if view.camera is not None:
        _check_camera(view.camera)


def _check_solid(grid: VoxelGrid) -> None:
    occupancy = grid.occupancy
    if occupancy.ndim != 3 or len(set(occupancy.shape)) != 1 or not occupancy.size:
        raise ValueError("no cubic grid")
    if not np.isfinite(occupancy).all() or occupancy.min() < 0 or occupancy.max() > 1:
        raise ValueError("a grid that holds no probabilities")
    if grid.origin.shape != (3,) or not grid.voxel_size > 0:
        raise ValueError("a grid without a place")


def _check_code(code: LatentCode) -> None:
    card = METHODS[code.method]
    sizes = {name: len(values) for name, values in code.items()}
    if not card.cameras and sizes != dict(card.latent):
        raise ValueError("no code of its method")
    if not all(np.isfinite(values).all() for values in code.values()):
        raise ValueError("a code without numbers")
