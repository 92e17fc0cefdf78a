"""The photograph beside the network's own picture; its maps; pose and light in words."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core.latent.detail import has_detail
from core.types import Bytes, Floats, Lighting, Maps, Pose
from core.utils.weights import finds_the_lamp
from viewer.document.measured_shapes import is_measured
from viewer.document.session import Session
from viewer.i18n.translate import mark, tr
from viewer.preview.shape_preview import Preview
from viewer.scene import photo_cameras
from viewer.text.photos import photo_name, photo_words, remarks
from viewer.theme import theme
from viewer.widgets.basic import Paint, Picture, Thumbnail, label
from viewer.widgets.pictures import (
    depth_picture,
    drawn_picture,
    faded,
    fitted,
    masked,
    normals_picture,
    silhouette_picture,
    to_image,
)

USUAL, LARGEST, SMALLEST = 140, 420, 80
WORDS_WIDTH, LEAST_WORDY = 150, 104  # words only beside pictures that are large enough
GAP = 12
CHOICES = {
    "drawn": mark("Network's picture"),
    "silhouette": mark("Silhouette it sees"),
    "depth": mark("Depth it sees"),
    "normals": mark("Normals it sees"),
}


class PicturePanel(QFrame):
    """A strip below the 3D view; the four small pictures choose the second large one."""

    place, tab, stretch = "bottom", "Picture", 0

    def __init__(self, session: Session, preview: Preview) -> None:
        super().__init__()
        self.setProperty("role", "section")
        self._session, self._preview = session, preview
        self._seen: object = ()
        self._choice: str | None = None  # what was never chosen follows the method
        self._drawn_now = False
        self.photo, self.large = Picture(), Picture(tr("Not drawn yet"))
        self.caption = label(tr(CHOICES["drawn"]), "muted")
        self.pose, self.light = label(role="number", wrap=True), label(role="number", wrap=True)
        self.notes = label(role="muted", wrap=True)
        self.notes.setContentsMargins(0, 0, 0, 8)
        self.pose.setToolTip(tr(POSE_HINT))
        self.light.setToolTip(tr(LIGHT_HINT))
        self.small = {name: Thumbnail(partial(self._paint, name), 10) for name in CHOICES}
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 14, 10)
        row.setSpacing(GAP)
        self.given = label(tr("Photograph"), "muted")
        row.addLayout(_under(self.given, self.photo))
        row.addLayout(_under(self.caption, self.large))
        self.chooser = QWidget()
        self.chooser.setLayout(self._chooser())
        row.addWidget(self.chooser)
        self.words = QScrollArea()  # there may be more to say than the strip has room for
        self.words.setWidgetResizable(True)
        self.words.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.words.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setLayout(self._words())
        self.words.setWidget(inside)
        row.addWidget(self.words, 1)
        row.addStretch()
        session.changed.connect(self._refresh)
        session.changed.connect(self._follow)
        session.look_changed.connect(self._refresh)
        preview.drawn_changed.connect(self._show_drawn)
        self._lay_out(USUAL)
        self._refresh()
        self._show_drawn()

    def _chooser(self) -> QVBoxLayout:
        group = QButtonGroup(self)
        self._grid = grid = QGridLayout()
        grid.setSpacing(0)
        for index, (name, button) in enumerate(self.small.items()):
            group.addButton(button)
            button.setChecked(name == "drawn")
            button.setToolTip(tr(CHOICES[name]))
            button.setAccessibleName(tr(CHOICES[name]))
            button.clicked.connect(partial(self.choose, name))
            grid.addWidget(button, index // 2, index % 2)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label(" ", "muted"))
        column.addLayout(grid)
        column.addStretch()
        return column

    def _words(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.notes)
        for words, name in ((self.pose, tr("Pose")), (self.light, tr("Lighting"))):
            part = QWidget()
            under = QVBoxLayout(part)
            under.setContentsMargins(0, 0, 0, 8)
            under.setSpacing(2)
            under.addWidget(label(name, "strong"))
            under.addWidget(words)
            column.addWidget(part)
        column.addStretch()
        return column

    def _lay_out(self, side: int) -> None:
        for picture in (self.photo, self.large):
            picture.setFixedSize(side, side)
        for button in self.small.values():
            button.setFixedSize(side // 2, side // 2)
        self._side = side
        self._name()

    def _name(self) -> None:
        """The words above the second picture, which must not be wider than that."""
        words, cut = tr(CHOICES[self._shown()]), Qt.TextElideMode.ElideRight
        if self._late():
            words = tr("Being drawn")
        self.caption.setText(self.caption.fontMetrics().elidedText(words, cut, self._side))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two large pictures, the small ones (one more side) and the words fit into the room."""
        room = event.size().width() - 28 - 2 * GAP
        tall = event.size().height() - 20 - 4 - self.caption.sizeHint().height()
        pictures = 3 if self.chooser.isVisibleTo(self) else 1
        wordy = room - WORDS_WIDTH - GAP >= pictures * LEAST_WORDY  # else the pictures alone
        self.words.setVisible(wordy)
        room -= (WORDS_WIDTH + GAP) * wordy
        self._lay_out(max(SMALLEST, min(LARGEST, room // pictures, tall)))
        super().resizeEvent(event)

    def choose(self, name: str) -> None:
        """Show the network's picture or one of its maps large."""
        self._choice = name
        self._name()
        self._repaint()

    def _refresh(self) -> None:
        item, photo = self._session.document.current, self._session.photo
        seen = None if item is None else (id(item.views[photo]), id(item.result))
        if seen == self._seen:
            return
        self._seen = seen
        self.setVisible(item is not None and item.result is not None)
        if item is None:
            return
        view = item.views[photo]
        plain = tr("Photograph") if view.solid is None else tr("The given shape")
        self.given.setText(photo_name(item, photo) if item.more else plain)
        measured = is_measured(item.own_code)
        self.notes.setText("\n".join(photo_words(item, photo) if item.more else remarks(item)))
        self.notes.setVisible(bool(self.notes.text()))
        for part in (self.caption, self.large, self.chooser):
            part.setVisible(not measured)  # there is no network that saw anything

        def picture(size: QSize, ratio: float) -> QPixmap:
            colors = theme.current()
            return masked(view, size, ratio, colors.surface, colors.accent)

        self.photo.show_picture(picture)
        self._show_drawn()

    def _late(self) -> bool:
        """Whether the picture that is shown is of the code before."""
        drawn = self._preview.drawn is not None and not self._preview.drawn_now
        return drawn and self._shown() == "drawn"

    def _follow(self) -> None:
        """A picture of another code says so, and is seen through, until its own is there."""
        if self._preview.drawn_now != self._drawn_now:
            self._drawn_now = self._preview.drawn_now
            self._show_drawn()

    def _show_drawn(self) -> None:
        """What a method says nothing of has no place here."""
        drawn, pose = self._preview.drawn, self._pose()
        light = self._preview.lighting
        self.pose.setText("–" if pose is None else pose_words(pose))
        known = light is not None and finds_the_lamp(self._session.method)
        self.light.setText("–" if light is None else light_words(light, known))
        waits = drawn is None or not self._preview.drawn_now
        self.pose.parentWidget().setVisible(waits or pose is not None)
        self.light.parentWidget().setVisible(waits or light is not None)
        draws = drawn is None or drawn.rendering is not None
        self.small["drawn"].setVisible(draws)
        for place, name in enumerate(CHOICES if draws else list(CHOICES)[1:]):
            self._grid.addWidget(self.small[name], place // 2, place % 2)
        self._name()
        self._repaint()

    def _pose(self) -> Pose | None:
        """Of the chosen photograph where it was measured, else what the network makes of it."""
        item, photo = self._session.document.current, self._session.photo
        if item is None or not item.more:
            return self._preview.camera
        view = photo_cameras.measured_views(item)[photo]
        if view is not None and view.camera is not None:
            return photo_cameras.pose_of(view.camera)
        return None if photo else self._preview.camera

    def _repaint(self) -> None:
        for name, button in self.small.items():
            button.setEnabled(self._pixels(name) is not None)
            button.repaint_picture()
            button.setChecked(name == self._shown())
        chosen: Paint | None = partial(self._paint, self._shown())
        self.large.show_picture(chosen if self._pixels(self._shown()) is not None else None)

    def _shown(self) -> str:
        """The chosen picture; else what the method says most with, of a photograph's detail its
        depth. The silhouette where the method draws none."""
        drawn, item = self._preview.drawn, self._session.document.current
        detailed = item is not None and item.result is not None and has_detail(item.result.code)
        choice = self._choice or ("depth" if detailed else "drawn")
        none = drawn is not None and drawn.rendering is None
        return "silhouette" if none and choice == "drawn" else choice

    def _paint(self, name: str, size: QSize, ratio: float) -> QPixmap:
        pixels = self._pixels(name)
        if pixels is None:
            return QPixmap()
        picture = fitted(to_image(pixels), size, ratio)
        return faded(picture) if name == "drawn" and self._late() else picture

    def _pixels(self, name: str) -> Bytes | None:
        drawn, item = self._preview.drawn, self._session.document.current
        if name == "drawn":
            behind = theme.current().window
            rendering = None if drawn is None else drawn.rendering
            return None if rendering is None else drawn_picture(rendering, behind)
        maps = None if item is None or item.result is None else item.result.maps
        return None if maps is None else _colored(maps, name)


def _under(caption: QLabel, picture: Picture) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(4)
    column.addWidget(caption)
    column.addWidget(picture)
    column.addStretch()
    return column


def _colored(maps: Maps, name: str) -> Bytes:
    colors = theme.current()
    silhouette: Floats = maps.silhouette
    if name == "depth":
        return depth_picture(maps.depth, silhouette, colors.window, colors.accent, colors.pressed)
    if name == "normals":
        return normals_picture(maps.normals, silhouette, colors.window)
    return silhouette_picture(silhouette, colors.window, colors.text)


def pose_words(pose: Pose) -> str:
    """Where the camera stood: angles as the view's menu means them (POSE_HINT explains)."""
    turn = (pose.azimuth + 180) % 360 - 180
    roll = tr(", roll {angle:.0f}°", angle=pose.roll) if abs(pose.roll) >= 2 else ""
    words = tr(
        "Azimuth {azimuth:.0f}°\nElevation {elevation:.0f}°{roll}\n{distance:.1f} sides away",
        azimuth=turn,
        elevation=pose.elevation,
        roll=roll,
        distance=pose.distance,
    )
    return words.replace("-0°", "0°").replace("-", "−")


def light_words(light: Lighting, known: bool) -> str:
    """Where the lamp stood, seen from the camera; nothing where the method only guesses."""
    if not known:
        return tr("Not found: this method only guesses where the lamp stood")
    side = tr("right") if light.azimuth >= 0 else tr("left")
    height = tr("above") if light.elevation >= 0 else tr("below")
    return tr(
        "Lamp {azimuth:.0f}° {side}, {elevation:.0f}° {height} the camera\n"
        "{ambient:.0%} from all sides",
        azimuth=abs(light.azimuth),
        side=side,
        elevation=abs(light.elevation),
        height=height,
        ambient=light.ambient,
    )


POSE_HINT = mark(
    "Where the camera stood. Azimuth 0° is the front; 90° sees the side on the right of the front\n"
    "view, −90° the one on its left, 180° the back. Elevation is above the horizon.\n"
    "The distance is in longest sides of the object."
)
LIGHT_HINT = mark("Seen from the camera; 0° right and 0° above shines from right behind it.")
