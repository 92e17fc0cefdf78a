"""Putting measured tables into a page, between two marks such as ``<!-- bench -->``."""

from __future__ import annotations

from pathlib import Path

from core.errors import UserError
from core.utils.files import atomic, check_writable


def check_page(path: Path, name: str) -> None:
    """Whether a page can take the tables of ``name``; UserError says what is missing.

    Asked before long work, so that its result is not lost.
    """
    check_writable(path)
    _parts(path, name)


def mark_for(path: Path, name: str, data: str) -> str:
    """The mark of ``name`` that a page keeps for some data of its own, or else the plain one."""
    own = f"{name} {data}"
    try:
        return own if _mark(own) in path.read_text(encoding="utf-8") else name
    except OSError:
        return name


def write_page(path: Path, name: str, tables: str) -> None:
    """Replace what stands between a page's two marks of ``name``."""
    before, after = _parts(path, name)
    mark = _mark(name)
    with atomic(path) as temporary:
        temporary.write_text(
            f"{before}{mark}\n\n{tables.strip()}\n\n{mark}{after}", encoding="utf-8"
        )


def _mark(name: str) -> str:
    return f"<!-- {name} -->"


def _parts(path: Path, name: str) -> tuple[str, str]:
    mark = _mark(name)
    try:
        before, _, after = path.read_text(encoding="utf-8").split(mark)
    except (OSError, ValueError) as error:
        raise UserError(
            f"{path} has no two '{mark}' lines. Put them where the tables go."
        ) from error
    return before, after
