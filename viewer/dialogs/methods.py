"""The methods as cards: what each is, what it was trained on, how good it is, what it cannot."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core.methods import METHODS
from viewer.document.photo_edits import method_for
from viewer.i18n.translate import tr
from viewer.text.methods import Facts, choose_method, code_words, facts, needs_several, why_not
from viewer.widgets.basic import label

if TYPE_CHECKING:
    from viewer.window.main_window import MainWindow

WIDTH, HEIGHT = 620, 760


class MethodDialog(QDialog):
    """Choosing is one step of undo; it matters from the next reconstruction on."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Methods"))
        self._session = window.session
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        hint = tr("What turns photographs and shapes into codes, and codes into shapes.")
        column.addWidget(label(hint, "muted", wrap=True))
        document = self._session.document
        self.cards = {key: Card(key, document.method, self._but(key)) for key in METHODS}
        for key, card in self.cards.items():
            card.button.clicked.connect(lambda _=False, key=key: self.choose(key))
            column.addWidget(card)
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(tr("Methods"))
        scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        self.resize(min(WIDTH, window.width() - 40), min(HEIGHT, window.height() - 40))
        chosen = self.cards[self._session.document.method]
        chosen.button.setFocus()

    def _but(self, key: str) -> str:
        """What would be made in its place of the image that is shown, and why; or nothing."""
        document = self._session.document
        item = document.current
        if item is None or item.view.solid is not None:
            return ""
        instead = method_for(replace(document, method=key), item)
        return "" if instead == key else needs_several(METHODS[key], METHODS[instead])

    def choose(self, key: str) -> None:
        """Use a method from now on."""
        self._session.do(choose_method(key))
        self.close()


class Card(QFrame):
    """One method; one without weights says so in place of its button."""

    def __init__(self, key: str, chosen: str, but: str = "") -> None:
        super().__init__()
        self.setProperty("role", "chosen" if key == chosen else "card")
        card, known = METHODS[key], facts(key)
        self.button = QPushButton(tr("Chosen") if key == chosen else tr("Choose"))
        self.button.setProperty("role", "quiet" if key == chosen else "")
        self.button.setAccessibleName(tr("Choose {method}", method=card.short))
        self.button.setAutoDefault(False)
        head = QHBoxLayout()
        head.addWidget(label(tr(card.title), "title", wrap=True), 1)
        head.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(label(tr(card.what), wrap=True))
        column.addLayout(_table(key, known))
        column.addWidget(label(tr(card.limits), "warning", wrap=True))
        if but:
            column.addWidget(label(but, "warning", wrap=True))
        reason = why_not(key)
        if reason:
            self.button.setEnabled(False)
            self.button.setToolTip(reason)
            column.addWidget(label(reason, "muted", wrap=True))
        self.numbers = dict(known.numbers)


def _table(key: str, known: Facts) -> QGridLayout:
    """Names and what they are of this method, in two columns."""
    card = METHODS[key]
    rows = [
        (tr("Paper"), card.paper),
        (tr("Code"), code_words(key)),
        (tr("Data"), known.data),
        (tr("Training"), known.trained),
        *known.numbers,
    ]
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(3)
    grid.setColumnStretch(1, 1)
    for place, (name, value) in enumerate(row for row in rows if row[1]):
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(label(name, "muted"), place, 0, top)
        grid.addWidget(label(value, "number", wrap=True), place, 1, top)
    return grid
