"""A folder of photographs, one after the other: from where, to where, as what."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
)

from core.errors import UserError
from core.exporters import is_installed
from core.methods import METHODS
from core.utils.files import make_folder
from viewer.document.photo_edits import learned
from viewer.i18n.core_messages import core_words
from viewer.i18n.translate import tr
from viewer.importing.folder_queue import Results
from viewer.importing.open_files import open_each
from viewer.panels.export import FORMATS
from viewer.system import preferences
from viewer.widgets.basic import Segmented, label, set_role, tool

if TYPE_CHECKING:
    from viewer.window.main_window import MainWindow

WIDTH = 560
RESULTS = "shapes"  # the folder that is proposed, inside that of the photographs


class FolderDialog(QDialog):
    """The line above the buttons says how many images there are, or what is wrong."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.setWindowTitle(tr("Reconstruct a folder"))
        self._window = window
        self.images: list[Path] = []
        self.source, self.target = QLineEdit(), QLineEdit()
        self.source.setAccessibleName(tr("Folder of photographs"))
        self.target.setAccessibleName(tr("Folder for the shapes"))
        self.source.textChanged.connect(lambda: self._look())
        self.format = QComboBox()
        self.format.setAccessibleName(tr("Format"))
        for one in FORMATS:
            if one.kind is None and is_installed(one.suffix):
                self.format.addItem(tr(one.words), one.suffix)
        self.size = QDoubleSpinBox(decimals=0, minimum=1, maximum=100_000, value=100, suffix=" mm")
        self.size.setAccessibleName(tr("Size"))
        self.detail = Segmented([(side, f"{side}³", tr("Voxels a side")) for side in (32, 64, 128)])
        self.detail.choose(64)
        self._resolution = 64
        self.detail.chosen.connect(self._set_detail)
        form = QFormLayout()
        form.setHorizontalSpacing(20)
        form.setVerticalSpacing(12)
        form.addRow(tr("Photographs"), self._with_button(self.source))
        form.addRow(tr("Shapes go to"), self._with_button(self.target))
        method = METHODS[learned(window.session.document.method)]
        self.method = label(tr(method.title))
        self.method.setToolTip(f"{tr(method.what)}\n{tr(method.limits)}")
        form.addRow(tr("Method"), self.method)
        form.addRow(tr("Format"), self.format)
        form.addRow(tr("Size"), self.size)
        form.addRow(tr("Detail"), self.detail)
        self.words = label(role="muted", wrap=True)
        self.add_button = QPushButton(tr("Add to the document instead"))
        self.add_button.setProperty("role", "quiet")
        self.add_button.setAutoDefault(False)
        self.add_button.clicked.connect(self.add_instead)
        self.start_button = QPushButton(tr("Reconstruct all"))
        self.start_button.setProperty("role", "primary")
        self.start_button.setDefault(True)
        self.start_button.clicked.connect(self.start)
        foot = QHBoxLayout()
        foot.addWidget(self.add_button)
        foot.addStretch()
        foot.addWidget(self.start_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 24, 18)
        column.setSpacing(16)
        column.addLayout(form)
        column.addWidget(self.words)
        column.addStretch()
        column.addLayout(foot)
        self.setMinimumWidth(WIDTH)
        self._look()

    def take(self, folder: str | Path) -> None:
        """Fill in a folder, as dropped or chosen."""
        self.target.setText(str(Path(folder) / RESULTS))
        self.source.setText(str(folder))

    def start(self) -> None:
        """Hand the images to the queue, and show how it gets on."""
        target = Path(self.target.text().strip())
        try:
            make_folder(target)
        except UserError as error:
            self._say(str(error), "problem")
            return
        results = Results(target, self.format.currentData(), self.size.value(), self._resolution)
        self._window.session.queue.start(self.images, results)
        self._window.bring("WorkPanel")
        self.close()

    def add_instead(self) -> None:
        """The images as items of the document."""
        open_each(self._window.session, self.images)
        self.close()

    def _set_detail(self, resolution: object) -> None:
        self._resolution = int(str(resolution))

    def _with_button(self, line: QLineEdit) -> QHBoxLayout:
        across = QHBoxLayout()
        across.addWidget(line, 1)
        tip = tr("Choose the folder: {what}", what=line.accessibleName())
        across.addWidget(tool("open", tip, lambda: self._ask(line)))
        return across

    def _ask(self, line: QLineEdit) -> None:
        start = line.text() or preferences.value("open/folder")
        chosen = QFileDialog.getExistingDirectory(self, line.accessibleName(), start)
        if chosen and line is self.source:
            self.take(chosen)
        elif chosen:
            line.setText(chosen)

    def _look(self) -> None:
        """Count the images, or say why there are none."""
        folder, self.images = Path(self.source.text().strip()), []
        if not self.source.text().strip():
            self._say(tr("Choose the folder with the photographs, one object in each."), "muted")
        elif not folder.is_dir():
            self._say(tr("There is no such folder."), "problem")
        else:
            try:
                from core.importers.photos import photographs_in

                self.images = photographs_in(folder)
                self._say(tr("Photographs: {count}", count=len(self.images)), "muted")
            except UserError as error:
                self._say(str(error), "problem")
        for button in (self.start_button, self.add_button):
            button.setEnabled(bool(self.images))
            button.setToolTip("" if self.images else self.words.text())

    def _say(self, words: str, role: str) -> None:
        self.words.setText(core_words(words))
        set_role(self.words, role)
