"""The way the keyboard goes through the window: part by part, and in each as one reads.

Qt goes by the order in which widgets were made, and rows that come and go with the document are
made last of all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea, QWidget

if TYPE_CHECKING:
    from viewer.window.main_window import MainWindow


def parts(window: MainWindow) -> list[QWidget]:
    """The parts of the window in the order in which they are gone through."""
    columns, grips = window.columns, window.arrangement.grips
    return [
        window.tools, window.left, grips["left"], window.middle,
        grips["bottom"], columns["bottom"], grips["right"], window.right,
    ]  # fmt: skip


def stops(window: MainWindow) -> list[list[QWidget]]:
    """The controls that Tab reaches, a list a part."""
    return [_as_read(window, _within(part)) for part in parts(window)]


def move(window: MainWindow, forward: bool) -> bool:
    """Go to the next control, or the one before; after the last comes the first."""
    line = [widget for part in stops(window) for widget in part]
    if not line:
        return False
    focused = QApplication.focusWidget()
    step = 1 if forward else -1
    at = line.index(focused) + step if focused in line else (0 if forward else -1)
    _enter(line[at % len(line)], forward)
    return True


def next_part(window: MainWindow) -> None:
    """Go to the first control of the next part that has any."""
    there, focused = stops(window), QApplication.focusWidget()
    holding = [part is focused or part.isAncestorOf(focused) for part in parts(window)]
    now = holding.index(True) if focused is not None and any(holding) else -1
    order = [*there[now + 1 :], *there[: now + 1]]
    for part in order:
        if part and part[0] not in window.arrangement.grips.values():
            _enter(part[0], True)
            return


def _enter(widget: QWidget, forward: bool) -> None:
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    widget.setFocus(reason)
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()


def _within(part: QWidget) -> list[QWidget]:
    return [widget for widget in (part, *part.findChildren(QWidget)) if _stops_at(widget)]


def _stops_at(widget: QWidget) -> bool:
    if not (widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None):
        return False
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    chosen = None if group is None or not group.exclusive() else group.checkedButton()
    return widget.isVisible() and widget.isEnabled() and chosen in (None, widget)


def _as_read(window: QWidget, widgets: list[QWidget]) -> list[QWidget]:
    """From top to bottom, and what stands in one line from left to right."""
    place = {widget: widget.mapTo(window, QPoint(0, 0)) for widget in widgets}
    lines: list[list[QWidget]] = []
    for widget in sorted(widgets, key=lambda one: place[one].y()):
        first = lines[-1][0] if lines else None
        middle = place[widget].y() + widget.height() / 2
        if first is not None and middle < place[first].y() + first.height():
            lines[-1].append(widget)
        else:
            lines.append([widget])
    return [one for line in lines for one in sorted(line, key=lambda one: place[one].x())]
