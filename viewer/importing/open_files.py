"""Files that come in: images one by one, and cameras for the photographs that are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import UserError
from core.types import Camera
from viewer.document.item_edits import add
from viewer.document.photo_edits import attach_cameras
from viewer.i18n.core_messages import core_words
from viewer.i18n.translate import tr

if TYPE_CHECKING:
    from core.process.jobs import Loaded
    from viewer.document.session import Session

CAMERA_SUFFIXES = (".json", ".txt")


def open_each(session: Session, paths: Sequence[str | Path]) -> None:
    """Read photographs, find their masks and add them, each as soon as it is there.

    A file of cameras goes to the photographs of the selected object.
    """
    item = session.document.current
    for path in paths:
        if Path(path).suffix.lower() in CAMERA_SUFFIXES and item is not None and item.more:
            attach(session, Path(path))
        else:
            load(session, tr("Open {name}", name=Path(path).name), {"paths": [str(path)]})


def load(session: Session, title: str, arguments: Mapping[str, Any]) -> None:
    """Have the core read photographs, and add what it finds."""

    def done(found: Sequence[Loaded]) -> str:
        return _loaded(session, found)

    session.begin(title, "load", arguments, done=done, about="files")


def _loaded(session: Session, found: Sequence[Loaded]) -> str:
    unread = ""
    for one in found:
        if one.view is None:
            said = core_words(one.error)
            session.report(one.name, said if one.name in said else f"{one.name}: {said}")
            unread = one.error
            continue
        session.do(add(one.view, one.original))
        if one.error and session.document.selected is not None:
            session.report(session.document.selected, one.error)
    return unread


def attach(session: Session, path: Path) -> None:
    """Give the selected object's photographs the cameras of a file, as one undoable step."""
    item = session.document.current
    if item is None:
        return

    def done(cameras: Mapping[str, Camera]) -> str:
        now = session.document.find(item.id)
        if now is None:
            return ""
        try:
            session.do(attach_cameras(now, cameras))
        except UserError as error:
            session.report(item.id, str(error))
            return str(error)
        return ""

    session.begin(
        tr("Cameras from {name}", name=path.name),
        "cameras",
        {"path": str(path), "images": [view.name for view in item.views]},
        done=done,
        about=item.id,
    )
