"""Writing the shape to a file: format, size and detail, and what it would be before it is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QMessageBox,
    QPushButton,
)

from core.exporters import EXPORTERS, ExportReport
from viewer.language import mark, tr
from viewer.preview import Preview
from viewer.session import Session
from viewer.widgets import Section, Segmented, label, set_role

USES = {
    ".glb": mark("GLB  web, games"),
    ".obj": mark("OBJ  any program"),
    ".stl": mark("STL  printing"),
    ".3mf": mark("3MF  printing"),
    ".ply": mark("PLY  scans"),
    ".off": mark("OFF  plain text"),
    ".npz": mark("NPZ  the voxels"),
}
NO_SHAPE = mark("There is no shape yet: reconstruct first.")


class ExportPanel(Section):
    """One button; the line above it says whether the shape is closed, and how large it will be."""

    place, tab, stretch = "right", "Mesh", 0

    def __init__(self, session: Session, preview: Preview) -> None:
        super().__init__(tr("Export"))
        self._session, self._preview = session, preview
        self.format = QComboBox()
        for suffix, words in USES.items():
            if suffix in EXPORTERS:
                self.format.addItem(tr(words), suffix)
        self.format.currentIndexChanged.connect(lambda: self._refresh())
        self.size = QDoubleSpinBox(decimals=0, minimum=1, maximum=100_000, value=100, suffix=" mm")
        self.size.lineEdit().setTextMargins(6, 0, 6, 0)
        self.size.valueChanged.connect(lambda: self._refresh())
        self.detail = Segmented(
            [
                (64, "64³", tr("As shown")),
                (128, "128³", tr("Finer, slower")),
                (256, "256³", tr("Finest")),
            ]
        )
        self.detail.choose(64)
        self.detail.chosen.connect(self._set_detail)
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.addRow(tr("Format"), self.format)
        form.addRow(tr("Size"), self.size)
        form.addRow(tr("Detail"), self.detail)
        self.facts = label(role="muted", wrap=True)
        self.message = label(role="good", wrap=True)
        self.button = QPushButton(tr("Export…"))
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
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("Export the shape"), str(self._proposal(suffix)), f"*{suffix} (*{suffix})"
        )
        if not chosen:
            return
        path = Path(chosen)
        if path.suffix.lower() not in EXPORTERS:
            path = path.with_name(path.name + suffix)
            # The dialog has asked about the name as it was typed, not about this one.
            if path.is_file() and not self._may_replace(path):
                return
        self.write(str(path))

    def _may_replace(self, path: Path) -> bool:
        question = tr("{name} exists already. Replace it?", name=path.name)
        answer = QMessageBox.question(self, tr("Export the shape"), question)
        return answer == QMessageBox.StandardButton.Yes

    def write(self, path: str) -> None:
        """Write the shape as set here; the suffix decides the format."""
        QSettings().setValue("export/folder", str(Path(path).parent))
        self._said = ""
        self._session.export(path, self.size.value(), self.resolution)

    def _proposal(self, suffix: str) -> Path:
        home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        item = self._session.document.current
        stem = Path(item.name).stem if item is not None else tr("shape")
        return Path(str(QSettings().value("export/folder", home))) / (stem + suffix)

    def _set_detail(self, resolution: object) -> None:
        self.resolution = int(str(resolution))
        self._preview.set_export_resolution(self.resolution)

    def _say(self, report: ExportReport) -> None:
        self._said = tr(
            "Wrote {name}: {contents}.", name=report.path.name, contents=contents(report)
        )
        self._refresh()

    def _document_changed(self) -> None:
        self._said = ""
        self._refresh()

    def _refresh(self) -> None:
        has_shape = self._session.document.code is not None
        self.button.setEnabled(has_shape)
        self.button.setToolTip("Ctrl+E" if has_shape else tr(NO_SHAPE))
        grid = self._writes_grid()
        self.size.setEnabled(not grid)
        self.size.setToolTip(
            tr("A grid has no size in mm") if grid else tr("The longest side of the shape")
        )
        self.facts.setText(self._facts() if has_shape else tr(NO_SHAPE))
        set_role(self.facts, "problem" if self._preview.measure_problem else "muted")
        problem = self._session.problems.get("export", "")
        self.message.setText(problem or self._said)
        self.message.setVisible(bool(self.message.text()))
        set_role(self.message, "problem" if problem else "good")

    def _writes_grid(self) -> bool:
        return EXPORTERS[self.format.currentData()].kind == "voxels"

    def _facts(self) -> str:
        measures = self._preview.measures
        if measures is None:
            return self._preview.measure_problem or tr("Measuring…")
        if measures.faces == 0:
            return tr("The shape is empty: there is nothing to write.")
        if self._writes_grid():
            return tr(
                "The grid as it is: {side}³ voxels\neach with its probability",
                side=self.resolution,
            )
        closed = (
            tr("Watertight") if measures.watertight else tr("Open; it will be closed and mended")
        )
        sides = " × ".join(f"{side * self.size.value():.0f}" for side in measures.sides)
        return tr(
            "{closed}, {faces:,} faces\n{sides} mm",
            closed=closed,
            faces=measures.faces,
            sides=sides,
        )


def contents(report: ExportReport) -> str:
    """What is in a written file, as its kind has it, and how large the file is."""
    kept = f"{report.bytes / 1e6:.1f} MB" if report.bytes > 1e6 else f"{report.bytes / 1e3:.0f} kB"
    if report.kind == "voxels":
        return tr("{count:,} filled voxels, {size}", count=report.vertices, size=kept)
    sides = " × ".join(f"{side:.0f}" for side in report.size_mm) + " mm"
    if report.kind == "points":
        return tr(
            "{count:,} points, {sides}, {size}", count=report.vertices, sides=sides, size=kept
        )
    closed = tr("watertight") if report.watertight else tr("not watertight")
    return f"{closed}, {sides}, {kept}"
