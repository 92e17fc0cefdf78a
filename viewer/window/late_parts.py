"""What of the window is not seen at the start: pages, panels and the columns they stand in.

Each part is imported and built when it is first asked for. `Furnished.furnish` asks for all of
them, which the start does once the window has been painted.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from viewer.panels import PANELS, panel_class
from viewer.theme import theme
from viewer.window.columns import Column
from viewer.window.layout import Layout

if TYPE_CHECKING:
    from viewer.document.session import Session
    from viewer.masking.mask_tools import Masking
    from viewer.pages.mask import Stage
    from viewer.pages.proposal import ProposalPage
    from viewer.pages.shape import ShapePage
    from viewer.preview.shape_preview import Preview
    from viewer.view3d.pane import Pane
    from viewer.window.progress import ProgressCard

PARTS = ("panels", "columns", "stage", "shape_page", "proposal")


class Furnished(QMainWindow):
    """A window with pages in its middle and columns of panels around that."""

    session: Session
    preview: Preview
    masking: Masking
    actions_by_id: dict[str, QAction]
    arrangement: Layout
    progress: ProgressCard

    def __init__(self) -> None:
        super().__init__()
        self.middle = QStackedWidget()
        centre, whole = QWidget(), QWidget()
        self._centre, self._across = QVBoxLayout(centre), QHBoxLayout(whole)
        self._centre.setContentsMargins(0, 0, 0, 0)
        self._centre.setSpacing(0)
        self._centre.addWidget(self.middle, 1)
        self._across.setContentsMargins(theme.SPACE, 0, theme.SPACE, theme.SPACE)
        self._across.setSpacing(0)
        self._across.addWidget(centre, 1)
        self.setCentralWidget(whole)

    def furnish(self) -> Iterator[None]:
        """Build what nobody has asked for yet, bit by bit; the window may live in between."""
        for name in PANELS:
            panel_class(name)
            yield
        for part in PARTS:
            getattr(self, part)
            yield

    def has(self, part: str) -> bool:
        """Whether one of PARTS has been built."""
        return part in vars(self)

    # Pages

    @cached_property
    def stage(self) -> Stage:
        """The page with the photograph and its mask."""
        from viewer.pages.mask import Stage

        return self._page(Stage(self.session, self.masking, self.actions_by_id))

    @cached_property
    def shape_page(self) -> ShapePage:
        """The page with the 3D view."""
        from viewer.pages.shape import ShapePage

        return self._page(ShapePage(self.session, self.preview, self.actions_by_id))

    @cached_property
    def proposal(self) -> ProposalPage:
        """The page that says what several photographs seem to be."""
        from viewer.pages.proposal import ProposalPage

        return self._page(ProposalPage(self.session))

    @property
    def viewport(self) -> Pane:
        """The 3D view."""
        return self.shape_page.viewport

    def _page(self, page: QWidget) -> Any:
        self.middle.addWidget(page)
        return page

    # Panels

    @cached_property
    def panels(self) -> list[Any]:
        """All panels, in the order of their table."""
        return [panel_class(name)(self.session, self.preview) for name in PANELS]

    @cached_property
    def columns(self) -> dict[str, Column]:
        """The panels where they stand: left, right and bottom."""
        columns = {
            place: Column(
                [panel for panel in self.panels if panel.place == place],
                folds=place == "bottom",
                scrolls=place == "right",
            )
            for place in ("left", "right", "bottom")
        }
        for column in columns.values():
            column.hide()
        self.arrangement.take(columns)
        grips = self.arrangement.grips
        for widget in (grips["bottom"], columns["bottom"]):
            self._centre.addWidget(widget)
        for place, widget in enumerate((columns["left"], grips["left"])):
            self._across.insertWidget(place, widget)
        for widget in (grips["right"], columns["right"]):
            self._across.addWidget(widget)
        self.progress.follow(self.panel("WorkPanel"))
        return columns

    @property
    def left(self) -> Column:
        """The column to the left."""
        return self.columns["left"]

    @property
    def right(self) -> Column:
        """The column to the right."""
        return self.columns["right"]

    def panel(self, name: str):
        """A panel by the name of its class."""
        return next(panel for panel in self.panels if type(panel).__name__ == name)

    def bring(self, name: str):
        """A panel by the name of its class, brought to the front of its column."""
        panel = self.panel(name)
        for column in self.columns.values():
            if column.bring(panel):
                column.wanted = True
                column.show()
        return panel
