"""What is seen fits: small screens, many photographs, names, titles and notices."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from steering import add, drop, photo, reconstruct, wait

from core.methods import METHODS
from core.types import LatentCode, Reconstruction, VoxelGrid
from viewer.document.item_edits import add as add_edit
from viewer.document.item_edits import keep_result
from viewer.document.photo_edits import put_together
from viewer.view3d.legends import reach
from viewer.window.main_window import MainWindow


def test_the_window_and_its_menus_fit_a_small_screen(window: MainWindow):
    window.session.do(add_edit(photo()))
    assert window.minimumWidth() <= 960 and window.minimumHeight() <= 560  # 1440x900 at 150 %
    for menu in window.menuBar().actions():
        assert menu.menu().sizeHint().height() <= 660, menu.text()
    inner = {text.text() for text in window.menuBar().actions()[5].menu().actions()}
    assert {"Shading", "Look from"} <= inner and "Isometric" not in inner


def test_the_title_says_the_programs_name_once(window: MainWindow):
    assert window.windowTitle() == "[*]Shapewright"
    window.session.do(add_edit(photo()))
    window.projects.forget()
    window.actions_by_id["remove"].trigger()
    assert window.isWindowModified() and window.windowTitle() == "Untitled[*] – Shapewright"


def test_an_object_of_several_photographs_is_not_called_like_one_of_them(window: MainWindow):
    for name in ("01.jpg", "02.jpg"):
        window.session.do(add_edit(photo(name)))
    items = window.session.document.items
    window.session.do(put_together(items[0], items[1:]))
    assert window.session.document.current.name == "One object"
    window.session.undo_stack.undo()
    for name in ("mug 1.jpg", "mug 2.jpg"):
        window.session.do(add_edit(photo(name)))
    items = window.session.document.items
    window.session.do(put_together(items[2], items[3:]))
    assert window.session.document.current.name == "mug"


@pytest.mark.parametrize(("most", "end"), [(20.1, 25), (10.4, 12), (0.7, 0.8), (45, 50), (10, 10)])
def test_the_scale_of_a_difference_follows_the_data(most: float, end: float):
    assert reach(np.full(100, most)) == pytest.approx(end)


def test_a_screenshot_has_a_name_of_its_own_and_the_view_says_where_it_is(
    window: MainWindow, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    proposed: list[Path] = []

    def ask(_: object, title: str, proposal: str, *more: object) -> tuple[str, str]:
        proposed.append(Path(proposal))
        return str(tmp_path / "shot.png"), ""

    window.show()
    add(window, table)
    reconstruct(window)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    window.actions_by_id["screenshot"].trigger()
    window.shape_page.screenshot.save()
    wait(lambda: (tmp_path / "shot.png").exists() and not window.session.tasks)
    assert proposed[0].name != table.with_suffix(".png").name
    assert window.banner.isVisible() and str(tmp_path / "shot.png") in window.banner.words.text()
    QTest.mouseClick(window.banner.button, Qt.MouseButton.LeftButton)
    assert window.banner.isHidden()


def test_nothing_lies_over_the_map_of_a_small_window(window: MainWindow, table: Path):
    window.resize(window.minimumSize())
    window.show()
    add(window, table)
    reconstruct(window)
    panel = window.bring("MapPanel")
    wait(lambda: panel.legend.isVisible() and window.engine.idle)
    QApplication.processEvents()
    parts = [panel.view, panel.legend, panel.hint]
    assert panel.legend.height() >= max(box.bottom() for box in panel.legend.boxes())
    for above, below in pairwise(parts):
        assert above.geometry().bottom() < below.geometry().top()


def test_many_thumbnails_show_that_there_are_more_and_follow_the_selection(window: MainWindow):
    window.show()
    session = window.session
    latent = METHODS["tl"].latent
    for seed in range(14):
        session.do(add_edit(photo(seed=seed)))
        code = LatentCode({name: np.full(size, seed) for name, size in latent.items()}, "tl")
        shape = VoxelGrid.canonical(np.ones((4, 4, 4)))
        item = session.document.current
        session.do(keep_result(item, Reconstruction("tl", code, shape, (item.view,))))
    row = window.panel("CodesPanel").rows["shape"]
    left, right = row._scroll.more[-1], row._scroll.more[1]

    def chosen() -> bool:
        return any(chip.isChecked() and not chip.visibleRegion().isEmpty() for chip in row.chips())

    wait(lambda: chosen() and left.isVisible() and not right.isVisible())
    session.select(session.document.items[0].id)
    wait(lambda: chosen() and right.isVisible() and not left.isVisible())


def test_the_progress_card_leaves_the_buttons_of_a_page_in_sight(
    window: MainWindow, table: Path, tmp_path: Path
):
    window.show()
    for k in range(4):
        (tmp_path / f"a{k}.png").write_bytes(table.read_bytes())
    assert drop(window, *(tmp_path / f"a{k}.png" for k in range(4)))
    wait(lambda: window.session.gathering.proposal is not None or window.session.document.items)
    if window.session.gathering.proposal is None:
        pytest.skip("they were taken for several objects")
    window.session.open_files([table])
    wait(lambda: window.progress.isVisible())
    QApplication.processEvents()
    foot = window.proposal.foot
    top = foot.mapTo(window, foot.rect().topLeft()).y()
    card = window.progress
    assert card.mapTo(window, card.rect().bottomLeft()).y() < top
    window.session.cancel()
    wait(lambda: not window.session.tasks)
