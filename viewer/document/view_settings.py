"""How the shape is shown, and what each field of that sets in a 3D view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from viewer.scene.clipping import Clip

if TYPE_CHECKING:
    from viewer.view3d.viewport import Viewport


@dataclass(frozen=True)
class Look:
    """How the shape is shown. Not part of the document: there is nothing to undo about looking."""

    representation: str = "mesh"
    shading: str = "smooth"
    grid: bool = True
    axes: bool = True
    orthographic: bool = False
    photo_light: bool = True
    background: Literal["studio", "plain", "dark"] = "studio"
    view_angle: float = 30.0  # degrees, vertical
    navigation: Literal["turntable", "trackball"] = "turntable"
    clip: bool = False
    clip_axis: Literal["x", "y", "z"] = "z"
    clip_at: float = 0.5  # a share of the shape's extent
    clip_flipped: bool = False
    ruler: bool = False
    box: bool = False
    overlay: bool = False  # the photograph over the shape
    photo_colors: bool = True  # where it is known how photographs lie on the shape
    photo: int = 0  # the chosen one of the object's photographs
    cameras: bool = True  # where they were taken from, where that is known
    opacity: float = 0.5  # of the photograph
    views: int = 1  # side by side: 1, 2 or 4; the first is the live shape
    others: tuple[int, ...] = ()  # ids of what it is compared with, the chosen one first
    flipped: bool = False  # the first view shows the chosen other one instead
    difference: bool = False  # the live surface is coloured by how far the chosen one lies


def wear(look: Look, view: Viewport) -> None:
    """Show a view's shape as the look says. Several views may wear one look."""
    view.set_representation(look.representation)
    view.set_shading("smooth" if look.shading == "confidence" else look.shading)
    view.set_visible(grid=look.grid, axes=look.axes)
    view.set_background(look.background)
    view.set_view_angle(look.view_angle)
    view.set_orthographic(look.orthographic)
    view.show_cameras(look.cameras and not look.overlay)
    view.set_clip(Clip(look.clip_axis, look.clip_at, look.clip_flipped) if look.clip else None)
    view.set_navigation(look.navigation)
    view.set_measuring(look.ruler, look.box)
