"""The sample pictures that the window offers, drawn from the project's own shapes.

python -m core.data.sample_photos FOLDER
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from PIL import Image
from torch import Tensor

from core.data.procedural import generate
from core.rendering.shading import light_direction, shade, to_linear, to_srgb
from core.rendering.splat import MARGIN, GBuffer, render, sample_surface
from core.types import Bytes, Lighting, Mesh, Pose
from core.utils.files import atomic

Reals = npt.NDArray[np.float64]
SIZE, POINTS = 768, 6_000_000
SEVERAL, FACES = 480, 400_000  # pixels of each of several photographs, triangles of their object
HELD_OUT = 1_000_000  # seeds from here on are never drawn for training


@dataclass(frozen=True)
class Sample:
    """A shape of a family, seen from a pose in a light, cut out or before a studio wall."""

    name: str
    family: str
    seed: int
    pose: Pose
    lighting: Lighting
    cut_out: bool


SAMPLES = (
    Sample("chair", "chair", 7, Pose(32, 17, 0, 2.2), Lighting(-45, 40, 0.45), True),
    Sample("armchair", "armchair", 6, Pose(-36, 20, 0, 2.0), Lighting(50, 40, 0.4), False),
    Sample("sofa", "sofa", 1, Pose(25, 20, 0, 2.2), Lighting(-30, 55, 0.5), True),
    Sample("desk", "desk", 1, Pose(-28, 20, 0, 2.4), Lighting(35, 50, 0.45), False),
    Sample("mug", "mug", 4, Pose(20, 18, 0, 2.4), Lighting(-50, 40, 0.4), False),
    Sample("car", "car", 7, Pose(48, 16, 0, 2.0), Lighting(20, 60, 0.4), True),
)


def picture(sample: Sample) -> Bytes:
    """A sample as sRGB with alpha, uint8 (SIZE, SIZE, 4)."""
    mesh, colors = generate(sample.family, HELD_OUT + sample.seed).mesh()
    rng = np.random.default_rng(sample.seed)
    surface = sample_surface(mesh, colors, POINTS, rng)
    buffer = _smaller(render(surface, sample.pose, SIZE, oversample=1.5))
    light = light_direction(
        torch.tensor([sample.lighting.azimuth]), torch.tensor([sample.lighting.elevation])
    )
    ambient = torch.tensor([sample.lighting.ambient])
    lit = to_linear(buffer.albedo) * shade(buffer.normal[None], light, ambient)[0]
    colour = to_srgb(lit)
    if sample.cut_out:
        layers = torch.cat([colour, buffer.mask[None]])
    else:
        scene = _studio(buffer.mask)
        layers = torch.cat([torch.lerp(scene, colour, buffer.mask), torch.ones_like(scene[:1])])
    pixels: Bytes = (layers * 255).round().byte().permute(1, 2, 0).numpy()
    return pixels


def _smaller(buffer: GBuffer, share: float = 0.86) -> GBuffer:
    """The same view with air around it, as a photograph has."""
    inner = round(SIZE * share * MARGIN / 1.15)
    layers = torch.cat([buffer.albedo, buffer.normal, buffer.depth[None], buffer.mask[None]])
    layers = torch.nn.functional.interpolate(
        layers[None], size=(inner, inner), mode="bilinear", antialias=True
    )[0]
    pad = (SIZE - inner) // 2
    layers = torch.nn.functional.pad(layers, (pad, SIZE - inner - pad) * 2)
    return GBuffer(layers[:3], layers[3:6], layers[6], layers[7])


def _studio(mask: Tensor) -> Tensor:
    """A pale wall that meets its floor in a soft curve, with a soft shadow, (3, S, S)."""
    ramp = torch.linspace(0, 1, SIZE)[:, None].expand(SIZE, SIZE)
    wall = 0.93 - 0.10 * torch.sigmoid((ramp - 0.62) * 9)
    low = torch.nn.functional.interpolate(mask[None, None], size=(24, 24), mode="area")
    below = torch.nn.functional.avg_pool2d(low, (3, 7), 1, (1, 3)).roll(1, 2)
    soft = torch.nn.functional.interpolate(below, size=(SIZE, SIZE), mode="bicubic")[0, 0]
    shadow = soft.clamp(0, 1) * torch.sigmoid((ramp - 0.7) * 12) * 0.35
    return (wall * (1 - shadow))[None] * torch.tensor([1.0, 0.995, 0.98])[:, None, None]


def mug(folder: Path) -> None:
    """Photographs of a patterned mug from all around, and ``cameras.json``, into a folder."""
    from core.rendering.turntable import photographed

    mesh, _ = generate("mug", HELD_OUT + 4).mesh()
    corners = mesh.vertices[mesh.faces]
    while len(corners) < FACES:  # so many that a pattern can be told by colouring them
        a, b, c = corners.transpose(1, 0, 2)
        ab, bc, ca = (a + b) / 2, (b + c) / 2, (c + a) / 2
        quarters = ((a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca))
        corners = np.concatenate([np.stack(each, 1) for each in quarters])
    fine = Mesh(corners.reshape(-1, 3), np.arange(3 * len(corners), dtype=np.int32).reshape(-1, 3))
    surface = sample_surface(fine, _glaze(corners.mean(1)), POINTS // 2, np.random.default_rng(0))
    poses = [
        Pose(360 / count * index + shift, height, 0, 2.6)
        for count, height, shift in ((9, 14, 0), (12, 45, 10), (3, -28, 30))
        for index in range(count)
    ]
    rows = []
    for view in photographed(surface, poses, SEVERAL):
        assert view.camera is not None and view.mask is not None
        ramp = np.linspace(226, 176, SEVERAL)[:, None, None] * (1.0, 0.99, 0.97)
        there = view.mask[..., None]
        image = (view.image * there + ramp * (1 - there)).round().astype(np.uint8)
        name = f"{Path(view.name).stem}.jpg"
        with atomic(folder / name) as path:
            Image.fromarray(image).save(path, "JPEG", quality=85)
        camera = view.camera
        rows.append({
            "image": name, "width": camera.width, "height": camera.height,
            "K": camera.K.round(4).tolist(), "R": camera.R.round(8).tolist(),
            "t": camera.t.round(8).tolist(),
        })  # fmt: skip
    with atomic(folder / "cameras.json") as path:
        path.write_text(json.dumps({"cameras": rows}))


def _glaze(places: Reals) -> Bytes:
    """Colours (P, 3) of a running glaze at places (P, 3): something to compare everywhere."""
    turned = places @ np.array([[9.0, 4, 23], [3, 11, 19], [-8, 7, 21]]).T
    waves = np.sin(turned + 1.7 * np.sin(turned[:, ::-1] * 1.9))
    fine = np.sin(places @ np.array([[53.0, 31, 41], [-37, 47, 59], [43, -57, 29]]).T).prod(1)
    share = ((waves @ (0.5, 0.3, 0.2) + 1) / 2 + 0.25 * fine).clip(0, 1)
    glazes = np.array([[22, 58, 92], [58, 128, 140], [228, 214, 184], [246, 242, 232]], float)
    steps = np.linspace(0, 1, len(glazes))
    return (
        np.stack([np.interp(share, steps, part) for part in glazes.T], 1).round().astype(np.uint8)
    )


def main(folder: Path) -> None:
    """Draw all samples into a folder."""
    several = folder / "glazed-mug"
    several.mkdir(exist_ok=True)
    mug(several)
    for sample in SAMPLES:
        with atomic(folder / f"{sample.name}.png") as path:
            Image.fromarray(picture(sample)).save(path, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
