"""Reading a lamp off a ball of which every direction is known."""

import torch
from torch.nn import functional as F

from core.networks.lighting import SIDE, reflectance_map
from core.networks.losses import likeness_loss
from core.rendering.shading import light_direction, shade, to_srgb


def ball(size: int = 64) -> tuple[torch.Tensor, torch.Tensor]:
    """Silhouette (1, S, S) and normals (1, 3, S, S) of a ball."""
    ramp = (torch.arange(size) + 0.5) / size * 2.4 - 1.2
    x, y = ramp[None, :].expand(size, size), -ramp[:, None].expand(size, size)
    inside = (x * x + y * y < 1).float()
    z = (1 - x * x - y * y).clamp(min=1e-4).sqrt()
    return inside[None], F.normalize(torch.stack([x, y, z])[None], dim=1)


def lit(azimuth: float, elevation: float, exposure: float = 1.0) -> torch.Tensor:
    """Mean brightness by direction (SIDE upward, SIDE across) of the ball under a lamp."""
    silhouette, normal = ball()
    light = light_direction(torch.tensor([azimuth]), torch.tensor([elevation]))
    image = to_srgb(exposure * 0.5 * shade(normal, light, torch.tensor([0.3]))).expand(
        -1, 3, -1, -1
    )
    found = reflectance_map(image, silhouette, normal)[0]
    return found[SIDE**2 : 2 * SIDE**2].view(SIDE, SIDE).T


def test_the_side_toward_the_lamp_is_the_bright_one() -> None:
    left, right, above = lit(-60, 10), lit(60, 10), lit(0, 70)
    middle = SIDE // 2
    assert left[middle, 0] > 2 * left[middle, -1]
    assert right[middle, -1] > 2 * right[middle, 0]
    assert above[-1, middle] > 1.5 * above[0, middle]
    torch.testing.assert_close(left, right.flip(1), rtol=1e-3, atol=1e-3)


def test_it_does_not_depend_on_exposure() -> None:
    torch.testing.assert_close(lit(30, 20), lit(30, 20, exposure=0.5), rtol=1e-3, atol=1e-3)


def test_codes_that_order_shapes_by_likeness_cost_less() -> None:
    grids = torch.zeros(6, 16, 4, 4)
    for index in range(6):
        grids[index, : 2 + 2 * index] = 1  # each holds the one before
    ordered = torch.arange(6.0)[:, None]
    shuffled = ordered[[3, 0, 5, 2, 4, 1]]
    assert likeness_loss(ordered, grids) < 0.2 < 0.5 < likeness_loss(shuffled, grids)
    assert torch.isfinite(likeness_loss(torch.zeros(6, 1), grids))
