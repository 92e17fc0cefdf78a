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

import hashlib
import io
import json
import struct
import tokenize
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from core.document import Document, Item
from core.errors import UserError
from core.files import atomic
from core.images.load import load_image_bytes
from core.methods import METHODS
from core.records import Array, Kept, pack, unpack
from core.types import LatentCode, View, VoxelGrid

SUFFIX = ".shapewright"
FORMAT, VERSION = "shapewright project", 1
MANIFEST, PREVIEW = "manifest.json", "preview.png"
LARGEST = 8 * 2**30  # bytes unpacked; more is no document but an attack
# Photographs of these kinds every copy of the program decodes, and to the same pixels.
DECODED_AGAIN = {b"\xff\xd8\xff": ".jpg", b"\x89PNG": ".png", b"RIFF": ".webp"}


@dataclass(frozen=True, eq=False)
class Project:
    """What a file holds. ``view`` is how the window showed the document, in plain values.

    ``preview`` is a PNG. ``origin`` is only there in an autosave: the file that it belongs to.
    """

    document: Document
    view: Mapping[str, Any] = field(default_factory=dict)
    preview: bytes = field(default=b"", repr=False)
    origin: str = ""


def is_project(path: str | PathLike[str]) -> bool:
    """Whether a name is that of a project file."""
    return Path(path).suffix.lower() == SUFFIX


def write_project(project: Project, path: str | PathLike[str]) -> None:
    """Write a project file. Raises UserError when it cannot be written; the old one stays then."""
    with atomic(path) as temporary, _new_zip(temporary) as file:
        writer = _Writer(file, project.document)
        manifest = {
            "format": FORMAT,
            "version": VERSION,
            "origin": project.origin,
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


def read_project(path: str | PathLike[str]) -> Project:
    """Read a project file.

    Raises UserError when it is missing, damaged, none of this program's, or of a newer version.
    """
    path = Path(path)
    try:
        with zipfile.ZipFile(path) as file:
            manifest = _manifest(file, path.name)
            if sum(entry.file_size for entry in file.infolist()) > LARGEST:
                raise ValueError("larger than any document")
            document: Document = unpack(manifest["document"], Document, _Reader(file).get)
            _check(document)
            view, origin = manifest.get("view"), manifest.get("origin")
            return Project(
                document,
                view if isinstance(view, dict) else {},
                file.read(PREVIEW) if PREVIEW in file.namelist() else b"",
                origin if isinstance(origin, str) else "",
            )
    except FileNotFoundError as error:
        raise UserError(f"{path} does not exist. Check the name.") from error
    except PermissionError as error:
        raise UserError(f"{path} cannot be read: it is not yours. Choose another.") from error
    except IsADirectoryError as error:
        raise UserError(f"{path.name} is a folder. Choose the project in it.") from error
    except zipfile.BadZipFile as error:
        raise UserError(f"{path.name} is damaged or no project. Open another copy.") from error
    except _DAMAGE as error:
        raise UserError(f"{path.name} is damaged. Open another copy of it.") from error


# What zip files, numpy, Pillow and the manifest raise when bytes are not what they should be.
_DAMAGE = (OSError, ValueError, LookupError, TypeError, AttributeError, EOFError, RuntimeError,
           ArithmeticError, StopIteration, MemoryError, SyntaxError, tokenize.TokenError,
           zlib.error, struct.error, Image.DecompressionBombError)  # fmt: skip


def read_preview(path: str | PathLike[str]) -> bytes | None:
    """The small picture in a project file; None where there is none."""
    try:
        with zipfile.ZipFile(path) as file:
            return file.read(PREVIEW)
    except (zipfile.BadZipFile, *_DAMAGE):
        return None


def _manifest(file: zipfile.ZipFile, name: str) -> dict[str, Any]:
    foreign = UserError(f"{name} is not a Shapewright project. Choose another file.")
    if MANIFEST not in file.namelist():
        raise foreign
    manifest = json.loads(file.read(MANIFEST))
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise foreign
    version = manifest["version"]
    if not isinstance(version, int) or version < 1:
        raise ValueError("no version")
    if version > VERSION:
        raise UserError(f"{name} was made by a newer Shapewright. Update this one to open it.")
    return manifest


class _Writer:
    """Puts arrays and bytes into a zip file, each only once."""

    def __init__(self, file: zipfile.ZipFile, document: Document) -> None:
        self._file = file
        self._kept: dict[bytes, str] = {}
        self._decoded: dict[bytes, dict[str, str]] = {}
        for item in document.items:
            self._expect(item)

    def put(self, path: str, value: Kept) -> Any:
        if isinstance(value, bytes):
            return self._keep(path + _suffix(value), hashlib.sha256(value).digest(), value)
        value = np.ascontiguousarray(value)
        digest = _digest(value)
        if digest in self._decoded:
            return self._decoded[digest]
        if value.dtype == np.uint8 and value.ndim == 3 and value.shape[2] == 3 and value.size:
            return self._keep(path + ".png", digest, value)
        return self._keep(path + ".npy", digest, value)

    def _expect(self, item: Item) -> None:
        """Know the pixels that decoding an original gives."""
        if item.original is None or not _suffix(item.original):
            return
        name = self.put(f"items/{item.id}/original", item.original)
        try:
            decoded = load_image_bytes(item.original, "original")
        except UserError:
            return
        for part, array in (("image", decoded.image), ("mask", decoded.mask)):
            if array is not None:
                self._decoded[_digest(array)] = {"decoded": name, "part": part}

    def _keep(self, name: str, digest: bytes, value: Kept) -> str:
        if digest not in self._kept:
            self._kept[digest] = name
            # A ZipInfo is stored as it is, a name is compressed: pictures are small already.
            entry = name if name.endswith(".npy") else zipfile.ZipInfo(name)
            with self._file.open(entry, "w") as stream:
                if isinstance(value, bytes):
                    stream.write(value)
                elif name.endswith(".png"):
                    Image.fromarray(value).save(stream, "PNG", compress_level=1)
                else:
                    np.lib.format.write_array(stream, value, allow_pickle=False)
        return self._kept[digest]


class _Reader:
    """Gets them out again; what is kept once is the same object wherever it occurs."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file
        self._read: dict[str, Kept] = {}

    def get(self, reference: Any) -> Kept:
        if isinstance(reference, dict):
            key = f"{reference['decoded']}:{reference['part']}"
            if key not in self._read:
                self._decode(reference["decoded"])
            return self._read[key]
        if reference not in self._read:
            self._read[reference] = self._load(reference)
        return self._read[reference]

    def _decode(self, name: str) -> None:
        data = self.get(name)
        if not isinstance(data, bytes):
            raise ValueError(f"{name} is no photograph")
        try:
            view = load_image_bytes(data, name)
        except UserError as error:
            raise ValueError(str(error)) from error
        for part, array in (("image", view.image), ("mask", view.mask)):
            if array is not None:
                self._read[f"{name}:{part}"] = _fixed(array)

    def _load(self, name: str) -> Kept:
        if name.endswith(".npy"):
            with self._file.open(name) as stream:
                array = np.lib.format.read_array(stream, allow_pickle=False)
                if stream.read(1):  # only at the end is the checksum looked at
                    raise ValueError(f"{name} is longer than its array")
                return _fixed(array)
        data = self._file.read(name)
        if "/original" in name:
            return data
        with Image.open(io.BytesIO(data), formats=["PNG"]) as picture:
            return _fixed(np.array(picture.convert("RGB")))


def _fixed(array: Array) -> Array:
    array = np.ascontiguousarray(array)
    array.flags.writeable = False
    return array


def _digest(array: Array) -> bytes:
    array = np.ascontiguousarray(array)
    digest = hashlib.sha256(f"{array.dtype.str} {array.shape}".encode())
    digest.update(array.reshape(-1).view(np.uint8).data)
    return digest.digest()


def _suffix(data: bytes) -> str:
    return next((name for start, name in DECODED_AGAIN.items() if data.startswith(start)), "")


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
    for view in (item.view, item.found):
        if view is not None:
            _check_view(view)
    if not {item.mix.shape, item.mix.pose, item.mix.lighting} <= set(ids):
        raise ValueError("a mix of items that are not there")
    if item.own_code is not None:
        _check_code(item.own_code)
        if item.offset is not None and item.offset.shape != item.own_code["shape"].shape:
            raise ValueError("the offset does not fit its code")
    if item.result is not None:
        _check_code(item.result.code)
        grid = item.result.shape
        if isinstance(grid, VoxelGrid) and (grid.occupancy.ndim != 3 or not grid.occupancy.size):
            raise ValueError("no grid")


def _check_view(view: View) -> None:
    image, mask = view.image, view.mask
    if image.ndim != 3 or image.shape[2] != 3 or not image.size:
        raise ValueError("no picture")
    if mask is not None and mask.shape != image.shape[:2]:
        raise ValueError("the mask does not fit its picture")


def _check_code(code: LatentCode) -> None:
    sizes = METHODS[code.method].latent
    if {name: len(values) for name, values in code.items()} != dict(sizes):
        raise ValueError("no code of its method")
    if not all(np.isfinite(values).all() for values in code.values()):
        raise ValueError("a code without numbers")
