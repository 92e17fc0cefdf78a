"""The rows of the table of actions that are about how the shape is seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from core.methods import METHODS
from viewer.actions.action import Action
from viewer.i18n.translate import mark, tr

if TYPE_CHECKING:
    from viewer.window.main_window import MainWindow


def _needs_shape(window: MainWindow) -> str:
    has_shape = window.session.document.code is not None
    return "" if has_shape else tr("There is no shape yet: reconstruct first")


def _needs_sureness(window: MainWindow) -> str:
    shape = window.preview.shape
    known = shape is not None and shape.mesh.confidence is not None
    return "" if known else tr("Only of a shape measured in photographs is it known")


def _needs_colors(window: MainWindow) -> str:
    shape = window.preview.shape
    known = shape is not None and shape.mesh.vertex_colors is not None
    known = known or window.preview.covers.current is not None
    return "" if known else tr("It is not known how a photograph lies on this shape")


def _needs_lamp(window: MainWindow) -> str:
    known = "lighting" in METHODS[window.session.method].latent
    return "" if known else tr("This method knows nothing of light")


def _look(name: str, value: object) -> Callable[[MainWindow], object]:
    return lambda window: window.session.show_as(**{name: value})


def _shows(name: str, value: object) -> Callable[[MainWindow], bool]:
    return lambda window: getattr(window.session.look, name) == value


def _flip(name: str) -> Callable[[MainWindow], object]:
    return lambda window: window.session.show_as(**{name: not getattr(window.session.look, name)})


def _switch(**changes: object) -> Callable[[MainWindow], object]:
    """Show it so, and at the second time as it was before."""
    return lambda window: window.session.switch(**changes)


def _needs_view(window: MainWindow) -> str:
    return "" if window.masking.item is None else tr("The mask is shown: X swaps its brush")


def _frame(window: MainWindow) -> None:
    """All of what is in the middle of the window."""
    if window.masking.item is None:
        window.viewport.frame()
    else:
        window.stage.canvas.fit()


def _side(name: str) -> Callable[[MainWindow], object]:
    return lambda window: window.viewport.look(name)


VIEW_ACTIONS: tuple[Action, ...] = (
    Action("mesh", "View", "Mesh", _look("representation", "mesh"), "", "mesh",
           checked=_shows("representation", "mesh")),
    Action("voxels", "View", "Voxels", _look("representation", "voxels"), "", "voxels",
           checked=_shows("representation", "voxels")),
    Action("points", "View", "Points", _look("representation", "points"), "", "points",
           checked=_shows("representation", "points")),
    Action("smooth", "View", "Smooth", _look("shading", "smooth"), "", "smooth",
           checked=_shows("shading", "smooth")),
    Action("flat", "View", "Flat", _look("shading", "flat"), "", "flat",
           checked=_shows("shading", "flat")),
    Action("wireframe", "View", "Wireframe",
           _switch(representation="mesh", shading="wireframe"), "W", "wireframe",
           checked=_shows("shading", "wireframe")),
    Action("normals", "View", "Normals", _look("shading", "normals"), "", "normals",
           checked=_shows("shading", "normals")),
    Action("xray", "View", "X-ray", _look("shading", "xray"), "", "xray",
           checked=_shows("shading", "xray")),
    Action("confidence", "View", "How sure the surface is", _switch(shading="confidence"),
           "Shift+K", "confidence", _needs_sureness, checked=_shows("shading", "confidence")),
    Action("photo_colors", "View", "Colours of the photographs", _flip("photo_colors"), "", "",
           _needs_colors, checked=_shows("photo_colors", True)),
    Action("front", "View", "Front", _side("front"), "1", "front"),
    Action("back", "View", "Back", _side("back"), "Ctrl+1"),
    Action("right", "View", "Right", _side("right"), "3", "right"),
    Action("left", "View", "Left", _side("left"), "Ctrl+3"),
    Action("top", "View", "Top", _side("top"), "7", "top"),
    Action("bottom", "View", "Bottom", _side("bottom"), "Ctrl+7"),
    Action("iso", "View", "Isometric", _side("iso"), "9", "iso"),
    Action("orthographic", "View", "Orthographic", _flip("orthographic"), "5", "ortho",
           checked=_shows("orthographic", True)),
    Action("frame", "View", "Frame the shape", _frame, "F", "frame"),
    Action("grid", "View", "Grid", _flip("grid"), "G", "grid", checked=_shows("grid", True)),
    Action("axes", "View", "Axes", _flip("axes"), "X", "axes", _needs_view,
           checked=_shows("axes", True)),
    Action("box", "View", "Bounding box", _flip("box"), "", "box", checked=_shows("box", True)),
    Action("ruler", "View", "Ruler", _flip("ruler"), "M", "ruler", _needs_shape,
           checked=_shows("ruler", True)),
    Action("clip", "View", "Cut", _flip("clip"), "C", "clip", checked=_shows("clip", True)),
    Action("overlay", "View", "Photograph over the shape", _flip("overlay"), "O", "overlay",
           _needs_shape, checked=_shows("overlay", True)),
    Action("screenshot", "View", "Screenshot…", lambda w: w.shape_page.take_screenshot(), "F12",
           "screenshot", _needs_shape),
    Action("turntable", "View", "Turntable film…", lambda w: w.shape_page.make_film(),
           "Shift+F12", "film", _needs_shape),
    Action("view_options", "View", "View options…", lambda w: w.shape_page.show_options(), "",
           "options", _needs_shape),
    Action("photo_view", "View", "Look as the photograph",
           lambda w: w.shape_page.look_as_photo(), "P", "camera", _needs_shape),
    Action("photo_light", "View", "Light as in the photograph", _flip("photo_light"), "L",
           "sun", _needs_lamp, checked=_shows("photo_light", True)),
)  # fmt: skip
VIEW_GAPS = {"frame", "photo_view"}
# A menu of all of them would be taller than a small screen.
SUBMENUS = {
    mark("Shading"): (
        "smooth", "flat", "wireframe", "normals", "xray", "confidence", "photo_colors"
    ),
    mark("Measure and cut"): ("box", "ruler", "clip"),
    mark("Look from"): (
        "front", "back", "right", "left", "top", "bottom", "iso", "orthographic"
    ),
}  # fmt: skip
EXCLUSIVE = ("mesh", "voxels", "points")
