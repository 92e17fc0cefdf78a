"""Many small classes as few large ones: what a map can give colours to."""

from __future__ import annotations

_MEMBERS = {
    "chair": "chair armchair stool bench",
    "table": "table desk coffee_table",
    "storage": "dresser night_stand nightstand cabinet bookcase wardrobe box container",
    "vehicle": "car truck ship airplane",
    "plant": "tree plant",
    "vessel": "bottle mug bowl vase vessel",
    **{name: name for name in ("sofa", "bed", "monitor", "toilet", "lamp")},
}
_KIND = {group: kind for kind, groups in _MEMBERS.items() for group in groups.split()}


def kind(group: str) -> str:
    """The kind that a group of shapes belongs to, or "other"."""
    return _KIND.get(group, "other")
