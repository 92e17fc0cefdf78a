"""Pictures drawn in strips, so that nothing has to wait for a large one; and their pixels."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkCommonCore import vtkUnsignedCharArray
from vtkmodules.vtkRenderingCore import vtkRenderWindow

from core.types import Bytes


@dataclass(frozen=True)
class Area:
    """Some rows, from ``top`` on, of a picture of ``width`` x ``height`` pixels."""

    width: int
    height: int
    top: int
    rows: int

    @property
    def span(self) -> tuple[float, float]:
        """Its bottom and top, where -1 and 1 are those of the picture."""
        return 1 - 2 * (self.top + self.rows) / self.height, 1 - 2 * self.top / self.height


def pixels_of(window: vtkRenderWindow, area: Area) -> Bytes:
    """What a window has drawn of an area, the top row first."""
    read = vtkUnsignedCharArray()
    window.GetRGBACharPixelData(0, 0, area.width - 1, area.rows - 1, 1, read)
    picture: Bytes = vtk_to_numpy(read).reshape(area.rows, area.width, 4)
    return picture[::-1].copy()


def last(steps: Generator[object, None, Bytes]) -> Bytes:
    """What steps return at their end."""
    while True:
        try:
            next(steps)
        except StopIteration as finished:
            picture: Bytes = finished.value
            return picture


def unmultiplied(picture: Bytes) -> Bytes:
    """Colours of RGBA as they are without the black that shows through; see `Scene.strips`."""
    partly = (picture[..., 3] > 0) & (picture[..., 3] < 255)
    some = picture[partly].astype(np.uint16)
    some[:, :3] = np.minimum(some[:, :3] * 255 // some[:, 3:], 255)
    picture[partly] = some
    return picture


def halved(picture: Bytes) -> Bytes:
    """Every 2 x 2 pixels of RGBA averaged, all four channels of a pixel at once as one number."""
    pixels = picture.view(np.uint32)[..., 0]
    rows = _mean(pixels[::2], pixels[1::2])
    return _mean(rows[:, ::2], rows[:, 1::2])[..., None].view(np.uint8)


def _mean(a: npt.NDArray[np.uint32], b: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """The mean of each byte: what both have, and half of what one has, without carries."""
    return (a & b) + (((a ^ b) & np.uint32(0xFEFEFEFE)) >> np.uint32(1))
