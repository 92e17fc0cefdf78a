"""The one way to read what others have packed: zip files, arrays of numpy, JSON.

Files come from anywhere. Whatever is wrong with one ends in a UserError with a sentence that the
caller gives, and how much memory its content will take is known from its headers before anything is
unpacked. Nothing is ever unpickled. A test sees to it that no other module opens such files.
"""

from __future__ import annotations

import json
import logging
import math
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from core.errors import NO_MEMORY, UserError, is_out_of_memory
from core.utils.files import opened

log = logging.getLogger(__name__)

Array = npt.NDArray[Any]
BUDGET = 1 << 30  # bytes that a file may take once it is unpacked
OWN = 64 << 30  # of what the program itself made: data sets and exports are as large as asked for
# A list of short numbers takes so many times its text once it is objects: a pointer and a float
# instead of three characters.
TEXT_GROWS = 16


@contextmanager
def reading(sentence: str) -> Iterator[None]:
    """Let whatever goes wrong inside be a UserError of this sentence: the file is to blame.

    Libraries fail in as many ways as files can be damaged, so none is listed. What is already a
    UserError stays as it is.
    """
    try:
        yield
    except UserError:
        raise
    except Exception as error:
        if is_out_of_memory(error):
            raise UserError(NO_MEMORY) from error
        log.info("%s", sentence, exc_info=True)
        raise UserError(sentence) from error


def check_size(name: str, size: float, budget: int = BUDGET) -> None:
    """Raise UserError where a file would take more than the budget, in bytes, once unpacked."""
    if size > budget:
        raise UserError(
            f"{name} is too large: it would take {_gigabytes(size)} of memory, and at most "
            f"{_gigabytes(budget)} are allowed. Use a smaller one."
        )


def _gigabytes(size: float) -> str:
    return f"{size / (1 << 30):,.1f} GB" if size < 1e15 else "endless GB"


# ---- zip files


@contextmanager
def open_zip(
    path: str | PathLike[str], sentence: str, budget: int = BUDGET
) -> Iterator[zipfile.ZipFile]:
    """A zip file whose members take no more than the budget together; see `reading`.

    What the caller makes of the members belongs inside, so that it is read in the same care. A
    member never gives more bytes than its header says.
    """
    with opened(path) as stream, reading(sentence), zipfile.ZipFile(stream) as file:
        size = sum(entry.file_size for entry in file.infolist())
        check_size(Path(path).name, size, budget)
        yield file


def read_member(file: zipfile.ZipFile, name: str) -> Array:
    """The array of a member of an open zip file.

    Raises ValueError, and what zip files raise, where it is none: use it inside `open_zip`.
    """
    with file.open(name) as stream:
        if _whole_size(stream) != file.getinfo(name).file_size:
            raise ValueError(f"{name} is longer or shorter than its array")
    with file.open(name) as stream:
        array: Array = np.lib.format.read_array(stream, allow_pickle=False)
        if stream.read(1):  # only at the end is the checksum looked at
            raise ValueError(f"{name} is longer than its array")
        return array


# ---- arrays


def read_arrays(path: str | PathLike[str], sentence: str, budget: int = BUDGET) -> dict[str, Array]:
    """All arrays of an ``.npz`` file by their names; see `reading`."""
    with open_zip(path, sentence, budget) as file:
        return {name.removesuffix(".npy"): read_member(file, name) for name in file.namelist()}


def map_array(path: str | PathLike[str], sentence: str) -> Array:
    """The array of an ``.npy`` file, read from the disk where it is looked at; see `reading`."""
    with opened(path) as stream, reading(sentence):
        if _whole_size(stream) != stream.seek(0, 2):
            raise ValueError("longer or shorter than its array")
        mapped: Array = np.load(path, mmap_mode="r", allow_pickle=False)
        return mapped


def _whole_size(stream: IO[bytes]) -> int:
    """How many bytes an ``.npy`` file has by its header."""
    version = np.lib.format.read_magic(stream)
    headers = {
        (1, 0): np.lib.format.read_array_header_1_0,
        (2, 0): np.lib.format.read_array_header_2_0,
    }
    if version not in headers:  # later ones are for names of fields only
        raise ValueError(f"version {version}")
    try:
        shape, _, dtype = headers[version](stream)
    except (MemoryError, RecursionError) as error:  # of the parser, over brackets in brackets
        raise ValueError("no header") from error
    if dtype.hasobject or any(side < 0 for side in shape):
        raise ValueError("no numbers")
    return stream.tell() + math.prod(shape) * dtype.itemsize


# ---- JSON


def read_json(path: str | PathLike[str], sentence: str, budget: int = BUDGET) -> Any:
    """What a JSON file says, in any encoding of Unicode, with or without its mark; see `reading`.

    What the caller makes of it is to be read in the same care.
    """
    with opened(path) as stream, reading(sentence):
        check_size(Path(path).name, TEXT_GROWS * stream.seek(0, 2), budget)
        stream.seek(0)
        return parse_json(stream.read())


def parse_json(data: bytes | str) -> Any:
    """What JSON says. Raises ValueError where it is none: use it inside `reading`."""
    try:
        return json.loads(data)
    except RecursionError as error:
        raise ValueError("brackets in brackets without an end") from error
