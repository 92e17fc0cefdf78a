"""3D ShapeNets: one set of weights that leads from voxels to a discrete code and back."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from core.networks.base import PICTURE, ShapeNet
from core.networks.latents import BinaryLatent, Inference

RESOLUTION = 32
HIDDEN = 1200
EXAMPLES = 128  # codes of known shapes, where walks over shapes begin
WALK = 4  # steps of such a walk


class TiedConv3d(nn.Module):
    """A convolution whose transpose, with the same weights, leads back down (no padding)."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int, rest: int = 0) -> None:
        super().__init__()
        self.stride, self.rest = stride, rest
        scale = (inputs * kernel**3) ** -0.5
        self.weight = nn.Parameter(scale * torch.randn(outputs, inputs, *(3 * (kernel,))))
        self.up_bias = nn.Parameter(torch.zeros(outputs))
        self.down_bias = nn.Parameter(torch.zeros(inputs))

    def forward(self, x: Tensor) -> Tensor:
        return F.conv3d(x, self.weight, self.up_bias, self.stride)

    def down(self, y: Tensor) -> Tensor:
        """The way back: (B, outputs, ...) to (B, inputs, ...)."""
        return F.conv_transpose3d(
            y, self.weight, self.down_bias, self.stride, output_padding=self.rest
        )


class BeliefNet(ShapeNet):
    """Three convolutions, 1,200 units and 4,000 binary units with those of a label on top.

    Sizes of the layers as in Wu et al. 2015, section 3, but for the third, which has 256 channels
    and not 512, and the volume, which is the 32^3 of the data and not 30^3 (a kernel 6 of stride 2
    takes both). The weights lead both ways, as in their belief network; they are trained through
    the drawn units by backpropagation, and not layer by layer with contrastive divergence.
    """

    examples: Tensor

    def __init__(self, size: int, labels: int, axes: int) -> None:
        super().__init__(size, axes)
        self.register_buffer("examples", torch.zeros(EXAMPLES, size))
        self._known: Tensor | None = None
        self.resolution = RESOLUTION
        self.layers = nn.ModuleList(
            [TiedConv3d(1, 48, 6, 2), TiedConv3d(48, 160, 5, 2, 1), TiedConv3d(160, 256, 4, 1)]
        )
        self.up_norms = nn.ModuleList(nn.GroupNorm(8, c) for c in (48, 160, 256))
        self.down_norms = nn.ModuleList(nn.GroupNorm(8, c) for c in (48, 160, 256))
        self.hidden = nn.Linear(256 * 2**3, HIDDEN)
        self.hidden_down_bias = nn.Parameter(torch.zeros(256 * 2**3))
        self.latent = BinaryLatent(HIDDEN, size, labels)
        self.picture_head = nn.Sequential(
            nn.Linear(PICTURE, 384), nn.SiLU(), nn.Dropout(0.2), nn.Linear(384, HIDDEN)
        )

    def read(self, grid: Tensor) -> Tensor:
        """Occupancy (B, 32, 32, 32) to the units below the code, (B, 1200)."""
        x = grid[:, None]
        for layer, norm in zip(self.layers, self.up_norms, strict=True):
            x = F.silu(norm(layer(x)))
        return F.silu(self.hidden(x.flatten(1)))

    def encode(self, grid: Tensor, **how: Any) -> Inference:
        inference: Inference = self.latent(self.read(grid), **how)
        return inference

    def encode_picture(self, picture: Tensor, **how: Any) -> Inference:
        inference: Inference = self.latent(F.silu(self.picture_head(picture)), **how)
        return inference

    def decode(self, code: Tensor) -> Tensor:
        units = F.silu(self.latent.down(code))
        x = F.linear(units, self.hidden.weight.T, self.hidden_down_bias).view(-1, 256, 2, 2, 2)
        for layer, norm in zip(reversed(self.layers), reversed(self.down_norms), strict=True):
            assert isinstance(layer, TiedConv3d)
            x = layer.down(F.silu(norm(x)))
        return x[:, 0]

    def remember(self, codes: Tensor) -> None:
        place = torch.linspace(0, len(codes) - 1, EXAMPLES, device=codes.device).long()
        self.examples.copy_(codes[place])

    @torch.no_grad()
    def known_shapes(self) -> Tensor:
        """The examples decoded, bool (EXAMPLES, 32, 32, 32); kept once they have been."""
        if self._known is None or self._known.device != self.examples.device:
            self._known = torch.cat([self.decode(part) > 0 for part in self.examples.split(32)])
        return self._known

    def draw(self, count: int, generator: torch.Generator | None = None) -> Tensor:
        """Ends of walks over shapes, each begun at a known one and with its label."""
        device = self.examples.device
        begun = torch.randint(EXAMPLES, (count,), generator=generator, device=device)
        code = self.examples[begun]
        label = F.one_hot(self.read_label(code).argmax(1), self.latent.labels).float()
        for _ in range(WALK):
            chance = self.decode(code).sigmoid()
            noise = torch.rand(chance.shape, generator=generator, device=device)
            solid = (chance > noise).float()
            code = self.encode(solid, generator=generator, sample=True, label=label).code
        return code

    def read_label(self, code: Tensor) -> Tensor:
        """Logits of the labels (B, L)."""
        logits: Tensor = self.latent.read_label(code)
        return logits
