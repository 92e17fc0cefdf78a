"""The middle of the window once there is a shape: the view bar and the 3D view."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.types import LatentCode, Lighting
from viewer.document.item_edits import Document
from viewer.document.session import Session
from viewer.document.view_settings import wear
from viewer.preview.shape_preview import Preview
from viewer.scene import photo_cameras
from viewer.scene.material import linear
from viewer.scene.orbit_camera import Orbit
from viewer.theme import theme
from viewer.view3d.badge import Badges
from viewer.view3d.capture_sheets import FilmSheet, ScreenshotSheet
from viewer.view3d.next_photo import NextPhoto
from viewer.view3d.next_view import NextView
from viewer.view3d.photo_camera_marks import Cameras
from viewer.view3d.photo_overlay import Overlay
from viewer.view3d.view_bar import ViewBar
from viewer.view3d.view_cards import ViewCards
from viewer.view3d.view_grid import Views
from viewer.view3d.view_options import Sheet, ViewOptions
from viewer.view3d.viewport import Viewport


class ShapePage(QWidget):
    """Shows the preview's shape as the session's look says."""

    def __init__(self, session: Session, preview: Preview, actions: dict[str, QAction]) -> None:
        super().__init__()
        self._session, self._preview = session, preview
        self._posed: bytes | None = None
        self._size: float | None = None  # mm
        self._lamp: Lighting | None = None
        self._tint: tuple[float, float, float] | None = None
        self.views = Views(session, preview, [actions["flip"]])
        self.viewport = self.views.live
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.bar = ViewBar(session, preview, actions)
        column.addWidget(self.bar)
        column.addWidget(self.views, 1)
        self.overlay = Overlay(session, preview, self.viewport)
        self.cards = ViewCards(session, self.overlay, self.viewport)
        self.badges = Badges(session, preview, self.viewport)
        self.next_view = NextView(session, self.viewport)
        self.next_photo = NextPhoto(session, self.viewport)
        self.cameras = Cameras(session, self.viewport)
        self.options = ViewOptions(session, actions, self)
        self.screenshot = ScreenshotSheet(session, self.viewport, self)
        self.film = FilmSheet(session, self.viewport, self)
        session.changed.connect(self._show_size)
        session.changed.connect(self._show_lamp)
        session.look_changed.connect(self._show_look)
        preview.shape_changed.connect(self._show_shape)
        preview.drawn_changed.connect(self._show_drawn)
        self.viewport.started.connect(self._show_look)
        self.views.added.connect(self._dress)
        theme.watch().changed.connect(lambda _: self._show_lamp())

    def show_options(self) -> None:
        """Unfold the view options below their button."""
        self._open(self.options)

    def take_screenshot(self) -> None:
        """Ask for the size of a screenshot."""
        self._open(self.screenshot)

    def make_film(self) -> None:
        """Ask for the kind of film."""
        self._open(self.film)

    def _open(self, sheet: Sheet) -> None:
        sheet.open_below(self.bar.buttons["view_options"])

    def look_as_photo(self) -> None:
        """Go back to where the photograph was taken from."""
        eye = photo_cameras.eye(self._session.document, self._session.photo)
        if eye is not None:
            self.viewport.look_through(photo_cameras.orbit_of(eye[1]))
            return
        document = self._session.document
        camera = photo_cameras.own_camera(document)
        if camera is not None and not self._session.look.orthographic:
            self.viewport.look_through(
                photo_cameras.orbit_of(photo_cameras.turned(camera, document.finish.turn))
            )
        elif self._preview.pose is not None:
            self.viewport.look_from(self._preview.pose)

    def stand(self, camera: Orbit) -> None:
        """Take a camera that was kept, in place of the photograph's."""
        code = self._session.document.code
        self._posed = None if code is None else self._pose_key(code)
        self.viewport.stand(camera)

    def _show_size(self) -> None:
        size = self._session.document.finish.size_mm
        if size != self._size:
            self._size = size
            self.viewport.set_size(size)

    def _show_shape(self) -> None:
        if self._preview.shape is None:
            self._posed = None
        else:
            self._take_pose()

    def _show_drawn(self) -> None:
        self._show_lamp()
        self._take_pose()

    def _take_pose(self) -> None:
        """Stand where the decoded pose says, once for every new pose."""
        preview, code = self._preview, self._session.document.code
        drawn, drawn_code = preview.drawn, preview.drawn_code
        if code is None or drawn is None or drawn_code is None or preview.shape is None:
            return
        pose = self._pose_key(code)
        # The picture may still be the one of the code before; its pose is on the way.
        if pose != self._posed and pose == self._pose_key(drawn_code):
            self._posed = pose
            self.look_as_photo()

    def _pose_key(self, code: LatentCode) -> bytes:
        """What the pose follows from: the code, or else the image it was made of."""
        if "pose" in code:
            return code["pose"].tobytes()
        return f"image {self._session.document.selected}".encode()

    def _show_look(self) -> None:
        for pane in self.views.panes:
            self._dress(pane)
        self._show_lamp()

    def _dress(self, viewport: Viewport) -> None:
        wear(self._session.look, viewport)
        viewport.set_lamp(self._lamp)
        viewport.set_tint(self._tint)

    def _show_lamp(self) -> None:
        drawn, look = self._preview.drawn, self._session.look
        # The colours of a difference are seen in plain light only.
        wanted = drawn is not None and look.photo_light and not look.difference
        lamp = drawn.lighting if wanted and drawn is not None else None
        # The lamp's own tint holds the colour of what it shone on, perhaps of another object.
        tint = own_colour(self._session.document) if look.photo_colors else None
        if lamp is not None:
            lamp = replace(lamp, tint=tint or linear(theme.current().clay))
        if (lamp, tint) != (self._lamp, self._tint):
            self._lamp, self._tint = lamp, tint
            for pane in self.views.panes:
                pane.set_lamp(lamp)
                pane.set_tint(tint)


def own_colour(document: Document) -> tuple[float, float, float] | None:
    """The colour of the object whose shape is shown, as its own photograph shows it."""
    item = document.current
    source = None if item is None else document.find(item.mix.shape)
    lighting = None if source is None or source.result is None else source.result.lighting
    return None if lighting is None else lighting.tint
