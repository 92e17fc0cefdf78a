"""What only the photograph shows: shown in part, lent with its shape, and read in other ways."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from steering import add, reconstruct, save, wait

from core.document.project_file import read_project
from core.latent.detail import SHARE
from viewer.window.main_window import MainWindow


def test_the_detail_is_shown_in_part_and_fades_with_the_sliders(
    window: MainWindow, table: Path, tmp_path: Path
):
    add(window, table)
    reconstruct(window)
    session, panel = window.session, window.bring("LatentPanel")
    row, own = panel.detail, session.document.code
    wait(lambda: row.isVisible())
    assert row.value.text() == "100%" and "is left" not in row.slider.toolTip()
    whole = window.preview.shape
    row.slider.setValue(0)
    assert session.document.code[SHARE] == 0 and row.value.text() == "0%"
    assert session.undo_stack.undoText() == "Change the detail"
    wait(lambda: window.preview.shape is not whole)
    kept = read_project(save(window, tmp_path / "kept.shapewright")).document
    assert kept.code[SHARE] == 0 and np.array_equal(kept.code.shape, own.shape)
    row.slider.reset()
    assert session.document.code is own and not panel.reset_button.isEnabled()

    for axis in panel.rows[:4]:
        far = axis.slider.value() < 0
        axis.slider.setValue(axis.slider.maximum() if far else axis.slider.minimum())
    assert "of its detail is left" in row.slider.toolTip() and row.value.text() == "100%"
    panel.reset()
    assert session.document.code is own


def test_a_shape_takes_its_detail_along_to_another_image(
    window: MainWindow, table: Path, stool: Path
):
    add(window, table)
    reconstruct(window)
    session, badges = window.session, window.shape_page.badges
    lent = session.document.code
    likeness = window.preview.likeness
    assert likeness.outline is not None and likeness.expected is not None
    assert badges.alike.isVisible() and f"{likeness.outline:.0%}" in badges.alike.toolTip()
    assert likeness.checked and f"{likeness.expected:.0%}" in badges.alike.toolTip()
    window.actions_by_id["guesses"].trigger()
    wait(lambda: session.document.snapshots)
    names = [snapshot.name for snapshot in session.document.snapshots]
    assert names[0].endswith(", thinner") and names[1].endswith(", thicker")
    assert any(name.endswith(", from behind") for name in names[2:]) and len(set(names)) == 4

    add(window, stool)
    reconstruct(window)
    own = session.document.code
    window.panel("CodesPanel").rows["shape"].take(session.document.items[0].id)
    code = session.document.code
    assert np.array_equal(code["detail_maps"], lent["detail_maps"])
    assert np.array_equal(code["pose"], own["pose"])
    assert badges.alike.isHidden(), "it is not to be like this photograph"
    wait(lambda: window.preview.measures is not None)
    assert badges.sound.isVisible()
