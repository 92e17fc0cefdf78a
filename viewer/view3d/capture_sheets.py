"""Sheets that make a picture or a film of the 3D view."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings, QStandardPaths
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QSpinBox,
    QWidget,
)

from core.images.write_video import has_video
from viewer.document.session import Session
from viewer.i18n.translate import tr
from viewer.tasks.stepper import Steps
from viewer.view3d import capture as takes
from viewer.view3d.view_options import Sheet
from viewer.view3d.viewport import Viewport
from viewer.widgets.basic import Segmented, label

MOST = 16_384  # pixels a side
SIZES = ((1920, 1080), (3840, 2160), (2048, 2048))
HEIGHTS = (480, 720, 1080)  # of films


class TakeSheet(Sheet):
    """What both have: a title, a size, and a button that asks where to."""

    def __init__(self, session: Session, viewport: Viewport, parent: QWidget, title: str) -> None:
        super().__init__(parent)
        self._session, self._viewport = session, viewport
        self.setAccessibleName(title)
        self.body.addWidget(label(title, "strong"))
        self.body.addSpacing(3)

    def ask(self, title: str, suffix: str) -> str:
        """Where to, or nothing when the user thinks better of it."""
        home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        folder = str(QSettings().value("takes/folder", home))
        item = self._session.document.current
        stem = Path(item.name).stem if item is not None else tr("shape")
        # Not the photograph's own name, which may well lie in that folder.
        proposal = str(Path(folder) / (tr("{name} in 3D", name=stem) + suffix))
        chosen, _ = QFileDialog.getSaveFileName(self, title, proposal, f"*{suffix} (*{suffix})")
        if not chosen:
            return ""
        path = Path(chosen)
        if path.suffix.lower() != suffix:
            path = path.with_name(path.name + suffix)
        QSettings().setValue("takes/folder", str(path.parent))
        return str(path)

    def say_where(self, path: str) -> None:
        """Say in the view where it has been saved."""
        self._session.note("saved", tr("Saved as {path}", path=path))

    def run(
        self,
        title: str,
        job: str,
        steps: Callable[[], Steps],
        done: Callable[[Any], object],
    ) -> None:
        """Do it as a task; a failure is told in the view."""
        self.hide()
        self._session.dismiss("view")
        self._session.dismiss("saved")
        self._session.work.here(
            title, job, steps, done, lambda said: self._session.report("view", said)
        )


class ScreenshotSheet(TakeSheet):
    """Size and transparency; into a file or onto the clipboard."""

    def __init__(self, session: Session, viewport: Viewport, parent: QWidget) -> None:
        super().__init__(session, viewport, parent, tr("Screenshot"))
        self.size_choice = QComboBox()
        self.size_choice.setAccessibleName(tr("Size"))
        self.width_box, self.height_box = _pixels(tr("Width")), _pixels(tr("Height"))
        self.size_choice.currentIndexChanged.connect(lambda: self._take_size())
        sides = QHBoxLayout()
        sides.addWidget(self.width_box, 1)
        sides.addWidget(label("×", "muted"))
        sides.addWidget(self.height_box, 1)
        self.transparent = QCheckBox(tr("Transparent background"))
        self.save_button = QPushButton(tr("Save…"))
        self.save_button.setProperty("role", "primary")
        self.save_button.setDefault(True)
        self.save_button.clicked.connect(self.save)
        self.copy_button = QPushButton(tr("Copy"))
        self.copy_button.clicked.connect(self.copy)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.copy_button, 1)
        buttons.addWidget(self.save_button, 1)
        self.body.addWidget(self.size_choice)
        self.body.addLayout(sides)
        self.body.addWidget(self.transparent)
        self.body.addSpacing(5)
        self.body.addLayout(buttons)
        self._fill()

    def showEvent(self, event: object) -> None:
        self._fill()

    def _fill(self) -> None:
        """The sizes on offer; the first is that of the view, which may have changed."""
        ratio = self._viewport.devicePixelRatioF()
        shown = round(self._viewport.width() * ratio), round(self._viewport.height() * ratio)
        chosen = max(self.size_choice.currentIndex(), 0)
        self.size_choice.blockSignals(True)
        self.size_choice.clear()
        for size in (shown, *SIZES):
            words = tr("As in the window") if size is shown else f"{size[0]} × {size[1]}"
            self.size_choice.addItem(words, size)
        self.size_choice.addItem(tr("Another size"), None)
        self.size_choice.setCurrentIndex(chosen)
        self.size_choice.blockSignals(False)
        self._take_size()

    def _take_size(self) -> None:
        size = self.size_choice.currentData()
        for box, pixels in zip((self.width_box, self.height_box), size or (0, 0), strict=True):
            box.setEnabled(size is None)
            if size is not None:
                box.setValue(pixels)

    def _wanted(self) -> tuple[int, int, bool]:
        return self.width_box.value(), self.height_box.value(), self.transparent.isChecked()

    def save(self) -> None:
        """Ask where to, then write it."""
        path = self.ask(tr("Save the screenshot"), ".png")
        if path:
            self.write(path)

    def write(self, path: str) -> None:
        """Write it as set here."""
        wanted = self._wanted()
        self.run(
            tr("Save {name}", name=Path(path).name),
            "screenshot",
            lambda: takes.save_shot(self._viewport, path, *wanted),
            lambda _: self.say_where(path),
        )

    def copy(self) -> None:
        """Put it onto the clipboard."""
        wanted = self._wanted()

        def done(image: QImage) -> None:
            QGuiApplication.clipboard().setImage(image)

        self.run(
            tr("Copy the screenshot"),
            "screenshot",
            lambda: takes.shoot(self._viewport, *wanted),
            done,
        )


class FilmSheet(TakeSheet):
    """Format, height and length of a turn around the shape."""

    def __init__(self, session: Session, viewport: Viewport, parent: QWidget) -> None:
        super().__init__(session, viewport, parent, tr("Turntable film"))
        self.format = Segmented(
            [
                (".gif", "GIF", tr("Plays everywhere")),
                (".mp4", "MP4", tr("Sharper and smaller")),
            ]
        )
        self.format.choose(".gif")
        self.format.chosen.connect(self._choose)
        self._suffix = ".gif"
        if not has_video():
            self.format.button(".mp4").setEnabled(False)
            self.format.button(".mp4").setToolTip(
                tr("MP4 needs the package av: pip install 'shapewright[video]'")
            )
        self.height_choice = Segmented([(h, f"{h}p", tr("Pixels high")) for h in HEIGHTS])
        self._high = HEIGHTS[0]
        self.height_choice.choose(self._high)
        self.height_choice.chosen.connect(self._choose_height)
        self.seconds = QDoubleSpinBox(decimals=0, minimum=1, maximum=60, value=6, suffix=" s")
        self.seconds.setAccessibleName(tr("Length"))
        length = QHBoxLayout()
        length.addWidget(label(tr("One turn takes"), "muted"), 1)
        length.addWidget(self.seconds)
        self.save_button = QPushButton(tr("Save…"))
        self.save_button.setProperty("role", "primary")
        self.save_button.clicked.connect(self.save)
        self.body.addWidget(self.format)
        self.body.addWidget(self.height_choice)
        self.body.addLayout(length)
        self.body.addSpacing(5)
        self.body.addWidget(self.save_button)

    def _choose(self, suffix: object) -> None:
        self._suffix = str(suffix)

    def _choose_height(self, pixels: object) -> None:
        self._high = int(str(pixels))

    def save(self) -> None:
        """Ask where to, then film."""
        path = self.ask(tr("Save the film"), self._suffix)
        if path:
            self.write(path)

    def write(self, path: str) -> None:
        """Film one turn as set here, as wide as the view is."""
        scene, view = self._viewport.scene, self._viewport
        if scene is None:
            return
        wide = round(self._high * view.width() / max(view.height(), 1) / 2) * 2
        rate = 30 if path.lower().endswith(".mp4") else 20
        turn = takes.Turn(wide, self._high, self.seconds.value(), rate)
        self.run(
            tr("Film {name}", name=Path(path).name),
            "film",
            lambda: takes.film(scene, path, turn),
            lambda _: self.say_where(path),
        )


def _pixels(name: str) -> QSpinBox:
    box = QSpinBox(minimum=16, maximum=MOST, value=1920, suffix=" px")
    box.setAccessibleName(name)
    return box
