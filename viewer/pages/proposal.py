"""What several photographs seem to be, in the middle of the window, and what to make of them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core.importers.photo_checks import MEASURED
from core.methods import METHODS
from core.types import View
from core.utils.files import is_folder
from viewer.document.session import Session
from viewer.i18n.core_messages import core_words
from viewer.i18n.translate import tr
from viewer.importing.proposal import Proposal, usable_methods
from viewer.text.methods import why_not
from viewer.text.times import how_long
from viewer.widgets.basic import Segmented, label, set_role
from viewer.widgets.flow_layout import Flow
from viewer.widgets.photo_tile import PhotoTile

WIDTH, SIDE = 640, 75  # eight photographs in a row
NAMED = 4  # doubts that are written out; the tooltips of the pictures have all


class ProposalPage(QFrame):
    """Shown in the middle while somebody has to decide; everything on it can be changed."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("role", "canvas")
        self.setAccessibleName(tr("What to make of the photographs"))
        self._session, self._gathering = session, session.gathering
        self._of: object = None
        self.title, self.why = label(role="headline", wrap=True), label(role="muted", wrap=True)
        self.sheet = Flow()
        self.doubts = label(role="muted", wrap=True)
        self.way_row = QHBoxLayout()
        self.way: Segmented | None = None
        self.method = QComboBox()
        self.method.setAccessibleName(tr("Method"))
        self.method.activated.connect(self._choose_method)
        self.what = label(role="muted", wrap=True)
        self.run = self._button(tr("Reconstruct"), lambda: self._gathering.accept(run=True))
        self.run.setProperty("role", "primary")
        self.add = self._button(tr("Only add them"), lambda: self._gathering.accept(run=False))
        self.files = self._button(tr("Into files…"), self._into_files)
        self.files.setToolTip(tr("Reconstruct one after the other, and write each into a file"))
        self.away = self._button(tr("Cancel"), self._gathering.dismiss)
        for quiet in (self.add, self.files, self.away):
            quiet.setProperty("role", "quiet")
        self._lay_out()
        self._gathering.changed.connect(self._refresh)
        self._refresh()

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setMaximumWidth(WIDTH)
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(12)
        method = QHBoxLayout()
        method.setSpacing(8)
        method.addWidget(label(tr("Method"), "muted"))
        method.addWidget(self.method)
        method.addStretch()
        self.method_row = QWidget()
        under = QVBoxLayout(self.method_row)
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(4)
        under.addLayout(method)
        under.addWidget(self.what)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 10, 20, 18)
        foot.addWidget(self.away)
        foot.addStretch()
        for button in (self.files, self.add, self.run):
            foot.addWidget(button)
        for part in (self.title, self.why, self.sheet, self.doubts):
            column.addWidget(part)
        column.addLayout(self.way_row)
        column.addWidget(self.method_row)
        holder = QWidget()
        across = QVBoxLayout(holder)
        across.setContentsMargins(0, 0, 0, 0)
        across.addStretch(2)
        across.addLayout(_in_the_middle(inside))
        across.addStretch(3)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes the keys
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(holder)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scroll, 1)
        self.foot = below = QWidget()  # always in sight, however many photographs there are
        below.setMaximumWidth(WIDTH)
        below.setLayout(foot)
        whole.addLayout(_in_the_middle(below))

    def _button(self, text: str, run) -> QPushButton:
        button = QPushButton(text)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(lambda: run())
        return button

    def _choose_method(self, row: int) -> None:
        self._gathering.change(method=self.method.itemData(row))

    def _into_files(self) -> None:
        proposal = self._gathering.proposal
        if proposal is not None:
            self.window().open("FolderDialog").take(proposal.source)
            self._gathering.dismiss()

    def _refresh(self) -> None:
        proposal = self._gathering.proposal
        if proposal is None:
            self._of = None
            self.sheet.hold([])
            return
        if proposal.gathered is not self._of:
            self._of = proposal.gathered
            self._fill(proposal)
        for button in self.sheet.widgets:
            assert isinstance(button, Choice)
            button.show_choice(button.view.name not in proposal.out)
        count, together = len(proposal.chosen), proposal.way != "each"
        self._say(proposal, count)
        if self.way is not None:
            self.way.choose(proposal.way)
        self.method.setCurrentIndex(self.method.findData(proposal.method))
        self.method_row.setVisible(together)
        measures = METHODS[proposal.method].cameras
        said = [tr(METHODS[proposal.method].what)]
        if measures:
            fewest = METHODS[proposal.method].photographs
            if count < fewest:
                said = [tr("Needs {fewest} photographs or more; these are {count}. Another method "
                           "would serve better.", fewest=fewest, count=count)]  # fmt: skip
            said.append(how_long("reconstruct", proposal.method, count))
        self.what.setText(" ".join(said))
        set_role(self.what, "warning" if count < METHODS[proposal.method].photographs else "muted")
        self.run.setText(
            tr("Reconstruct each")
            if not together
            else tr("Measure the shape")
            if measures
            else tr("Reconstruct")
        )
        self.run.setEnabled(count > 0 and not (together and why_not(proposal.method)))
        self.add.setEnabled(count > 0)
        self.files.setVisible(is_folder(proposal.source) and not together)

    def _say(self, proposal: Proposal, count: int) -> None:
        gathered = proposal.gathered
        told = {"count": count, "name": proposal.source.name}
        if gathered.video:
            self.title.setText(tr("{count} pictures from {name}", **told))
        elif gathered.survey.together:
            self.title.setText(tr("{count} photographs of one object", **told))
        else:
            self.title.setText(tr("{count} photographs", **told))
        known = gathered.survey.cameras
        why = core_words(gathered.survey.why)
        source = {"file": gathered.cameras_from, "count": known}
        every = known == len(gathered.views) and not gathered.survey.fault
        if gathered.cameras_from and every and gathered.survey.method == MEASURED:
            why = tr("{file} has a camera for each: the shape can be measured.", **source)
        elif gathered.cameras_from and known:
            why = tr("{file} has cameras for {count} of them.", **source) + " " + why
        self.why.setText(why)
        self.doubts.setText("\n".join(_doubts(proposal)))
        self.doubts.setVisible(bool(self.doubts.text()))

    def _fill(self, proposal: Proposal) -> None:
        reasons = _reasons(proposal)
        self.sheet.hold(
            [
                Choice(view, reasons.get(view.name, ""), self._gathering.flip)
                for view in proposal.gathered.views
            ]
        )
        item = self._session.document.find(proposal.item)
        options: list[tuple[object, str, str]] = [
            ("together", tr("Together, one object"), tr("All of them show the same object")),
            ("each", tr("Each a shape of its own"), tr("Every photograph becomes an item")),
        ]
        if item is not None:
            more = tr("More of {name}", name=item.name)
            options.append(("more", more, tr("Further photographs of the selected object")))
        if self.way is not None:
            self.way.hide()
            self.way.deleteLater()
        self.way = Segmented(options)
        self.way.chosen.connect(lambda value: self._gathering.change(way=value))
        self.way_row.addWidget(self.way)
        self.method.clear()
        for key in usable_methods():
            self.method.addItem(tr(METHODS[key].title), key)
            reason = why_not(key)
            if reason:
                self.method.setItemData(
                    self.method.count() - 1, reason, Qt.ItemDataRole.ToolTipRole
                )


class Choice(PhotoTile):
    """A photograph that can be left out and taken in again."""

    def __init__(self, view: View, reason: str, flip) -> None:
        super().__init__(view, SIDE)
        self._reason = reason
        self.used = True
        self.clicked.connect(lambda: flip(view.name))

    def show_choice(self, used: bool) -> None:
        """Whether it is used."""
        self.used = used
        self.setChecked(False)
        state = tr("used; click to leave it out") if used else tr("left out; click to use it")
        words = f"{self.view.name}: {state}" + (f"\n{self._reason}" if self._reason else "")
        self.setToolTip(words)
        self.setAccessibleName(words.replace("\n", ", "))
        self.update()

    @property
    def crossed(self) -> bool:
        return not self.used


def _in_the_middle(widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(widget, 20)
    row.addStretch(1)
    return row


def _reasons(proposal: Proposal) -> dict[str, str]:
    """What is doubtful about photographs, by their names."""
    gathered = proposal.gathered
    known = {**gathered.problems, **gathered.survey.doubtful}
    return {name: core_words(reason) for name, reason in known.items()}


def _doubts(proposal: Proposal) -> list[str]:
    """Who is left out and why, and what could not be used at all."""
    lines = []
    for name, reason in _reasons(proposal).items():
        if name in proposal.out:
            lines.append(tr("{name} is left out: {reason}", name=name, reason=reason))
        elif not any(view.name == name for view in proposal.gathered.views):
            lines.append(reason if name in reason else f"{name}: {reason}")
    more = len(lines) - NAMED
    return lines if more <= 0 else [*lines[:NAMED], tr("and {count} more", count=more)]
