"""Files are written whole or not at all."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import UserError
from core.utils import files
from core.utils.files import (
    atomic,
    atomic_with_others,
    check_writable,
    listed,
    make_folder,
    read_bytes,
)

ROOT = Path(__file__).resolve().parents[3]


def test_the_file_is_there_only_when_it_is_whole(tmp_path):
    target = tmp_path / "shape.obj"
    with atomic(target) as temporary:
        temporary.write_text("new")
        assert temporary.suffix == ".obj" and temporary.parent == tmp_path
        assert not target.exists()
    assert target.read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path):
    target = tmp_path / "shape.obj"
    target.write_text("old")
    with pytest.raises(ZeroDivisionError), atomic(target) as temporary:
        temporary.write_text("half")
        _ = 1 / 0
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_full_disk_is_said_in_words(tmp_path):
    target = tmp_path / "shape.obj"
    target.write_text("old")
    with pytest.raises(UserError, match="written: No space left"), atomic(target):
        raise OSError(28, "No space left on device")
    assert target.read_text() == "old"


def test_a_missing_folder_is_named(tmp_path):
    target = tmp_path / "nowhere" / "shape.obj"
    with pytest.raises(UserError, match="folder does not exist"), atomic(target):
        pass


def test_a_folder_in_the_way_is_named(tmp_path):
    (tmp_path / "shape.obj").mkdir()
    with pytest.raises(UserError, match="not written"), atomic(tmp_path / "shape.obj") as temporary:
        temporary.write_text("new")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_named(tmp_path):
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(UserError, match="read-only"), atomic(tmp_path / "shape.obj"):
            pass
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_others_may_read_the_file_as_usual(tmp_path):
    old = os.umask(0o022)
    try:
        with atomic(tmp_path / "shape.obj") as temporary:
            temporary.write_text("new")
    finally:
        os.umask(old)
    assert (tmp_path / "shape.obj").stat().st_mode & 0o777 == 0o644


def test_whether_a_file_could_be_written_is_known_before_the_work(tmp_path):
    check_writable(tmp_path / "shape.obj")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(UserError, match="folder does not exist"):
        check_writable(tmp_path / "nowhere" / "shape.obj")
    with pytest.raises(UserError, match="a folder has that name"):
        check_writable(tmp_path)


def test_folders_are_made_with_those_above_them(tmp_path):
    assert make_folder(tmp_path / "a" / "b").is_dir()
    (tmp_path / "file").write_text("x")
    with pytest.raises(UserError, match="is a file, not a folder"):
        make_folder(tmp_path / "file")


def test_a_name_that_is_too_long_is_said(tmp_path):
    target = tmp_path / ("x" * 300 + ".obj")
    with pytest.raises(UserError, match="the name is too long"):
        check_writable(target)
    with pytest.raises(UserError, match="the name is too long"), atomic(target) as temporary:
        temporary.write_text("new")
    with pytest.raises(UserError, match="the name is too long"):
        make_folder(target)
    assert list(tmp_path.iterdir()) == []


def test_a_file_taken_for_a_folder_is_said(tmp_path):
    (tmp_path / "file").write_text("x")
    target = tmp_path / "file" / "shape.obj"
    with pytest.raises(UserError, match="inside a file"):
        check_writable(target)
    with pytest.raises(UserError, match="inside a file"), atomic(target):
        pass


def test_a_disk_that_cannot_be_written_is_said(tmp_path):
    with pytest.raises(UserError, match="the disk is read-only"), atomic(tmp_path / "shape.obj"):
        raise OSError(errno.EROFS, "Read-only file system")


# ---- what the target is stays


posix = pytest.mark.skipif(os.name == "nt", reason="POSIX links and permissions")


def write(target, text="new"):
    with atomic(target) as temporary:
        temporary.write_text(text)


def write_with_others(target, text="new"):
    with atomic_with_others(target) as temporary:
        temporary.write_text(text)
        temporary.with_suffix(".mtl").write_text(text)


ways = pytest.mark.parametrize("way", [write, write_with_others])


@posix
@ways
def test_a_link_leads_where_it_led(tmp_path, way):
    real = tmp_path / "folder" / "real.obj"
    real.parent.mkdir()
    link = tmp_path / "shape.obj"
    link.symlink_to(real)
    for _ in range(2):  # first there is nothing where it leads
        way(link)
        assert link.is_symlink() and real.read_text() == "new"
    assert list(real.parent.iterdir()) == [real]


@posix
@ways
def test_a_file_of_several_names_keeps_them(tmp_path, way):
    one, other = tmp_path / "shape.obj", tmp_path / "other.obj"
    one.write_text("an old one that is longer")
    os.link(one, other)
    way(one)
    assert other.read_text() == "new" and one.samefile(other)


@posix
def test_a_file_of_several_names_is_whole_when_writing_fails(tmp_path, monkeypatch):
    one, other = tmp_path / "shape.obj", tmp_path / "other.obj"
    one.write_text("the work of yesterday")
    os.link(one, other)
    pour, calls = files._pour, []

    def fail_once(source, target):
        calls.append(source)
        if len(calls) == 1:
            target.write_text("ha")
            raise OSError(28, "No space left on device")
        pour(source, target)

    monkeypatch.setattr(files, "_pour", fail_once)
    with pytest.raises(UserError, match="No space left"):
        write(one)
    assert one.read_text() == other.read_text() == "the work of yesterday"
    assert sorted(tmp_path.iterdir()) == [other, one]


@posix
@ways
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755])
def test_who_may_read_a_file_stays(tmp_path, way, mode):
    target = tmp_path / "shape.obj"
    target.write_text("old")
    target.chmod(mode)
    way(target)
    assert target.read_text() == "new" and target.stat().st_mode & 0o777 == mode


@ways
def test_a_read_only_file_is_not_overwritten(tmp_path, way):
    target = tmp_path / "shape.obj"
    target.write_text("old")
    target.chmod(0o444)
    for attempt in (check_writable, way):
        with pytest.raises(UserError, match="it is read-only"):
            attempt(target)
    assert target.read_text() == "old" and list(tmp_path.iterdir()) == [target]


@posix
def test_pipes_devices_and_endless_links_are_not_replaced(tmp_path):
    os.mkfifo(tmp_path / "pipe.json")
    (tmp_path / "loop.json").symlink_to(tmp_path / "loop.json")
    for name in ("pipe.json", "loop.json"):
        for attempt in (check_writable, write):
            with pytest.raises(UserError, match=r"a pipe or a device|a link to itself"):
                attempt(tmp_path / name)
    with pytest.raises(UserError, match="a pipe or a device"):
        write(os.devnull)
    assert len(list(tmp_path.iterdir())) == 2


@posix
def test_what_a_killed_run_left_goes_at_the_next_start_and_only_that(tmp_path, monkeypatch):
    code = (
        "import os, sys; from core.utils.files import atomic, atomic_with_others\n"
        "ways = [atomic(sys.argv[1]), atomic_with_others(sys.argv[1])]\n"
        "for way in ways:\n"
        "    way.__enter__().write_text('half')\n"
        "os.kill(os.getpid(), 9)"
    )
    target = tmp_path / "shape.obj"
    command = [sys.executable, "-c", code, str(target)]
    assert subprocess.run(command, cwd=ROOT).returncode == -9
    assert len(list(tmp_path.iterdir())) == 2
    kept = tmp_path / ".my.part-of-it.obj"  # a user's file of a similar name
    kept.write_text("mine")
    monkeypatch.setattr(files, "_swept", set())
    with atomic(target) as temporary:
        temporary.write_text("new")
        files._swept.clear()
        check_writable(target)  # what is still being written stays
    assert sorted(tmp_path.iterdir()) == [kept, target] and target.read_text() == "new"


# ---- reading


def test_what_is_no_file_is_said_and_never_waited_for(tmp_path):
    for path, sentence in (
        (tmp_path / "none", "does not exist"),
        (tmp_path, "is a folder"),
        ("a\0b", "does not exist"),
        (os.devnull, "a pipe or a device"),
    ):
        with pytest.raises(UserError, match=sentence):
            read_bytes(path)
    if os.name != "nt":
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(UserError, match="a pipe or a device"):
            read_bytes(tmp_path / "pipe")
    (tmp_path / "file").write_bytes(b"there")
    assert read_bytes(tmp_path / "file") == b"there"


def test_what_may_not_be_read_is_said(tmp_path, monkeypatch):
    def forbidden(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", forbidden)
    with pytest.raises(UserError, match="its permissions forbid it"):
        read_bytes(tmp_path / "file")
    monkeypatch.setattr(files.Path, "iterdir", forbidden)
    with pytest.raises(UserError, match="its permissions forbid it"):
        listed(tmp_path)
