"""Where the panels stand: columns beside and below the 3D view, with tabs where they share one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from viewer.i18n.translate import tr
from viewer.theme import theme


class Tabs(QFrame):
    """A strip of words; the chosen one is underlined."""

    chosen = Signal(int)

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 0, 0)
        row.setSpacing(0)
        for index, title in enumerate(titles):
            button = QToolButton()
            button.setText(tr(title))
            button.setCheckable(True)
            button.setProperty("role", "tab")
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            self._group.addButton(button, index)
            row.addWidget(button)
        row.addStretch()
        self._group.idClicked.connect(self.chosen)

    def choose(self, index: int | None) -> None:
        """Show a choice without announcing it; None for none."""
        self._group.setExclusive(index is not None)
        for place, button in enumerate(self._group.buttons()):
            button.setChecked(place == index)

    def button(self, index: int) -> QToolButton:
        """The button of a tab."""
        made = self._group.button(index)
        assert isinstance(made, QToolButton)
        return made


class Column(QFrame):
    """The panels of one place, top to bottom; those with another ``tab`` stand behind.

    One that ``folds`` is put away by a click on the tab in front, and takes no room while its
    page has nothing to show. ``scrolls`` lets a page that is too tall for the window be scrolled.
    """

    def __init__(
        self, panels: Sequence[QWidget], folds: bool = False, scrolls: bool = False
    ) -> None:
        super().__init__()
        self.setProperty("role", "side")
        self.titles = list(dict.fromkeys(panel.tab for panel in panels))
        self.pages = QStackedWidget()
        self.folds, self.folded = folds, False
        self.wanted = False  # asked for by name, though there may be nothing to show yet
        self._page_of: dict[QWidget, int] = {}
        for index, title in enumerate(self.titles):
            page = QWidget()
            stack = QVBoxLayout(page)
            stack.setContentsMargins(0, 0, 0, 0)
            stack.setSpacing(theme.SPACE)
            for panel in panels:
                if panel.tab == title:
                    stack.addWidget(panel, panel.stretch)
                    self._page_of[panel] = index
                    panel.installEventFilter(self)
            if not any(panel.stretch for panel in panels if panel.tab == title):
                stack.addStretch()  # else what room is left over would tear the panels apart
            self.pages.addWidget(_scrolled(page) if scrolls else page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE // 2)
        self.tabs = Tabs(self.titles)
        if len(self.titles) < 2:
            self.tabs.hide()
        self.tabs.chosen.connect(self._clicked)
        column.addWidget(self.tabs)
        column.addWidget(self.pages, 1)
        if self.titles:
            self.show_page(0)

    @property
    def page(self) -> int:
        """The tab in front."""
        return self.pages.currentIndex()

    def show_page(self, index: int) -> None:
        """Bring a tab to the front."""
        self.pages.setCurrentIndex(index)
        self.fold(False)

    def fold(self, away: bool) -> None:
        """Put the pages away, or back; the tabs stay."""
        self.folded = away
        self._settle()

    def bring(self, panel: QWidget) -> bool:
        """Show the tab of a panel; False when the panel stands elsewhere."""
        if panel not in self._page_of:
            return False
        self.show_page(self._page_of[panel])
        return True

    def _clicked(self, index: int) -> None:
        if self.folds and index == self.page:
            self.fold(not self.folded)
        else:
            self.show_page(index)

    def _settle(self) -> None:
        """Take room only for what there is to see; no tab is in front while nothing is seen."""
        filled = {page for panel, page in self._page_of.items() if not panel.isHidden()}
        seen = not self.folds or (self.page in filled and not self.folded)
        self.pages.setVisible(seen)
        self.tabs.choose(self.page if seen else None)
        for index in range(len(self.titles)):
            button = self.tabs.button(index)
            button.setEnabled(not self.folds or index in filled)
            button.setToolTip("" if button.isEnabled() else tr("There is nothing to see here yet"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._settle()
        return False


def _scrolled(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes the keys
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(page)
    return area
