"""Dependencies point one way: main -> viewer -> core, and torch stays out of the window."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DRAWING = ("PySide6", "pyqtgraph", "vtkmodules.vtkRendering", "vtkmodules.vtkInteraction")


def imports(path: Path) -> set[str]:
    """The modules that a file imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path} imports relatively"
            found.add(node.module)
    return found


def offenders(package: str, *forbidden: str) -> list[str]:
    return [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sorted((ROOT / package).rglob("*.py"))
        for name in imports(path)
        if name.startswith(forbidden)
    ]


def test_the_core_knows_neither_the_window_nor_anything_that_draws():
    assert list((ROOT / "core").rglob("*.py"))
    assert offenders("core", "viewer", "main", *DRAWING) == []


def test_the_window_does_not_import_the_program_that_starts_it():
    assert offenders("viewer", "main") == []


def test_the_window_uses_no_networks_itself():
    assert offenders("viewer", "torch", "core.networks", "core.training") == []


@pytest.mark.parametrize(
    "module", ["core", "core.process.jobs", "core.process.worker", "viewer.app", "main"]
)
def test_importing_brings_nothing_slow(module: str):
    heavy = (
        "[name for name in ('torch', 'vtkmodules', 'trimesh', 'pyqtgraph') if name in sys.modules]"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"import sys, {module}; print({heavy})"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
