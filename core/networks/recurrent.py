"""A shape that is told view after view: a recurrent unit on a grid of 4^3 cells.

Choy et al. 2016, "3D-R2N2" (arXiv 1604.00449), section 3.2, the gated unit with 3^3 convolutions:
each cell sees all of a view's features through weights of its own, and the cells around it.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from core.networks.base import PICTURE, ShapeNet
from core.networks.latents import Inference
from core.networks.volume import fallen, falling, risen, rising

CELLS = 4  # a side
WIDTHS = (48, 128)  # channels of the grids of 8^3 and 4^3 cells
NOISE = 0.1  # of a code whose shape is learned, so that codes near each other are shapes alike


class GridUnit(nn.Module):
    """Features of views (B, V, F), one after the other, to a state (B, C, 4, 4, 4) in [-1, 1]."""

    def __init__(self, features: int, channels: int) -> None:
        super().__init__()
        self.channels = channels
        self.given = nn.Linear(features, 3 * channels * CELLS**3)
        self.gates = nn.Conv3d(channels, 2 * channels, 3, padding=1, bias=False)
        self.candidate = nn.Conv3d(channels, channels, 3, padding=1, bias=False)

    def forward(self, views: Tensor) -> Tensor:
        batch, count = views.shape[:2]
        given = self.given(views).view(batch, count, 3 * self.channels, CELLS, CELLS, CELLS)
        state: Tensor = given.new_zeros(batch, self.channels, CELLS, CELLS, CELLS)
        for view in given.unbind(1):
            gates = (view[:, : 2 * self.channels] + self.gates(state)).sigmoid()
            update, reset = gates.chunk(2, 1)
            fresh = (view[:, 2 * self.channels :] + self.candidate(reset * state)).tanh()
            state = (1 - update) * state + update * fresh
        return state


class RecurrentNet(ShapeNet):
    """Views to the state of a `GridUnit`, which is the code, to 32^3 voxels.

    Grids have a way to codes as well, which the original lacks: it says where the state should
    arrive, and makes shapes of codes and codes of shapes.
    """

    def __init__(self, channels: int, axes: int) -> None:
        super().__init__(channels * CELLS**3, axes)
        self.resolution, self.channels = 32, channels
        self.encoder = nn.Sequential(falling(WIDTHS), nn.Conv3d(WIDTHS[-1], channels, 1))
        self.picture_head = nn.Sequential(nn.Linear(PICTURE, 512), nn.SiLU(), nn.Dropout(0.2))
        self.picture_unit = GridUnit(512, channels)
        self.decoder = nn.Sequential(nn.Conv3d(channels, WIDTHS[-1], 3, padding=1), rising(WIDTHS))

    def encode(self, grid: Tensor, **how: Any) -> Inference:
        """Occupancy (B, 32, 32, 32) to codes; blurred a little where they are samples."""
        state = self.encoder[1](fallen(self.encoder[0], grid)).tanh().flatten(1)
        if how.get("sample"):
            noise = torch.randn(state.shape, generator=how.get("generator"), device=state.device)
            state = state + NOISE * noise
        return Inference(state)

    def encode_picture(self, picture: Tensor, **how: Any) -> Inference:
        """Features (B, V, PICTURE) of views in their order, or (B, PICTURE) of one, to codes."""
        views = picture if picture.ndim == 3 else picture[:, None]
        return Inference(self.picture_unit(self.picture_head(views)).flatten(1))

    def decode(self, code: Tensor) -> Tensor:
        state = code.view(-1, self.channels, CELLS, CELLS, CELLS)
        return risen(self.decoder[1], self.decoder[0](state))

    def draw(self, count: int, generator: torch.Generator | None = None) -> Tensor:
        """Codes along the axes of known ones, as far from the middle as those are."""
        size = (count, len(self.basis_sigma))
        place = self.basis_mean.device
        steps = torch.randn(size, generator=generator, device=place) * self.basis_sigma
        return self.basis_mean + steps @ F.normalize(self.basis_axes)

    def remember(self, codes: Tensor) -> None:
        """Nothing: the axes know where the codes lie."""
