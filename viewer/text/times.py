"""Lengths of time in words."""

from __future__ import annotations

from viewer.i18n.translate import tr
from viewer.tasks.timing import estimate, kind_of

WORTH = 8.0  # seconds; what is over sooner need not be foretold


def time_words(spent: float | None, left: float | None = None) -> str:
    """How long something has taken, and how much longer it will, where that is known."""
    if spent is None:
        return ""
    words = tr("{seconds:.1f} s", seconds=spent) if spent < 90 else length_words(spent)
    if left is None or left < (WORTH if spent < WORTH else 1):
        return words
    return tr("{spent}, about {left} left", spent=words, left=length_words(left))


def length_words(seconds: float) -> str:
    """Seconds, or minutes where there are many."""
    if seconds < 90:
        return tr("{count} s", count=round(seconds))
    return tr("{count} min", count=round(seconds / 60))


def how_long(job: str, method: str, photographs: int) -> str:
    """How long measuring photographs will take, said before it is begun."""
    seconds = estimate(*kind_of(job, {"method": method, "views": range(photographs)}))
    if seconds is None:
        return tr("How long it takes here is not known yet; many photographs take minutes.")
    return tr("By the last time, it takes about {time} here.", time=length_words(max(seconds, 1)))
