"""What covers the window while something is held over it that can be dropped."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from viewer.theme import theme


class DropVeil(QWidget):
    """Lies over the whole window while something is held over it that can be dropped."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.words = ""
        self.hide()

    def lift(self, words: str) -> None:
        """Cover the parent, with an invitation."""
        self.words = words
        self.setGeometry(self.parentWidget().rect())
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(colors.accent_soft)
        veil.setAlpha(240)
        painter.setBrush(veil)
        painter.setPen(QPen(QColor(colors.accent), 2.5))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(8, 8, -8, -8), 18, 18)
        font = self.font()
        font.setPixelSize(22)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(colors.text))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.words)
