"""Keeps the photograph over the 3D view in step with the document."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from core.rendering.silhouette import Window, projected, window_of
from core.types import Bytes, Camera, Mesh, Pose, View
from viewer.document.session import Session
from viewer.preview.likeness import crop_of
from viewer.preview.shape_preview import Preview
from viewer.scene import photo_cameras
from viewer.scene.orbit_camera import from_pose
from viewer.view3d.photo_layer import PhotoLayer
from viewer.view3d.viewport import Viewport
from viewer.widgets.pictures import to_image

LARGEST = 1600  # pixels of a photograph that are enough for the view


class Overlay(QObject):
    """Off unless the look says so."""

    changed = Signal()

    def __init__(self, session: Session, preview: Preview, viewport: Viewport) -> None:
        super().__init__(viewport)
        self._session, self._preview, self._viewport = session, preview, viewport
        self._on, self._photo = False, 0
        self._measured: float | None = None  # how a measured shape fits the chosen photograph
        self._shown = False
        self._image: tuple[View, PhotoLayer] | None = None
        session.look_changed.connect(self._switch)
        for signal in (session.changed, preview.shape_changed, preview.drawn_changed):
            signal.connect(self._follow)
        preview.likeness.changed.connect(self.changed)

    @property
    def agreement(self) -> float | None:
        """The IoU of the shape's silhouette with the mask of what lies over it, once known."""
        if not self._shown or self._session.look.flipped:
            return None
        return self._preview.likeness.outline if self._measured is None else self._measured

    def _switch(self) -> None:
        """When it is put on, stand where the photograph was taken from."""
        look = self._session.look
        self._viewport.set_photo_opacity(look.opacity)
        self.changed.emit()
        if (look.overlay, self._session.photo) != (self._on, self._photo):
            self._on, self._photo = look.overlay, self._session.photo
            self._follow()
            if self._on:
                self.stand()

    def stand(self) -> None:
        """Go where the photograph was taken from; only a lens shows it right."""
        self._session.show_as(orthographic=False)
        eye = photo_cameras.eye(self._session.document, self._session.photo)
        if eye is not None:
            self._viewport.look_through(photo_cameras.orbit_of(eye[1]))
        elif (camera := self._camera()) is not None:
            self._viewport.look_through(photo_cameras.orbit_of(camera))
        elif self._preview.pose is not None and not self._session.photo:
            self._viewport.look_from(self._preview.pose)

    def _camera(self) -> Camera | None:
        """That of the one photograph, by the shape as it is shown."""
        document = self._session.document
        camera = None if self._session.photo else photo_cameras.own_camera(document)
        return None if camera is None else photo_cameras.turned(camera, document.finish.turn)

    def _follow(self) -> None:
        item, pose, shape = (
            self._session.document.current,
            self._preview.pose,
            self._preview.shape,
        )
        if self._on and shape is not None and self._show_measured():
            return
        shown = self._on and item is not None and pose is not None and shape is not None
        shown = shown and not self._session.photo  # the network's pose is that of the first one
        if not shown or not len(shape.mesh.vertices):
            self._viewport.set_photo(None)
            self._say(False)
            return
        self._viewport.set_photo(self._layer(item.view, shape.mesh, pose, crop_of(item)))
        self._say(True)

    def _show_measured(self) -> bool:
        """Lay the chosen photograph over the view, where its camera is known; else False."""
        document, photo = self._session.document, self._session.photo
        eye, item = photo_cameras.eye(document, photo), document.current
        if eye is None or item is None or item.result is None:
            return False
        view, camera = eye
        image = to_image(_thin(photo_cameras.straight(view)))
        self._viewport.set_photo(
            PhotoLayer(image, photo_cameras.place_of(camera), photo_cameras.orbit_of(camera))
        )
        result = item.result
        own = document.code is result.code and len(result.agreement) == len(result.views)
        self._say(own, result.agreement[result.views.index(view)] if own else None)
        return True

    def _layer(self, view: View, mesh: Mesh, pose: Pose, window: Window) -> PhotoLayer:
        if self._image is None or self._image[0] is not view:
            thin = to_image(_thin(view.image))
            self._image = view, PhotoLayer(thin, (0, 0, 0, 0), from_pose(pose))
        image, camera = self._image[1].image, self._camera()
        if camera is not None:
            return PhotoLayer(image, photo_cameras.place_of(camera), photo_cameras.orbit_of(camera))
        place = placed(view, window, window_of(projected(mesh.vertices, pose)))
        return PhotoLayer(image, place, from_pose(pose))

    def _say(self, shown: bool, measured: float | None = None) -> None:
        self._shown, self._measured = shown, measured
        self.changed.emit()


def _thin(image: Bytes) -> Bytes:
    """No more of a photograph than the view can show."""
    step = max(1, -(-max(image.shape[:2]) // LARGEST))
    return image[::step, ::step]


def placed(view: View, window: Window, drawn: Window) -> tuple[float, float, float, float]:
    """Where a photograph lies when the square ``window`` of it lies on the square of the shape."""
    scale = drawn[2] / window[2]
    height, width = view.image.shape[:2]
    left, top = (drawn[i] - window[i] * scale for i in range(2))
    return left, top, width * scale, height * scale
