"""Sweet Home 3D furniture libraries: a zip of models with a catalogue of properties.

Format: https://www.sweethome3d.com/documentation/#furnitureLibrary. Models stand +Y up with their
front at +Z; ``modelRotation`` (row by row) turns a model that was drawn otherwise.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import numpy as np
import numpy.typing as npt

from core.errors import UserError
from core.utils.containers import TEXT_GROWS, check_size, open_zip, reading

CATALOGUE = "PluginFurnitureCatalog.properties"
MAX_BYTES = 8 << 30


@dataclass(frozen=True, eq=False)
class Furniture:
    """A row of a catalogue: its model file, and how to stand it up. ``size`` in cm (x, y, z)."""

    id: str
    name: str
    category: str
    creator: str
    licence: str
    model: Path
    rotation: npt.NDArray[np.float64]
    size: tuple[float, float, float] | None


def iter_furniture(path: Path) -> Iterator[Furniture]:
    """The pieces of a library, their models unpacked into a folder that goes when the loop ends.

    Raises UserError for a damaged archive, one without a catalogue, or one that would write
    outside its folder.
    """
    with tempfile.TemporaryDirectory(prefix="furniture-") as folder:
        sentence = f"{path.name} is not a furniture library. Download it again."
        with open_zip(path, sentence, MAX_BYTES) as archive:
            check_size(CATALOGUE, TEXT_GROWS * archive.getinfo(CATALOGUE).file_size)
            table = parse_properties(_text(archive.read(CATALOGUE)))
            _check(archive, path)
            with reading(f"{path.name} is damaged. Download it again."):
                archive.extractall(folder)
        for number in range(1, len(table) + 1):
            if f"id#{number}" not in table and f"name#{number}" not in table:
                break
            yield _piece(table, number, Path(folder))


def parse_properties(text: str) -> dict[str, str]:
    """A Java properties file: ``key=value`` lines, backslash escapes, ``#`` and ``!`` comments."""
    joined = re.sub(r"(?<!\\)((?:\\\\)*)\\\r?\n[ \t]*", r"\1", text)
    table = {}
    for line in joined.splitlines():
        line = line.lstrip()
        if not line or line[0] in "#!":
            continue
        match = re.match(r"((?:\\.|[^\\:=\s])*)\s*[:=]?\s*(.*)", line)
        if match:
            table[_unescape(match[1])] = _unescape(match[2]).strip()
    return table


def _piece(table: dict[str, str], number: int, folder: Path) -> Furniture:
    def entry(key: str, default: str = "") -> str:
        return table.get(f"{key}#{number}", default)

    name = entry("name", f"piece {number}")
    return Furniture(
        id=entry("id", f"{name}-{number}"),
        name=name,
        category=entry("category", "other"),
        creator=entry("creator", table.get("provider", "unknown")),
        licence=entry("license", table.get("license", "unknown")),
        model=_inside(folder, entry("model")),
        rotation=_rotation(entry("modelRotation")),
        size=_size(entry("width"), entry("height"), entry("depth")),
    )


def _inside(folder: Path, name: str) -> Path:
    """The file of that name in the library; one that would lie outside is not there."""
    path = (folder / name.replace("\\", "/").lstrip("/").replace("\0", "")).resolve()
    return path if path.is_relative_to(folder.resolve()) else folder / "outside"


def _rotation(text: str) -> npt.NDArray[np.float64]:
    try:
        return np.array([float(word) for word in text.split()]).reshape(3, 3)
    except ValueError:
        return np.eye(3)


def _size(*texts: str) -> tuple[float, float, float] | None:
    try:
        width, height, depth = (float(text) for text in texts)
    except ValueError:
        return None
    return (width, height, depth) if min(width, height, depth) > 0 else None


def _check(archive: zipfile.ZipFile, path: Path) -> None:
    for entry in archive.infolist():
        name = PurePosixPath(entry.filename.replace("\\", "/"))
        if name.is_absolute() or ".." in name.parts or ":" in entry.filename:
            raise UserError(f"{path.name} has unsafe paths inside. Do not use this file.")


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _unescape(text: str) -> str:
    named = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}
    return re.sub(
        r"\\(?:u([0-9a-fA-F]{4})|(.))",
        lambda match: chr(int(match[1], 16)) if match[1] else named.get(match[2], match[2]),
        text,
    )
