"""What is known of a photograph's mask, in words."""

from __future__ import annotations

from core.types import View
from viewer.i18n.translate import mark, tr

DOUBT = 0.75  # certainty, below which people are asked to look at the outline
SOURCES = {
    "alpha": mark("The object is cut out by the image itself."),
    "network": mark("The method sees this object."),
    "file": mark("The object is cut out by the given mask."),
    "shape": mark("The shape itself will be encoded; this picture was drawn of it."),
}
OUTLINED = mark("The outlined object will be reconstructed.")
DOUBTFUL = mark("The outline is doubtful: mend it with the brush, or draw a box around the object.")
NONE = mark("No object was found yet: draw a box around it, or paint it.")


def is_doubtful(view: View) -> bool:
    """Whether whatever found the mask was not sure of it."""
    return view.mask_certainty is not None and view.mask_certainty < DOUBT


def mask_sentence(view: View) -> str:
    """Below the photograph: what is outlined, how sure that is, and how many objects there are."""
    if view.mask is None:
        return tr(NONE)
    words = tr(DOUBTFUL if is_doubtful(view) else SOURCES.get(view.mask_source, OUTLINED))
    number, count = view.mask_choice
    if count == 1:
        return words
    which = tr("Object {number} of {count}; N takes the next.", number=number, count=count)
    return f"{which} {words}"


def mask_words(view: View) -> tuple[str, str]:
    """In a list: a few words, and the role of the label that shows them."""
    if view.mask is None:
        return tr("No mask"), "muted"
    number, count = view.mask_choice
    if count > 1:
        return tr("Object {number} of {count}", number=number, count=count), "muted"
    if is_doubtful(view):
        return tr("Doubtful outline"), "warning"
    return tr("Object found"), "muted"
