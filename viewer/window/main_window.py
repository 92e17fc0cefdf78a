"""The window: panels around the 3D view, and what connects them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QSizePolicy,
    QToolBar,
    QToolButton,
    QToolTip,
    QWidget,
)

from viewer.actions.table import fill_menus, make_actions, refresh_actions, why_disabled
from viewer.dialogs import dialog_class
from viewer.document.item_edits import Item
from viewer.document.session import Session
from viewer.i18n.translate import tr
from viewer.importing import drop
from viewer.masking.mask_tools import Masking
from viewer.pages.recent_projects import RecentMenu
from viewer.pages.welcome import Welcome
from viewer.preview.shape_preview import Preview
from viewer.project.project_file import Projects
from viewer.system import preferences
from viewer.tasks.engine import Engine
from viewer.theme import theme
from viewer.widgets.basic import press_focused
from viewer.window import focus_order
from viewer.window.drop_overlay import DropVeil
from viewer.window.late_parts import Furnished
from viewer.window.layout import Layout
from viewer.window.progress import Banner, ProgressCard

TOOLS = ("open", "save", "", "undo", "redo", "-", "reconstruct", "", "export", "theme")


class MainWindow(Furnished):
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
        self.painted_at: float | None = None  # by time.perf_counter, for `viewer.bench`
        self._build()
        self._connect()
        self.arrangement.restore()
        preferences.restore(self)
        self._refresh()
        self.setFocus()

    def open(self, name: str) -> QDialog:
        """A dialog by the name of its class, opened."""
        opened = dialog_class(name)(self)
        opened.show()
        return opened

    # Putting it together

    def _build(self) -> None:
        fill_menus(self.menuBar(), self.actions_by_id)
        RecentMenu(self.actions_by_id["open_recent"], self.projects, self)
        self.tools = self._tool_bar()
        self.addToolBar(self.tools)
        self.welcome = Welcome(self.session, self.projects)
        self.middle.addWidget(self.welcome)
        self.progress = ProgressCard(self.session, self.middle)
        self.banner = Banner(self.session, self.middle)
        self.arrangement = Layout(self)
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
            session.gathering.changed,
        ):
            signal.connect(self._refresh)
        session.look_changed.connect(lambda: refresh_actions(self))
        self.preview.shape_changed.connect(self._refresh_if_still)
        self.preview.covers.changed.connect(self._refresh_if_still)

    # Following the document

    def _refresh(self) -> None:
        document = self.session.document
        page: QWidget = self.welcome
        if document.current is not None:
            page = self.shape_page if self.masking.item is None else self.stage
        if self.session.gathering.proposal is not None:
            page = self.proposal
        self._turn_to(page)
        if document.items or self.session.file_problems or self.has("columns"):
            self._show_columns(bool(document.items), bool(self.session.file_problems))
        self.progress.raise_()
        self.banner.raise_()
        name = self.projects.name.replace("[*]", "[*][*]")
        if self.projects.modified and not name:
            name = tr("Untitled")
        # The mark stands first where it is never shown: a title that does not end with the
        # program's name would have it added once more.
        self.setWindowTitle(f"{name}[*] – Shapewright" if name else "[*]Shapewright")
        self.setWindowModified(self.projects.modified)
        if not self.session.dragging:  # the hand is on a slider: nobody looks at the menus
            refresh_actions(self)

    def _refresh_if_still(self) -> None:
        """What can be done with a shape depends on what is known of its surface."""
        if not self.session.dragging:
            refresh_actions(self)

    def _show_columns(self, filled: bool, problems: bool) -> None:
        self.left.setVisible(filled or problems)
        self.right.wanted &= not filled  # asked for by name in an empty window
        for column in (self.right, self.columns["bottom"]):
            column.setVisible(filled or column.wanted)

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
        if data is None or not drop.take(self.session, data, tr("Pasted image")):
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
        if drop.acceptable(event.mimeData()):
            event.acceptProposedAction()
            self.veil.lift(drop.invitation(event.mimeData()))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.veil.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self.veil.hide()
        if drop.take(self.session, event.mimeData(), tr("Dropped image")):
            event.acceptProposedAction()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that nothing else wanted, also those of actions that cannot be done now."""
        if event.key() == Qt.Key.Key_Escape:
            look = self.session.look
            on = next((name for name in ("ruler", "overlay") if getattr(look, name)), "")
            if on:  # where Esc has nothing to cancel
                self.session.show_as(**{on: False})
        elif not press_focused(event):
            reason = why_disabled(self, event)
            if reason:
                foot = self.middle.rect().center() + QPoint(0, self.middle.height() // 3)
                QToolTip.showText(self.middle.mapToGlobal(foot), reason, self.middle)
            else:
                super().keyPressEvent(event)

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
        if self.has("shape_page"):
            self.shape_page.views.shutdown()
        super().closeEvent(event)
