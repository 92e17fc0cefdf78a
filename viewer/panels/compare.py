"""The live shape beside others, in numbers."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
)

from viewer.document.compared_items import choose, find
from viewer.document.session import Session
from viewer.i18n.translate import mark, tr
from viewer.preview.shape_preview import Preview
from viewer.text.numbers import UNKNOWN, as_text, headings, hints, values
from viewer.theme import theme
from viewer.widgets.basic import Section, label, tool

BUTTONS = {"flip": mark("Flip to the other shape"), "difference": mark("Colour the difference")}
ROW, LEAST_COLUMN, WIDEST_COLUMN = 26, 46, 96  # points


class ComparePanel(Section):
    """What to compare with, the two ways to look at it, and a column of numbers a shape."""

    place, tab, stretch = "right", "Compare", 1

    def __init__(self, session: Session, preview: Preview) -> None:
        super().__init__(tr("Compare"))
        self._session, self._comparer = session, preview.comparer
        self._shown: object = ()
        self.tools.addWidget(tool("copy", tr("Copy the numbers  Ctrl+Shift+C"), self.copy))
        self.with_ = QComboBox()
        self.with_.setAccessibleName(tr("Compare with"))
        self.with_.activated.connect(lambda _: self._choose(self.with_.currentData()))
        self._buttons = {id: QToolButton() for id in BUTTONS}
        buttons = QHBoxLayout()
        buttons.setSpacing(2)
        for id, button in self._buttons.items():
            button.setAccessibleName(tr(BUTTONS[id]))
            button.setIconSize(QSize(18, 18))
            buttons.addWidget(button)
        pick = QHBoxLayout()
        pick.setSpacing(6)
        pick.addWidget(self.with_, 1)
        pick.addLayout(buttons)
        self.hint = label(role="muted", wrap=True)
        self.table = self._make_table()
        self.body.addWidget(label(tr("Compare with"), "muted"))
        self.body.addLayout(pick)
        self.body.addWidget(self.hint)
        self.body.addWidget(self.table)
        self.body.addStretch()
        session.changed.connect(self._refresh)
        session.look_changed.connect(self._refresh)
        self._comparer.numbers_changed.connect(self._refresh)
        self._refresh()

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(len(headings()), 0)
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        table.setProperty("role", "numbers")
        table.setShowGrid(False)
        table.setCornerButtonEnabled(False)
        table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        table.setAccessibleName(tr("Numbers of the compared shapes"))
        table.setVerticalHeaderLabels(headings())
        for row, hint in enumerate(hints()):
            table.verticalHeaderItem(row).setToolTip(hint)
        down, across = table.verticalHeader(), table.horizontalHeader()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(ROW)
        widest = max(down.fontMetrics().horizontalAdvance(text) for text in headings())
        down.setFixedWidth(widest + 6)
        across.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setMinimumSectionSize(LEAST_COLUMN)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        across.sectionClicked.connect(self._column_clicked)
        table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        table.setHorizontalScrollMode(QTableWidget.ScrollMode.ScrollPerItem)
        table.setFixedHeight(ROW * (len(headings()) + 1) + 40)
        return table

    def showEvent(self, event: QEvent) -> None:
        for id, button in self._buttons.items():
            if button.defaultAction() is None:
                button.setDefaultAction(self.window().actions_by_id[id])
        super().showEvent(event)
        self._comparer.want_numbers(True)

    def hideEvent(self, event: QEvent) -> None:
        self._comparer.want_numbers(False)
        super().hideEvent(event)

    # What it shows

    def ids(self) -> tuple[int | None, ...]:
        """The shapes of the columns: the live one, which is None, then the others."""
        live = () if self._session.document.code is None else (None,)
        return (*live, *self._comparer.others)

    def names(self) -> list[str]:
        """The names above the columns."""
        return [tr("Live") if id is None else self._name(id) for id in self.ids()]

    def rows(self) -> list[tuple[str, ...]]:
        """The numbers of each shape in words; a dash for what is not known yet."""
        found = []
        for id in self.ids():
            numbers = self._comparer.numbers(id)
            unknown = (UNKNOWN,) * len(headings())
            known = numbers and values(numbers, self._comparer.mm_of_numbers, live=id is None)
            found.append(known or unknown)
        return found

    def copy(self) -> None:
        """The table to the clipboard: separated by tabs as text, by commas as ``text/csv``."""
        data = QMimeData()
        data.setText(as_text(self.names(), self.rows(), "\t"))
        data.setData("text/csv", as_text(self.names(), self.rows(), ",").encode())
        QGuiApplication.clipboard().setMimeData(data)

    def copy_csv(self) -> None:
        """The table to the clipboard, separated by commas."""
        QGuiApplication.clipboard().setText(as_text(self.names(), self.rows(), ","))

    def _name(self, id: int) -> str:
        one = find(self._session.document, id)
        return "" if one is None else one.name

    def _choose(self, id: int) -> None:
        session = self._session
        session.show_as(others=choose(session.document, session.look.others, 0, id))

    def _column_clicked(self, column: int) -> None:
        id = self.ids()[column]
        if id is not None:
            self._choose(id)

    def _refresh(self) -> None:
        others = self._comparer.others
        self.hint.setText(self._hint(bool(others)))
        self.hint.setVisible(bool(self.hint.text()))
        shown = (self.ids(), self.names(), self.rows())
        if shown == self._shown:
            return
        self._shown = shown
        self.with_.clear()
        for id in others:
            self.with_.addItem(self._name(id), id)
        self.with_.setEnabled(bool(others))
        self.table.setVisible(bool(self.ids()))
        self._fill(self.names(), self.rows())

    def _hint(self, several: bool) -> str:
        if self._comparer.problem:
            return self._comparer.problem
        if several:
            return ""
        return tr("Take a snapshot (Ctrl+Shift+D), or reconstruct another image, to compare.")

    def _fill(self, names: list[str], rows: list[tuple[str, ...]]) -> None:
        table = self.table
        table.setColumnCount(len(names))
        for column, (name, row) in enumerate(zip(names, rows, strict=True)):
            head = QTableWidgetItem(name)
            head.setToolTip(name)
            table.setHorizontalHeaderItem(column, head)
            for line, text in enumerate(row):
                cell = QTableWidgetItem(text)
                cell.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                table.setItem(line, column, cell)
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """Share the width out; where that is too little for all, whole columns and a bar."""
        table = self.table
        names, margins = self.names(), self.body.contentsMargins()
        room = self.width() - margins.left() - margins.right() - 2
        room -= table.verticalHeader().width()
        fitting = max(1, min(len(names), room // LEAST_COLUMN))
        width = min(room // fitting, WIDEST_COLUMN)
        font = table.font()
        font.setPixelSize(theme.SMALL)
        for column, name in enumerate(names[: table.columnCount()]):
            table.setColumnWidth(column, width)
            head = table.horizontalHeaderItem(column)
            head.setText(_in_two_lines(name, QFontMetrics(font), width - 5))


def _in_two_lines(name: str, metrics: QFontMetrics, width: int) -> str:
    """A name that fits a narrow column: without the ending of its file, perhaps in two lines."""
    name = re.sub(r"\.\w{3,4}$", "", name)
    if metrics.horizontalAdvance(name) <= width:
        return name
    lines = name.rsplit(" ", 1)
    cut = Qt.TextElideMode.ElideRight
    return "\n".join(metrics.elidedText(line, cut, width) for line in lines)
