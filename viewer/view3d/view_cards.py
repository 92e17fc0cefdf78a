"""Small cards in the corner of the 3D view, for what is on: the cut, the ruler."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSlider

from viewer.document.session import Session
from viewer.i18n.translate import tr
from viewer.view3d.measuring import in_words
from viewer.view3d.photo_overlay import Overlay
from viewer.view3d.viewport import Viewport
from viewer.widgets.basic import Segmented, label, set_role, tool

MARGIN, GAP = 12, 8
STEPS = 200  # of the slider across the shape
SLIDER = 110
SETTLES = (
    QEvent.Type.Resize,
    QEvent.Type.ShowToParent,
    QEvent.Type.HideToParent,
    QEvent.Type.LayoutRequest,
)


class Card(QFrame):
    """One row: what belongs to the thing that is on, and a cross to put it away."""

    def __init__(self, session: Session, field: str) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._session, self._field = session, field
        self.row = QHBoxLayout()
        self.row.setSpacing(8)
        head = QHBoxLayout(self)
        head.setContentsMargins(12, 5, 5, 5)
        head.setSpacing(2)
        head.addLayout(self.row, 1)
        head.addWidget(tool("close", tr("Put away"), lambda: session.show_as(**{field: False})))
        session.look_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Be there while the look says so."""
        self.setVisible(bool(getattr(self._session.look, self._field)))


class ClipCard(Card):
    """Across which axis the shape is cut, and where."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "clip")
        self.setAccessibleName(tr("Cut"))
        self.axis = Segmented(
            [
                ("x", "X", tr("From side to side")),
                ("y", "Y", tr("From bottom to top")),
                ("z", "Z", tr("From back to front")),
            ]
        )
        self.axis.chosen.connect(lambda value: session.show_as(clip_axis=value))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, STEPS)
        self.slider.setMinimumWidth(SLIDER)
        self.slider.setAccessibleName(tr("Where the cut is"))
        self.slider.valueChanged.connect(lambda value: session.show_as(clip_at=value / STEPS))
        self.row.addWidget(self.axis)
        self.row.addWidget(self.slider, 1)
        self.row.addWidget(tool("flip", tr("Show the other side"), self._flip))
        self.refresh()

    def _flip(self) -> None:
        self._session.show_as(clip_flipped=not self._session.look.clip_flipped)

    def refresh(self) -> None:
        look = self._session.look
        self.axis.choose(look.clip_axis)
        self.slider.blockSignals(True)
        self.slider.setValue(round(look.clip_at * STEPS))
        self.slider.blockSignals(False)
        super().refresh()


class RulerCard(Card):
    """What the ruler measures, or what to do."""

    def __init__(self, session: Session, viewport: Viewport) -> None:
        super().__init__(session, "ruler")
        self.setAccessibleName(tr("Ruler"))
        self._viewport = viewport
        self.words = label(role="muted")
        self.row.addWidget(self.words, 1)
        viewport.measured.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        length = self._viewport.length_mm
        if length is not None:
            self.words.setText(in_words(length))
        elif self._viewport.ruler.ends:
            self.words.setText(tr("Click the second point"))
        else:
            self.words.setText(tr("Click two points on the shape"))
        size = f"{self._viewport.size_mm:.0f}"
        self.setToolTip(tr("The longest side is {size} mm, as for export", size=size))
        set_role(self.words, "strong" if length is not None else "muted")
        super().refresh()


class OverlayCard(Card):
    """How much of the photograph is seen, and how well the shape's silhouette fits its mask."""

    def __init__(self, session: Session, overlay: Overlay, viewport: Viewport) -> None:
        super().__init__(session, "overlay")
        self.setAccessibleName(tr("Photograph over the shape"))
        self._overlay, self._viewport = overlay, viewport
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 100)
        self.slider.setMinimumWidth(SLIDER)
        self.slider.setAccessibleName(tr("Opacity of the photograph"))
        self.slider.setToolTip(tr("From the shape to the photograph"))
        self.slider.valueChanged.connect(lambda value: session.show_as(opacity=value / 100))
        self.back = QPushButton(tr("Back to the photograph"))
        self.back.clicked.connect(overlay.stand)
        self.words = label(role="number")
        self.words.setToolTip(
            tr("How well the shape's silhouette, seen from the estimated camera, fills the mask")
        )
        for widget in (self.slider, self.back, self.words):
            self.row.addWidget(widget)
        overlay.changed.connect(self.refresh)
        viewport.painted.connect(self._place)
        self.refresh()

    def refresh(self) -> None:
        self.slider.blockSignals(True)
        self.slider.setValue(round(100 * self._session.look.opacity))
        self.slider.blockSignals(False)
        found = self._overlay.agreement
        self.words.setText("" if found is None else tr("IoU {share}", share=f"{found:.2f}"))
        self._place()
        super().refresh()

    def _place(self) -> None:
        """The slider, or the way back once the view has been turned away."""
        self.slider.setVisible(self._viewport.at_photo)
        self.back.setVisible(not self._viewport.at_photo)


class ViewCards(QObject):
    """The cards that are on, one above the other, at the lower left of the view."""

    def __init__(self, session: Session, overlay: Overlay, viewport: Viewport) -> None:
        super().__init__(viewport)
        self._viewport = viewport
        self.overlay = OverlayCard(session, overlay, viewport)
        self.clip, self.ruler = ClipCard(session), RulerCard(session, viewport)
        self.cards: list[Card] = []
        for card in (self.clip, self.ruler, self.overlay):
            self.add(card)
        viewport.installEventFilter(self)

    def add(self, card: Card) -> None:
        """Another card, above the others."""
        card.setParent(self._viewport)
        card.setCursor(Qt.CursorShape.ArrowCursor)
        card.installEventFilter(self)
        self.cards.append(card)
        card.refresh()
        self.settle()

    def settle(self) -> None:
        """Lie in the corner, as large as what they hold."""
        bottom = self._viewport.height() - MARGIN
        for card in self.cards:
            if not card.isHidden():
                size = card.sizeHint()
                bottom -= size.height()
                card.setGeometry(MARGIN, bottom, size.width(), size.height())
                bottom -= GAP

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in SETTLES:
            self.settle()
        return False
