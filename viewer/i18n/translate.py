"""The language of the window: every text that people read goes through ``tr``.

English stands in the code; other languages are Qt translation files in ``resources/languages``.
"""

from __future__ import annotations

import logging

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QFontDatabase

from core.types import Progress
from core.utils.files import RESOURCES

log = logging.getLogger(__name__)

CONTEXT = "Shapewright"
LANGUAGES = {"en": "English", "zh_CN": "简体中文"}  # in their own words, so not translated


def tr(text: str, **values: object) -> str:
    """A text in the user's language, with ``{names}`` filled in: ``tr("Add {name}", name=...)``.

    ``text`` is a literal, or was given to `mark` as one, so that it is found for translating.
    """
    found = QCoreApplication.translate(CONTEXT, text)
    return found.format(**values) if values else found


def mark(text: str) -> str:
    """A text that is translated later, by ``tr`` where it is shown: for constants and tables."""
    return text


def step_words(progress: Progress) -> str:
    """What a job is doing, with its detail."""
    step = tr(progress.step)
    return f"{step}, {progress.detail}" if progress.detail else step


NO_FONT = mark(
    "No font for Chinese was found, so the window is in English. "
    "On Debian or Ubuntu: apt install fonts-noto-cjk"
)


def speak(app: QCoreApplication, wanted: str) -> str:
    """Let the application speak a language of LANGUAGES, or for ``system`` that of the system.

    What hinders it as a sentence, else nothing; then it speaks English.
    """
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    language = _of_system() if wanted == "system" else wanted
    if language not in LANGUAGES or language == "en":
        return ""
    if not QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
        log.warning(NO_FONT)
        return NO_FONT
    own = str(RESOURCES / "languages" / f"{language}.qm")
    qt = f"{QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)}/qtbase_{language}.qm"
    for file in (qt, own):
        translator = QTranslator(app)
        if translator.load(file):
            app.installTranslator(translator)
        else:
            log.info("There is no translation %s", file)
    return ""


def _of_system() -> str:
    """The first of the system's languages that the program speaks."""
    for name in QLocale.system().uiLanguages():
        if name.startswith("en"):
            return "en"
        if name.startswith("zh") and not any(part in name for part in ("Hant", "TW", "HK", "MO")):
            return "zh_CN"
    return "en"
