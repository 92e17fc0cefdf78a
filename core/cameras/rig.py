"""Photographs with known cameras, as tensors that geometry can be computed with.

All pictures are brought to one size and freed of lens distortion, so that every camera is a
pinhole from here on. Points are (P, 3) in the frame of the cameras; pixels are (V, P, 2), x right,
y down, with whole numbers at the corners of pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional as F

from core.types import Camera, Similarity, View

SIDE = 640  # pixels of the longer side, unless more are asked for


@dataclass(frozen=True, eq=False)
class Rig:
    """V photographs of H x W pixels and their cameras.

    ``images`` (V, 3, H, W) sRGB in [0, 1]; ``masks`` (V, H, W) in [0, 1]; ``valid`` (V, H, W) is 1
    where there is a picture; K (V, 3, 3), R (V, 3, 3), t (V, 3) with ``x = K (R X + t)``.
    """

    images: Tensor
    masks: Tensor
    valid: Tensor
    K: Tensor
    R: Tensor
    t: Tensor

    def __len__(self) -> int:
        return len(self.K)

    @property
    def centres(self) -> Tensor:
        """Where the cameras stand (V, 3)."""
        return -(self.R.transpose(1, 2) @ self.t[:, :, None])[..., 0]

    @property
    def focal(self) -> Tensor:
        """Mean focal length in pixels (V,)."""
        return (self.K[:, 0, 0] + self.K[:, 1, 1]) / 2

    @property
    def pixels(self) -> Tensor:
        """The middles of all pixels of a picture (H * W, 2), row by row."""
        height, width = self.masks.shape[1:]
        x, y = (torch.arange(n, device=self.K.device) + 0.5 for n in (width, height))
        return torch.cartesian_prod(y, x).flip(1)

    def moved(self, to: Similarity) -> Rig:
        """The cameras in another frame."""
        turn, shift = (
            torch.from_numpy(np.asarray(part, np.float32)).to(self.R)
            for part in (to.rotation, to.shift)
        )
        R = self.R @ turn.T
        return replace(self, R=R, t=to.scale * self.t - R @ shift)

    def some(self, which: Sequence[int]) -> Rig:
        """Only these photographs."""
        index = torch.as_tensor(list(which), device=self.K.device)
        parts = ("images", "masks", "valid", "K", "R", "t")
        return Rig(*(getattr(self, part)[index] for part in parts))

    def at_size(self, side: int) -> Rig:
        """The same with smaller pictures, ``side`` the longer one at most."""
        height, width = self.masks.shape[1:]
        scale = side / max(height, width)
        if scale >= 1:
            return self
        size = (max(round(height * scale), 1), max(round(width * scale), 1))
        stretch = self.K.new_tensor([size[1] / width, size[0] / height, 1.0])
        layers = torch.cat([self.images, self.masks[:, None], self.valid[:, None]], 1)
        layers = F.interpolate(layers, size=size, mode="area")
        return replace(
            self, images=layers[:, :3], masks=layers[:, 3], valid=(layers[:, 4] > 0.99).float(),
            K=self.K * stretch[:, None],
        )  # fmt: skip

    def project(self, points: Tensor) -> tuple[Tensor, Tensor]:
        """Pixels (V, P, 2) and depths (V, P) of points (P, 3), or of (V, P, 3), a set a view."""
        local = points @ self.R.transpose(1, 2) + self.t[:, None]
        depth = local[..., 2]
        plane = local[..., :2] / depth.clamp(min=1e-6)[..., None]
        pixels = plane @ self.K[:, :2, :2].transpose(1, 2) + self.K[:, None, :2, 2]
        return pixels, depth

    def rays(self, pixels: Tensor) -> Tensor:
        """Directions (V, P, 3) through pixels (V, P, 2), one unit along the optical axis long."""
        plane = (pixels - self.K[:, None, :2, 2]) / torch.stack(
            [self.K[:, 0, 0], self.K[:, 1, 1]], 1
        )[:, None]
        local = torch.cat([plane, torch.ones_like(plane[..., :1])], -1)
        return local @ self.R

    def within(self, pixels: Tensor, depth: Tensor) -> Tensor:
        """Which pixels (V, P, 2) are on the pictures and before the camera, (V, P) bool."""
        height, width = self.masks.shape[1:]
        x, y = pixels.unbind(-1)
        return (x >= 0) & (y >= 0) & (x <= width) & (y <= height) & (depth > 1e-6)


def sampled(layers: Tensor, pixels: Tensor, mode: str = "bilinear") -> Tensor:
    """Layers (V, C, H, W) at pixels (V, P, 2): (V, C, P)."""
    size = pixels.new_tensor([layers.shape[3], layers.shape[2]])
    place = (2 * pixels / size - 1)[:, :, None]
    found = F.grid_sample(layers, place, mode=mode, padding_mode="border", align_corners=False)
    return found[..., 0]


def build_rig(views: Sequence[View], device: torch.device, side: int = SIDE) -> Rig:
    """Views with masks and cameras as a rig; pictures smaller than ``side`` stay as they are."""
    largest = max(max(view.image.shape[:2]) for view in views)
    side = min(side, largest)
    scales = [side / max(view.image.shape[:2]) for view in views]
    sizes = [
        [max(round(n * scale), 1) for n in view.image.shape[:2]]
        for view, scale in zip(views, scales, strict=True)
    ]
    height, width = (max(size[axis] for size in sizes) for axis in (0, 1))
    layers, Ks = [], []
    for view, size in zip(views, sizes, strict=True):
        assert view.camera is not None and view.mask is not None
        picture, K = _straight(view, size, view.camera)
        layers.append(F.pad(picture, (0, width - size[1], 0, height - size[0])))
        Ks.append(K)
    stack = torch.stack(layers).to(device)
    pose = [
        torch.from_numpy(np.stack(parts).astype(np.float32)).to(device)
        for parts in (Ks, [v.camera.R for v in views if v.camera],
                      [v.camera.t for v in views if v.camera])
    ]  # fmt: skip
    return Rig(stack[:, :3], stack[:, 3], (stack[:, 4] > 0.99).float(), *pose)


def _straight(
    view: View, size: Sequence[int], camera: Camera
) -> tuple[Tensor, npt.NDArray[np.float64]]:
    """Image, mask and validity (5, h, w) without lens distortion, and the matrix K for them."""
    assert view.mask is not None
    height, width = size
    stretch = np.array([width / camera.width, height / camera.height, 1.0])
    K = camera.K * stretch[:, None]
    colour = torch.from_numpy(view.image.astype(np.float32) / 255).permute(2, 0, 1)
    mask = torch.from_numpy(np.array(view.mask, np.float32))[None]
    layers = torch.cat([colour, mask, torch.ones_like(mask)])[None]
    if layers.shape[2:] != (height, width):
        layers = F.interpolate(layers, size=(height, width), mode="area")
    if not any(camera.distortion):
        return layers[0], K
    y, x = np.mgrid[:height, :width] + 0.5
    plane = np.stack([x, y, np.ones_like(x)], -1) @ np.linalg.inv(K).T
    bent = distorted(plane[..., :2], camera.distortion) @ K[:2, :2].T + K[:2, 2]
    place = torch.from_numpy((2 * bent / (width, height) - 1).astype(np.float32))
    return F.grid_sample(layers, place[None], padding_mode="zeros", align_corners=False)[0], K


def distorted(
    plane: npt.NDArray[np.float64], distortion: Sequence[float]
) -> npt.NDArray[np.float64]:
    """Points of the image plane (..., 2) as the lens bends them (Brown 1966)."""
    k1, k2, p1, p2, k3 = distortion
    x, y = plane[..., 0], plane[..., 1]
    r = x * x + y * y
    radial = 1 + r * (k1 + r * (k2 + r * k3))
    return np.stack(
        [
            x * radial + 2 * p1 * x * y + p2 * (r + 2 * x * x),
            y * radial + p1 * (r + 2 * y * y) + 2 * p2 * x * y,
        ],
        -1,
    )
