"""Whose shape, whose pose, whose lighting: the three groups of the code, swapped between images."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QSize, Qt, QTimer
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDropEvent,
    QMouseEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QWidget

from core.methods import METHODS
from core.types import kind_of
from viewer.document.item_edits import GROUPS, Item, swap
from viewer.document.session import Session
from viewer.i18n.translate import mark, tr
from viewer.preview.shape_preview import Preview
from viewer.theme import theme
from viewer.widgets.basic import Section, Thumbnail, clear, label
from viewer.widgets.pictures import thumbnail

CHIP, NAME_WIDTH = 40, 54  # three chips beside the name fit into the narrow column
MIME = "application/x-shapewright-item"
NAMES = {"shape": mark("Shape"), "pose": mark("Pose"), "lighting": mark("Lighting")}
SAYS = {
    "shape": mark("What it is"),
    "pose": mark("How the camera stood"),
    "lighting": mark("Where the lamp stood"),
}
TAKES = {
    "shape": mark("Take the shape from {name}"),
    "pose": mark("Take the pose from {name}"),
    "lighting": mark("Take the lighting from {name}"),
}


class CodesPanel(Section):
    """A row a group; the chip with the ring is the image that the group comes from."""

    place, tab, stretch = "left", "Images", 0

    def __init__(self, session: Session, preview: Preview) -> None:
        super().__init__(tr("Codes"))
        self._session = session
        self._shown: object = ()
        self._hint = label(wrap=True, role="muted")
        self.body.addWidget(self._hint)
        self.rows = {group: ChipRow(session, group) for group in GROUPS}
        for row in self.rows.values():
            self.body.addWidget(row)
        session.changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        document = self._session.document
        item = document.current
        shown = (
            tuple((other.id, id(other.view), id(other.result)) for other in document.items),
            None if item is None else (item.id, item.mix, id(item.own_code)),
        )
        if shown == self._shown:
            return
        self._shown = shown
        ready = sum(other.result is not None for other in document.items)
        self._hint.setText(_hint(len(document.items), ready))
        self._hint.setVisible(bool(self._hint.text()))
        groups = {kind_of(group) for group in METHODS[self._session.method].latent}
        for group, row in self.rows.items():
            row.setVisible(ready > 1 and group in groups)
            row.refresh(item)


def _hint(images: int, ready: int) -> str:
    if images < 2:
        return tr("With two images or more, shape, pose and light can be swapped between them.")
    if ready < 2:
        return tr("Reconstruct a second image to swap shape, pose and light.")
    return ""


class ChipRow(QWidget):
    """The images as chips for one group; a chip may be clicked, or dropped from another row."""

    def __init__(self, session: Session, group: str) -> None:
        super().__init__()
        self._session, self.group = session, group
        self.setAcceptDrops(True)
        name = label(tr(NAMES[group]))
        name.setFixedWidth(NAME_WIDTH)
        name.setToolTip(tr(SAYS[group]))
        inside = QWidget()
        self._chips = QHBoxLayout(inside)
        self._chips.setContentsMargins(0, 0, 0, 0)
        self._chips.setSpacing(2)
        self._scroll = Sideways()
        self._scroll.setFixedHeight(CHIP + 2)
        self._scroll.setWidget(inside)
        self._scroll.horizontalScrollBar().rangeChanged.connect(self._show_chosen)
        row = QGridLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setHorizontalSpacing(4)
        row.addWidget(name, 0, 0)
        row.addWidget(self._scroll, 0, 1)

    def chips(self) -> list[Chip]:
        """The chips, in the document's order."""
        return self.findChildren(Chip)

    def refresh(self, item: Item | None) -> None:
        """Make the chips for the document as it is."""
        clear(self._chips)
        for other in self._session.document.items:
            chip = Chip(other, self.group, _why_not(other, item))
            chosen = item is not None and getattr(item.mix, self.group) == other.id
            chip.setChecked(chosen and other.result is not None)
            chip.clicked.connect(lambda _=False, id=other.id: self.take(id))
            self._chips.addWidget(chip)
        self._chips.addStretch()
        # Where they lie is known once the row has been laid out, which a new range tells of.
        QTimer.singleShot(0, self, self._show_chosen)

    def _show_chosen(self) -> None:
        for chip in self.chips():
            if chip.isChecked():
                self._scroll.ensureWidgetVisible(chip)

    def take(self, id: int) -> None:
        """Let this group come from an image."""
        document = self._session.document
        item, source = document.current, document.find(id)
        if item is None or source is None or _why_not(source, item):
            return
        if getattr(item.mix, self.group) != id:
            self._session.do(swap(item, self.group, source))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take(int(bytes(event.mimeData().data(MIME).data()).decode()))
        event.acceptProposedAction()


def _why_not(source: Item, item: Item | None) -> str:
    """Why an image's code cannot be used for the item, or nothing."""
    if source.result is None:
        return tr("Reconstruct {name} first", name=source.name)
    own, method = None if item is None else item.own_code, source.result.code.method
    if own is None or own.method == method:
        return ""
    return tr(
        "{name} has a code of {other}; this shape is one of {method}",
        name=source.name,
        other=METHODS[method].short,
        method=METHODS[own.method].short,
    )


class Sideways(QScrollArea):
    """A row that the mouse wheel moves sideways; no bar takes its height."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes the keys
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.more = {-1: _arrow(self, "‹"), 1: _arrow(self, "›")}  # where there are further ones
        bar = self.horizontalScrollBar()
        bar.valueChanged.connect(self._show_more)
        bar.rangeChanged.connect(self._show_more)

    def _show_more(self) -> None:
        bar = self.horizontalScrollBar()
        hidden = {-1: bar.value() > bar.minimum(), 1: bar.value() < bar.maximum()}
        for side, arrow in self.more.items():
            arrow.setVisible(hidden[side])
            arrow.setFixedHeight(self.height())
            arrow.move(0 if side < 0 else self.width() - arrow.width(), 0)
            arrow.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_more()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - (turned.y() or turned.x()))
        event.accept()


def _arrow(row: QWidget, sign: str) -> QLabel:
    """A sign over the end of a row, which lets clicks through."""
    made = label(sign, "strong")
    made.setParent(row)
    made.setFixedWidth(12)
    made.setAutoFillBackground(True)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    made.hide()
    return made


class Chip(Thumbnail):
    """An image in a row: click it, or drag it to another row."""

    def __init__(self, item: Item, group: str, why_not: str) -> None:
        super().__init__(self._paint, CHIP)
        self.item = item
        self._pressed_at = None
        self.setEnabled(not why_not)
        takes = tr(TAKES[group], name=item.name)
        self.setAccessibleName(takes)
        self.setToolTip(why_not or takes)

    def _paint(self, size: QSize, ratio: float) -> QPixmap:
        colors = theme.current()
        return thumbnail(self.item.view, size, ratio, colors.surface)

    def nextCheckState(self) -> None:
        """Which chip is checked follows the document."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is None or not event.buttons():
            return
        way = (event.position() - self._pressed_at).manhattanLength()
        if way < QApplication.startDragDistance():
            return
        self._pressed_at = None
        self.setDown(False)
        drag = QDrag(self)
        data = QMimeData()
        data.setData(MIME, str(self.item.id).encode())
        drag.setMimeData(data)
        drag.setPixmap(self._paint(QSize(CHIP, CHIP), self.devicePixelRatioF()))
        drag.exec(Qt.DropAction.CopyAction)
