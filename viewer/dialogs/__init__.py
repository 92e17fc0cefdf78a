"""Windows that come up over the main one and go away again; made from the main window.

A new one is one file here and one entry in DIALOGS; it is imported when it is first opened.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

DIALOGS = {
    "CommandPalette": "command_palette",
    "CheatSheet": "cheat_sheet",
    "FolderDialog": "folder",
    "MethodDialog": "methods",
    "Preferences": "preferences",
}


def dialog_class(name: str) -> Any:
    """The class of a dialog by its name."""
    return getattr(import_module(f"viewer.dialogs.{DIALOGS[name]}"), name)
