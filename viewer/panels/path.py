"""From one shape to another: a film strip to scrub along, and how valid the shapes between are."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from core.latent.detail import detail_of, on_the_way
from core.process.jobs import Path
from core.types import LatentCode
from core.utils.cache import Latest
from viewer.document.compared_items import code_of, find
from viewer.document.item_edits import shape_key
from viewer.document.latent_edits import take_shape
from viewer.document.measured_shapes import NOTHING_TO_STEER, OFFER, is_measured
from viewer.document.session import Session
from viewer.i18n.translate import mark, tr
from viewer.panels.plausibility import GaugeRow
from viewer.preview.shape_preview import Preview
from viewer.tasks.engine import Handlers
from viewer.text.quality import path_verdicts
from viewer.widgets.basic import label
from viewer.widgets.film_strip import FilmStrip

KEPT = 12
WIDE = 640  # points; in a slimmer strip the lights' sentences are tooltips
WORDS_WIDTH = 230
NEEDS_TWO = mark("Take a snapshot, or reconstruct a second image, to walk between two shapes.")
Key = tuple[bytes, bytes]


class PathPanel(QFrame):
    """The ends keep the codes they had when the walk began, also while one of them is walking."""

    place, tab, stretch = "bottom", "Path", 1

    def __init__(self, session: Session, preview: Preview) -> None:
        super().__init__()
        self.setProperty("role", "section")
        self._session = session
        self.path: Path | None = None
        self._known: Latest[Key, Path] = Latest(KEPT)
        self._asked: Key | None = None
        self._codes: dict[int, LatentCode] = {}  # of the two ends
        self._walker: int | None = None  # who walks
        self._mine = b""  # the shape that the last step along the path led to
        self._share = 0.0  # where that was
        self._drag: int | None = None
        self.start, self.end = QComboBox(), QComboBox()
        self.slider = FilmStrip()
        self.slider.setAccessibleName(tr("Along the path"))
        self.slider.setToolTip(tr("Drag to walk from one shape to the other"))
        self.hint = label(role="muted", wrap=True)
        self.rows = tuple(GaugeRow(name, "") for name in (tr("Even"), tr("Whole"), tr("No ghosts")))
        self._lay_out()
        self.start.activated.connect(lambda: self._choose(self.start, self.end))
        self.end.activated.connect(lambda: self._choose(self.end, self.start))
        self.slider.sliderPressed.connect(self._pressed)
        self.slider.sliderReleased.connect(self._released)
        self.slider.valueChanged.connect(self._moved)
        session.changed.connect(self._refresh)
        session.engine.ready.connect(self._refresh)
        self._refresh()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 8, 12, 8)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(4)
        self._strip = QWidget()
        column = QVBoxLayout(self._strip)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        ends = QHBoxLayout()
        ends.setSpacing(8)
        for box, name in ((self.start, tr("From")), (self.end, tr("To"))):
            box.setAccessibleName(name)
            box.setMinimumWidth(90)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            ends.addWidget(label(name, "muted"))
            ends.addWidget(box)
            ends.addSpacing(10)
        ends.addStretch()
        column.addLayout(ends)
        column.addWidget(self.slider, 1)
        self._lights = QWidget()
        lights = QVBoxLayout(self._lights)
        lights.setContentsMargins(0, 0, 0, 0)
        lights.setSpacing(4)
        lights.addStretch()
        for row in self.rows:
            lights.addWidget(row)
        lights.addStretch()
        grid.addWidget(self.hint, 0, 0, 1, 2, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._strip, 1, 0)
        grid.addWidget(self._lights, 1, 1)
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(1, 1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wide = self.width() >= WIDE
        for row in self.rows:
            row.words.setVisible(wide)
        self._lights.setFixedWidth(WORDS_WIDTH if wide else 20)

    # The ends

    @property
    def ends(self) -> tuple[int, int] | None:
        """The ids of the images or snapshots that the path leads between."""
        ids = self.start.currentData(), self.end.currentData()
        return None if None in ids or ids[0] == ids[1] else ids

    def _choices(self) -> list[int]:
        """All whose shape is of the current item's method: the current item first."""
        document = self._session.document
        if document.code is None or document.current is None or is_measured(document.code):
            return []
        items = [item.id for item in document.items if item is not document.current]
        ids = [document.current.id, *(one.id for one in reversed(document.snapshots)), *items]
        codes = ((id, code_of(document, id)) for id in ids)
        method = document.code.method
        return [id for id, code in codes if code is not None and code.method == method]

    def _offer(self) -> None:
        """Keep both ends as they are where that is possible; a walk begins at the current item."""
        choices, selected = self._choices(), self._session.document.selected
        before = [self.start.currentData(), self.end.currentData()]
        if selected != self._walker:  # another one is looked at: it is to walk
            if before[1] == selected:
                before[1] = before[0]
            self._walker, before[0] = selected, selected
        start = before[0] if before[0] in choices else next(iter(choices), None)
        others = [id for id in choices if id != start]
        end = before[1] if before[1] in others else next(iter(others), None)
        named = [(self._name(id), id) for id in choices]
        for box, chosen in ((self.start, start), (self.end, end)):
            listed = [(box.itemText(k), box.itemData(k)) for k in range(box.count())]
            if listed != named:
                box.clear()
                for name, id in named:
                    box.addItem(name, id)
            box.setCurrentIndex(-1 if chosen is None else choices.index(chosen))

    def _name(self, id: int) -> str:
        one = find(self._session.document, id)
        return "" if one is None else one.name

    def _choose(self, chosen: QComboBox, other: QComboBox) -> None:
        """Both ends the same would be no path: the other one takes what this one was."""
        if chosen.currentData() == other.currentData():
            before = list(self._codes)
            spare = [id for id in (*before, *self._choices()) if id != chosen.currentData()]
            if spare:
                other.setCurrentIndex(other.findData(spare[0]))
        self._refresh()

    def _capture(self, ends: tuple[int, int]) -> tuple[LatentCode, LatentCode]:
        """The ends' codes; that of the walker is the one it had before it walked."""
        document, fresh = self._session.document, {}
        for id in ends:
            code = code_of(document, id)
            assert code is not None  # it was offered
            walked = id == document.selected and shape_key(code) == self._mine
            fresh[id] = self._codes[id] if walked and id in self._codes else code
        self._codes = fresh
        return fresh[ends[0]], fresh[ends[1]]

    # Walking

    def _pressed(self) -> None:
        self._drag = self._session.begin_drag()

    def _released(self) -> None:
        self._drag = None
        self._session.end_drag()

    def _moved(self) -> None:
        if self._drag is None:  # by key: one step of undo
            drag = self._session.begin_drag()
            self._walk(drag)
            self._session.end_drag()
        else:
            self._walk(self._drag)

    def _walk(self, drag: int) -> None:
        ends, document = self.ends, self._session.document
        item = document.current
        if ends is None or item is None or document.code is None:
            return
        start, end = self._capture(ends)
        self._share = self.slider.share
        code = on_the_way(start, end, self._share)
        name = tr("Walk from {start} to {end}", start=self._name(ends[0]), end=self._name(ends[1]))
        directions, detail = self._session.directions, detail_of(code)
        edit = take_shape(document, item, code.shape, name, directions, drag, detail)
        after = edit.apply(document).code
        self._mine = b"" if after is None else shape_key(after)
        self._session.do(edit)

    # Showing

    def _refresh(self) -> None:
        if not self.isVisible():
            return
        if self._drag is None:
            self._offer()
        ends = self.ends
        self._strip.setVisible(ends is not None)
        self._lights.setVisible(ends is not None)
        self.hint.setVisible(ends is None)
        if ends is None:
            self._codes.clear()
            self.hint.setText(
                f"{tr(NOTHING_TO_STEER)} {tr(OFFER)}"
                if is_measured(self._session.document.code)
                else tr(NEEDS_TWO)
                if self._session.document.code is not None
                else tr("There is no shape yet: reconstruct first.")
            )
            return
        start, end = self._capture(ends)
        self._show_place(start, end)
        self._show_path(start, end)

    def _show_place(self, start: LatentCode, end: LatentCode) -> None:
        code = self._session.document.code
        here = b"" if code is None else shape_key(code)
        share = {shape_key(end): 1.0, shape_key(start): 0.0, self._mine: self._share}.get(here)
        if self._drag is None:
            self.slider.show_share(share)

    def _show_path(self, start: LatentCode, end: LatentCode) -> None:
        key = shape_key(start), shape_key(end)
        known = self._known.get(key)
        if known is None:
            self._ask(key, start, end)
        self.path = known
        if known is None:
            self.slider.show_pictures(self.slider.pictures, fresh=False)
            for row in self.rows:
                row.wait()
            return
        self.slider.show_pictures(known.pictures)
        for row, verdict in zip(self.rows, path_verdicts(known), strict=True):
            row.show_verdict(verdict)
            row.setToolTip(verdict.sentence)

    def _ask(self, key: Key, start: LatentCode, end: LatentCode) -> None:
        if self._asked == key:
            return
        self._asked = key

        def done(path: Path) -> None:
            self._known.keep(key, path)
            ended()
            self._refresh()

        def ended(message: str = "") -> None:
            if self._asked == key:
                self._asked = None
            if message:
                self._session.report("path", message)

        self._session.engine.submit(
            "path",
            {"start": start, "end": end},
            Handlers(done, ended, cancelled=ended),
            channel="path",
            yields=True,
            background=True,
        )
