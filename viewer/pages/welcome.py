"""The empty window: a place to drop photographs, and samples to start with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImageReader, QPainter, QPaintEvent, QPen, QPixmap, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core.utils.files import RESOURCES
from viewer.document.session import Session
from viewer.i18n.translate import mark, tr
from viewer.pages.recent_projects import LostCard, RecentRow
from viewer.project.project_file import Projects
from viewer.theme import theme
from viewer.widgets.basic import Thumbnail, label

SAMPLE = 94
A_ROW = 7
TILE = theme.LIGHT.view_centre  # light also in the dark: cut-out objects may be dark
PROMISE = mark(
    "One object, well visible, in one photograph or in many from all sides. It becomes a shape "
    "that you can turn, change and export. "
    "A mesh or a voxel file becomes a code that you can change."
)


def samples() -> list[Path]:
    """What comes with the program: photographs, and folders of photographs of one object."""
    found = (RESOURCES / "samples").iterdir()
    return sorted((path for path in found if path.suffix == ".png" or path.is_dir()), key=_order)


def _order(path: Path) -> tuple[bool, str]:
    return path.is_dir(), path.name


def photographs_in(folder: Path) -> list[Path]:
    """The photographs of a sample of several, in their order."""
    return sorted(folder.glob("*.jpg"))


class Welcome(QFrame):
    """Shown in the middle while the document is empty."""

    def __init__(self, session: Session, projects: Projects) -> None:
        super().__init__()
        self.setProperty("role", "canvas")
        self._session = session
        self.lost, self.recent = LostCard(projects), RecentRow(projects)
        zone = DropZone(projects.ask_to_open)
        zone.setMaximumWidth(720)
        inside = QWidget()
        scroll = QScrollArea()  # only a very low window needs it
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes the keys
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        column = QVBoxLayout(inside)
        column.setContentsMargins(40, 24, 40, 24)
        column.setSpacing(18)
        column.addStretch(2)
        self.lost.setMaximumWidth(720)
        for wide in (self.lost, zone):
            across = QHBoxLayout()
            across.addStretch()
            across.addWidget(wide, 8)
            across.addStretch()
            column.addLayout(across)
        column.addWidget(self.recent)
        self.samples: list[Thumbnail] = []
        if samples():
            words = label(tr("or start with a sample"), "muted")
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            beneath = QWidget()
            rows = QVBoxLayout(beneath)
            rows.setContentsMargins(0, 0, 0, 0)
            rows.addWidget(words)
            rows.addLayout(self._sample_grid())
            column.addWidget(beneath)
        column.addStretch(3)

    def showEvent(self, event: QShowEvent) -> None:
        self.recent.refresh()
        super().showEvent(event)

    def _sample_grid(self) -> QHBoxLayout:
        grid = QGridLayout()
        grid.setSpacing(6)
        for index, path in enumerate(samples()[: 2 * A_ROW]):
            button = Thumbnail(
                lambda size, ratio, path=path: _read(path, size, ratio), SAMPLE, TILE
            )
            button.setCheckable(False)
            name = path.stem.replace("-", " ").replace("_", " ").capitalize()
            if path.is_dir():
                count = len(photographs_in(path))
                name = tr("{name}: {count} photographs", name=name, count=count)
            button.setToolTip(name)
            button.setAccessibleName(tr("Sample {name}", name=name))
            button.clicked.connect(lambda _=False, path=path: self._session.open_files([path]))
            self.samples.append(button)
            grid.addWidget(button, index // A_ROW, index % A_ROW)
        row = QHBoxLayout()
        row.addStretch()
        row.addLayout(grid)
        row.addStretch()
        return row


def _read(path: Path, size: QSize, ratio: float) -> QPixmap:
    several = photographs_in(path) if path.is_dir() else []
    reader = QImageReader(str(several[0] if several else path))
    reader.setScaledSize(reader.size().scaled(size * ratio, Qt.AspectRatioMode.KeepAspectRatio))
    pixmap = QPixmap.fromImage(reader.read())
    pixmap.setDevicePixelRatio(ratio)
    if several:
        _mark_count(pixmap, len(several))
    return pixmap


def _mark_count(pixmap: QPixmap, count: int) -> None:
    """Write on a thumbnail how many photographs it stands for."""
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = painter.font()
    font.setPixelSize(11)
    font.setBold(True)
    painter.setFont(font)
    size = pixmap.deviceIndependentSize()
    pill = QRectF(0, 0, painter.fontMetrics().horizontalAdvance(str(count)) + 14, 19)
    pill.moveBottomRight(QRectF(0, 0, size.width() - 6, size.height() - 6).bottomRight())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.LIGHT.accent))
    painter.drawRoundedRect(pill, 9.5, 9.5)
    painter.setPen(QColor("white"))
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, str(count))
    painter.end()


class DropZone(QWidget):
    """A dashed frame that says what to do; a drop works anywhere in the window."""

    def __init__(self, open_files: Callable[[], object]) -> None:
        super().__init__()
        self.setMinimumHeight(170)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        title = label(tr("Drop a photograph or a shape here"), "headline")
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words = label(tr(PROMISE), "muted", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        button = QPushButton(tr("Open…"))
        button.setProperty("role", "primary")
        button.setToolTip(tr("Ctrl+O; Ctrl+V pastes an image"))
        button.clicked.connect(lambda: open_files())
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 28, 32, 28)
        column.setSpacing(10)
        column.addStretch()
        column.addWidget(title)
        column.addWidget(words)
        column.addSpacing(8)
        column.addWidget(button, alignment=Qt.AlignmentFlag.AlignCenter)
        column.addStretch()

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(colors.faint), 1.6, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.setBrush(QColor(colors.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 18, 18)
