"""What was given: one object or several, cameras or none, and which photographs stick out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from core.cameras import sfm
from core.cameras.checks import coverage, odd_cameras, rig_fault
from core.importers import photo_similarity
from core.methods import DEFAULT
from core.types import View

MEASURED, CARVED, GUESSED = "surface", "hull", DEFAULT
ENOUGH = 12  # photographs, below which they hardly ever overlap enough to be compared
FEW = 4  # known cameras whose outlines already bound a shape
NEXT = 40.0  # degrees to the next photograph, from where the same surface is still compared
ASIDE = (
    60.0  # degrees between lines of sight, below which outlines bound a shape from one side only
)
TOGETHER = 0.7  # share that must be alike to be taken for one object


@dataclass(frozen=True)
class Survey:
    """What photographs are, and what to do with them.

    ``method`` is the proposed key of METHODS and ``why`` a sentence for it; ``together`` whether
    they show one object. ``duplicates`` names each copy with what it is a copy of, ``blurred`` and
    ``strangers`` (of another object) and ``odd`` (its camera contradicts its picture) those that
    stick out. ``cameras`` is how many are known, and ``fault`` what is wrong with all of them.
    """

    method: str
    together: bool
    why: str
    duplicates: Mapping[str, str] = field(default_factory=dict)
    blurred: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()
    odd: Mapping[str, str] = field(default_factory=dict)
    cameras: int = 0
    fault: str = ""

    @property
    def doubtful(self) -> dict[str, str]:
        """The photographs better left out, each with the reason."""
        return {
            **{name: "It is blurred, and the others are sharp." for name in self.blurred},
            **self.odd,
            **{name: "It seems to show another object." for name in self.strangers},
            **{name: f"It is a copy of {first}." for name, first in self.duplicates.items()},
        }


def survey(views: Sequence[View]) -> Survey:
    """What the photographs are; a quarter of a second for each. They may lack masks and cameras."""
    if len(views) < 2:
        return Survey(GUESSED, True, "One photograph: what it does not show is guessed.")
    copies = photo_similarity.twins([photo_similarity.detail(view) for view in views])
    copies = {later: first for later, first in copies.items() if not _moved(views, later, first)}
    kept = [index for index in range(len(views)) if index not in copies]
    apart = photo_similarity.difference([photo_similarity.colours(views[index]) for index in kept])
    group = photo_similarity.main_group(apart)
    known = sum(view.camera is not None for view in views)
    alike = group.mean() >= TOGETHER and _one_format([views[index] for index in kept])
    together = alike or 3 * known >= 2 * len(views)
    blurred = photo_similarity.blurred([photo_similarity.sharpness(views[index]) for index in kept])
    fault = rig_fault(views)
    method, why = _proposed(len(kept), views, together, fault)
    return Survey(
        method,
        together,
        why,
        {views[later].name: views[first].name for later, first in copies.items()},
        tuple(views[kept[k]].name for k in blurred) if together else (),
        tuple(views[kept[k]].name for k in photo_similarity.outsiders(apart, group))
        if together
        else (),
        odd_cameras(views) if not fault else {},
        known,
        fault,
    )


def sound(views: Sequence[View], found: Survey) -> tuple[View, ...]:
    """The views without those that stick out."""
    return tuple(view for view in views if view.name not in found.doubtful)


def _proposed(count: int, views: Sequence[View], together: bool, fault: str) -> tuple[str, str]:
    """The method for ``count`` different photographs, by their number and what they look at."""
    if not together:
        return GUESSED, f"{count} photographs that seem to show different objects: a shape each."
    known = sum(view.camera is not None for view in views)
    if known >= FEW and not fault:
        widest, apart = coverage(views)
        if widest < ASIDE:
            return GUESSED, (
                f"The cameras of {known} photographs are known, but all look from one side: the "
                "shape is guessed. Photographs from all around would let it be measured."
            )
        if known < ENOUGH or apart > NEXT:
            return CARVED, (
                f"The cameras of {known} photographs are known: it is carved from their outlines. "
                f"To measure its hollows as well, take a dozen or more, {NEXT:.0f} degrees apart "
                "at most."
            )
        if known >= count:
            return (
                MEASURED,
                f"The cameras of all {count} photographs are known: it can be measured.",
            )
        return MEASURED, (
            f"The cameras of {known} of {count} photographs are known: it can be measured."
        )
    if count < ENOUGH:
        return GUESSED, (
            f"{count} photographs without cameras are few: the shape is guessed from all of them."
        )
    if not sfm.is_installed():
        return GUESSED, (
            f"{count} photographs without cameras could be measured with the package pycolmap: "
            "pip install 'shapewright[sfm]'"
        )
    return MEASURED, (
        f"{count} photographs of one object: where they were taken from can be found, "
        "and the shape measured."
    )


def _moved(views: Sequence[View], later: int, first: int) -> bool:
    """Whether two pictures that look the same were taken from different places."""
    a, b = views[later].camera, views[first].camera
    if a is None or b is None:
        return False
    apart, away = a.centre - b.centre, a.centre
    return bool((apart**2).sum() > 1e-4 * max((away**2).sum(), 1e-12))


def _one_format(views: Sequence[View]) -> bool:
    """Whether most pictures have one size: photographs of different origin rarely do."""
    sizes = Counter(tuple(sorted(view.image.shape[:2])) for view in views)
    return sizes.most_common(1)[0][1] >= 0.5 * len(views)
