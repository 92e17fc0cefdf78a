"""Shapes by lot: one from all that a method knows, or several that a photograph leaves possible."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.methods import METHODS
from core.types import LatentCode
from viewer.document.item_edits import compose, random_shape
from viewer.document.latent_edits import keep_codes, take_shape
from viewer.document.measured_shapes import is_measured
from viewer.document.session import Session
from viewer.i18n.core_messages import core_words
from viewer.i18n.translate import tr
from viewer.tasks.engine import Handlers

if TYPE_CHECKING:
    from viewer.window.main_window import MainWindow

GUESSES = 4
SEEDS = 2**31


def randomise(session: Session, rng: np.random.Generator) -> None:
    """Another shape for the current item: from its method's prior, where that has one.

    Else from the normal distribution that the directions describe.
    """
    document, directions = session.document, session.directions
    item, code = document.current, document.code
    if item is None or code is None or directions is None or is_measured(code):
        return
    if not METHODS[code.method].samples:
        session.do(random_shape(document, item, directions, rng))
        return

    def done(drawn: LatentCode) -> None:
        now = session.document.find(item.id)
        shown = None if now is None else compose(session.document, now)
        if now is not None and shown is not None and shown.method == drawn.method:
            name = tr("Random shape")
            session.do(take_shape(session.document, now, drawn.shape, name, directions))

    session.engine.submit(
        "sample",
        {"method": code.method, "seed": int(rng.integers(SEEDS))},
        Handlers(done, lambda message: session.report("view", message)),
        channel="sample",
    )


def guess(window: MainWindow) -> None:
    """Keep several shapes that the photograph leaves possible as snapshots."""
    session = window.session
    item, method = session.document.current, session.method
    if item is None:
        return
    seed = int(np.random.default_rng().integers(SEEDS))

    def done(found: Sequence[tuple[str, LatentCode]]) -> None:
        now = session.document.find(item.id)
        if now is None or now.view.image is not item.view.image:
            return
        codes = [code for _, code in found]
        names = _names(session, Path(now.name).stem, [_in_words(other) for other, _ in found])
        drawn = METHODS[method].samples
        made = (
            tr("drawn from what the photograph leaves open, seed {seed}", seed=seed)
            if drawn
            else tr("another reading of the photograph")
        )
        step = tr("Several shapes for {name}", name=now.name)
        session.do(keep_codes(now, codes, names, made, step))
        window.bring("SnapshotsPanel").choose(session.document.snapshots[-len(codes)].id)

    session.begin(
        tr("Several shapes for {name}", name=item.name),
        "hypotheses",
        {"views": (item.view,), "method": method, "count": GUESSES, "seed": seed},
        done=done,
        about=item.id,
    )


def needs_open_question(window: MainWindow) -> str:
    """Why several shapes cannot be drawn now, or nothing."""
    session = window.session
    item = session.document.current
    if item is None:
        return tr("There is no image yet: add one first")
    if item.view.solid is not None:
        return tr("{name} was given as a shape: nothing of it is left open", name=item.name)
    if item.view.mask is None:
        return tr("No object was found in {name}", name=item.name)
    if not METHODS[session.method].hypotheses:
        return tr("This method finds one shape only: choose another one")
    return tr("It is running already") if session.running(item.id) else ""


def _names(session: Session, stem: str, others: Sequence[str]) -> list[str]:
    """Names that no snapshot has yet: by what is other in each, else numbered."""
    taken = {snapshot.name for snapshot in session.document.snapshots}
    numbered = (tr("{name}, guess {number}", name=stem, number=k) for k in range(1, SEEDS))
    free = (name for name in numbered if name not in taken)
    said = [tr("{name}, {other}", name=stem, other=other) if other else "" for other in others]
    return [name if name and name not in taken else next(free) for name in said]


def _in_words(other: str) -> str:
    """What the core says is other in a guess, in the user's language."""
    return tr(", ").join(core_words(part) for part in other.split(", ")) if other else ""
