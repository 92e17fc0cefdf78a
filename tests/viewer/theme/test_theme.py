"""The look: readable colours, complete icons, and a change of theme that reaches everything."""

from __future__ import annotations

import os
import re
from dataclasses import fields

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPalette
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton

from core.utils.files import RESOURCES
from viewer.theme import theme
from viewer.theme.palette import DARK, LIGHT, Palette

ICONS = sorted(path.stem for path in (RESOURCES / "icons").glob("*.svg"))
PALETTES = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)


@pytest.fixture(scope="module")
def app():
    app = QApplication.instance() or QApplication([])
    yield app
    theme.apply(app, "light")


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.1."""

    def luminance(color: str) -> float:
        parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@PALETTES
def test_text_can_be_read_on_everything_it_stands_on(palette: Palette):
    for ground in (palette.window, palette.surface, palette.raised, palette.hover):
        assert contrast(palette.text, ground) > 10
        assert contrast(palette.muted, ground) > 4.5
        assert contrast(palette.danger, ground) > 4.5
        assert contrast(palette.success, ground) > 4.2
        assert contrast(palette.warning, ground) > 4.2
    assert contrast(palette.on_accent, palette.accent) > 4.5
    assert contrast(palette.on_accent, palette.accent_hover) > 4.5
    assert contrast(palette.text, palette.accent_soft) > 7


@PALETTES
def test_every_colour_is_written_as_hexadecimal(palette: Palette):
    for field in fields(palette):
        value = getattr(palette, field.name)
        if field.name not in ("name", "shadow_strength"):
            assert re.fullmatch("#[0-9a-f]{6}", value), field.name


def drawn_pixels(icon: QIcon, mode: QIcon.Mode, state: QIcon.State) -> list[QColor]:
    image = icon.pixmap(QSize(24, 24), 1.0, mode, state).toImage()
    every = (image.pixelColor(x, y) for x in range(24) for y in range(24))
    return [color for color in every if color.alpha() > 250]


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_is_valid_and_drawn_in_ink(app, name: str):
    assert QSvgRenderer(str(RESOURCES / "icons" / f"{name}.svg")).isValid()
    if "currentColor" not in (RESOURCES / "icons" / f"{name}.svg").read_text():
        return  # a part of the style sheet, in its own colour
    inked = drawn_pixels(theme.icon(name, DARK), QIcon.Mode.Normal, QIcon.State.Off)
    assert 2 < len(inked) < 300
    assert any(color == QColor(DARK.text) for color in inked)
    chosen = drawn_pixels(theme.icon(name, DARK), QIcon.Mode.Normal, QIcon.State.On)
    assert any(color == QColor(DARK.accent) for color in chosen)


@PALETTES
def test_the_style_sheet_is_complete(palette: Palette):
    sheet = theme.style_sheet(palette)
    assert "@" not in sheet
    assert palette.accent in sheet
    for picture in re.findall(r'url\("([^"]+)"\)', sheet):
        assert QSvgRenderer(picture).isValid(), picture


def test_changing_the_theme_reaches_widgets_icons_and_those_who_watch(app):
    theme.apply(app, "light")
    button, label = QToolButton(), QLabel("Shape")
    theme.follow(button, "mesh")
    spy = QSignalSpy(theme.watch().changed)
    for mode, palette in (("dark", DARK), ("light", LIGHT)):
        assert theme.apply(app, mode) is palette is theme.current()
        inked = drawn_pixels(button.icon(), QIcon.Mode.Normal, QIcon.State.Off)
        assert any(color == QColor(palette.text) for color in inked)
        label.ensurePolished()
        assert label.palette().color(QPalette.ColorRole.WindowText) == QColor(palette.text)
    assert spy.count() == 2


def test_a_follower_that_is_gone_is_no_trouble(app):
    from shiboken6 import delete

    button = QToolButton()
    theme.follow(button, "mesh")
    delete(button)
    theme.apply(app, "dark")


def test_the_primary_button_is_filled_with_the_accent(app):
    theme.apply(app, "light")
    button = QPushButton("Reconstruct")
    button.setProperty("role", "primary")
    button.resize(160, 40)
    image = button.grab().toImage()
    assert image.pixelColor(image.width() // 2, 6) == QColor(LIGHT.accent)


def test_without_a_word_from_the_desktop_the_window_is_light(app, monkeypatch):
    """Bare X11 and the offscreen platform tell nothing."""
    assert theme.apply(app, "system") in (LIGHT, DARK)
    from PySide6.QtCore import Qt

    class Hints:
        scheme = Qt.ColorScheme.Unknown

        def colorScheme(self):
            return self.scheme

    hints = Hints()
    monkeypatch.setattr(QApplication, "styleHints", lambda *_: hints)
    assert theme.apply(app, "system") is LIGHT
    hints.scheme = Qt.ColorScheme.Dark
    assert theme.apply(app, "system") is DARK
