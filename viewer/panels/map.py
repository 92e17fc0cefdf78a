"""The map of a latent space: hover to see a known shape, click to take it, drag to walk."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.errors import UserError
from core.latent.atlas import Atlas, has_atlas, read_atlas
from core.methods import METHODS
from core.process.jobs import Shape
from core.types import Floats, LatentCode, Reconstruction
from core.utils.cache import Latest
from viewer.document.item_edits import Item, compose, shape_key
from viewer.document.latent_edits import add_shape, take_shape
from viewer.document.measured_shapes import NOTHING_TO_STEER, OFFER, is_measured
from viewer.document.session import Session
from viewer.i18n.core_messages import core_words
from viewer.i18n.translate import tr
from viewer.preview.shape_preview import Preview
from viewer.text.quality import class_word
from viewer.theme import theme
from viewer.widgets.basic import Section, label, set_role
from viewer.widgets.class_marks import draw_mark
from viewer.widgets.latent_map import MapView

KEPT = 64
ROW, MARK, GAP = 19, 14, 10


class MapPanel(Section):
    """Follows the document while it is seen; the map itself is read when it is first looked at."""

    place, tab, stretch = "right", "Map", 1

    def __init__(self, session: Session, preview: Preview) -> None:
        super().__init__(tr("Map of shapes"))
        self._session = session
        self._atlases: dict[str, Atlas | None] = {}
        self._places: Latest[tuple[str, bytes], Floats] = Latest(KEPT)
        self._drag: int | None = None
        self._start: Floats | None = None  # where a new item is to begin
        self.view = MapView()
        self.legend = ClassLegend(self.view)
        self.hint = label(role="muted", wrap=True)
        self.body.addWidget(self.view, 1)
        self.body.addWidget(self.legend)
        self.body.addWidget(self.hint)
        self.body.addStretch(0)  # where there is no map, the title stays at the top
        self.view.pressed.connect(self._pressed)
        self.view.dragged.connect(self._dragged)
        self.view.released.connect(self._released)
        self.view.stepped.connect(self._stepped)
        session.changed.connect(self._refresh)
        session.problems_changed.connect(self._refresh)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()

    @property
    def atlas(self) -> Atlas | None:
        """The map of that method, if it has one."""
        key = self._session.method
        if key not in self._atlases:
            self._atlases[key] = self._read(key)
        return self._atlases[key]

    def _read(self, key: str) -> Atlas | None:
        if not has_atlas(key):
            return None
        try:
            return read_atlas(key)
        except UserError as error:
            self._session.report("map", str(error))
            return None

    # Walking

    def _pressed(self, place: Floats) -> None:
        if self._session.document.code is None:
            self._start = place
            return
        self._drag = self._session.begin_drag()
        self._go(place, self._drag)

    def _dragged(self, place: Floats) -> None:
        if self._drag is not None:
            self._go(place, self._drag)
        elif self._start is not None:
            self._start = place

    def _released(self) -> None:
        start, self._start = self._start, None
        if self._drag is not None:
            self._drag = None
            self._session.end_drag()
        elif start is not None:
            self.begin_item(start)

    def _stepped(self, place: Floats) -> None:
        if self._session.document.code is not None:
            drag = self._session.begin_drag()
            self._go(place, drag)
            self._session.end_drag()

    def _go(self, place: Floats, drag: int) -> None:
        """Let the current item show the shape of a place."""
        document, atlas = self._session.document, self.atlas
        item, code = document.current, document.code
        if item is None or code is None or atlas is None:
            return
        name, directions = self._step_name(place), self._session.directions
        edit = take_shape(document, item, atlas.at(place), name, directions, drag)
        after = edit.apply(document).code
        if after is not None:  # where the hand is, and not where the map would put such a code
            self._places.keep((after.method, shape_key(after)), place)
        self._session.do(edit)

    def _step_name(self, place: Floats) -> str:
        """A click on a known shape takes that one; all else is walking."""
        name = self._known_name(place)
        return tr("Take {name} from the map", name=name) if name else tr("Walk on the map")

    def _known_name(self, place: Floats) -> str:
        atlas = self.atlas
        found = None if atlas is None else self.view.known_at(self.view.point(place))
        if atlas is None or found is None or not np.array_equal(atlas.places[found], place):
            return ""
        return class_word(atlas.class_of(found))

    def begin_item(self, place: Floats) -> None:
        """Put a new item into the document that shows the shape of a place."""
        atlas, session = self.atlas, self._session
        if atlas is None:
            return
        shape = atlas.at(place)
        name = class_word(atlas.class_of(int(atlas.nearest(shape, 1)[0][0])))

        def done(found: tuple[Reconstruction, Shape]) -> None:
            result, made = found
            session.decoded.emit(result.code, made)
            session.do(add_shape(result, name))

        session.begin(
            tr("Take {name} from the map", name=name),
            "portray",
            {"method": self._session.method, "shape": shape, "name": name},
            done=done,
            about="map",
        )

    # Showing

    def _refresh(self) -> None:
        if not self.isVisible():
            return
        atlas = self.atlas
        self.view.show_atlas(atlas)
        self.view.setVisible(atlas is not None)
        self.legend.setVisible(atlas is not None)
        self.legend.updateGeometry()  # another map may have other classes
        self._say(atlas)
        if atlas is None:
            return
        document = self._session.document
        others = [
            self._place_of(atlas, code)
            for item in document.items
            if item is not document.current and (code := self._code(item)) is not None
        ]
        here = None if document.code is None else self._place_of(atlas, document.code)
        self.view.show_places(here, others)

    def _code(self, item: Item) -> LatentCode | None:
        code = compose(self._session.document, item)
        return code if code is not None and code.method == self._session.method else None

    def _place_of(self, atlas: Atlas, code: LatentCode) -> Floats:
        key = (code.method, shape_key(code))
        known = self._places.get(key)
        if known is None:
            known = atlas.place(code.shape)
            self._places.keep(key, known)
        return known

    def _say(self, atlas: Atlas | None) -> None:
        problem = self._session.problems.get("map", "")
        if is_measured(self._session.document.code):
            words = f"{tr(NOTHING_TO_STEER)} {tr(OFFER)}"
        elif atlas is None and not problem:
            words = tr(
                "“{method}” has no map yet.", method=core_words(METHODS[self._session.method].title)
            )
        elif self._session.document.code is None:
            words = tr("Click a shape to begin with it.")
        else:
            words = tr("Click to take a shape, drag to walk between shapes.")
        self.hint.setText(problem or words)
        set_role(self.hint, "problem" if problem else "muted")


class ClassLegend(QWidget):
    """The classes with their marks, in as many columns as there is room for."""

    def __init__(self, view: MapView) -> None:
        super().__init__()
        self._view = view
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMouseTracking(True)
        self.setToolTip(tr("Point at a class to see it alone"))

    def _classes(self) -> tuple[str, ...]:
        atlas = self._view.atlas
        return () if atlas is None else tuple(class_word(name) for name in atlas.classes)

    def boxes(self, width: int = 0) -> list[QRect]:
        """Where each class stands, in this width or the one that there is."""
        width = width or self.width()
        names = self._classes()
        if not names:
            return []
        metrics = self.fontMetrics()
        wide = MARK + max(metrics.horizontalAdvance(name) for name in names) + GAP
        columns = max(1, min(len(names), width // wide))
        rows = -(-len(names) // columns)
        columns = -(-len(names) // rows)
        step = width // columns
        return [
            QRect((index // rows) * step, (index % rows) * ROW, step, ROW)
            for index in range(len(names))
        ]

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.heightForWidth(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def heightForWidth(self, width: int) -> int:
        return max((box.bottom() + 1 for box in self.boxes(width)), default=0)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        found = [index for index, box in enumerate(self.boxes()) if box.contains(at)]
        self._view.emphasise(found[0] if found else None)

    def leaveEvent(self, event: QEvent) -> None:
        self._view.emphasise(None)
        super().leaveEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = theme.current()
        for index, (name, box) in enumerate(zip(self._classes(), self.boxes(), strict=True)):
            draw_mark(painter, QPointF(box.left() + 5, box.center().y() + 0.5), index, colors, 4.2)
            painter.setPen(QColor(colors.muted))
            words = box.adjusted(MARK, 0, 0, 0)
            align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(words, align, name)
