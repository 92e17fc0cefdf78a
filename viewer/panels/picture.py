"""The photograph beside the network's own picture; its maps; pose and light in words."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from core.types import Bytes, Lighting, Maps, Pose
from viewer import theme
from viewer.pictures import (
    depth_picture,
    fitted,
    masked,
    normals_picture,
    silhouette_picture,
    to_image,
)
from viewer.preview import Preview
from viewer.session import Session
from viewer.widgets import Paint, Picture, label

LARGE, SMALL = 148, 66


class PicturePanel(QFrame):
    """A strip below the 3D view."""

    place, stretch = "bottom", 0

    def __init__(self, session: Session, preview: Preview) -> None:
        super().__init__()
        self.setProperty("role", "section")
        self._session, self._preview = session, preview
        self._shown: object = ()
        self.photo = Picture(side=LARGE)
        self.drawn = Picture("Not drawn yet", side=LARGE)
        self.maps = {name: Picture("–", side=SMALL) for name in ("silhouette", "depth", "normals")}
        self.pose = label(role="number", wrap=True)
        self.light = label(role="number", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 14, 10)
        row.setSpacing(12)
        row.addLayout(_captioned(self.photo, "Photograph"))
        row.addLayout(_captioned(self.drawn, "The network's picture"))
        row.addLayout(self._map_column())
        row.addLayout(self._words(), 1)
        session.changed.connect(self._refresh)
        preview.drawn_changed.connect(self._show_drawn)
        self._refresh()
        self._show_drawn()

    def _map_column(self) -> QVBoxLayout:
        top, bottom = QHBoxLayout(), QHBoxLayout()
        for name, line in zip(self.maps, (top, top, bottom), strict=True):
            self.maps[name].setToolTip(f"The {name} that the network sees in the photograph")
            line.addWidget(self.maps[name])
        bottom.addStretch()
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addLayout(top)
        column.addLayout(bottom)
        column.addStretch()
        return column

    def _words(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(label("Pose", "muted"))
        column.addWidget(self.pose)
        column.addSpacing(6)
        column.addWidget(label("Light", "muted"))
        column.addWidget(self.light)
        column.addStretch()
        return column

    def _refresh(self) -> None:
        item = self._session.document.current
        shown = None if item is None else (id(item.view), id(item.result))
        if shown == self._shown:
            return
        self._shown = shown
        self.setVisible(item is not None and item.result is not None)
        if item is None:
            return
        view = item.view

        def photo(size: QSize, ratio: float) -> QPixmap:
            colors = theme.current()
            return masked(view, size, ratio, colors.surface, colors.accent)

        self.photo.show_picture(photo)
        self._show_maps(None if item.result is None else item.result.maps)

    def _show_maps(self, maps: Maps | None) -> None:
        for name, picture in self.maps.items():
            picture.show_picture(None if maps is None else _map_painter(maps, name))

    def _show_drawn(self) -> None:
        drawn = self._preview.drawn
        if drawn is None:
            self.drawn.show_picture(None)
            self.pose.setText("–")
            self.light.setText("–")
            return
        self.drawn.show_picture(
            lambda size, ratio: fitted(to_image(drawn.rendering.image), size, ratio)
        )
        self.pose.setText(pose_words(drawn.pose))
        self.light.setText(light_words(drawn.lighting))


def _captioned(picture: Picture, caption: str) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(4)
    column.addWidget(label(caption, "muted"))
    column.addWidget(picture)
    column.addStretch()
    return column


def _map_painter(maps: Maps, name: str) -> Paint:
    def paint(size: QSize, ratio: float) -> QPixmap:
        return fitted(to_image(_colored(maps, name)), size, ratio)

    return paint


def _colored(maps: Maps, name: str) -> Bytes:
    colors = theme.current()
    if name == "depth":
        far = colors.accent_soft if not colors.is_dark else colors.pressed
        return depth_picture(maps.depth, maps.silhouette, colors.window, colors.accent, far)
    if name == "normals":
        return normals_picture(maps.normals, maps.silhouette, colors.window)
    return silhouette_picture(maps.silhouette, colors.window, colors.text)


def pose_words(pose: Pose) -> str:
    """A pose as people say it: "35° from the left, 20° from above, 2.1 sides away"."""
    turn = (pose.azimuth + 180) % 360 - 180
    side = "from the front" if abs(turn) < 3 else "from the back" if abs(turn) > 177 else ""
    # Azimuth grows toward the object's own left, which is on the right of its picture.
    side = side or f"{abs(turn):.0f}° to its {'left' if turn > 0 else 'right'}"
    height = f"{abs(pose.elevation):.0f}° {'above' if pose.elevation >= 0 else 'below'}"
    roll = f"\n{pose.roll:+.0f}° rolled" if abs(pose.roll) >= 2 else ""
    return f"{side}\n{height}{roll}\n{pose.distance:.1f} sides away"


def light_words(light: Lighting) -> str:
    """A lamp as people say it, seen from the camera."""
    side = "right" if light.azimuth > 0 else "left"
    height = "above" if light.elevation >= 0 else "below"
    return (
        f"{abs(light.azimuth):.0f}° {side}, {abs(light.elevation):.0f}° {height}\n"
        f"{light.ambient:.0%} from all sides"
    )
