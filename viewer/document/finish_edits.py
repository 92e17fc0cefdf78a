"""Ways to work the selected item's shape over; each is one undo step."""

from __future__ import annotations

from core.geometry.orientation import turned
from viewer.document.item_edits import finish
from viewer.document.session import Session
from viewer.i18n.translate import mark, tr

SWITCHES = {
    "repair": (mark("Repair the mesh"), mark("Leave the mesh unrepaired")),
    "largest": (mark("Keep the largest piece"), mark("Keep all pieces")),
}


def switch(session: Session, name: str) -> None:
    """Turn ``repair`` or ``largest`` on or off."""
    item = session.document.current
    if item is not None:
        now = getattr(item.finish, name)
        session.do(finish(item, tr(SWITCHES[name][now]), **{name: not now}))


def turn(session: Session, axis: str) -> None:
    """A quarter turn about an axis; "" puts the shape back as it came."""
    item = session.document.current
    if item is not None:
        name = tr("Turn about {axis}", axis=axis.upper()) if axis else tr("Turn back")
        session.do(finish(item, name, turn=turned(item.finish.turn, axis) if axis else ""))


def change(session: Session, name: str, drag: int | None = None, **changes: object) -> None:
    """Any other change; all of one ``drag`` are one undo step."""
    item = session.document.current
    if item is not None:
        session.do(finish(item, name, drag, **changes))
