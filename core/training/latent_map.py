"""A map of a latent space, drawn once after training: what the window lets people walk on.

The map holds shapes as the network rebuilds them from their codes, never the training shapes
themselves: ``codes`` (N, D), their ``places`` (N, 2) in [-1, 1] by t-SNE, ``classes`` (names) and
``labels`` (N,), ``thumbnails`` uint8 (N, S, S), 0 where nothing is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from core.networks.directions import Steerable
from core.rendering.thumbnails import sketch
from core.training.attributes import MEASURES
from core.utils.files import atomic

MOST = 1200
PROBES = 32
TRIED = 40  # axes, the first ones; what comes later changes too little to have a name
REACH = 1.5  # sigma to either side at which a direction is probed
SURE, LARGE = 0.75, 0.4  # what a name takes: strength, and change in deviations among shapes


@torch.no_grad()
def draw_atlas(net: Steerable, codes: Tensor, groups: Sequence[str], path: Path) -> None:
    """Write the map of codes (N, D) of classes ``groups``; every so-many-th when there are many."""
    kept = torch.linspace(0, len(codes) - 1, min(MOST, len(codes))).long()
    shown = codes[kept]
    classes = sorted(set(groups))
    labels = np.array([classes.index(groups[i]) for i in kept.tolist()], np.uint8)
    pictures = [sketch(net.decode(part).float().sigmoid()) for part in shown.split(64)]
    binary = bool(((shown == 0) | (shown == 1)).all())
    values = shown.cpu().numpy()
    with atomic(path) as temporary, temporary.open("wb") as file:
        np.savez_compressed(
            file,
            codes=np.packbits(values > 0.5, axis=1) if binary else values.astype(np.float16),
            places=tsne(shown).cpu().numpy(),
            classes=np.array(classes),
            labels=labels,
            thumbnails=torch.cat(pictures).cpu().numpy(),
        )


def tsne(codes: Tensor, perplexity: float = 30.0, steps: int = 600) -> Tensor:
    """Codes (N, D) in the plane (N, 2), neighbours beside neighbours, within [-1, 1].

    Van der Maaten and Hinton 2008, exact, begun from the two widest principal axes. Pairs are
    counted once and for all, so it is for thousands of codes and not more.
    """
    codes = codes.float()
    centred = codes - codes.mean(0)
    near = _affinities(torch.cdist(codes, codes).square(), min(perplexity, (len(codes) - 1) / 3))
    _, _, axes = torch.pca_lowrank(centred, q=2, niter=4)
    start = centred @ axes
    places = 1e-2 * start / start.std().clamp(min=1e-9)
    speed = torch.zeros_like(places)
    gains = torch.ones_like(places)
    rate = max(len(codes) / 12, 50.0)
    for step in range(steps):
        early = step < steps // 4
        weight = 1 / (1 + torch.cdist(places, places).square())
        weight.fill_diagonal_(0)
        pull = ((12.0 if early else 1.0) * near - weight / weight.sum()) * weight
        slope = 4 * (pull.sum(1, keepdim=True) * places - pull @ places)
        same = slope.sign() == speed.sign()
        gains = torch.where(same, gains * 0.8, gains + 0.2).clamp(min=0.01)
        speed = (0.5 if early else 0.8) * speed - rate * gains * slope
        places = places + speed
        places = places - places.mean(0)
    return places / places.abs().max().clamp(min=1e-9)


def _affinities(squared: Tensor, perplexity: float) -> Tensor:
    """Joint probabilities (N, N) of being neighbours, each row of the given perplexity."""
    count = len(squared)
    off = ~torch.eye(count, dtype=torch.bool, device=squared.device)
    low, high = squared.new_zeros(count, 1), squared.new_full((count, 1), 1e6)
    scale = 1 / squared[off].mean().clamp(min=1e-12)
    squared = squared * scale
    target = float(np.log(perplexity))
    beta = squared.new_ones(count, 1)
    for _ in range(60):
        logits = (-beta * squared).masked_fill(~off, -torch.inf)
        chance = logits.softmax(1)
        entropy = -(chance * chance.clamp(min=1e-30).log()).sum(1, keepdim=True)
        wide = entropy > target
        low, high = torch.where(wide, beta, low), torch.where(wide, high, beta)
        beta = torch.where(high > 1e5, beta * 2, (low + high) / 2)
    joint = chance + chance.T
    return joint / joint.sum()


@torch.no_grad()
def name_axes(
    net: Steerable, codes: Tensor, groups: Mapping[str, int]
) -> list[dict[str, str | int | float]]:
    """What directions do, where they do one thing clearly: rows of axis, name and strength.

    Shapes are decoded 1.5 sigma to either side along each axis, and measured (`MEASURES`). The
    strength is the mean difference over its root mean square: 1 when every shape changes alike.
    A ``sign`` of -1 says that the axis makes less of what it is named after. A group has a name
    once, for the surest.
    """
    base = codes[torch.linspace(0, len(codes) - 1, PROBES, device=codes.device).long()]
    among = measured(net, codes[torch.linspace(0, len(codes) - 1, min(256, len(codes))).long()])
    spread = among.std(0).clamp(min=1e-6)
    rows: list[dict[str, str | int | float]] = []
    names = list(MEASURES)
    ends_of = np.cumsum(list(groups.values()))

    def group_of(axis: int) -> int:
        return int(np.searchsorted(ends_of, axis, side="right"))

    for axis in range(min(TRIED, len(net.basis_sigma))):
        direction, sigma = net.basis_axes[axis], net.basis_sigma[axis]
        at = (base - net.basis_mean) @ direction / sigma
        ends = [
            measured(net, base + ((side * REACH - at) * sigma)[:, None] * direction)
            for side in (1, -1)
        ]
        change = ends[0] - ends[1]
        size = change.mean(0) / spread
        strength = change.mean(0).abs() / change.square().mean(0).sqrt().clamp(min=1e-9)
        best = int((size.abs() * (strength > SURE)).argmax())
        if strength[best] > SURE and size[best].abs() > LARGE:
            sure = round(float(strength[best]), 3)
            sign = 1 if size[best] > 0 else -1
            rows.append({"axis": axis, "name": names[best], "sign": sign, "strength": sure})
    rows.sort(key=lambda row: -float(row["strength"]))
    kept = {(group_of(int(row["axis"])), row["name"]): row for row in reversed(rows)}
    return sorted(kept.values(), key=lambda row: int(row["axis"]))


def measured(net: Steerable, codes: Tensor) -> Tensor:
    """Every measure of decoded codes, (B, M)."""
    solid = torch.cat([net.decode(part) > 0 for part in codes.split(64)])
    return torch.stack([measure(solid) for measure in MEASURES.values()], 1)
