"""Windows that come up over the main one and go away again; made from the main window."""

from viewer.dialogs.cheat_sheet import CheatSheet
from viewer.dialogs.command_palette import CommandPalette
from viewer.dialogs.folder import FolderDialog
from viewer.dialogs.methods import MethodDialog
from viewer.dialogs.preferences import Preferences

DIALOGS = (CommandPalette, CheatSheet, FolderDialog, MethodDialog, Preferences)
