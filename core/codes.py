"""Codes on disk: an ``.npz`` with one array a latent group, and ``method``, the method's key."""

from __future__ import annotations

import zipfile
import zlib
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import UserError
from core.files import atomic, is_file
from core.methods import METHODS
from core.types import LatentCode


def write_code(code: LatentCode, path: str | PathLike[str]) -> None:
    """Write a code. Raises UserError when the file cannot be written."""
    arrays: dict[str, Any] = {**code, "method": np.array(code.method)}
    with atomic(path) as temporary, temporary.open("wb") as file:
        np.savez(file, **arrays)


def read_code(path: str | PathLike[str]) -> LatentCode:
    """Read a code back; nothing is unpickled.

    Raises UserError when the file is missing, damaged, no code, or one of an unknown method.
    """
    path = Path(path)
    if not is_file(path):
        raise UserError(f"{path} does not exist. Check the name.")
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        method = str(arrays.pop("method"))
    except KeyError as error:
        raise UserError(f"{path.name} is not a code: it names no method. {_AGAIN}") from error
    # np.load gives an array, which is no context manager, for an .npy file by another name.
    except (OSError, ValueError, EOFError, TypeError, zipfile.BadZipFile, zlib.error) as error:
        raise UserError(f"{path.name} is damaged or not a code. {_AGAIN}") from error
    if method not in METHODS:
        raise UserError(f"{path.name} is a code of '{method}', which is not a method. {_AGAIN}")
    sizes = METHODS[method].latent
    for name, values in arrays.items():
        wrong = name not in sizes or values.shape != (sizes[name],)
        if wrong or values.dtype.kind != "f" or not np.isfinite(values).all():
            raise UserError(f"The group '{name}' of {path.name} is not one of '{method}'. {_AGAIN}")
    return LatentCode(arrays, method)


_AGAIN = "Write it anew with: python main.py encode."
