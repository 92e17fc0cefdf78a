"""Small widgets that several panels use."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from viewer.theme import theme

Paint = Callable[[QSize, float], QPixmap]


class ElidedLabel(QLabel):
    """One line of text that gives up its middle where room is short."""

    def __init__(self, text: str, role: str = "") -> None:
        super().__init__()
        self._text = text
        dress(self, role)
        self.setToolTip(text)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def show_text(self, text: str) -> None:
        """Show another text."""
        if text != self._text:
            self._text = text
            self.setToolTip(text)
            self._elide(self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._elide(event.size().width())
        super().resizeEvent(event)

    def _elide(self, width: int) -> None:
        self.setText(self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideMiddle, width))


def label(text: str = "", role: str = "", wrap: bool = False) -> QLabel:
    """A text in a role that the style sheet knows: title, strong, muted, number, problem, good."""
    made = QLabel(text)
    dress(made, role)
    made.setWordWrap(wrap)
    if wrap:
        made.setMinimumWidth(40)  # else Qt guesses a width, and a narrow column is cut off
    return made


def dress(made: QLabel, role: str) -> None:
    """Give a label its role."""
    made.setProperty("role", role)
    if role == "strong":
        font = made.font()
        font.setWeight(QFont.Weight.DemiBold)
        made.setFont(font)


def set_role(widget: QWidget, role: str) -> None:
    """Change a widget's role after it has been shown."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout, for good."""
    while (child := layout.takeAt(0)) is not None:
        if (widget := child.widget()) is not None:
            focused = QApplication.focusWidget()
            if focused is not None and (focused is widget or widget.isAncestorOf(focused)):
                focused.clearFocus()  # Qt keeps it where the widget is not on screen yet
            # A layout shows what was added a moment later. By then this would be a window.
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()


class Section(QFrame):
    """A titled part of a column. ``tools`` is the row of small buttons beside its title."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setProperty("role", "section")
        self.title = label(title, "title")
        self.tools = QHBoxLayout()
        self.tools.setSpacing(2)
        self.head = head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch()
        head.addLayout(self.tools)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(14, 10, 14, 12)
        self.body.setSpacing(8)
        self.body.addLayout(head)


def tool(icon: str, tip: str, run: Callable[[], object]) -> QToolButton:
    """A small flat button with an icon; the icon follows the theme."""
    button = QToolButton()
    button.setAutoRaise(True)
    button.setToolTip(tip)
    button.setAccessibleName(tip.splitlines()[0])
    button.setIconSize(QSize(16, 16))
    button.clicked.connect(lambda: run())
    theme.follow(button, icon)
    return button


def press_focused(event: QKeyEvent) -> bool:
    """Let Enter press the button that Space would press; whether there was one."""
    focused = QApplication.focusWidget()
    enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat()
    if enter and isinstance(focused, QAbstractButton) and focused.isEnabled():
        focused.click()
        return True
    return False


class Segmented(QWidget):
    """One of a few choices, side by side."""

    chosen = Signal(object)

    def __init__(self, options: Sequence[tuple[object, str, str]]) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._values: list[object] = []
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for index, (value, text, tip) in enumerate(options):
            button = QToolButton()
            button.setText(text)
            button.setToolTip(tip)
            button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
            button.setCheckable(True)
            place = "first" if index == 0 else "last" if index == len(options) - 1 else "middle"
            button.setProperty("segment", place)
            self._group.addButton(button, index)
            self._values.append(value)
            row.addWidget(button)
        self._group.idClicked.connect(lambda index: self.chosen.emit(self._values[index]))

    def set_icons(self, names: Sequence[str]) -> None:
        """Icons in place of the words, where room is short."""
        for button, name in zip(self._group.buttons(), names, strict=True):
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            theme.follow(button, name)

    def offer(self, value: object, shown: bool) -> None:
        """Have the last choice, or not; the one that then is last ends the row."""
        button = self.button(value)
        if button.isVisibleTo(self) == shown:
            return
        button.setVisible(shown)
        before = self._group.buttons()[self._values.index(value) - 1]
        before.setProperty("segment", "middle" if shown else "last")
        before.style().unpolish(before)
        before.style().polish(before)

    def choose(self, value: object) -> None:
        """Show a choice without announcing it."""
        self._group.button(self._values.index(value)).setChecked(True)

    def button(self, value: object) -> QAbstractButton:
        """The button of a choice."""
        return self._group.button(self._values.index(value))


class Picture(QWidget):
    """A picture fitted into the widget, with round corners; a quiet word while there is none."""

    def __init__(self, placeholder: str = "", side: int = 0) -> None:
        super().__init__()
        self._placeholder = placeholder
        self._paint: Paint | None = None
        self._pixmap: QPixmap | None = None
        if side:
            self.setFixedSize(side, side)

    def show_picture(self, paint: Paint | None) -> None:
        """What to show: a function of size and pixel ratio, called when it is needed."""
        self._paint, self._pixmap = paint, None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._pixmap = None
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._pixmap = None
            self.update()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        radius = min(8.0, box.width() / 8)
        if self._paint is None:
            colors = theme.current()
            painter.setPen(QPen(QColor(colors.line), 1))
            painter.setBrush(QColor(colors.window))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
            painter.setPen(QColor(colors.faint))
            painter.drawText(
                box.adjusted(6, 6, -6, -6),
                Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap,
                self._placeholder,
            )
            return
        if self._pixmap is None:
            self._pixmap = self._paint(self.size(), self.devicePixelRatioF())
        rounded(painter, self._pixmap, box, radius)


class Thumbnail(QAbstractButton):
    """A picture to click, on a tile; the chosen one has a ring."""

    def __init__(self, paint: Paint, side: int, tile: str = "") -> None:
        super().__init__()
        self._paint, self._tile = paint, tile
        self._pixmap: QPixmap | None = None
        self.setFixedSize(side, side)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def repaint_picture(self) -> None:
        """Ask for the picture again."""
        self._pixmap = None
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._pixmap = None
        self.update()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._pixmap = None
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        inner = box.adjusted(4, 4, -4, -4)
        if self._pixmap is None:
            self._pixmap = self._paint(inner.size().toSize(), self.devicePixelRatioF())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._tile or colors.raised))
        painter.drawRoundedRect(inner, 6, 6)
        painter.setOpacity(1.0 if self.isEnabled() else 0.35)
        rounded(painter, self._pixmap, inner, 6)
        painter.setOpacity(1.0)
        ring = colors.accent if self.isChecked() else colors.muted if self.underMouse() else ""
        if ring and self.isEnabled():
            painter.setPen(QPen(QColor(ring), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 9, 9)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colors.text), 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 9, 9)

    def enterEvent(self, event: QEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)


def rounded(painter: QPainter, pixmap: QPixmap, box: QRectF, radius: float) -> None:
    """Paint a pixmap in the middle of a box with round corners."""
    size = pixmap.deviceIndependentSize()
    place = QRectF(0, 0, size.width(), size.height())
    place.moveCenter(box.center())
    path = QPainterPath()
    path.addRoundedRect(place, radius, radius)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setClipPath(path)
    painter.drawPixmap(place, pixmap, QRectF(pixmap.rect()))
    painter.restore()
