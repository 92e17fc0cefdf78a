"""The slider of the photograph's detail, above those of the shape code."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.latent.detail import SHARE, has_detail, nearness
from core.types import LatentCode
from viewer.document.item_edits import mixed, show_detail
from viewer.document.session import Session
from viewer.i18n.translate import tr
from viewer.widgets.basic import label, set_role
from viewer.widgets.sigma_slider import STEPS, SigmaSlider

FADED = 0.5  # of the detail is left, below which it is said


class DetailRow(QWidget):
    """Hidden where there is no detail. The value is what is asked for; what of it is left where
    the shape has been moved far from its photograph, the tooltip says."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._drag: int | None = None
        self.slider = SigmaSlider()
        self.slider.setRange(0, 100)
        self.slider.setSingleStep(5)
        self.slider.setPageStep(20)
        self.slider.setAccessibleName(tr("Detail"))
        self.name = label(tr("Detail"), "muted")
        self.value = label(role="number")
        self.value.setFixedWidth(48)
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 30, 0)  # below it stand locks
        row.setSpacing(6)
        row.addWidget(self.name)
        row.addWidget(self.slider, 1)
        row.addWidget(self.value)
        self.slider.sliderPressed.connect(self._pressed)
        self.slider.sliderReleased.connect(self._released)
        self.slider.valueChanged.connect(self._moved)
        self.slider.reset = self._reset

    def show_code(self, code: LatentCode | None) -> None:
        """Show how much of a code's detail is asked for, and say how much is left."""
        document, directions = self._session.document, self._session.directions
        item = document.current
        base = None if item is None else mixed(document, item)
        shown = base is not None and has_detail(code) and has_detail(base)
        self.setVisible(shown)
        if code is None or base is None or not shown:
            return
        here, home = float(code[SHARE][0]), float(base[SHARE][0])
        self.slider.blockSignals(True)
        self.slider.setValue(round(100 * here))
        self.slider.blockSignals(False)
        self.slider.set_home(100 * home / STEPS)
        self.value.setText(f"{here:.0%}")
        set_role(self.value, "changed" if abs(here - home) > 0.005 else "number")
        said = [
            tr("How much of what only the photograph shows lies on the shape of the sliders."),
            tr("At 0% it is the sliders' shape alone. Double-click to reset."),
        ]
        near = 1.0 if directions is None else nearness(code, directions)
        if near < FADED:
            said.append(
                tr(
                    "The sliders are far from the photograph: {left:.0%} of its detail is left.",
                    left=here * near,
                )
            )
        self.slider.setToolTip("\n".join(said))
        self.name.setToolTip(self.slider.toolTip())

    def _pressed(self) -> None:
        self._drag = self._session.begin_drag()

    def _released(self) -> None:
        self._drag = None
        self._session.end_drag()

    def _moved(self, percent: int) -> None:
        self._show(percent / 100)

    def _reset(self) -> None:
        """As the photograph has it."""
        item = self._session.document.current
        base = None if item is None else mixed(self._session.document, item)
        if base is not None and SHARE in base:
            self._show(float(base[SHARE][0]))

    def _show(self, share: float) -> None:
        document = self._session.document
        item, drag = document.current, self._drag
        if item is None or not has_detail(document.code):
            return
        if drag is None:  # by key: one step of undo
            self._session.do(show_detail(document, item, share, self._session.begin_drag()))
            self._session.end_drag()
        else:
            self._session.do(show_detail(document, item, share, drag))
