"""How the shape is shown: a bar above the 3D view."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton

from viewer.language import tr
from viewer.session import Session
from viewer.widgets import Segmented

BUTTONS = ("frame", "iso", "orthographic", "", "grid", "axes", "", "photo_view", "photo_light")
SPARE = ("frame", "iso", "photo_view")  # left out where room is short; they have keys and menus
WIDE = 620


class ViewBar(QFrame):
    """Segmented choices on the left; the actions of the view menu as buttons on the right."""

    def __init__(self, session: Session, actions: dict[str, QAction]) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self._session = session
        self.form = Segmented(
            [
                ("mesh", tr("Mesh"), tr("The surface")),
                ("voxels", tr("Voxels"), tr("The grid")),
                ("points", tr("Points"), tr("Points on the surface")),
            ]
        )
        self.shading = Segmented(
            [
                ("smooth", tr("Smooth"), tr("Smooth shading")),
                ("flat", tr("Flat"), tr("Flat shading")),
                ("wireframe", tr("Wire"), tr("The triangles  W")),
            ]
        )
        self.shading.set_icons(("smooth", "flat", "wireframe"))
        self.form.chosen.connect(lambda value: session.show_as(representation=value))
        self.shading.chosen.connect(lambda value: session.show_as(shading=value))
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 6, 4, 6)
        row.setSpacing(2)
        row.addWidget(self.form)
        row.addSpacing(8)
        row.addWidget(self.shading)
        row.addStretch()
        self._spare: list[QToolButton] = []
        for id in BUTTONS:
            if not id:
                row.addSpacing(8)
                continue
            button = QToolButton()
            button.setAutoRaise(True)
            button.setIconSize(QSize(18, 18))
            button.setDefaultAction(actions[id])
            row.addWidget(button)
            if id in SPARE:
                self._spare.append(button)
        session.look_changed.connect(self._refresh)
        self._refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        for button in self._spare:
            button.setVisible(event.size().width() >= WIDE)
        super().resizeEvent(event)

    def _refresh(self) -> None:
        look = self._session.look
        self.form.choose(look.representation)
        self.shading.choose(look.shading)
        self.shading.setEnabled(look.representation == "mesh")
