"""What the image encoder of `tl` sees in a pack's views: the way in from photographs.

It looks once and for all: the encoder stays as it is, and the features are kept in the pack's
folder, named after the weights that made them. Half of the shapes are seen in a mirror, in all of
their views, so that these can be looked at together.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch

from core.data.augment import pictures
from core.data.dataset import Pack
from core.data.view_sets import Features
from core.methods.tl.network import TLNet
from core.training.presets import half_precision
from core.utils.containers import OWN, read_arrays
from core.utils.files import atomic
from core.utils.weights import read_card, read_weights

BATCH = 64


def picture_features(pack: Pack, device: torch.device) -> Features:
    """Every view of a pack once, lit and set before a background as in training."""
    path = pack.path / f"features-{read_card('tl')['sha256'][:12]}.npz"
    if not path.is_file():
        found = _look(pack, device)
        with atomic(path) as temporary, temporary.open("wb") as file:
            np.savez(file, values=found[0], mirrored=found[1])
    kept = read_arrays(path, f"{path} is damaged. Remove it, and it is made again.", OWN)
    return Features(
        torch.from_numpy(kept["values"]).float().to(device),
        np.asarray(pack.owners, np.int64),
        torch.from_numpy(kept["mirrored"]).to(device),
    )


@torch.no_grad()
def _look(
    pack: Pack, device: torch.device
) -> tuple[npt.NDArray[np.float16], npt.NDArray[np.bool_]]:
    net = TLNet()
    read_weights(net, "tl")
    encoder = net.image_encoder.to(device).eval()
    generator = torch.Generator(device).manual_seed(0)
    mirrors = torch.from_numpy(np.random.default_rng(0).random(len(pack.rows)) < 0.5)
    values, mirrored = [], []
    for start in range(0, len(pack.owners), BATCH):
        packed = torch.from_numpy(np.array(pack.views[start : start + BATCH])).to(device)
        owners = torch.from_numpy(np.array(pack.owners[start : start + BATCH], np.int64))
        batch = pictures(packed, generator, mirror=mirrors[owners].to(device))
        with half_precision(device):
            features, _ = encoder(batch.image.contiguous(memory_format=torch.channels_last))
        values.append(features.half().cpu().numpy())
        mirrored.append(batch.mirrored.cpu().numpy())
    return np.concatenate(values), np.concatenate(mirrored)
