"""The photograph with its mask, tools to correct it, and the one thing to do next."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from core.document.model import Item
from viewer.document.session import Session
from viewer.i18n.translate import mark, tr
from viewer.masking.canvas import MaskCanvas
from viewer.masking.mask_tools import Masking
from viewer.pages.mask_tool_bar import MaskBar
from viewer.text.masks import mask_sentence
from viewer.widgets.basic import label, set_role

HINTS = {
    "fill": mark("Click a hole to fill it, or an island to remove it."),
    "box": mark("Draw a box around the object; with Shift it is added to the mask."),
    "crop": mark("Draw the box that is to stay of the photograph."),
}
STALE = mark("The shape belongs to the mask before these changes.")


class Stage(QFrame):
    """Shown in the middle while the selected image has no shape yet, or its mask is edited."""

    def __init__(self, session: Session, masking: Masking, actions: dict[str, QAction]) -> None:
        super().__init__()
        self.setProperty("role", "canvas")
        self._session, self._masking = session, masking
        self.bar = MaskBar(masking, actions)
        self.canvas = MaskCanvas()
        self.canvas.painted.connect(self._painted)
        self.canvas.boxed.connect(self._boxed)
        self.canvas.clicked.connect(masking.fill_at)
        self.words = label(role="muted", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = self._button("Ctrl+R", self._run)
        keep = self.button.sizePolicy()
        keep.setRetainSizeWhenHidden(True)  # the picture stays where it is while the job runs
        self.button.setSizePolicy(keep)
        self.button.setProperty("role", "primary")
        self.back = self._button("Ctrl+B", masking.leave)
        self.back.setText(tr("Show the shape"))
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addStretch()
        buttons.addWidget(self.back)
        buttons.addWidget(self.button)
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 18)
        column.setSpacing(8)
        column.addWidget(self.bar)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.words)
        column.addLayout(buttons)
        for signal in (
            session.changed,
            session.tasks_changed,
            session.problems_changed,
            masking.changed,
        ):
            signal.connect(self._refresh)

    def _button(self, keys: str, run) -> QPushButton:
        button = QPushButton()
        button.setToolTip(keys)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(lambda: run())
        return button

    def _run(self) -> None:
        item = self._session.document.current
        if item is not None:
            self.window().setFocus()  # else Qt hands the keys on to some button as this one goes
            self._session.reconstruct(item)

    def _painted(self, mask, value: float) -> None:
        self._masking.paint(mask, value)

    def _boxed(self, box: tuple[float, float, float, float], shift: bool) -> None:
        if self._masking.hand.tool == "crop":
            self._masking.crop(box)
        else:
            self._masking.box(box, to_the_rest=shift)

    def _refresh(self) -> None:
        item = self._masking.item
        if item is None:
            return
        view, hand = item.view, self._masking.hand
        self.canvas.show_view(view)
        self.canvas.use(hand.tool, self._masking.radius(view))
        self.bar.refresh()
        given = view.solid is not None  # there is nothing to correct about its outline
        self.bar.setVisible(not given)
        self.canvas.setEnabled(not given)
        self._say(item)
        running = self._session.running(item.id)
        has_shape = self._session.document.code is not None
        again = item.result is not None
        plain = tr("Encode") if given else tr("Reconstruct")
        self.button.setText(tr("Reconstruct again") if again and not given else plain)
        self.button.setVisible(not running)
        self.button.setEnabled(view.mask is not None)
        self.back.setVisible(has_shape and not running)

    def _say(self, item: Item) -> None:
        problem = self._session.problems.get(item.id, "")
        hint = None if item.view.solid else HINTS.get(self._masking.hand.tool)
        words = tr(hint) if hint else mask_sentence(item.view)
        if item.stale and self._masking.hand.tool not in HINTS:
            words = tr(STALE)
        self.words.setText(problem or words)
        set_role(self.words, "problem" if problem else "muted")
