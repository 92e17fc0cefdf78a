"""Writing the shape to a file: format, size and detail; and what was found in the file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QMessageBox,
    QPushButton,
    QSizePolicy,
)

from core.exporters import EXPORTERS, ExportReport, is_installed
from core.methods import METHODS
from viewer.document.finish_edits import change
from viewer.document.session import Session
from viewer.i18n.core_messages import core_words
from viewer.i18n.translate import mark, tr
from viewer.preview.shape_preview import Preview
from viewer.text.mesh_health import sides_words
from viewer.theme import theme
from viewer.widgets.basic import Section, Segmented, label, set_role
from viewer.widgets.drag_handle import DragHandle, Ready


@dataclass(frozen=True)
class Format:
    """A choice of the list; ``kind`` as in `core.process.jobs.export`, None for what the suffix
    says."""

    suffix: str
    words: str
    kind: str | None = None

    @property
    def id(self) -> str:
        return f"{self.kind or ''}{self.suffix}"


FORMATS = (
    Format(".glb", mark("GLB  web, games")),
    Format(".obj", mark("OBJ  any program")),
    Format(".stl", mark("STL  printing")),
    Format(".3mf", mark("3MF  printing")),
    Format(".ply", mark("PLY  scans")),
    Format(".off", mark("OFF  plain text")),
    Format(".usdz", mark("USDZ  phones")),
    Format(".ply", mark("PLY  points"), "points"),
    Format(".npz", mark("NPZ  voxels")),
    Format(".binvox", mark("Binvox  voxels")),
    Format(".npz", mark("NPZ  code"), "code"),
    Format(".json", mark("JSON  code"), "code"),
)
GAPS_BEFORE = ("points.ply", ".npz", "code.npz")
NO_SHAPE = mark("There is no shape yet: reconstruct first.")


class ExportPanel(Section):
    """Size and up belong to the document; format and detail are how it is written this time."""

    place, tab, stretch = "right", "Mesh", 0

    def __init__(self, session: Session, preview: Preview) -> None:
        super().__init__(tr("Export"))
        self._session, self._preview = session, preview
        self.resolution = METHODS[session.method].resolution
        self._said = ""
        self._method = session.method
        self._build()
        session.exported.connect(self._say)
        session.changed.connect(self._document_changed)
        session.changed.connect(self._follow_method)
        session.problems_changed.connect(self._refresh)
        self._refresh()

    def _build(self) -> None:
        self.format = QComboBox()
        for one in FORMATS:
            if one.kind == "code" or is_installed(one.suffix):
                if one.id in GAPS_BEFORE:
                    self.format.insertSeparator(self.format.count())
                self.format.addItem(tr(one.words), one.id)
        self.format.currentIndexChanged.connect(self._document_changed)
        self.size = QDoubleSpinBox(decimals=0, minimum=1, maximum=100_000, suffix=" mm")
        self.size.setKeyboardTracking(False)
        self.size.lineEdit().setTextMargins(6, 0, 6, 0)
        self.size.valueChanged.connect(self._set_size)
        self.up = Segmented(
            [
                ("", tr("Usual"), tr("As the format has it: Z in STL and 3MF, else Y")),
                ("y", "Y", tr("Y is up in the file")),
                ("z", "Z", tr("Z is up in the file")),
            ]
        )
        self.up.chosen.connect(self._set_up)
        self.detail = Segmented(
            [
                (64, "64³", tr("Usual")),
                (96, "96³", tr("Finer, slower")),
                (128, "128³", tr("Finer, slower")),
                (256, "256³", tr("Finest")),
            ]
        )
        self.detail.choose(self.resolution)
        self.detail.chosen.connect(self._set_detail)
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.addRow(tr("Format"), self.format)
        form.addRow(tr("Size"), self.size)
        form.addRow(tr("Up"), self.up)
        form.addRow(tr("Detail"), self.detail)
        self.button = QPushButton(tr("Export…"))
        self.button.clicked.connect(self.ask)
        self.handle = DragHandle(self._write_for_handle, self._copied)
        self.handle.setProperty("role", "handle")
        theme.follow(self.handle, "drag")
        self.handle.setText(tr("Drag out"))
        self.handle.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.handle.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE)
        buttons.addWidget(self.button, 1)
        buttons.addWidget(self.handle)
        self.facts = label(role="muted", wrap=True)
        self.message = label(role="good", wrap=True)
        self.body.addLayout(form)
        self.body.addWidget(self.facts)
        self.body.addLayout(buttons)
        self.body.addWidget(self.message)

    # Writing

    @property
    def chosen(self) -> Format:
        """The format in the list."""
        return next(one for one in FORMATS if one.id == self.format.currentData())

    def ask(self) -> None:
        """Ask where to, then write."""
        if self._session.document.code is None:
            return
        suffix = self.chosen.suffix
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("Export the shape"), str(self._proposal()), f"*{suffix} (*{suffix})"
        )
        if not chosen:
            return
        path = Path(chosen)
        if path.suffix.lower() not in {one.suffix for one in FORMATS}:
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
        """Write the shape as set here; a suffix other than the chosen format's has its way."""
        QSettings().setValue("export/folder", str(Path(path).parent))
        self._said = ""
        self._session.export(path, self.resolution, self._kind_for(Path(path).suffix.lower()))

    def _kind_for(self, suffix: str) -> str | None:
        if suffix == self.chosen.suffix:
            return self.chosen.kind
        return "code" if suffix == ".json" else None

    def _write_for_handle(self, folder: Path, ready: Ready) -> None:
        """Into a folder of the handle's, by the name that the file should have elsewhere."""
        self._said = ""
        path = folder / self._proposal().name
        self._session.export(
            str(path), self.resolution, self.chosen.kind, lambda report: ready(report.path)
        )

    def _copied(self, file: Path) -> None:
        self._said = tr("{name} is on the clipboard: paste it elsewhere.", name=file.name)
        self._refresh()

    def _proposal(self) -> Path:
        home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        item = self._session.document.current
        stem = Path(item.name).stem if item is not None else tr("shape")
        return Path(str(QSettings().value("export/folder", home))) / (stem + self.chosen.suffix)

    # What is set

    def _set_size(self, size: float) -> None:
        change(self._session, tr("Set the size"), size_mm=size)

    def _set_up(self, axis: object) -> None:
        change(self._session, tr("Choose what is up"), up=str(axis))

    def _follow_method(self) -> None:
        """Another method's shapes are written as they are shown, until a detail is chosen."""
        method = self._session.method
        if method == self._method:
            return
        self._method = method
        resolution = METHODS[method].resolution
        if resolution != self.resolution:
            self.detail.choose(resolution)
            self._set_detail(resolution)

    def _set_detail(self, resolution: object) -> None:
        self.resolution = int(str(resolution))
        self._preview.set_export_resolution(self.resolution)
        self._refresh()

    # What is shown

    def _say(self, report: ExportReport) -> None:
        lines = [tr("Wrote {name}.", name=report.path.name), read_back(report)]
        self._said = "\n".join([*lines, core_words(report.note)] if report.note else lines)
        self._refresh()

    def _document_changed(self) -> None:
        self._said = ""
        self._refresh()

    def _refresh(self) -> None:
        has_shape = self._session.document.code is not None
        for button in (self.button, self.handle):
            button.setEnabled(has_shape)
        self.button.setToolTip("Ctrl+E" if has_shape else tr(NO_SHAPE))
        self.handle.setToolTip(
            tr("Drag the file into another program, or click to copy it")
            if has_shape
            else tr(NO_SHAPE)
        )
        self._refresh_settings()
        problem = self._session.problems.get("export", "")
        self.message.setText(problem or self._said)
        self.message.setVisible(bool(self.message.text()))
        set_role(self.message, "problem" if problem else "good")

    def _refresh_settings(self) -> None:
        finish, has_shape = self._session.document.finish, self._session.document.code is not None
        holds = self.chosen.kind or EXPORTERS[self.chosen.suffix].kind
        self.size.blockSignals(True)
        self.size.setValue(finish.size_mm)
        self.size.blockSignals(False)
        self.up.choose(finish.up)
        solid = holds in ("mesh", "points")
        self.size.setEnabled(has_shape and solid)
        self.up.setEnabled(has_shape and solid)
        self.detail.setEnabled(holds != "code")
        self.size.setToolTip(
            tr("The longest side of the shape") if solid else tr("Only meshes have a size in mm")
        )
        facts = {
            "voxels": tr("{side}³ voxels, each with its probability", side=self.resolution),
            "code": tr("The numbers that the shape, pose and light are made from"),
            "points": tr("50,000 points on the surface, with normals"),
        }.get(holds, "")
        self.facts.setText(facts)
        self.facts.setVisible(bool(facts) and has_shape)


def read_back(report: ExportReport) -> str:
    """What was found in a written file, as its kind has it, and how large the file is."""
    kept = f"{report.bytes / 1e6:.1f} MB" if report.bytes > 1e6 else f"{report.bytes / 1e3:.0f} kB"
    if report.kind == "voxels":
        return tr("Read back: {count:,} filled voxels, {kept}", count=report.vertices, kept=kept)
    if report.kind == "code":
        return tr("Read back: all {count} numbers, {kept}", count=report.vertices, kept=kept)
    sides = sides_words(report.size_mm)
    if report.kind == "points":
        return tr(
            "Read back: {count:,} points, {sides}, {kept}",
            count=report.vertices, sides=sides, kept=kept,
        )  # fmt: skip
    closed = tr("watertight") if report.watertight else tr("not watertight")
    return tr(
        "Read back: {count:,} faces, {closed}, {sides}, {kept}",
        count=report.faces, closed=closed, sides=sides, kept=kept,
    )  # fmt: skip
