"""How valid a shape is and how its latent space behaves around it, in plain sentences."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from core.process.jobs import Path, Standing
from core.types import Health
from viewer.i18n.translate import mark, tr
from viewer.text.mesh_health import Level

# In typical distances between neighbours. Shapes drawn from the prior of `vae` have an IoU above
# 0.6 with some known shape up to 1.2; 99 in 100 known shapes are within 2.1 of another one.
CLOSE, FAR = 1.2, 2.1
FEW = 5  # pieces; more are no shape any longer
MANY, SOME = 5, 3  # of the six nearest known shapes that are of one class
SMALL, LARGE = 0.03, 0.1  # share of voxels that a small step changes
EVEN = 2.0  # times the mean that the largest step of a path may be
SURE, VAGUE = 1.5, 3.0  # times as many undecided voxels between the ends as at them

CLASSES = {
    "bathtub": mark("bathtub"),
    "bed": mark("bed"),
    "chair": mark("chair"),
    "desk": mark("desk"),
    "dresser": mark("dresser"),
    "monitor": mark("monitor"),
    "night_stand": mark("night stand"),
    "sofa": mark("sofa"),
    "table": mark("table"),
    "toilet": mark("toilet"),
    "lamp": mark("lamp"),
    "other": mark("other"),
    "plant": mark("plant"),
    "storage": mark("storage"),
    "vehicle": mark("vehicle"),
    "vessel": mark("vessel"),
}
# IoU below which a shape is called poor, and from which on good: of outlines, of volumes.
OUTLINE = 0.75, 0.9
EXPECTED = 0.4, 0.75

COUNTS = (mark("two"), mark("three"), mark("four"), mark("five"))


@dataclass(frozen=True)
class Verdict:
    """A light with its sentence."""

    level: Level
    sentence: str


def class_word(name: str) -> str:
    """A class of shapes in the user's language, where it is known."""
    return tr(CLASSES[name]) if name in CLASSES else name.replace("_", " ")


def validity(health: Health | None, standing: Standing | None) -> Verdict:
    """Pieces, closed, and how near a known shape is: the worst of them gives the light."""
    if health is None:
        return Verdict("unknown", tr("The shape is being measured."))
    if not health.faces:
        return Verdict("problem", tr("The shape is empty."))
    closed = health.solid or health.watertight
    parts = [tr("one piece") if health.pieces == 1 else _pieces(health.pieces)]
    parts.append(tr("closed") if closed else tr("not closed"))
    few = health.pieces <= FEW
    levels: list[Level] = ["good" if health.pieces == 1 else "warning" if few else "problem"]
    levels.append("good" if closed else "problem")
    if standing is not None and standing.strangeness is not None:
        level, words = likeness(standing.strangeness)
        levels.append(level)
        parts.append(words)
    return Verdict(_worst(levels), _sentence(parts))


def soundness(health: Health | None, problem: str = "") -> Verdict:
    """Whether the mesh is one closed piece; that says nothing of what it looks like.

    ``problem`` is why that could not be found out.
    """
    return Verdict("unknown", problem) if problem else validity(health, None)


def sound_word(verdict: Verdict, problem: str = "") -> str:
    """Whether the mesh is sound, in a word for the chip."""
    if problem:
        return tr("Not measured")
    words = {
        "good": tr("Sound mesh"),
        "warning": tr("In pieces"),
        "problem": tr("Mesh not sound"),
        "unknown": tr("Measuring"),
    }
    return words[verdict.level]


def resemblance(
    outline: float | None, expected: float | None, checked: bool = True
) -> tuple[str, Verdict]:
    """How like the photograph a shape is, in a word for the chip and in a sentence.

    ``outline`` is the IoU of its outline with the mask, which is measured: that alone is called
    bad. ``expected``, the share of the volume that is expected to be right, is only a guess at
    what no photograph shows; it counts where that was ``checked`` against known shapes.
    """
    if outline is None and expected is None:
        sentence = tr("The shape is being compared with the photograph.")
        return tr("Being compared"), Verdict("unknown", sentence)
    parts = []
    if outline is not None:
        parts.append(tr("its outline fits the photograph's by {share:.0%}", share=outline))
    if expected is not None and checked:
        parts.append(tr("about {share:.0%} of its volume is expected to be right", share=expected))
    else:
        parts.append(tr("what the photograph does not show is a guess"))
    sentence = _sentence(parts)
    sure = expected is not None and checked and expected >= EXPECTED[1]
    level = "good" if outline is None else _graded(outline, *OUTLINE)
    if level == "problem":
        return tr("Unlike the photograph"), Verdict(level, sentence)
    if level == "warning":
        return tr("Roughly like the photograph"), Verdict(level, sentence)
    if sure:
        return tr("Like the photograph"), Verdict("good", sentence)
    if outline is not None and not (checked and expected is not None):
        return tr("Outline fits"), Verdict("good", sentence)
    return tr("Hidden side uncertain"), Verdict("warning", sentence)


def _graded(share: float, poor: float, good: float) -> Level:
    return "problem" if share < poor else "warning" if share < good else "good"


def fits_badly(outline: float | None) -> bool:
    """Whether an outline is so far from the mask's that the mask is to blame."""
    return outline is not None and outline < OUTLINE[0]


def advice(outline: float | None, expected: float | None, checked: bool = True) -> str:
    """What would help where a shape is probably unlike the object; else nothing."""
    if fits_badly(outline):
        return tr(
            "The outline does not fit the photograph's. Mend the mask, or take another photograph "
            "of the object alone, before a plain ground."
        )
    if expected is not None and checked and expected < EXPECTED[0]:
        return tr(
            "What the photograph does not show may well be wrong here. A photograph from "
            "another angle would help, or a dozen from all sides."
        )
    return ""


def likeness(strangeness: float) -> tuple[Level, str]:
    """How near the nearest known shape is."""
    if strangeness <= CLOSE:
        return "good", tr("like a known shape")
    if strangeness <= FAR:
        return "warning", tr("a little unlike the known shapes")
    return "warning", tr("unlike any known shape")


def similar_near(standing: Standing) -> Verdict:
    """Property 1: the classes of the nearest known shapes."""
    if not standing.neighbours:
        return Verdict("unknown", tr("This method has no map of known shapes yet."))
    (name, most), *_ = Counter(standing.neighbours).most_common(1)
    count = len(standing.neighbours)
    level: Level = "good" if most >= MANY else "warning" if most >= SOME else "problem"
    return Verdict(
        level,
        tr(
            "Of the {count} nearest known shapes, {most} are of the class {name}.",
            count=count,
            most=most,
            name=class_word(name),
        ),
    )


def small_step(standing: Standing) -> Verdict:
    """Property 2: what a tenth of a sigma along the strongest direction changes."""
    level: Level = (
        "good" if standing.step <= SMALL else "warning" if standing.step <= LARGE else "problem"
    )
    return Verdict(
        level,
        tr(
            "A tenth of a sigma along the strongest direction changes {share:.1%} of the voxels.",
            share=standing.step,
        ),
    )


def path_verdicts(path: Path) -> tuple[Verdict, Verdict, Verdict]:
    """Whether a path changes evenly, stays whole, and is no blend of two ghosts."""
    return _evenness(path), _wholeness(path), _decision(path)


def _evenness(path: Path) -> Verdict:
    if path.largest == 0:
        return Verdict("unknown", tr("Both ends are the same shape."))
    even = path.largest <= EVEN * path.mean
    text = (
        tr("It changes evenly: the largest step is {largest:.0%} of the shape.",
           largest=path.largest)
        if even
        else tr("It jumps: the largest step is {largest:.0%} of the shape, the mean {mean:.0%}.",
                largest=path.largest, mean=path.mean)
    )  # fmt: skip
    return Verdict("good" if even else "warning", text)


def _wholeness(path: Path) -> Verdict:
    if path.broken:
        return Verdict(
            "problem" if 2 * path.broken > path.count else "warning",
            tr("{broken} of {count} shapes on the way are in several pieces.",
               broken=path.broken, count=path.count),
        )  # fmt: skip
    if path.hollow:
        return Verdict(
            "warning",
            tr(
                "In one piece but for crumbs; {hollow} of {count} have a closed hollow inside.",
                hollow=path.hollow,
                count=path.count,
            ),
        )
    return Verdict(
        "good",
        tr(
            "All {count} shapes on the way are closed and, but for crumbs, in one piece.",
            count=path.count,
        ),
    )


def _decision(path: Path) -> Verdict:
    more = path.undecided / max(path.at_ends, 1e-6)
    if more <= SURE:
        text = mark(
            "No blend of two ghosts: {share:.0%} of its voxels are undecided, "
            "{ends:.0%} at the ends."
        )
        level: Level = "good"
    else:
        text = mark(
            "Partly a blend of two ghosts: {share:.0%} of its voxels are undecided, "
            "{ends:.0%} at the ends."
        )
        level = "warning" if more <= VAGUE else "problem"
    return Verdict(level, tr(text, share=path.undecided, ends=path.at_ends))


def _pieces(count: int) -> str:
    number = tr(COUNTS[count - 2]) if 2 <= count < 2 + len(COUNTS) else str(count)
    return tr("{number} pieces", number=number)


def _worst(levels: list[Level]) -> Level:
    order: tuple[Level, ...] = ("problem", "warning", "good")
    return next(level for level in order if level in levels)


def _sentence(parts: list[str]) -> str:
    text = tr("; ").join(parts)
    return text[:1].upper() + text[1:] + tr(".")
