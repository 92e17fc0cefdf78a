"""What would help where a shape is probably unlike its object, unfolded from its chip."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from viewer.i18n.translate import tr
from viewer.preview.shape_preview import Preview
from viewer.text.quality import advice, fits_badly
from viewer.view3d.view_options import WIDTH, Sheet
from viewer.widgets.basic import label


class Advice(Sheet):
    """It lies over the shape only while somebody reads it."""

    def __init__(self, preview: Preview, parent: QWidget) -> None:
        super().__init__(parent)
        self._likeness = preview.likeness
        self.setAccessibleName(tr("What would help"))
        self.words = label(wrap=True)
        self.words.setFixedWidth(WIDTH - 2 * self.body.contentsMargins().left())
        self.go = QPushButton()
        self.go.clicked.connect(self._go)
        self.body.addWidget(self.words)
        self.body.addWidget(self.go, alignment=Qt.AlignmentFlag.AlignLeft)

    @property
    def sentence(self) -> str:
        """What there is to say now, or nothing."""
        found = self._likeness
        return advice(found.outline, found.expected, found.checked)

    def unfold(self, chip: QWidget) -> None:
        """Show it below its chip."""
        badly = fits_badly(self._likeness.outline)
        self.go.setText(tr("Mend the mask") if badly else tr("Other guesses"))
        self.words.setText(self.sentence)
        self.words.setFixedHeight(self.words.heightForWidth(self.words.width()))
        self.open_below(chip)

    def _go(self) -> None:
        self.close()
        window = self.parentWidget().window()
        if fits_badly(self._likeness.outline):
            window.masking.edit("brush")
        else:
            window.actions_by_id["guesses"].trigger()
