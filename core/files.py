"""Where the program's own files lie, and the one way it writes files."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.errors import UserError

RESOURCES = Path(__file__).resolve().parent.parent / "resources"


@contextmanager
def atomic(target: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a temporary path beside ``target`` and rename it into place at the end.

    An interrupted or failed write leaves the old file whole. The temporary name keeps the suffix,
    because writers choose their format by it.

    Raises UserError when the folder is missing, unwritable or full.
    """
    path = Path(target)
    try:
        handle, name = tempfile.mkstemp(
            dir=path.parent or Path(), prefix=f".{path.stem[:40]}-", suffix=path.suffix
        )
    except OSError as error:
        raise UserError(_reason(path, error)) from error
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        raise UserError(_reason(path, error)) from error
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def atomic_with_others(target: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a path of the target's name in a new folder, for a writer that puts files beside it.

    At the end all files of the folder are moved beside the target, itself last. Where one of them
    cannot be, those that were there before come back. Raises UserError as `atomic` does.
    """
    path = Path(target)
    try:
        folder = Path(tempfile.mkdtemp(dir=path.parent or Path(), prefix=f".{path.stem[:40]}-"))
    except OSError as error:
        raise UserError(_reason(path, error)) from error
    new, old = folder / "new", folder / "old"
    moved: list[Path] = []
    try:
        new.mkdir()
        old.mkdir()
        yield new / path.name
        others = sorted(one for one in new.iterdir() if one.name != path.name)
        for one in (*others, new / path.name):
            with one.open("rb") as written:
                os.fsync(written.fileno())
            one.chmod(0o666 & ~_umask())
            there = path.with_name(one.name)
            if there.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(there))
            if there.exists():
                os.link(there, old / one.name)
            one.replace(there)
            moved.append(there)
    except BaseException as error:
        for there in moved:
            before = old / there.name
            if before.exists():
                before.replace(there)
            else:
                there.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise UserError(_reason(path, error)) from error
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def check_writable(target: str | os.PathLike[str]) -> None:
    """Raise at once the UserError that writing ``target`` would end in, before long work starts."""
    path = Path(target)
    try:
        if path.is_dir():
            raise IsADirectoryError
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise UserError(_reason(path, error)) from error


def is_folder(path: Path) -> bool:
    """Whether there is a folder of that name; a name that no file can have is none's."""
    try:
        return path.is_dir()
    except OSError:
        return False


def is_file(path: Path) -> bool:
    """Whether there is a file of that name; a name that no file can have is none's."""
    try:
        return path.is_file()
    except OSError:
        return False


def make_folder(folder: str | os.PathLike[str]) -> Path:
    """A folder to write into, made with those above it. Raises UserError when it cannot be."""
    path = Path(folder)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise UserError(f"{path} is a file, not a folder. Choose another name.") from error
    except OSError as error:
        raise UserError(_reason(path, error)) from error
    check_writable(path / "anything")
    return path


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _reason(path: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return f"{path} was not written: its folder does not exist. Create it or choose another."
    if isinstance(error, PermissionError):
        return f"{path} was not written: the folder is read-only. Choose another folder."
    if isinstance(error, IsADirectoryError):
        return f"{path} was not written: a folder has that name. Choose another name."
    if isinstance(error, NotADirectoryError):
        return f"{path} was not written: it would lie inside a file. Choose a folder."
    if error.errno == errno.ENAMETOOLONG:
        return f"{path.name[:60]}... was not written: the name is too long. Choose a shorter one."
    if error.errno == errno.EROFS:
        return f"{path} was not written: the disk is read-only. Choose a folder on another."
    return f"{path} was not written: {error.strerror or error}. Free some space or choose another."
