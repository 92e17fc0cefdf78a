"""What was worked on before: projects with their pictures, and what a crash has left."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, QSize, Qt
from PySide6.QtGui import QAction, QImage, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from viewer.i18n.translate import tr
from viewer.project import recent_projects
from viewer.project.project_file import Projects
from viewer.widgets.basic import ElidedLabel, Thumbnail, label

TILE = QSize(120, 90)
SHOWN = 5


class RecentMenu(QMenu):
    """File > Open recent."""

    def __init__(self, action: QAction, projects: Projects, parent: QWidget) -> None:
        super().__init__(parent)
        self._projects = projects
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self.fill)
        action.setMenu(self)

    def fill(self) -> None:
        """List the projects as they are now."""
        self.clear()
        for path in recent_projects.recent_projects():
            entry = self.addAction(path.stem.replace("&", "&&"))
            entry.setToolTip(str(path))
            entry.triggered.connect(partial(self._projects.open, path))


class RecentRow(QWidget):
    """The last projects as tiles; there is nothing to see while there are none."""

    def __init__(self, projects: Projects) -> None:
        super().__init__()
        self._projects = projects
        self.tiles: list[RecentTile] = []
        words = label(tr("Go on with"), "muted")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._row = QHBoxLayout()
        self._row.setSpacing(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(words)
        column.addLayout(self._row)
        self.setVisible(False)

    def refresh(self) -> None:
        """Look which projects are there, and read their pictures."""
        paths = recent_projects.recent_projects()[:SHOWN]
        self._projects.background.run(lambda: list(recent_projects.previews(paths)), self._fill)

    def _fill(self, found: Sequence[tuple[Path, bytes]]) -> None:
        while (child := self._row.takeAt(0)) is not None:
            if (widget := child.widget()) is not None:
                widget.setParent(None)
                widget.deleteLater()
        self.tiles = [RecentTile(self._projects, path, picture) for path, picture in found]
        self._row.addStretch()
        for tile in self.tiles:
            self._row.addWidget(tile)
        self._row.addStretch()
        self.setVisible(bool(self.tiles))


class RecentTile(QWidget):
    """A project's picture over its name; click to open it."""

    def __init__(self, projects: Projects, path: Path, picture: bytes) -> None:
        super().__init__()
        self.path = path
        image = QImage.fromData(picture)
        self.button = Thumbnail(partial(_fitted, image), TILE.height())
        self.button.setFixedSize(TILE)
        self.button.setCheckable(False)
        self.button.setToolTip(str(path))
        self.button.setAccessibleName(tr("Open {name}", name=path.stem))
        self.button.clicked.connect(lambda: projects.open(path))
        name = ElidedLabel(path.stem, "muted")
        name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        name.setToolTip(str(path))
        name.setFixedWidth(TILE.width())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.button)
        column.addWidget(name)


def _fitted(image: QImage, size: QSize, ratio: float) -> QPixmap:
    if image.isNull():
        return QPixmap()
    fill, smooth = (
        Qt.AspectRatioMode.KeepAspectRatioByExpanding,
        Qt.TransformationMode.SmoothTransformation,
    )
    scaled = image.scaled(size * ratio, fill, smooth)
    wanted = size * ratio
    left, top = (scaled.width() - wanted.width()) // 2, (scaled.height() - wanted.height()) // 2
    pixmap = QPixmap.fromImage(scaled.copy(left, top, wanted.width(), wanted.height()))
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


class LostCard(QFrame):
    """Says that a crash has left unsaved work, and asks what becomes of it."""

    def __init__(self, projects: Projects) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._projects = projects
        self.words = label(wrap=True)
        self.recover = QPushButton(tr("Recover"))
        self.recover.clicked.connect(projects.recover)
        self.discard = QPushButton(tr("Discard"))
        self.discard.setProperty("role", "quiet")
        self.discard.clicked.connect(projects.autosave.discard)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 10, 10)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        row.addWidget(self.discard)
        row.addWidget(self.recover)
        projects.autosave.found.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what there is to recover, if anything."""
        lost = self._projects.autosave.lost
        self.setVisible(lost is not None)
        if lost is None:
            return
        items = lost.project.document.items
        name = Path(lost.project.origin).stem if lost.project.origin else ""
        name = name or (Path(items[0].name).stem if items else tr("Untitled"))
        time = QLocale().toString(
            QDateTime.fromSecsSinceEpoch(round(lost.time)), QLocale.FormatType.ShortFormat
        )
        self.words.setText(
            tr(
                "Shapewright ended without saving {name}. It was kept on {time}.",
                name=name,
                time=time,
            )
        )
