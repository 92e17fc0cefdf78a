"""The photographs in the document, each with its mask, what became of it and what went wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.methods import METHODS
from viewer.document.item_edits import Item, remove, rename, reorder
from viewer.document.session import Session
from viewer.i18n.translate import mark, tr
from viewer.panels.photo_strip import ContactSheet
from viewer.preview.likeness import has_own_shape
from viewer.preview.shape_preview import Preview
from viewer.tasks.core_thread import LOST
from viewer.text.masks import mask_words
from viewer.text.methods import is_checked
from viewer.text.quality import EXPECTED
from viewer.theme import theme
from viewer.widgets.basic import ElidedLabel, Picture, Section, clear, label, set_role, tool
from viewer.widgets.pictures import thumbnail
from viewer.widgets.row_list import DraggedRow, NameField, RowList

THUMBNAIL = 56


class ImagesPanel(Section):
    """A row an image; below them the files that could not be read."""

    place, tab, stretch = "left", "Images", 1

    def __init__(self, session: Session, preview: Preview) -> None:
        super().__init__(tr("Images"))
        self.body.setContentsMargins(8, 10, 8, 8)  # so that the pictures stand below the title
        self.head.setContentsMargins(6, 0, 4, 0)
        self._session = session
        self._listed: object = ()
        self._sheet: ContactSheet | None = None
        self._sheet_of: object = None
        self._selected: int | None = None
        self.add_button = tool("add", tr("Open…  Ctrl+O"), self._open)
        self.tools.addWidget(self.add_button)
        self.list = RowList()
        self.list.moved.connect(self._move)
        self._rows = self.list.rows
        self._scroll = QScrollArea()
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes the keys
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self.list)
        # The list is laid out later than it is filled; its range tells when.
        self._scroll.verticalScrollBar().rangeChanged.connect(self._show_selected)
        self.body.addWidget(self._scroll)
        for signal in (session.changed, session.tasks_changed, session.problems_changed):
            signal.connect(self._refresh)
        self._refresh()

    def _open(self) -> None:
        self.window().actions_by_id["open"].trigger()

    def rename(self) -> None:
        """Let the user change the name of the selected image where it stands."""
        for row in self.rows():
            if row.isChecked():
                row.rename()

    def _move(self, id: int, place: int) -> None:
        item = self._session.document.find(id)
        if item is not None:
            self._session.do(reorder(item, place))

    def rows(self) -> list[ImageRow]:
        """The rows, in the document's order."""
        return self.findChildren(ImageRow)

    def _refresh(self) -> None:
        items = self._session.document.items
        files = self._session.file_problems
        listed = (
            tuple((item.id, id(item.view), item.name) for item in items),
            tuple(files.items()),
        )
        if listed != self._listed:
            self._listed = listed
            self._fill(items, files)
        for row in self.rows():
            row.refresh()
        self._show_sheet()
        if self._session.document.selected != self._selected:
            self._selected = self._session.document.selected
            self._show_selected()

    def _show_sheet(self) -> None:
        """The photographs of the selected object below its row, where it has several."""
        item = self._session.document.current
        of = None if item is None or not item.more else (item.id, item.views)
        if of != self._sheet_of:
            if self._sheet is not None:
                self._rows.removeWidget(self._sheet)
                self._sheet.hide()
                self._sheet.deleteLater()
            self._sheet, self._sheet_of = None, of
            if item is not None and of is not None:
                self._sheet = ContactSheet(self._session, item)
                place = [row.id for row in self.rows()].index(item.id) + 1
                self._rows.insertWidget(place, self._sheet)
        if self._sheet is not None:
            self._sheet.refresh()

    def _show_selected(self) -> None:
        for row in self.rows():
            if row.isChecked():
                self._scroll.ensureWidgetVisible(row)

    def _fill(self, items: Sequence[Item], files: Mapping[str, str]) -> None:
        clear(self._rows)
        self._sheet = self._sheet_of = None
        for item in items:
            self._rows.addWidget(ImageRow(self._session, item))
        for about, text in files.items():
            self._rows.addWidget(ProblemRow(self._session, about, text))
        self._rows.addStretch()


class ImageRow(DraggedRow):
    """A photograph: click to show it, twice to rename it, drag it to another place."""

    def __init__(self, session: Session, item: Item) -> None:
        super().__init__()
        self.id, self._view = item.id, item.view
        self._session = session
        self.setCheckable(True)
        self.setAccessibleName(item.name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._select)
        picture = Picture(side=THUMBNAIL)
        picture.show_picture(self._paint)
        self.state = label(wrap=True)
        self._words = words = QVBoxLayout()
        words.setSpacing(1)
        words.addStretch()
        self.name = ElidedLabel(item.name, "strong")
        words.addWidget(self.name)
        words.addWidget(self.state)
        words.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 6, 6, 6)
        row.setSpacing(8)
        row.addWidget(picture, alignment=Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.remove_button = self._make_remove_button(item.name)
        for child in (picture, *self.findChildren(QLabel)):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def _make_remove_button(self, name: str) -> QToolButton:
        """It lies over the end of the name while the mouse is on the row; Del needs no button."""
        button = tool("close", tr("Remove {name}", name=name), self._remove)
        button.setParent(self)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        set_role(button, "over")
        button.hide()
        return button

    def enterEvent(self, event: QEnterEvent) -> None:
        self.remove_button.show()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.remove_button.hide()
        super().leaveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        button = self.remove_button
        button.adjustSize()
        button.move(self.width() - button.width() - 4, 4)
        super().resizeEvent(event)

    @property
    def item(self) -> Item | None:
        """The item as it is in the document now."""
        return self._session.document.find(self.id)

    def refresh(self) -> None:
        """Show what has become of the image, and whether it is the selected one."""
        self.setChecked(self.id == self._session.document.selected)
        item = self.item
        if item is not None:
            text, role = self._state(item)
            self.state.setText(text)
            found = item.result is not None and has_own_shape(item)
            found = found and is_checked(item.result.method)
            hint = tr(TRUST_HINT) if found else tr("Show this image")
            self.setToolTip(hint)
            set_role(self.state, role)

    def rename(self) -> None:
        """Put a field in place of the name until it is done."""
        if self.item is None or self.findChild(NameField) is not None:
            return
        field = NameField(self.item.name, self._named)
        self._words.replaceWidget(self.name, field)
        self.name.hide()
        field.setFocus()

    def _named(self, name: str) -> None:
        if self.item is not None and name and name != self.item.name:
            self._session.do(rename(self.item, name))  # the rows are made anew
            return
        self._words.insertWidget(1, self.name)
        self.name.show()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.rename()

    def _paint(self, size: QSize, ratio: float) -> QPixmap:
        return thumbnail(self._view, size, ratio, theme.current().surface)

    def _state(self, item: Item) -> tuple[str, str]:
        problem = self._session.problems.get(item.id)
        if problem:  # what a restarted core can be asked for again is no lasting fault
            return problem, "warning" if problem == tr(LOST) else "problem"
        if self._session.running(item.id):
            words = tr("Reconstructing…") if item.view.solid is None else tr("Encoding…")
            return words, "muted"
        if item.result is None:
            if item.view.solid is not None:
                return tr("A shape, to be encoded"), "muted"
            if item.more:
                return tr("{count} photographs", count=len(item.views)), "muted"
            return mask_words(item.view)
        if item.stale:
            changed = tr("Photographs changed since") if item.more else tr("Mask changed since")
            return changed, "warning"
        if has_own_shape(item):
            method, given = item.result.method, item.view.solid is not None
            checked = given or is_checked(method)  # of a given shape it is the IoU itself
            text, role = trust(item.result.confidence, METHODS[method].cameras, checked)
        else:  # what was expected of it was expected of another shape
            text, role = tr("Changed by hand"), "muted"
        return f"{text} · {METHODS[item.own_code.method].short}", role

    def _select(self) -> None:
        self._session.select(self.id)

    def _remove(self) -> None:
        if self.item is not None:
            self._session.do(remove(self.item))

    def sizeHint(self) -> QSize:
        return self.layout().sizeHint()

    def nextCheckState(self) -> None:
        """Which row is checked follows the document."""

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        fill = colors.accent_soft if self.isChecked() else colors.hover if self.underMouse() else ""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(colors.accent), 1.5) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 8, 8)


class ProblemRow(QWidget):
    """A file that gave no image, and why; it can be put away."""

    def __init__(self, session: Session, about: int | str, text: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 4, 4, 4)
        row.addWidget(label(text, "problem", wrap=True), 1)
        away = tool("close", tr("Put this message away"), lambda: session.dismiss(about))
        row.addWidget(away, alignment=Qt.AlignmentFlag.AlignTop)


def trust(
    confidence: float | None, measured: bool = False, checked: bool = True
) -> tuple[str, str]:
    """How far to trust a result, in a few words, and the role of the label that says it.

    Of a shape that was measured it says how far its outlines and what is seen of it agree. What a
    method expects is only said where it was ``checked`` against known shapes.
    """
    if confidence is None:
        return tr("Shape"), "good"
    if not checked:
        return tr("A guess"), "muted"
    if confidence < EXPECTED[0]:
        return tr("A guess, {share:.0%} right", share=confidence), "warning"
    role = "good" if confidence >= EXPECTED[1] else "muted"
    if measured:
        return tr("Measured, fits by {share:.0%}", share=confidence), role
    return tr("About {share:.0%} right", share=confidence), role


TRUST_HINT = mark(
    "The share of the volume that the network expects to have right: the overlap of the shape "
    "with the true one over their union (IoU)."
)
