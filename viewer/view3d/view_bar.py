"""How the shape is shown: a bar above the 3D view."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton

from viewer.document.session import Session
from viewer.i18n.translate import tr
from viewer.preview.shape_preview import Preview
from viewer.theme import theme
from viewer.widgets.basic import Segmented

BUTTONS = ("frame", "iso", "orthographic", "photo_view", "cameras", "", "view_options")
FORMS = ("mesh", "voxels", "points")
SPARE = ("iso", "photo_view", "cameras")  # left out where room is short; they have keys and menus
WIDE = 620


class ViewBar(QFrame):
    """Segmented choices on the left; the actions of the view menu as buttons on the right."""

    def __init__(self, session: Session, preview: Preview, actions: dict[str, QAction]) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self._session, self._preview = session, preview
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
                ("normals", tr("Normals"), tr("Normals as colours")),
                ("xray", tr("X-ray"), tr("See through the surface")),
                ("confidence", tr("Sure"), tr("How sure the surface is  Shift+K")),
            ]
        )
        self.shading.set_icons(("smooth", "flat", "wireframe", "normals", "xray", "confidence"))
        self.form.set_icons(FORMS)  # for where words have no room
        self.form.chosen.connect(lambda value: session.show_as(representation=value))
        self.shading.chosen.connect(lambda value: session.show_as(shading=value))
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 6, 4, 6)
        row.setSpacing(2)
        row.addWidget(self.form)
        row.addSpacing(8)
        row.addWidget(self.shading)
        row.addStretch()
        row.addWidget(self._views_button(actions))
        row.addSpacing(8)
        self.buttons: dict[str, QToolButton] = {}
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
            self.buttons[id] = button
            if id in SPARE:
                self._spare.append(button)
        session.look_changed.connect(self._refresh)
        preview.shape_changed.connect(self._refresh)
        self._refresh()

    def _views_button(self, actions: dict[str, QAction]) -> QToolButton:
        """How many views: a menu, because three buttons more would not fit."""
        self.views = QToolButton()
        self.views.setAutoRaise(True)
        self.views.setAccessibleName(tr("How many views"))
        self.views.setIconSize(QSize(18, 18))
        self.views.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.views.setToolTip(tr("One, two or four views  Alt+1  Alt+2  Alt+4"))
        menu = QMenu(self.views)
        menu.addActions([actions[f"views_{count}"] for count in (1, 2, 4)])
        self.views.setMenu(menu)
        return self.views

    def resizeEvent(self, event: QResizeEvent) -> None:
        wide = event.size().width() >= WIDE
        for button in self._spare:
            button.setVisible(wide)
        kind = Qt.ToolButtonStyle
        for form in FORMS:
            style = kind.ToolButtonTextOnly if wide else kind.ToolButtonIconOnly
            self.form.button(form).setToolButtonStyle(style)
        super().resizeEvent(event)

    def _refresh(self) -> None:
        look = self._session.look
        theme.follow(self.views, f"views-{look.views}")
        self.form.choose(look.representation)
        self.shading.choose(look.shading)
        shape = self._preview.shape
        sure = shape is not None and shape.mesh.confidence is not None
        self.shading.offer("confidence", sure or look.shading == "confidence")
        for shading in ("flat", "wireframe"):
            self.shading.button(shading).setEnabled(look.representation == "mesh")
