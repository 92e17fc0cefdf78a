"""Which method makes the next shape, and which one made the shape that is shown."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QToolButton

from core.methods import METHODS, MethodCard
from viewer.document.photo_edits import method_for
from viewer.document.session import Session
from viewer.i18n.core_messages import GUESSED, core_words
from viewer.i18n.translate import tr
from viewer.preview.shape_preview import Preview
from viewer.text.methods import needs_several
from viewer.text.times import how_long
from viewer.theme import theme
from viewer.widgets.basic import Section, label


class MethodPanel(Section):
    """The chosen method; a click opens the cards of all."""

    place, tab, stretch = "right", "Shape", 0

    def __init__(self, session: Session, preview: Preview) -> None:
        super().__init__(tr("Method"))
        self._session = session
        self.button = QToolButton()
        self.button.setProperty("role", "choice")
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands behind
        self.button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.button.clicked.connect(lambda: self.window().open("MethodDialog"))
        theme.follow(self.button, "chevron-down")
        self.tools.addWidget(self.button)
        self.words = label(role="muted", wrap=True)
        self.body.addWidget(self.words)
        session.changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        chosen = METHODS[self._session.document.method]
        self.button.setText(chosen.short)
        self.button.setAccessibleName(tr("Method: {name}", name=chosen.short))
        self.button.setToolTip(f"{tr(chosen.title)}\n{tr(chosen.what)}")
        words = self._about_the_shape(chosen)
        self.words.setVisible(bool(words))
        self.words.setText(words)

    def _about_the_shape(self, chosen: MethodCard) -> str:
        """What there is to say where the shape is not what the chosen method makes."""
        item, shown = self._session.document.current, METHODS[self._session.method]
        result = None if item is None else item.result
        if result is not None and GUESSED.format(method=result.method) in result.notes:
            return " ".join(core_words(note) for note in result.notes)
        document = self._session.document
        key = document.method if item is None else method_for(document, item)
        next_ = METHODS[key]
        said = []
        if item is not None and item.more and result is None and next_.cameras:
            said.append(how_long("reconstruct", key, len(item.views)))
        if item is not None and item.view.solid is None and next_ is not chosen:
            said.append(needs_several(chosen, next_))
        if result is not None and shown is not next_:
            said.append(
                tr(
                    "This shape was made by {shown}. Reconstruct it to see what {chosen} makes "
                    "of it.",
                    shown=shown.short,
                    chosen=next_.short,
                )
            )
        return " ".join(said)
