"""Codes on disk: one array a latent group, and ``method``, the method's key.

They are ``.npz`` files, or ``.json`` with lists of numbers, for people and other languages.
"""

from __future__ import annotations

import json
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import UserError
from core.methods import METHODS
from core.types import LatentCode
from core.utils.containers import read_arrays, read_json, reading
from core.utils.files import atomic


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
    damaged = f"{path.name} is damaged or not a code. {_AGAIN}"
    with reading(damaged):
        is_json = path.suffix.lower() == ".json"
        arrays = _read_json(path, damaged) if is_json else read_arrays(path, damaged)
    if "method" not in arrays:
        raise UserError(f"{path.name} is not a code: it names no method. {_AGAIN}")
    method = str(arrays.pop("method"))
    if method not in METHODS:
        raise UserError(f"{path.name} is a code of '{method}', which is not a method. {_AGAIN}")
    card = METHODS[method]
    for name, values in arrays.items():
        wrong = not card.cameras and values.shape != (card.latent.get(name),)
        if wrong or values.dtype.kind != "f" or not np.isfinite(values).all():
            raise UserError(f"The group '{name}' of {path.name} is not one of '{method}'. {_AGAIN}")
    return LatentCode(arrays, method)


def _read_json(path: Path, damaged: str) -> dict[str, Any]:
    values = read_json(path, damaged)
    if not isinstance(values, dict):
        raise ValueError("no groups")
    return {
        name: value if name == "method" else np.array(value, np.float32)
        for name, value in values.items()
    }


_AGAIN = "Write it anew with: python main.py encode."
