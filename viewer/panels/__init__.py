"""The panels around the 3D view. A new one is one file here and one entry in PANELS.

A panel is a widget made from the session and the preview; its class says in which column it
stands (``place``: left, bottom or right), on which page of it (``tab``; a strip of tabs appears
where a column has several) and how much of the room it takes (``stretch``). It is imported when it
is needed, which is after the window has been painted once.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

# In the order of the columns' pages, and from top to bottom.
PANELS = {
    "ImagesPanel": "images",
    "CertaintyPanel": "certainty",
    "CodesPanel": "codes",
    "PicturePanel": "picture",
    "SnapshotsPanel": "snapshots",
    "PathPanel": "path",
    "HistoryPanel": "history",
    "WorkPanel": "tasks",
    "LogPanel": "log",
    "MethodPanel": "method",
    "LatentPanel": "latent",
    "MapPanel": "map",
    "GaugesPanel": "plausibility",
    "ResultPanel": "mesh_checks",
    "FinishPanel": "finish",
    "ExportPanel": "export",
    "ComparePanel": "compare",
}


def panel_class(name: str) -> Any:
    """The class of a panel by its name."""
    return getattr(import_module(f"viewer.panels.{PANELS[name]}"), name)
