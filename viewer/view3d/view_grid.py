"""One, two or four views side by side: the live shape and what it is compared with, turned as one.

The view under the hand is drawn first. The others follow one at a time, whenever nothing else is
to be done, so that turning stays fluid where drawing is slow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QWidget

from core.types import Floats, Mesh
from viewer.document.compared_items import choose, find
from viewer.document.session import Session
from viewer.i18n.translate import tr
from viewer.preview.shape_preview import Preview
from viewer.theme import theme
from viewer.view3d import confidence_legend, legends
from viewer.view3d.pane import Pane

PLACES = {1: ((0, 0),), 2: ((0, 0), (0, 1)), 4: ((0, 0), (0, 1), (1, 0), (1, 1))}
APART_MS = 60  # between the fine pictures of two views, so that the window can answer in between


class Views(QWidget):
    """The first view shows the live shape; the others show those it is compared with, in order."""

    added = Signal(object)  # a Pane that was made just now

    def __init__(self, session: Session, preview: Preview, actions: Sequence[QAction] = ()) -> None:
        super().__init__()
        self._actions = actions
        for action in actions:
            # Their keys work in the views and the bare window. Elsewhere Tab moves the focus.
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._session, self._preview, self._comparer = session, preview, preview.comparer
        self._front: tuple[object, ...] = (None, None, 0.0, None)
        self._behind: list[Pane] = []  # views that have not followed yet
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._next)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.SPACE // 2)
        self.panes: list[Pane] = []
        self.live = self._leader = self._make()
        self.live.started.connect(self._start_portraits)
        self.legend = legends.Legend(self.live)
        self.live.overlay(self.legend)
        self.sureness = confidence_legend.ConfidenceLegend(self.live)
        self.live.overlay(self.sureness)
        session.look_changed.connect(self._refresh)
        session.look_changed.connect(self._align)
        session.changed.connect(self._refresh)
        preview.shape_changed.connect(self._refresh)
        preview.covers.changed.connect(self._refresh)
        self._comparer.shapes_changed.connect(self._refresh)
        self._comparer.difference_changed.connect(self._refresh)
        self._refresh()

    def shutdown(self) -> None:
        """Give back the OpenGL contexts of all views."""
        self._turn.stop()
        self._behind.clear()
        self._comparer.portraits.close()
        for pane in self.panes:
            pane.shutdown()

    @property
    def shown(self) -> list[Pane]:
        """The views on screen."""
        return self.panes[: self._session.look.views]

    def _start_portraits(self) -> None:
        if self.live.scene is not None:
            self._comparer.portraits.start()

    # How many

    def _make(self) -> Pane:
        pane = Pane(len(self.panes), self)
        pane.settle_after(APART_MS * len(self.panes))
        pane.addActions(list(self._actions))
        pane.set_theme(theme.current())
        theme.watch().changed.connect(pane.set_theme)
        pane.stood.connect(lambda: self._link(pane))
        pane.started.connect(self._align)
        pane.started.connect(self._refresh)
        pane.chosen.connect(self._choose)
        self.panes.append(pane)
        self.added.emit(pane)
        return pane

    def _arrange(self) -> None:
        """Lay the views out; a new one is started once the one before has its scene."""
        count = self._session.look.views
        ready = self.live.scene is not None or bool(self.live.problem)
        if ready and len(self.panes) < count and self.panes[-1].settled:
            self._make().start()
        for pane in self.panes:
            self._grid.removeWidget(pane)
            pane.setVisible(pane in self.shown)
        for pane, place in zip(self.shown, PLACES[count], strict=False):
            self._grid.addWidget(pane, *place)
        for index in (0, 1):
            rows, columns = zip(*PLACES[count], strict=True)
            self._grid.setRowStretch(index, int(index in rows))
            self._grid.setColumnStretch(index, int(index in columns))
        self._align()

    # What they show

    def _refresh(self) -> None:
        if self._grid.count() != self._session.look.views:
            self._arrange()
        self._show_front()
        others = self._comparer.others
        for pane, id in zip(self.shown[1:], (*others, *[None] * 3), strict=False):
            self._show_other(pane, id)
        for pane in self.shown:
            pane.offer(self._choices(others))

    def _choices(self, others: tuple[int, ...]) -> list[tuple[int, str]]:
        return [(id, self._name(id)) for id in others]

    def _name(self, id: int | None) -> str:
        one = None if id is None else find(self._session.document, id)
        return "" if one is None else one.name

    def _show_front(self) -> None:
        """The live shape, perhaps in the colours of the difference, or the chosen one."""
        look, comparer = self._session.look, self._comparer
        other = comparer.chosen if look.flipped else None
        shape = self._preview.shape if other is None else comparer.shape(other)
        distances = comparer.distances() if look.difference and other is None else None
        mm = comparer.mm if distances is not None else 0.0
        alone = other is None and look.views == 1  # beside others, all are of the same clay
        cover = self._preview.covers.current if look.photo_colors and alone else None
        dress = look.shading == "confidence", look.photo_colors, cover
        front = (shape, distances, mm, dress)
        old = self._front
        if shape is not old[0] or distances is not old[1] or front[2:] != old[2:]:
            self._front = front
            mesh = None if shape is None else shape.mesh
            if mesh is not None and distances is not None:
                mesh = self._colored(mesh, distances * mm)
            elif mesh is not None:
                mesh = self._dressed(mesh, alone)
            self.live.set_shape(None if shape is None else shape.grid, mesh)
        self.legend.setVisible(distances is not None)
        sure = shape is not None and shape.mesh.confidence is not None
        self.sureness.setVisible(sure and distances is None and look.shading == "confidence")
        several = look.views > 1 or other is not None or distances is not None
        self.live.say(self._live_words(other, look.difference), several, marked=other is not None)

    def _live_words(self, other: int | None, difference: bool) -> str:
        if other is not None:
            return self._name(other)
        if difference:
            return tr("Live, against {name}", name=self._name(self._comparer.chosen))
        return tr("Live")

    def _dressed(self, mesh: Mesh, alone: bool = False) -> Mesh:
        """The mesh in the colours of the photographs, of how sure it is, or of clay.

        The one photograph lies on the live shape where that is shown ``alone``.
        """
        look = self._session.look
        sure = confidence_legend.colors(mesh) if look.shading == "confidence" else None
        if sure is not None:
            self.sureness.show_share(mesh)
            return replace(mesh, vertex_colors=sure)
        if not look.photo_colors:
            return replace(mesh, vertex_colors=None)
        return self._preview.covers.dressed(mesh) if alone else mesh

    def _colored(self, mesh: Mesh, distances_mm: Floats) -> Mesh:
        end = legends.reach(distances_mm)
        self.legend.show_scale(end, self._name(self._comparer.chosen))
        return Mesh(mesh.vertices, mesh.faces, legends.colors(distances_mm, end))

    def _show_other(self, pane: Pane, id: int | None) -> None:
        shape = None if id is None else self._comparer.shape(id)
        if pane.content is not shape:
            pane.content = shape
            pane.set_shape(*((None, None) if shape is None else (shape.grid, shape.mesh)))
        if id is None:
            pane.say(tr("Take a snapshot first"), True)
        else:
            pane.say(self._name(id), True)

    def _choose(self, place: int, id: int) -> None:
        session = self._session
        if place == 0:
            session.show_as(flipped=not session.look.flipped)
        else:
            others = choose(session.document, session.look.others, place - 1, id)
            session.show_as(others=others)

    # Turned as one

    def _align(self) -> None:
        """Views that have just come, or look differently now, stand where the leader stands."""
        self._link(self._leader if self._leader in self.shown else self.live)

    def _link(self, leader: Pane) -> None:
        self._leader = leader
        # Who has waited longest goes first: a hand that never rests must not keep the last waiting.
        order = [*self._behind, *(pane for pane in self.shown if pane not in self._behind)]
        self._behind = [pane for pane in order if pane is not leader and pane in self.shown]
        self._turn.start()

    def _next(self) -> None:
        """Let one view follow."""
        if self._behind and self._leader.scene is not None:
            self._behind.pop(0).follow(self._leader.scene.camera)
            self._turn.start()
