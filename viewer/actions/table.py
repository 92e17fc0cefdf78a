"""Every action of the program, one row each: menus, tool bar, keys and tooltips come from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenuBar

from viewer.actions.action import Action
from viewer.actions.compare import COMPARE_ACTIONS, COMPARE_GAPS
from viewer.actions.explore import EXPLORE_ACTIONS, EXPLORE_GAPS
from viewer.actions.item_order import needs_place, shift
from viewer.actions.mask import MASK_ACTIONS, MASK_GAPS
from viewer.actions.photos import PHOTO_ACTIONS, PHOTO_GAPS
from viewer.actions.view import EXCLUSIVE, SUBMENUS, VIEW_ACTIONS, VIEW_GAPS
from viewer.document.finish_edits import switch, turn
from viewer.document.item_edits import is_moved, remove
from viewer.i18n.translate import tr
from viewer.project.recent_projects import needs_recent, needs_unsaved, recent_projects
from viewer.theme import theme
from viewer.window.focus_order import next_part

if TYPE_CHECKING:
    from viewer.window.main_window import MainWindow


def _needs_image(window: MainWindow) -> str:
    return "" if window.session.document.current else tr("There is no image yet: add one first")


def _needs_mask(window: MainWindow) -> str:
    item = window.session.document.current
    if item is None:
        return _needs_image(window)
    if window.session.running(item.id):
        return tr("It is running already")
    return "" if item.view.mask is not None else tr("No object was found in {name}", name=item.name)


def _needs_shape(window: MainWindow) -> str:
    has_shape = window.session.document.code is not None
    return "" if has_shape else tr("There is no shape yet: reconstruct first")


def _needs_work(window: MainWindow) -> str:
    return "" if any(task.stoppable for task in window.session.tasks) else tr("Nothing is running")


def _needs_unfinished(window: MainWindow) -> str:
    return "" if window.unfinished() else tr("Every image has its shape already")


def _needs_offset(window: MainWindow) -> str:
    item = window.session.document.current
    moved = item is not None and is_moved(item)
    return "" if moved else tr("The shape has not been moved")


def _run_text(window: MainWindow) -> str:
    """A shape that was given needs no guess."""
    item = window.session.document.current
    given = item is not None and item.view.solid is not None
    return tr("Encode") if given else tr("Reconstruct")


def _undo_text(window: MainWindow) -> str:
    return tr("Undo {step}", step=window.session.undo_stack.undoText()).rstrip()


def _redo_text(window: MainWindow) -> str:
    return tr("Redo {step}", step=window.session.undo_stack.redoText()).rstrip()


def _turn(axis: str) -> Callable[[MainWindow], object]:
    return lambda window: turn(window.session, axis)


ACTIONS: tuple[Action, ...] = (
    Action("new", "File", "New", lambda w: w.projects.new(), "Ctrl+N", "new", _needs_image),
    Action("open", "File", "Open…", lambda w: w.projects.ask_to_open(), "Ctrl+O", "open"),
    Action("open_object", "File", "Open photographs of one object…",
           lambda w: w.projects.ask_for_object(), "Ctrl+Alt+O"),
    Action(
        "open_recent", "File", "Open recent", lambda w: w.projects.open(recent_projects()[0]),
        refuses=needs_recent,
    ),
    Action("save", "File", "Save", lambda w: w.projects.save(), "Ctrl+S", "save", needs_unsaved),
    Action(
        "save_as", "File", "Save as…", lambda w: w.projects.save_as(), "Ctrl+Shift+S", "",
        _needs_image,
    ),
    Action("folder", "File", "Reconstruct a folder…", lambda w: w.open("FolderDialog"),
           "Ctrl+Shift+O"),
    Action("paste", "File", "Paste image", lambda w: w.paste(), "Ctrl+V", "paste"),
    Action(
        "export", "File", "Export…", lambda w: w.export(), "Ctrl+E", "export", _needs_shape
    ),
    Action("quit", "File", "Quit", lambda w: w.close(), "Ctrl+Q"),
    Action(
        "undo", "Edit", "Undo", lambda w: w.session.undo_stack.undo(), "Ctrl+Z", "undo",
        lambda w: "" if w.session.undo_stack.canUndo() else tr("Nothing to undo"), says=_undo_text,
    ),
    Action(
        "redo", "Edit", "Redo", lambda w: w.session.undo_stack.redo(), "Ctrl+Shift+Z", "redo",
        lambda w: "" if w.session.undo_stack.canRedo() else tr("Nothing to redo"), says=_redo_text,
    ),
    Action(
        "remove", "Edit", "Remove image",
        lambda w: w.session.do(remove(w.session.document.current)), "Del", "trash", _needs_image,
    ),
    Action("rename", "Edit", "Rename…", lambda w: w.panel("ImagesPanel").rename(), "F2", "",
           _needs_image),
    Action("move_up", "Edit", "Move image up", shift(-1), "Alt+Up", "", needs_place(-1)),
    Action("move_down", "Edit", "Move image down", shift(1), "Alt+Down", "", needs_place(1)),
    Action(
        "reset_shape", "Edit", "Reset shape", lambda w: w.panel("LatentPanel").reset(),
        "Ctrl+0", "reset", _needs_offset,
    ),
    Action("preferences", "Edit", "Preferences…", lambda w: w.open("Preferences"), "Ctrl+,"),
    Action(
        "reconstruct", "Shape", "Reconstruct", lambda w: w.reconstruct(), "Ctrl+R",
        "reconstruct", _needs_mask, says=_run_text,
    ),
    Action(
        "reconstruct_all", "Shape", "Reconstruct all", lambda w: w.reconstruct_all(),
        "Ctrl+Shift+R", "", _needs_unfinished,
    ),
    Action("choose_method", "Shape", "Choose the method…", lambda w: w.open("MethodDialog"),
           "Ctrl+M"),
    *EXPLORE_ACTIONS,
    Action(
        "repair", "Shape", "Repair the mesh", lambda w: switch(w.session, "repair"), "", "",
        _needs_shape, checked=lambda w: w.session.document.finish.repair,
    ),
    Action(
        "largest", "Shape", "Keep the largest piece", lambda w: switch(w.session, "largest"), "",
        "", _needs_shape, checked=lambda w: w.session.document.finish.largest,
    ),
    Action("turn_x", "Shape", "Turn about X", _turn("x"), "", "turn", _needs_shape),
    Action("turn_y", "Shape", "Turn about Y", _turn("y"), "", "turn", _needs_shape),
    Action("turn_z", "Shape", "Turn about Z", _turn("z"), "", "turn", _needs_shape),
    Action(
        "cancel", "Shape", "Cancel", lambda w: w.session.cancel(), "Esc", "cancel", _needs_work
    ),
    *MASK_ACTIONS,
    *PHOTO_ACTIONS,
    *VIEW_ACTIONS,
    Action("theme", "View", "Light or dark", lambda w: w.switch_theme(), "Ctrl+T", "moon"),
    Action("work", "View", "Work", lambda w: w.bring("WorkPanel"), "Ctrl+J"),
    Action("log", "View", "Log", lambda w: w.bring("LogPanel"), "Ctrl+L"),
    Action("next_part", "View", "Next part of the window", next_part, "F6"),
    Action("reset_layout", "View", "Reset layout", lambda w: w.arrangement.reset()),
    *COMPARE_ACTIONS,
    Action("palette", "Help", "Command palette…", lambda w: w.open("CommandPalette"),
           "Ctrl+Shift+P"),
    Action("diagnostics", "Help", "Copy diagnostics",
           lambda w: w.bring("LogPanel").copy_diagnostics(), "", "copy"),
    Action("cheat_sheet", "Help", "Keyboard shortcuts", lambda w: w.open("CheatSheet"), "F1",
           "help"),
)  # fmt: skip

GAPS_BEFORE = {*EXPLORE_GAPS, *MASK_GAPS, *PHOTO_GAPS, *VIEW_GAPS, *COMPARE_GAPS,
               "save", "paste", "quit", "remove", "reset_shape", "repair", "cancel",
               "theme", "work", "diagnostics",
               "preferences"}  # fmt: skip


def make_actions(window: MainWindow) -> dict[str, QAction]:
    """The rows of the table as Qt actions of the window, by id."""
    made: dict[str, QAction] = {}
    for row in ACTIONS:
        action = QAction(tr(row.text), window)
        action.setCheckable(row.checked is not None)
        if row.shortcut:
            action.setShortcut(QKeySequence(row.shortcut))
        if row.icon:
            theme.follow(action, row.icon)
        action.triggered.connect(lambda _=False, row=row: _trigger(window, row))
        window.addAction(action)
        made[row.id] = action
    group = QActionGroup(window)
    for id in EXCLUSIVE:
        group.addAction(made[id])
    return made


def keys_of(action: QAction) -> str:
    """The keys of an action as this system writes them."""
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


def _trigger(window: MainWindow, row: Action) -> None:
    if not row.refuses(window):
        row.run(window)
    refresh_actions(window)


def why_disabled(window: MainWindow, event: QKeyEvent) -> str:
    """Why the action of a key cannot be done now; nothing where none has it, or it can be."""
    keys = QKeySequence(event.keyCombination())
    for row in ACTIONS:
        action = window.actions_by_id[row.id]
        if not action.shortcut().isEmpty() and action.shortcut() == keys and not action.isEnabled():
            return action.toolTip()
    return ""


def refresh_actions(window: MainWindow) -> None:
    """Bring texts, switches and tooltips up to date; a disabled action's tooltip says why."""
    for row in ACTIONS:
        action = window.actions_by_id[row.id]
        reason = row.refuses(window)
        text = row.says(window) if row.says else tr(row.text)
        action.setEnabled(not reason)
        action.setText(text)
        plain = text.rstrip("…")
        keys = row.keys
        action.setToolTip(
            tr("{action}: {reason}", action=plain, reason=reason)
            if reason
            else f"{plain}  {keys}".rstrip()
        )
        if row.checked is not None:
            action.setChecked(row.checked(window))


def fill_menus(bar: QMenuBar, actions: dict[str, QAction]) -> None:
    """The menu bar, in the order of the table."""
    menus = {}
    for row in ACTIONS:
        if row.menu not in menus:
            menus[row.menu] = bar.addMenu(f"&{tr(row.menu)}")
            menus[row.menu].setToolTipsVisible(True)
        menu = menus[row.menu]
        inner = next((name for name, ids in SUBMENUS.items() if row.id in ids), "")
        if inner:
            if inner not in menus:
                menus[inner] = menu.addMenu(tr(inner))
                menus[inner].setToolTipsVisible(True)
            menu = menus[inner]
        elif row.id in GAPS_BEFORE:
            menu.addSeparator()
        menu.addAction(actions[row.id])
