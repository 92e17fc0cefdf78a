"""A cut through a shape, as a value. No Qt, no VTK."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

# A unit normal, outward, and how far along it the plane lies.
Plane = tuple[tuple[float, float, float], float]


@dataclass(frozen=True)
class Clip:
    """A cut across an axis, at a share of the shape's extent from low to high in [0, 1].

    Not ``flipped``, the side of the larger coordinates is taken away: the front, for ``z``.
    """

    axis: Literal["x", "y", "z"]
    share: float
    flipped: bool = False

    def plane(self, low: npt.NDArray[np.float64], high: npt.NDArray[np.float64]) -> Plane:
        """The plane for a shape between two corners."""
        index, sign = "xyz".index(self.axis), -1.0 if self.flipped else 1.0
        at = float(low[index] + self.share * (high[index] - low[index]))
        x, y, z = sign * np.eye(3)[index]
        return (float(x), float(y), float(z)), sign * at
