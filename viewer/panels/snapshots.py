"""The snapshots as a strip: what was kept, to compare with or to come back to."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from viewer import theme
from viewer.comparison import choose, find_snapshot
from viewer.document import Snapshot
from viewer.language import tr
from viewer.panels.codes import Sideways
from viewer.pictures import fitted
from viewer.preview import Preview
from viewer.session import Session
from viewer.snapshots import remove_snapshot, rename_snapshot, restore_snapshot, take_snapshot
from viewer.widgets import ElidedLabel, Picture, clear, label

PICTURE = QSize(116, 108)
CARD = QSize(128, 142)
KEYS = {Qt.Key.Key_Delete: "remove", Qt.Key.Key_F2: "rename", Qt.Key.Key_Return: "restore"}


class SnapshotsPanel(QFrame):
    """A button to take one, and a card for each that was taken; the chosen one has a ring."""

    place, tab, stretch = "bottom", "Snapshots", 1

    def __init__(self, session: Session, preview: Preview) -> None:
        super().__init__()
        self.setProperty("role", "section")
        self._session, self._comparer = session, preview.comparer
        self._listed: object = ()
        self.button = QToolButton()
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.button.setIconSize(QSize(24, 24))
        self.button.setFixedSize(CARD)
        self.button.setAccessibleName(tr("Take snapshot"))
        self.hint = label(
            tr("Keep the shape that you see, change it, and compare the two side by side."),
            "muted",
            wrap=True,
        )
        inside = QWidget()
        self._row = QHBoxLayout(inside)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self._scroll = Sideways()
        self._scroll.setFixedHeight(CARD.height())
        self._scroll.setWidget(inside)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 8, 10, 8)
        row.setSpacing(8)
        row.addWidget(self.button)
        row.addWidget(self.hint, 1)
        row.addWidget(self._scroll, 1)
        for signal in (
            session.changed,
            session.look_changed,
            self._comparer.shapes_changed,
            self._comparer.portraits.made,
            theme.watch().changed,
        ):
            signal.connect(self._refresh)
        self._refresh()

    def showEvent(self, event: QEvent) -> None:
        if self.button.defaultAction() is None:
            self.button.setDefaultAction(self.window().actions_by_id["snapshot"])
        super().showEvent(event)
        self._refresh()

    def cards(self) -> list[Card]:
        """The cards, oldest first."""
        return [self._row.itemAt(index).widget() for index in range(self._row.count() - 1)]

    # What the actions do

    @property
    def chosen(self) -> Snapshot | None:
        """The snapshot that the live shape is compared with, if it is one."""
        return find_snapshot(self._session.document, self._comparer.chosen)

    def take(self) -> None:
        """Keep what is shown, and compare with it from now on."""
        document = self._session.document
        if document.current is not None and document.code is not None:
            self._session.do(take_snapshot(document, document.current))
            self.choose(self._session.document.snapshots[-1].id)
            self.window().bring("SnapshotsPanel")

    def choose(self, id: int) -> None:
        """Compare with this one."""
        document, others = self._session.document, self._session.look.others
        self._session.show_as(others=choose(document, others, 0, id))

    def restore(self) -> None:
        """Let the selected image show the chosen code."""
        item = self._session.document.current
        if item is not None and self.chosen is not None:
            self._session.do(restore_snapshot(item, self.chosen))

    def remove(self) -> None:
        """Take the chosen snapshot away."""
        if self.chosen is not None:
            self._session.do(remove_snapshot(self.chosen))

    def rename(self) -> None:
        """Let the name be typed on the card of the chosen snapshot."""
        self.window().bring("SnapshotsPanel")
        for card in self.cards():
            if self.chosen is not None and card.id == self.chosen.id:
                self._scroll.ensureWidgetVisible(card)
                card.edit_name()

    # Showing the document

    def _refresh(self) -> None:
        snapshots = self._session.document.snapshots
        listed = tuple((one.id, one.name) for one in snapshots)
        if listed != self._listed:
            self._listed = listed
            self._fill(snapshots)
        self.hint.setVisible(not snapshots)
        self._scroll.setVisible(bool(snapshots))
        if not self.isVisible():
            return  # pictures are drawn for whoever looks
        for card in self.cards():
            card.setChecked(card.id == self._comparer.chosen)
            card.show_picture(self._comparer.portrait(card.id))

    def _fill(self, snapshots: tuple[Snapshot, ...]) -> None:
        clear(self._row)
        for snapshot in snapshots:
            card = Card(self, self._session, snapshot)
            card.installEventFilter(self)
            self._row.addWidget(card)
        self._row.addStretch()
        bar = self._scroll.horizontalScrollBar()
        QTimer.singleShot(0, bar, lambda: bar.setValue(bar.maximum()))

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Del means the card that has the focus, and not the selected image."""
        if event.type() == QEvent.Type.ShortcutOverride and event.key() in KEYS:
            event.accept()
            return True
        return False


class Card(QAbstractButton):
    """A snapshot: a click compares with it, a double click renames it."""

    def __init__(self, panel: SnapshotsPanel, session: Session, snapshot: Snapshot) -> None:
        super().__init__()
        self.id, self._snapshot = snapshot.id, snapshot
        self._panel, self._session = panel, session
        self._image: object = None
        self.setCheckable(True)
        self.setFixedSize(CARD)
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
        self.picture.setFixedSize(PICTURE)
        self.name = ElidedLabel(snapshot.name)
        self.name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.field = QLineEdit()
        self.field.hide()
        self.field.installEventFilter(self)
        self.field.editingFinished.connect(self._rename)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 4)
        column.setSpacing(2)
        column.addWidget(self.picture)
        column.addWidget(self.name)
        column.addWidget(self.field)
        for child in (self.picture, self.name):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clicked.connect(lambda: panel.choose(self.id))

    def show_picture(self, image: object) -> None:
        """The portrait, once it is there."""
        if image is not self._image:
            self._image = image
            self.picture.show_picture(None if image is None else self._paint)

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
