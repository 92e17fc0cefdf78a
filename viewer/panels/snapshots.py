"""The snapshots as a strip: what was kept, to compare with or to come back to."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from viewer.document.compared_items import choose, find_snapshot
from viewer.document.item_edits import Snapshot
from viewer.document.session import Session
from viewer.document.snapshot_edits import remove_snapshot, restore_snapshot, take_snapshot
from viewer.i18n.translate import tr
from viewer.panels.codes import Sideways
from viewer.panels.snapshot_cards import KEYS, Card, TakeButton
from viewer.preview.shape_preview import Preview
from viewer.theme import theme
from viewer.widgets.basic import clear, label, set_role

CARD, LARGEST = QSize(128, 142), 180  # the usual size, and the largest height
EDGE = 8


class SnapshotsPanel(QFrame):
    """A button to take one, and a card for each that was taken; the chosen one has a ring."""

    place, tab, stretch = "bottom", "Snapshots", 1

    def __init__(self, session: Session, preview: Preview) -> None:
        super().__init__()
        self.setProperty("role", "section")
        self._session, self._comparer = session, preview.comparer
        self._listed: object = ()
        self.button = TakeButton()
        self.button.setIconSize(QSize(24, 24))
        self.button.setFixedSize(CARD)
        set_role(self.button, "handle")
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
        self._card = CARD
        self._scroll.setWidget(inside)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, EDGE, 10, EDGE)
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cards as high as the panel."""
        height = min(max(event.size().height() - 2 * EDGE, 80), LARGEST)
        self._card = QSize(round(height * CARD.width() / CARD.height()), height)
        self._scroll.setFixedHeight(height)
        for card in (self.button, *self.cards()):
            card.setFixedSize(self._card)
        super().resizeEvent(event)

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
            card.setFixedSize(self._card)
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
