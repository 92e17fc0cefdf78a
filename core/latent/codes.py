"""Codes on disk: one array a latent group, and ``method``, the method's key.

They are ``.npz`` files, or ``.json`` with lists of numbers, for people and other languages.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import UserError
from core.methods import METHODS
from core.types import LatentCode
from core.utils.files import atomic, is_file


def write_code(code: LatentCode, path: str | PathLike[str]) -> None:
    """Write a code, as JSON where the suffix says so, and check that it reads back the same.

    Raises UserError when the file cannot be written.
    """
    with atomic(path) as temporary:
        if temporary.suffix.lower() == ".json":
            values: dict[str, Any] = {name: array.tolist() for name, array in code.items()}
            text = json.dumps({"method": code.method, **values}, indent=2)
            temporary.write_text(text + "\n", "utf-8")
        else:
            with temporary.open("wb") as file:
                arrays: dict[str, Any] = dict(code)
                np.savez(file, **arrays, method=np.array(code.method))
        back = read_code(temporary)
        if set(back) != set(code) or any((back[name] != code[name]).any() for name in code):
            raise UserError(f"{Path(path).name} read back differently. {_AGAIN}")


def read_code(path: str | PathLike[str]) -> LatentCode:
    """Read a code back; nothing is unpickled.

    Raises UserError when the file is missing, damaged, no code, or one of an unknown method.
    """
    path = Path(path)
    if not is_file(path):
        raise UserError(f"{path} does not exist. Check the name.")
    try:
        arrays = _read_json(path) if path.suffix.lower() == ".json" else _read_npz(path)
        method = str(arrays.pop("method"))
    except KeyError as error:
        raise UserError(f"{path.name} is not a code: it names no method. {_AGAIN}") from error
    # np.load gives an array, which is no context manager, for an .npy file by another name.
    except (OSError, ValueError, EOFError, TypeError, zipfile.BadZipFile, zlib.error) as error:
        raise UserError(f"{path.name} is damaged or not a code. {_AGAIN}") from error
    if method not in METHODS:
        raise UserError(f"{path.name} is a code of '{method}', which is not a method. {_AGAIN}")
    card = METHODS[method]
    for name, values in arrays.items():
        wrong = not card.cameras and values.shape != (card.latent.get(name),)
        if wrong or values.dtype.kind != "f" or not np.isfinite(values).all():
            raise UserError(f"The group '{name}' of {path.name} is not one of '{method}'. {_AGAIN}")
    return LatentCode(arrays, method)


def _read_npz(path: Path) -> dict[str, Any]:
    with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
        return {name: file[name] for name in file.files}


def _read_json(path: Path) -> dict[str, Any]:
    values = json.loads(path.read_text("utf-8"))
    if not isinstance(values, dict):
        raise ValueError("no groups")
    method = {"method": values.pop("method")}
    return {name: np.array(value, np.float32) for name, value in values.items()} | method


_AGAIN = "Write it anew with: python main.py encode."
