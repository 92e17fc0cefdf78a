"""The network of `tl`, assembled from parts.

The T of the TL-embedding (Girdhar et al. 2016, section 3): a shape autoencoder, here variational,
and an image network that predicts the same code; at test time the L, image network and decoder.
A pose code comes from the same image features and a lighting code from the image seen through
its normals (`core.networks.lighting`), and a picture is drawn from all three with the gradient
into the shape code blocked (Grant et al. 2016, section 3), so that pose and light have to go where
they belong.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from core.networks.directions import Steerable
from core.networks.image import CodeReader, ImageDecoder, ImageEncoder, MapDecoder
from core.networks.latents import Gaussian, GaussianLatent
from core.networks.lighting import LightEncoder
from core.networks.volume import VolumeDecoder, VolumeEncoder

SHAPE, POSE, LIGHTING = 128, 16, 8
AZIMUTH_BINS = 24


@dataclass(frozen=True, eq=False)
class ImageCodes:
    """What the image encoder says: codes (B, D), maps (B, 5, 64, 64), its features (B, 512)."""

    shape: Tensor
    pose: Tensor
    lighting: Tensor
    maps: Tensor
    features: Tensor


@dataclass(frozen=True, eq=False)
class PoseReading:
    """azimuth logits (B, 24) over the circle; elevation, roll (B,) degrees; distance (B,) sides."""

    azimuth: Tensor
    elevation: Tensor
    roll: Tensor
    distance: Tensor


@dataclass(frozen=True, eq=False)
class LightReading:
    """direction (B, 3) unit, ambient (B,) in [0, 1], tint (B, 3) linear."""

    direction: Tensor
    ambient: Tensor
    tint: Tensor


class TLNet(Steerable):
    """All parts of `tl`; sizes at the top of the file."""

    def __init__(self) -> None:
        super().__init__(SHAPE)
        self.shape_encoder = VolumeEncoder(256)
        self.shape_latent = GaussianLatent(256, SHAPE)
        self.shape_decoder = VolumeDecoder(SHAPE)
        self.image_encoder = ImageEncoder(512)
        self.to_shape = nn.Sequential(nn.Linear(512, 384), nn.SiLU(), nn.Linear(384, SHAPE))
        self.to_pose = nn.Linear(512, POSE)
        self.to_lighting = LightEncoder(LIGHTING)
        self.pose_reader = CodeReader(POSE, AZIMUTH_BINS + 3)
        self.light_reader = CodeReader(LIGHTING, 7)
        self.map_decoder = MapDecoder(self.image_encoder.backbone.channels)
        self.image_decoder = ImageDecoder(SHAPE + POSE + LIGHTING)

    def encode_shape(self, grid: Tensor) -> Gaussian:
        """Occupancy (B, 64, 64, 64) to a Gaussian over shape codes."""
        code: Gaussian = self.shape_latent(F.silu(self.shape_encoder(grid)))
        return code

    def encode_image(self, image: Tensor) -> ImageCodes:
        """Square crops (B, 3, 128, 128), sRGB in [0, 1], to codes and maps."""
        features, pyramid = self.image_encoder(image)
        maps = self.map_decoder(pyramid)
        return ImageCodes(
            self.to_shape(features),
            self.to_pose(features),
            self._encode_lighting(image, maps.detach()),
            maps,
            features,
        )

    def _encode_lighting(self, image: Tensor, maps: Tensor) -> Tensor:
        """The lighting code from what the maps make of the image; they do not learn from it."""
        small = F.avg_pool2d(image, image.shape[-1] // maps.shape[-1])
        code: Tensor = self.to_lighting(small, maps[:, 0].sigmoid(), F.normalize(maps[:, 2:5]))
        return code

    def decode(self, shape: Tensor) -> Tensor:
        """Shape codes to occupancy logits (B, 64, 64, 64)."""
        logits: Tensor = self.shape_decoder(shape)
        return logits

    def decode_image(self, shape: Tensor, pose: Tensor, lighting: Tensor) -> Tensor:
        """Codes to sRGB and silhouette logits (B, 4, 64, 64). No gradient reaches ``shape``."""
        picture: Tensor = self.image_decoder(torch.cat([shape.detach(), pose, lighting], 1))
        return picture

    def read_pose(self, pose: Tensor) -> PoseReading:
        """Pose codes as numbers."""
        values = self.pose_reader(pose)
        elevation, roll, distance = values[:, AZIMUTH_BINS:].unbind(1)
        return PoseReading(
            values[:, :AZIMUTH_BINS], 30 * elevation + 20, 10 * roll, (0.5 * distance + 0.8).exp()
        )

    def read_lighting(self, lighting: Tensor) -> LightReading:
        """Lighting codes as numbers."""
        values = self.light_reader(lighting)
        return LightReading(
            F.normalize(values[:, :3], dim=1), values[:, 3].sigmoid(), F.softplus(values[:, 4:])
        )


def azimuth_degrees(logits: Tensor) -> Tensor:
    """Azimuth (B,) in (-180, 180]: the circular mean around the likeliest bin of (B, bins)."""
    bins = logits.shape[1]
    best = logits.argmax(1, keepdim=True)
    near = (best + torch.arange(-1, 2, device=logits.device)) % bins
    weights = logits.gather(1, near).softmax(1)
    offset = (weights * torch.arange(-1, 2, device=logits.device)).sum(1)
    degrees = (best[:, 0] + offset) * (360 / bins)
    return 180 - (180 - degrees) % 360
