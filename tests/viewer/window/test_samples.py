"""The samples of the empty window: one click, and there is something to work with."""

from __future__ import annotations

from steering import wait

from viewer.window.main_window import MainWindow


def tile(window: MainWindow, name: str):
    (found,) = [each for each in window.welcome.samples if name in each.toolTip()]
    return found


def test_a_sample_photograph_is_opened_by_a_click(window: MainWindow):
    tile(window, "Chair").click()
    wait(lambda: len(window.session.document.items) == 1)
    assert window.session.document.current.view.mask is not None


def test_the_sample_of_several_photographs_is_proposed_as_one_object_to_measure(
    window: MainWindow,
):
    assert "24 photographs" in tile(window, "Glazed mug").toolTip()
    tile(window, "Glazed mug").click()
    wait(lambda: window.session.gathering.proposal is not None)
    proposal = window.session.gathering.proposal
    assert (proposal.way, proposal.method, len(proposal.chosen)) == ("together", "surface", 24)
    assert all(photo.view.camera is not None for photo in proposal.chosen)
    window.session.gathering.change(method="hull")
    window.proposal.run.click()
    wait(lambda: len(window.session.document.items) == 1)
    wait(lambda: window.session.document.current.result is not None)
    result = window.session.document.current.result
    assert not result.left_out and min(result.agreement) > 0.9
