"""Icons that are drawn when they are seen, in the size and the ink in which they are seen."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from viewer.theme.palette import Palette


class Engine(QIconEngine):
    """Draws an SVG file whose lines are in ``currentColor``.

    That is the text's colour of a palette, the accent's when checked, faint when disabled.
    """

    def __init__(self, path: Path, palette: Palette) -> None:
        super().__init__()
        self._path, self._palette = path, palette

    def clone(self) -> Engine:
        return Engine(self._path, self._palette)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        if size.isEmpty():
            return QPixmap()
        return _drawn(self._path, self._ink(mode, state), size.width(), size.height())

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        _renderer(self._path, self._ink(mode, state)).render(painter, _square(rect))

    def _ink(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        if mode == QIcon.Mode.Disabled:
            return self._palette.faint
        return self._palette.accent if state == QIcon.State.On else self._palette.text


@lru_cache(maxsize=512)
def _drawn(path: Path, ink: str, width: int, height: int) -> QPixmap:
    pixmap = QPixmap(width, height)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    _renderer(path, ink).render(painter, _square(pixmap.rect()))
    painter.end()
    return pixmap


@lru_cache(maxsize=256)
def _renderer(path: Path, ink: str) -> QSvgRenderer:
    source = path.read_text("utf-8").replace("currentColor", ink)
    return QSvgRenderer(QByteArray(source.encode()))


def _square(rect: QRect) -> QRectF:
    """The largest square in the middle."""
    side = min(rect.width(), rect.height())
    square = QRectF(0, 0, side, side)
    square.moveCenter(QRectF(rect).center())
    return square
