"""Shapes that were measured have nothing to steer; a learned method's rebuilding of them has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.methods import METHODS
from core.types import LatentCode, View
from viewer.document.item_edits import add, rename
from viewer.document.photo_edits import learned
from viewer.i18n.translate import mark, tr

if TYPE_CHECKING:
    from viewer.document.session import Session

NOTHING_TO_STEER = mark(
    "This shape was measured in photographs: it is as it is, and has nothing to steer."
)
OFFER = mark("A learned method can rebuild it from a code; that one can be steered.")


def is_measured(code: LatentCode | None) -> bool:
    """Whether a code is a measured shape, which no slider moves."""
    return code is not None and METHODS[code.method].cameras


def make_steerable(session: Session) -> None:
    """Put the shown shape in once more, as one that a learned method encodes."""
    item, code = session.document.current, session.document.code
    if item is None or code is None:
        return

    def done(view: View) -> None:
        session.do(add(view))
        added = session.document.current
        if added is not None:
            session.do(rename(added, tr("{name}, steerable", name=item.name)))
            session.reconstruct(session.document.current or added)

    method = METHODS[learned(session.document.method)].short
    session.begin(
        tr("{name} for {method}", name=item.name, method=method),
        "steerable",
        {"code": code, "name": item.name},
        done=done,
        about=item.id,
    )
