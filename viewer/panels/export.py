"""Writing the shape to a file: format, size and detail, and what it would be before it is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QPushButton,
)

from core.exporters import EXPORTERS, ExportReport
from viewer.preview import Preview
from viewer.session import Session
from viewer.widgets import Section, Segmented, label, set_role

USES = {
    ".glb": "GLB  web, games",
    ".obj": "OBJ  any program",
    ".stl": "STL  printing",
    ".3mf": "3MF  printing",
    ".ply": "PLY  scans",
    ".off": "OFF  plain text",
    ".npz": "NPZ  the voxels",
}
NO_SHAPE = "There is no shape yet: reconstruct first."


class ExportPanel(Section):
    """One button; the line above it says whether the shape is closed, and how large it will be."""

    place, stretch = "right", 0

    def __init__(self, session: Session, preview: Preview) -> None:
        super().__init__("Export")
        self._session, self._preview = session, preview
        self.format = QComboBox()
        for suffix, words in USES.items():
            if suffix in EXPORTERS:
                self.format.addItem(words, suffix)
        self.size = QDoubleSpinBox(decimals=0, minimum=1, maximum=100_000, value=100, suffix=" mm")
        self.size.setToolTip("The longest side of the shape")
        self.size.lineEdit().setTextMargins(6, 0, 6, 0)
        self.size.valueChanged.connect(lambda: self._refresh())
        self.detail = Segmented(
            [(64, "64³", "As shown"), (128, "128³", "Finer, slower"), (256, "256³", "Finest")]
        )
        self.detail.choose(64)
        self.detail.chosen.connect(self._set_detail)
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.addRow("Format", self.format)
        form.addRow("Size", self.size)
        form.addRow("Detail", self.detail)
        self.facts = label(role="muted", wrap=True)
        self.message = label(role="good", wrap=True)
        self.button = QPushButton("Export…")
        self.body.addLayout(form)
        self.body.addWidget(self.facts)
        self.body.addWidget(self.button)
        self.body.addWidget(self.message)
        self.button.clicked.connect(self.ask)
        self.resolution = 64
        session.exported.connect(self._say)
        session.changed.connect(self._document_changed)
        session.problems_changed.connect(self._refresh)
        preview.measures_changed.connect(self._refresh)
        self._said = ""
        self._refresh()

    def ask(self) -> None:
        """Ask where to, then write."""
        if self._session.document.code is None:
            return
        suffix = self.format.currentData()
        path, _ = QFileDialog.getSaveFileName(
            self, "Export the shape", str(self._proposal(suffix)), f"*{suffix} (*{suffix})"
        )
        if path:
            self.write(path if Path(path).suffix else path + suffix)

    def write(self, path: str) -> None:
        """Write the shape as set here; the suffix decides the format."""
        QSettings().setValue("export/folder", str(Path(path).parent))
        self._said = ""
        self._session.export(path, self.size.value(), self.resolution)

    def _proposal(self, suffix: str) -> Path:
        home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        item = self._session.document.current
        stem = Path(item.name).stem if item is not None else "shape"
        return Path(str(QSettings().value("export/folder", home))) / (stem + suffix)

    def _set_detail(self, resolution: object) -> None:
        self.resolution = int(str(resolution))
        self._preview.set_export_resolution(self.resolution)

    def _say(self, report: ExportReport) -> None:
        closed = "watertight" if report.watertight else "not watertight"
        sides = " × ".join(f"{side:.0f}" for side in report.size_mm)
        kept = f"{report.bytes / 1e6:.1f} MB" if report.bytes > 1e6 else f"{report.bytes >> 10} kB"
        self._said = f"Wrote {report.path.name}: {closed}, {sides} mm, {kept}."
        self._refresh()

    def _document_changed(self) -> None:
        self._said = ""
        self._refresh()

    def _refresh(self) -> None:
        has_shape = self._session.document.code is not None
        self.button.setEnabled(has_shape)
        self.button.setToolTip("Ctrl+E" if has_shape else NO_SHAPE)
        self.facts.setText(self._facts() if has_shape else NO_SHAPE)
        problem = self._session.problems.get("export", "")
        self.message.setText(problem or self._said)
        self.message.setVisible(bool(self.message.text()))
        set_role(self.message, "problem" if problem else "good")

    def _facts(self) -> str:
        measures = self._preview.measures
        if measures is None:
            return "Measuring…"
        if measures.faces == 0:
            return "The shape is empty: there is nothing to write."
        closed = "Watertight" if measures.watertight else "Not watertight; it will be mended"
        sides = " × ".join(f"{side * self.size.value():.0f}" for side in measures.sides)
        return f"{closed}, {measures.faces:,} faces\n{sides} mm"
