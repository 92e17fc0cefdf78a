"""Every text is translated, and what is translated is what is shown."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtGui import QAction, QFontDatabase
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from steering import wait

from core.errors import NO_MEMORY
from viewer import texts
from viewer.actions.table import ACTIONS
from viewer.app import open_window
from viewer.i18n.core_messages import SENTENCES, core_words
from viewer.i18n.translate import CONTEXT, LANGUAGES, NO_FONT, speak, tr
from viewer.panels import PANELS, panel_class
from viewer.tasks.engine import Engine
from viewer.window.main_window import MainWindow

TS = texts.FOLDER / "zh_CN.ts"
FIELDS = re.compile(r"\{[^}]*\}")
# What takes a text that is seen or read aloud.
SHOWS = {
    "label", "setText", "setToolTip", "setWindowTitle", "setPlaceholderText", "setAccessibleName",
    "setAccessibleDescription", "QPushButton", "QLabel", "QCheckBox", "addRow", "ElidedLabel",
    "Section", "report", "tool", "Edit", "QAction",
}  # fmt: skip


@pytest.fixture
def chinese(app: QApplication) -> Iterator[QApplication]:
    if not QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
        pytest.skip("needs a Chinese font")
    assert speak(app, "zh_CN") == ""
    yield app
    speak(app, "en")


def test_every_text_is_translated_and_nothing_else(app: QApplication):
    known, shown = texts.read(TS), texts.texts()
    assert len(shown) > 400
    assert [text for text in shown if not known.get(text)] == [], "run python -m viewer.texts"
    assert sorted(set(known) - set(shown)) == [], "run python -m viewer.texts"


def test_the_extraction_finds_actions_menus_tabs_and_steps(app: QApplication):
    shown = set(texts.texts())
    assert {row.text for row in ACTIONS} | {row.menu for row in ACTIONS} <= shown
    assert {panel_class(name).tab for name in PANELS} <= shown
    assert {"Building the shape", "Making the surface"} <= shown


def test_the_compiled_file_is_that_of_the_source(app: QApplication):
    translator = QTranslator()
    assert translator.load(str(TS.with_suffix(".qm")))
    for text, translation in texts.read(TS).items():
        assert translator.translate(CONTEXT, text) == translation


def test_placeholders_agree(app: QApplication):
    for text, translation in texts.read(TS).items():
        assert sorted(FIELDS.findall(text)) == sorted(FIELDS.findall(translation)), text


def test_no_visible_text_is_left_out():
    """Nothing that shows a text is given a literal, unless it has no words in it."""
    bare = []
    for path in sorted((texts.ROOT / "viewer").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            shown = node.args if name in SHOWS else []
            for given in shown[1:] if name == "report" else shown:
                parts = given.values if isinstance(given, ast.JoinedStr) else [given]
                words = "".join(
                    part.value
                    for part in parts
                    if isinstance(part, ast.Constant) and isinstance(part.value, str)
                )
                if re.search(r"[A-Za-z]{2,} [A-Za-z]|[A-Z][a-z]{3,}", words):
                    bare.append(f"{path.name}:{node.lineno} {words!r}")
    assert [one for one in bare if "Shapewright" not in one and "Ctrl+" not in one] == []


def test_the_sentences_of_the_core_are_known_by_their_forms(app: QApplication):
    """Each listed sentence is one that the core really says."""
    said = {NO_MEMORY}
    for path in sorted((texts.ROOT / "core").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                said.add("".join(getattr(part, "value", "{}") if isinstance(part, ast.Constant)
                                 else "{}" for part in node.values))  # fmt: skip
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                said.add(FIELDS.sub("{}", node.value))
    assert [one for one in SENTENCES if FIELDS.sub("{}", one) not in said] == []


def test_the_core_is_understood_in_chinese(chinese: QApplication):
    assert core_words("a {b} 桌.png does not exist. Check the name.").startswith(
        "a {b} 桌.png 不存在"
    )
    assert core_words("Something else.") == "Something else."
    assert tr("Undo {step}", step="x") == "撤销x"


def test_the_window_is_chinese_from_menu_to_tooltip(chinese: QApplication, engine: Engine):
    window = open_window(engine)
    wait(lambda: window.viewport.scene is not None)
    english = {row.text for row in ACTIONS} - {"Mesh"}
    seen = [
        *(action.text() for action in window.findChildren(QAction)),
        *(label.text() for label in window.findChildren(QLabel)),
        *(button.text() for button in window.findChildren(QAbstractButton)),
    ]
    assert "图像" in seen and "重建" in seen and not english & set(seen)
    reason = window.actions_by_id["reconstruct"].toolTip()
    assert "还没有图像" in reason
    for name in ("CommandPalette", "CheatSheet", "Preferences", "FolderDialog"):
        dialog = window.open(name)
        words = [label.text() for label in dialog.findChildren(QLabel)]
        assert not english & set(words)
        assert re.search("[\u4e00-\u9fff]", dialog.windowTitle())
        dialog.close()
    window.close()
    wait(lambda: engine.idle)
    window.deleteLater()


def test_a_missing_font_is_named_and_the_window_is_readable(
    app: QApplication, window: MainWindow, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("viewer.i18n.translate.QFontDatabase.families", lambda system: [])
    assert speak(app, "zh_CN") == NO_FONT and "fonts-noto-cjk" in NO_FONT
    assert tr("Images") == "Images"
    window.session.report("view", NO_FONT)
    assert window.banner.isVisible() and "fonts-noto-cjk" in window.banner.words.text()


@pytest.mark.parametrize(
    ("system", "language"),
    [
        (["zh-Hans-CN", "en"], "zh_CN"),
        (["zh-CN"], "zh_CN"),
        (["zh-Hant-TW"], "en"),
        (["de-DE", "zh-CN"], "zh_CN"),
        (["en-GB", "zh-CN"], "en"),
        (["fr"], "en"),
    ],
)
def test_the_language_follows_the_system(
    system: list[str], language: str, monkeypatch: pytest.MonkeyPatch
):
    from viewer.i18n import translate as module

    class Locale:
        def uiLanguages(self) -> list[str]:
            return system

    monkeypatch.setattr(module.QLocale, "system", lambda: Locale())
    assert module._of_system() == language and language in LANGUAGES


def test_the_files_of_the_languages_are_there():
    for language in LANGUAGES:
        files = [Path(texts.FOLDER / f"{language}{suffix}") for suffix in (".ts", ".qm")]
        assert language == "en" or all(file.exists() for file in files)
