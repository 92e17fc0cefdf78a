"""The photograph lies on the shape in the view, whatever is done to the shape."""

from pathlib import Path

import numpy as np
import trimesh
from PIL import Image
from steering import add, draw_table, reconstruct, wait

from core.geometry.texture import sampled
from core.types import Mesh
from viewer.document.item_edits import finish, move
from viewer.panels.picture import PicturePanel
from viewer.preview.shape_preview import COARSE
from viewer.window.main_window import MainWindow


def worn(window: MainWindow) -> Mesh:
    """The mesh of the 3D view."""
    return window.viewport.scene._shape._mesh


def brown_share(window: MainWindow) -> float:
    """How much of the view is as brown as the table."""
    red, _, blue = np.moveaxis(window.viewport.scene.render(200, 150)[..., :3].astype(int), -1, 0)
    return float((red > 2 * blue + 20).mean())


def test_a_shape_wears_its_photograph_until_clay_is_wanted(window: MainWindow, table: Path):
    window.session.show_as(axes=False)  # one of them is red
    add(window, table)
    action = window.actions_by_id["photo_colors"]
    assert not action.isEnabled() and "not known how a photograph lies" in action.toolTip()
    reconstruct(window)
    wait(lambda: worn(window).texture is not None)
    made = worn(window)
    brown = sampled(made.texture, made.uv).astype(int)
    top, legs = (np.abs(brown - color).max(axis=1) for color in ((120, 70, 30), (60, 35, 15)))
    assert np.median(np.minimum(top, legs)) < 12
    assert brown_share(window) > 0.02
    assert action.isEnabled() and action.isChecked()

    window.session.show_as(photo_light=False)  # a lamp would tint the clay
    action.trigger()
    wait(lambda: worn(window).texture is None)
    assert brown_share(window) < 0.001  # clay is pale
    action.trigger()
    wait(lambda: worn(window).texture is made.texture)


def test_the_colours_stay_while_the_shape_changes_and_go_into_files(
    window: MainWindow, table: Path, tmp_path: Path
):
    add(window, table)
    reconstruct(window)
    wait(lambda: worn(window).texture is not None)
    texture, session = worn(window).texture, window.session
    wait(lambda: session.directions is not None)
    shapes: list[tuple[int, bool]] = []

    def note() -> None:
        shape = window.preview.shape
        shapes.append((len(shape.grid.occupancy), worn(window).texture is texture))

    window.preview.shape_changed.connect(note)
    number = session.begin_drag()
    for to in (0.5, 1.0):
        item = session.document.current
        session.do(move(session.document, item, 0, to, session.directions, number))
        wait(lambda: window.engine.idle)
    session.end_drag()
    wait(lambda: window.engine.idle and len(window.preview.shape.grid.occupancy) > COARSE)
    assert COARSE in {size for size, _ in shapes} and all(dressed for _, dressed in shapes)

    before = worn(window)
    session.do(finish(session.document.current, "turn", turn="y"))
    wait(lambda: window.engine.idle and worn(window) is not before)
    after = worn(window)
    assert after.texture is texture and len(after.uv) == len(before.uv)
    # Turned along, but for where one of two colours is as near as the other.
    assert np.isclose(after.uv, before.uv, atol=1e-4).mean() > 0.999

    window.panel("ExportPanel").write(str(tmp_path / "table.glb"))
    wait(lambda: not session.tasks)
    file = trimesh.load_mesh(tmp_path / "table.glb", process=False)
    assert file.visual.material.baseColorTexture.size == texture.shape[1::-1]
    assert "holds no colours" not in window.panel("ExportPanel").message.text()
    window.panel("ExportPanel").write(str(tmp_path / "table.stl"))
    wait(lambda: not session.tasks)
    assert ".stl files hold no colours" in window.panel("ExportPanel").message.text()


def test_a_table_that_the_picture_cuts_off_is_remarked(window, tmp_path):
    whole = Image.open(draw_table(tmp_path / "whole.png", (180, 60, 50)))
    whole.crop((0, 0, 100, 160)).save(tmp_path / "half.png")
    add(window, tmp_path / "half.png")
    reconstruct(window)
    notes = window.findChild(PicturePanel).notes
    assert "half.png cuts the object off" in notes.text() and not notes.isHidden()
