"""`tl`: a TL-embedding with disentangled shape, pose and lighting codes, ready to use.

The network is in `tl_net`, its training in `tl_training`; here is what people call.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from core.errors import UserError
from core.geometry.resample import at_resolution, resampled
from core.images.crop import square_crop
from core.methods.base import Analysis, read_directions
from core.methods.tl.fusion import directions, fuse, load_fusion
from core.methods.tl.network import SHAPE, TLNet, azimuth_degrees
from core.networks.image import IMAGE_SIZE
from core.types import (
    Directions,
    LatentCode,
    Lighting,
    Maps,
    Pose,
    Rendering,
    View,
    VoxelGrid,
)
from core.utils import device as devices
from core.utils.weights import read_weights, write_weights

if TYPE_CHECKING:
    from core.data.dataset import Pack
    from core.methods.tl.training import TLRecipe
    from core.networks.fusion import ViewFusion

KEY = "tl"
NATIVE = 64  # voxels a side that the decoder gives
CROPS = (1.0, 1.08, 0.94)  # the code is the mean over slightly different crops
NO_USE = 0.5  # certainty of a mask, below which its crop is worth nothing beside the whole picture


def load(device: str = "auto") -> TL:
    """The method with its weights. UserError: no such device; weights missing or altered."""
    place = devices.choose(device)
    net = TLNet()
    read_weights(net, KEY)
    return TL(net, place)


def recipe(pack: Pack, device: torch.device, start: Path | None = None) -> TLRecipe:
    """What the training loop needs to train it on a pack; ``start`` has weights to begin with."""
    from core.methods.tl.training import TLRecipe

    return TLRecipe(pack, device, start=start)


def save(net: TLNet, facts: Mapping[str, Any], out: Path) -> Path:
    """Write the weights and their card into a folder."""
    return write_weights(net, KEY, facts, out)


@dataclass(frozen=True, eq=False)
class Look:
    """What the image encoder makes of a photograph: features (512,), maps, where the camera was."""

    features: Tensor
    maps: Maps
    pose: Pose


class TL:
    """A TLNet behind the calls of core.methods.base.Method."""

    key = KEY

    def __init__(self, net: TLNet, device: torch.device) -> None:
        self.net = net.to(device).eval()
        self.device = device

    @torch.no_grad()
    def analyse(self, views: Sequence[View]) -> Analysis:
        """The shape that all views show, in any order; maps, pose and lighting of the first.

        Where all cameras are known, how they stand to each other is used. UserError when a view's
        mask is empty.
        """
        if not views:
            raise UserError("There is no image to encode. Add one.")
        found, features = zip(*[self._one(view) for view in views], strict=True)
        if len(views) == 1:
            return Analysis(found[0].code, found[0].maps)
        shape = self.encode_features(torch.stack(features), directions(views))["shape"]
        return Analysis(found[0].code.replace(shape=shape), found[0].maps)

    @torch.no_grad()
    def encode_features(
        self, features: Tensor, cameras: Sequence[tuple[float, float]] | None = None
    ) -> LatentCode:
        """Features (V, 512) of photographs of one object to a code with the group shape alone.

        ``cameras`` are azimuth and elevation of each, in degrees, up to a turn common to all.
        """
        if len(features) > 1 and self.fusion is not None:
            known = None if cameras is None else torch.tensor([cameras]).to(features)
            shape = fuse(self.fusion, self.net, features[None], known)[0]
        else:
            shape = self.net.to_shape(features).mean(0)
        return LatentCode({"shape": shape.cpu().numpy()}, KEY)

    @cached_property
    def fusion(self) -> ViewFusion | None:
        """What makes one code of several views, if it was trained with this image encoder.

        Without, their codes are averaged.
        """
        return load_fusion(self.device)

    def encode(self, views: Sequence[View]) -> LatentCode:
        """Photographs to a code with groups shape, pose and lighting."""
        return self.analyse(views).code

    @torch.no_grad()
    def encode_shape(self, grid: VoxelGrid) -> LatentCode:
        """A grid of any size over [-0.5, 0.5]^3 to a code with the group shape alone."""
        values = torch.from_numpy(np.ascontiguousarray(grid.occupancy)).to(self.device)
        code = self.net.encode_shape(resampled(values[None], NATIVE)).mean
        return LatentCode({"shape": code[0].cpu().numpy()}, KEY)

    @torch.no_grad()
    def decode(self, code: LatentCode, resolution: int = NATIVE) -> VoxelGrid:
        """A code to occupancy at any resolution; the network itself knows NATIVE voxels a side."""
        logits = self.net.decode(self._tensor(code, "shape"))
        return at_resolution(logits.float().sigmoid()[0], resolution)

    @torch.no_grad()
    def render(self, code: LatentCode) -> Rendering:
        """The network's own picture of a code's shape from its pose in its light, 64 x 64."""
        parts = [self._tensor(code, name) for name in ("shape", "pose", "lighting")]
        drawn = self.net.decode_image(*parts).sigmoid()[0].permute(1, 2, 0).float().cpu().numpy()
        return Rendering((drawn[..., :3] * 255).round().astype(np.uint8), drawn[..., 3])

    @torch.no_grad()
    def pose(self, code: LatentCode) -> Pose:
        """Where the camera stood."""
        read = self.net.read_pose(self._tensor(code, "pose"))
        azimuth = azimuth_degrees(read.azimuth)
        numbers = (azimuth, read.elevation, read.roll, read.distance)
        return Pose(*(float(number[0]) for number in numbers))

    @torch.no_grad()
    def lighting(self, code: LatentCode) -> Lighting:
        """The lamp, relative to the camera."""
        read = self.net.read_lighting(self._tensor(code, "lighting"))
        x, y, z = (float(v) for v in read.direction[0])
        azimuth, elevation = math.degrees(math.atan2(x, z)), math.degrees(math.asin(y))
        r, g, b = (min(1.0, float(v)) for v in read.tint[0])
        return Lighting(azimuth, elevation, float(read.ambient[0]), (r, g, b))

    def directions(self) -> Directions:
        """What the sliders move along."""
        return read_directions(self.net, {"shape": SHAPE}, KEY)

    @torch.no_grad()
    def look(self, view: View) -> Look:
        """What other methods take from a photograph; UserError when its mask is empty."""
        images, window = self._crops(view)
        features, pyramid = self.net.image_encoder(images)
        pose = self.pose(
            LatentCode({"pose": self.net.to_pose(features).mean(0).cpu().numpy()}, KEY)
        )
        maps = self.net.map_decoder(tuple(level[:1] for level in pyramid))[0]
        return Look(features.mean(0), _maps(maps, window), pose)

    def _crops(self, view: View) -> tuple[Tensor, tuple[float, float, float]]:
        """Images (C, 3, S, S) of a view, and where the first of them lies in it."""
        crops = [square_crop(view, IMAGE_SIZE, scale) for scale in CROPS]
        images = torch.from_numpy(np.stack([crop.image for crop in crops])).to(self.device)
        return images.permute(0, 3, 1, 2).contiguous(), crops[0].window

    def _one(self, view: View) -> tuple[Analysis, Tensor]:
        """What one view shows, and the features (512,) of its crop.

        A mask that a finder made may be wrong, or cut into the object. So the shape is also read
        off the whole picture, and the two codes are averaged, the mask's by its certainty.
        """
        images, window = self._crops(view)
        found = self.net.encode_image(images)
        shape = found.shape.mean(0)
        if view.mask is not None and view.mask_certainty is not None:
            whole = square_crop(replace(view, mask=None), IMAGE_SIZE).image
            seen = torch.from_numpy(whole).to(self.device).permute(2, 0, 1)[None]
            other = self.net.encode_image(seen.contiguous()).shape[0]
            share = (view.mask_certainty - NO_USE) / (1 - NO_USE)
            shape = torch.lerp(other, shape, min(max(share, 0.0), 1.0))
        groups = {
            "shape": shape,
            "pose": found.pose.mean(0),
            "lighting": found.lighting.mean(0),
        }
        code = LatentCode({k: v.float().cpu().numpy() for k, v in groups.items()}, KEY)
        return Analysis(code, _maps(found.maps[0], window)), found.features.mean(0)

    def _tensor(self, code: LatentCode, group: str) -> Tensor:
        if code.method != KEY or group not in code:
            raise UserError(
                f"This code has no group '{group}' of the method '{KEY}'. Encode an image first."
            )
        return torch.from_numpy(code[group].copy()).to(self.device)[None]


def _maps(found: Tensor, window: tuple[float, float, float]) -> Maps:
    maps = found.float()
    normals = F.normalize(maps[2:5], dim=0).permute(1, 2, 0)
    silhouette, depth, normal = (
        part.cpu().numpy() for part in (maps[0].sigmoid(), maps[1], normals)
    )
    return Maps(silhouette, depth, normal, window)
