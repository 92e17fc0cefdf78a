"""The colours of the program: one value for light, one for dark. No Qt, no VTK."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Background = Literal["studio", "plain", "dark"]  # of the 3D view


@dataclass(frozen=True)
class Palette:
    """Colours as ``#rrggbb``. The window takes the first block, the 3D view the second.

    ``window`` lies behind panels, ``surface`` is a panel, ``raised`` a control on it, ``hover``
    and ``pressed`` its states; ``line`` parts things; ``text``, ``muted`` and ``faint`` are three
    steps of ink; ``accent`` is for the one thing to do next, ``accent_soft`` for what is chosen.
    """

    name: str
    window: str
    surface: str
    raised: str
    hover: str
    pressed: str
    line: str
    text: str
    muted: str
    faint: str
    accent: str
    accent_hover: str
    accent_soft: str
    on_accent: str
    success: str
    warning: str
    danger: str

    view_centre: str
    view_edge: str
    clay: str
    wire: str
    cut: str
    xray: str
    grid: str
    shadow: str
    shadow_strength: float
    axis_x: str
    axis_y: str
    axis_z: str

    @property
    def is_dark(self) -> bool:
        return self.name == "dark"


LIGHT = Palette(
    name="light",
    window="#efedea",
    surface="#faf9f7",
    raised="#ffffff",
    hover="#f3f0ec",
    pressed="#e7e2dc",
    line="#dcd7d0",
    text="#24211e",
    muted="#655f58",
    faint="#9a938a",
    accent="#bf4f27",
    accent_hover="#a9431f",
    accent_soft="#f6e1d7",
    on_accent="#ffffff",
    success="#2f7d4f",
    warning="#96650a",
    danger="#b3263c",
    view_centre="#fbfaf8",
    view_edge="#d5d0c9",
    clay="#d9b9a4",
    wire="#7a4a35",
    cut="#d98a63",
    xray="#35506b",
    grid="#6f665c",
    shadow="#3a2a20",
    shadow_strength=0.62,
    axis_x="#d6453d",
    axis_y="#4f9a3a",
    axis_z="#3a74d0",
)

DARK = Palette(
    name="dark",
    window="#171615",
    surface="#201f1d",
    raised="#2b2927",
    hover="#34322f",
    pressed="#3f3c38",
    line="#383531",
    text="#eeeae5",
    muted="#b0a9a0",
    faint="#7d766e",
    accent="#f08a5d",
    accent_hover="#f59f78",
    accent_soft="#4a2e22",
    on_accent="#2a1208",
    success="#6cc48d",
    warning="#e2b04a",
    danger="#ff7d88",
    view_centre="#3b3835",
    view_edge="#171615",
    clay="#dcb9a2",
    wire="#2a1b14",
    cut="#d07a50",
    xray="#a9cbe8",
    grid="#b9aea2",
    shadow="#000000",
    shadow_strength=0.72,
    axis_x="#f0655c",
    axis_y="#7cc85f",
    axis_z="#6aa0f5",
)


def palette_of(palette: Palette, background: Background) -> Palette:
    """The colours that suit a background."""
    return DARK if background == "dark" else palette
