"""A trained shape autoencoder behind the calls of `core.methods.base.Method`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from core.errors import UserError
from core.geometry.resample import at_resolution, resampled
from core.methods.base import Analysis, read_directions
from core.types import Directions, LatentCode, View, VoxelGrid
from core.utils import device as devices
from core.utils.weights import read_weights

if TYPE_CHECKING:
    from core.methods.tl.method import TL
    from core.networks.base import ShapeNet


def load_shape_method(
    key: str, groups: Mapping[str, int], net: ShapeNet, device: str
) -> ShapeMethod:
    """The method with its weights. UserError: no such device; weights missing or altered."""
    return ShapeMethod(key, groups, net, prepare(net, key, device))


def prepare(net: ShapeNet, key: str, device: str) -> torch.device:
    """Fill a network with the shipped weights and put it where it runs."""
    place = devices.choose(device)
    read_weights(net, key)
    net.to(place).eval()
    return place


class ShapeMethod:
    """Shapes to codes and back; photographs through the image encoder of `tl`."""

    def __init__(
        self, key: str, groups: Mapping[str, int], net: ShapeNet, device: torch.device
    ) -> None:
        self.key, self.groups, self.net, self.device = key, groups, net, device
        self._eye: TL | None = None

    @property
    def eye(self) -> TL:
        """What looks at photographs; loaded with the first of them."""
        if self._eye is None:
            from core.methods.tl import method as tl

            self._eye = tl.load(self.device.type)
        return self._eye

    @torch.no_grad()
    def analyse(self, views: Sequence[View]) -> Analysis:
        """The likeliest code of what the photographs show, with maps and pose of the first.

        UserError when there is none, or a view's mask is empty.
        """
        if not views:
            raise UserError("There is no image to encode. Add one.")
        looks = [self.eye.look(view) for view in views]
        code = self.encode_features(torch.stack([look.features for look in looks]))
        return Analysis(code, looks[0].maps, looks[0].pose)

    @torch.no_grad()
    def encode_features(self, features: Tensor) -> LatentCode:
        """Features (V, 512) of photographs of one object to a code."""
        return self._code(self.net.encode_picture(features.mean(0)[None]).code[0])

    def encode(self, views: Sequence[View]) -> LatentCode:
        """Photographs to a code."""
        return self.analyse(views).code

    @torch.no_grad()
    def encode_shapes(self, occupancy: npt.NDArray[np.bool_]) -> list[LatentCode]:
        """Many grids (B, N, N, N) over [-0.5, 0.5]^3 to their likeliest codes, quicker than one."""
        grids = torch.from_numpy(np.ascontiguousarray(occupancy)).float().to(self.device)
        codes = [
            self.net.encode(resampled(part, self.net.resolution)).code for part in grids.split(64)
        ]
        return [self._code(code) for code in torch.cat(codes)]

    @torch.no_grad()
    def encode_shape(self, grid: VoxelGrid) -> LatentCode:
        """A grid of any size over [-0.5, 0.5]^3 to its likeliest code."""
        values = torch.from_numpy(np.array(grid.occupancy, np.float32)).to(self.device)
        fitted = resampled(values[None], self.net.resolution)
        return self._code(self.net.encode(fitted).code[0])

    @torch.no_grad()
    def hypotheses(self, views: Sequence[View], count: int, seed: int = 0) -> list[LatentCode]:
        """Several codes that the photographs leave possible: samples and not means."""
        looks = torch.stack([self.eye.look(view).features for view in views]).mean(0)
        draw = torch.Generator(self.device).manual_seed(seed)
        given = looks.expand(count, -1)
        found = self.net.encode_picture(given, generator=draw, sample=True)
        return [self._code(code) for code in found.code]

    @torch.no_grad()
    def sample(self, count: int, seed: int = 0, prior: bool = False) -> list[LatentCode]:
        """Codes of new shapes, drawn from where the known ones lie, or from the ``prior`` alone."""
        generator = torch.Generator(self.device).manual_seed(seed)
        draw = self.net.draw_prior if prior else self.net.draw
        return [self._code(code) for code in draw(count, generator)]

    @torch.no_grad()
    def decode(self, code: LatentCode, resolution: int = 64) -> VoxelGrid:
        """A code to occupancy at any resolution; the network has one of its own."""
        return at_resolution(self.net.decode(self._tensor(code)).float().sigmoid()[0], resolution)

    def render(self, code: LatentCode) -> None:
        """These systems draw no pictures."""

    def pose(self, code: LatentCode) -> None:
        """Their codes know no camera."""

    def lighting(self, code: LatentCode) -> None:
        """Their codes know no lamp."""

    def directions(self) -> Directions:
        """What the sliders move along, with the names that `train` found for some."""
        return read_directions(self.net, self.groups, self.key)

    def _code(self, flat: Tensor) -> LatentCode:
        parts = flat.float().cpu().split(list(self.groups.values()))
        named = zip(self.groups, parts, strict=True)
        return LatentCode({name: part.numpy() for name, part in named}, self.key)

    def _tensor(self, code: LatentCode) -> Tensor:
        sizes = {name: len(values) for name, values in code.items()}
        if code.method != self.key or sizes != dict(self.groups):
            raise UserError(
                f"This code is not one of the method '{self.key}'. Encode something with it first."
            )
        flat = np.concatenate([code[name] for name in self.groups])
        return torch.from_numpy(flat).to(self.device)[None]
