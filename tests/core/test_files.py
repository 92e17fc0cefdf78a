"""Files are written whole or not at all."""

import errno
import os

import pytest

from core.errors import UserError
from core.files import atomic, check_writable, make_folder


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
