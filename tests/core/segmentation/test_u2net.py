"""U^2-Net-p gives what its authors' own file gives, and sees an object of any size of picture."""

import numpy as np
import pytest
import torch

from core.networks.u2net import U2NetP
from core.utils.weights import read_card, read_weights

SIDE = 160
# What the authors' own file, run by another program, gives at these pixels of the ball below.
THEIRS_AT = [20, 80, 80, 120, 29, 43, 79, 113, 130], [20, 80, 128, 45, 74, 113, 29, 43, 85]
THEIRS = [0.0, 1.0, 0.9971, 0.0009, 0.1673, 0.7523, 0.2064, 0.7493, 0.1528]


@pytest.fixture(scope="module")
def net() -> U2NetP:
    made = U2NetP().eval()
    read_weights(made, "u2netp")
    return made


def ball(radius: float, height: int = SIDE, width: int = SIDE) -> tuple[torch.Tensor, np.ndarray]:
    """A lit ball before a blue wall (1, 3, H, W), and where it is."""
    y, x = np.mgrid[:height, :width] + 0.5
    far = np.hypot(x - width / 2, y - height / 2) / radius
    light = np.sqrt(np.clip(1 - far**2, 0.05, 1))
    inside = far < 1
    color = np.where(inside[..., None], light[..., None] * (0.9, 0.5, 0.2), (0.3, 0.4, 0.6))
    return torch.tensor(color, dtype=torch.float32).permute(2, 0, 1)[None], inside


def test_it_is_the_network_that_its_authors_trained(net):
    image, _ = ball(50.0)
    with torch.no_grad():
        found = net(image).sigmoid()[0, 0].numpy()
    assert found[THEIRS_AT] == pytest.approx(THEIRS, abs=0.02)  # for half precision
    assert read_card("u2netp")["parameters"] == 1_125_485


@pytest.mark.parametrize(("height", "width"), [(160, 160), (131, 203), (320, 64 * 3)])
def test_it_finds_a_ball_in_a_picture_of_any_size(net, height, width):
    image, truth = ball(0.3 * min(height, width), height, width)
    with torch.no_grad():
        found = net(image)[0, 0].numpy() > 0
    assert found.shape == truth.shape
    assert (found & truth).sum() / (found | truth).sum() > 0.93
