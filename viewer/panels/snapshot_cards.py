"""The cards of the strip of snapshots, and the button that takes one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QIcon,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QLineEdit,
    QMenu,
    QSizePolicy,
    QStyle,
    QStyleOptionToolButton,
    QStylePainter,
    QToolButton,
    QVBoxLayout,
)

from viewer.document.item_edits import Snapshot
from viewer.document.session import Session
from viewer.document.snapshot_edits import rename_snapshot
from viewer.i18n.translate import tr
from viewer.theme import theme
from viewer.widgets.basic import ElidedLabel, Picture
from viewer.widgets.pictures import fitted

if TYPE_CHECKING:
    from viewer.panels.snapshots import SnapshotsPanel

GAP = 8  # points between the icon and the word
KEYS = {Qt.Key.Key_Delete: "remove", Qt.Key.Key_F2: "rename", Qt.Key.Key_Return: "restore"}


class TakeButton(QToolButton):
    """As large as a card; its icon and word stand together in the middle."""

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        metrics, size = self.fontMetrics(), self.iconSize()
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        room = self.rect().adjusted(6, 0, -6, 0)
        words = metrics.boundingRect(room, int(flags), self.text())
        top = (self.height() - size.height() - GAP - words.height()) // 2
        mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
        left = (self.width() - size.width()) // 2
        self.icon().paint(painter, left, top, size.width(), size.height(), mode=mode)
        words.moveTop(top + size.height() + GAP)
        painter.setPen(option.palette.color(QPalette.ColorRole.ButtonText))
        painter.drawText(words, int(flags), self.text())


class Card(QAbstractButton):
    """A snapshot: a click compares with it, a double click renames it."""

    def __init__(self, panel: SnapshotsPanel, session: Session, snapshot: Snapshot) -> None:
        super().__init__()
        self.id, self._snapshot = snapshot.id, snapshot
        self._panel, self._session = panel, session
        self._image: object = None
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(snapshot.name)
        self.setToolTip(
            tr(
                "{name}: {item}, {made}\nDouble-click renames; Enter restores it; Del removes it",
                name=snapshot.name,
                item=snapshot.item,
                made=snapshot.made,
            )
        )
        self.picture = Picture()
        self.name = ElidedLabel(snapshot.name)
        self.name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.field = QLineEdit()
        self.field.hide()
        self.field.installEventFilter(self)
        self.field.editingFinished.connect(self._rename)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 4)
        column.setSpacing(2)
        column.addWidget(self.picture, 1)
        column.addWidget(self.name)
        column.addWidget(self.field)
        for child in (self.picture, self.name):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clicked.connect(lambda: panel.choose(self.id))

    def show_picture(self, image: object) -> None:
        """The portrait, once it is there; until then the one before stays."""
        if image is not None and image is not self._image:
            self._image = image
            self.picture.show_picture(self._paint)

    def _paint(self, size: QSize, ratio: float) -> QPixmap:
        return fitted(self._image, size, ratio)

    def nextCheckState(self) -> None:
        """Which card is checked follows what is compared."""

    # Renaming

    def edit_name(self) -> None:
        """Put a field in the place of the name."""
        self.name.hide()
        self.field.setText(self._snapshot.name)
        self.field.show()
        self.field.selectAll()
        self.field.setFocus()

    def _rename(self) -> None:
        if self.field.isHidden():
            return
        name = self.field.text().strip()
        self._end_editing()
        if name:
            self._session.do(rename_snapshot(self._snapshot, name))

    def _end_editing(self) -> None:
        self.field.hide()
        self.name.show()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Enter takes the name, Esc leaves it as it was; neither goes on to the card."""
        ends = {Qt.Key.Key_Escape: self._end_editing}
        ends |= dict.fromkeys((Qt.Key.Key_Return, Qt.Key.Key_Enter), self._rename)
        if not isinstance(event, QKeyEvent) or event.key() not in ends:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        elif event.type() == QEvent.Type.KeyPress:
            ends[event.key()]()
        return True

    # Mouse and keys

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.edit_name()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._panel.choose(self.id)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        actions = self.window().actions_by_id
        for id in ("restore", "rename_snapshot", "remove_snapshot", "flip", "difference"):
            menu.addAction(actions[id])
        menu.popup(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in KEYS:
            self._panel.choose(self.id)
            getattr(self._panel, KEYS[event.key()])()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        fill = colors.accent_soft if self.isChecked() else colors.hover if self.underMouse() else ""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colors.accent), 1.5) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 9, 9)
