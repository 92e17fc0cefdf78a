"""The rows of the table of actions that are about the mask and the photograph under it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from viewer.actions.action import Action
from viewer.i18n.translate import tr

if TYPE_CHECKING:
    from viewer.window.main_window import MainWindow

TOOLS = ("brush", "eraser", "fill", "mask_box", "crop")
OPERATIONS = ("fill_holes", "invert", "grow", "shrink", "reset_mask")
LOW = 420  # a photograph needs more room to be painted on than the strip below leaves
TURNS = ("rotate_left", "rotate_right")
FINDERS = ("find_salient", "find_next", "find_classical", "find_network")


def _needs_photo(window: MainWindow) -> str:
    item = window.session.document.current
    if item is None:
        return tr("There is no image yet: add one first")
    return "" if item.view.solid is None else tr("It was given as a shape: it needs no mask")


def needs_stage(window: MainWindow) -> str:
    """Why the mask cannot be changed now."""
    shown = _needs_photo(window) or window.masking.item is not None
    return shown if isinstance(shown, str) else "" if shown else tr("Edit the mask first (B)")


def _needs_mask(window: MainWindow) -> str:
    item = window.masking.item
    if item is None:
        return needs_stage(window)
    return "" if item.view.mask is not None else tr("There is no mask yet: paint one")


def _needs_edited(window: MainWindow) -> str:
    item = window.masking.item
    if item is None:
        return needs_stage(window)
    return "" if item.found is not None else tr("The mask is as it was found")


def _needs_rest(window: MainWindow) -> str:
    """The photograph itself does not change under a run."""
    item = window.masking.item
    if item is not None and window.session.running(item.id):
        return tr("It is being reconstructed: cancel that first")
    return needs_stage(window)


def _needs_several(window: MainWindow) -> str:
    item = window.masking.item
    if item is None:
        return needs_stage(window)
    return "" if item.view.mask_choice[1] > 1 else tr("No other object was found")


def _needs_edited_shape(window: MainWindow) -> str:
    has_shape = window.session.document.code is not None
    if not has_shape:
        return tr("There is no shape yet: reconstruct first")
    return "" if window.masking.item is not None else tr("It is shown already")


def _hold(tool: str) -> Callable[[MainWindow], object]:
    def run(window: MainWindow) -> None:
        window.masking.edit(tool)
        if window.middle.height() < LOW:
            window.columns["bottom"].fold(True)

    return run


def _held(tool: str) -> Callable[[MainWindow], bool]:
    return lambda window: window.masking.item is not None and window.masking.hand.tool == tool


def _find(finder: str) -> Callable[[MainWindow], object]:
    return lambda window: window.masking.find(finder)


MASK_ACTIONS: tuple[Action, ...] = (
    Action("brush", "Mask", "Mask brush", _hold("brush"), "B", "brush", _needs_photo,
           _held("brush")),
    Action("eraser", "Mask", "Mask eraser", _hold("eraser"), "E", "eraser", _needs_photo,
           _held("eraser")),
    Action("fill", "Mask", "Fill a hole or remove an island", _hold("fill"), "Shift+F", "fill",
           _needs_photo, _held("fill")),
    Action("mask_box", "Mask", "Find the object in a box", _hold("box"), "Shift+B", "mask-box",
           _needs_photo, _held("box")),
    Action("crop", "Mask", "Crop the photograph", _hold("crop"), "Shift+C", "crop", _needs_rest,
           _held("crop")),
    Action("swap_brush", "Mask", "Swap brush and eraser", lambda w: w.masking.swap(), "X", "swap",
           needs_stage),
    Action("smaller_brush", "Mask", "Smaller brush", lambda w: w.masking.resize(-1), "[", "",
           needs_stage),
    Action("larger_brush", "Mask", "Larger brush", lambda w: w.masking.resize(1), "]", "",
           needs_stage),
    Action("fill_holes", "Mask", "Fill all holes", lambda w: w.masking.fill_holes(), "", "holes",
           _needs_mask),
    Action("invert", "Mask", "Invert the mask", lambda w: w.masking.invert(), "Ctrl+I", "invert",
           _needs_mask),
    Action("grow", "Mask", "Grow the mask", lambda w: w.masking.grow(1), "Ctrl+]", "grow",
           _needs_mask),
    Action("shrink", "Mask", "Shrink the mask", lambda w: w.masking.grow(-1), "Ctrl+[", "shrink",
           _needs_mask),
    Action("reset_mask", "Mask", "Reset to the mask that was found", lambda w: w.masking.reset(),
           "", "reset", _needs_edited),
    Action("find_salient", "Mask", "Find the object again", _find("salient"), "", "", needs_stage),
    Action("find_next", "Mask", "Take the next object", _find("next"), "N", "", _needs_several),
    Action("find_classical", "Mask", "Find the object by its colours", _find("classical"), "",
           "", needs_stage),
    Action("find_network", "Mask", "Find the object by the shapes the method knows",
           _find("network"), "", "", needs_stage),
    Action("rotate_left", "Mask", "Rotate left", lambda w: w.masking.rotate(True), "",
           "rotate-left", _needs_rest),
    Action("rotate_right", "Mask", "Rotate right", lambda w: w.masking.rotate(False), "",
           "rotate-right", _needs_rest),
    Action("show_shape", "Mask", "Show the shape", lambda w: w.masking.leave(), "Ctrl+B", "shape",
           _needs_edited_shape),
)  # fmt: skip
MASK_GAPS = {"swap_brush", "fill_holes", "find_salient", "rotate_left", "show_shape"}
