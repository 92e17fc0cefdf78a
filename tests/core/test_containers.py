"""One reader for each container: no other module of the core opens one."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OTHERS = re.compile(r"np\.load\(|json\.loads?\(|trimesh\.load\w*\(|zipfile\.ZipFile\(\w+\)")
READERS = {"core/utils/containers.py", "core/importers/meshes.py", "core/exporters/readback.py"}


def test_files_of_users_are_opened_by_the_one_reader() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "core").rglob("*.py")
        if OTHERS.search(path.read_text("utf-8"))
    }
    assert found <= READERS
