"""The language of the window: every text that people read goes through ``tr``.

English stands in the code; other languages are Qt translation files in ``resources/languages``.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from core.types import Progress

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
