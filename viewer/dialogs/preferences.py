"""The preferences as a form, made from their table; what is chosen holds at once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from viewer.i18n.translate import tr
from viewer.system import preferences
from viewer.system.preferences import PREFERENCES, Preference
from viewer.widgets.basic import label, tool

if TYPE_CHECKING:
    from viewer.window.main_window import MainWindow

WIDTH = 520


class Preferences(QDialog):
    """A row a preference; below it the word on when it is felt, where that is later."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Preferences"))
        self._window = window
        self.fields: dict[str, QWidget] = {}
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(20)
        self.form.setVerticalSpacing(12)
        self._fill()
        defaults = QPushButton(tr("Restore defaults"))
        defaults.setProperty("role", "quiet")
        defaults.setAutoDefault(False)
        defaults.clicked.connect(self.restore_defaults)
        close = QPushButton(tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.addWidget(defaults)
        foot.addStretch()
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 24, 18)
        column.setSpacing(18)
        column.addLayout(self.form)
        column.addStretch()
        column.addLayout(foot)
        self.setMinimumWidth(WIDTH)

    def restore_defaults(self) -> None:
        """Everything as at the first start."""
        for row in PREFERENCES:
            preferences.choose(self._window, row.key, row.default)
        self._fill()

    def _fill(self) -> None:
        while self.form.rowCount():
            self.form.removeRow(0)
        makers = {"choice": self._choice, "number": self._number, "folder": self._folder}
        for row in PREFERENCES:
            field = makers[row.kind](row)
            field.setAccessibleName(tr(row.title))
            self.fields[row.key] = field
            self.form.addRow(tr(row.title), self._with_note(row, field))

    def _with_note(self, row: Preference, field: QWidget) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        across = QHBoxLayout()
        across.addWidget(field, 1)
        if row.kind == "folder":
            tip = tr("Choose the folder: {what}", what=tr(row.title))
            across.addWidget(tool("open", tip, lambda: self._ask(row)))
        column.addLayout(across)
        if row.note:
            column.addWidget(label(tr(row.note), "muted", wrap=True))
        return whole

    def _set(self, row: Preference, wanted: str) -> None:
        preferences.choose(self._window, row.key, wanted)

    def _choice(self, row: Preference) -> QComboBox:
        box = QComboBox()
        for value, text in row.choices(self._window):
            box.addItem(text, value)
        box.setCurrentIndex(max(0, box.findData(preferences.value(row.key))))
        box.currentIndexChanged.connect(lambda: self._set(row, box.currentData()))
        return box

    def _number(self, row: Preference) -> QSpinBox:
        box = QSpinBox()
        box.setRange(0, max(os.cpu_count() or 1, 1))
        box.setSpecialValueText(tr("All of {count}", count=os.cpu_count() or 1))
        box.setKeyboardTracking(False)
        value = preferences.value(row.key)
        box.setValue(int(value) if value.isdecimal() else 0)
        box.valueChanged.connect(lambda number: self._set(row, str(number)))
        return box

    def _folder(self, row: Preference) -> QLineEdit:
        line = QLineEdit(preferences.value(row.key))
        line.editingFinished.connect(lambda: self._take(row, line.text()))
        return line

    def _ask(self, row: Preference) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr(row.title), preferences.value(row.key))
        if chosen:
            self._take(row, chosen)

    def _take(self, row: Preference, folder: str) -> None:
        """Set a folder that is there; another is put back."""
        if Path(folder).is_dir():
            self._set(row, folder)
        field = self.fields[row.key]
        assert isinstance(field, QLineEdit)
        field.setText(preferences.value(row.key))
