"""The rows of the table of actions that are about walking in a latent space."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viewer.actions.action import Action
from viewer.actions.completion import complete, needs_a_side
from viewer.actions.sampling import guess, needs_open_question
from viewer.document.measured_shapes import NOTHING_TO_STEER, is_measured, make_steerable
from viewer.i18n.translate import tr

if TYPE_CHECKING:
    from viewer.window.main_window import MainWindow


def _needs_move(window: MainWindow) -> str:
    if window.session.document.code is None:
        return tr("There is no shape yet: reconstruct first")
    if is_measured(window.session.document.code):
        return tr(NOTHING_TO_STEER)
    return "" if window.session.directions else tr("The core is starting")


def _needs_measured(window: MainWindow) -> str:
    code, item = window.session.document.code, window.session.document.current
    if code is None or item is None:
        return tr("There is no shape yet: reconstruct first")
    if not is_measured(code):
        return tr("It can be steered as it is")
    return tr("It is running already") if window.session.running(item.id) else ""


EXPLORE_ACTIONS: tuple[Action, ...] = (
    Action("random_shape", "Shape", "Random shape", lambda w: w.panel("LatentPanel").randomise(),
           "Ctrl+D", "dice", _needs_move),
    Action("guesses", "Shape", "Several plausible shapes", guess, "Ctrl+H", "",
           needs_open_question),
    Action("complete", "Shape", "Complete what cannot be seen from here", complete, "Ctrl+Shift+H",
           "", needs_a_side),
    Action("steerable", "Shape", "Make it steerable", lambda w: make_steerable(w.session),
           "", "", _needs_measured),
    Action("map", "Shape", "Map of shapes", lambda w: w.bring("MapPanel"), "Ctrl+Shift+M"),
    Action("path", "Shape", "Path between two shapes", lambda w: w.bring("PathPanel"),
           "Ctrl+Shift+I"),
)  # fmt: skip
EXPLORE_GAPS = ("random_shape",)
