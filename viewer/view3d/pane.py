"""A view with a caption over its corner, which says what it shows and lets that be chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QMenu, QToolButton, QWidget

from viewer.i18n.translate import tr
from viewer.scene.orbit_camera import Orbit
from viewer.view3d.scene_widget import SETTLE_MS
from viewer.view3d.viewport import Viewport
from viewer.widgets.basic import set_role

SMALLEST = (160, 120)
ROOMY = 220  # points; in a lower view what lies over it goes nearer to the edges
LONGEST = 190  # points of a name before its middle is left out


class Pane(Viewport):
    """One of several views; ``place`` counts from the live one, which is 0."""

    chosen = Signal(int, int)  # the place, the id to show there
    stood = Signal()  # the camera stands elsewhere

    def __init__(self, place: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMinimumSize(*SMALLEST)
        self.place = place
        self.content: object = None  # the shape that was set
        self.caption = QToolButton()
        self.caption.setCursor(Qt.CursorShape.PointingHandCursor)
        self.caption.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.caption.hide()
        set_role(self.caption, "caption")
        self._offered: Sequence[tuple[int, str]] = ()
        self._overlays = QGridLayout(self)
        self._overlays.setContentsMargins(12, 12, 12, 12)
        corner = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        self._overlays.addWidget(self.caption, 0, 0, corner)
        self._overlays.setRowStretch(0, 1)
        self.caption.clicked.connect(self._ask)

    @property
    def settled(self) -> bool:
        """Whether it is known if there is a scene."""
        return self.scene is not None or bool(self.problem)

    def settle_after(self, more_ms: int) -> None:
        """Draw the fine picture later than other views, for which the window then has time."""
        self._settle.setInterval(SETTLE_MS + more_ms)

    def follow(self, camera: Orbit) -> None:
        """Stand where another view stands that is linked with this one."""
        if self.scene is not None and self.scene.camera != camera:
            super().stand(camera)

    def stand(self, camera: Orbit) -> None:
        super().stand(camera)
        self.stood.emit()

    def _stand(self, camera: Orbit) -> None:
        super()._stand(camera)
        self.stood.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        edge = 12 if event.size().height() >= ROOMY else 6
        self._overlays.setContentsMargins(edge, edge, edge, edge)
        super().resizeEvent(event)

    def overlay(self, widget: QWidget) -> None:
        """Lay a widget over the lower right corner."""
        corner = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight
        self._overlays.addWidget(widget, 1, 0, corner)

    def say(self, text: str, shown: bool, marked: bool = False) -> None:
        """What is seen here; ``marked`` when it is not what one expects here."""
        metrics = self.caption.fontMetrics()
        short = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, LONGEST)
        self.caption.setText(short)
        self.caption.setAccessibleName(text)
        self.caption.setVisible(shown)
        if self.caption.isChecked() != marked:
            self.caption.setCheckable(marked)
            self.caption.setChecked(marked)

    def offer(self, choices: Sequence[tuple[int, str]]) -> None:
        """What could be shown here: ids with names, in order."""
        self._offered = choices
        self.caption.setEnabled(bool(choices))
        self.caption.setToolTip(
            tr("Show the live shape or the chosen one  Tab")
            if self.place == 0
            else tr("Choose what is shown here")
        )

    def _ask(self) -> None:
        if self.place == 0:
            self.chosen.emit(0, 0)
            return
        menu = self.choices_menu()
        menu.popup(self.caption.mapToGlobal(self.caption.rect().bottomLeft()))

    def choices_menu(self) -> QMenu:
        """The choices as a menu, which goes away by itself."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for id, name in self._offered:
            action = menu.addAction(name.replace("&", "&&"))
            action.triggered.connect(lambda _=False, id=id: self.chosen.emit(self.place, id))
        return menu
