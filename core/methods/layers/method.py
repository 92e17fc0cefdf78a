"""`layers`: one photograph to depth in layers, to a solid that has its outline, on top of `tl`.

What a photograph shows is kept as it is shown, in the camera's frame (`core.methods.layers.solid`);
the code of `tl` stands for the object as a whole and is what sliders move. The photograph's detail
rides along: where the code's own shape changes, the solid changes with it, and the farther the code
is moved, the less of the detail remains.

Groups of its code: ``shape``, ``lighting`` as in `tl`; ``pose`` as in `tl`, and after it azimuth,
elevation, roll and distance as its own head has them, or zeros; ``detail_maps`` and
``detail_framing`` the layered solid; ``detail_anchor`` the shape code it belongs to; and
``detail_share`` (1,) how much of it is shown, from 0 (the code alone) to 1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import torch
from PIL import Image
from torch import Tensor

from core.errors import UserError
from core.geometry.expected_iou import expected_iou
from core.geometry.normal_integration import refined_depth
from core.images.crop import square_crop
from core.latent.detail import nearness
from core.methods import METHODS
from core.methods.base import Analysis
from core.methods.layers.network import SIZE, Layers, LayersNet
from core.methods.layers.solid import (
    LayeredSolid,
    boxed,
    evened,
    occupancy,
    outline_distance,
)
from core.methods.tl import method as tl
from core.methods.tl.network import azimuth_degrees
from core.multiview.cleanup import believed
from core.types import (
    Directions,
    Floats,
    LatentCode,
    Lighting,
    Maps,
    Pose,
    Rendering,
    View,
    VoxelGrid,
    kind_of,
)
from core.utils import device as devices
from core.utils.cache import Latest
from core.utils.weights import read_weights

if TYPE_CHECKING:
    from core.data.layered_dataset import CropFolder
    from core.methods.layers.training import LayersRecipe

KEY = "layers"
FINE = 4 * SIZE  # pixels at which the outline is measured
TRUSTED = 0.15, 0.5  # overlap with the truth that `tl` expects: not believed; believed
LONE = 0.15  # how sure the detail alone is, of what the code's own shape denies
MOST_COMPARED = 12  # photographs of which the one that tells most is looked for
# Of a thickness's expected error: what may be thick is as a mean thicker than most likely.
DEEPER = 0.5
KEPT = 6  # grids; those of the anchor and of the detail are the same all along a slider
SEEN = 4  # numbers of a pose group that its own head writes
THICKNESSES = {"thinner": 0.75, "thicker": 1.35}
APART = 40.0  # degrees between turns that are alternatives to each other
FOCAL = 2.2  # crop sides; a photograph hardly tells, and most are taken from about there


def load(device: str = "auto") -> LayersMethod:
    """The method with its weights. UserError: no such device; weights missing or altered."""
    place = devices.choose(device)
    net = LayersNet()
    read_weights(net, KEY)
    return LayersMethod(net, tl.load(device), place)


def recipe(crops: CropFolder, device: torch.device, start: Path | None = None) -> LayersRecipe:
    """What the training loop needs to train it; ``start`` has weights to begin with.

    UserError where the data is a pack, which holds no layered pictures.
    """
    from core.data.layered_dataset import CropFolder
    from core.methods.layers.training import LayersRecipe

    if not isinstance(crops, CropFolder):
        raise UserError(
            f"'{KEY}' learns from layered pictures. Make some with: python main.py dataset layers."
        )
    return LayersRecipe(crops, device, start)


@dataclass(frozen=True, eq=False)
class Look:
    """What is seen in a photograph; ``turns`` (24,) is the log-chance of each azimuth, from 0 on
    all the way round."""

    solid: LayeredSolid
    maps: Maps
    turns: Floats


@dataclass(frozen=True, eq=False)
class _Crop:
    """A photograph as the network takes it: ``pictures`` (2, 4, S, S), it and its mirror image;
    its mask (S, S) and the same at FINE pixels; and the window in the photograph."""

    pictures: Tensor
    mask: Floats
    fine: Floats
    window: tuple[float, float, float]

    @classmethod
    def of(cls, view: View) -> _Crop:
        """UserError when the mask is empty."""
        crop = square_crop(view, SIZE)
        fine = _square_mask(view, crop.window, FINE)
        mask = fine.reshape(SIZE, FINE // SIZE, SIZE, FINE // SIZE).mean((1, 3))
        picture = np.concatenate([crop.image, mask[..., None]], 2)
        both = torch.from_numpy(np.stack([picture, picture[:, ::-1]])).permute(0, 3, 1, 2)
        pictures = both.contiguous(memory_format=torch.channels_last)
        return cls(pictures, mask, fine, crop.window)


class LayersMethod:
    """A LayersNet and `tl` behind the calls of core.methods.base.Method."""

    key = KEY

    def __init__(self, net: LayersNet, prior: tl.TL, device: torch.device) -> None:
        self.net = net.to(device).eval()
        self.prior = prior
        self.device = device
        self._grids: Latest[tuple[bytes, int], Tensor] = Latest(KEPT)

    @torch.no_grad()
    def analyse(self, views: Sequence[View]) -> Analysis:
        """The shape code of all views, and the detail of the one that tells most of its object;
        none where no view has a mask."""
        best = self._best(views)
        view = views[best]
        found = self.prior.analyse([view, *views[:best], *views[best + 1 :]])
        if view.mask is None:
            return Analysis(_blank(found.code), found.maps)
        look = self.look(view, found.code)
        code = _code(found.code, look.solid)
        height, width = view.image.shape[:2]
        camera = look.solid.camera(look.maps.crop, (height, width))
        return Analysis(code, look.maps, self.pose(code), camera, best)

    def _best(self, views: Sequence[View]) -> int:
        """The number of the view that tells most; UserError when there is none."""
        masked = [number for number, view in enumerate(views) if view.mask is not None]
        if len(masked) < 2:
            return masked[0] if masked else 0
        return max(masked[:MOST_COMPARED], key=lambda number: self.told(views[number]))

    @torch.no_grad()
    def told(self, view: View) -> float:
        """How much a photograph tells of its object, in [0, 1]: how sure its mask is, times how
        thick the object is beside the errors that the network expects of its depths."""
        crop = _Crop.of(view)
        layers, _ = self.net(crop.pictures.to(self.device))
        inside = torch.from_numpy(crop.mask > 0.5).to(self.device)
        if not inside.any():
            return 0.0
        thick = layers.thickness[0]
        share = thick / (thick + layers.front_scale[0] + layers.thickness_scale[0])
        certainty = 1.0 if view.mask_certainty is None else view.mask_certainty
        return certainty * float(share[inside].mean())

    @torch.no_grad()
    def look(self, view: View, code: LatentCode) -> Look:
        """A photograph, of which `tl` made a code, to its layered solid and 2.5D maps.

        How the camera stood is what both networks say of it. UserError when the mask is empty.
        """
        crop = _Crop.of(view)
        layers, framing = self.net(crop.pictures.to(self.device))
        azimuth = framing.azimuth.clone()
        azimuth[1] = azimuth[1].flip(0).roll(1)  # in the mirror the camera stood opposite
        given = torch.from_numpy(code["pose"].copy()).to(self.device)
        prior = self.prior.net.read_pose(given[None])
        azimuth = azimuth.log_softmax(1).mean(0, keepdim=True) + prior.azimuth.log_softmax(1)
        sign = torch.tensor([1.0, -1.0], device=self.device)
        maps = _together(layers)
        maps["depth"] = _detailed(maps, crop.mask > 0.5)
        solid = LayeredSolid(
            np.concatenate([maps["depth"], outline_distance(crop.fine, SIZE)[None]]),
            float(azimuth_degrees(azimuth)[0]),
            float((framing.elevation.mean() + prior.elevation) / 2),
            float(((framing.roll * sign).mean() + prior.roll) / 2),
            FOCAL,
            1 / float(framing.unit.log().mean().exp()),
            (float((framing.x * sign).mean()), float(framing.y.mean()), 0.0),
        )
        solid = boxed(solid)
        depth = (solid.maps[0] - solid.shift[2]) / solid.scale
        seen = Maps(crop.mask, depth, maps["normals"], crop.window)
        return Look(solid, seen, azimuth[0].cpu().numpy())

    def encode(self, views: Sequence[View]) -> LatentCode:
        """Photographs to a code."""
        return self.analyse(views).code

    def hypotheses(self, views: Sequence[View], count: int, seed: int = 0) -> list[LatentCode]:
        """Codes that a photograph leaves possible, as `alternatives` has them.

        They are not drawn by lot, so the seed changes nothing.
        """
        return [code for _, code in self.alternatives(views, count)]

    def alternatives(self, views: Sequence[View], count: int) -> list[tuple[str, LatentCode]]:
        """At most ``count`` other readings of the photograph that tells most, each with what is
        other in it.

        They are thinner or thicker from front to back, and turned as the head has it next likeliest
        or from behind, then both at once. Each has the shape code of its own solid.
        """
        view = views[self._best(views)]
        found = self.prior.analyse([view])
        look = self.look(view, found.code)
        thin, thick = THICKNESSES
        turns = _other_turns(look)
        kinds = [(thin, None), (thick, None), *((None, turn) for turn in turns)]
        kinds += [(name, turn) for turn in turns for name in THICKNESSES]
        made = []
        for name, turn in kinds[:count]:
            solid = look.solid if name is None else look.solid.thicker(THICKNESSES[name])
            solid = boxed(replace(solid, azimuth=_way(solid.azimuth + (turn or 0))))
            grid = VoxelGrid.canonical(occupancy(solid, tl.NATIVE).numpy())
            own = found.code.replace(**self.prior.encode_shape(grid))
            words = [] if name is None else [name]
            words += [] if turn is None else [_turn_words(turn)]
            made.append((", ".join(words), _code(own, solid)))
        return made

    def encode_shape(self, grid: VoxelGrid) -> LatentCode:
        """A grid to a code with the group shape alone: there is no photograph to have detail."""
        return LatentCode(self.prior.encode_shape(grid), KEY)

    @torch.no_grad()
    def decode(self, code: LatentCode, resolution: int = 64) -> VoxelGrid:
        """A code to occupancy: the photograph's solid, and what the code was moved by."""
        own = self._prior(code)
        if "detail_share" not in code:
            return self.prior.decode(own, resolution)
        share = float(np.clip(code["detail_share"][0], 0, 1)) * nearness(code, self._steps)
        if share < 1e-3:
            return self.prior.decode(own, resolution)
        detail, shown = self._detail(code, resolution), self._occupancy(own, resolution)
        if (code["shape"] != code["detail_anchor"]).any():
            detail = (detail + shown - self._anchor(code, resolution)).clamp(0, 1)
        return VoxelGrid.canonical((share * _agreed(detail, shown) + (1 - share) * shown).numpy())

    def render(self, code: LatentCode) -> Rendering:
        """The picture that `tl` draws of the code."""
        return self.prior.render(self._prior(code))

    def pose(self, code: LatentCode) -> Pose:
        """Where the camera stood."""
        azimuth, elevation, roll, distance = map(float, code["pose"][-SEEN:])
        if distance > 0:
            return Pose(azimuth, elevation, roll, distance)
        return self.prior.pose(self._prior(code))

    def lighting(self, code: LatentCode) -> Lighting:
        """The lamp, relative to the camera."""
        return self.prior.lighting(self._prior(code))

    def directions(self) -> Directions:
        """What the sliders move along."""
        return self._steps

    @cached_property
    def _steps(self) -> Directions:
        return self.prior.directions()

    def _detail(self, code: LatentCode, resolution: int) -> Tensor:
        """The photograph's solid; the anchor's shape, as far as that can be trusted, decides what
        the photograph leaves open."""
        solid = LayeredSolid.read(code["detail_maps"], code["detail_framing"])

        def joined() -> Tensor:
            expected = expected_iou(VoxelGrid.canonical(self._anchor(code, tl.NATIVE).numpy()))
            low, high = TRUSTED
            trust = float(np.clip((expected - low) / (high - low), 0, 1))
            anchor = self._anchor(code, resolution)
            return 0.5 - believed(0.5 - occupancy(solid, resolution, anchor, trust))

        names = ("detail_maps", "detail_framing", "detail_anchor")
        return self._kept(b"".join(code[name].tobytes() for name in names), resolution, joined)

    def _anchor(self, code: LatentCode, resolution: int) -> Tensor:
        own = LatentCode({"shape": code["detail_anchor"]}, tl.KEY)
        key = own["shape"].tobytes()
        return self._kept(key, resolution, lambda: self._occupancy(own, resolution))

    def _kept(self, key: bytes, resolution: int, make: Callable[[], Tensor]) -> Tensor:
        found = self._grids.get((key, resolution))
        made = make() if found is None else found
        self._grids.keep((key, resolution), made)
        return made

    def _occupancy(self, code: LatentCode, resolution: int) -> Tensor:
        return torch.from_numpy(self.prior.decode(code, resolution).occupancy)

    def _prior(self, code: LatentCode) -> LatentCode:
        if code.method != KEY or "shape" not in code:
            raise UserError(f"This code is not one of the method '{KEY}'. Encode an image first.")
        groups = {name: code[name] for name in ("shape", "lighting") if name in code}
        pose = {"pose": code["pose"][:-SEEN]} if "pose" in code else {}
        return LatentCode({**groups, **pose}, tl.KEY)


def _code(own: LatentCode, solid: LayeredSolid) -> LatentCode:
    """A code of `tl` with the solid of a photograph as its detail."""
    seen = np.array([solid.azimuth, solid.elevation, solid.roll, solid.distance], np.float32)
    detail = {
        "detail_maps": solid.maps,
        "detail_framing": solid.framing,
        "detail_anchor": own["shape"],
        "detail_share": np.ones(1, np.float32),
    }
    return LatentCode({**own, "pose": np.concatenate([own["pose"], seen]), **detail}, KEY)


def _blank(own: LatentCode) -> LatentCode:
    """A code of `tl` without any detail."""
    sizes = METHODS[KEY].latent
    detail = {name: np.zeros(sizes[name]) for name in sizes if kind_of(name) == "detail"}
    pose = np.concatenate([own["pose"], np.zeros(SEEN)])
    return LatentCode({**own, "pose": pose, **detail, "detail_anchor": own["shape"]}, KEY)


def _other_turns(look: Look) -> list[float]:
    """All ways to turn the solid on from the chosen azimuth, in degrees: the likeliest, the
    opposite, then others that are far from all those before, then what lies between."""
    step = 360 / len(look.turns)
    rank = np.argsort(-look.turns, kind="stable")
    ways = [round(_way(float(place) * step - look.solid.azimuth) / step) * step for place in rank]
    likeliest = [way for way in dict.fromkeys(map(_way, ways)) if way]
    apart: list[float] = []
    for way in likeliest:
        if min(abs(_way(way - other)) for other in (0.0, *apart)) >= APART:
            apart.append(way)
    return list(dict.fromkeys((apart[0], 180.0, *apart, *likeliest)))


def _way(degrees: float) -> float:
    """The same turn in (-180, 180]."""
    return 180 - (180 - degrees) % 360


def _turn_words(way: float) -> str:
    return "from behind" if way == 180 else f"turned {way:.0f}°"


def _agreed(detail: Tensor, shown: Tensor) -> Tensor:
    """Occupancy with the surface of one grid, as sure as another one agrees.

    On renders of held-out families the order of such voxels has nearly the average precision of the
    code's own grid, which the detail's alone does not have: what lies behind is told better by what
    things of this kind are like.
    """
    off = detail - 0.5
    agreement = torch.where(off > 0, shown, 1 - shown)
    return 0.5 + off * (LONE + (1 - LONE) * evened(agreement))


def _square_mask(view: View, window: tuple[float, float, float], size: int) -> Floats:
    """The mask within a window of the photograph, (size, size)."""
    if view.mask is None:
        return np.ones((size, size), np.float32)
    left, top, side = window
    step = side / size
    where = (step, 0.0, left, 0.0, step, top)
    placed = Image.fromarray(view.mask.astype(np.float32)).transform(
        (size, size), Image.Transform.AFFINE, where, Image.Resampling.BILINEAR
    )
    return np.asarray(placed, np.float32)


def _detailed(maps: dict[str, Floats], inside: npt.NDArray[np.bool_]) -> Floats:
    """Depth (6, S, S) whose front has the detail of the normals; what lies behind stays."""
    depth = maps["depth"].copy()
    depth[0] = refined_depth(depth[0], maps["normals"], inside)
    depth[1:4] = np.maximum(depth[1:4], depth[0])
    return depth


def _together(layers: Layers) -> dict[str, Floats]:
    """What the network says of a picture and of its mirror image, as one: depth (6, S, S) as in
    core.methods.layers.solid.MAPS without the outline, silhouette (S, S) and normals (S, S, 3)."""

    def both(values: Tensor) -> Tensor:
        return (values[0] + values[1].flip(-1)) / 2

    front, thickness = both(layers.front), both(layers.thickness.log()).exp()
    errors = both(layers.front_scale.log()).exp(), both(layers.thickness_scale.log()).exp()
    thickness = thickness + DEEPER * torch.minimum(errors[1], thickness)
    chance = both(layers.gap.sigmoid())
    first, last = both(layers.first), both(layers.last)
    parted = (chance > 0.5) & (first + last < 1)
    back = front + thickness
    middle = front + thickness * first / (first + last)
    end_1 = torch.where(parted, front + thickness * first, middle)
    begin_2 = torch.where(parted, back - thickness * last, middle)
    flip = torch.tensor([-1.0, 1.0, 1.0], device=front.device)[:, None, None]
    normal = layers.normal[0] + layers.normal[1].flip(-1) * flip
    normal = normal / normal.norm(dim=0).clamp(min=1e-6)
    depth = torch.stack([front, end_1, begin_2, back, *errors])
    return {
        "depth": depth.cpu().numpy(),
        "silhouette": both(layers.mask).sigmoid().cpu().numpy(),
        "normals": normal.permute(1, 2, 0).cpu().numpy(),
    }
