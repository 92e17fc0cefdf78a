"""Completing a shape from what the 3D view's camera sees of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.methods import COMPLETES
from core.types import Pose
from core.utils.weights import has_weights
from viewer.actions.sampling import GUESSES, SEEDS
from viewer.document.item_edits import is_moved
from viewer.document.latent_edits import keep_codes
from viewer.document.measured_shapes import NOTHING_TO_STEER, is_measured
from viewer.i18n.translate import tr
from viewer.scene.orbit_camera import Orbit

if TYPE_CHECKING:
    from core.process.jobs.completion import Completed
    from viewer.window.main_window import MainWindow

FAR = 12.0  # sides


def complete(window: MainWindow) -> None:
    """Keep several wholes as snapshots, and say where one should look next."""
    session, camera = window.session, window.viewport.scene.camera
    document = session.document
    item, code = document.current, document.code
    if item is None or code is None:
        return
    untouched = not is_moved(item) and item.mix.shape == item.id
    pose = standpoint(camera)
    seed = int(np.random.default_rng().integers(SEEDS))

    def done(found: Completed) -> None:
        now = session.document.find(item.id)
        # Undo may have taken the image away, or given its number to another one.
        if now is None or now.view.image is not item.view.image:
            return
        names = [
            tr("{name}, whole {number}: {kind}, {chance:.0%}", name=now.name, number=k,
               kind=tr(kind), chance=chance)
            for k, (kind, chance) in enumerate(zip(found.labels, found.chances, strict=True), 1)
        ]  # fmt: skip
        made = tr(
            "completed from {seen:.0%} of the surface, seed {seed}", seen=found.seen, seed=seed
        )
        step = tr("Complete {name}", name=now.name)
        session.do(keep_codes(now, found.codes, names, made, step))
        window.bring("SnapshotsPanel").choose(session.document.snapshots[-len(names)].id)
        window.shape_page.next_view.tell(found, code)

    session.begin(
        tr("Complete {name}", name=item.name),
        "complete",
        {
            "code": code,
            "solid": item.view.solid if untouched else None,
            "pose": pose,
            "count": GUESSES,
            "seed": seed,
        },
        done=done,
        about=item.id,
    )


def standpoint(camera: Orbit) -> Pose:
    """From where a camera looks, as one that looks at the middle: the same sides are seen.

    One without perspective looks from far away.
    """
    away = FAR if camera.parallel else camera.distance
    x, y, z = np.asarray(camera.target) + away * camera.axes()[2]
    distance = float(np.hypot(np.hypot(x, z), y))
    azimuth, elevation = np.degrees([np.arctan2(x, z), np.arctan2(y, np.hypot(x, z))])
    return Pose(float(azimuth), float(elevation), 0.0, distance)


def needs_a_side(window: MainWindow) -> str:
    """Why nothing can be completed now, or nothing."""
    document = window.session.document
    item = document.current
    if item is None or document.code is None:
        return tr("There is no shape yet: reconstruct first")
    if not has_weights(COMPLETES):
        return tr("Its weights are not there. Train it: python main.py train {key}", key=COMPLETES)
    if is_measured(document.code):
        return tr(NOTHING_TO_STEER)
    if item.finish.turn:
        return tr("The shape is turned: take the turn back first")
    return tr("It is running already") if window.session.running(item.id) else ""
