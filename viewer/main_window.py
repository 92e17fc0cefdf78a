"""The window: panels around the 3D view, and what connects them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QMainWindow,
    QSizePolicy,
    QStackedWidget,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from viewer import focus_order, intake, preferences, theme
from viewer.actions import fill_menus, make_actions, refresh_actions
from viewer.columns import Column
from viewer.dialogs import DIALOGS
from viewer.document import Item
from viewer.drop_veil import DropVeil
from viewer.engine import Engine
from viewer.language import tr
from viewer.layout import Layout
from viewer.masking import Masking
from viewer.panels import PANELS
from viewer.panels.progress import Banner, ProgressCard
from viewer.panels.recents import RecentMenu
from viewer.panels.stage import Stage
from viewer.panels.welcome import Welcome
from viewer.preview import Preview
from viewer.projects import Projects
from viewer.session import Session
from viewer.shape_page import ShapePage

TOOLS = ("open", "save", "", "undo", "redo", "-", "reconstruct", "", "export", "theme")


class MainWindow(QMainWindow):
    """One document on screen."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self.setWindowTitle("Shapewright")
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.engine = engine
        self.session = Session(engine, self)
        self.projects = Projects(self)
        self.preview = Preview(self.session)
        self.masking = Masking(self.session)
        self.actions_by_id = make_actions(self)
        self.panels = [make(self.session, self.preview) for make in PANELS]
        self.painted_at: float | None = None  # by time.perf_counter, for `viewer.bench`
        self._build()
        self._connect()
        self.arrangement.restore()
        preferences.restore(self)
        self._refresh()
        self.setFocus()

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

    def open(self, name: str) -> QDialog:
        """A dialog by the name of its class, opened."""
        dialog = next(kind for kind in DIALOGS if kind.__name__ == name)(self)
        dialog.show()
        return dialog

    # Putting it together

    def _build(self) -> None:
        fill_menus(self.menuBar(), self.actions_by_id)
        RecentMenu(self.actions_by_id["open_recent"], self.projects, self)
        self.tools = self._tool_bar()
        self.addToolBar(self.tools)
        self.welcome = Welcome(self.session, self.projects)
        self.stage = Stage(self.session, self.masking, self.actions_by_id)
        self.shape_page = ShapePage(self.session, self.preview, self.actions_by_id)
        self.viewport = self.shape_page.viewport
        self.middle = QStackedWidget()
        for page in (self.welcome, self.stage, self.shape_page):
            self.middle.addWidget(page)
        self.progress = ProgressCard(self.session, self.middle)
        self.banner = Banner(self.session, self.middle)
        centre = QWidget()
        stack = QVBoxLayout(centre)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(0)
        stack.addWidget(self.middle, 1)
        self.columns = {
            place: Column(
                [panel for panel in self.panels if panel.place == place],
                folds=place == "bottom",
                scrolls=place == "right",
            )
            for place in ("left", "right", "bottom")
        }
        self.left, self.right = self.columns["left"], self.columns["right"]
        self.arrangement = Layout(self)
        stack.addWidget(self.arrangement.grips["bottom"])
        stack.addWidget(self.columns["bottom"])
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(theme.SPACE, 0, theme.SPACE, theme.SPACE)
        row.setSpacing(0)
        row.addWidget(self.left)
        row.addWidget(self.arrangement.grips["left"])
        row.addWidget(centre, 1)
        row.addWidget(self.arrangement.grips["right"])
        row.addWidget(self.right)
        self.setCentralWidget(whole)
        self.veil = DropVeil(self)

    def _tool_bar(self) -> QToolBar:
        bar = QToolBar(tr("Tools"))
        bar.setMovable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.setIconSize(QSize(18, 18))
        for id in TOOLS:
            if id == "":
                bar.addSeparator()
            elif id == "-":
                space = QWidget()
                space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
                bar.addWidget(space)
            else:
                button = QToolButton()
                button.setDefaultAction(self.actions_by_id[id])
                if id in ("open", "reconstruct", "export"):
                    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
                bar.addWidget(button)
        return bar

    def _connect(self) -> None:
        session = self.session
        for signal in (
            session.changed,
            session.tasks_changed,
            session.directions_changed,
            session.problems_changed,
            session.undo_stack.indexChanged,
            self.projects.changed,
            self.masking.changed,
        ):
            signal.connect(self._refresh)
        session.look_changed.connect(lambda: refresh_actions(self))
        self.panel("ExportPanel").size.valueChanged.connect(self.viewport.set_size)

    # Following the document

    def _refresh(self) -> None:
        document = self.session.document
        page: QWidget = self.welcome
        if document.current is not None:
            page = self.shape_page if self.masking.item is None else self.stage
        self._turn_to(page)
        self.left.setVisible(bool(document.items) or bool(self.session.file_problems))
        self.right.wanted &= not document.items  # asked for by name in an empty window
        self.right.setVisible(bool(document.items) or self.right.wanted)
        bottom = self.columns["bottom"]
        bottom.setVisible(bool(document.items) or bottom.wanted)
        self.progress.raise_()
        self.banner.raise_()
        name = self.projects.name.replace("[*]", "[*][*]")
        self.setWindowTitle(f"{name}[*] – Shapewright" if name else "Shapewright[*]")
        self.setWindowModified(self.projects.modified)
        if not self.session.dragging:  # the hand is on a slider: nobody looks at the menus
            refresh_actions(self)

    def _turn_to(self, page: QWidget) -> None:
        """Show a page of the middle. The keys go on to the window, not to a button on the page."""
        before, focused = self.middle.currentWidget(), QApplication.focusWidget()
        if page is not before and focused is not None and before.isAncestorOf(focused):
            self.setFocus()
        self.middle.setCurrentWidget(page)

    # What the actions do

    def paste(self) -> None:
        """Add what is on the clipboard."""
        data = QGuiApplication.clipboard().mimeData()
        if data is None or not intake.take(self.session, data, tr("Pasted image")):
            self.session.report("Paste", tr("There is no image on the clipboard. Copy one first."))

    def unfinished(self) -> list[Item]:
        """The images that have a mask, but no shape yet."""
        return [
            item
            for item in self.session.document.items
            if item.result is None
            and item.view.mask is not None
            and not self.session.running(item.id)
        ]

    def reconstruct(self) -> None:
        """Find the shape in the selected image."""
        item = self.session.document.current
        if item is not None:
            self.session.reconstruct(item)

    def reconstruct_all(self) -> None:
        """Find the shapes that are still missing."""
        for item in self.unfinished():
            self.session.reconstruct(item)

    def export(self) -> None:
        """Ask for a file and write the shape."""
        self.bring("ExportPanel").ask()

    def switch_theme(self) -> None:
        """From light to dark and back."""
        mode = "light" if theme.current().is_dark else "dark"
        preferences.choose(self, "theme", mode)

    # Events

    def focusNextPrevChild(self, forward: bool) -> bool:
        return focus_order.move(self, forward)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if intake.acceptable(event.mimeData()):
            event.acceptProposedAction()
            self.veil.lift(intake.invitation(event.mimeData()))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.veil.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self.veil.hide()
        folder = intake.folder(event.mimeData())
        if folder is not None:
            self.open("FolderDialog").take(folder)
            event.acceptProposedAction()
        elif intake.take(self.session, event.mimeData(), tr("Dropped image")):
            event.acceptProposedAction()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrangement.settle()
        self.progress.settle()
        self.banner.settle()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.progress.settle()
        return super().event(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.projects.may_close():
            event.ignore()
            return
        self.arrangement.keep()
        self.session.queue.stop()
        self.session.cancel()
        self.shape_page.views.shutdown()
        super().closeEvent(event)
