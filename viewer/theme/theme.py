"""The look of the window: light and dark, one style sheet, icons in the colour of the ink.

``apply`` dresses the application; ``current`` are its colours for what paints itself; ``follow``
gives a button or an action an icon that changes with the theme. Widgets say what they are by the
dynamic property ``role`` (see ``style.qss`` in ``resources``), never by a colour of their own.
"""

from __future__ import annotations

import logging
import re
from dataclasses import fields
from functools import lru_cache
from typing import ClassVar, Literal
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from core.utils.files import RESOURCES
from viewer.theme.icons import Engine
from viewer.theme.palette import DARK, LIGHT, Palette

__all__ = ["DARK", "LIGHT", "SPACE", "Palette", "apply", "current", "follow", "icon", "watch"]

log = logging.getLogger(__name__)

Mode = Literal["system", "light", "dark"]
SPACE = 8  # points; margins and gaps are multiples or halves of it
TEXT, SMALL, TITLE, HEADLINE = 13, 12, 13, 22  # pixels of the four sizes of type
FONTS_MISSING = "No fonts were found. On Debian or Ubuntu: apt install fonts-dejavu-core"


class Watch(QObject):
    """Tells when the colours change."""

    changed = Signal(object)  # the new Palette


class _Theme:
    """What the one application wears; there is one, as there is one QApplication."""

    palette: Palette = LIGHT
    mode: Mode = "system"
    watch: Watch | None = None
    followers: ClassVar[WeakKeyDictionary[QObject, str]] = WeakKeyDictionary()


def current() -> Palette:
    """The colours in use."""
    return _Theme.palette


def watch() -> Watch:
    """The object whose ``changed`` tells of new colours."""
    if _Theme.watch is None or not isValid(_Theme.watch):
        _Theme.watch = Watch()
    return _Theme.watch


def apply(app: QApplication, mode: Mode = "system") -> Palette:
    """Dress the application in light or dark; ``system`` follows the desktop, also later on."""
    first = app.property("themed") is None
    app.setProperty("themed", True)
    _Theme.mode = mode
    if first:
        app.setStyle("Fusion")
        app.setFont(_font(app))
        app.styleHints().colorSchemeChanged.connect(lambda _: _follow_system(app))
    _wear(app, _chosen(app, mode))
    return _Theme.palette


def follow(target: QObject, name: str) -> None:
    """Give a button or an action an icon that follows the theme."""
    _Theme.followers[target] = name
    target.setIcon(icon(name, _Theme.palette))  # type: ignore[attr-defined]


@lru_cache(maxsize=256)
def icon(name: str, palette: Palette) -> QIcon:
    """An icon of ``resources/icons`` in the ink of a palette; the accent's when it is checked."""
    return QIcon(Engine(RESOURCES / "icons" / f"{name}.svg", palette))


def style_sheet(palette: Palette) -> str:
    """``resources/style.qss`` with its ``@names`` replaced by the colours of a palette."""
    sheet = (RESOURCES / "style.qss").read_text("utf-8")
    names = {field.name: str(getattr(palette, field.name)) for field in fields(palette)}
    names |= {"text_size": f"{TEXT}px", "small_size": f"{SMALL}px"}
    names |= {"title_size": f"{TITLE}px", "headline_size": f"{HEADLINE}px"}
    names["icons"] = (RESOURCES / "icons").as_posix()
    return re.sub(r"@([a-z_]+)", lambda found: names[found[1]], sheet)


def _wear(app: QApplication, palette: Palette) -> None:
    _Theme.palette = palette
    app.setPalette(_qpalette(palette))
    app.setStyleSheet(style_sheet(palette))
    for target, name in list(_Theme.followers.items()):
        if isValid(target):
            target.setIcon(icon(name, palette))  # type: ignore[attr-defined]
    watch().changed.emit(palette)


def _follow_system(app: QApplication) -> None:
    if _Theme.mode == "system" and isValid(app):
        palette = _chosen(app, "system")
        if palette is not _Theme.palette:
            _wear(app, palette)


def _chosen(app: QApplication, mode: Mode) -> Palette:
    """Light or dark. A desktop that tells nothing, such as bare X11, gets light."""
    if mode == "system":
        return DARK if app.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT
    return DARK if mode == "dark" else LIGHT


def _font(app: QApplication) -> QFont:
    if not QFontDatabase.families():
        log.warning(FONTS_MISSING)
    font = QFont(app.font())
    font.setPixelSize(TEXT)
    return font


def _qpalette(colors: Palette) -> QPalette:
    """For what the style sheet does not reach: menus of the system, selections, links."""
    role = QPalette.ColorRole
    qpalette = QPalette()
    for key, color in (
        (role.Window, colors.window),
        (role.WindowText, colors.text),
        (role.Base, colors.raised),
        (role.AlternateBase, colors.surface),
        (role.Text, colors.text),
        (role.PlaceholderText, colors.faint),
        (role.Button, colors.raised),
        (role.ButtonText, colors.text),
        (role.BrightText, colors.danger),
        (role.ToolTipBase, colors.raised),
        (role.ToolTipText, colors.text),
        (role.Highlight, colors.accent),
        (role.HighlightedText, colors.on_accent),
        (role.Link, colors.accent),
        (role.Mid, colors.line),
        (role.Dark, colors.line),
    ):
        qpalette.setColor(key, QColor(color))
    for key in (role.WindowText, role.Text, role.ButtonText):
        qpalette.setColor(QPalette.ColorGroup.Disabled, key, QColor(colors.faint))
    return qpalette
