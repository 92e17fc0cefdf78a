"""How the fusion of `tl` is trained: on what its image encoder sees in the views of a pack.

The networks of `tl` stay as they are. Pictures of training shapes are such as its encoder knows;
so that the fusion does not trust it too far, features are blurred a little, and now and then one
of the views is of another object.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from core.data.dataset import Pack
from core.data.view_sets import MOST, ViewSet, ViewSets
from core.methods.tl.features import picture_features
from core.methods.tl.fusion import KEY, build, fuse
from core.methods.tl.network import TLNet
from core.methods.tl.training import sampling_weights, shape_codes
from core.networks.losses import occupancy_loss
from core.training.credits import credits
from core.training.model_card import hours, trained_on
from core.training.presets import PRESETS, half_precision
from core.training.trainer import Draw, Stage
from core.utils.containers import map_array
from core.utils.files import atomic
from core.utils.weights import read_card, read_weights, write_weights

CODES, GRIDS = 8, 1  # batches, in grids of the preset: without decoding, and with it
KNOWN = 0.4  # share of batches whose cameras are known
NUDGE = 4.0  # degrees that known cameras are off in training
NOISE = 0.1  # of features, in their standard deviations: pictures of new objects fit less well


class FusionRecipe:
    """Trains a ViewFusion between the parts of `tl`; see core.training.trainer.Recipe.

    1. codes: sets of views are to arrive at the code of the shape itself;
    2. voxels: they are also judged by what the decoder makes of their code.
    """

    stages = (
        Stage("codes", 0.35, (("", 1e-3),)),
        Stage("voxels", 0.65, (("", 4e-4),)),
    )

    def __init__(self, pack: Pack, device: torch.device, start: Path | None = None) -> None:
        self.pack, self.device = pack, device
        self.net = build()
        self.earlier: dict[str, Any] = {}
        if start is not None:
            read_weights(self.net, KEY, start)
            self.earlier = read_card(KEY, start)
        tl = TLNet()
        read_weights(tl, "tl")
        self.tl = tl.to(device).eval().requires_grad_(False)
        self.shapes = pack.shapes("train")
        self.weights = sampling_weights(pack, self.shapes)
        self.grids = PRESETS[device.type].grids
        self.sets: ViewSets | None = None

    def begin(self, stage: Stage) -> None:
        """Look at all views once, and give every shape the code that they should arrive at."""
        if self.sets is None:
            seen = picture_features(self.pack, self.device)
            self.spread = seen.values.std(0)
            self.sets = ViewSets(self.pack, seen)
            self.targets = kept_codes(self.tl, self.pack, self.device)
        self.net.train()

    def loss(self, stage: Stage, draw: Draw) -> tuple[Tensor, dict[str, float]]:
        """One batch of sets of two views or more: of one, there is nothing to learn."""
        assert self.sets is not None
        batch = self.grids * (CODES if stage.name == "codes" else GRIDS)
        shapes = draw.rng.choice(self.shapes, batch, p=self.weights)
        views = self.sets.draw(shapes, int(draw.rng.integers(2, MOST + 1)), draw.rng)
        target = self.targets[views.mirrored.long(), torch.from_numpy(shapes).to(self.device)]
        code = self.fused(views, draw)
        terms = {"code": F.mse_loss(code, target)}
        if stage.name == "voxels":
            grids = torch.from_numpy(self.pack.occupancy(shapes)).to(self.device)
            flipped = views.mirrored[:, None, None, None]
            grids = torch.where(flipped, grids.flip(1), grids).float()
            with half_precision(self.device):
                logits = self.tl.decode(code)
            terms = {"code": 0.3 * terms["code"], "occupancy": occupancy_loss(logits, grids)}
        total = torch.stack(list(terms.values())).sum()
        return total, {name: term.item() for name, term in terms.items()}

    def fused(self, views: ViewSet, draw: Draw) -> Tensor:
        """The code of each set, with cameras known now and then."""
        noise = torch.randn(views.features.shape, generator=draw.generator, device=self.device)
        features = views.features + NOISE * self.spread * noise
        if draw.rng.random() >= KNOWN:
            return fuse(self.net, self.tl, features)
        off = torch.randn(
            2, *views.azimuth.shape, generator=draw.generator, device=self.device
        ).mul(NUDGE)
        cameras = torch.stack([views.azimuth + off[0], views.elevation + off[1]], 2)
        return fuse(self.net, self.tl, features, cameras)

    def finish(self, out: Path, seconds: float) -> Path:
        """Write the weights and their card."""
        self.net.eval()
        rows = [self.pack.rows[i] for i in self.shapes]
        with atomic(out / "CREDITS.md") as path:
            path.write_text(credits(rows), encoding="utf-8")
        return write_weights(self.net, KEY, self._facts(seconds), out)

    def _facts(self, seconds: float) -> Mapping[str, Any]:
        rows = [self.pack.rows[i] for i in self.shapes]
        return {
            "trained_on": trained_on(rows, views=len(self.pack.view_indices(self.shapes))),
            "held_out": "test and validation splits, by object family",
            "stages": [stage.name for stage in self.stages],
            "hours": hours(seconds, self.earlier),
            "started_from": self.earlier.get("sha256", "the mean of the views' codes"),
            "pictures_by": read_card("tl")["sha256"],
            "device": self.device.type,
        }


def kept_codes(tl: TLNet, pack: Pack, device: torch.device) -> Tensor:
    """The codes of all shapes and of their mirror images, (2, S, SHAPE), kept with the pack."""
    path = pack.path / f"codes-{read_card('tl')['sha256'][:12]}.npy"
    if not path.is_file():
        codes = shape_codes(tl, pack, device).cpu().numpy()
        with atomic(path) as temporary, temporary.open("wb") as file:
            np.save(file, codes)
    tl.eval()
    return torch.from_numpy(
        np.array(map_array(path, f"{path} is damaged. Remove it, and it is made again."))
    ).to(device)
