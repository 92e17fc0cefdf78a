"""From where one more photograph would help most: a sentence at the foot of the 3D view."""

from __future__ import annotations

from core.geometry.orientation import turned_pose
from core.types import Pose
from viewer.document.item_edits import Item
from viewer.document.session import Session
from viewer.i18n.translate import mark, tr
from viewer.view3d.next_view import FootCard
from viewer.view3d.pane import Pane

# Every 45 degrees of azimuth, as the view's menu calls the sides.
SIDES = (
    mark("the front"),
    mark("the front right"),
    mark("the right"),
    mark("the back right"),
    mark("the back"),
    mark("the back left"),
    mark("the left"),
    mark("the front left"),
)
STEEP, SLANTED = 65.0, 15.0  # degrees


def in_words(pose: Pose) -> str:
    """Where one more photograph would help, as a sentence."""
    if pose.elevation > STEEP:
        return tr("One more photograph from straight above would help most.")
    if pose.elevation < -STEEP:
        return tr("One more photograph from straight below would help most.")
    side = tr(SIDES[round(pose.azimuth / 45) % len(SIDES)])
    if pose.elevation > SLANTED:
        return tr("One more photograph from {side}, from above, would help most.", side=side)
    if pose.elevation < -SLANTED:
        return tr("One more photograph from {side}, from below, would help most.", side=side)
    return tr("One more photograph from {side} would help most.", side=side)


def wanted_pose(session: Session) -> Pose | None:
    """From where one more photograph of the shown shape would help, by it as it is shown."""
    item, document = session.document.current, session.document
    if item is None or item.result is None or document.code is not item.result.code:
        return None
    pose = item.result.next_view
    return None if pose is None else turned_pose(pose, document.finish.turn)


class NextPhoto(FootCard):
    """There once a shape has been measured, until it is put away."""

    def __init__(self, session: Session, viewport: Pane) -> None:
        super().__init__(viewport, tr("Look from there"))
        self._session = session
        self._seen: set[int] = set()  # results whose hint was put away
        session.changed.connect(self._follow)
        session.look_changed.connect(self._follow)
        self._follow()

    def put_away(self) -> None:
        """Say no more about this result."""
        item = self._session.document.current
        if item is not None:
            self._seen.add(id(item.result))
        super().put_away()

    def _follow(self) -> None:
        item, pose = self._session.document.current, wanted_pose(self._session)
        shown = pose is not None and self._unseen(item) and not self._session.look.overlay
        if pose is not None and shown:
            self.say(in_words(pose), pose)
        else:
            self.hide()

    def _unseen(self, item: Item | None) -> bool:
        return item is not None and id(item.result) not in self._seen
