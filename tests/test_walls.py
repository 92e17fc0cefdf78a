"""Folders import downward only, in the order of docs/architecture.md; imports for typing count too.

What does not hold yet is listed: an entry that no longer occurs has to leave the list.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# From the top down. Files beside the folders stand in the order as well; `core/methods/__init__.py`
# is the table of methods, which imports nothing.
ORDER = {
    "core": [
        "commands",
        "process",
        "evaluation",
        "frames",
        "batch",
        "pipeline",
        "document",
        "methods",
        "training",
        "data",
        "exporters",
        "importers",
        "multiview",
        "segmentation",
        "networks",
        "rendering",
        "cameras",
        "latent",
        "geometry",
        "images",
        "metrics",
        "utils",
        "types",
        "table",
        "errors",
    ],
    "viewer": [
        "bench",
        "app",
        "texts",
        "window",
        "dialogs",
        "pages",
        "panels",
        "view3d",
        "actions",
        "masking",
        "project",
        "preview",
        "importing",
        "text",
        "document",
        "widgets",
        "scene",
        "tasks",
        "system",
        "theme",
        "i18n",
    ],
}

NOT_YET = {
    ("viewer.actions.action", "viewer.window.main_window"),
    ("viewer.actions.compare", "viewer.window.main_window"),
    ("viewer.actions.completion", "viewer.window.main_window"),
    ("viewer.actions.explore", "viewer.window.main_window"),
    ("viewer.actions.item_order", "viewer.window.main_window"),
    ("viewer.actions.mask", "viewer.window.main_window"),
    ("viewer.actions.photos", "viewer.window.main_window"),
    ("viewer.actions.sampling", "viewer.window.main_window"),
    ("viewer.actions.table", "viewer.window.focus_order"),
    ("viewer.actions.table", "viewer.window.main_window"),
    ("viewer.actions.view", "viewer.window.main_window"),
    ("viewer.dialogs.cheat_sheet", "viewer.window.main_window"),
    ("viewer.dialogs.command_palette", "viewer.window.main_window"),
    ("viewer.dialogs.folder", "viewer.window.main_window"),
    ("viewer.dialogs.methods", "viewer.window.main_window"),
    ("viewer.dialogs.preferences", "viewer.window.main_window"),
    ("viewer.document.session", "viewer.importing.folder_queue"),
    ("viewer.document.session", "viewer.importing.open_files"),
    ("viewer.document.session", "viewer.importing.proposal"),
    ("viewer.document.session", "viewer.preview.method_loader"),
    ("viewer.document.view_settings", "viewer.view3d.viewport"),
    ("viewer.project.project_file", "viewer.window.main_window"),
    ("viewer.project.recent_projects", "viewer.window.main_window"),
    ("viewer.system.diagnostics", "viewer.window.main_window"),
    ("viewer.system.preferences", "viewer.window.main_window"),
    ("viewer.view3d.badge", "viewer.panels.mesh_checks"),
    ("viewer.widgets.latent_map", "viewer.text.quality"),
    ("viewer.widgets.row_list", "viewer.panels.codes"),
}


def module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path, modules: set[str]) -> set[str]:
    """The modules of the same package that a file imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                inner = f"{node.module}.{name.name}"
                found.add(inner if inner in modules else node.module)
    return found & modules


def place(name: str) -> str:
    """The folder, or the file beside the folders, that a module stands in."""
    return "table" if name == "core.methods" else name.split(".")[1]


def upward(package: str) -> set[tuple[str, str]]:
    paths = {module(path): path for path in sorted((ROOT / package).rglob("*.py"))}
    del paths[package]  # what the package offers to scripts stands above all of it
    order = ORDER[package]
    return {
        (name, other)
        for name, path in paths.items()
        for other in imports(path, set(paths))
        if place(name) != place(other) and order.index(place(name)) > order.index(place(other))
    }


@pytest.mark.parametrize("package", ORDER)
def test_folders_import_downward_only(package: str):
    found = upward(package)
    known = {pair for pair in NOT_YET if pair[0].startswith(package)}
    assert sorted(found - known) == [], "imports upward"
    assert sorted(known - found) == [], "holds by now: take it off the list"


@pytest.mark.parametrize("package", ORDER)
def test_every_folder_has_its_place(package: str):
    folder = ROOT / package
    names = {path.stem for path in folder.glob("*.py")} | {
        path.parent.name for path in folder.glob("*/__init__.py")
    }
    assert names - {"__init__"} == set(ORDER[package]) - {"table"}


def test_few_files_stand_beside_the_folders_of_the_viewer():
    assert len(list((ROOT / "viewer").glob("*.py"))) <= 4
