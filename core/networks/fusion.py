"""Several views of one object made one: attention over a set of views, and where cameras stand.

Nothing here knows an order of the views: attention treats them alike (Lee et al. 2019, "Set
transformer", section 3), and what is summed over them is summed over all.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from core.networks.losses import soft_bins

TURNS = 72  # turns about the vertical that are tried, so every 5 degrees
SHARP = 10.0  # degrees that an azimuth from a known camera is blurred by, as bins are wide
DOUBT = 0.01  # chance that a view's own azimuth means nothing, so that no view can veto


class ViewFusion(nn.Module):
    """Codes of single views (B, V, D) to one of all, (B, D).

    The code is a blend of the views' own, each number of it with shares of its own, and a
    correction for what only views together say. Of a single view it is that view's code exactly.
    """

    def __init__(
        self, features: int, code: int, seen: int, width: int = 256, heads: int = 4, depth: int = 2
    ) -> None:
        super().__init__()
        self.token = nn.Sequential(
            nn.Linear(features + code + seen, width), nn.SiLU(), nn.Dropout(0.1)
        )
        layer = nn.TransformerEncoderLayer(
            width, heads, 2 * width, 0.1, F.gelu, batch_first=True, norm_first=True
        )
        self.views = nn.TransformerEncoder(layer, depth, enable_nested_tensor=False)
        self.share = nn.Linear(width, code)
        self.correct = nn.Sequential(
            nn.LayerNorm(width + code), nn.Linear(width + code, width), nn.SiLU(), nn.Dropout(0.1),
            nn.Linear(width, code),
        )  # fmt: skip
        with torch.no_grad():  # training starts at the mean of the codes
            for begun in (*self.share.parameters(), *self.correct[-1].parameters()):
                begun.zero_()

    def forward(self, features: Tensor, codes: Tensor, seen: Tensor) -> Tensor:
        """Features (B, V, F) and codes of the views, and what `bearings` says of their cameras."""
        count = features.shape[1]
        tokens = self.views(self.token(torch.cat([features, codes, seen], 2)))
        blend: Tensor = (self.share(tokens).softmax(1) * codes).sum(1)
        correction: Tensor = self.correct(torch.cat([tokens.mean(1), blend], 1))
        return blend + (1 - 1 / count) * correction


def bearings(azimuth_logits: Tensor, elevation: Tensor) -> Tensor:
    """Where views (B, V) were taken from, as far as each can tell: (B, V, bins + 1)."""
    return torch.cat([azimuth_logits.softmax(2), elevation[..., None] / 30], 2)


def known_bearings(azimuth_logits: Tensor, azimuth: Tensor, elevation: Tensor) -> Tensor:
    """The same for views from known cameras: azimuth and elevation (B, V) in degrees.

    Cameras know how they stand to each other, but not where the object's front is: that is what
    the views vote on. Each one's own azimuth (its logits) speaks for a common turn.
    """
    views, bins = azimuth_logits.shape[1:]
    turns = torch.arange(TURNS, device=azimuth.device) * (360 / TURNS)
    places = ((azimuth[..., None] + turns) % 360) * (bins / 360)  # (B, V, TURNS)
    low = places.floor().long()
    part = places - low
    chance = (1 - DOUBT) * azimuth_logits.softmax(2) + DOUBT / bins
    spoken = chance.log()
    votes = (1 - part) * spoken.gather(2, low % bins) + part * spoken.gather(2, (low + 1) % bins)
    turn = turns[votes.sum(1).argmax(1)]
    found = soft_bins((azimuth + turn[:, None]).flatten(), bins, SHARP).view(-1, views, bins)
    return torch.cat([found, elevation[..., None] / 30], 2)
