"""Keeps the cameras in the 3D view in step with the document; a click looks through one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QSize, Qt

from core.types import Bytes, View
from viewer.document.session import Session
from viewer.scene import photo_cameras
from viewer.view3d.next_photo import wanted_pose
from viewer.view3d.viewport import Viewport
from viewer.widgets.pictures import small, to_array

if TYPE_CHECKING:
    from viewer.scene.camera_frusta import Stand

SIDES = ((12, 160), (30, 120), (80, 80))  # up to so many cameras, pixels of each picture
LEAST = 56
INK = ((192, 80, 40), (250, 236, 228))  # of the plus, and behind it


class Cameras(QObject):
    """The cameras of the selected item's photographs, in the live view."""

    def __init__(self, session: Session, viewport: Viewport) -> None:
        super().__init__(viewport)
        self._session, self._viewport = session, viewport
        self._of: object = None
        self.places: list[int] = []  # of the photographs whose cameras stand in the view
        viewport.entered.connect(self._enter)
        viewport.orbited.connect(self._leave)
        session.changed.connect(self._follow)
        session.look_changed.connect(self._choose)

    def _follow(self) -> None:
        document = self._session.document
        item, wanted = document.current, wanted_pose(self._session)
        of = None if item is None else (item.views, id(item.result), document.finish.turn, wanted)
        if of == self._of:
            return
        self._of = of
        views = photo_cameras.measured_views(item)
        self.places = [place for place, view in enumerate(views) if view is not None]
        self._viewport.set_cameras(self._stands(), self._chosen)

    def _stands(self) -> list[Stand]:
        from viewer.scene.camera_frusta import Stand  # VTK comes after the window has been painted

        document = self._session.document
        side = next((side for most, side in SIDES if len(self.places) <= most), LEAST)
        found = (photo_cameras.eye(document, place) for place in self.places)
        stands = [Stand(one[1], _picture(one[0], side)) for one in found if one is not None]
        wanted = wanted_pose(self._session)
        if wanted is not None and stands:
            stands.append(Stand(photo_cameras.camera_at(wanted), _blank(side)))
        return stands

    @property
    def _chosen(self) -> int:
        photo = self._session.photo
        return self.places.index(photo) if photo in self.places else -1

    def _choose(self) -> None:
        self._viewport.choose_camera(self._chosen)

    def _leave(self) -> None:
        """Who turns away from a photograph is done with looking through its camera."""
        known = photo_cameras.eye(self._session.document, self._session.photo) is not None
        if self._session.look.overlay and known and not self._viewport.at_photo:
            self._session.show_as(overlay=False)

    def _enter(self, camera: int) -> None:
        wanted = wanted_pose(self._session)
        if camera < len(self.places):
            self._session.choose_photo(self.places[camera])
        elif wanted is not None:
            self._viewport.look_from(wanted)


def _blank(side: int) -> Bytes:
    """In place of the photograph that is still to be taken: a plus."""
    wide, high = photo_cameras.STANDARD
    picture = np.full((round(side * high / wide), side, 3), INK[1], np.uint8)
    row, column, half, thick = picture.shape[0] // 2, side // 2, side // 5, max(side // 40, 1)
    picture[row - half : row + half, column - thick : column + thick] = INK[0]
    picture[row - thick : row + thick, column - half : column + half] = INK[0]
    return picture


def _picture(view: View, side: int) -> Bytes:
    keep = Qt.AspectRatioMode.KeepAspectRatio
    return to_array(small(view, QSize(side, side), keep))
