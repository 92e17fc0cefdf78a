"""How a document is shown, as plain values in its file, and what is understood of such values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn, TypeVar

from core.document.records import pack, unpack
from viewer.document.view_settings import Look
from viewer.scene.orbit_camera import Orbit

Kind = TypeVar("Kind")


def kept(look: Look, camera: Orbit | None) -> dict[str, Any]:
    """The look and the camera as plain values."""
    view = {"look": pack(look, Look, _nothing)}
    if camera is not None:
        view["camera"] = pack(camera, Orbit, _nothing)
    return view


def understood(view: Mapping[str, Any]) -> tuple[Look | None, Orbit | None]:
    """The look and the camera again; None for what the file says otherwise or not at all."""
    return _read(view.get("look"), Look), _read(view.get("camera"), Orbit)


def _read(given: Any, kind: type[Kind]) -> Kind | None:
    try:
        value: Kind = unpack(given, kind, _nothing)
        return value
    except (ValueError, TypeError, LookupError, AttributeError):
        return None


def _nothing(*_: object) -> NoReturn:
    raise ValueError("how a document is shown holds no arrays")
