"""Where the program's own files lie, the one way it writes files, and the one way it opens them."""

from __future__ import annotations

import errno
import os
import platform
import re
import shutil
import stat
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from core.errors import UserError

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
# A file on its way: hidden, named by the computer and the process that writes it.
_HOST = f"{zlib.crc32(platform.node().encode('utf-8', 'replace')):08x}"
_PART = re.compile(r"\..*\.part-([0-9a-f]{8})-(\d+)-\w{8}(\..*)?")
ABANDONED = 86400.0  # seconds after which a file on its way is nobody's, on whatever computer
_swept: set[Path] = set()


# ---- writing


@contextmanager
def atomic(target: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a temporary path beside ``target`` and rename it into place at the end.

    An interrupted or failed write leaves the old file whole. The temporary name keeps the suffix,
    because writers choose their format by it. What the target is stays: a symbolic link still
    points where it did, a file of several names keeps them all, modes and owners are kept.

    Raises UserError when the folder is missing, unwritable or full, and when the file is read-only.
    """
    path = Path(target)
    try:
        real = _checked(path)
        _sweep(real.parent)
        handle, name = tempfile.mkstemp(dir=real.parent, prefix=_part(path), suffix=path.suffix)
    except OSError as error:
        raise UserError(_reason(path, error)) from error
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        _settle(temporary, real)
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
        _checked(path)
        _sweep(path.parent)
        folder = Path(tempfile.mkdtemp(dir=path.parent, prefix=_part(path)))
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
            there = path.with_name(one.name)
            real = _checked(there)
            if real.exists():
                shutil.copy2(real, old / one.name)
            _settle(one, real)
            moved.append(there)
    except BaseException as error:
        for there in moved:
            before, real = old / there.name, Path(os.path.realpath(there))
            if before.exists():
                _settle(before, real)
            else:
                real.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise UserError(_reason(path, error)) from error
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def check_writable(target: str | os.PathLike[str]) -> None:
    """Raise at once the UserError that writing ``target`` would end in, before long work starts."""
    path = Path(target)
    try:
        real = _checked(path)
        _sweep(real.parent)
        with tempfile.TemporaryFile(dir=real.parent):
            pass
    except OSError as error:
        raise UserError(_reason(path, error)) from error


class _ReadOnly(PermissionError):
    """The file itself, not its folder, is not to be written."""


class _NoFile(OSError):
    """Something has that name that is no file: a pipe, a device."""


def _checked(path: Path) -> Path:
    """The file that a name leads to, which may not be there yet. OSError where it is not to be."""
    real = Path(os.path.realpath(path))
    try:
        found = real.stat()
    except FileNotFoundError:
        return real
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(found.st_mode):
        raise _NoFile
    # An administrator may write what is read-only; whoever made it so did not mean that.
    if not found.st_mode & 0o222 or not os.access(real, os.W_OK):
        raise _ReadOnly
    return real


def _settle(new: Path, real: Path) -> None:
    """Put a finished file in the place of another, or where there was none."""
    with new.open("rb") as written:
        os.fsync(written.fileno())
    try:
        before = real.stat()
    except FileNotFoundError:
        new.chmod(0o666 & ~_umask())
        before = None
    if before is not None and before.st_nlink > 1:
        _write_over(real, new)
        return
    if before is not None:
        new.chmod(stat.S_IMODE(before.st_mode))
        made = new.stat()
        if (before.st_uid, before.st_gid) != (made.st_uid, made.st_gid):
            with suppress(OSError, AttributeError):  # only an administrator can
                os.chown(new, before.st_uid, before.st_gid)
                new.chmod(stat.S_IMODE(before.st_mode))
    if new.stat().st_dev == real.parent.stat().st_dev:
        new.replace(real)
        return
    with atomic(real) as near:
        shutil.copyfile(new, near)


def _write_over(real: Path, new: Path) -> None:
    """Give a file of several names new content: only in place do they stay one file.

    Where that fails, the old content comes back.
    """
    old = new.with_name(f"{new.name[:200]}.old")
    shutil.copyfile(real, old)
    try:
        try:
            _pour(new, real)
        except BaseException:
            _pour(old, real)
            raise
    finally:
        old.unlink(missing_ok=True)


def _pour(source: Path, target: Path) -> None:
    with source.open("rb") as reading, target.open("r+b") as writing:
        shutil.copyfileobj(reading, writing)
        writing.truncate()
        writing.flush()
        os.fsync(writing.fileno())


def _part(path: Path) -> str:
    """How the names of temporary files for a path begin."""
    return f".{path.stem[:40]}.part-{_HOST}-{os.getpid()}-"


def _sweep(folder: Path) -> None:
    """Remove what processes that were killed have left in a folder, once a run and folder."""
    folder = folder.resolve()
    if folder in _swept:
        return
    _swept.add(folder)
    with suppress(OSError), os.scandir(folder) as entries:
        left = [Path(entry.path) for entry in entries if ".part-" in entry.name]
        for path in left:
            if _is_abandoned(path):
                shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def _is_abandoned(path: Path) -> bool:
    """Whether a temporary file's process has ended, or nobody wrote it for a day."""
    match = _PART.fullmatch(path.name.removesuffix(".old"))
    if match is None:
        return False
    if time.time() - path.lstat().st_mtime > ABANDONED:
        return True
    host, process = match[1], int(match[2])
    if host != _HOST or os.name == "nt":  # there, asking for a process may end it
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


# ---- reading


@contextmanager
def opened(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """A user's file, to be read.

    Raises UserError where there is none, where it may not be read, and where it is a folder, a
    pipe or a device, some of which never end.
    """
    path = Path(path)
    try:
        # Without waiting for who may write a pipe; for files it makes no difference.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | _AT_ONCE)
    except (OSError, ValueError) as error:
        raise UserError(_unreadable(path, error)) from error
    mode = os.fstat(handle).st_mode
    if not stat.S_ISREG(mode):
        os.close(handle)
        if stat.S_ISDIR(mode):
            raise UserError(f"{path.name} is a folder. Choose a file in it.")
        raise UserError(f"{path} is a pipe or a device. Save what comes out of it as a file.")
    with os.fdopen(handle, "rb") as file:
        yield file


_AT_ONCE = getattr(os, "O_NONBLOCK", 0)


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """All of a user's file. Raises UserError as `opened` does, or when reading fails."""
    with opened(path) as file:
        try:
            return file.read()
        except OSError as error:
            raise UserError(_unreadable(Path(path), error)) from error


def listed(folder: str | os.PathLike[str]) -> list[Path]:
    """What is in a user's folder, by name. Raises UserError when it cannot be looked into."""
    try:
        return sorted(Path(folder).iterdir())
    except OSError as error:
        raise UserError(_unreadable(Path(folder), error)) from error


def readable(name: str) -> str:
    """A file's name as text: bytes of it that are no characters become escapes."""
    return name.encode("utf-8", "backslashreplace").decode()


def _unreadable(path: Path, error: Exception) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError | ValueError) or (
        isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG
    ):
        return f"{path} does not exist. Check the name."
    if isinstance(error, IsADirectoryError):
        return f"{path.name} is a folder. Choose a file in it."
    if isinstance(error, PermissionError):
        return f"{path} cannot be read: its permissions forbid it. Change them or choose another."
    reason = getattr(error, "strerror", None) or error
    return f"{path} cannot be read: {reason}. Choose another."


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


def stamp(path: str | os.PathLike[str]) -> str:
    """What tells whether a file was written since: its time and size; "" where there is none."""
    try:
        found = Path(path).stat()
    except OSError:
        return ""
    return f"{found.st_mtime_ns} {found.st_size}"


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
    if isinstance(error, _ReadOnly):
        return f"{path} was not written: it is read-only. Choose another name."
    if isinstance(error, _NoFile):
        return f"{path} was not written: it is a pipe or a device. Choose a file's name."
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
    if error.errno == errno.ELOOP:
        return f"{path} was not written: it is a link to itself. Choose another name."
    if error.errno == errno.EROFS:
        return f"{path} was not written: the disk is read-only. Choose a folder on another."
    return f"{path} was not written: {error.strerror or error}. Free some space or choose another."
