"""`hull`: the visual hull, carved from the silhouettes of photographs with known cameras.

Laurentini 1994; coarse to fine as Szeliski 1993 does with octrees. Nothing is learned: it works for
any object, and what no silhouette shows, a hollow, stays filled.
"""

from __future__ import annotations

from collections.abc import Generator

import torch

from core.methods.multiview.base import Found, Measured, Subject
from core.multiview.hull import hull_field
from core.types import Progress
from core.utils import device as devices

KEY = "hull"


def load(device: str = "auto") -> Hull:
    """The method; it has no weights. UserError: no such device."""
    return Hull(devices.choose(device))


class Hull(Measured):
    """Silhouettes alone."""

    key = KEY

    def field(self, subject: Subject, resolution: int) -> Generator[Progress, None, Found]:
        yield Progress("Carving", 0.2, f"{resolution}³ voxels")
        with torch.no_grad():
            field = hull_field(subject.rig, subject.distances, resolution)
        return Found(field, subject.rig)
