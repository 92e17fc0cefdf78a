"""What the core says, in the user's language: its sentences are English, and known here by form.

Only sentences that people meet often are listed. Another one is shown as it is.
"""

from __future__ import annotations

import re
from functools import lru_cache

from viewer.i18n.translate import mark, tr

MEMORY = mark(
    "There was not enough memory. Use a lower resolution or fewer images."
)  # as `core.errors.NO_MEMORY`
# The note of `core.pipeline.reconstruct` about a shape that could not be measured.
GUESSED = mark("The learned method '{method}' guessed the shape instead.")
SENTENCES = (
    mark("There was not enough memory. Use a lower resolution or fewer images."),
    mark("{name} is a folder. Choose the images in it."),
    mark("{name} does not exist. Check the name."),
    mark("{name} is empty. Copy it again or choose another."),
    mark("The folder {name} holds no images. Choose one that does."),
    mark("{name} is not an image. Use a JPEG, PNG, WebP or AVIF."),
    mark("{name} is damaged. Copy it again or choose another."),
    mark("{name} could not be read as a mesh. Export it again."),
    mark("{name} holds no triangles. Use a file with a mesh."),
    mark("{name} could not be read as arrays. Write it again."),
    mark("{name} holds no cubic grid named 'occupancy'. Use another file."),
    mark("{name} is not a whole binvox file. Write it again."),
    mark("The grid of {name} is damaged. Write it again."),
    mark("No voxel of the grid is occupied. Use another grid."),
    mark("The mesh is empty or has no size. Use one with triangles."),
    mark("{name} is too large to open. Make it smaller first."),
    mark("{name} is a file, not a folder. Choose another name."),
    mark("The shape is empty, so nothing was written. Reconstruct one first."),
    mark("{suffix} files hold no colours. Use .glb to keep those of the photograph."),
    mark("{name} was not written: its folder does not exist. Create it or choose another."),
    mark("{name} was not written: the folder is read-only. Choose another folder."),
    mark("{name} was not written: a folder has that name. Choose another name."),
    mark("{name} was not written: the disk is read-only. Choose a folder on another."),
    mark("{name} is damaged or no project. Open another copy."),
    mark("{name} is damaged. Open another copy of it."),
    mark("{name} is not a Shapewright project. Choose another file."),
    mark("{name} was made by a newer Shapewright. Update this one to open it."),
    mark("There was not enough memory for {wanted}³ voxels, so the shape was made with {made}³."),
    mark("The cameras of all {count} photographs are known: it can be measured."),
    mark("The cameras of {known} of {count} photographs are known: it can be measured."),
    mark(
        "The cameras of {known} photographs are known, but all look from one side: the "
        "shape is guessed. Photographs from all around would let it be measured."
    ),
    mark(
        "The cameras of {known} photographs are known: it is carved from their outlines. "
        "To measure its hollows as well, take a dozen or more, {degrees} degrees apart "
        "at most."
    ),
    mark("{count} photographs that seem to show different objects: a shape each."),
    mark("{count} photographs without cameras are few: the shape is guessed from all of them."),
    mark(
        "{count} photographs of one object: where they were taken from can be found, "
        "and the shape measured."
    ),
    mark("The edge of {name} cuts the object off. Take a photograph that shows all of it."),
    mark("The mask of {name} is in {count} pieces. Leave one object in it."),
    mark("The object of {name} is as thin as a wire, so most of it is a guess."),
    mark("The detail is that of {name}, which tells most."),
    mark("It is blurred, and the others are sharp."),
    mark("It seems to show another object."),
    mark("It is a copy of {name}."),
    mark("no object was found in it"),
    mark("its camera is not known"),
    mark("its outline or its camera contradicts all the others"),
    mark("{share} of the surface is in no photograph and was guessed."),
    mark("The cameras were found in the photographs: {placed} of {count}."),
    mark(
        "Only {placed} of {count} photographs could be placed: they overlap too little. "
        "Take more from in between, some 15 degrees apart."
    ),
    mark(
        "There is too little to compare on the surface: its colours are plain. It was carved from "
        "the outlines alone, and hollows stay filled."
    ),
    mark("What no photograph shows was guessed by `tl`, whose shape fits the outlines by {fits}."),
    mark(
        "Its outline fits those of the photographs by {fits} only: cameras or masks are not exact."
    ),
    mark(
        "Measuring a shape needs {count} photographs or more from different sides. "
        "Add some, or choose a learned method."
    ),
    mark(
        "Only {used} of the {count} photographs can be used, {needed} are needed. "
        "Add more, or mend their masks and cameras."
    ),
    GUESSED,
    mark("thinner"),
    mark("thicker"),
    mark("from behind"),
    mark("turned {degrees}°"),
    mark("Something went wrong inside the program ({summary}). Please report it."),
)


@lru_cache(maxsize=1)
def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    made = []
    for sentence in SENTENCES:
        form = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", re.escape(sentence))
        made.append((sentence, re.compile(form, re.DOTALL)))
    return tuple(made)


def core_words(sentence: str) -> str:
    """A sentence of the core as the user reads it."""
    for known, form in _forms():
        found = form.fullmatch(sentence)
        if found is not None:
            return tr(known, **found.groupdict())
    return sentence
