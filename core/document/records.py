"""Trees of frozen dataclasses as JSON and files, by their type hints.

A new field of such a class is kept without a line here. Plain values stand in the JSON; arrays
and bytes are handed to ``put``, which keeps them and gives what to write in their place. Nothing is
ever unpickled, and only classes that the hints name are made.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import numpy as np
import numpy.typing as npt

from core.types import LatentCode

Json = Any
Array = npt.NDArray[Any]
PLAIN = (bool, int, float, str)


Kept = Array | bytes
Put = Callable[[str, Kept], Json]
Get = Callable[[Json], Kept]


def pack(value: Any, hint: Any, put: Put, path: str = "") -> Json:
    """A value of a type as JSON; ``path`` is its place in the tree, as in ``items/3/view/mask``."""
    kinds = _kinds(hint)
    if value is None:
        return None
    if is_dataclass(value) and not isinstance(value, type):
        made = {
            field.name: pack(getattr(value, field.name), kind, put, _join(path, field.name))
            for field, kind in _fields(type(value))
        }
        return {"kind": type(value).__name__, **made} if len(kinds) > 1 else made
    if isinstance(value, LatentCode):
        groups = {name: put(_join(path, name), value[name]) for name in value}
        return {"method": value.method, "groups": groups}
    if isinstance(value, np.ndarray | bytes):
        return put(path, value)
    if isinstance(value, Mapping):
        of = get_args(kinds[0])[1]
        return {str(key): pack(item, of, put, _join(path, key)) for key, item in value.items()}
    if isinstance(value, tuple):
        of_each = _each(kinds[0], len(value))
        return [
            pack(item, kind, put, _join(path, getattr(item, "id", index)))
            for index, (item, kind) in enumerate(zip(value, of_each, strict=True))
        ]
    return value if get_origin(kinds[0]) is Literal else kinds[0](value)  # numpy's as plain ones


def unpack(json: Json, hint: Any, get: Get) -> Any:
    """The value that `pack` made JSON of; fields that are missing take their defaults.

    Raises ValueError, TypeError or KeyError where the JSON does not fit the type.
    """
    kinds = _kinds(hint)
    if json is None:
        if type(None) in (hint, *get_args(hint)):
            return None
        raise ValueError(f"nothing where {hint} should be")
    kind = kinds[0]
    if len(kinds) > 1:
        kind = next(one for one in kinds if one.__name__ == json["kind"])
    if kind in PLAIN:
        return _plain(json, kind)
    if get_origin(kind) is Literal:
        return get_args(kind)[get_args(kind).index(json)]
    if kind is LatentCode:
        groups = {name: _array(get(at), np.float32) for name, at in json["groups"].items()}
        return LatentCode(groups, _plain(json["method"], str))
    if kind is bytes or get_origin(kind) is np.ndarray:
        kept = get(json)
        if kind is bytes and not isinstance(kept, bytes):
            raise ValueError("an array where bytes should be")
        return kept if kind is bytes else _array(kept, get_args(get_args(kind)[1])[0])
    if isinstance(kind, type) and is_dataclass(kind):
        given = {
            field.name: unpack(json[field.name], of, get)
            for field, of in _fields(kind)
            if field.name in json or _needed(field)
        }
        return kind(**given)
    if get_origin(kind) is tuple:
        return tuple(
            unpack(item, of, get) for item, of in zip(json, _each(kind, len(json)), strict=True)
        )
    return {name: unpack(item, get_args(kind)[1], get) for name, item in json.items()}


def _kinds(hint: Any) -> tuple[Any, ...]:
    """The types that a hint allows, without None."""
    if get_origin(hint) in (Union, types.UnionType):
        return tuple(kind for kind in get_args(hint) if kind is not type(None))
    return (hint,)


def _each(hint: Any, count: int) -> tuple[Any, ...]:
    """The types of a tuple's members."""
    of = get_args(hint)
    return (of[0],) * count if of[1:] == (Ellipsis,) else of


@cache
def _fields(kind: Any) -> tuple[tuple[Any, Any], ...]:
    hints = get_type_hints(kind)
    return tuple((field, hints[field.name]) for field in fields(kind))


def _needed(field: Any) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _plain(value: Any, kind: type) -> Any:
    allowed = (int, float) if kind is float else (kind,)
    if type(value) not in allowed:
        raise ValueError(f"{value!r} is no {kind.__name__}")
    return kind(value)


def _array(value: Kept, dtype: Any) -> Array:
    if not isinstance(value, np.ndarray) or value.dtype != dtype:
        raise ValueError(f"no array of {dtype}")
    return value


def _join(path: str, name: object) -> str:
    return f"{path}/{name}" if path else str(name)
