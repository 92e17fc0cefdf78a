"""The systems one can choose. A new system is one file here and one entry in METHODS.

An entry holds what `methods` lists, so that nobody needs torch to look; ``module`` is the file
that builds the method when it is loaded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class MethodCard:
    """What a method is, in the words of its listing. ``latent`` maps group to size."""

    title: str
    module: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    latent: Mapping[str, int]
    paper: str


METHODS: dict[str, MethodCard] = {
    "tl": MethodCard(
        title="TL-embedding with disentangled codes",
        module="core.methods.tl",
        inputs=("image", "shape"),
        outputs=("voxels", "mesh", "points", "depth"),
        latent={"shape": 128, "pose": 16, "lighting": 8},
        paper="Girdhar et al. 2016 (arXiv 1603.08637); Grant et al. 2016 (arXiv 1610.05654)",
    ),
}
