"""What the card of trained weights says of their training, for every method alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from core.data.dataset import ShapeRow

NOTE = "Shapes of modelnet10 are for research use."


def trained_on(rows: Iterable[ShapeRow], **more: Any) -> dict[str, Any]:
    """How many shapes of which source the weights have seen, and what else is told of them."""
    return {"shapes": dict(Counter(row.source for row in rows)), **more, "note": NOTE}


def hours(seconds: float, earlier: Mapping[str, Any]) -> float:
    """Hours of training, those of the weights it started from included."""
    return round(seconds / 3600 + float(earlier.get("hours", 0)), 2)
