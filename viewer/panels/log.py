"""What happened, with times: the log of the window and of the core; a button copies diagnostics."""

from __future__ import annotations

import html
import logging

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from core.process.worker import LogLine
from viewer.document.session import Session
from viewer.i18n.translate import tr
from viewer.preview.shape_preview import Preview
from viewer.system.diagnostics import clock, diagnostics
from viewer.system.logbook import KEPT, logbook
from viewer.theme import theme
from viewer.widgets.basic import Section, tool


class LogPanel(Section):
    """The newest line is at the end; problems are in the colour of problems."""

    place, tab, stretch = "bottom", "Log", 1

    def __init__(self, session: Session, preview: Preview) -> None:
        super().__init__(tr("Log"))
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setMaximumBlockCount(KEPT)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setAccessibleName(tr("Log"))
        self.text.setTabChangesFocus(True)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.text.setMinimumHeight(110)
        self.body.addWidget(self.text, 1)
        self.tools.addWidget(tool("copy", tr("Copy diagnostics"), self.copy_diagnostics))
        book = logbook()
        book.added.connect(self._add)
        theme.watch().changed.connect(self._refill)
        self._refill()

    def copy_diagnostics(self) -> None:
        """Put what a report of a problem needs on the clipboard."""
        QGuiApplication.clipboard().setText(diagnostics(self.window()))
        logging.getLogger(__name__).info(tr("Diagnostics copied; paste them into a report"))

    def _refill(self) -> None:
        self.text.clear()
        for line in logbook().lines:
            self._add(line)

    def _add(self, line: LogLine) -> None:
        colors = theme.current()
        ink = colors.text
        if line.level >= logging.ERROR:
            ink = colors.danger
        elif line.level >= logging.WARNING:
            ink = colors.warning
        words = html.escape(line.text).replace("\n", "<br>")
        self.text.appendHtml(
            f'<span style="color:{colors.faint}">{clock(line)}</span>&nbsp; '
            f'<span style="color:{ink}">{words}</span>'
        )
