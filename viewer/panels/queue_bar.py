"""How the folder of photographs gets on: a line with a bar above the job list."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from viewer.i18n.translate import tr
from viewer.importing.folder_queue import FolderQueue
from viewer.widgets.basic import label, set_role, tool


class QueueBar(QWidget):
    """Not there while there is no queue."""

    def __init__(self, queue: FolderQueue) -> None:
        super().__init__()
        self._queue = queue
        self.words = label()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.bar.setAccessibleName(tr("Images of the folder that are done"))
        self.stop_button = tool("close", tr("Stop; what is done is kept"), queue.stop)
        self.go_button = tool("play", tr("Go on with the folder"), queue.go_on)
        self.retry_button = tool("redo", tr("Try those again that failed"), queue.retry_failed)
        self.open_button = tool("open", tr("Show the folder with the shapes"), self._show_folder)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.words)
        row.addSpacing(6)
        row.addWidget(self.bar, 1)
        for button in (self.stop_button, self.go_button, self.retry_button, self.open_button):
            row.addWidget(button)
        queue.changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        queue = self._queue
        self.setVisible(queue.total > 0)
        done, failed = len(queue.outcomes), len(queue.failed)
        words = tr("Folder: {done} of {total}", done=done, total=queue.total)
        if failed:
            words = tr("{words}, failed: {count}", words=words, count=failed)
        self.words.setText(words)
        set_role(self.words, "problem" if failed else "")
        self.bar.setRange(0, max(queue.total, 1))
        self.bar.setValue(done)
        busy = queue.running is not None
        self.stop_button.setVisible(busy)
        self.go_button.setVisible(not busy and bool(queue.waiting))
        self.retry_button.setVisible(not busy and bool(failed))

    def _show_folder(self) -> None:
        if self._queue.results is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._queue.results.folder)))
